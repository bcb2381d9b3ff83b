use crate::design::inks::BadProfile;

/// Why no print file can be made of a PDF.
#[derive(Debug, thiserror::Error)]
pub enum Unprintable {
    /// It is not a PDF that can be read.
    #[error("its PDF cannot be read: {0}")]
    Unreadable(#[from] lopdf::Error),
    /// It breaks the format's rules.
    #[error("its PDF is damaged: {0}")]
    Damaged(String),
    /// It holds what has no counterpart in ink.
    #[error("its PDF holds {0}, which cannot be turned into printing inks")]
    Unsupported(String),
    /// The profile of the printing condition cannot be used.
    #[error(transparent)]
    Profile(#[from] BadProfile),
}

impl Unprintable {
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Unprintable::Damaged(what.into())
    }

    pub(super) fn unsupported(what: impl Into<String>) -> Self {
        Unprintable::Unsupported(what.into())
    }
}
