//! The one task that writes the database: what arrives while a commit is under way is written by the next, together.
//!
//! A commit waits, a moment at most, until a quarter of the connections wait for it: each costs the disk's time, however much it
//! writes. What became of a message waits for the next commit that somebody waits for. It leaves no more in doubt: a connection
//! notes what became of a batch before it asks for the next but one to be handed over, and both are then one commit.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, timeout_at},
};

use crate::delivery::{
    DeliveryError,
    outbox::{Batch, Claimed, Hold, Issue, Outcome, Sender, Verdict},
};

/// Events of one commit.
const TOGETHER: usize = 1024;

/// How long a connection may wait for others to share its commit.
const GATHER: Duration = Duration::from_millis(2);

/// How long what became of a message may wait for a commit.
const LINGER: Duration = Duration::from_millis(50);

/// How often a commit that fails is tried again, a second apart: results must not be lost to a disk that is full for a moment.
const ATTEMPTS: u32 = 15;

/// How many messages to claim, and who waits for them.
type Claim = (usize, oneshot::Sender<Vec<Claimed>>);

/// Which messages to hand over, and who waits for that.
type Hand = (Vec<(i64, i64)>, oneshot::Sender<HashMap<i64, i64>>);

/// What the writer is asked.
pub enum Event {
    /// To claim so many messages.
    Claim(usize, oneshot::Sender<Vec<Claimed>>),
    /// To hand messages over: rows and epochs. Row and Date of those that may be sent come back.
    Hand(Vec<(i64, i64)>, oneshot::Sender<HashMap<i64, i64>>),
    /// To note what became of a message.
    Done(Verdict),
    /// What an issue is.
    Issue(i64, oneshot::Sender<Option<Arc<Issue>>>),
    /// Whether, and why, nothing is sent.
    Hold(oneshot::Sender<Option<Hold>>),
    /// To stop the sending, and for how many milliseconds.
    Pause(String, Option<i64>),
    /// To stop the sending of an issue.
    PauseIssue(i64, String),
    /// How many messages are due.
    Due(oneshot::Sender<u64>),
    /// Whether the daily limit keeps what is due; then sending is paused.
    Limited(oneshot::Sender<bool>),
    /// To add a line to the log.
    Log(&'static str, String),
}

/// The writer.
pub struct Writer {
    sender: Sender,
    lease: i64,
    commits: u64,
    /// How many connections need not wait for another to share a commit.
    enough: usize,
    waiting: Waiting,
    /// A pause that is not written yet: nothing is claimed or handed over meanwhile.
    pause: Option<Hold>,
    /// What else could not be read or written: told at the end, for what became of messages must be written first.
    fault: Option<DeliveryError>,
}

/// What the next commit will write.
#[derive(Default)]
struct Waiting {
    claims: Vec<Claim>,
    hands: Vec<Hand>,
    verdicts: Vec<Verdict>,
    /// When that is to be written; nothing where nothing waits.
    deadline: Option<Instant>,
}

impl Waiting {
    /// Something new may wait for so long.
    fn within(&mut self, time: Duration) {
        let latest = Instant::now() + time;
        self.deadline = Some(self.deadline.map_or(latest, |deadline| deadline.min(latest)));
    }
}

impl Writer {
    /// A writer to an outbox that was taken over, whose claims hold for so many milliseconds, for so many connections.
    pub fn new(sender: Sender, lease: i64, connections: usize) -> Self {
        let (enough, waiting) = (connections.div_ceil(4), Waiting::default());
        Self { sender, lease, commits: 0, enough, waiting, pause: None, fault: None }
    }

    /// Writes until nobody asks any more; the number of commits.
    pub async fn run(mut self, mut inbox: mpsc::Receiver<Event>) -> Result<u64, DeliveryError> {
        let mut events = Vec::with_capacity(TOGETHER);
        loop {
            let arrival = inbox.recv_many(&mut events, TOGETHER);
            // Nothing where it is time to write what waits.
            let arrived = match self.waiting.deadline {
                Some(deadline) => timeout_at(deadline, arrival).await.ok(),
                None => Some(arrival.await),
            };
            if arrived == Some(0) {
                if self.waiting.deadline.is_none() {
                    break;
                }
                // Whoever asks no more leaves nothing unwritten.
                self.waiting.within(Duration::ZERO);
            }
            self.serve(&mut events).await?;
        }
        self.write_pause().await?;
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(self.commits),
        }
    }

    /// Writes a pause that is not written yet, tried as often as a commit is: the next run must find it.
    async fn write_pause(&mut self) -> Result<(), DeliveryError> {
        let Some(hold) = self.pause.take() else { return Ok(()) };
        for _ in 0..ATTEMPTS {
            if self.sender.database.begin_hold(&hold).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        self.sender.database.begin_hold(&hold).await
    }

    /// Why nothing is sent. A pause that cannot be written holds all the same, and is written as soon as it can be.
    async fn hold(&mut self) -> Result<Option<Hold>, DeliveryError> {
        if let Some(hold) = &self.pause {
            if self.sender.database.begin_hold(hold).await.is_err() {
                return Ok(self.pause.clone());
            }
            self.pause = None;
        }
        self.sender.database.hold().await
    }

    async fn serve(&mut self, events: &mut Vec<Event>) -> Result<(), DeliveryError> {
        let mut after = Vec::new();
        for event in events.drain(..) {
            match event {
                Event::Claim(many, reply) => {
                    self.waiting.claims.push((many, reply));
                    self.waiting.within(GATHER);
                }
                Event::Hand(rows, reply) => {
                    self.waiting.hands.push((rows, reply));
                    self.waiting.within(GATHER);
                }
                Event::Done(verdict) => {
                    self.waiting.verdicts.push(verdict);
                    self.waiting.within(LINGER);
                }
                // They count what is written.
                Event::Due(_) | Event::Limited(_) => after.push(event),
                other => self.attend(other).await,
            }
        }
        let Waiting { hands, verdicts, deadline, .. } = &self.waiting;
        let full = hands.len() >= self.enough || verdicts.len() >= TOGETHER || !after.is_empty();
        if deadline.is_some_and(|deadline| full || Instant::now() >= deadline) {
            self.commit().await?;
        }
        for event in after {
            self.attend(event).await;
        }
        Ok(())
    }

    /// Writes what became of messages, claims and hands over.
    async fn commit(&mut self) -> Result<(), DeliveryError> {
        let Waiting { claims, hands, verdicts, .. } = std::mem::take(&mut self.waiting);
        let mut hand: Vec<(i64, i64)> = hands.iter().flat_map(|(rows, _)| rows).copied().collect();
        let mut claim = claims.iter().map(|(many, _)| many).sum();
        if self.pause.is_some() {
            // Whoever asked gives them back.
            (hand, claim) = (Vec::new(), 0);
        }
        let batch = Batch { lease: self.lease, claim, hand, verdicts };
        let written = match self.sender.write(&batch).await {
            Ok(written) => written,
            Err(error) => return self.again(batch, error).await,
        };
        self.commits += 1;
        let handed: HashMap<i64, i64> = written.handed.iter().map(|handed| (handed.id, handed.dated)).collect();
        for (rows, reply) in hands {
            let granted = rows.iter().filter_map(|(id, _)| Some((*id, *handed.get(id)?)));
            let _ = reply.send(granted.collect());
        }
        let mut claimed = written.claimed.into_iter();
        for (many, reply) in claims {
            if let Err(lost) = reply.send(claimed.by_ref().take(many).collect()) {
                let back = |claimed: Claimed| Verdict {
                    id: claimed.id,
                    epoch: claimed.epoch,
                    outcome: Outcome::Released { delay: 0 },
                };
                self.waiting.verdicts.extend(lost.into_iter().map(back));
                self.waiting.within(LINGER);
            }
        }
        Ok(())
    }

    /// A commit failed: nothing of it was handed over, and what became of messages is kept until it can be written.
    async fn again(&mut self, batch: Batch, error: DeliveryError) -> Result<(), DeliveryError> {
        let released = |(id, epoch): (i64, i64)| Verdict { id, epoch, outcome: Outcome::Released { delay: 0 } };
        let verdicts = batch.verdicts.into_iter().chain(batch.hand.into_iter().map(released)).collect();
        let batch = Batch { verdicts, ..Batch::default() };
        let mut last = error;
        for _ in 0..ATTEMPTS {
            tokio::time::sleep(Duration::from_secs(1)).await;
            match self.sender.write(&batch).await {
                Ok(_) => return Ok(()),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Sees to what is no part of a commit.
    async fn attend(&mut self, event: Event) {
        if let Err(error) = self.aside(event).await {
            self.fault.get_or_insert(error);
        }
    }

    /// Begins a pause; the first of several that cannot be written stays.
    async fn begin(&mut self, hold: Hold) {
        self.pause.get_or_insert(hold);
        // Where that fails it is tried again whenever somebody asks.
        let _ = self.hold().await;
    }

    async fn aside(&mut self, event: Event) -> Result<(), DeliveryError> {
        match event {
            Event::Issue(id, reply) => drop(reply.send(self.sender.issue(id).await.ok().map(Arc::new))),
            Event::Hold(reply) => drop(reply.send(self.hold().await?)),
            Event::Due(reply) => {
                self.sender.look_again();
                let _ = reply.send(self.sender.due().await?.0);
            }
            Event::Limited(reply) => {
                let limited = self.sender.limited().await?;
                let _ = reply.send(limited.is_some());
                if let Some(hold) = limited {
                    self.begin(hold).await;
                }
            }
            Event::Pause(reason, pause) => {
                let until = pause.map(|pause| self.sender.database.now().as_millisecond() + pause);
                self.begin(Hold { reason, who: "fanion".into(), until }).await;
            }
            Event::PauseIssue(id, why) => {
                self.sender.database.pause_issue(id, "fanion", &why).await?;
                self.sender.look_again();
            }
            Event::Log(what, detail) => self.sender.database.log("fanion", what, None, &detail).await?,
            Event::Claim(..) | Event::Hand(..) | Event::Done(_) => {}
        }
        Ok(())
    }
}
