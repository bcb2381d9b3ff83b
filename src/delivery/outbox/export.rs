//! Personal data: what is kept of a person, and its end.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use sqlx::Row;

use super::{
    Database, Result, State,
    database::{moment, text, word},
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

impl Database {
    pub(super) async fn export(&mut self, address: &str) -> Result<Export> {
        let person = text(self.person(address));
        let rows = sqlx::query(
            "SELECT i.name, m.mid, m.address, m.fields, m.state, m.dated, m.detail FROM message m
             JOIN issue i ON i.id = m.issue WHERE m.person = $1 ORDER BY m.id",
        );
        let rows = rows.bind(&person).fetch_all(&mut self.connection).await?;
        let messages = rows.iter().map(|row| {
            let values: Option<&str> = row.get("fields");
            Ok(ExportedMessage {
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
        Ok(Export { address: address.to_owned(), messages, suppressions: suppressions.collect() })
    }

    /// Hashes stay: without them, somebody forgotten would be written to again by the next release of the same issue, or
    /// after having left the list.
    pub(super) async fn forget(&mut self, address: &str, who: &str, dry: bool) -> Result<u64> {
        let person = text(self.person(address));
        let kept: i64 = sqlx::query(
            "SELECT (SELECT count(*) FROM message WHERE person = $1 AND address IS NOT NULL)
                  + (SELECT count(*) FROM suppression WHERE person = $1 AND address IS NOT NULL)",
        )
        .bind(&person)
        .fetch_one(&mut self.connection)
        .await?
        .get(0);
        if dry || kept == 0 {
            return Ok(kept.unsigned_abs());
        }
        for query in [
            "UPDATE message SET state = 'cancelled' WHERE person = $1 AND state IN ('pending', 'claimed', 'deferred')",
            "UPDATE message SET address = NULL, fields = NULL, detail = NULL WHERE person = $1",
            "UPDATE suppression SET address = NULL WHERE person = $1",
            "UPDATE bounce SET reason = '' WHERE mid IN (SELECT mid FROM message WHERE person = $1)",
        ] {
            sqlx::query(query).bind(&person).execute(&mut self.connection).await?;
        }
        self.log(who, "forgot", None, "a person, at their request").await?;
        self.sweep().await?;
        Ok(kept.unsigned_abs())
    }

    pub(super) async fn purge(&mut self, ended_before: Timestamp, dry: bool) -> Result<u64> {
        let before = ended_before.as_millisecond();
        let rule = "address IS NOT NULL AND state IN ('sent', 'failed', 'assumed', 'suppressed', 'cancelled', 'expired', \
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
