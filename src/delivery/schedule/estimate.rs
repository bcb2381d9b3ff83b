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
/// leaving waits for it. In the order given.
pub fn queue(speed: &Speed, loads: &[Load]) -> Vec<Run> {
    let mut order: Vec<usize> = (0..loads.len()).collect();
    order.sort_by_key(|i| (loads[*i].opens, loads[*i].closes));
    let mut free = Timestamp::MIN;
    let mut runs: Vec<Option<Run>> = vec![None; loads.len()];
    let mut gone: Vec<(Timestamp, u64)> = Vec::new();
    for i in order {
        let load = loads[i];
        let begins = load.opens.max(free).min(load.closes.max(load.opens));
        let room = speed.daily_limit.map(|limit| u64::from(limit).saturating_sub(within_a_day(&gone, begins)));
        let over_limit = room.map_or(0, |room| load.messages.saturating_sub(room));
        let ends = begins.checked_add(speed.duration(load.messages)).unwrap_or(Timestamp::MAX);
        let left = load.closes.as_duration() - begins.as_duration();
        let fit = (left.as_secs_f64().max(0.0) * speed.per_second).floor() as u64;
        let late = if ends > load.closes { load.messages.saturating_sub(fit) } else { 0 }.max(over_limit);
        // What is late is held, and no longer stands in the way of others.
        free = ends.min(load.closes).max(begins);
        gone.push((begins, load.messages - late));
        runs[i] = Some(Run { begins, ends, late, over_limit });
    }
    runs.into_iter().flatten().collect()
}

/// How many left within the 24 hours before a moment.
fn within_a_day(gone: &[(Timestamp, u64)], at: Timestamp) -> u64 {
    let day = SignedDuration::from_hours(24);
    gone.iter().filter(|(begun, _)| at.duration_since(*begun) < day).map(|(_, messages)| messages).sum()
}
