//! `fanion outbox pause`, `resume`, `cancel`, `retry`, `resolve`

use anyhow::bail;
use clap::{ArgGroup, Args};

use super::{known, messages, named, open, say, who};
use crate::{
    cli::{Outcome, session::Session},
    delivery::{IssueKey, State, dispatch, outbox},
    model::value::EmailAddress,
};

/// Who changes something, and whether to.
#[derive(Debug, Args)]
struct Change {
    /// Who does it, for the log; otherwise the system's user
    #[arg(long = "as", value_name = "PERSON")]
    who: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// `fanion outbox pause`
#[derive(Debug, Args)]
pub struct Pause {
    /// Which issue, as `launch/01-why`; everything unless stated
    issue: Option<String>,
    /// Why, for the log
    #[arg(long, value_name = "TEXT", default_value = "by hand")]
    reason: String,
    #[command(flatten)]
    change: Change,
}

/// `fanion outbox resume`
#[derive(Debug, Args)]
pub struct Resume {
    /// Which issue; everything unless stated
    issue: Option<String>,
    #[command(flatten)]
    change: Change,
}

/// `fanion outbox cancel`
#[derive(Debug, Args)]
pub struct Cancel {
    /// Which issue
    issue: String,
    #[command(flatten)]
    change: Change,
}

/// `fanion outbox retry`
#[derive(Debug, Args)]
pub struct Retry {
    /// Which issue
    issue: String,
    /// What to queue again: failed, expired, deferred, cancelled or suppressed; what was cancelled before its moment keeps it
    #[arg(long, value_name = "STATE", default_values = ["failed", "expired"], value_delimiter = ',')]
    state: Vec<State>,
    /// Only mail to this address
    #[arg(long, value_name = "EMAIL")]
    to: Option<EmailAddress>,
    /// For how many hours from now it may still leave
    #[arg(long, value_name = "HOURS", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..))]
    within: u16,
    #[command(flatten)]
    change: Change,
}

/// `fanion outbox resolve`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("how").required(true).args(["sent", "resend", "failed", "restored"])))]
pub struct Resolve {
    /// Which issue; every one unless stated
    issue: Option<String>,
    /// They arrived: the relay's own log says so
    #[arg(long)]
    sent: bool,
    /// They did not: send them again, with the same Message-ID and Date
    #[arg(long)]
    resend: bool,
    /// Give them up
    #[arg(long)]
    failed: bool,
    /// Only mail to this address
    #[arg(long, value_name = "EMAIL", conflicts_with = "restored")]
    to: Option<EmailAddress>,
    /// The outbox was restored from a copy: take over what its ledger knows
    #[arg(long, conflicts_with = "issue")]
    restored: bool,
    #[command(flatten)]
    change: Change,
}

/// Stops sending.
pub fn pause(session: &Session, options: &Pause) -> anyhow::Result<Outcome> {
    let Some(mut outbox) = open(session)? else { return Ok(Outcome::Problems) };
    let issue = options.issue.as_deref().map(|issue| named(&mut outbox, issue)).transpose()?;
    if !options.change.dry_run {
        let who = who(options.change.who.as_ref());
        outbox.pause(issue.as_ref(), &who, &options.reason).map_err(|error| known(error, &mut outbox))?;
    }
    told(session, options.change.dry_run, "paused", &name(issue.as_ref()))
}

/// Goes on.
pub fn resume(session: &Session, options: &Resume) -> anyhow::Result<Outcome> {
    let Some(mut outbox) = open(session)? else { return Ok(Outcome::Problems) };
    let issue = options.issue.as_deref().map(|issue| named(&mut outbox, issue)).transpose()?;
    if !options.change.dry_run {
        let who = who(options.change.who.as_ref());
        outbox.resume(issue.as_ref(), &who).map_err(|error| known(error, &mut outbox))?;
    }
    told(session, options.change.dry_run, "resumed", &name(issue.as_ref()))?;
    if issue.is_some()
        && let Some(hold) = outbox.status()?.paused
    {
        say(session, &format!("everything is paused still: {hold}; `fanion outbox resume` goes on"))?;
    }
    Ok(Outcome::Clean)
}

/// Sends nothing more of an issue.
pub fn cancel(session: &Session, options: &Cancel) -> anyhow::Result<Outcome> {
    let Some(mut outbox) = open(session)? else { return Ok(Outcome::Problems) };
    let issue = named(&mut outbox, &options.issue)?;
    let Change { who: by, dry_run } = &options.change;
    let many = outbox.cancel(&issue, &who(by.as_ref()), *dry_run).map_err(|error| known(error, &mut outbox))?;
    told(session, *dry_run, "cancelled", &messages(many))
}

/// Queues again.
pub fn retry(session: &Session, options: &Retry) -> anyhow::Result<Outcome> {
    let may = [State::Failed, State::Expired, State::Deferred, State::Cancelled, State::Suppressed];
    if let Some(state) = options.state.iter().find(|state| !may.contains(state)) {
        bail!("what is `{state}` is not tried again: take failed, expired, deferred, cancelled or suppressed");
    }
    let Some(mut outbox) = open(session)? else { return Ok(Outcome::Problems) };
    let retry = outbox::Retry {
        issue: named(&mut outbox, &options.issue)?,
        states: options.state.clone(),
        address: options.to.clone(),
        within: i64::from(options.within) * 3_600_000,
    };
    let Change { who: by, dry_run } = &options.change;
    let found = outbox.retry(&retry, &who(by.as_ref()), *dry_run).map_err(|error| known(error, &mut outbox))?;
    let from = found.first.map(|first| format!(", from {} on", first.strftime("%Y-%m-%d %H:%MZ")));
    told(session, *dry_run, "queued again", &format!("{}{}", messages(found.many), from.unwrap_or_default()))?;
    if found.many == 0 {
        say(session, "what is suppressed stays so: `fanion suppress list` says whom nothing is sent to, and why")?;
    }
    if found.many > 0 && options.state.contains(&State::Cancelled) {
        say(session, "they say what they said when they were released; another text is released by `fanion send`")?;
    }
    Ok(Outcome::Clean)
}

/// Says what became of messages.
pub fn resolve(session: &Session, options: &Resolve) -> anyhow::Result<Outcome> {
    let Some(mut outbox) = open(session)? else { return Ok(Outcome::Problems) };
    let issue = options.issue.as_deref().map(|issue| named(&mut outbox, issue)).transpose()?;
    let Change { who: by, dry_run } = &options.change;
    let who = who(by.as_ref());
    if options.restored {
        if *dry_run {
            return told(session, true, "compared", "the ledger and the outbox");
        }
        // No sender may be at work meanwhile.
        let _lock = dispatch::Lock::take(outbox.path())?;
        let many = outbox.reconcile(&who)?;
        return told(session, false, "taken over from the ledger", &messages(many));
    }
    let how = match options {
        Resolve { sent: true, .. } => outbox::Resolution::Sent,
        Resolve { resend: true, .. } => outbox::Resolution::Resend,
        _ => outbox::Resolution::Failed,
    };
    let many = outbox
        .resolve(issue.as_ref(), options.to.as_ref(), how, &who, *dry_run)
        .map_err(|error| known(error, &mut outbox))?;
    told(session, *dry_run, "resolved", &messages(many))
}

fn name(issue: Option<&IssueKey>) -> String {
    issue.map_or_else(|| "everything".to_owned(), ToString::to_string)
}

fn told(session: &Session, dry: bool, done: &str, what: &str) -> anyhow::Result<Outcome> {
    say(session, &if dry { format!("would be {done}: {what}") } else { format!("{done}: {what}") })?;
    Ok(Outcome::Clean)
}
