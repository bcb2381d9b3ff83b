//! `fanion schema KIND`: the format, for editors and for people

mod keys;
mod page;
mod words;

use std::io::{self, Write};

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::Outcome;
use crate::load::raw::{SchemaKind, schema};

/// `fanion schema`
#[derive(Debug, Args)]
pub struct Options {
    /// The kind of file
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    kind: Option<SchemaKind>,
    /// Every kind of file, one after the other
    #[arg(long)]
    all: bool,
    /// A JSON Schema for editors, or a page to read
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,
}

/// How the format is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Schema (2020-12)
    Json,
    /// Tables of keys in Markdown
    Markdown,
}

/// Prints the schema, or the page made from it.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let kinds = match options.kind {
        Some(kind) => vec![kind],
        None if options.format == Format::Json => {
            bail!(
                "a JSON Schema is for one kind of file: name it, as `fanion schema campaign`; `--all` goes with `--format markdown`"
            )
        }
        None => SchemaKind::value_variants().to_vec(),
    };
    let mut out = io::stdout().lock();
    for (index, kind) in kinds.into_iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match options.format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &schema(kind)).map_err(io::Error::from)?;
                writeln!(out)?;
            }
            Format::Markdown => write!(out, "{}", page::page(kind))?,
        }
    }
    Ok(Outcome::Clean)
}
