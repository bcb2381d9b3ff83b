use indexmap::IndexMap;

use super::value::LanguageTag;

/// Buttons, labels and footers that pieces need besides the project's own texts, per language.
///
/// Built in for French, English, German, Arabic and Japanese (`src/builtin/words/`); a project overrides or adds some in
/// `brand/texts.yaml`. Placeholders in them are written `{name}`.
#[derive(Debug, Clone, Default)]
pub struct Words {
    by_language: IndexMap<LanguageTag, IndexMap<String, String>>,
}

impl Words {
    /// From every language's table; English must be complete, since it serves the languages that lack a word.
    pub fn new(by_language: IndexMap<LanguageTag, IndexMap<String, String>>) -> Self {
        Self { by_language }
    }

    /// A word by its key: in the language, else in the language without region, else in English, else the key itself.
    pub fn get<'a>(&'a self, language: &LanguageTag, key: &'a str) -> &'a str {
        let of = |tag: &LanguageTag| self.by_language.get(tag).and_then(|words| words.get(key));
        of(language)
            .or_else(|| of(&language.without_region()))
            .or_else(|| self.by_language.iter().find(|(tag, _)| tag.primary() == "en").and_then(|(_, w)| w.get(key)))
            .map_or(key, String::as_str)
    }

    /// A word with its placeholders filled.
    pub fn fill(&self, language: &LanguageTag, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.get(language, key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// All words of a language with English ones for those it lacks, for the templates.
    pub fn table(&self, language: &LanguageTag) -> IndexMap<String, String> {
        let english = self.by_language.iter().find(|(tag, _)| tag.primary() == "en");
        let keys = english.map(|(_, words)| words.keys()).into_iter().flatten();
        keys.map(|key| (key.clone(), self.get(language, key).to_owned())).collect()
    }

    /// True when the language, with or without its region, has words of its own.
    pub fn has(&self, language: &LanguageTag) -> bool {
        self.by_language.contains_key(language) || self.by_language.contains_key(&language.without_region())
    }
}
