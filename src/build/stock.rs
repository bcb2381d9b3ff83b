//! What has been made so far, for the jobs that need it.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use super::lock;
use crate::{
    output::{Entry, Error, Published, Staging},
    plan::{Job, Need},
};

/// Where a build's bytes go.
pub(super) enum Store {
    /// Nowhere: a check.
    Published(Published),
    /// To the output folder.
    Staging(Staging),
}

impl Store {
    pub(super) fn published(&self) -> &Published {
        match self {
            Store::Published(published) => published,
            Store::Staging(staging) => staging,
        }
    }
}

/// Where the bytes of an artefact are.
#[derive(Debug, Clone)]
enum Place {
    /// In the output folder, as the last build left them.
    Published,
    /// Staged by this build.
    Staged,
    /// In memory: a check writes nothing.
    Memory(Arc<[u8]>),
    /// Nowhere any more: nobody needs them.
    Gone,
}

/// The artefacts of the jobs that are done. Bytes are on disk and read again for whom needs them; a check holds only
/// those that are needed, and only until they are no longer.
pub(super) struct Stock<'a> {
    store: &'a Store,
    needed: HashSet<(usize, &'static str)>,
    jobs: Vec<Mutex<Shelf>>,
}

/// What one job made.
struct Shelf {
    artefacts: Vec<(&'static str, Entry, Place)>,
    /// How many needs of it are still open.
    waiting: usize,
}

impl<'a> Stock<'a> {
    pub(super) fn new(jobs: &[Job<'_>], store: &'a Store) -> Self {
        let needs = || jobs.iter().flat_map(|job| &job.needs);
        let mut waiting = vec![0; jobs.len()];
        for need in needs() {
            if let Some(count) = waiting.get_mut(need.job.0) {
                *count += 1;
            }
        }
        Self {
            store,
            needed: needs().map(|need| (need.job.0, need.ending)).collect(),
            jobs: waiting.into_iter().map(|waiting| Mutex::new(Shelf { artefacts: Vec::new(), waiting })).collect(),
        }
    }

    /// Takes in an artefact that the last build made.
    pub(super) fn unchanged(&self, job: usize, ending: &'static str, entry: Entry) {
        lock(&self.jobs[job]).artefacts.push((ending, entry, Place::Published));
    }

    /// Takes in an artefact that was made now.
    pub(super) fn made(&self, job: usize, ending: &'static str, entry: Entry, bytes: Vec<u8>) -> Result<(), Error> {
        let place = match self.store {
            Store::Staging(staging) => {
                staging.stage(&entry.path, &bytes)?;
                Place::Staged
            }
            Store::Published(_) if self.needed.contains(&(job, ending)) => Place::Memory(bytes.into()),
            Store::Published(_) => Place::Gone,
        };
        lock(&self.jobs[job]).artefacts.push((ending, entry, place));
        Ok(())
    }

    /// The artefact that a need names; `None` when its job made none such.
    pub(super) fn entry(&self, need: &Need) -> Option<Entry> {
        let shelf = lock(self.jobs.get(need.job.0)?);
        shelf.artefacts.iter().find(|(ending, ..)| *ending == need.ending).map(|(_, entry, _)| entry.clone())
    }

    /// The bytes that a need names.
    pub(super) fn bytes(&self, need: &Need, entry: &Entry) -> Result<Arc<[u8]>, Error> {
        let shelf = lock(&self.jobs[need.job.0]);
        let found = shelf.artefacts.iter().find(|(ending, ..)| *ending == need.ending);
        let place = found.map_or(Place::Gone, |(_, _, place)| place.clone());
        drop(shelf);
        match (place, self.store) {
            (Place::Memory(bytes), _) => Ok(bytes),
            (Place::Staged, Store::Staging(staging)) => staging.staged(&entry.path).map(Arc::from),
            _ => self.store.published().bytes(entry).map(Arc::from),
        }
    }

    /// A job is done with what it needs.
    pub(super) fn release(&self, needs: &[Need]) {
        for shelf in needs.iter().filter_map(|need| self.jobs.get(need.job.0)) {
            let mut shelf = lock(shelf);
            shelf.waiting -= 1;
            if shelf.waiting == 0 {
                shelf.artefacts.iter_mut().for_each(|(.., place)| match place {
                    Place::Memory(_) => *place = Place::Gone,
                    Place::Published | Place::Staged | Place::Gone => {}
                });
            }
        }
    }
}
