//! One line of `holidays.txt`.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::feast;

/// A holiday by rule.
pub struct Rule {
    day: Day,
    pub substitute: Substitute,
    since: i16,
    until: i16,
    /// Only each so-manieth year from `since` on.
    every: i16,
    except: Option<i16>,
    /// Its English name.
    pub name: &'static str,
}

/// What replaces a holiday on a weekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Substitute {
    None,
    /// Saturday and Sunday by the next working day.
    Next,
    /// Sunday by the next day that is no holiday.
    Sunday,
    /// Saturday by Friday, Sunday by Monday.
    Us,
}

enum Day {
    Fixed(i8, i8),
    Easter(i32),
    Orthodox(i32),
    Hijri(u8, u8),
    /// The n-th weekday of a month, -1 the last.
    Nth(i8, Weekday, i8),
    Before(Weekday, i8, i8),
    After(Weekday, i8, i8),
    Vernal,
    Autumnal,
    /// 27 April, or the Saturday before it (Netherlands, since 2014).
    Koningsdag,
    /// 1 February where that is a Friday, else the first Monday of February (Ireland, since 2023).
    Brigid,
}

impl Rule {
    /// `05-01 ~next since:2020 | Labour Day`
    pub fn parse(line: &'static str) -> Option<Self> {
        let (rule, name) = line.split_once('|')?;
        let mut words = rule.split_whitespace();
        let mut parsed = Self {
            day: day(words.next()?)?,
            substitute: Substitute::None,
            since: i16::MIN,
            until: i16::MAX,
            every: 1,
            except: None,
            name: name.trim(),
        };
        for word in words {
            match word {
                "~next" => parsed.substitute = Substitute::Next,
                "~sun" => parsed.substitute = Substitute::Sunday,
                "~us" => parsed.substitute = Substitute::Us,
                _ => match word.split_once(':')? {
                    ("since", year) => parsed.since = year.parse().ok()?,
                    ("until", year) => parsed.until = year.parse().ok()?,
                    ("every", years) => parsed.every = years.parse().ok().filter(|years| *years > 0)?,
                    ("except", year) => parsed.except = Some(year.parse().ok()?),
                    _ => return None,
                },
            }
        }
        Some(parsed)
    }

    /// The days of a year on which it falls, before any substitution.
    pub fn dates(&self, year: i16) -> impl Iterator<Item = Date> + use<> {
        let in_turn = self.every == 1 || year.checked_sub(self.since).is_some_and(|years| years % self.every == 0);
        let kept = (self.since..=self.until).contains(&year) && in_turn && self.except != Some(year);
        let dates = if kept { self.day.dates(year) } else { Vec::new() };
        dates.into_iter()
    }
}

impl Day {
    fn dates(&self, year: i16) -> Vec<Date> {
        let around = |sunday: Option<Date>, days: i32| sunday.and_then(|s| s.checked_add(days.days()).ok());
        let one = match *self {
            Day::Hijri(month, day) => return feast::hijri(year, month, day),
            Day::Fixed(month, day) => Date::new(year, month, day).ok(),
            Day::Easter(days) => around(feast::easter(year), days),
            Day::Orthodox(days) => around(feast::orthodox_easter(year), days),
            Day::Nth(n, weekday, month) => {
                Date::new(year, month, 1).ok().and_then(|first| first.nth_weekday_of_month(n, weekday).ok())
            }
            Day::Before(weekday, month, day) => {
                Date::new(year, month, day).ok().and_then(|d| d.nth_weekday(-1, weekday).ok())
            }
            Day::After(weekday, month, day) => {
                Date::new(year, month, day).ok().and_then(|d| d.nth_weekday(1, weekday).ok())
            }
            Day::Vernal => feast::equinox(year, false),
            Day::Autumnal => feast::equinox(year, true),
            Day::Brigid => Date::new(year, 2, 1).ok().and_then(|d| match d.weekday() {
                Weekday::Friday => Some(d),
                _ => d.nth_weekday_of_month(1, Weekday::Monday).ok(),
            }),
            Day::Koningsdag => Date::new(year, 4, 27)
                .ok()
                .and_then(|d| if d.weekday() == Weekday::Sunday { d.yesterday().ok() } else { Some(d) }),
        };
        one.into_iter().collect()
    }
}

fn day(word: &str) -> Option<Day> {
    let month_day = |text: &str| {
        let (month, day) = text.split_once('-')?;
        Some((month.parse::<i8>().ok()?, day.parse::<i8>().ok()?))
    };
    if let Some(days) = word.strip_prefix("easter") {
        return Some(Day::Easter(days.parse().ok()?));
    }
    if let Some(days) = word.strip_prefix("orthodox") {
        return Some(Day::Orthodox(days.parse().ok()?));
    }
    if let Some(date) = word.strip_prefix("hijri-") {
        let (month, day) = month_day(date)?;
        return Some(Day::Hijri(month.unsigned_abs(), day.unsigned_abs()));
    }
    if let Some((name, date)) = word.split_once('<') {
        let (month, day) = month_day(date)?;
        return Some(Day::Before(weekday(name)?, month, day));
    }
    if let Some((name, date)) = word.split_once('>') {
        let (month, day) = month_day(date)?;
        return Some(Day::After(weekday(name)?, month, day));
    }
    match word {
        "vernal" => return Some(Day::Vernal),
        "autumnal" => return Some(Day::Autumnal),
        "brigid" => return Some(Day::Brigid),
        "kingsday" => return Some(Day::Koningsdag),
        _ => {}
    }
    match word.split('-').collect::<Vec<_>>()[..] {
        [n, name, month] => {
            let n = if n == "last" { -1 } else { n.parse().ok()? };
            Some(Day::Nth(n, weekday(name)?, month.parse().ok()?))
        }
        [month, day] => Some(Day::Fixed(month.parse().ok()?, day.parse().ok()?)),
        _ => None,
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}
