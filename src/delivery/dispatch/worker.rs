//! One connection: takes claims, hands them over in small batches, makes and sends the mail.
//!
//! Without a limit on the rate the next batch is handed over while one is sent, so that no connection waits for the disk.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use lettre::Address;
use tokio::{
    sync::{Mutex, mpsc},
    time::timeout,
};

use super::{context::Context, folder, verdict::judge};
use crate::delivery::{
    mail::{Addressee, Letter},
    outbox::{Claimed, Issue, Outcome},
    smtp::{ConnectError, Relay, Reply, Session},
};

/// After how long without mail a session is closed.
const IDLE: Duration = Duration::from_secs(20);

/// A message that can be sent.
struct Ready {
    claimed: Claimed,
    letter: Arc<Letter>,
    issue: Arc<Issue>,
}

/// What claims come through to every connection.
pub type Claims = Mutex<mpsc::Receiver<Claimed>>;

/// A message that may leave, with the Date that it bears.
type Handed = (Ready, i64);

/// Sends until there are no more claims.
pub async fn work(context: Arc<Context>, claims: Arc<Claims>) {
    let mut worker = Worker { context: Arc::clone(&context), session: None, used: Instant::now() };
    loop {
        let turn = worker.turn().await;
        let batch = loop {
            match timeout(IDLE, take(&claims, context.settings.batch())).await {
                Ok(batch) => break batch,
                Err(_) => worker.close().await,
            }
        };
        if batch.is_empty() {
            break;
        }
        // A turn from before a time without mail is everybody's: they must not all use it now.
        if turn.is_some_and(|turn| context.pace.is_stale(turn)) {
            worker.turn().await;
        }
        for _ in 1..batch.len() {
            context.pace.turn().await;
        }
        let mut handed = worker.hand(batch).await;
        while !handed.is_empty() {
            ((), handed) = tokio::join!(worker.send(handed), ahead(&context, &claims));
        }
    }
    worker.close().await;
}

/// The next batch, handed over while one is sent: of claims that are there, and only where nothing limits the rate.
async fn ahead(context: &Context, claims: &Claims) -> Vec<Handed> {
    let mut batch = Vec::new();
    if context.settings.rate.is_none() && !context.ended() {
        // Who has the lock waits for claims: there are none.
        if let Ok(mut claims) = claims.try_lock() {
            fill(&mut batch, &mut claims, context.settings.batch());
        }
    }
    hand(context, batch).await
}

/// Hands over what mail can be made of; what may not leave goes back.
async fn hand(context: &Context, batch: Vec<Claimed>) -> Vec<Handed> {
    let batch = ready(context, batch).await;
    if batch.is_empty() {
        return Vec::new();
    }
    let claims: Vec<Claimed> = batch.iter().map(|ready| ready.claimed.clone()).collect();
    let dates = context.hand(&claims).await;
    let mut handed = Vec::with_capacity(batch.len());
    for ready in batch {
        match dates.get(&ready.claimed.id) {
            Some(dated) => handed.push((ready, *dated)),
            // Paused, cancelled, or claimed for too long.
            None => context.release(&ready.claimed, 0).await,
        }
    }
    handed
}

/// The messages that mail can be made of; the others stop their issue.
async fn ready(context: &Context, batch: Vec<Claimed>) -> Vec<Ready> {
    let mut found = Vec::with_capacity(batch.len());
    for claimed in batch {
        match context.letter(&claimed).await {
            Ok((letter, issue)) => found.push(Ready { claimed, letter, issue }),
            Err(why) => {
                context.pause_issue(claimed.issue, why).await;
                context.release(&claimed, 0).await;
            }
        }
    }
    found
}

/// The next claims; none when there will be none.
async fn take(claims: &Claims, most: usize) -> Vec<Claimed> {
    let mut claims = claims.lock().await;
    let mut batch = Vec::with_capacity(most);
    batch.extend(claims.recv().await);
    if !batch.is_empty() {
        fill(&mut batch, &mut claims, most);
    }
    batch
}

/// Adds the claims that are there.
fn fill(batch: &mut Vec<Claimed>, claims: &mut mpsc::Receiver<Claimed>, most: usize) {
    while batch.len() < most {
        match claims.try_recv() {
            Ok(claimed) => batch.push(claimed),
            Err(_) => break,
        }
    }
}

struct Worker {
    context: Arc<Context>,
    session: Option<Session>,
    used: Instant,
}

impl Worker {
    /// Waits for its turn.
    async fn turn(&self) -> Option<tokio::time::Instant> {
        let turn = self.context.pace.turn().await?;
        self.context.unless_stopped(tokio::time::sleep_until(turn)).await;
        Some(turn)
    }

    async fn close(&mut self) {
        if let Some(session) = self.drop_session() {
            session.quit().await;
        }
    }

    fn drop_session(&mut self) -> Option<Session> {
        self.session.take().inspect(|_| self.context.session(false))
    }

    /// Hands a batch over once there is a session for it.
    async fn hand(&mut self, batch: Vec<Claimed>) -> Vec<Handed> {
        if !self.context.ended() && self.connected().await {
            return hand(&self.context, batch).await;
        }
        for claimed in &batch {
            self.context.release(claimed, 0).await;
        }
        Vec::new()
    }

    async fn send(&mut self, batch: Vec<Handed>) {
        let mut reachable = true;
        for (ready, dated) in &batch {
            // The message before may have ended the session.
            reachable = reachable && self.connected().await;
            self.deliver(ready, *dated, reachable).await;
        }
        self.used = Instant::now();
    }

    /// Whether there is a session, made if need be.
    async fn connected(&mut self) -> bool {
        let context = Arc::clone(&self.context);
        let Relay::Server(server) = &context.settings.relay else { return true };
        if self.used.elapsed() > IDLE / 2
            && let Some(session) = &mut self.session
            && !session.is_alive().await
        {
            self.drop_session();
        }
        if self.session.as_ref().is_some_and(Session::is_usable) {
            return true;
        }
        self.drop_session();
        let settings = &context.settings;
        let (login, tls) = (settings.login.as_ref(), settings.tls.as_ref());
        match Session::connect(server, login, tls, &settings.hello, settings.timeouts).await {
            Ok(session) => {
                self.session = Some(session);
                self.context.session(true);
                self.used = Instant::now();
                self.context.reached().await;
                true
            }
            Err(error @ (ConnectError::Login(_) | ConnectError::Refused(_))) => {
                self.context.pause(error.to_string(), None).await;
                false
            }
            Err(error) => {
                let wait = self.context.not_reached(error.to_string()).await;
                self.context.sleep(wait).await;
                false
            }
        }
    }

    /// Sends what was handed over, and notes what became of it.
    async fn deliver(&mut self, ready: &Ready, dated: i64, reachable: bool) {
        let Ready { claimed, letter, issue } = ready;
        let mail = match compose(&self.context, claimed, letter, dated) {
            Ok(mail) => mail,
            Err(detail) => {
                let outcome = Outcome::Never { code: 0, detail, no_address: false };
                return self.context.done(claimed, outcome).await;
            }
        };
        let context = Arc::clone(&self.context);
        let reply = match &context.settings.relay {
            Relay::Folder(folder) => folder::keep(folder, &issue.name, &claimed.address, &mail),
            Relay::Server(_) if !reachable => Reply::NotSent("the relay cannot be reached".into()),
            Relay::Server(_) => self.hand_over(claimed, issue, &mail).await,
        };
        let verdict = judge(reply, claimed, issue.on_unknown, &self.context.settings.backoff);
        if let Some((reason, pause)) = verdict.pause {
            self.context.pause(reason, pause).await;
        }
        self.context.done(claimed, verdict.outcome).await;
    }

    async fn hand_over(&mut self, claimed: &Claimed, issue: &Issue, mail: &[u8]) -> Reply {
        let from = self.context.settings.envelope_sender(&issue.from, &claimed.message_id);
        let addresses = from.zip(claimed.address.parse::<Address>().ok());
        match (addresses, &mut self.session) {
            (Some((from, to)), Some(session)) => session.send(&from, &to, mail).await,
            _ => Reply::NotSent("there is no session".into()),
        }
    }
}

/// The mail of a message, or why there is none.
fn compose(context: &Context, claimed: &Claimed, letter: &Letter, dated: i64) -> Result<Vec<u8>, String> {
    let values: BTreeMap<String, String> = serde_json::from_str(&claimed.fields).map_err(|error| error.to_string())?;
    let addressee = Addressee {
        address: &claimed.address.parse().map_err(|_| "its address is none".to_owned())?,
        values: &values,
        message_id: &claimed.message_id,
        date: Timestamp::from_millisecond(dated).map_err(|error| error.to_string())?,
        mark: None,
    };
    letter.compose(&addressee, context.settings.dkim.as_deref()).map_err(|error| error.to_string())
}
