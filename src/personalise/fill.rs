//! Segments filled with one reader's values.
//!
//! In: [`Segments`] and a way to look a column up. Out: subject, HTML and plain text in which every value stands as text:
//! none of them can become markup, an address of its own, or another header.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::{
    escape::{header_text, push_component, push_html, shown_value},
    segments::{Lines, Place, Segment, Segments, Slot, TextBlock},
    wrap::wrap,
};
use crate::model::value::Link;

/// The longest line of plain text, in columns (RFC 5322, section 2.1.1, recommends 78).
pub const COLUMNS: usize = 78;

/// A newsletter for one reader.
pub struct Filled<'s> {
    segments: &'s Segments,
    /// What each slot shows.
    values: Vec<Cow<'s, str>>,
}

impl Segments {
    /// For the reader who has these values in the list's columns; where there is none, or an empty one, the slot's
    /// default stands.
    pub fn fill<'s>(&'s self, column: impl Fn(&str) -> Option<&'s str>) -> Filled<'s> {
        self.fill_slots(|slot| column(&slot.column).map(Cow::Borrowed))
    }

    /// The same by slot, for a reader who is invented.
    pub fn fill_slots<'s>(&'s self, found: impl Fn(&'s Slot) -> Option<Cow<'s, str>>) -> Filled<'s> {
        Filled { segments: self, values: self.slots.iter().map(|slot| shown(slot, found(slot))).collect() }
    }
}

/// What a slot shows: what was found, else its default, else nothing.
fn shown<'s>(slot: &'s Slot, found: Option<Cow<'s, str>>) -> Cow<'s, str> {
    let usable = |text: Cow<'s, str>| {
        let text = match text {
            Cow::Borrowed(text) => shown_value(text),
            Cow::Owned(text) => Cow::Owned(shown_value(&text).into_owned()),
        };
        match slot.link {
            _ if text.is_empty() => None,
            true => address(&text).map(Cow::Owned),
            false => Some(text),
        }
    };
    found.and_then(usable).or_else(|| usable(Cow::Borrowed(slot.default.as_deref()?))).unwrap_or_default()
}

/// An address that a link may lead to, as browsers read it.
fn address(text: &str) -> Option<String> {
    let link = text.parse::<Link>().ok()?;
    let allowed = ["https://", "http://", "mailto:"].iter().any(|scheme| link.as_str().starts_with(scheme));
    allowed.then(|| link.to_string())
}

impl Filled<'_> {
    /// The subject, as one line.
    pub fn subject(&self) -> String {
        header_text(&self.plain(&self.segments.subject))
    }

    /// Writes the HTML after what the buffer holds.
    pub fn push_html(&self, out: &mut String) {
        self.segments.html.iter().for_each(|segment| self.push_segment(segment, out));
    }

    /// Writes one segment of the HTML after what the buffer holds.
    pub fn push_segment(&self, segment: &Segment, out: &mut String) {
        match segment {
            Segment::Fixed(text) => out.push_str(text),
            Segment::Value { slot, place: Place::Component } => push_component(out, self.value(*slot)),
            Segment::Value { slot, .. } => push_html(out, self.value(*slot)),
        }
    }

    /// The HTML.
    pub fn html(&self) -> String {
        let mut out = String::new();
        self.push_html(&mut out);
        out
    }

    /// The plain text, in lines of at most [`COLUMNS`], ending with a line break.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.segments.text {
            match block {
                TextBlock::Fixed(text) => out.push_str(text),
                TextBlock::Wrapped(lines) => push_lines(&mut out, lines, &self.plain(&lines.text)),
            }
        }
        out.truncate(out.trim_end_matches('\n').len());
        out.push('\n');
        out
    }

    /// Segments as plain text.
    pub fn plain(&self, segments: &[Segment]) -> String {
        let parts = segments.iter().map(|segment| match segment {
            Segment::Fixed(text) => text.as_str(),
            Segment::Value { slot, .. } => self.value(*slot),
        });
        parts.collect()
    }

    fn value(&self, slot: usize) -> &str {
        self.values.get(slot).map_or("", |value| value.as_ref())
    }
}

/// Writes a text in lines; nothing where it is empty.
pub fn push_lines(out: &mut String, lines: &Lines, text: &str) {
    let columns = COLUMNS.saturating_sub(lines.first.width().max(lines.rest.width())).max(1);
    let mut wrapped = wrap(text, columns);
    // Where a value is empty, so may be its line.
    wrapped.dedup_by(|line, before| line.is_empty() && before.is_empty());
    let from = wrapped.iter().position(|line| !line.is_empty()).unwrap_or(wrapped.len());
    let until = wrapped.iter().rposition(|line| !line.is_empty()).map_or(from, |last| last + 1);
    let wrapped = &wrapped[from..until];
    if wrapped.is_empty() {
        return;
    }
    for (i, line) in wrapped.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(if i == 0 { &lines.first } else { &lines.rest });
        out.push_str(line);
        out.truncate(out.trim_end_matches(' ').len());
    }
    if let Some(sign) = lines.underline {
        let width = wrapped.iter().map(|line| line.width()).max().unwrap_or_default().min(columns);
        out.push('\n');
        out.push_str(&lines.rest);
        out.extend(std::iter::repeat_n(sign, width));
    }
    out.push_str(&lines.after);
}
