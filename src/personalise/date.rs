//! Dates and times as each language writes them (Unicode CLDR, by icu).

use icu_calendar::Gregorian;
use icu_datetime::{
    FixedCalendarDateTimeFormatter, NoCalendarFormatter, fieldsets,
    input::{Date as IcuDate, Time as IcuTime},
    preferences::HourCycle,
};
use icu_locale_core::Locale;
use jiff::civil::{Date, Time};

use crate::model::{
    Campaign,
    value::{DateStyle, LanguageTag},
};

/// The date of a document whose campaign has no launch.
const UNDATED: [i16; 3] = [2025, 1, 1];

/// Year, month and day that a campaign's PDFs bear: those of the launch, never today's.
pub fn document_day(campaign: &Campaign) -> [i16; 3] {
    let date = campaign.launch.map(|launch| launch.date()).filter(|date| date.year() > 0);
    date.map_or(UNDATED, |date| [date.year(), date.month().into(), date.day().into()])
}

/// A date in a language: `09/03/2027`, `9 mars 2027` or `mardi 9 mars 2027`.
///
/// English without a region is written the British way, which no reader takes for another day: `9 March 2027`.
pub fn format_date(date: Date, language: &LanguageTag, style: DateStyle) -> String {
    let iso = IcuDate::try_new_gregorian(date.year().into(), date.month() as u8, date.day() as u8);
    let Ok(input) = iso else { return date.to_string() };
    let preferences = locale(language).into();
    let text = match style {
        DateStyle::Short => {
            FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences, fieldsets::YMD::short())
                .map(|f| f.format(&input).to_string())
        }
        DateStyle::Medium => {
            FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences, fieldsets::YMD::long())
                .map(|f| f.format(&input).to_string())
        }
        DateStyle::Long => {
            FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences, fieldsets::YMDE::long())
                .map(|f| f.format(&input).to_string())
        }
    };
    typographic(text.unwrap_or_else(|_| date.to_string()), language)
}

/// A day as a leaf of a calendar shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The month, shortened where the language does: `mars`, `Mar`, `3月`.
    pub month: String,
    /// The day of the month, in figures.
    pub day: String,
    /// The day of the week, shortened: `mar.`, `Tue`, `火`.
    pub weekday: String,
}

/// A date as a leaf of a calendar in a language.
pub fn calendar_leaf(date: Date, language: &LanguageTag) -> Leaf {
    let plain = Leaf { month: date.month().to_string(), day: date.day().to_string(), weekday: String::new() };
    let Ok(input) = IcuDate::try_new_gregorian(date.year().into(), date.month() as u8, date.day() as u8) else {
        return plain;
    };
    let preferences = || locale(language).into();
    let month = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences(), fieldsets::M::medium());
    let weekday = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences(), fieldsets::E::medium());
    let day = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences(), fieldsets::D::medium());
    let figures = |text: String| text.chars().filter(|c| c.is_numeric()).collect::<String>();
    Leaf {
        month: month.map_or(plain.month, |f| f.format(&input).to_string()),
        day: day.map_or(plain.day, |f| figures(f.format(&input).to_string())),
        weekday: weekday.map_or(plain.weekday, |f| f.format(&input).to_string()),
    }
}

/// A day of a year that is known: `9 mars`, `9 Mar`, `3月9日`.
pub fn format_day(date: Date, language: &LanguageTag) -> String {
    let Ok(input) = IcuDate::try_new_gregorian(date.year().into(), date.month() as u8, date.day() as u8) else {
        return date.to_string();
    };
    let formatter =
        FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale(language).into(), fieldsets::MD::medium());
    typographic(formatter.map_or_else(|_| date.to_string(), |f| f.format(&input).to_string()), language)
}

/// A month's name: `janvier`, or shortened where the language does: `janv.`
pub fn format_month(date: Date, language: &LanguageTag, short: bool) -> String {
    let Ok(input) = IcuDate::try_new_gregorian(date.year().into(), date.month() as u8, date.day() as u8) else {
        return date.month().to_string();
    };
    let preferences = locale(language).into();
    let length = if short { fieldsets::M::medium() } else { fieldsets::M::long() };
    FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences, length)
        .map_or_else(|_| date.month().to_string(), |f| f.format(&input).to_string())
}

/// A time of day in a language, on 24 hours: `09:30`, `9 h 30` in French.
pub fn format_time(time: Time, language: &LanguageTag) -> String {
    if language.primary() == "fr" {
        return match time.minute() {
            0 => format!("{}\u{a0}h", time.hour()),
            minute => format!("{}\u{a0}h\u{a0}{minute:02}", time.hour()),
        };
    }
    let fallback = || format!("{:02}:{:02}", time.hour(), time.minute());
    let Ok(input) = IcuTime::try_new(time.hour() as u8, time.minute() as u8, 0, 0) else { return fallback() };
    let mut preferences: icu_datetime::DateTimeFormatterPreferences = locale(language).into();
    preferences.hour_cycle = Some(HourCycle::H23);
    NoCalendarFormatter::try_new(preferences, fieldsets::T::hm())
        .map_or_else(|_| fallback(), |f| f.format(&input).to_string())
}

fn locale(language: &LanguageTag) -> Locale {
    let mut locale = Locale::from(language.identifier().clone());
    if language.primary() == "en" && locale.id.region.is_none() {
        locale.id.region = "GB".parse().ok();
    }
    locale
}

/// No line ends between a day and its month; in French the first of a month is `1er`.
fn typographic(text: String, language: &LanguageTag) -> String {
    let french = language.primary() == "fr";
    let words: Vec<&str> = text.split(' ').collect();
    let mut out = String::new();
    for (i, word) in words.iter().enumerate() {
        // `23`, and `23.` in German.
        let day = (1..=2).contains(&word.trim_end_matches('.').len())
            && word.trim_end_matches('.').chars().all(|c| c.is_ascii_digit());
        out.push_str(if french && *word == "1" { "1er" } else { word });
        if i + 1 < words.len() {
            out.push(if day { '\u{a0}' } else { ' ' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(language: &str) -> String {
        format_date(jiff::civil::date(2027, 3, 9), &language.parse().unwrap(), DateStyle::Long)
    }

    #[test]
    fn five_languages() {
        assert_eq!(long("fr"), "mardi 9\u{a0}mars 2027");
        assert_eq!(long("en"), "Tuesday, 9\u{a0}March 2027");
        assert_eq!(long("de"), "Dienstag, 9.\u{a0}März 2027");
        assert_eq!(long("ja"), "2027年3月9日火曜日");
        assert!(long("ar").contains("مارس"), "{}", long("ar"));
        let first = format_date(jiff::civil::date(2027, 4, 1), &"fr".parse().unwrap(), DateStyle::Medium);
        assert_eq!(first, "1er\u{a0}avril 2027");
    }

    #[test]
    fn leaves_of_a_calendar() {
        let leaf = |language: &str| {
            let leaf = calendar_leaf(jiff::civil::date(2027, 3, 9), &language.parse().unwrap());
            [leaf.month, leaf.day, leaf.weekday]
        };
        assert_eq!(leaf("fr"), ["mars", "9", "mar."]);
        assert_eq!(leaf("en"), ["Mar", "9", "Tue"]);
        assert_eq!(leaf("de"), ["Mär", "9", "Di"]);
        assert_eq!(leaf("ja"), ["3月", "9", "火"]);
        assert!(leaf("ar")[0].contains("مارس"), "{:?}", leaf("ar"));
    }

    #[test]
    fn days_and_months() {
        let day = |l: &str| format_day(jiff::civil::date(2027, 3, 9), &l.parse().unwrap());
        assert_eq!([day("fr"), day("en"), day("ja")], ["9\u{a0}mars", "9\u{a0}Mar", "3月9日"]);
        let month = |l: &str, short| format_month(jiff::civil::date(2027, 1, 9), &l.parse().unwrap(), short);
        assert_eq!([month("fr", false), month("fr", true), month("ja", true)], ["janvier", "janv.", "1月"]);
    }

    #[test]
    fn times() {
        let at = |hour, minute, l: &str| format_time(jiff::civil::time(hour, minute, 0, 0), &l.parse().unwrap());
        assert_eq!(at(9, 30, "fr"), "9\u{a0}h\u{a0}30");
        assert_eq!(at(10, 0, "fr-CA"), "10\u{a0}h");
        assert_eq!(at(9, 30, "en"), "09:30");
        assert_eq!(at(14, 0, "de"), "14:00");
    }
}
