//! Where everything stands.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::Row;

use super::{
    Counts, Database, IssueKey, LogEntry, PersonHash, Received, Result, State,
    database::{moment, person_of, text, word},
    sender::Hold,
};

/// Everything that `fanion outbox status` shows.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// When it was asked.
    pub at: Timestamp,
    /// Why nothing is sent, where it is so.
    pub paused: Option<Hold>,
    /// The issues, in the order of their release.
    pub issues: Vec<IssueStatus>,
    /// Messages that the relay took in the last ten minutes, per minute.
    pub per_minute: f64,
    /// When what is open will have left at that speed; `None` where nothing moves.
    pub estimated_end: Option<Timestamp>,
}

/// Where an issue stands.
#[derive(Debug, Clone, Serialize)]
pub struct IssueStatus {
    /// Its name.
    pub issue: String,
    /// When it was released.
    pub released_at: Timestamp,
    /// Goes to those too who left the list.
    pub mandatory: bool,
    /// Why it is not sent, where it is so.
    pub paused: Option<String>,
    /// How many of its messages stand where.
    pub counts: Counts,
    /// When its next message is due.
    pub next_at: Option<Timestamp>,
    /// What the relay said, the most frequent first, to how many.
    pub answers: Vec<(String, u64)>,
}

impl Database {
    pub(super) async fn counts(&mut self, issue: &IssueKey) -> Result<Counts> {
        match self.issue_id(&issue.to_string()).await? {
            Some(id) => self.counts_of(id).await,
            None => Ok(Counts::default()),
        }
    }

    async fn counts_of(&mut self, issue: i64) -> Result<Counts> {
        let rows =
            sqlx::query("SELECT state, count(*) AS many FROM message WHERE issue = $1 GROUP BY state").bind(issue);
        let rows = rows.fetch_all(&mut self.connection).await?;
        let counts =
            rows.iter().map(|row| Ok((word::<State>(row, "state")?, row.get::<i64, _>("many").unsigned_abs())));
        counts.collect::<Result<_>>().map(Counts)
    }

    pub(super) async fn status(&mut self) -> Result<Status> {
        let now = self.now_ms();
        let rows = sqlx::query("SELECT id, name, released_at, mandatory, paused FROM issue ORDER BY id");
        let rows = rows.fetch_all(&mut self.connection).await?;
        let mut issues = Vec::with_capacity(rows.len());
        for row in &rows {
            let id: i64 = row.get("id");
            issues.push(IssueStatus {
                issue: row.get("name"),
                released_at: moment(row.get("released_at")),
                mandatory: row.get("mandatory"),
                paused: row.get("paused"),
                counts: self.counts_of(id).await?,
                next_at: self.next_of(id).await?,
                answers: self.answers(id).await?,
            });
        }
        let recent: i64 = sqlx::query("SELECT count(*) FROM message WHERE state IN ('sent', 'bounced') AND ended > $1")
            .bind(now - 600_000)
            .fetch_one(&mut self.connection)
            .await?
            .get(0);
        let per_minute = recent as f64 / 10.0;
        let open: u64 = issues.iter().filter(|issue| issue.paused.is_none()).map(|issue| issue.counts.open()).sum();
        let paused = self.hold().await?;
        let moves = open > 0 && recent > 0 && paused.is_none();
        let estimated_end = moves.then(|| moment(now + (open as f64 / per_minute * 60_000.0) as i64));
        Ok(Status { at: moment(now), paused, issues, per_minute, estimated_end })
    }

    async fn next_of(&mut self, issue: i64) -> Result<Option<Timestamp>> {
        let row = sqlx::query("SELECT min(next_at) FROM message WHERE issue = $1 AND state IN ('pending', 'deferred')");
        let row = row.bind(issue).fetch_one(&mut self.connection).await?;
        Ok(row.get::<Option<i64>, _>(0).map(moment))
    }

    async fn answers(&mut self, issue: i64) -> Result<Vec<(String, u64)>> {
        let rows = sqlx::query(
            "SELECT detail, count(*) AS many FROM message WHERE issue = $1 AND detail IS NOT NULL
             AND state IN ('deferred', 'failed', 'unknown', 'bounced', 'expired') GROUP BY detail ORDER BY many DESC LIMIT 5",
        );
        let rows = rows.bind(issue).fetch_all(&mut self.connection).await?;
        Ok(rows.iter().map(|row| (row.get("detail"), row.get::<i64, _>("many").unsigned_abs())).collect())
    }

    pub(super) async fn sent_since(&mut self, person: PersonHash, since: Timestamp) -> Result<Vec<Timestamp>> {
        let rows = sqlx::query(
            "SELECT dated FROM message WHERE person = $1 AND dated >= $2
             AND state IN ('handed', 'sent', 'unknown', 'assumed', 'bounced') ORDER BY dated",
        );
        let rows = rows.bind(text(person)).bind(since.as_millisecond()).fetch_all(&mut self.connection).await?;
        Ok(rows.iter().map(|row| moment(row.get(0))).collect())
    }

    /// Read in parts: of an outbox of millions of messages, what is kept in memory is what is told.
    pub(super) async fn mail_since(&mut self, since: Timestamp) -> Result<Received> {
        const PART: i64 = 10_000;
        let mut found: Vec<(PersonHash, i64)> = Vec::new();
        let mut last = 0;
        loop {
            let rows = sqlx::query(
                "SELECT id, person, coalesce(dated, next_at) AS at FROM message WHERE id > $2 AND coalesce(dated, next_at) >= $1
                 AND state IN ('handed', 'sent', 'unknown', 'assumed', 'bounced', 'pending', 'claimed', 'deferred')
                 ORDER BY id LIMIT $3",
            );
            let rows = rows.bind(since.as_millisecond()).bind(last).bind(PART);
            let rows = rows.fetch_all(&mut self.connection).await?;
            found.extend(rows.iter().filter_map(|row| Some((person_of(row.get("person"))?, row.get("at")))));
            match rows.last() {
                Some(row) => last = row.get("id"),
                None => return Ok(Received::new(found)),
            }
        }
    }

    /// Adds a line to the log.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn log(&mut self, who: &str, what: &str, issue: Option<&str>, detail: &str) -> Result<()> {
        let now = self.now_ms();
        let query = sqlx::query("INSERT INTO log(at, who, what, issue, detail) VALUES($1, $2, $3, $4, $5)");
        query.bind(now).bind(who).bind(what).bind(issue).bind(detail).execute(&mut self.connection).await?;
        Ok(())
    }

    pub(super) async fn log_entries(&mut self, last: u32) -> Result<Vec<LogEntry>> {
        let rows = sqlx::query("SELECT at, who, what, issue, detail FROM log ORDER BY id DESC LIMIT $1").bind(last);
        let rows = rows.fetch_all(&mut self.connection).await?;
        let entry = |row: &sqlx::sqlite::SqliteRow| LogEntry {
            at: moment(row.get("at")),
            who: row.get("who"),
            what: row.get("what"),
            issue: row.get("issue"),
            detail: row.get("detail"),
        };
        Ok(rows.iter().rev().map(entry).collect())
    }
}
