//! `fanion schema KIND`

use std::io::{self, Write};

use clap::Args;

use super::Outcome;
use crate::load::raw::{SchemaKind, schema};

/// `fanion schema`
#[derive(Debug, Args)]
pub struct Options {
    /// The kind of file
    kind: SchemaKind,
}

/// Prints the schema.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &schema(options.kind)).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(Outcome::Clean)
}
