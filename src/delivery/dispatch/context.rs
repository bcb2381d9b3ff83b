//! What a sender's tasks share.

use std::{
    collections::HashMap,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::sync::{Mutex, mpsc, oneshot, watch};

use super::{Report, pace::Pace, settings::Settings, writer::Event};
use crate::delivery::{
    mail::Letter,
    outbox::{Claimed, Hold, Issue, Outcome, Verdict},
    store::Store,
};

/// How often in a row the relay may be out of reach before a single run gives up.
const UNREACHABLE: u32 = 3;

/// What a sender's tasks share.
pub struct Context {
    events: mpsc::Sender<Event>,
    store: Store,
    /// How to send.
    pub settings: Settings,
    /// No faster than this.
    pub pace: Pace,
    /// Messages claimed whose fate is not noted yet.
    pub in_flight: AtomicUsize,
    /// Why the relay cannot be reached.
    pub unreachable: Mutex<Option<String>>,
    failures: AtomicU32,
    /// Connections that there are.
    sessions: AtomicUsize,
    gave_up: AtomicBool,
    once: bool,
    ended: AtomicBool,
    stop: watch::Receiver<bool>,
    issues: Mutex<HashMap<i64, Arc<Issue>>>,
    letters: Mutex<HashMap<String, Arc<Letter>>>,
    counts: [AtomicU64; 4],
}

impl Context {
    /// Of a new run.
    pub fn new(
        events: mpsc::Sender<Event>,
        store: Store,
        settings: Settings,
        once: bool,
        stop: watch::Receiver<bool>,
    ) -> Self {
        let pace = Pace::new(settings.per_second());
        Self {
            events,
            store,
            settings,
            pace,
            in_flight: AtomicUsize::new(0),
            unreachable: Mutex::default(),
            failures: AtomicU32::new(0),
            sessions: AtomicUsize::new(0),
            gave_up: AtomicBool::new(false),
            once,
            ended: AtomicBool::new(false),
            stop,
            issues: Mutex::default(),
            letters: Mutex::default(),
            counts: Default::default(),
        }
    }

    /// True when no more is to be claimed and nothing more handed over.
    pub fn ended(&self) -> bool {
        self.ended.load(Ordering::SeqCst) || *self.stop.borrow() || self.events.is_closed()
    }

    /// Ends the run.
    pub fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
    }

    /// Sleeps unless the run is stopped.
    pub async fn sleep(&self, duration: Duration) {
        self.unless_stopped(tokio::time::sleep(duration)).await;
    }

    /// Waits for something unless the run is stopped.
    pub async fn unless_stopped(&self, what: impl Future<Output = ()>) {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = what => {}
            () = async {
                if stop.wait_for(|stop| *stop).await.is_err() {
                    // Nobody can stop it any more: that is no reason to hurry.
                    std::future::pending::<()>().await;
                }
            } => {}
        }
    }

    async fn ask<T>(&self, event: impl FnOnce(oneshot::Sender<T>) -> Event) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.events.send(event(reply)).await.ok()?;
        answer.await.ok()
    }

    /// Takes messages that are due; `None` when the writer has ended, as in all below.
    pub async fn claim(&self, many: usize) -> Option<Vec<Claimed>> {
        // A commit that failed has no answer: nothing was claimed then.
        let claimed = self.ask(|reply| Event::Claim(many, reply)).await;
        claimed.or_else(|| (!self.events.is_closed()).then(Vec::new))
    }

    /// Hands messages over: row and Date of those that may be sent.
    pub async fn hand(&self, batch: &[Claimed]) -> HashMap<i64, i64> {
        let rows = batch.iter().map(|claimed| (claimed.id, claimed.epoch)).collect();
        self.ask(|reply| Event::Hand(rows, reply)).await.unwrap_or_default()
    }

    /// Why nothing is sent, where it is so.
    pub async fn hold(&self) -> Option<Option<Hold>> {
        self.ask(Event::Hold).await
    }

    /// How many messages are due.
    pub async fn due(&self) -> Option<u64> {
        self.ask(Event::Due).await
    }

    /// Whether messages are due that the daily limit keeps; sending is paused then, until some may leave.
    pub async fn limited(&self) -> Option<bool> {
        let limited = self.ask(Event::Limited).await;
        limited.or_else(|| (!self.events.is_closed()).then_some(false))
    }

    /// Notes what became of a message.
    pub async fn done(&self, claimed: &Claimed, outcome: Outcome) {
        let count = match &outcome {
            Outcome::Sent { .. } => Some(0),
            Outcome::Later { .. } => Some(1),
            Outcome::Never { .. } => Some(2),
            Outcome::Unknown { .. } => Some(3),
            Outcome::Released { .. } => None,
        };
        if let Some(count) = count {
            self.counts[count].fetch_add(1, Ordering::Relaxed);
        }
        let _ = self.events.send(Event::Done(Verdict { id: claimed.id, epoch: claimed.epoch, outcome })).await;
        self.in_flight.fetch_sub(1, Ordering::SeqCst);
    }

    /// Puts a message back.
    pub async fn release(&self, claimed: &Claimed, delay: i64) {
        self.done(claimed, Outcome::Released { delay }).await;
    }

    /// Stops the sending of everything, for so many milliseconds; until a person resumes where absent.
    pub async fn pause(&self, reason: String, pause: Option<i64>) {
        let _ = self.events.send(Event::Pause(reason, pause)).await;
    }

    /// Stops the sending of an issue.
    pub async fn pause_issue(&self, issue: i64, why: String) {
        let _ = self.events.send(Event::PauseIssue(issue, why)).await;
    }

    /// A connection was made, or is no more.
    pub fn session(&self, there: bool) {
        match there {
            true => self.sessions.fetch_add(1, Ordering::SeqCst),
            false => self.sessions.fetch_sub(1, Ordering::SeqCst),
        };
    }

    /// The relay answered.
    pub async fn reached(&self) {
        if self.failures.swap(0, Ordering::SeqCst) > 0 {
            *self.unreachable.lock().await = None;
            if !self.once {
                self.settings.tell("the relay answers again");
            }
        }
    }

    /// Whether the relay was out of reach so often that a single run gave up.
    pub fn gave_up(&self) -> bool {
        self.gave_up.load(Ordering::SeqCst)
    }

    /// The relay did not: how long to wait.
    pub async fn not_reached(&self, why: String) -> Duration {
        let failures = self.failures.fetch_add(1, Ordering::SeqCst) + 1;
        if self.unreachable.lock().await.replace(why.clone()).is_none() {
            if !self.once {
                self.settings.tell(&why);
            }
            let _ = self.events.send(Event::Log("unreachable", why)).await;
        }
        // While others send, one that the relay does not take is none too few.
        if self.once && failures >= UNREACHABLE && self.sessions.load(Ordering::SeqCst) == 0 {
            self.gave_up.store(true, Ordering::SeqCst);
            self.end();
        }
        Duration::from_millis(500 << failures.min(7))
    }

    /// The letter of a message, and its issue.
    ///
    /// # Errors
    /// Why there is none: then the issue must not be sent.
    pub async fn letter(&self, claimed: &Claimed) -> Result<(Arc<Letter>, Arc<Issue>), String> {
        let mut issues = self.issues.lock().await;
        let issue = match issues.get(&claimed.issue) {
            Some(issue) => Arc::clone(issue),
            None => {
                let issue = self.ask(|reply| Event::Issue(claimed.issue, reply)).await.flatten();
                let issue = issue.ok_or("the outbox does not know its issue")?;
                Arc::clone(issues.entry(claimed.issue).or_insert(issue))
            }
        };
        drop(issues);
        let (_, _, sha256) = issue.letters.get(claimed.letter).ok_or("the issue has no such variant")?;
        let mut letters = self.letters.lock().await;
        let letter = match letters.get(sha256) {
            Some(letter) => Arc::clone(letter),
            None => {
                let letter = Arc::new(Letter::open(&self.store, sha256).map_err(|error| error.to_string())?);
                Arc::clone(letters.entry(sha256.clone()).or_insert(letter))
            }
        };
        Ok((letter, issue))
    }

    /// What was done so far.
    pub fn report(&self) -> Report {
        let [sent, deferred, failed, unknown] = &self.counts;
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Report {
            sent: count(sent),
            deferred: count(deferred),
            failed: count(failed),
            unknown: count(unknown),
            ..Report::default()
        }
    }
}
