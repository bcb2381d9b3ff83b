//! The one task that writes the database: what arrives while a commit is under way is written by the next, together.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::sync::{mpsc, oneshot};

use crate::delivery::{
    DeliveryError,
    outbox::{Batch, Claimed, Hold, Issue, Outcome, Sender, Verdict},
};

/// Events of one commit.
const TOGETHER: usize = 1024;

/// How often a commit that fails is tried again, a second apart: results must not be lost to a disk that is full for a moment.
const ATTEMPTS: u32 = 15;

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
    /// To add a line to the log.
    Log(&'static str, String),
}

/// Claims that were asked for: how many, and where to.
type Claims = Vec<(usize, oneshot::Sender<Vec<Claimed>>)>;
/// Hand-overs that were asked for: row and epoch of each message, and where the answer goes.
type Hands = Vec<(Vec<(i64, i64)>, oneshot::Sender<HashMap<i64, i64>>)>;

/// The writer.
pub struct Writer {
    sender: Sender,
    lease: i64,
    commits: u64,
    /// What became of messages and is not written yet.
    verdicts: Vec<Verdict>,
    /// What else could not be read or written: told at the end, for what became of messages must be written first.
    fault: Option<DeliveryError>,
}

impl Writer {
    /// A writer to an outbox that was taken over, whose claims hold for so many milliseconds.
    pub fn new(sender: Sender, lease: i64) -> Self {
        Self { sender, lease, commits: 0, verdicts: Vec::new(), fault: None }
    }

    /// Writes until nobody asks any more; the number of commits.
    pub async fn run(mut self, mut inbox: mpsc::Receiver<Event>) -> Result<u64, DeliveryError> {
        let mut events = Vec::with_capacity(TOGETHER);
        while inbox.recv_many(&mut events, TOGETHER).await > 0 {
            self.serve(&mut events).await?;
        }
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(self.commits),
        }
    }

    async fn serve(&mut self, events: &mut Vec<Event>) -> Result<(), DeliveryError> {
        let (mut claims, mut hands, mut dues) = (Vec::new(), Vec::new(), Vec::new());
        let mut batch = Batch { lease: self.lease, ..Batch::default() };
        for event in events.drain(..) {
            match event {
                Event::Claim(many, reply) => {
                    batch.claim += many;
                    claims.push((many, reply));
                }
                Event::Hand(rows, reply) => {
                    batch.hand.extend(&rows);
                    hands.push((rows, reply));
                }
                Event::Done(verdict) => self.verdicts.push(verdict),
                // Answered below: what was put back just before is due too, and a single run must not end without it.
                Event::Due(reply) => dues.push(reply),
                other => {
                    if let Err(error) = self.aside(other).await {
                        self.fault.get_or_insert(error);
                    }
                }
            }
        }
        if !self.verdicts.is_empty() || batch.claim > 0 || !batch.hand.is_empty() {
            self.commit(batch, claims, hands).await?;
        }
        for reply in dues {
            self.sender.look_again();
            match self.sender.due().await {
                Ok((due, _)) => drop(reply.send(due)),
                Err(error) => {
                    self.fault.get_or_insert(error);
                }
            }
        }
        Ok(())
    }

    /// Writes what arrived together, and answers.
    async fn commit(&mut self, mut batch: Batch, claims: Claims, hands: Hands) -> Result<(), DeliveryError> {
        batch.verdicts = std::mem::take(&mut self.verdicts);
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
                self.verdicts.extend(lost.into_iter().map(back));
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

    async fn aside(&mut self, event: Event) -> Result<(), DeliveryError> {
        match event {
            Event::Issue(id, reply) => drop(reply.send(self.sender.issue(id).await.ok().map(Arc::new))),
            Event::Hold(reply) => drop(reply.send(self.sender.database.hold().await?)),
            // A pause that is there already stays as it is.
            Event::Pause(reason, pause) if self.sender.database.hold().await?.is_none() => {
                let until = pause.map(|pause| self.sender.database.now().as_millisecond() + pause);
                self.sender.database.set_hold(&Hold { reason, who: "fanion".into(), until }).await?;
            }
            Event::PauseIssue(id, why) => {
                self.sender.database.pause_issue(id, "fanion", &why).await?;
                self.sender.look_again();
            }
            Event::Log(what, detail) => self.sender.database.log("fanion", what, None, &detail).await?,
            Event::Pause(..) | Event::Claim(..) | Event::Hand(..) | Event::Due(_) | Event::Done(_) => {}
        }
        Ok(())
    }
}
