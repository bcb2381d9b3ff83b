//! Addresses that are not written to, and mail that came back.

use sqlx::{Row, SqliteConnection};

use super::{
    Bounce, Bounced, Database, PersonHash, Result, Suppression, SuppressionKind,
    database::{moment, text},
};

/// What holds of a message that must not be sent to its reader: their address does not exist, or they left the list and it is not
/// mandatory.
pub(super) const SUPPRESSED: &str = "EXISTS (SELECT 1 FROM suppression WHERE suppression.person = message.person
  AND (suppression.kind = 'address' OR (SELECT mandatory FROM issue WHERE issue.id = message.issue) = 0))";

impl Database {
    pub(super) async fn suppress(&mut self, address: &str, suppression: &Suppression) -> Result<u64> {
        let person = self.person(address);
        suppress(&mut self.connection, person, Some(address), suppression).await
    }

    /// Suppresses who asks for it by mail. Of somebody whom nothing names any more, purged or forgotten, the mail does not bring the
    /// address back: the hash is enough.
    pub(super) async fn leave(&mut self, address: &str, suppression: &Suppression) -> Result<u64> {
        let person = self.person(address);
        let query = sqlx::query("SELECT EXISTS(SELECT 1 FROM message WHERE person = $1 AND address IS NOT NULL)");
        let named: bool = query.bind(text(person)).fetch_one(&mut self.connection).await?.get(0);
        let nameless = Suppression { reason: String::new(), ..suppression.clone() };
        let (address, suppression) = if named { (Some(address), suppression) } else { (None, &nameless) };
        suppress(&mut self.connection, person, address, suppression).await
    }

    pub(super) async fn unsuppress(&mut self, address: &str) -> Result<u64> {
        let query = sqlx::query("DELETE FROM suppression WHERE person = $1").bind(text(self.person(address)));
        Ok(query.execute(&mut self.connection).await?.rows_affected())
    }

    pub(super) async fn suppressions(&mut self) -> Result<Vec<(Option<String>, Suppression)>> {
        let rows = sqlx::query("SELECT address, kind, reason, source, at FROM suppression ORDER BY at, person");
        let rows = rows.fetch_all(&mut self.connection).await?;
        let one = |row: &sqlx::sqlite::SqliteRow| {
            let kind = match row.get("kind") {
                "unsubscribed" => SuppressionKind::Unsubscribed,
                _ => SuppressionKind::Address,
            };
            let at = moment(row.get("at"));
            (row.get("address"), Suppression { kind, reason: row.get("reason"), source: row.get("source"), at })
        };
        Ok(rows.iter().map(one).collect())
    }

    pub(super) async fn bounced(&mut self, message_id: &str, bounce: &Bounce) -> Result<Bounced> {
        self.within(async |database| database.note_bounce(message_id, bounce).await).await
    }

    async fn note_bounce(&mut self, message_id: &str, bounce: &Bounce) -> Result<Bounced> {
        let bare = message_id.trim().trim_start_matches('<').trim_end_matches('>');
        let mid = bare.split('@').next().unwrap_or_default().to_ascii_lowercase();
        let row = sqlx::query(
            "SELECT m.id, m.person, m.address, i.name FROM message m JOIN issue i ON i.id = m.issue WHERE m.mid = $1",
        );
        let connection = &mut self.connection;
        let Some(row) = row.bind(&mid).fetch_optional(&mut *connection).await? else { return Ok(Bounced::Unknown) };
        let (id, address): (i64, Option<String>) = (row.get("id"), row.get("address"));
        // Servers name the address in their reasons: of somebody who was purged or forgotten, the status alone is kept.
        let reason = address.as_ref().map_or("", |_| bounce.reason.as_str());
        let told = format!("{} {reason}", bounce.status).trim_end().to_owned();
        let noted =
            sqlx::query("INSERT INTO bounce(mid, status, reason, at) VALUES($1, $2, $3, $4) ON CONFLICT DO NOTHING")
                .bind(&mid)
                .bind(&bounce.status)
                .bind(reason)
                .bind(bounce.at.as_millisecond())
                .execute(&mut *connection)
                .await?;
        if noted.rows_affected() == 0 {
            return Ok(Bounced::Again);
        }
        if bounce.failed {
            // A message that came back did leave, whatever the relay's answer was.
            let query = sqlx::query(
                "UPDATE message SET state = 'bounced', detail = $2 WHERE id = $1
                 AND state IN ('handed', 'sent', 'unknown', 'assumed')",
            );
            query.bind(id).bind(&told).execute(&mut *connection).await?;
        }
        if let Some(person) = super::database::person_of(row.get("person")) {
            let dead = bounce.permanent_address.then(|| {
                let (kind, source) = (SuppressionKind::Address, "bounce".to_owned());
                Suppression { kind, reason: told, source, at: bounce.at }
            });
            for suppression in dead.iter().chain(&bounce.leaves) {
                suppress(connection, person, address.as_deref(), suppression).await?;
            }
        }
        Ok(Bounced::Noted { address, issue: row.get("name") })
    }
}

/// Nothing more goes to a person, and what waits for them is not sent; how many messages that is.
pub(super) async fn suppress(
    connection: &mut SqliteConnection,
    person: PersonHash,
    address: Option<&str>,
    suppression: &Suppression,
) -> Result<u64> {
    sqlx::query(
        "INSERT INTO suppression(person, kind, address, reason, source, at) VALUES($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
    )
    .bind(text(person))
    .bind(suppression.kind.as_str())
    .bind(address)
    .bind(&suppression.reason)
    .bind(&suppression.source)
    .bind(suppression.at.as_millisecond())
    .execute(&mut *connection)
    .await?;
    let waiting = sqlx::query(
        "UPDATE message SET state = 'suppressed' WHERE person = $1 AND state IN ('pending', 'deferred')
         AND ($2 = 'address' OR (SELECT mandatory FROM issue WHERE issue.id = message.issue) = 0)",
    );
    let done = waiting.bind(text(person)).bind(suppression.kind.as_str()).execute(connection).await?;
    Ok(done.rows_affected())
}
