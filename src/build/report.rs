use std::{collections::BTreeMap, path::Path};

use crate::{
    diagnostic::Diagnostics,
    output::Publication,
    plan::{Job, Kind},
};

/// What a build did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Pieces that were made.
    pub made: usize,
    /// Pieces that were as the last build left them.
    pub unchanged: usize,
    /// Pieces that failed; nothing is published where there is one.
    pub failed: usize,
    /// Pieces that were not tried since one that they need failed.
    pub blocked: usize,
    /// True when it was told to stop before its end; then nothing is published.
    pub stopped: bool,
    /// Files that were deleted since nothing plans them any more.
    pub pruned: usize,
    /// Files that the plan makes, by kind.
    pub artefacts: BTreeMap<Kind, usize>,
    /// What was met, in the plan's order; a skipped piece's warnings are told again.
    pub diagnostics: Diagnostics,
    /// What the user should know of the output folder, each a lowercase fact.
    pub notes: Vec<String>,
}

impl Report {
    /// True when every piece was made or found unchanged.
    pub fn is_complete(&self) -> bool {
        !self.stopped && self.failed == 0 && self.blocked == 0 && !self.diagnostics.has_errors()
    }

    pub(super) fn published(&mut self, publication: Publication, output: &Path) {
        self.pruned = publication.pruned.len();
        self.notes.extend(publication.left.iter().map(|path| {
            let file = output.join(path);
            format!("`{}` is no longer planned, but was changed since it was made: it stays", file.display())
        }));
    }
}

/// Is told how far a build is, by several threads at once.
pub trait Progress: Sync {
    /// The build begins; it has this many pieces.
    fn started(&self, pieces: usize);

    /// A piece is done with, in whatever order.
    fn finished(&self, job: &Job<'_>, outcome: Outcome);

    /// True when the build is to end without a result; asked before each piece.
    fn stopped(&self) -> bool {
        false
    }
}

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was made.
    Made,
    /// It is as the last build left it.
    Unchanged,
    /// It has an error.
    Failed,
    /// Something that it needs has one.
    Blocked,
}

/// Tells nobody.
impl Progress for () {
    fn started(&self, _: usize) {}
    fn finished(&self, _: &Job<'_>, _: Outcome) {}
}
