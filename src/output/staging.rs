use std::{ops::Deref, path::Path};

use super::{Entry, Error, MANIFEST, Manifest, Published, folder::Folder, folder::Found, path};

/// Where a build writes before it publishes, and keeps what it replaces until it has.
const STAGING: &str = ".staging";
const NEW: &str = ".staging/new";
const OLD: &str = ".staging/old";
const LOCK: &str = ".lock";

/// The output folder, for one build alone: what it makes is staged as it comes, and published all at once or not at all.
///
/// ```text
/// .staging/new/…            what was made, whole and on disk, under the path that it will have
/// .staging/new/manifest.json    the manifest that will tell of it
/// .staging/old/…            what was replaced or deleted, until all is in place
/// ```
///
/// Publishing moves files and never writes into one. Putting the manifest in its place is the last move and the moment at
/// which the new state holds; until then, everything is put back if a move fails, and by the next build if the machine
/// stopped.
#[derive(Debug)]
pub struct Staging {
    published: Published,
    /// Held open: the lock goes with it.
    _lock: std::fs::File,
}

/// What publishing did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// The files that were deleted since nothing plans them any more.
    pub pruned: Vec<String>,
    /// The files that nothing plans any more, but that somebody changed since they were made: they stay.
    pub left: Vec<String>,
}

impl Deref for Staging {
    type Target = Published;
    fn deref(&self) -> &Published {
        &self.published
    }
}

impl Staging {
    /// Opens the output folder for a build, and makes it where it does not exist. What a build that was interrupted left
    /// is put back first.
    ///
    /// # Errors
    /// If another build has it open, or it is no folder, or cannot be written to.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::of(Folder::create(path)?)
    }

    pub(super) fn of(folder: Folder) -> Result<Self, Error> {
        let lock = folder.lock(LOCK)?;
        let restored = restore(&folder)?;
        let mut published = Published::of(folder);
        if restored {
            published.note("the last build was interrupted while it published: what it had begun was put back");
        }
        Ok(Self { published, _lock: lock })
    }

    /// Writes an artefact's bytes, down to the disk, beside what is published.
    ///
    /// # Errors
    /// If the disk is full or cannot be written to, or the path is none of an artefact.
    pub fn stage(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        match path::is_safe(path) {
            true => self.write(path, bytes),
            false => Err(Error::InvalidPath(path.into())),
        }
    }

    /// The bytes of a staged artefact.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn staged(&self, path: &str) -> Result<Vec<u8>, Error> {
        self.folder().read(&staged(path))
    }

    /// What the manifest will say once `planned` is published: it, and what lies out of scope.
    pub fn merged(&self, planned: &[Entry], in_scope: impl Fn(&Entry) -> bool) -> Manifest {
        let planned: Manifest = planned.iter().cloned().collect();
        let others = self.manifest().entries().filter(|entry| planned.get(&entry.path).is_none());
        let kept: Vec<Entry> = others.filter(|entry| !in_scope(entry)).cloned().collect();
        planned.entries().cloned().chain(kept).collect()
    }

    /// The bytes that an artefact will have once this build is published; none where they cannot be read.
    pub fn coming(&self, path: &str) -> Option<Vec<u8>> {
        self.staged(path).or_else(|_| self.folder().read(path)).ok()
    }

    /// Puts everything that was staged in its place.
    ///
    /// `planned` are all artefacts of this build, staged or unchanged. Of the last build's others, those in scope are
    /// deleted if they still hold what was written; those out of scope stay, as a partial build touches no other.
    ///
    /// # Errors
    /// If anything could not be moved, or a file stands in the place of another that no build made; then all is as before.
    pub fn publish(self, planned: Vec<Entry>, in_scope: impl Fn(&Entry) -> bool) -> Result<Publication, Error> {
        let planned: Manifest = planned.into_iter().collect();
        self.spare_foreign(&planned)?;
        let others = self.manifest().entries().filter(|entry| planned.get(&entry.path).is_none());
        let (obsolete, kept): (Vec<_>, Vec<_>) = others.partition(|entry| in_scope(entry));
        let (pruned, left): (Vec<_>, Vec<_>) = obsolete.into_iter().partition(|entry| self.holds(entry));
        let left = left.into_iter().filter(|entry| self.folder().found(&entry.path) != Found::Nothing);
        let publication = Publication {
            pruned: pruned.into_iter().map(|entry| entry.path.clone()).collect(),
            left: left.map(|entry| entry.path.clone()).collect(),
        };
        let manifest = planned.entries().chain(kept).cloned().collect::<Manifest>().to_json();
        if self.is_needed(&planned, &publication, &manifest) {
            // On an error, dropping `self` puts all back.
            self.replace(&planned, &publication, &manifest)?;
        }
        Ok(publication)
    }

    /// Refuses to replace what no manifest tells of, as the pages of a web site that `--output` names. The same bytes are
    /// ours, as after a lost manifest.
    fn spare_foreign(&self, planned: &Manifest) -> Result<(), Error> {
        // The manifest of another version of Fanion.
        if self.published.ignored.as_deref().is_some_and(Manifest::resembles) {
            return Ok(());
        }
        let folder = self.folder();
        let is_foreign = |entry: &&Entry| {
            self.manifest().get(&entry.path).is_none()
                && folder.found(&staged(&entry.path)) == Found::File
                && folder.found(&entry.path) == Found::File
                && !self.holds(entry)
        };
        let mut foreign = planned.entries().filter(is_foreign);
        match foreign.next() {
            Some(first) => Err(Error::Foreign { path: folder.show(&first.path), more: foreign.count() }),
            None => Ok(()),
        }
    }

    /// False when a publication would change nothing.
    fn is_needed(&self, planned: &Manifest, publication: &Publication, manifest: &[u8]) -> bool {
        let staged = planned.entries().any(|entry| self.folder().found(&staged(&entry.path)) == Found::File);
        staged || !publication.pruned.is_empty() || self.folder().read(MANIFEST).ok().as_deref() != Some(manifest)
    }

    fn replace(&self, planned: &Manifest, publication: &Publication, manifest: &[u8]) -> Result<(), Error> {
        let folder = self.folder();
        self.write(MANIFEST, manifest)?;
        if let Some(ignored) = &self.published.ignored {
            self.write(IGNORED_MANIFEST, ignored)?;
            self.put_in_place(IGNORED_MANIFEST)?;
        }
        // Deleting comes first: on a disk that knows no letter case, a new file may have an old one's name.
        for path in &publication.pruned {
            folder.rename(path, &replaced(path)).map_err(|error| error.at(folder.show(path)))?;
        }
        let made = planned.entries().filter(|entry| folder.found(&staged(&entry.path)) == Found::File);
        for entry in made.filter(|entry| !self.stands_already(entry)) {
            self.put_in_place(&entry.path)?;
        }
        self.put_in_place(MANIFEST)?;
        for path in &publication.pruned {
            folder.remove_empty_parents(path);
        }
        Ok(())
    }

    /// Whether a file that no manifest tells of has the very bytes: it stays as it is, and nothing has to be put back.
    fn stands_already(&self, entry: &Entry) -> bool {
        self.manifest().get(&entry.path).is_none() && self.holds(entry)
    }

    /// A refusal names the place that a file is for, not the one that it waits in.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.folder().write(&staged(path), bytes).map_err(|error| error.at(self.folder().show(path)))
    }

    fn put_in_place(&self, path: &str) -> Result<(), Error> {
        let folder = self.folder();
        match folder.found(path) {
            Found::Folder => return Err(Error::Occupied(folder.show(path))),
            // Putting the manifest in place is what ends a publication, so it is never put back.
            Found::File | Found::Other if path != MANIFEST => {
                folder.keep(path, &replaced(path)).map_err(|error| error.at(folder.show(path)))?;
            }
            _ => {}
        }
        folder.rename(&staged(path), path)
    }

    fn folder(&self) -> &Folder {
        self.published.folder().expect("it was opened with a folder")
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be put back now is put back by the next build.
        let _ = restore(self.folder());
    }
}

/// Where a manifest that could not be read is kept: it may be somebody else's.
const IGNORED_MANIFEST: &str = "manifest.json.bak";

fn staged(path: &str) -> String {
    format!("{NEW}/{path}")
}

fn replaced(path: &str) -> String {
    format!("{OLD}/{path}")
}

/// Undoes a publication that did not reach its end, and clears away what was staged. Done twice, it does no more than
/// once.
///
/// True when there was a publication to undo.
fn restore(folder: &Folder) -> Result<bool, Error> {
    match folder.found(STAGING) {
        Found::Nothing => return Ok(false),
        Found::Folder => {}
        Found::File | Found::Other => return folder.remove_file(STAGING).map(|()| false),
    }
    // The last move of a publication takes the new manifest from here.
    let unfinished = folder.found(&staged(MANIFEST)) == Found::File;
    if unfinished {
        remove_added(folder)?;
        let old = if folder.found(OLD) == Found::Folder { folder.files(OLD)? } else { Vec::new() };
        for path in old {
            folder.rename(&replaced(&path), &path)?;
        }
    }
    folder.remove_tree(STAGING)?;
    Ok(unfinished)
}

/// Deletes the files that an unfinished publication put where none stood before.
fn remove_added(folder: &Folder) -> Result<(), Error> {
    let Ok((new, _)) = Manifest::parse(&folder.read(&staged(MANIFEST))?) else { return Ok(()) };
    let old = folder.read(MANIFEST).ok().and_then(|bytes| Manifest::parse(&bytes).ok()).unwrap_or_default().0;
    let gone = |path: &str| folder.found(path) == Found::Nothing;
    for entry in new.entries().filter(|entry| old.get(&entry.path).is_none()) {
        let added = gone(&staged(&entry.path)) && gone(&replaced(&entry.path));
        if added && folder.digest(&entry.path).is_some_and(|(sha256, _)| sha256 == entry.sha256) {
            folder.remove_file(&entry.path)?;
            folder.remove_empty_parents(&entry.path);
        }
    }
    Ok(())
}
