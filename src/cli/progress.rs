//! How far a build is: a bar on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::sync::watch::Receiver;

use crate::{
    build::{Outcome, Progress},
    plan::Job,
};

/// A bar on standard error; indicatif hides it where there is no terminal.
pub struct Bar {
    bar: ProgressBar,
    stop: Option<Receiver<bool>>,
}

impl Bar {
    /// A bar, hidden when `quiet`.
    pub fn new(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{bar:28} {pos}/{len} {wide_msg}").ok();
        bar.set_style(style.unwrap_or_else(ProgressStyle::default_bar));
        Self { bar, stop: None }
    }

    /// A bar of a build that ends when it is told to.
    pub fn until(quiet: bool, stop: Receiver<bool>) -> Self {
        Self { stop: Some(stop), ..Self::new(quiet) }
    }

    /// Takes the bar off the screen.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn started(&self, pieces: usize) {
        self.bar.set_length(pieces as u64);
    }

    fn finished(&self, job: &Job<'_>, _: Outcome) {
        let name = job.artefacts.first().map_or("", |a| a.path.as_str());
        self.bar.set_message(name.to_owned());
        self.bar.inc(1);
    }

    fn stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| *stop.borrow())
    }
}
