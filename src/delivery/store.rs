//! What was approved, kept by content.
//!
//! In: bytes. Out: their SHA-256, by which they are found again unchanged: a later build cannot alter what leaves.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{DeliveryError, secret::random};
use crate::model::value::hex;

/// The folder `.fanion/store`.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store of a project.
    pub fn of_project(root: &Path) -> Self {
        Self::at(root.join(".fanion").join("store"))
    }

    /// The store in a folder, which is made when something is put there.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Keeps bytes; their SHA-256 in hexadecimal. They are on the disk when this returns.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn put(&self, bytes: &[u8]) -> Result<String, DeliveryError> {
        let name = hex(Sha256::digest(bytes));
        let path = self.folder.join(&name);
        if fs::read(&path).is_ok_and(|kept| kept == bytes) {
            return Ok(name);
        }
        fs::create_dir_all(&self.folder).map_err(DeliveryError::file("make", &self.folder))?;
        let staged = self.folder.join(format!("{name}.{}.part", hex(random::<8>())));
        let written = fs::File::create(&staged).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.and_then(|()| fs::rename(&staged, &path)).map_err(DeliveryError::file("write", &path))?;
        Ok(name)
    }

    /// Bytes by their SHA-256, checked.
    ///
    /// # Errors
    /// They are not there, or are not what was put there.
    pub fn get(&self, sha256: &str) -> Result<Vec<u8>, DeliveryError> {
        let fault = |why| DeliveryError::Store { sha256: sha256.to_owned(), why };
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(fault("is not a name"));
        }
        let bytes = fs::read(self.folder.join(sha256)).map_err(|_| fault("is missing"))?;
        if hex(Sha256::digest(&bytes)) != sha256 {
            return Err(fault("has been changed"));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_found_unchanged_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::of_project(folder.path());
        let name = store.put(b"approved").unwrap();
        assert_eq!(store.put(b"approved").unwrap(), name);
        assert_eq!(store.get(&name).unwrap(), b"approved");
        fs::write(folder.path().join(".fanion/store").join(&name), b"changed").unwrap();
        assert!(store.get(&name).unwrap_err().to_string().contains("has been changed"));
        assert!(store.get(&"0".repeat(64)).unwrap_err().to_string().contains("is missing"));
        assert!(store.get("../../secret").is_err());
        store.put(b"approved").unwrap();
        assert_eq!(store.get(&name).unwrap(), b"approved");
    }
}
