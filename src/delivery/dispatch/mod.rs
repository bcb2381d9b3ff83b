//! The sender: takes what is due out of the outbox, makes a mail of each row and hands it to the relay.
//!
//! In: the outbox, the store, settings. Out: mail, and a verdict for each message. One task writes the database, and writes
//! together what arrives together; one feeds claims; one for each connection makes and sends mail. A batch is `handed` on the
//! disk before its first message can leave, so that a crash leaves no more than `Settings::batch` for each connection in doubt:
//! half of them are being sent, half follow.

mod context;
mod folder;
mod pace;
mod settings;
mod verdict;
mod worker;
mod writer;

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use serde::Serialize;
use tokio::sync::{Mutex, mpsc, watch};

use self::{context::Context, writer::Writer};
use super::{
    Clock, DeliveryError,
    outbox::{Database, Hold, Sender, restrict},
    store::Store,
};

pub use settings::{Backoff, Settings};

/// What a run did.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Messages that the relay took.
    pub sent: u64,
    /// Messages that it takes later.
    pub deferred: u64,
    /// Messages that it does not take.
    pub failed: u64,
    /// Messages whose answer never came.
    pub unknown: u64,
    /// In how many commits that was written.
    pub commits: u64,
    /// Why nothing is sent, where that ended the run.
    pub paused: Option<Hold>,
}

/// The lock that makes a sender the only one; gone when dropped.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held for its lock")] File);

impl Lock {
    /// Takes the lock of an outbox.
    ///
    /// # Errors
    /// Another process has it.
    pub fn take(database: &Path) -> Result<Self, DeliveryError> {
        let mut path = database.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let opened = File::options().create(true).truncate(false).write(true).open(&path);
        let file = opened.map_err(DeliveryError::file("lock", &path))?;
        restrict(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(std::fs::TryLockError::WouldBlock) => Err(DeliveryError::Locked { path: database.to_owned() }),
            Err(std::fs::TryLockError::Error(error)) => Err(DeliveryError::file("lock", &path)(error)),
        }
    }
}

/// The lock under which issues are released, one after the other: what one leaves for whom, the next one's rhythm must see.
#[derive(Debug)]
pub struct ReleaseLock(#[expect(dead_code, reason = "held for its lock")] File);

impl ReleaseLock {
    /// Takes it, once whoever has it is through.
    ///
    /// # Errors
    /// The file cannot be made or locked.
    pub fn take(database: &Path) -> Result<Self, DeliveryError> {
        let mut path = database.as_os_str().to_owned();
        path.push(".release");
        let path = PathBuf::from(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(DeliveryError::file("make", folder))?;
        }
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(DeliveryError::file("lock", &path))?;
        restrict(&path)?;
        file.lock().map_err(DeliveryError::file("lock", &path))?;
        Ok(Self(file))
    }
}

/// Sends until nothing is due (`once`), or until it is stopped.
///
/// # Errors
/// Another process sends, the outbox was restored from a copy or cannot be written, or the relay cannot be reached at all.
pub fn run(
    database: &Path,
    store: Store,
    settings: Settings,
    clock: Arc<dyn Clock>,
    once: bool,
    stop: watch::Receiver<bool>,
) -> Result<Report, DeliveryError> {
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder).map_err(DeliveryError::file("make", folder))?;
    }
    let _lock = Lock::take(database)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads(&settings)).enable_all().build();
    let runtime = runtime.map_err(DeliveryError::file("open", database))?;
    runtime.block_on(async {
        let database = Database::open(database, clock).await?;
        let mut sender = Sender::take_over(database).await?;
        sender.keep_limit(settings.daily_limit).await?;
        send(sender, store, settings, once, stop).await
    })
}

/// Making mail and handing it to a relay on the same network takes less than one processor, and a second thread costs more than
/// it gives (docs/performance.md); a signature is arithmetic, and takes what there is.
fn threads(settings: &Settings) -> usize {
    match settings.dkim {
        Some(_) => std::thread::available_parallelism().map_or(1, |many| many.get().min(settings.connections)),
        None => 1,
    }
}

/// A switch that the system's signals turn: SIGINT and SIGTERM, or Ctrl-C.
///
/// # Errors
/// The system gives no thread.
pub fn signals() -> Result<watch::Receiver<bool>, DeliveryError> {
    let (turn, stop) = watch::channel(false);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(DeliveryError::file("watch", "signals"))?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            interrupted().await;
            let _ = turn.send(true);
            turn.closed().await;
        });
    });
    Ok(stop)
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    let _ = tokio::signal::ctrl_c().await;
}

async fn send(
    sender: Sender,
    store: Store,
    settings: Settings,
    once: bool,
    stop: watch::Receiver<bool>,
) -> Result<Report, DeliveryError> {
    let connections = settings.connections;
    let room = settings.room();
    let (events, inbox) = mpsc::channel(4096);
    let writer = tokio::spawn(Writer::new(sender, settings.lease(), connections).run(inbox));
    let context = Arc::new(Context::new(events, store, settings, once, stop));
    let (claims, taken) = mpsc::channel(room);
    let taken = Arc::new(Mutex::new(taken));
    let workers: Vec<_> =
        (0..connections).map(|_| tokio::spawn(worker::work(Arc::clone(&context), Arc::clone(&taken)))).collect();
    let paused = feed(&context, &claims, room, once).await;
    context.end();
    drop(claims);
    for worker in workers {
        let _ = worker.await;
    }
    // What no worker took goes back.
    while let Ok(claimed) = taken.lock().await.try_recv() {
        context.release(&claimed, 0).await;
    }
    // One connection may have been refused while others sent everything.
    let unreachable = context.unreachable.lock().await.take().filter(|_| context.gave_up());
    let mut report = context.report();
    drop(context);
    report.commits = match writer.await {
        Ok(written) => written?,
        Err(error) => return Err(DeliveryError::Setting(format!("the writer ended: {error}"))),
    };
    report.paused = paused;
    match unreachable {
        Some(why) if once => Err(DeliveryError::Setting(why)),
        _ => Ok(report),
    }
}

/// Claims what is due for as long as there is room; why nothing is sent, where that ended a single run.
async fn feed(
    context: &Context,
    claims: &mpsc::Sender<super::outbox::Claimed>,
    room: usize,
    once: bool,
) -> Option<Hold> {
    let mut looked: Option<Instant> = None;
    let mut hold: Option<Hold> = None;
    while !context.ended() {
        if looked.is_none_or(|at| at.elapsed() > Duration::from_millis(250)) {
            let now = context.hold().await?;
            if !once && now != hold {
                context.settings.tell(&now.as_ref().map_or("sending goes on".into(), |hold| format!("paused: {hold}")));
            }
            hold = now;
            looked = Some(Instant::now());
        }
        if hold.is_some() {
            if once {
                return hold;
            }
            context.sleep(Duration::from_millis(500)).await;
            continue;
        }
        let free = claims.capacity();
        if free < room.div_ceil(4) {
            tokio::time::sleep(Duration::from_millis(2)).await;
            continue;
        }
        let claimed = context.claim(free).await?;
        if claimed.is_empty() {
            if once && context.in_flight.load(Ordering::SeqCst) == 0 && context.due().await? == 0 {
                return context.hold().await?;
            }
            let idle = context.in_flight.load(Ordering::SeqCst) == 0;
            if idle && context.limited().await? {
                // The pause is found where pauses are looked for.
                looked = None;
                continue;
            }
            context.sleep(Duration::from_millis(if idle { 500 } else { 10 })).await;
        }
        for message in claimed {
            context.in_flight.fetch_add(1, Ordering::SeqCst);
            if let Err(back) = claims.send(message).await {
                context.release(&back.0, 0).await;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests;
