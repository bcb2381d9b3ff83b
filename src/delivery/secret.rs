//! Secrets: the project's key, chance.
//!
//! In: the folder `.fanion`, the system's randomness. Out: keyed hashes (HMAC-SHA-256, RFC 2104).

use std::{fmt, fs, io::Write, path::Path};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::DeliveryError;
use crate::model::value::hex;

/// A password or a token, which no message and no log shows.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What it is, for the one who must know.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The password of a relay's user: from FANION_SMTP_PASSWORD, else from a file, else from the system's keyring (service
/// `fanion`, user `user@host`).
///
/// # Errors
/// There is none, or the file cannot be read; the message says where it is looked for.
pub fn password(user: &str, host: &str, file: Option<&Path>) -> Result<Secret, DeliveryError> {
    if let Some(text) = std::env::var("FANION_SMTP_PASSWORD").ok().filter(|text| !text.is_empty()) {
        return Ok(Secret(text));
    }
    if let Some(path) = file {
        let text = fs::read_to_string(path).map_err(DeliveryError::file("read", path))?;
        return match text.trim_end_matches(['\r', '\n']) {
            "" => Err(DeliveryError::Setting(format!("`{}` holds no password", path.display()))),
            text => Ok(Secret(text.to_owned())),
        };
    }
    let account = format!("{user}@{host}");
    let found = keyring::Entry::new("fanion", &account).and_then(|entry| entry.get_password());
    found.map(Secret).map_err(|error| {
        DeliveryError::Setting(format!(
            "there is no password for `{account}`: set FANION_SMTP_PASSWORD, or `password_file:` in delivery.yaml, or keep \
             it in the keyring as service `fanion`, user `{account}` ({error})"
        ))
    })
}

/// Bytes of the system's randomness.
///
/// # Panics
/// If the system has none, which no supported one is without.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system's randomness");
    bytes
}

/// The project's key for hashes that nobody else can make: `.fanion/key`, of 32 bytes.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key in a folder, made on first use, for its owner only.
    ///
    /// # Errors
    /// It cannot be read or written, or is not 32 bytes.
    pub fn open(folder: &Path) -> Result<Self, DeliveryError> {
        let path = folder.join("key");
        if !path.exists() {
            fs::create_dir_all(folder).map_err(DeliveryError::file("make", folder))?;
            // Staged and linked: of two processes that start at once, both take the key that was first.
            let staged = folder.join(format!("key.{}.part", hex(random::<8>())));
            owned(&staged)
                .and_then(|mut file| file.write_all(&random::<32>()).and_then(|()| file.sync_all()))
                .map_err(DeliveryError::file("write", &path))?;
            let linked = fs::hard_link(&staged, &path);
            if !path.exists() {
                // A file system without links.
                linked.or_else(|_| fs::rename(&staged, &path)).map_err(DeliveryError::file("write", &path))?;
            }
            let _ = fs::remove_file(&staged);
        }
        let bytes = fs::read(&path).map_err(DeliveryError::file("read", &path))?;
        let key = bytes.try_into().map_err(|_| DeliveryError::Setting(format!("`{}` is not a key", path.display())))?;
        Ok(Self(key))
    }

    /// HMAC-SHA-256 over parts, each told apart from the next by its length.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// A new file that only its owner may read.
fn owned(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_that_make_the_key_at_once_all_take_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let open = || {
            let path = folder.path().to_owned();
            std::thread::spawn(move || Key::open(&path).unwrap().mac(&[b"a"]))
        };
        let running: Vec<_> = (0..8).map(|_| open()).collect();
        let made: std::collections::HashSet<_> = running.into_iter().map(|key| key.join().unwrap()).collect();
        assert_eq!((made.len(), fs::read_dir(folder.path()).unwrap().count()), (1, 1));
    }

    #[test]
    fn the_key_is_made_once_and_tells_parts_apart() {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::open(folder.path()).unwrap();
        assert_eq!(Key::open(folder.path()).unwrap().mac(&[b"a"]), key.mac(&[b"a"]));
        assert_ne!(key.mac(&[b"ab", b"c"]), key.mac(&[b"a", b"bc"]));
        assert!(!format!("{key:?}").contains(char::is_numeric));
        fs::write(folder.path().join("key"), b"short").unwrap();
        assert!(Key::open(folder.path()).is_err());
    }
}
