//! What the provider still takes: `daily_limit`, within any 24 hours.
//!
//! In: when mail left, claims, what became of them. Out: how many more may be claimed now, and when it will be more. A message
//! counts from when it was taken, or may have been; what the relay refused does not. One sender is alive at a time, so that
//! what it keeps in mind is everything.

use std::collections::{HashSet, VecDeque};

use sqlx::Row;

use super::{
    Database, Result,
    sender::{Claimed, Hold, Outcome, Sender, Verdict},
};

/// 24 hours, in milliseconds.
const DAY: i64 = 24 * 3_600_000;

/// So much of the limit is to be free again before sending goes on, lest it stop and go for each message.
const SHARE: usize = 20;

/// What the reason of a pause begins with that the limit makes.
const REASON: &str = "`daily_limit`: ";

impl Hold {
    /// Whether it is the daily limit's: nothing is wrong then, and nobody has to do anything.
    pub fn is_daily_limit(&self) -> bool {
        self.who == "fanion" && self.until.is_some() && self.reason.starts_with(REASON)
    }
}

/// What a provider takes.
#[derive(Debug)]
pub(super) struct Allowance {
    limit: usize,
    /// When each message left that still counts, oldest first.
    left: VecDeque<i64>,
    /// Rows and epochs that are claimed: they may leave yet.
    reserved: HashSet<(i64, i64)>,
}

impl Allowance {
    /// One of so many messages, when these had left.
    pub fn new(limit: u32, mut left: Vec<i64>) -> Self {
        left.sort_unstable();
        Self { limit: limit as usize, left: left.into(), reserved: HashSet::new() }
    }

    /// How many.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// How many messages may be claimed.
    pub fn room(&mut self, now: i64) -> usize {
        // What seems to have left in the future left before the clock was put right: at the latest now.
        self.left.iter_mut().rev().take_while(|at| **at > now).for_each(|at| *at = now);
        while self.left.front().is_some_and(|at| now - at >= DAY) {
            self.left.pop_front();
        }
        self.limit.saturating_sub(self.left.len() + self.reserved.len())
    }

    /// Notes what was claimed.
    pub fn reserve(&mut self, claimed: &[Claimed]) {
        self.reserved.extend(claimed.iter().map(|claimed| (claimed.id, claimed.epoch)));
    }

    /// Notes what became of claims.
    pub fn settle(&mut self, verdicts: &[Verdict], now: i64) {
        for verdict in verdicts {
            let ours = self.reserved.remove(&(verdict.id, verdict.epoch));
            if ours && matches!(verdict.outcome, Outcome::Sent { .. } | Outcome::Unknown { .. }) {
                self.left.push_back(now);
            }
        }
    }

    /// When some of those that wait may leave, if none may now: a share of the limit at once.
    pub fn free_at(&self, waiting: u64) -> Option<i64> {
        let share = (self.limit / SHARE).max(1);
        let wanted = usize::try_from(waiting).unwrap_or(usize::MAX).clamp(1, share);
        let gone = (self.left.len() + wanted).checked_sub(self.limit.max(1))?.checked_sub(1)?;
        self.left.get(gone).map(|at| at + DAY)
    }
}

impl Database {
    /// When messages left within the last 24 hours that a limit counts, or may have left: the last ones, no more than the limit.
    pub(super) async fn left_within_a_day(&mut self, limit: u32) -> Result<Vec<i64>> {
        // Of what is to be sent again after a crash, nobody knows whether the provider counted it: it counts.
        let rows = sqlx::query(
            "SELECT CASE WHEN state IN ('unknown', 'assumed') THEN coalesce(dated, ended) ELSE ended END AS at FROM message
             WHERE ended > $1 AND (state IN ('sent', 'bounced', 'unknown', 'assumed')
               OR (state IN ('pending', 'deferred') AND attempt > 0 AND code IS NULL)) ORDER BY at DESC LIMIT $2",
        );
        let rows = rows.bind(self.now_ms() - DAY).bind(i64::from(limit));
        Ok(rows.fetch_all(&mut self.connection).await?.iter().map(|row| row.get("at")).collect())
    }
}

impl Sender {
    /// Keeps a limit of so many messages within any 24 hours, those among them that left before.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn keep_limit(&mut self, daily_limit: Option<u32>) -> Result<()> {
        let Some(limit) = daily_limit else { return Ok(()) };
        let left = self.database.left_within_a_day(limit).await?;
        self.allowance = Some(Allowance::new(limit, left));
        Ok(())
    }

    /// Why and until when nothing more leaves, if messages are due and the daily limit keeps them.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn limited(&mut self) -> Result<Option<Hold>> {
        let now = self.database.now_ms();
        if self.allowance.as_mut().is_none_or(|allowance| allowance.room(now) > 0) {
            return Ok(None);
        }
        let (due, _) = self.due().await?;
        let Some(allowance) = self.allowance.as_ref().filter(|_| due > 0) else { return Ok(None) };
        let reason = format!("{REASON}{} messages have left within 24 hours", allowance.limit());
        Ok(allowance.free_at(due).map(|until| Hold { reason, who: "fanion".into(), until: Some(until) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(id: i64, outcome: Outcome) -> Verdict {
        Verdict { id, epoch: 1, outcome }
    }

    fn claims(ids: std::ops::Range<i64>) -> Vec<Claimed> {
        let claim = |id| Claimed {
            id,
            epoch: 1,
            issue: 1,
            message_id: String::new(),
            address: String::new(),
            letter: 0,
            fields: String::new(),
            attempt: 0,
            policy: 0,
        };
        ids.map(claim).collect()
    }

    #[test]
    fn no_more_than_the_limit_leaves_within_any_24_hours() {
        let mut allowance = Allowance::new(10, vec![1000, 0]);
        assert_eq!(allowance.room(2000), 8);
        allowance.reserve(&claims(0..8));
        assert_eq!(allowance.room(2000), 0);
        let refused = Outcome::Never { code: 550, detail: String::new(), no_address: false };
        let verdicts: Vec<_> = (0..7).map(|id| verdict(id, Outcome::Sent { code: 250 })).collect();
        allowance.settle(&verdicts, 3000);
        // Told twice, it counts once.
        allowance.settle(&verdicts, 3000);
        allowance.settle(&[verdict(7, refused)], 3000);
        assert_eq!(allowance.room(3000), 1);
        allowance.reserve(&claims(8..9));
        allowance.settle(&[verdict(8, Outcome::Sent { code: 250 })], 4000);
        assert_eq!((allowance.room(4000), allowance.free_at(5)), (0, Some(DAY)));
        assert_eq!((allowance.room(DAY - 1), allowance.room(DAY), allowance.room(DAY + 1000)), (0, 1, 2));
        assert_eq!(allowance.room(DAY + 4000), 10);
    }

    #[test]
    fn a_large_limit_goes_on_by_shares_and_a_clock_put_back_frees_nothing() {
        let mut allowance = Allowance::new(100, (0..100).collect());
        assert_eq!(allowance.room(200), 0);
        assert_eq!((allowance.free_at(1), allowance.free_at(1000)), (Some(DAY), Some(4 + DAY)));
        assert_eq!(allowance.room(-5), 0);
        assert_eq!(allowance.free_at(1000), Some(DAY - 5));
    }
}
