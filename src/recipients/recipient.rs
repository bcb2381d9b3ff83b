//! One person of a list.

use std::sync::Arc;

use super::{columns::Columns, refused::Note, row::Row};
use crate::model::value::{EmailAddress, Id, LanguageTag};

/// Somebody who can be written to.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipient {
    /// Made plain, its domain in ASCII.
    pub address: EmailAddress,
    /// One that the project has, perhaps with a region; `None` where the list names none.
    pub language: Option<LanguageTag>,
    /// One of the campaign's; `None` where the list names none.
    pub site: Option<Id>,
    /// Where they stand in their list: a line, or a sheet's row, from 1; 0 for a list address.
    pub line: u64,
    /// What of their row is not taken.
    pub notes: Vec<Note>,
    pub(super) row: Row,
    pub(super) columns: Arc<Columns>,
    /// `language`, as conditions compare it.
    pub(super) language_text: Option<Arc<str>>,
}

impl Recipient {
    /// A list address, of which nothing is known.
    pub(super) fn impersonal(address: EmailAddress, language: Option<LanguageTag>) -> Self {
        Self {
            address,
            language,
            site: None,
            line: 0,
            notes: Vec::new(),
            row: Row::default(),
            columns: Arc::default(),
            language_text: None,
        }
    }

    /// What their row has in a column, as it stands there; `None` where it is empty, or there is no such column. The address
    /// is as it is written to.
    pub fn value(&self, column: &str) -> Option<&str> {
        let at = self.columns.find(column)?;
        match self.columns.name(at) {
            Some("email") => Some(self.address.as_str()),
            _ => Some(self.row.get(at)).filter(|cell| !cell.is_empty()),
        }
    }

    /// The names of the columns, and what the row has in each that is not empty.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.columns.names().filter_map(|name| Some((name, self.value(name)?)))
    }

    /// The columns of their list.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What a cell means: the id of the site, the tag of the language, else as it stands.
    pub(super) fn meant(&self, index: usize) -> &str {
        match (self.columns.name(index), &self.site, &self.language_text) {
            (Some("site"), Some(site), _) => site.as_str(),
            (Some("language"), _, Some(language)) => language,
            (Some("email"), ..) => self.address.as_str(),
            _ => self.cell(index),
        }
    }

    /// A cell; empty where there is none.
    pub(super) fn cell(&self, index: usize) -> &str {
        self.row.get(index)
    }
}
