//! `delivery.yaml`

use super::{
    decode::{record, words},
    scalar::Duration,
    text::Text,
};
use crate::{
    diagnostic::Located,
    model::{
        Auth, OnUnknown, Tls,
        value::{EmailAddress, Link},
    },
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
        /// How many messages the provider takes within 24 hours: a plan that needs more is refused.
        daily_limit: Option<Located<u32>>,
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
        /// password (PLAIN, else LOGIN), plain, login or xoauth2: how the password is shown to the relay.
        auth: Option<Located<Auth>>,
        /// required or none: whether the connection to the relay is encrypted.
        tls: Option<Located<Tls>>,
        /// A file of certificates (PEM) that are trusted beside the system's.
        ca_file: Option<Located<String>>,
        /// How mail is signed.
        dkim: Option<Dkim>,
        /// verp, or an address: where mail that cannot be delivered comes back to, with a token.
        bounces: Option<Located<String>>,
    }
}

record! {
    /// How mail is signed (DKIM).
    Dkim {
        /// The domain that signs: the sender's unless stated.
        domain: Option<Located<String>>,
        /// Which of its keys.
        selector: Located<String>,
        /// The file of the private key: RSA in PEM, or an Ed25519 seed in base64.
        key_file: Located<String>,
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

words!(Auth, "`password`, `plain`, `login` or `xoauth2`", {
    "password" => Auth::Password, "plain" => Auth::Plain, "login" => Auth::Login, "xoauth2" => Auth::Xoauth2,
});

words!(Tls, "`required` or `none`", { "required" => Tls::Required, "none" => Tls::None });
