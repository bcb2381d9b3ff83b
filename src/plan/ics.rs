//! The calendar as a file that calendar programs take in (iCalendar, RFC 5545).
//!
//! In: events. Out: one file, the same bytes on every build: an event's UID says what it is, not when, so that a moved launch
//! moves the entries of those who took it in before; the stamp is the event's own moment, as there is no clock here.

use std::collections::HashMap;

use icalendar::{Calendar, Component, Event as Entry, Property};
use jiff::Timestamp;

use super::{Event, EventKind};

/// The calendar of some events; those whose moment does not exist in their zone are left out.
pub fn ics(project: &str, events: &[Event]) -> String {
    let mut calendar = Calendar::empty();
    let head =
        [("VERSION", "2.0"), ("PRODID", "-//Fanion//Fanion//EN"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")];
    for (key, value) in head {
        calendar.append_property(Property::new(key, value));
    }
    calendar.append_property(Property::new("X-WR-CALNAME", one_line(project)));
    for (uid, event) in uids(events).iter().zip(events) {
        let Ok(at) = event.at.in_tz(&event.timezone).map(|zoned| zoned.timestamp()) else { continue };
        calendar.push(entry(event, uid, at));
    }
    calendar.to_string()
}

/// What tells events apart, whenever they are.
pub fn uids(events: &[Event]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let uid = |event: &Event| {
        let audience = event.audience.join("+");
        let base = format!("{}.{}.{}.{audience}", event.kind.as_str(), event.campaign, event.id);
        // Occurrences of one newsletter are told apart by their order.
        let nth = seen.entry(base.clone()).or_default();
        *nth += 1;
        format!("{base}.{}@fanion.invalid", *nth - 1)
    };
    events.iter().map(uid).collect()
}

fn entry(event: &Event, uid: &str, at: Timestamp) -> Entry {
    let mut entry = Entry::with_uid(uid);
    entry.append_property(Property::new("DTSTAMP", moment(at)));
    // Days without a time of their own, and what takes no time, do not make anybody busy.
    if matches!(event.kind, EventKind::Phase | EventKind::Launch | EventKind::Milestone) {
        let day = event.at.strftime("%Y%m%d").to_string();
        entry.append_property(Property::new("DTSTART", day).add_parameter("VALUE", "DATE").done());
    } else {
        entry.append_property(Property::new("DTSTART", moment(at)));
        let ends = event.lasts.and_then(|lasts| event.at.checked_add(lasts.0).ok());
        let ends = ends.and_then(|ends| ends.in_tz(&event.timezone).ok()).map(|zoned| zoned.timestamp());
        entry.append_property(Property::new("DTEND", moment(ends.unwrap_or(at))));
    }
    let label = event.kind.label();
    entry.append_property(Property::new("SUMMARY", one_line(&format!("{label}: {}", event.title))));
    if !event.audience.is_empty() {
        entry.append_property(Property::new("DESCRIPTION", one_line(&event.audience.join(", "))));
    }
    entry.append_property(Property::new("CATEGORIES", event.kind.as_str()));
    entry.append_property(Property::new("TRANSP", "TRANSPARENT"));
    entry.done()
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
