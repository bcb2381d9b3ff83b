use std::str::FromStr;

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time, Weekday},
};

use super::{ValueError, no_zone};

/// A point in time as it is written: a date, a date and time, or one relative to the launch.
///
/// `2027-03-09`, `2027-03-09 09:00`, `2027-03-09 09:00 Europe/Paris`, `launch`, `launch - 6 weeks at 09:30`,
/// `D-14 09:00`, `J-14`.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// The time of day, where one is given.
    pub time: Option<Time>,
    /// The zone, where one is given; else each reader's or site's own, or the campaign's.
    pub zone: Option<String>,
}

/// The day of a moment.
#[derive(Debug, Clone, PartialEq)]
pub enum Day {
    /// A date.
    Fixed(Date),
    /// So far from the launch.
    Launch(jiff::SpanFieldwise),
}

/// When a newsletter leaves.
#[derive(Debug, Clone, PartialEq)]
pub enum Schedule {
    /// Once.
    Once(Moment),
    /// Again and again; each occurrence is an issue of its own.
    Every(Recurrence),
}

/// `every tuesday at 09:00 until launch`
#[derive(Debug, Clone, PartialEq)]
pub struct Recurrence {
    /// On this day of each week.
    pub weekday: Weekday,
    /// At this time.
    pub time: Time,
    /// Not before this moment; the campaign's first phase otherwise.
    pub from: Option<Moment>,
    /// Half-open: not at this moment or after; the end of the last phase otherwise.
    pub until: Option<Moment>,
}

/// The moment that others are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The campaign's launch.
    pub launch: DateTime,
}

const HELP: &str = "write `2027-03-09 09:00`, `launch - 6 weeks at 09:30`, `launch + 3 days at 10:00` or `D-14 09:00`";

impl Moment {
    /// True when the moment is counted from the launch.
    pub fn needs_launch(&self) -> bool {
        matches!(self.day, Day::Launch(_))
    }

    /// The civil date and time it means; midnight, or the launch's own time for `launch` alone, where none is written.
    /// `None` when it is counted from a launch that nobody set, or leaves the calendar.
    pub fn resolve(&self, clock: Option<Clock>) -> Option<DateTime> {
        match &self.day {
            Day::Fixed(date) => Some(date.to_datetime(self.time.unwrap_or(Time::midnight()))),
            Day::Launch(offset) => {
                let launch = clock?.launch;
                let day = launch.checked_add(offset.0).ok()?;
                Some(self.time.map_or(day, |time| day.date().to_datetime(time)))
            }
        }
    }
}

/// More occurrences than this are no newsletter's.
const MAX_OCCURRENCES: usize = 520;

impl Recurrence {
    /// Every moment at which it happens in a campaign: from its own start, else the first phase's; before its own end,
    /// else the last phase's, else half a year after the start. None where nothing says when it starts.
    pub fn occurrences(&self, campaign: &crate::model::Campaign) -> Vec<DateTime> {
        let clock = campaign.clock();
        let own = |moment: &Option<Moment>| moment.as_ref().and_then(|m| m.resolve(clock));
        let Some(from) = own(&self.from).or_else(|| campaign.phases.first().map(|p| p.from)) else { return Vec::new() };
        let until = own(&self.until).or_else(|| campaign.phases.last().and_then(|p| p.until));
        let until = until.or_else(|| from.checked_add(6.months()).ok()).unwrap_or(from);
        let mut day = from.date();
        let mut out = Vec::new();
        while day <= until.date() && out.len() < MAX_OCCURRENCES {
            let at = day.to_datetime(self.time);
            if day.weekday() == self.weekday && at >= from && at < until {
                out.push(at);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        out
    }
}

impl FromStr for Moment {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let wrong = || ValueError::new(format!("`{text}` is not a date or time"), HELP);
        let first = text.split_whitespace().next().ok_or_else(wrong)?;
        if first.starts_with("launch") {
            return relative(text).unwrap_or_else(|| Err(wrong()));
        }
        if let Some(days) = first.strip_prefix(['D', 'J']).and_then(countdown) {
            let (time, zone) = time_and_zone(text[first.len()..].trim())?;
            return Ok(Moment { day: Day::Launch(days.fieldwise()), time, zone });
        }
        let date_text = first.split('T').next().unwrap_or(first);
        let date = date(date_text).ok_or_else(|| impossible_date(date_text).unwrap_or_else(wrong))?;
        let rest = text[date_text.len()..].trim_start_matches('T').trim();
        let (time, zone) = time_and_zone(rest)?;
        Ok(Moment { day: Day::Fixed(date), time, zone })
    }
}

impl FromStr for Schedule {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let Some(rest) = text.trim().strip_prefix("every ") else { return text.parse().map(Schedule::Once) };
        let help = "write `every tuesday at 09:00 until launch`";
        let wrong = || ValueError::new(format!("`{text}` is not a schedule"), help);
        let (rest, until) = match rest.split_once(" until ") {
            Some((rest, until)) => (rest, Some(until.parse()?)),
            None => (rest, None),
        };
        let (rest, from) = match rest.split_once(" from ") {
            Some((rest, from)) => (rest, Some(from.parse()?)),
            None => (rest, None),
        };
        let (day, time) = rest.split_once(" at ").ok_or_else(wrong)?;
        let weekday = weekday(day.trim()).ok_or_else(wrong)?;
        let time = clock_time(time.trim()).ok_or_else(|| no_time(time.trim()))?;
        Ok(Schedule::Every(Recurrence { weekday, time, from, until }))
    }
}

/// A weekday by its English name.
pub(crate) fn weekday(name: &str) -> Option<Weekday> {
    Some(match name.to_ascii_lowercase().as_str() {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// `HH:MM`, 00:00 to 23:59.
pub(crate) fn clock_time(text: &str) -> Option<Time> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |s: &str| (s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse().ok()).flatten();
    Time::new(number(hours)?, number(minutes)?, 0, 0).ok()
}

fn date(text: &str) -> Option<Date> {
    let usual = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    usual.then(|| text.parse().ok()).flatten()
}

/// A better message for a date whose figures are in another order, or that no calendar has.
fn impossible_date(text: &str) -> Option<ValueError> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [a, b, c] = parts[..] else { return None };
    if ![a, b, c].iter().all(|p| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let iso = |year: &str, month: &str, day: &str| {
        let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
        let iso = format!("{year}-{month:0>2}-{day:0>2}");
        date(&iso).map(|date| (iso, date.strftime("%-d %B").to_string()))
    };
    // A year of two figures comes first where hyphens stand, as the calendars of programs have it, else last.
    let first = a.len() == 4 || (a.len() == 2 && c.len() == 2 && text.contains('-'));
    let readings = if first { [iso(a, b, c), None] } else { [iso(c, b, a), iso(c, a, b)] };
    let help = match readings {
        [Some((one, day)), Some((two, other))] if one != two => {
            format!("write the year first: `{one}` for {day}, `{two}` for {other}")
        }
        [Some((iso, _)), _] | [_, Some((iso, _))] => format!("write the year first, in four figures: `{iso}`"),
        [None, None] => {
            return Some(ValueError::new(format!("`{text}` does not exist in the calendar"), HELP));
        }
    };
    Some(ValueError::new(format!("`{text}` is not a date"), help))
}

/// Why a word is not a time of day, and what to write instead: `9:00`, `9h30`, `14 h`, `9.30`, `9pm`.
fn no_time(text: &str) -> ValueError {
    let word = text.to_ascii_lowercase();
    let (word, later) = match word.strip_suffix("pm") {
        Some(hour) => (hour, 12),
        None => (word.strip_suffix("am").unwrap_or(&word), 0),
    };
    let mut parts = word.trim().split([':', 'h', '.']).map(str::trim);
    let hour = parts.next().and_then(|hour| hour.parse::<i8>().ok());
    let minute = parts.next().filter(|minute| !minute.is_empty()).map_or(Some(0), |minute| minute.parse::<i8>().ok());
    let hour = hour.map(|hour| if later > 0 && hour < 12 { hour + later } else { hour });
    let time = hour.zip(minute).and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
    let help = match time {
        Some(time) => format!("write `{}`", time.strftime("%H:%M")),
        None => "write hours and minutes in two figures each, 00:00 to 23:59, as `09:00`".into(),
    };
    ValueError::new(format!("`{text}` is not a time of day"), help)
}

/// `-14` of `D-14`: days from the launch.
fn countdown(text: &str) -> Option<jiff::Span> {
    let digits = text.strip_prefix(['-', '+'])?;
    let plain = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let days = plain.then(|| digits.parse::<i64>().ok()).flatten()?;
    Some(if text.starts_with('-') { (-days).days() } else { days.days() })
}

/// `launch`, `launch at 10:00`, `launch - 6 weeks at 09:30 Europe/Paris`
fn relative(text: &str) -> Option<Result<Moment, ValueError>> {
    let mut rest = text.strip_prefix("launch")?;
    let mut offset = jiff::Span::new();
    if let Some(signed) = rest.trim_start().strip_prefix(['-', '+', '−']) {
        let negative = !rest.trim_start().starts_with('+');
        let mut words = signed.split_whitespace();
        let (number, unit) = (words.next()?, words.next()?);
        if number.len() > 4 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number: i64 = number.parse().ok()?;
        let number = if negative { -number } else { number };
        offset = match unit {
            "day" | "days" => offset.try_days(number),
            "week" | "weeks" => offset.try_weeks(number),
            "month" | "months" => offset.try_months(number),
            "hour" | "hours" => offset.try_hours(number),
            _ => return None,
        }
        .ok()?;
        rest = &signed[signed.find(unit)? + unit.len()..];
    }
    let rest = rest.trim();
    if !rest.is_empty() && !rest.starts_with("at ") {
        return None;
    }
    let moment = |(time, zone)| Moment { day: Day::Launch(offset.fieldwise()), time, zone };
    Some(time_and_zone(rest).map(moment))
}

/// Nothing, `09:00`, `at 09:00`, `09:00 Europe/Paris`.
fn time_and_zone(text: &str) -> Result<(Option<Time>, Option<String>), ValueError> {
    let text = text.strip_prefix("at ").unwrap_or(text).trim();
    if text.is_empty() {
        return Ok((None, None));
    }
    let (time, zone) = match text.split_once(char::is_whitespace) {
        Some((time, zone)) if clock_time(time).is_some() => (time, Some(zone.trim())),
        _ => (text, None),
    };
    let time = clock_time(time).ok_or_else(|| no_time(time))?;
    match zone.filter(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
        Some(zone) => Err(no_zone(zone)),
        None => Ok((Some(time), zone.map(str::to_owned))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<String> {
        let launch = jiff::civil::date(2027, 3, 9).at(9, 0, 0, 0);
        text.parse::<Moment>().ok()?.resolve(Some(Clock { launch })).map(|d| d.to_string())
    }

    #[test]
    fn moments() {
        let cases = [
            ("2027-03-09", "2027-03-09T00:00:00"),
            ("2027-03-09 09:00", "2027-03-09T09:00:00"),
            ("2027-03-09 09:00 Europe/Paris", "2027-03-09T09:00:00"),
            ("launch", "2027-03-09T09:00:00"),
            ("launch - 6 weeks at 09:30", "2027-01-26T09:30:00"),
            ("launch + 6 months", "2027-09-09T09:00:00"),
            ("launch at 10:00", "2027-03-09T10:00:00"),
            ("D-14 09:00", "2027-02-23T09:00:00"),
            ("J-14", "2027-02-23T09:00:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(at(text).as_deref(), Some(expected), "{text}");
        }
        for wrong in [
            "",
            "tomorrow",
            "2027-02-30",
            "launch -",
            "launch - 6",
            "launch - 6 years",
            "D-",
            "D-x",
            "J-99999",
            "2027-03-09 9h",
            "2027-03-09 25:00",
            "2027-03-09 09:00 Mars/Phobos",
            "launch at",
            "launch 6 weeks",
            "09/03/2027",
        ] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_date_in_another_order_is_turned_round_in_the_help() {
        assert!("09/03/2027".parse::<Moment>().unwrap_err().help.unwrap().contains("`2027-03-09`"));
        assert!("2027-02-30".parse::<Moment>().unwrap_err().message.contains("does not exist"));
    }

    #[test]
    fn schedules() {
        let Ok(Schedule::Every(r)) = "every tuesday at 09:00 until launch".parse() else { panic!() };
        assert_eq!((r.weekday, r.until.is_some()), (Weekday::Tuesday, true));
        assert!("every tuesday".parse::<Schedule>().is_err());
        assert!("every mardi at 09:00".parse::<Schedule>().is_err());
    }
}
