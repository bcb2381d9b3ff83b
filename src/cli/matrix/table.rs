//! The matrix for people.

use std::io::{self, Write};

use super::{
    super::{keys::level, table::columns},
    Part,
};
use crate::plan::{Matrix, Said, Sayer};

/// Writes one part.
type Tell = fn(&Matrix, &mut dyn Write) -> io::Result<()>;

/// Writes the matrix, or one part of it.
///
/// # Errors
/// When the stream cannot be written to.
pub fn tell(matrix: &Matrix, part: Option<Part>, out: &mut dyn Write) -> io::Result<()> {
    let parts: [(Part, Tell); 4] =
        [(Part::Told, told), (Part::Counts, counts), (Part::Voices, voices), (Part::Contacts, contacts)];
    let asked = parts.iter().filter(|(this, _)| part.is_none_or(|part| part == *this));
    for (i, (_, write)) in asked.enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        write(matrix, out)?;
    }
    Ok(())
}

/// One line for each piece and thing told.
fn told(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "What is told in {}", matrix.campaign)?;
    let rows: Vec<[String; 6]> = matrix
        .rows
        .iter()
        .map(|row| {
            let at = row.at.map(|at| at.strftime("%a %Y-%m-%d %H:%M").to_string()).unwrap_or_else(|| "no date".into());
            let from = row.from.as_ref().map(|from| format!("from {from}")).unwrap_or_default();
            let whom = whom(&row.audiences, &row.sites);
            [at, row.channel.as_str().into(), row.piece.clone(), named(row.kind, &row.id), whom, from]
        })
        .collect();
    columns(&rows, out)
}

fn counts(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "How often")?;
    let rows: Vec<[String; 4]> = matrix
        .counts
        .iter()
        .map(|count| {
            let channels: Vec<&str> = count.channels.iter().map(|channel| channel.as_str()).collect();
            let times = if count.times == 1 { "once".into() } else { format!("{} times", count.times) };
            let judged = count.judged().unwrap_or_default().into();
            [named(count.kind, &count.id), times, channels.join(", "), judged]
        })
        .collect();
    columns(&rows, out)
}

fn voices(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Who speaks")?;
    let rows: Vec<[String; 3]> = matrix
        .voices
        .iter()
        .map(|voice| {
            let named = |what: &str, pieces: &[String]| match pieces {
                [] => String::new(),
                _ => format!("{what} {}", pieces.join(", ")),
            };
            [level(voice.level).into(), named("sends", &voice.sends), named("is quoted in", &voice.is_quoted_in)]
        })
        .collect();
    columns(&rows, out)?;
    writeln!(out, "\nWho says what")?;
    let rows: Vec<[String; 4]> = matrix.said.iter().map(said).collect();
    columns(&rows, out)
}

fn said(said: &Said) -> [String; 4] {
    let wanted = said.wanted.map(|wanted| format!("wanted from {}", level(wanted))).unwrap_or_default();
    let by: Vec<String> = said.by.iter().map(sayer).collect();
    let judged = if said.is_heard() { "" } else { "not heard" };
    let by = if by.is_empty() { "said by nobody".into() } else { format!("said by {}", by.join("; ")) };
    [named(said.kind, &said.id), wanted, judged.into(), by]
}

fn sayer(sayer: &Sayer) -> String {
    match &sayer.person {
        Some(person) => format!("{person} ({}) in {}", level(sayer.level), sayer.pieces.join(", ")),
        None => format!("{} in the guide {}", level(sayer.level), sayer.pieces.join(", ")),
    }
}

/// A line for each audience, a column for each week in which somebody receives something.
fn contacts(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Newsletters in a week, by its Monday")?;
    let weeks = matrix.weeks();
    for (i, weeks) in weeks.into_iter().collect::<Vec<_>>().chunks(COLUMNS).enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        let head = (String::new(), weeks.iter().map(|week| week.strftime("%m-%d").to_string()).collect::<Vec<_>>());
        let of = |contacts: &crate::plan::Contacts| {
            let cells = weeks.iter().map(|week| contacts.weeks.get(week).map_or("-".into(), usize::to_string));
            (contacts.audience.clone(), cells.collect::<Vec<_>>())
        };
        let lines: Vec<(String, Vec<String>)> = std::iter::once(head).chain(matrix.contacts.iter().map(of)).collect();
        let rows: Vec<[String; 2]> = lines.into_iter().map(|(name, cells)| [name, grid(&cells)]).collect();
        columns(&rows, out)?;
    }
    Ok(())
}

/// So many weeks stand side by side on a terminal of 80 columns.
const COLUMNS: usize = 8;

fn grid(cells: &[String]) -> String {
    cells.iter().map(|cell| format!("{cell:>5}")).collect::<Vec<_>>().join("  ")
}

fn named(kind: &str, id: &str) -> String {
    if id.is_empty() { kind.into() } else { format!("{kind} {id}") }
}

fn whom(audiences: &[String], sites: &[String]) -> String {
    match (audiences, sites) {
        ([], []) => "everyone".into(),
        _ => audiences.iter().chain(sites).cloned().collect::<Vec<_>>().join(", "),
    }
}
