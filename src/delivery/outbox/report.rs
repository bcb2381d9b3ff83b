//! Where everything stands.

use jiff::Timestamp;
use serde::Serialize;
use sqlx::Row;

use super::{
    Counts, Database, IssueKey, LogEntry, PersonHash, Received, Result, State,
    database::{message_id, moment, person_of, text, word},
    sender::Hold,
};
use crate::model::value::EmailAddress;

/// Everything that `fanion outbox status` shows.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// When it was asked.
    pub at: Timestamp,
    /// Why nothing is sent, where it is so.
    #[serde(serialize_with = "told_pause")]
    pub paused: Option<Hold>,
    /// The issues, in the order of their release.
    pub issues: Vec<IssueStatus>,
    /// Messages that the relay took since the first of the last ten minutes, per minute.
    pub per_minute: f64,
    /// When what is open will have left at that speed; `None` where nothing moves.
    pub estimated_end: Option<Timestamp>,
}

impl Status {
    /// That of an outbox into which nothing was released.
    pub fn empty(at: Timestamp) -> Self {
        Self { at, paused: None, issues: Vec::new(), per_minute: 0.0, estimated_end: None }
    }
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
    /// What the relay said, the most frequent first; of many, the first [`ANSWERS`].
    pub answers: Vec<Answer>,
}

/// So many different answers are told of an issue.
pub const ANSWERS: usize = 8;

/// What the relay said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// What became of the messages.
    pub state: State,
    /// Its words.
    pub answer: String,
    /// To how many messages.
    pub messages: u64,
}

/// Which messages are listed.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of one issue; of all where absent.
    pub issue: Option<IssueKey>,
    /// In these states; in any where empty.
    pub states: Vec<State>,
    /// To one address.
    pub address: Option<EmailAddress>,
}

/// A message as it stands.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// Its issue's name.
    pub issue: String,
    /// Where it stands.
    pub state: State,
    /// To whom; none once it was purged or forgotten.
    pub address: Option<String>,
    /// Its Message-ID, without angle brackets: what the relay's own log knows it by.
    pub message_id: String,
    /// Its Date, once it was on its way.
    pub dated: Option<Timestamp>,
    /// When it is tried next, where it waits.
    pub next_at: Option<Timestamp>,
    /// What the relay said, or why it did not leave.
    pub answer: Option<String>,
}

/// The end of a pause as every other moment is told.
fn told_pause<S: serde::Serializer>(hold: &Option<Hold>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Told<'h> {
        reason: &'h str,
        who: &'h str,
        until: Option<Timestamp>,
    }
    let told = |hold| {
        let Hold { reason, who, until }: &Hold = hold;
        Told { reason, who, until: until.map(moment) }
    };
    hold.as_ref().map(told).serialize(serializer)
}

impl Database {
    pub(super) async fn messages(
        &mut self,
        wanted: &Wanted,
        mut each: impl FnMut(Message) -> std::io::Result<()>,
    ) -> Result<std::io::Result<()>> {
        const PART: i64 = 10_000;
        let issue = match &wanted.issue {
            Some(issue) => self.known_issue(issue).await?,
            None => -1,
        };
        let person = wanted.address.as_ref().map(|address| text(self.person(address.as_str())));
        let states = serde_json::to_string(&wanted.states).expect("words always become JSON");
        let mut last = 0;
        loop {
            let rows = sqlx::query(
                "SELECT m.id, i.name, m.state, m.address, m.mid, i.from_address, m.dated, m.next_at, m.detail
                 FROM message m JOIN issue i ON i.id = m.issue
                 WHERE m.id > $1 AND ($2 = -1 OR m.issue = $2) AND ($3 IS NULL OR m.person = $3)
                 AND ($4 = '[]' OR m.state IN (SELECT value FROM json_each($4))) ORDER BY m.id LIMIT $5",
            );
            let rows = rows.bind(last).bind(issue).bind(&person).bind(&states).bind(PART);
            let rows = rows.fetch_all(&mut self.connection).await?;
            for row in &rows {
                let state = word::<State>(row, "state")?;
                let waits = matches!(state, State::Pending | State::Deferred | State::Claimed);
                let message = Message {
                    issue: row.get("name"),
                    state,
                    address: row.get("address"),
                    message_id: message_id(row.get("mid"), row.get("from_address")),
                    dated: row.get::<Option<i64>, _>("dated").map(moment),
                    next_at: waits.then(|| moment(row.get("next_at"))),
                    answer: row.get("detail"),
                };
                if let Err(error) = each(message) {
                    return Ok(Err(error));
                }
            }
            match rows.last() {
                Some(row) => last = row.get("id"),
                None => return Ok(Ok(())),
            }
        }
    }

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
        let recent =
            sqlx::query("SELECT count(*), min(ended) FROM message WHERE state IN ('sent', 'bounced') AND ended > $1");
        let recent = recent.bind(now - 600_000).fetch_one(&mut self.connection).await?;
        let (recent, first): (i64, Option<i64>) = (recent.get(0), recent.get(1));
        // Of a few seconds nothing can be said of a minute.
        let minutes = (now - first.unwrap_or(now)).clamp(10_000, 600_000) as f64 / 60_000.0;
        let per_minute = recent as f64 / minutes;
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

    async fn answers(&mut self, issue: i64) -> Result<Vec<Answer>> {
        let rows = sqlx::query(
            "SELECT state, detail, count(*) AS many FROM message WHERE issue = $1 AND detail IS NOT NULL
             AND state IN ('deferred', 'failed', 'unknown', 'bounced', 'expired')
             GROUP BY state, detail ORDER BY many DESC, state, detail LIMIT $2",
        );
        let rows = rows.bind(issue).bind(ANSWERS as i64).fetch_all(&mut self.connection).await?;
        let answer = |row: &sqlx::sqlite::SqliteRow| {
            Ok(Answer {
                state: word(row, "state")?,
                answer: row.get("detail"),
                messages: row.get::<i64, _>("many").unsigned_abs(),
            })
        };
        rows.iter().map(answer).collect()
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
