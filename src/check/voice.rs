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

/// Where a word stands as a whole word, whatever its case.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.char_indices().map(|(at, _)| at).find(|at| {
        let Some(here) = text.get(*at..at + word.len()) else { return false };
        here.to_lowercase() == word.to_lowercase()
            && edge(text[..*at].chars().next_back())
            && edge(text[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::find_word;

    #[test]
    fn whole_words_only() {
        assert_eq!(find_word("Une Solution simple", "solution"), Some(4));
        assert_eq!(find_word("Des résolutions", "solution"), None);
        assert_eq!(find_word("", "solution"), None);
    }
}
