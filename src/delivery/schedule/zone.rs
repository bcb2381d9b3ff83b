//! A time on the wall to a moment, where clocks change.

use jiff::{
    ZonedDateTime,
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone},
};

/// What the clocks of a place did with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Clockwork {
    /// It exists once.
    Exact,
    /// Clocks were put forward over it: the moment is as long after the gap's beginning as the time is.
    Gap,
    /// It exists twice, since clocks were put back: the moment is the first of the two.
    Fold,
}

/// The moment at which a place's clocks show a time. One that they skip is taken later by as much as they skip, one that they
/// show twice is the first (RFC 5545, 3.3.5). `None` at the calendar's edges.
pub fn instant(civil: DateTime, zone: &TimeZone) -> Option<(ZonedDateTime, Clockwork)> {
    let ambiguous = zone.to_ambiguous_zoned_datetime(civil);
    let clockwork = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => Clockwork::Exact,
        AmbiguousOffset::Gap { .. } => Clockwork::Gap,
        AmbiguousOffset::Fold { .. } => Clockwork::Fold,
    };
    Some((ambiguous.compatible().ok()?, clockwork))
}
