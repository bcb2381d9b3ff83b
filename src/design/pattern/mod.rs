//! The brand's pattern, drawn from a seed: the same seed gives the same drawing.
//!
//! In: a kind, a size, colours and a seed (the project's name). Out: plain SVG elements, no filters and no masks, that
//! fill a box from 0,0 to the size and may reach a little beyond it, for a clip around them.

mod halftone;
mod noise;
mod rings;
mod tiles;
mod topography;
mod waves;

use crate::model::{Pattern, value::Colour};

use noise::Random;

/// What a pattern is drawn with.
#[derive(Debug, Clone)]
pub struct Spec<'a> {
    /// Width of the box.
    pub width: f64,
    /// Height of the box.
    pub height: f64,
    /// What makes the drawing the project's own.
    pub seed: &'a str,
    /// The size of a landscape's hills; the other patterns' motifs are shares of it, so that all look equally dense.
    pub scale: f64,
    /// The width of its lines.
    pub stroke: f64,
    /// 0 to 1, for patterns of lines and dots.
    pub opacity: f64,
    /// The colour of lines and dots.
    pub ink: Colour,
    /// The colours of filled shapes, dark to light; at least one.
    pub colours: &'a [Colour],
}

/// Draws a pattern; nothing for [`Pattern::None`] or an empty box.
pub fn draw(kind: Pattern, spec: &Spec) -> String {
    let drawable = |x: f64| x.is_finite() && x > 0.0;
    if !drawable(spec.width) || !drawable(spec.height) || !drawable(spec.scale) {
        return String::new();
    }
    // A motif too small for its box would be a million shapes.
    let scale = spec.scale.max(spec.width.max(spec.height) / 20.0);
    let spec = &Spec { scale, ..spec.clone() };
    let random = Random::new(spec.seed);
    match kind {
        Pattern::Topography => topography::draw(spec, random),
        Pattern::Tiles => tiles::draw(spec, random),
        Pattern::Halftone => halftone::draw(spec, random),
        Pattern::Waves => waves::draw(spec, random),
        Pattern::Rings => rings::draw(spec),
        Pattern::None => String::new(),
    }
}

/// A smooth curve through points, as path data (Catmull-Rom).
fn smooth(points: &[(f64, f64)], closed: bool) -> String {
    use std::fmt::Write;
    let count = points.len() as isize;
    if count < 2 {
        return String::new();
    }
    let at = |i: isize| -> (f64, f64) {
        let i = if closed { i.rem_euclid(count) } else { i.clamp(0, count - 1) };
        points[i as usize]
    };
    let mut path = format!("M{:.2} {:.2}", points[0].0, points[0].1);
    for i in 0..if closed { count } else { count - 1 } {
        let (a, b, c, d) = (at(i - 1), at(i), at(i + 1), at(i + 2));
        let _ = write!(
            path,
            "C{:.2} {:.2} {:.2} {:.2} {:.2} {:.2}",
            b.0 + (c.0 - a.0) / 6.0,
            b.1 + (c.1 - a.1) / 6.0,
            c.0 - (d.0 - b.0) / 6.0,
            c.1 - (d.1 - b.1) / 6.0,
            c.0,
            c.1
        );
    }
    if closed {
        path.push('Z');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Pattern; 5] =
        [Pattern::Topography, Pattern::Tiles, Pattern::Halftone, Pattern::Waves, Pattern::Rings];

    fn drawn(kind: Pattern, seed: &str, width: f64, height: f64) -> String {
        let colours = ["#12264f", "#2f6fd0", "#ff6b4a", "#ffc94d"].map(|c| c.parse().unwrap());
        let ink = colours[3];
        draw(kind, &Spec { width, height, seed, scale: 60.0, stroke: 1.0, opacity: 0.4, ink, colours: &colours })
    }

    #[test]
    fn the_seed_alone_decides() {
        for kind in KINDS {
            assert_eq!(drawn(kind, "Agora", 400.0, 300.0), drawn(kind, "Agora", 400.0, 300.0), "{kind:?}");
        }
        assert_ne!(
            drawn(Pattern::Topography, "Agora", 400.0, 300.0),
            drawn(Pattern::Topography, "Atlas", 400.0, 300.0)
        );
        assert_ne!(drawn(Pattern::Tiles, "Agora", 400.0, 300.0), drawn(Pattern::Tiles, "Atlas", 400.0, 300.0));
    }

    #[test]
    fn every_pattern_is_well_formed_at_any_size() {
        for kind in KINDS {
            for (width, height) in [(400.0, 300.0), (1.0, 12.0), (3000.0, 20.0)] {
                let svg = format!("<g>{}</g>", drawn(kind, "x", width, height));
                assert!(roxmltree::Document::parse(&svg).is_ok(), "{kind:?}");
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{kind:?} {width}");
            }
            assert_eq!(drawn(kind, "x", 0.0, 10.0), "");
        }
    }
}
