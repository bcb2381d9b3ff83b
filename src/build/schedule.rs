//! Jobs in the order that their needs allow, on several threads, the most expensive first.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    num::NonZeroUsize,
    sync::{Condvar, Mutex},
    thread::Builder,
};

use super::{into_inner, lock};
use crate::plan::{Job, Kind};

/// Of each thread, in bytes; only what is used takes memory. Typesetting and SVG recurse deeper than the usual 2 MiB allow.
const STACK: usize = 16 << 20;

/// What has to be done before what.
pub(super) struct Graph {
    /// The jobs that each job needs.
    pub needs: Vec<Vec<usize>>,
    /// How long each job takes, in no particular unit.
    pub costs: Vec<u64>,
}

/// What the work on a job came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Those that need it may begin.
    Done,
    /// Those that need it cannot be done.
    Failed,
    /// No further job is begun.
    Stop,
}

/// What became of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It was never begun: everything stopped before, or it needs itself.
    Waiting,
    /// Something that it needs failed.
    Blocked,
    /// It was done.
    Done,
    /// It failed.
    Failed,
}

impl Graph {
    /// The needs and costs of a plan's jobs.
    pub(super) fn of(jobs: &[Job<'_>]) -> Self {
        // A need that names no job is met by the piece itself, with a diagnostic.
        let needs = |job: &Job<'_>| job.needs.iter().map(|need| need.job.0).filter(|id| *id < jobs.len()).collect();
        Self { needs: jobs.iter().map(needs).collect(), costs: jobs.iter().map(cost).collect() }
    }
}

/// About how long a piece takes: pixels for pictures, and what guides and newsletters take compared with them. Only the
/// order of work hangs on it, so that posters in pixels may count for more than they are.
pub(super) fn cost(job: &Job<'_>) -> u64 {
    let area = job.format.as_ref().map_or(0.0, |format| format.width * format.height);
    match job.kind() {
        Kind::Brand if job.format.is_some() => area as u64,
        Kind::Newsletters => 1_000_000,
        Kind::Guides | Kind::Brand => 20_000_000,
        Kind::Decks | Kind::Gallery => 1_000_000,
        Kind::Banners => area as u64,
        // In millimetres, at 300 dots per inch.
        Kind::Posters => (area * (300.0_f64 / 25.4).powi(2)) as u64,
    }
}

struct Queue {
    ready: BinaryHeap<(u64, Reverse<usize>)>,
    states: Vec<State>,
    /// How many needs each job still waits for.
    open: Vec<usize>,
    running: usize,
    stopped: bool,
}

/// Does every job after those that it needs; returns what became of each.
///
/// `work` must not panic.
pub(super) fn run(graph: &Graph, threads: NonZeroUsize, work: &(dyn Fn(usize) -> Verdict + Sync)) -> Vec<State> {
    let dependants = dependants(&graph.needs);
    let urgency = urgency(graph, &dependants);
    let open: Vec<_> = graph.needs.iter().map(Vec::len).collect();
    let ready = (0..open.len()).filter(|job| open[*job] == 0).map(|job| (urgency[job], Reverse(job))).collect();
    let states = vec![State::Waiting; open.len()];
    let queue = Mutex::new(Queue { ready, states, open, running: 0, stopped: false });
    let change = Condvar::new();
    let worker = || {
        while let Some(job) = next(&queue, &change) {
            let verdict = work(job);
            lock(&queue).settle(job, verdict, &dependants, &urgency);
            change.notify_all();
        }
    };
    std::thread::scope(|scope| {
        let start = || Builder::new().stack_size(STACK).spawn_scoped(scope, worker);
        let started = (0..threads.get().min(graph.needs.len())).filter(|_| start().is_ok()).count();
        // A system that grants no thread has this one.
        if started == 0 {
            worker();
        }
    });
    into_inner(queue).states
}

/// The next job to begin, once there is one; `None` when there will be none.
fn next(queue: &Mutex<Queue>, change: &Condvar) -> Option<usize> {
    let idle = |queue: &mut Queue| !queue.stopped && queue.ready.is_empty() && queue.running > 0;
    let waited = change.wait_while(lock(queue), idle);
    let mut queue = waited.unwrap_or_else(std::sync::PoisonError::into_inner);
    if queue.stopped {
        return None;
    }
    let (_, Reverse(job)) = queue.ready.pop()?;
    queue.running += 1;
    Some(job)
}

impl Queue {
    fn settle(&mut self, job: usize, verdict: Verdict, dependants: &[Vec<usize>], urgency: &[u64]) {
        self.running -= 1;
        match verdict {
            Verdict::Stop => self.stopped = true,
            Verdict::Failed => {
                self.states[job] = State::Failed;
                self.block(&dependants[job], dependants);
            }
            Verdict::Done => {
                self.states[job] = State::Done;
                for dependant in &dependants[job] {
                    self.open[*dependant] -= 1;
                    if self.open[*dependant] == 0 && self.states[*dependant] == State::Waiting {
                        self.ready.push((urgency[*dependant], Reverse(*dependant)));
                    }
                }
            }
        }
    }

    fn block(&mut self, jobs: &[usize], dependants: &[Vec<usize>]) {
        let mut blocked = jobs.to_vec();
        while let Some(job) = blocked.pop() {
            if self.states[job] == State::Waiting {
                self.states[job] = State::Blocked;
                blocked.extend(&dependants[job]);
            }
        }
    }
}

/// The jobs that need each job.
fn dependants(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut dependants = vec![Vec::new(); needs.len()];
    for (job, needs) in needs.iter().enumerate() {
        for need in needs {
            dependants[*need].push(job);
        }
    }
    dependants
}

/// How much work waits for each job, itself with it: the longest way from it to the end.
fn urgency(graph: &Graph, dependants: &[Vec<usize>]) -> Vec<u64> {
    let mut urgency = graph.costs.clone();
    let mut open: Vec<_> = dependants.iter().map(Vec::len).collect();
    let mut last: Vec<_> = (0..open.len()).filter(|job| open[*job] == 0).collect();
    while let Some(job) = last.pop() {
        for need in &graph.needs[job] {
            urgency[*need] = urgency[*need].max(graph.costs[*need].saturating_add(urgency[job]));
            open[*need] -= 1;
            if open[*need] == 0 {
                last.push(*need);
            }
        }
    }
    urgency
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn graph(needs: Vec<Vec<usize>>) -> Graph {
        Graph { costs: (0..needs.len() as u64).collect(), needs }
    }

    fn order(graph: &Graph, threads: usize, verdict: impl Fn(usize) -> Verdict + Sync) -> (Vec<usize>, Vec<State>) {
        let order = Mutex::new(Vec::new());
        let states = run(graph, NonZeroUsize::new(threads).unwrap(), &|job| {
            lock(&order).push(job);
            verdict(job)
        });
        (into_inner(order), states)
    }

    #[test]
    fn the_dearest_way_comes_first() {
        // 0 is cheap, but 3 waits for it; 1 and 2 stand alone.
        let (order, _) = order(&graph(vec![vec![], vec![], vec![], vec![0]]), 1, |_| Verdict::Done);
        assert_eq!(order, [0, 3, 2, 1]);
    }

    #[test]
    fn what_needs_a_failure_is_blocked_and_the_rest_is_done() {
        let graph = graph(vec![vec![], vec![0], vec![1, 3], vec![], vec![3]]);
        let failing = |job| if job == 0 { Verdict::Failed } else { Verdict::Done };
        let (_, states) = order(&graph, 2, failing);
        assert_eq!(states, [State::Failed, State::Blocked, State::Blocked, State::Done, State::Done]);
    }

    #[test]
    fn a_circle_is_left_waiting_and_does_not_hang() {
        let (order, states) = order(&graph(vec![vec![1], vec![0], vec![], vec![3]]), 4, |_| Verdict::Done);
        assert_eq!(order, [2]);
        assert_eq!(states, [State::Waiting, State::Waiting, State::Done, State::Waiting]);
    }

    #[test]
    fn nothing_is_begun_after_a_stop() {
        let (order, states) = order(&graph(vec![vec![]; 100]), 1, |_| Verdict::Stop);
        assert_eq!(order.len(), 1);
        assert!(states.iter().all(|state| *state == State::Waiting));
        assert!(run(&graph(vec![]), NonZeroUsize::MIN, &|_| Verdict::Done).is_empty());
    }

    proptest! {
        #[test]
        fn every_job_is_done_once_and_after_its_needs(
            seeds in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..4), 1..40),
            threads in 1..8_usize,
        ) {
            let needs = seeds.iter().enumerate().map(|(job, seeds)| match job {
                0 => Vec::new(),
                _ => seeds.iter().map(|seed| seed.index(job)).collect(),
            });
            let graph = graph(needs.collect());
            let (order, states) = order(&graph, threads, |_| Verdict::Done);
            prop_assert!(states.iter().all(|state| *state == State::Done));
            let mut sorted = order.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..graph.needs.len()).collect::<Vec<_>>());
            let place = |job: usize| order.iter().position(|other| *other == job);
            for (job, needs) in graph.needs.iter().enumerate() {
                prop_assert!(needs.iter().all(|need| place(*need) < place(job)));
            }
        }
    }
}
