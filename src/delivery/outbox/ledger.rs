//! The ledger: an append-only file beside the database that tells whether the database is an older copy.
//!
//! In: the number of each commit that handed messages over, and their ids, after the commit and before the first byte of mail.
//! Out: whether the database knows of everything that the ledger knows. A database that was restored from a backup does not,
//! and would send again what has left since: it is held, and [`read_after`](Ledger::read_after) tells what it lacks.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
};

use super::restrict;
use crate::delivery::DeliveryError;

const HEADER: &str = "fanion ledger 1 ";

/// The file, open for appending.
#[derive(Debug)]
pub struct Ledger {
    file: File,
    path: PathBuf,
    /// The last line may be cut.
    torn: bool,
}

/// What the ledger knows beyond a commit.
#[derive(Debug, Default)]
pub(super) struct Beyond {
    /// The last commit.
    pub last: i64,
    /// Messages handed over.
    pub handed: Vec<String>,
    /// Messages that the relay took.
    pub sent: Vec<String>,
}

impl Ledger {
    /// Where the ledger of a database lies.
    pub fn path_of(database: &Path) -> PathBuf {
        let mut path = OsString::from(database);
        path.push(".ledger");
        path.into()
    }

    /// Opens the ledger of a database that bears an id and is at a commit.
    ///
    /// # Errors
    /// The database is not the one that the ledger was written for, or is older.
    pub(super) fn open(database: &Path, id: &str, commit: i64) -> Result<Self, DeliveryError> {
        let path = Self::path_of(database);
        let hold = |why: &str| {
            DeliveryError::Restored(format!(
                "`{}` {why}: it seems to have been restored from a copy, and nothing is sent from it; `fanion outbox \
                 resolve --restored` takes over what the ledger knows",
                database.display()
            ))
        };
        match read(&path, i64::MAX)? {
            None if commit == 0 => {}
            None => return Err(hold("has no ledger beside it")),
            // Made, and never written to: the disk was full.
            Some((header, beyond)) if header.is_empty() && commit == 0 && beyond.last == 0 => {
                std::fs::remove_file(&path).map_err(DeliveryError::file("make", &path))?;
            }
            Some((header, _)) if header != id => return Err(hold("is not what its ledger was written for")),
            Some((_, beyond)) if beyond.last > commit => {
                return Err(hold(&format!("is older than its ledger (commit {commit} of {})", beyond.last)));
            }
            Some(_) => {}
        }
        Self::append_to(path, id)
    }

    /// The ledger anew or as it is, for a database whose difference from it was resolved.
    pub(super) fn restart(database: &Path, id: &str) -> Result<(), DeliveryError> {
        let path = Self::path_of(database);
        if read(&path, i64::MAX)?.is_some_and(|(header, _)| header != id) {
            let kept = path.with_extension("ledger.other");
            std::fs::rename(&path, &kept).map_err(DeliveryError::file("move", &path))?;
        }
        Self::append_to(path, id).map(drop)
    }

    fn append_to(path: PathBuf, id: &str) -> Result<Self, DeliveryError> {
        let opened = OpenOptions::new().create(true).append(true).open(&path);
        let mut file = opened.map_err(DeliveryError::file("open", &path))?;
        restrict(&path)?;
        // A line that a crash cut ends here.
        let text = match file.metadata().map_err(DeliveryError::file("read", &path))?.len() {
            0 => format!("{HEADER}{id}\n"),
            _ => "\n".to_owned(),
        };
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(DeliveryError::file("write", &path))?;
        Ok(Self { file, path, torn: false })
    }

    /// Notes what a commit handed over and what had been taken.
    pub(super) fn note(&mut self, commit: i64, handed: &[String], sent: &[String]) -> Result<(), DeliveryError> {
        let mut text = String::new();
        for (sign, mids) in [('h', handed), ('s', sent)] {
            if !mids.is_empty() {
                text.push_str(&format!("{sign} {commit} {}\n", mids.join(" ")));
            }
        }
        // A line that a full disk cut must not swallow this one.
        if std::mem::take(&mut self.torn) {
            text.insert(0, '\n');
        }
        self.file.write_all(text.as_bytes()).map_err(|error| {
            self.torn = true;
            DeliveryError::file("write", &self.path)(error)
        })
    }

    /// What the ledger knows beyond a commit, and the id in it; nothing where there is none.
    pub(super) fn read_after(database: &Path, commit: i64) -> Result<Option<(String, Beyond)>, DeliveryError> {
        read(&Self::path_of(database), commit)
    }
}

/// The id, and what stands there beyond a commit. Lines that a crash cut are left out.
fn read(path: &Path, after: i64) -> Result<Option<(String, Beyond)>, DeliveryError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(DeliveryError::file("read", path)(error)),
    };
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    let mut id = None;
    let mut beyond = Beyond::default();
    while reader.read_until(b'\n', &mut line).map_err(DeliveryError::file("read", path))? > 0 {
        let text = String::from_utf8_lossy(&line);
        if let Some(text) = text.strip_suffix('\n') {
            match text.strip_prefix(HEADER) {
                Some(header) if id.is_none() => id = Some(header.to_owned()),
                _ => entry(text, after, &mut beyond),
            }
        }
        line.clear();
    }
    Ok(Some((id.unwrap_or_default(), beyond)))
}

fn entry(text: &str, after: i64, beyond: &mut Beyond) {
    let mut words = text.split(' ');
    let (Some(sign), Some(Ok(commit))) = (words.next(), words.next().map(str::parse::<i64>)) else { return };
    beyond.last = beyond.last.max(commit);
    if commit > after {
        match sign {
            "h" => beyond.handed.extend(words.map(str::to_owned)),
            "s" => beyond.sent.extend(words.map(str::to_owned)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_database_is_held_and_told_what_it_lacks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outbox.db");
        let mut ledger = Ledger::open(&path, "one", 0).unwrap();
        ledger.note(1, &["a".into(), "b".into()], &[]).unwrap();
        ledger.note(2, &["c".into()], &["a".into()]).unwrap();
        // A crash within a line.
        ledger.file.write_all(b"h 3 d").unwrap();
        assert!(Ledger::open(&path, "one", 2).is_ok());
        assert!(Ledger::open(&path, "one", 7).is_ok());
        let older = Ledger::open(&path, "one", 1).unwrap_err().to_string();
        assert!(older.contains("commit 1 of"), "{older}");
        assert!(Ledger::open(&path, "two", 2).unwrap_err().to_string().contains("not what its ledger"));
        let (_, beyond) = Ledger::read_after(&path, 1).unwrap().unwrap();
        assert_eq!((beyond.handed[0].as_str(), &beyond.sent[..]), ("c", &["a".to_owned()][..]));
        std::fs::remove_file(Ledger::path_of(&path)).unwrap();
        assert!(Ledger::open(&path, "one", 1).unwrap_err().to_string().contains("no ledger"));
    }
}
