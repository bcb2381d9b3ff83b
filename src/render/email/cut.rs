//! Texts cut where a reader's value stands.
//!
//! While an issue is made, a mark stands for each value: a word of ASCII letters and figures, which passes unchanged
//! through templates, MJML and mrml. In: texts with [`Marks`]. Out: [`Segment`]s that say of each value where it stands.
//!
//! A mark begins with the first of a chain of hashes that none of the texts holds that the issue can be made of. The chain is
//! always the same, so that a changed word in one language makes no other language anew.

use std::{borrow::Cow, ops::Range};

use sha2::{Digest, Sha256};

use super::markup::{Attribute, TokenKind, tokens};
use crate::{
    model::value::hex,
    personalise::{Lines, Place, Segment, Slot, TextBlock, push_lines},
};

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &["href", "src", "action", "background", "cite", "poster", "data", "formaction"];

/// The readers' values of an issue.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    /// What every mark begins with.
    prefix: String,
    /// In the order in which they were met, each once.
    pub(super) slots: Vec<Slot>,
}

/// A mark found in a text.
struct Found {
    range: Range<usize>,
    slot: usize,
}

impl Marks {
    /// None yet, for an issue that is made of these texts.
    pub(super) fn new(texts: &[Cow<'_, str>]) -> Self {
        let mut digest = Sha256::digest("fanion");
        loop {
            // A figure first: no run of letters takes the mark for a part of itself.
            let prefix = format!("7fv{}", &hex(digest)[..24]);
            if !texts.iter().any(|text| text.contains(&prefix)) {
                return Self { prefix, slots: Vec::new() };
            }
            digest = Sha256::digest(digest);
        }
    }

    /// The mark for a value.
    pub(super) fn mark(&mut self, slot: Slot) -> String {
        let known = self.slots.iter().position(|other| *other == slot);
        let index = known.unwrap_or_else(|| {
            self.slots.push(slot);
            self.slots.len() - 1
        });
        format!("{}{index:04}", self.prefix)
    }

    /// The mark for the target of a link: an address, so that it passes where only addresses do.
    pub(super) fn address(&mut self, column: &str, default: Option<String>) -> String {
        format!("https://{}/", self.mark(Slot { column: column.to_owned(), default, link: true }))
    }

    /// The marks of a text, in order, those of links with the whole address that they stand in.
    fn find(&self, text: &str) -> Vec<Found> {
        let length = self.prefix.len() + 4;
        let all = text.match_indices(&self.prefix).filter_map(|(at, _)| {
            let slot: usize = text.get(at + self.prefix.len()..at + length)?.parse().ok()?;
            let link = self.slots.get(slot)?.link;
            let before = "https://".len() * usize::from(link && text[..at].ends_with("https://"));
            let after = usize::from(before > 0 && text[at + length..].starts_with('/'));
            Some(Found { range: at - before..at + length + after, slot })
        });
        all.collect()
    }

    /// A text cut at its marks; `place` says where each stands.
    fn cut(&self, text: &str, place: impl Fn(&Range<usize>) -> Place) -> Vec<Segment> {
        let mut out = Vec::new();
        let mut from = 0;
        for Found { range, slot } in self.find(text) {
            push_fixed(&mut out, &text[from..range.start]);
            out.push(Segment::Value { slot, place: place(&range) });
            from = range.end;
        }
        push_fixed(&mut out, &text[from..]);
        out
    }

    /// A header's text.
    pub(super) fn text(&self, text: &str) -> Vec<Segment> {
        self.cut(text, |_| Place::Text)
    }

    /// Plain text; lines that are the same for all readers are broken now, so that none of them costs anything later.
    pub(super) fn lines(&self, page: Vec<Lines>) -> Vec<TextBlock> {
        let mut out: Vec<TextBlock> = Vec::new();
        for lines in page {
            let whole: String = lines.text.iter().filter_map(fixed).collect();
            let text = self.text(&whole);
            if text.iter().all(|segment| fixed(segment).is_some()) {
                if !matches!(out.last(), Some(TextBlock::Fixed(_))) {
                    out.push(TextBlock::Fixed(String::new()));
                }
                if let Some(TextBlock::Fixed(block)) = out.last_mut() {
                    push_lines(block, &lines, &whole);
                }
            } else {
                out.push(TextBlock::Wrapped(Lines { text, ..lines }));
            }
        }
        out
    }

    /// HTML; or what to say where a value stands in a style sheet, a script or a comment, in which none can be written
    /// safely.
    pub(super) fn html(&self, html: &str) -> Result<Vec<Segment>, String> {
        let mut components: Vec<Range<usize>> = Vec::new();
        let mut style = false;
        for token in tokens(html) {
            let raw = &html[token.range.clone()];
            match &token.kind {
                TokenKind::Open { name, attributes, empty } => {
                    style = !empty && matches!(*name, "style" | "script");
                    for attribute in attributes.iter().filter(|a| a.value.contains(&self.prefix)) {
                        components.extend(self.attribute(attribute)?);
                    }
                }
                TokenKind::Text(_) if style && raw.contains(&self.prefix) => {
                    return Err("in a style sheet".to_owned());
                }
                TokenKind::Comment if raw.contains(&self.prefix) => return Err("in a comment".to_owned()),
                TokenKind::Close { .. } => style = false,
                _ => {}
            }
        }
        let segments = self.cut(html, |range| match components.contains(range) {
            true => Place::Component,
            false => Place::Html,
        });
        // Ten of its letters tell a mark that a template has cut or written in capitals.
        let spoilt = |text: &str| text.to_ascii_lowercase().contains(&self.prefix[..10]);
        match segments.iter().filter_map(fixed).any(spoilt) {
            true => Err("where a template changes its letters".to_owned()),
            false => Ok(segments),
        }
    }

    /// The marks of an attribute that stand within an address.
    fn attribute(&self, attribute: &Attribute<'_>) -> Result<Vec<Range<usize>>, String> {
        let name = attribute.name.to_ascii_lowercase();
        if name == "style" || name == "srcset" || name == "srcdoc" || name.starts_with("on") || !attribute.quoted {
            return Err(format!("in the attribute `{name}`"));
        }
        let is_address = ADDRESSES.contains(&name.as_str());
        let mut components = Vec::new();
        for Found { range, slot } in self.find(attribute.value).into_iter().filter(|_| is_address) {
            let whole = range == (0..attribute.value.len());
            match (self.slots[slot].link, whole) {
                (true, true) => {}
                // Before the path a value would say where the address leads.
                (_, _) if !leads_somewhere(&attribute.value[..range.start]) => {
                    return Err(format!("at the head of an address in the attribute `{name}`"));
                }
                _ => {
                    components.push(range.start + attribute.value_range.start..range.end + attribute.value_range.start)
                }
            }
        }
        Ok(components)
    }
}

/// Whether the beginning of an address says already where it leads.
fn leads_somewhere(address: &str) -> bool {
    let host = |rest: &str| rest.split_once(['/', '?', '#']).is_some_and(|(host, _)| !host.is_empty());
    let mail = |rest: &str| rest.split_once('?').is_some_and(|(to, _)| !to.is_empty());
    address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).is_some_and(host)
        || address.strip_prefix("mailto:").is_some_and(mail)
}

fn push_fixed(out: &mut Vec<Segment>, text: &str) {
    if !text.is_empty() {
        out.push(Segment::Fixed(text.to_owned()));
    }
}

fn fixed(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Fixed(text) => Some(text),
        Segment::Value { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> (Marks, String, String) {
        let mut marks = Marks::new(&["the texts".into()]);
        let name = marks.mark(Slot { column: "name".into(), default: None, link: false });
        let link = marks.address("profile", None);
        (marks, name, link)
    }

    /// Segments as a person reads them: `[place slot]`.
    fn shown(segments: &[Segment]) -> String {
        let parts = segments.iter().map(|segment| match segment {
            Segment::Fixed(text) => text.clone(),
            Segment::Value { slot, place } => format!("[{place:?} {slot}]"),
        });
        parts.collect()
    }

    #[test]
    fn each_value_is_cut_out_with_its_place() {
        let (marks, name, link) = marks();
        for (html, expected) in [
            (format!("<p>a {name}, {name}</p>"), "<p>a [Html 0], [Html 0]</p>"),
            (format!("<img alt=\"{name}\">"), "<img alt=\"[Html 0]\">"),
            (format!("<a href=\"{link}\">{link}</a>"), "<a href=\"[Html 1]\">[Html 1]</a>"),
            (
                format!("<a href=\"https://x.example/?q={name}#{name}\">"),
                "<a href=\"https://x.example/?q=[Component 0]#[Component 0]\">",
            ),
            (
                format!("<a href=\"mailto:a@x.example?subject={name}\">"),
                "<a href=\"mailto:a@x.example?subject=[Component 0]\">",
            ),
            (format!("<!--[if mso]><td>{name}</td><![endif]-->"), "<!--[if mso]><td>[Html 0]</td><![endif]-->"),
        ] {
            assert_eq!(marks.html(&html).map(|segments| shown(&segments)).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn places_in_which_nothing_can_be_written_safely_are_refused() {
        let (marks, name, link) = marks();
        for html in [
            format!("<style>.{name} {{}}</style>"),
            format!("<!-- {name} -->"),
            format!("<p style=\"color:{name}\">"),
            format!("<p onclick=\"{name}\">"),
            format!("<img srcset=\"{name}\">"),
            format!("<a href=\"{name}\">"),
            format!("<a href=\"https://{name}.example/\">"),
            format!("<a href=\"mailto:{name}\">"),
            format!("<a href=\"javascript:x('{link}')\">"),
            format!("<p>{}</p>", name.to_uppercase()),
            format!("<p>{}</p>", &name[..20]),
        ] {
            assert!(marks.html(&html).is_err(), "{html}");
        }
    }

    #[test]
    fn a_text_that_holds_a_mark_gets_other_marks() {
        let first = Marks::new(&["a".into()]);
        assert_eq!(first.prefix, Marks::new(&["b".into()]).prefix, "the same for all other texts");
        let second = Marks::new(&["a".into(), format!("a{}b", first.prefix).into()]);
        assert_ne!(first.prefix, second.prefix);
    }

    #[test]
    fn lines_without_values_are_broken_at_once() {
        let (marks, name, _) = marks();
        let lines = |text: &str, underline| Lines {
            first: String::new(),
            rest: String::new(),
            underline,
            after: "\n\n".into(),
            text: vec![Segment::Fixed(text.into())],
        };
        let blocks =
            marks.lines(vec![lines("Title", Some('=')), lines("b", None), lines(&format!("Dear {name},"), None)]);
        let [TextBlock::Fixed(fixed), TextBlock::Wrapped(wrapped)] = &blocks[..] else { panic!("{blocks:?}") };
        assert_eq!(fixed, "Title\n=====\n\nb\n\n");
        assert_eq!(shown(&wrapped.text), "Dear [Text 0],");
    }
}
