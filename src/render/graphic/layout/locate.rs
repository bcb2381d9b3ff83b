//! Places in what a template rendered to, told as places in the template.
//!
//! Loops and values make the two differ, so a place is found by likeness: the template's line that looks most like the
//! rendered one.

use std::{ops::Range, sync::Arc};

use crate::diagnostic::{Source, Span};

pub(super) struct Locator<'a> {
    template: &'a Arc<Source>,
    rendered: Arc<Source>,
}

impl<'a> Locator<'a> {
    pub fn new(template: &'a Arc<Source>, rendered: &str) -> Self {
        Self { template, rendered: Source::new(template.path(), rendered) }
    }

    /// The template's line for a byte range of the rendered text.
    pub fn range(&self, range: Range<usize>) -> Span {
        let (line, _) = self.rendered.position(range.start);
        // An element's beginning says more than a line that holds several.
        let text = self.rendered.text();
        let end = text[range.start..].find('>').map_or(range.end, |i| range.start + i + 1);
        let end = text[range.start..end].find('\n').map_or(end, |i| range.start + i);
        let shown = &text[range.start..end];
        self.like(if shown.trim().len() >= 4 { shown } else { self.rendered.line(line) })
    }

    /// The template's line for a line and column of the rendered text, from 1.
    pub fn position(&self, row: u32, _column: u32) -> Span {
        self.like(self.rendered.line(row as usize))
    }

    fn like(&self, shown: &str) -> Span {
        let lines = self.template.text().lines().enumerate();
        let scored = lines.map(|(i, line)| (likeness(shown, line), i + 1));
        let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let number = best.map_or(1, |(_, number)| number);
        let (start, line) = (self.template.line_start(number), self.template.line(number));
        let indent = line.len() - line.trim_start().len();
        self.template.span(start + indent, start + line.len())
    }
}

/// Likeness of two lines: what they have in common word by word, the first word (the element's name) above all.
fn likeness(shown: &str, line: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '=' | '"'));
        parts.filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (shown, line) = (words(shown), words(line));
    let Some(first) = shown.first() else { return 0.0 };
    let common = shown.iter().filter(|word| line.contains(word)).count();
    let name = if line.contains(first) { 1.0 } else { 0.0 };
    name + common as f64 / shown.len().max(1) as f64
}
