//! One mail (RFC 5322, 2045 to 2049, 2387, 2231).
//!
//! In: a filled newsletter, the headers that all its mails share, and the files that go with it. Out: bytes, the same each
//! time: the date is the newsletter's own; the Message-ID and the boundaries come from the content.
//!
//! Its shape is the one that Outlook writes itself and every other program reads: files beside (`mixed`) a text with its
//! pictures (`related`) in two versions (`alternative`).

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Attachment, Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use sha2::{Digest, Sha256};

use super::segments::{File, Headers};
use crate::model::value::{EmailAddress, hex};

/// What a mail is made of.
#[derive(Debug, Clone, Copy)]
pub struct Mail<'m> {
    /// The headers that do not depend on the reader.
    pub headers: &'m Headers,
    /// Whom it is to; nobody yet where absent.
    pub to: Option<&'m EmailAddress>,
    /// The subject, as one line.
    pub subject: &'m str,
    /// The HTML, whose pictures are `cid:` addresses or links.
    pub html: &'m str,
    /// The plain text.
    pub text: &'m str,
    /// Pictures and attachments, with their bytes. A picture that the HTML fetches from elsewhere stays out.
    pub files: &'m [(File, Arc<[u8]>)],
    /// True for a draft, which mail programs open ready to send (`X-Unsent`).
    pub draft: bool,
}

/// Builds the mail; `None` only if the sender's address were not one, which the model rules out.
pub fn message(mail: &Mail<'_>) -> Option<Vec<u8>> {
    let from: Address = mail.headers.from_address.parse().ok()?;
    let hash = fingerprint(mail);
    let sender = format!("{}\r\n <{from}>", phrase(&mail.headers.from_name));
    let mut builder = Message::builder()
        .raw_header(encoded("From", from.to_string(), sender))
        .raw_header(encoded("Subject", mail.subject.to_owned(), unstructured(mail.subject)))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(mail.headers.date.max(0).unsigned_abs()))
        .message_id(Some(format!("<{hash}@{}>", from.domain())))
        // A draft is to nobody yet; lettre wants an envelope nevertheless.
        .envelope(Envelope::new(None, vec![from.clone()]).ok()?);
    if let Some(address) = mail.headers.reply_to.as_ref().and_then(|address| address.parse().ok()) {
        builder = builder.reply_to(Mailbox::new(None, address));
    }
    let to = mail.to.map(|to| ("To", to.to_string()));
    let list = mail.headers.list_id.as_ref().map(|id| ("List-Id", format!("<{id}>")));
    let leave = mail.headers.unsubscribe.as_ref().map(|link| ("List-Unsubscribe", format!("<{link}>")));
    let unsent = mail.draft.then(|| ("X-Unsent", "1".to_owned()));
    for (name, value) in [to, list, leave, unsent].into_iter().flatten() {
        builder = builder.raw_header(encoded(name, value.clone(), value));
    }
    Some(builder.multipart(body(mail, &hash)).ok()?.formatted())
}

/// Both texts, in what they need around them.
fn body(mail: &Mail<'_>, hash: &str) -> MultiPart {
    let alternative = multipart("alternative", hash);
    let texts = alternative.singlepart(part("text/plain", mail.text)).singlepart(part("text/html", mail.html));
    let shown = mail.files.iter().filter(|(file, _)| file.link.is_none());
    let (pictures, attachments): (Vec<_>, Vec<_>) = shown.partition(|(file, _)| file.content_id.is_some());
    let related = match pictures.is_empty() {
        true => texts,
        false => pictures.into_iter().fold(
            multipart("related; type=\"multipart/alternative\"", hash).multipart(texts),
            |related, (file, bytes)| related.singlepart(attached(file, bytes)),
        ),
    };
    match attachments.is_empty() {
        true => related,
        false => attachments.into_iter().fold(multipart("mixed", hash).multipart(related), |mixed, (file, bytes)| {
            mixed.singlepart(attached(file, bytes))
        }),
    }
}

/// A file within a mail: a picture that the HTML shows, else one to save.
fn attached(file: &File, bytes: &Arc<[u8]>) -> SinglePart {
    let attachment = match &file.content_id {
        Some(id) => Attachment::new_inline_with_name(id.clone(), file.file_name.clone()),
        None => Attachment::new(file.file_name.clone()),
    };
    let body = Body::new_with_encoding(bytes.to_vec(), ContentTransferEncoding::Base64);
    let body = body.expect("base64 takes any bytes");
    let binary = || ContentType::parse("application/octet-stream").expect("a media type");
    attachment.body(body, ContentType::parse(&file.media_type).unwrap_or_else(|_| binary()))
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
pub fn phrase(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '\'');
    if text.len() <= 60 && text.chars().all(bare) { text.to_owned() } else { encoded_words(text) }
}

/// A subject: as it is where it is short and plain, else as encoded words.
pub fn unstructured(text: &str) -> String {
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

/// Half of the SHA-256 of all that the mail is made of, in hexadecimal.
fn fingerprint(mail: &Mail<'_>) -> String {
    let mut hash = Sha256::new();
    let to = mail.to.map_or("", EmailAddress::as_str);
    let headers = mail.headers;
    for text in [&headers.from_name, &headers.from_address, to, mail.subject, mail.html, mail.text] {
        hash.update(text);
        hash.update([0]);
    }
    hash.update(headers.date.to_be_bytes());
    mail.files.iter().for_each(|(file, _)| hash.update(&file.sha256));
    hex(&hash.finalize()[..16])
}
