//! What a sender does with the outbox: recover, claim, hand over, note what became of it; each in one transaction.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

use super::{
    Database, Ledger, Result, State, Suppression, SuppressionKind,
    admin::CANCELLED,
    allowance::Allowance,
    database::{message_id, moment, person_of},
    halt,
    suppress::{SUPPRESSED, suppress},
};
use crate::{
    delivery::secret::random,
    model::{OnUnknown, value::hex},
};

/// A message that a sender has taken.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its row.
    pub id: i64,
    /// Which claim this is.
    pub epoch: i64,
    /// The row of its issue.
    pub issue: i64,
    /// Its Message-ID, without angle brackets.
    pub message_id: String,
    /// To whom.
    pub address: String,
    /// Which of the issue's variants.
    pub letter: usize,
    /// The reader's values, as JSON.
    pub fields: String,
    /// How often it was handed over before.
    pub attempt: u32,
    /// How often the relay's policy refused it.
    pub policy: u32,
}

/// A message that may be delivered from here on.
#[derive(Debug, Clone, Copy)]
pub struct Handed {
    /// Its row.
    pub id: i64,
    /// Its Date, in milliseconds: that of the first attempt.
    pub dated: i64,
}

/// What became of a message.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Its row.
    pub id: i64,
    /// Of which claim.
    pub epoch: i64,
    /// What.
    pub outcome: Outcome,
}

/// What the relay made of a message.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Taken.
    Sent {
        /// The answer's code.
        code: u16,
    },
    /// Not now.
    Later {
        /// The answer's code; 0 where there was none.
        code: u16,
        /// What it said.
        detail: String,
        /// In how many milliseconds to try again.
        delay: i64,
        /// Whether the relay's policy refused it.
        policy: bool,
    },
    /// Never.
    Never {
        /// The answer's code.
        code: u16,
        /// What it said.
        detail: String,
        /// Whether the address does not exist.
        no_address: bool,
    },
    /// The answer never came.
    Unknown {
        /// What happened instead.
        detail: String,
        /// What the issue wants then.
        policy: OnUnknown,
        /// In how many milliseconds to try again where it is to be sent again.
        delay: i64,
    },
    /// Not handed over after all.
    Released {
        /// In how many milliseconds to try again.
        delay: i64,
    },
}

/// Why nothing is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// For people.
    pub reason: String,
    /// Who: a person's name, or `fanion`.
    pub who: String,
    /// Until when, in milliseconds since 1970; until a person resumes where absent.
    pub until: Option<i64>,
}

/// The reason, and until when.
impl std::fmt::Display for Hold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.reason)?;
        match self.until {
            Some(until) => write!(f, ", until {}", moment(until).strftime("%Y-%m-%d %H:%M:%SZ")),
            None => Ok(()),
        }
    }
}

/// What a sender wants written in one commit.
#[derive(Debug, Default)]
pub struct Batch {
    /// What became of messages.
    pub verdicts: Vec<Verdict>,
    /// How many messages to claim.
    pub claim: usize,
    /// For how many milliseconds a claim holds.
    pub lease: i64,
    /// Rows and epochs of messages to hand over.
    pub hand: Vec<(i64, i64)>,
}

/// What a commit brought.
#[derive(Debug, Default)]
pub struct Written {
    /// Messages taken.
    pub claimed: Vec<Claimed>,
    /// Messages that may be delivered from here on; those that are missing were taken back.
    pub handed: Vec<Handed>,
}

/// What a sender knows of an issue.
#[derive(Debug, Clone)]
pub struct Issue {
    /// Its name.
    pub name: String,
    /// What it wants where a message's fate is unknown.
    pub on_unknown: OnUnknown,
    /// The sender's address.
    pub from: String,
    /// Language, variant and SHA-256 of the segments.
    pub letters: Vec<(String, String, String)>,
}

/// A sender's connection: the writer.
pub struct Sender {
    /// The database.
    pub database: Database,
    ledger: Ledger,
    owner: String,
    commit: i64,
    pub(super) allowance: Option<Allowance>,
    /// Issues and priorities that have messages waiting, and when that was looked up.
    ready: (i64, Vec<(i64, i64)>),
}

impl Sender {
    /// Takes the outbox over; the caller holds its lock, so that no other sender is alive. What another sender left is put
    /// back or declared unknown.
    ///
    /// # Errors
    /// The database was restored from a copy, or cannot be written.
    pub async fn take_over(mut database: Database) -> Result<Self> {
        let commit = database.setting("commit").await?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let id = match database.setting("id").await? {
            Some(id) => id,
            None => {
                let id = hex(random::<8>());
                if Ledger::path_of(database.path()).exists() {
                    // The copy was made before anything had been sent.
                    Ledger::open(database.path(), &id, commit)?;
                }
                database.set("id", Some(&id)).await?;
                id
            }
        };
        let ledger = Ledger::open(database.path(), &id, commit)?;
        let owner = hex(random::<8>());
        let mut sender = Self { database, ledger, owner, commit, allowance: None, ready: (0, Vec::new()) };
        sender.recover().await?;
        Ok(sender)
    }

    async fn recover(&mut self) -> Result<()> {
        let now = self.database.now_ms();
        let mut transaction = self.database.connection.begin_with("BEGIN IMMEDIATE").await?;
        let back =
            sqlx::query("UPDATE message SET state = 'pending', owner = NULL, lease = NULL WHERE state = 'claimed'");
        let back = back.execute(&mut *transaction).await?.rows_affected();
        let rows = sqlx::query(
            "UPDATE message SET owner = NULL, lease = NULL, ended = $1, code = NULL, detail = 'the sender ended before the answer came',
               state = CASE WHEN (i.mandatory = 1 OR i.on_unknown = 'resend') AND message.address IS NULL THEN 'cancelled'
                            WHEN i.mandatory = 1 OR i.on_unknown = 'resend' THEN 'pending'
                            WHEN i.on_unknown = 'assume_sent' THEN 'assumed' ELSE 'unknown' END
             FROM issue i WHERE i.id = message.issue AND message.state = 'handed' RETURNING state",
        );
        let rows = rows.bind(now).fetch_all(&mut *transaction).await?;
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        rows.iter().for_each(|row| *found.entry(row.get(0)).or_default() += 1);
        transaction.commit().await?;
        if back > 0 || !found.is_empty() {
            let mut parts: Vec<String> =
                found.iter().map(|(state, many)| format!("{many} handed now {state}")).collect();
            parts.push(format!("{back} claimed put back"));
            self.database.log("fanion", "recovered", None, &parts.join(", ")).await?;
        }
        Ok(())
    }

    /// What is known of an issue.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn issue(&mut self, id: i64) -> Result<Issue> {
        let row = sqlx::query("SELECT name, mandatory, on_unknown, from_address, variants FROM issue WHERE id = $1");
        let row = row.bind(id).fetch_one(&mut self.database.connection).await?;
        let on_unknown = match row.get("on_unknown") {
            _ if row.get("mandatory") => OnUnknown::Resend,
            "resend" => OnUnknown::Resend,
            "assume_sent" => OnUnknown::AssumeSent,
            _ => OnUnknown::Hold,
        };
        let letters = serde_json::from_str(row.get("variants")).unwrap_or_default();
        Ok(Issue { name: row.get("name"), on_unknown, from: row.get("from_address"), letters })
    }

    /// Writes one batch: when this returns it is on the disk, and what was handed over stands in the ledger.
    ///
    /// # Errors
    /// The database or the ledger cannot be written; nothing is handed over then.
    pub async fn write(&mut self, batch: &Batch) -> Result<Written> {
        let now = self.database.now_ms();
        if batch.claim > 0 && (now - self.ready.0).abs() > 1000 {
            self.look(now).await?;
        }
        let mut written = Written::default();
        let room = self.allowance.as_mut().map_or(usize::MAX, |allowance| allowance.room(now));
        let mut transaction = self.database.connection.begin_with("BEGIN IMMEDIATE").await?;
        let sent = judge(&mut transaction, &batch.verdicts, now).await?;
        let handed = hand(&mut transaction, &batch.hand, &self.owner, now, &mut written.handed).await?;
        for (issue, priority) in &self.ready.1 {
            let wanted = batch.claim.min(room).saturating_sub(written.claimed.len());
            if wanted > 0 {
                let times = (now, now + batch.lease);
                claim(&mut transaction, (*issue, *priority), wanted, &self.owner, times, &mut written.claimed).await?;
            }
        }
        let kinds = [
            ("claim", !written.claimed.is_empty()),
            ("hand", !handed.is_empty()),
            ("done", !batch.verdicts.is_empty()),
        ];
        let noted = !sent.is_empty() || !handed.is_empty();
        let commit = if noted { count_commit(&mut transaction).await? } else { self.commit };
        halt::reach("begun", &kinds);
        transaction.commit().await?;
        halt::reach("committed", &kinds);
        if let Some(allowance) = &mut self.allowance {
            allowance.settle(&batch.verdicts, now);
            allowance.reserve(&written.claimed);
        }
        if noted {
            self.commit = commit;
            if let Err(error) = self.ledger.note(commit, &handed, &sent) {
                self.put_back(&written.claimed).await?;
                return Err(error);
            }
        }
        halt::reach("noted", &kinds);
        Ok(written)
    }

    /// Gives claims back that nobody is told of.
    async fn put_back(&mut self, claims: &[Claimed]) -> Result<()> {
        let released =
            |claim: &Claimed| Verdict { id: claim.id, epoch: claim.epoch, outcome: Outcome::Released { delay: 0 } };
        let verdicts: Vec<_> = claims.iter().map(released).collect();
        if let Some(allowance) = &mut self.allowance {
            allowance.settle(&verdicts, self.database.now_ms());
        }
        let now = self.database.now_ms();
        judge(&mut self.database.connection, &verdicts, now).await.map(drop)
    }

    /// Looks up which issues have something waiting.
    async fn look(&mut self, now: i64) -> Result<()> {
        let rows = sqlx::query(
            "SELECT DISTINCT m.issue, m.priority FROM message m JOIN issue i ON i.id = m.issue
             WHERE m.state IN ('pending', 'deferred') AND i.paused IS NULL ORDER BY m.priority, m.issue",
        );
        let rows = rows.fetch_all(&mut self.database.connection).await?;
        self.ready = (now, rows.iter().map(|row| (row.get(0), row.get(1))).collect());
        Ok(())
    }

    /// Looks again, at the next claim, for issues that have something waiting.
    pub fn look_again(&mut self) {
        self.ready.0 = 0;
    }

    /// How many messages are due, whatever their issue; and when the next one is.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn due(&mut self) -> Result<(u64, Option<i64>)> {
        let now = self.database.now_ms();
        let row = sqlx::query(
            "SELECT count(*) FILTER (WHERE m.next_at <= $1), min(m.next_at) FROM message m JOIN issue i ON i.id = m.issue
             WHERE m.state IN ('pending', 'deferred') AND i.paused IS NULL",
        );
        let row = row.bind(now).fetch_one(&mut self.database.connection).await?;
        Ok((row.get::<i64, _>(0).unsigned_abs(), row.get(1)))
    }
}

/// The number of a commit that hands messages over or notes them as sent. Counted in the database: a sender that lost its lock
/// must not count back what its successor counted.
async fn count_commit(connection: &mut SqliteConnection) -> Result<i64> {
    let query = sqlx::query(
        "INSERT INTO setting(name, value) VALUES('commit', '1') ON CONFLICT(name) DO UPDATE
         SET value = CAST(CAST(setting.value AS INTEGER) + 1 AS TEXT) RETURNING CAST(value AS INTEGER)",
    );
    Ok(query.fetch_one(connection).await?.get(0))
}

/// Notes what became of messages; the ids of those that were taken. Only the claim that handed a message over may say so,
/// but it may say so late: what was taken is sent, whatever was thought of it meanwhile, unless it was claimed again. Of somebody who
/// was forgotten meanwhile, what the relay said is not kept, for it may name them, and nothing is tried again.
async fn judge(connection: &mut SqliteConnection, verdicts: &[Verdict], now: i64) -> Result<Vec<String>> {
    if verdicts.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Value> = verdicts.iter().map(|verdict| row_of(verdict, now)).collect();
    let done = sqlx::query(
        "UPDATE message SET owner = NULL, lease = NULL, ended = $2,
           detail = CASE WHEN message.address IS NOT NULL THEN v.detail END,
           code = CASE WHEN v.state = 'pending' THEN message.code ELSE v.code END,
           policy = message.policy + v.policy,
           next_at = coalesce(v.next_at, message.next_at),
           state = CASE WHEN v.state IN ('deferred', 'pending') AND (message.address IS NULL
             OR (SELECT paused FROM issue WHERE issue.id = message.issue) = $3) THEN 'cancelled' WHEN v.state = 'deferred' AND v.next_at > message.expires_at THEN 'expired' ELSE v.state END
         FROM (SELECT value->>0 AS id, value->>1 AS epoch, value->>2 AS state, value->>3 AS code, value->>4 AS detail,
                      value->>5 AS next_at, value->>6 AS policy FROM json_each($1)) AS v
         WHERE message.id = v.id AND message.epoch = v.epoch AND (message.state IN ('claimed', 'handed', 'unknown')
           OR (v.state = 'sent' AND message.state IN ('pending', 'deferred', 'assumed', 'cancelled', 'expired', 'suppressed')))
         RETURNING message.id, message.mid, message.state, message.person, message.address",
    );
    let json = serde_json::to_string(&rows).expect("texts and numbers always become JSON");
    let done = done.bind(json).bind(now).bind(CANCELLED).fetch_all(&mut *connection).await?;
    for verdict in verdicts {
        let Outcome::Never { detail, no_address: true, .. } = &verdict.outcome else { continue };
        let Some(row) = done.iter().find(|row| row.get::<i64, _>("id") == verdict.id) else { continue };
        if let Some(person) = person_of(row.get("person")) {
            let address: Option<&str> = row.get("address");
            let (kind, reason) = (SuppressionKind::Address, address.map_or_else(String::new, |_| detail.clone()));
            let suppression = Suppression { kind, reason, source: "relay".into(), at: moment(now) };
            suppress(connection, person, address, &suppression).await?;
        }
    }
    let sent = done.iter().filter(|row| row.get::<&str, _>("state") == State::Sent.as_str());
    Ok(sent.map(|row| row.get("mid")).collect())
}

/// id, epoch, state, code, detail, next_at, policy
fn row_of(verdict: &Verdict, now: i64) -> Value {
    let (state, code, detail, delay, policy) = match &verdict.outcome {
        Outcome::Sent { code } => (State::Sent, Some(*code), None, None, false),
        Outcome::Later { code, detail, delay, policy } => {
            (State::Deferred, Some(*code), Some(detail.as_str()), Some(*delay), *policy)
        }
        Outcome::Never { code, detail, .. } => (State::Failed, Some(*code), Some(detail.as_str()), None, false),
        Outcome::Unknown { detail, policy, delay } => match policy {
            OnUnknown::Hold => (State::Unknown, None, Some(detail.as_str()), None, false),
            OnUnknown::AssumeSent => (State::Assumed, None, Some(detail.as_str()), None, false),
            OnUnknown::Resend => (State::Deferred, None, Some(detail.as_str()), Some(*delay), false),
        },
        Outcome::Released { delay } => (State::Pending, None, None, Some(*delay).filter(|delay| *delay > 0), false),
    };
    let next_at = delay.map(|delay| now + delay);
    json!([verdict.id, verdict.epoch, state.as_str(), code, detail, next_at, u8::from(policy)])
}

/// Hands messages over: those that are still claimed, within their lease, whose issue is not paused.
async fn hand(
    connection: &mut SqliteConnection,
    hand: &[(i64, i64)],
    owner: &str,
    now: i64,
    out: &mut Vec<Handed>,
) -> Result<Vec<String>> {
    if hand.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "UPDATE message SET state = 'handed', attempt = attempt + 1, dated = coalesce(dated, $3)
         FROM (SELECT value->>0 AS id, value->>1 AS epoch FROM json_each($1)) AS h
         WHERE message.id = h.id AND message.epoch = h.epoch AND message.state = 'claimed' AND message.owner = $2
           AND message.lease > $3 AND message.expires_at > $3 AND NOT {SUPPRESSED}
           AND (SELECT paused FROM issue WHERE issue.id = message.issue) IS NULL
           AND NOT EXISTS (SELECT 1 FROM setting WHERE name = 'hold')
         RETURNING message.id, message.mid, message.dated"
    );
    let rows = sqlx::query(AssertSqlSafe(text));
    let json = serde_json::to_string(hand).expect("numbers always become JSON");
    let rows = rows.bind(json).bind(owner).bind(now).fetch_all(connection).await?;
    out.extend(rows.iter().map(|row| Handed { id: row.get("id"), dated: row.get("dated") }));
    Ok(rows.iter().map(|row| row.get("mid")).collect())
}

/// All of an issue whose time has passed, once some of it was found to be so: one line of the log tells how many.
async fn expire(connection: &mut SqliteConnection, issue: i64, now: i64, found: u64) -> Result<()> {
    let rows = sqlx::query(
        "UPDATE message SET state = 'expired', ended = $2
         WHERE issue = $1 AND expires_at <= $2 AND state IN ('pending', 'deferred')",
    );
    let many = found + rows.bind(issue).bind(now).execute(&mut *connection).await?.rows_affected();
    let log = sqlx::query(
        "INSERT INTO log(at, who, what, issue, detail)
         SELECT $2, 'fanion', 'expired', name, $3 FROM issue WHERE id = $1",
    );
    log.bind(issue).bind(now).bind(format!("{many} messages: their time has passed")).execute(connection).await?;
    Ok(())
}

/// Claims what is due of an issue; what is too late is held.
async fn claim(
    connection: &mut SqliteConnection,
    (issue, priority): (i64, i64),
    wanted: usize,
    owner: &str,
    (now, lease): (i64, i64),
    out: &mut Vec<Claimed>,
) -> Result<()> {
    let text = format!(
        "UPDATE message SET owner = $1, epoch = epoch + 1, lease = $2, ended = CASE WHEN expires_at <= $3 THEN $3 ELSE ended END,
           state = CASE WHEN expires_at <= $3 THEN 'expired' WHEN {SUPPRESSED} THEN 'suppressed' ELSE 'claimed' END
         WHERE id IN (SELECT id FROM message WHERE state IN ('pending', 'deferred') AND issue = $4 AND priority = $5
                        AND next_at <= $3 ORDER BY next_at, id LIMIT $6)
         RETURNING id, state, epoch, issue, mid, address, letter, fields, attempt, policy,
           (SELECT from_address FROM issue WHERE issue.id = message.issue) AS sender"
    );
    let rows = sqlx::query(AssertSqlSafe(text));
    let rows = rows.bind(owner).bind(lease).bind(now).bind(issue).bind(priority).bind(wanted as i64);
    let rows = rows.fetch_all(&mut *connection).await?;
    let late = rows.iter().filter(|row| row.get::<&str, _>("state") == State::Expired.as_str()).count();
    if late > 0 {
        expire(connection, issue, now, late as u64).await?;
    }
    let claimed = rows.iter().filter(|row| row.get::<&str, _>("state") == State::Claimed.as_str()).map(|row| Claimed {
        id: row.get("id"),
        epoch: row.get("epoch"),
        issue: row.get("issue"),
        message_id: message_id(row.get("mid"), row.get("sender")),
        address: row.get::<Option<String>, _>("address").unwrap_or_default(),
        letter: usize::try_from(row.get::<i64, _>("letter")).unwrap_or(usize::MAX),
        fields: row.get::<Option<String>, _>("fields").unwrap_or_default(),
        attempt: row.get("attempt"),
        policy: row.get("policy"),
    });
    out.extend(claimed);
    // RETURNING promises no order; claims are sent in theirs.
    out.sort_by_key(|claimed| claimed.id);
    Ok(())
}
