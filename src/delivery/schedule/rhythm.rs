//! How many newsletters one person may receive.

use jiff::{Timestamp, ToSpan, civil::Date};

use super::quiet::Quietness;
use crate::model::Project;

/// So many newsletters on so many days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Limit {
    /// How many.
    pub messages: u32,
    /// On how many days, that of sending among them.
    pub days: u32,
}

/// What all campaigns of a project allow. Each counts the newsletters of all campaigns, and all must allow one more, so that the
/// strictest wins. What is mandatory leaves in any case, and is counted for what comes after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits(Vec<Limit>);

impl Limits {
    /// Those of a project.
    pub fn of(project: &Project) -> Self {
        let rules = project.campaigns.iter().filter_map(|campaign| campaign.rhythm.at_most.as_ref());
        let mut limits: Vec<Limit> = rules.map(|rule| Limit { messages: rule.messages, days: rule.days }).collect();
        limits.sort_by_key(|limit| (limit.days, limit.messages));
        limits.dedup();
        Self(limits)
    }

    /// These limits.
    pub fn new(limits: Vec<Limit>) -> Self {
        Self(limits)
    }

    /// True where any number is allowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many days back mail matters.
    pub fn days(&self) -> u32 {
        self.0.iter().map(|limit| limit.days).max().unwrap_or(0)
    }

    /// The limit that one more on this day would break, when mail came on these days. Days are counted by the reader's calendar,
    /// not hours by the second: what leaves every Tuesday at nine is a week apart, however long each took.
    pub fn broken(&self, received: &[Date], day: Date) -> Option<Limit> {
        self.0.iter().copied().find(|limit| {
            let counted = |date: &&Date| **date <= day && limit.covers(**date, day);
            received.iter().filter(counted).count() >= limit.messages as usize
        })
    }

    /// When one more may be sent to somebody at the earliest: at once, or at the same time of a later day that is not quiet. `None`
    /// where the calendar ends before, or it is quiet for years.
    pub fn free_at(&self, sent: &[Timestamp], at: Timestamp, place: &Quietness<'_>) -> Option<Timestamp> {
        let local = |moment: Timestamp| moment.to_zoned_datetime(place.zone.clone());
        let received: Vec<Date> = sent.iter().map(|moment| local(*moment).date()).collect();
        let wanted = local(at);
        let (mut day, mut free) = (wanted.date(), at);
        while self.broken(&received, day).is_some() {
            let (opens, _) = place.opens(day.tomorrow().ok()?.to_datetime(wanted.time()))?;
            (day, free) = (opens.date(), opens.timestamp());
        }
        Some(free)
    }
}

impl Limit {
    /// Whether mail of `date` is counted on `day`.
    fn covers(self, date: Date, day: Date) -> bool {
        self.first(day).is_some_and(|first| date >= first)
    }

    /// The first day that is counted on a day.
    fn first(self, day: Date) -> Option<Date> {
        day.checked_sub(i64::from(self.days.saturating_sub(1)).days()).ok()
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.days {
            1 => write!(f, "{} per day", self.messages),
            7 => write!(f, "{} per week", self.messages),
            30 => write!(f, "{} per month", self.messages),
            days => write!(f, "{} within {days} days", self.messages),
        }
    }
}
