use super::Manifest;
use crate::{diagnostic::Diagnostic, plan::Kind};

/// A file that tells of the manifest's others: made last, of what the manifest will say, and published in the same move.
pub struct Sheet<'a> {
    /// Below the output folder.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// What tells it from others of its kind.
    pub id: String,
    /// Its language.
    pub language: String,
    /// Who makes it.
    pub renderer: &'static str,
    /// The hash of all that it is made from.
    pub inputs: String,
    /// Its bytes, asked for only where the last build left others.
    pub make: Box<dyn Fn() -> Result<Vec<u8>, Box<Diagnostic>> + 'a>,
}

/// Makes the files that tell of all others.
pub trait Sheets {
    /// Those that tell of a manifest as it will be; `read` gives its artefacts' bytes by their paths.
    fn sheets(&self, manifest: &Manifest, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<Sheet<'_>>;
}
