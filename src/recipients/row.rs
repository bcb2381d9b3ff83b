//! One row of a table.

use super::{MAX_COLUMNS, MAX_ROW};

/// The cells of a row, trimmed, in one text: a row is read into again and again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    text: String,
    /// Where each cell ends in `text`.
    ends: Vec<usize>,
    /// True when it is larger than a row may be; it holds what comes before.
    pub too_large: bool,
    /// Its first line in the file, or its row in the sheet, from 1.
    pub line: u64,
    /// How many lines of the file it spans.
    pub lines: u64,
}

impl Row {
    /// No cells.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        (self.line, self.lines, self.too_large) = (0, 1, false);
    }

    /// Adds a cell.
    pub fn push(&mut self, cell: &str) {
        self.too_large |= self.len() >= MAX_COLUMNS || self.text.len() + cell.len() > MAX_ROW;
        if !self.too_large {
            self.text.push_str(cell.trim_matches(is_blank));
            self.ends.push(self.text.len());
        }
    }

    /// A cell; empty where the row is too short.
    pub fn get(&self, index: usize) -> &str {
        let Some(end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..*end]
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Its cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
    }

    /// All its cells in one text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Space, of any width, even none.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// What takes no room: zero-width spaces and joiners, marks of direction, soft hyphens, byte order marks.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
