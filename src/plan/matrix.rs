//! The message matrix: what is told to whom, through which channel, when, how often, and by whom.
//!
//! In: a campaign's [`Telling`]s. Out: rows to read, to export and to draw; counts to judge.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};

use super::{
    telling::{Channel, Telling, Told, appearances, tellings},
    voices::{Said, said},
};
use crate::model::{Audience, Campaign, Level, Project, value::Id};

/// How often a key message is told over a campaign for it to stay: not fewer, not more.
pub const REPETITIONS: std::ops::RangeInclusive<usize> = 5..=7;

/// Through at least so many channels.
pub const CHANNELS: usize = 2;

/// A campaign's messages as a table.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Matrix {
    /// The campaign's id.
    pub campaign: String,
    /// One for each time that a message, a chapter or an answer is told.
    pub rows: Vec<Row>,
    /// How often each message and chapter is told.
    pub counts: Vec<Count>,
    /// Who speaks, by level.
    pub voices: Vec<Voice>,
    /// Who says the why and each message, and who should.
    pub said: Vec<Said>,
    /// How many newsletters reach each audience in each week.
    pub contacts: Vec<Contacts>,
}

/// One telling.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Row {
    /// When, in the campaign's zone.
    pub at: Option<DateTime>,
    /// How.
    pub channel: Channel,
    /// In which piece.
    pub piece: String,
    /// `why`, `chapter`, `message`, `objection`, `training`, `voice` or `feedback`.
    pub kind: &'static str,
    /// Which of them; empty for the why and for feedback.
    pub id: String,
    /// To whom; empty for everyone.
    pub audiences: Vec<String>,
    /// At which sites; empty for all.
    pub sites: Vec<String>,
    /// Who sends the piece.
    pub from: Option<String>,
}

/// How often something is told.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    /// `message` or `chapter`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// In so many newsletters and on so many posters; a guide is read when it is needed, and counts as a channel only.
    pub times: usize,
    /// Through these channels.
    pub channels: BTreeSet<Channel>,
}

/// A level of the organisation and the pieces in which it speaks: as their sender or with words of its own.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Voice {
    /// The level.
    pub level: Level,
    /// Pieces that people of this level send.
    pub sends: Vec<String>,
    /// Pieces that quote people of this level.
    pub is_quoted_in: Vec<String>,
}

/// How many newsletters an audience receives in each week.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Contacts {
    /// The audience's id.
    pub audience: String,
    /// By the week's Monday.
    pub weeks: BTreeMap<Date, usize>,
}

impl Matrix {
    /// The Mondays of all weeks in which somebody receives something, in order.
    pub fn weeks(&self) -> BTreeSet<Date> {
        self.contacts.iter().flat_map(|contacts| contacts.weeks.keys().copied()).collect()
    }
}

impl Count {
    /// `seldom` or `often` where a key message is told fewer or more times than makes it stay, `one channel` where it is told
    /// through fewer channels than [`CHANNELS`].
    pub fn judged(&self) -> Option<&'static str> {
        match self.kind {
            "message" if self.times < *REPETITIONS.start() => Some("seldom"),
            "message" if self.times > *REPETITIONS.end() => Some("often"),
            "message" if self.channels.len() < CHANNELS => Some("one channel"),
            _ => None,
        }
    }
}

/// The matrix of a campaign.
pub fn matrix(project: &Project, campaign: &Campaign) -> Matrix {
    let told = tellings(&project.identity, campaign);
    let mut rows: Vec<Row> = told.iter().map(row).collect();
    // What has no date comes last.
    rows.sort_by(|a, b| (a.at.is_none(), a.at, &a.piece).cmp(&(b.at.is_none(), b.at, &b.piece)));
    let messages = project.identity.messages.iter().map(|m| (Told::Message(&m.id), "message", &m.id));
    let chapters = project.identity.story.chapters.iter().map(|c| (Told::Chapter(&c.id), "chapter", &c.id));
    let counts = messages.chain(chapters).map(|(what, kind, id)| count(&told, what, kind, id)).collect();
    let levels = [Level::Executive, Level::Manager, Level::Ambassador, Level::Team];
    Matrix {
        campaign: campaign.id.to_string(),
        rows,
        counts,
        voices: levels.into_iter().map(|level| voice(campaign, &told, level)).collect(),
        said: said(&project.identity, campaign, &told),
        contacts: campaign.audiences.iter().map(|audience| contacts(campaign, audience)).collect(),
    }
}

fn row(telling: &Telling<'_>) -> Row {
    let (kind, id) = match telling.told {
        Told::Why => ("why", None),
        Told::Chapter(id) => ("chapter", Some(id)),
        Told::Message(id) => ("message", Some(id)),
        Told::Objection(id) => ("objection", Some(id)),
        Told::Training(id) => ("training", Some(id)),
        Told::Voice(id) => ("voice", Some(id)),
        Told::Feedback => ("feedback", None),
    };
    Row {
        at: telling.at,
        channel: telling.channel,
        piece: telling.piece.to_string(),
        kind,
        id: id.map(ToString::to_string).unwrap_or_default(),
        audiences: telling.audiences.iter().map(ToString::to_string).collect(),
        sites: telling.sites.iter().map(ToString::to_string).collect(),
        from: telling.from.map(ToString::to_string),
    }
}

fn count(told: &[Telling<'_>], what: Told<'_>, kind: &'static str, id: &Id) -> Count {
    let of: Vec<&Telling<'_>> = told.iter().filter(|telling| telling.told == what).collect();
    // A piece that says it in two blocks says it once.
    let times: BTreeSet<_> = of
        .iter()
        .filter(|telling| telling.channel != Channel::Guide)
        .map(|telling| (telling.channel, telling.piece, telling.at))
        .collect();
    let channels = of.iter().map(|telling| telling.channel).collect();
    Count { kind, id: id.to_string(), times: times.len(), channels }
}

fn voice(campaign: &Campaign, told: &[Telling<'_>], level: Level) -> Voice {
    let is = |id: &Id| campaign.people.iter().any(|person| person.id == *id && person.level == level);
    let pieces = |found: &mut dyn Iterator<Item = &Id>| {
        let mut names: Vec<String> = Vec::new();
        found.map(ToString::to_string).for_each(|name| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
        names
    };
    let sent = campaign.newsletters.iter().filter(|n| n.from.as_ref().is_some_and(is)).map(|n| &n.id);
    let quoted = told.iter().filter(|t| matches!(t.told, Told::Voice(id) if is(id))).map(|t| t.piece);
    Voice { level, sends: pieces(&mut { sent }), is_quoted_in: pieces(&mut { quoted }) }
}

fn contacts(campaign: &Campaign, audience: &Audience) -> Contacts {
    let mut weeks = BTreeMap::new();
    for newsletter in campaign.newsletters.iter().filter(|newsletter| campaign.reaches(newsletter, audience)) {
        for at in appearances(campaign, newsletter).into_iter().flatten() {
            *weeks.entry(monday(at.date())).or_default() += 1;
        }
    }
    Contacts { audience: audience.id.to_string(), weeks }
}

/// The Monday of a day's week.
fn monday(day: Date) -> Date {
    let since = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(since)).unwrap_or(day)
}
