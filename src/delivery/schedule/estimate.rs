//! How long sending takes.

use jiff::{SignedDuration, Timestamp};

use crate::model::Delivery;

/// What one connection is taken to need for a message, in seconds. Measured relays answer in 0.05 to 0.3; a plan that holds with
/// more holds with those.
pub const SECONDS_PER_MESSAGE: f64 = 0.5;

/// How fast mail leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speed {
    /// Messages a second.
    pub per_second: f64,
    /// What sets it.
    pub bound: Bound,
    /// What the provider takes within 24 hours.
    pub daily_limit: Option<u32>,
}

/// What sets the speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bound {
    /// `rate`
    Rate,
    /// `connections`, each at [`SECONDS_PER_MESSAGE`].
    Connections,
}

impl Speed {
    /// By what the provider allows and the connections can do; four connections where nothing is said.
    pub fn of(delivery: Option<&Delivery>) -> Self {
        let connections = f64::from(delivery.map_or(4, |d| d.connections).max(1)) / SECONDS_PER_MESSAGE;
        let rate = delivery.and_then(|d| d.rate).map(|r| f64::from(r.messages) / f64::from(r.seconds.max(1)));
        let daily_limit = delivery.and_then(|d| d.daily_limit);
        match rate.filter(|rate| *rate < connections) {
            Some(per_second) => Self { per_second, bound: Bound::Rate, daily_limit },
            None => Self { per_second: connections, bound: Bound::Connections, daily_limit },
        }
    }

    /// How long so many messages take by themselves.
    pub fn duration(&self, messages: u64) -> SignedDuration {
        let seconds = (messages as f64 / self.per_second).ceil();
        SignedDuration::from_secs(if seconds < 1e9 { seconds as i64 } else { 1_000_000_000 })
    }
}

/// Messages that may leave between two moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Not before.
    pub opens: Timestamp,
    /// Not at this moment or after.
    pub closes: Timestamp,
    /// How many.
    pub messages: u64,
}

/// When a load leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The first message.
    pub begins: Timestamp,
    /// The last one.
    pub ends: Timestamp,
    /// How many cannot leave in time.
    pub late: u64,
    /// How many the provider's daily limit keeps back; they are among the late ones.
    pub over_limit: u64,
}

/// When each of some loads leaves, if one sender takes them in the order in which they open: what opens while another is still
/// leaving waits for it. `left` tells when messages left before. In the order given.
pub fn queue(speed: &Speed, loads: &[Load], left: &[Timestamp]) -> Vec<Run> {
    let mut order: Vec<usize> = (0..loads.len()).collect();
    order.sort_by_key(|i| (loads[*i].opens, loads[*i].closes));
    let mut free = Timestamp::MIN;
    let mut runs: Vec<Option<Run>> = vec![None; loads.len()];
    let mut gone = Gone::new(speed.daily_limit, left);
    for i in order {
        let load = loads[i];
        let begins = load.opens.max(free).min(load.closes.max(load.opens));
        let (mut at, mut waiting, mut over_limit) = (begins, load.messages, 0);
        let mut ends = after(begins, speed.duration(load.messages));
        while waiting > 0 {
            // A little more, for what fills the window to the second.
            let fit = load.closes.duration_since(at).as_secs_f64().max(0.0) * speed.per_second + 1e-6;
            let now = waiting.min(fit as u64).min(gone.room(at));
            gone.add(at, now);
            waiting -= now;
            let through = after(at, speed.duration(now));
            ends = ends.max(through);
            if waiting == 0 || now == fit as u64 {
                break;
            }
            // The limit keeps the others until what left the day before counts no more.
            match gone.frees(at).map(|more| more.max(through)).filter(|more| *more < load.closes) {
                Some(more) => at = more,
                None => {
                    over_limit = waiting;
                    break;
                }
            }
        }
        // What is late is held, and no longer stands in the way of others.
        free = ends.min(load.closes).max(begins);
        runs[i] = Some(Run { begins, ends, late: waiting, over_limit });
    }
    runs.into_iter().flatten().collect()
}

fn after(at: Timestamp, time: SignedDuration) -> Timestamp {
    at.checked_add(time).unwrap_or(Timestamp::MAX)
}

/// What left when, as far as a daily limit counts it.
struct Gone {
    limit: u64,
    left: Vec<(Timestamp, u64)>,
}

impl Gone {
    /// What left before, minute by minute: each counts until the end of its minute of the next day.
    fn new(limit: Option<u32>, left: &[Timestamp]) -> Self {
        let mut gone = Self { limit: limit.map_or(u64::MAX, u64::from), left: Vec::new() };
        for at in left {
            let minute = Timestamp::from_second(at.as_second().div_euclid(60) * 60 + 60).unwrap_or(*at);
            gone.add(minute, 1);
        }
        gone
    }

    fn add(&mut self, at: Timestamp, messages: u64) {
        match self.left.last_mut() {
            Some((last, many)) if *last == at => *many += messages,
            _ => self.left.push((at, messages)),
        }
    }

    /// How many more may leave at a moment.
    fn room(&self, at: Timestamp) -> u64 {
        let counted = self.left.iter().filter(|(left, _)| at.duration_since(*left) < DAY);
        self.limit.saturating_sub(counted.map(|(_, messages)| messages).sum())
    }

    /// When some of them count no more.
    fn frees(&self, at: Timestamp) -> Option<Timestamp> {
        self.left.iter().map(|(left, _)| after(*left, DAY)).filter(|free| *free > at).min()
    }
}

/// Within which a limit counts.
const DAY: SignedDuration = SignedDuration::from_hours(24);
