//! `fanion outbox`: what waits, what left, and the sender.

mod change;
mod run;
mod show;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, anyhow, bail};
use clap::{Args, Subcommand};

use super::{Outcome, report, session::Session};
use crate::{
    delivery::{DeliveryError, IssueKey, Outbox, SystemClock, outbox::Ledger},
    model::{Delivery, Project},
};

/// `fanion outbox`
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Send what is due, and go on as more becomes due
    Run(run::Options),
    /// Show each issue: what was sent, what waits, what failed, when it will be over
    Status(show::Status),
    /// List messages one by one: to whom, Message-ID, what the relay said
    Messages(show::Messages),
    /// Stop sending, everything or one issue, until it is resumed
    Pause(change::Pause),
    /// Go on sending
    Resume(change::Resume),
    /// Send nothing more of an issue
    Cancel(change::Cancel),
    /// Queue again what failed, was too late or was cancelled
    Retry(change::Retry),
    /// Say what became of messages whose fate is unknown, or take over what the ledger of a restored outbox knows
    Resolve(change::Resolve),
    /// Show who did what when
    Log(show::Log),
}

/// Works with the outbox.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    match &options.verb {
        Verb::Run(options) => run::run(session, options),
        Verb::Status(options) => show::status(session, options),
        Verb::Messages(options) => show::messages(session, options),
        Verb::Pause(options) => change::pause(session, options),
        Verb::Resume(options) => change::resume(session, options),
        Verb::Cancel(options) => change::cancel(session, options),
        Verb::Retry(options) => change::retry(session, options),
        Verb::Resolve(options) => change::resolve(session, options),
        Verb::Log(options) => show::log(session, options),
    }
}

/// The project's folder and what it says of delivery, or `None` after its problems were told.
pub(super) fn delivery(session: &Session) -> anyhow::Result<Option<(PathBuf, Delivery)>> {
    let Some((root, project)) = project(session)? else { return Ok(None) };
    match project.delivery {
        Some(delivery) => Ok(Some((root, delivery))),
        None => bail!("the project has no delivery.yaml: it says who sends, and through which relay"),
    }
}

/// The project's folder and the project, or `None` after its problems were told.
fn project(session: &Session) -> anyhow::Result<Option<(PathBuf, Project)>> {
    let (root, loaded) = session.load()?;
    let errors = loaded.diagnostics.has_errors();
    let Some(project) = loaded.project.filter(|_| !errors) else {
        report::write(&loaded.diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
        return Ok(None);
    };
    Ok(Some((root, project)))
}

/// What a project has of an outbox.
enum Found {
    /// There is one.
    Outbox(Box<Outbox>),
    /// There is none yet at this place: nothing was released.
    NotYet(PathBuf),
}

/// The outbox of a project, or `None` after the project's problems were told.
fn find(session: &Session) -> anyhow::Result<Option<Found>> {
    let Some((root, delivery)) = delivery(session)? else { return Ok(None) };
    let path = root.join(&delivery.outbox);
    // A ledger without its database is an outbox that was lost, not one that never was.
    if !path.exists() && !Ledger::path_of(&path).exists() {
        return Ok(Some(Found::NotYet(path)));
    }
    let outbox = Outbox::open(&path, Arc::new(SystemClock));
    outbox
        .map(|outbox| Some(Found::Outbox(Box::new(outbox))))
        .with_context(|| format!("cannot open `{}`", path.display()))
}

/// The outbox of a project, which must be there.
pub(super) fn open(session: &Session) -> anyhow::Result<Option<Outbox>> {
    match find(session)? {
        Some(Found::Outbox(outbox)) => Ok(Some(*outbox)),
        Some(Found::NotYet(path)) => Err(not_yet(&path)),
        None => Ok(None),
    }
}

/// Why something cannot be done before the first release.
fn not_yet(path: &Path) -> anyhow::Error {
    anyhow!("nothing was released yet: there is no `{}`", path.display())
}

/// Who is at work: `--as`, else the system's user.
pub(super) fn who(named: Option<&String>) -> String {
    let variables = ["USER", "LOGNAME", "USERNAME"];
    let user = || variables.iter().find_map(|name| std::env::var(name).ok()).filter(|user| !user.is_empty());
    named.cloned().or_else(user).unwrap_or_else(|| "somebody".to_owned())
}

/// The issue that a name means: `launch/01-why`, or `01-why` where one campaign alone has released it.
fn named(outbox: &mut Outbox, text: &str) -> anyhow::Result<IssueKey> {
    if text.contains('/') {
        return Ok(text.parse()?);
    }
    let issues = outbox.status()?.issues.into_iter().map(|issue| issue.issue);
    let same: Vec<String> = issues.filter(|name| name.rsplit('/').next() == Some(text)).collect();
    match same.as_slice() {
        [one] => Ok(one.parse()?),
        [] => Err(known(DeliveryError::UnknownIssue(text.to_owned()), outbox)),
        several => bail!("`{text}` is the name of several: write {}", several.join(" or ")),
    }
}

/// An issue's name, with those that there are where it is unknown.
fn known(error: DeliveryError, outbox: &mut Outbox) -> anyhow::Error {
    let DeliveryError::UnknownIssue(name) = &error else { return error.into() };
    let names: Vec<String> =
        outbox.status().map(|status| status.issues.into_iter().map(|issue| issue.issue).collect()).unwrap_or_default();
    match crate::diagnostic::nearest::help(name, names.iter().map(String::as_str)) {
        Some(help) => anyhow!("{error}; {help}"),
        None => error.into(),
    }
}

fn say(session: &Session, text: &str) -> io::Result<()> {
    match session.quiet {
        true => Ok(()),
        false => writeln!(io::stderr(), "{text}"),
    }
}

/// `1 message`, `3 messages`
fn messages(many: u64) -> String {
    if many == 1 { "1 message".into() } else { format!("{many} messages") }
}
