//! Colours by how they are seen: lightness, chroma and hue (OKLCH), and the contrast between text and ground.
//!
//! In: the brand's [`Colour`]s. Out: others derived from them, always inside sRGB, always opaque.

use palette::{IntoColor, Oklab, OklabHue, Oklch, Srgb, convert::FromColorUnclamped};

use crate::model::value::Colour;

/// The ratio that text needs (WCAG 2.2, 1.4.3, level AA).
pub const TEXT_RATIO: f64 = 4.5;

/// The lightness contrast that running text needs beside it (APCA, "Bronze Simple Mode": body text of common sizes).
pub const TEXT_LC: f64 = 60.0;

/// Lightness 0 to 1, chroma from 0 (grey) to about 0.37, hue in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lch {
    /// 0 black, 1 white.
    pub lightness: f64,
    /// 0 grey; the strongest sRGB colours have about 0.3.
    pub chroma: f64,
    /// Degrees; without meaning where the chroma is 0.
    pub hue: f64,
}

impl From<Colour> for Lch {
    fn from(colour: Colour) -> Self {
        let lch: Oklch<f64> = srgb(colour).into_color();
        Lch { lightness: lch.l, chroma: lch.chroma, hue: lch.hue.into_positive_degrees() }
    }
}

impl Lch {
    /// From its three parts.
    pub fn new(lightness: f64, chroma: f64, hue: f64) -> Self {
        Self { lightness, chroma, hue }
    }

    /// The nearest colour of sRGB with the same lightness and hue: chroma gives way, as in CSS Color 4, section 13.2.
    pub fn colour(self) -> Colour {
        let lightness = self.lightness.clamp(0.0, 1.0);
        let at = |chroma: f64| -> Srgb<f64> {
            Srgb::from_color_unclamped(Oklch::new(lightness, chroma, OklabHue::from_degrees(self.hue)))
        };
        let inside = |c: Srgb<f64>| [c.red, c.green, c.blue].iter().all(|x| (-0.002..=1.002).contains(x));
        let wanted = at(self.chroma);
        if inside(wanted) {
            return byte(wanted);
        }
        let (mut low, mut high) = (0.0, self.chroma);
        for _ in 0..20 {
            let middle = (low + high) / 2.0;
            if inside(at(middle)) { low = middle } else { high = middle }
        }
        byte(at(low))
    }
}

/// Coated offset paper: what inks without a profile mean. Where it comes from: `src/builtin/LICENCES.md`.
pub const FOGRA39L: &[u8] = include_bytes!("../builtin/icc/FOGRA39L.icc");

/// The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance").
pub fn ratio(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The light, 0 to 1, of an sRGB code from 0 to 1 (IEC 61966-2-1).
pub fn light(code: f64) -> f64 {
    if code <= 0.04045 { code / 12.92 } else { ((code + 0.055) / 1.055).powf(2.4) }
}

/// The sRGB code, 0 to 1, of a light from 0 to 1 (IEC 61966-2-1).
pub fn code(light: f64) -> f64 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

/// Relative luminance, 0 to 1 (WCAG 2.2).
pub fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| light(f64::from(channel) / 255.0);
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
}

/// The lightness contrast Lc of text on a ground, about -108 to 106: positive for dark text on a light ground.
///
/// APCA 0.1.9, constants 0.0.98G-4g: "The missing XYZ to Lc math" of the SAPC-APCA documentation
/// (github.com/Myndex/SAPC-APCA/blob/master/documentation/APCA-W3-LaTeX.md).
pub fn apca(text: Colour, ground: Colour) -> f64 {
    let (text, ground) = (screen_luminance(text), screen_luminance(ground));
    if (ground - text).abs() < 0.0005 {
        return 0.0;
    }
    let (contrast, offset) = if ground > text {
        ((ground.powf(0.56) - text.powf(0.57)) * 1.14, -0.027)
    } else {
        ((ground.powf(0.65) - text.powf(0.62)) * 1.14, 0.027)
    };
    if contrast.abs() < 0.1 { 0.0 } else { (contrast + offset) * 100.0 }
}

/// APCA's estimate of a screen's luminance, with the flare that lifts what is nearly black.
fn screen_luminance(colour: Colour) -> f64 {
    let power = |channel: u8| (f64::from(channel) / 255.0).powf(2.4);
    let y = 0.2126729 * power(colour.red) + 0.7151522 * power(colour.green) + 0.0721750 * power(colour.blue);
    if y < 0.022 { y + (0.022 - y).powf(1.414) } else { y }
}

/// True when running text in one colour reads on the other, by both measures.
pub fn reads(text: Colour, ground: Colour) -> bool {
    ratio(text, ground) >= TEXT_RATIO && apca(text, ground).abs() >= TEXT_LC
}

/// The colour, made lighter or darker only as far as it must be to have the ratio, and the lightness contrast of running
/// text, on every one of the grounds.
///
/// It moves away from the grounds. Grounds of middle lightness allow no colour both: there the ratio alone counts, and at
/// last black or white, whichever reads better.
pub fn ensure(colour: Colour, grounds: &[Colour], least: f64) -> Colour {
    let has_ratio = |c: Colour| grounds.iter().all(|ground| ratio(c, *ground) >= least);
    let has_both = |c: Colour| has_ratio(c) && grounds.iter().all(|ground| apca(c, *ground).abs() >= TEXT_LC);
    moved(colour, grounds, &has_both)
        .or_else(|| moved(colour, grounds, &has_ratio))
        .unwrap_or_else(|| best_of_both(grounds))
}

/// White or black, whichever has the better ratio on the worst of the grounds.
fn best_of_both(grounds: &[Colour]) -> Colour {
    let worst = |c: Colour| grounds.iter().map(|g| ratio(c, *g)).fold(f64::INFINITY, f64::min);
    if worst(Colour::WHITE) > worst(Colour::BLACK) { Colour::WHITE } else { Colour::BLACK }
}

/// The colour, or the nearest lighter or darker one that is good enough; away from the grounds first.
fn moved(colour: Colour, grounds: &[Colour], enough: &dyn Fn(Colour) -> bool) -> Option<Colour> {
    if enough(colour) {
        return Some(colour);
    }
    let lch = Lch::from(colour);
    let walk = |step: f64| {
        let steps = (1..=100).map(|i| lch.lightness + step * f64::from(i) * 0.01);
        let inside = steps.take_while(|lightness| (0.0..=1.0).contains(lightness));
        inside.map(|lightness| Lch { lightness, ..lch }.colour()).find(|c| enough(*c))
    };
    let first = if best_of_both(grounds) == Colour::WHITE { 1.0 } else { -1.0 };
    walk(first).or_else(|| walk(-first))
}

/// Of the candidates that read on the ground, by both measures or else by the ratio, the one that reads best (APCA); black
/// or white if none does.
pub fn on(ground: Colour, candidates: &[Colour]) -> Colour {
    let best = |colours: &[Colour], enough: &dyn Fn(Colour) -> bool| {
        let readable = colours.iter().copied().filter(|c| enough(*c));
        readable.max_by(|a, b| apca(*a, ground).abs().total_cmp(&apca(*b, ground).abs()))
    };
    let both = |c: Colour| reads(c, ground);
    let ratio = |c: Colour| ratio(c, ground) >= TEXT_RATIO;
    let extremes = [Colour::WHITE, Colour::BLACK];
    // One of black and white always has 4.58:1 or more.
    best(candidates, &both)
        .or_else(|| best(&extremes, &both))
        .or_else(|| best(candidates, &ratio))
        .or_else(|| best(&extremes, &ratio))
        .unwrap_or(Colour::BLACK)
}

/// Between two colours in OKLab: 0 the first, 1 the second.
pub fn mix(a: Colour, b: Colour, share: f64) -> Colour {
    let (a, b): (Oklab<f64>, Oklab<f64>) = (srgb(a).into_color(), srgb(b).into_color());
    let at = |a: f64, b: f64| a + (b - a) * share.clamp(0.0, 1.0);
    byte(Srgb::from_color_unclamped(Oklab::new(at(a.l, b.l), at(a.a, b.a), at(a.b, b.b))))
}

/// How different two colours look: their distance in OKLab, 0 to 1 and a little; 0.02 is just seen.
pub fn difference(a: Colour, b: Colour) -> f64 {
    let (a, b): (Oklab<f64>, Oklab<f64>) = (srgb(a).into_color(), srgb(b).into_color());
    ((a.l - b.l).powi(2) + (a.a - b.a).powi(2) + (a.b - b.b).powi(2)).sqrt()
}

/// Each step of a tonal ramp with its usual lightness and its share of the colour's chroma.
const STEPS: [(u16, f64, f64); 11] = [
    (50, 0.975, 0.12),
    (100, 0.945, 0.25),
    (200, 0.89, 0.45),
    (300, 0.81, 0.70),
    (400, 0.71, 0.95),
    (500, 0.61, 1.05),
    (600, 0.52, 1.0),
    (700, 0.43, 0.88),
    (800, 0.34, 0.70),
    (900, 0.265, 0.55),
    (950, 0.20, 0.42),
];

/// Eleven tones of one hue from 50 (nearly white) to 950 (nearly black); the colour itself is one of them, the step
/// whose usual lightness is nearest, and the others move aside.
pub fn ramp(colour: Colour) -> Vec<(u16, Colour)> {
    let lch = Lch::from(colour);
    let distance = |step: &(u16, f64, f64)| (step.1 - lch.lightness).abs();
    let anchor = *STEPS.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(&STEPS[5]);
    let (lightest, darkest) = (STEPS[0].1.max(lch.lightness), STEPS[10].1.min(lch.lightness));
    STEPS
        .iter()
        .map(|&(step, lightness, share)| {
            if step == anchor.0 {
                return (step, colour);
            }
            // The part of the ramp on the anchor's other side is stretched to begin at the colour itself.
            let (end, usual_end) = if step < anchor.0 { (lightest, STEPS[0].1) } else { (darkest, STEPS[10].1) };
            let way = (lightness - anchor.1) / (usual_end - anchor.1);
            let chroma = lch.chroma * (share / anchor.2).min(1.3);
            (step, Lch::new(lch.lightness + (end - lch.lightness) * way, chroma, lch.hue).colour())
        })
        .collect()
}

fn srgb(colour: Colour) -> Srgb<f64> {
    Srgb::new(colour.red, colour.green, colour.blue).into_format()
}

fn byte(colour: Srgb<f64>) -> Colour {
    let channel = |x: f64| (x.clamp(0.0, 1.0) * 255.0).round() as u8;
    Colour::new(channel(colour.red), channel(colour.green), channel(colour.blue))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn c(text: &str) -> Colour {
        text.parse().unwrap()
    }

    #[test]
    fn wcag_ratios() {
        for (a, b, expected) in
            [("#000", "#fff", 21.0), ("#777", "#fff", 4.48), ("#767676", "#fff", 4.54), ("#fff", "#fff", 1.0)]
        {
            assert!((ratio(c(a), c(b)) - expected).abs() < 0.01, "{a} {b} {}", ratio(c(a), c(b)));
        }
    }

    /// The reference pairs of github.com/Myndex/apca-w3, README "Testing values".
    #[test]
    fn apca_reference_values() {
        for (text, ground, expected) in [
            ("#888", "#fff", 63.056_469_930_209),
            ("#fff", "#888", -68.541_464_366_449),
            ("#000", "#aaa", 58.146_262_578_561),
            ("#aaa", "#000", -56.241_133_368_397),
            ("#123", "#def", 91.668_308_114_816),
            ("#def", "#123", -93.067_700_494_842),
            ("#123", "#444", 8.323_261_369_573),
            ("#444", "#123", -7.526_878_460_278),
        ] {
            let lc = apca(c(text), c(ground));
            assert!((lc - expected).abs() < 1e-6, "{text} on {ground}: {lc}, expected {expected}");
        }
    }

    #[test]
    fn ensure_moves_no_further_than_it_must() {
        assert_eq!(ensure(c("#12264f"), &[Colour::WHITE], 4.5), c("#12264f"));
        let corail = ensure(c("#ff6b4a"), &[Colour::WHITE], 4.5);
        let got = ratio(corail, Colour::WHITE);
        assert!((4.5..5.0).contains(&got), "{corail} {got}");
        assert!(ratio(ensure(c("#808080"), &[c("#808080")], 4.5), c("#808080")) >= 4.5);
    }

    #[test]
    fn a_ramp_holds_its_colour_and_darkens_steadily() {
        for colour in ["#12264f", "#ff6b4a", "#ffc94d", "#808080", "#000000", "#ffffff", "#00ff00"] {
            let ramp = ramp(c(colour));
            assert!(ramp.iter().any(|(_, tone)| *tone == c(colour)), "{colour}");
            for pair in ramp.windows(2) {
                assert!(luminance(pair[0].1) >= luminance(pair[1].1) - 1e-3, "{colour} {pair:?}");
            }
        }
    }

    #[test]
    fn mixtures() {
        assert_eq!(mix(c("#123456"), c("#abcdef"), 0.0), c("#123456"));
        assert_eq!(mix(c("#123456"), c("#abcdef"), 1.0), c("#abcdef"));
    }
}
