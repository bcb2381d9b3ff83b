//! Whether texts stand out from what lies below them.
//!
//! In: the drawing without its texts, and where each text stands. Out: an error for each that is hard to read, measured
//! on the pixels below its letters, so that photos, gradients and patterns count as what they are.

use std::collections::HashMap;

use resvg::tiny_skia::{Color, Pixmap, Transform};

use super::{Area, Materials, expander::Placed, locate::Locator, pen::Stretch};
use crate::{
    design::colour,
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::value::{Colour, FormatUnit},
};

/// Pixels of the drawing that is looked at: an A sheet of 500 on its longer side. What is thinner than one is seen as the
/// mixture that it makes, as from some distance.
const PIXELS: f64 = 180_000.0;

/// So much of what lies below a line may have too little contrast: a thin stroke that crosses a letter hides nothing.
const SHARE: f64 = 0.05;

/// What text needs (WCAG 2.2, 1.4.3, and APCA beside it): the ratio, and the lightness contrast Lc.
const TEXT: (f64, f64) = (4.5, 60.0);
/// What large text needs.
const LARGE: (f64, f64) = (3.0, 45.0);

pub(super) fn check(ground: &str, texts: &[Placed], materials: &Materials, locator: &Locator) -> Diagnostics {
    if texts.is_empty() {
        return Diagnostics::new();
    }
    let Some(pixels) = look(ground, materials) else { return Diagnostics::new() };
    let weak = texts.iter().filter_map(|text| {
        let found = text.stretches.iter().filter_map(|stretch| weakness(stretch, &pixels, materials));
        let worst = found.min_by(|a, b| a.ratio.total_cmp(&b.ratio))?;
        Some(tell(text, &worst, materials, locator))
    });
    weak.collect()
}

/// A drawing of which a few thousand pixels are looked at.
struct Looked {
    pixels: Pixmap,
    scale: f64,
}

fn look(ground: &str, materials: &Materials) -> Option<Looked> {
    let tree = (materials.tree)(ground)?;
    let scale = (PIXELS / (materials.width * materials.height)).sqrt();
    let side = |length: f64| (length * scale).round().max(1.0) as u32;
    let mut pixels = Pixmap::new(side(materials.width), side(materials.height))?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    Some(Looked { pixels, scale })
}

/// How little a stretch of text stands out, and how much it should.
struct Weakness {
    ratio: f64,
    lightness: f64,
    needed: (f64, f64),
}

fn weakness(stretch: &Stretch, looked: &Looked, materials: &Materials) -> Option<Weakness> {
    let fill = plain(&stretch.fill)?;
    let needed = if is_large(stretch, materials) { LARGE } else { TEXT };
    let below = colours(stretch.area, looked);
    let total: usize = below.values().sum();
    let mut measured: Vec<(f64, f64, usize)> = below
        .into_iter()
        .map(|(ground, count)| (colour::ratio(fill, ground), colour::apca(fill, ground).abs(), count))
        .collect();
    let enough = |(ratio, lightness, _): &(f64, f64, usize)| *ratio >= needed.0 && *lightness >= needed.1;
    let weak: usize = measured.iter().filter(|m| !enough(m)).map(|(.., count)| count).sum();
    if weak as f64 <= total as f64 * SHARE {
        return None;
    }
    // What the worst of the pixels have, but for the few that do not count.
    let mut at_share = |value: fn(&(f64, f64, usize)) -> f64| {
        measured.sort_by(|a, b| value(a).total_cmp(&value(b)));
        let mut passed = 0;
        let found = measured.iter().find(|m| {
            passed += m.2;
            passed as f64 > total as f64 * SHARE
        });
        found.map_or(0.0, value)
    };
    Some(Weakness { ratio: at_share(|m| m.0), lightness: at_share(|m| m.1), needed })
}

/// A colour as SVG writes it; `None` of what is no plain colour, which is art and cannot be judged so.
fn plain(paint: &str) -> Option<Colour> {
    let svgtypes::Color { red, green, blue, alpha } = paint.parse().ok()?;
    (alpha == u8::MAX).then(|| Colour::new(red, green, blue))
}

/// At least 18 points, or 14 in bold (WCAG 2.2, "large scale"); a screen's pixel is three quarters of a point.
fn is_large(stretch: &Stretch, materials: &Materials) -> bool {
    let points = stretch.size
        * match materials.unit {
            FormatUnit::Px => 0.75,
            FormatUnit::Mm => 72.0 / 25.4,
        };
    // What was measured at exactly 18 points may be a hair less.
    points >= 17.99 || (points >= 13.99 && stretch.weight >= 700)
}

/// The colours of the pixels in an area, each with how many there are; of one at least.
fn colours(area: Area, looked: &Looked) -> HashMap<Colour, usize> {
    let Looked { pixels, scale } = looked;
    let span = |start: f64, length: f64, most: u32| {
        // Pixels that lie wholly in the area: those at its edge may show what lies beside it.
        let (first, last) = ((start * scale).ceil(), ((start + length) * scale).floor());
        let middle = ((start + length / 2.0) * scale).floor();
        let (first, last) = if last > first { (first, last) } else { (middle, middle + 1.0) };
        let clamp = |at: f64| at.clamp(0.0, f64::from(most)) as u32;
        clamp(first)..clamp(last)
    };
    let (across, down) = (span(area.x, area.width, pixels.width()), span(area.y, area.height, pixels.height()));
    let mut found = HashMap::new();
    for y in down {
        for pixel in across.clone().filter_map(|x| pixels.pixel(x, y)) {
            *found.entry(Colour::new(pixel.red(), pixel.green(), pixel.blue())).or_default() += 1;
        }
    }
    found
}

fn tell(text: &Placed, weakness: &Weakness, materials: &Materials, locator: &Locator) -> Diagnostic {
    let Weakness { ratio, lightness, needed } = weakness;
    let (name, place) = materials.author(text.key.as_deref());
    let message = format!(
        "{name} of {} is hard to read on what lies below it: contrast {ratio:.1}:1 and Lc {lightness:.0}, where {}:1 and \
         Lc {} are needed",
        materials.piece, needed.0, needed.1
    );
    let help = "give it a colour of the theme that is made for its ground, as `theme.on_deep` on `theme.deep`, or calm \
                what lies below it: a plain box, a darker or lighter veil over a photo, a quieter pattern";
    let diagnostic = Diagnostic::new(Code::LowContrast, &place, message).help(help);
    diagnostic.related(&locator.range(text.range.clone()), "set here")
}
