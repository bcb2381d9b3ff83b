//! What a good typist does without being asked: the apostrophe, and the spaces at which no line may end.
//!
//! The rules are those of each language's printing offices (French: Lexique des règles typographiques en usage à
//! l'Imprimerie nationale); letters and signs themselves are never changed.

use std::borrow::Cow;

use crate::model::value::LanguageTag;

/// No-break space.
const NBSP: char = '\u{a0}';
/// Narrow no-break space.
const NNBSP: char = '\u{202f}';

/// The signs that open and close what somebody says, in a language (Unicode CLDR, `delimiters`; where several are in use, those
/// that its printed newspapers set).
pub fn quotation_marks(language: &LanguageTag) -> (&'static str, &'static str) {
    match (language.primary(), language.region().as_deref()) {
        ("fr", _) => ("«\u{a0}", "\u{a0}»"),
        ("de", Some("CH" | "LI")) => ("«", "»"),
        ("de" | "cs" | "sk" | "sl" | "bg" | "is" | "lt" | "et", _) => ("„", "“"),
        ("pl" | "ro" | "hu" | "hr", _) => ("„", "”"),
        ("pt", Some("PT")) => ("«", "»"),
        ("ar" | "fa" | "it" | "es" | "ca" | "ru" | "uk" | "be" | "el" | "no" | "nb" | "nn", _) => ("«", "»"),
        ("sv" | "fi", _) => ("”", "”"),
        ("ja", _) | ("zh", Some("TW" | "HK" | "MO")) => ("「", "」"),
        _ => ("“", "”"),
    }
}

/// A text between the quotation marks of its language.
pub fn quoted(text: &str, language: &LanguageTag) -> String {
    let (open, close) = quotation_marks(language);
    format!("{open}{text}{close}")
}

/// A text as its language prints it.
pub fn typographic<'t>(text: &'t str, language: &LanguageTag) -> Cow<'t, str> {
    let french = language.primary() == "fr";
    let apostrophes = matches!(language.primary(), "fr" | "en" | "it") && text.contains('\'');
    if !apostrophes && !text.contains(' ') {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let out = (0..chars.len()).map(|i| {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1).copied();
        match chars[i] {
            '\'' if apostrophes && (within_word(before, after) || elided(&chars[..i], after)) => '’',
            ' ' if thousands(before, &chars[i + 1..]) => {
                if french {
                    NNBSP
                } else {
                    NBSP
                }
            }
            ' ' if french => french_space(before, after, &chars[i + 1..]),
            ' ' if measure(before, &chars[i + 1..]) => NBSP,
            c => c,
        }
    });
    Cow::Owned(out.collect())
}

fn within_word(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
}

/// Before a field that begins with a vowel: `dall'{{ launch | date }}`. What was opened by the same sign is closed by it.
fn elided(before: &[char], after: Option<char>) -> bool {
    after.is_none() && before.last().is_some_and(|c| c.is_alphabetic()) && !before.contains(&'\'')
}

/// A space between figures and three that follow them, `1 204`. Were it a plain one, a line could end there, and text that runs
/// from the right would show the parts the other way round (UAX #9, W4: a no-break space belongs to the number).
fn thousands(before: Option<char>, rest: &[char]) -> bool {
    before.is_some_and(|c| c.is_ascii_digit()) && rest.iter().take_while(|c| c.is_ascii_digit()).count() == 3
}

/// The space between a number and its unit (ISO 80000-1, 7.1.4), or the hour's: `30 %`, `15 km`, `10 h`, `9 am`.
fn measure(before: Option<char>, rest: &[char]) -> bool {
    const SIGNS: [char; 6] = ['%', '‰', '€', '£', '$', '°'];
    const WORDS: [&str; 16] =
        ["h", "min", "km", "m", "m²", "cm", "mm", "kg", "g", "Uhr", "am", "pm", "kWh", "GB", "MB", "Go"];
    let word: String = rest.iter().take(4).take_while(|c| c.is_alphanumeric()).collect();
    before.is_some_and(|c| c.is_ascii_digit())
        && (rest.first().is_some_and(|c| SIGNS.contains(c)) || WORDS.contains(&word.as_str()))
}

/// The space that stands between two characters in French.
fn french_space(before: Option<char>, after: Option<char>, rest: &[char]) -> char {
    let (Some(before), Some(after)) = (before, after) else { return ' ' };
    // A sign that is alone: `a ; b`, not the start of a smiley or a code.
    let alone = rest.get(1).is_none_or(|c| !c.is_alphanumeric());
    match after {
        '?' | '!' | ';' if alone => NNBSP,
        ':' if alone => NBSP,
        '»' => NBSP,
        '%' | '‰' | '€' | '£' | '$' if before.is_ascii_digit() => NNBSP,
        _ if before == '«' => NBSP,
        // `à 10 h`, `12 à 15`: no line ends on the small word.
        _ if before == 'à' && after.is_ascii_digit() => NBSP,
        _ if measure(Some(before), rest) => NBSP,
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_spaces_and_apostrophes() {
        let fr = "fr-CA".parse().unwrap();
        assert_eq!(
            typographic("Qui sait ? L'équipe : « oui » !", &fr),
            "Qui sait\u{202f}? L’équipe\u{a0}: «\u{a0}oui\u{a0}»\u{202f}!"
        );
        assert_eq!(typographic("mardi à 10 h", &fr), "mardi à\u{a0}10\u{a0}h");
        assert_eq!(typographic("2 heures, 3 mois, 15 min.", &fr), "2 heures, 3 mois, 15\u{a0}min.");
        assert_eq!(typographic("1 200 experts, −30 %, 12 rue", &fr), "1\u{202f}200 experts, −30\u{202f}%, 12 rue");
        assert_eq!(typographic("a ?b 'x' 20 12 34", &fr), "a ?b 'x' 20 12 34");
    }

    #[test]
    fn quotation_marks_of_languages_and_countries() {
        let said = |language: &str| quoted("x", &language.parse().unwrap());
        assert_eq!(
            ["fr-CA", "de", "de-CH", "pt", "pt-PT", "it"].map(said),
            ["«\u{a0}x\u{a0}»", "„x“", "«x»", "“x”", "«x»", "«x»"]
        );
    }

    #[test]
    fn other_languages_keep_their_spaces_but_those_of_numbers() {
        assert_eq!(typographic("1 204 قصة", &"ar".parse().unwrap()), "1\u{a0}204 قصة");
        assert_eq!(typographic("12 345 678, 20 12", &"de".parse().unwrap()), "12\u{a0}345\u{a0}678, 20 12");
        assert_eq!(typographic("30 % de 15 €", &"es".parse().unwrap()), "30\u{a0}% de 15\u{a0}€");
        assert_eq!(typographic("um 10 Uhr, 3 Personen", &"de".parse().unwrap()), "um 10\u{a0}Uhr, 3 Personen");
        assert_eq!(typographic("at 9 am, 3 managers", &"en".parse().unwrap()), "at 9\u{a0}am, 3 managers");
        assert_eq!(typographic("It's here : now", &"en".parse().unwrap()), "It’s here : now");
        let it = "it".parse().unwrap();
        assert_eq!(typographic("Dall'", &it), "Dall’", "a field follows");
        assert_eq!(typographic("'Sì'", &it), "'Sì'");
        assert_eq!(typographic("Geht's ?", &"de".parse().unwrap()), "Geht's ?");
    }
}
