//! What tests of sending share; those of `delivery::dispatch` and a benchmark take single files of it.

pub mod issue;
#[cfg(unix)]
pub mod project;
pub mod relay;
pub mod sink;
