//! A drawing as files: PNG, JPEG, PDF, and SVG without fonts.
//!
//! In: a plain SVG whose view box is the trimmed size, in the format's units, and whose art may reach beyond it. Out: bytes.

mod bleed;
mod pdf;
mod raster;
mod vector;

use crate::model::value::{Format, FormatUnit, LanguageTag, Millimetres};

pub(super) use bleed::{gap, widened};
pub(super) use pdf::pdf;
pub(super) use raster::{jpeg, png, small};
pub(super) use vector::svg;

/// Why nothing was drawn: an engine's own words.
pub(super) type Failed = String;

/// What a file says about itself.
pub(super) struct Meta<'a> {
    pub title: &'a str,
    /// What it shows and says, for those who do not see it.
    pub alternative: &'a str,
    pub language: &'a LanguageTag,
}

/// Pixels per inch: 300 up to Tabloid, which is read in the hand; 150 up to A0; 100 for what stands on the floor and is
/// seen from a metre and more. 96 on screens, where only the number of pixels counts.
pub(super) fn dpi(format: &Format) -> f64 {
    match (format.unit, format.width.max(format.height)) {
        (FormatUnit::Px, _) => 96.0,
        (FormatUnit::Mm, longest) if longest <= 432.0 => 300.0,
        (FormatUnit::Mm, longest) if longest <= 1200.0 => 150.0,
        (FormatUnit::Mm, _) => 100.0,
    }
}

/// Width and height in pixels.
pub(super) fn pixels(format: &Format, dpi: f64) -> (u32, u32) {
    let side = |length: f64| match format.unit {
        FormatUnit::Px => length.round().max(1.0) as u32,
        FormatUnit::Mm => (length / 25.4 * dpi).round().max(1.0) as u32,
    };
    (side(format.width), side(format.height))
}

/// A length of the format's in points of 1/72 inch.
fn points(format: &Format, length: f64) -> f32 {
    let points = match format.unit {
        FormatUnit::Mm => Millimetres(length).points(),
        FormatUnit::Px => length * 0.75,
    };
    points as f32
}
