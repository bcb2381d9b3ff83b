//! An issue's readers into the outbox.

use std::collections::HashMap;

use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};

use super::{Database, IssueKey, NewIssue, NewMessage, PersonHash, Queued, Release, Result, Standing, database::text};
use crate::{delivery::DeliveryError, model::value::hex};

/// Rows of one statement: more are no faster, fewer are slower.
const ROWS: usize = 500;

impl Database {
    pub(super) async fn queue(
        &mut self,
        issue: &NewIssue,
        messages: impl Iterator<Item = NewMessage>,
        release: Option<&Release<'_>>,
    ) -> Result<Queued> {
        let name = issue.key.to_string();
        let key = self.key.clone();
        let now = issue.released_at.as_millisecond();
        let logged_at = self.now_ms();
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        let (mut known, mut before) = (expired(&mut transaction, &name).await?, Withdrawn::default());
        if release.is_some() && known.is_some() {
            let Some(gone) = withdraw(&mut transaction, &name).await? else {
                return Err(DeliveryError::Released(name));
            };
            (known, before) = (None, gone);
        }
        let id = issue_row(&mut transaction, issue, &name, before.issue).await?;
        let letters: HashMap<_, _> = issue.variants.keys().enumerate().map(|(i, letter)| (letter, i)).collect();
        let (mut given, mut inserted) = (0, 0);
        let mut rows: Vec<Value> = Vec::with_capacity(ROWS);
        for message in messages {
            let letter = letters.get(&(message.language.clone(), message.variant.clone())).ok_or_else(|| {
                let NewMessage { language, variant, .. } = &message;
                DeliveryError::Mail { issue: name.clone(), why: format!("it has no {language} for `{variant}`") }
            })?;
            let folded = message.address.as_str().to_ascii_lowercase();
            let person = key.mac(&[b"person", folded.as_bytes()]);
            let mid = key.mac(&[b"message", name.as_bytes(), folded.as_bytes()]);
            given += 1;
            rows.push(json!([
                hex(&person[..16]),
                hex(&mid[..16]),
                message.address,
                letter,
                serde_json::to_string(&message.values).expect("texts always become JSON"),
                message.not_before.as_millisecond(),
                message.expires_at.as_millisecond(),
                message.priority,
            ]));
            if rows.len() == ROWS {
                inserted += insert(&mut transaction, (id, before.epoch), &rows, now).await?;
                rows.clear();
            }
        }
        inserted += insert(&mut transaction, (id, before.epoch), &rows, now).await?;
        let suppressed = hold_back(&mut transaction, id).await?;
        let expired = expired(&mut transaction, &name).await?.unwrap_or(0) - known.unwrap_or(0);
        let told = known_fates(&mut transaction, id).await?;
        let queued = (inserted - suppressed - expired).saturating_sub(told);
        if let Some(release) = release
            && given != release.readers
        {
            return Err(DeliveryError::OtherReaders { issue: name, approved: release.readers, found: given });
        }
        if let Some(Release { who, approved, .. }) = release {
            let detail = format!("{queued} queued, {approved}");
            sqlx::query("INSERT INTO log(at, who, what, issue, detail) VALUES($1, $2, 'released', $3, $4)")
                .bind(logged_at)
                .bind(who)
                .bind(&name)
                .bind(detail)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(Queued { queued, duplicates: given - inserted, suppressed, expired })
    }

    pub(super) async fn standing(&mut self, issue: &NewIssue) -> Result<Standing> {
        let name = issue.key.to_string();
        let row = sqlx::query("SELECT id, variants FROM issue WHERE name = $1").bind(&name);
        let Some(row) = row.fetch_optional(&mut self.connection).await? else { return Ok(Standing::New) };
        let readers = sqlx::query("SELECT count(*) FROM message WHERE issue = $1").bind(row.get::<i64, _>("id"));
        let readers = readers.fetch_one(&mut self.connection).await?.get::<i64, _>(0).unsigned_abs();
        if untouched(&mut self.connection, row.get("id")).await? {
            return Ok(Standing::Withdrawn);
        }
        Ok(Standing::Released { readers, same: row.get::<&str, _>("variants") == variants(issue) })
    }

    pub(super) async fn defer_until(
        &mut self,
        issue: &IssueKey,
        persons: &[PersonHash],
        until: jiff::Timestamp,
    ) -> Result<u64> {
        let id = self.known_issue(issue).await?;
        let persons: Vec<String> = persons.iter().map(|person| text(*person)).collect();
        let moved = sqlx::query(
            "UPDATE message SET next_at = $1, expires_at = expires_at + ($1 - next_at)
             WHERE issue = $2 AND state = 'pending' AND next_at < $1 AND person IN (SELECT value FROM json_each($3))",
        )
        .bind(until.as_millisecond())
        .bind(id)
        .bind(serde_json::to_string(&persons).expect("texts always become JSON"))
        .execute(&mut self.connection)
        .await?;
        Ok(moved.rows_affected())
    }
}

/// Whether nothing of an issue can have reached anybody, and nothing is to leave.
async fn untouched(connection: &mut SqliteConnection, issue: i64) -> Result<bool> {
    let query = sqlx::query(
        "SELECT NOT EXISTS (SELECT 1 FROM message WHERE issue = $1
           AND (attempt > 0 OR dated IS NOT NULL OR state NOT IN ('cancelled', 'suppressed', 'expired')))",
    );
    Ok(query.bind(issue).fetch_one(connection).await?.get::<i64, _>(0) == 1)
}

/// What a withdrawn issue leaves: a running sender may still know its row and claims of its messages, and nothing that comes after
/// it may be taken for them.
#[derive(Debug, Clone, Copy, Default)]
struct Withdrawn {
    /// The row that it had.
    issue: i64,
    /// More than the claims that there were of any of its messages.
    epoch: i64,
}

/// Takes an issue out of which nothing has left and nothing is to leave; none, and nothing done, where something has or is.
async fn withdraw(connection: &mut SqliteConnection, name: &str) -> Result<Option<Withdrawn>> {
    let row = sqlx::query(
        "SELECT id, (SELECT coalesce(max(epoch), 0) + 1 FROM message WHERE message.issue = issue.id) FROM issue WHERE name = $1",
    );
    let row = row.bind(name).fetch_one(&mut *connection).await?;
    let (id, epoch) = (row.get(0), row.get(1));
    if !untouched(connection, id).await? {
        return Ok(None);
    }
    for table in ["DELETE FROM message WHERE issue = $1", "DELETE FROM issue WHERE id = $1"] {
        sqlx::query(table).bind(id).execute(&mut *connection).await?;
    }
    Ok(Some(Withdrawn { issue: id, epoch }))
}

/// Language, variant and segments of an issue's letters, as its row keeps them.
fn variants(issue: &NewIssue) -> String {
    let variants: Vec<_> = issue.variants.iter().map(|((language, variant), sha)| (language, variant, sha)).collect();
    serde_json::to_string(&variants).expect("texts always become JSON")
}

/// Messages of an issue that the ledger of a restored outbox knows: they are not sent again, and need not be known twice.
async fn known_fates(connection: &mut SqliteConnection, issue: i64) -> Result<u64> {
    let gone = sqlx::query("DELETE FROM fate WHERE mid IN (SELECT mid FROM message WHERE issue = $1)").bind(issue);
    Ok(gone.execute(connection).await?.rows_affected())
}

/// How many messages of an issue have expired; `None` where it was not released yet.
async fn expired(connection: &mut SqliteConnection, name: &str) -> Result<Option<u64>> {
    let row = sqlx::query(
        "SELECT (SELECT count(*) FROM message WHERE message.issue = issue.id AND state = 'expired') FROM issue WHERE name = $1",
    );
    let row = row.bind(name).fetch_optional(connection).await?;
    Ok(row.map(|row| row.get::<i64, _>(0).unsigned_abs()))
}

/// The issue's row, made if need be, after `last`.
async fn issue_row(connection: &mut SqliteConnection, issue: &NewIssue, name: &str, last: i64) -> Result<i64> {
    let known = sqlx::query("SELECT id, digest, variants FROM issue WHERE name = $1").bind(name);
    let variants = variants(issue);
    if let Some(row) = known.fetch_optional(&mut *connection).await? {
        let same = row.get::<&str, _>("digest") == issue.digest && row.get::<&str, _>("variants") == variants;
        return if same { Ok(row.get("id")) } else { Err(DeliveryError::OtherContent(name.to_owned())) };
    }
    let row = sqlx::query(
        "INSERT INTO issue(id, name, digest, mandatory, on_unknown, from_address, variants, released_at)
         VALUES(1 + max($8, (SELECT coalesce(max(id), 0) FROM issue)), $1, $2, $3, $4, $5, $6, $7) RETURNING id",
    )
    .bind(name)
    .bind(&issue.digest)
    .bind(issue.mandatory)
    .bind(issue.on_unknown.as_str())
    .bind(issue.from_address.as_str())
    .bind(variants)
    .bind(issue.released_at.as_millisecond())
    .bind(last)
    .fetch_one(connection)
    .await?;
    Ok(row.get(0))
}

/// New rows; how many there are. Who is there already stays; whose time has passed already is told so at once.
async fn insert(
    connection: &mut SqliteConnection,
    (issue, epoch): (i64, i64),
    rows: &[Value],
    now: i64,
) -> Result<u64> {
    if rows.is_empty() {
        return Ok(0);
    }
    let done = sqlx::query(
        "INSERT INTO message(issue, person, mid, address, letter, fields, next_at, expires_at, priority, epoch, state)
         SELECT $1, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, $4,
           CASE WHEN fate.state IS NOT NULL THEN fate.state WHEN value->>6 <= $3 THEN 'expired' ELSE 'pending' END
         FROM json_each($2) LEFT JOIN fate ON fate.mid = value->>1 WHERE true ON CONFLICT DO NOTHING",
    )
    .bind(issue)
    .bind(serde_json::to_string(rows).expect("texts and numbers always become JSON"))
    .bind(now)
    .bind(epoch)
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// Whose address is suppressed is not written to; mandatory mail is for those too who left the list.
async fn hold_back(connection: &mut SqliteConnection, issue: i64) -> Result<u64> {
    let done = sqlx::query(
        "UPDATE message SET state = 'suppressed' WHERE issue = $1 AND state IN ('pending', 'deferred') AND EXISTS (
           SELECT 1 FROM suppression WHERE suppression.person = message.person AND (suppression.kind = 'address'
             OR (SELECT mandatory FROM issue WHERE issue.id = message.issue) = 0))",
    )
    .bind(issue)
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
