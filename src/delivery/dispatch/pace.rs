//! No faster than the provider allows.

use std::time::Duration;

use tokio::{sync::Mutex, time::Instant};

/// Turns in even steps, whatever clock the system shows.
#[derive(Debug)]
pub struct Pace {
    step: Option<Duration>,
    next: Mutex<Instant>,
}

impl Pace {
    /// So many a second.
    pub fn new(per_second: Option<f64>) -> Self {
        let step = per_second.map(|rate| Duration::from_secs_f64(1.0 / rate.max(1e-6)));
        Self { step, next: Mutex::new(Instant::now()) }
    }

    /// The moment of the next turn, which is then taken.
    pub async fn turn(&self) -> Option<Instant> {
        let step = self.step?;
        let mut next = self.next.lock().await;
        let turn = (*next).max(Instant::now());
        *next = turn + step;
        Some(turn)
    }

    /// True when a turn has passed unused.
    pub fn is_stale(&self, turn: Instant) -> bool {
        self.step.is_some_and(|step| turn.elapsed() > step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn turns_are_a_step_apart() {
        let pace = Pace::new(Some(50.0));
        let first = pace.turn().await.unwrap();
        let second = pace.turn().await.unwrap();
        assert_eq!(second - first, Duration::from_millis(20));
        assert!(Pace::new(None).turn().await.is_none());
    }
}
