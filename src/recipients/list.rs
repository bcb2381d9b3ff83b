//! A list, from its file to recipients.

use std::{collections::HashMap, fs::File, io, path::Path, sync::Arc};

use cap_std::fs::Dir;

use super::{
    ListError, MAX_COLUMNS, Note, Reason, Recipient, Refused, address,
    columns::Columns,
    known::{Known, Meanings},
    refused::shown,
    row::Row,
    table::{Form, Input, Table},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::RecipientsFile,
};

/// A list that is being read: recipients in the order of its rows, each address once, and the rows that are refused.
pub struct List {
    file: Arc<str>,
    table: Table,
    columns: Arc<Columns>,
    /// The cells of `email`, `language` and `site`.
    meant: (usize, Option<usize>, Option<usize>),
    known: Known,
    meanings: Meanings,
    doubts: Vec<Diagnostic>,
    row: Row,
    /// The line of each address, with whether its second one was told.
    seen: HashMap<[u8; 16], (u32, bool)>,
    ended: bool,
}

impl List {
    /// Opens a list of a project.
    ///
    /// # Errors
    /// When it cannot be read at all, or has no column of addresses.
    pub fn open(root: &Dir, source: &RecipientsFile, known: &Known) -> Result<Self, ListError> {
        let file = root.open(&source.path).map(cap_std::fs::File::into_std);
        Self::of_file(file, source, known)
    }

    /// Opens a list that a user names, wherever it lies.
    ///
    /// # Errors
    /// As [`List::open`].
    pub fn open_path(path: &Path, source: &RecipientsFile, known: &Known) -> Result<Self, ListError> {
        Self::of_file(File::open(path), source, known)
    }

    fn of_file(file: io::Result<File>, source: &RecipientsFile, known: &Known) -> Result<Self, ListError> {
        let file = file.and_then(|file| match file.metadata()?.is_file() {
            true => Ok(file),
            false => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file")),
        });
        match file {
            Ok(file) => Self::read(file, source, known),
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", source.path);
                let diagnostic = Diagnostic::new(Code::UnreadableFile, &source.span, message);
                Err(ListError(Box::new(diagnostic.help("check that the file exists and that you may read it"))))
            }
        }
    }

    /// Reads a list.
    ///
    /// # Errors
    /// As [`List::open`].
    pub fn read(input: impl Input + 'static, source: &RecipientsFile, known: &Known) -> Result<Self, ListError> {
        let refuse = |message: String, help: String| {
            ListError(Box::new(Diagnostic::new(Code::InvalidList, &source.span, message).help(help)))
        };
        let sheet = source.sheet.as_ref().map(|sheet| sheet.value.as_str());
        let mut table = Table::open(Box::new(input), sheet).map_err(|(message, help)| refuse(message, help))?;
        let mut doubts = Vec::new();
        if let Some(damage) = table.damage() {
            let help = "save it again as UTF-8 from the program that made it";
            let mut doubt = Diagnostic::new(Code::InvalidList, &source.span, damage).help(help);
            doubt.severity = crate::diagnostic::Severity::Warning;
            doubts.push(doubt);
        }
        let header =
            header(&mut table).map_err(|message| refuse(message, "name the columns in its first row".into()))?;
        let columns = Columns::new(&header, &source.columns, &source.span, &mut doubts).map_err(ListError)?;
        let meant = |name| columns.find(name).filter(|at| columns.name(*at) == Some(name));
        let email = meant("email").unwrap_or_default();
        Ok(Self {
            file: source.path.as_str().into(),
            table,
            meant: (email, meant("language"), meant("site")),
            columns: Arc::new(columns),
            known: known.clone(),
            meanings: Meanings::default(),
            doubts,
            row: Row::default(),
            seen: HashMap::new(),
            ended: false,
        })
    }

    /// Its columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What its file is made with.
    pub fn form(&self) -> Form {
        self.table.form()
    }

    /// What is doubtful in it as a whole: warnings.
    pub fn doubts(&self) -> &[Diagnostic] {
        &self.doubts
    }

    /// What a text means in a column, as [`Recipient::meant`] gives it for a cell.
    pub(super) fn meaning(&self, column: usize, text: &str) -> Option<String> {
        match self.columns.name(column) {
            Some("site") => self.known.site(text).ok().map(|site| site.to_string()),
            Some("language") => self.known.language(text).ok().map(|language| language.to_string()),
            Some("email") => address::normalise(text).ok().map(|address| address.to_string()),
            _ => None,
        }
    }

    fn refused(&self, reason: Reason) -> Refused {
        Refused { file: Arc::clone(&self.file), line: self.row.line, reason }
    }

    /// Whether the row as a whole can be taken.
    fn check_row(&self) -> Result<(), Reason> {
        let width = self.columns.len();
        if self.row.too_large {
            return Err(Reason::TooLarge);
        }
        if self.table.swallowed(&self.row, width) {
            return Err(Reason::Unclosed(self.row.lines));
        }
        match self.row.text().contains('\0') {
            true => Err(Reason::Nul),
            false => Ok(()),
        }
    }

    fn recipient(&mut self) -> Result<Recipient, Reason> {
        self.check_row()?;
        let (email, language, site) = self.meant;
        let written = self.row.get(email);
        if written.is_empty() {
            return Err(Reason::NoAddress);
        }
        let address = address::normalise(written).map_err(|why| Reason::Address { written: shown(written), why })?;
        let line = u32::try_from(self.row.line).unwrap_or(u32::MAX);
        let identity = address::identity(&address);
        match self.seen.get_mut(&identity) {
            Some((first, told)) => {
                let told = std::mem::replace(told, true);
                return Err(Reason::Duplicate { address: address.to_string(), first: u64::from(*first), told });
            }
            None => self.seen.insert(identity, (line, false)),
        };
        let mut notes = Vec::new();
        let (found, expected) = (self.row.len(), self.columns.len());
        // Excel leaves empty cells at the end of a row out.
        let ragged = found < expected || (expected..found).any(|at| !self.row.get(at).is_empty());
        if ragged && matches!(self.table, Table::Separated(_)) {
            notes.push(Note::Ragged { found, expected });
        }
        let language = language.and_then(|at| self.meanings.language(self.row.get(at), &self.known));
        let site = site.and_then(|at| self.meanings.site(self.row.get(at), &self.known));
        let language = language.and_then(|found| noted(found, &mut notes));
        Ok(Recipient {
            address,
            language_text: language.as_ref().map(|(_, text)| Arc::clone(text)),
            language: language.map(|(tag, _)| tag),
            site: site.and_then(|found| noted(found, &mut notes)),
            line: self.row.line,
            notes,
            row: self.row.clone(),
            columns: Arc::clone(&self.columns),
        })
    }
}

impl Iterator for List {
    type Item = Result<Recipient, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.ended {
                return None;
            }
            match self.table.next(&mut self.row) {
                Ok(true) if self.row.is_blank() => {}
                Ok(true) => {
                    let found = self.recipient();
                    return Some(found.map_err(|reason| self.refused(reason)));
                }
                Ok(false) => self.ended = true,
                Err(why) => {
                    self.ended = true;
                    return Some(Err(self.refused(Reason::Broken(why))));
                }
            }
        }
    }
}

fn noted<T>(found: Result<T, Note>, notes: &mut Vec<Note>) -> Option<T> {
    found.map_err(|note| notes.push(note)).ok()
}

/// The first row that holds anything.
fn header(table: &mut Table) -> Result<Row, String> {
    let mut row = Row::default();
    loop {
        match table.next(&mut row) {
            Ok(true) if row.is_blank() => {}
            Ok(true) if row.text().contains('\0') => {
                return Err("the list is no text: its first row holds a NUL".into());
            }
            Ok(true) if row.too_large => return Err(format!("the list has more than {MAX_COLUMNS} columns")),
            Ok(true) => return Ok(row),
            Ok(false) => return Err("the list is empty".into()),
            Err(why) => return Err(format!("the list cannot be read: {why}")),
        }
    }
}

/// The columns of a project's list, and what is doubtful in them.
///
/// # Errors
/// As [`List::open`].
pub fn columns(root: &Dir, source: &RecipientsFile) -> Result<(Columns, Vec<Diagnostic>), ListError> {
    let list = List::open(root, source, &Known::default())?;
    Ok(((*list.columns).clone(), list.doubts))
}
