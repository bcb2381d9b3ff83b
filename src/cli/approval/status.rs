//! `fanion approval status`, and whether an issue may leave.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{
    issue::{self, Built, Name, Now},
    key,
};
use crate::{
    cli::{Outcome, session::Session},
    delivery::approval::{Folder, Standing, within},
};

/// `fanion approval status`
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    name: Name,
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// How an issue's approval stands.
pub struct State {
    /// SHA-256 of what was asked for.
    pub digest: Option<String>,
    /// Why nobody's signature counts, where that is so.
    pub void: Vec<String>,
    /// Each approver and their signature.
    pub people: Vec<(String, Standing)>,
    /// Whom the request did not reach.
    pub unreached: Vec<String>,
}

impl State {
    /// Whether it may leave.
    pub fn holds(&self) -> bool {
        self.digest.is_some()
            && self.void.is_empty()
            && !self.people.is_empty()
            && self.people.iter().all(|(_, standing)| *standing == Standing::Signed)
    }

    /// Why it may not, a lowercase fact each.
    pub fn reasons(&self) -> Vec<String> {
        let mut out = self.void.clone();
        out.extend(self.people.iter().filter_map(|(person, standing)| match standing {
            Standing::Signed => None,
            Standing::Missing => Some(format!("{person} has not signed")),
            Standing::Void(why) => Some(format!("{person}'s signature is void: {why}")),
        }));
        out
    }
}

/// How the approval of an issue stands now.
pub fn state(built: &Built, now: &Now<'_>) -> anyhow::Result<State> {
    let folder = Folder::new(&built.root, &now.key);
    let approvers = &now.issue.approvers;
    let Some(request) = folder.request()? else {
        let people = approvers.iter().map(|person| (person.clone(), Standing::Missing)).collect();
        return Ok(State {
            digest: None,
            void: vec!["nobody asked for approval".to_owned()],
            people,
            unreached: Vec::new(),
        });
    };
    let mut void = request.issue.differences(&now.issue);
    let tolerance = now.campaign.approval.as_ref().map_or(0.0, |approval| approval.tolerance);
    if !within(request.readers, now.count(), tolerance) {
        void.push(format!(
            "readers: were {} when it was signed, are {}, which is beyond the tolerance of {}",
            request.readers,
            now.count(),
            now.issue.tolerance
        ));
    }
    let key = key(built)?;
    let mut people = Vec::new();
    for person in approvers {
        let signature = folder.signature(person)?;
        let standing = signature.map_or(Standing::Missing, |signature| signature.standing(person, &request, &key));
        people.push((person.clone(), standing));
    }
    Ok(State { digest: Some(request.issue.digest()), void, people, unreached: request.unreached })
}

/// Tells it.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let Some(built) = issue::build(session, &options.name)? else { return Ok(Outcome::Problems) };
    let now = issue::now(&built, &options.name)?;
    let state = state(&built, &now)?;
    let mut out = io::stdout().lock();
    match options.format {
        Format::Json => writeln!(out, "{:#}", as_json(&now, &state))?,
        Format::Text => {
            let verdict = if state.holds() { "approved" } else { "not approved" };
            let attested = if now.issue.verify == "none" { " (attested: `verify: none`)" } else { "" };
            writeln!(out, "{}: {verdict}{attested}, {} readers", now.key, now.count())?;
            for (person, standing) in &state.people {
                let told = match standing {
                    Standing::Signed if state.void.is_empty() => "signed".to_owned(),
                    Standing::Signed => "signed what has changed since".to_owned(),
                    Standing::Missing if state.unreached.contains(person) => {
                        "missing: the request did not reach them".to_owned()
                    }
                    Standing::Missing => "missing".to_owned(),
                    Standing::Void(why) => format!("void: {why}"),
                };
                writeln!(out, "  {person:<16} {told}")?;
            }
            state.void.iter().try_for_each(|why| writeln!(out, "  {why}"))?;
        }
    }
    Ok(if state.holds() { Outcome::Clean } else { Outcome::Problems })
}

fn as_json(now: &Now<'_>, state: &State) -> Value {
    let people = state.people.iter().map(|(person, standing)| {
        let (word, why) = match standing {
            Standing::Signed => ("signed", None),
            Standing::Missing => ("missing", None),
            Standing::Void(why) => ("void", Some(why)),
        };
        json!({ "person": person, "signature": word, "why": why, "reached": !state.unreached.contains(person) })
    });
    json!({
        "issue": now.key.to_string(),
        "approved": state.holds(),
        "digest": state.digest,
        "verify": now.issue.verify,
        "readers": now.count(),
        "void": state.void,
        "people": people.collect::<Vec<_>>(),
    })
}
