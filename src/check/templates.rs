//! Template families exist.

use crate::{diagnostic::Diagnostics, model::Project};

/// Each poster's and banner's template family is built in or the project's own.
pub fn check(_project: &Project) -> Diagnostics {
    Diagnostics::new()
}
