//! Mail of hostile values, read by another's eyes: every header once, one receiver, the lines that were meant and no other.

use std::collections::BTreeMap;

use fanion::{
    delivery::mail::{Addressee, Letter},
    personalise::{File, Segment, Segments, header_text},
};
use mail_parser::{MessageParser, MimeHeaders};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::support::issue;

/// What ends headers, lines, parts, addresses and words, and what turns the direction of writing.
const PIECES: [&str; 44] = [
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\r\n\r\n",
    "\r\n.\r\n",
    "\n ",
    "\t",
    " ",
    "  ",
    ",",
    ";",
    ":",
    "<",
    ">",
    "\"",
    "\\",
    "@",
    "(",
    ")",
    "[",
    "]",
    "=",
    "=?utf-8?B?QmNjOg==?=",
    "=?utf-8?q?x?=",
    "--=mixed-0",
    "--=alternative-",
    "Bcc: x@evil.example",
    "To: y",
    "<x@evil.example>",
    "</p><b>",
    "&amp;",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{7f}",
    "é",
    "日本",
    "\u{1f600}",
    "a",
    ".",
];

fn hostile() -> impl Strategy<Value = String> {
    let long = prop_oneof![8 => Just(String::new()), 1 => "[a-z]{80,300}", 1 => "[é-ü ]{40,90}"];
    (vec(select(&PIECES[..]), 0..9), long).prop_map(|(pieces, long)| pieces.concat() + &long)
}

fn letter(from: &str, subject: &str, list: &str, file: &str) -> Segments {
    let mut segments = issue::segments(200);
    segments.headers.from_name = from.into();
    segments.headers.list_id = Some(list.into());
    segments.headers.unsubscribe = Some(format!("https://horizon.example/{list}"));
    segments.headers.reply_to = Some(format!("{list}@horizon.example"));
    segments.subject.push(Segment::Fixed(subject.into()));
    segments.attachments.push(File {
        path: "a".into(),
        sha256: "a".into(),
        bytes: 3,
        media_type: format!("text/{list}"),
        file_name: file.into(),
        content_id: None,
        link: None,
    });
    segments
}

/// The names of a mail's header fields, unfolded by no parser but these lines.
fn names(head: &str) -> Vec<String> {
    let begins = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    let mut names: Vec<String> = begins.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect();
    names.sort();
    names
}

/// Words, since mail folds white space.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const FIELDS: [&str; 12] = [
    "Auto-Submitted",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Date",
    "From",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_text_becomes_a_header_a_receiver_a_part_or_a_line(
        (first, team) in (hostile(), hostile()),
        (from, subject) in (hostile(), hostile()),
        (list, file) in (hostile(), hostile()),
        address in select(&["lea@horizon.example", "o'neill+x@horizon.example", "a.b@xn--nxasmq6b.example"][..]),
    ) {
        let letter = Letter::new(letter(&from, &subject, &list, &file), |_| Ok(b"abc".to_vec())).unwrap();
        let values = BTreeMap::from([("first_name".to_owned(), first), ("team".to_owned(), team)]);
        let parsed = address.parse().unwrap();
        let to = Addressee { address: &parsed, values: &values, message_id: "1@horizon.example", date: issue::NOW, mark: None };
        let bytes = letter.compose(&to, None).unwrap();
        let filled = letter.segments().fill(|column| values.get(column).map(String::as_str));

        // As bytes: ASCII in lines that end with CR LF, none too long (RFC 5321, 4.5.3.1.6), no NUL.
        let text = String::from_utf8(bytes.clone()).unwrap();
        prop_assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\r' | b'\n' | b'\t')));
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let found = names(head);
        let fields: Vec<&str> = found.iter().map(String::as_str).filter(|name| *name != "Reply-To").collect();
        prop_assert_eq!(fields, FIELDS);
        prop_assert!(found.iter().filter(|name| *name == "Reply-To").count() <= 1);

        // As another reads it.
        let mail = MessageParser::default().parse(&bytes).unwrap();
        let receivers: Vec<_> = mail.to().unwrap().iter().map(|to| to.address().unwrap()).collect();
        prop_assert_eq!(receivers, [address]);
        prop_assert!(mail.cc().is_none() && mail.bcc().is_none());
        let senders: Vec<_> = mail.from().unwrap().iter().collect();
        prop_assert_eq!(senders.len(), 1);
        prop_assert_eq!(senders[0].address(), Some("agora@horizon.example"));
        prop_assert_eq!(words(senders[0].name().unwrap_or_default()), words(&header_text(&from)));
        prop_assert_eq!(words(mail.subject().unwrap_or_default()), words(&filled.subject()));
        let same = |read: &str, meant: &str| read.replace("\r\n", "\n") == meant;
        prop_assert_eq!((mail.text_body_count(), mail.html_body_count(), mail.attachment_count()), (1, 1, 1));
        prop_assert!(same(&mail.body_text(0).unwrap(), &filled.text()), "{:?}\n{:?}", mail.body_text(0), filled.text());
        prop_assert!(same(&mail.body_html(0).unwrap(), &filled.html()), "{:?}\n{:?}", mail.body_html(0), filled.html());
        prop_assert_eq!(mail.attachment(0).unwrap().contents(), b"abc");
        prop_assert!(!mail.attachment(0).unwrap().attachment_name().unwrap_or_default().contains(['\r', '\n', '\0']));
    }
}
