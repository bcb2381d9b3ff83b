//! Two texts compared word by word.

use std::collections::HashSet;

use jiff::civil::date;
use similar::{ChangeTag, TextDiff};

use crate::{
    model::value::{DateStyle, LanguageTag},
    personalise::format_date,
};

/// Texts longer than this, in bytes, are not compared word by word.
const LONGEST: usize = 400_000;

/// A part of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// In both.
    Same(String),
    /// Only before.
    Gone(String),
    /// Only now.
    New(String),
}

/// Compares two texts; nothing where they are the same or too long to compare.
pub fn compare(before: &str, now: &str) -> Vec<Run> {
    if before == now || before.len().max(now.len()) > LONGEST {
        return Vec::new();
    }
    let mut runs: Vec<Run> = Vec::new();
    for change in TextDiff::from_unicode_words(before, now).iter_all_changes() {
        let text = change.value();
        match (change.tag(), runs.last_mut()) {
            (ChangeTag::Equal, Some(Run::Same(last)))
            | (ChangeTag::Delete, Some(Run::Gone(last)))
            | (ChangeTag::Insert, Some(Run::New(last))) => last.push_str(text),
            (ChangeTag::Equal, _) => runs.push(Run::Same(text.into())),
            (ChangeTag::Delete, _) => runs.push(Run::Gone(text.into())),
            (ChangeTag::Insert, _) => runs.push(Run::New(text.into())),
        }
    }
    joined(runs)
}

/// Changes that only white space parts are one change: `9 March` and `16 April` rather than two pairs of words.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let (mut gone, mut new) = (String::new(), String::new());
    let mut runs = runs.into_iter().peekable();
    while let Some(run) = runs.next() {
        match run {
            Run::Gone(text) => gone.push_str(&text),
            Run::New(text) => new.push_str(&text),
            Run::Same(text) => {
                let open = !(gone.is_empty() && new.is_empty());
                let short = text.chars().all(|c| c == ' ' || c == '\u{a0}' || c == '\u{202f}');
                if open && short && runs.peek().is_some() {
                    gone.push_str(&text);
                    new.push_str(&text);
                    continue;
                }
                flush(&mut out, &mut gone, &mut new);
                out.push(Run::Same(text));
            }
        }
    }
    flush(&mut out, &mut gone, &mut new);
    out
}

fn flush(out: &mut Vec<Run>, gone: &mut String, new: &mut String) {
    for (text, run) in [(std::mem::take(gone), Run::Gone as fn(String) -> Run), (std::mem::take(new), Run::New)] {
        if !text.is_empty() {
            out.push(run(text));
        }
    }
}

/// What of a change of text is one of dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Nature {
    /// A date or a time differs.
    pub dates: bool,
    /// Something else differs.
    pub words: bool,
}

/// What differs between two texts of a language.
pub fn nature(runs: &[Run], language: &LanguageTag) -> Nature {
    let calendar = CalendarWords::of(language);
    let mut nature = Nature::default();
    for (i, run) in runs.iter().enumerate() {
        let (Run::Gone(text) | Run::New(text)) = run else { continue };
        let around = |step: Option<usize>| match step.and_then(|i| runs.get(i)) {
            Some(Run::Same(text)) => text.as_str(),
            _ => "",
        };
        // The text on either side, past the other half of the change.
        let (before, after) = (around(i.checked_sub(1)), around(Some(i + 1)));
        let before = if before.is_empty() { around(i.checked_sub(2)) } else { before };
        let after = if after.is_empty() { around(Some(i + 2)) } else { after };
        if text.trim().is_empty() {
            continue;
        }
        match calendar.is_date(text, before, after) {
            true => nature.dates = true,
            false => nature.words = true,
        }
    }
    nature
}

/// The words in which a language writes dates.
struct CalendarWords(HashSet<String>);

impl CalendarWords {
    fn of(language: &LanguageTag) -> Self {
        let days = (1..=12).flat_map(|month| (1..=7).map(move |day| date(2027, month, day)));
        let dates = days.flat_map(|day| {
            let styles = [DateStyle::Short, DateStyle::Medium, DateStyle::Long];
            styles.map(|style| format_date(day, language, style))
        });
        let words = dates.flat_map(|date| tokens(&date).filter(|t| !is_number(t)).collect::<Vec<_>>());
        Self(words.collect())
    }

    /// True for words that are all of a date or a time, where one of them or of their neighbours can be nothing else.
    fn is_date(&self, text: &str, before: &str, after: &str) -> bool {
        let all: Vec<String> = tokens(text).collect();
        if all.is_empty() || !all.iter().all(|t| is_number(t) || self.0.contains(t)) {
            return false;
        }
        let named = |t: &String| t.chars().count() > 1 && !is_number(t) && self.0.contains(t);
        let near = tokens(before).last().filter(|_| !ends_line(before));
        let next = tokens(after).next();
        // Figures alone: a time, a year, or a day beside its month.
        let clock = after.starts_with([':', '年', '月', '日', '時', '分']) || before.ends_with(':');
        let figures = clock || text.contains([':', '/', '月', '日', '年']) || all.iter().any(|t| is_year(t));
        all.iter().any(named) || figures || near.as_ref().is_some_and(named) || next.as_ref().is_some_and(named)
    }
}

fn ends_line(text: &str) -> bool {
    text.trim_end_matches(' ').ends_with('\n')
}

fn is_year(token: &str) -> bool {
    token.len() == 4 && (token.starts_with("20") || token.starts_with("19")) && is_number(token)
}

/// Figures, with what ordinals end in.
fn is_number(token: &str) -> bool {
    let rest = token.trim_start_matches(|c: char| c.is_numeric());
    rest.len() < token.len() && matches!(rest, "" | "er" | "st" | "nd" | "rd" | "th" | "h")
}

/// Words and numbers, small.
fn tokens(text: &str) -> impl Iterator<Item = String> {
    // Between figures and signs of East Asian writing a word ends too.
    let mut words: Vec<String> = vec![String::new()];
    let mut last_numeric = None;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
            last_numeric = None;
            continue;
        }
        let wide = |c: char| ('\u{3000}'..'\u{a000}').contains(&c);
        if last_numeric.is_some_and(|(numeric, old)| numeric != c.is_numeric() && (wide(c) || wide(old))) {
            words.push(String::new());
        }
        last_numeric = Some((c.is_numeric(), c));
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tell(before: &str, now: &str, language: &str) -> Nature {
        nature(&compare(before, now), &language.parse().unwrap())
    }

    #[test]
    fn words_that_changed_stand_together() {
        let runs = compare("It opens on 9 March at ten.", "It opens on 16 April at ten.");
        let expected = [
            Run::Same("It opens on ".into()),
            Run::Gone("9 March".into()),
            Run::New("16 April".into()),
            Run::Same(" at ten.".into()),
        ];
        assert_eq!(runs, expected);
        assert!(compare("same", "same").is_empty());
    }

    #[test]
    fn a_moved_date_is_told_from_a_new_word() {
        let dates = Nature { dates: true, words: false };
        assert_eq!(tell("Ouverture le 9 mars 2027.", "Ouverture le 16 mars 2027.", "fr"), dates);
        assert_eq!(tell("Mardi 9 mars à 14 h", "Jeudi 1er avril à 14 h", "fr"), dates);
        assert_eq!(tell("Thursday, 11 March 2027, 10:00–11:00", "Sunday, 14 March 2027, 14:00–15:00", "en"), dates);
        assert_eq!(tell("at 09:00 sharp", "at 10:30 sharp", "en"), dates);
        assert_eq!(tell("2027年3月9日です", "2027年3月16日です", "ja"), dates);
        let words = Nature { dates: false, words: true };
        assert_eq!(tell("Find it in 3 clicks", "Find it in 4 clicks", "en"), words);
        assert_eq!(tell("in March", "in short", "en"), Nature { dates: true, words: true });
    }

    proptest! {
        #[test]
        fn either_text_can_be_read_out_of_the_runs(before in "[a-c \\n]{0,40}", now in "[a-c \\n]{0,40}") {
            let runs = compare(&before, &now);
            prop_assume!(before != now);
            let side = |gone: bool| runs.iter().map(|run| match run {
                Run::Same(text) => text.as_str(),
                Run::Gone(text) if gone => text,
                Run::New(text) if !gone => text,
                _ => "",
            }).collect::<String>();
            prop_assert_eq!(side(true), before);
            prop_assert_eq!(side(false), now);
        }

        #[test]
        fn no_text_makes_it_panic(before in "\\PC{0,60}", now in "\\PC{0,60}") {
            let _ = nature(&compare(&before, &now), &"ja".parse().unwrap());
        }
    }
}
