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

    /// A word with a count in it, in the form that the language has for that number: the forms stand one after the other
    /// with `|` between, in CLDR's order (Arabic: one, two, few, many, other). A word without `|` serves every number.
    pub fn count(&self, language: &LanguageTag, key: &str, count: u64) -> String {
        let forms: Vec<&str> = self.get(language, key).split('|').collect();
        let form = forms[plural(language, count).min(forms.len() - 1)];
        form.trim().replace("{count}", &count.to_string())
    }

    /// A word with a count in it, as [`count`](Self::count) has it, and its other placeholders filled.
    pub fn count_and_fill(&self, language: &LanguageTag, key: &str, count: u64, values: &[(&str, &str)]) -> String {
        let text = self.count(language, key, count);
        values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
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

/// Which of a language's forms a whole number takes, counted from 0 (Unicode CLDR, plural rules for cardinals).
///
/// In Arabic one, two, few, many, other; one form alone in Chinese, Indonesian, Japanese, Korean, Thai and Vietnamese; one
/// and other in French, where one serves 0 too, and in the languages that are not named here.
fn plural(language: &LanguageTag, count: u64) -> usize {
    match language.primary() {
        "id" | "ja" | "ko" | "th" | "vi" | "zh" => 0,
        "fr" => usize::from(count > 1),
        "ar" => match (count, count % 100) {
            (1, _) => 0,
            (2, _) => 1,
            (_, 3..=10) => 2,
            (_, 11..=99) => 3,
            _ => 4,
        },
        _ => usize::from(count != 1),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::sample::{language, project};

    #[test]
    fn counted_words_take_the_form_of_their_number() {
        let words = project().words;
        let seats = |tag: &str, count| words.count(&language(tag), "seats", count);
        assert_eq!([0, 1, 2].map(|n| seats("fr", n)), ["0 place", "1 place", "2 places"]);
        assert_eq!([0, 1, 15].map(|n| seats("en", n)), ["0 seats", "1 seat", "15 seats"]);
        assert_eq!([1, 20].map(|n| seats("de-AT", n)), ["1 Platz", "20 Plätze"]);
        let days = |count| words.count(&language("ar"), "countdown_days", count);
        assert_eq!([1, 2, 3, 15, 100, 103].map(days), ["يوم", "يومان", "أيام", "يومًا", "يوم", "أيام"]);
        assert_eq!([1, 20].map(|n| seats("ja", n)), ["定員1名", "定員20名"]);
    }
}
