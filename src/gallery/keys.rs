//! The nine keys of a successful adoption: what each campaign has, what it lacks, and what to write.

use serde::Serialize;

use super::piece::Known;
use crate::{
    keys::{Finding, Missing, Place, keys_in},
    personalise::Scope,
};

/// A campaign's keys.
#[derive(Debug, Serialize)]
pub(super) struct Keys {
    campaign: String,
    keys: Vec<Told>,
}

#[derive(Debug, Serialize)]
struct Told {
    number: usize,
    title: String,
    has: Vec<String>,
    missing: Vec<Lacks>,
}

/// What is missing, and what to write where.
#[derive(Debug, Serialize)]
struct Lacks {
    what: String,
    place: String,
    yaml: String,
}

/// The keys of the campaigns that are the project's own.
pub(super) fn keys(known: &Known<'_>) -> Vec<Keys> {
    let own = known.project.campaigns.iter().filter(|campaign| !campaign.built_in);
    own.map(|campaign| {
        let scope = Scope { project: known.project, campaign, language: known.language, site: None };
        let found = keys_in(known.project, campaign, known.language);
        Keys { campaign: scope.plain(&campaign.title), keys: found.into_iter().map(told).collect() }
    })
    .collect()
}

fn told(finding: Finding) -> Told {
    let missing = finding.missing.into_iter().map(lacks).collect();
    Told { number: finding.key.number(), title: finding.title, has: finding.has, missing }
}

fn lacks(missing: Missing) -> Lacks {
    let place = match missing.add.place {
        Place::Below(line) | Place::Instead(line) => format!("{}:{line}", missing.add.file),
        Place::End | Place::New => missing.add.file,
    };
    Lacks { what: missing.what, place, yaml: missing.add.yaml }
}
