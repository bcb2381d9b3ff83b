//! Built-in texts for projects whose name is long: they leave the name out where it would push out what they have to say.
//!
//! In: a built-in file's text and the project's name. Out: the text that is read in its place.

use std::{borrow::Cow, sync::LazyLock};

use unicode_width::UnicodeWidthStr;

use super::decode;
use crate::{
    diagnostic::Located,
    load::raw::decode::{Map, record},
};

/// The widest name that built-in texts carry, in columns of a fixed-width font, in which ideographs count double. With it the longest
/// of their subjects, `{{ name }} : ce qui change pour vous`, has the 50 characters that inboxes show.
const WIDEST: usize = 24;

record! {
    /// A built-in text, and what stands in its place.
    Wording {
        /// As it stands in a built-in file.
        text: Located<String>,
        /// Without the name.
        instead: Located<String>,
    }
}

/// Where a text is part of another the other comes first, so that it is found whole.
static WORDINGS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let tables: Map<Vec<Wording>> = decode(include_str!("../../builtin/long-name.yaml"), "long-name.yaml").0;
    let pairs = tables.0.into_iter().flat_map(|(_, table)| table);
    let mut pairs: Vec<_> = pairs.map(|pair| (pair.text.value, pair.instead.value)).collect();
    pairs.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    pairs
});

/// Whether a name is too long for a subject, a button or a heading that has something else to say.
pub fn is_long(name: &str) -> bool {
    name.width() > WIDEST
}

/// A built-in text as a project of this name has it.
pub fn worded(text: &'static str, name: &str) -> Cow<'static, str> {
    if !is_long(name) {
        return text.into();
    }
    let replace = |text: String, (long, instead): &(String, String)| {
        if text.contains(long) { text.replace(long, instead) } else { text }
    };
    WORDINGS.iter().fold(text.to_owned(), replace).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::built_in::{GUIDES, NEWSLETTERS, POSTERS, WORDS, guides};

    const LONG: &str = "Energieeffizienzprogramm der Norddeutschen Wasserwerke 2030";

    fn all() -> Vec<(String, &'static str)> {
        let pieces = NEWSLETTERS.iter().chain(&POSTERS).chain(&WORDS).map(|(name, text)| ((*name).to_owned(), *text));
        let guides =
            GUIDES.iter().chain(&guides::TEXTS).map(|(name, language, text)| (format!("{name}.{language}"), *text));
        pieces.chain(guides).collect()
    }

    #[test]
    fn every_wording_stands_in_a_built_in_file() {
        assert!(WORDINGS.len() > 60);
        for (text, instead) in WORDINGS.iter() {
            assert!(all().iter().any(|(_, file)| file.contains(text)), "no built-in file says `{text}`");
            assert!(!instead.contains("{name}") && !instead.contains("{{ name }}"), "{instead}");
        }
    }

    #[test]
    fn no_subject_title_heading_or_button_holds_a_long_name() {
        for (file, text) in all() {
            let text = worded(text, LONG);
            let mut below = "";
            for line in text.lines() {
                if line.trim_end().ends_with(':') {
                    below = line.trim();
                }
                let shown = ["subject:", "title:", "label:", "headline:"];
                let head = line.starts_with("title:")
                    || line.starts_with('#')
                    || (line.contains(": \"") && shown.contains(&below));
                assert!(
                    !head || !line.contains("{{ name }}"),
                    "{file}: src/builtin/long-name.yaml has nothing for `{line}`"
                );
            }
        }
    }

    #[test]
    fn a_short_name_stays_and_the_longest_of_them_fits_a_subject() {
        let (_, announcement) = NEWSLETTERS[0];
        assert_eq!(worded(announcement, "Energieeffizienz 2030"), announcement);
        let subjects = announcement.lines().skip(1).take(4);
        for subject in subjects.filter_map(|line| line.split_once(": \"")) {
            let filled = subject.1.trim_end_matches('"').replace("{{ name }}", &"n".repeat(WIDEST));
            assert!(filled.chars().count() <= 50, "{filled}");
        }
        assert!(is_long(LONG) && is_long(&"水".repeat(13)) && !is_long(&"水".repeat(12)));
    }
}
