//! Very long words, with signs where they may be broken.
//!
//! In: a text. Out: the same text in which words that could be wider than a phone's column hold soft hyphens (U+00AD).
//! Mail readers that hyphenate by themselves are few; all of them know this sign, and show it only where a line ends.

use std::borrow::Cow;

use hypher::Lang;

use crate::model::value::LanguageTag;

/// Words of fewer letters stand on one line of a phone, even in headlines.
const LONG: usize = 20;
/// Letters that stay together at the beginning and at the end of a word.
const EDGES: (usize, usize) = (4, 4);
/// What a line may end at.
const SOFT_HYPHEN: char = '\u{ad}';

/// A text whose very long words may be broken by the rules of its language.
pub(super) fn hyphenated<'t>(text: &'t str, language: &LanguageTag) -> Cow<'t, str> {
    let long = |word: &str| word.chars().count() >= LONG && !word.contains(SOFT_HYPHEN);
    let Some(rules) = rules(language) else { return Cow::Borrowed(text) };
    if !words(text).any(|(is_word, part)| is_word && long(part)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (is_word, part) in words(text) {
        match is_word && long(part) {
            true => push(&mut out, part, rules),
            false => out.push_str(part),
        }
    }
    Cow::Owned(out)
}

fn push(out: &mut String, word: &str, rules: Lang) {
    for (i, syllable) in hypher::hyphenate_bounded(word, rules, EDGES.0, EDGES.1).enumerate() {
        if i > 0 {
            out.push(SOFT_HYPHEN);
        }
        out.push_str(syllable);
    }
}

/// A text cut into runs of letters (true) and all between (false).
fn words(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let letters = rest.chars().next()?.is_alphabetic();
        let end = rest.find(|c: char| c.is_alphabetic() != letters).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        Some((letters, part))
    })
}

fn rules(language: &LanguageTag) -> Option<Lang> {
    let code: [u8; 2] = language.primary().as_bytes().try_into().ok()?;
    Lang::from_iso(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_very_long_words_get_hyphens() {
        let german = "de".parse().unwrap();
        let text = "Die Donaudampfschifffahrtsgesellschaft, https://x.example/eine-Adresse";
        let soft = hyphenated(text, &german);
        assert_eq!(soft.replace(SOFT_HYPHEN, ""), text);
        assert!(soft.contains("Donau\u{ad}dampf\u{ad}schiff\u{ad}fahrts"), "{soft:?}");
        assert!(!soft.contains("Adres\u{ad}se"));
        for (text, tag) in [("Organisationsform", "de"), ("xxxxxxxxxxxxxxxxxxxxxxxxxxx", "ja"), ("", "fr")] {
            assert_eq!(hyphenated(text, &tag.parse().unwrap()), text);
        }
    }
}
