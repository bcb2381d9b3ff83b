use std::path::Path;

use super::{Entry, Error, MANIFEST, Manifest, folder::Folder, folder::Found, sha256};

/// A manifest larger than this was not written by a build.
const LARGEST_MANIFEST: u64 = 256 << 20;

/// What the last build left, to read: for a check, which writes nothing, and for skipping what did not change.
#[derive(Debug)]
pub struct Published {
    folder: Option<Folder>,
    manifest: Manifest,
    pub(super) ignored: Option<Vec<u8>>,
    notes: Vec<String>,
}

impl Published {
    /// Reads what stands in an output folder, if it exists; writes nothing, and makes no folder. What a symbolic link leads
    /// to is not looked at: nothing stands there that a build of this project wrote.
    ///
    /// # Errors
    /// If the folder exists and cannot be opened.
    pub fn read(path: &Path) -> Result<Self, Error> {
        match Folder::existing(path) {
            Ok(Some(folder)) => Ok(Self::of(folder)),
            Ok(None) | Err(Error::SymbolicLink(_)) => {
                Ok(Self { folder: None, manifest: Manifest::default(), ignored: None, notes: Vec::new() })
            }
            Err(error) => Err(error),
        }
    }

    /// A manifest that cannot be read is as good as none, and is noted: everything is made again, nothing is deleted.
    pub(super) fn of(folder: Folder) -> Self {
        let mut published = Self { folder: None, manifest: Manifest::default(), ignored: None, notes: Vec::new() };
        match read_manifest(&folder) {
            Ok((manifest, dropped)) => {
                published.manifest = manifest;
                if dropped > 0 {
                    let file = folder.show(MANIFEST);
                    published.note(format!("`{}` has {dropped} damaged entries, left out", file.display()));
                }
            }
            Err(Ignored { reason, bytes }) => {
                let file = folder.show(MANIFEST);
                published.note(format!(
                    "`{}` cannot be read as the manifest of a build ({reason}): every piece is made again, and no file is deleted",
                    file.display()
                ));
                published.ignored = bytes;
            }
        }
        published.folder = Some(folder);
        published
    }

    /// What the last build made.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What was met on opening that the user should know.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// True when an artefact's file still holds the bytes that were written.
    pub fn holds(&self, entry: &Entry) -> bool {
        let Some(folder) = &self.folder else { return false };
        // Sizes first: they cost no reading.
        folder.size(&entry.path) == Some(entry.bytes)
            && folder.digest(&entry.path).is_some_and(|(sha256, _)| sha256 == entry.sha256)
    }

    /// The bytes of an artefact.
    ///
    /// # Errors
    /// If the file cannot be read or no longer holds what was written.
    pub fn bytes(&self, entry: &Entry) -> Result<Vec<u8>, Error> {
        let Some(folder) = &self.folder else { return Err(Error::Changed(entry.path.clone().into())) };
        let bytes = folder.read(&entry.path)?;
        match sha256(&bytes) == entry.sha256 {
            true => Ok(bytes),
            false => Err(Error::Changed(folder.show(&entry.path))),
        }
    }

    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    pub(super) fn folder(&self) -> Option<&Folder> {
        self.folder.as_ref()
    }
}

struct Ignored {
    reason: String,
    /// What stood there, to be kept.
    bytes: Option<Vec<u8>>,
}

fn read_manifest(folder: &Folder) -> Result<(Manifest, usize), Ignored> {
    let ignored = |reason: String, bytes| Ignored { reason, bytes };
    match folder.found(MANIFEST) {
        Found::Nothing => return Ok((Manifest::default(), 0)),
        Found::File => {}
        Found::Folder | Found::Other => return Err(ignored("it is no file".into(), None)),
    }
    if folder.size(MANIFEST).is_none_or(|size| size > LARGEST_MANIFEST) {
        return Err(ignored("it is too large".into(), None));
    }
    let bytes = folder.read(MANIFEST).map_err(|error| ignored(error.to_string(), None))?;
    Manifest::parse(&bytes).map_err(|reason| ignored(reason, Some(bytes)))
}
