//! Mail and its outbox, through the program and through real sockets: who gets what, once, and what is told of it.

mod support;

mod approval;
mod bounces;
#[cfg(unix)]
mod faults;
mod letters;
#[cfg(unix)]
mod outbox;
mod release;
mod sends;
mod transport;
