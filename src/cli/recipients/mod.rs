//! `fanion recipients`

mod check;
mod personal;
mod show;

use std::io::{self, Write};

use clap::{Args, Subcommand, ValueEnum};
use indexmap::IndexMap;

use super::{Outcome, session::Session};
use crate::recipients::Group;

/// `fanion recipients`
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read a list as a send would, and tell what is taken and what is refused
    Check(check::Options),
    /// Show whom an audience holds
    Show(show::Options),
    /// Print all that the outbox keeps of a person, as JSON
    Export(personal::Export),
    /// Remove a person from the outbox
    Forget(personal::Forget),
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

/// Reads lists and tells what they hold.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    match &options.verb {
        Verb::Check(options) => check::run(session, options),
        Verb::Show(options) => show::run(session, options),
        Verb::Export(options) => personal::export(session, options),
        Verb::Forget(options) => personal::forget(session, options),
    }
}

/// How many of each, the largest first.
fn shares(title: &str, counts: &IndexMap<String, u64>, none: &str, out: &mut dyn Write) -> io::Result<()> {
    if counts.keys().all(String::is_empty) {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for (name, count) in counts.iter().take(40) {
        writeln!(out, "  {:>9}  {}", grouped(*count), if name.is_empty() { none } else { name })?;
    }
    match counts.len().saturating_sub(40) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} others"),
    }
}

fn lines(why: &str, group: &Group, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {} × {why}", grouped(group.count))?;
    first_lines(why, group, out)
}

/// The first lines of a group, each with what is wrong there, where that is more than what is wrong with all.
fn first_lines(why: &str, group: &Group, out: &mut dyn Write) -> io::Result<()> {
    if group.first.iter().all(|(_, text)| text == why) {
        let numbers: Vec<String> = group.first.iter().map(|(line, _)| line.to_string()).collect();
        writeln!(out, "    {} {}", if numbers.len() == 1 { "line" } else { "lines" }, numbers.join(", "))?;
    } else {
        group.first.iter().try_for_each(|(line, text)| writeln!(out, "    line {line}: {text}"))?;
    }
    match group.count - group.first.len() as u64 {
        0 => Ok(()),
        more => writeln!(out, "    and {} more", grouped(more)),
    }
}

/// `500 000`, with narrow spaces that do not break.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

fn print(value: &serde_json::Value, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}
