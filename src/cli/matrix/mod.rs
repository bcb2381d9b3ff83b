//! `fanion matrix`

mod csv;
mod table;

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::{Outcome, report, session::Session};
use crate::plan::{Filter, Matrix, matrix};

/// `fanion matrix`
#[derive(Debug, Args)]
pub struct Options {
    /// Campaigns; all of them otherwise
    #[arg(value_name = "CAMPAIGN")]
    campaigns: Vec<String>,
    /// How the matrix is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// One part of it alone; a CSV file holds one part, `told` where none is named
    #[arg(long, value_name = "PART")]
    part: Option<Part>,
}

/// A part of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What is told to whom, through which channel, when
    Told,
    /// How often each message and chapter is told
    Counts,
    /// Who says what
    Voices,
    /// How many newsletters reach each audience in each week
    Contacts,
}

/// How the matrix is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For a spreadsheet
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
            Format::Table => matrices.iter().try_for_each(|matrix| table::tell(matrix, options.part, &mut out))?,
            Format::Csv => csv::write(&matrices, options.part.unwrap_or(Part::Told), &mut out)?,
            Format::Json => {
                let all: Vec<_> = matrices.iter().map(|matrix| json(matrix, options.part)).collect();
                serde_json::to_writer_pretty(&mut out, &all).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
    }
    Ok(report::outcome(&diagnostics, false))
}

/// The matrix, or one part of it.
fn json(matrix: &Matrix, part: Option<Part>) -> serde_json::Value {
    let mut value = serde_json::to_value(matrix).expect("a matrix is plain data");
    let kept: &[&str] = match part {
        None => return value,
        Some(Part::Told) => &["rows"],
        Some(Part::Counts) => &["counts"],
        Some(Part::Voices) => &["voices", "said"],
        Some(Part::Contacts) => &["contacts"],
    };
    if let Some(parts) = value.as_object_mut() {
        parts.retain(|name, _| name == "campaign" || kept.contains(&name.as_str()));
    }
    value
}
