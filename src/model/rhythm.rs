use jiff::{
    Span as Duration,
    civil::{Date, Time, Weekday},
};

use crate::diagnostic::Span;

/// How much mail one person may receive, and when nothing leaves.
#[derive(Debug, Clone, Default)]
pub struct Rhythm {
    /// How many newsletters; any number where absent.
    pub at_most: Option<AtMost>,
    /// When nothing leaves.
    pub quiet: Quiet,
}

/// So many newsletters within so many days, over all campaigns.
#[derive(Debug, Clone)]
pub struct AtMost {
    /// How many, 1 or more.
    pub messages: u32,
    /// Within how many days in a row, the day of sending among them: 1, 7 or 30.
    pub days: u32,
    /// Where it was written.
    pub span: Span,
}

/// When nothing leaves, by each reader's own clock.
#[derive(Debug, Clone, Default)]
pub struct Quiet {
    /// Hours of every day; they may pass midnight.
    pub hours: Option<QuietHours>,
    /// Days of the week.
    pub days: Vec<Weekday>,
    /// Single dates. Public holidays of a reader's site are kept beside them.
    pub dates: Vec<Date>,
}

/// Half-open: from the first time to the second, which is the next day's where it is not later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// First quiet moment.
    pub from: Time,
    /// First moment after them.
    pub until: Time,
}

/// How long personal data is kept after an issue has left.
#[derive(Debug, Clone, Default)]
pub struct Retention {
    /// The lists as they were sent to.
    pub recipients: Option<Duration>,
    /// Who was sent what.
    pub log: Option<Duration>,
}
