//! `fanion check`

use std::io;

use clap::Args;

use super::{
    Outcome,
    report::{self, Format},
    session::Session,
};
use crate::check;

/// `fanion check`
#[derive(Debug, Args)]
pub struct Options {
    /// How problems are written
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: Format,
    /// Warnings count as problems
    #[arg(long)]
    strict: bool,
}

/// Finds all problems.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let (_, loaded) = session.load()?;
    let mut diagnostics = loaded.diagnostics;
    if let Some(project) = &loaded.project {
        diagnostics.extend(check::check(project));
    }
    diagnostics.sort();
    report::write(&diagnostics, options.format, session.colour, &mut io::stdout().lock())?;
    Ok(report::outcome(&diagnostics, options.strict))
}
