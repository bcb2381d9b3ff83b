//! `retention`: personal data is removed when it has been kept for long enough.
//!
//! In: what the campaigns say, the outbox. Out: an outbox in which what ended earlier has neither address nor values
//! (`retention.recipients`), and what ended earlier still neither time nor answer, nor a line in the log (`retention.log`). The
//! strictest campaign counts for all, for one person's mail comes from several.

use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime, tz::TimeZone};

use super::{DeliveryError, Outbox};
use crate::model::{Project, Retention};

/// Whether any campaign says how long something is kept.
pub fn is_asked_for(project: &Project) -> bool {
    let said = |retention: &Retention| retention.recipients.is_some() || retention.log.is_some();
    project.campaigns.iter().any(|campaign| said(&campaign.retention))
}

/// The moment before which no address and no value is kept; `None` where no campaign says so: then until `fanion recipients
/// forget`.
pub fn since(project: &Project, now: Timestamp) -> Option<Timestamp> {
    strictest(project, now, |retention| retention.recipients.as_ref())
}

/// The moment before which nobody knows who was sent what when; `None` where no campaign says so. Of the last day it is known in
/// any case, since `daily_limit` is counted by it.
pub fn log_since(project: &Project, now: Timestamp) -> Option<Timestamp> {
    let since = strictest(project, now, |retention| retention.log.as_ref())?;
    Some(since.min(now.checked_sub(SignedDuration::from_hours(24)).ok()?))
}

fn strictest<'p>(
    project: &'p Project,
    now: Timestamp,
    span: impl Fn(&'p Retention) -> Option<&'p Span>,
) -> Option<Timestamp> {
    let spans = project.campaigns.iter().filter_map(|campaign| span(&campaign.retention));
    let now = ZonedDateTime::new(now, TimeZone::UTC);
    spans.filter_map(|span| now.checked_sub(*span).ok()).map(|moment| moment.timestamp()).max()
}

/// Removes what has been kept for long enough; of how many messages and lines of the log that is.
///
/// # Errors
/// The outbox cannot be written.
pub fn purge(outbox: &mut Outbox, project: &Project, now: Timestamp, dry: bool) -> Result<u64, DeliveryError> {
    let told = log_since(project, now).map_or(Ok(0), |before| outbox.purge_log(before, dry))?;
    Ok(told + since(project, now).map_or(Ok(0), |before| outbox.purge(before, dry))?)
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

    #[test]
    fn the_log_is_kept_for_a_day_at_least() {
        let mut project = sample::project();
        let now: Timestamp = "2027-03-31T12:00:00Z".parse().unwrap();
        assert!(!is_asked_for(&project) && log_since(&project, now).is_none());
        project.campaigns[0].retention.log = Some(jiff::Span::new().years(1));
        assert_eq!(log_since(&project, now).unwrap().to_string(), "2026-03-31T12:00:00Z");
        assert!(is_asked_for(&project) && since(&project, now).is_none());
        project.campaigns[0].retention.log = Some(jiff::Span::new().hours(1));
        assert_eq!(log_since(&project, now).unwrap().to_string(), "2027-03-30T12:00:00Z");
    }
}
