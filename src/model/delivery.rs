use jiff::SignedDuration;

use super::value::{EmailAddress, Link, Localised};

/// `delivery.yaml`: how mail leaves.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The sender's name.
    pub from_name: Localised<String>,
    /// The sender's address.
    pub from_address: EmailAddress,
    /// Where answers go.
    pub reply_to: Option<EmailAddress>,
    /// `smtp://user@host:port`, `smtps://…` or `file:folder`.
    pub relay: String,
    /// Connections at once, 1 to 64.
    pub connections: u32,
    /// What the provider allows.
    pub rate: Option<Rate>,
    /// How many messages the provider takes within 24 hours, for the plan.
    pub daily_limit: Option<u32>,
    /// The List-Id header (RFC 2919).
    pub list_id: Option<String>,
    /// How readers leave the list (RFC 2369).
    pub unsubscribe: Option<Link>,
    /// Where the pictures of newsletters are.
    pub images: Images,
    /// What becomes of mail whose fate a crash left open.
    pub on_unknown: OnUnknown,
    /// What should have left longer ago is held.
    pub max_lateness: SignedDuration,
    /// The outbox's file, below the project's folder unless absolute.
    pub outbox: String,
    /// The file that holds the password.
    pub password_file: Option<String>,
    /// How the password is shown to the relay.
    pub auth: Auth,
    /// Whether the connection to the relay is encrypted.
    pub tls: Tls,
    /// Certificates (PEM) that are trusted beside the system's.
    pub ca_file: Option<String>,
    /// How mail is signed.
    pub dkim: Option<Dkim>,
    /// Where mail that cannot be delivered comes back to.
    pub bounces: Bounces,
}

impl Delivery {
    /// What mail is late by at most where nothing says it.
    pub const MAX_LATENESS: SignedDuration = SignedDuration::from_hours(12);
}

/// What becomes of mail whose fate a crash left open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnUnknown {
    /// It waits for a person.
    #[default]
    Hold,
    /// It is sent again, with the same Message-ID and Date.
    Resend,
    /// It is taken as sent.
    AssumeSent,
}

impl OnUnknown {
    /// As it stands in `delivery.yaml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Resend => "resend",
            Self::AssumeSent => "assume_sent",
        }
    }
}

/// How the password is shown to the relay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Auth {
    /// PLAIN, else LOGIN, whichever the relay has.
    #[default]
    Password,
    /// PLAIN (RFC 4616).
    Plain,
    /// LOGIN.
    Login,
    /// XOAUTH2: what stands for the password is an access token.
    Xoauth2,
}

/// Whether the connection to the relay is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tls {
    /// Always, but for a relay on this machine that does not offer it.
    #[default]
    Required,
    /// Never.
    None,
}

/// How mail is signed (RFC 6376).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dkim {
    /// The domain that signs.
    pub domain: String,
    /// Which of its keys.
    pub selector: String,
    /// The file of the private key: RSA in PEM, or an Ed25519 seed in base64.
    pub key_file: String,
}

/// Where mail that cannot be delivered comes back to: the envelope's sender.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Bounces {
    /// The sender's own address.
    #[default]
    Sender,
    /// The sender's address with a token (VERP): `agora+TOKEN@horizon.example`.
    Verp,
    /// This address with a token.
    Address(EmailAddress),
}

/// Where the pictures of newsletters are.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Images {
    /// Within the mail.
    #[default]
    Embed,
    /// Fetched from below this `https:` address when the mail is read.
    Link(Link),
}

/// Messages per second, minute, hour or day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub messages: u32,
    /// In how many seconds.
    pub seconds: u32,
}
