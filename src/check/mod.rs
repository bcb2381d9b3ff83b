//! Rules over the loaded project: what one file or reference alone cannot say.
//!
//! In: a [`Project`]. Out: diagnostics at the YAML line. A file per family of rules.

mod dates;
mod icons;
mod milestones;
mod print;
mod repetition;
mod templates;
mod texts;
mod voice;
mod voices;

use crate::{diagnostic::Diagnostics, model::Project};

/// Every rule.
pub fn check(project: &Project) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    diagnostics.extend(icons::check(project));
    diagnostics.extend(print::check(project));
    diagnostics.extend(templates::check(project));
    diagnostics.extend(dates::check(project));
    diagnostics.extend(voice::check(project));
    diagnostics.extend(milestones::check(project));
    diagnostics.extend(repetition::check(project));
    diagnostics.extend(voices::check(project));
    diagnostics
}
