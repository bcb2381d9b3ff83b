//! What a reply means for the message, and for the sender.

use super::settings::Backoff;
use crate::{
    delivery::{
        outbox::{Claimed, Outcome, without},
        smtp::{Enhanced, Reply},
    },
    model::OnUnknown,
};

/// How often a message is tried again that policy refuses; then it is that message which is refused, not the sender.
const POLICY_ATTEMPTS: u32 = 2;

/// How long a quota pauses the sender, in milliseconds.
const QUOTA: i64 = 15 * 60_000;

/// What follows from a reply.
#[derive(Debug)]
pub struct Verdict {
    /// For the message.
    pub outcome: Outcome,
    /// For the sender: a reason to pause, and for how many milliseconds; until a person resumes where absent.
    pub pause: Option<(String, Option<i64>)>,
}

/// What follows from a reply to a message.
pub fn judge(reply: Reply, claimed: &Claimed, on_unknown: OnUnknown, backoff: &Backoff) -> Verdict {
    let delay = backoff.after(claimed.attempt, claimed.id);
    let plain = |outcome| Verdict { outcome, pause: None };
    match reply {
        Reply::Sent(code) => plain(Outcome::Sent { code }),
        Reply::NotSent(detail) => plain(Outcome::Later { code: 0, detail, delay, policy: false }),
        Reply::Unknown(detail) => plain(Outcome::Unknown { detail, policy: on_unknown, delay }),
        Reply::Refused { code, enhanced, text } => {
            let mut verdict = refused(code, enhanced, text, claimed.policy, delay);
            // A pause concerns everybody, and is kept when its reader is forgotten.
            if let Some((reason, _)) = &mut verdict.pause {
                *reason = without(reason, &claimed.address, "(a reader)");
            }
            verdict
        }
    }
}

fn refused(code: u16, enhanced: Option<Enhanced>, text: String, policies: u32, delay: i64) -> Verdict {
    let pause = match enhanced {
        Some(Enhanced(4, 2, 1)) => Some(Some(QUOTA)),
        // 5.1.7 and 5.1.8: our own address is refused, which concerns every message.
        Some(Enhanced(5, 7, _) | Enhanced(5, 1, 7 | 8)) => Some(None),
        _ => None,
    };
    let no_address = matches!(enhanced, Some(Enhanced(5, 1, 1 | 2 | 3 | 6 | 10)));
    match pause {
        Some(until) if until.is_some() || policies < POLICY_ATTEMPTS => Verdict {
            pause: Some((format!("the relay refuses: {text}"), until)),
            outcome: Outcome::Later { code, detail: text, delay, policy: until.is_none() },
        },
        _ if code >= 500 => Verdict { outcome: Outcome::Never { code, detail: text, no_address }, pause: None },
        _ => Verdict { outcome: Outcome::Later { code, detail: text, delay, policy: false }, pause: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, policies: u32) -> Verdict {
        let code: u16 = text[..3].parse().unwrap();
        refused(code, Enhanced::of(&text[4..]), text.to_owned(), policies, 1)
    }

    #[test]
    fn replies_are_told_apart() {
        let never = |text: &str| match of(text, 0).outcome {
            Outcome::Never { no_address, .. } => Some(no_address),
            _ => None,
        };
        assert_eq!(never("550 5.1.1 no such user"), Some(true));
        assert_eq!(never("550 no such user"), Some(false));
        assert_eq!(never("552 5.3.4 too big"), Some(false));
        assert_eq!(never("550 5.1.8 bad sender"), None);
        assert_eq!(never("452 4.2.2 full"), None);
    }

    #[test]
    fn policy_pauses_the_sender_until_it_is_the_message_that_is_refused() {
        assert_eq!(of("550 5.7.1 denied", 0).pause.unwrap().1, None);
        assert!(of("550 5.7.1 denied", 2).pause.is_none());
        assert_eq!(of("450 4.2.1 too fast", 9).pause.unwrap().1, Some(QUOTA));
        assert!(of("451 4.3.0 later", 0).pause.is_none());
        assert!(of("451 4.7.1 greylisted", 0).pause.is_none());
    }
}
