//! Diagnostics told.

use std::io::{self, Write};

use clap::ValueEnum;

use super::Outcome;
use crate::diagnostic::{Diagnostics, Severity, render};

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// With the place underlined and what to write instead
    #[default]
    Full,
    /// One line each: path:line:column: severity[code]: message
    Concise,
    /// One JSON array
    Json,
}

/// Writes diagnostics in order of their places.
///
/// # Errors
/// When the stream cannot be written to.
pub fn write(diagnostics: &Diagnostics, format: Format, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Full => {
            for diagnostic in diagnostics {
                writeln!(out, "{}\n", render::full(diagnostic, colour))?;
            }
            Ok(())
        }
        Format::Concise => diagnostics.iter().try_for_each(|d| writeln!(out, "{}", render::concise(d))),
        Format::Json => {
            let all: Vec<_> = diagnostics.iter().map(render::json).collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            writeln!(out)
        }
    }
}

/// `2 errors, 1 warning`; nothing where there are none.
pub fn tally(diagnostics: &Diagnostics) -> Option<String> {
    let count = |severity, one: &str| match diagnostics.count(severity) {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {one}s")),
    };
    let parts: Vec<String> =
        [count(Severity::Error, "error"), count(Severity::Warning, "warning")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Whether diagnostics are problems: errors are, warnings only where asked for.
pub fn outcome(diagnostics: &Diagnostics, strict: bool) -> Outcome {
    match diagnostics.has_errors() || (strict && !diagnostics.is_empty()) {
        true => Outcome::Problems,
        false => Outcome::Clean,
    }
}
