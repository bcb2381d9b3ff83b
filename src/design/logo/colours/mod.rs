//! The colours of a logo, and the palette that they become.
//!
//! In: a logo as it is drawn, and the colours that its file states. Out: a palette with roles, each colour with its share of
//! the logo, or derived where the logo has too few. Nothing depends on chance: the same logo gives the same palette.

mod cluster;
mod names;
mod pixels;
mod roles;
#[cfg(test)]
mod tests;

use super::Logo;
use crate::model::value::{Asset, Colour};

/// A palette made of a logo.
#[derive(Debug, Clone, PartialEq)]
pub struct LogoPalette {
    /// Its colours: those of the logo, the most of it first, then those that were derived.
    pub swatches: Vec<LogoColour>,
    /// What the logo offered.
    pub basis: Basis,
}

/// A colour of the palette.
#[derive(Debug, Clone, PartialEq)]
pub struct LogoColour {
    /// A plain name, as `navy`; no other swatch has it.
    pub name: String,
    /// The colour.
    pub colour: Colour,
    /// What it does in pieces.
    pub role: Role,
    /// How much of the logo has it, 0 to 1; nothing where it was derived.
    pub share: Option<f64>,
}

/// What a colour does, as brand.yml calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The leading colour.
    Primary,
    /// The second.
    Secondary,
    /// The accent.
    Tertiary,
    /// Of pages.
    Background,
    /// Of text.
    Foreground,
    /// Another colour of the logo.
    Other,
}

impl Role {
    /// The key of brand.yml; nothing for a colour that only stands in the palette.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Role::Primary => Some("primary"),
            Role::Secondary => Some("secondary"),
            Role::Tertiary => Some("tertiary"),
            Role::Background => Some("background"),
            Role::Foreground => Some("foreground"),
            Role::Other => None,
        }
    }
}

/// What a logo offers to make a palette of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Two colours or more.
    Colours,
    /// One colour, beside black, white and grey.
    OneColour,
    /// Black or grey alone.
    NoColour,
    /// White alone: it cannot be seen on a page.
    White,
}

/// A colour of the logo, before it has a role.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    colour: Colour,
    /// Of what can be seen of the logo, 0 to 1.
    share: f64,
    /// True where many pixels have exactly this colour; in a gradient none do.
    flat: bool,
}

impl LogoPalette {
    /// The palette of a logo that `file` draws.
    pub fn new(logo: &Logo, file: &Asset) -> Self {
        let seen = pixels::seen(logo);
        let found = cluster::colours(&seen.coloured, seen.visible, &stated(file));
        roles::palette(&found, &seen)
    }

    /// The colour in a role.
    pub fn role(&self, role: Role) -> Option<&LogoColour> {
        self.swatches.iter().find(|swatch| swatch.role == role)
    }
}

/// The colours that an SVG states: fills, strokes and stops, as attributes or in styles. None in another kind of file.
///
/// What is drawn decides which of them count; they say what a colour is exactly.
fn stated(file: &Asset) -> Vec<Colour> {
    let Ok(text) = std::str::from_utf8(&file.bytes) else { return Vec::new() };
    let parsing = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let Ok(document) = roxmltree::Document::parse_with_options(text, parsing) else { return Vec::new() };
    let mut colours: Vec<Colour> = Vec::new();
    let mut add = |value: &str| {
        if let Ok(colour) = value.trim().parse::<Colour>()
            && !colours.contains(&colour)
        {
            colours.push(colour);
        }
    };
    const PROPERTIES: [&str; 4] = ["fill", "stroke", "stop-color", "color"];
    for node in document.descendants() {
        node.attributes().filter(|a| PROPERTIES.contains(&a.name())).for_each(|a| add(a.value()));
        let sheet = node.is_element() && node.tag_name().name() == "style";
        let styles = node.attribute("style").into_iter().chain(node.text().filter(|_| sheet));
        for declaration in styles.flat_map(|style| style.split([';', '{', '}'])) {
            match declaration.split_once(':') {
                Some((property, value)) if PROPERTIES.contains(&property.trim()) => add(value),
                _ => {}
            }
        }
    }
    colours
}
