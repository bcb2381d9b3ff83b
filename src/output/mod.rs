//! The output folder: what was made, what became of it, and how the next build finds it again.
//!
//! In: the bytes of a job's artefacts, with an [`Entry`] for each. Out: files, each whole, and `manifest.json`, which
//! tells of them. A build stages its bytes as they come ([`Staging`]) and publishes all or nothing; a check only reads
//! what the last build [`Published`]. Nothing outside the folder is ever reached, and nothing is deleted but files that
//! still hold what a build wrote.
//!
//! ```
//! # fn main() -> Result<(), fanion::output::Error> {
//! # let folder = tempfile::tempdir().unwrap();
//! use fanion::output::Staging;
//!
//! let staging = Staging::open(&folder.path().join("output"))?;
//! staging.stage("lancement/posters/annonce-A3.fr.png", b"PNG")?;
//! drop(staging); // not published: the folder is as it was
//! # Ok(())
//! # }
//! ```

mod error;
#[cfg(test)]
pub(crate) mod faults;
mod folder;
mod inputs;
mod manifest;
mod path;
mod published;
mod remark;
mod sheet;
mod staging;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use inputs::{inputs, sha256};
pub use manifest::{Entry, Manifest};
pub use published::Published;
pub use remark::{Place, Related, Remark, Sources};
pub use sheet::{Sheet, Sheets};
pub use staging::{Publication, Staging};

/// The manifest's name in the output folder.
pub const MANIFEST: &str = "manifest.json";

#[cfg(test)]
mod testing {
    use super::{Entry, sha256};
    use crate::plan::Kind;

    /// An entry for bytes at a path.
    pub fn entry(path: &str, bytes: &[u8]) -> Entry {
        Entry {
            path: path.into(),
            kind: Kind::Posters,
            campaign: Some("lancement".into()),
            id: "annonce".into(),
            language: "fr".into(),
            site: None,
            format: Some("A3".into()),
            variant: None,
            occurrence: None,
            built_in: false,
            renderer: "graphic".into(),
            inputs: sha256(bytes),
            needs: Vec::new(),
            with: Vec::new(),
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
            diagnostics: Vec::new(),
        }
    }
}
