//! One mail of the mailbox, read.

use jiff::Timestamp;
use mail_parser::{Message, MessageParser, MimeHeaders};

use super::{
    automatic,
    dsn::{Fields, Recipient, bare},
    origin::{self, Origin, texts},
    status::{Status, no_such_user},
};
use crate::delivery::secret::Key;

/// What a mail tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Not delivered, for good.
    Hard,
    /// Refused for what it is or where it comes from: policy, size, content. The address exists.
    Refused,
    /// Not delivered since a mailbox is full or disabled, or a system overloaded.
    Soft,
    /// Not delivered since a server gave up trying.
    Expired,
    /// Not delivered yet; the server goes on trying.
    Delayed,
    /// Delivered, or handed on to where no reports come from.
    Delivered,
    /// A reader took it for spam (RFC 5965).
    Complaint,
    /// Somebody leaves the list.
    Unsubscribe,
    /// An answer that a program wrote: out of the office.
    Automatic,
    /// Anything else: an answer for a person to read, a read receipt.
    Other,
}

impl Kind {
    /// Whether the message did not arrive.
    pub fn failed(self) -> bool {
        matches!(self, Self::Hard | Self::Refused | Self::Soft | Self::Expired)
    }

    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Refused => "refused",
            Self::Soft => "soft",
            Self::Expired => "expired",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Complaint => "complaint",
            Self::Unsubscribe => "unsubscribe",
            Self::Automatic => "automatic",
            Self::Other => "other",
        }
    }
}

/// A mail, read.
#[derive(Debug, Clone)]
pub struct Notice {
    /// What it tells.
    pub kind: Kind,
    /// Which message of ours it is about.
    pub origin: Origin,
    /// The status of a delivery report.
    pub status: Option<Status>,
    /// Whether the address itself is at fault, so that nothing more should be sent there.
    pub address_fault: bool,
    /// Whose mail it is about, as far as the report says; who writes, of one who leaves.
    pub address: Option<String>,
    /// What the server said, on one line, in 300 characters at most.
    pub reason: String,
    /// When it was written, if it says so.
    pub at: Option<Timestamp>,
}

const MAX_REASON: usize = 300;

/// Reads a mail. Any bytes are a mail of some kind.
pub fn read(raw: &[u8], key: &Key) -> Notice {
    let Some(message) = MessageParser::default().parse(raw) else { return nothing() };
    let at = message.date().and_then(|date| Timestamp::from_second(date.to_timestamp()).ok());
    let notice = complaint(&message, key)
        .or_else(|| delivery_report(&message, key))
        .or_else(|| worded_report(&message, key))
        .unwrap_or_else(|| letter(&message, key));
    Notice { at, reason: one_line(&notice.reason), ..notice }
}

fn nothing() -> Notice {
    let (kind, origin) = (Kind::Other, Origin::Unknown);
    Notice { kind, origin, status: None, address_fault: false, address: None, reason: String::new(), at: None }
}

/// The content of the first part of a kind, as `delivery-status`.
fn part(message: &Message<'_>, subtypes: &[&str]) -> Option<Fields> {
    let is = |part: &&mail_parser::MessagePart<'_>| {
        let subtype = part.content_type().and_then(|kind| kind.c_subtype.as_deref()).unwrap_or_default();
        subtypes.iter().any(|known| subtype.eq_ignore_ascii_case(known))
    };
    message.parts.iter().find(is).map(|part| Fields::parse(part.contents()))
}

/// A report by its fields (RFC 3464, RFC 6533).
fn delivery_report(message: &Message<'_>, key: &Key) -> Option<Notice> {
    let fields = part(message, &["delivery-status", "global-delivery-status"])?;
    let returned = origin::returned(message);
    let origin = Origin::of(message, returned.as_ref(), key, &[]);
    let written_to: Vec<String> =
        returned.iter().flat_map(|returned| texts(returned, "To")).map(|to| bare(&to)).collect();
    // The worst that happened to anybody whom the message was handed on to.
    let worst = fields.recipients().into_iter().min_by_key(|recipient| recipient.kind);
    let Some(Recipient { kind, mut status, addresses, mut reason }) = worst else {
        return Some(Notice { origin, reason: "a delivery report without a recipient".into(), ..nothing() });
    };
    // Exim says 5.0.0 of a recipient of its own and tells people alone that there is none.
    let vague = kind == Kind::Hard && status.is_none_or(|status| status.subject == 0);
    if let Some(line) = said_to_people(message).filter(|_| vague) {
        (status, reason) = (Some(Status { class: 5, subject: 1, detail: 1 }), line);
    }
    // Where a list or a forwarding handed it on, the address that failed is not the one that we wrote to.
    let ours =
        written_to.is_empty() || addresses.is_empty() || addresses.iter().any(|a| written_to.iter().any(|to| to == a));
    let address_fault = kind == Kind::Hard && ours && status.is_some_and(Status::is_address);
    let address = written_to.into_iter().next().or_else(|| addresses.into_iter().next());
    Some(Notice { kind, origin, status, address_fault, address, reason, at: None })
}

/// The line of a report's text that says that the mailbox does not exist.
fn said_to_people(message: &Message<'_>) -> Option<String> {
    let text = message.body_text(0)?;
    text.lines().map(str::trim).find(|line| no_such_user(line)).map(str::to_owned)
}

/// A report in words alone, as Exim's and qmail's.
fn worded_report(message: &Message<'_>, key: &Key) -> Option<Notice> {
    let failed = texts(message, "X-Failed-Recipients");
    let from =
        message.from().and_then(|from| from.first()).and_then(|from| from.address.as_deref()).unwrap_or_default();
    let local = from.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let null = texts(message, "Return-Path").iter().any(|path| matches!(path.trim(), "<>" | ""));
    let daemon = matches!(local.as_str(), "mailer-daemon" | "postmaster" | "mail-daemon");
    if failed.is_empty() && !(daemon && (null || message.message_id().is_some())) {
        return None;
    }
    let text = message.body_text(0).unwrap_or_default();
    let subject = message.subject().unwrap_or_default().to_ascii_lowercase();
    let delayed = ["delayed", "warning", "verzögert", "retard"].iter().any(|word| subject.contains(word));
    let said = text.lines().map(str::trim).find(|line| Status::find(line).is_some() || no_such_user(line));
    let reason = said.unwrap_or_else(|| text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default());
    let status = said.and_then(|line| {
        let unknown = Status { class: 5, subject: 1, detail: 1 };
        Status::find(line).or_else(|| no_such_user(line).then_some(unknown)).or_else(|| Status::of_code(line))
    });
    let kind = match delayed {
        true => Kind::Delayed,
        false => status.map_or(Kind::Hard, Status::kind),
    };
    let returned = origin::returned(message);
    let origin = Origin::of(message, returned.as_ref(), key, &[]);
    let address_fault = kind == Kind::Hard && status.is_some_and(Status::is_address);
    let address = failed.first().map(|failed| bare(failed.split(',').next().unwrap_or_default()));
    Some(Notice { kind, origin, status, address_fault, address, reason: reason.to_owned(), at: None })
}

/// A feedback report (ARF): a reader took it for spam, or says that it is none.
fn complaint(message: &Message<'_>, key: &Key) -> Option<Notice> {
    let fields = part(message, &["feedback-report"])?;
    let returned = origin::returned(message);
    let reported: Vec<&str> = fields.get("original-mail-from").into_iter().collect();
    let origin = Origin::of(message, returned.as_ref(), key, &reported);
    let kind = match fields.get("feedback-type").map(str::to_ascii_lowercase).as_deref() {
        Some("not-spam" | "virus" | "auth-failure" | "dmarc") => Kind::Other,
        _ => Kind::Complaint,
    };
    let address = fields.get("original-rcpt-to").map(bare);
    let reason = format!("a feedback report: {}", fields.get("feedback-type").unwrap_or("abuse"));
    Some(Notice { kind, origin, address, reason, ..nothing() })
}

/// Mail that is no report.
fn letter(message: &Message<'_>, key: &Key) -> Notice {
    let subject = message.subject().unwrap_or_default();
    let from = message.from().and_then(|from| from.first()).and_then(|from| from.address.as_deref()).map(bare);
    let receipt = part(message, &["disposition-notification", "tracking-status"]).is_some();
    let kind = match () {
        () if receipt => Kind::Other,
        () if automatic::is_answer(message) => Kind::Automatic,
        () if automatic::leaves(subject) => Kind::Unsubscribe,
        () => Kind::Other,
    };
    // The token of a link to leave stands in the address or the subject; an answer also names the mail that it answers, which
    // does not show that its reader wrote it.
    let origin = match Origin::of(message, None, key, &[]) {
        Origin::Unknown | Origin::Named(_) => subject
            .split_whitespace()
            .find_map(|word| super::token::verify(key, word))
            .map_or(Origin::Unknown, Origin::Sealed),
        found => found,
    };
    Notice { kind, origin, address: from, reason: subject.to_owned(), ..nothing() }
}

/// One line without control characters, for logs and terminals.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_REASON).collect()
}
