//! The layout elements of a drawing as a forest: what stands in which box, before anything has a place.

use std::ops::Range;

use super::{
    art::Art,
    frame::{Gap, Ground},
    item::Item,
    style::VerticalAlign,
};

/// All layout elements of a drawing, parents before their children, in the order of the document.
pub(super) struct Forest<'a> {
    pub elements: Vec<Element<'a>>,
    pub roots: Vec<Root>,
    /// How many groups of texts share a scale; a group is known by its number.
    pub groups: usize,
}

impl Forest<'_> {
    /// True where the piece's photo stands anywhere.
    pub fn shows_photo(&self) -> bool {
        self.elements.iter().any(|element| matches!(element.kind, Kind::Art(Art::Photo { .. })))
    }

    /// An element and all below it, parents first.
    pub fn below(&self, index: usize) -> Vec<usize> {
        let mut found = vec![index];
        let mut next = 0;
        while next < found.len() {
            found.extend(&self.elements[found[next]].children);
            next += 1;
        }
        found
    }
}

/// An element that stands in no other, at a place of its own.
pub(super) struct Root {
    /// Its index; `None` of one that shows nothing, and is only taken out of the drawing.
    pub element: Option<usize>,
    /// True where the template itself mirrors the group that it stands in.
    pub turned: bool,
    /// The template's bytes that it stands for.
    pub range: Range<usize>,
}

/// One layout element.
pub(super) struct Element<'a> {
    pub kind: Kind<'a>,
    pub style: taffy::Style,
    pub gap: Option<Gap>,
    pub ground: Option<Ground>,
    /// True where sides on the sheet's edge reach into the bleed.
    pub bleed: bool,
    /// Where it stands outside of boxes.
    pub origin: (f64, f64),
    /// The group whose scale its texts and gaps take.
    pub group: usize,
    /// Indices.
    pub children: Vec<usize>,
    /// Its name without the prefix.
    pub name: String,
    /// Its place in what the template rendered to.
    pub range: Range<usize>,
}

pub(super) enum Kind<'a> {
    /// A box, or room kept free.
    Box,
    Text(Box<Words>),
    Art(Art<'a>),
}

/// A text in its box.
pub(super) struct Words {
    pub item: Item,
    pub valign: VerticalAlign,
}

impl Element<'_> {
    pub fn is_absolute(&self) -> bool {
        self.style.position == taffy::Position::Absolute
    }

    pub fn words(&self) -> Option<&Words> {
        match &self.kind {
            Kind::Text(words) => Some(words),
            _ => None,
        }
    }
}
