//! Personal data: what is kept of a person, and its end.

use std::{collections::HashMap, ops::Range};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use sqlx::Row;

use super::{
    Database, LogEntry, Result, State,
    database::{moment, text, word},
    sender::Hold,
};

/// All that is kept of a person (GDPR, article 15).
#[derive(Debug, Clone, Serialize)]
pub struct Export {
    /// The address asked for.
    pub address: String,
    /// Their mail.
    pub messages: Vec<ExportedMessage>,
    /// Why they are not written to.
    pub suppressions: Vec<ExportedSuppression>,
    /// Lines of the log that name them.
    pub log: Vec<LogEntry>,
}

/// A message as it is kept.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedMessage {
    /// Of which issue.
    pub issue: String,
    /// The Message-ID's first part.
    pub id: String,
    /// As written; nothing where it was purged.
    pub address: Option<String>,
    /// What their row had in the columns that the newsletter shows.
    pub values: Value,
    /// Where it stands.
    pub state: State,
    /// The Date that it bears.
    pub dated: Option<Timestamp>,
    /// What the relay said.
    pub answer: Option<String>,
    /// What came back.
    pub bounces: Vec<ExportedBounce>,
}

/// A report about a message as it is kept.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedBounce {
    /// RFC 3463, or what it is in a word.
    pub status: String,
    /// In the words of whoever reported it.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// A suppression as it is kept.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedSuppression {
    /// `address` or `unsubscribed`.
    pub kind: String,
    /// For people.
    pub reason: String,
    /// Who said so.
    pub source: String,
    /// Since when.
    pub at: Timestamp,
}

/// What is paused.
enum Pause {
    /// One issue, by its row.
    Issue(i64),
    /// Everything.
    Everything(Hold),
}

impl Database {
    pub(super) async fn export(&mut self, address: &str) -> Result<Export> {
        let person = text(self.person(address));
        let rows = sqlx::query(
            "SELECT i.name, m.mid, m.address, m.fields, m.state, m.dated, m.detail FROM message m
             JOIN issue i ON i.id = m.issue WHERE m.person = $1 ORDER BY m.id",
        );
        let rows = rows.bind(&person).fetch_all(&mut self.connection).await?;
        let mut bounces = self.bounces_of(&person).await?;
        let messages = rows.iter().map(|row| {
            let values: Option<&str> = row.get("fields");
            Ok(ExportedMessage {
                bounces: bounces.remove(row.get::<&str, _>("mid")).unwrap_or_default(),
                issue: row.get("name"),
                id: row.get("mid"),
                address: row.get("address"),
                values: values.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default(),
                state: word(row, "state")?,
                dated: row.get::<Option<i64>, _>("dated").map(moment),
                answer: row.get("detail"),
            })
        });
        let messages = messages.collect::<Result<_>>()?;
        let rows = sqlx::query("SELECT kind, reason, source, at FROM suppression WHERE person = $1 ORDER BY at");
        let rows = rows.bind(&person).fetch_all(&mut self.connection).await?;
        let suppressions = rows.iter().map(|row| ExportedSuppression {
            kind: row.get("kind"),
            reason: row.get("reason"),
            source: row.get("source"),
            at: moment(row.get("at")),
        });
        let suppressions = suppressions.collect();
        let log = self.log_of(address).await?.into_iter().map(|(_, entry)| entry).collect();
        Ok(Export { address: address.to_owned(), messages, suppressions, log })
    }

    /// What came back of a person's mail, by the message.
    async fn bounces_of(&mut self, person: &str) -> Result<HashMap<String, Vec<ExportedBounce>>> {
        let rows = sqlx::query(
            "SELECT b.mid, b.status, b.reason, b.at FROM bounce b JOIN message m ON m.mid = b.mid WHERE m.person = $1
             ORDER BY b.at",
        );
        let mut found = HashMap::<_, Vec<_>>::new();
        for row in rows.bind(person).fetch_all(&mut self.connection).await? {
            let (status, reason, at) = (row.get("status"), row.get("reason"), moment(row.get("at")));
            found.entry(row.get("mid")).or_default().push(ExportedBounce { status, reason, at });
        }
        Ok(found)
    }

    /// Lines of the log that name an address: what the relay said of everybody's mail, what somebody wrote by hand.
    async fn log_of(&mut self, address: &str) -> Result<Vec<(i64, LogEntry)>> {
        // The database narrows it down; of `jeanne@…` and `marie-jeanne@…` only this side tells one from the other.
        let rows = sqlx::query(
            "SELECT id, at, who, what, issue, detail FROM log WHERE instr(lower(detail), lower($1)) > 0 ORDER BY id",
        );
        let rows = rows.bind(address).fetch_all(&mut self.connection).await?;
        let entry = |row: &sqlx::sqlite::SqliteRow| {
            let detail: String = row.get("detail");
            let entry = LogEntry {
                at: moment(row.get("at")),
                who: row.get("who"),
                what: row.get("what"),
                issue: row.get("issue"),
                detail,
            };
            (!mentions(&entry.detail, address).is_empty()).then(|| (row.get("id"), entry))
        };
        Ok(rows.iter().filter_map(entry).collect())
    }

    /// Pauses whose reason names an address, because a relay's answer made them.
    async fn pauses_of(&mut self, address: &str) -> Result<Vec<(Pause, String)>> {
        let rows = sqlx::query("SELECT id, paused FROM issue WHERE paused IS NOT NULL")
            .fetch_all(&mut self.connection)
            .await?;
        let issues = rows.iter().map(|row| (Pause::Issue(row.get("id")), row.get("paused")));
        let all = self.hold().await?.map(|hold| (Pause::Everything(hold.clone()), hold.reason));
        Ok(issues.chain(all).filter(|(_, reason): &(_, String)| !mentions(reason, address).is_empty()).collect())
    }

    /// Hashes stay: without them, somebody forgotten would be written to again by the next release of the same issue, or
    /// after having left the list. What is on its way arrives; what comes of it is noted without their name.
    pub(super) async fn forget(&mut self, address: &str, who: &str, dry: bool) -> Result<u64> {
        let kept = self.within(async |database| database.take_out(address, who, dry).await).await?;
        if !dry && kept > 0 {
            self.sweep().await?;
        }
        Ok(kept)
    }

    async fn take_out(&mut self, address: &str, who: &str, dry: bool) -> Result<u64> {
        let person = text(self.person(address));
        // Servers' answers and what people write by hand may name the address where the address itself is gone.
        let kept: i64 = sqlx::query(
            "SELECT (SELECT count(*) FROM message WHERE person = $1
                      AND (address IS NOT NULL OR fields IS NOT NULL OR detail IS NOT NULL))
                  + (SELECT count(*) FROM suppression WHERE person = $1 AND (address IS NOT NULL OR reason <> ''))
                  + (SELECT count(*) FROM bounce WHERE reason <> '' AND mid IN (SELECT mid FROM message WHERE person = $1))",
        )
        .bind(&person)
        .fetch_one(&mut self.connection)
        .await?
        .get(0);
        let (lines, pauses) = (self.log_of(address).await?, self.pauses_of(address).await?);
        let kept = kept.unsigned_abs() + (lines.len() + pauses.len()) as u64;
        if dry || kept == 0 {
            return Ok(kept);
        }
        for query in [
            "UPDATE message SET state = 'cancelled' WHERE person = $1 AND state IN ('pending', 'claimed', 'deferred')",
            "UPDATE message SET address = NULL, fields = NULL, detail = NULL WHERE person = $1",
            "UPDATE suppression SET address = NULL, reason = '' WHERE person = $1",
            "UPDATE bounce SET reason = '' WHERE mid IN (SELECT mid FROM message WHERE person = $1)",
        ] {
            sqlx::query(query).bind(&person).execute(&mut self.connection).await?;
        }
        for (id, entry) in lines {
            let query = sqlx::query("UPDATE log SET detail = $2 WHERE id = $1").bind(id);
            query.bind(without(&entry.detail, address, FORGOTTEN)).execute(&mut self.connection).await?;
        }
        for (pause, reason) in pauses {
            let reason = without(&reason, address, FORGOTTEN);
            match pause {
                Pause::Issue(id) => {
                    let query = sqlx::query("UPDATE issue SET paused = $2 WHERE id = $1").bind(id).bind(reason);
                    query.execute(&mut self.connection).await?;
                }
                Pause::Everything(hold) => self.keep_hold(&Hold { reason, ..hold }).await?,
            }
        }
        self.log(who, "forgot", None, "a person, at their request").await?;
        Ok(kept)
    }

    pub(super) async fn purge(&mut self, ended_before: Timestamp, dry: bool) -> Result<u64> {
        let before = ended_before.as_millisecond();
        // An answer that came after a first purge may name the address again.
        let rule = "(address IS NOT NULL OR fields IS NOT NULL OR detail IS NOT NULL) AND state IN ('sent', 'failed', 'assumed', 'suppressed', 'cancelled', 'expired', \
                    'bounced') AND coalesce(ended, expires_at) < $1";
        let query = match dry {
            true => format!("SELECT count(*) FROM message WHERE {rule}"),
            false => format!("UPDATE message SET address = NULL, fields = NULL, detail = NULL WHERE {rule}"),
        };
        let query = sqlx::query(sqlx::AssertSqlSafe(query)).bind(before);
        if dry {
            return Ok(query.fetch_one(&mut self.connection).await?.get::<i64, _>(0).unsigned_abs());
        }
        let purged = query.execute(&mut self.connection).await?.rows_affected();
        if purged > 0 {
            let bounces = "UPDATE bounce SET reason = '' WHERE reason <> '' AND mid IN (SELECT mid FROM message WHERE address IS NULL)";
            sqlx::query(bounces).execute(&mut self.connection).await?;
            self.log("fanion", "purged", None, &format!("the personal data of {purged} messages")).await?;
            self.sweep().await?;
        }
        Ok(purged)
    }

    pub(super) async fn purge_log(&mut self, before: Timestamp, dry: bool) -> Result<u64> {
        let told = "state IN ('sent', 'failed', 'assumed', 'suppressed', 'cancelled', 'expired', 'bounced') AND \
                    coalesce(ended, expires_at) < $1 AND (address IS NOT NULL OR fields IS NOT NULL OR dated IS NOT NULL \
                    OR ended IS NOT NULL OR code IS NOT NULL OR detail IS NOT NULL)";
        let before = before.as_millisecond();
        let mut many = 0;
        for (table, rule, change) in [
            (
                "message",
                told,
                "UPDATE message SET address = NULL, fields = NULL, dated = NULL, ended = NULL, code = NULL, detail = NULL",
            ),
            ("bounce", "at < $1", "DELETE FROM bounce"),
            ("log", "at < $1", "DELETE FROM log"),
        ] {
            let text = match dry {
                true => format!("SELECT count(*) FROM {table} WHERE {rule}"),
                false => format!("{change} WHERE {rule}"),
            };
            // Only words of this file stand in it.
            let query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(before);
            let concerned = match dry {
                true => query.fetch_one(&mut self.connection).await?.get::<i64, _>(0).unsigned_abs(),
                false => query.execute(&mut self.connection).await?.rows_affected(),
            };
            // A bounce is told with its message.
            many += if table == "bounce" { 0 } else { concerned };
        }
        if many > 0 && !dry {
            self.log("fanion", "purged", None, &format!("{many} messages and lines of the log")).await?;
            self.sweep().await?;
        }
        Ok(many)
    }

    /// What was removed is gone from the disk too: freed space is overwritten (`secure_delete`), the log of writes emptied.
    async fn sweep(&mut self) -> Result<()> {
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut self.connection).await?;
        Ok(())
    }
}

/// Where a text names an address, and not one that only ends or begins with it.
fn mentions(text: &str, address: &str) -> Vec<Range<usize>> {
    let (lower, wanted) = (text.to_ascii_lowercase(), address.to_ascii_lowercase());
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '+');
    let alone = |range: &Range<usize>| {
        let before = lower[..range.start].chars().next_back();
        let mut after = lower[range.end..].chars();
        let ends = match after.next() {
            // A full stop may end the sentence, or lead to more of a domain.
            Some('.') => !after.next().is_some_and(inside),
            next => !next.is_some_and(inside),
        };
        ends && !before.is_some_and(|c| inside(c) || c == '.')
    };
    let found = lower.match_indices(&wanted).map(|(at, _)| at..at + wanted.len());
    found.filter(|range| !wanted.is_empty() && alone(range)).collect()
}

/// A text that does not name an address any more, but says something instead.
pub fn without(text: &str, address: &str, instead: &str) -> String {
    let mut out = text.to_owned();
    mentions(text, address).into_iter().rev().for_each(|range| out.replace_range(range, instead));
    out
}

/// What stands where somebody was named who is forgotten.
const FORGOTTEN: &str = "(forgotten)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_out_and_longer_ones_stay() {
        let told = "<Jeanne@h.example>: 550; to=jeanne@h.example. marie-jeanne@h.example, jeanne@h.example.org, Zoé";
        assert_eq!(
            without(told, "jeanne@h.example", FORGOTTEN),
            "<(forgotten)>: 550; to=(forgotten). marie-jeanne@h.example, jeanne@h.example.org, Zoé"
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_and_none_names_it_afterwards(text in "[ab@.é<>İ-]{0,40}", address in "[ab]{1,2}@[ab.]{1,3}") {
            proptest::prop_assert!(mentions(&without(&text, &address, FORGOTTEN), &address).is_empty());
        }
    }
}
