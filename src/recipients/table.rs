//! A list's file as rows, whichever way it is made.

use std::{
    fmt,
    io::{self, Read, Seek, SeekFrom},
};

use super::{
    row::Row,
    separated::{self, Separated},
    sniff::{self, Kind},
    workbook::Workbook,
};

/// A file that can be read from its beginning again.
pub trait Input: Read + Seek + Send {}
impl<T: Read + Seek + Send> Input for T {}

/// What a list's file is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Values parted by a sign.
    Separated {
        /// How its letters are written, as `Windows-1252`.
        encoding: String,
        /// What parts values, in words.
        separator: String,
    },
    /// A workbook.
    Workbook {
        /// The sheet that is read.
        sheet: String,
    },
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Form::Separated { encoding, separator } => write!(f, "CSV in {encoding}, values parted by {separator}"),
            Form::Workbook { sheet } => write!(f, "Excel workbook, sheet `{sheet}`"),
        }
    }
}

/// Why a file is no table: a lowercase fact, and what to do.
pub type Fault = (String, String);

/// A file read row by row.
pub enum Table {
    /// Values parted by a sign.
    Separated(Box<Separated<Box<dyn Input>>>),
    /// A workbook.
    Workbook(Workbook),
}

impl Table {
    /// Finds out what a file is.
    ///
    /// # Errors
    /// When it is not a table.
    pub fn open(mut input: Box<dyn Input>, sheet: Option<&str>) -> Result<Self, Fault> {
        let unreadable =
            |e: io::Error| (format!("the list cannot be read: {e}"), "check that you may read it".to_owned());
        let mut head = Vec::new();
        input.by_ref().take(64 << 10).read_to_end(&mut head).map_err(unreadable)?;
        input.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        match sniff::kind(&head) {
            Kind::Text if sheet.is_some() => {
                Err(("the list is no workbook: it has no sheets".into(), "remove `sheet:`".into()))
            }
            Kind::Text => Ok(Table::Separated(Box::new(Separated::open(input).map_err(unreadable)?))),
            Kind::Archive => Workbook::open(input, sheet).map(Table::Workbook),
            Kind::Other(what, help) => Err((format!("the list is {what}"), help.into())),
        }
    }

    /// What it is made with.
    pub fn form(&self) -> Form {
        match self {
            Table::Separated(table) => {
                let separated::Form { encoding, separator, stated } = table.form;
                let separator = match separator {
                    b';' => "semicolons".to_owned(),
                    b',' => "commas".into(),
                    b'\t' => "tabs".into(),
                    b'|' => "bars".into(),
                    other => format!("`{}`", char::from(other)),
                };
                let stated = if stated { " (by its `sep=` line)" } else { "" };
                Form::Separated { encoding: encoding.to_string(), separator: format!("{separator}{stated}") }
            }
            Table::Workbook(table) => Form::Workbook { sheet: table.sheet.clone() },
        }
    }

    /// What of it could not be read as text, in words.
    pub fn damage(&self) -> Option<String> {
        match self {
            Table::Separated(table) => match table.form.encoding {
                super::encoding::Encoding::Utf8 { damaged } if damaged > 0 => {
                    Some(format!("{damaged} letters of the list are damaged: it is written in UTF-8 but for them"))
                }
                _ => None,
            },
            Table::Workbook(_) => None,
        }
    }

    /// Reads the next row; false at the end.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, String> {
        match self {
            Table::Separated(table) => table.next(row),
            Table::Workbook(table) => table.next(row),
        }
    }

    /// True for a row in which others seem to have been swallowed.
    pub fn swallowed(&self, row: &Row, width: usize) -> bool {
        match self {
            Table::Separated(table) => table.swallowed(row, width),
            Table::Workbook(_) => false,
        }
    }
}
