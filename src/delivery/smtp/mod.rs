//! Sessions with a relay.
//!
//! In: how the relay is reached, an envelope and a mail's bytes. Out: what the relay said, told apart by what it means for the
//! message: taken, refused, surely not delivered, or unknown. lettre speaks the protocol, over connections of our own: with
//! TCP_NODELAY, without which every message waits 40 ms for an acknowledgement; with TLS; with a timeout for each stage.

mod login;
mod relay;
mod session;
mod stream;
mod trust;

pub use login::Login;
pub use relay::{Encryption, Relay, Server};
pub use session::{ConnectError, Enhanced, Reply, Session, Timeouts};
pub use trust::trusted;
