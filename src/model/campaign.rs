use indexmap::IndexMap;
use jiff::{Span as Duration, civil::DateTime};

use super::{
    Banner, Focus, Guide, Newsletter, Poster, Retention, Rhythm,
    value::{Asset, Clock, Condition, Country, EmailAddress, Format, Id, LanguageTag, Link, Localised, Prose},
};
use crate::diagnostic::{Located, Span};

/// One campaign: when, who, where, how often, and its pieces.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// Its folder's name.
    pub id: Id,
    /// Its file.
    pub span: Span,
    /// True for the undated campaign that stands in where a project has none.
    pub built_in: bool,
    /// Its title.
    pub title: Localised<Prose>,
    /// The moment that others are counted from.
    pub launch: Option<DateTime>,
    /// The zone of moments that name none, and of readers whose site has none (IANA name).
    pub timezone: String,
    /// Its phases, in order, half-open.
    pub phases: Vec<Phase>,
    /// What must have happened by when, beside the phases.
    pub milestones: Vec<Milestone>,
    /// Who speaks and who works.
    pub people: Vec<Person>,
    /// Who does what (RACI).
    pub responsibilities: Vec<Responsibility>,
    /// Who is written to.
    pub audiences: Vec<Audience>,
    /// The list that audiences without one of their own are taken from.
    pub recipients: Option<RecipientsFile>,
    /// The brakes and what lifts them.
    pub objections: Vec<Objection>,
    /// What is taught, when and where.
    pub training: Vec<Training>,
    /// How readers answer.
    pub feedback: Option<Feedback>,
    /// Who signs before anything is sent.
    pub approval: Option<Approval>,
    /// The places of work.
    pub sites: Vec<Site>,
    /// How much mail one person may receive, and when nothing leaves.
    pub rhythm: Rhythm,
    /// How long personal data is kept.
    pub retention: Retention,
    /// Newsletters by file name.
    pub newsletters: Vec<Newsletter>,
    /// Posters by file name.
    pub posters: Vec<Poster>,
    /// Banners in the file's order.
    pub banners: Vec<Banner>,
    /// Guides by file name and language.
    pub guides: Vec<Guide>,
}

impl Campaign {
    /// The list that an audience is taken from; none for a list address, or where no list is given.
    pub fn list_of<'a>(&'a self, audience: &'a Audience) -> Option<&'a RecipientsFile> {
        if audience.list.is_some() {
            return None;
        }
        audience.recipients.as_ref().or(self.recipients.as_ref())
    }

    /// What its relative moments are counted from.
    pub fn clock(&self) -> Option<Clock> {
        self.launch.map(|launch| Clock { launch })
    }

    /// A site by its id.
    pub fn site(&self, id: &Id) -> Option<&Site> {
        self.sites.iter().find(|site| site.id == *id)
    }

    /// True where a newsletter goes to an audience: by its name, or because it goes to everybody.
    pub fn reaches(&self, newsletter: &Newsletter, audience: &Audience) -> bool {
        let to_everybody = |id: &Id| self.audiences.iter().any(|a| a.id == *id && a.is_everyone());
        let to_all = newsletter.to.is_empty() || newsletter.to.iter().any(to_everybody);
        newsletter.to.contains(&audience.id) || (to_all && audience.list.is_none())
    }

    /// The session of a training that a site's people attend: the site's own, else one that is for all sites.
    pub fn session<'a>(&self, training: &'a Training, site: Option<&Id>) -> Option<&'a Session> {
        let own = training.sessions.iter().find(|s| s.site.is_some() && s.site.as_ref() == site);
        own.or_else(|| training.sessions.iter().find(|s| s.site.is_none()))
    }
}

/// Who signs before anything is sent; all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Approval {
    /// People's ids.
    pub by: Vec<Id>,
    /// How far the number of readers may move after they signed, as a share of it.
    pub tolerance: f64,
    /// What a signature needs.
    pub verify: Verify,
}

/// What a signature needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Verify {
    /// The code that only the person's mailbox shows.
    #[default]
    Code,
    /// Nothing: whoever works with the project attests it.
    None,
}

impl Verify {
    /// As it stands in `campaign.yaml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::None => "none",
        }
    }
}

/// A phase of the campaign, half-open.
#[derive(Debug, Clone)]
pub struct Phase {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Localised<Prose>,
    /// First moment in it.
    pub from: DateTime,
    /// First moment after it; `None` for a last phase without end.
    pub until: Option<DateTime>,
}

/// Something that must have happened: a works council consulted, a charter signed.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Localised<Prose>,
    /// When it is reached, in the campaign's zone.
    pub on: DateTime,
    /// True where no newsletter may leave before it.
    pub blocks_send: bool,
    /// Where it was written.
    pub span: Span,
}

/// Where somebody stands in the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Top management, which promotes.
    Executive,
    /// Managers, who set the example.
    Manager,
    /// Ambassadors, who accompany.
    Ambassador,
    /// The project's own team.
    Team,
}

/// The trade that a member of the project team stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JobFunction {
    /// Human resources.
    Hr,
    /// Information technology.
    It,
    /// Communications.
    Communications,
}

/// Somebody who speaks or works in the campaign.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: Id,
    /// Where they stand.
    pub level: Level,
    /// Their trade, in the project's team.
    pub function: Option<JobFunction>,
    /// Their name, or their role's.
    pub name: Localised<String>,
    /// What they do.
    pub role: Option<Localised<String>>,
    /// What they say.
    pub quote: Option<Localised<Prose>>,
    /// Their address.
    pub email: Option<EmailAddress>,
    /// Their portrait.
    pub photo: Option<Photo>,
}

/// A picture with what it shows.
#[derive(Debug, Clone)]
pub struct Photo {
    /// The file.
    pub file: Asset,
    /// What it shows, for those who do not see it.
    pub alt: Localised<String>,
    /// What must stay in view when its edges are cut off, where the project says so.
    pub focus: Option<Focus>,
}

/// Who does a task, answers for it, is consulted, is informed: people's ids.
#[derive(Debug, Clone)]
pub struct Responsibility {
    /// The task.
    pub task: Localised<Prose>,
    /// They do it.
    pub responsible: Vec<Id>,
    /// Answers for it.
    pub accountable: Id,
    /// Are consulted.
    pub consulted: Vec<Id>,
    /// Are informed.
    pub informed: Vec<Id>,
}

/// Some of the recipients.
#[derive(Debug, Clone)]
pub struct Audience {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub title: Localised<Prose>,
    /// Which rows of the list, over the names of its columns; all of them where absent.
    pub filter: Option<Condition>,
    /// Where that is written.
    pub filter_span: Option<Span>,
    /// A list of its own.
    pub recipients: Option<RecipientsFile>,
    /// One list address instead: one mail, nothing personal in it.
    pub list: Option<EmailAddress>,
    /// The language of mail to a list address.
    pub language: Option<LanguageTag>,
}

impl Audience {
    /// True for an audience of everybody on the list.
    pub fn is_everyone(&self) -> bool {
        self.filter.is_none() && self.list.is_none()
    }
}

/// A list of recipients: an export that stays as it is, and what it needs to be read right.
#[derive(Debug, Clone)]
pub struct RecipientsFile {
    /// Relative to the project.
    pub path: String,
    /// Where the path is written.
    pub span: Span,
    /// The sheet of a workbook; the first where absent.
    pub sheet: Option<Located<String>>,
    /// The headers of columns that their list calls otherwise, by the name that fields and conditions give them (`email`,
    /// `first_name`…).
    pub columns: IndexMap<String, Located<String>>,
}

impl RecipientsFile {
    /// True where two places name one list, read in one way.
    pub fn is_same(&self, other: &RecipientsFile) -> bool {
        self.path == other.path && self.sheet == other.sheet && self.columns == other.columns
    }
}

/// A brake and what lifts it.
#[derive(Debug, Clone)]
pub struct Objection {
    /// Its id.
    pub id: Id,
    /// What people say.
    pub says: Localised<Prose>,
    /// The answer.
    pub answer: Localised<Prose>,
}

/// Something taught.
#[derive(Debug, Clone)]
pub struct Training {
    /// Its id.
    pub id: Id,
    /// What it is called.
    pub title: Localised<Prose>,
    /// How long a session lasts.
    pub lasts: Option<Duration>,
    /// Where to register.
    pub register: Option<Link>,
    /// The audiences that it is for; everyone where empty.
    pub audiences: Vec<Id>,
    /// When and where.
    pub sessions: Vec<Session>,
}

/// One session of a training.
#[derive(Debug, Clone)]
pub struct Session {
    /// The site that it is for; every site where absent.
    pub site: Option<Id>,
    /// When it starts, in `timezone`.
    pub starts: DateTime,
    /// The site's zone, else the campaign's (IANA name).
    pub timezone: String,
    /// The room.
    pub place: Option<Localised<Prose>>,
    /// How many can come.
    pub seats: Option<u32>,
    /// The link of a session that is held online.
    pub link: Option<Link>,
}

/// How readers answer.
#[derive(Debug, Clone)]
pub struct Feedback {
    /// What they are asked.
    pub question: Localised<Prose>,
    /// Where they answer.
    pub link: Option<Link>,
}

/// A place of work.
#[derive(Debug, Clone)]
pub struct Site {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Localised<String>,
    /// The language of its posters and of readers who name none.
    pub language: LanguageTag,
    /// IANA name.
    pub timezone: String,
    /// Whose public holidays it keeps.
    pub country: Option<Country>,
    /// Its postal address.
    pub address: Option<Localised<String>>,
    /// Its own link, for QR codes.
    pub link: Option<Link>,
    /// Whom to write to there.
    pub contact: Option<EmailAddress>,
    /// The largest paper its own printer takes.
    pub largest_printer: Option<Format>,
    /// How many posters of each format it needs.
    pub posters: IndexMap<String, u32>,
}
