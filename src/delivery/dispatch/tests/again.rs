//! Issues that are cancelled, released anew, queued again, or known from a ledger alone.

use super::*;
use crate::delivery::{
    NewMessage,
    outbox::{Batch, Database, Sender, Standing},
};

#[test]
fn what_was_cancelled_before_its_moment_keeps_it_when_it_is_queued_again() {
    let bench = Bench::empty();
    let later = NOW + SignedDuration::from_hours(240);
    let new = issue::issue(bench.folder.path(), OnUnknown::Hold, 300);
    let message = |n| NewMessage {
        not_before: later,
        expires_at: later + SignedDuration::from_hours(12),
        ..issue::message(n, NOW)
    };
    issue::release(&mut bench.outbox(), &new, (0..5).map(message));
    assert_eq!(bench.outbox().cancel(&new.key, "it", false).unwrap(), 5);
    let again = Retry { issue: new.key.clone(), states: vec![State::Cancelled], address: None, within: 3_600_000 };
    let told = bench.outbox().retry(&again, "it", true).unwrap();
    assert_eq!((told.many, told.first), (5, Some(later)), "a dry run tells it");
    assert_eq!(bench.outbox().retry(&again, "it", false).unwrap(), told);
    let sink = Sink::start(|_, _| Act::Go);
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 0, "not weeks before");
    bench.clock.set(later);
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 5);
    once_each(&sink, 5);
}

#[test]
fn what_is_put_off_after_its_issue_was_cancelled_never_leaves() {
    let bench = Arc::new(Bench::new(12, OnUnknown::Hold));
    let (of, once) = (Arc::clone(&bench), std::sync::Once::new());
    let sink = Sink::start(move |stage, _| match stage {
        Stage::Dot => {
            once.call_once(|| assert!(of.outbox().cancel(&"launch/why".parse().unwrap(), "it", false).is_ok()));
            Act::Say("451 4.3.0 later")
        }
        _ => Act::Go,
    });
    bench.run(bench.settings(sink.port)).unwrap();
    bench.pass(SignedDuration::from_hours(5));
    let report = bench.run(bench.settings(Sink::start(|_, _| Act::Go).port)).unwrap();
    assert_eq!((report.sent, bench.counts().of(State::Cancelled)), (0, 12), "{:?}", bench.counts());
}

#[test]
fn an_issue_of_which_nothing_left_is_released_anew_and_no_old_claim_is_taken_for_it() {
    let bench = Bench::empty();
    let release = |size: usize| {
        let new = issue::issue(bench.folder.path(), OnUnknown::Hold, size);
        let by = Release { who: "rh", approved: "without approval", readers: 8 };
        bench.outbox().release(&new, (0..8).map(|n| issue::message(n, NOW)), &by)
    };
    let standing =
        |size: usize| bench.outbox().standing(&issue::issue(bench.folder.path(), OnUnknown::Hold, size)).unwrap();
    assert_eq!(standing(300), Standing::New);
    assert_eq!(release(300).unwrap().queued, 8);
    assert_eq!(
        (standing(300), standing(3000)),
        (Standing::Released { readers: 8, same: true }, Standing::Released { readers: 8, same: false })
    );
    assert!(matches!(release(3000), Err(DeliveryError::Released(_))));
    // A sender has claimed all of it when it is cancelled and released with another text.
    let key = "launch/why".parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut sender = runtime.block_on(async {
        Sender::take_over(Database::open(&bench.path(), bench.clock()).await.unwrap()).await.unwrap()
    });
    let batch = |hand: Vec<(i64, i64)>, claim| Batch { claim, lease: 60_000, hand, ..Batch::default() };
    let old = runtime.block_on(sender.write(&batch(Vec::new(), 8))).unwrap().claimed;
    assert_eq!(old.len(), 8);
    assert_eq!(bench.outbox().cancel(&key, "it", false).unwrap(), 8);
    assert_eq!(standing(3000), Standing::Withdrawn);
    assert_eq!(release(3000).unwrap().queued, 8);
    sender.look_again();
    let new = runtime.block_on(sender.write(&batch(Vec::new(), 8))).unwrap().claimed;
    assert_eq!(new.len(), 8);
    assert!(
        new.iter()
            .all(|new| old.iter().all(|old| old.issue != new.issue && (old.id, old.epoch) != (new.id, new.epoch)))
    );
    let handed =
        runtime.block_on(sender.write(&batch(old.iter().map(|old| (old.id, old.epoch)).collect(), 0))).unwrap();
    assert!(handed.handed.is_empty(), "what was claimed of the old text is not sent");
}

#[test]
fn another_list_than_was_counted_queues_nobody() {
    let bench = Bench::empty();
    let new = issue::issue(bench.folder.path(), OnUnknown::Hold, 300);
    let by = Release { who: "rh", approved: "without approval", readers: 9 };
    let found = bench.outbox().release(&new, (0..8).map(|n| issue::message(n, NOW)), &by);
    assert!(matches!(found, Err(DeliveryError::OtherReaders { approved: 9, found: 8, .. })), "{found:?}");
    assert_eq!(bench.outbox().standing(&new).unwrap(), Standing::New);
}

#[test]
fn an_outbox_is_not_opened_with_another_key() {
    let bench = Bench::new(1, OnUnknown::Hold);
    std::fs::remove_file(bench.folder.path().join("key")).unwrap();
    let error = Outbox::open(&bench.path(), bench.clock()).err().expect("refused").to_string();
    assert!(error.contains("belongs to another key"), "{error}");
}

#[test]
fn an_issue_that_a_restored_copy_does_not_know_is_not_mailed_twice() {
    let bench = Bench::empty();
    drop(bench.outbox());
    std::fs::copy(bench.path(), bench.folder.path().join("copy")).unwrap();
    let release = || {
        let new = issue::issue(bench.folder.path(), OnUnknown::Hold, 300);
        let by = Release { who: "rh", approved: "without approval", readers: 12 };
        bench.outbox().release(&new, (0..12).map(|n| issue::message(n, NOW)), &by).unwrap()
    };
    assert_eq!(release().queued, 12);
    let sink = Sink::start(|_, _| Act::Go);
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 12);
    for beside in ["outbox.db", "outbox.db-wal", "outbox.db-shm"] {
        let _ = std::fs::remove_file(bench.folder.path().join(beside));
    }
    std::fs::rename(bench.folder.path().join("copy"), bench.path()).unwrap();
    assert!(matches!(bench.run(bench.settings(sink.port)), Err(DeliveryError::Restored(_))));
    bench.outbox().reconcile("it").unwrap();
    assert_eq!(release().queued, 0, "they have it");
    assert_eq!(bench.run(bench.settings(sink.port)).unwrap().sent, 0);
    once_each(&sink, 12);
    assert_eq!(bench.counts().of(State::Sent), 12);
}
