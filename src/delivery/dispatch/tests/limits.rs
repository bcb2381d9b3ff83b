//! What is not sent though it waits: beyond the daily limit, suppressed or expired meanwhile, kept for long enough.

use super::*;
use crate::delivery::outbox::{Batch, Database, Sender, Written};

/// Readers who may be written to for ten days.
fn patient(readers: usize) -> Bench {
    let bench = Bench::empty();
    let issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 300);
    let message = |n| {
        let mut message = issue::message(n, NOW);
        message.expires_at = NOW + SignedDuration::from_hours(240);
        message
    };
    release(&mut bench.outbox(), &issue, (0..readers).map(message));
    bench
}

#[test]
fn no_more_leaves_within_24_hours_than_the_provider_takes() {
    let (bench, sink) = (patient(25), good());
    let limited = || Settings { daily_limit: Some(10), ..bench.settings(sink.port) };
    let first = bench.run(limited()).unwrap();
    assert_eq!(first.sent, 10);
    let hold = first.paused.expect("it waits");
    assert_eq!(hold.to_string(), "`daily_limit`: 10 messages have left within 24 hours, until 2027-01-16 08:00:00Z");
    assert_eq!(bench.outbox().status().unwrap().paused.unwrap().until, hold.until);
    // Neither a new process nor a person who resumes makes it forget.
    bench.pass(SignedDuration::from_hours(23));
    bench.outbox().resume(None, "it").unwrap();
    let second = bench.run(limited()).unwrap();
    assert_eq!((second.sent, second.paused.unwrap().until), (0, hold.until));
    for (hours, sent) in [(1, 10), (12, 0), (12, 5), (24, 0)] {
        bench.pass(SignedDuration::from_hours(hours));
        assert_eq!(bench.run(limited()).unwrap().sent, sent);
    }
    bench.all(State::Sent, 25);
    once_each(&sink, 25);
}

#[test]
fn a_daemon_goes_on_by_itself_when_the_limit_allows_it() {
    let (bench, sink) = (Arc::new(patient(25)), good());
    let (turn, stop) = watch::channel(false);
    let settings = Settings { daily_limit: Some(10), ..bench.settings(sink.port) };
    let running = Arc::clone(&bench);
    let daemon = std::thread::spawn(move || {
        let store = Store::of_project(running.folder.path());
        run(&running.path(), store, settings, running.clock(), false, stop).unwrap()
    });
    for sent in [10, 20, 25] {
        let begun = std::time::Instant::now();
        while sink.mails().len() < sent {
            assert!(begun.elapsed() < Duration::from_secs(20), "{} of {sent}", sink.mails().len());
            std::thread::sleep(Duration::from_millis(20));
        }
        std::thread::sleep(Duration::from_millis(700));
        assert_eq!(sink.mails().len(), sent);
        bench.pass(SignedDuration::from_hours(25));
    }
    turn.send(true).unwrap();
    assert_eq!(daemon.join().unwrap().sent, 25);
    once_each(&sink, 25);
}

#[test]
fn what_the_relay_refuses_does_not_count() {
    let (bench, sink) = (patient(12), first_time(Stage::Rcpt, Act::Say("550 5.1.1 no such user")));
    let settings = Settings { daily_limit: Some(10), ..bench.settings(sink.port) };
    bench.run(settings).unwrap();
    assert_eq!((bench.counts().of(State::Sent), bench.counts().of(State::Failed)), (8, 4));
}

/// A sender whose steps a test takes one by one.
pub(super) struct Steps {
    pub runtime: tokio::runtime::Runtime,
    pub sender: Sender,
}

impl Steps {
    pub fn new(bench: &Bench) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let sender = runtime.block_on(async {
            let database = Database::open(&bench.path(), bench.clock()).await.unwrap();
            Sender::take_over(database).await.unwrap()
        });
        Self { runtime, sender }
    }

    pub fn write(&mut self, batch: Batch) -> Written {
        self.runtime.block_on(self.sender.write(&batch)).unwrap()
    }

    pub fn claim(&mut self, claim: usize) -> Vec<crate::delivery::outbox::Claimed> {
        self.sender.look_again();
        self.write(Batch { claim, lease: 60_000, ..Batch::default() }).claimed
    }
}

#[test]
fn who_is_suppressed_cancelled_or_too_late_between_claim_and_hand_is_not_sent_to() {
    let bench = Bench::empty();
    let issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 300);
    let message = |n| {
        let mut message = issue::message(n, NOW);
        // Two readers' windows close in a moment.
        message.expires_at = NOW + SignedDuration::from_secs(if n >= 6 { 10 } else { 3600 });
        message
    };
    release(&mut bench.outbox(), &issue, (0..8).map(message));
    let mut steps = Steps::new(&bench);
    let claimed = steps.claim(8);
    assert_eq!(claimed.len(), 8);
    let why = Suppression { kind: SuppressionKind::Unsubscribed, reason: "asked".into(), source: "rh".into(), at: NOW };
    for n in [0, 1, 2] {
        bench.outbox().suppress(&issue::address(n).parse().unwrap(), &why).unwrap();
    }
    bench.outbox().forget(&issue::address(3).parse().unwrap(), "rh", false).unwrap();
    bench.pass(SignedDuration::from_secs(20));
    let hand = claimed.iter().map(|claimed| (claimed.id, claimed.epoch)).collect();
    let handed = steps.write(Batch { hand, ..Batch::default() }).handed;
    let allowed: Vec<i64> = claimed[4..6].iter().map(|claimed| claimed.id).collect();
    assert_eq!(handed.iter().map(|handed| handed.id).collect::<Vec<_>>(), allowed);
    // What was not handed over goes back, and is counted as what it is when it is looked at again.
    drop(steps);
    let sink = good();
    bench.run(bench.settings(sink.port)).unwrap();
    let counts = bench.counts();
    let of = |state| counts.of(state);
    assert_eq!((of(State::Suppressed), of(State::Expired), of(State::Cancelled), of(State::Unknown)), (3, 2, 1, 2));
    assert!(sink.mails().is_empty());
}

#[test]
fn suppressions_while_mail_leaves_are_kept_for_whoever_was_not_written_to_yet() {
    let bench = Arc::new(Bench::new(200, OnUnknown::Hold));
    let (suppressing, done) = (Arc::clone(&bench), Mutex::new(false));
    // While the first mails begin, some leave the list who are claimed and not handed over.
    let sink = Sink::start(move |stage, _| {
        let mut done = done.lock().unwrap();
        if stage == Stage::Mail && !std::mem::replace(&mut *done, true) {
            let why =
                Suppression { kind: SuppressionKind::Address, reason: "gone".into(), source: "rh".into(), at: NOW };
            let mut outbox = suppressing.outbox();
            for n in 30..50 {
                outbox.suppress(&issue::address(n).parse().unwrap(), &why).unwrap();
            }
        }
        Act::Go
    });
    bench.run_out(&sink);
    let counts = bench.counts();
    assert_eq!((counts.of(State::Sent), counts.of(State::Suppressed)), (180, 20), "{counts:?}");
    once_each_of(&sink, 180);
}

#[test]
fn of_several_that_release_an_issue_at_once_one_does() {
    let bench = Arc::new(Bench::empty());
    let issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 300);
    let releasing = |from: usize| {
        let (bench, issue) = (Arc::clone(&bench), issue.clone());
        std::thread::spawn(move || {
            // The lists moved between them: whoever comes second must not add to what the first released.
            let messages = (from..from + 2000).map(|n| issue::message(n, NOW));
            bench.outbox().release(
                &issue,
                messages,
                &Release { who: "rh", approved: "without approval", readers: 2000 },
            )
        })
    };
    let running: Vec<_> = [0, 500, 1000, 1500].map(releasing).into_iter().collect();
    let results: Vec<_> = running.into_iter().map(|release| release.join().unwrap()).collect();
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.iter().flat_map(|result| result.as_ref().err()).all(|e| matches!(e, DeliveryError::Released(_))));
    bench.all(State::Pending, 2000);
    let log = bench.outbox().log_entries(10).unwrap();
    assert_eq!(log.iter().filter(|entry| entry.what == "released").count(), 1);
}

#[test]
fn whose_time_had_passed_at_the_release_has_expired_at_once() {
    let bench = Bench::empty();
    let mut issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 300);
    issue.released_at = NOW + SignedDuration::from_hours(25);
    let message = |n| issue::message(n, NOW + SignedDuration::from_hours(if n < 4 { 0 } else { 2 }));
    let queued = release(&mut bench.outbox(), &issue, (0..10).map(message));
    assert_eq!((queued.queued, queued.expired), (6, 4));
    assert_eq!((bench.counts().of(State::Pending), bench.counts().of(State::Expired)), (6, 4));
}

#[test]
fn who_was_sent_what_when_ends_with_the_retention_of_the_log() {
    let (bench, sink) = (Bench::new(6, OnUnknown::Hold), first_time(Stage::Rcpt, Act::Say("550 5.2.1 off")));
    bench.run_out(&sink);
    let mut outbox = bench.outbox();
    outbox.log("rh", "released", None, "long ago").unwrap();
    assert_eq!(outbox.purge_log(NOW - SignedDuration::from_hours(1), false).unwrap(), 0);
    let later = NOW + SignedDuration::from_hours(30);
    let lines = outbox.log_entries(100).unwrap().len() as u64;
    assert_eq!(outbox.purge_log(later, true).unwrap(), 6 + lines);
    assert_eq!(outbox.purge_log(later, false).unwrap(), 6 + lines);
    let export = outbox.export(&issue::address(0).parse().unwrap()).unwrap();
    let kept = &export.messages[0];
    assert!(kept.address.is_none() && kept.dated.is_none() && kept.answer.is_none(), "{kept:?}");
    assert_eq!(kept.state, State::Failed);
    let log = outbox.log_entries(10).unwrap();
    assert!(log.len() == 1 && log[0].what == "purged", "{log:?}");
    assert_eq!((outbox.purge_log(NOW, false).unwrap(), bench.counts().of(State::Sent)), (0, 4));
    // Nobody is written to twice for it.
    let issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 2000);
    let by = Release { who: "rh", approved: "without approval", readers: 6 };
    let again = outbox.release(&issue, (0..6).map(|n| issue::message(n, NOW)), &by);
    assert!(matches!(again, Err(DeliveryError::Released(_))), "{again:?}");
}

#[test]
fn what_each_received_is_found_by_person() {
    let (bench, sink) = (Bench::new(30, OnUnknown::Hold), good());
    bench.run_out(&sink);
    let mut outbox = bench.outbox();
    let next = crate::delivery::NewIssue {
        key: "launch/how".parse().unwrap(),
        ..issue::issue(bench.folder.path(), OnUnknown::Hold, 100)
    };
    let tomorrow = NOW + SignedDuration::from_hours(24);
    release(&mut outbox, &next, (0..10).map(|n| issue::message(n, tomorrow)));
    let mail = outbox.mail_since(NOW - SignedDuration::from_hours(1)).unwrap();
    let of = |n: usize| mail.of(outbox.person(&issue::address(n).to_uppercase().parse().unwrap()));
    assert_eq!((of(3), of(20), of(99)), (vec![NOW, tomorrow], vec![NOW], vec![]));
}

/// What a server says of an address, its name in it.
fn report(failed: bool, status: &str, address: &str) -> crate::delivery::Bounce {
    crate::delivery::Bounce {
        permanent_address: failed,
        failed,
        leaves: None,
        status: status.into(),
        reason: format!("<{address}>: user unknown"),
        at: NOW,
    }
}

/// Whether any file beside the database holds a text.
fn on_the_disk(bench: &Bench, text: &str) -> bool {
    let files = std::fs::read_dir(bench.folder.path()).unwrap().map(|file| file.unwrap().path());
    let holds = |path: &std::path::PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
    };
    files.filter(|path| path.is_file()).any(|path| holds(&path))
}

#[test]
fn who_is_forgotten_is_named_by_no_answer_no_reason_and_no_line_of_the_log() {
    for purged_before in [false, true] {
        let (bench, sink) = (Bench::new(3, OnUnknown::Hold), good());
        bench.run_out(&sink);
        let (mut outbox, address) = (bench.outbox(), issue::address(1));
        let reader: crate::model::value::EmailAddress = address.parse().unwrap();
        let issue = "launch/why".parse().unwrap();
        let id = outbox.message_id(&issue, &reader, &"agora@horizon.example".parse().unwrap());
        if purged_before {
            outbox.purge(NOW + SignedDuration::from_hours(1), false).unwrap();
        }
        outbox.bounced(&id, &report(false, "4.4.7", &address)).unwrap();
        outbox.bounced(&id, &report(true, "5.1.1", &address)).unwrap();
        outbox
            .log("rh", "suppressed", None, &format!("1 address: {address} asked by phone; 1{address} did not"))
            .unwrap();
        let export = outbox.export(&reader).unwrap();
        assert_eq!((export.messages[0].bounces.len(), export.suppressions.len(), export.log.len()), (2, 1, 1));
        let refused = format!("the relay refuses: 550 5.7.1 <{address}>: denied");
        outbox.pause(None, "fanion", &refused).unwrap();
        outbox.pause(Some(&issue), "fanion", &refused).unwrap();
        assert!(outbox.forget(&reader, "rh", false).unwrap() > 0, "{purged_before}");
        let export = outbox.export(&reader).unwrap();
        assert!(export.log.is_empty() && export.suppressions[0].reason.is_empty(), "{export:?}");
        assert!(export.messages[0].bounces.iter().all(|bounce| bounce.reason.is_empty()), "{export:?}");
        // Somebody forgotten who asks to be left alone, or complains, does not bring their address back.
        let left = Suppression {
            kind: SuppressionKind::Unsubscribed,
            reason: format!("<{address}>: spam"),
            source: "complaint".into(),
            at: NOW,
        };
        outbox.leave(&reader, &left).unwrap();
        assert_eq!(outbox.export(&reader).unwrap().suppressions.len(), 2);
        // Reports that come afterwards are kept by their status.
        outbox.bounced(&id, &report(true, "5.1.2", &address)).unwrap();
        let again = outbox.export(&reader).unwrap();
        assert!(again.messages[0].bounces.iter().all(|bounce| bounce.reason.is_empty()), "{again:?}");
        drop(outbox);
        let bytes = format!("<{address}>");
        assert!(!on_the_disk(&bench, &bytes) && !on_the_disk(&bench, &format!(" {address}")), "{purged_before}");
        assert!(
            bench.outbox().log_entries(50).unwrap().iter().any(|entry| entry.detail.contains(&format!("1{address}")))
        );
    }
}

#[test]
fn what_came_back_is_purged_with_the_address() {
    let (bench, sink) = (Bench::new(2, OnUnknown::Hold), good());
    bench.run_out(&sink);
    let (mut outbox, address) = (bench.outbox(), issue::address(0));
    let reader: crate::model::value::EmailAddress = address.parse().unwrap();
    let id = outbox.message_id(&"launch/why".parse().unwrap(), &reader, &"agora@horizon.example".parse().unwrap());
    outbox.bounced(&id, &report(false, "4.4.7", &address)).unwrap();
    assert_eq!(outbox.purge(NOW + SignedDuration::from_hours(1), false).unwrap(), 2);
    let kept = &outbox.export(&reader).unwrap().messages[0];
    assert_eq!((kept.bounces[0].status.as_str(), kept.bounces[0].reason.as_str()), ("4.4.7", ""));
    drop(outbox);
    assert!(!on_the_disk(&bench, &address));
}

/// Does something to the database that no method does.
fn by_hand(bench: &Bench, sql: &'static str) {
    use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnectOptions::new().filename(bench.path()).connect().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    });
}

#[test]
fn a_pause_that_cannot_be_written_holds_all_the_same_and_is_written_when_it_can_be() {
    let bench = Arc::new(Bench::new(200, OnUnknown::Hold));
    by_hand(
        &bench,
        "CREATE TRIGGER full BEFORE INSERT ON setting WHEN NEW.name = 'hold' BEGIN SELECT RAISE(FAIL, 'full'); END",
    );
    let sink = Sink::start(|stage, to| match stage {
        Stage::Rcpt if to.starts_with("reader0@") => Act::Say("550 5.7.1 <reader0@horizon.example> denied"),
        _ => Act::Go,
    });
    let running = Arc::clone(&bench);
    let settings = bench.settings(sink.port);
    let run = std::thread::spawn(move || running.run(settings));
    std::thread::sleep(Duration::from_millis(1500));
    by_hand(&bench, "DROP TRIGGER full");
    let report = run.join().unwrap().unwrap();
    assert!(report.paused.is_some_and(|hold| hold.reason.contains("5.7.1")));
    // What was handed over before is all that leaves: some batches of each connection.
    assert!(sink.mails().len() <= 50, "{}", sink.mails().len());
    let hold = bench.outbox().status().unwrap().paused.expect("it is written");
    assert!(hold.reason.contains("<(a reader)> denied"), "a pause names nobody: {}", hold.reason);
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 0);
}

#[test]
fn a_pause_that_somebody_made_is_neither_ended_nor_shortened_by_one_that_ends_by_itself() {
    let bench = Bench::new(3, OnUnknown::Hold);
    let mut steps = Steps::new(&bench);
    let quota = |until| crate::delivery::outbox::Hold { reason: "quota".into(), who: "fanion".into(), until };
    let soon = (NOW + SignedDuration::from_mins(15)).as_millisecond();
    let Steps { runtime, sender } = &mut steps;
    runtime.block_on(sender.database.begin_hold(&quota(Some(soon)))).unwrap();
    bench.outbox().pause(None, "rh", "wait").unwrap();
    runtime.block_on(sender.database.begin_hold(&quota(Some(soon)))).unwrap();
    bench.pass(SignedDuration::from_hours(1));
    let hold = runtime.block_on(sender.database.hold()).unwrap().expect("it is paused");
    assert_eq!((hold.reason.as_str(), hold.until), ("wait", None));
    let log = bench.outbox().log_entries(10).unwrap();
    assert_eq!(log.iter().filter(|entry| entry.what == "paused").count(), 2, "{log:?}");
}

#[test]
fn who_is_forgotten_on_the_way_is_mailed_once_at_most_and_nothing_of_them_is_left() {
    let ends = [
        (Act::Go, OnUnknown::Hold, State::Sent, 1),
        (Act::Say("451 4.3.0 <{}> later"), OnUnknown::Hold, State::Cancelled, 0),
        (Act::Say("550 5.1.1 <{}> no such user"), OnUnknown::Hold, State::Failed, 0),
        (Act::Say("550 5.7.1 <{}> denied"), OnUnknown::Hold, State::Cancelled, 0),
        (Act::Drop, OnUnknown::Hold, State::Unknown, 0),
        (Act::Drop, OnUnknown::Resend, State::Cancelled, 0),
    ];
    for (act, on_unknown, state, arrived) in ends {
        let told = format!("{act:?} {on_unknown:?}");
        let act = match act {
            Act::Say(text) => Act::Say(String::leak(text.replace("{}", &issue::address(0)))),
            act => act,
        };
        let bench = Arc::new(Bench::new(1, on_unknown));
        let (forgetting, once) = (Arc::clone(&bench), std::sync::Once::new());
        let sink = Sink::start(move |stage, _| match stage {
            Stage::Dot => {
                once.call_once(|| drop(forgetting.outbox().forget(&issue::address(0).parse().unwrap(), "rh", false)));
                act.clone()
            }
            _ => Act::Go,
        });
        bench.run(bench.settings(sink.port)).unwrap();
        let all = vec![State::Failed, State::Expired, State::Deferred, State::Cancelled, State::Suppressed];
        let again = Retry { issue: "launch/why".parse().unwrap(), states: all, address: None, within: 3_600_000 };
        for _ in 0..3 {
            bench.pass(SignedDuration::from_mins(90));
            let mut outbox = bench.outbox();
            outbox.resume(None, "it").unwrap();
            outbox.retry(&again, "it", false).unwrap();
            outbox.resolve(None, None, crate::delivery::outbox::Resolution::Resend, "it", false).unwrap();
            assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 0, "{told}");
        }
        assert_eq!((bench.counts().of(state), sink.mails().len()), (1, arrived), "{told}: {:?}", bench.counts());
        assert!(!on_the_disk(&bench, "reader0@"), "{told}");
    }
}

#[test]
fn who_was_forgotten_before_the_sender_died_is_not_sent_it_again() {
    let bench = Bench::new(2, OnUnknown::Resend);
    let mut steps = Steps::new(&bench);
    let hand = steps.claim(2).iter().map(|claimed| (claimed.id, claimed.epoch)).collect();
    assert_eq!(steps.write(Batch { hand, ..Batch::default() }).handed.len(), 2);
    bench.outbox().forget(&issue::address(0).parse().unwrap(), "rh", false).unwrap();
    drop(steps);
    let sink = good();
    bench.run_out(&sink);
    let counts = bench.counts();
    assert_eq!((counts.of(State::Sent), counts.of(State::Cancelled)), (1, 1), "{counts:?}");
    once_each_of(&sink, 1);
}
