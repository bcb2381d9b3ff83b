//! Which message of ours a mail is about.

use mail_parser::{HeaderValue, Message, MessageParser, PartType};

use super::token;
use crate::delivery::secret::Key;

/// Which message a mail is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The one of this id, vouched for by a token of this project's key.
    Sealed(String),
    /// The one of this Message-ID, which nobody can guess who was not sent it.
    Named(String),
    /// It bears a token that is not of this project's key.
    Forged,
    /// Nothing names a message that could be ours.
    Unknown,
}

impl Origin {
    /// The id of the message.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Sealed(id) | Self::Named(id) => Some(id),
            Self::Forged | Self::Unknown => None,
        }
    }

    /// Of a mail, by the token in the address that it came to or that ours came from, else by the Message-ID in what is returned.
    pub fn of(message: &Message<'_>, returned: Option<&Message<'_>>, key: &Key, reported: &[&str]) -> Self {
        let outer = ["To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Cc"];
        let outer = outer.iter().flat_map(|name| texts(message, name));
        let inner = returned.into_iter().flat_map(|returned| texts(returned, "Return-Path"));
        let places = outer.chain(inner).chain(reported.iter().map(|text| (*text).to_owned()));
        let tokens: Vec<String> = places.flat_map(|text| tokens(&text)).collect();
        if let Some(id) = tokens.iter().find_map(|found| token::verify(key, found)) {
            return Self::Sealed(id);
        }
        if !tokens.is_empty() {
            return Self::Forged;
        }
        let returned = returned.into_iter().flat_map(|returned| texts(returned, "Message-ID"));
        // Exchange names it in the headers of its report too.
        let outer = ["In-Reply-To", "References"].iter().flat_map(|name| texts(message, name));
        let ids = returned.chain(outer).flat_map(|text| ids(&text));
        let quoted = quoted(message);
        ids.chain(quoted).next().map_or(Self::Unknown, Self::Named)
    }
}

/// The message that a report returns: whole (`message/rfc822`) or its headers (`text/rfc822-headers`).
pub fn returned<'m>(message: &'m Message<'_>) -> Option<Message<'m>> {
    message.parts.iter().skip(1).find_map(|part| match &part.body {
        PartType::Message(nested) => Some(nested.clone()),
        _ if is_headers(part) => MessageParser::default().parse_headers(part.contents()),
        _ => None,
    })
}

fn is_headers(part: &mail_parser::MessagePart<'_>) -> bool {
    use mail_parser::MimeHeaders;
    let kind = part.content_type();
    let subtype = kind.and_then(|kind| kind.c_subtype.as_deref()).unwrap_or_default();
    ["rfc822-headers", "global-headers", "rfc822", "global"].iter().any(|known| subtype.eq_ignore_ascii_case(known))
}

/// A header's values as text.
pub fn texts(message: &Message<'_>, name: &str) -> Vec<String> {
    let headers = message.headers().iter().filter(|header| header.name().eq_ignore_ascii_case(name));
    headers
        .map(|header| match &header.value {
            HeaderValue::Text(text) => text.to_string(),
            HeaderValue::TextList(list) => list.join(" "),
            HeaderValue::Address(address) => {
                let each = address.iter().filter_map(|one| one.address.as_deref());
                each.collect::<Vec<_>>().join(" ")
            }
            _ => String::new(),
        })
        .collect()
}

/// What has the form of a token in the addresses of a text.
fn tokens(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | ':' | '"' | '(' | ')'));
    words.filter_map(token::within).map(str::to_owned).collect()
}

/// What has the form of an id of the outbox in a text of Message-IDs.
fn ids(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | ','));
    let ids = words.map(token::local).filter(|id| token::bytes(id).is_some());
    ids.map(str::to_ascii_lowercase).collect()
}

/// Lines of old servers' reports that quote the headers of ours in their text.
fn quoted(message: &Message<'_>) -> Vec<String> {
    let texts = message.text_bodies().filter_map(|part| part.text_contents());
    let lines = texts.flat_map(|text| {
        text.lines().filter(|line| line.get(..11).is_some_and(|h| h.eq_ignore_ascii_case("message-id:")))
    });
    lines.take(20).flat_map(|line| ids(&line[11..])).collect()
}
