use super::value::{EmailAddress, Link, Localised};

/// `delivery.yaml`: how mail leaves. Read now, acted on by the delivery commands.
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
    /// The List-Id header (RFC 2919).
    pub list_id: Option<String>,
    /// How readers leave the list (RFC 2369).
    pub unsubscribe: Option<Link>,
    /// Where the pictures of newsletters are.
    pub images: Images,
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
