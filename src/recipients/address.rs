//! Addresses as people's exports hold them.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::{
    refused::AddressFault,
    row::{is_blank, is_invisible},
};
use crate::model::value::EmailAddress;

/// An address made plain: freed of `mailto:`, a name and angle brackets, of spaces that show or do not; its domain in small
/// letters and in ASCII (UTS #46, non-transitional, STD3 rules).
///
/// # Errors
/// Why it is none. Limits are those of RFC 5321, 4.5.3.1.
pub fn normalise(written: &str) -> Result<EmailAddress, AddressFault> {
    let bare = unwrap(written);
    // A space that shows is left to be refused: nobody knows which address was meant.
    let slipped = |c: char| is_invisible(c) || matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    let bare: String = bare.chars().filter(|c| !slipped(*c)).collect();
    let (local, domain) = bare.rsplit_once('@').ok_or(AddressFault::NoAt)?;
    if !local.starts_with('"') && local.contains('@') {
        return Err(AddressFault::Several);
    }
    check_local(local)?;
    let domain = check_domain(domain)?;
    let address = format!("{local}@{domain}");
    if address.len() > 254 {
        return Err(AddressFault::TooLong);
    }
    // What is left is judged by the library that will write it into envelopes.
    address.parse().map_err(|_| AddressFault::Domain)
}

/// `mailto:a@b?subject=x`, `Name <a@b>`, `<a@b>`, `'a@b'`
fn unwrap(written: &str) -> &str {
    let mut text = written.trim_matches(is_blank);
    if let Some(open) = text.rfind('<')
        && let Some(close) = text[open..].find('>')
    {
        text = &text[open + 1..open + close];
    }
    text = text.trim_matches(is_blank);
    let scheme = text.get(..7).filter(|head| head.eq_ignore_ascii_case("mailto:"));
    if scheme.is_some() {
        text = text[7..].split('?').next().unwrap_or_default();
    }
    let text = text.trim_matches(is_blank);
    match text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
        Some(inner) => inner.trim_matches(is_blank),
        None => text.trim_end_matches([';', ',']),
    }
}

/// RFC 5321, 4.1.2: a dot-string of atoms (RFC 5322, 3.2.3). A quoted string is allowed there but by next to no relay.
fn check_local(local: &str) -> Result<(), AddressFault> {
    if local.is_empty() {
        return Err(AddressFault::NoLocalPart);
    }
    if let Some(c) = local.chars().find(|c| !c.is_ascii()) {
        return Err(AddressFault::NotAscii(c));
    }
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    if let Some(c) = local.chars().find(|c| !atom(*c)) {
        return Err(AddressFault::Character(c));
    }
    if local.len() > 64 {
        return Err(AddressFault::LocalPartTooLong);
    }
    match local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        true => Err(AddressFault::Dots),
        false => Ok(()),
    }
}

fn check_domain(domain: &str) -> Result<String, AddressFault> {
    if domain.starts_with('.') || domain.ends_with('.') || domain.contains("..") {
        return Err(AddressFault::Dots);
    }
    if let Some(c) = domain.chars().find(|c| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')) {
        return Err(AddressFault::Character(c));
    }
    let ascii = Uts46::new()
        .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .map_err(|_| AddressFault::Domain)?;
    let Some((_, top)) = ascii.rsplit_once('.') else { return Err(AddressFault::NoDot) };
    // RFC 3696, 2: no top-level domain is all figures.
    match top.bytes().all(|b| b.is_ascii_digit()) {
        true => Err(AddressFault::Domain),
        false => Ok(ascii.into_owned()),
    }
}

/// What tells addresses apart: the address in small letters. Relays may tell letters' case apart before the `@` (RFC 5321,
/// 2.4); none does, and one person would get two mails.
pub fn identity(address: &EmailAddress) -> [u8; 16] {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(address.as_str().to_ascii_lowercase().as_bytes());
    let mut head = [0; 16];
    head.copy_from_slice(&hash[..16]);
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_plain() {
        for (written, plain) in [
            ("a.b+c@horizon.example", "a.b+c@horizon.example"),
            ("  Jean.Dupont@HORIZON.Example ", "Jean.Dupont@horizon.example"),
            ("mailto:a@horizon.example?subject=x", "a@horizon.example"),
            ("MAILTO:a@horizon.example", "a@horizon.example"),
            ("Jean Dupont <a@horizon.example>", "a@horizon.example"),
            ("\"Dupont, Jean\" <a@horizon.example>", "a@horizon.example"),
            ("<a@horizon.example>;", "a@horizon.example"),
            ("'a@horizon.example'", "a@horizon.example"),
            ("a\u{200b}@\u{a0}horizon.example\u{feff}", "a@horizon.example"),
            ("a@müller.example", "a@xn--mller-kva.example"),
            ("a@mu\u{308}ller.example", "a@xn--mller-kva.example"),
            ("a@straße.example", "a@xn--strae-oqa.example"),
            ("o'neil@horizon.example", "o'neil@horizon.example"),
        ] {
            assert_eq!(normalise(written).map(|a| a.to_string()).as_deref(), Ok(plain), "{written}");
        }
    }

    #[test]
    fn what_is_no_address_is_told_why() {
        use AddressFault as F;
        for (written, fault) in [
            ("jean", F::NoAt),
            ("", F::NoAt),
            ("@horizon.example", F::NoLocalPart),
            ("a@b@horizon.example", F::Several),
            ("a@horizon.example; b@horizon.example", F::Several),
            ("a@horizon.example,b@horizon.example", F::Several),
            ("a..b@horizon.example", F::Dots),
            (".a@horizon.example", F::Dots),
            ("a@horizon..example", F::Dots),
            ("a@horizon.example.", F::Dots),
            ("é@horizon.example", F::NotAscii('é')),
            ("a(b)@horizon.example", F::Character('(')),
            ("\"a b\"@horizon.example", F::Character('"')),
            ("a\r\nBcc: x@horizon.example", F::Character('\r')),
            ("jean dupont@horizon.example", F::Character(' ')),
            ("a@horizon_x.example", F::Character('_')),
            ("a@-horizon.example", F::Domain),
            ("a@127.0.0.1", F::Domain),
            ("a@[127.0.0.1]", F::Character('[')),
            ("a@localhost", F::NoDot),
            ("a@", F::Domain),
            ("a@xn--a.example", F::Domain),
        ] {
            assert_eq!(normalise(written), Err(fault), "{written}");
        }
        let long = "x".repeat(64);
        assert!(normalise(&format!("{long}@horizon.example")).is_ok());
        assert_eq!(normalise(&format!("{long}x@horizon.example")), Err(F::LocalPartTooLong));
        let label = "y".repeat(63);
        assert_eq!(normalise(&format!("{long}@{label}.{label}.{label}.example")), Err(F::TooLong));
        assert_eq!(normalise(&format!("a@{label}y.example")), Err(F::Domain));
    }

    #[test]
    fn the_case_of_letters_does_not_tell_people_apart() {
        let id = |text: &str| identity(&text.parse().unwrap());
        assert_eq!(id("Jean@horizon.example"), id("jean@HORIZON.example"));
        assert_ne!(id("jean@horizon.example"), id("jeanne@horizon.example"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_is_plain_stays(text in ".{0,40}", near in "[a-z.@<>\"' ;,é:-]{0,30}") {
            for text in [text, near] {
                if let Ok(address) = normalise(&text) {
                    proptest::prop_assert_eq!(normalise(address.as_str()), Ok(address));
                }
            }
        }
    }
}
