//! Days that move: Easter by computus, dates of the Islamic calendar, Japan's equinoxes.

use icu_calendar::{Date as IcuDate, Gregorian, cal::Hijri};
use jiff::{ToSpan, civil::Date};

/// Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 2nd ed., chapter 8; Butcher 1876).
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

/// Easter Sunday of the Orthodox churches in Gregorian dates (Meeus, chapter 8), from 1900 to 2099.
pub fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let n = d + e + 114;
    let julian = Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()?;
    julian.checked_add(13.days()).ok()
}

/// The days of a year on which a date of the Umm al-Qura calendar falls: one, rarely two or none.
pub fn hijri(year: i16, month: u8, day: u8) -> Vec<Date> {
    let around = i32::from(year) - 622;
    // An Islamic year has 354 or 355 days.
    let first = around + around / 33 - 1;
    let falls = (first..first + 4).filter_map(|islamic| {
        let date = IcuDate::try_new_hijri_with_calendar(islamic, month, day, Hijri::new_umm_al_qura()).ok()?;
        let date = date.to_calendar(Gregorian);
        let (y, m, d) = (date.era_year().year, date.month().ordinal, date.day_of_month().0);
        Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
    });
    falls.filter(|date| date.year() == year).collect()
}

/// The vernal equinox in Japan, and the autumnal one. The formula of the Japanese Hydrographic Department (新こよみ便利帳),
/// good from 1980 to 2099; the day itself is announced by the National Astronomical Observatory in the February before.
pub fn equinox(year: i16, autumnal: bool) -> Option<Date> {
    let since = f64::from(year - 1980);
    let base = if autumnal { 23.2488 } else { 20.8431 };
    let day = (base + 0.242_194 * since).floor() - (since / 4.0).floor();
    Date::new(year, if autumnal { 9 } else { 3 }, day as i8).ok()
}
