//! What a timeline shows, lane by lane: events gathered so that each mark tells one thing.

use jiff::{ToSpan, civil::Date};

use crate::{
    personalise::{Scope, format_day, typographic},
    plan::{Event, EventKind},
};

/// Sessions of a training that begin no more days after each other are one mark.
const TOGETHER: i64 = 10;

/// One kind of thing.
pub(super) struct Lane {
    /// `phases`, `newsletters` and so on.
    pub kind: &'static str,
    pub title: String,
    pub icon: &'static str,
    pub marks: Vec<Mark>,
}

/// Something at a day, or from one day to another.
pub(super) struct Mark {
    pub kind: EventKind,
    pub from: Date,
    /// The last day; the first for what takes no time.
    pub until: Date,
    /// The days as they are written.
    pub day: String,
    pub text: String,
    /// True for what was told before: a later issue of a newsletter that returns every week.
    pub again: bool,
}

/// The lanes that have anything to show.
pub(super) fn lanes(scope: &Scope<'_>, events: &[Event]) -> Vec<Lane> {
    let lane = |kind: &'static str, icon, word: &str, marks: Vec<Mark>| {
        let title = scope.project.words.get(scope.language, word).to_owned();
        (!marks.is_empty()).then_some(Lane { kind, title, icon, marks })
    };
    let phases = lane("phases", "calendar-range", "timeline_phases", phases(scope));
    let milestones = one_by_one(scope, events, &[EventKind::Launch, EventKind::Milestone]);
    let newsletters = returning(scope, one_by_one(scope, events, &[EventKind::Newsletter]), events);
    let posters = one_by_one(scope, events, &[EventKind::Poster]);
    let print = by_day(scope, events, EventKind::PrintDeadline, "timeline_print");
    let approvals = by_day(scope, events, EventKind::Approval, "timeline_approve");
    let mut deadlines: Vec<Mark> = print.into_iter().chain(approvals).collect();
    deadlines.sort_by_key(|mark| (mark.from, mark.kind));
    let others = [
        lane("milestones", "flag", "timeline_milestones", milestones),
        lane("newsletters", "mail", "timeline_newsletters", newsletters),
        lane("training", "graduation-cap", "timeline_training", sessions(scope, events)),
        lane("posters", "image", "timeline_posters", posters),
        lane("deadlines", "alarm-clock", "timeline_deadlines", deadlines),
    ];
    [phases].into_iter().chain(others).flatten().collect()
}

fn mark(scope: &Scope<'_>, event: &Event) -> Mark {
    let from = event.at.date();
    let day = format_day(from, scope.language);
    Mark { kind: event.kind, from, until: from, day, text: event.title.clone(), again: false }
}

fn one_by_one(scope: &Scope<'_>, events: &[Event], kinds: &[EventKind]) -> Vec<Mark> {
    let own = events.iter().filter(|event| kinds.contains(&event.kind));
    own.map(|event| mark(scope, event)).collect()
}

fn phases(scope: &Scope<'_>) -> Vec<Mark> {
    let phases = &scope.campaign.phases;
    let mark = |phase: &crate::model::Phase| {
        let from = phase.from.date();
        let until = phase.until.and_then(|until| until.checked_sub(1.nanosecond()).ok()).map(|until| until.date());
        let text = scope.plain(&phase.title);
        // A last phase without an end reaches as far as the axis does.
        let until = until.map_or(Date::MAX, |until| until.max(from));
        Mark { kind: EventKind::Phase, from, until, day: format_day(from, scope.language), text, again: false }
    };
    phases.iter().map(mark).collect()
}

/// Later issues of a newsletter are marked, and not told again.
fn returning(scope: &Scope<'_>, mut marks: Vec<Mark>, events: &[Event]) -> Vec<Mark> {
    let ids: Vec<&str> =
        events.iter().filter(|e| e.kind == EventKind::Newsletter).map(|event| event.id.as_str()).collect();
    for i in 0..marks.len() {
        marks[i].again = ids[..i].contains(&ids[i]);
        if !marks[i].again && ids[i + 1..].contains(&ids[i]) {
            let weekly = scope.project.words.get(scope.language, "guide_weekly");
            marks[i].text = format!("{}, {weekly}", marks[i].text);
        }
    }
    marks
}

/// One mark for all of a kind on one day: what it is where it is alone, else how many.
fn by_day(scope: &Scope<'_>, events: &[Event], kind: EventKind, word: &str) -> Vec<Mark> {
    let mut marks: Vec<(Mark, u64)> = Vec::new();
    for event in events.iter().filter(|event| event.kind == kind) {
        match marks.last_mut().filter(|(last, _)| last.from == event.at.date()) {
            Some((_, count)) => *count += 1,
            None => marks.push((mark(scope, event), 1)),
        }
    }
    let words = &scope.project.words;
    let told = |(mark, count): (Mark, u64)| {
        let text = words.count(scope.language, word, count);
        Mark { text: typographic(&text, scope.language).into_owned(), ..mark }
    };
    marks.into_iter().map(told).collect()
}

/// A training's sessions at several sites within some days are one mark.
fn sessions(scope: &Scope<'_>, events: &[Event]) -> Vec<Mark> {
    let mut marks: Vec<(&str, Mark)> = Vec::new();
    for event in events.iter().filter(|event| event.kind == EventKind::Training) {
        let day = event.at.date();
        let near = |mark: &Mark| mark.until.checked_add(TOGETHER.days()).is_ok_and(|end| day <= end);
        match marks.iter_mut().rev().find(|(id, mark)| *id == event.id && near(mark)) {
            Some((_, mark)) => {
                mark.until = day.max(mark.until);
                if mark.until != mark.from {
                    let [from, until] = [mark.from, mark.until].map(|day| format_day(day, scope.language));
                    mark.day = format!("{from} – {until}");
                }
            }
            None => marks.push((&event.id, mark(scope, event))),
        }
    }
    marks.into_iter().map(|(_, mark)| mark).collect()
}
