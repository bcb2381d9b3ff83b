use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Span};

/// Pictures of more pixels than this take more memory than a piece is worth; a camera's have 60 million.
pub const MAX_PICTURE_PIXELS: u64 = 100_000_000;

/// A file of the project, read once: a picture, a logo, a font.
#[derive(Clone)]
pub struct Asset {
    /// Its path relative to the project, `/` between folders.
    pub path: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Where the project names it.
    pub named_at: Option<Span>,
}

impl Asset {
    /// A diagnostic where the project names it.
    pub fn diagnostic(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic { span: self.named_at.clone(), ..Diagnostic::global(code, message) }
    }
}

/// A file is the same wherever it is named.
impl PartialEq for Asset {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.bytes) == (&other.path, &other.bytes)
    }
}

impl Eq for Asset {}

impl std::fmt::Debug for Asset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Asset({}, {} bytes)", self.path, self.bytes.len())
    }
}

/// For the hash of a job's inputs: the path and the SHA-256 of the bytes.
impl serde::Serialize for Asset {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        use sha2::Digest;
        let mut state = serializer.serialize_struct("Asset", 2)?;
        state.serialize_field("path", &self.path)?;
        state.serialize_field("sha256", &hex(sha2::Sha256::digest(&self.bytes)))?;
        state.end()
    }
}

/// Bytes in hexadecimal, two small figures each: how hashes are written.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
