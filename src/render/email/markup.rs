//! Markup cut into its parts, for the lint and for what must be done before mrml reads it.
//!
//! In: MJML as a template rendered it. Out: [`Token`]s with their places, or the same MJML in a form that mrml neither
//! refuses nor changes ([`armour`]).

use std::{fmt::Write, ops::Range};

/// A part of markup.
#[derive(Debug, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind<'a>,
    /// Its bytes in the markup.
    pub(super) range: Range<usize>,
}

/// What a part of markup is.
#[derive(Debug, PartialEq)]
pub(super) enum TokenKind<'a> {
    /// `<name attribute="value">`
    Open { name: &'a str, attributes: Vec<Attribute<'a>>, empty: bool },
    /// `</name>`
    Close { name: &'a str },
    /// What stands between tags; also the content of a style element.
    Text(&'a str),
    /// `<!-- … -->`
    Comment,
    /// `<!--[if mso]>` or `<![endif]-->`, which Outlook reads.
    Condition,
    /// What is none of these: a `<` that opens nothing.
    Stray,
}

/// An attribute of a tag.
#[derive(Debug, PartialEq)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    /// Between its quotes, entities and all; empty where the attribute has no value.
    pub(super) value: &'a str,
    /// The bytes of the value.
    pub(super) value_range: Range<usize>,
    /// False where the value has no quotes or does not end.
    pub(super) quoted: bool,
}

/// Cuts markup into its parts; together they cover it all.
pub(super) fn tokens(markup: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while at < markup.len() {
        let rest = &markup[at..];
        let inside_style =
            matches!(out.last().map(|t| &t.kind), Some(TokenKind::Open { name, empty: false, .. }) if is_style(name));
        let (kind, length) = match rest.starts_with('<') {
            true if inside_style && !rest.starts_with("</") => text(rest, "</"),
            true => tag(markup, at),
            false => text(rest, if inside_style { "</" } else { "<" }),
        };
        out.push(Token { kind, range: at..at + length });
        at += length;
    }
    out
}

fn is_style(name: &str) -> bool {
    name == "mj-style" || name == "style"
}

fn text<'a>(rest: &'a str, end: &str) -> (TokenKind<'a>, usize) {
    let length = rest.find(end).unwrap_or(rest.len());
    (TokenKind::Text(&rest[..length]), length)
}

fn tag(markup: &str, at: usize) -> (TokenKind<'_>, usize) {
    let rest = &markup[at..];
    if rest.starts_with("<!--[if") || rest.starts_with("<![endif]") || rest.starts_with("<!--<![endif]") {
        let end = rest.find("]").map_or(rest.len(), |i| i + 1);
        let closings = [">-->", "><!-->", "-->", ">"];
        let closing = closings.iter().find(|c| rest[end..].starts_with(**c)).map_or(0, |c| c.len());
        return (TokenKind::Condition, end + closing);
    }
    if rest.starts_with("<!--") {
        return (TokenKind::Comment, rest.find("-->").map_or(rest.len(), |i| i + 3));
    }
    if let Some(name) = rest.strip_prefix("</") {
        let end = rest.find('>').map_or(rest.len(), |i| i + 1);
        return (TokenKind::Close { name: &name[..name_length(name)] }, end);
    }
    match name_length(&rest[1..]) {
        0 => (TokenKind::Stray, 1),
        length => open(markup, at, &rest[1..1 + length]),
    }
}

fn open<'a>(markup: &'a str, at: usize, name: &'a str) -> (TokenKind<'a>, usize) {
    let mut attributes = Vec::new();
    let mut here = at + 1 + name.len();
    loop {
        here += markup[here..].len() - markup[here..].trim_start().len();
        let rest = &markup[here..];
        if rest.starts_with("/>") || rest.starts_with('>') || rest.is_empty() {
            let empty = rest.starts_with("/>");
            let end = here + if empty { 2 } else { rest.len().min(1) };
            return (TokenKind::Open { name, attributes, empty }, end - at);
        }
        let (attribute, end) = attribute(markup, here);
        attributes.extend(attribute);
        here = end;
    }
}

/// The attribute at a place and the place after it; what is no attribute is passed over character by character.
fn attribute(markup: &str, at: usize) -> (Option<Attribute<'_>>, usize) {
    let rest = &markup[at..];
    let length = name_length(rest);
    if length == 0 {
        return (None, at + rest.chars().next().map_or(0, char::len_utf8));
    }
    let name = &rest[..length];
    let after = rest[length..].trim_start();
    let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
        let range = at + length..at + length;
        return (Some(Attribute { name, value: "", value_range: range, quoted: true }), at + length);
    };
    let start = markup.len() - value.len();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (from, until, end) = match quote {
        Some(quote) => {
            let until = value[1..].find(quote).map_or(markup.len(), |i| start + 1 + i);
            (start + 1, until, (until + 1).min(markup.len()))
        }
        None => {
            let until = value.find(|c: char| c.is_whitespace() || c == '>').map_or(markup.len(), |i| start + i);
            (start, until, until)
        }
    };
    let quoted = quote.is_some() && end > until;
    (Some(Attribute { name, value: &markup[from..until], value_range: from..until, quoted }), end)
}

/// How many bytes of a text are an element's or attribute's name.
fn name_length(text: &str) -> usize {
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return 0;
    }
    text.find(|c| !valid(c)).unwrap_or(text.len())
}

/// The same MJML in a form that mrml 6 reads and writes unchanged.
///
/// mrml panics on a raw `>` after a letter that is not ASCII, and writes attribute values (the title becomes one) with
/// Rust's escapes, so that no-break spaces, joined emoji and backslashes come out wrong: there, everything but plain
/// ASCII becomes a numeric entity. Comments are dropped, since mrml refuses them in some places.
pub(super) fn armour(mjml: &str) -> String {
    let mut out = String::with_capacity(mjml.len() + mjml.len() / 8);
    let mut inside = "";
    for token in tokens(mjml) {
        let raw = &mjml[token.range.clone()];
        match token.kind {
            TokenKind::Open { name, attributes, empty } => {
                inside = if empty { "" } else { name };
                let mut from = token.range.start;
                for attribute in attributes {
                    out.push_str(&mjml[from..attribute.value_range.start]);
                    push_ascii(&mut out, attribute.value);
                    from = attribute.value_range.end;
                }
                out.push_str(&mjml[from..token.range.end]);
            }
            TokenKind::Text(text) if is_style(inside) => push_css(&mut out, text),
            TokenKind::Text(text) if inside == "mj-title" => {
                push_ascii(&mut out, &text.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
            }
            // mrml passes over blank text only where it begins with a line break.
            TokenKind::Text(text) if text.contains('\n') && text.bytes().all(|b| b.is_ascii_whitespace()) => {
                out.push('\n')
            }
            TokenKind::Text(text) => out.push_str(&text.replace('>', "&gt;")),
            TokenKind::Close { .. } => {
                inside = "";
                out.push_str(raw);
            }
            TokenKind::Condition => out.push_str(raw),
            TokenKind::Comment => {}
            TokenKind::Stray => out.push_str("&lt;"),
        }
    }
    out
}

/// Numeric entities for all that Rust's `{:?}` would change, and for what ends an attribute or a tag.
fn push_ascii(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' | '"' | '<' | '>' => push_entity(out, c),
            ' '..='~' => out.push(c),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() => {}
            c => push_entity(out, c),
        }
    }
}

fn push_entity(out: &mut String, c: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "&#{};", u32::from(c));
}

/// CSS knows no entities, but escapes of its own (CSS Syntax 3, section 4.3.7). Indentation goes: it counts in every mail.
fn push_css(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            c if c.is_ascii_whitespace() && out.ends_with(' ') => {}
            c if c.is_ascii_whitespace() => out.push(' '),
            c if c.is_ascii() => out.push(c),
            c => {
                let _ = write!(out, "\\{:x} ", u32::from(c));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_attributes_and_texts() {
        let markup = "<mj-text css-class=\"a b\" align='left' hidden>é &lt; <br/></mj-text>";
        let found = tokens(markup);
        let TokenKind::Open { name, attributes, empty: false } = &found[0].kind else { panic!("{found:?}") };
        let pairs: Vec<_> = attributes.iter().map(|a| (a.name, a.value)).collect();
        assert_eq!((*name, pairs), ("mj-text", vec![("css-class", "a b"), ("align", "left"), ("hidden", "")]));
        assert_eq!(found[1].kind, TokenKind::Text("é &lt; "));
        assert!(matches!(found[2].kind, TokenKind::Open { name: "br", empty: true, .. }));
        assert_eq!(found[3].kind, TokenKind::Close { name: "mj-text" });
    }

    #[test]
    fn attribute_values_become_ascii_and_texts_lose_their_bare_brackets() {
        assert_eq!(armour("<a t=\"é\\\u{a0}\">é> x</a>"), "<a t=\"&#233;&#92;&#160;\">é&gt; x</a>");
        assert_eq!(armour("<mj-title>a\u{a0}b</mj-title>"), "<mj-title>a&#160;b</mj-title>");
        assert_eq!(armour("<mj-style>/*é*/ a > b {}</mj-style>"), "<mj-style>/*\\e9 */ a > b {}</mj-style>");
        assert_eq!(
            armour("<mj-raw><!-- x --><!--[if mso]><b></b><![endif]--></mj-raw>"),
            "<mj-raw><!--[if mso]><b></b><![endif]--></mj-raw>"
        );
        assert_eq!(armour("<mj-body>  \n  </mj-body>"), "<mj-body>\n</mj-body>");
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_loss(markup in "[<>a-z\"'=/ é!\\-\\[\\]]{0,40}") {
            let joined: String = tokens(&markup).iter().map(|t| &markup[t.range.clone()]).collect();
            prop_assert_eq!(joined, markup.clone());
            armour(&markup);
        }
    }
}
