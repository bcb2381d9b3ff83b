//! The project's logo: the one that it supplies, else one drawn from its name; and the group's beside it.
//!
//! In: the brand's logo file or the name, the theme, the fonts. Out: SVG fragments that need nothing else: text is
//! outlines, pictures are data, ids have a prefix of their own.

mod colours;
mod drawn;
mod endorsed;
mod forms;
mod one_colour;
mod outlines;
mod supplied;
mod symbol;

use crate::{
    design::{Fonts, Theme, typeset::Typesetter},
    diagnostic::{Diagnostic, Diagnostics},
    model::{Brand, Identity, value::Direction},
};
pub use colours::{Basis, LogoColour, LogoPalette, Role};
pub use forms::{Form, Ink, Shape, forms, icon};
use outlines::Letterer;
pub use symbol::initials;

/// One version of a logo: SVG elements that fill a box from 0,0 to `width`, `height`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Logo {
    /// The elements, without an `<svg>` around them.
    pub svg: String,
    /// In the elements' own units.
    pub width: f64,
    /// In the elements' own units.
    pub height: f64,
    /// True when it was supplied as pixels, of which one is one unit.
    pub raster: bool,
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

    /// The same in the middle of empty space: a share of its height on every side.
    pub fn in_clear_space(&self, share: f64) -> Logo {
        let space = self.height * share.max(0.0);
        let at = super::svg::number(space);
        Logo {
            svg: format!(r#"<g transform="translate({at} {at})">{}</g>"#, self.svg),
            width: self.width + 2.0 * space,
            height: self.height + 2.0 * space,
            raster: self.raster,
        }
    }
}

/// A logo in each version.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Logos {
    /// For light grounds.
    pub colour: Logo,
    /// For dark grounds; a supplied logo without a version for these stands on a white plate.
    pub reversed: Logo,
    /// In black alone; the colour version where it was supplied.
    pub black: Logo,
    /// In white alone; the reversed version where it was supplied.
    pub white: Logo,
    /// The symbol alone, for light grounds; of a supplied logo the version for small places, else the whole.
    pub symbol: Logo,
    /// The symbol alone, for dark grounds; of a supplied logo the version for small places, else the whole.
    pub symbol_reversed: Logo,
    /// The group's logo, for a project that names one.
    pub endorsement: Option<Endorsement>,
    /// Empty space around the logo, as a share of its height.
    pub clear_space: f64,
    /// True when it was drawn from the name.
    pub drawn: bool,
}

/// The group's logo.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Endorsement {
    /// For light grounds: its file, else its name.
    pub alone: Logo,
    /// For dark grounds: its file on a white plate, else its name.
    pub alone_reversed: Logo,
    /// The project's logo, a thin rule and the group's, for light grounds.
    pub beside: Logo,
    /// The same for dark grounds.
    pub beside_reversed: Logo,
}

impl Logos {
    /// The logos of a project. A supplied file that cannot be used is an error, and the drawn logo, or the group's name,
    /// stands in.
    ///
    /// In right-to-left pieces the drawn logo has its symbol to the right of the name; a supplied one is never turned.
    pub fn new(
        identity: &Identity,
        theme: &Theme,
        fonts: &Fonts,
        typesetter: &mut Typesetter,
        direction: Direction,
    ) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let mut letterer = Letterer { fonts, typesetter };
        let (mut logos, plated) = own(identity, theme, &mut letterer, direction, &mut diagnostics);
        logos.clear_space = identity.guidelines.logo.clear_space;
        if let Some(endorsement) = &identity.endorsed_by {
            let file = endorsement.logo.as_ref().map(|file| supplied::picture(file, fonts, "endorsement-"));
            let file = file.and_then(|read| read.map_err(|diagnostic| diagnostics.push(*diagnostic)).ok());
            let group = match &file {
                Some(logo) => [logo.clone(), supplied::on_plate(logo)],
                None => [theme.ink, theme.on_deep].map(|ink| endorsed::wordmark(&endorsement.name, ink, &mut letterer)),
            };
            let own = [&logos.colour, &logos.reversed];
            let made = endorsed::endorsement(own, group, plated || file.is_some(), theme, direction);
            logos.endorsement = Some(made);
        }
        (logos, diagnostics)
    }
}

/// The project's own logo, and whether its version for dark grounds is on a plate.
fn own(
    identity: &Identity,
    theme: &Theme,
    letterer: &mut Letterer,
    direction: Direction,
    diagnostics: &mut Diagnostics,
) -> (Logos, bool) {
    let Brand { logo, .. } = &identity.brand;
    if let Some(logo) = logo {
        match supplied::logos(logo, letterer.fonts) {
            Ok(logos) => return (logos, logo.reversed.is_none()),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    (drawn::logos(&identity.name, theme, letterer, direction), false)
}

/// A picture file of the project's (SVG, PNG, JPEG, WebP, GIF) as SVG elements of its own size.
///
/// # Errors
/// A diagnostic when it cannot be read, shows nothing, or refers to anything outside itself.
pub fn picture(asset: &crate::model::value::Asset, fonts: &Fonts, id_prefix: &str) -> Result<Logo, Box<Diagnostic>> {
    supplied::picture(asset, fonts, id_prefix)
}
