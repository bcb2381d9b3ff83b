//! Mail whose fate a crash left open: held, sent again as it was, or taken as sent; and what is told late.

use super::{limits::Steps, *};
use crate::delivery::{
    NewIssue,
    outbox::{Batch, Claimed, Outcome, Verdict},
};

/// What `on_unknown` and `mandatory` say, and the state that follows.
const RULES: [(OnUnknown, bool, State); 5] = [
    (OnUnknown::Hold, false, State::Unknown),
    (OnUnknown::Resend, false, State::Pending),
    (OnUnknown::AssumeSent, false, State::Assumed),
    (OnUnknown::Hold, true, State::Pending),
    (OnUnknown::AssumeSent, true, State::Pending),
];

fn released(readers: usize, on_unknown: OnUnknown, mandatory: bool) -> Bench {
    let bench = Bench::empty();
    let issue = issue::issue(bench.folder.path(), on_unknown, 2000);
    let issue = NewIssue { mandatory, ..issue };
    release(&mut bench.outbox(), &issue, (0..readers).map(|n| issue::message(n, NOW)));
    bench
}

/// Claims and hands over, and is never heard of again.
fn handed(bench: &Bench, many: usize) -> (Steps, Vec<Claimed>) {
    let mut steps = Steps::new(bench);
    let claimed = steps.claim(many);
    let hand = claimed.iter().map(|claimed| (claimed.id, claimed.epoch)).collect();
    assert_eq!(steps.write(Batch { hand, ..Batch::default() }).handed.len(), many);
    (steps, claimed)
}

fn sent(claimed: &[Claimed]) -> Batch {
    let verdict = |c: &Claimed| Verdict { id: c.id, epoch: c.epoch, outcome: Outcome::Sent { code: 250 } };
    Batch { verdicts: claimed.iter().map(verdict).collect(), ..Batch::default() }
}

#[test]
fn each_rule_is_followed_and_what_is_sent_again_bears_the_same_message_id_and_date() {
    for (on_unknown, mandatory, state) in RULES {
        let told = format!("{on_unknown:?}, mandatory: {mandatory}");
        let bench = released(10, on_unknown, mandatory);
        let (dead, claimed) = handed(&bench, 4);
        drop(dead);
        bench.pass(SignedDuration::from_hours(2));
        drop(Steps::new(&bench));
        assert_eq!(bench.counts().of(state), if state == State::Pending { 10 } else { 4 }, "{told}");
        let sink = good();
        bench.run_out(&sink);
        let resent = state == State::Pending;
        assert_eq!(bench.counts().of(State::Sent), if resent { 10 } else { 6 }, "{told}");
        once_each_of(&sink, if resent { 10 } else { 6 });
        for claimed in claimed.iter().filter(|_| resent) {
            let mail = sink.mails().into_iter().find(|mail| mail.to == claimed.address).expect("sent again");
            let mail = MessageParser::default().parse(&mail.bytes).map(|mail| mail.into_owned()).unwrap();
            assert_eq!(mail.message_id(), Some(claimed.message_id.as_str()), "{told}");
            assert_eq!(mail.date().unwrap().to_timestamp(), NOW.as_second(), "{told}: that of the first attempt");
        }
    }
}

#[test]
fn what_turns_out_to_be_sent_later_is_sent() {
    for (on_unknown, mandatory, state) in RULES {
        let told = format!("{on_unknown:?}, mandatory: {mandatory}");
        let bench = released(10, on_unknown, mandatory);
        // As a sender that was stopped and lost its lock: another takes over, and then the first has its answers.
        let (mut late, claimed) = handed(&bench, 4);
        drop(Steps::new(&bench));
        assert!(bench.counts().of(state) >= 4, "{told}");
        late.write(sent(&claimed));
        assert_eq!((bench.counts().of(State::Sent), bench.counts().of(State::Pending)), (4, 6), "{told}");
        drop(late);
        let sink = good();
        bench.run_out(&sink);
        bench.all(State::Sent, 10);
        once_each_of(&sink, 6);
    }
}

#[test]
fn an_answer_to_an_earlier_claim_says_nothing_of_a_later_one() {
    let bench = released(4, OnUnknown::Resend, false);
    let (mut late, claimed) = handed(&bench, 4);
    let mut second = Steps::new(&bench);
    let again = second.claim(4);
    assert!(again.iter().zip(&claimed).all(|(again, first)| again.id == first.id && again.epoch == first.epoch + 1));
    late.write(sent(&claimed));
    assert_eq!(bench.counts().of(State::Claimed), 4);
    // Nor can who lost the outbox hand anything over.
    let hand = again.iter().map(|claimed| (claimed.id, claimed.epoch)).collect();
    assert!(late.write(Batch { hand, ..Batch::default() }).handed.is_empty());
    let hand = again.iter().map(|claimed| (claimed.id, claimed.epoch)).collect();
    assert_eq!(second.write(Batch { hand, ..Batch::default() }).handed.len(), 4);
    second.write(sent(&again));
    bench.all(State::Sent, 4);
    // Both counted their commits: the outbox is not taken for an older copy.
    drop((late, second));
    drop(Steps::new(&bench));
}

#[test]
fn a_person_resolves_what_is_held() {
    for (how, state) in [(Resolution::Sent, State::Assumed), (Resolution::Failed, State::Failed)] {
        let bench = released(5, OnUnknown::Hold, false);
        drop(handed(&bench, 5));
        drop(Steps::new(&bench));
        assert_eq!(bench.outbox().resolve(None, None, how, "rh", false).unwrap(), 5);
        bench.all(state, 5);
    }
    let bench = released(5, OnUnknown::Hold, false);
    let (dead, claimed) = handed(&bench, 5);
    drop(dead);
    bench.pass(SignedDuration::from_hours(30));
    drop(Steps::new(&bench));
    assert_eq!(bench.outbox().resolve(None, None, Resolution::Resend, "rh", false).unwrap(), 5);
    let sink = good();
    bench.run_out(&sink);
    bench.all(State::Sent, 5);
    for mail in sink.mails() {
        let mail = MessageParser::default().parse(&mail.bytes).map(|mail| mail.into_owned()).unwrap();
        assert!(claimed.iter().any(|claimed| mail.message_id() == Some(claimed.message_id.as_str())));
        assert_eq!(mail.date().unwrap().to_timestamp(), NOW.as_second());
    }
}
