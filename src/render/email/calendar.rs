//! A training's session as a file that calendars take in (iCalendar, RFC 5545; published, RFC 5546).
//!
//! In: the session that the readers of a variant attend. Out: an `.ics` file, the same bytes on every build: the UID comes
//! from project, campaign, training and site, so that a later newsletter moves the appointment instead of adding a second
//! one; stamp and sequence come from the day on which the newsletter leaves.

use icalendar::{Calendar, Component, Event, Property};
use jiff::{Timestamp, civil::DateTime};

use super::{eml, reader::Reader};
use crate::{
    model::{Newsletter, Session, Training, value::Link},
    personalise::{clean, header_text, plain, short_hash},
};

/// 2000-01-01T00:00:00Z, in seconds since 1970: what sequences count their days from.
const FIRST_DAY: i64 = 946_684_800;

/// The file for a session; nothing where its moment does not exist in its zone.
pub(super) fn calendar(
    reader: &Reader<'_>,
    newsletter: &Newsletter,
    training: &Training,
    session: &Session,
) -> Option<String> {
    let scope = reader.scope;
    let starts = utc(session.starts, &session.timezone)?;
    let ends = training.lasts.and_then(|lasts| utc(session.starts.checked_add(lasts).ok()?, &session.timezone));
    let first_day = Timestamp::from_second(FIRST_DAY).ok()?;
    let stamp = eml::sent_at(newsletter, scope.campaign).unwrap_or(first_day);
    let sequence = (stamp.as_second() - FIRST_DAY).max(0) / 86_400;
    let link = session.link.as_ref().or(training.register.as_ref());
    let text = |key: &str, value: String| Property::new(key, one_line(&value));

    let mut event = Event::with_uid(&uid(reader, training, session));
    event.append_property(Property::new("DTSTAMP", moment(stamp)));
    event.append_property(Property::new("SEQUENCE", sequence.to_string()));
    event.append_property(Property::new("DTSTART", moment(starts)));
    if let Some(ends) = ends {
        event.append_property(Property::new("DTEND", moment(ends)));
    }
    event.append_property(text("SUMMARY", plain(&scope.inlines(&training.title))));
    let place = session.place.as_ref().map(|place| scope.plain(place));
    if let Some(place) = location(reader, session, place) {
        event.append_property(text("LOCATION", place));
    }
    event.append_property(Property::new("DESCRIPTION", description(reader, link)));
    if let Some(link) = link.filter(|link| link.as_str().starts_with("http")) {
        event.append_property(Property::new("URL", link.as_str()));
    }
    if let Some(organizer) = organizer(reader) {
        event.append_property(organizer);
    }
    event.append_property(Property::new("STATUS", "CONFIRMED"));
    event.append_property(Property::new("TRANSP", "OPAQUE"));

    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", "-//Fanion//Fanion//EN"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")]
    {
        calendar.append_property(Property::new(key, value));
    }
    Some(calendar.push(event.done()).to_string())
}

/// The same for a session whatever else changes.
fn uid(reader: &Reader<'_>, training: &Training, session: &Session) -> String {
    let project = short_hash(reader.scope.project.identity.name.as_bytes());
    let site = session.site.as_ref().map_or("all", |site| site.as_str());
    format!("{}.{site}.{}.{project}@fanion.invalid", training.id, reader.scope.campaign.id)
}

/// The room and the site's address; the link of a session that is held online.
fn location(reader: &Reader<'_>, session: &Session, place: Option<String>) -> Option<String> {
    let scope = reader.scope;
    let site = session.site.as_ref().and_then(|id| scope.campaign.site(id));
    let address = site.and_then(|site| site.address.as_ref().or(Some(&site.name))).map(|text| text.get(scope.language));
    let parts: Vec<String> = place.into_iter().chain(address.cloned()).collect();
    match parts.is_empty() {
        true => session.link.as_ref().map(|link| link.to_string()),
        false => Some(parts.join(", ")),
    }
}

/// What the project is, and where to register or join.
fn description(reader: &Reader<'_>, link: Option<&Link>) -> String {
    let identity = &reader.scope.project.identity;
    let head = one_line(&format!("{} – {}", identity.name, reader.scope.plain(&identity.tagline)));
    match link {
        Some(link) => format!("{head}\n{link}"),
        None => head,
    }
}

/// Whom to ask: RFC 5546, section 3.2.1, wants one in what is published.
fn organizer(reader: &Reader<'_>) -> Option<Property> {
    let project = reader.scope.project;
    let site = reader.scope.site.and_then(|site| site.contact.as_ref());
    let sender = project.delivery.as_ref().map(|delivery| &delivery.from_address);
    let address = site.or(project.identity.contact.as_ref()).or(sender)?;
    let mut organizer = Property::new("ORGANIZER", format!("mailto:{address}"));
    // A parameter's value holds no quotes (RFC 5545, section 3.2).
    organizer.add_parameter("CN", &header_text(&project.identity.name).replace('"', "’"));
    Some(organizer.done())
}

fn one_line(text: &str) -> String {
    clean(text).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn utc(at: DateTime, timezone: &str) -> Option<Timestamp> {
    at.in_tz(timezone).ok().map(|zoned| zoned.timestamp())
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
