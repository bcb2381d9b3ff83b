//! `fanion outbox status` and `fanion outbox log`

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::Found;
use crate::{
    cli::{Outcome, session::Session},
    delivery::{
        Clock, LogEntry, State, SystemClock,
        outbox::{ANSWERS, Answer, IssueStatus, Message, Status as Standing, Wanted},
    },
    model::value::EmailAddress,
};

/// `fanion outbox status`
#[derive(Debug, Args)]
pub struct Status {
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// `fanion outbox log`
#[derive(Debug, Args)]
pub struct Log {
    /// How many of the last lines
    #[arg(long, value_name = "LINES", default_value_t = 50)]
    last: u32,
    /// How the log is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// `fanion outbox messages`
#[derive(Debug, Args)]
pub struct Messages {
    /// Of which issue; of all unless stated
    issue: Option<String>,
    /// Only what stands there, as unknown,failed; all unless stated
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<State>,
    /// Only mail to this address
    #[arg(long, value_name = "EMAIL")]
    to: Option<EmailAddress>,
    /// How the list is written; `csv` opens in a spreadsheet
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ListFormat,
}

/// What is told before the first release.
const NOTHING: &str = "Nothing was released yet.";

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people
    Table,
    /// For spreadsheets
    Csv,
    /// For programs: an object in each line
    Json,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

/// Shows where everything stands.
pub fn status(session: &Session, options: &Status) -> anyhow::Result<Outcome> {
    let status = match super::find(session)? {
        Some(Found::Outbox(mut outbox)) => outbox.status()?,
        Some(Found::NotYet(_)) => Standing::empty(SystemClock.now()),
        None => return Ok(Outcome::Problems),
    };
    let mut out = io::stdout().lock();
    match options.format {
        Format::Json => json(&status, &mut out)?,
        Format::Table => table(&status, &mut out)?,
    }
    Ok(Outcome::Clean)
}

/// Shows who did what when.
pub fn log(session: &Session, options: &Log) -> anyhow::Result<Outcome> {
    let entries = match super::find(session)? {
        Some(Found::Outbox(mut outbox)) => outbox.log_entries(options.last)?,
        Some(Found::NotYet(_)) => {
            super::say(session, NOTHING)?;
            Vec::new()
        }
        None => return Ok(Outcome::Problems),
    };
    let mut out = io::stdout().lock();
    match options.format {
        Format::Json => json(&entries, &mut out)?,
        Format::Table => {
            for LogEntry { at, who, what, issue, detail } in &entries {
                let issue = issue.as_deref().map(|issue| format!(" {issue}")).unwrap_or_default();
                let detail = if detail.is_empty() { String::new() } else { format!(": {detail}") };
                writeln!(out, "{}  {who} {what}{issue}{detail}", at.strftime("%Y-%m-%d %H:%M:%SZ"))?;
            }
        }
    }
    Ok(Outcome::Clean)
}

/// Lists messages.
pub fn messages(session: &Session, options: &Messages) -> anyhow::Result<Outcome> {
    let mut outbox = match super::find(session)? {
        Some(Found::Outbox(outbox)) => outbox,
        Some(Found::NotYet(path)) if options.issue.is_some() => return Err(super::not_yet(&path)),
        Some(Found::NotYet(_)) => {
            super::say(session, NOTHING)?;
            return Ok(Outcome::Clean);
        }
        None => return Ok(Outcome::Problems),
    };
    let issue = options.issue.as_deref().map(|issue| super::named(&mut outbox, issue)).transpose()?;
    let wanted = Wanted { issue, states: options.state.clone(), address: options.to.clone() };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let listed = match options.format {
        ListFormat::Json => outbox.messages(&wanted, |message| {
            serde_json::to_writer(&mut out, &message)?;
            writeln!(out)
        }),
        ListFormat::Csv => {
            let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(&mut out);
            csv.write_record(["issue", "state", "address", "message_id", "dated", "next_at", "answer"])?;
            let listed = outbox.messages(&wanted, |message| csv.serialize(message).map_err(io::Error::other));
            csv.flush()?;
            listed
        }
        ListFormat::Table => outbox.messages(&wanted, |message| {
            let Message { issue, state, address, message_id, dated, next_at, answer } = &message;
            let address = address.as_deref().unwrap_or("-");
            let at = dated.or(*next_at).map_or("-".into(), |at| at.strftime("%Y-%m-%d %H:%M:%SZ").to_string());
            let answer = answer.as_deref().map(|answer| format!("  {answer}")).unwrap_or_default();
            writeln!(out, "{issue}  {state}  {address}  <{message_id}>  {at}{answer}")
        }),
    };
    listed.map_err(|error| super::known(error, &mut outbox))??;
    out.flush()?;
    Ok(Outcome::Clean)
}

fn json(value: &impl serde::Serialize, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}

fn table(status: &Standing, out: &mut dyn Write) -> io::Result<()> {
    if let Some(hold) = &status.paused {
        writeln!(out, "Paused by {}: {hold}", hold.who)?;
    }
    status.issues.iter().try_for_each(|issue| one(issue, out))?;
    if status.issues.is_empty() {
        writeln!(out, "{NOTHING}")?;
    }
    if status.per_minute > 0.0 {
        write!(out, "{:.0} a minute", status.per_minute)?;
        match status.estimated_end {
            Some(end) => writeln!(out, ", over at about {}", end.strftime("%Y-%m-%d %H:%MZ"))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

fn one(issue: &IssueStatus, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} ({} readers)", issue.issue, issue.counts.total())?;
    if let Some(why) = &issue.paused {
        writeln!(out, "  paused: {why}")?;
    }
    for state in State::ALL {
        let many = issue.counts.of(state);
        if many > 0 {
            writeln!(out, "  {many:>9}  {state}{}", what_to_do(state))?;
        }
    }
    for Answer { state, answer, messages } in &issue.answers {
        writeln!(out, "  {messages:>9} × {state}: {answer}")?;
    }
    if issue.answers.len() == ANSWERS {
        writeln!(out, "             there may be more: `fanion outbox messages {}` lists each", issue.issue)?;
    }
    if let Some(next) = issue.next_at.filter(|_| issue.counts.open() > 0) {
        writeln!(out, "  next at {}", next.strftime("%Y-%m-%d %H:%M:%SZ"))?;
    }
    Ok(())
}

/// What a state asks of people.
fn what_to_do(state: State) -> &'static str {
    match state {
        State::Unknown => {
            ": the answer never came; `fanion outbox messages --state unknown` lists them, `fanion outbox resolve` says what \
             became of them"
        }
        State::Failed => ": refused; `fanion outbox retry` tries again",
        State::Expired => ": their time has passed; `fanion outbox retry` sends them nevertheless",
        State::Assumed => ": unknown, taken as sent",
        _ => "",
    }
}
