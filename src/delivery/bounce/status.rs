//! Status codes of mail systems (RFC 3463, and IANA's registry of them).

use std::fmt;

use super::notice::Kind;

/// `5.1.1`
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Status {
    /// 2 delivered, 4 for now, 5 for good.
    pub class: u8,
    /// What it is about: 1 the address, 2 the mailbox, 4 the network, 7 policy…
    pub subject: u16,
    /// Which of that subject's.
    pub detail: u16,
}

impl Status {
    /// The first status in a text; RFC 3464 allows a comment after it, servers put the SMTP code before it.
    pub fn find(text: &str) -> Option<Self> {
        text.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(Self::parse)
    }

    fn parse(word: &str) -> Option<Self> {
        let mut parts = word.split('.');
        let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
        let number = |text: &str| (!text.is_empty() && text.len() <= 3).then(|| text.parse::<u16>().ok()).flatten();
        let class = match class {
            "2" => 2,
            "4" => 4,
            "5" => 5,
            _ => return None,
        };
        // Four figures are an IP address.
        let status = Self { class, subject: number(subject)?, detail: number(detail)? };
        parts.next().is_none().then_some(status)
    }

    /// The status that a bare SMTP code at the head of a text stands for: `550 no such user` as 5.0.0.
    pub fn of_code(text: &str) -> Option<Self> {
        let code: u16 = text.trim_start().get(..3)?.parse().ok()?;
        match code {
            400..=499 => Some(Self { class: 4, subject: 0, detail: 0 }),
            // These two name the mailbox (RFC 5321, 4.2.3).
            550 | 551 | 553 if no_such_user(text) => Some(Self { class: 5, subject: 1, detail: 1 }),
            500..=599 => Some(Self { class: 5, subject: 0, detail: 0 }),
            _ => None,
        }
    }

    /// Whether nobody will ever receive mail at the address: it does not exist, has moved, or its domain takes no mail. Not
    /// 5.1.0, which servers use for anything, nor 5.1.7, 5.1.8, 5.1.9, which are about the sender.
    pub fn is_address(self) -> bool {
        self.class == 5 && self.subject == 1 && matches!(self.detail, 1 | 2 | 3 | 6 | 10)
    }

    /// What a failed delivery with this status is.
    pub fn kind(self) -> Kind {
        match (self.class, self.subject, self.detail) {
            // 4.4.7: delivery time expired; a 4 in a report of failure means that a server gave up trying.
            (4, ..) | (5, 4, 7) => Kind::Expired,
            // A full or disabled mailbox, an overloaded system: it may take mail another day.
            (5, 2, 1 | 2) | (5, 3, 1 | 2) => Kind::Soft,
            (5, 2, 3) | (5, 3, 4) | (5, 6, _) | (5, 7, _) => Kind::Refused,
            (2, ..) => Kind::Delivered,
            _ => Kind::Hard,
        }
    }
}

/// Whether a text says that the mailbox does not exist, in the words of common servers.
pub(super) fn no_such_user(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let words = [
        "user unknown",
        "unknown user",
        "no such user",
        "unknown recipient",
        "recipient unknown",
        "unrouteable address",
        "mailbox unavailable",
        "does not exist",
        "no mailbox here",
        "recipient not found",
        "unknown address",
        "unknown local part",
        "invalid recipient",
        "user doesn't exist",
    ];
    words.iter().any(|word| text.contains(word))
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}
