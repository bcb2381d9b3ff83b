//! `fanion matrix`

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::{Outcome, report, session::Session, table};
use crate::plan::{Filter, Matrix, REPETITIONS, matrix};

/// `fanion matrix`
#[derive(Debug, Args)]
pub struct Options {
    /// Campaigns; all of them otherwise
    #[arg(value_name = "CAMPAIGN")]
    campaigns: Vec<String>,
    /// How the matrix is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// How the matrix is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For a spreadsheet: one line for each time that something is told
    Csv,
    /// For programs
    Json,
}

/// Prints what is told to whom, when, how often and by whom.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let (_, loaded) = session.load()?;
    let mut diagnostics = loaded.diagnostics;
    let filter = Filter { campaigns: options.campaigns.clone(), ..Filter::default() };
    diagnostics.extend(loaded.project.iter().flat_map(|project| filter.check(project)));
    diagnostics.sort();
    report::write(&diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
    if let Some(project) = loaded.project.filter(|_| !diagnostics.has_errors()) {
        let campaigns = project.campaigns.iter().filter(|campaign| filter.selects_campaign(&campaign.id));
        let matrices: Vec<Matrix> = campaigns.map(|campaign| matrix(&project, campaign)).collect();
        let mut out = io::stdout().lock();
        match options.format {
            Format::Table => matrices.iter().try_for_each(|matrix| tell(matrix, &mut out))?,
            Format::Csv => csv(&matrices, &mut out)?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &matrices).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
    }
    Ok(report::outcome(&diagnostics, false))
}

/// What people read, one line for each piece and thing told.
fn tell(matrix: &Matrix, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "What is told in {}", matrix.campaign)?;
    let rows: Vec<[String; 6]> = matrix
        .rows
        .iter()
        .map(|row| {
            let at = row.at.map(|at| at.strftime("%a %Y-%m-%d %H:%M").to_string()).unwrap_or_else(|| "no date".into());
            let from = row.from.as_ref().map(|from| format!("from {from}")).unwrap_or_default();
            [
                at,
                row.channel.as_str().into(),
                row.piece.clone(),
                told(row.kind, &row.id),
                whom(&row.audiences, &row.sites),
                from,
            ]
        })
        .collect();
    table::columns(&rows, out)?;
    writeln!(out, "\nHow often")?;
    let counts: Vec<[String; 4]> = matrix
        .counts
        .iter()
        .map(|count| {
            let channels: Vec<&str> = count.channels.iter().map(|channel| channel.as_str()).collect();
            let judged = match count.kind {
                "message" if count.times < *REPETITIONS.start() => "seldom",
                "message" if count.times > *REPETITIONS.end() => "often",
                _ => "",
            };
            let times = if count.times == 1 { "once".into() } else { format!("{} times", count.times) };
            [told(count.kind, &count.id), times, channels.join(", "), judged.into()]
        })
        .collect();
    table::columns(&counts, out)?;
    writeln!(out, "\nWho speaks")?;
    let voices: Vec<[String; 3]> = matrix
        .voices
        .iter()
        .map(|voice| {
            let named = |what: &str, pieces: &[String]| match pieces {
                [] => String::new(),
                _ => format!("{what} {}", pieces.join(", ")),
            };
            [
                super::keys::level(voice.level).into(),
                named("sends", &voice.sends),
                named("is quoted in", &voice.is_quoted_in),
            ]
        })
        .collect();
    table::columns(&voices, out)?;
    writeln!(out, "\nNewsletters in a week")?;
    let contacts: Vec<[String; 2]> = matrix
        .contacts
        .iter()
        .map(|contacts| {
            let weeks: Vec<String> = contacts.weeks.iter().map(|(week, n)| format!("{week}: {n}")).collect();
            [contacts.audience.clone(), if weeks.is_empty() { "none".into() } else { weeks.join("  ") }]
        })
        .collect();
    table::columns(&contacts, out)
}

fn told(kind: &str, id: &str) -> String {
    if id.is_empty() { kind.into() } else { format!("{kind} {id}") }
}

fn whom(audiences: &[String], sites: &[String]) -> String {
    match (audiences, sites) {
        ([], []) => "everyone".into(),
        _ => audiences.iter().chain(sites).cloned().collect::<Vec<_>>().join(", "),
    }
}

fn csv(matrices: &[Matrix], out: &mut dyn Write) -> anyhow::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["campaign", "date", "channel", "piece", "kind", "id", "audiences", "sites", "from"])?;
    for matrix in matrices {
        for row in &matrix.rows {
            csv.write_record([
                matrix.campaign.as_str(),
                &row.at.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default(),
                row.channel.as_str(),
                &row.piece,
                row.kind,
                &row.id,
                &row.audiences.join(" "),
                &row.sites.join(" "),
                row.from.as_deref().unwrap_or_default(),
            ])?;
        }
    }
    csv.flush()?;
    Ok(())
}
