//! The real binary against a server on loopback: killed, stopped, interrupted; every recipient is counted.

use std::{
    fs,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use fanion::{
    delivery::{Outbox, State, SystemClock},
    model::OnUnknown,
};
use jiff::Timestamp;

use crate::support::{
    issue,
    project::{Project, line, received, signal, states},
    sink::{Act, Sink, Stage},
};

/// Sends with a kill after each so many messages, at changing stages; then to the end. The states of all addresses.
fn killed(readers: usize, kills: u32, on_unknown: OnUnknown) -> (Project, Sink) {
    let process = Arc::new(AtomicU32::new(0));
    let seen = Arc::new(AtomicUsize::new(0));
    let target = Arc::new(Mutex::new((usize::MAX, Stage::Mail)));
    let (killing, counting, aim) = (Arc::clone(&process), Arc::clone(&seen), Arc::clone(&target));
    let sink = Sink::light(move |stage, _| {
        let (after, at) = *aim.lock().unwrap();
        if stage == Stage::Answered {
            counting.fetch_add(1, Ordering::SeqCst);
        }
        if stage == at && counting.load(Ordering::SeqCst) >= after {
            let victim = killing.swap(0, Ordering::SeqCst);
            if victim > 0 {
                signal(victim, "KILL");
            }
        }
        Act::Go
    });
    let sink = sink.pipelining(on_unknown == OnUnknown::Hold);
    let project = Project::new(readers, on_unknown, sink.port);
    let stages = [Stage::Mail, Stage::Rcpt, Stage::Data, Stage::Dot, Stage::Taken, Stage::Answered, Stage::Connect];
    for kill in 0..kills {
        let stage = stages[kill as usize % stages.len()];
        let step = readers / (kills as usize + 1);
        let after = if stage == Stage::Connect { 0 } else { step * (kill as usize + 1) };
        let mut child = project.start();
        process.store(child.id(), Ordering::SeqCst);
        *target.lock().unwrap() = (after, stage);
        let status = child.wait().unwrap();
        assert_eq!(status.code(), None, "kill {kill} at {stage:?} came too late: {:?}", project.counts());
        *target.lock().unwrap() = (usize::MAX, Stage::Mail);
    }
    let output = project.start().wait_with_output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    // A server thread may still be taking what a killed sender had sent.
    std::thread::sleep(Duration::from_millis(200));
    (project, sink)
}

#[test]
fn eight_kills_and_on_unknown_hold_mail_nobody_twice_and_flag_everybody_who_was_not_mailed() {
    const READERS: usize = 20_000;
    let (project, sink) = killed(READERS, 8, OnUnknown::Hold);
    let received = received(&sink);
    let twice = received.values().filter(|mails| mails.len() > 1).count();
    assert_eq!(twice, 0, "mailed twice");
    let counts = project.counts();
    assert_eq!(counts.of(State::Sent) + counts.of(State::Unknown), READERS as u64, "{counts:?}");
    // Two batches of four for each of four connections, at each of eight kills.
    assert!(counts.of(State::Unknown) <= 8 * 8 * 4, "{counts:?}");
    for (address, state) in states(&project, READERS) {
        match state {
            State::Sent => assert!(received.contains_key(&address), "{address} is marked sent and was not"),
            state => assert_eq!(state, State::Unknown),
        }
    }
}

#[test]
fn eight_kills_and_on_unknown_resend_leave_nobody_unmailed() {
    const READERS: usize = 20_000;
    let (project, sink) = killed(READERS, 8, OnUnknown::Resend);
    let received = received(&sink);
    assert_eq!(received.len(), READERS, "unmailed");
    assert_eq!(project.counts().of(State::Sent), READERS as u64);
    let twice: Vec<_> = received.values().filter(|mails| mails.len() > 1).collect();
    assert!(twice.len() <= 8 * 8 * 4, "{} twice", twice.len());
    for mails in twice {
        for name in ["Message-ID:", "Date:"] {
            assert!(mails.iter().all(|mail| line(mail, name) == line(&mails[0], name)), "another {name}");
        }
    }
}

#[test]
fn a_stopped_sender_keeps_its_lock_and_goes_on() {
    let stopped = Arc::new(AtomicBool::new(false));
    let process = Arc::new(AtomicU32::new(0));
    let (stopping, victim) = (Arc::clone(&stopped), Arc::clone(&process));
    let count = AtomicUsize::new(0);
    let sink = Sink::light(move |stage, _| {
        if stage == Stage::Dot && count.fetch_add(1, Ordering::SeqCst) == 100 {
            signal(victim.load(Ordering::SeqCst), "STOP");
            stopping.store(true, Ordering::SeqCst);
        }
        Act::Go
    });
    let project = Project::new(1000, OnUnknown::Hold, sink.port);
    let first = project.start();
    process.store(first.id(), Ordering::SeqCst);
    let begun = Instant::now();
    while !stopped.load(Ordering::SeqCst) {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing was sent");
        std::thread::sleep(Duration::from_millis(10));
    }
    let second = project.start().wait_with_output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains("another `fanion outbox run`"), "{said}");
    let status = project.fanion(&["outbox", "status", "--format", "json"]).output().unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    signal(first.id(), "CONT");
    assert!(first.wait_with_output().unwrap().status.success());
    assert_eq!(project.counts().of(State::Sent), 1000);
    assert!(received(&sink).values().all(|mails| mails.len() == 1) && received(&sink).len() == 1000);
}

#[test]
fn a_terminated_sender_leaves_nothing_in_doubt() {
    let process = Arc::new(AtomicU32::new(0));
    let victim = Arc::clone(&process);
    let count = AtomicUsize::new(0);
    let sink = Sink::light(move |stage, _| {
        if stage == Stage::Mail && count.fetch_add(1, Ordering::SeqCst) == 300 {
            signal(victim.load(Ordering::SeqCst), "TERM");
        }
        Act::Go
    });
    let project = Project::new(2000, OnUnknown::Hold, sink.port);
    let child = project.start();
    process.store(child.id(), Ordering::SeqCst);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counts = project.counts();
    assert_eq!(counts.of(State::Sent) + counts.of(State::Pending), 2000, "{counts:?}");
    assert!(counts.of(State::Pending) > 0, "it was not interrupted");
    assert!(project.start().wait().unwrap().success());
    assert_eq!((project.counts().of(State::Sent), received(&sink).len(), sink.mails().len()), (2000, 2000, 2000));
}

#[test]
fn the_verbs_tell_what_they_do() {
    let sink = Sink::start(|_, to| match to.starts_with("reader1@") {
        true => Act::Say("550 5.1.1 no such user"),
        false => Act::Go,
    });
    let project = Project::new(3, OnUnknown::Hold, sink.port);
    let said = |arguments: &[&str], code: i32| {
        let output = project.fanion(arguments).output().unwrap();
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        text
    };
    assert!(said(&["outbox", "run", "--dry-run"], 0).contains("launch/why: 3 messages due now"));
    assert!(said(&["outbox", "pause", "--as", "rh", "--reason", "wait"], 0).contains("paused: everything"));
    assert!(said(&["outbox", "run", "--once"], 1).contains("paused: wait"));
    assert!(said(&["outbox", "resume"], 0).contains("resumed"));
    assert!(said(&["outbox", "pause", "launch/wy"], 2).contains("did you mean `launch/why`"));
    assert!(said(&["outbox", "cancel", "why", "--dry-run"], 0).contains("would be cancelled: 3 messages"));
    assert!(said(&["outbox", "cancel", "wy"], 2).contains("the outbox holds no issue `wy`"));
    assert!(said(&["outbox", "run", "--once"], 1).contains("2 sent, 0 deferred, 1 failed"));
    let status = said(&["outbox", "status"], 0);
    assert!(
        status.contains("2  sent") && status.contains("1  failed: refused") && status.contains("5.1.1"),
        "{status}"
    );
    // Its address was suppressed with it.
    let none = said(&["outbox", "retry", "launch/why", "--dry-run"], 0);
    assert!(none.contains("would be queued again: 0 messages") && none.contains("fanion suppress list"), "{none}");
    assert!(said(&["outbox", "retry", "launch/why", "--state", "sent"], 2).contains("not tried again"));
    assert!(said(&["recipients", "export", "READER2@horizon.example"], 0).contains("Zoé 2"));
    assert!(said(&["recipients", "forget", "reader2@horizon.example"], 0).contains("removed from the outbox: 1 row"));
    assert!(!said(&["recipients", "export", "reader2@horizon.example"], 0).contains("Zoé 2"));
    let log = said(&["outbox", "log"], 0);
    assert!(log.contains("rh paused: wait") && log.contains("forgot"), "{log}");
    assert!(said(&["outbox", "resolve"], 2).contains("--sent"));
}

/// Not a test: it fills the outbox of the project in `FANION_FILL` for `tests/external/postfix.py`, with a hundred readers and five
/// whose domain takes mail and sends it back.
#[test]
#[ignore = "a tool of tests/external/postfix.py"]
fn fill_an_outbox() {
    let root = std::path::PathBuf::from(std::env::var("FANION_FILL").expect("FANION_FILL"));
    fs::create_dir_all(root.join(".fanion")).unwrap();
    let mut outbox = Outbox::open(&root.join(".fanion/outbox.db"), Arc::new(SystemClock)).unwrap();
    let now = Timestamp::now();
    let gone = |n: usize| {
        let mut message = issue::message(n, now);
        message.address = format!("gone{n}@gone.example").parse().unwrap();
        message
    };
    let messages = (0..100).map(|n| issue::message(n, now)).chain((0..5).map(gone));
    let queued = issue::release(&mut outbox, &issue::issue(&root, OnUnknown::Hold, 3000), messages);
    assert_eq!(queued.queued, 105);
}

#[test]
fn a_timer_that_meets_the_daily_limit_has_not_failed() {
    let sink = Sink::start(|_, to| match to.starts_with("reader1@") {
        true => Act::Say("550 5.1.1 no such user"),
        false => Act::Go,
    });
    let project = Project::new(25, OnUnknown::Hold, sink.port);
    let settings = project.root().join("delivery.yaml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text}daily_limit: 10\n")).unwrap();
    let run = || {
        let output = project.start().wait_with_output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    // What the relay refused is for somebody to look at, whatever the limit.
    let (code, words) = run();
    assert!(code == Some(1) && words.contains("10 sent, 0 deferred, 1 failed"), "{words}");
    for _ in 0..2 {
        let (code, words) = run();
        assert!(words.contains("paused: `daily_limit`: 10 messages have left within 24 hours, until "), "{words}");
        assert!(code == Some(0) && words.contains("0 sent") && words.contains("it goes on by itself"), "{words}");
    }
    assert_eq!(project.counts().of(State::Pending), 14);
    // A pause that somebody made is another matter, even in the same words.
    let why = "`daily_limit`: spent elsewhere";
    project.fanion(&["outbox", "pause", "--as", "fanion", "--reason", why]).output().unwrap();
    assert_eq!(run().0, Some(1));
}

#[test]
fn before_the_first_release_status_log_and_messages_say_so_and_nothing_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("brand")).unwrap();
    fs::write(root.join("brand/identity.yaml"), "name: Agora\ntagline: Together\nlanguages: [fr]\n").unwrap();
    let delivery = "from: { name: Agora, address: agora@horizon.example }\nrelay: file:mail\n";
    fs::write(root.join("delivery.yaml"), delivery).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fanion"));
        let output = command.arg("--project").arg(root).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    for verb in ["status", "log", "messages"] {
        let (code, out, errors) = run(&["outbox", verb]);
        assert!(code == Some(0) && format!("{out}{errors}").contains("Nothing was released yet."), "{verb}: {errors}");
    }
    let json = |verb: &str| {
        let (code, out, _) = run(&["outbox", verb, "--format", "json"]);
        assert_eq!(code, Some(0), "{verb}");
        serde_json::from_str::<serde_json::Value>(&out).unwrap()
    };
    assert_eq!((&json("status")["issues"], json("log")), (&serde_json::json!([]), serde_json::json!([])));
    assert_eq!(run(&["outbox", "messages", "--format", "json"]).1, "");
    // What would change something has nothing to change.
    let (code, _, errors) = run(&["outbox", "cancel", "launch/why"]);
    assert!(code == Some(2) && errors.contains("nothing was released yet"), "{errors}");
    assert!(!root.join(".fanion/outbox.db").exists(), "to look makes nothing");
}

#[test]
fn messages_are_listed_one_by_one_and_one_reader_s_fate_is_told_alone() {
    // Of two readers the answer never comes, one has no mailbox.
    let sink = Sink::start(|stage, to| match stage {
        Stage::Taken if to.starts_with("reader1@") || to.starts_with("reader2@") => Act::Drop,
        Stage::Rcpt if to.starts_with("reader3@") => Act::Say("550 5.1.1 no \"such\" user, here"),
        _ => Act::Go,
    });
    let project = Project::new(5, OnUnknown::Hold, sink.port);
    assert_eq!(project.start().wait_with_output().unwrap().status.code(), Some(1));
    let run = |arguments: &[&str], code: i32| {
        let output = project.fanion(&[&["outbox"], arguments].concat()).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stderr));
        (text(&output.stdout), text(&output.stderr))
    };
    let table = run(&["messages", "why", "--state", "unknown"], 0).0;
    let id = |n: usize| {
        let reader = issue::address(n).parse().unwrap();
        project.outbox().message_id(&"launch/why".parse().unwrap(), &reader, &"agora@horizon.example".parse().unwrap())
    };
    assert_eq!(table.lines().count(), 2, "{table}");
    for n in [1, 2] {
        let line = format!("launch/why  unknown  {}  <{}>  ", issue::address(n), id(n));
        assert!(table.contains(&line) && table.contains("no answer to the end of the message"), "{table}");
    }
    let csv = run(&["messages", "--format", "csv"], 0).0;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(rows.headers().unwrap().iter().next(), Some("issue"));
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), csv.lines().count()), (5, 6), "the heads stand once: {csv}");
    assert!(rows[3][1] == *"failed" && rows[3][6].contains("no \"such\" user, here"), "{csv}");
    let json = run(&["messages", "--to", "READER3@horizon.example", "--format", "json"], 0).0;
    let json: serde_json::Value = serde_json::from_str(&json).expect("one object");
    assert_eq!((json["state"].as_str(), json["message_id"].as_str()), (Some("failed"), Some(id(3).as_str())));
    assert_eq!(run(&["messages", "--state", "pending"], 0).0, "");
    assert!(run(&["messages", "wy"], 2).1.contains("the outbox holds no issue `wy`"));
    // One arrived, as the relay's log says; nobody speaks of the other.
    let one = ["resolve", "why", "--sent", "--to", "Reader1@horizon.example", "--as", "it"];
    assert!(run(&[&one[..], &["--dry-run"]].concat(), 0).1.contains("would be resolved: 1 message"));
    assert!(run(&one, 0).1.contains("resolved: 1 message"));
    let counts = project.counts();
    assert_eq!((counts.of(State::Assumed), counts.of(State::Unknown)), (1, 1), "{counts:?}");
    assert!(run(&one, 0).1.contains("resolved: 0 messages"));
    assert!(run(&["log"], 0).0.contains("it resolved launch/why: 1 messages of unknown fate: sent"));
    assert_eq!(run(&["messages", "--state", "assumed"], 0).0.lines().count(), 1);
}
