//! Texts and values made safe for the place where they stand, without changing what is read there.
//!
//! In: any text at all. Out: the same text as HTML, as a header or as part of an address.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What an address need not encode (RFC 3986, section 2.3).
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text without what neither HTML nor mail can hold: line breaks become spaces, control characters and the two
/// non-characters that XML forbids go.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| kept(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(kept).collect())
}

fn kept(c: char) -> Option<char> {
    match c {
        ' '..='~' => Some(c),
        '\n' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{fffe}' | '\u{ffff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// A text as a header can hold it: one line, without control characters, and without those that turn the direction of
/// what stands beside it (Unicode UAX #9, section 2): a subject must not rewrite the sender's name.
pub fn header_text(text: &str) -> String {
    let text = clean(text);
    let turned = |c: &char| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let straight: String = text.chars().filter(turned).collect();
    straight.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes a clean text as it stands between tags or within an attribute's quotes.
pub fn push_html(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Writes a text as a part of an address: it cannot end the part that it stands in.
pub(super) fn push_component(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, COMPONENT));
}

/// A value of a recipients' list as a text can hold it: clean, trimmed, and with every turn of direction undone at its
/// end, so that it does not turn what follows.
pub fn shown_value(text: &str) -> Cow<'_, str> {
    let text = match clean(text) {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    if text.is_ascii() {
        return text;
    }
    if !text.chars().any(is_seen) {
        return Cow::Borrowed("");
    }
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push('\u{202c}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            '\u{202c}' | '\u{2069}' if open.last() == Some(&c) => drop(open.pop()),
            _ => {}
        }
    }
    match open.is_empty() {
        true => text,
        false => Cow::Owned(text.chars().chain(open.into_iter().rev()).collect()),
    }
}

/// False for spaces and for signs that only steer how others are written.
fn is_seen(c: char) -> bool {
    let steers = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !steers && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_its_own_way() {
        let mut html = String::new();
        push_html(&mut html, "a<b>&\"c'd");
        assert_eq!(html, "a&lt;b&gt;&amp;&quot;c&#39;d");
        let mut part = String::new();
        push_component(&mut part, "a b&c=d/é?#");
        assert_eq!(part, "a%20b%26c%3Dd%2F%C3%A9%3F%23");
        assert_eq!(header_text("a\r\nBcc: x@y.example\0\u{202e} z "), "a Bcc: x@y.example z");
        assert!(matches!(clean("Zoé 👩\u{200d}🔧\u{a0}"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_nobody_sees_is_no_value() {
        assert_eq!(shown_value(" \u{a0}\u{200b}\u{2066}\t"), "");
        assert_eq!(shown_value("\u{200f}א"), "\u{200f}א");
    }

    #[test]
    fn a_value_ends_the_turns_that_it_begins() {
        assert_eq!(shown_value(" Anne\r\nMarie\0 "), "Anne Marie");
        assert_eq!(shown_value("a\u{202e}b"), "a\u{202e}b\u{202c}");
        assert_eq!(shown_value("\u{2067}a\u{202b}b"), "\u{2067}a\u{202b}b\u{202c}\u{2069}");
        assert_eq!(shown_value("\u{202e}a\u{202c}"), "\u{202e}a\u{202c}");
    }
}
