//! Fanion turns one YAML project identity into a whole internal communication campaign.
//!
//! One way through: files → [`load`] → [`model::Project`] → [`check`] → [`plan`] → jobs → [`build`] ([`render`] → bytes →
//! [`output`]) → manifest. ARCHITECTURE.md holds the table of modules and what each may use.

// Tests of modules share support files with the tests in `tests/`, which name the crate.
#[cfg(test)]
extern crate self as fanion;

pub mod build;
pub mod check;
pub mod cli;
pub mod delivery;
pub mod design;
pub mod diagnostic;
pub mod difference;
pub mod gallery;
pub mod keys;
pub mod load;
pub mod model;
pub mod output;
pub mod personalise;
pub mod plan;
pub mod recipients;
pub mod render;
pub mod template;
