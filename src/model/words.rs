use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
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
        let english = || self.by_language.iter().find(|(tag, _)| tag.primary() == "en").and_then(|(_, w)| w.get(key));
        self.own(language, key).or_else(|| english().map(String::as_str)).unwrap_or(key)
    }

    /// A word of the language itself, with or without its region.
    pub fn own(&self, language: &LanguageTag, key: &str) -> Option<&str> {
        let of = |tag: &LanguageTag| self.by_language.get(tag).and_then(|words| words.get(key));
        of(language).or_else(|| of(&language.without_region())).map(String::as_str)
    }

    /// A word with its placeholders filled.
    pub fn fill(&self, language: &LanguageTag, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = self.get(language, key).to_owned();
        for (name, value) in values {
            let place = format!("{{{name}}}");
            // `S.p.A.` ends a sentence without another full stop.
            if value.ends_with('.') {
                text = text.replace(&format!("{place}."), value);
            }
            text = text.replace(&place, value);
        }
        text
    }

    /// A word with a count in it, in the form that the language has for that number: the forms stand one after the other
    /// with `|` between, as [`plural_forms`] has them (Arabic: one, two, few, many, other). The last serves numbers whose form is
    /// not there.
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

    /// How many words a language lacks, with or without its region, and of how many.
    pub fn lacking(&self, language: &LanguageTag) -> (usize, usize) {
        let english = self.by_language.iter().find(|(tag, _)| tag.primary() == "en").map(|(_, words)| words);
        let lacking = english.into_iter().flat_map(IndexMap::keys).filter(|key| self.own(language, key).is_none());
        (lacking.count(), english.map_or(0, IndexMap::len))
    }

    /// True when the language, with or without its region, has words of its own.
    pub fn has(&self, language: &LanguageTag) -> bool {
        self.by_language.contains_key(language) || self.by_language.contains_key(&language.without_region())
    }
}

/// The places of a word that are filled in: `name` of `Why {name}`.
pub fn places(text: &str) -> impl Iterator<Item = &str> {
    let inner = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(inner, _)| inner);
    inner.filter(|inner| !inner.is_empty() && inner.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// The forms that words with a count have in a language, in CLDR's order, each with some numbers that take it: those that whole
/// numbers from 1 take (Unicode CLDR, plural rules for cardinals).
pub fn plural_forms(language: &LanguageTag) -> Vec<(&'static str, Vec<u64>)> {
    let Some(rules) = rules(language) else { return Vec::new() };
    let form = |category: PluralCategory| {
        let numbers = (0..=COUNTED).filter(|count| rules.category_for(*count) == category).take(4);
        (name(category), numbers.collect())
    };
    counted(&rules).into_iter().map(form).collect()
}

/// How far one has to count for all forms to occur: `one` and `other` of French, but not its `many`, which millions take.
const COUNTED: u64 = 200;

/// Which of a language's forms a whole number takes, counted from 0. The last one serves zero where zero has one of its own, as in
/// Arabic.
fn plural(language: &LanguageTag, count: u64) -> usize {
    let Some(rules) = rules(language) else { return usize::from(count != 1) };
    let forms = counted(&rules);
    let category = rules.category_for(count);
    forms.iter().position(|form| *form == category).unwrap_or(forms.len() - 1)
}

fn rules(language: &LanguageTag) -> Option<PluralRules> {
    PluralRules::try_new_cardinal(Locale::from(language.identifier().clone()).into()).ok()
}

fn counted(rules: &PluralRules) -> Vec<PluralCategory> {
    let occurs = |category: &PluralCategory| (1..=COUNTED).any(|count| rules.category_for(count) == *category);
    rules.categories().filter(occurs).collect()
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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

    #[test]
    fn a_name_that_ends_with_a_full_stop_ends_the_sentence() {
        let words = project().words;
        let fill = |name: &str| words.fill(&language("en"), "footer_reason", &[("organisation", name)]);
        assert!(fill("Ferrante S.p.A.").ends_with("for Ferrante S.p.A."), "{}", fill("Ferrante S.p.A."));
        assert!(fill("Horizon").ends_with("for Horizon."));
        assert_eq!(words.fill(&language("en"), "why_label", &[("name", "Co.")]), "Why Co.");
    }

    #[test]
    fn languages_have_the_forms_of_their_numbers() {
        let forms = |tag: &str| plural_forms(&language(tag)).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(forms("it"), ["one", "other"], "not `many`, which millions take");
        assert_eq!(forms("pl"), ["one", "few", "many"]);
        assert_eq!(forms("ar"), ["one", "two", "few", "many", "other"]);
        assert_eq!(forms("lv"), ["zero", "one", "other"]);
        assert_eq!(forms("ko"), ["other"]);
        let of = |tag: &str, count| plural(&language(tag), count);
        assert_eq!([1, 2, 5, 21, 22, 25, 112].map(|n| of("pl", n)), [0, 1, 2, 2, 1, 2, 2]);
        assert_eq!([1, 2, 5, 21, 22, 0].map(|n| of("ru", n)), [0, 1, 2, 0, 1, 2]);
        assert_eq!([0, 1, 2].map(|n| of("pt-BR", n)), [0, 0, 1]);
    }
}
