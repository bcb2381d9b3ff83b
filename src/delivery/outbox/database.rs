//! The database itself: opened, brought to the newest version, hashes, times.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous},
};

use super::{IssueKey, PersonHash, Result, schema::MIGRATIONS};
use crate::{
    delivery::{Clock, DeliveryError, secret::Key},
    model::value::{EmailAddress, hex},
};

/// One connection to the outbox.
pub struct Database {
    pub(super) connection: SqliteConnection,
    pub(super) path: PathBuf,
    pub(super) key: Key,
    /// How many transactions of [`Database::within`] are open, one within another.
    depth: u32,
    clock: Arc<dyn Clock>,
}

impl Database {
    /// Opens the database or makes it.
    ///
    /// # Errors
    /// It cannot be written, or a newer program made it.
    pub async fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let key = Key::open(folder)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(30))
            // A commit's rows come over at once.
            .row_buffer_size(1024)
            // Once in 16 MB: the log is written back while mail waits.
            .pragma("wal_autocheckpoint", "4000")
            .pragma("secure_delete", "ON");
        let connection = options.connect().await?;
        restrict(path)?;
        let mut database = Self { connection, path: path.to_owned(), key, depth: 0, clock };
        database.migrate().await?;
        database.know_key().await?;
        Ok(database)
    }

    async fn migrate(&mut self) -> Result<()> {
        let newest = MIGRATIONS.len() as i64;
        if self.version().await? == newest {
            return Ok(());
        }
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        // Another process may have been first.
        let version: i64 = sqlx::query("PRAGMA user_version").fetch_one(&mut *transaction).await?.get(0);
        if version > newest {
            return Err(DeliveryError::Setting(format!(
                "`{}` was made by a newer version of this program",
                self.path.display()
            )));
        }
        for step in &MIGRATIONS[usize::try_from(version).unwrap_or(0)..] {
            sqlx::raw_sql(*step).execute(&mut *transaction).await?;
        }
        sqlx::raw_sql(AssertSqlSafe(format!("PRAGMA user_version = {newest}"))).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Who left the list, who was written to and which mail came back is known under the project's key: with another one, everybody
    /// would be a stranger.
    async fn know_key(&mut self) -> Result<()> {
        let own = hex(&self.key.mac(&[b"outbox"])[..8]);
        match self.setting("key").await? {
            None => self.set("key", Some(&own)).await,
            Some(known) if known == own => Ok(()),
            Some(_) => Err(DeliveryError::Setting(format!(
                "`{}` belongs to another key than the `key` beside it: with this one, nobody would be known who left the list or was \
                 written to; put the key back from a copy of `.fanion/`",
                self.path.display()
            ))),
        }
    }

    async fn version(&mut self) -> Result<i64> {
        Ok(sqlx::query("PRAGMA user_version").fetch_one(&mut self.connection).await?.get(0))
    }

    /// Where the database lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    /// The hash of an address, whatever its case.
    pub fn person(&self, address: &str) -> PersonHash {
        PersonHash::of(&self.key, address)
    }

    /// What stands before the `@` of a Message-ID.
    pub(super) fn mid(&self, issue: &str, address: &str) -> String {
        let mac = self.key.mac(&[b"message", issue.as_bytes(), address.to_ascii_lowercase().as_bytes()]);
        hex(&mac[..16])
    }

    pub(super) fn message_id(&self, issue: &IssueKey, address: &EmailAddress, from: &EmailAddress) -> String {
        message_id(&self.mid(&issue.to_string(), address.as_str()), from.as_str())
    }

    /// The row of an issue.
    pub(super) async fn issue_id(&mut self, issue: &str) -> Result<Option<i64>> {
        let row = sqlx::query("SELECT id FROM issue WHERE name = $1").bind(issue);
        Ok(row.fetch_optional(&mut self.connection).await?.map(|row| row.get(0)))
    }

    pub(super) async fn known_issue(&mut self, issue: &IssueKey) -> Result<i64> {
        let name = issue.to_string();
        self.issue_id(&name).await?.ok_or(DeliveryError::UnknownIssue(name))
    }

    pub(super) async fn setting(&mut self, name: &str) -> Result<Option<String>> {
        let row = sqlx::query("SELECT value FROM setting WHERE name = $1").bind(name);
        Ok(row.fetch_optional(&mut self.connection).await?.map(|row| row.get(0)))
    }

    pub(super) async fn set(&mut self, name: &str, value: Option<&str>) -> Result<()> {
        let query = match value {
            Some(value) => sqlx::query(
                "INSERT INTO setting(name, value) VALUES($1, $2) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
            )
            .bind(name)
            .bind(value),
            None => sqlx::query("DELETE FROM setting WHERE name = $1").bind(name),
        };
        query.execute(&mut self.connection).await?;
        Ok(())
    }
}

impl Database {
    /// Does something in one transaction, or in a part of the one that is open: what fails leaves nothing behind.
    pub(super) async fn within<T>(&mut self, what: impl AsyncFnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.begin().await?;
        let done = what(self).await;
        let ended = self.end(done.is_ok()).await;
        done.and_then(|done| ended.map(|()| done))
    }

    /// Opens a transaction.
    pub(super) async fn begin(&mut self) -> Result<()> {
        let begin = if self.depth == 0 { "BEGIN IMMEDIATE" } else { "SAVEPOINT part" };
        sqlx::raw_sql(begin).execute(&mut self.connection).await?;
        self.depth += 1;
        Ok(())
    }

    /// Keeps what was done since the last `begin`, or takes it back.
    pub(super) async fn end(&mut self, keep: bool) -> Result<()> {
        self.depth -= 1;
        let (kept, back) = match self.depth {
            0 => ("COMMIT", "ROLLBACK"),
            _ => ("RELEASE part", "ROLLBACK TO part; RELEASE part"),
        };
        let ended = match keep {
            true => sqlx::raw_sql(kept).execute(&mut self.connection).await.map(drop),
            false => Ok(()),
        };
        if !keep || ended.is_err() {
            // A full disk may have taken it back already.
            let taken = sqlx::raw_sql(back).execute(&mut self.connection).await.map(drop);
            ended.and(taken)?;
        }
        Ok(())
    }
}

/// `ID@domain`
pub(super) fn message_id(mid: &str, from: &str) -> String {
    let domain = from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    format!("{mid}@{domain}")
}

/// A hash as it stands in the database.
pub(super) fn text(person: PersonHash) -> String {
    hex(person.0)
}

/// A hash out of the database.
pub(super) fn person_of(text: &str) -> Option<PersonHash> {
    let mut hash = [0; 16];
    for (i, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(PersonHash(hash))
}

/// A time out of the database.
pub(super) fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A column that holds one of a few words.
pub(super) fn word<T: FromStr>(row: &SqliteRow, column: &str) -> Result<T> {
    let text: String = row.get(column);
    text.parse().map_err(|_| DeliveryError::Setting(format!("the outbox holds an unknown {column} `{text}`")))
}

/// Addresses are for the owner's eyes, and hashes of them.
pub(in crate::delivery) fn restrict(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::{fs, os::unix::fs::PermissionsExt};
        let mode = fs::metadata(path).map_err(DeliveryError::file("read", path))?.permissions().mode();
        if mode & 0o077 != 0 {
            // A file of another user's stays as its owner wants it.
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700));
        }
    }
    Ok(())
}
