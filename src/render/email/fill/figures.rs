//! Figures, steps and the days that are left.

use jiff::{Unit, civil::DateTime};

use super::Writer;
use crate::{
    model::{
        Number, Step,
        value::{DateStyle, Inline, Localised, Prose},
    },
    personalise::{self, format_date},
    render::email::issue::{Countdown, Figure, Part, Stage},
};

impl Writer<'_> {
    pub(super) fn numbers(&mut self, title: Option<&Localised<Prose>>, numbers: &[Number]) -> Option<Part> {
        let title = self.title(title);
        let figures = numbers.iter().map(|number| Figure {
            value: self.reader.inlines(&number.value),
            label: self.reader.inlines(&number.label),
        });
        let numbers: Vec<_> = figures.collect();
        (!numbers.is_empty()).then_some(Part::Numbers { title, numbers })
    }

    pub(super) fn steps(&mut self, title: Option<&Localised<Prose>>, steps: &[Step]) -> Option<Part> {
        let title = self.title(title);
        let stages = steps.iter().map(|step| Stage {
            title: self.reader.inlines(&step.title),
            text: step.text.as_ref().map(|text| self.reader.prose(text)),
        });
        let steps: Vec<_> = stages.collect();
        (!steps.is_empty()).then_some(Part::Steps { title, steps })
    }

    /// Days are counted from the day on which the issue leaves; nothing is shown where nobody knows it.
    pub(super) fn countdown(
        &mut self,
        until: DateTime,
        to_launch: bool,
        text: Option<&Localised<Prose>>,
        begun: Option<&Localised<Prose>>,
    ) -> Option<Part> {
        let scope = self.reader.scope;
        let (words, language) = (&scope.project.words, scope.language);
        let sent = self.newsletter.first_send?;
        let days = sent.date().until((Unit::Day, until.date())).ok()?.get_days();
        let date = format_date(until.date(), language, DateStyle::Long);
        let values = [("name", scope.project.identity.name.as_str()), ("date", date.as_str())];
        let built_in = |key: &str| vec![Inline::Text(words.fill(language, key, &values))];
        if days <= 0 {
            let begun = begun.map(|begun| self.reader.inlines(begun));
            let key = if to_launch { "countdown_begun_launch" } else { "countdown_begun" };
            let text = begun.unwrap_or_else(|| built_in(key));
            let today = days == 0;
            let begun = personalise::plain(&text);
            let line = if today { format!("{}: {begun}", words.get(language, "countdown_today")) } else { begun };
            return Some(Part::Countdown(Countdown { left: None, today, text, line, date }));
        }
        let key = if to_launch { "countdown_launch" } else { "countdown_date" };
        let text = text.map(|text| self.reader.inlines(text)).unwrap_or_else(|| built_in(key));
        let unit = words.count(language, "countdown_days", days.unsigned_abs().into());
        let line = [("count", days.to_string()), ("unit", unit.clone()), ("text", personalise::plain(&text))];
        let line: Vec<(&str, &str)> = line.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let line = words.fill(language, "countdown_line", &line);
        Some(Part::Countdown(Countdown { left: Some((days.to_string(), unit)), today: false, text, line, date }))
    }
}
