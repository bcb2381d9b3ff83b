//! Two states of a project compared piece by piece; only what differs is made, in memory.
//!
//! In: today's jobs, and what was before: an output folder, or another state's jobs. Out: what a view makes of each piece whose
//! files differ. A piece is not looked at when all that it is made from is the same on both sides; one whose files come out the
//! same counts as unchanged too. Nothing is written.

mod past;
mod side;

use std::{
    collections::{BTreeMap, HashMap},
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
};

use serde_json::Value;

use super::{Outcome, Progress, Renderers, defect, into_inner, lock, piece::fact, schedule};
use crate::{
    diagnostic::Diagnostics,
    output::{Entry, Published, inputs, sha256},
    plan::{Artefact, Job, is_thumbnail},
};
use past::Before;
use side::Bench;

/// Jobs and who makes them.
#[derive(Clone, Copy)]
pub struct Side<'a, 'p> {
    /// The plan's jobs, in its order.
    pub jobs: &'a [Job<'p>],
    /// Who makes them.
    pub renderers: Renderers<'a>,
}

/// What was before.
#[derive(Clone, Copy)]
pub enum Past<'a, 'p> {
    /// What a build left in an output folder.
    Published(&'a Published),
    /// Another state of the project, to be made as far as it differs.
    Project(Side<'a, 'p>),
}

/// Two states of a project.
pub struct Compare<'a, 'p> {
    /// What was before.
    pub past: Past<'a, 'p>,
    /// What is now.
    pub now: Side<'a, 'p>,
    /// True for the pieces that are asked about.
    pub in_scope: &'a (dyn Fn(&Entry) -> bool + Sync),
}

/// A piece whose files differ.
pub struct Differing<'x> {
    /// What the manifest would say of it: of its first file now, or before where it is no more.
    pub about: Entry,
    /// Its job now; none where it is no more.
    pub now: Option<&'x Job<'x>>,
    /// True when it was there before.
    pub was: bool,
    /// What it was and is made from, where both are known.
    pub contexts: Option<(Value, Value)>,
    /// The files that differ, by path.
    pub files: BTreeMap<String, Pair>,
}

/// The bytes of a file before and now; none where there is no such file.
#[derive(Debug, Clone, Default)]
pub struct Pair {
    /// Before.
    pub before: Option<Arc<[u8]>>,
    /// Now.
    pub now: Option<Arc<[u8]>>,
}

/// What a comparison found.
#[derive(Debug)]
pub struct Found<V> {
    /// What the view made of each piece that differs, in the plan's order; those that are no more at the end.
    pub pieces: Vec<V>,
    /// How many pieces are the same.
    pub unchanged: usize,
    /// What is wrong with pieces now.
    pub diagnostics: Diagnostics,
    /// What could not be shown of the past, each a lowercase fact.
    pub notes: Vec<String>,
}

impl<'a, 'p> Compare<'a, 'p> {
    /// Compares. `view` is called as soon as a piece is known to differ, by several threads at once, and its bytes are let go
    /// afterwards.
    pub fn run<V: Send>(
        &self,
        threads: NonZeroUsize,
        view: &(dyn Fn(Differing<'_>) -> V + Sync),
        progress: &dyn Progress,
    ) -> Found<V> {
        let before = past::pieces(self.past);
        let work = Work::new(self, &before);
        progress.started(self.now.jobs.len());
        let results: Vec<Mutex<Option<V>>> = work.pairs.iter().map(|_| Mutex::new(None)).collect();
        let states = schedule::run(&work.graph(), threads, &|id| {
            let pair = &work.pairs[id];
            let done = catch_unwind(AssertUnwindSafe(|| work.compare(id)));
            let done = done.unwrap_or_else(|panic| match pair.now {
                Some(now) => Err(Diagnostics::from_iter([defect(&self.now.jobs[now], &fact(panic.as_ref()))])),
                None => Ok(None),
            });
            let (verdict, outcome) = match done {
                Err(diagnostics) => {
                    lock(&work.diagnostics).extend(diagnostics);
                    (schedule::Verdict::Failed, Outcome::Failed)
                }
                Ok(None) => (schedule::Verdict::Done, Outcome::Unchanged),
                Ok(Some(piece)) => {
                    *lock(&results[id]) = Some(view(piece));
                    (schedule::Verdict::Done, Outcome::Made)
                }
            };
            work.trim(id);
            if let Some(now) = pair.now {
                progress.finished(&self.now.jobs[now], outcome);
            }
            verdict
        });
        let results: Vec<Option<V>> = results.into_iter().map(into_inner).collect();
        let same = |id: &usize| states[*id] == schedule::State::Done && results[*id].is_none() && work.asked(*id);
        let unchanged = (0..states.len()).filter(same).count();
        let mut diagnostics = into_inner(work.diagnostics);
        diagnostics.sort();
        let mut notes = into_inner(work.notes);
        notes.sort();
        Found { pieces: results.into_iter().flatten().collect(), unchanged, diagnostics, notes }
    }
}

/// A piece's places on the two sides.
struct Both {
    now: Option<usize>,
    before: Option<usize>,
}

struct Work<'w, 'a, 'p> {
    compare: &'w Compare<'a, 'p>,
    before: &'w [Before<'a>],
    pairs: Vec<Both>,
    /// The pair of each job now, and of each piece before.
    of_now: Vec<usize>,
    of_before: Vec<usize>,
    now: Bench<'a, 'p>,
    then: Option<Bench<'a, 'p>>,
    diagnostics: Mutex<Diagnostics>,
    notes: Mutex<Vec<String>>,
}

impl<'w, 'a, 'p> Work<'w, 'a, 'p> {
    fn new(compare: &'w Compare<'a, 'p>, before: &'w [Before<'a>]) -> Self {
        let by_path: HashMap<&str, usize> =
            before.iter().enumerate().flat_map(|(i, piece)| piece.paths.iter().map(move |path| (*path, i))).collect();
        let (mut pairs, mut of_before) = (Vec::new(), vec![usize::MAX; before.len()]);
        for (i, job) in compare.now.jobs.iter().enumerate() {
            let mut same = job.artefacts.iter().filter_map(|artefact| by_path.get(artefact.path.as_str()).copied());
            let same = same.find(|old| of_before[*old] == usize::MAX);
            if let Some(old) = same {
                of_before[old] = i;
            }
            pairs.push(Both { now: Some(i), before: same });
        }
        let of_now = (0..pairs.len()).collect();
        for (i, pair) in of_before.iter_mut().enumerate().filter(|(_, pair)| **pair == usize::MAX) {
            *pair = pairs.len();
            pairs.push(Both { now: None, before: Some(i) });
        }
        let then = match compare.past {
            Past::Project(side) => Some(Bench::new(side)),
            Past::Published(_) => None,
        };
        let (diagnostics, notes) = (Mutex::default(), Mutex::default());
        let now = Bench::new(compare.now);
        Self { compare, before, pairs, of_now, of_before, now, then, diagnostics, notes }
    }

    /// What has to be compared before what: needs of either side.
    fn graph(&self) -> schedule::Graph {
        let cost = |pair: &Both| {
            let job = pair.now.map(|i| &self.compare.now.jobs[i]).or_else(|| self.old_job(pair.before?));
            job.map_or(1, schedule::cost)
        };
        let needs = |pair: &Both| {
            let known = |of: &[usize], job: &Job<'_>| -> Vec<usize> {
                job.needs.iter().filter_map(|need| of.get(need.job.0).copied()).collect()
            };
            let mut needs = pair.now.map(|i| known(&self.of_now, &self.compare.now.jobs[i])).unwrap_or_default();
            needs.extend(pair.before.and_then(|i| self.old_job(i)).iter().flat_map(|job| known(&self.of_before, job)));
            needs.sort_unstable();
            needs.dedup();
            needs
        };
        schedule::Graph { needs: self.pairs.iter().map(needs).collect(), costs: self.pairs.iter().map(cost).collect() }
    }

    fn old_job(&self, before: usize) -> Option<&'a Job<'p>> {
        match self.compare.past {
            Past::Project(side) => side.jobs.get(before),
            Past::Published(_) => None,
        }
    }

    fn about(&self, pair: &Both) -> Option<Entry> {
        let of = |job: &Job<'_>| {
            let first = job.artefacts.first().cloned().unwrap_or_else(|| Artefact::new(job.global_id(), ""));
            Entry::new(job, &first, String::new(), 0)
        };
        match pair.now {
            Some(now) => Some(of(&self.compare.now.jobs[now])),
            None => {
                let entry = self.before[pair.before?].entries.first().map(|entry| (*entry).clone());
                entry.or_else(|| self.old_job(pair.before?).map(of))
            }
        }
    }

    fn asked(&self, id: usize) -> bool {
        self.about(&self.pairs[id]).is_some_and(|about| (self.compare.in_scope)(&about))
    }

    /// What differs in a piece; nothing where it is the same, or nobody asks about it.
    fn compare(&self, id: usize) -> Result<Option<Differing<'_>>, Diagnostics> {
        let pair = &self.pairs[id];
        let now = pair.now.map(|i| self.made_from(&self.now, i));
        let then = pair.before.and_then(|i| Some(self.made_from(self.then.as_ref()?, i)));
        if let (Some((hash, _)), Some(i)) = (&now, pair.now)
            && self.is_same(i, pair.before, hash, then.as_ref().map(|(hash, _)| hash.as_str()))
        {
            return Ok(None);
        }
        let mut files: BTreeMap<String, Pair> = BTreeMap::new();
        if let (Some(i), Some((_, context))) = (pair.now, &now) {
            let made = self.now.make(i, context, &|need| self.published(need))?;
            made.iter().for_each(|(path, bytes)| files.entry(path.clone()).or_default().now = Some(Arc::clone(bytes)));
        }
        for (path, bytes) in pair.before.map(|i| self.old_files(i, then.as_ref())).unwrap_or_default() {
            files.entry(path).or_default().before = Some(bytes);
        }
        files.retain(|path, pair| pair.before != pair.now && !is_thumbnail(path));
        if files.is_empty() || !self.asked(id) {
            return Ok(None);
        }
        let Some(about) = self.about(pair) else { return Ok(None) };
        let contexts = then.map(|(_, context)| context).zip(now.map(|(_, context)| context));
        let now = pair.now.map(|i| &self.compare.now.jobs[i]);
        Ok(Some(Differing { about, now, was: pair.before.is_some(), contexts, files }))
    }

    /// The hash of all that a job is made from, and its context.
    fn made_from(&self, bench: &Bench<'a, 'p>, index: usize) -> (String, Value) {
        let job = &bench.side.jobs[index];
        let renderer = bench.side.renderers.of(job.piece);
        let context = renderer.context(job);
        let stamps: Vec<_> = job.needs.iter().map(|need| (need.role, bench.stamp(need))).collect();
        let stamps: Vec<_> = stamps.iter().map(|(role, stamp)| (*role, stamp.as_str())).collect();
        (inputs(renderer.name(), &context, &stamps), context)
    }

    /// True when a piece need not be made: it would come out as it was. What it is needed for is told then what stands for its
    /// files.
    fn is_same(&self, now: usize, before: Option<usize>, hash: &str, then: Option<&str>) -> bool {
        let Some(before) = before else { return false };
        let job = &self.compare.now.jobs[now];
        match self.compare.past {
            Past::Project(side) => {
                let old = &side.jobs[before];
                let same = then == Some(hash) && old.artefacts == job.artefacts;
                if same {
                    self.now.stands_for(now, |artefact| format!("{hash} {}", artefact.ending));
                    self.then.iter().for_each(|bench| {
                        bench.stands_for(before, |artefact| format!("{hash} {}", artefact.ending));
                    });
                }
                same
            }
            Past::Published(published) => {
                let entries = &self.before[before].entries;
                let entry = |artefact: &Artefact| entries.iter().find(|entry| entry.path == artefact.path);
                let same = job.artefacts.iter().all(|artefact| entry(artefact).is_some())
                    && entries.len() == job.artefacts.len() + entries.iter().map(|e| e.with.len()).sum::<usize>()
                    && entries.iter().all(|entry| entry.inputs == hash && published.holds(entry));
                if same {
                    let sum = |artefact: &Artefact| entry(artefact).map(|e| e.sha256.clone()).unwrap_or_default();
                    self.now.stands_for(now, sum);
                }
                same
            }
        }
    }

    /// A file of an unchanged piece that another needs: it need not be made again where it is on disk.
    fn published(&self, path: &str) -> Option<Arc<[u8]>> {
        let Past::Published(published) = self.compare.past else { return None };
        published.bytes(published.manifest().get(path)?).ok().map(Arc::from)
    }

    /// The files that a piece had. What cannot be had any more is noted.
    fn old_files(&self, before: usize, then: Option<&(String, Value)>) -> Vec<(String, Arc<[u8]>)> {
        match self.compare.past {
            Past::Project(side) => {
                let bench = self.then.as_ref().zip(then);
                let made = bench.map(|(bench, (_, context))| bench.make(before, context, &|_| None));
                if let Some(Err(_)) = made {
                    let path = side.jobs[before].artefacts.first().map_or("", |artefact| artefact.path.as_str());
                    lock(&self.notes).push(format!("`{path}` had an error then, so it cannot be shown as it was"));
                }
                made.and_then(Result::ok).unwrap_or_default()
            }
            Past::Published(published) => {
                let read = self.before[before].entries.iter().filter_map(|entry| match published.bytes(entry) {
                    Ok(bytes) => Some((entry.path.clone(), Arc::from(bytes))),
                    Err(_) => {
                        let note = "is no longer as it was built, so it cannot be shown as it was";
                        lock(&self.notes).push(format!("`{}` {note}", entry.path));
                        None
                    }
                });
                read.collect()
            }
        }
    }

    /// Lets go of what no other piece needs.
    fn trim(&self, id: usize) {
        let pair = &self.pairs[id];
        pair.now.iter().for_each(|i| self.now.trim(*i));
        pair.before.iter().zip(&self.then).for_each(|(i, bench)| bench.trim(*i));
    }
}

/// The hash of some bytes, as it stands for a file that was made.
fn stamp(bytes: &[u8]) -> String {
    sha256(bytes)
}
