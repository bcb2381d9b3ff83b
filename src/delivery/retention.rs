//! `retention`: personal data is removed when it has been kept for long enough.
//!
//! In: what the campaigns say, the outbox. Out: an outbox in which what ended earlier has neither address nor values. The
//! strictest campaign counts for all, for one person's mail comes from several.

use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};

use super::{DeliveryError, Outbox};
use crate::model::Project;

/// The moment before which nothing personal is kept; `None` where no campaign says so: then until `fanion recipients forget`.
pub fn since(project: &Project, now: Timestamp) -> Option<Timestamp> {
    let spans = project.campaigns.iter().filter_map(|campaign| campaign.retention.recipients.as_ref());
    let now = ZonedDateTime::new(now, TimeZone::UTC);
    spans.filter_map(|span| now.checked_sub(*span).ok()).map(|moment| moment.timestamp()).max()
}

/// Removes what has been kept for long enough; how many messages that is.
///
/// # Errors
/// The outbox cannot be written.
pub fn purge(outbox: &mut Outbox, project: &Project, now: Timestamp, dry: bool) -> Result<u64, DeliveryError> {
    since(project, now).map_or(Ok(0), |before| outbox.purge(before, dry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample;

    #[test]
    fn the_strictest_campaign_counts() {
        let mut project = sample::project();
        let now: Timestamp = "2027-03-31T12:00:00Z".parse().unwrap();
        assert_eq!(since(&project, now), None);
        project.campaigns[0].retention.recipients = Some(jiff::Span::new().months(1));
        let mut other = project.campaigns[0].clone();
        other.retention.recipients = Some(jiff::Span::new().days(7));
        project.campaigns.push(other);
        assert_eq!(since(&project, now).unwrap().to_string(), "2027-03-24T12:00:00Z");
        project.campaigns.pop();
        assert_eq!(since(&project, now).unwrap().to_string(), "2027-02-28T12:00:00Z");
    }
}
