//! Dates are fields, so that they follow a launch that moves.

use super::texts::{self, Seen};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::Project,
};

/// The months in the five languages that have built-in words; Japanese and Arabic years are found by their figures.
const MONTHS: [&str; 48] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

/// No text of a campaign with a launch holds a date in words or figures.
pub fn check(project: &Project) -> Diagnostics {
    texts::all(project).iter().filter(|seen| seen.dated).filter_map(typed_date).collect()
}

fn typed_date(seen: &Seen) -> Option<Diagnostic> {
    let date = find_date(&seen.text)?;
    let message = format!("the date `{date}` is typed into the text");
    let help =
        "write `{{ launch | date }}`, `{{ training.ID.starts | date }}` or the like, which follow a launch that moves";
    Some(Diagnostic::new(Code::TypedDate, &texts::place(seen, date), message).help(help))
}

/// `9 mars`, `March 9`, `09/03/2027`, `2027-03-09`, `3月9日`.
fn find_date(text: &str) -> Option<&str> {
    let words: Vec<(usize, &str)> = words(text);
    let day = |word: &str| {
        let digits = word.trim_end_matches(['.', ',']).trim_end_matches("er").trim_end_matches("th");
        digits.len() <= 2 && digits.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d))
    };
    let month = |word: &str| MONTHS.contains(&word.trim_end_matches(['.', ',', ';', '!', '?']).to_lowercase().as_str());
    for pair in words.windows(2) {
        let [(start, first), (second_at, second)] = pair else { continue };
        if (day(first) && month(second)) || (month(first) && day(second)) {
            return Some(text[*start..second_at + second.len()].trim_end_matches(['.', ',', ';', '!', '?']));
        }
    }
    words.iter().map(|(_, word)| word.trim_matches(|c: char| !c.is_alphanumeric())).find(|word| figures(word))
}

/// True for `09/03/2027`, `9.3.2027`, `2027-03-09` and `3月9日`.
fn figures(word: &str) -> bool {
    if word.contains('月') && word.contains('日') && word.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    ['/', '.', '-'].iter().any(|separator| {
        let parts: Vec<&str> = word.split(*separator).collect();
        let number = |p: &str, most: u16| p.parse::<u16>().is_ok_and(|n| n >= 1 && n <= most) && p.len() <= 4;
        match parts[..] {
            [a, b, c] if c.len() == 4 => number(a, 31) && number(b, 31) && number(c, 2999) && c >= "1900",
            [a, b, c] if a.len() == 4 => number(a, 2999) && a >= "1900" && number(b, 12) && number(c, 31),
            _ => false,
        }
    })
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
    fn dates_are_found_and_other_figures_are_not() {
        for (text, date) in [
            ("Le 9 mars 2027, tout change", "9 mars"),
            ("On March 9, 2027", "March 9"),
            ("Rendez-vous le 09/03/2027.", "09/03/2027"),
            ("Dès le 1er avril", "1er avril"),
            ("ab 2027-03-09 gilt", "2027-03-09"),
        ] {
            assert_eq!(find_date(text), Some(date), "{text}");
        }
        for text in ["On y va en mars", "4 heures", "1 200 experts", "version 1.2.3", "24/7", "may 99", "10 à 12"] {
            assert_eq!(find_date(text), None, "{text}");
        }
    }
}
