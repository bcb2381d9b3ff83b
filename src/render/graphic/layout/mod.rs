//! From an SVG with layout elements to a plain one.
//!
//! In: what a template rendered to, and the [`Materials`]: fonts, logos, texts. Out: SVG of shapes and placed text that
//! needs nothing else. The elements are `f:style`, `f:text`, `f:stack`, `f:icon`, `f:qr`, `f:pattern`, `f:logo` and
//! `f:photo`, in the namespace [`NAMESPACE`]; everything else stays as the template wrote it.
//!
//! Boxes are given for languages that run from left to right and are mirrored for the others.

mod attributes;
mod blocks;
mod drawing;
mod expander;
mod fit;
mod item;
mod lines;
mod locate;
mod pen;
mod places;
mod style;

use std::sync::Arc;

use roxmltree::Document;

use crate::{
    design::{
        Fonts,
        logo::{Logo, Logos},
        svg::number,
        typeset::Typesetter,
    },
    diagnostic::{Code, Diagnostic, Diagnostics, Source, Span},
    model::{
        Pattern,
        value::{Colour, LanguageTag},
    },
};

use super::runs::Text;
use expander::Expander;
use locate::Locator;

/// The namespace of the layout elements; its last part is the version that a template is written for.
pub(super) const NAMESPACE: &str = "urn:fanion:layout:1";

/// What the elements are filled from.
pub(super) struct Materials<'a> {
    pub fonts: &'a Fonts,
    pub language: &'a LanguageTag,
    /// The drawing's width.
    pub width: f64,
    /// The drawing's height.
    pub height: f64,
    pub logos: &'a Logos,
    pub endorsement: Option<&'a Logo>,
    pub photo: Option<&'a Logo>,
    pub pattern: Pattern,
    /// The pattern's seed: the project's name.
    pub seed: &'a str,
    /// Colours of filled patterns below text: tones of the dark ground.
    pub quiet: &'a [Colour],
    /// Colours of filled patterns where no text stands.
    pub vivid: &'a [Colour],
    /// A text of the piece by its key, as `headline` or `messages.0.title`: empty where the piece has none, `None` where
    /// no piece could have it.
    pub text: &'a dyn Fn(&str) -> Option<Text>,
    /// The keys that there are.
    pub keys: &'a [String],
    /// Where that text was written.
    pub span: &'a dyn Fn(&str) -> Option<Span>,
    /// The piece, for messages: `annonce` A3 (fr).
    pub piece: &'a str,
}

/// A plain drawing.
pub(super) struct Expanded {
    pub svg: String,
    /// The keys of the texts that it shows.
    pub shown: Vec<String>,
}

/// Replaces the layout elements. `None` when an error was met.
pub(super) fn expand(
    svg: &str,
    template: &Arc<Source>,
    materials: &Materials,
    typesetter: &mut Typesetter,
) -> (Option<Expanded>, Diagnostics) {
    let locator = Locator::new(template, svg);
    let mut expander = Expander::new(materials, typesetter, &locator);
    let expanded = match Document::parse(svg) {
        Ok(document) => expander.document(&document),
        Err(error) => {
            let at = locator.position(error.pos().row, error.pos().col);
            let message = format!("the drawing is not well-formed: {error}");
            expander.diagnostics.push(Diagnostic::new(Code::InvalidTemplate, &at, message));
            None
        }
    };
    let failed = expander.diagnostics.has_errors();
    (expanded.filter(|_| !failed), expander.diagnostics)
}

/// A rectangle of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Area {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Area {
    /// True when it lies inside another, but for rounding.
    fn within(self, other: Area) -> bool {
        let slack = other.width.max(other.height) * 0.001;
        self.x >= other.x - slack
            && self.y >= other.y - slack
            && self.x + self.width <= other.x + other.width + slack
            && self.y + self.height <= other.y + other.height + slack
    }
}

/// `translate(x y)`, as transforms write it.
fn translate(x: f64, y: f64) -> String {
    format!("translate({} {})", number(x), number(y))
}
