//! A signature and what it is worth.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Issue, Request};
use crate::{delivery::secret::Key, model::value::hex};

/// Somebody's approval of a request, as it stands in the campaign's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The issue's name.
    pub issue: String,
    /// SHA-256 of what was signed.
    pub digest: String,
    /// Who signed.
    pub person: String,
    /// When.
    pub at: Timestamp,
    /// `code` or `none`.
    pub method: String,
    /// How many readers there were.
    pub readers: u64,
    /// HMAC-SHA-256 over all of this, where a code was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
}

/// What a signature is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Signed,
    /// There is none.
    Missing,
    /// It does not hold, and why.
    Void(String),
}

impl Signature {
    /// A signature of a request; sealed where a key is given.
    pub fn new(request: &Request, person: &str, at: Timestamp, key: Option<&Key>) -> Self {
        let Issue { name, verify, .. } = &request.issue;
        let mut signature = Self {
            issue: name.clone(),
            digest: request.issue.digest(),
            person: person.to_owned(),
            at,
            method: verify.clone(),
            readers: request.readers,
            mac: None,
        };
        signature.mac = key.map(|key| signature.seal(key));
        signature
    }

    fn seal(&self, key: &Key) -> String {
        let (at, readers) = (self.at.to_string(), self.readers.to_string());
        let parts = ["approval", &self.issue, &self.digest, &self.person, &at, &self.method, &readers];
        hex(key.mac(&parts.map(str::as_bytes)))
    }

    /// Whether it holds for a person and a request, and for the issue as it is now.
    pub fn standing(&self, person: &str, request: &Request, key: &Key) -> Standing {
        let signed = &request.issue;
        let void = |why: &str| Standing::Void(why.to_owned());
        if self.person != person || self.issue != signed.name {
            return void("it is of another person or issue");
        }
        if self.digest != signed.digest() {
            return void("it is of an earlier request");
        }
        if self.method != signed.verify || self.readers != request.readers {
            return void("it was changed by hand");
        }
        if signed.verify == "code" && !self.mac.as_ref().is_some_and(|mac| same(mac, &self.seal(key))) {
            return void("it was changed by hand, or made with another `.fanion/key`");
        }
        Standing::Signed
    }
}

/// Compared without telling by its time how much was right.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |odd, (a, b)| odd | (a ^ b)) == 0
}

/// Whether a number of readers lies within the tolerance, a share of what was signed.
pub fn within(signed: u64, now: u64, tolerance: f64) -> bool {
    signed.abs_diff(now) as f64 <= signed as f64 * tolerance + 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        let issue = Issue {
            version: 1,
            name: "a/b".into(),
            moment: String::new(),
            mandatory: false,
            approvers: vec!["rh".into()],
            verify: "code".into(),
            tolerance: "0%".into(),
            to: Vec::new(),
            audiences: Default::default(),
            letters: Default::default(),
        };
        Request { issue, readers: 10, at: Timestamp::UNIX_EPOCH, unreached: Vec::new() }
    }

    #[test]
    fn a_signature_edited_by_hand_is_void() {
        let (request, key) = (request(), Key::new([7; 32]));
        let good = Signature::new(&request, "rh", Timestamp::UNIX_EPOCH, Some(&key));
        assert_eq!(good.standing("rh", &request, &key), Standing::Signed);
        let void =
            |signature: &Signature, key: &Key| matches!(signature.standing("rh", &request, key), Standing::Void(_));
        assert!(void(&good, &Key::new([8; 32])));
        assert!(void(&Signature { mac: None, ..good.clone() }, &key));
        assert!(void(&Signature { method: "none".into(), mac: None, ..good.clone() }, &key));
        assert!(void(&Signature { at: Timestamp::MAX, ..good.clone() }, &key));
        assert!(void(&Signature { readers: 11, ..good.clone() }, &key));
        let other = Signature::new(&request, "dsi", Timestamp::UNIX_EPOCH, Some(&key));
        assert!(void(&Signature { person: "rh".into(), ..other }, &key));
    }

    #[test]
    fn readers_may_move_within_the_tolerance() {
        for (signed, now, tolerance, ok) in [
            (100, 105, 0.05, true),
            (100, 106, 0.05, false),
            (100, 95, 0.05, true),
            (100, 94, 0.05, false),
            (0, 1, 0.5, false),
        ] {
            assert_eq!(within(signed, now, tolerance), ok, "{signed} {now}");
        }
    }
}
