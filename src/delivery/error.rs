//! What can fail while mail is approved, queued and sent.

use std::{io, path::PathBuf};

/// Why delivery cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// A file could not be read or written.
    #[error("cannot {what} `{}`: {source}", path.display())]
    File {
        /// `read`, `write`, `lock`.
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The outbox's database refused.
    #[error("the outbox {}", refusal(.0))]
    Database(sqlx::Error),
    /// A file of the store is missing or is not what was approved.
    #[error("`{sha256}` of the store {why}")]
    Store {
        /// Its name.
        sha256: String,
        /// `is missing` or `has been changed`.
        why: &'static str,
    },
    /// Another process sends from this outbox.
    #[error("another `fanion outbox run` sends from `{}`", path.display())]
    Locked {
        /// The database.
        path: PathBuf,
    },
    /// The outbox is of another time than its ledger.
    #[error("{0}")]
    Restored(String),
    /// A name that is none of an issue.
    #[error("`{0}` is not the name of an issue: write `campaign/newsletter` or `campaign/newsletter@2027-03-09T09:00`")]
    IssueName(String),
    /// There is no such issue.
    #[error("the outbox holds no issue `{0}`")]
    UnknownIssue(String),
    /// An issue is released once.
    #[error("`{0}` has been released already: nothing was queued")]
    Released(String),
    /// The list has other readers than were counted.
    #[error(
        "`{issue}` had {approved} readers when it was looked at and has {found} now: nothing was queued; send it again once the list stays as it is"
    )]
    OtherReaders {
        /// The issue.
        issue: String,
        /// As many as were counted.
        approved: u64,
        /// As many as there are.
        found: u64,
    },
    /// A setting cannot be followed.
    #[error("{0}")]
    Setting(String),
    /// A newsletter cannot become a mail.
    #[error("cannot make a mail of `{issue}`: {why}")]
    Mail {
        /// The issue.
        issue: String,
        /// What is wrong.
        why: String,
    },
}

/// Told in words, and once: what SQLite says of a disk is a number to whoever has to make room on it.
impl From<sqlx::Error> for DeliveryError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// What the database says, as `the outbox …` goes on.
fn refusal(error: &sqlx::Error) -> String {
    let code = error.as_database_error().and_then(|error| error.code()).and_then(|code| code.parse::<u32>().ok());
    // The primary result code is the low byte (sqlite.org/rescode.html).
    match code.map(|code| code & 0xff) {
        Some(8) => "cannot be written: it is read-only to who runs this".into(),
        Some(10) => format!("cannot be written: the disk is full, or failing ({error}); make room and start again"),
        Some(13) => "cannot be written: the disk is full; make room and start again".into(),
        _ => format!("cannot be used: {error}"),
    }
}

impl DeliveryError {
    /// A file that could not be used.
    pub fn file(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { what, path, source }
    }
}
