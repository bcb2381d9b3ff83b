//! What happens when.

use jiff::civil::{DateTime, Weekday};

use crate::{
    model::{
        Campaign, Poster, Project,
        value::{Format, Localised, Prose, Schedule},
    },
    personalise::Scope,
};

/// Something that happens in a campaign, in the project's first language.
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
            EventKind::Newsletter => "newsletter",
            EventKind::Poster => "poster",
            EventKind::Training => "training",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            EventKind::Phase => "Phase",
            EventKind::Launch => "Launch",
            EventKind::Milestone => "Milestone",
            EventKind::PrintDeadline => "To the print shop",
            EventKind::Newsletter => "Newsletter",
            EventKind::Poster => "Poster goes up",
            EventKind::Training => "Training",
        }
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
    /// A newsletter leaves.
    Newsletter,
    /// A poster goes up.
    Poster,
    /// A training session.
    Training,
}

/// The calendar of some campaigns, in order.
pub fn calendar<'p>(project: &'p Project, campaigns: impl Iterator<Item = &'p Campaign>) -> Vec<Event> {
    let mut events: Vec<Event> = campaigns.flat_map(|campaign| of_campaign(project, campaign)).collect();
    events.sort_by(|a, b| {
        (a.at, a.kind, &a.campaign, &a.id, &a.audience).cmp(&(b.at, b.kind, &b.campaign, &b.id, &b.audience))
    });
    events
}

fn of_campaign(project: &Project, campaign: &Campaign) -> Vec<Event> {
    let scope = Scope { project, campaign, language: project.default_language(), site: None };
    let event = |at: DateTime, kind: EventKind, id: &str, title: &Localised<Prose>, audience: Vec<String>| Event {
        at,
        timezone: campaign.timezone.clone(),
        kind,
        campaign: campaign.id.to_string(),
        id: id.to_owned(),
        title: scope.plain(title),
        audience,
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
        let at = |at| event(at, EventKind::Newsletter, newsletter.id.as_str(), &newsletter.subject, to.clone());
        events.extend(moments.into_iter().map(at));
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
                ..at
            });
        }
    }
    events
}

/// When a poster's files must be at the print shop: so many working days before it goes up as its slowest format takes. None of
/// a poster that nobody prints or that has no date.
pub fn print_deadline(campaign: &Campaign, poster: &Poster) -> Option<DateTime> {
    poster.print.as_ref()?;
    let up = poster.from.or(campaign.launch)?;
    let days = poster.formats.iter().filter(|format| format.is_print()).map(printing_days).max()?;
    let mut day = up.date();
    for _ in 0..days {
        day = day.yesterday().ok()?;
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.yesterday().ok()?;
        }
    }
    Some(day.at(12, 0, 0, 0))
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
