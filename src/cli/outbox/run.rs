//! `fanion outbox run`

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use clap::Args;

use super::{messages, project, say};
use crate::{
    cli::{Outcome, session::Session},
    delivery::{
        Clock, Counts, Outbox, State, SystemClock,
        dispatch::{self, Settings},
        retention,
        secret::Key,
        smtp::Relay,
        store::Store,
    },
    model::Project,
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
    let Some((root, project)) = project(session)? else { return Ok(Outcome::Problems) };
    let delivery = project.delivery.clone().context("the project has no delivery.yaml: it says who sends")?;
    let path = root.join(&delivery.outbox);
    if options.dry_run {
        return dry_run(session, &path, &delivery.relay);
    }
    let folder = path.parent().context("the outbox lies in no folder")?;
    let mut settings = Settings::new(&root, &delivery, Key::open(folder)?)?;
    settings.told = (!session.quiet).then_some(note as fn(&str));
    let to = match &settings.relay {
        Relay::Server(server) => format!("{}:{}", server.host, server.port),
        Relay::Folder(folder) => format!("`{}`, a file for each reader", folder.display()),
    };
    let ends = if options.once { "" } else { "; Ctrl-C ends it" };
    say(session, &format!("sending to {to}{ends}"))?;
    let stop = dispatch::signals()?;
    keep_no_longer(session, &path, project)?;
    let clock = Arc::new(SystemClock);
    let before = totals(&path)?;
    let report = dispatch::run(&path, Store::of_project(&root), settings, clock, options.once, stop)?;
    let now = totals(&path)?;
    let more = |state| now.of(state).saturating_sub(before.of(state));
    // What a sender that was killed left is found unknown before this one sends.
    let unknown = more(State::Unknown).max(report.unknown);
    let expired = more(State::Expired);
    let mut out = io::stdout().lock();
    let dispatch::Report { sent, deferred, failed, .. } = report;
    write!(out, "{sent} sent, {deferred} deferred, {failed} failed, {unknown} unknown")?;
    writeln!(out, "{}", if expired > 0 { format!(", {expired} too late: expired") } else { String::new() })?;
    if let Some(hold) = &report.paused {
        let goes_on = match hold.until {
            Some(_) => "it goes on by itself",
            None => "`fanion outbox resume` goes on",
        };
        say(session, &format!("paused: {hold}; {goes_on}"))?;
    }
    // A timer that meets the limit has done what it could: a unit that fails each day tells nobody anything.
    let wrong_pause = report.paused.as_ref().is_some_and(|hold| !hold.is_daily_limit());
    let wrong = failed > 0 || unknown > 0 || expired > 0 || wrong_pause;
    Ok(if wrong { Outcome::Problems } else { Outcome::Clean })
}

/// How many messages of all issues stand where.
fn totals(path: &Path) -> anyhow::Result<Counts> {
    let mut all = Counts::default();
    if path.exists() {
        let status = Outbox::open(path, Arc::new(SystemClock))?.status()?;
        status.issues.iter().for_each(|issue| all.add(&issue.counts));
    }
    Ok(all)
}

/// A line of a service's journal, which knows the time.
fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// How often a daemon looks for what was kept for long enough.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Removes personal data that was kept for long enough, now and once a day.
fn keep_no_longer(session: &Session, path: &Path, project: Project) -> anyhow::Result<()> {
    if !path.exists() || !retention::is_asked_for(&project) {
        return Ok(());
    }
    let purged = retention::purge(&mut Outbox::open(path, Arc::new(SystemClock))?, &project, SystemClock.now(), false)?;
    if purged > 0 {
        say(
            session,
            &format!("removed, as `retention` says: the personal data of {purged} messages and lines of the log"),
        )?;
    }
    let path = path.to_owned();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(DAY);
            // What fails today is tried tomorrow; the log tells what was removed.
            let outbox = Outbox::open(&path, Arc::new(SystemClock));
            let _ = outbox.and_then(|mut outbox| retention::purge(&mut outbox, &project, SystemClock.now(), false));
        }
    });
    Ok(())
}

fn dry_run(session: &Session, path: &Path, relay: &str) -> anyhow::Result<Outcome> {
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
