//! A brand's colours as the twelve of an office theme, and everything else in relation to them.
//!
//! In: a [`Theme`] and the brand's palette. Out: a [`Scheme`], and [`Paint`]s that name a colour of the scheme where they
//! are one, so that whoever changes the theme changes the slides.

use serde::Serialize;

use crate::{
    design::{Theme, colour},
    model::{Brand, value::Colour},
};

/// The colours of an office theme by their names in files.
#[derive(Debug, Clone)]
pub struct Scheme {
    slots: Vec<(&'static str, Colour)>,
}

/// A colour as files state it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paint {
    /// Its name in the theme, where it is one of them.
    pub scheme: Option<&'static str>,
    /// Six hexadecimal figures.
    pub hex: String,
    /// Opacity in thousandths of a percent; opaque where absent.
    pub alpha: Option<u32>,
}

/// What a shape is filled with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fill {
    /// The colour, or the one that a gradient starts with.
    pub start: Paint,
    /// The one that it ends with.
    pub end: Option<Paint>,
    /// Its direction in 60000ths of a degree.
    pub angle: u32,
}

impl From<Paint> for Fill {
    fn from(start: Paint) -> Self {
        Fill { start, end: None, angle: 0 }
    }
}

/// Accents that are less apart than this (in OKLab) look like one.
const APART: f64 = 0.07;

impl Scheme {
    /// The scheme of a brand: six accents that differ, its own colours first.
    pub fn new(theme: &Theme, brand: &Brand) -> Self {
        let own = [theme.brand, theme.accent, theme.accent_2, theme.highlight_2];
        let palette = brand.palette.values().copied().filter(|c| colour::Lch::from(*c).lightness < 0.93);
        let tones = [theme.step(500), theme.step(300), theme.step(700), brand.success, brand.warning, theme.step(900)];
        let mut accents: Vec<Colour> = Vec::new();
        for candidate in own.into_iter().chain(palette).chain(tones) {
            if accents.iter().all(|other| colour::difference(*other, candidate) >= APART) {
                accents.push(candidate);
            }
        }
        // A palette of greys may have fewer.
        accents.resize(6.max(accents.len()), theme.step(600));
        let names = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6"];
        let mut slots = vec![("dk1", theme.ink), ("lt1", theme.paper), ("dk2", theme.deep), ("lt2", theme.surface)];
        slots.extend(names.into_iter().zip(accents));
        slots.extend([("hlink", theme.brand_text), ("folHlink", theme.muted)]);
        Self { slots }
    }

    /// Every colour with its name, in the order of files.
    pub fn slots(&self) -> impl Iterator<Item = (&'static str, Colour)> {
        self.slots.iter().copied()
    }

    /// A colour, as one of the theme's where it is one.
    pub fn paint(&self, colour: Colour) -> Paint {
        let found = self.slots.iter().find(|(_, slot)| *slot == colour).map(|(name, _)| *name);
        // The names by which slides reach them (ECMA-376, part 1, 19.3.1.6).
        let scheme = found.map(|name| match name {
            "dk1" => "tx1",
            "lt1" => "bg1",
            "dk2" => "tx2",
            "lt2" => "bg2",
            accent => accent,
        });
        Paint { scheme, hex: hex(colour), alpha: None }
    }

    /// A colour that lets through what is below it; `opacity` from 0 to 1.
    pub fn glaze(&self, colour: Colour, opacity: f64) -> Paint {
        Paint { alpha: Some((opacity * 100_000.0).round() as u32), ..self.paint(colour) }
    }

    /// From one colour to another; `degrees` from left to right, clockwise.
    pub fn gradient(&self, from: Colour, to: Colour, degrees: u32) -> Fill {
        Fill { start: self.paint(from), end: Some(self.paint(to)), angle: degrees * 60_000 }
    }
}

/// Six hexadecimal figures.
pub fn hex(colour: Colour) -> String {
    format!("{colour}").trim_start_matches('#').to_uppercase()
}
