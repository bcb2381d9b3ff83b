//! Against a server on loopback that does what a script says. Every test counts every recipient.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use jiff::SignedDuration;
use mail_parser::{MessageParser, MimeHeaders};
use tokio::sync::watch;

use super::{Backoff, Lock, Report, Settings, run};
use crate::{
    delivery::{
        Clock, Counts, DeliveryError, Outbox, Release, State, Suppression, SuppressionKind,
        clock::SetClock,
        outbox::{Resolution, Retry},
        secret::Key,
        smtp::{Encryption, Login, Relay, Server, Timeouts},
        store::Store,
    },
    model::{Auth, Bounces, OnUnknown, Rate},
};

// What the tests in `tests/delivery` use too.
#[path = "../../../tests/delivery/support/issue.rs"]
mod issue;
#[path = "../../../tests/delivery/support/sink.rs"]
mod sink;

mod again;
mod fates;
mod faults;
mod limits;

use issue::{NOW, release};
use sink::{Act, Mail, Sink, Stage};

/// A project, its outbox filled, its clock set.
struct Bench {
    folder: tempfile::TempDir,
    clock: Arc<SetClock>,
}

impl Bench {
    fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), clock: Arc::new(SetClock::at(NOW)) }
    }

    fn new(readers: usize, on_unknown: OnUnknown) -> Self {
        let bench = Self::empty();
        let issue = issue::issue(bench.folder.path(), on_unknown, 2000);
        let queued = release(&mut bench.outbox(), &issue, (0..readers).map(|n| issue::message(n, NOW)));
        assert_eq!(queued.queued, readers as u64);
        bench
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("outbox.db")
    }

    fn outbox(&self) -> Outbox {
        Outbox::open(&self.path(), self.clock()).unwrap()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock) as Arc<dyn Clock>
    }

    fn pass(&self, time: SignedDuration) {
        self.clock.set(self.clock.now() + time);
    }

    fn settings(&self, port: u16) -> Settings {
        let server = Server { host: "127.0.0.1".into(), port, user: None, encryption: Encryption::None };
        let second = Duration::from_secs(1);
        Settings {
            relay: Relay::Server(server),
            login: None,
            tls: None,
            connections: 4,
            rate: None,
            daily_limit: None,
            batch: 4,
            timeouts: Timeouts { connect: second, command: second, data: second, message: second },
            backoff: Backoff { first: Duration::from_secs(60), most: Duration::from_secs(3600) },
            dkim: None,
            bounces: Bounces::Sender,
            key: Key::open(self.folder.path()).unwrap(),
            hello: "localhost".into(),
            told: None,
        }
    }

    fn run(&self, settings: Settings) -> Result<Report, DeliveryError> {
        let (_turn, stop) = watch::channel(false);
        run(&self.path(), Store::of_project(self.folder.path()), settings, self.clock(), true, stop)
    }

    /// Sends until nothing is open, a time apart; no more than so many times.
    fn run_out(&self, sink: &Sink) {
        for _ in 0..12 {
            self.run(self.settings(sink.port)).unwrap();
            if self.counts().open() == 0 {
                return;
            }
            self.pass(SignedDuration::from_mins(90));
        }
    }

    fn counts(&self) -> Counts {
        self.outbox().counts(&"launch/why".parse().unwrap()).unwrap()
    }

    fn all(&self, state: State, many: u64) {
        let counts = self.counts();
        assert_eq!((counts.of(state), counts.total()), (many, many), "{counts:?}");
    }
}

/// How often each reader was written to.
fn received(sink: &Sink) -> BTreeMap<String, Vec<Mail>> {
    let mut found: BTreeMap<String, Vec<Mail>> = BTreeMap::new();
    sink.mails().into_iter().for_each(|mail| found.entry(mail.to.clone()).or_default().push(mail));
    found
}

fn once_each(sink: &Sink, readers: usize) {
    let received = received(sink);
    let wrong: Vec<_> = received.iter().filter(|(_, mails)| mails.len() != 1).map(|(to, _)| to).collect();
    assert!(wrong.is_empty(), "twice: {wrong:?}");
    let missing: Vec<_> = (0..readers).map(issue::address).filter(|to| !received.contains_key(to)).collect();
    assert!(missing.is_empty() && received.len() == readers, "not: {missing:?}");
}

fn good() -> Sink {
    Sink::start(|_, _| Act::Go)
}

/// A server that does something else the first time that a reader comes to a stage, for every third reader.
fn first_time(stage: Stage, act: Act) -> Sink {
    let seen = Mutex::new(std::collections::HashSet::new());
    Sink::start(move |at, to| {
        let third = to.strip_prefix("reader").and_then(|rest| rest.split('@').next()).and_then(|n| n.parse().ok());
        let third = third.is_some_and(|number: u32| number.is_multiple_of(3));
        if at == stage && third && seen.lock().unwrap().insert(to.to_owned()) { act.clone() } else { Act::Go }
    })
}

#[test]
fn every_reader_has_their_own_mail_and_no_other() {
    let (bench, sink) = (Bench::new(60, OnUnknown::Hold), good());
    let report = bench.run(bench.settings(sink.port)).unwrap();
    assert_eq!((report.sent, report.deferred, report.failed, report.unknown), (60, 0, 0, 0));
    bench.all(State::Sent, 60);
    once_each(&sink, 60);
    for (to, mails) in received(&sink) {
        assert_eq!(mails[0].from, "agora@horizon.example");
        let mail = MessageParser::default().parse(&mails[0].bytes).unwrap();
        let number = to.trim_start_matches("reader").split('@').next().unwrap();
        assert_eq!(mail.to().unwrap().first().unwrap().address().unwrap(), to);
        assert_eq!(mail.subject().unwrap(), format!("Bonjour Zoé {number}"));
        assert_eq!(mail.from().unwrap().first().unwrap().name().unwrap(), "L’équipe Agora");
        let html = mail.body_html(0).unwrap().replace("\r\n", "\n");
        assert!(
            html.starts_with(&format!(
                "<html lang=\"fr\"><body><h1>Bonjour Zoé {number} de R&amp;D &lt;Lyon&gt;</h1>\n"
            ))
        );
        assert!(html.trim_end().ends_with("</body></html>") && html.contains("« tout est prêt », dit l’équipe."));
        let text = mail.body_text(0).unwrap().replace("\r\n", "\n");
        assert_eq!(text, format!("Bonjour Zoé {number} de R&D <Lyon>\n\n. Un point au début d’une ligne.\n.\nFin.\n"));
        assert_eq!(mail.date().unwrap().to_timestamp(), NOW.as_second());
        let bytes = String::from_utf8_lossy(&mails[0].bytes).into_owned();
        for header in [
            "List-Id: <agora.horizon.example>",
            "List-Unsubscribe: <https://horizon.example/leave>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Auto-Submitted: auto-generated",
        ] {
            assert!(bytes.lines().any(|line| line == header), "{header}");
        }
        assert_eq!(mail.content_type().unwrap().subtype(), Some("alternative"));
        assert!(mails[0].bytes.is_ascii() && mails[0].bytes.split(|b| *b == b'\n').all(|line| line.len() < 200));
    }
}

#[test]
fn what_surely_did_not_arrive_is_sent_again_and_nothing_twice() {
    let refused = [
        (Stage::Rcpt, Act::Drop),
        (Stage::Data, Act::Drop),
        (Stage::Rcpt, Act::Say("450 4.2.0 busy")),
        (Stage::Data, Act::Say("421 4.3.2 closing")),
        (Stage::Dot, Act::Say("451 4.3.0 later")),
        (Stage::Dot, Act::Say("452 4.2.2 full")),
        (Stage::Rcpt, Act::Silence),
    ];
    for (stage, act, pipelining) in refused.iter().flat_map(|(stage, act)| [(stage, act, false), (stage, act, true)]) {
        let told = format!("{stage:?} {act:?}, pipelining {pipelining}");
        let (bench, sink) = (Bench::new(12, OnUnknown::Hold), first_time(*stage, act.clone()).pipelining(pipelining));
        let report = bench.run(bench.settings(sink.port)).unwrap();
        assert_eq!((report.sent, report.deferred), (8, 4), "{told}");
        bench.run_out(&sink);
        bench.all(State::Sent, 12);
        once_each(&sink, 12);
    }
}

#[test]
fn what_may_have_arrived_is_held_for_a_person() {
    // The server took the message and was silent, took it and closed, or closed before it took it: nobody can tell.
    for (stage, act, arrived, pipelining) in [
        (Stage::Taken, Act::Silence, 12, true),
        (Stage::Taken, Act::Drop, 12, false),
        (Stage::Taken, Act::Drop, 12, true),
        (Stage::Dot, Act::Drop, 8, true),
    ] {
        let (bench, sink) = (Bench::new(12, OnUnknown::Hold), first_time(stage, act).pipelining(pipelining));
        bench.run_out(&sink);
        let counts = bench.counts();
        assert_eq!((counts.of(State::Sent), counts.of(State::Unknown), counts.total()), (8, 4, 12));
        once_each_of(&sink, arrived);
        let key = "launch/why".parse().unwrap();
        assert_eq!(bench.outbox().resolve(Some(&key), None, Resolution::Sent, "rh", true).unwrap(), 4);
        assert_eq!(bench.outbox().resolve(Some(&key), None, Resolution::Sent, "rh", false).unwrap(), 4);
        assert_eq!(bench.counts().of(State::Assumed), 4);
    }
}

fn once_each_of(sink: &Sink, readers: usize) {
    let received = received(sink);
    assert_eq!((received.len(), received.values().map(Vec::len).sum::<usize>()), (readers, readers));
}

#[test]
fn what_is_sent_again_is_the_same_mail() {
    for (stage, act) in [(Stage::Taken, Act::Silence), (Stage::Taken, Act::Drop), (Stage::Dot, Act::Drop)] {
        let (bench, sink) = (Bench::new(12, OnUnknown::Resend), first_time(stage, act));
        bench.run_out(&sink);
        bench.all(State::Sent, 12);
        let received = received(&sink);
        assert_eq!(received.len(), 12);
        for mails in received.values() {
            // All but the signature's time would be: there is no signature here.
            assert!(mails.iter().all(|mail| mail.bytes == mails[0].bytes));
        }
        let twice = received.values().filter(|mails| mails.len() == 2).count();
        assert_eq!(twice, if stage == Stage::Taken { 4 } else { 0 });
    }
    let (bench, sink) = (Bench::new(12, OnUnknown::AssumeSent), first_time(Stage::Taken, Act::Drop));
    bench.run_out(&sink);
    assert_eq!((bench.counts().of(State::Sent), bench.counts().of(State::Assumed)), (8, 4));
    once_each(&sink, 12);
}

#[test]
fn an_address_that_does_not_exist_is_not_written_to_again() {
    let (bench, sink) = (Bench::new(6, OnUnknown::Hold), first_time(Stage::Rcpt, Act::Say("550 5.1.1 no such user")));
    bench.run_out(&sink);
    assert_eq!((bench.counts().of(State::Sent), bench.counts().of(State::Failed)), (4, 2));
    let mut outbox = bench.outbox();
    let suppressed = outbox.suppressions().unwrap();
    assert_eq!(suppressed.len(), 2);
    assert!(suppressed.iter().all(|(_, s)| s.kind == SuppressionKind::Address && s.source == "relay"));
    let next = issue::issue(bench.folder.path(), OnUnknown::Hold, 100);
    let next = crate::delivery::NewIssue { key: "launch/how".parse().unwrap(), mandatory: true, ..next };
    let queued = release(&mut outbox, &next, (0..6).map(|n| issue::message(n, NOW)));
    assert_eq!((queued.queued, queued.suppressed), (4, 2));
}

#[test]
fn mandatory_mail_goes_to_those_too_who_left() {
    let bench = Bench::new(0, OnUnknown::Hold);
    let mut outbox = bench.outbox();
    let left =
        Suppression { kind: SuppressionKind::Unsubscribed, reason: "asked".into(), source: "rh".into(), at: NOW };
    outbox.suppress(&issue::address(1).parse().unwrap(), &left).unwrap();
    for (name, mandatory, suppressed) in [("launch/a", false, 1), ("launch/b", true, 0)] {
        let issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 100);
        let issue = crate::delivery::NewIssue { key: name.parse().unwrap(), mandatory, ..issue };
        let queued = release(&mut outbox, &issue, (0..3).map(|n| issue::message(n, NOW)));
        assert_eq!(queued.suppressed, suppressed);
    }
}

#[test]
fn a_reader_is_there_once_whatever_the_case() {
    let bench = Bench::empty();
    let shouted = |n: usize| {
        let mut message = issue::message(n, NOW);
        message.address = issue::address(n).to_uppercase().parse().unwrap();
        message
    };
    let issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 2000);
    let messages = (0..4).map(|n| issue::message(n, NOW)).chain((0..6).map(shouted));
    let queued = release(&mut bench.outbox(), &issue, messages);
    assert_eq!((queued.queued, queued.duplicates), (6, 4));
    let sink = good();
    bench.run_out(&sink);
    bench.all(State::Sent, 6);
    assert_eq!(sink.mails().len(), 6);
}

#[test]
fn policy_pauses_everything_until_a_person_resumes() {
    let (bench, sink) = (Bench::new(30, OnUnknown::Hold), first_time(Stage::Rcpt, Act::Say("550 5.7.1 denied")));
    let report = bench.run(bench.settings(sink.port)).unwrap();
    let hold = report.paused.unwrap();
    assert!(hold.reason.contains("5.7.1") && hold.until.is_none());
    assert!(bench.counts().of(State::Sent) < 30 && bench.counts().of(State::Failed) == 0);
    let before = sink.mails().len();
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 0);
    assert_eq!(sink.mails().len(), before);
    for _ in 0..12 {
        bench.outbox().resume(None, "it").unwrap();
        bench.run(bench.settings(sink.port)).unwrap();
        bench.pass(SignedDuration::from_mins(90));
    }
    bench.all(State::Sent, 30);
    once_each(&sink, 30);
    assert!(bench.outbox().suppressions().unwrap().is_empty());
}

#[test]
fn a_quota_pauses_for_a_while() {
    let (bench, sink) = (Bench::new(6, OnUnknown::Hold), first_time(Stage::Rcpt, Act::Say("450 4.2.1 too fast")));
    let hold = bench.run(bench.settings(sink.port)).unwrap().paused.unwrap();
    assert!(hold.until.is_some());
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 0);
    for _ in 0..6 {
        bench.pass(SignedDuration::from_mins(20));
        bench.run(bench.settings(sink.port)).unwrap();
    }
    bench.all(State::Sent, 6);
    once_each(&sink, 6);
}

fn retry(states: Vec<State>) -> Retry {
    Retry { issue: "launch/why".parse().unwrap(), states, address: None, within: 86_400_000 }
}

#[test]
fn a_pause_in_the_middle_keeps_the_rest() {
    let bench = Arc::new(Bench::new(400, OnUnknown::Hold));
    let pausing = Arc::clone(&bench);
    let (count, at_pause) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let (counting, noting) = (Arc::clone(&count), Arc::clone(&at_pause));
    let sink = Sink::start(move |stage, _| {
        if stage == Stage::Answered && counting.fetch_add(1, Ordering::SeqCst) == 50 {
            pausing.outbox().pause(None, "rh", "wait").unwrap();
            noting.store(counting.load(Ordering::SeqCst), Ordering::SeqCst);
        }
        Act::Go
    });
    let report = bench.run(bench.settings(sink.port)).unwrap();
    assert_eq!(report.paused.unwrap().who, "rh");
    let sent = bench.counts().of(State::Sent);
    // What was handed over goes on its way: two batches of two for each of four connections.
    assert!(sent <= u64::from(at_pause.load(Ordering::SeqCst)) + 16, "{sent}");
    assert_eq!(bench.counts().of(State::Pending), 400 - sent);
    bench.outbox().resume(None, "rh").unwrap();
    bench.run_out(&sink);
    bench.all(State::Sent, 400);
    once_each(&sink, 400);
    let log = bench.outbox().log_entries(10).unwrap();
    assert!(log.iter().any(|entry| entry.who == "rh" && entry.what == "paused"));
}

#[test]
fn an_issue_that_is_cancelled_goes_no_further() {
    let bench = Bench::new(5, OnUnknown::Hold);
    let key = "launch/why".parse().unwrap();
    assert_eq!(bench.outbox().cancel(&key, "rh", true).unwrap(), 5);
    assert_eq!(bench.outbox().cancel(&key, "rh", false).unwrap(), 5);
    let sink = good();
    bench.run_out(&sink);
    bench.all(State::Cancelled, 5);
    assert!(sink.mails().is_empty());
    bench.outbox().retry(&retry(vec![State::Cancelled]), "rh", false).unwrap();
    bench.run_out(&sink);
    once_each(&sink, 5);
}

#[test]
fn only_one_process_sends() {
    let bench = Bench::new(5, OnUnknown::Hold);
    let lock = Lock::take(&bench.path()).unwrap();
    let sink = good();
    assert!(matches!(bench.run(bench.settings(sink.port)), Err(DeliveryError::Locked { .. })));
    // Status and pause work beside it.
    assert_eq!(bench.counts().of(State::Pending), 5);
    drop(lock);
    bench.run_out(&sink);
    once_each(&sink, 5);
}

#[test]
fn a_restored_copy_is_held_until_the_ledger_is_taken_over() {
    let (bench, sink) = (Bench::new(20, OnUnknown::Resend), good());
    let copy = std::fs::read(checkpointed(&bench)).unwrap();
    bench.run_out(&sink);
    once_each(&sink, 20);
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", bench.path().display()));
    }
    std::fs::write(bench.path(), copy).unwrap();
    let error = bench.run(bench.settings(sink.port)).unwrap_err();
    assert!(error.to_string().contains("restored from a copy"), "{error}");
    assert_eq!(bench.outbox().reconcile("it").unwrap(), 20);
    bench.run_out(&sink);
    bench.all(State::Sent, 20);
    once_each(&sink, 20);
}

/// The database with everything in its one file.
fn checkpointed(bench: &Bench) -> std::path::PathBuf {
    let mut outbox = bench.outbox();
    // A person nobody knows: that empties the log of writes.
    outbox
        .suppress(
            &"x@x.example".parse().unwrap(),
            &Suppression { kind: SuppressionKind::Address, reason: String::new(), source: String::new(), at: NOW },
        )
        .unwrap();
    outbox.forget(&"x@x.example".parse().unwrap(), "it", false).unwrap();
    bench.path()
}

#[test]
fn mail_that_is_too_late_is_held_and_a_clock_that_jumps_sends_nothing_twice() {
    let (bench, sink) = (Bench::new(10, OnUnknown::Resend), good());
    bench.clock.set(NOW - SignedDuration::from_hours(1));
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 0);
    bench.clock.set(NOW + SignedDuration::from_hours(25));
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 0);
    bench.all(State::Expired, 10);
    bench.clock.set(NOW);
    bench.outbox().retry(&retry(vec![State::Expired]), "rh", false).unwrap();
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 10);
    for jump in [-30_000, 30_000] {
        bench.clock.set(NOW + SignedDuration::from_hours(jump));
        assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 0);
    }
    bench.all(State::Sent, 10);
    once_each(&sink, 10);
}

#[test]
fn a_claim_that_lapsed_is_made_again_before_anything_is_handed_over() {
    // What SIGSTOP does: the clock goes on while the claims wait.
    let bench = Arc::new(Bench::new(80, OnUnknown::Hold));
    let jumping = Arc::clone(&bench);
    let jumped = AtomicBool::new(false);
    let sink = Sink::start(move |stage, _| {
        if stage == Stage::Taken && !jumped.swap(true, Ordering::SeqCst) {
            jumping.pass(SignedDuration::from_mins(30));
        }
        Act::Go
    });
    bench.run_out(&sink);
    bench.all(State::Sent, 80);
    once_each(&sink, 80);
}

#[test]
fn an_issue_whose_letters_are_lost_stops_and_says_why() {
    let (bench, sink) = (Bench::new(10, OnUnknown::Hold), good());
    std::fs::remove_dir_all(bench.folder.path().join(".fanion/store")).unwrap();
    let report = bench.run(bench.settings(sink.port)).unwrap();
    assert_eq!(report.sent, 0);
    let status = bench.outbox().status().unwrap();
    assert!(status.issues[0].paused.as_ref().unwrap().contains("is missing"), "{status:?}");
    bench.all(State::Pending, 10);
    assert!(sink.mails().is_empty());
}

#[test]
fn a_relay_that_is_not_there_costs_nothing() {
    let bench = Bench::new(10, OnUnknown::Hold);
    let port = good().port;
    std::thread::sleep(Duration::from_millis(50));
    let error = bench.run(bench.settings(port)).unwrap_err();
    assert!(error.to_string().contains("cannot be reached"), "{error}");
    bench.all(State::Pending, 10);
}

#[test]
fn credentials_are_shown_and_a_wrong_one_pauses() {
    let (bench, sink) = (Bench::new(3, OnUnknown::Hold), good());
    let mut settings = bench.settings(sink.port);
    let login = |secret: &str| {
        let secret = crate::delivery::secret::Secret::new(secret);
        Some(Login { user: "atlas".into(), secret, auth: Auth::Password })
    };
    settings.login = login("wrong");
    let hold = bench.run(settings.clone()).unwrap().paused.unwrap();
    assert!(hold.reason.contains("sign in") && !hold.reason.contains("wrong"), "{}", hold.reason);
    bench.outbox().resume(None, "it").unwrap();
    settings.login = login("right");
    assert_eq!(bench.run(settings).unwrap().sent, 3);
    once_each(&sink, 3);
}

#[test]
fn the_rate_is_kept() {
    let (bench, sink) = (Bench::new(12, OnUnknown::Hold), good());
    let mut settings = bench.settings(sink.port);
    settings.rate = Some(Rate { messages: 10, seconds: 1 });
    let start = std::time::Instant::now();
    assert_eq!(bench.run(settings).unwrap().sent, 12);
    assert!(start.elapsed() >= Duration::from_millis(1000), "{:?}", start.elapsed());
    once_each(&sink, 12);
}

#[test]
fn a_folder_takes_a_file_for_each_reader() {
    let bench = Bench::new(5, OnUnknown::Hold);
    let mut settings = bench.settings(0);
    settings.relay = Relay::Folder(bench.folder.path().join("sent"));
    assert_eq!(bench.run(settings).unwrap().sent, 5);
    let folder = bench.folder.path().join("sent/launch/why");
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 5);
    let mail = std::fs::read(folder.join("reader3@horizon.example.eml")).unwrap();
    assert_eq!(MessageParser::default().parse(&mail).unwrap().subject(), Some("Bonjour Zoé 3"));
}

#[test]
fn what_is_kept_of_a_person_is_told_and_removed() {
    let (bench, sink) = (Bench::new(3, OnUnknown::Hold), good());
    bench.run_out(&sink);
    let mut outbox = bench.outbox();
    let address = issue::address(1).parse().unwrap();
    let export = outbox.export(&address).unwrap();
    assert_eq!((export.messages.len(), export.messages[0].values["first_name"].as_str()), (1, Some("Zoé 1")));
    assert_eq!(outbox.forget(&address, "rh", true).unwrap(), 1);
    assert_eq!(outbox.forget(&address, "rh", false).unwrap(), 1);
    assert!(outbox.export(&address).unwrap().messages[0].address.is_none());
    assert_eq!(outbox.purge(NOW - SignedDuration::from_hours(1), false).unwrap(), 0);
    assert_eq!(outbox.purge(NOW + SignedDuration::from_hours(1), false).unwrap(), 2);
    drop(outbox);
    for file in std::fs::read_dir(bench.folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!holds(&bytes, b"reader1@") && !holds(&bytes, "Zoé".as_bytes()), "{}", path.display());
        }
    }
    // Nobody is written to twice for having been forgotten.
    let issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 2000);
    let by = Release { who: "rh", approved: "without approval", readers: 3 };
    let again = bench.outbox().release(&issue, (0..3).map(|n| issue::message(n, NOW)), &by);
    assert!(matches!(again, Err(DeliveryError::Released(_))), "{again:?}");
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[test]
fn the_envelope_bears_a_token_where_bounces_come_back() {
    let (bench, sink) = (Bench::new(2, OnUnknown::Hold), good());
    let mut settings = bench.settings(sink.port);
    settings.bounces = Bounces::Address("bounces@horizon.example".parse().unwrap());
    bench.run(settings).unwrap();
    let senders: std::collections::BTreeSet<String> = sink.mails().into_iter().map(|mail| mail.from).collect();
    assert_eq!(senders.len(), 2);
    assert!(senders.iter().all(|from| from.starts_with("bounces+") && from.ends_with("@horizon.example")));
}

#[test]
fn no_value_becomes_a_header_a_recipient_or_a_line() {
    let hostile = [
        "a\r\nBcc: other@horizon.example",
        "a\nSubject: other\n\nbody",
        "a\0b",
        "a, <other@horizon.example>",
        "\"a\" <other@horizon.example>;",
        "\u{202e}txt.exe\u{2066}",
        "\r\n.\r\nMAIL FROM:<x@x.example>\r\n",
        "=?utf-8?B?QmNjOg==?=",
    ];
    let bench = Bench::new(0, OnUnknown::Hold);
    let issue = issue::issue(bench.folder.path(), OnUnknown::Hold, 100);
    let issue = crate::delivery::NewIssue { key: "launch/hostile".parse().unwrap(), ..issue };
    let messages = hostile.iter().enumerate().map(|(n, value)| {
        let mut message = issue::message(n, NOW);
        message.values.values_mut().for_each(|held| *held = (*value).to_owned());
        message
    });
    release(&mut bench.outbox(), &issue, messages);
    let sink = good();
    bench.run_out(&sink);
    once_each(&sink, hostile.len());
    for mail in sink.mails() {
        let parsed = MessageParser::default().parse(&mail.bytes).unwrap();
        let names: Vec<_> = parsed.headers().iter().map(|header| header.name().to_owned()).collect();
        let expected = [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Reply-To",
            // As mail-parser spells it.
            "List-ID",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
        ];
        let (mut sorted, mut wanted) = (names.clone(), expected.map(str::to_owned).to_vec());
        sorted.sort();
        wanted.sort();
        assert_eq!(sorted, wanted);
        assert_eq!(parsed.to().unwrap().iter().count(), 1);
        assert_eq!(parsed.attachment_count(), 0);
        // `<other` would be markup, the rest is text.
        assert!(!parsed.body_html(0).unwrap().contains("<other"));
        assert_eq!(parsed.subject().unwrap().lines().count(), 1);
    }
}
