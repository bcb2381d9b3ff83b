//! Dates are fields, so that they follow a launch that moves.

use super::texts::{self, Seen};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::Project,
};

/// The months in French, English, German and Arabic (both the Egyptian and the Levantine names), with their short forms;
/// Japanese writes them in figures.
const MONTHS: &[&str] = &[
    "janvier",
    "janv",
    "février",
    "fevrier",
    "févr",
    "mars",
    "avril",
    "avr",
    "mai",
    "juin",
    "juillet",
    "juil",
    "août",
    "aout",
    "septembre",
    "sept",
    "octobre",
    "novembre",
    "décembre",
    "decembre",
    "déc", // French
    "january",
    "jan",
    "february",
    "feb",
    "march",
    "mar",
    "april",
    "apr",
    "may",
    "june",
    "jun",
    "july",
    "jul",
    "august",
    "aug",
    "september",
    "sep",
    "october",
    "oct",
    "november",
    "nov",
    "december",
    "dec", // English
    "januar",
    "jänner",
    "februar",
    "märz",
    "juni",
    "juli",
    "oktober",
    "okt",
    "dezember",
    "dez", // German
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ابريل",
    "إبريل",
    "مايو",
    "يونيو",
    "يونيه",
    "يوليو",
    "يوليه",
    "أغسطس",
    "اغسطس",
    "سبتمبر",
    "أكتوبر",
    "اكتوبر",
    "نوفمبر",
    "ديسمبر",
    "كانون",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين", // Arabic
];

/// Months that are words of their own too: `May 3 people…`; a number after them is a day where something else says so.
const WORDS_TOO: [&str; 3] = ["may", "mar", "march"];

/// No text of a campaign with a launch holds a date in words or figures.
pub fn check(project: &Project) -> Diagnostics {
    texts::all(project).iter().filter(|seen| seen.dated).filter_map(typed_date).collect()
}

fn typed_date(seen: &Seen) -> Option<Diagnostic> {
    let month_first = seen.language.as_ref().is_none_or(|language| language.primary() == "en");
    let date = find_date(&seen.text, month_first)?;
    let message = format!("the date `{date}` is typed into the text");
    let help =
        "write `{{ launch | date }}`, `{{ training.ID.starts | date }}` or the like, which follow a launch that moves";
    Some(Diagnostic::new(Code::TypedDate, &texts::place(seen, date), message).help(help))
}

/// `9 mars`, `March 9th`, `the 9th of March`, `09/03/2027`, `9.3.2027`, `2027-03-09`, `3月9日`, in Arabic digits too. English alone may write
/// the month first.
fn find_date(text: &str, month_first: bool) -> Option<&str> {
    let words = words(text);
    for (i, (start, word)) in words.iter().enumerate() {
        let following: Vec<(usize, &str)> = words[i + 1..].iter().take(3).copied().collect();
        let next: Vec<&str> = following.iter().map(|(_, word)| *word).collect();
        if let Some(length) = day_first(word, &next).or_else(|| month_first.then(|| in_english(word, &next))?) {
            let (at, last) = if length == 1 { (*start, *word) } else { following[length - 2] };
            return Some(text[*start..at + last.len()].trim_end_matches(PUNCTUATION));
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if figures(bare) {
            return Some(bare);
        }
        if let Some(date) = japanese(word) {
            return Some(date);
        }
    }
    None
}

/// What may stand behind a date without belonging to it.
const PUNCTUATION: [char; 10] = ['.', ',', ';', '!', '?', ')', ':', '،', '؟', '»'];

fn is_month(word: &str) -> bool {
    MONTHS.contains(&bare(word).as_str())
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// True where a sentence or a part of it ends with a word.
fn ends(word: &str) -> bool {
    word.ends_with([',', ';', '!', '?', ')', ':', '،'])
}

/// How many words a date takes that begins with its day: `9 mars`, `1er avril`, `9. März`, `9th of March`.
fn day_first(first: &str, following: &[&str]) -> Option<usize> {
    day(first).filter(|_| !ends(first))?;
    match following {
        [second, ..] if is_month(second) => Some(2),
        [of, third, ..] if matches!(*of, "of" | "de" | "من") && is_month(third) => Some(3),
        _ => None,
    }
}

/// How many words a date takes that begins with its month, which English writes with a capital: `March 9`, `Jan 15th`,
/// `May 3, 2027`.
fn in_english(first: &str, following: &[&str]) -> Option<usize> {
    let capital = first.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let (second, third) = (following.first()?, following.get(1));
    let suffixed = day(second).filter(|_| capital && is_month(first) && !ends(first))?;
    let dated = third.is_some_and(|third| year(&bare(third)));
    let is_date = suffixed || dated || ends(second) || !WORDS_TOO.contains(&bare(first).as_str());
    is_date.then_some(2)
}

/// A day of a month, and whether it has the letters of an ordinal: `9`, `9.`, `1er`, `15th`, `2nd`, `٩`.
fn day(word: &str) -> Option<bool> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let figures = ascii(word);
    let bare = ["er", "st", "nd", "rd", "th"].iter().find_map(|suffix| figures.strip_suffix(suffix));
    let number = bare.unwrap_or(&figures);
    (number.len() <= 2 && number.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d))).then_some(bare.is_some())
}

fn year(word: &str) -> bool {
    let word = ascii(word);
    word.len() == 4 && matches!(word.get(..2), Some("19" | "20" | "21"))
}

/// True for `09/03/2027`, `9.3.2027`, `15.1.27`, `2027-03-09` and `2027/3/9`.
fn figures(word: &str) -> bool {
    let word = ascii(word);
    ['/', '.', '-'].iter().any(|separator| {
        let parts: Vec<&str> = word.split(*separator).collect();
        let number = |p: &str, most: u8| p.len() <= 2 && p.parse::<u8>().is_ok_and(|n| n >= 1 && n <= most);
        match parts[..] {
            // Either order of day and month.
            [a, b, c] if year(c) => (number(a, 31) && number(b, 12)) || (number(a, 12) && number(b, 31)),
            [a, b, c] if year(a) => number(b, 12) && number(c, 31),
            // Two figures for the year: `15.1.27`, not a version such as `1.2.3`.
            [a, b, c] if c.len() == 2 && *separator != '-' => {
                number(a, 31) && number(b, 12) && (20..50).contains(&c.parse().unwrap_or(0))
            }
            _ => false,
        }
    })
}

/// `3月9日`, `2027年1月15日`, wherever they stand: Japanese has no spaces.
fn japanese(text: &str) -> Option<&str> {
    let before = |end: usize| {
        let figures = text[..end].char_indices().rev().take_while(|(_, c)| c.is_numeric());
        figures.last().map(|(at, _)| at)
    };
    for (at, _) in text.match_indices('月') {
        let Some(mut start) = before(at) else { continue };
        let rest = &text[at + '月'.len_utf8()..];
        let length: usize = rest.chars().take_while(|c| c.is_numeric()).map(char::len_utf8).sum();
        if length == 0 || !rest[length..].starts_with('日') {
            continue;
        }
        if text[..start].ends_with('年')
            && let Some(year) = before(start - '年'.len_utf8())
        {
            start = year;
        }
        let end = at + '月'.len_utf8() + length + '日'.len_utf8();
        return Some(&text[start..end]);
    }
    None
}

/// A word in small letters and with the digits of ASCII, whichever its own are.
fn ascii(word: &str) -> String {
    let digit = |c: char| {
        let zero = match c {
            '\u{660}'..='\u{669}' => 0x660,
            '\u{6f0}'..='\u{6f9}' => 0x6f0,
            '\u{ff10}'..='\u{ff19}' => 0xff10,
            _ => return c,
        };
        char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
    };
    word.to_lowercase().chars().map(digit).collect()
}

fn words(text: &str) -> Vec<(usize, &str)> {
    text.split(char::is_whitespace)
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::find_date;

    #[test]
    fn dates_are_found_in_five_languages() {
        for (text, date) in [
            ("Le 9 mars 2027, tout change", "9 mars"),
            ("le 15 janvier", "15 janvier"),
            ("Dès le 1er avril", "1er avril"),
            ("avant le 3 déc. au soir", "3 déc"),
            ("Rendez-vous le 09/03/2027.", "09/03/2027"),
            ("On March 9, 2027", "March 9"),
            ("by Jan 15th at noon", "Jan 15th"),
            ("from May 3, when we open", "May 3"),
            ("on the 9th of March", "9th of March"),
            ("until 3 June", "3 June"),
            ("ab 2027-03-09 gilt", "2027-03-09"),
            ("am 15.1.2027", "15.1.2027"),
            ("am 15.1.27 geht es los", "15.1.27"),
            ("am 9. März", "9. März"),
            ("2027年1月15日に始まります", "2027年1月15日"),
            ("受付は3月9日まで。", "3月9日"),
            ("受付は３月９日まで。", "３月９日"),
            ("في ٩ مارس ٢٠٢٧", "٩ مارس"),
            ("يوم ١٥ يناير", "١٥ يناير"),
            ("في 15 كانون الثاني", "15 كانون"),
            ("بتاريخ ٠٩/٠٣/٢٠٢٧", "٠٩/٠٣/٢٠٢٧"),
        ] {
            assert_eq!(find_date(text, true), Some(date), "{text}");
        }
    }

    #[test]
    fn other_figures_are_no_dates() {
        assert_eq!(find_date("Im Juli 12 Teams", false), None);
        for text in [
            "On y va en mars",
            "4 heures",
            "1 200 experts",
            "version 1.2.3",
            "version 10.0.12.1",
            "24/7",
            "may 99",
            "you may 3 times ask",
            "10 à 12",
            "Vous étiez 12, mars sera fou",
            "En mars 12 équipes arrivent",
            "März 2027",
            "3か月で9日間",
            "毎月1回",
            "1月から始めます",
            "call 01.23.45.67.89",
            "192.168.1.10",
            "10-12-14 people",
            "٣ أيام",
        ] {
            assert_eq!(find_date(text, true), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,40}") {
            find_date(&text, true);
        }

        #[test]
        fn any_japanese_text_is_read(text in "[0-9０-９年月日は。 ]{0,20}") {
            find_date(&text, true);
        }
    }
}
