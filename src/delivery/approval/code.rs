//! Codes that only an approver's mailbox shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::signature::same;
use crate::{
    delivery::secret::{Key, random},
    model::value::hex,
};

/// Letters and figures that are not taken for others when read aloud (Crockford).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Wrong codes after which a new request is needed.
const TRIES: u32 = 5;

/// The codes of a request: salted, keyed hashes of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// Of what they are.
    pub digest: String,
    codes: BTreeMap<String, Hashed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Hashed {
    salt: String,
    hash: String,
    wrong: u32,
}

/// Why a code is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// None was sent to this person for what is asked for now.
    NotSent,
    /// It is wrong.
    Wrong,
    /// Too many were wrong.
    TooMany,
}

impl Codes {
    /// None yet, for what has this digest.
    pub fn new(digest: String) -> Self {
        Self { digest, codes: BTreeMap::new() }
    }

    /// A new code for somebody: 50 bits of chance, as `K7QF2-9XM4D`.
    pub fn issue(&mut self, person: &str, key: &Key) -> String {
        let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
        let plain: String = random::<10>().iter().map(letter).collect();
        let salt = hex(random::<16>());
        let hash = self.hash(person, &salt, &plain, key);
        self.codes.insert(person.to_owned(), Hashed { salt, hash, wrong: 0 });
        format!("{}-{}", &plain[..5], &plain[5..])
    }

    /// Compares a code, and counts wrong ones: the caller keeps the change.
    ///
    /// # Errors
    /// It is not the one that was sent.
    pub fn check(&mut self, person: &str, code: &str, key: &Key) -> Result<(), Refusal> {
        let spoken = |c: char| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(spoken).collect();
        let Some(Hashed { salt, hash, wrong }) = self.codes.get(person).cloned() else { return Err(Refusal::NotSent) };
        if wrong >= TRIES {
            return Err(Refusal::TooMany);
        }
        if same(&hash, &self.hash(person, &salt, &plain, key)) {
            return Ok(());
        }
        self.codes.entry(person.to_owned()).and_modify(|hashed| hashed.wrong += 1);
        Err(Refusal::Wrong)
    }

    fn hash(&self, person: &str, salt: &str, plain: &str, key: &Key) -> String {
        hex(key.mac(&["code", &self.digest, person, salt, plain].map(str::as_bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_person_s_and_five_wrong_ones_end_it() {
        let key = Key::new([1; 32]);
        let mut codes = Codes::new("digest".into());
        let (rh, dsi) = (codes.issue("rh", &key), codes.issue("dsi", &key));
        assert!(!serde_json::to_string(&codes).unwrap().contains(&rh.replace('-', "")));
        assert_eq!(codes.check("rh", &rh.to_lowercase().replace('-', " "), &key), Ok(()));
        assert_eq!(codes.check("rh", &dsi, &key), Err(Refusal::Wrong));
        assert_eq!(codes.check("dcom", &rh, &key), Err(Refusal::NotSent));
        for _ in 0..4 {
            assert_eq!(codes.check("rh", "", &key), Err(Refusal::Wrong));
        }
        assert_eq!(codes.check("rh", &rh, &key), Err(Refusal::TooMany));
        assert_eq!(codes.check("dsi", &dsi, &key), Ok(()));
    }
}
