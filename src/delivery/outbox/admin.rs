//! What people do with the outbox: pause, resume, cancel, retry, resolve.

use jiff::Timestamp;
use sqlx::{Connection, Row};

use super::{Database, IssueKey, Ledger, Result, State, database::moment, sender::Hold, suppress::SUPPRESSED};
use crate::{
    delivery::secret::random,
    model::value::{EmailAddress, hex},
};

/// Why an issue is not sent that was cancelled.
pub(super) const CANCELLED: &str = "cancelled";

/// What to queue again.
#[derive(Debug, Clone)]
pub struct Retry {
    /// Of which issue.
    pub issue: IssueKey,
    /// From which states; [`State::Failed`], [`State::Expired`] and [`State::Cancelled`] are meant for it.
    pub states: Vec<State>,
    /// Only mail to this address.
    pub address: Option<EmailAddress>,
    /// How long from now it may still leave, in milliseconds.
    pub within: i64,
}

/// What was queued again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retried {
    /// How many messages.
    pub many: u64,
    /// When the first of them may leave; none where there is none.
    pub first: Option<Timestamp>,
}

/// What became of messages whose fate was unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// They arrived.
    Sent,
    /// They did not: they are sent again, with the same Message-ID and Date.
    Resend,
    /// They are given up.
    Failed,
}

impl Database {
    /// Why nothing is sent, where it is so. A pause that has ended is none.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn hold(&mut self) -> Result<Option<Hold>> {
        loop {
            let Some(json) = self.setting("hold").await? else { return Ok(None) };
            let hold = serde_json::from_str::<Hold>(&json).ok();
            let now = self.now_ms();
            if hold.as_ref().and_then(|hold| hold.until).is_none_or(|until| until > now) {
                return Ok(hold);
            }
            // This pause alone: somebody may have made another meanwhile.
            let ended = sqlx::query("DELETE FROM setting WHERE name = 'hold' AND value = $1").bind(&json);
            if ended.execute(&mut self.connection).await?.rows_affected() > 0 {
                self.log("fanion", "resumed", None, "the pause has ended").await?;
            }
        }
    }

    /// Stops the sending of everything, unless it is stopped: a pause that is there already stays as it is.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn begin_hold(&mut self, hold: &Hold) -> Result<()> {
        if self.hold().await?.is_some() {
            return Ok(());
        }
        let begun = sqlx::query("INSERT INTO setting(name, value) VALUES('hold', $1) ON CONFLICT DO NOTHING");
        if begun.bind(as_json(hold)).execute(&mut self.connection).await?.rows_affected() > 0 {
            self.log(&hold.who, "paused", None, &hold.reason).await?;
        }
        Ok(())
    }

    /// Stops the sending of everything, as a person says.
    async fn set_hold(&mut self, hold: &Hold) -> Result<()> {
        self.keep_hold(hold).await?;
        self.log(&hold.who, "paused", None, &hold.reason).await
    }

    pub(super) async fn keep_hold(&mut self, hold: &Hold) -> Result<()> {
        self.set("hold", Some(&as_json(hold))).await
    }

    /// Stops the sending of one issue.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn pause_issue(&mut self, id: i64, who: &str, reason: &str) -> Result<()> {
        let row = sqlx::query("UPDATE issue SET paused = $2 WHERE id = $1 RETURNING name").bind(id).bind(reason);
        let row = row.fetch_one(&mut self.connection).await?;
        self.log(who, "paused", Some(row.get("name")), reason).await
    }

    pub(super) async fn pause(&mut self, issue: Option<&IssueKey>, who: &str, reason: &str) -> Result<()> {
        match issue {
            Some(issue) => {
                let id = self.known_issue(issue).await?;
                self.pause_issue(id, who, reason).await
            }
            None => self.set_hold(&Hold { reason: reason.to_owned(), who: who.to_owned(), until: None }).await,
        }
    }

    pub(super) async fn resume(&mut self, issue: Option<&IssueKey>, who: &str) -> Result<()> {
        match issue {
            Some(issue) => {
                let id = self.known_issue(issue).await?;
                sqlx::query("UPDATE issue SET paused = NULL WHERE id = $1")
                    .bind(id)
                    .execute(&mut self.connection)
                    .await?;
            }
            None => self.set("hold", None).await?,
        }
        self.log(who, "resumed", issue.map(ToString::to_string).as_deref(), "").await
    }

    pub(super) async fn cancel(&mut self, issue: &IssueKey, who: &str, dry: bool) -> Result<u64> {
        let id = self.known_issue(issue).await?;
        let rule = "issue = $1 AND state IN ('pending', 'claimed', 'deferred')";
        let many = self.change("state = 'cancelled', ended = $2", rule, id, dry).await?;
        if !dry {
            // What is on its way may be put off: it must not leave later.
            let query = sqlx::query("UPDATE issue SET paused = $2 WHERE id = $1").bind(id).bind(CANCELLED);
            query.execute(&mut self.connection).await?;
            self.log(who, "cancelled", Some(&issue.to_string()), &format!("{many} messages")).await?;
        }
        Ok(many)
    }

    /// What was cancelled or suppressed before its moment leaves at its moment; what failed, was too late or waits for another
    /// attempt leaves now.
    pub(super) async fn retry(&mut self, retry: &Retry, who: &str, dry: bool) -> Result<Retried> {
        let id = self.known_issue(&retry.issue).await?;
        let states: Vec<String> = retry.states.iter().map(|state| format!("'{state}'")).collect();
        let mut rule = format!("issue = $1 AND address IS NOT NULL AND state IN ({})", states.join(", "));
        if let Some(address) = &retry.address {
            rule.push_str(&format!(" AND person = '{}'", super::database::text(self.person(address.as_str()))));
        }
        rule.push_str(&format!(" AND NOT {SUPPRESSED}"));
        let within = retry.within.max(0);
        let kept = "state IN ('cancelled', 'suppressed') AND expires_at > $2";
        let next = format!("CASE WHEN ({kept}) OR next_at < $2 THEN next_at ELSE $2 END");
        let set = format!(
            "state = 'pending', policy = 0, ended = NULL, next_at = {next}, \
             expires_at = CASE WHEN ({kept}) OR expires_at > $2 + {within} THEN expires_at ELSE $2 + {within} END"
        );
        let text = format!("SELECT min(max({next}, $2)) FROM message WHERE {rule}");
        // Only words of this file stand in it, and hexadecimal digits.
        let first = sqlx::query(sqlx::AssertSqlSafe(text)).bind(id).bind(self.now_ms());
        let first: Option<i64> = first.fetch_one(&mut self.connection).await?.get(0);
        let many = self.change(&set, &rule, id, dry).await?;
        if !dry {
            let query =
                sqlx::query("UPDATE issue SET paused = NULL WHERE id = $1 AND paused = $2").bind(id).bind(CANCELLED);
            query.execute(&mut self.connection).await?;
            let name = retry.issue.to_string();
            self.log(who, "retried", Some(&name), &format!("{many} messages ({})", states.join(", "))).await?;
        }
        Ok(Retried { many, first: first.map(moment) })
    }

    pub(super) async fn resolve(
        &mut self,
        issue: Option<&IssueKey>,
        address: Option<&EmailAddress>,
        how: Resolution,
        who: &str,
        dry: bool,
    ) -> Result<u64> {
        let id = match issue {
            Some(issue) => self.known_issue(issue).await?,
            None => -1,
        };
        let set = match how {
            Resolution::Sent => "state = 'assumed', ended = $2",
            Resolution::Resend => {
                "state = 'pending', ended = NULL, next_at = CASE WHEN next_at < $2 THEN next_at ELSE $2 END, \
                 expires_at = CASE WHEN expires_at > $2 + 86400000 THEN expires_at ELSE $2 + 86400000 END"
            }
            Resolution::Failed => "state = 'failed', ended = $2",
        };
        let mut rule = "($1 = -1 OR issue = $1) AND state = 'unknown'".to_owned();
        if let Some(address) = address {
            rule.push_str(&format!(" AND person = '{}'", super::database::text(self.person(address.as_str()))));
        }
        if how == Resolution::Resend {
            // Nobody knows any more where to.
            rule.push_str(" AND address IS NOT NULL");
        }
        let many = self.change(set, &rule, id, dry).await?;
        if !dry {
            let detail = format!("{many} messages of unknown fate: {how:?}").to_lowercase();
            self.log(who, "resolved", issue.map(ToString::to_string).as_deref(), &detail).await?;
        }
        Ok(many)
    }

    /// Changes messages, or counts those that would change. `$1` is the issue, `$2` the present moment.
    async fn change(&mut self, set: &str, rule: &str, issue: i64, dry: bool) -> Result<u64> {
        let now = self.now_ms();
        let text = match dry {
            true => format!("SELECT count(*) FROM message WHERE {rule}"),
            false => format!("UPDATE message SET {set}, owner = NULL, lease = NULL WHERE {rule}"),
        };
        // Only words of this file stand in it, and hexadecimal digits.
        let query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(issue);
        if dry {
            return Ok(query.fetch_one(&mut self.connection).await?.get::<i64, _>(0).unsigned_abs());
        }
        Ok(query.bind(now).execute(&mut self.connection).await?.rows_affected())
    }

    pub(super) async fn reconcile(&mut self, who: &str) -> Result<u64> {
        let commit: i64 = self.setting("commit").await?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let path = self.path.clone();
        let known = self.setting("id").await?;
        let found = Ledger::read_after(&path, commit)?;
        let id = match (&known, &found) {
            // A copy from before the first send: its ledger is this one.
            (None, Some((id, _))) => id.clone(),
            (Some(id), _) => id.clone(),
            (None, None) => hex(random::<8>()),
        };
        let (mut many, mut last, now) = (0, commit, self.now_ms());
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        if let Some((_, beyond)) = found.filter(|(header, _)| *header == id) {
            last = last.max(beyond.last);
            let open = "state NOT IN ('sent', 'bounced', 'assumed')";
            for (state, mids) in [(State::Sent, beyond.sent), (State::Unknown, beyond.handed)] {
                let mids = serde_json::to_string(&mids).expect("texts always become JSON");
                // Of an issue that the copy does not know, until it is released again.
                sqlx::query(
                    "INSERT INTO fate(mid, state) SELECT value, $2 FROM json_each($1)
                     WHERE value NOT IN (SELECT mid FROM message) ON CONFLICT(mid) DO NOTHING",
                )
                .bind(&mids)
                .bind(state.as_str())
                .execute(&mut *transaction)
                .await?;
                let query = format!(
                    "UPDATE message SET state = '{state}', ended = $2, dated = coalesce(dated, $2),
                       detail = 'known from the ledger' WHERE mid IN (SELECT value FROM json_each($1)) AND {open}"
                );
                let query = sqlx::query(sqlx::AssertSqlSafe(query)).bind(&mids).bind(now);
                many += query.execute(&mut *transaction).await?.rows_affected();
            }
        }
        for (name, value) in [("id", id.as_str()), ("commit", &last.to_string())] {
            sqlx::query("INSERT INTO setting(name, value) VALUES($1, $2) ON CONFLICT(name) DO UPDATE SET value = $2")
                .bind(name)
                .bind(value)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ledger::restart(&path, &id)?;
        self.log(who, "reconciled", None, &format!("{many} messages taken over from the ledger")).await?;
        Ok(many)
    }
}

fn as_json(hold: &Hold) -> String {
    serde_json::to_string(hold).expect("texts and numbers always become JSON")
}
