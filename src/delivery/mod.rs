//! Mail on its way: what was approved leaves once, on time, to everybody.
//!
//! In: segments that a build made and that were approved, the readers of an issue, `delivery.yaml`. Out: mail handed to the
//! relay, and an account of what became of each message. Nothing is rendered here: what was approved is what leaves.
//!
//! [`store`] keeps what was approved by its content; [`outbox`] keeps a row for each reader of an issue and alone holds SQL;
//! [`dispatch`] takes rows that are due, makes a mail of each ([`mail`]) and hands it over ([`smtp`]). Only these three know
//! of asynchronous code.

pub mod approval;
pub mod bounce;
pub mod clock;
pub mod dispatch;
mod error;
pub mod mail;
pub mod outbox;
pub mod retention;
pub mod schedule;
pub mod secret;
pub mod smtp;
pub mod store;

pub use clock::{Clock, SystemClock};
pub use error::DeliveryError;
pub use outbox::{
    Bounce, Bounced, Counts, IssueKey, LogEntry, NewIssue, NewMessage, Outbox, PersonHash, Queued, Received, Release,
    Standing, State, Suppression, SuppressionKind,
};
