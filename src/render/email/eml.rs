//! The e-mail draft: `.eml`, which Outlook, Thunderbird and Apple Mail open ready to send.
//!
//! In: an issue's headers, its HTML, its text part and its pictures. Out: a MIME message (RFC 5322, 2045 to 2049, 2387).
//! Its bytes are the same each time: the date is the issue's own, else 2000-01-01; the Message-ID and the boundaries come
//! from the content.

use std::time::{Duration, SystemTime};

use base64::{Engine, engine::general_purpose::STANDARD};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Attachment, Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{emit_mjml::clean, picture::Picture};
use crate::{
    model::{Campaign, Newsletter, Person, Project, value::hex},
    plan::Job,
};

/// The sender where the project names none: `.invalid` can never be anybody's (RFC 2606).
const NOBODY: &str = "noreply@example.invalid";

/// 2000-01-01T00:00:00Z, in seconds since 1970: the date of drafts whose newsletter has none.
const UNDATED: i64 = 946_684_800;

/// The headers of an issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Headers {
    from_name: String,
    from_address: String,
    reply_to: Option<String>,
    subject: String,
    /// Seconds since 1970.
    date: i64,
}

impl Headers {
    /// The headers of a job's issue with this subject.
    ///
    /// It comes from delivery's address, else from that of the person it is from, else from the project's contact; it
    /// bears the person's name, else delivery's, else the project's.
    pub(super) fn new(project: &Project, job: &Job<'_>, newsletter: &Newsletter, subject: &str) -> Self {
        let person = job.campaign.people.iter().find(|person| Some(&person.id) == newsletter.from.as_ref());
        let delivery = project.delivery.as_ref();
        let persons_address = person.and_then(|person: &Person| person.email.as_ref());
        let address = delivery.map(|delivery| &delivery.from_address).or(persons_address);
        let address = address.or(project.identity.contact.as_ref()).map_or(NOBODY, |address| address.as_str());
        let name = person.map(|person| &person.name).or(delivery.map(|delivery| &delivery.from_name));
        let name = name.map_or(&project.identity.name, |name| name.get(&job.language));
        let reply_to = delivery.and_then(|delivery| delivery.reply_to.as_ref()).or(persons_address);
        Self {
            from_name: header_text(name),
            from_address: address.to_owned(),
            reply_to: reply_to.map(|address| address.to_string()).filter(|reply_to| reply_to != address),
            subject: header_text(subject),
            date: sent_at(newsletter, job.campaign).map_or(UNDATED, |at| at.as_second()),
        }
    }
}

/// When an issue leaves, in its campaign's zone.
fn sent_at(newsletter: &Newsletter, campaign: &Campaign) -> Option<jiff::Timestamp> {
    newsletter.first_send?.in_tz(&campaign.timezone).ok().map(|zoned| zoned.timestamp())
}

/// A text as a header can hold it: one line, without control characters.
pub(super) fn header_text(text: &str) -> String {
    clean(text).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Builds the message; `None` only if an address were not one, which the model rules out.
pub(super) fn draft(headers: &Headers, html: &str, text: &str, pictures: &[Picture]) -> Option<Vec<u8>> {
    let from: Address = headers.from_address.parse().ok()?;
    let hash = fingerprint(headers, html, text, pictures);
    let sender = format!("{}\r\n <{from}>", phrase(&headers.from_name));
    let builder = Message::builder()
        .raw_header(encoded("From", from.to_string(), sender))
        .raw_header(encoded("Subject", headers.subject.clone(), unstructured(&headers.subject)))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(headers.date.max(0).unsigned_abs()))
        .message_id(Some(format!("<{hash}@{}>", from.domain())))
        .raw_header(encoded("X-Unsent", "1".into(), "1".into()))
        // A draft is to nobody yet; lettre wants an envelope nevertheless.
        .envelope(Envelope::new(None, vec![from.clone()]).ok()?);
    let builder = match headers.reply_to.as_ref().and_then(|address| address.parse().ok()) {
        Some(address) => builder.reply_to(Mailbox::new(None, address)),
        None => builder,
    };
    let alternative = multipart("alternative", &hash).singlepart(part("text/plain", text));
    let message = match pictures {
        [] => alternative.singlepart(part("text/html", html)),
        pictures => alternative.multipart(related(html, pictures, &hash)),
    };
    Some(builder.multipart(message).ok()?.formatted())
}

/// The HTML with the pictures that it shows.
fn related(html: &str, pictures: &[Picture], hash: &str) -> MultiPart {
    let related = multipart("related; type=\"text/html\"", hash).singlepart(part("text/html", html));
    pictures.iter().fold(related, |related, picture| {
        let inline = Attachment::new_inline_with_name(picture.id.clone(), picture.file_name.clone());
        related.singlepart(inline.body(picture.bytes.to_vec(), content_type(picture.media_type)))
    })
}

/// A multipart whose boundary comes from the content, so that no content can hold it.
fn multipart(kind: &str, hash: &str) -> MultiPart {
    let name = kind.split(';').next().unwrap_or(kind);
    MultiPart::builder().header(content_type(&format!("multipart/{kind}; boundary=\"={name}-{hash}\""))).build()
}

/// A text as quoted-printable, which every relay passes unchanged; base64 where that is shorter.
fn part(kind: &str, text: &str) -> SinglePart {
    let ascii = text.bytes().filter(u8::is_ascii).count();
    let encoding = match ascii * 6 > text.len() * 5 {
        true => ContentTransferEncoding::QuotedPrintable,
        false => ContentTransferEncoding::Base64,
    };
    let body = Body::new_with_encoding(text.to_owned(), encoding).expect("both encodings take any text");
    SinglePart::builder().header(content_type(&format!("{kind}; charset=utf-8"))).body(body)
}

fn content_type(text: &str) -> ContentType {
    ContentType::parse(text).expect("media types are built from constants")
}

/// A header in the form in which it is sent; `raw` is what lettre reads back from it.
fn encoded(name: &'static str, raw: String, sent: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), raw, sent)
}

/// A display name (RFC 5322, `phrase`): bare where it is words of letters and digits, else as encoded words.
fn phrase(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '\'');
    if text.len() <= 60 && text.chars().all(bare) { text.to_owned() } else { encoded_words(text) }
}

/// A subject: as it is where it is short and plain, else as encoded words.
fn unstructured(text: &str) -> String {
    let plain = text.bytes().all(|b| matches!(b, b' '..=b'~')) && !text.contains("=?");
    if text.len() <= 60 && plain { text.to_owned() } else { encoded_words(text) }
}

/// RFC 2047: words of at most 75 characters, one to a line.
fn encoded_words(text: &str) -> String {
    const BYTES: usize = 36;
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= BYTES => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let words = words.iter().map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
    words.collect::<Vec<_>>().join("\r\n ")
}

/// Half of the SHA-256 of all that the message is made of, in hexadecimal.
fn fingerprint(headers: &Headers, html: &str, text: &str, pictures: &[Picture]) -> String {
    let mut hash = Sha256::new();
    for field in [&headers.from_name, &headers.from_address, &headers.subject] {
        hash.update(field);
        hash.update([0]);
    }
    hash.update(headers.date.to_be_bytes());
    hash.update(html);
    hash.update([0]);
    hash.update(text);
    pictures.iter().for_each(|picture| hash.update(&picture.bytes));
    hex(&hash.finalize()[..16])
}
