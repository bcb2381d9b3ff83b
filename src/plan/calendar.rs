//! What happens when.

use jiff::civil::DateTime;

use super::approvals::{self, working_days_before};
use crate::{
    model::{
        Campaign, Poster, Project,
        value::{Format, Id, LanguageTag, Localised, Prose, Schedule},
    },
    personalise::Scope,
};

/// Something that happens in a campaign, in one language.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Event {
    /// When it happens or begins, in `timezone`.
    pub at: DateTime,
    /// IANA name; of a newsletter the campaign's, though it leaves at each reader's own time.
    pub timezone: String,
    /// What kind of thing.
    pub kind: EventKind,
    /// The campaign's id.
    pub campaign: String,
    /// The id of the piece, phase or training.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// For whom: audiences, or a site.
    pub audience: Vec<String>,
    /// What else is to be known, in sentences: for whom, or who signs.
    #[serde(skip)]
    pub note: String,
    /// Where it takes place.
    #[serde(skip)]
    pub place: Option<String>,
    /// Where it is held online, or where one registers.
    #[serde(skip)]
    pub link: Option<String>,
    /// How long it lasts, where that is known.
    #[serde(skip)]
    pub lasts: Option<jiff::SpanFieldwise>,
}

impl EventKind {
    /// As it stands in files: `print-deadline`.
    pub fn as_str(self) -> &'static str {
        match self {
            EventKind::Phase => "phase",
            EventKind::Launch => "launch",
            EventKind::Milestone => "milestone",
            EventKind::PrintDeadline => "print-deadline",
            EventKind::Approval => "approval",
            EventKind::Newsletter => "newsletter",
            EventKind::Poster => "poster",
            EventKind::Training => "training",
        }
    }

    /// As people read it in English.
    pub fn label(self) -> &'static str {
        match self {
            EventKind::Phase => "Phase",
            EventKind::Launch => "Launch",
            EventKind::Milestone => "Milestone",
            EventKind::PrintDeadline => "To the print shop",
            EventKind::Approval => "To approve",
            EventKind::Newsletter => "Newsletter",
            EventKind::Poster => "Poster goes up",
            EventKind::Training => "Training",
        }
    }

    /// The key of the word by which people know it.
    pub fn word(self) -> &'static str {
        match self {
            EventKind::Phase => "calendar_phase",
            EventKind::Launch => "calendar_launch",
            EventKind::Milestone => "calendar_milestone",
            EventKind::PrintDeadline => "calendar_print_deadline",
            EventKind::Approval => "calendar_approval",
            EventKind::Newsletter => "calendar_newsletter",
            EventKind::Poster => "calendar_poster",
            EventKind::Training => "calendar_training",
        }
    }

    /// True for what has a day, but no time of its own.
    pub fn is_whole_day(self) -> bool {
        !matches!(self, EventKind::Newsletter | EventKind::Poster | EventKind::Training)
    }
}

/// The kind of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// A phase begins.
    Phase,
    /// The launch.
    Launch,
    /// Something must have happened.
    Milestone,
    /// What is printed must be at the print shop.
    PrintDeadline,
    /// A newsletter must have been signed.
    Approval,
    /// A newsletter leaves.
    Newsletter,
    /// A poster goes up.
    Poster,
    /// A training session.
    Training,
}

/// The calendar of a campaign, in order.
pub fn events(project: &Project, campaign: &Campaign, language: &LanguageTag) -> Vec<Event> {
    calendar(project, std::iter::once(campaign), language)
}

/// The calendar of some campaigns, in order.
pub fn calendar<'p>(
    project: &'p Project,
    campaigns: impl Iterator<Item = &'p Campaign>,
    language: &LanguageTag,
) -> Vec<Event> {
    let mut events: Vec<Event> = campaigns.flat_map(|campaign| of_campaign(project, campaign, language)).collect();
    events.sort_by(|a, b| {
        (a.at, a.kind, &a.campaign, &a.id, &a.audience).cmp(&(b.at, b.kind, &b.campaign, &b.id, &b.audience))
    });
    events
}

fn of_campaign(project: &Project, campaign: &Campaign, language: &LanguageTag) -> Vec<Event> {
    let scope = Scope { project, campaign, language, site: None };
    let event = |at: DateTime, kind: EventKind, id: &str, title: &Localised<Prose>, audience: Vec<String>| Event {
        at,
        timezone: campaign.timezone.clone(),
        kind,
        campaign: campaign.id.to_string(),
        id: id.to_owned(),
        title: scope.plain(title),
        audience,
        note: String::new(),
        place: None,
        link: None,
        lasts: None,
    };
    let mut events = Vec::new();
    events.extend(campaign.phases.iter().map(|p| event(p.from, EventKind::Phase, p.id.as_str(), &p.title, Vec::new())));
    events.extend(
        campaign.launch.map(|at| event(at, EventKind::Launch, campaign.id.as_str(), &campaign.title, Vec::new())),
    );
    let milestones = campaign.milestones.iter();
    events.extend(milestones.map(|m| event(m.on, EventKind::Milestone, m.id.as_str(), &m.title, Vec::new())));
    for newsletter in &campaign.newsletters {
        let to: Vec<String> = newsletter.to.iter().map(ToString::to_string).collect();
        let moments = match &newsletter.send {
            Some(Schedule::Every(recurrence)) => recurrence.occurrences(campaign),
            _ => newsletter.first_send.into_iter().collect(),
        };
        let readers = for_whom(&scope, &newsletter.to);
        for leaves in moments {
            let subject = &newsletter.subject;
            let sent = event(leaves, EventKind::Newsletter, newsletter.id.as_str(), subject, to.clone());
            events.push(Event { note: readers.clone(), ..sent });
            if let Some(due) = approvals::approval(campaign, leaves) {
                let signed = event(due, EventKind::Approval, newsletter.id.as_str(), subject, Vec::new());
                events.push(Event { note: signers(&scope), ..signed });
            }
        }
    }
    for poster in &campaign.posters {
        let up = poster.from.map(|at| event(at, EventKind::Poster, poster.id.as_str(), &poster.headline, Vec::new()));
        events.extend(up);
        let deadline = print_deadline(campaign, poster);
        events.extend(
            deadline.map(|at| event(at, EventKind::PrintDeadline, poster.id.as_str(), &poster.headline, Vec::new())),
        );
    }
    for training in &campaign.training {
        for session in &training.sessions {
            let site = session.site.iter().map(ToString::to_string);
            let audience = site.chain(training.audiences.iter().map(ToString::to_string)).collect();
            let at = event(session.starts, EventKind::Training, training.id.as_str(), &training.title, audience);
            events.push(Event {
                timezone: session.timezone.clone(),
                lasts: training.lasts.map(|lasts| lasts.fieldwise()),
                note: for_whom(&scope, &training.audiences),
                place: session.place.as_ref().map(|place| scope.plain(place)),
                link: session.link.as_ref().or(training.register.as_ref()).map(ToString::to_string),
                ..at
            });
        }
    }
    events
}

/// The titles of audiences, as `For: managers`; nothing for everybody.
fn for_whom(scope: &Scope<'_>, ids: &[Id]) -> String {
    if ids.is_empty() {
        return String::new();
    }
    let title = |id: &Id| {
        let audience = scope.campaign.audiences.iter().find(|audience| audience.id == *id);
        audience.map_or_else(|| id.to_string(), |audience| scope.plain(&audience.title))
    };
    let titles: Vec<String> = ids.iter().map(title).collect();
    scope.project.words.fill(scope.language, "for_audience", &[("audience", &titles.join(", "))])
}

/// The names of those who sign.
fn signers(scope: &Scope<'_>) -> String {
    let campaign = scope.campaign;
    let name = |id: &Id| {
        let person = campaign.people.iter().find(|person| person.id == *id);
        person.map_or_else(|| id.to_string(), |person| person.name.get(scope.language).clone())
    };
    let by = campaign.approval.iter().flat_map(|approval| &approval.by);
    let names: Vec<String> = by.map(name).collect();
    scope.project.words.fill(scope.language, "calendar_signers", &[("names", &names.join(", "))])
}

/// When a poster's files must be at the print shop: so many working days before it goes up as its slowest format takes. None of
/// a poster that nobody prints or that has no date.
pub fn print_deadline(campaign: &Campaign, poster: &Poster) -> Option<DateTime> {
    poster.print.as_ref()?;
    let up = poster.from.or(campaign.launch)?;
    let days = poster.formats.iter().filter(|format| format.is_print()).map(printing_days).max()?;
    Some(working_days_before(campaign, up.date(), days)?.at(12, 0, 0, 0))
}

/// Working days that print shops usually ask for, delivery included: offset and digital sheets 5, plotters 7, roll-ups with
/// their stands 10.
fn printing_days(format: &Format) -> u32 {
    match (format.is_rollup(), format.bleed().0 > 3.0) {
        (true, _) => 10,
        (_, true) => 7,
        _ => 5,
    }
}
