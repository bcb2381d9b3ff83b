//! Where a test stops a sender to kill it: between two steps of a commit. Only builds with debug assertions have it.
//!
//! `FANION_HALT="hand committed 3"` halts at the third commit that hands messages over, once it is on the disk and before the
//! ledger knows. Steps are `begun` (nothing of it is on the disk), `committed` and `noted` (the ledger knows, the sender does not).

use std::{
    io::Write,
    sync::{
        OnceLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// Kind of commit, step, and how many of them are still let pass.
static ASKED: OnceLock<Option<(String, String, AtomicI64)>> = OnceLock::new();

fn asked() -> Option<(String, String, AtomicI64)> {
    let text = std::env::var("FANION_HALT").ok()?;
    let mut words = text.split(' ').map(str::to_owned);
    let (kind, step) = (words.next()?, words.next()?);
    Some((kind, step, AtomicI64::new(words.next()?.parse().ok()?)))
}

/// Halts for good where it was asked to; `kinds` are those of the commit under way.
pub(super) fn reach(step: &str, kinds: &[(&str, bool)]) {
    if !cfg!(debug_assertions) {
        return;
    }
    let Some((kind, at, left)) = ASKED.get_or_init(asked) else { return };
    let concerned = at == step && kinds.iter().any(|(name, here)| name == kind && *here);
    if concerned && left.fetch_sub(1, Ordering::SeqCst) == 1 {
        let _ = writeln!(std::io::stderr(), "halted: {kind} {step}");
        loop {
            std::thread::sleep(Duration::from_secs(1));
        }
    }
}
