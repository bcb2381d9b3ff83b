//! Layered waves, from the first colour at the top to the last at the bottom.

use std::{f64::consts::TAU, fmt::Write};

use super::{Spec, noise::Random, smooth};

const LAYERS: usize = 6;
const POINTS: usize = 28;

pub(super) fn draw(spec: &Spec, mut random: Random) -> String {
    let (width, height) = (spec.width, spec.height);
    let start = random.between(0.0, TAU);
    let (long, short) = (random.between(0.56, 0.88), random.between(1.1, 1.6));
    let mut out = String::new();
    for layer in 0..LAYERS {
        let depth = layer as f64 / (LAYERS - 1) as f64;
        let (base, amplitude) = (height * (0.08 + 0.62 * depth), height * (0.13 - 0.04 * depth));
        let phase = start + layer as f64 * 0.55;
        let curve: Vec<(f64, f64)> = (0..=POINTS)
            .map(|k| {
                let x = width * (-0.05 + 1.1 * k as f64 / POINTS as f64);
                let turn = x / width * TAU;
                let wave = (turn * long + phase).sin() + 0.45 * (turn * short + phase * 1.7).sin();
                (x, base + amplitude * wave)
            })
            .collect();
        let colour = spec.colours.get((depth * spec.colours.len().saturating_sub(1) as f64).round() as usize);
        let _ = write!(
            out,
            r#"<path d="{}L{:.1} {:.1}L{:.1} {:.1}Z" fill="{}"/>"#,
            smooth(&curve, false),
            width * 1.05,
            height * 1.02,
            width * -0.05,
            height * 1.02,
            colour.unwrap_or(&spec.ink)
        );
    }
    out
}
