//! Which ink a flat colour is printed in.
//!
//! In: the palette's colours with their printed values. Out: for any sRGB colour process inks or a spot ink. Only exactly
//! a swatch's colour is that swatch; a tint of it is a colour of its own.

use super::inks::{self, BLACK, Cmyk, FULL, Inks, PAPER, widen};
use crate::design::colour;

/// A colour of the palette and how it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Swatch {
    /// Red, green and blue on screens.
    pub rgb: [u8; 3],
    /// Cyan, magenta, yellow and black, 0 to 100 each; by the profile where none is stated.
    pub cmyk: Option<[f64; 4]>,
    /// The name of its spot ink.
    pub spot: Option<String>,
}

/// What a flat colour is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Process inks.
    Process(Cmyk),
    /// All of a spot ink, by its place among [`Swatches::spots`].
    Spot(usize),
}

/// A spot ink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Its name, as it stands on its plate.
    pub name: String,
    /// What it is printed in where the ink is not at hand, and shown in on screens.
    pub alternate: Cmyk,
}

/// The colours that are printed as they are stated.
#[derive(Debug, Default)]
pub struct Swatches {
    stated: Vec<([u8; 3], Ink)>,
    spots: Vec<Spot>,
}

impl Swatches {
    /// Of a palette. Of two swatches with one colour the first counts; a check has refused them if their inks differ.
    pub fn new(palette: &[Swatch], inks: &Inks) -> Self {
        let mut swatches = Self::default();
        for swatch in palette.iter().filter(|s| s.cmyk.is_some() || s.spot.is_some()) {
            let process = swatch.cmyk.map_or_else(|| by_profile(swatch.rgb, inks), stated);
            let ink = match &swatch.spot {
                Some(name) => Ink::Spot(swatches.spot(name, process)),
                None => Ink::Process(process),
            };
            if swatches.of(swatch.rgb).is_none() {
                swatches.stated.push((swatch.rgb, ink));
            }
        }
        swatches
    }

    /// The spot inks.
    pub fn spots(&self) -> &[Spot] {
        &self.spots
    }

    /// What a flat colour is printed in. Black is black ink alone (type and QR codes are of it, and four plates never
    /// fit to a hair), white is the paper; neutrals are black alone too, unless the palette states otherwise.
    pub fn ink(&self, rgb: [u8; 3], inks: &Inks) -> Ink {
        match rgb {
            [0, 0, 0] => Ink::Process(BLACK),
            [255, 255, 255] => Ink::Process(PAPER),
            _ => self.of(rgb).unwrap_or_else(|| Ink::Process(by_profile(rgb, inks))),
        }
    }

    /// The process inks of a colour within a blend: those of the profile, bent towards a swatch's stated ones the nearer
    /// the colour comes to it, so that a blend ends in the very inks of the flat colour beside it.
    pub fn blended(&self, rgb: [f64; 3], inks: &Inks) -> Cmyk {
        let channels = |rgb: [f64; 3]| rgb.map(|v| (v.clamp(0.0, 1.0) * f64::from(FULL)).round() as u16);
        let base = inks.process(channels(rgb));
        let mut shares = base.map(f64::from);
        for (colour, ink) in &self.stated {
            let swatch = colour.map(|v| f64::from(v) / 255.0);
            let distance = (0..3).map(|i| (rgb[i] - swatch[i]).powi(2)).sum::<f64>().sqrt();
            let weight = 1.0 - distance / REACH;
            if weight > 0.0 {
                let (target, profile) = (self.process(*ink), inks.process(channels(swatch)));
                (0..4).for_each(|i| shares[i] += weight * (f64::from(target[i]) - f64::from(profile[i])));
            }
        }
        inks.limited(shares.map(|share| share.clamp(0.0, f64::from(FULL)).round() as u16))
    }

    /// The process inks of an ink.
    pub fn process(&self, ink: Ink) -> Cmyk {
        match ink {
            Ink::Process(cmyk) => cmyk,
            Ink::Spot(index) => self.spots[index].alternate,
        }
    }

    fn of(&self, rgb: [u8; 3]) -> Option<Ink> {
        self.stated.iter().find(|(colour, _)| *colour == rgb).map(|(_, ink)| *ink)
    }

    fn spot(&mut self, name: &str, alternate: Cmyk) -> usize {
        self.spots.iter().position(|spot| spot.name == name).unwrap_or_else(|| {
            self.spots.push(Spot { name: name.to_owned(), alternate });
            self.spots.len() - 1
        })
    }
}

/// How far from a swatch, in sRGB from 0 to 1, a blend is bent towards its stated inks.
const REACH: f64 = 0.25;

/// A neutral's chroma is below this (CIELAB).
const NEUTRAL: f64 = 2.0;

fn stated(percent: [f64; 4]) -> Cmyk {
    percent.map(|p| (p.clamp(0.0, 100.0) / 100.0 * f64::from(FULL)).round() as u16)
}

fn by_profile(rgb: [u8; 3], inks: &Inks) -> Cmyk {
    let [red, green, blue] = rgb;
    let (lightness, chroma) = lightness_and_chroma(rgb);
    if red == green && green == blue {
        inks.grey(red)
    } else if chroma < NEUTRAL && lightness < inks::SOLID_BELOW {
        BLACK
    } else {
        inks.process(rgb.map(widen))
    }
}

/// L* and C* under D65 (CIE 15, IEC 61966-2-1).
fn lightness_and_chroma(rgb: [u8; 3]) -> (f64, f64) {
    let [red, green, blue] = rgb.map(|v| colour::light(f64::from(v) / 255.0));
    let relative = |weights: [f64; 3]| {
        let white: f64 = weights.iter().sum();
        // L* of each of X, Y and Z over its white is a straight line of the cube root that a* and b* are made of.
        inks::lightness((weights[0] * red + weights[1] * green + weights[2] * blue) / white)
    };
    let (x, y, z) = (
        relative([0.4124564, 0.3575761, 0.1804375]),
        relative([0.2126729, 0.7151522, 0.0721750]),
        relative([0.0193339, 0.1191920, 0.9503041]),
    );
    let (a, b) = (500.0 / 116.0 * (x - y), 200.0 / 116.0 * (y - z));
    (y, a.hypot(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::colour::FOGRA39L;

    const NUIT: [u8; 3] = [0x12, 0x26, 0x4f];
    const CORAIL: [u8; 3] = [0xff, 0x6b, 0x4a];

    fn swatches(inks: &Inks) -> Swatches {
        let palette = [
            Swatch { rgb: NUIT, cmyk: Some([100.0, 85.0, 35.0, 30.0]), spot: Some("PANTONE 281 C".into()) },
            Swatch { rgb: CORAIL, cmyk: Some([0.0, 70.0, 70.0, 0.0]), spot: None },
            Swatch { rgb: [1, 2, 3], cmyk: None, spot: None },
        ];
        Swatches::new(&palette, inks)
    }

    #[test]
    fn swatches_are_what_they_state_and_nothing_else_is() {
        let inks = Inks::new(FOGRA39L, 300.0).unwrap();
        let swatches = swatches(&inks);
        assert_eq!(swatches.spots().iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["PANTONE 281 C"]);
        assert_eq!(swatches.ink(NUIT, &inks), Ink::Spot(0));
        assert_eq!(swatches.ink(CORAIL, &inks), Ink::Process([0, 45875, 45875, 0]));
        let near = [0xff, 0x6b, 0x4b];
        assert_eq!(swatches.ink(near, &inks), Ink::Process(inks.process(near.map(widen))));
    }

    #[test]
    fn neutral_black_is_black_alone() {
        let inks = Inks::new(FOGRA39L, 300.0).unwrap();
        let swatches = swatches(&inks);
        for black in [[0, 0, 0], [17, 17, 17], [20, 20, 22], [30, 30, 30]] {
            assert_eq!(swatches.ink(black, &inks), Ink::Process(BLACK), "{black:?}");
        }
        let coloured = |rgb| matches!(swatches.ink(rgb, &inks), Ink::Process([c, m, y, _]) if c.max(m).max(y) > 0);
        assert!(!coloured([120, 120, 120]) && coloured([20, 20, 60]) && coloured([120, 120, 122]));
        assert_eq!(swatches.ink([255; 3], &inks), Ink::Process(PAPER));
    }

    #[test]
    fn a_blend_ends_in_the_swatch() {
        let inks = Inks::new(FOGRA39L, 300.0).unwrap();
        let swatches = swatches(&inks);
        let (from, to) = (CORAIL.map(|v| f64::from(v) / 255.0), [1.0, 1.0, 1.0]);
        let at = |t: f64| swatches.blended([0, 1, 2].map(|i| from[i] + t * (to[i] - from[i])), &inks);
        assert_eq!(at(0.0), [0, 45875, 45875, 0]);
        assert_eq!(at(1.0), PAPER);
        // Without a step: nowhere more than the way itself asks for.
        for i in 0..200 {
            let (a, b) = (at(f64::from(i) / 200.0), at(f64::from(i + 1) / 200.0));
            assert!((0..4).all(|c| a[c].abs_diff(b[c]) < 900), "{i}: {a:?} {b:?}");
        }
    }

    #[test]
    fn lightness_and_chroma_of_known_colours() {
        let (lightness, chroma) = lightness_and_chroma([255, 0, 0]);
        assert!((lightness - 53.24).abs() < 0.02 && (chroma - 104.55).abs() < 0.1, "{lightness} {chroma}");
        assert!(lightness_and_chroma([128; 3]).1 < 0.02);
    }
}
