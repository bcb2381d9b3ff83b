//! The way from a loaded project to its pieces, which `build` and `check` share.

use std::{num::NonZeroUsize, path::PathBuf, thread};

use super::{approval::found as approvals, readers};
use crate::{
    build::{Build, Options, Progress, Report},
    check,
    diagnostic::Diagnostics,
    gallery::Gallery,
    load::Loaded,
    output::{Entry, Remark, Sources},
    plan::{self, Filter, Kind},
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
    /// Whether the gallery loads itself anew when `state.js` beside it says that something changed.
    pub live: bool,
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
    let remarks = check::check(project);
    diagnostics.extend(remarks.clone());
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
    // Whatever a build makes, the gallery tells of all that then stands there.
    let in_scope = |entry: &Entry| {
        let covers = || filter.covers(entry.campaign.as_deref(), entry.kind, &entry.language, entry.site.as_deref());
        entry.kind == Kind::Gallery || covers()
    };
    let remarks = remarks.iter().map(|diagnostic| Remark::new(diagnostic, &sources)).collect();
    let gallery = Gallery::new(project, approvals::found(&work.root, project)?, remarks).live(work.live);
    let build = Build {
        jobs: &plan.jobs,
        renderers: (&atelier).into(),
        sources: &sources,
        in_scope: &in_scope,
        sheets: Some(&gallery),
    };
    let options = Options { output: work.output.clone(), jobs: work.threads, publish: work.publish, force: work.force };
    let report = build.run(&options, progress)?;
    diagnostics.extend(report.diagnostics.clone());
    diagnostics.sort();
    Ok((diagnostics, Some(report)))
}
