//! `fanion bounces`

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use serde_json::json;

use super::{Outcome, outbox, session::Session};
use crate::{
    delivery::{
        Bounce, Bounced, Clock, DeliveryError, Outbox, Suppression, SuppressionKind, SystemClock,
        bounce::{
            Kind, Notice, Origin,
            mailbox::{self, Mailbox},
            read,
        },
        secret::Key,
    },
    model::value::EmailAddress,
};

/// `fanion bounces`
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Take note of mail that came back, of complaints, and of people who leave the list
    Read(ReadOptions),
}

#[derive(Debug, Args)]
struct ReadOptions {
    /// A mail, an mbox, a Maildir (its new mails are moved to `cur`), or `-` for one mail or mbox from standard input
    #[arg(value_name = "FILE|MAILDIR|-", default_value = "-")]
    source: PathBuf,
    /// Of a Maildir, the mails that were read before too
    #[arg(long)]
    all: bool,
    /// Tell what the mails are; change neither the outbox nor the Maildir
    #[arg(long)]
    dry_run: bool,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

/// What came of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
enum Effect {
    /// Noted at its message.
    Noted,
    /// Noted, and nothing more goes to the address.
    AddressSuppressed,
    /// Nothing but mandatory mail goes to the address any more.
    Unsubscribed,
    /// It was told before.
    Again,
    /// It is about no message of this outbox, or from nobody who was written to.
    NotOurs,
    /// Its token is not of this project.
    Forged,
    /// It changes nothing: an automatic answer, a letter, a receipt.
    PassedOver,
}

/// One mail of the report.
struct Line {
    notice: Notice,
    effect: Effect,
    address: Option<String>,
    issue: Option<String>,
}

/// Takes note of mail that came back.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let Verb::Read(options) = &options.verb;
    let Some((root, delivery)) = outbox::delivery(session)? else { return Ok(Outcome::Problems) };
    let Some(mut outbox) = outbox::open(session)? else { return Ok(Outcome::Problems) };
    let path = root.join(&delivery.outbox);
    let key = Key::open(path.parent().unwrap_or(Path::new(".")))?;
    let mut lines = Vec::new();
    let mut unread = 0;
    let mut kept = Vec::new();
    let mut note = |mails: Vec<Vec<u8>>| -> Result<(), DeliveryError> {
        let notices = mails.iter().map(|mail| read(mail, &key));
        match options.dry_run {
            true => kept.extend(notices),
            false => lines.extend(act_on(&mut outbox, notices)?),
        }
        Ok(())
    };
    if options.source == Path::new("-") {
        note(mailbox::from(io::stdin().lock()).map_err(DeliveryError::file("read", "-"))?)?;
    } else {
        for file in Mailbox::at(&options.source).files(options.all)? {
            match mailbox::mails(&file) {
                Ok(mails) => {
                    note(mails)?;
                    // Only once it is noted: a mail that is read twice changes nothing, one that is never read is lost.
                    if !options.dry_run {
                        mailbox::seen(&file)?;
                    }
                }
                Err(error) => {
                    unread += 1;
                    writeln!(io::stderr(), "fanion: {error}")?;
                }
            }
        }
    }
    if options.dry_run {
        lines = outbox.rehearse(|outbox| act_on(outbox, kept))?;
    }
    let counts = counts(&lines);
    if !options.dry_run && lines.iter().any(|line| !matches!(line.effect, Effect::PassedOver | Effect::Again)) {
        outbox.log("fanion", "read bounces", None, &in_words(&counts))?;
    }
    match options.format {
        Format::Table => table(&lines, &counts, session.quiet)?,
        Format::Json => print_json(&lines, &counts)?,
    }
    Ok(if unread == 0 { Outcome::Clean } else { Outcome::Problems })
}

/// Does what mails ask for, one after the other.
fn act_on(outbox: &mut Outbox, notices: impl IntoIterator<Item = Notice>) -> Result<Vec<Line>, DeliveryError> {
    let now = SystemClock.now();
    notices.into_iter().map(|notice| act(outbox, notice, now)).collect()
}

/// Does what a mail asks for.
fn act(outbox: &mut Outbox, notice: Notice, now: Timestamp) -> Result<Line, DeliveryError> {
    let (mut address, mut issue) = (notice.address.clone(), None);
    let at = notice.at.filter(|at| *at <= now).unwrap_or(now);
    let effect = match (notice.kind, &notice.origin) {
        (Kind::Automatic | Kind::Other | Kind::Delivered, _) => Effect::PassedOver,
        (_, Origin::Forged) => Effect::Forged,
        (Kind::Unsubscribe, Origin::Unknown | Origin::Named(_)) => leave(outbox, &notice, at)?,
        (kind, origin) => match origin.id() {
            None => Effect::NotOurs,
            Some(id) => {
                let leaves = matches!(kind, Kind::Complaint | Kind::Unsubscribe);
                let status = notice.status.map_or_else(|| kind.as_str().to_owned(), |status| status.to_string());
                // What is told twice is told once: a warning is not the end that it warns of, and who came back may leave again.
                let status = match (leaves, kind.failed()) {
                    (true, _) => notice.at.map_or(status, |at| format!("{} {at}", kind.as_str())),
                    (false, true) => status,
                    (false, false) => format!("{status} {}", kind.as_str()),
                };
                let bounce = Bounce {
                    permanent_address: notice.address_fault,
                    failed: kind.failed(),
                    leaves: leaves.then(|| unsubscribed(&notice, at)),
                    status,
                    reason: notice.reason.clone(),
                    at,
                };
                match outbox.bounced(id, &bounce)? {
                    Bounced::Unknown => Effect::NotOurs,
                    Bounced::Again => Effect::Again,
                    Bounced::Noted { address: known, issue: name } => {
                        issue = Some(name);
                        address = known.or(address);
                        match leaves {
                            true => Effect::Unsubscribed,
                            false if notice.address_fault => Effect::AddressSuppressed,
                            false => Effect::Noted,
                        }
                    }
                }
            }
        },
    };
    Ok(Line { notice, effect, address, issue })
}

/// Somebody leaves by a mail without a token: it counts where it comes from an address that was written to.
fn leave(outbox: &mut Outbox, notice: &Notice, at: Timestamp) -> Result<Effect, DeliveryError> {
    let Some(reader) = notice.address.as_deref().and_then(|address| address.parse::<EmailAddress>().ok()) else {
        return Ok(Effect::NotOurs);
    };
    let known = outbox.export(&reader)?;
    if known.messages.is_empty() {
        return Ok(Effect::NotOurs);
    }
    if known.suppressions.iter().any(|s| s.kind == SuppressionKind::Unsubscribed.as_str()) {
        return Ok(Effect::Again);
    }
    outbox.leave(&reader, &unsubscribed(notice, at))?;
    Ok(Effect::Unsubscribed)
}

fn unsubscribed(notice: &Notice, at: Timestamp) -> Suppression {
    let source = if notice.kind == Kind::Complaint { "complaint" } else { "mail" };
    Suppression { kind: SuppressionKind::Unsubscribed, reason: notice.reason.clone(), source: source.to_owned(), at }
}

/// How many mails of each kind came to what.
type Tally = BTreeMap<(Kind, Effect), u64>;

fn counts(lines: &[Line]) -> Tally {
    let mut counts = Tally::new();
    for line in lines {
        *counts.entry((line.notice.kind, line.effect)).or_default() += 1;
    }
    counts
}

fn words(effect: Effect) -> &'static str {
    match effect {
        Effect::Noted => "noted",
        Effect::AddressSuppressed => "address suppressed",
        Effect::Unsubscribed => "unsubscribed",
        Effect::Again => "known already",
        Effect::NotOurs => "about no mail of this outbox",
        Effect::Forged => "forged: passed over",
        Effect::PassedOver => "passed over",
    }
}

fn in_words(counts: &Tally) -> String {
    let each = counts.iter().map(|((kind, effect), count)| format!("{count} {} {}", kind.as_str(), words(*effect)));
    each.collect::<Vec<_>>().join(", ")
}

fn table(lines: &[Line], counts: &Tally, quiet: bool) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    // A letter is for a person to read.
    let silent = |line: &&Line| {
        line.effect == Effect::Again || (line.effect == Effect::PassedOver && line.notice.kind != Kind::Other)
    };
    for line in lines.iter().filter(|line| !silent(line)) {
        let status = line.notice.status.map(|status| status.to_string()).unwrap_or_default();
        let address = line.address.as_deref().unwrap_or("-");
        let issue = line.issue.as_deref().unwrap_or("-");
        let (kind, effect) = (line.notice.kind.as_str(), words(line.effect));
        writeln!(out, "{kind:<11}  {status:<7}  {address}  {issue}  {effect}  {}", line.notice.reason)?;
    }
    if !quiet {
        let read = if lines.len() == 1 { "1 mail read".to_owned() } else { format!("{} mails read", lines.len()) };
        let counts = in_words(counts);
        writeln!(out, "{read}{}{counts}", if counts.is_empty() { "" } else { ": " })?;
    }
    Ok(())
}

fn print_json(lines: &[Line], counts: &Tally) -> anyhow::Result<()> {
    let mail = |line: &Line| {
        json!({
            "kind": line.notice.kind,
            "effect": line.effect,
            "status": line.notice.status.map(|status| status.to_string()),
            "address": line.address,
            "issue": line.issue,
            "reason": line.notice.reason,
            "at": line.notice.at,
        })
    };
    let count =
        |((kind, effect), count): (&(Kind, Effect), &u64)| json!({ "kind": kind, "effect": effect, "mails": count });
    let value = json!({
        "mails": lines.iter().map(mail).collect::<Vec<_>>(),
        "counts": counts.iter().map(count).collect::<Vec<_>>(),
    });
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &value).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}
