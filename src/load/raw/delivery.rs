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
        /// The sender. Example: `{ name: The Agora team, address: agora@company.example }`
        from: Sender,
        /// Where answers go; the sender where absent. Example: `communication@company.example`
        reply_to: Option<Located<EmailAddress>>,
        /// The mail server: `smtp://user@host:port` (STARTTLS), `smtps://…`, or `file:some/folder`, which writes each
        /// mail as a file and sends nothing. Example: `smtp://agora@smtp.company.example:587`
        relay: Located<String>,
        /// A file that holds the password; the variable FANION_SMTP_PASSWORD or the system's keyring where absent.
        /// Example: `/etc/fanion/password`
        password_file: Option<Located<String>>,
        /// Connections at once, 1 to 64. Example: `4`
        connections: Option<Located<u32>>,
        /// What the provider allows, per second, minute, hour or day; as fast as the relay takes it where absent.
        /// Example: `30 per minute`
        rate: Option<Located<String>>,
        /// How many messages the provider takes within 24 hours: a plan that needs more is refused. Example: `10000`
        daily_limit: Option<Located<u32>>,
        /// The name by which mail programs know the list (the List-Id header). Example: `agora.company.example`
        list_id: Option<Located<String>>,
        /// How readers leave the list. Example: `mailto:leave@company.example`
        unsubscribe: Option<Located<Link>>,
        /// `embed`: pictures come with the mail; `link`: they are fetched when it is read; embed where absent.
        /// Example: `link`
        images: Option<Located<ImagesWord>>,
        /// With `images: link`: the https: address below which you put the pictures. Example:
        /// `https://intranet.example/n`
        base: Option<Located<Link>>,
        /// What becomes of mail whose fate a crash left open; hold where absent. Example: `hold`
        on_unknown: Option<Located<OnUnknown>>,
        /// What should have left longer ago is held, not sent; 12 hours where absent. Example: `4 hours`
        max_lateness: Option<Located<Duration>>,
        /// Where the queue lies; sqlite:.fanion/outbox.db where absent. Example: `sqlite:/var/lib/fanion/outbox.db`
        outbox: Option<Located<String>>,
        /// How the password is shown to the relay: `password` is PLAIN, else LOGIN; `xoauth2` takes an access token;
        /// password where absent. Example: `xoauth2`
        auth: Option<Located<Auth>>,
        /// Whether the connection to the relay is encrypted; required, but to a relay on this machine, where absent.
        /// Example: `none`
        tls: Option<Located<Tls>>,
        /// A file of certificates (PEM) that are trusted beside the system's. Example: `relay-ca.pem`
        ca_file: Option<Located<String>>,
        /// How mail is signed; it is not where absent. Example: `{ selector: fanion1, key_file: dkim.pem }`
        dkim: Option<Dkim>,
        /// Where mail that cannot be delivered comes back to: `verp` (the sender's address with a token), or an
        /// address; the sender where absent. Example: `verp`
        bounces: Option<Located<String>>,
    }
}

record! {
    /// How mail is signed (DKIM).
    Dkim {
        /// The domain that signs; the sender's where absent. Example: `company.example`
        domain: Option<Located<String>>,
        /// Which of its keys. Example: `fanion1`
        selector: Located<String>,
        /// The file of the private key: RSA in PEM, or an Ed25519 seed in base64. Example: `dkim.pem`
        key_file: Located<String>,
    }
}

record! {
    /// The sender.
    Sender {
        /// The name that readers see. Example: `The Agora team`
        name: Text,
        /// The address. Example: `agora@company.example`
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
