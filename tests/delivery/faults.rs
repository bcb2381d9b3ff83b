//! The real binary, killed at each transition, stopped past its leases, out of room, before a disk that cannot be written: every
//! recipient is counted.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use fanion::{delivery::State, model::OnUnknown};

use crate::support::{
    project::{Project, line, received, signal, states},
    sink::{Act, Sink, Stage},
};

/// What was written to standard error until a line begins with a text.
fn wait_for_line(child: &mut Child, begin: &str) -> bool {
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    lines.any(|line| line.is_ok_and(|line| line.starts_with(begin)))
}

/// Halts a sender within a commit, kills it there, and lets another send the rest.
fn killed_at(halt: &str, on_unknown: OnUnknown, readers: usize) -> (Project, Sink) {
    let sink = Sink::light(|_, _| Act::Go);
    let project = Project::new(readers, on_unknown, sink.port);
    let mut child = project.fanion(&["outbox", "run", "--once"]).env("FANION_HALT", halt).spawn().unwrap();
    assert!(wait_for_line(&mut child, &format!("halted: {}", &halt[..halt.len() - 2])), "{halt} was never reached");
    // What was handed over goes on without the one who writes it down.
    std::thread::sleep(Duration::from_millis(150));
    signal(child.id(), "KILL");
    assert_eq!(child.wait().unwrap().code(), None);
    let output = project.start().wait_with_output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{halt}: {}", String::from_utf8_lossy(&output.stderr));
    std::thread::sleep(Duration::from_millis(50));
    (project, sink)
}

/// Each step of each commit: claimed, handed over, done; before the disk, on the disk, in the ledger. And how many messages
/// may then be in doubt.
const TRANSITIONS: [(&str, bool); 8] = [
    ("claim begun 1", false),
    ("claim committed 1", false),
    ("hand begun 1", false),
    ("hand committed 2", true),
    ("hand noted 2", true),
    ("done begun 2", true),
    ("done committed 3", true),
    ("done noted 3", true),
];

#[test]
fn a_kill_at_each_transition_mails_nobody_twice_and_flags_everybody_in_doubt() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: only builds with debug assertions halt where they are asked to");
        return;
    }
    const READERS: usize = 120;
    for (halt, doubt) in TRANSITIONS {
        let (project, sink) = killed_at(halt, OnUnknown::Hold, READERS);
        let received = received(&sink);
        assert!(received.values().all(|mails| mails.len() == 1), "{halt}: twice");
        let counts = project.counts();
        assert_eq!(counts.of(State::Sent) + counts.of(State::Unknown), READERS as u64, "{halt}: {counts:?}");
        // Two batches of four for each of four connections.
        assert!(counts.of(State::Unknown) <= if doubt { 32 } else { 0 }, "{halt}: {counts:?}");
        for (address, state) in states(&project, READERS) {
            assert!(state == State::Unknown || received.contains_key(&address), "{halt}: {address} is {state}");
        }
    }
}

#[test]
fn a_kill_at_each_transition_and_on_unknown_resend_leave_nobody_unmailed() {
    if !cfg!(debug_assertions) {
        eprintln!("skipped: only builds with debug assertions halt where they are asked to");
        return;
    }
    const READERS: usize = 120;
    for (halt, doubt) in TRANSITIONS {
        let (project, sink) = killed_at(halt, OnUnknown::Resend, READERS);
        let received = received(&sink);
        assert_eq!((received.len(), project.counts().of(State::Sent)), (READERS, READERS as u64), "{halt}");
        let twice: Vec<_> = received.values().filter(|mails| mails.len() > 1).collect();
        assert!(twice.len() <= if doubt { 32 } else { 0 }, "{halt}: {} twice", twice.len());
        for mails in twice {
            for name in ["Message-ID:", "Date:"] {
                assert!(mails.iter().all(|mail| line(mail, name) == line(&mails[0], name)), "{halt}: another {name}");
            }
        }
    }
}

/// A sender of a thousand that is stopped in the middle, for longer than its claims hold.
fn stopped_past_its_lease() -> (Project, Sink, Child) {
    let (stopped, process) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let (stopping, victim) = (Arc::clone(&stopped), Arc::clone(&process));
    let (count, door) = (AtomicUsize::new(0), Mutex::new(()));
    let sink = Sink::light(move |stage, _| {
        if stage == Stage::Dot {
            // Who comes after the hundredth waits too: then nothing is being written, and the outbox is not locked for good.
            let _door = door.lock().unwrap();
            if count.fetch_add(1, Ordering::SeqCst) == 100 {
                std::thread::sleep(Duration::from_millis(400));
                signal(victim.load(Ordering::SeqCst), "STOP");
                stopping.store(true, Ordering::SeqCst);
            }
        }
        Act::Go
    });
    let project = Project::new(1000, OnUnknown::Hold, sink.port);
    let first = project.fanion(&["outbox", "run", "--once"]).env("FANION_LEASE", "1500").spawn().unwrap();
    process.store(first.id(), Ordering::SeqCst);
    let begun = Instant::now();
    while !stopped.load(Ordering::SeqCst) {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing was sent");
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(2500));
    (project, sink, first)
}

#[test]
fn a_sender_that_is_stopped_past_its_lease_keeps_others_out_and_mails_nobody_twice() {
    let (project, sink, first) = stopped_past_its_lease();
    let second = project.start().wait_with_output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&second.stderr).contains("another `fanion outbox run`"));
    signal(first.id(), "CONT");
    let output = first.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(project.counts().of(State::Sent), 1000, "{:?}", project.counts());
    assert!(received(&sink).len() == 1000 && received(&sink).values().all(|mails| mails.len() == 1));
}

#[test]
fn a_second_sender_that_gets_past_the_lock_of_a_stopped_one_mails_nobody_twice() {
    let (project, sink, first) = stopped_past_its_lease();
    // As on a disk that forgets its locks.
    fs::remove_file(project.root().join(".fanion/outbox.db.lock")).unwrap();
    let second = project.start().wait_with_output().unwrap();
    assert!(second.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&second.stderr));
    let between = project.counts();
    assert!(between.of(State::Unknown) <= 32 && between.of(State::Unknown) + between.of(State::Sent) == 1000);
    signal(first.id(), "CONT");
    let output = first.wait_with_output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    let received = received(&sink);
    assert!(received.values().all(|mails| mails.len() == 1), "twice");
    // What it had handed over before it was stopped is told late, and counts.
    let counts = project.counts();
    assert_eq!(counts.of(State::Sent) + counts.of(State::Unknown), 1000, "{counts:?}");
    for (address, state) in states(&project, 1000) {
        assert!(state == State::Unknown || received.contains_key(&address), "{address} is {state}");
    }
    // The two did not make an older copy of the outbox out of it.
    let third = project.start().wait_with_output().unwrap();
    assert!(third.status.success(), "{}", String::from_utf8_lossy(&third.stderr));
}

#[test]
fn a_disk_that_is_full_sends_nothing_that_was_not_written_down() {
    const READERS: usize = 3000;
    let sink = Sink::light(|_, _| Act::Go);
    let project = Project::new(READERS, OnUnknown::Hold, sink.port);
    // A limit on the size of files is a full disk to whoever writes, and needs no disk of its own. In blocks of 512 bytes or of a
    // kilobyte, as the shell likes: the log of writes reaches either.
    let script = "trap '' XFSZ; ulimit -f 8192 || exit 99; exec \"$@\"";
    let run = ["outbox", "run", "--once", "--project"];
    let full = Command::new("sh")
        .args(["-c", script, "sh", env!("CARGO_BIN_EXE_fanion")])
        .args(run)
        .arg(project.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&full.stderr).into_owned();
    if full.status.code() == Some(99) {
        eprintln!("skipped: this shell limits no sizes: {said}");
        return;
    }
    assert_eq!(full.status.code(), Some(2), "{said}");
    assert!(said.contains("the outbox"), "{said}");
    let before = received(&sink).len();
    assert!(before > 0 && before < READERS, "{before}: the limit was not met in the middle");
    let rest = project.start().wait_with_output().unwrap();
    assert!(rest.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&rest.stderr));
    let received = received(&sink);
    assert!(received.values().all(|mails| mails.len() == 1), "twice");
    let counts = project.counts();
    assert_eq!(counts.of(State::Sent) + counts.of(State::Unknown), READERS as u64, "{counts:?}");
    assert!(counts.of(State::Unknown) <= 32, "{counts:?}");
    for (address, state) in states(&project, READERS) {
        assert!(state == State::Unknown || received.contains_key(&address), "{address} is {state}");
    }
}

/// A user to whom file modes mean something: us, unless we are root.
fn unprivileged(project: &Project) -> Option<Command> {
    let root = project.root();
    let fanion = env!("CARGO_BIN_EXE_fanion");
    let id = Command::new("id").arg("-u").output().ok()?;
    let mut command = if id.stdout.trim_ascii() == b"0" {
        let owned = Command::new("chown").args(["-R", "65534:65534"]).arg(root).status().ok()?;
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", fanion]);
        let mut probe = Command::new("setpriv");
        probe.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", fanion, "--version"]);
        let works = probe.output().is_ok_and(|output| output.status.success());
        (owned.success() && works).then_some(command)?
    } else {
        Command::new(fanion)
    };
    command.args(["outbox", "run", "--once", "--project"]).arg(root);
    Some(command)
}

#[test]
fn an_outbox_that_cannot_be_written_sends_nothing_and_loses_nothing() {
    let sink = Sink::light(|_, _| Act::Go);
    let project = Project::new(20, OnUnknown::Hold, sink.port);
    let folder = project.root().join(".fanion");
    let mode = |path: &std::path::Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    // Whoever else runs this must reach the project.
    mode(project.root(), 0o755);
    for (path, denied, again) in [("outbox.db", 0o400, 0o600), (".", 0o500, 0o700)] {
        let Some(mut command) = unprivileged(&project) else {
            eprintln!("skipped: root may write everything, and there is no setpriv to be somebody else");
            return;
        };
        mode(&folder.join(path), denied);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        mode(&folder.join(path), again);
        assert_eq!(output.status.code(), Some(2), "{path}: {said}");
        assert!(said.contains("outbox"), "{path}: {said}");
        assert!(sink.mails().is_empty(), "{path}");
        assert_eq!(project.counts().of(State::Pending), 20, "{path}");
    }
    let output = unprivileged(&project).unwrap().output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!((project.counts().of(State::Sent), received(&sink).len(), sink.mails().len()), (20, 20, 20));
}

#[test]
fn an_outbox_restored_from_a_copy_sends_nothing_until_the_ledger_was_asked() {
    const READERS: usize = 60;
    let sink = Sink::light(|_, _| Act::Go);
    let project = Project::new(READERS, OnUnknown::Resend, sink.port);
    let folder = project.root().join(".fanion");
    let files = ["outbox.db", "outbox.db-wal"].map(|name| folder.join(name));
    let copies = files.clone().map(|path| fs::read(path).ok());
    assert!(project.start().wait().unwrap().success());
    assert_eq!(received(&sink).len(), READERS);
    let _ = fs::remove_file(folder.join("outbox.db-shm"));
    for (path, copy) in files.iter().zip(copies) {
        match copy {
            Some(bytes) => fs::write(path, bytes).unwrap(),
            None => drop(fs::remove_file(path)),
        }
    }
    assert_eq!(project.counts().of(State::Pending), READERS as u64, "the copy knows of nothing");
    // As often as a timer tries.
    for _ in 0..2 {
        let held = project.start().wait_with_output().unwrap();
        let words = String::from_utf8_lossy(&held.stderr).into_owned();
        assert!(held.status.code() == Some(2) && words.contains("outbox resolve --restored"), "{words}");
    }
    let resolved = project.fanion(&["outbox", "resolve", "--restored"]).output().unwrap();
    assert!(resolved.status.success(), "{}", String::from_utf8_lossy(&resolved.stderr));
    assert!(project.start().wait().unwrap().success());
    assert_eq!((project.counts().of(State::Sent), sink.mails().len()), (READERS as u64, READERS));
}
