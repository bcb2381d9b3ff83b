//! `fanion outbox run`

use std::{
    io::{self, Write},
    sync::Arc,
};

use anyhow::Context;
use clap::Args;

use super::{delivery, messages, say};
use crate::{
    cli::{Outcome, session::Session},
    delivery::{
        Outbox, State, SystemClock,
        dispatch::{self, Settings},
        secret::Key,
        smtp::Relay,
        store::Store,
    },
};

/// `fanion outbox run`
#[derive(Debug, Args)]
pub struct Options {
    /// End when nothing more is due, for a timer
    #[arg(long)]
    once: bool,
    /// Say what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
}

/// Sends what is due.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let Some((root, delivery)) = delivery(session)? else { return Ok(Outcome::Problems) };
    let path = root.join(&delivery.outbox);
    if options.dry_run {
        return dry_run(session, &path, &delivery.relay);
    }
    let folder = path.parent().context("the outbox lies in no folder")?;
    let settings = Settings::new(&root, &delivery, Key::open(folder)?)?;
    let to = match &settings.relay {
        Relay::Server(server) => format!("{}:{}", server.host, server.port),
        Relay::Folder(folder) => format!("`{}`, a file for each reader", folder.display()),
    };
    say(session, &format!("sending to {to}; Ctrl-C ends it"))?;
    let stop = dispatch::signals()?;
    let clock = Arc::new(SystemClock);
    let report = dispatch::run(&path, Store::of_project(&root), settings, clock, options.once, stop)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} sent, {} deferred, {} failed, {} unknown",
        report.sent, report.deferred, report.failed, report.unknown
    )?;
    if let Some(hold) = &report.paused {
        say(session, &format!("nothing is sent: {}; `fanion outbox resume` goes on", hold.reason))?;
    }
    let wrong = report.failed > 0 || report.unknown > 0 || report.paused.is_some();
    Ok(if wrong { Outcome::Problems } else { Outcome::Clean })
}

fn dry_run(session: &Session, path: &std::path::Path, relay: &str) -> anyhow::Result<Outcome> {
    if !path.exists() {
        say(session, "nothing was released yet")?;
        return Ok(Outcome::Clean);
    }
    let status = Outbox::open(path, Arc::new(SystemClock))?.status()?;
    let mut out = io::stdout().lock();
    for issue in &status.issues {
        let waiting = issue.counts.of(State::Pending) + issue.counts.of(State::Deferred);
        let due = issue.next_at.is_some_and(|next| next <= status.at);
        let when = match (issue.next_at, due) {
            _ if issue.paused.is_some() || status.paused.is_some() => "paused".to_owned(),
            (_, true) => format!("due now, to {relay}"),
            (Some(next), false) => format!("from {next}"),
            (None, false) => continue,
        };
        writeln!(out, "{}: {} {when}", issue.issue, messages(waiting))?;
    }
    Ok(Outcome::Clean)
}
