//! The page and the files beside it.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use super::{Differences, Options};
use crate::{
    difference::{Page, Sink, page},
    model::Project,
};

/// Refuses a name that is none of a page, before anything is made.
pub(super) fn check(output: &Path) -> anyhow::Result<()> {
    let is_page = output.extension().is_some_and(|ending| ending == "html" || ending == "htm");
    if !is_page {
        bail!(
            "`{}` is no name of a page: write `--output {}`",
            output.display(),
            output.with_extension("html").display()
        );
    }
    if output.is_dir() {
        bail!("`{}` is a folder; name a file with `--output`", output.display());
    }
    Ok(())
}

/// Writes the page, and what it shows beside it.
pub(super) fn write(options: &Options, project: &Project, differences: &Differences) -> anyhow::Result<()> {
    let output = &options.output;
    let stem = output.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = format!("{stem}_files");
    let mut sink = if options.single_file { Sink::within() } else { Sink::beside(&folder) };
    let notes: Vec<String> = differences.notes.iter().chain(&differences.found.notes).cloned().collect();
    let written = page(
        &Page {
            project,
            before: differences.before.clone(),
            pieces: &differences.found.pieces,
            unchanged: differences.found.unchanged,
            dates: differences.dates.as_deref(),
            notes: &notes,
        },
        &mut sink,
    );
    let parent = output.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    fs::create_dir_all(&parent).with_context(|| format!("cannot make `{}`", parent.display()))?;
    beside(&parent.join(folder), &sink)?;
    fs::write(output, written).with_context(|| format!("cannot write `{}`", output.display()))
}

/// Writes the files, and deletes those of an earlier page that this one does not show.
fn beside(folder: &Path, sink: &Sink) -> anyhow::Result<()> {
    let names: HashSet<&str> = sink.files().map(|(name, _)| name).collect();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let old = name.to_str().is_some_and(|name| is_ours(name) && !names.contains(name));
        if old && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = fs::remove_file(entry.path());
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    for (name, bytes) in sink.files() {
        let path = folder.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}

/// True for a name that a page gives: sixteen figures of a hash and an ending.
fn is_ours(name: &str) -> bool {
    let hash = |stem: &str| stem.len() == 16 && stem.bytes().all(|b| b.is_ascii_hexdigit());
    name.split_once('.')
        .is_some_and(|(stem, ending)| hash(stem) && ["jpg", "png", "svg", "html", "ttf"].contains(&ending))
}
