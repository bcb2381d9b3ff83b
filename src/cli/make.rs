//! The way from a loaded project to its pieces, which `build` and `check` share.

use std::{num::NonZeroUsize, path::PathBuf, thread};

use super::readers;
use crate::{
    build::{Build, Options, Progress, Report},
    check,
    diagnostic::Diagnostics,
    load::Loaded,
    output::{Entry, Sources},
    plan::{self, Filter},
    render::Atelier,
};

/// What is to be made, and how.
pub struct Work {
    /// The project's folder.
    pub root: PathBuf,
    /// What of the project.
    pub filter: Filter,
    /// The output folder.
    pub output: PathBuf,
    /// How many pieces at once.
    pub threads: NonZeroUsize,
    /// Whether anything is written.
    pub publish: bool,
    /// Make every piece again.
    pub force: bool,
}

/// As many as asked for, else as there are processors.
pub fn threads(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

/// Checks a project and, where nothing stands against it, makes its pieces. All diagnostics, in order of their places.
pub fn make(loaded: Loaded, work: &Work, progress: &dyn Progress) -> anyhow::Result<(Diagnostics, Option<Report>)> {
    let mut diagnostics = loaded.diagnostics;
    let Some(project) = &loaded.project else {
        diagnostics.sort();
        return Ok((diagnostics, None));
    };
    diagnostics.extend(check::check(project));
    let readership = readers::readership(&work.root, project, &mut diagnostics);
    let (plan, found) = plan::plan_for(project, &work.filter, &readership);
    diagnostics.extend(found);
    let (atelier, found) = Atelier::new(project);
    diagnostics.extend(found);
    if diagnostics.has_errors() {
        diagnostics.sort();
        return Ok((diagnostics, None));
    }
    let sources: Sources = loaded.sources.into_iter().collect();
    let filter = &work.filter;
    let in_scope =
        |entry: &Entry| filter.covers(entry.campaign.as_deref(), entry.kind, &entry.language, entry.site.as_deref());
    let build = Build { jobs: &plan.jobs, renderers: (&atelier).into(), sources: &sources, in_scope: &in_scope };
    let options = Options { output: work.output.clone(), jobs: work.threads, publish: work.publish, force: work.force };
    let report = build.run(&options, progress)?;
    diagnostics.extend(report.diagnostics.clone());
    diagnostics.sort();
    Ok((diagnostics, Some(report)))
}
