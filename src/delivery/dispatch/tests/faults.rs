//! What a relay can answer, and leave unanswered, at each stage. Every test counts every recipient.

use super::*;

const READERS: usize = 12;

/// One command after the other, and all at once where the relay offers that.
const PIPELINING: [bool; 2] = [false, true];

/// A server that does something else the first times that a stage comes, whoever it is for.
fn first_times(stage: Stage, times: u32, act: Act) -> Sink {
    let left = AtomicU32::new(times);
    Sink::start(move |at, _| {
        let more = |left: u32| left.checked_sub(1);
        let other = at == stage && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, more).is_ok();
        if other { act.clone() } else { Act::Go }
    })
}

#[test]
fn a_later_at_any_stage_delays_and_neither_loses_nor_doubles() {
    for pipelining in PIPELINING {
        for said in ["421 4.3.2 closing", "450 4.2.0 busy", "451 4.3.0 later", "452 4.3.1 no room", "450 come again"] {
            for stage in [Stage::Connect, Stage::Mail, Stage::Rcpt, Stage::Data, Stage::Dot] {
                let bench = Bench::new(READERS, OnUnknown::Hold);
                // A single run gives up after three connections in a row that failed.
                let times = if stage == Stage::Connect { 2 } else { 3 };
                let sink = first_times(stage, times, Act::Say(said)).pipelining(pipelining);
                let report = bench.run(bench.settings(sink.port)).unwrap();
                let deferred = if stage == Stage::Connect { 0 } else { 3 };
                let counts = (report.sent, report.deferred, report.failed, report.unknown);
                assert_eq!(counts, (12 - deferred, deferred, 0, 0), "{said} {stage:?}");
                assert_eq!(bench.counts().of(State::Deferred), deferred, "{said} {stage:?}");
                bench.run_out(&sink);
                bench.all(State::Sent, READERS as u64);
                once_each(&sink, READERS);
                assert!(bench.outbox().suppressions().unwrap().is_empty());
            }
        }
    }
}

#[test]
fn a_never_concerns_its_reader_alone_and_only_a_missing_address_is_suppressed() {
    for pipelining in PIPELINING {
        for (said, gone) in
            [("550 5.1.1 no such user", 4), ("552 5.3.4 too big", 0), ("554 5.6.0 not this", 0), ("550 no", 0)]
        {
            for stage in [Stage::Rcpt, Stage::Data, Stage::Dot] {
                let (bench, sink) =
                    (Bench::new(READERS, OnUnknown::Resend), first_time(stage, Act::Say(said)).pipelining(pipelining));
                bench.run_out(&sink);
                let counts = bench.counts();
                let found = (counts.of(State::Sent), counts.of(State::Failed), counts.total());
                assert_eq!(found, (8, 4, 12), "{said} {stage:?}");
                once_each_of(&sink, 8);
                assert_eq!(bench.outbox().suppressions().unwrap().len(), gone, "{said} {stage:?}");
            }
        }
    }
}

#[test]
fn policy_at_any_stage_pauses_and_everybody_is_mailed_once_afterwards() {
    for pipelining in PIPELINING {
        for stage in [Stage::Mail, Stage::Rcpt, Stage::Data, Stage::Dot] {
            let bench = Bench::new(READERS, OnUnknown::Hold);
            let sink = first_times(stage, 1, Act::Say("550 5.7.1 denied")).pipelining(pipelining);
            let hold = bench.run(bench.settings(sink.port)).unwrap().paused.unwrap();
            assert!(hold.reason.contains("550 5.7.1 denied") && hold.until.is_none(), "{stage:?}: {}", hold.reason);
            let counts = bench.counts();
            assert_eq!((counts.of(State::Failed), counts.open()), (0, 12 - counts.of(State::Sent)), "{stage:?}");
            bench.outbox().resume(None, "it").unwrap();
            bench.run_out(&sink);
            bench.all(State::Sent, READERS as u64);
            once_each(&sink, READERS);
        }
    }
}

#[test]
fn a_connection_that_ends_within_a_small_message_leaves_it_in_doubt() {
    for pipelining in PIPELINING {
        // All of it and its dot were written when the connection ended: nobody here can tell how much arrived.
        let (bench, sink) =
            (Bench::new(READERS, OnUnknown::Hold), first_time(Stage::Middle, Act::Drop).pipelining(pipelining));
        bench.run_out(&sink);
        let counts = bench.counts();
        assert_eq!((counts.of(State::Sent), counts.of(State::Unknown), counts.total()), (8, 4, 12));
        once_each_of(&sink, 8);
        let (bench, sink) =
            (Bench::new(READERS, OnUnknown::Resend), first_time(Stage::Middle, Act::Drop).pipelining(pipelining));
        bench.run_out(&sink);
        bench.all(State::Sent, READERS as u64);
        once_each(&sink, READERS);
    }
}

#[test]
fn a_connection_that_ends_within_a_large_message_is_surely_before_its_dot() {
    for pipelining in PIPELINING {
        let bench = Bench::new(0, OnUnknown::Hold);
        // More than the buffers of both ends hold.
        let issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 24_000_000);
        let issue = crate::delivery::NewIssue { key: "launch/large".parse().unwrap(), ..issue };
        release(&mut bench.outbox(), &issue, (0..3).map(|n| issue::message(n, NOW)));
        let sink = first_time(Stage::Middle, Act::Drop).pipelining(pipelining);
        let settings = |port| Settings {
            timeouts: Timeouts { message: Duration::from_secs(60), ..bench.settings(port).timeouts },
            ..bench.settings(port)
        };
        let report = bench.run(settings(sink.port)).unwrap();
        assert_eq!((report.sent, report.deferred, report.unknown), (2, 1, 0));
        bench.pass(SignedDuration::from_mins(90));
        assert_eq!(bench.run(settings(sink.port)).unwrap().sent, 1);
        let counts = bench.outbox().counts(&"launch/large".parse().unwrap()).unwrap();
        assert_eq!((counts.of(State::Sent), counts.total()), (3, 3));
        once_each(&sink, 3);
    }
}

#[test]
fn a_connection_that_ends_after_the_answer_costs_nothing() {
    for pipelining in PIPELINING {
        let (bench, sink) =
            (Bench::new(READERS, OnUnknown::Hold), first_time(Stage::Answered, Act::Drop).pipelining(pipelining));
        bench.run_out(&sink);
        bench.all(State::Sent, READERS as u64);
        once_each(&sink, READERS);
    }
}

#[test]
fn a_relay_that_greets_with_a_no_is_told_in_its_own_words() {
    for encryption in [Encryption::None, Encryption::StartTls] {
        let tls = || (encryption == Encryption::StartTls).then(|| crate::delivery::smtp::trusted(None).unwrap());
        let settings = |bench: &Bench, port| {
            let server = Server { host: "127.0.0.1".into(), port, user: None, encryption };
            Settings { relay: Relay::Server(server), tls: tls(), ..bench.settings(port) }
        };
        let bench = Bench::new(READERS, OnUnknown::Hold);
        let busy = first_times(Stage::Connect, u32::MAX, Act::Say("421 4.3.2 too many connections"));
        let error = bench.run(settings(&bench, busy.port)).unwrap_err().to_string();
        assert!(error.contains("takes no mail now") && error.contains("says `421 4.3.2 too many"), "{error}");
        assert_eq!((bench.counts().of(State::Pending), bench.outbox().status().unwrap().paused), (12, None));
        let closed = first_times(Stage::Connect, u32::MAX, Act::Say("554 5.7.1 no service for you"));
        let hold = bench.run(settings(&bench, closed.port)).unwrap().paused.expect("a person is needed");
        let told = "refuses the connection: 127.0.0.1:";
        assert!(hold.reason.contains(told) && hold.reason.contains("says `554 5.7.1 no service for you`"), "{hold}");
        assert_eq!((hold.until, bench.counts().of(State::Pending)), (None, 12));
        bench.outbox().resume(None, "it").unwrap();
        let sink = good();
        bench.run_out(&sink);
        once_each(&sink, READERS);
    }
}
