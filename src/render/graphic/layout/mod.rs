//! From an SVG with layout elements to a plain one.
//!
//! In: what a template rendered to, and the [`Materials`]: fonts, logos, texts. Out: SVG of shapes and placed text that
//! needs nothing else. The elements, in the namespace [`NAMESPACE`], are those of `vocabulary`; everything else stays as
//! the template wrote it.
//!
//! `reader` makes a forest of elements, `solve` computes their boxes, `fit` finds the sizes of their texts, `paint` draws
//! them, `places` looks at the result. Boxes are given for languages that run from left to right and are mirrored for the
//! others.

mod art;
mod attributes;
mod bleed;
mod component;
mod contrast;
mod doctype;
mod element;
mod expander;
mod export;
mod fit;
mod frame;
mod item;
mod lines;
mod locate;
mod logo;
mod nested;
mod opportunities;
mod paint;
mod pen;
mod photo;
mod places;
mod reader;
mod report;
mod solve;
mod style;
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

use std::sync::Arc;

use roxmltree::Document;

use crate::{
    design::{Fonts, logo::Logos, svg::number, typeset::Typesetter},
    diagnostic::{Code, Diagnostic, Diagnostics, Source, Span},
    model::{
        Pattern,
        value::{Colour, FormatUnit, LanguageTag},
    },
};

use super::runs::Text;
use item::Typography;
use locate::Locator;
pub(super) use photo::Photo;

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
    /// How far art reaches beyond the drawing's edges.
    pub bleed: f64,
    pub logos: &'a Logos,
    /// Pixels for one unit of the drawing that a picture needs.
    pub needed_resolution: f64,
    /// The least width that the brand allows its logo.
    pub smallest_logo: f64,
    pub photo: Option<&'a Photo>,
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
    /// What the text's author calls it: the title of message `trouver`.
    pub name: &'a dyn Fn(&str) -> String,
    /// Where the piece is described, for what is wrong with it as a whole.
    pub home: &'a Span,
    /// The piece, for messages: `annonce` A3 (fr).
    pub piece: &'a str,
    /// What a unit of the drawing is.
    pub unit: FormatUnit,
    /// How far texts stay away from the edge: what is nearer may be cut off.
    pub safe_zone: f64,
    /// A drawing made ready for painting; `None` of one that is broken.
    pub tree: &'a dyn Fn(&str) -> Option<usvg::Tree>,
}

/// A plain drawing.
pub(super) struct Expanded {
    pub svg: String,
    /// The texts that it shows by their keys, each with the size that it is set at.
    pub shown: Vec<(String, f64)>,
    /// True where the piece's photo is in it.
    pub shows_photo: bool,
}

impl Expanded {
    /// The size of a text in units of the drawing; `None` of one that it does not show.
    pub fn size_of(&self, key: &str) -> Option<f64> {
        self.shown.iter().find(|(shown, _)| shown == key).map(|(_, size)| *size)
    }
}

/// Replaces the layout elements of what a template, the first of several that include each other, rendered to. `None` when
/// an error was met.
pub(super) fn expand(
    svg: &str,
    templates: &[&Arc<Source>],
    materials: &Materials,
    typesetter: &mut Typesetter,
) -> (Option<Expanded>, Diagnostics) {
    let plain = doctype::removed(svg);
    let svg = plain.as_deref().unwrap_or(svg);
    let adopted = Document::parse(svg).ok().and_then(|document| export::adopted(&document, materials));
    let svg = adopted.as_deref().unwrap_or(svg);
    let locator = Locator::new(templates, svg);
    let (expanded, diagnostics) = match Document::parse(svg) {
        Ok(document) => expander::expand(&document, materials, typesetter, &locator),
        Err(error) => {
            let at = locator.position(error.pos().row, error.pos().col);
            let message = format!("the drawing is not well-formed: {error}");
            (None, [Diagnostic::new(Code::InvalidTemplate, &at, message)].into_iter().collect())
        }
    };
    let failed = diagnostics.has_errors();
    (expanded.filter(|_| !failed), diagnostics)
}

impl<'a> Materials<'a> {
    /// The whole drawing, as it is trimmed.
    fn sheet(&self) -> Area {
        Area { x: 0.0, y: 0.0, width: self.width, height: self.height }
    }

    /// What messages call a text, and where it was written; words of the template's own stand at no line of the
    /// project's, so that the piece stands for them.
    fn author(&self, key: Option<&str>) -> (String, Span) {
        let name = key.map_or_else(|| "a text of the template".to_owned(), self.name);
        (name, key.and_then(self.span).unwrap_or_else(|| self.home.clone()))
    }

    fn typography(&self) -> Typography<'a> {
        Typography { fonts: self.fonts, language: self.language }
    }
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
    fn moved(self, x: f64, y: f64) -> Area {
        Area { x: self.x + x, y: self.y + y, ..self }
    }

    /// Where it lies in a drawing of this width that is mirrored.
    fn mirrored(self, width: f64) -> Area {
        Area { x: width - self.x - self.width, ..self }
    }

    /// A drawing with left and right exchanged inside this area.
    fn turn(self, svg: &str) -> String {
        format!(r#"<g transform="translate({} 0) scale(-1 1)">{svg}</g>"#, number(2.0 * self.x + self.width))
    }

    /// How far two areas lie over each other, across and down; below 0 where they are apart.
    fn overlap(self, other: Area) -> (f64, f64) {
        let across = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let down = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        (across, down)
    }

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
