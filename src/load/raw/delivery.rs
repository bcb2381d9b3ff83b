//! `delivery.yaml`

use super::{
    decode::{record, words},
    scalar::Duration,
    text::Text,
};
use crate::{
    diagnostic::Located,
    model::value::{EmailAddress, Link},
};

record! {
    /// How mail leaves. The password never stands here.
    Delivery {
        /// The sender.
        from: Sender,
        /// Where answers go.
        reply_to: Option<Located<EmailAddress>>,
        /// smtp://user@host:port (STARTTLS), smtps://…, or file:some/folder.
        relay: Located<String>,
        /// A file that holds the password.
        password_file: Option<Located<String>>,
        /// Connections at once, 1 to 64.
        connections: Option<Located<u32>>,
        /// What the provider allows, as `30 per minute`.
        rate: Option<Located<String>>,
        /// The List-Id header.
        list_id: Option<Located<String>>,
        /// How readers leave the list: mailto: or https:.
        unsubscribe: Option<Located<Link>>,
        /// embed or link: whether the pictures of newsletters come with the mail or are fetched when it is read.
        images: Option<Located<ImagesWord>>,
        /// The address below which linked pictures are put: https:.
        base: Option<Located<Link>>,
        /// hold, resend or assume_sent: what becomes of mail whose fate a crash left open.
        on_unknown: Option<Located<OnUnknown>>,
        /// What should have left longer ago is held, not sent.
        max_lateness: Option<Located<Duration>>,
        /// Where the outbox lies: sqlite:path.
        outbox: Option<Located<String>>,
    }
}

record! {
    /// The sender.
    Sender {
        /// The name that readers see.
        name: Text,
        /// The address.
        address: Located<EmailAddress>,
    }
}

/// What becomes of mail whose fate a crash left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnUnknown {
    /// Wait for a person.
    Hold,
    /// Send again, same Message-ID.
    Resend,
    /// Take it as sent.
    AssumeSent,
}

/// Where the pictures of newsletters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImagesWord {
    /// Within the mail.
    Embed,
    /// Below `base`.
    Link,
}

words!(ImagesWord, "`embed` or `link`", { "embed" => ImagesWord::Embed, "link" => ImagesWord::Link });

words!(OnUnknown, "`hold`, `resend` or `assume_sent`", {
    "hold" => OnUnknown::Hold, "resend" => OnUnknown::Resend, "assume_sent" => OnUnknown::AssumeSent,
});
