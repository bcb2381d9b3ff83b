use std::{
    fs::TryLockError,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use cap_std::{
    ambient_authority,
    fs::{Dir, OpenOptions},
};
use sha2::{Digest, Sha256};

use super::{Error, inputs::hex};

/// The output folder. Whatever a path or a symbolic link in it says, nothing outside it can be reached through it.
#[derive(Debug)]
pub(super) struct Folder {
    dir: Dir,
    path: PathBuf,
    #[cfg(test)]
    pub(super) faults: super::faults::Faults,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Nothing,
    File,
    Folder,
    /// A symbolic link, a pipe, a device: nothing of ours.
    Other,
}

impl Folder {
    /// Opens the folder and makes it where it does not exist.
    pub(super) fn create(path: &Path) -> Result<Self, Error> {
        let io = |source| Error::Io { action: "make", path: path.into(), source };
        if let Some(folder) = Self::existing(path)? {
            return Ok(folder);
        }
        Dir::create_ambient_dir_all(path, ambient_authority()).map_err(io)?;
        Self::existing(path)?.ok_or_else(|| io(io::ErrorKind::NotFound.into()))
    }

    /// Opens the folder, if it exists.
    ///
    /// A symbolic link in its place is refused: it comes with the project, and may lead to where the user never meant
    /// to write.
    pub(super) fn existing(path: &Path) -> Result<Option<Self>, Error> {
        let io = |source| Error::Io { action: "open", path: path.into(), source };
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io(error)),
            Ok(found) if found.is_symlink() => return Err(Error::SymbolicLink(path.into())),
            Ok(found) if !found.is_dir() => return Err(Error::NotAFolder(path.into())),
            Ok(_) => {}
        }
        let dir = Dir::open_ambient_dir(path, ambient_authority()).map_err(io)?;
        Ok(Some(Self {
            dir,
            path: path.into(),
            #[cfg(test)]
            faults: Default::default(),
        }))
    }

    /// A path below the folder, to show.
    pub(super) fn show(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    /// Locks a file against every other process until what is returned is dropped.
    pub(super) fn lock(&self, path: &str) -> Result<std::fs::File, Error> {
        let io = |source| Error::Io { action: "write to", path: self.path.clone(), source };
        let options = OpenOptions::new().read(true).write(true).create(true).clone();
        let file = self.dir.open_with(path, &options).map_err(io)?.into_std();
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::Busy(self.path.clone())),
            // Some network disks know no locks; a build there is worth more than the protection.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }

    /// What stands at a path; nothing, where the way to it leads outside.
    pub(super) fn found(&self, path: &str) -> Found {
        match self.dir.symlink_metadata(path) {
            Ok(found) if found.is_file() => Found::File,
            Ok(found) if found.is_dir() => Found::Folder,
            Ok(_) => Found::Other,
            Err(_) => Found::Nothing,
        }
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        self.dir.read(path).map_err(self.io("read", path))
    }

    /// The SHA-256 and the size of a file, read in pieces; `None` for what is no file or cannot be read.
    pub(super) fn digest(&self, path: &str) -> Option<(String, u64)> {
        // A pipe would be waited for without end.
        (self.found(path) == Found::File).then_some(())?;
        let mut file = self.dir.open(path).ok()?;
        let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Some((hex(&hash.finalize()), bytes)),
                Ok(n) => {
                    hash.update(&buffer[..n]);
                    bytes += n as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
    }

    /// The size of a file.
    pub(super) fn size(&self, path: &str) -> Option<u64> {
        self.dir.symlink_metadata(path).ok().filter(|found| found.is_file()).map(|found| found.len())
    }

    /// Writes a file that does not exist yet, down to the disk, with the folders above it.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let io = self.io("write", path);
        self.create_parents(path)?;
        let written = self.step().and_then(|()| {
            let mut file = self.dir.open_with(path, OpenOptions::new().write(true).create_new(true))?;
            self.step()?;
            file.write_all(bytes)?;
            self.step()?;
            file.sync_all()
        });
        written.map_err(io)
    }

    /// Moves a file, with the folders above its new place made; it replaces the file there, if any, all at once.
    pub(super) fn rename(&self, from: &str, to: &str) -> Result<(), Error> {
        self.create_parents(to)?;
        self.step().and_then(|()| self.dir.rename(from, &self.dir, to)).map_err(self.io("write", to))
    }

    /// Keeps what stands at a path under another name too, so that it can be put back.
    ///
    /// As a second name of the same file, so that it is never missing in its own place; moved away where the disk knows
    /// no second names, or where it is no file.
    pub(super) fn keep(&self, path: &str, under: &str) -> Result<(), Error> {
        self.create_parents(under)?;
        let linked = self.found(path) == Found::File
            && self.step().and_then(|()| self.dir.hard_link(path, &self.dir, under)).is_ok();
        if linked { Ok(()) } else { self.rename(path, under) }
    }

    /// Deletes a file.
    pub(super) fn remove_file(&self, path: &str) -> Result<(), Error> {
        self.step().and_then(|()| self.dir.remove_file(path)).map_err(self.io("delete", path))
    }

    /// Deletes a folder and all in it.
    pub(super) fn remove_tree(&self, path: &str) -> Result<(), Error> {
        match self.step().and_then(|()| self.dir.remove_dir_all(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.io("delete", path)(error)),
            _ => Ok(()),
        }
    }

    /// Deletes the folders above a path that are empty, from the inside outwards.
    pub(super) fn remove_empty_parents(&self, path: &str) {
        let parents = path.rmatch_indices('/').map(|(end, _)| &path[..end]);
        // The system refuses to remove a folder that is not empty.
        for parent in parents {
            if self.found(parent) != Found::Folder || self.dir.remove_dir(parent).is_err() {
                break;
            }
        }
    }

    /// Every file below a folder, as paths below that folder.
    pub(super) fn files(&self, folder: &str) -> Result<Vec<String>, Error> {
        let io = self.io("read", folder);
        let mut files = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(below) = folders.pop() {
            let entries = self.dir.read_dir(format!("{folder}/{below}")).map_err(&io)?;
            for entry in entries {
                let entry = entry.map_err(&io)?;
                let path = format!("{below}{}", entry.file_name().to_string_lossy());
                match entry.file_type().map_err(&io)?.is_dir() {
                    true => folders.push(path + "/"),
                    false => files.push(path),
                }
            }
        }
        files.sort_unstable();
        Ok(files)
    }

    fn create_parents(&self, path: &str) -> Result<(), Error> {
        let Some((parent, _)) = path.rsplit_once('/') else { return Ok(()) };
        match self.found(parent) {
            Found::Folder => Ok(()),
            _ => self.step().and_then(|()| self.dir.create_dir_all(parent)).map_err(self.io("make", parent)),
        }
    }

    fn io<'a>(&'a self, action: &'static str, path: &'a str) -> impl Fn(io::Error) -> Error + 'a {
        move |source| Error::Io { action, path: self.show(path), source }
    }

    /// Stands before everything that changes the disk, so that tests can make any of it fail.
    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        self.faults.step()
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the same signature as under test")]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }
}
