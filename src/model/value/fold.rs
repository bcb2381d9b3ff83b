//! Texts that people's exports write in many ways, made alike: case, accents, kinds of space and apostrophe.

/// The letters of a text in small letters, without accents, its spaces and apostrophes of the plain kind; allocates
/// nothing.
pub fn fold(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_lowercase).flat_map(plain)
}

/// True when a text is, once folded, what `folded` is.
pub fn is_folded(text: &str, folded: &str) -> bool {
    match text.is_ascii() {
        // A tab or a line break in an ASCII text is no plain space, and folds to one.
        true if !text.bytes().any(|b| b.is_ascii_whitespace() && b != b' ') => text.eq_ignore_ascii_case(folded),
        _ => fold(text).eq(folded.chars()),
    }
}

/// A text folded.
pub fn folded(text: &str) -> String {
    fold(text).collect()
}

/// The name that a column's header gives to fields and conditions: folded, its words joined by underscores, at most 64
/// letters; words are also told apart in `givenName`. Empty where the header has neither letter nor digit.
pub fn snake_case(header: &str) -> String {
    let mut out = String::new();
    let (mut small, mut gap) = (false, false);
    for c in header.chars() {
        gap |= !c.is_alphanumeric() && !is_mark(c) || (small && c.is_uppercase());
        small = c.is_lowercase();
        for folded in c.to_lowercase().flat_map(plain).filter(|c| c.is_alphanumeric()) {
            if std::mem::take(&mut gap) && !out.is_empty() {
                out.push('_');
            }
            out.push(folded);
        }
    }
    match out.char_indices().nth(64) {
        Some((end, _)) => out[..end].trim_end_matches('_').to_owned(),
        None => out,
    }
}

/// Accents that stand beside their letter (Unicode block Combining Diacritical Marks).
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// A small letter without its accent. The letters are those of Latin-1 and Latin Extended-A; others stay.
fn plain(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'a'..='z' | '0'..='9' | ' ' => (Some(c), None),
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => (Some('a'), None),
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => (Some('c'), None),
        'ď' | 'đ' | 'ð' => (Some('d'), None),
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => (Some('e'), None),
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => (Some('g'), None),
        'ĥ' | 'ħ' => (Some('h'), None),
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => (Some('i'), None),
        'ĵ' => (Some('j'), None),
        'ķ' => (Some('k'), None),
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => (Some('l'), None),
        'ñ' | 'ń' | 'ņ' | 'ň' => (Some('n'), None),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => (Some('o'), None),
        'ŕ' | 'ŗ' | 'ř' => (Some('r'), None),
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => (Some('s'), None),
        'ţ' | 'ť' | 'ŧ' | 'ț' => (Some('t'), None),
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => (Some('u'), None),
        'ŵ' => (Some('w'), None),
        'ý' | 'ÿ' | 'ŷ' => (Some('y'), None),
        'ź' | 'ż' | 'ž' => (Some('z'), None),
        'æ' => (Some('a'), Some('e')),
        'œ' => (Some('o'), Some('e')),
        'ß' => (Some('s'), Some('s')),
        '’' | '‘' | 'ʼ' => (Some('\''), None),
        c if is_mark(c) => (None, None),
        c if c.is_whitespace() => (Some(' '), None),
        c => (Some(c), None),
    };
    first.into_iter().chain(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_alike_whatever_their_case_and_accents() {
        assert_eq!(folded("ÉQUIPE d’Été"), "equipe d'ete");
        assert_eq!(folded("e\u{301}te\u{301}"), "ete");
        assert_eq!(folded("Straße Œuvre"), "strasse oeuvre");
        assert!(is_folded("Saint\u{a0}Étienne", "saint etienne"));
        assert!(is_folded("A\tB", "a b"));
        assert!(!is_folded("Lyon", "lyo"));
    }

    #[test]
    fn headers_become_names() {
        for (header, name) in [
            ("Prénom", "prenom"),
            ("Adresse e-mail", "adresse_e_mail"),
            ("givenName", "given_name"),
            ("Date d’arrivée", "date_d_arrivee"),
            ("  E-mail 1 - Value ", "e_mail_1_value"),
            ("PRE\u{301}NOM", "prenom"),
            ("cost center (€)", "cost_center"),
            ("***", ""),
            ("部署", "部署"),
        ] {
            assert_eq!(snake_case(header), name);
        }
        assert_eq!(snake_case(&"x".repeat(100)).len(), 64);
    }

    proptest::proptest! {
        #[test]
        fn a_folded_text_folds_to_itself(text in "\\PC{0,40}") {
            let once = folded(&text);
            proptest::prop_assert!(is_folded(&text, &once));
        }
    }
}
