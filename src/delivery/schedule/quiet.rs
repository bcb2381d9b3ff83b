//! When nothing leaves: hours, days, dates, public holidays.

use std::fmt;

use jiff::{
    SignedDuration, Timestamp, ZonedDateTime,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};

use super::zone::instant;
use crate::model::{Quiet, QuietHours, value::Country};

/// The quiet times of a place.
#[derive(Debug, Clone, Copy)]
pub struct Quietness<'q> {
    /// The campaign's rule.
    pub quiet: &'q Quiet,
    /// The place's clock.
    pub zone: &'q TimeZone,
    /// Whose public holidays are kept.
    pub country: Option<&'q Country>,
}

/// Why a moment is quiet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// `quiet.hours`
    Hours,
    /// `quiet.days`
    Day(String),
    /// `quiet.dates`
    Date(Date),
    /// A public holiday.
    Holiday {
        /// Where.
        country: Country,
        /// When.
        date: Date,
        /// Its English name.
        name: &'static str,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours => f.write_str("quiet hours"),
            Self::Day(day) => write!(f, "quiet on {day}"),
            Self::Date(date) => write!(f, "quiet on {date}"),
            Self::Holiday { country, date, name } => write!(f, "{name} in {country}, {date}"),
        }
    }
}

/// Nobody's quiet days go on for longer.
const MOST_STEPS: usize = 1000;

impl Quietness<'_> {
    /// Why a day is quiet.
    fn day(&self, date: Date) -> Option<Why> {
        let holiday = self.country.and_then(|country| Some((country, country.holiday(date)?)));
        if let Some((country, name)) = holiday {
            return Some(Why::Holiday { country: country.clone(), date, name });
        }
        if self.quiet.dates.contains(&date) {
            return Some(Why::Date(date));
        }
        self.quiet.days.contains(&date.weekday()).then(|| Why::Day(name(date.weekday()).to_owned()))
    }

    /// The first moment from a time on that is not quiet, and what was in the way. After quiet days it is the same time of
    /// another day; after quiet hours it is their end. `None` where it is quiet for years.
    pub fn opens(&self, civil: DateTime) -> Option<(ZonedDateTime, Vec<Why>)> {
        let mut civil = civil;
        let mut reasons: Vec<Why> = Vec::new();
        for _ in 0..MOST_STEPS {
            let (at, _) = instant(civil, self.zone)?;
            let (date, time) = (at.date(), at.time());
            let (why, next) = match (self.day(date), self.quiet.hours) {
                (Some(why), _) => (why, date.tomorrow().ok()?.to_datetime(civil.time())),
                (None, Some(hours)) if contains(hours, time) => {
                    let over = if time < hours.until { date } else { date.tomorrow().ok()? };
                    (Why::Hours, over.to_datetime(hours.until))
                }
                _ => return Some((at, reasons)),
            };
            if !reasons.contains(&why) {
                reasons.push(why);
            }
            civil = next;
        }
        None
    }

    /// When what may leave from an open moment on has to have left: the day is over, quiet hours begin, or it is too late.
    pub fn closes_within(&self, open: &ZonedDateTime, max_lateness: SignedDuration) -> Option<Timestamp> {
        Some(self.closes(open)?.timestamp().min(open.timestamp().checked_add(max_lateness).ok()?))
    }

    /// The first moment after an open one at which the day is over, or quiet hours begin.
    pub fn closes(&self, open: &ZonedDateTime) -> Option<ZonedDateTime> {
        let midnight = open.date().tomorrow().ok()?.to_datetime(Time::midnight());
        let day_ends = instant(midnight, self.zone)?.0;
        let begins = self.quiet.hours.filter(|hours| hours.from > open.time());
        let begins = begins.and_then(|hours| Some(instant(open.date().to_datetime(hours.from), self.zone)?.0));
        Some(begins.filter(|begins| *begins < day_ends && begins > open).unwrap_or(day_ends))
    }
}

fn contains(hours: QuietHours, time: Time) -> bool {
    match hours.from < hours.until {
        true => (hours.from..hours.until).contains(&time),
        false => time >= hours.from || time < hours.until,
    }
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mondays",
        Weekday::Tuesday => "Tuesdays",
        Weekday::Wednesday => "Wednesdays",
        Weekday::Thursday => "Thursdays",
        Weekday::Friday => "Fridays",
        Weekday::Saturday => "Saturdays",
        Weekday::Sunday => "Sundays",
    }
}
