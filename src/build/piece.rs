//! One job: skipped if nothing that it is made from changed, else rendered and staged.

use std::{
    any::Any,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::{
    Build, defect,
    stock::{Stock, Store},
};
use crate::{
    diagnostic::Diagnostics,
    output::{Entry, Error, Remark, inputs},
    plan::{Artefact, Job, Need, Role},
    render::Needs,
};

/// Where pieces are made.
pub(super) struct Workshop<'b, 'p> {
    build: &'b Build<'b, 'p>,
    store: &'b Store,
    stock: Stock<'b>,
    force: bool,
}

/// A piece that is there, whether made now or before.
pub(super) struct Made {
    /// Its artefacts.
    pub entries: Vec<Entry>,
    /// Its warnings.
    pub diagnostics: Diagnostics,
    /// True when the last build made it.
    pub unchanged: bool,
}

/// Why there is no piece.
pub(super) enum Failure {
    /// The piece has an error.
    Piece(Diagnostics),
    /// The output folder cannot be used.
    Output(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Output(error)
    }
}

/// What tells whether a piece is still what it would be.
struct Inputs {
    hash: String,
    needs: Vec<(Role, Need, Entry)>,
    context: serde_json::Value,
}

impl<'b, 'p> Workshop<'b, 'p> {
    pub(super) fn new(build: &'b Build<'b, 'p>, store: &'b Store, force: bool) -> Self {
        Self { build, store, stock: Stock::new(build.jobs, store), force }
    }

    /// Makes a job's piece, or finds it unchanged. A panic in a renderer is a diagnostic at the piece.
    pub(super) fn make(&self, id: usize) -> Result<Made, Failure> {
        let job = &self.build.jobs[id];
        // What a renderer leaves half changed behind it is its own caches of templates and fonts.
        let made = catch_unwind(AssertUnwindSafe(|| self.skip_or_render(id, job)));
        self.stock.release(&job.needs);
        made.unwrap_or_else(|panic| Err(failed(job, &fact(panic.as_ref()))))
    }

    fn skip_or_render(&self, id: usize, job: &Job<'_>) -> Result<Made, Failure> {
        let inputs = self.inputs(job)?;
        if !self.force
            && let Some(made) = self.unchanged(job, &inputs)
        {
            for (artefact, entry) in job.artefacts.iter().zip(&made.entries) {
                self.stock.unchanged(id, artefact.ending, entry.clone());
            }
            return Ok(made);
        }
        self.render(id, job, &inputs)
    }

    fn inputs(&self, job: &Job<'_>) -> Result<Inputs, Failure> {
        let renderer = self.build.renderers.of(job.piece);
        let needs = job.needs.iter().map(|need| {
            let entry = self.stock.entry(need).ok_or_else(|| failed(job, "nothing makes what it needs"))?;
            Ok((need.role, *need, entry))
        });
        let needs = needs.collect::<Result<Vec<_>, Failure>>()?;
        let sums: Vec<_> = needs.iter().map(|(role, _, entry)| (*role, entry.sha256.as_str())).collect();
        let context = renderer.context(job);
        Ok(Inputs { hash: inputs(renderer.name(), &context, &sums), needs, context })
    }

    /// The piece as the last build made it, if all its files are still there and its warnings can be told again.
    fn unchanged(&self, job: &Job<'_>, inputs: &Inputs) -> Option<Made> {
        let published = self.store.published();
        let find = |path: &String| published.manifest().get(path);
        let old = job.artefacts.iter().map(|artefact| find(&artefact.path)).collect::<Option<Vec<_>>>()?;
        let with = &old.first()?.with;
        let old: Vec<_> = old.iter().copied().chain(with.iter().map(find).collect::<Option<Vec<_>>>()?).collect();
        let remarks = &old.first()?.diagnostics;
        let diagnostics: Diagnostics =
            remarks.iter().map(|remark| remark.replay(self.build.sources)).collect::<Option<_>>()?;
        let is_unchanged = old.iter().all(|entry| entry.inputs == inputs.hash && published.holds(entry));
        is_unchanged.then(|| {
            let files = old.iter().map(|entry| (entry.sha256.clone(), entry.bytes));
            let entries = self.entries(job, inputs, with, files, &diagnostics);
            Made { entries, diagnostics, unchanged: true }
        })
    }

    fn render(&self, id: usize, job: &Job<'_>, inputs: &Inputs) -> Result<Made, Failure> {
        let mut needs = Needs::new();
        for (role, need, entry) in &inputs.needs {
            needs.insert(*role, self.stock.bytes(need, entry)?);
        }
        let rendered = self.build.renderers.of(job.piece).render(job, &inputs.context, &needs);
        if rendered.diagnostics.has_errors() {
            return Err(Failure::Piece(rendered.diagnostics));
        }
        let mut files: HashMap<_, _> = rendered.files.into_iter().collect();
        let mut extras = rendered.extras;
        let files = job.artefacts.iter().map(|artefact| {
            let made = extras.remove(&artefact.path).or_else(|| files.remove(artefact.ending));
            made.ok_or_else(|| failed(job, &format!("no `{}` came of it", artefact.ending)))
        });
        let mut files = files.collect::<Result<Vec<_>, _>>()?;
        let (with, further): (Vec<String>, Vec<Vec<u8>>) = extras.into_iter().unzip();
        files.extend(further);
        let sums = files.iter().map(|bytes| (crate::output::sha256(bytes), bytes.len() as u64));
        let entries = self.entries(job, inputs, &with, sums, &rendered.diagnostics);
        let endings = job.artefacts.iter().map(|artefact| artefact.ending).chain(std::iter::repeat(""));
        for ((ending, entry), bytes) in endings.zip(&entries).zip(files) {
            self.stock.made(id, ending, entry.clone(), bytes)?;
        }
        Ok(Made { entries, diagnostics: rendered.diagnostics, unchanged: false })
    }

    /// The manifest's entries of a piece: of its artefacts, and of what was made `with` them.
    fn entries(
        &self,
        job: &Job<'_>,
        inputs: &Inputs,
        with: &[String],
        files: impl Iterator<Item = (String, u64)>,
        diagnostics: &Diagnostics,
    ) -> Vec<Entry> {
        let remarks: Vec<_> = diagnostics.iter().map(|d| Remark::new(d, self.build.sources)).collect();
        let further = with.iter().map(|path| Artefact::new(path.clone(), ""));
        let artefacts = job.artefacts.iter().cloned().chain(further);
        let entries = artefacts.zip(files).map(|(artefact, (sha256, bytes))| Entry {
            renderer: self.build.renderers.of(job.piece).name().into(),
            inputs: inputs.hash.clone(),
            needs: inputs.needs.iter().map(|(_, _, entry)| entry.path.clone()).collect(),
            diagnostics: remarks.clone(),
            ..Entry::new(job, &artefact, sha256, bytes)
        });
        let mut entries: Vec<Entry> = entries.collect();
        if let Some(first) = entries.first_mut() {
            first.with = with.to_vec();
        }
        entries
    }
}

fn failed(job: &Job<'_>, fact: &str) -> Failure {
    Failure::Piece(Diagnostics::from_iter([defect(job, fact)]))
}

/// What a panic says.
pub(super) fn fact(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("its renderer stopped: {}", text.unwrap_or("it gave no reason"))
}
