//! A reader's mail (RFC 5322, 2045 to 2047, 2369, 2919, 3834, 8058).
//!
//! In: segments and files out of the store, a reader's values, the Message-ID and Date that the outbox keeps. Out: bytes, the
//! same for each attempt. What is the same for all readers is encoded once, so that a mail is little more than copying.

mod encode;

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Body, Mailbox,
        dkim::dkim_sign,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
};

use sha2::{Digest, Sha256};

use self::encode::{push_base64, push_quoted};
use super::{DeliveryError, store::Store};
use crate::{
    model::value::{EmailAddress, hex},
    personalise::{File, Filled, Segment, Segments, header_text, phrase, unstructured},
};

/// A key that signs mail, and what is signed.
pub use lettre::message::dkim::DkimConfig;

/// What a signature covers: what a reader sees, and what the list's headers promise (RFC 8058, 3).
pub const SIGNED: [&str; 9] =
    ["From", "To", "Subject", "Date", "Message-ID", "Reply-To", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"];

/// A newsletter in one language for one variant, ready to be addressed.
#[derive(Debug)]
pub struct Letter {
    segments: Segments,
    html: Html,
    /// Pictures and attachments as parts, without their boundaries.
    pictures: Vec<String>,
    attachments: Vec<String>,
    /// What its boundaries end with, by its content: the same for all readers. An `=` before it keeps them out of texts.
    boundary: String,
}

/// The HTML, encoded as far as it is the same for all.
#[derive(Debug)]
enum Html {
    /// Quoted-printable: each piece begins and ends its own lines.
    Quoted(Vec<Option<String>>),
    /// Base64, which is shorter for scripts other than Latin.
    Base64,
}

/// For whom a mail is.
#[derive(Debug, Clone, Copy)]
pub struct Addressee<'a> {
    /// Their address.
    pub address: &'a EmailAddress,
    /// What their row has in the columns that the segments show.
    pub values: &'a BTreeMap<String, String>,
    /// Without angle brackets.
    pub message_id: &'a str,
    /// The Date.
    pub date: Timestamp,
    /// What the subject of test mail begins with.
    pub mark: Option<&'a str>,
}

impl Letter {
    /// A letter out of the store.
    ///
    /// # Errors
    /// A file is missing or changed, or is not what this program can fill.
    pub fn open(store: &Store, sha256: &str) -> Result<Self, DeliveryError> {
        let wrong = |why: String| DeliveryError::Mail { issue: sha256.to_owned(), why };
        let segments = Segments::parse(&store.get(sha256)?).map_err(wrong)?;
        Self::new(segments, |file| store.get(&file.sha256))
    }

    /// A letter of segments whose files are found by `bytes`.
    ///
    /// # Errors
    /// A file cannot be had, or the sender's address is none.
    pub fn new(
        segments: Segments,
        mut bytes: impl FnMut(&File) -> Result<Vec<u8>, DeliveryError>,
    ) -> Result<Self, DeliveryError> {
        if segments.headers.from_address.parse::<Address>().is_err() {
            let why = format!("`{}` is not an address to send from", segments.headers.from_address);
            return Err(DeliveryError::Mail { issue: segments.newsletter, why });
        }
        let mut parts = |files: &[File]| -> Result<Vec<String>, DeliveryError> {
            let carried = files.iter().filter(|file| file.link.is_none());
            carried.map(|file| Ok(part_of(file, &bytes(file)?))).collect()
        };
        let (pictures, attachments) = (parts(&segments.pictures)?, parts(&segments.attachments)?);
        let fixed = segments.html.iter().filter_map(|segment| match segment {
            Segment::Fixed(text) => Some(text.as_str()),
            Segment::Value { .. } => None,
        });
        let (all, ascii) = fixed
            .fold((0, 0), |(all, ascii), text| (all + text.len(), ascii + text.bytes().filter(u8::is_ascii).count()));
        let html = match ascii * 6 > all * 5 {
            true => Html::Quoted(segments.html.iter().map(quoted).collect()),
            false => Html::Base64,
        };
        let boundary = hex(&Sha256::digest(segments.to_json())[..12]);
        Ok(Self { segments, html, pictures, attachments, boundary })
    }

    /// The segments that it was made of.
    pub fn segments(&self) -> &Segments {
        &self.segments
    }

    /// One reader's mail, signed where a key is given.
    ///
    /// # Errors
    /// An address is none that mail can bear, which the model rules out.
    pub fn compose(&self, to: &Addressee<'_>, key: Option<&DkimConfig>) -> Result<Vec<u8>, DeliveryError> {
        let filled = self.segments.fill(|column| to.values.get(column).map(String::as_str));
        let wrong = || DeliveryError::Mail {
            issue: self.segments.newsletter.clone(),
            why: format!("`{}` cannot be written to", to.address),
        };
        let builder = self.headers(to, &filled.subject()).ok_or_else(wrong)?;
        let (kind, body) = self.body(&filled);
        let content_type = ContentType::parse(&kind).map_err(|_| wrong())?;
        let body = Body::dangerous_pre_encoded(body, ContentTransferEncoding::SevenBit);
        let mut message = builder.header(MIME_VERSION_1_0).header(content_type).body(body).map_err(|_| wrong())?;
        if let Some(key) = key {
            dkim_sign(&mut message, key);
        }
        Ok(message.formatted())
    }

    fn headers(&self, to: &Addressee<'_>, subject: &str) -> Option<lettre::message::MessageBuilder> {
        let headers = &self.segments.headers;
        let from: Address = headers.from_address.parse().ok()?;
        let receiver: Address = to.address.as_str().parse().ok()?;
        let marked = to.mark.map(|mark| header_text(&format!("{mark}{subject}")));
        let subject = marked.as_deref().unwrap_or(subject);
        let seconds = to.date.as_second().max(0).unsigned_abs();
        let sender = match phrase(&header_text(&headers.from_name)) {
            name if name.is_empty() => format!("<{from}>"),
            name => format!("{name}\r\n <{from}>"),
        };
        let mut builder = Message::builder()
            .raw_header(encoded("From", from.to_string(), sender))
            // In brackets: filters of spam know programs that leave them out (SpamAssassin's TO_NO_BRKTS_…).
            .raw_header(encoded("To", receiver.to_string(), format!("<{receiver}>")))
            .raw_header(encoded("Subject", subject.to_owned(), unstructured(subject)))
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<{}>", to.message_id)))
            .envelope(Envelope::new(None, vec![receiver]).ok()?);
        // The model has no other addresses; segments are files, which somebody may have written.
        let reply_to = headers.reply_to.as_ref().filter(|address| address.is_ascii());
        if let Some(address) = reply_to.and_then(|address| address.parse().ok()) {
            builder = builder.reply_to(Mailbox::new(None, address));
        }
        let list = headers.list_id.as_ref().map(|id| ("List-Id", format!("<{}>", bracketed(id))));
        let leave = headers.unsubscribe.as_ref().map(|link| ("List-Unsubscribe", format!("<{}>", bracketed(link))));
        let one_click = headers.unsubscribe.as_ref().filter(|link| link.starts_with("https://"));
        let one_click = one_click.map(|_| ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        let generated = Some(("Auto-Submitted", "auto-generated".to_owned()));
        for (name, value) in [list, leave, one_click, generated].into_iter().flatten() {
            builder = builder.raw_header(encoded(name, value.clone(), value));
        }
        Some(builder)
    }

    /// Both texts with what they need around them: files beside (`mixed`) a text with its pictures (`related`) in two
    /// versions (`alternative`). The outermost type, and what it holds.
    fn body(&self, filled: &Filled<'_>) -> (String, Vec<u8>) {
        let boundary = self.boundary.as_str();
        let files: usize = self.pictures.iter().chain(&self.attachments).map(String::len).sum();
        let text = filled.text();
        let mut out = String::with_capacity(files + 64 * 1024);
        let layers = [
            (!self.attachments.is_empty(), "mixed", ""),
            (!self.pictures.is_empty(), "related", "; type=\"multipart/alternative\""),
            (true, "alternative", ""),
        ];
        let mut layers = layers.iter().filter(|layer| layer.0).peekable();
        let kind = |name: &str, more: &str| format!("multipart/{name}{more}; boundary=\"={name}-{boundary}\"");
        let outermost = layers.peek().map(|(_, name, more)| kind(name, more)).unwrap_or_default();
        layers.next();
        let mut around = outermost.clone();
        for (_, name, more) in layers {
            open(&mut out, &around);
            around = kind(name, more);
            out.push_str(&format!("Content-Type: {around}\r\n\r\n"));
        }
        open(&mut out, &around);
        push_text(&mut out, &text);
        open(&mut out, &around);
        self.push_html(&mut out, filled);
        close(&mut out, "alternative", boundary);
        for (name, parts) in [("related", &self.pictures), ("mixed", &self.attachments)] {
            for part in parts {
                out.push_str(&format!("--={name}-{boundary}\r\n"));
                out.push_str(part);
            }
            if !parts.is_empty() {
                close(&mut out, name, boundary);
            }
        }
        (outermost, out.into_bytes())
    }

    fn push_html(&self, out: &mut String, filled: &Filled<'_>) {
        out.push_str("Content-Type: text/html; charset=utf-8\r\n");
        let Html::Quoted(pieces) = &self.html else {
            out.push_str("Content-Transfer-Encoding: base64\r\n\r\n");
            return push_base64(out, filled.html().replace('\n', "\r\n").as_bytes());
        };
        out.push_str("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        let mut value = String::new();
        for (piece, segment) in pieces.iter().zip(&self.segments.html) {
            match piece {
                Some(encoded) => out.push_str(encoded),
                None => {
                    value.clear();
                    filled.push_segment(segment, &mut value);
                    push_quoted(out, &value);
                }
            }
        }
        end_lines(out);
    }
}

/// A fixed piece in lines of its own; nothing for a value.
fn quoted(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Fixed(text) => {
            let mut out = String::with_capacity(text.len() + text.len() / 20);
            push_quoted(&mut out, text);
            Some(out)
        }
        Segment::Value { .. } => None,
    }
}

/// The plain text as quoted-printable, or base64 where that is shorter.
fn push_text(out: &mut String, text: &str) {
    out.push_str("Content-Type: text/plain; charset=utf-8\r\n");
    let ascii = text.bytes().filter(u8::is_ascii).count();
    if ascii * 6 > text.len() * 5 {
        out.push_str("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        push_quoted(out, text);
        end_lines(out);
    } else {
        out.push_str("Content-Transfer-Encoding: base64\r\n\r\n");
        push_base64(out, text.replace('\n', "\r\n").as_bytes());
    }
}

/// The line break before a boundary is the boundary's (RFC 2046, 5.1.1): a text that ends with one has its own before it.
fn end_lines(out: &mut String) {
    if out.ends_with("=\r\n") {
        out.truncate(out.len() - 3);
    }
    out.push_str("\r\n");
}

/// The line that begins a part of a multipart.
fn open(out: &mut String, kind: &str) {
    let boundary = kind.split("boundary=\"").nth(1).unwrap_or_default().trim_end_matches('"');
    out.push_str("--");
    out.push_str(boundary);
    out.push_str("\r\n");
}

fn close(out: &mut String, name: &str, boundary: &str) {
    out.push_str(&format!("--={name}-{boundary}--\r\n"));
}

/// A picture that the HTML shows, or a file to save.
fn part_of(file: &File, bytes: &[u8]) -> String {
    // It is shown to the reader, and may become a file's name.
    let name = Some(header_text(&file.file_name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "file".into());
    let name = match name.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\')) {
        true => format!("filename=\"{name}\""),
        // RFC 2231
        false => format!("filename*=utf-8''{}", percent_encoding::utf8_percent_encode(&name, FILE_NAME)),
    };
    let kind = header_text(&file.media_type);
    let known = kind.is_ascii() && ContentType::parse(&kind).is_ok();
    let kind = if known { kind } else { "application/octet-stream".into() };
    let mut out = format!("Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n");
    match &file.content_id {
        Some(id) => {
            out.push_str(&format!("Content-ID: <{}>\r\nContent-Disposition: inline;\r\n {name}\r\n\r\n", bracketed(id)))
        }
        None => out.push_str(&format!("Content-Disposition: attachment;\r\n {name}\r\n\r\n")),
    }
    push_base64(&mut out, bytes);
    out
}

/// `attribute-char` of RFC 2231.
const FILE_NAME: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A header in the form in which it is sent; `raw` is what lettre reads back from it.
fn encoded(name: &'static str, raw: String, sent: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), raw, sent)
}

/// A key that signs mail: RSA (PKCS #1 in PEM) or an Ed25519 seed (base64 of 32 bytes).
///
/// # Errors
/// It is neither.
pub fn signing_key(domain: &str, selector: &str, text: &str) -> Result<DkimConfig, DeliveryError> {
    use lettre::message::dkim::{
        DkimCanonicalization, DkimCanonicalizationType::Relaxed, DkimSigningAlgorithm, DkimSigningKey,
    };
    let text = text.trim();
    let seed = STANDARD.decode(text).is_ok_and(|seed| seed.len() == 32);
    let algorithm = if seed { DkimSigningAlgorithm::Ed25519 } else { DkimSigningAlgorithm::Rsa };
    let key = DkimSigningKey::new(text, algorithm).map_err(|_| {
        DeliveryError::Setting(
            "the DKIM key is neither an RSA key (`openssl genrsa -traditional 2048`) nor an Ed25519 seed (`openssl rand \
             -base64 32`)"
                .into(),
        )
    })?;
    let headers = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
    let relaxed = DkimCanonicalization { header: Relaxed, body: Relaxed };
    Ok(DkimConfig::new(selector.to_owned(), domain.to_owned(), key, headers, relaxed))
}

/// What stands between angle brackets in a header: ASCII without white space and brackets, which are written as in links.
fn bracketed(text: &str) -> String {
    const SET: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS.add(b' ').add(b'<').add(b'>').add(b'"');
    percent_encoding::utf8_percent_encode(&header_text(text), SET).to_string()
}
