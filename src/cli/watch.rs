//! `fanion build --watch`
//!
//! In: the project's files as they are saved. Out: a build for each burst of saves, and beside the gallery `state.js`, which says
//! what stands there and what is wrong, so that an open gallery loads itself anew. A project with errors leaves the last good
//! output as it is. Templates, fonts and whatever Typst remembers stay in memory between builds.

use std::{
    collections::HashSet,
    fs,
    io::{self, Write},
    path::{Component, Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::Duration,
};

use anyhow::Context;
use notify_debouncer_full::{
    DebounceEventResult, Debouncer, RecommendedCache, new_debouncer,
    notify::{EventKind, RecommendedWatcher, RecursiveMode, event::ModifyKind},
};

use super::{
    Outcome,
    build::{self, Built, GALLERY, Options},
    preview,
    progress::Bar,
    session::Session,
};
use crate::{
    delivery::dispatch,
    output::{MANIFEST, sha256},
};

/// Editors save in several steps; what follows each other faster than this is one save.
const BURST: Duration = Duration::from_millis(120);
/// How often it is looked whether to end.
const TICK: Duration = Duration::from_millis(100);
/// What an open gallery asks for.
const STATE: &str = "state.js";
/// Folders beside the project's own that hold no source, and may be large.
const NO_SOURCES: [&str; 5] = ["node_modules", "preview", "proofs", "target", "output"];

/// Builds, and builds again on each save until it is interrupted.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let stop = dispatch::signals()?;
    let root = session.root()?;
    let root = root.canonicalize().with_context(|| format!("cannot find `{}`", root.display()))?;
    let (sender, changes) = channel::<DebounceEventResult>();
    let debouncer = new_debouncer(BURST, None, sender).context("the system does not tell of changed files")?;
    let mut watch = Watch { root, debouncer, watched: HashSet::new() };
    // Before the first build, so that what is saved during it is not missed.
    watch.folders()?;
    let mut built = build::once(session, options, &Bar::until(session.quiet, stop.clone()), true)?;
    let mut opened = tell(session, options, &built, false)?;
    while !*stop.borrow() {
        if !watch.changed(&changes, &built.output, &|| *stop.borrow())? {
            continue;
        }
        watch.folders()?;
        match build::once(session, options, &Bar::until(session.quiet, stop.clone()), true) {
            Ok(now) => built = now,
            // Another build may have the folder; the next save tries again.
            Err(error) => {
                writeln!(io::stderr(), "fanion: {error:#}")?;
                continue;
            }
        }
        if !*stop.borrow() {
            opened = tell(session, options, &built, opened)?;
        }
    }
    let _ = fs::remove_file(built.output.join(STATE));
    if !session.quiet {
        writeln!(io::stderr(), "stopped; {} holds the last build", built.output.display())?;
    }
    Ok(Outcome::Clean)
}

/// Tells the open gallery what stands there, opens it the first time, and says that it goes on. True once it is open.
fn tell(session: &Session, options: &Options, built: &Built, opened: bool) -> anyhow::Result<bool> {
    let problem = match (built.published, &built.tally) {
        (true, _) => None,
        (false, Some(tally)) => Some(format!("{tally}: this is the last good build; the terminal says what is wrong")),
        (false, None) => Some("this is the last good build; the terminal says what is wrong".to_owned()),
    };
    write_state(&built.output, problem.as_deref())?;
    let open = options.open && !opened && built.output.join(GALLERY).is_file();
    if open {
        preview::open(&built.output.join(GALLERY))?;
    }
    if !session.quiet {
        writeln!(io::stderr(), "watching {}; Ctrl-C ends", built.root.display())?;
    }
    Ok(opened || open)
}

/// Whole or not at all: a page may read it at any moment.
fn write_state(output: &Path, problem: Option<&str>) -> anyhow::Result<()> {
    let Ok(manifest) = fs::read(output.join(MANIFEST)) else { return Ok(()) };
    let problem = serde_json::to_string(problem.unwrap_or_default())?;
    let text = format!("window.fanion = \"{}\"; window.fanionProblem = {problem};\n", &sha256(&manifest)[..16]);
    let (new, state) = (output.join(".state.js.new"), output.join(STATE));
    fs::write(&new, text).with_context(|| format!("cannot write `{}`", state.display()))?;
    fs::rename(&new, &state).with_context(|| format!("cannot write `{}`", state.display()))
}

struct Watch {
    root: PathBuf,
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    watched: HashSet<PathBuf>,
}

impl Watch {
    /// Watches the project's folder and every folder in it that may hold sources; those that are new are added.
    fn folders(&mut self) -> anyhow::Result<()> {
        let entries = fs::read_dir(&self.root).with_context(|| format!("cannot read `{}`", self.root.display()))?;
        let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let names = folders.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let sources = names.filter(|name| !name.starts_with('.') && !NO_SOURCES.contains(&name.as_str()));
        let sources: Vec<PathBuf> = sources.map(|name| self.root.join(name)).collect();
        let root = (self.root.clone(), RecursiveMode::NonRecursive);
        for (path, mode) in
            std::iter::once(root).chain(sources.into_iter().map(|path| (path, RecursiveMode::Recursive)))
        {
            if !self.watched.contains(&path) {
                self.debouncer.watch(&path, mode).with_context(|| format!("cannot watch `{}`", path.display()))?;
                self.watched.insert(path);
            }
        }
        // One that was deleted may come again.
        self.watched.retain(|path| path.is_dir());
        Ok(())
    }

    /// Waits a little for saves; true when a source changed, once all of the burst have come.
    fn changed(
        &self,
        changes: &Receiver<DebounceEventResult>,
        output: &Path,
        stopped: &dyn Fn() -> bool,
    ) -> anyhow::Result<bool> {
        let mut found = false;
        loop {
            match changes.recv_timeout(TICK) {
                Ok(Ok(events)) => {
                    let touched = events.iter().filter(|event| is_change(&event.kind)).flat_map(|event| &event.paths);
                    found |= touched.into_iter().any(|path| self.is_source(path, output));
                }
                // What could not be told may be anything.
                Ok(Err(_)) => found = true,
                Err(RecvTimeoutError::Timeout) => return Ok(found && !stopped()),
                Err(RecvTimeoutError::Disconnected) => anyhow::bail!("the system no longer tells of changed files"),
            }
        }
    }

    fn is_source(&self, path: &Path, output: &Path) -> bool {
        let within = output.canonicalize().is_ok_and(|output| path.starts_with(output));
        let Ok(inner) = path.strip_prefix(&self.root) else { return false };
        // Beside the project's folders lie lists and the file of the delivery, and much that is none of it.
        let beside = inner.components().count() == 1 && !path.is_dir();
        !within && is_source(inner) && (!beside || is_list_or_yaml(inner))
    }
}

fn is_change(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)))
}

/// True for a path in the project that may be a source: no editor's own file, nothing hidden, nothing that the program writes.
fn is_source(path: &Path) -> bool {
    let mut parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let Some(first) = parts.next() else { return false };
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let hidden = first.starts_with('.') || parts.any(|part| part.starts_with('.'));
    // Vim tries with `4913` whether it may write; the others keep what they replace.
    let editor = name == "4913"
        || name.ends_with('~')
        || [".swp", ".swx", ".swo", ".tmp", ".bak", ".part", ".crdownload"].iter().any(|ending| name.ends_with(ending))
        || (name.starts_with('#') && name.ends_with('#'))
        || name.starts_with("~$")
        || name.contains("___jb_");
    !hidden && !editor && !NO_SOURCES.contains(&first)
}

fn is_list_or_yaml(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["yaml", "yml", "csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods"].contains(&ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_and_the_program_write_is_no_source() {
        for source in
            ["brand/identity.yaml", "campaigns/a/campaign.yaml", "delivery.yaml", "people.csv", "photos/a.jpg"]
        {
            assert!(is_source(Path::new(source)), "{source}");
        }
        for other in [
            ".git/index",
            ".fanion/outbox.db",
            "brand/.identity.yaml.swp",
            "brand/identity.yaml~",
            "brand/identity.yaml.swp",
            "brand/4913",
            "campaigns/#campaign.yaml#",
            "~$people.xlsx",
            "output/index.html",
            "preview/x.html",
            "",
        ] {
            assert!(!is_source(Path::new(other)), "{other}");
        }
        assert!(is_list_or_yaml(Path::new("people.csv")) && !is_list_or_yaml(Path::new("diff.html")));
    }

    #[test]
    fn a_page_finds_the_state_whole_or_not() {
        let folder = tempfile::tempdir().unwrap();
        write_state(folder.path(), Some("x")).unwrap();
        assert!(!folder.path().join(STATE).exists(), "there is no build to tell of");
        fs::write(folder.path().join(MANIFEST), "{}").unwrap();
        write_state(folder.path(), Some("1 error: \"x\"")).unwrap();
        let text = fs::read_to_string(folder.path().join(STATE)).unwrap();
        assert_eq!(text, "window.fanion = \"44136fa355b3678a\"; window.fanionProblem = \"1 error: \\\"x\\\"\";\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
