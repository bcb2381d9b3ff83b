use std::{io, path::PathBuf};

/// The output folder cannot be used as it must.
///
/// Nothing half written stands in it then: either all of the last build or all of this one.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum Error {
    #[error("another build is writing to `{}`; wait until it has ended, or write elsewhere with `--output`", .0.display())]
    Busy(PathBuf),
    #[error("`{}` is not a folder; move it away, or write elsewhere with `--output`", .0.display())]
    NotAFolder(PathBuf),
    #[error("`{}` is a symbolic link; name the folder that it leads to with `--output`", .0.display())]
    SymbolicLink(PathBuf),
    #[error("`{}` is a folder, but a file is to be written there; move it away and build again", .0.display())]
    Occupied(PathBuf),
    #[error(
        "`{}`{} would be overwritten, and no manifest tells that a build made {}; name another folder with `--output`, or \
         delete what stands there if it is an old output of this project",
        .path.display(), others(*.more), if *.more == 0 { "it" } else { "them" }
    )]
    Foreign {
        /// The first of them.
        path: PathBuf,
        /// How many more there are.
        more: usize,
    },
    #[error("`{}` was changed by another program during the build; build again", .0.display())]
    Changed(PathBuf),
    #[error("`{0}` is not a path that may be written below the output folder")]
    InvalidPath(String),
    #[error("cannot {action} `{}`; {}", path.display(), advice(source))]
    Io { action: &'static str, path: PathBuf, source: io::Error },
}

impl Error {
    /// The same refusal, of another path.
    pub(super) fn at(self, path: PathBuf) -> Self {
        match self {
            Error::Io { action, source, .. } => Error::Io { action, path, source },
            other => other,
        }
    }
}

fn others(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => " and one more file".into(),
        _ => format!(" and {more} more files"),
    }
}

/// What to do about a system's refusal.
fn advice(error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => "free some space on the disk and build again",
        // Windows refuses to replace a file that another program holds open with the same error as one without rights.
        Kind::PermissionDenied | Kind::ResourceBusy | Kind::ExecutableFileBusy => {
            "close the programs that have it open, see that you may write there, or write elsewhere with `--output`"
        }
        Kind::ReadOnlyFilesystem => "the disk cannot be written to: write elsewhere with `--output`",
        Kind::NotADirectory | Kind::AlreadyExists => {
            "a file or a link stands where a folder is to be: move it away and build again"
        }
        Kind::InvalidFilename => {
            "the path is too long for this disk: write to a folder nearer to its root with `--output`"
        }
        _ => "see that the folder can be written to, or write elsewhere with `--output`",
    }
}
