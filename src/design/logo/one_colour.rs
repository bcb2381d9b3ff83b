//! A supplied logo in one ink, where that loses nothing.
//!
//! In: a logo. Out: the same in black and in white; nothing where its colours lie on each other, so that in one of them they
//! would run together. Nothing is traced or guessed: shapes stay the shapes that were supplied.

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use usvg::Tree;

use super::Logo;
use crate::{
    design::{
        colour,
        svg::{closed_options, data_url, number},
    },
    model::value::Colour,
};

/// The longer side at which a logo's parts are looked at.
const LOOK: f64 = 512.0;
/// The longer side of a logo of pixels, at most: as in `supplied`.
const MOST: f64 = 2400.0;
/// Neighbours that differ by more are parts of their own; see [`colour::difference`].
const PARTS: f64 = 0.08;
/// The share of neighbours that may differ: none but slips of drawing.
const SLIPS: f64 = 0.002;
/// From this opacity on a pixel is inside of a shape.
const OPAQUE: u8 = 250;

/// In black, and in white.
pub(super) fn versions(logo: &Logo) -> Option<[Logo; 2]> {
    let pixels = pixels(logo, LOOK)?;
    if !is_one_layer(&pixels) {
        return None;
    }
    let in_one = |ink| if logo.raster { raster(logo, ink) } else { vector(logo, ink) };
    Some([in_one(Colour::BLACK)?, in_one(Colour::WHITE)?])
}

fn pixels(logo: &Logo, longer: f64) -> Option<Pixmap> {
    let scale = longer / logo.width.max(logo.height);
    let side = |length: f64| (length * scale).round().max(1.0) as u32;
    let mut pixels = Pixmap::new(side(logo.width), side(logo.height))?;
    let tree = Tree::from_str(&logo.document(logo.height), &closed_options(std::sync::Arc::default())).ok()?;
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    Some(pixels)
}

/// True where no colour meets another inside of a shape, and something is left out around the shapes.
fn is_one_layer(pixels: &Pixmap) -> bool {
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    let colour = |pixel: PremultipliedColorU8| {
        let plain = pixel.demultiply();
        (pixel.alpha() >= OPAQUE).then(|| Colour::new(plain.red(), plain.green(), plain.blue()))
    };
    let inside: Vec<Option<Colour>> = pixels.pixels().iter().map(|pixel| colour(*pixel)).collect();
    let (mut pairs, mut different) = (0_u32, 0_u32);
    for y in 0..height {
        for x in 0..width {
            let here = inside[y * width + x];
            let right = (x + 1 < width).then(|| inside[y * width + x + 1]).flatten();
            let below = (y + 1 < height).then(|| inside[(y + 1) * width + x]).flatten();
            for (a, b) in [right, below].into_iter().filter_map(|other| Some((here?, other?))) {
                pairs += 1;
                different += u32::from(a != b && colour::difference(a, b) > PARTS);
            }
        }
    }
    let filled = inside.iter().filter(|pixel| pixel.is_some()).count();
    pairs > 0 && f64::from(different) <= f64::from(pairs) * SLIPS && filled < inside.len() * 99 / 100
}

/// The same shapes with every paint the ink; none where a picture, a mask or a veil is part of it.
fn vector(logo: &Logo, ink: Colour) -> Option<Logo> {
    let unfit = ["<mask", "<image", "<filter", "<pattern", "opacity=\""];
    if unfit.iter().any(|part| logo.svg.contains(part)) {
        return None;
    }
    let mut svg = String::with_capacity(logo.svg.len());
    let mut rest = logo.svg.as_str();
    while let Some((at, attribute)) = [" fill=\"", " stroke=\""]
        .iter()
        .filter_map(|attribute| Some((rest.find(attribute)?, attribute)))
        .min_by_key(|(at, _)| *at)
    {
        let (before, found) = rest.split_at(at + attribute.len());
        let end = found.find('"')?;
        svg.push_str(before);
        match &found[..end] {
            "none" => svg.push_str("none"),
            _ => svg.push_str(&ink.to_string()),
        }
        rest = &found[end..];
    }
    svg.push_str(rest);
    // What names no paint is black.
    let svg = format!(r#"<g fill="{ink}">{svg}</g>"#);
    Some(Logo { svg, ..logo.clone() })
}

/// The same opacities in the ink.
fn raster(logo: &Logo, ink: Colour) -> Option<Logo> {
    let mut pixels = pixels(logo, MOST.min(logo.width.max(logo.height)))?;
    for pixel in pixels.pixels_mut() {
        let alpha = pixel.alpha();
        let part = |channel: u8| (u16::from(channel) * u16::from(alpha) / 255) as u8;
        *pixel = PremultipliedColorU8::from_rgba(part(ink.red), part(ink.green), part(ink.blue), alpha)?;
    }
    let png = pixels.encode_png().ok()?;
    let svg = format!(
        r#"<image width="{}" height="{}" href="{}"/>"#,
        number(logo.width),
        number(logo.height),
        data_url("image/png", &png)
    );
    Some(Logo { svg, ..logo.clone() })
}
