//! The headers that all mails of a newsletter share.
//!
//! In: a newsletter's job. Out: [`Headers`]: who it comes from, where answers go, when it leaves.

use crate::{
    model::{Campaign, Newsletter, Person, Project},
    personalise::{Headers, header_text},
    plan::Job,
};

/// The sender where the project names none: `.invalid` can never be anybody's (RFC 2606).
const NOBODY: &str = "noreply@example.invalid";

/// 2000-01-01T00:00:00Z, in seconds since 1970: the date of mails whose newsletter has none.
const UNDATED: i64 = 946_684_800;

/// The headers of a job's newsletter.
///
/// It comes from delivery's address, else from that of the person it is from, else from the project's contact; it bears
/// the person's name, else delivery's, else the project's.
pub(super) fn headers(project: &Project, job: &Job<'_>, newsletter: &Newsletter) -> Headers {
    let person = job.campaign.people.iter().find(|person| Some(&person.id) == newsletter.from.as_ref());
    let delivery = project.delivery.as_ref();
    let persons_address = person.and_then(|person: &Person| person.email.as_ref());
    let address = delivery.map(|delivery| &delivery.from_address).or(persons_address);
    let address = address.or(project.identity.contact.as_ref()).map_or(NOBODY, |address| address.as_str());
    let name = person.map(|person| &person.name).or(delivery.map(|delivery| &delivery.from_name));
    let name = name.map_or(&project.identity.name, |name| name.get(&job.language));
    let reply_to = delivery.and_then(|delivery| delivery.reply_to.as_ref()).or(persons_address);
    Headers {
        from_name: header_text(name),
        from_address: address.to_owned(),
        reply_to: reply_to.map(|address| address.to_string()).filter(|reply_to| reply_to != address),
        list_id: delivery.and_then(|delivery| list_id(delivery.list_id.as_deref()?)),
        unsubscribe: delivery.and_then(|delivery| Some(delivery.unsubscribe.as_ref()?.to_string())),
        date: sent_at(newsletter, job.campaign).map_or(UNDATED, jiff::Timestamp::as_second),
    }
}

/// When an issue leaves, in its campaign's zone.
pub(super) fn sent_at(newsletter: &Newsletter, campaign: &Campaign) -> Option<jiff::Timestamp> {
    newsletter.first_send?.in_tz(&campaign.timezone).ok().map(|zoned| zoned.timestamp())
}

/// The identifier without the angle brackets that some write around it; nothing where it is none (RFC 2919, section 2).
fn list_id(written: &str) -> Option<String> {
    let id = written.trim().trim_start_matches('<').trim_end_matches('>');
    let valid = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    (!id.is_empty() && id.len() <= 255 && id.bytes().all(valid)).then(|| id.to_owned())
}
