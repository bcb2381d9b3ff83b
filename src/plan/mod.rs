//! Which pieces, in which language, for which site, in which format, when.
//!
//! In: a [`Project`](crate::model::Project). Out: a [`Plan`]: jobs that name the jobs whose bytes they need, and the
//! calendar. Pure: no file, no clock.

mod job;

pub use job::{Artefact, Job, JobId, Kind, Need, Piece, Role};
