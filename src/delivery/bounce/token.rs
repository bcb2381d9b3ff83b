//! The token in the envelope's sender (VERP): which message came back, in a form that nobody else can make.
//!
//! 16 bytes that the outbox names a message by, and 4 of an HMAC over them, in 32 letters and figures of base32 (RFC 4648, 7), so
//! that no mail server changes their case or takes them for a separator.

use crate::{delivery::secret::Key, model::value::EmailAddress};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
/// Letters of a token.
pub const LENGTH: usize = 32;
/// Letters that may stand before an `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_PART: usize = 64;

/// The token of a message, by its Message-ID with or without angle brackets and domain: the outbox's are 32 hexadecimal figures.
/// Of any other id it is one that [`verify`] takes for nothing of ours.
pub fn sign(key: &Key, message_id: &str) -> String {
    let id = bytes(local(message_id)).unwrap_or_default();
    let mut token = [0; 20];
    token[..16].copy_from_slice(&id);
    token[16..].copy_from_slice(&seal(key, &id));
    encode(&token)
}

/// The id that a token stands for, if this project's key made it, whatever the case.
pub fn verify(key: &Key, token: &str) -> Option<String> {
    let token = decode(token)?;
    let (id, sealed) = token.split_at(16);
    let id: [u8; 16] = id.try_into().ok()?;
    // Four bytes: what they keep out is chance and curiosity. The id itself is 128 bits that nobody can guess.
    (id != [0; 16] && seal(key, &id) == *sealed).then(|| id.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// An address with a token: `agora+TOKEN@horizon.example`. `None` where that would be longer than an address may be.
pub fn address(at: &EmailAddress, token: &str) -> Option<EmailAddress> {
    let (local, domain) = at.as_str().rsplit_once('@')?;
    if local.len() + 1 + token.len() > LOCAL_PART {
        return None;
    }
    format!("{local}+{token}@{domain}").parse().ok()
}

/// The token in an address, where it has the form of one: what follows the last `+`, or `=`, `-` where a server rewrote it.
pub fn within(address: &str) -> Option<&str> {
    let (local, _) = address.rsplit_once('@')?;
    let (_, token) = local.rsplit_once(['+', '=', '-'])?;
    (token.len() == LENGTH && token.bytes().all(|b| value(b).is_some())).then_some(token)
}

fn seal(key: &Key, id: &[u8; 16]) -> [u8; 4] {
    let mac = key.mac(&[b"bounce", id]);
    [mac[0], mac[1], mac[2], mac[3]]
}

/// What stands before the `@` of a Message-ID.
pub(super) fn local(message_id: &str) -> &str {
    let bare = message_id.trim().trim_start_matches('<').trim_end_matches('>');
    bare.split('@').next().unwrap_or_default()
}

/// 32 hexadecimal figures.
pub(super) fn bytes(hex: &str) -> Option<[u8; 16]> {
    if hex.len() != 32 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut out = [0; 16];
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(out)
}

fn value(letter: u8) -> Option<u8> {
    let at = ALPHABET.iter().position(|known| *known == letter.to_ascii_lowercase())?;
    u8::try_from(at).ok()
}

/// 20 bytes are 32 groups of five bits.
fn encode(token: &[u8; 20]) -> String {
    let bit = |at: usize| token[at / 8] >> (7 - at % 8) & 1;
    let group = |at: usize| (0..5).fold(0, |sum, i| sum << 1 | bit(at * 5 + i));
    (0..LENGTH).map(|at| char::from(ALPHABET[usize::from(group(at))])).collect()
}

fn decode(token: &str) -> Option<[u8; 20]> {
    if token.len() != LENGTH {
        return None;
    }
    let mut out = [0u8; 20];
    for (at, letter) in token.bytes().enumerate() {
        let group = value(letter)?;
        for i in 0..5 {
            let place = at * 5 + i;
            out[place / 8] |= (group >> (4 - i) & 1) << (7 - place % 8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn only_the_key_that_made_it_takes_it() {
        let (ours, theirs) = (Key::new([7; 32]), Key::new([8; 32]));
        let token = sign(&ours, &format!("<{ID}@horizon.example>"));
        assert_eq!(token.len(), LENGTH);
        assert_eq!(verify(&ours, &token).as_deref(), Some(ID));
        assert_eq!(verify(&ours, &token.to_ascii_uppercase()).as_deref(), Some(ID));
        assert_eq!(verify(&theirs, &token), None);
        for at in 0..LENGTH {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            assert_eq!(verify(&ours, std::str::from_utf8(&changed).unwrap()), None, "letter {at}");
        }
        assert_eq!(verify(&ours, &sign(&ours, "somebody-else@else.example")), None);
    }

    #[test]
    fn addresses() {
        let (key, at) = (Key::new([7; 32]), "agora@horizon.example".parse().unwrap());
        let token = sign(&key, ID);
        let address = super::address(&at, &token).unwrap();
        assert_eq!(within(address.as_str()), Some(token.as_str()));
        assert_eq!(within("agora@horizon.example"), None);
        assert_eq!(within("agora+newsletter@horizon.example"), None);
        let long = format!("{}@horizon.example", "a".repeat(40)).parse().unwrap();
        assert_eq!(super::address(&long, &token), None);
    }

    proptest::proptest! {
        #[test]
        fn every_id_comes_back_and_no_text_panics(id in "[1-9a-f][0-9a-f]{31}", text: String) {
            let key = Key::new([7; 32]);
            proptest::prop_assert_eq!(verify(&key, &sign(&key, &id)), Some(id));
            proptest::prop_assert_eq!(verify(&key, &text), None);
            let _ = (sign(&key, &text), within(&text));
        }
    }
}
