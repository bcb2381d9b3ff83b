//! What is told to whom, through which channel, when, how often and by whom: the message matrix as tables.

use serde::Serialize;

use super::piece::Known;
use crate::{
    model::{
        Campaign, Level, Nature,
        value::{DateStyle, Id, Localised, Prose},
    },
    personalise::{Scope, format_date, format_time},
    plan::{CHANNELS, Channel, Contacts, Count, Matrix, REPETITIONS, Row, Said, matrix},
};

/// A campaign's matrix.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    /// What tells its tables from another campaign's.
    key: String,
    campaign: String,
    /// What is right for how often: 5 to 7 times, through 2 channels.
    rule: String,
    counts: Vec<Often>,
    voices: Vec<Heard>,
    weeks: Vec<Week>,
    contacts: Vec<Reached>,
    rows: Vec<Line>,
}

/// How often a message or a chapter is told.
#[derive(Debug, Serialize)]
struct Often {
    kind: String,
    title: String,
    times: usize,
    channels: String,
    /// `good`, `bad`, or nothing where it is not judged.
    class: &'static str,
    judged: String,
}

/// Who says what.
#[derive(Debug, Serialize)]
struct Heard {
    title: String,
    wanted: String,
    by: Vec<String>,
    class: &'static str,
    judged: String,
}

/// A week, by its Monday.
#[derive(Debug, Serialize)]
struct Week {
    iso: String,
    title: String,
}

/// How often an audience is written to, week by week.
#[derive(Debug, Serialize)]
struct Reached {
    audience: String,
    cells: Vec<usize>,
    total: usize,
}

/// One telling.
#[derive(Debug, Serialize)]
struct Line {
    iso: String,
    date: String,
    channel: String,
    piece: String,
    kind: String,
    title: String,
    whom: String,
    from: String,
}

/// The matrices of the campaigns that are the project's own.
pub(super) fn matrices(known: &Known<'_>) -> Vec<Told> {
    let own = known.project.campaigns.iter().filter(|campaign| !campaign.built_in);
    own.map(|campaign| Teller { known, campaign }.tell(&matrix(known.project, campaign))).collect()
}

struct Teller<'a> {
    known: &'a Known<'a>,
    campaign: &'a Campaign,
}

impl Teller<'_> {
    fn tell(&self, matrix: &Matrix) -> Told {
        let known = self.known;
        let (least, most, channels) =
            (REPETITIONS.start().to_string(), REPETITIONS.end().to_string(), CHANNELS.to_string());
        let rule = [("least", least.as_str()), ("most", &most), ("channels", &channels)];
        let weeks: Vec<jiff::civil::Date> = matrix.weeks().into_iter().collect();
        Told {
            key: self.campaign.id.to_string(),
            campaign: self.plain(&self.campaign.title),
            rule: known.fill("gallery_matrix_rule", &rule),
            counts: matrix.counts.iter().map(|count| self.often(count)).collect(),
            voices: matrix.said.iter().map(|said| self.heard(said)).collect(),
            contacts: matrix.contacts.iter().map(|contacts| self.reached(contacts, &weeks)).collect(),
            weeks: weeks
                .iter()
                .map(|week| Week { iso: week.to_string(), title: format_date(*week, known.language, DateStyle::Short) })
                .collect(),
            rows: matrix.rows.iter().map(|row| self.line(row)).collect(),
        }
    }

    fn often(&self, count: &Count) -> Often {
        let channels: Vec<String> = count.channels.iter().map(|channel| self.channel(*channel)).collect();
        let judged = match (count.kind, count.judged()) {
            ("message", None) => ("good", "gallery_matrix_right"),
            (_, Some("seldom")) => ("bad", "gallery_matrix_seldom"),
            (_, Some("often")) => ("bad", "gallery_matrix_often"),
            (_, Some(_)) => ("bad", "gallery_matrix_one_channel"),
            _ => ("", ""),
        };
        Often {
            kind: self.kind(count.kind),
            title: self.title(count.kind, &count.id),
            times: count.times,
            channels: self.listed(&channels),
            class: judged.0,
            judged: if judged.1.is_empty() { String::new() } else { self.known.word(judged.1) },
        }
    }

    fn heard(&self, said: &Said) -> Heard {
        let wanted = match said.nature {
            Nature::Any => "gallery_matrix_anybody",
            Nature::Business => "level_executive",
            Nature::Personal => "level_manager",
        };
        let by = said.by.iter().map(|sayer| {
            let level = self.known.word(level(sayer.level));
            let pieces: Vec<String> = sayer.pieces.iter().map(|piece| self.piece(piece)).collect();
            let who = match &sayer.person {
                Some(person) => format!("{} ({level})", self.person(person)),
                None => level,
            };
            self.known.fill("keys_list", &[("what", &who), ("list", &self.listed(&pieces))])
        });
        let (class, judged) = match said.is_heard() {
            true => ("good", "gallery_matrix_heard"),
            false => ("bad", "gallery_matrix_unheard"),
        };
        Heard {
            title: self.title(said.kind, &said.id),
            wanted: self.known.word(wanted),
            by: by.collect(),
            class,
            judged: self.known.word(judged),
        }
    }

    fn reached(&self, contacts: &Contacts, weeks: &[jiff::civil::Date]) -> Reached {
        let cells: Vec<usize> =
            weeks.iter().map(|week| contacts.weeks.get(week).copied().unwrap_or_default()).collect();
        Reached { audience: self.audience(&contacts.audience), total: cells.iter().sum(), cells }
    }

    fn line(&self, row: &Row) -> Line {
        let language = self.known.language;
        let whom: Vec<String> =
            row.audiences.iter().map(|id| self.audience(id)).chain(row.sites.iter().map(|id| self.site(id))).collect();
        let date = row.at.map(|at| match row.channel {
            Channel::Newsletter => {
                format!("{}, {}", format_date(at.date(), language, DateStyle::Medium), format_time(at.time(), language))
            }
            _ => format_date(at.date(), language, DateStyle::Medium),
        });
        Line {
            iso: row.at.map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default(),
            date: date.unwrap_or_else(|| self.known.word("guide_no_date")),
            channel: self.channel(row.channel),
            piece: self.piece(&row.piece),
            kind: self.kind(row.kind),
            title: self.title(row.kind, &row.id),
            whom: if whom.is_empty() { self.known.word("guide_everyone") } else { self.listed(&whom) },
            from: row.from.as_deref().map(|id| self.person(id)).unwrap_or_default(),
        }
    }

    fn plain(&self, text: &Localised<Prose>) -> String {
        let (project, language) = (self.known.project, self.known.language);
        Scope { project, campaign: self.campaign, language, site: None }.plain(text)
    }

    fn listed(&self, items: &[String]) -> String {
        items.join(&self.known.word("keys_comma"))
    }

    fn channel(&self, channel: Channel) -> String {
        self.known.word(match channel {
            Channel::Newsletter => "guide_newsletter",
            Channel::Poster => "guide_poster",
            Channel::Guide => "gallery_matrix_guide",
        })
    }

    fn kind(&self, kind: &str) -> String {
        self.known.word(&format!("gallery_matrix_kind_{kind}"))
    }

    /// What is told, by its title; the kind's name where it has none.
    fn title(&self, kind: &str, id: &str) -> String {
        let (identity, campaign) = (&self.known.project.identity, self.campaign);
        let is = |other: &Id| other.as_str() == id;
        let text = match kind {
            "chapter" => identity.story.chapters.iter().find(|chapter| is(&chapter.id)).map(|chapter| &chapter.title),
            "message" => identity.messages.iter().find(|message| is(&message.id)).map(|message| &message.title),
            "objection" => {
                campaign.objections.iter().find(|objection| is(&objection.id)).map(|objection| &objection.says)
            }
            "training" => campaign.training.iter().find(|training| is(&training.id)).map(|training| &training.title),
            "voice" => return self.person(id),
            "why" => identity.story.why.as_ref(),
            _ => None,
        };
        text.map_or_else(|| self.kind(kind), |text| self.plain(text))
    }

    fn person(&self, id: &str) -> String {
        let person = self.campaign.people.iter().find(|person| person.id.as_str() == id);
        person.map_or_else(|| id.to_owned(), |person| person.name.get(self.known.language).clone())
    }

    fn audience(&self, id: &str) -> String {
        let audience = self.campaign.audiences.iter().find(|audience| audience.id.as_str() == id);
        audience.map_or_else(|| id.to_owned(), |audience| self.plain(&audience.title))
    }

    fn site(&self, id: &str) -> String {
        let site = self.campaign.sites.iter().find(|site| site.id.as_str() == id);
        site.map_or_else(|| id.to_owned(), |site| site.name.get(self.known.language).clone())
    }

    /// A piece by its title: a letter's subject, a poster's headline, a guide's title.
    fn piece(&self, id: &str) -> String {
        let (campaign, is) = (self.campaign, |other: &Id| other.as_str() == id);
        let newsletter = campaign.newsletters.iter().find(|newsletter| is(&newsletter.id)).map(|n| &n.subject);
        let text = newsletter.or_else(|| campaign.posters.iter().find(|poster| is(&poster.id)).map(|p| &p.headline));
        if let Some(text) = text {
            return self.plain(text);
        }
        let language = self.known.language;
        let speaks =
            |guide: &&crate::model::Guide| guide.language == *language || guide.language == language.without_region();
        let mut guides = campaign.guides.iter().filter(|guide| is(&guide.id));
        let guide = guides.clone().find(speaks).or_else(|| guides.next());
        let scope = Scope { project: self.known.project, campaign, language, site: None };
        guide
            .map_or_else(|| id.to_owned(), |guide| crate::personalise::plain(&scope.fill_prose(&guide.title).inlines()))
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Executive => "level_executive",
        Level::Manager => "level_manager",
        Level::Ambassador => "level_ambassador",
        Level::Team => "level_team",
    }
}
