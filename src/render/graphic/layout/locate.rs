//! Places in what a template rendered to, told as places in the template.
//!
//! Loops and values make the two differ, so a place is found by likeness: the template's line that looks most like the
//! rendered one.

use std::{ops::Range, sync::Arc};

use crate::diagnostic::{Source, Span};

pub(super) struct Locator<'a> {
    /// The template and those that it includes.
    templates: &'a [&'a Arc<Source>],
    rendered: Arc<Source>,
}

impl<'a> Locator<'a> {
    pub fn new(templates: &'a [&'a Arc<Source>], rendered: &str) -> Self {
        Self { templates, rendered: Source::new("", rendered) }
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
        let shown = words(shown);
        let lines = self
            .templates
            .iter()
            .flat_map(|template| template.text().lines().enumerate().map(move |(i, line)| (*template, i + 1, line)));
        // Of lines that are equally like, the first.
        let mut best = (0.0, None);
        for (template, number, line) in lines {
            let likeness = likeness(&shown, &words(line));
            if likeness > best.0 {
                best = (likeness, Some((template, number)));
            }
        }
        let Some((template, number)) = best.1.or_else(|| Some((*self.templates.first()?, 1))) else {
            return self.rendered.span(0, 0);
        };
        let (start, line) = (template.line_start(number), template.line(number));
        let indent = line.len() - line.trim_start().len();
        template.span(start + indent, start + line.len())
    }
}

fn words(text: &str) -> Vec<&str> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '=' | '"'));
    parts.filter(|word| !word.is_empty()).collect()
}

/// Likeness of two lines: what they have in common word by word, the first word (the element's name) above all.
fn likeness(shown: &[&str], line: &[&str]) -> f64 {
    let Some(first) = shown.first() else { return 0.0 };
    let common = shown.iter().filter(|word| line.contains(word)).count();
    let name = if line.contains(first) { 1.0 } else { 0.0 };
    name + common as f64 / shown.len().max(1) as f64
}
