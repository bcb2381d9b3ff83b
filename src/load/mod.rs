//! Files to model.
pub mod raw;
mod files;
mod markdown;
mod svg;
mod traps;
mod yaml;
