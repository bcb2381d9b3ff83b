//! What of a list is not taken, or not as it stands.

use std::{fmt, sync::Arc};

/// A row that is not written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The list, as it is named.
    pub file: Arc<str>,
    /// Its line in the file, or its row in the sheet, from 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// Why a row is not written to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It has no address.
    #[error("no address")]
    NoAddress,
    /// What it has is no address.
    #[error("`{written}`: {why}")]
    Address {
        /// As it stands in the list, shortened.
        written: String,
        /// A lowercase fact.
        why: AddressFault,
    },
    /// The address stands further up.
    #[error("`{address}` stands on line {first} already")]
    Duplicate {
        /// The address.
        address: String,
        /// Where it stands first.
        first: u64,
        /// True for the third time and on: the second one has told it.
        told: bool,
    },
    /// It holds a NUL, as no text does.
    #[error("a NUL stands in this row: the file is damaged, or no text")]
    Nul,
    /// It is too long.
    #[error("this row has more than {} cells or {} kB", super::MAX_COLUMNS, super::MAX_ROW >> 10)]
    TooLarge,
    /// It goes on over lines, and has too many or too few cells.
    #[error("this row goes on over {0} lines: a quotation mark in it is probably not closed")]
    Unclosed(u64),
    /// Nothing can be read from here on.
    #[error("the list cannot be read from here on: {0}")]
    Broken(String),
}

impl Reason {
    /// True where the list ends here although it goes on: nobody below is known.
    pub fn ends_list(&self) -> bool {
        matches!(self, Reason::Broken(_))
    }

    /// True where people may stand in the row, or below it, who are not told.
    pub fn hides_others(&self) -> bool {
        self.ends_list() || matches!(self, Reason::Unclosed(_))
    }

    /// What rows of this kind have in common.
    pub fn group(&self) -> &'static str {
        match self {
            Reason::NoAddress => "no address",
            Reason::Address { why, .. } => why.text(),
            Reason::Duplicate { .. } => "the same address again",
            Reason::Nul => "damaged",
            Reason::TooLarge => "too long",
            Reason::Unclosed(_) => "a quotation mark that is not closed",
            Reason::Broken(_) => "cannot be read to its end",
        }
    }
}

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AddressFault {
    /// Nothing that looks like one.
    NoAt,
    /// More than one.
    Several,
    /// Nothing stands before the `@`.
    NoLocalPart,
    /// RFC 5321, 4.5.3.1.1
    LocalPartTooLong,
    /// RFC 5321, 4.5.3.1.3
    TooLong,
    /// RFC 5321, 4.1.2: dots part words.
    Dots,
    /// A sign that must not stand there.
    Character(char),
    /// RFC 6531: needs a relay that speaks SMTPUTF8.
    NotAscii(char),
    /// The part after `@` is no domain.
    Domain,
    /// The part after `@` has no dot: it is a machine's name, which no relay knows.
    NoDot,
}

impl AddressFault {
    /// A lowercase fact.
    pub fn text(self) -> &'static str {
        match self {
            AddressFault::NoAt => "no `@` in it",
            AddressFault::Several => "more than one address",
            AddressFault::NoLocalPart => "nothing before the `@`",
            AddressFault::LocalPartTooLong => "more than 64 characters before the `@`",
            AddressFault::TooLong => "longer than 254 characters",
            AddressFault::Dots => "a dot at the beginning or end, or two in a row",
            AddressFault::Character(_) => "a sign that no address may hold",
            AddressFault::NotAscii(_) => "a letter before the `@` that mail relays do not accept",
            AddressFault::Domain => "no valid domain after the `@`",
            AddressFault::NoDot => "no dot after the `@`",
        }
    }
}

impl fmt::Display for AddressFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AddressFault::Character(c) => write!(f, "`{}` must not stand in an address", c.escape_debug()),
            AddressFault::NotAscii(c) => {
                write!(f, "`{}` before the `@`: relays accept plain letters only (no SMTPUTF8)", c.escape_debug())
            }
            other => f.write_str(other.text()),
        }
    }
}

/// A value of a row that is written to all the same, without it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// The value of `language` names none.
    #[error("`{0}` is no language that is known")]
    UnknownLanguage(String),
    /// The value of `language` is not one of the project's.
    #[error("`{0}` is not one of the project's languages")]
    OtherLanguage(String),
    /// The value of `site` names none of the campaign's.
    #[error("there is no site `{0}`")]
    UnknownSite(String),
    /// More or fewer cells than the header.
    #[error("{found} cells, where the first row has {expected}")]
    Ragged {
        /// Of this row.
        found: usize,
        /// Of the header.
        expected: usize,
    },
    /// A value that a condition compares as a number or a date and that is neither.
    #[error("`{value}` in the column `{column}` cannot be compared: a number is written 12.5, a date 2027-03-09")]
    Odd {
        /// The column.
        column: String,
        /// The value, shortened.
        value: String,
    },
}

impl Note {
    /// What notes of this kind have in common, with the value where it matters.
    pub fn group(&self) -> String {
        match self {
            Note::Ragged { .. } => "rows with more or fewer cells than the first".into(),
            Note::Odd { column, .. } => format!("values in `{column}` that cannot be compared"),
            other => other.to_string(),
        }
    }
}

/// At most 60 characters of a value, without what would disturb a terminal.
pub fn shown(value: &str) -> String {
    let clean = value.chars().map(|c| if c.is_control() || super::row::is_invisible(c) { '\u{fffd}' } else { c });
    let mut out: String = clean.take(61).collect();
    if let Some((at, _)) = out.char_indices().nth(60) {
        out.truncate(at);
        out.push('…');
    }
    out
}
