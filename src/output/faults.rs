//! Disks that fill up and machines that lose power, for tests.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// Counts the steps that change the disk and lets one fail, or that one and all that follow.
#[derive(Debug, Clone, Default)]
pub struct Faults(Option<Arc<Plan>>);

#[derive(Debug)]
struct Plan {
    steps: AtomicUsize,
    fails_at: usize,
    for_ever: bool,
}

impl Faults {
    /// Nothing fails, but steps are counted.
    pub fn none() -> Self {
        Self::plan(usize::MAX, false)
    }

    /// The disk is full for one step, from 0.
    pub fn once(step: usize) -> Self {
        Self::plan(step, false)
    }

    /// The machine stops at a step, from 0: nothing after it takes place.
    pub fn crash(step: usize) -> Self {
        Self::plan(step, true)
    }

    fn plan(fails_at: usize, for_ever: bool) -> Self {
        Self(Some(Arc::new(Plan { steps: AtomicUsize::new(0), fails_at, for_ever })))
    }

    /// How many steps there were.
    pub fn steps(&self) -> usize {
        self.0.as_ref().map_or(0, |plan| plan.steps.load(Ordering::SeqCst))
    }

    pub(super) fn step(&self) -> io::Result<()> {
        let Some(plan) = &self.0 else { return Ok(()) };
        let step = plan.steps.fetch_add(1, Ordering::SeqCst);
        match step == plan.fails_at || plan.for_ever && step > plan.fails_at {
            true => Err(io::ErrorKind::StorageFull.into()),
            false => Ok(()),
        }
    }
}
