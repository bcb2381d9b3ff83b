//! The notes that lie beside a part's files: plain text in the project's first language.

use super::KitRenderer;
use crate::personalise::{typographic, wrap};

/// Columns of a note's lines.
const WIDTH: usize = 78;

/// A note being written.
pub(super) struct Note<'k> {
    kit: &'k KitRenderer<'k>,
    text: String,
}

impl<'k> Note<'k> {
    /// With a title from the built-in words, in which `{name}` is the project's.
    pub fn new(kit: &'k KitRenderer<'k>, title: &str) -> Self {
        let mut note = Self { kit, text: String::new() };
        note.paragraph(title, &[]);
        note
    }

    /// A paragraph from the built-in words.
    pub fn paragraph(&mut self, key: &str, values: &[(&str, &str)]) {
        let name = [("name", self.kit.project.identity.name.as_str())];
        let values: Vec<_> = name.into_iter().chain(values.iter().copied()).collect();
        let (project, language) = (self.kit.project, self.kit.project.default_language());
        let text = project.words.fill(language, key, &values);
        self.line(&typographic(&text, language));
    }

    /// A paragraph as it is.
    pub fn line(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(wrap(text, WIDTH).join("\n").trim_end());
        self.text.push('\n');
    }

    /// With a mark at its head that tells Windows which letters it holds, where any is not ASCII.
    pub fn bytes(self) -> Vec<u8> {
        let mark = if self.text.is_ascii() { "" } else { "\u{feff}" };
        format!("{mark}{}", self.text).into_bytes()
    }
}
