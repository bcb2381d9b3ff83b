//! Who is heard saying what: the reasons of the organisation from its executives, what changes for each from their managers.
//!
//! In: a campaign's [`Telling`]s. Out: for the why and each message those who are heard saying it, and whether they are the
//! ones from whom people want to hear it.

use super::telling::{Channel, Telling, Told};
use crate::model::{Campaign, Identity, Level, Nature, value::Id};

/// The guide from which managers brief their teams, be it built in or the campaign's own.
const BRIEFING: &str = "manager";

/// Something told, and who is heard saying it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Said {
    /// `why` or `message`.
    pub kind: &'static str,
    /// The message's id; empty for the why.
    pub id: String,
    /// What it is about.
    pub nature: Nature,
    /// The level from which people want to hear it; none where it does not matter.
    pub wanted: Option<Level>,
    /// Those who are heard saying it.
    pub by: Vec<Sayer>,
}

/// Somebody who is heard.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Sayer {
    /// Their id; none for all who brief their teams from the guide for managers.
    pub person: Option<String>,
    /// Where they stand.
    pub level: Level,
    /// The pieces in which they are heard.
    pub pieces: Vec<String>,
}

impl Said {
    /// True where the level from which people want to hear it says it.
    pub fn is_heard(&self) -> bool {
        self.wanted.is_none_or(|level| self.by.iter().any(|sayer| sayer.level == level))
    }
}

/// Who says the why and each message.
pub fn said(identity: &Identity, campaign: &Campaign, told: &[Telling<'_>]) -> Vec<Said> {
    let why = identity.story.why.iter().map(|_| (Told::Why, "why", String::new(), Nature::Business));
    let messages = identity.messages.iter().map(|m| (Told::Message(&m.id), "message", m.id.to_string(), m.nature));
    let all = why.chain(messages);
    all.map(|(what, kind, id, nature)| Said {
        kind,
        id,
        nature,
        wanted: nature.level(),
        by: sayers(campaign, told, what),
    })
    .collect()
}

fn sayers(campaign: &Campaign, told: &[Telling<'_>], what: Told<'_>) -> Vec<Sayer> {
    let mut found: Vec<Sayer> = Vec::new();
    let mut hear = |person: Option<&Id>, level: Level, piece: &Id| {
        let person = person.map(ToString::to_string);
        let known = found.iter().position(|sayer| sayer.person == person && sayer.level == level);
        let at = known.unwrap_or_else(|| {
            found.push(Sayer { person, level, pieces: Vec::new() });
            found.len() - 1
        });
        let piece = piece.to_string();
        if !found[at].pieces.contains(&piece) {
            found[at].pieces.push(piece);
        }
    };
    for telling in told.iter().filter(|telling| telling.told == what) {
        if telling.channel == Channel::Guide && telling.piece.as_str() == BRIEFING {
            hear(None, Level::Manager, telling.piece);
        }
        if telling.channel != Channel::Newsletter {
            continue;
        }
        let quoted = told
            .iter()
            .filter(|other| (other.channel, other.piece, other.at) == (telling.channel, telling.piece, telling.at));
        let quoted = quoted.filter_map(|other| if let Told::Voice(person) = other.told { Some(person) } else { None });
        for id in telling.from.into_iter().chain(quoted) {
            if let Some(person) = campaign.people.iter().find(|person| person.id == *id) {
                hear(Some(id), person.level, telling.piece);
            }
        }
    }
    found
}
