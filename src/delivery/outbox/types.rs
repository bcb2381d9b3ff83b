//! What goes into the outbox and what it tells.

use std::{collections::BTreeMap, fmt, str::FromStr};

use jiff::Timestamp;
use serde::Serialize;

use super::IssueKey;
use crate::{
    delivery::secret::Key,
    model::{OnUnknown, value::EmailAddress},
};

/// An issue that is released.
#[derive(Debug, Clone)]
pub struct NewIssue {
    /// Its name.
    pub key: IssueKey,
    /// SHA-256 in hexadecimal of what was signed.
    pub digest: String,
    /// It goes to those too who left the list, and is sent again where its fate is unknown.
    pub mandatory: bool,
    /// What becomes of mail whose fate a crash left open.
    pub on_unknown: OnUnknown,
    /// The sender's address, whose domain ends the Message-IDs.
    pub from_address: EmailAddress,
    /// Language and variant, and the SHA-256 of their segments in the store.
    pub variants: BTreeMap<(String, String), String>,
    /// When it was released.
    pub released_at: Timestamp,
}

/// A mail for one reader.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// The reader's address, once per issue whatever its case.
    pub address: EmailAddress,
    /// One of the issue's languages.
    pub language: String,
    /// One of its variants.
    pub variant: String,
    /// What the reader's row has in the columns that the segments show.
    pub values: BTreeMap<String, String>,
    /// Not sent earlier.
    pub not_before: Timestamp,
    /// Not sent later, but held.
    pub expires_at: Timestamp,
    /// The smaller leaves first.
    pub priority: i32,
}

/// What came of queueing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Queued {
    /// Will be sent.
    pub queued: u64,
    /// Stand on the list more than once.
    pub duplicates: u64,
    /// Are there, but their address is suppressed.
    pub suppressed: u64,
    /// Are there, but their time had passed when the issue was released.
    pub expired: u64,
}

/// Whether an issue was released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It was not.
    New,
    /// It was, but nothing of it left or is to leave: everything was cancelled, suppressed or too late. It may be released anew.
    Withdrawn,
    /// It was, to so many readers.
    Released {
        /// How many.
        readers: u64,
        /// With the very letters that it has now.
        same: bool,
    },
}

/// Who releases an issue, for the log.
#[derive(Debug, Clone, Copy)]
pub struct Release<'r> {
    /// Who.
    pub who: &'r str,
    /// By whom it was approved.
    pub approved: &'r str,
    /// How many readers were counted when that was found: the list may not have changed since.
    pub readers: u64,
}

/// When mail left or is to leave to whom: of each mail 24 bytes.
#[derive(Debug, Clone, Default)]
pub struct Received(Vec<(PersonHash, i64)>);

impl Received {
    /// Of mails in any order.
    pub fn new(mut mails: Vec<(PersonHash, i64)>) -> Self {
        mails.sort_unstable();
        Self(mails)
    }

    /// The moments of one person's mails, oldest first.
    pub fn of(&self, person: PersonHash) -> Vec<Timestamp> {
        let first = self.0.partition_point(|(known, _)| *known < person);
        let own = self.0[first..].iter().take_while(|(known, _)| *known == person);
        own.filter_map(|(_, at)| Timestamp::from_millisecond(*at).ok()).collect()
    }
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Waits for its moment.
    Pending,
    /// Taken by a sender, not yet on its way.
    Claimed,
    /// On its way: it may be delivered from here on.
    Handed,
    /// The relay has taken it.
    Sent,
    /// The relay said "later".
    Deferred,
    /// The relay said "never".
    Failed,
    /// Handed, and the relay's answer never came.
    Unknown,
    /// Unknown, and taken as sent by rule or by a person.
    Assumed,
    /// Not sent: the reader left the list, or the address does not exist.
    Suppressed,
    /// Not sent: a person cancelled the issue.
    Cancelled,
    /// Not sent: its time has passed. `retry` sends it nevertheless.
    Expired,
    /// Sent, and came back.
    Bounced,
}

impl State {
    /// All, in the order of a message's life.
    pub const ALL: [Self; 12] = [
        Self::Pending,
        Self::Claimed,
        Self::Handed,
        Self::Deferred,
        Self::Sent,
        Self::Failed,
        Self::Unknown,
        Self::Assumed,
        Self::Suppressed,
        Self::Cancelled,
        Self::Expired,
        Self::Bounced,
    ];

    /// As it stands in the database and in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Claimed => "claimed",
            Self::Handed => "handed",
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Assumed => "assumed",
            Self::Suppressed => "suppressed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Bounced => "bounced",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for State {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| format!("`{text}` is not a state"))
    }
}

/// How many messages of an issue stand where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Counts(pub BTreeMap<State, u64>);

impl Counts {
    /// In a state.
    pub fn of(&self, state: State) -> u64 {
        self.0.get(&state).copied().unwrap_or_default()
    }

    /// Adds what is counted elsewhere.
    pub fn add(&mut self, others: &Self) {
        others.0.iter().for_each(|(state, many)| *self.0.entry(*state).or_default() += many);
    }

    /// In all.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Still to be sent.
    pub fn open(&self) -> u64 {
        [State::Pending, State::Claimed, State::Handed, State::Deferred].map(|state| self.of(state)).iter().sum()
    }
}

/// A person in the outbox: a keyed hash of the address, which stays when the address is purged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonHash(pub [u8; 16]);

impl PersonHash {
    /// That of an address, whatever its case, under the project's key.
    pub fn of(key: &Key, address: &str) -> Self {
        let mac = key.mac(&[b"person", address.to_ascii_lowercase().as_bytes()]);
        let mut hash = [0; 16];
        hash.copy_from_slice(&mac[..16]);
        Self(hash)
    }
}

/// Why nothing is sent to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SuppressionKind {
    /// It does not exist: nothing is sent there.
    Address,
    /// Its reader left the list: only mandatory mail is sent there.
    Unsubscribed,
}

impl SuppressionKind {
    /// As it stands in the database and in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Unsubscribed => "unsubscribed",
        }
    }
}

/// An address that is not written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// What kind.
    pub kind: SuppressionKind,
    /// For people.
    pub reason: String,
    /// Who or what says so: `relay`, `bounce`, a person.
    pub source: String,
    /// Since when.
    pub at: Timestamp,
}

/// A message that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Whether the address does not exist or take mail any more; then it is suppressed.
    pub permanent_address: bool,
    /// Whether the message is lost; a mere delay leaves its state alone.
    pub failed: bool,
    /// Who reported leaves the list.
    pub leaves: Option<Suppression>,
    /// What tells it from other reports of the message: RFC 3463, as `5.1.1`.
    pub status: String,
    /// What the report says.
    pub reason: String,
    /// When it came.
    pub at: Timestamp,
}

/// What came of a bounce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bounced {
    /// No message bears this id.
    Unknown,
    /// It was told before.
    Again,
    /// Noted, to this address of this issue; no address where it was purged.
    Noted {
        /// To whom it was.
        address: Option<String>,
        /// Of which issue.
        issue: String,
    },
}

/// A line of the log: who did what when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogEntry {
    /// When.
    pub at: Timestamp,
    /// Who: a person's name, or `fanion`.
    pub who: String,
    /// What: `released`, `paused`, …
    pub what: String,
    /// Which issue, where it concerns one.
    pub issue: Option<String>,
    /// More, for people.
    pub detail: String,
}
