//! Who is written to: people's own exports, read as they are, row by row.
//!
//! In: a list (CSV in the encodings and with the separators that programs write, or an XLSX workbook), what its columns mean,
//! and what languages and sites there are. Out: a stream of [`Recipient`]s whose addresses can be written to, and of
//! [`Refused`] rows with their lines and why; or, for a campaign, a stream of [`Reader`]s, each address once, each with the
//! audiences that it belongs to ([`Walk`]). Memory does not grow with the lists but for some 40 bytes for each address.

mod address;
mod archive;
mod columns;
mod encoding;
mod inflate;
mod known;
mod language;
mod list;
mod recipient;
mod refused;
mod row;
mod separated;
mod sniff;
mod summary;
mod synonyms;
mod table;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod walk;
mod workbook;

use std::{io, path::Path};

use cap_std::ambient_authority;
pub use cap_std::fs::Dir;

pub use columns::{Column, Columns, canonical};
pub use known::Known;
pub use list::{List, columns};
pub use recipient::Recipient;
pub use refused::{AddressFault, Note, Reason, Refused, shown};
pub use summary::{Group, Summary};
pub use table::Form;
pub use walk::{Audiences, Reader, Walk};

use crate::diagnostic::Diagnostic;

/// Cells that a row may have; Excel's own limit is 16,384, but no list of people comes near this one.
const MAX_COLUMNS: usize = 1000;
/// Bytes that a row may have.
const MAX_ROW: usize = 1 << 20;
/// Audiences that a campaign may have: each is a bit in a reader's set.
pub const MAX_AUDIENCES: usize = 128;

/// Why a list cannot be read at all: a diagnostic at the place that names it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.message)]
pub struct ListError(pub Box<Diagnostic>);

impl ListError {
    /// What is wrong, where, and what to do.
    pub fn diagnostic(self) -> Diagnostic {
        *self.0
    }
}

/// Opens a project's folder; nothing outside it is read through it.
///
/// # Errors
/// When it does not exist or may not be read.
pub fn folder(root: &Path) -> io::Result<Dir> {
    Dir::open_ambient_dir(root, ambient_authority())
}
