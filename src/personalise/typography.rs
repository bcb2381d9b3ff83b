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

/// A text as its language prints it.
pub fn typographic<'t>(text: &'t str, language: &LanguageTag) -> Cow<'t, str> {
    let french = language.primary() == "fr";
    let apostrophes = matches!(language.primary(), "fr" | "en" | "it") && text.contains('\'');
    if !apostrophes && !french {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> = text.chars().collect();
    let out = (0..chars.len()).map(|i| {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1).copied();
        match chars[i] {
            '\'' if apostrophes && (within_word(before, after) || elided(&chars[..i], after)) => '’',
            ' ' if french => french_space(before, after, &chars[i + 1..]),
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

/// The space that stands between two characters in French.
fn french_space(before: Option<char>, after: Option<char>, rest: &[char]) -> char {
    let (Some(before), Some(after)) = (before, after) else { return ' ' };
    // A sign that is alone: `a ; b`, not the start of a smiley or a code.
    let alone = rest.get(1).is_none_or(|c| !c.is_alphanumeric());
    match after {
        '?' | '!' | ';' if alone => NNBSP,
        ':' if alone => NBSP,
        '»' => NBSP,
        '%' | '€' if before.is_ascii_digit() => NNBSP,
        // Thousands: three figures that follow figures.
        c if c.is_ascii_digit() && before.is_ascii_digit() => {
            let figures = rest.iter().take_while(|c| c.is_ascii_digit()).count();
            if figures == 3 { NNBSP } else { ' ' }
        }
        _ if before == '«' => NBSP,
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
        assert_eq!(typographic("1 200 experts, −30 %, 12 rue", &fr), "1\u{202f}200 experts, −30\u{202f}%, 12 rue");
        assert_eq!(typographic("a ?b 'x' 20 12 34", &fr), "a ?b 'x' 20 12 34");
    }

    #[test]
    fn other_languages_keep_their_spaces() {
        assert_eq!(typographic("It's here : now", &"en".parse().unwrap()), "It’s here : now");
        let it = "it".parse().unwrap();
        assert_eq!(typographic("Dall'", &it), "Dall’", "a field follows");
        assert_eq!(typographic("'Sì'", &it), "'Sì'");
        assert_eq!(typographic("Geht's ?", &"de".parse().unwrap()), "Geht's ?");
    }
}
