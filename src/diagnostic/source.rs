//! A text that was read, and places in it.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

/// A file's text as it was read, with its path as the user writes it: relative to the project, `/` between folders.
pub struct Source {
    path: String,
    text: String,
    line_starts: Vec<usize>,
}

impl Source {
    /// Takes a text and the path to show for it.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        Arc::new(Self { path: path.into(), line_starts: line_starts.collect(), text })
    }

    /// The path relative to the project.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset, both from 1, the column in characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let column = self.text[self.line_starts[line - 1]..offset].chars().count() + 1;
        (line, column)
    }

    /// The byte offset of a line and column as [`Self::position`] counts them; `None` where the text has no such place.
    pub fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let start = *self.line_starts.get(line.checked_sub(1)?)?;
        let rest = &self.text[start..];
        let ends = rest.char_indices().map(|(i, _)| i).chain([rest.len()]);
        ends.take(column).nth(column.checked_sub(1)?).map(|i| start + i)
    }

    /// The text of a line, counted from 1, without its line break; empty past the end.
    pub fn line(&self, line: usize) -> &str {
        let Some(start) = line.checked_sub(1).and_then(|i| self.line_starts.get(i)) else { return "" };
        self.text[*start..].split(['\n', '\r']).next().unwrap_or("")
    }

    /// The byte offset at which a line, counted from 1, begins.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// The place from byte `start` to byte `end`.
    pub fn span(self: &Arc<Self>, start: usize, end: usize) -> Span {
        let start = self.text.floor_char_boundary(start.min(self.text.len()));
        let end = self.text.ceil_char_boundary(end.clamp(start, self.text.len()));
        Span { source: Arc::clone(self), start, end }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({})", self.path)
    }
}

/// A byte range in a source, always on character boundaries.
#[derive(Clone)]
pub struct Span {
    /// The text it lies in.
    pub source: Arc<Source>,
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

impl Span {
    /// Line and column of its first character, from 1.
    pub fn position(&self) -> (usize, usize) {
        self.source.position(self.start)
    }

    /// The text it covers.
    pub fn text(&self) -> &str {
        &self.source.text()[self.start..self.end]
    }

    /// A part of it: byte offsets relative to its start.
    pub fn part(&self, start: usize, end: usize) -> Span {
        self.source.span((self.start + start).min(self.end), (self.start + end).min(self.end))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.position();
        write!(f, "{}:{line}:{column}", self.source.path())
    }
}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end) && self.source.path() == other.source.path()
    }
}

impl Eq for Span {}

impl Hash for Span {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.source.path(), self.start, self.end).hash(state);
    }
}

/// A value and where it was written. Compares by value alone.
#[derive(Debug, Clone)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Located<T> {
    /// Puts a value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: f(self.value), span: self.span }
    }
}

impl<T> std::ops::Deref for Located<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_found_again_from_its_position() {
        let source = Source::new("a.yaml", "été: 1\nb: é\n");
        for offset in source.text().char_indices().map(|(i, _)| i).chain([source.text().len()]) {
            let (line, column) = source.position(offset);
            assert_eq!(source.offset(line, column), Some(offset));
        }
        assert_eq!(source.offset(0, 1), None);
        assert_eq!(source.offset(1, 0), None);
        assert_eq!(source.offset(9, 1), None);
        assert_eq!(source.offset(1, 99), None);
    }
}
