//! `rhythm`, `retention` and the countries of sites.

use jiff::civil::{Time, Weekday};

use super::Resolver;
use crate::{
    diagnostic::{Code, Diagnostic, Located, nearest},
    load::raw::campaign as raw,
    model::{
        AtMost, Quiet, QuietHours, Retention, Rhythm,
        value::{Clock, Country, clock_time, weekday},
    },
};

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Resolver<'_> {
    /// How much mail one person may receive, and when.
    pub(super) fn rhythm(&mut self, raw: Option<&raw::Rhythm>, clock: Option<Clock>) -> Rhythm {
        let Some(raw) = raw else { return Rhythm::default() };
        let at_most = raw.at_most.as_ref().and_then(|written| self.at_most(written));
        let quiet = raw.quiet.as_ref().map(|quiet| self.quiet(quiet, clock)).unwrap_or_default();
        Rhythm { at_most, quiet }
    }

    /// `2 per week`
    fn at_most(&mut self, written: &Located<String>) -> Option<AtMost> {
        let words: Vec<&str> = written.value.split_whitespace().collect();
        let days = |unit| match unit {
            "day" => Some(1),
            "week" => Some(7),
            "month" => Some(30),
            _ => None,
        };
        let parsed = match words[..] {
            [n, "per", unit] => n.parse::<u32>().ok().filter(|n| *n > 0).zip(days(unit)),
            _ => None,
        };
        if parsed.is_none() {
            self.wrong_value(written, "a rhythm", "write `2 per week`");
        }
        parsed.map(|(messages, days)| AtMost { messages, days, span: written.span.clone() })
    }

    fn quiet(&mut self, raw: &raw::Quiet, clock: Option<Clock>) -> Quiet {
        let hours = raw.hours.as_ref().and_then(|written| self.quiet_hours(written));
        let days: Vec<Weekday> = raw.days.iter().flatten().filter_map(|day| self.quiet_day(day)).collect();
        if let Some(all) = raw.days.as_ref().and_then(|days| days.last())
            && DAYS.iter().filter_map(|name| weekday(name)).all(|day| days.contains(&day))
        {
            let diagnostic =
                Diagnostic::new(Code::InvalidValue, &all.span, "every day of the week is quiet: nothing could leave");
            self.diagnostics.push(diagnostic.help("remove a day"));
        }
        let dates = raw.dates.iter().flatten().filter_map(|date| Some(self.civil(date, clock)?.date())).collect();
        Quiet { hours, days, dates }
    }

    /// `19:00-08:00`
    fn quiet_hours(&mut self, written: &Located<String>) -> Option<QuietHours> {
        let time = |text: &str| -> Option<Time> { clock_time(text.trim()) };
        let parts = written.value.split_once(['-', '–']);
        let hours = parts.and_then(|(from, until)| Some(QuietHours { from: time(from)?, until: time(until)? }));
        match hours {
            None => self.wrong_value(written, "a span of hours", "write \"19:00-08:00\""),
            Some(hours) if hours.from == hours.until => {
                let help = "write the first quiet hour and the first after it, as \"19:00-08:00\"";
                self.wrong_value(written, "a span of hours: it begins where it ends", help);
            }
            Some(_) => {}
        }
        hours.filter(|hours| hours.from != hours.until)
    }

    fn quiet_day(&mut self, day: &Located<String>) -> Option<Weekday> {
        let found = weekday(&day.value);
        if found.is_none() {
            self.wrong_value(day, "a day of the week", &nearest::help(&day.value, DAYS).unwrap_or_default());
        }
        found
    }

    /// How long personal data is kept.
    pub(super) fn retention(raw: Option<&raw::Retention>) -> Retention {
        let Some(raw) = raw else { return Retention::default() };
        let span = |written: &Option<Located<_>>| {
            written.as_ref().map(|w: &Located<crate::load::raw::scalar::Duration>| w.value.0)
        };
        Retention { recipients: span(&raw.recipients), log: span(&raw.log) }
    }

    /// A country by its code. One whose holidays nobody computes is told, since mail would leave on them.
    pub(super) fn country(&mut self, raw: &Located<String>) -> Option<Country> {
        match raw.value.parse::<Country>() {
            Ok(country) if country.is_known() => Some(country),
            Ok(country) => {
                let message =
                    format!("the public holidays of `{country}` are not known: newsletters would leave on them");
                let help = "list the days under `rhythm: { quiet: { dates: [2027-01-01] } }`";
                self.diagnostics.push(Diagnostic::new(Code::UnknownCountry, &raw.span, message).help(help));
                Some(country)
            }
            Err(error) => {
                self.diagnostics
                    .push(Diagnostic::new(Code::InvalidValue, &raw.span, error.message).maybe_help(error.help));
                None
            }
        }
    }
}
