//! Layered waves, from the first colour at the top to the last at the bottom. Each layer goes on below the next, so that
//! nothing shows between them.

use std::{f64::consts::TAU, fmt::Write};

use super::{Spec, noise::Random, smooth};
use crate::{design::colour::mix, model::value::Colour};

/// Layers, unless there are more colours.
const LAYERS: usize = 6;
const POINTS: usize = 28;

pub(super) fn draw(spec: &Spec, mut random: Random) -> String {
    let (width, height) = (spec.width, spec.height);
    let layers = LAYERS.max(spec.colours.len());
    let start = random.between(0.0, TAU);
    let (long, short) = (random.between(0.56, 0.88), random.between(1.1, 1.6));
    let mut out = String::new();
    for layer in 0..layers {
        let depth = layer as f64 / (layers - 1) as f64;
        let (base, amplitude) = (height * (0.08 + 0.62 * depth), height * (0.13 - 0.04 * depth));
        let phase = start + depth * 2.75;
        let curve: Vec<(f64, f64)> = (0..=POINTS)
            .map(|k| {
                let x = width * (-0.05 + 1.1 * k as f64 / POINTS as f64);
                let turn = x / width * TAU;
                let wave = (turn * long + phase).sin() + 0.45 * (turn * short + phase * 1.7).sin();
                (x, base + amplitude * wave)
            })
            .collect();
        let _ = write!(
            out,
            r#"<path d="{}L{:.2} {:.2}L{:.2} {:.2}Z" fill="{}"/>"#,
            smooth(&curve, false),
            width * 1.05,
            height * 1.02,
            width * -0.05,
            height * 1.02,
            colour(spec, depth)
        );
    }
    out
}

/// The colour at a depth, 0 to 1: between two of the palette where it has fewer than there are layers.
fn colour(spec: &Spec, depth: f64) -> Colour {
    let last = spec.colours.len().saturating_sub(1);
    let place = depth * last as f64;
    let at = |i: usize| spec.colours.get(i.min(last)).copied().unwrap_or(spec.ink);
    mix(at(place.floor() as usize), at(place.ceil() as usize), place.fract())
}
