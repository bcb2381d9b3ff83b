//! When an issue leaves, for whom, and how long it takes.
//!
//! In: a campaign's newsletters, sites and rhythm, `delivery.yaml`, counts of readers. Out: a [`Slice`] for each zone and
//! country of the readers, with the moments between which its mail leaves; whether a person has had enough ([`Limits`]); when
//! a queue of slices is through ([`queue`]). Pure: no file, no clock.

mod estimate;
mod quiet;
mod rhythm;
#[cfg(test)]
mod tests;
mod timetable;
mod zone;

pub use estimate::{Bound, Load, Run, SECONDS_PER_MESSAGE, Speed, queue};
pub use quiet::{Quietness, Why};
pub use rhythm::{Limit, Limits};
pub use timetable::{Departure, Slice, Timetable, departures};
pub use zone::{Clockwork, instant};
