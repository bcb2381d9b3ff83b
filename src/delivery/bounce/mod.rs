//! Mail that comes back: bounces, complaints, people who leave the list.
//!
//! In: mails as they lie in a mailbox ([`mailbox`]), and the project's key. Out: a [`Notice`] of each: what it is, which message
//! of ours it is about, and whether it says so with a token that only this project can make ([`token`]). Delivery reports are
//! those of RFC 3464, read by their fields; what older or stranger servers write is read by its text. Nothing here changes the
//! outbox; whoever reads a notice acts on it.

mod automatic;
mod dsn;
pub mod mailbox;
mod notice;
mod origin;
mod status;
#[cfg(test)]
mod tests;
pub mod token;

pub use notice::{Kind, Notice, read};
pub use origin::Origin;
pub use status::Status;
