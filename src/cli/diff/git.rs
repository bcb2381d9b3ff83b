//! A project as it was in a git revision, in a folder of its own that is deleted afterwards.
//!
//! The system's git reads the repository; no shell reads an argument, and none of them can be taken for an option.

use std::{
    ffi::OsStr,
    fs,
    io::{self, Cursor, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::load::IDENTITY;

/// What begins a file that stands for one kept by git LFS.
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";
/// A pointer is never longer, in bytes.
const LONGEST_POINTER: usize = 1024;
/// How many files a note names.
const NAMED: usize = 5;

/// A project as it was.
pub(super) struct Checkout {
    folder: TempDir,
    name: String,
    notes: Vec<String>,
}

impl Checkout {
    /// Where it lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The revision as people call it: as it was asked for, with its hash and day.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is missing in it.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

/// Reads a project's folder as it was in a revision.
pub(super) fn checkout(root: &Path, revision: &str) -> anyhow::Result<Checkout> {
    if revision.is_empty() || revision.starts_with('-') || revision.contains(['\0', '\n', ':']) {
        bail!("`{revision}` is no git revision: write a commit, a branch or a tag, as `HEAD`, `main`, `v1.2`");
    }
    let git = Git { root };
    let commit = git.commit(revision)?;
    git.holds_project(&commit, revision)?;
    let tree = git.text(&["ls-tree", "-r", "-z", "--end-of-options", &commit, "."])?;
    let mut notes = Vec::new();
    let modules: Vec<&str> = listed(&tree).filter(|(mode, _)| *mode == "160000").map(|(_, path)| path).collect();
    notes.extend(note(
        &modules,
        "is a submodule, which a revision does not hold",
        "are submodules, which a revision does not hold",
    ));
    let archive = git.bytes(&["archive", "--format=zip", "--end-of-options", &commit])?;
    let folder =
        tempfile::Builder::new().prefix("fanion-diff-").tempdir().context("cannot make a folder to compare with")?;
    let (written, pointers) = unpack(&archive, folder.path())?;
    let pointers: Vec<&str> = pointers.iter().map(String::as_str).collect();
    notes.extend(note(
        &pointers,
        "is kept by git LFS and was not fetched: `git lfs fetch --all`",
        "are kept by git LFS and were not fetched: `git lfs fetch --all`",
    ));
    let files = listed(&tree).filter(|(mode, _)| mode.starts_with("100")).count();
    if written < files {
        notes.push(format!("{} files are left out of the revision's archive by `export-ignore`", files - written));
    }
    let told =
        git.text(&["show", "--no-patch", "--no-show-signature", "--format=%h, %as", "--end-of-options", &commit])?;
    Ok(Checkout { folder, name: format!("{revision} ({})", told.trim()), notes })
}

/// The mode and path of each entry that `ls-tree -z` lists.
fn listed(tree: &str) -> impl Iterator<Item = (&str, &str)> {
    tree.split('\0').filter_map(|line| {
        let (about, path) = line.split_once('\t')?;
        Some((about.split(' ').next()?, path))
    })
}

fn note(paths: &[&str], one: &str, many: &str) -> Option<String> {
    let names: Vec<String> = paths.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    let more = paths.len().saturating_sub(NAMED);
    match (paths.len(), more) {
        (0, _) => None,
        (1, _) => Some(format!("{} {one}", names[0])),
        (_, 0) => Some(format!("{} {many}", names.join(", "))),
        _ => Some(format!("{} and {more} more {many}", names.join(", "))),
    }
}

/// The system's git in a project's folder.
struct Git<'a> {
    root: &'a Path,
}

impl Git<'_> {
    fn bytes<S: AsRef<OsStr>>(&self, arguments: &[S]) -> anyhow::Result<Vec<u8>> {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.root).args(arguments).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        let output = match command.stdin(Stdio::null()).output() {
            Ok(output) => output,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                bail!(
                    "git is not installed, and only it can read a revision; compare with a build's manifest.json instead"
                )
            }
            Err(error) => return Err(error).context("git does not start"),
        };
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().trim_start_matches("fatal: ");
        if said.contains("not a git repository") {
            bail!("`{}` is in no git repository; compare with a build's manifest.json instead", self.root.display());
        }
        bail!("git: {said}")
    }

    fn text(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let bytes = self.bytes(arguments)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The full hash of a revision's commit.
    fn commit(&self, revision: &str) -> anyhow::Result<String> {
        self.text(&["rev-parse", "--git-dir"])?;
        let asked = format!("{revision}^{{commit}}");
        match self.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &asked]) {
            Ok(hash) => Ok(hash.trim().trim_start_matches("--end-of-options").trim().to_owned()),
            Err(_) => bail!(
                "the repository has no revision `{revision}`, and there is no manifest of that name; `git log --oneline` \
                 lists revisions"
            ),
        }
    }

    /// That the project lay in the same folder then.
    fn holds_project(&self, commit: &str, revision: &str) -> anyhow::Result<()> {
        let all = self.text(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", "--end-of-options", commit])?;
        let prefix = self.text(&["rev-parse", "--show-prefix"])?;
        let prefix = prefix.trim_end_matches(['\n', '\r']);
        let here = format!("{prefix}{IDENTITY}");
        if all.split('\0').any(|path| path == here) {
            return Ok(());
        }
        let place = if prefix.is_empty() { "the repository's own folder".into() } else { format!("`{prefix}`") };
        let others: Vec<String> = all
            .split('\0')
            .filter_map(|path| path.strip_suffix(IDENTITY))
            .filter(|folder| folder.is_empty() || folder.ends_with('/'))
            .map(|folder| if folder.is_empty() { "the repository's own folder".into() } else { format!("`{folder}`") })
            .collect();
        match others.is_empty() {
            true => bail!("`{revision}` holds no project in {place}: it has no {IDENTITY} there"),
            false => bail!(
                "`{revision}` holds no project in {place}; one lay in {}: check that revision out, build it, and compare \
                 with its manifest.json",
                others.join(", ")
            ),
        }
    }
}

/// Writes an archive's files below a folder: how many, and which stand for files that git LFS keeps.
fn unpack(archive: &[u8], folder: &Path) -> anyhow::Result<(usize, Vec<String>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).context("what git archived cannot be read")?;
    let (mut written, mut pointers) = (0, Vec::new());
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).context("what git archived cannot be read")?;
        // A link may lead anywhere, and is not followed in a project either.
        let Some(path) = file.enclosed_name().filter(|_| file.is_file() && !file.is_symlink()) else { continue };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).context("what git archived cannot be read")?;
        if bytes.len() <= LONGEST_POINTER && bytes.starts_with(POINTER) {
            pointers.push(path.to_string_lossy().replace('\\', "/"));
        }
        let target: PathBuf = folder.join(&path);
        let parent = target.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("cannot make `{}`", parent.display()))?;
        fs::write(&target, bytes).with_context(|| format!("cannot write `{}`", target.display()))?;
        written += 1;
    }
    Ok((written, pointers))
}
