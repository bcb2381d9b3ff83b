//! Days to places, and the marks of months, weeks or days along them.

use jiff::{
    ToSpan, Unit,
    civil::{Date, Weekday},
};
use serde_json::{Value, json};

use super::place::{Face, Placer};
use crate::{
    model::value::LanguageTag,
    personalise::{format_day, format_month},
};

/// Where the axis begins and ends, from the side where reading begins.
pub(super) const START: f64 = 260.0;
pub(super) const END: f64 = 1556.0;

/// Up to so many days weeks are named, then months.
const WEEKS: i64 = 70;
/// Up to so many days each is named.
const DAYS: i64 = 9;
/// Room before and after a name.
const AROUND: f64 = 24.0;

/// A stretch of time along the picture.
pub(super) struct Axis {
    first: Date,
    last: Date,
    days: f64,
}

impl Axis {
    pub fn new(first: Date, last: Date) -> Self {
        Self { first, last, days: (days(first, last) + 1).max(1) as f64 }
    }

    /// The place of a day's beginning.
    pub fn x(&self, day: Date) -> f64 {
        let share = days(self.first, day) as f64 / self.days;
        ((START + (END - START) * share.clamp(0.0, 1.0)) * 10.0).round() / 10.0
    }

    /// Lines with their names: each day, each Monday, or each month, as many as there is room for.
    pub fn ticks(&self, language: &LanguageTag, placer: &mut Placer<'_>) -> Vec<Value> {
        let length = days(self.first, self.last);
        let of_months = length > WEEKS;
        let begins = |day: &Date| match length {
            _ if of_months => day.day() == 1,
            ..=DAYS => true,
            _ => day.weekday() == Weekday::Monday,
        };
        let within = self.first.series(1.day()).take_while(|day| *day <= self.last);
        let mut days: Vec<Date> = within.filter(begins).collect();
        // The month in which it all begins is named too, where the next leaves room.
        let next = days.first().map_or(END, |day| self.x(*day));
        if of_months && self.first.day() > 1 && next - START > 110.0 {
            days.insert(0, self.first);
        }
        let short = of_months && days.len() > 9;
        let name = |day: Date| match of_months {
            true => format_month(day, language, short),
            false => format_day(day, language),
        };
        let widths: Vec<f64> = days.iter().map(|day| placer.width(&name(*day), Face::Tick)).collect();
        let widest = widths.iter().copied().fold(0.0, f64::max) + AROUND;
        let apart = (END - START) / (days.len().max(1) as f64);
        let every = [1, 2, 3, 6, 12].into_iter().find(|n| apart * f64::from(*n) >= widest).unwrap_or(12);
        let of_year = days.iter().any(|day| day.year() != self.first.year());
        let tick = |(i, day): (usize, &Date)| {
            let place = if of_months { day.month() as usize - 1 } else { i };
            let x = self.x(*day);
            let new_year = of_year && of_months && day.month() == 1;
            let shown = place % every as usize == 0 && x + widest <= END + 40.0;
            let text = if new_year && shown { day.year().to_string() } else { name(*day) };
            json!({ "x": x, "text": shown.then_some(text), "width": widest, "strong": new_year })
        };
        days.iter().enumerate().map(tick).collect()
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.until((Unit::Day, to)).map_or(0, |span| i64::from(span.get_days()))
}
