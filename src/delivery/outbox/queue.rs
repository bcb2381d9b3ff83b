//! An issue's readers into the outbox.

use std::collections::HashMap;

use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};

use super::{Database, NewIssue, NewMessage, Queued, Release, Result, Standing, suppress::SUPPRESSED};
use crate::{delivery::DeliveryError, model::value::hex};

/// Rows of one statement: more are no faster, fewer are slower.
const ROWS: usize = 500;

impl Database {
    pub(super) async fn release(
        &mut self,
        issue: &NewIssue,
        messages: impl Iterator<Item = NewMessage>,
        release: &Release<'_>,
    ) -> Result<Queued> {
        let name = issue.key.to_string();
        let key = self.key.clone();
        let now = issue.released_at.as_millisecond();
        let logged_at = self.now_ms();
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        let before = withdraw(&mut transaction, &name).await?;
        let id = insert_issue(&mut transaction, issue, &name, before.issue).await?;
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
        let expired = expired(&mut transaction, id).await?;
        let told = known_fates(&mut transaction, id).await?;
        let queued = (inserted - suppressed - expired).saturating_sub(told);
        let Release { who, approved, readers } = *release;
        if given != readers {
            return Err(DeliveryError::OtherReaders { issue: name, approved: readers, found: given });
        }
        sqlx::query("INSERT INTO log(at, who, what, issue, detail) VALUES($1, $2, 'released', $3, $4)")
            .bind(logged_at)
            .bind(who)
            .bind(&name)
            .bind(format!("{queued} queued, {approved}"))
            .execute(&mut *transaction)
            .await?;
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

/// Takes an issue out, where there is one, of which nothing has left and nothing is to leave.
async fn withdraw(connection: &mut SqliteConnection, name: &str) -> Result<Withdrawn> {
    let row = sqlx::query(
        "SELECT id, (SELECT coalesce(max(epoch), 0) + 1 FROM message WHERE message.issue = issue.id) FROM issue WHERE name = $1",
    );
    let Some(row) = row.bind(name).fetch_optional(&mut *connection).await? else { return Ok(Withdrawn::default()) };
    let (id, epoch) = (row.get(0), row.get(1));
    if !untouched(connection, id).await? {
        return Err(DeliveryError::Released(name.to_owned()));
    }
    for table in ["DELETE FROM message WHERE issue = $1", "DELETE FROM issue WHERE id = $1"] {
        sqlx::query(table).bind(id).execute(&mut *connection).await?;
    }
    Ok(Withdrawn { issue: id, epoch })
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

/// How many messages of an issue have expired.
async fn expired(connection: &mut SqliteConnection, issue: i64) -> Result<u64> {
    let row = sqlx::query("SELECT count(*) FROM message WHERE issue = $1 AND state = 'expired'").bind(issue);
    Ok(row.fetch_one(connection).await?.get::<i64, _>(0).unsigned_abs())
}

/// The issue's row, after `last`.
async fn insert_issue(connection: &mut SqliteConnection, issue: &NewIssue, name: &str, last: i64) -> Result<i64> {
    let row = sqlx::query(
        "INSERT INTO issue(id, name, digest, mandatory, on_unknown, from_address, variants, released_at)
         VALUES(1 + max($8, (SELECT coalesce(max(id), 0) FROM issue)), $1, $2, $3, $4, $5, $6, $7) RETURNING id",
    )
    .bind(name)
    .bind(&issue.digest)
    .bind(issue.mandatory)
    .bind(issue.on_unknown.as_str())
    .bind(issue.from_address.as_str())
    .bind(variants(issue))
    .bind(issue.released_at.as_millisecond())
    .bind(last)
    .fetch_one(connection)
    .await?;
    Ok(row.get(0))
}

/// New rows; how many there are. Who stands there twice is there once; whose time has passed already is told so at once.
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
    let text = format!(
        "UPDATE message SET state = 'suppressed' WHERE issue = $1 AND state IN ('pending', 'deferred') AND {SUPPRESSED}"
    );
    let done = sqlx::query(sqlx::AssertSqlSafe(text)).bind(issue).execute(connection).await?;
    Ok(done.rows_affected())
}
