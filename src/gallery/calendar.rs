//! What happens when, month by month, in the page's language.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    collect::{Found, Shelf},
    files::{File, files, href},
    piece::Known,
    titles::title,
};
use crate::{
    model::{
        Campaign, Project,
        value::{DateStyle, LanguageTag, Localised, Prose},
    },
    personalise::{Scope, calendar_leaf, format_date, format_time},
    plan::{Event, EventKind, Filter, plan},
};

/// A month with what happens in it.
#[derive(Debug, Serialize)]
pub(super) struct Month {
    title: String,
    events: Vec<Told>,
}

/// Something that happens.
#[derive(Debug, Serialize)]
struct Told {
    iso: String,
    day: String,
    weekday: String,
    /// None for what has no time of day.
    time: Option<String>,
    kind: &'static str,
    label: String,
    title: String,
    /// For whom, where.
    whom: Vec<String>,
}

/// A campaign's dates as a picture, and as a file for calendar programs.
#[derive(Debug, Serialize)]
pub(super) struct Timeline {
    title: String,
    picture: String,
    alt: String,
    /// What else it is to be had as.
    files: Vec<File>,
}

/// The timelines in the page's language.
pub(super) fn timelines(known: &Known<'_>, found: &[Found]) -> Vec<Timeline> {
    let own = found.iter().filter(|f| f.shelf == Shelf::Timeline && f.language == known.language.to_string());
    let timeline = |found: &Found| {
        let named = |ending: &str| found.files.iter().find(|entry| entry.path.ends_with(ending));
        let files = files(known, found).into_iter().filter(|file| ["ICS", "PDF", "PNG"].contains(&file.kind.as_str()));
        Some(Timeline {
            title: title(known, found).0,
            picture: href(&named(".png")?.path),
            alt: named(".txt").and_then(|entry| known.texts.get(&entry.path)).cloned().unwrap_or_default(),
            files: files.collect(),
        })
    };
    own.filter_map(timeline).collect()
}

/// The calendar of all campaigns.
pub(super) fn months(project: &Project, language: &LanguageTag) -> Vec<Month> {
    let (plan, _) = plan(project, &Filter::default());
    let mut months: Vec<(i16, i8, Month)> = Vec::new();
    for event in &plan.calendar {
        let (year, month) = (event.at.year(), event.at.month());
        if months.last().is_none_or(|(y, m, _)| (*y, *m) != (year, month)) {
            months.push((year, month, Month { title: month_title(event.at.date(), language), events: Vec::new() }));
        }
        if let Some((_, _, month)) = months.last_mut() {
            month.events.push(told(project, event, language));
        }
    }
    months.into_iter().map(|(_, _, month)| month).collect()
}

/// The launch of the first campaign that has one, for the head of the page.
pub(super) fn launch(project: &Project, language: &LanguageTag) -> Option<String> {
    let launch = project.campaigns.iter().find_map(|campaign| campaign.launch)?;
    Some(format_date(launch.date(), language, DateStyle::Medium))
}

fn told(project: &Project, event: &Event, language: &LanguageTag) -> Told {
    let campaign = project.campaigns.iter().find(|campaign| campaign.id.as_str() == event.campaign);
    let leaf = calendar_leaf(event.at.date(), language);
    let timed = matches!(event.kind, EventKind::Newsletter | EventKind::Training);
    let key = format!("gallery_event_{}", event.kind.as_str().replace('-', "_"));
    let label = match project.words.get(language, &key) {
        same if same == key => event.kind.label(),
        word => word,
    };
    let title = campaign.and_then(|campaign| named(project, campaign, event, language));
    Told {
        iso: event.at.strftime("%Y-%m-%dT%H:%M").to_string(),
        day: leaf.day,
        weekday: leaf.weekday,
        time: timed.then(|| format_time(event.at.time(), language)),
        kind: event.kind.as_str(),
        label: label.to_owned(),
        title: title.unwrap_or_else(|| event.title.clone()),
        whom: event.audience.iter().map(|id| whom(project, campaign, id, language)).collect(),
    }
}

/// What an event is called in a language; the plan knows it in the project's first.
fn named(project: &Project, campaign: &Campaign, event: &Event, language: &LanguageTag) -> Option<String> {
    let id = event.id.as_str();
    let text: &Localised<Prose> = match event.kind {
        EventKind::Phase => &campaign.phases.iter().find(|phase| phase.id.as_str() == id)?.title,
        EventKind::Launch => &campaign.title,
        EventKind::Milestone => &campaign.milestones.iter().find(|milestone| milestone.id.as_str() == id)?.title,
        EventKind::Newsletter | EventKind::Approval => {
            &campaign.newsletters.iter().find(|newsletter| newsletter.id.as_str() == id)?.subject
        }
        EventKind::Poster | EventKind::PrintDeadline => {
            &campaign.posters.iter().find(|poster| poster.id.as_str() == id)?.headline
        }
        EventKind::Training => &campaign.training.iter().find(|training| training.id.as_str() == id)?.title,
    };
    Some(Scope { project, campaign, language, site: None }.plain(text))
}

fn whom(project: &Project, campaign: Option<&Campaign>, id: &str, language: &LanguageTag) -> String {
    let found = campaign.and_then(|campaign| {
        let site = campaign.sites.iter().find(|site| site.id.as_str() == id);
        let audience = campaign.audiences.iter().find(|audience| audience.id.as_str() == id);
        let scope = Scope { project, campaign, language, site: None };
        site.map(|site| site.name.get(language).clone()).or_else(|| audience.map(|a| scope.plain(&a.title)))
    });
    found.unwrap_or_else(|| id.to_owned())
}

/// `March 2027`: the middle of a month as the language writes it, without its day.
fn month_title(day: Date, language: &LanguageTag) -> String {
    let leaf = calendar_leaf(day, language);
    let figures = match language.primary() {
        "ar" => arabic(day, language),
        _ => day.year().to_string(),
    };
    match language.primary() {
        "ja" | "zh" => format!("{figures}年{}", leaf.month),
        _ => format!("{} {figures}", leaf.month),
    }
}

/// A year in the digits in which the language writes its dates.
fn arabic(day: Date, language: &LanguageTag) -> String {
    let sample = format_date(day, language, DateStyle::Medium);
    let eastern = sample.chars().any(|c| ('\u{660}'..='\u{669}').contains(&c));
    let digit = |c: char| c.to_digit(10).and_then(|d| char::from_u32(0x660 + d)).filter(|_| eastern).unwrap_or(c);
    day.year().to_string().chars().map(digit).collect()
}
