//! `fanion suppress`

use std::{
    io::{self, Write},
    sync::Arc,
};

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{Outcome, outbox, session::Session};
use crate::{
    delivery::{Clock, Outbox, Suppression, SuppressionKind, SystemClock},
    model::value::EmailAddress,
};

/// `fanion suppress`
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Send nothing more to addresses, or nothing but mandatory mail
    Add(Add),
    /// Write to addresses again
    Remove(Remove),
    /// Show whom nothing is sent to, why, since when
    List(List),
}

#[derive(Debug, Args)]
struct Add {
    /// The addresses
    #[arg(value_name = "ADDRESS", required = true, value_parser = address)]
    addresses: Vec<EmailAddress>,
    /// `unsubscribed`: their reader left the list, mandatory mail still goes there; `address`: they do not exist
    #[arg(long, value_name = "KIND", default_value = "unsubscribed")]
    kind: Kind,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "by hand")]
    reason: String,
    /// Who says so; the system's user otherwise
    #[arg(long = "as", value_name = "PERSON")]
    source: Option<String>,
    /// Tell what would be done; change nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
struct Remove {
    /// The addresses
    #[arg(value_name = "ADDRESS", required = true, value_parser = address)]
    addresses: Vec<EmailAddress>,
    /// Who says so; the system's user otherwise
    #[arg(long = "as", value_name = "PERSON")]
    source: Option<String>,
    /// Tell what would be done; change nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
struct List {
    /// How the list is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// What kind of suppression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// It does not exist: nothing is sent there
    Address,
    /// Its reader left the list: only mandatory mail is sent there
    Unsubscribed,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
}

fn address(text: &str) -> Result<EmailAddress, String> {
    text.trim().parse().map_err(|error: crate::model::value::ValueError| error.message)
}

/// Keeps the list of addresses that nothing is sent to.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    // Made where there is none yet: who left a list before is known before the first issue.
    let Some((root, delivery)) = outbox::delivery(session)? else { return Ok(Outcome::Problems) };
    let path = root.join(&delivery.outbox);
    let clock = Arc::new(SystemClock);
    let opened = Outbox::open(&path, clock.clone());
    let mut outbox = opened.with_context(|| format!("cannot open `{}`", path.display()))?;
    match &options.verb {
        Verb::Add(options) => add(&mut outbox, options, &*clock)?,
        Verb::Remove(options) => remove(&mut outbox, options)?,
        Verb::List(options) => list(&mut outbox, options.format)?,
    }
    Ok(Outcome::Clean)
}

fn add(queue: &mut Outbox, options: &Add, clock: &dyn Clock) -> anyhow::Result<()> {
    let (kind, sent) = match options.kind {
        Kind::Address => (SuppressionKind::Address, "nothing more is sent there"),
        Kind::Unsubscribed => (SuppressionKind::Unsubscribed, "nothing but mandatory mail is sent there"),
    };
    let who = outbox::who(options.source.as_ref());
    let mut out = io::stdout().lock();
    for address in &options.addresses {
        if options.dry_run {
            writeln!(out, "{address}  would be suppressed: {sent}")?;
            continue;
        }
        let (reason, source) = (options.reason.clone(), who.clone());
        let waiting = queue.suppress(address, &Suppression { kind, reason, source, at: clock.now() })?;
        let held = match waiting {
            0 => String::new(),
            1 => "; 1 message that waited is not sent".into(),
            n => format!("; {n} messages that waited are not sent"),
        };
        writeln!(out, "{address}  {sent}{held}")?;
    }
    if !options.dry_run {
        let detail = format!("{} {}: {}", options.addresses.len(), kind.as_str(), options.reason);
        queue.log(&who, "suppressed", None, &detail)?;
    }
    Ok(())
}

fn remove(queue: &mut Outbox, options: &Remove) -> anyhow::Result<()> {
    let who = outbox::who(options.source.as_ref());
    let mut out = io::stdout().lock();
    let mut removed = 0;
    for address in &options.addresses {
        let known = queue.export(address)?.suppressions.len();
        match (known, options.dry_run) {
            (0, _) => writeln!(out, "{address}  was not suppressed")?,
            (_, true) => writeln!(out, "{address}  would be written to again")?,
            (_, false) => {
                removed += queue.unsuppress(address)?;
                writeln!(out, "{address}  is written to again, from the next issue on")?;
            }
        }
    }
    if removed > 0 {
        queue.log(&who, "unsuppressed", None, &format!("{} addresses", options.addresses.len()))?;
    }
    Ok(())
}

fn list(outbox: &mut Outbox, format: Format) -> anyhow::Result<()> {
    let all = outbox.suppressions()?;
    let mut out = io::stdout().lock();
    match format {
        Format::Table => {
            let width = all.iter().map(|(address, _)| address.as_deref().map_or(11, str::len)).max().unwrap_or(0);
            for (address, s) in &all {
                let (address, kind) = (address.as_deref().unwrap_or("(forgotten)"), s.kind.as_str());
                let day = s.at.strftime("%Y-%m-%d");
                writeln!(out, "{address:<width$}  {kind:<12}  {day}  {}: {}", s.source, s.reason)?;
            }
            if all.is_empty() {
                writeln!(out, "nobody is suppressed")?;
            }
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(&mut out);
            csv.write_record(["address", "kind", "since", "source", "reason"])?;
            for (address, s) in &all {
                let since = s.at.to_string();
                let fields = [address.as_deref().unwrap_or_default(), s.kind.as_str(), &since, &s.source, &s.reason];
                csv.write_record(fields.map(plain))?;
            }
            csv.flush()?;
        }
        Format::Json => {
            let one = |(address, s): &(Option<String>, Suppression)| json!({ "address": address, "kind": s.kind, "since": s.at, "source": s.source, "reason": s.reason });
            let all: Vec<_> = all.iter().map(one).collect();
            serde_json::to_writer_pretty(&mut out, &all).map_err(io::Error::from)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// What a spreadsheet does not take for a formula: reasons are other people's words.
fn plain(field: &str) -> String {
    match field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{field}"),
        false => field.to_owned(),
    }
}
