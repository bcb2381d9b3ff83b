//! By when something must be signed or handed over: working days before another day.

use jiff::civil::{Date, DateTime, Weekday};

use crate::model::{Campaign, value::Country};

/// Working days that those who sign have before a newsletter leaves.
const APPROVAL_DAYS: u32 = 2;

/// When a newsletter that leaves at a moment must have been signed.
pub(super) fn approval(campaign: &Campaign, leaves: DateTime) -> Option<DateTime> {
    let by = campaign.approval.as_ref()?;
    if by.by.is_empty() {
        return None;
    }
    working_days_before(campaign, leaves.date(), APPROVAL_DAYS).map(|day| day.at(12, 0, 0, 0))
}

/// The day so many working days before another: neither a Saturday or Sunday, nor a public holiday at any of the campaign's
/// sites, since nobody knows at which of them somebody is waited for. `None` before the calendar begins.
pub fn working_days_before(campaign: &Campaign, day: Date, count: u32) -> Option<Date> {
    let mut countries: Vec<&Country> = campaign.sites.iter().filter_map(|site| site.country.as_ref()).collect();
    countries.sort_unstable_by_key(|country| country.as_str());
    countries.dedup();
    let is_free = |day: Date| {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        weekend || countries.iter().any(|country| country.holiday(day).is_some())
    };
    let mut day = day;
    for _ in 0..count {
        day = day.yesterday().ok()?;
        while is_free(day) {
            day = day.yesterday().ok()?;
        }
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::sample;

    #[test]
    fn weekends_and_holidays_are_no_working_days() {
        let mut project = sample::project();
        let campaign = &mut project.campaigns[0];
        campaign.sites.truncate(1);
        campaign.sites[0].country = None;
        // 30 March 2027 is the Tuesday after Easter.
        assert_eq!(working_days_before(campaign, date(2027, 3, 30), 2), Some(date(2027, 3, 26)));
        campaign.sites[0].country = "FR".parse().ok();
        assert_eq!(working_days_before(campaign, date(2027, 3, 30), 1), Some(date(2027, 3, 26)));
        campaign.sites[0].country = "DE".parse().ok();
        assert_eq!(working_days_before(campaign, date(2027, 3, 30), 1), Some(date(2027, 3, 25)));
    }
}
