//! Mails out of a file, a Maildir or a stream.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::delivery::DeliveryError;

/// The largest mail that is read, in bytes: relays take 10 to 150 MB, reports are a few thousand.
pub const MAX_MAIL: u64 = 64 << 20;

/// Where mails come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mailbox {
    /// One mail, or an mbox of several (RFC 4155).
    File(PathBuf),
    /// A Maildir: `new` is read, and `cur` where all is asked for.
    Maildir(PathBuf),
}

impl Mailbox {
    /// What lies at a path.
    pub fn at(path: &Path) -> Self {
        match path.join("new").is_dir() || path.is_dir() {
            true => Self::Maildir(path.to_owned()),
            false => Self::File(path.to_owned()),
        }
    }

    /// The files that hold its mails, in the order of their names, which in a Maildir is that of time.
    ///
    /// # Errors
    /// A folder cannot be read, or is none of a Maildir.
    pub fn files(&self, all: bool) -> Result<Vec<PathBuf>, DeliveryError> {
        let folder = match self {
            Self::File(file) => return Ok(vec![file.clone()]),
            Self::Maildir(folder) => folder,
        };
        if !folder.join("new").is_dir() {
            let text = format!("`{}` is no Maildir: it has no folder `new`", folder.display());
            return Err(DeliveryError::Setting(text));
        }
        let mut files = Vec::new();
        for name in ["new", "cur"].into_iter().take(if all { 2 } else { 1 }) {
            let folder = folder.join(name);
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for entry in entries {
                let entry = entry.map_err(DeliveryError::file("read", &folder))?;
                let hidden = entry.file_name().to_string_lossy().starts_with('.');
                if !hidden && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                    files.push(entry.path());
                }
            }
        }
        files.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
        Ok(files)
    }
}

/// The mails of a file: one, or those of an mbox.
///
/// # Errors
/// It cannot be read, or is too large.
pub fn mails(file: &Path) -> Result<Vec<Vec<u8>>, DeliveryError> {
    let opened = fs::File::open(file).map_err(DeliveryError::file("read", file))?;
    from(opened).map_err(DeliveryError::file("read", file))
}

/// The mails of a stream.
///
/// # Errors
/// It cannot be read, or is too large.
pub fn from(stream: impl Read) -> io::Result<Vec<Vec<u8>>> {
    let mut raw = Vec::new();
    stream.take(MAX_MAIL + 1).read_to_end(&mut raw)?;
    if raw.len() as u64 > MAX_MAIL {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 64 MB: read a Maildir instead"));
    }
    Ok(split(raw))
}

/// Divides an mbox at its `From ` lines after empty lines; one mail that is none stays whole.
fn split(raw: Vec<u8>) -> Vec<Vec<u8>> {
    if !raw.starts_with(b"From ") {
        return if raw.is_empty() { Vec::new() } else { vec![raw] };
    }
    let mut mails: Vec<Vec<u8>> = Vec::new();
    let mut after_empty = true;
    for line in raw.split_inclusive(|b| *b == b'\n') {
        let empty = line.iter().all(|b| matches!(b, b'\r' | b'\n'));
        if after_empty && line.starts_with(b"From ") {
            mails.push(Vec::new());
        } else if let Some(mail) = mails.last_mut() {
            // `>From ` stands for a line of text that begins so.
            let quoted = line.iter().take_while(|b| **b == b'>').count();
            let line = if quoted > 0 && line[quoted..].starts_with(b"From ") { &line[1..] } else { line };
            mail.extend_from_slice(line);
        }
        after_empty = empty;
    }
    mails.retain(|mail| !mail.is_empty());
    mails
}

/// Moves a mail of a Maildir that has been read from `new` to `cur`, as a mail program does.
///
/// # Errors
/// It cannot be moved.
pub fn seen(file: &Path) -> Result<(), DeliveryError> {
    let (Some(name), Some(folder)) = (file.file_name(), file.parent()) else { return Ok(()) };
    if folder.file_name().is_none_or(|folder| folder != "new") {
        return Ok(());
    }
    let Some(maildir) = folder.parent() else { return Ok(()) };
    let mut name = name.to_owned();
    // Windows allows no colon in a name.
    name.push(if cfg!(windows) { ";2,S" } else { ":2,S" });
    let to = maildir.join("cur").join(name);
    fs::rename(file, &to).map_err(DeliveryError::file("move", file))
}
