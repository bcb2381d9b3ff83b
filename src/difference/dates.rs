//! What of the calendar moved.

use std::collections::BTreeMap;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use crate::plan::{Event, uids};

/// An entry of the calendar that is at another time, new, or gone.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Moved {
    /// What kind of thing, as people read it: `Newsletter`, `To the print shop`.
    pub label: String,
    /// What it is called.
    pub title: String,
    /// For whom, or where; nothing where it is for all.
    pub audience: String,
    /// When it was; none where it is new.
    pub before: Option<Occasion>,
    /// When it is; none where it is gone.
    pub now: Option<Occasion>,
}

/// A day, or a day and a time of it.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Occasion {
    /// The whole day.
    Day(Date),
    /// A time of day.
    Time(DateTime),
}

impl Occasion {
    /// The day that it is on.
    pub fn date(self) -> Date {
        match self {
            Occasion::Day(day) => day,
            Occasion::Time(at) => at.date(),
        }
    }

    /// As people read it: the day as a pattern of `strftime` writes it, and the time where there is one.
    pub fn shown(self, day: &str) -> String {
        match self {
            Occasion::Day(date) => date.strftime(day).to_string(),
            Occasion::Time(at) => at.strftime(&format!("{day} %H:%M")).to_string(),
        }
    }
}

impl Moved {
    /// By how many days it moved; none where it is new or gone, or moved within its day.
    pub fn days(&self) -> Option<i32> {
        let (before, now) = (self.before?, self.now?);
        let days = before.date().until(now.date()).ok()?.get_days();
        (days != 0).then_some(days)
    }
}

/// An entry of an earlier calendar.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    at: When,
    label: String,
    title: String,
    audience: String,
}

/// When it was: in its own zone, or at a moment of the world.
#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    Civil(Occasion),
    Moment(Timestamp),
}

impl When {
    fn in_zone(self, zone: &str) -> Occasion {
        match self {
            When::Civil(at) => at,
            When::Moment(at) => Occasion::Time(TimeZone::get(zone).unwrap_or(TimeZone::UTC).to_datetime(at)),
        }
    }
}

/// An earlier calendar, by what tells its entries apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar(BTreeMap<String, Entry>);

impl Calendar {
    /// Of a plan's events.
    pub fn of(events: &[Event]) -> Self {
        let entry = |event: &Event| Entry {
            at: When::Civil(occasion(event)),
            label: event.kind.label().into(),
            title: event.title.clone(),
            audience: event.audience.join(", "),
        };
        Self(uids(events).into_iter().zip(events.iter().map(entry)).collect())
    }

    /// Several as one.
    pub fn merge(calendars: impl Iterator<Item = Self>) -> Self {
        Self(calendars.flat_map(|calendar| calendar.0).collect())
    }
}

/// An earlier calendar as it was written to a file; what is none of ours is left out.
pub fn from_ics(text: &str) -> Calendar {
    // Long lines go on after a line break and a space (RFC 5545, 3.1).
    let text = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    let mut entries = BTreeMap::new();
    for part in text.split("BEGIN:VEVENT\n").skip(1) {
        let part = part.split("END:VEVENT").next().unwrap_or_default();
        let value = |name: &str| {
            let of = |line: &'_ str| -> Option<String> {
                let rest = line.strip_prefix(name)?;
                let (_, value) = rest.split_once(':').filter(|_| rest.starts_with([':', ';']))?;
                Some(value.replace("\\,", ",").replace("\\;", ";").replace("\\n", " ").replace("\\\\", "\\"))
            };
            part.lines().find_map(of)
        };
        let (Some(uid), Some(at)) = (value("UID"), value("DTSTART").as_deref().and_then(when)) else { continue };
        let summary = value("SUMMARY").unwrap_or_default();
        let (label, title) = summary.split_once(": ").unwrap_or(("", &summary));
        let audience = value("DESCRIPTION").unwrap_or_default();
        entries.insert(uid, Entry { at, label: label.into(), title: title.into(), audience });
    }
    Calendar(entries)
}

fn when(text: &str) -> Option<When> {
    if let Some(utc) = text.strip_suffix('Z') {
        let at = DateTime::strptime("%Y%m%dT%H%M%S", utc).ok()?;
        return TimeZone::UTC.to_timestamp(at).ok().map(When::Moment);
    }
    jiff::civil::Date::strptime("%Y%m%d", text).ok().map(|day| When::Civil(Occasion::Day(day)))
}

/// What differs between an earlier calendar and today's, in today's order; what is gone stands at the end.
pub fn moved(before: &Calendar, now: &[Event]) -> Vec<Moved> {
    let mut rest = before.0.clone();
    let mut found = Vec::new();
    for (uid, event) in uids(now).into_iter().zip(now) {
        let old = rest.remove(&uid);
        let was = old.as_ref().map(|old| old.at.in_zone(&event.timezone));
        let is = occasion(event);
        if was != Some(is) {
            found.push(Moved {
                label: event.kind.label().into(),
                title: event.title.clone(),
                audience: event.audience.join(", "),
                before: was,
                now: Some(is),
            });
        }
    }
    // A file says a moment of the world only: what is gone is told in the zone of what is still there.
    let zone = now.first().map_or("UTC", |event| &event.timezone);
    found.extend(rest.into_values().map(|Entry { at, label, title, audience }| Moved {
        label,
        title,
        audience,
        before: Some(at.in_zone(zone)),
        now: None,
    }));
    found
}

/// When something is, as a calendar file has it.
fn occasion(event: &Event) -> Occasion {
    if event.kind.is_whole_day() { Occasion::Day(event.at.date()) } else { Occasion::Time(event.at) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        model::sample,
        plan::{EventKind, ics},
    };

    fn event(id: &str, kind: EventKind, day: i8) -> Event {
        Event {
            at: date(2027, 3, day).at(9, 0, 0, 0),
            timezone: "Europe/Paris".into(),
            kind,
            campaign: "launch".into(),
            id: id.into(),
            title: "Why, and how".into(),
            audience: vec!["managers".into()],
            note: String::new(),
            place: None,
            link: None,
            lasts: None,
        }
    }

    fn written(events: &[Event]) -> String {
        ics(&sample::project(), &sample::language("en"), events)
    }

    #[test]
    fn moved_new_and_gone_entries_are_told() {
        let old =
            [event("a", EventKind::Newsletter, 1), event("b", EventKind::Poster, 2), event("d", EventKind::Launch, 3)];
        let new =
            [event("a", EventKind::Newsletter, 8), event("c", EventKind::Poster, 2), event("d", EventKind::Launch, 3)];
        for before in [Calendar::of(&old), from_ics(&written(&old))] {
            let found = moved(&before, &new);
            assert_eq!(found.len(), 3, "{found:?}");
            assert_eq!(found[0].days(), Some(7));
            assert_eq!(found[0].before, Some(Occasion::Time(old[0].at)));
            assert_eq!((found[1].before, found[1].now), (None, Some(Occasion::Time(new[1].at))));
            assert_eq!(found[2].now, None);
            assert_eq!((found[2].title.as_str(), found[2].label.as_str()), ("Why, and how", "Poster goes up"));
        }
        assert!(moved(&from_ics(&written(&new)), &new).is_empty());
    }

    #[test]
    fn what_is_gone_is_told_at_the_time_that_it_had_there() {
        let old = [event("a", EventKind::Newsletter, 1), event("b", EventKind::Newsletter, 2)];
        for before in [Calendar::of(&old), from_ics(&written(&old))] {
            let found = moved(&before, &old[..1]);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!((found[0].before, found[0].now), (Some(Occasion::Time(old[1].at)), None));
        }
    }

    #[test]
    fn what_is_no_calendar_has_no_entries() {
        assert_eq!(from_ics("BEGIN:VEVENT\nUID:x\nDTSTART:never\nEND:VEVENT"), Calendar::default());
        assert_eq!(from_ics(""), Calendar::default());
    }
}
