//! How far a build is: a bar on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{
    build::{Outcome, Progress},
    plan::Job,
};

/// A bar on standard error; indicatif hides it where there is no terminal.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar, hidden when `quiet`.
    pub fn new(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("{bar:28} {pos}/{len} {wide_msg}").ok();
        bar.set_style(style.unwrap_or_else(ProgressStyle::default_bar));
        Self(bar)
    }

    /// Takes the bar off the screen.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn started(&self, pieces: usize) {
        self.0.set_length(pieces as u64);
    }

    fn finished(&self, job: &Job<'_>, _: Outcome) {
        let name = job.artefacts.first().map_or("", |a| a.path.as_str());
        self.0.set_message(name.to_owned());
        self.0.inc(1);
    }
}
