//! The outbox: a row for each reader of an issue, and where it stands.
//!
//! In: an issue and its readers when it is released; what the relay said. Out: what is due, and an account of everything.
//! All SQL of the program stands in this folder. Beyond the standard it uses what PostgreSQL has too (`RETURNING`, `ON CONFLICT`,
//! `UPDATE … FROM`), but for what another database has to be given in its own words: `json_each` and `->>` for rows given as one
//! JSON text, `BEGIN IMMEDIATE`, and the pragmas and strict tables of `database` and `schema`.
//!
//! A message is `pending` until a sender claims it (`claimed`, with owner, epoch and a lease), is `handed` on the disk before
//! its last dot can leave, and ends as `sent`, `deferred`, `failed` or, where the answer never came, `unknown`.

mod admin;
mod allowance;
mod database;
mod export;
mod halt;
mod key;
mod ledger;
mod queue;
mod report;
mod schema;
mod sender;
mod suppress;
mod types;

use std::{path::Path, sync::Arc};

use jiff::Timestamp;
use tokio::runtime::Runtime;

pub use admin::{Resolution, Retried, Retry};
pub use database::Database;
pub use export::Export;
pub use key::IssueKey;
pub use ledger::Ledger;
pub use report::{ANSWERS, Answer, IssueStatus, Message, Status, Wanted};
pub use sender::{Batch, Claimed, Handed, Hold, Issue, Outcome, Sender, Verdict, Written};
pub use types::{
    Bounce, Bounced, Counts, LogEntry, NewIssue, NewMessage, PersonHash, Queued, Received, Release, Standing, State,
    Suppression, SuppressionKind,
};

pub(super) use database::restrict;
pub(super) use export::without;

use super::{Clock, DeliveryError};
use crate::model::value::EmailAddress;

/// The outbox as synchronous code uses it, beside a sender that may be running.
pub struct Outbox {
    runtime: Runtime,
    database: Database,
}

/// What most methods return.
type Result<T> = std::result::Result<T, DeliveryError>;

impl Outbox {
    /// Opens the database, or makes it, with the folder that it lies in and the key beside it.
    ///
    /// # Errors
    /// It cannot be written, or a newer program made it.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(DeliveryError::file("open", path))?;
        let database = runtime.block_on(Database::open(path, clock))?;
        Ok(Self { runtime, database })
    }

    /// Puts an issue's readers into the outbox, in one transaction with the line of the log that tells of it: of several that
    /// release an issue at a time, one does.
    ///
    /// # Errors
    /// It was released before ([`DeliveryError::Released`]), the readers are not as many as were counted, or a message is of a
    /// variant that the issue has not; nothing is queued then.
    pub fn release(
        &mut self,
        issue: &NewIssue,
        messages: impl Iterator<Item = NewMessage>,
        release: &Release<'_>,
    ) -> Result<Queued> {
        self.runtime.block_on(self.database.release(issue, messages, release))
    }

    /// Where the database lies.
    pub fn path(&self) -> &Path {
        self.database.path()
    }

    /// Whether an issue was released, and may be once more.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn standing(&mut self, issue: &NewIssue) -> Result<Standing> {
        self.runtime.block_on(self.database.standing(issue))
    }

    /// Messages of an issue or of all, in some states, to everybody or to one address, in the order of the outbox.
    ///
    /// # Errors
    /// There is no such issue, or what takes the messages fails.
    pub fn messages(
        &mut self,
        wanted: &Wanted,
        each: impl FnMut(Message) -> std::io::Result<()>,
    ) -> Result<std::io::Result<()>> {
        self.runtime.block_on(self.database.messages(wanted, each))
    }

    /// How many of an issue's messages stand where; empty where there is no such issue.
    ///
    /// # Errors
    /// The database cannot be read; so it is of every method below.
    pub fn counts(&mut self, issue: &IssueKey) -> Result<Counts> {
        self.runtime.block_on(self.database.counts(issue))
    }

    /// Everything that `fanion outbox status` shows.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn status(&mut self) -> Result<Status> {
        self.runtime.block_on(self.database.status())
    }

    /// The hash under which a person stands here.
    pub fn person(&self, address: &EmailAddress) -> PersonHash {
        self.database.person(address.as_str())
    }

    /// The Message-ID, without angle brackets, of a person's mail of an issue.
    pub fn message_id(&self, issue: &IssueKey, address: &EmailAddress, from: &EmailAddress) -> String {
        self.database.message_id(issue, address, from)
    }

    /// When mail left, may have left or is to leave to each person since a moment.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn mail_since(&mut self, since: Timestamp) -> Result<Received> {
        self.runtime.block_on(self.database.mail_since(since))
    }

    /// When messages left within the last 24 hours that a daily limit counts, oldest first; no more of them than the limit.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn left_within_a_day(&mut self, daily_limit: u32) -> Result<Vec<Timestamp>> {
        let mut left = self.runtime.block_on(self.database.left_within_a_day(daily_limit))?;
        left.sort_unstable();
        Ok(left.into_iter().map(database::moment).collect())
    }

    /// Nothing more goes to an address, and what waits for it is not sent; how many messages that is.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn suppress(&mut self, address: &EmailAddress, suppression: &Suppression) -> Result<u64> {
        self.runtime.block_on(self.database.suppress(address.as_str(), suppression))
    }

    /// The same for somebody who asks for it by mail; their address is only kept where it is known.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn leave(&mut self, address: &EmailAddress, suppression: &Suppression) -> Result<u64> {
        self.runtime.block_on(self.database.leave(address.as_str(), suppression))
    }

    /// Takes suppressions of an address back; how many there were. What was not sent stays so until `retry`.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn unsuppress(&mut self, address: &EmailAddress) -> Result<u64> {
        self.runtime.block_on(self.database.unsuppress(address.as_str()))
    }

    /// All suppressions, oldest first; no address where it was purged or forgotten.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn suppressions(&mut self) -> Result<Vec<(Option<String>, Suppression)>> {
        self.runtime.block_on(self.database.suppressions())
    }

    /// Does something and takes it back, all of it: what it tells is what would happen. Nobody else writes meanwhile.
    ///
    /// # Errors
    /// The database cannot be written, or what is done fails.
    pub fn rehearse<T>(&mut self, what: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.runtime.block_on(self.database.begin())?;
        let done = what(self);
        let ended = self.runtime.block_on(self.database.end(false));
        done.and_then(|done| ended.map(|()| done))
    }

    /// Notes that a message came back. `message_id` may have angle brackets and a domain.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn bounced(&mut self, message_id: &str, bounce: &Bounce) -> Result<Bounced> {
        self.runtime.block_on(self.database.bounced(message_id, bounce))
    }

    /// Adds a line to the log.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn log(&mut self, who: &str, what: &str, issue: Option<&IssueKey>, detail: &str) -> Result<()> {
        let issue = issue.map(ToString::to_string);
        self.runtime.block_on(self.database.log(who, what, issue.as_deref(), detail))
    }

    /// The log's last lines, oldest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn log_entries(&mut self, last: u32) -> Result<Vec<LogEntry>> {
        self.runtime.block_on(self.database.log_entries(last))
    }

    /// Stops the sending of everything, or of one issue, until it is resumed.
    ///
    /// # Errors
    /// There is no such issue.
    pub fn pause(&mut self, issue: Option<&IssueKey>, who: &str, reason: &str) -> Result<()> {
        self.runtime.block_on(self.database.pause(issue, who, reason))
    }

    /// Lets it go on.
    ///
    /// # Errors
    /// There is no such issue.
    pub fn resume(&mut self, issue: Option<&IssueKey>, who: &str) -> Result<()> {
        self.runtime.block_on(self.database.resume(issue, who))
    }

    /// Nothing more of an issue is sent; how many messages that is.
    ///
    /// # Errors
    /// There is no such issue.
    pub fn cancel(&mut self, issue: &IssueKey, who: &str, dry: bool) -> Result<u64> {
        self.runtime.block_on(self.database.cancel(issue, who, dry))
    }

    /// Queues again what did not leave.
    ///
    /// # Errors
    /// There is no such issue.
    pub fn retry(&mut self, retry: &Retry, who: &str, dry: bool) -> Result<Retried> {
        self.runtime.block_on(self.database.retry(retry, who, dry))
    }

    /// Says what became of messages whose fate is unknown, of all or of one reader's; how many they are.
    ///
    /// # Errors
    /// There is no such issue.
    pub fn resolve(
        &mut self,
        issue: Option<&IssueKey>,
        address: Option<&EmailAddress>,
        how: Resolution,
        who: &str,
        dry: bool,
    ) -> Result<u64> {
        self.runtime.block_on(self.database.resolve(issue, address, how, who, dry))
    }

    /// Takes over from the ledger what a restored copy of the database does not know.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn reconcile(&mut self, who: &str) -> Result<u64> {
        self.runtime.block_on(self.database.reconcile(who))
    }

    /// Removes addresses and values of messages that ended before a moment; how many messages that is.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn purge(&mut self, ended_before: Timestamp, dry: bool) -> Result<u64> {
        self.runtime.block_on(self.database.purge(ended_before, dry))
    }

    /// Removes who was sent what when of messages that ended before a moment, and the log's lines of before; how many messages and
    /// lines that is. Hashes and states stay, so that nobody is mailed twice.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn purge_log(&mut self, before: Timestamp, dry: bool) -> Result<u64> {
        self.runtime.block_on(self.database.purge_log(before, dry))
    }

    /// All that is kept of a person.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn export(&mut self, address: &EmailAddress) -> Result<Export> {
        self.runtime.block_on(self.database.export(address.as_str()))
    }

    /// Removes what is kept of a person but hashes; how many rows that is. What waits for them is cancelled.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn forget(&mut self, address: &EmailAddress, who: &str, dry: bool) -> Result<u64> {
        self.runtime.block_on(self.database.forget(address.as_str(), who, dry))
    }
}
