//! The scheduler: every job of a plan made or found unchanged, in parallel, and published all or nothing.
//!
//! In: jobs, a renderer for each kind, and the texts as they were loaded. Out: files in the output folder and a
//! [`Report`] that does not depend on how many threads there were or which job ended first. A job is made after those
//! that it needs; a renderer is handed their bytes and knows nothing of the rest. [`Options::publish`] off is how a check
//! runs: everything is made, nothing is written.

mod compare;
mod piece;
mod report;
mod schedule;
mod sheets;
mod stock;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    path::PathBuf,
    sync::{Arc, Mutex},
};

pub use compare::{Compare, Differing, Found, Pair, Past, Side};
pub use report::{Outcome, Progress, Report};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    output::{Entry, Error, Published, Sheets, Sources, Staging},
    plan::{self, Job},
    render::{Atelier, Needs, Renderer},
};
use piece::{Failure, Made, Workshop};
use schedule::State;
use stock::Store;

/// What a build does.
#[derive(Debug, Clone)]
pub struct Options {
    /// The output folder.
    pub output: PathBuf,
    /// How many pieces are made at once.
    pub jobs: NonZeroUsize,
    /// Whether anything is written: off for a check.
    pub publish: bool,
    /// Makes every piece, changed or not.
    pub force: bool,
}

/// The renderer of each kind of piece.
#[derive(Clone, Copy)]
pub struct Renderers<'a> {
    /// Of newsletters.
    pub email: &'a dyn Renderer,
    /// Of posters and banners.
    pub graphic: &'a dyn Renderer,
    /// Of guides, notices, print orders and the graphic charter.
    pub document: &'a dyn Renderer,
    /// Of what print shops and office printers are given.
    pub print: &'a dyn Renderer,
    /// Of the branding kit and of slides.
    pub kit: &'a dyn Renderer,
}

impl<'a> From<&'a Atelier<'_>> for Renderers<'a> {
    fn from(atelier: &'a Atelier<'_>) -> Self {
        let Atelier { email, graphic, document, print, kit } = atelier;
        Self { email, graphic, document, print, kit }
    }
}

impl<'a> Renderers<'a> {
    /// The one that makes a piece.
    pub fn of(&self, piece: plan::Piece<'_>) -> &'a dyn Renderer {
        use plan::{
            BrandPart,
            Piece::{
                Banner, Brand, CallBackground, Deck, Guide, Newsletter, Notice, Poster, PrintFile, PrintOrder, Signage,
                Tiles,
            },
        };
        match piece {
            Newsletter(_) => self.email,
            Poster(_) | Banner(_) | Signage(_) | CallBackground(_) => self.graphic,
            Guide(_) | PrintOrder(_) | Notice(_) | Brand(BrandPart::Guide) => self.document,
            PrintFile(..) | Tiles(..) => self.print,
            Deck(_) | Brand(_) => self.kit,
        }
    }
}

/// What is to be made, and with what.
pub struct Build<'a, 'p> {
    /// The plan's jobs, in its order.
    pub jobs: &'a [Job<'p>],
    /// Who makes them.
    pub renderers: Renderers<'a>,
    /// The texts as they were loaded, in which a skipped piece's warnings find their places again.
    pub sources: &'a Sources,
    /// True for the artefacts of the last build that this plan would name again if they still existed: what a filter
    /// leaves out is neither made nor deleted.
    pub in_scope: &'a (dyn Fn(&Entry) -> bool + Sync),
    /// The files that tell of all others, if there are any.
    pub sheets: Option<&'a (dyn Sheets + Sync)>,
}

/// Files in memory, by their paths below the output folder.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// What became of a job, and what it came to if it was begun.
type Piece = (State, Option<Result<Made, Diagnostics>>);

impl Build<'_, '_> {
    /// Makes what changed, and publishes it if every piece succeeded.
    ///
    /// # Errors
    /// If the output folder cannot be used; then it is as it was. A piece that fails is no error but a diagnostic in the
    /// report, and nothing is published.
    pub fn run(&self, options: &Options, progress: &dyn Progress) -> Result<Report, Error> {
        let store = match options.publish {
            true => Store::Staging(Staging::open(&options.output)?),
            false => Store::Published(Published::read(&options.output)?),
        };
        progress.started(self.jobs.len());
        let (pieces, notes) = {
            let workshop = Workshop::new(self, &store, options.force);
            (self.make(&workshop, options.jobs, progress)?, store.published().notes().to_vec())
        };
        let mut report = Report { notes, stopped: progress.stopped(), ..Report::default() };
        if report.stopped {
            return Ok(report);
        }
        let mut planned = self.tell(pieces, &mut report);
        if let (Store::Staging(staging), true) = (store, report.is_complete()) {
            match self.make_sheets(&staging, &planned)? {
                Ok(sheets) => {
                    planned.extend(sheets);
                    report.published(staging.publish(planned, self.in_scope)?, &options.output);
                }
                Err(diagnostic) => report.diagnostics.push(*diagnostic),
            }
        }
        Ok(report)
    }

    /// Makes one job's piece and what it needs in memory, whatever stands in an output folder: every file by its path, and
    /// warnings.
    ///
    /// # Errors
    /// What is wrong with the piece, or with one that it needs.
    pub fn one(&self, job: usize) -> Result<(Files, Diagnostics), Diagnostics> {
        let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
        self.one_below(job, self.jobs.len(), &mut files, &mut diagnostics)?;
        Ok((files, diagnostics))
    }

    /// `depth`: how many jobs may still need each other; a plan in which a job needs itself ends there.
    fn one_below(
        &self,
        id: usize,
        depth: usize,
        files: &mut Files,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Diagnostics> {
        let job = &self.jobs[id];
        let failed = |fact: &str| Diagnostics::from_iter([defect(job, fact)]);
        let depth = depth.checked_sub(1).ok_or_else(|| failed("it needs itself, by way of what it needs"))?;
        let mut needs = Needs::new();
        for need in &job.needs {
            let artefact = self.jobs.get(need.job.0).and_then(|job| job.artefact(need.ending));
            let path = &artefact.ok_or_else(|| failed("nothing makes what it needs"))?.path;
            if !files.contains_key(path) {
                self.one_below(need.job.0, depth, files, diagnostics)?;
            }
            let bytes = files.get(path).ok_or_else(|| failed("what it needs was not made"))?;
            needs.insert(need.role, Arc::clone(bytes));
        }
        let renderer = self.renderers.of(job.piece);
        let made = renderer.render(job, &renderer.context(job), &needs);
        if made.diagnostics.has_errors() {
            return Err(made.diagnostics);
        }
        diagnostics.extend(made.diagnostics);
        let path = |ending| job.artefact(ending).map(|artefact| artefact.path.clone());
        let named = made.files.into_iter().filter_map(|(ending, bytes)| Some((path(ending)?, bytes)));
        files.extend(named.chain(made.extras).map(|(path, bytes)| (path, Arc::from(bytes))));
        Ok(())
    }

    /// Every job's piece, or what became of it, in the plan's order.
    fn make(
        &self,
        workshop: &Workshop<'_, '_>,
        threads: NonZeroUsize,
        progress: &dyn Progress,
    ) -> Result<Vec<Piece>, Error> {
        let refused = Mutex::new(None);
        let pieces: Vec<_> = self.jobs.iter().map(|_| Mutex::new(None)).collect();
        let states = schedule::run(&schedule::Graph::of(self.jobs), threads, &|job| {
            if progress.stopped() {
                return schedule::Verdict::Stop;
            }
            let (piece, outcome) = match workshop.make(job) {
                Ok(made) => {
                    let outcome = if made.unchanged { Outcome::Unchanged } else { Outcome::Made };
                    (Ok(made), outcome)
                }
                Err(Failure::Piece(diagnostics)) => (Err(diagnostics), Outcome::Failed),
                Err(Failure::Output(error)) => {
                    // The first of several says enough.
                    lock(&refused).get_or_insert(error);
                    return schedule::Verdict::Stop;
                }
            };
            *lock(&pieces[job]) = Some(piece);
            progress.finished(&self.jobs[job], outcome);
            if outcome == Outcome::Failed { schedule::Verdict::Failed } else { schedule::Verdict::Done }
        });
        if let Some(error) = into_inner(refused) {
            return Err(error);
        }
        for (job, state) in self.jobs.iter().zip(&states) {
            if matches!(state, State::Blocked | State::Waiting) {
                progress.finished(job, Outcome::Blocked);
            }
        }
        Ok(states.into_iter().zip(pieces.into_iter().map(into_inner)).collect())
    }

    /// Counts what was made and gathers diagnostics and manifest entries, in the plan's order.
    fn tell(&self, pieces: Vec<Piece>, report: &mut Report) -> Vec<Entry> {
        let mut planned = Vec::new();
        for (job, (state, piece)) in self.jobs.iter().zip(pieces) {
            match piece {
                Some(Ok(made)) => {
                    report.made += usize::from(!made.unchanged);
                    report.unchanged += usize::from(made.unchanged);
                    *report.artefacts.entry(job.kind()).or_default() += made.entries.len();
                    report.diagnostics.extend(made.diagnostics);
                    planned.extend(made.entries);
                }
                Some(Err(diagnostics)) => {
                    report.failed += 1;
                    report.diagnostics.extend(diagnostics);
                }
                None => {
                    report.blocked += 1;
                    // A job that only waits for one that failed needs no second error.
                    if state == State::Waiting {
                        report.diagnostics.push(defect(job, "it needs itself, by way of what it needs"));
                    }
                }
            }
        }
        planned
    }
}

/// An error of the program's, not of the project's, at the piece that met it.
fn defect(job: &Job<'_>, fact: &str) -> Diagnostic {
    let piece = job.artefacts.first().map_or(job.id(), |artefact| artefact.path.as_str());
    Diagnostic::new(Code::RendererFailed, job.span(), format!("`{piece}` cannot be made: {fact}"))
        .help("this is a defect of Fanion, not of the project: please report it with the files that show it")
}

/// Locks; a thread that panicked while it held the lock leaves nothing half done behind it here.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}
