//! The tone of voice.

use super::texts::{self, Seen};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{Project, value::LanguageTag},
};

/// No text holds a word that `guidelines.voice.avoid` lists for its language.
pub fn check(project: &Project) -> Diagnostics {
    let Some(avoid) = &project.identity.guidelines.voice.avoid else { return Diagnostics::new() };
    let default = project.default_language();
    let texts = texts::all(project);
    let found = texts.iter().flat_map(|seen| {
        let language: &LanguageTag = seen.language.as_ref().unwrap_or(default);
        avoid.get(language).iter().filter_map(move |word| avoided(seen, word))
    });
    found.collect()
}

fn avoided(seen: &Seen, word: &str) -> Option<Diagnostic> {
    let at = find_word(&seen.text, word)?;
    let written = &seen.text[at..at + word.len()];
    let message = format!("the brand's voice avoids the word `{word}`");
    let diagnostic = Diagnostic::new(Code::AvoidedWord, &texts::place(seen, written), message);
    Some(diagnostic.help("say it in other words; `guidelines.voice` in brand/identity.yaml has the list"))
}

/// Where a word stands as a whole word, whatever its case: in Arabic with the article and the particles that are written with
/// it, in Japanese, which parts no words, anywhere.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    text.char_indices().map(|(at, _)| at).find(|at| {
        let Some(here) = text.get(*at..at + word.len()) else { return false };
        !word.is_empty() && here.to_lowercase() == lower && begins(&text[..*at]) && ends(&text[at + word.len()..])
    })
}

/// True where a word may begin behind a text.
fn begins(before: &str) -> bool {
    let joined = before.chars().rev().take_while(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    let joined: String = joined.into_iter().rev().collect();
    joined.chars().next_back().is_none_or(is_unparted) || ARTICLES.contains(&joined.as_str())
}

/// True where a word may end before a text.
fn ends(after: &str) -> bool {
    after.chars().next().is_none_or(|c| !c.is_alphanumeric() || is_unparted(c))
}

/// The article and the particles that Arabic writes with the word that follows.
const ARTICLES: [&str; 15] = ["ال", "و", "ف", "ب", "ل", "ك", "لل", "وال", "فال", "بال", "كال", "ولل", "وب", "ول", "س"];

/// True for the scripts that put no space between words: kana, ideographs.
fn is_unparted(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::find_word;

    #[test]
    fn whole_words_only() {
        assert_eq!(find_word("Une Solution simple", "solution"), Some(4));
        assert_eq!(find_word("Des résolutions", "solution"), None);
        assert_eq!(find_word("", "solution"), None);
        assert_eq!(find_word("solution", ""), None);
        assert_eq!(find_word("Eine Lösung für alle", "lösung"), Some(5));
        assert_eq!(find_word("Auflösung", "lösung"), None);
    }

    #[test]
    fn words_are_found_in_scripts_that_join_or_do_not_part_them() {
        assert!(find_word("هذه الموارد لنا", "موارد").is_some());
        assert!(find_word("بالموارد", "موارد").is_some());
        assert_eq!(find_word("مموارد", "موارد"), None);
        assert!(find_word("新しいソリューションを紹介します", "ソリューション").is_some());
    }
}
