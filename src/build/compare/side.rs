//! One side of a comparison: pieces made when they are asked for, and kept as long as others may need them.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex},
};

use serde_json::Value;

use super::{Side, lock, stamp};
use crate::{
    build::defect,
    diagnostic::Diagnostics,
    plan::{Artefact, Need},
    render::Needs,
};

/// Bytes by path.
pub(super) type Made = Vec<(String, Arc<[u8]>)>;

/// Where one side's pieces are made.
pub(super) struct Bench<'a, 'p> {
    pub side: Side<'a, 'p>,
    /// The files that other jobs need.
    needed: HashSet<(usize, &'static str)>,
    kept: Vec<Mutex<Kept>>,
}

/// What is known of a job's files.
#[derive(Default)]
struct Kept {
    /// What stands for each file in the hash of those that need it, by ending.
    stamps: BTreeMap<&'static str, String>,
    /// The files, by path; those that nobody needs are let go.
    files: Option<Made>,
}

impl<'a, 'p> Bench<'a, 'p> {
    pub fn new(side: Side<'a, 'p>) -> Self {
        let needs = side.jobs.iter().flat_map(|job| &job.needs);
        let needed = needs.map(|need| (need.job.0, need.ending)).collect();
        Self { side, needed, kept: side.jobs.iter().map(|_| Mutex::default()).collect() }
    }

    /// What stands for a needed file: two that stand for the same have the same bytes.
    pub fn stamp(&self, need: &Need) -> String {
        let kept = self.kept.get(need.job.0).map(lock);
        kept.and_then(|kept| kept.stamps.get(need.ending).cloned()).unwrap_or_default()
    }

    /// Says what stands for the files of a job that need not be made.
    pub fn stands_for(&self, job: usize, stamp: impl Fn(&Artefact) -> String) {
        let stamps = self.side.jobs[job].artefacts.iter().map(|artefact| (artefact.ending, stamp(artefact)));
        lock(&self.kept[job]).stamps = stamps.collect();
    }

    /// A job's files. `elsewhere` has those of jobs that were not made since they did not change, where it can.
    ///
    /// # Errors
    /// What is wrong with the piece.
    pub fn make(
        &self,
        job: usize,
        context: &Value,
        elsewhere: &dyn Fn(&str) -> Option<Arc<[u8]>>,
    ) -> Result<Made, Diagnostics> {
        let made = self.render(job, context, elsewhere)?;
        let planned = &self.side.jobs[job];
        let named = planned.artefacts.iter().filter_map(|artefact| {
            let (_, bytes) = made.iter().find(|(path, _)| *path == artefact.path)?;
            Some((artefact.ending, stamp(bytes)))
        });
        let stamps = named.collect();
        *lock(&self.kept[job]) = Kept { stamps, files: Some(made.clone()) };
        Ok(made)
    }

    fn render(
        &self,
        id: usize,
        context: &Value,
        elsewhere: &dyn Fn(&str) -> Option<Arc<[u8]>>,
    ) -> Result<Made, Diagnostics> {
        let job = &self.side.jobs[id];
        let mut needs = Needs::new();
        for need in &job.needs {
            let bytes = self.needed(need, elsewhere)?;
            needs.insert(need.role, bytes.ok_or_else(|| Diagnostics::from_iter([defect(job, "a need is missing")]))?);
        }
        let rendered = self.side.renderers.of(job.piece).render(job, context, &needs);
        if rendered.diagnostics.has_errors() {
            return Err(rendered.diagnostics);
        }
        let named = rendered.files.into_iter();
        let named = named.filter_map(|(ending, bytes)| Some((job.artefact(ending)?.path.clone(), bytes)));
        let files: BTreeMap<String, Vec<u8>> = named.chain(rendered.extras).collect();
        Ok(files.into_iter().map(|(path, bytes)| (path, Arc::from(bytes))).collect())
    }

    /// The bytes that a job needs: as they were made, else from elsewhere, else made now.
    fn needed(
        &self,
        need: &Need,
        elsewhere: &dyn Fn(&str) -> Option<Arc<[u8]>>,
    ) -> Result<Option<Arc<[u8]>>, Diagnostics> {
        let Some(job) = self.side.jobs.get(need.job.0) else { return Ok(None) };
        let Some(artefact) = job.artefact(need.ending) else { return Ok(None) };
        let find = |files: &Made| files.iter().find(|(path, _)| *path == artefact.path).map(|(_, b)| Arc::clone(b));
        // Held while it is made, so that two who need it do not both make it; needs make no circle.
        let mut kept = lock(&self.kept[need.job.0]);
        if let Some(files) = &kept.files {
            return Ok(find(files));
        }
        if let Some(bytes) = elsewhere(&artefact.path) {
            return Ok(Some(bytes));
        }
        let context = self.side.renderers.of(job.piece).context(job);
        let mut made = self.render(need.job.0, &context, elsewhere)?;
        self.keep_needed(need.job.0, &mut made);
        let bytes = find(&made);
        kept.files = Some(made);
        Ok(bytes)
    }

    /// Lets go of a job's files that nobody needs.
    pub fn trim(&self, job: usize) {
        if let Some(files) = &mut lock(&self.kept[job]).files {
            self.keep_needed(job, files);
        }
    }

    fn keep_needed(&self, id: usize, files: &mut Made) {
        let job = &self.side.jobs[id];
        let ending = |path: &str| job.artefacts.iter().find(|artefact| artefact.path == path).map(|a| a.ending);
        files.retain(|(path, _)| ending(path).is_some_and(|ending| self.needed.contains(&(id, ending))));
    }
}
