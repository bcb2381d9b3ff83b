//! The matrix for a spreadsheet.

use std::io::Write;

use super::Part;
use crate::plan::Matrix;

/// The lines of one part, without the campaign.
type Rows = fn(&Matrix) -> Vec<Vec<String>>;

/// Writes one part of the matrices: a line for each time that something is told, for each message and chapter, for each thing
/// and whoever is heard saying it, or for each audience and week.
///
/// # Errors
/// When the stream cannot be written to.
pub fn write(matrices: &[Matrix], part: Part, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let (head, rows): (&[&str], Rows) = match part {
        Part::Told => (&["campaign", "date", "channel", "piece", "kind", "id", "audiences", "sites", "from"], told),
        Part::Counts => (&["campaign", "kind", "id", "times", "channels", "judged"], counts),
        Part::Voices => (&["campaign", "kind", "id", "nature", "wanted", "heard", "level", "person", "pieces"], voices),
        Part::Contacts => (&["campaign", "audience", "week", "newsletters"], contacts),
    };
    csv.write_record(head)?;
    for matrix in matrices {
        for row in rows(matrix) {
            csv.write_record(std::iter::once(matrix.campaign.clone()).chain(row))?;
        }
    }
    csv.flush()?;
    Ok(())
}

fn told(matrix: &Matrix) -> Vec<Vec<String>> {
    let row = |row: &crate::plan::Row| {
        vec![
            row.at.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default(),
            row.channel.as_str().to_owned(),
            row.piece.clone(),
            row.kind.to_owned(),
            row.id.clone(),
            row.audiences.join(" "),
            row.sites.join(" "),
            row.from.clone().unwrap_or_default(),
        ]
    };
    matrix.rows.iter().map(row).collect()
}

fn counts(matrix: &Matrix) -> Vec<Vec<String>> {
    let row = |count: &crate::plan::Count| {
        let channels: Vec<&str> = count.channels.iter().map(|channel| channel.as_str()).collect();
        let judged = count.judged().unwrap_or_default().to_owned();
        vec![count.kind.to_owned(), count.id.clone(), count.times.to_string(), channels.join(" "), judged]
    };
    matrix.counts.iter().map(row).collect()
}

fn voices(matrix: &Matrix) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for said in &matrix.said {
        let level = |level: crate::model::Level| super::super::keys::level(level).to_owned();
        let nature = match said.nature {
            crate::model::Nature::Business => "business",
            crate::model::Nature::Personal => "personal",
            crate::model::Nature::Any => "any",
        };
        let heard = if said.is_heard() { "yes" } else { "no" };
        let head = [
            said.kind.to_owned(),
            said.id.clone(),
            nature.into(),
            said.wanted.map(level).unwrap_or_default(),
            heard.into(),
        ];
        if said.by.is_empty() {
            rows.push([&head[..], &[const { String::new() }; 3]].concat());
        }
        for sayer in &said.by {
            let who = [level(sayer.level), sayer.person.clone().unwrap_or_default(), sayer.pieces.join(" ")];
            rows.push([&head[..], &who].concat());
        }
    }
    rows
}

/// With the weeks in which an audience receives nothing and another does.
fn contacts(matrix: &Matrix) -> Vec<Vec<String>> {
    let weeks = matrix.weeks();
    let of = |contacts: &crate::plan::Contacts| {
        let line = |week: &jiff::civil::Date| {
            let newsletters = contacts.weeks.get(week).copied().unwrap_or_default();
            vec![contacts.audience.clone(), week.to_string(), newsletters.to_string()]
        };
        weeks.iter().map(line).collect::<Vec<_>>()
    };
    matrix.contacts.iter().flat_map(of).collect()
}
