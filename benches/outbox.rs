//! How fast mail leaves, beside programs that are not ours: `tests/external/speed.sh` runs it against Postfix's smtp-sink.
//!
//! `FANION_SINK=PORT`: 10,000 personal messages of 30 KB to that server, durable, on 16 connections and on one.
//! `FANION_QUEUE=500000`: so many recipients queued, with the largest resident set. Without either it does nothing.

#[path = "../tests/delivery/support/issue.rs"]
mod issue;

use std::{path::Path, sync::Arc, time::Instant};

use fanion::{
    delivery::{
        Outbox, Release, SystemClock,
        dispatch::{Settings, run},
        secret::Key,
        store::Store,
    },
    model::{Auth, Bounces, Delivery, Images, OnUnknown, Tls, value::Localised},
};
use jiff::{SignedDuration, Timestamp};

fn number(name: &str) -> Option<usize> {
    std::env::var(name).ok()?.parse().ok()
}

fn main() {
    if let Some(port) = number("FANION_SINK") {
        [16, 1].into_iter().for_each(|connections| send(port, connections));
    }
    if let Some(readers) = number("FANION_QUEUE") {
        queue(readers);
    }
}

fn filled(root: &Path, readers: usize, size: usize) -> std::path::PathBuf {
    let path = root.join("outbox.db");
    let now = Timestamp::now();
    let issue = issue::issue(root, OnUnknown::Hold, size);
    let mut outbox = Outbox::open(&path, Arc::new(SystemClock)).expect("an outbox");
    let by = Release { who: "bench", approved: "without approval", readers: readers as u64 };
    let queued = outbox.release(&issue, (0..readers).map(|n| issue::message(n, now)), &by).expect("room");
    assert_eq!(queued.queued, readers as u64);
    path
}

fn send(port: usize, connections: u32) {
    const MESSAGES: usize = 10_000;
    let folder = tempfile::tempdir().expect("a folder");
    // Quoted-printable makes 30 KB of it.
    let path = filled(folder.path(), MESSAGES, 27_000);
    closed(&path);
    let delivery = Delivery {
        from_name: Localised::one("Agora".into(), None),
        from_address: "agora@horizon.example".parse().expect("an address"),
        reply_to: None,
        relay: format!("smtp://127.0.0.1:{port}"),
        connections,
        rate: None,
        daily_limit: None,
        list_id: None,
        unsubscribe: None,
        images: Images::Embed,
        on_unknown: OnUnknown::Hold,
        max_lateness: SignedDuration::from_hours(12),
        outbox: String::new(),
        password_file: None,
        auth: Auth::Password,
        tls: Tls::Required,
        ca_file: None,
        dkim: None,
        bounces: Bounces::Sender,
    };
    let key = Key::open(folder.path()).expect("a key");
    let settings = Settings::new(folder.path(), &delivery, key).expect("settings");
    let (_turn, stop) = tokio::sync::watch::channel(false);
    let store = Store::of_project(folder.path());
    let start = Instant::now();
    let report = run(&path, store, settings, Arc::new(SystemClock), true, stop).expect("a run");
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(report.sent, MESSAGES as u64);
    println!(
        "fanion, {connections} connections: {seconds:.2} s, {:.0} a second, {} commits",
        MESSAGES as f64 / seconds,
        report.commits
    );
}

fn queue(readers: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let start = Instant::now();
    let path = filled(folder.path(), readers, 300);
    let seconds = start.elapsed().as_secs_f64();
    let bytes = std::fs::metadata(&path).expect("a file").len() + wal(&path);
    println!("{readers} queued: {seconds:.1} s, {} MB on the disk, largest resident set {}", bytes >> 20, resident());
}

/// Waits until what queued has closed the database, which it does by a thread of its own: that is no part of sending.
fn closed(path: &Path) {
    let begun = Instant::now();
    while wal(path) > 0 {
        assert!(begun.elapsed().as_secs() < 30, "nobody closes the outbox");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

fn wal(path: &Path) -> u64 {
    std::fs::metadata(format!("{}-wal", path.display())).map_or(0, |wal| wal.len())
}

/// `VmHWM` of Linux; elsewhere nothing.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.map_or("unknown", |line| line[6..].trim()).to_owned()
}
