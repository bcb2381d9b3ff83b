//! The project's logo: the one that it supplies, else one drawn from its name.
//!
//! In: the brand's logo file or the name, the theme, the fonts. Out: SVG fragments that need nothing else: text is
//! outlines, pictures are data, ids have a prefix of their own.

mod drawn;
mod supplied;

use crate::{
    design::{Fonts, Theme, typeset::Typesetter},
    diagnostic::{Diagnostic, Diagnostics},
    model::{Brand, value::Direction},
};

/// One version of a logo: SVG elements that fill a box from 0,0 to `width`, `height`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Logo {
    /// The elements, without an `<svg>` around them.
    pub svg: String,
    /// In the elements' own units.
    pub width: f64,
    /// In the elements' own units.
    pub height: f64,
}

impl Logo {
    /// `0 0 width height`
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", super::svg::number(self.width), super::svg::number(self.height))
    }

    /// A whole SVG document of this height in pixels.
    pub fn document(&self, height: f64) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{}" height="{}" viewBox="{}">{}</svg>"#,
            super::svg::number(height * self.width / self.height),
            super::svg::number(height),
            self.view_box(),
            self.svg
        )
    }
}

/// A logo in each version.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Logos {
    /// For light grounds.
    pub colour: Logo,
    /// For dark grounds; a supplied logo without a version for these stands on a white plate.
    pub reversed: Logo,
    /// The symbol alone, for light grounds; the whole logo where it was supplied.
    pub symbol: Logo,
    /// The symbol alone, for dark grounds; the whole logo where it was supplied.
    pub symbol_reversed: Logo,
    /// True when it was drawn from the name.
    pub drawn: bool,
}

impl Logos {
    /// The brand's logo. A supplied file that cannot be used is an error, and the drawn logo stands in.
    ///
    /// In right-to-left pieces the drawn logo has its symbol to the right of the name; a supplied one is never turned.
    pub fn new(
        brand: &Brand,
        name: &str,
        theme: &Theme,
        fonts: &Fonts,
        typesetter: &mut Typesetter,
        direction: Direction,
    ) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        if let Some(logo) = &brand.logo {
            match supplied::logos(logo, fonts) {
                Ok(logos) => return (logos, diagnostics),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        (drawn::logos(name, theme, fonts, typesetter, direction), diagnostics)
    }
}

/// A picture file of the project's (SVG, PNG, JPEG, WebP, GIF) as SVG elements of its own size.
///
/// # Errors
/// A diagnostic when it cannot be read, shows nothing, or refers to anything outside itself.
pub fn picture(asset: &crate::model::value::Asset, fonts: &Fonts, id_prefix: &str) -> Result<Logo, Box<Diagnostic>> {
    supplied::picture(asset, fonts, id_prefix)
}
