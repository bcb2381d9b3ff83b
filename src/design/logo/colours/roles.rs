//! Who leads, who follows, and what is derived where a logo has too few colours.
//!
//! In: the colours found, most first. Out: a palette whose primary, secondary and accent can be told apart, on a ground that
//! text reads on.

use super::{Basis, Found, LogoColour, LogoPalette, Role, names, pixels::Seen};
use crate::{
    design::colour::{Lch, difference, ensure, ratio},
    model::value::Colour,
};

/// More colours make no palette.
const MOST: usize = 5;
/// Less different colours cannot be told apart at a glance.
const APART: f64 = 0.1;
/// What text on a page should have, beyond the 4.5:1 that it must.
const INK_RATIO: f64 = 7.0;

/// Accents for logos that have none, chosen by hand: gold and coral for cold colours, petrol and sky for warm ones.
const ACCENTS: [Colour; 4] = [
    Colour::new(0xff, 0xb7, 0x4a),
    Colour::new(0xff, 0x6b, 0x4a),
    Colour::new(0x1b, 0x7f, 0x8c),
    Colour::new(0x3f, 0x8f, 0xd6),
];
/// What leads where a logo is white, so that nothing of it can.
const INK: Colour = Colour::new(0x1d, 0x26, 0x36);

/// The palette of a logo.
pub(super) fn palette(found: &[Found], seen: &Seen) -> LogoPalette {
    let found = &found[..found.len().min(MOST)];
    let mut made = Palette(Vec::new());
    let basis = match found {
        [] => neutral(seen, &mut made),
        [only] => {
            made.add(only.colour, Role::Primary, Some(only.share));
            Basis::OneColour
        }
        several => {
            coloured(several, &mut made);
            Basis::Colours
        }
    };
    made.complete(seen);
    LogoPalette { swatches: made.0, basis }
}

/// Several colours: the one that has most of the logo leads, the one that stands out from it is the accent.
fn coloured(found: &[Found], made: &mut Palette) {
    // Of two that have as much of the logo the darker one leads: white text reads on it. Yellow and other light colours lead only
    // where there is nothing else.
    let weight = |one: &Found| {
        let lightness = Lch::from(one.colour).lightness;
        one.share * (1.2 - 0.4 * lightness) * if lightness > 0.82 { 0.45 } else { 1.0 }
    };
    let primary = found.iter().max_by(|a, b| weight(a).total_cmp(&weight(b))).unwrap_or(&found[0]);
    let rest: Vec<&Found> = found.iter().filter(|one| one.colour != primary.colour).collect();
    let stands_out = |one: &Found| {
        let lch = Lch::from(one.colour);
        difference(one.colour, primary.colour) * (0.05 + lch.chroma) * (0.4 + one.share.sqrt())
    };
    let accent = rest.iter().max_by(|a, b| stands_out(a).total_cmp(&stands_out(b)));
    made.add(primary.colour, Role::Primary, Some(primary.share));
    let second = rest.iter().find(|one| accent.is_none_or(|accent| one.colour != accent.colour));
    if let Some(second) = second {
        made.add(second.colour, Role::Secondary, Some(second.share));
    }
    if let Some(accent) = accent {
        made.add(accent.colour, Role::Tertiary, Some(accent.share));
    }
    for other in rest {
        made.add(other.colour, Role::Other, Some(other.share));
    }
}

/// Black, grey or white: ink leads.
fn neutral(seen: &Seen, made: &mut Palette) -> Basis {
    let (colour, share, basis) = match (seen.dark, seen.grey) {
        (Some((colour, share)), _) => (colour, Some(share), Basis::NoColour),
        (None, Some((colour, share))) => (colour, Some(share), Basis::NoColour),
        (None, None) => (INK, None, Basis::White),
    };
    made.add(colour, Role::Primary, share);
    basis
}

struct Palette(Vec<LogoColour>);

impl Palette {
    /// Adds a colour, once.
    fn add(&mut self, colour: Colour, role: Role, share: Option<f64>) {
        if self.0.iter().all(|other| other.colour != colour) {
            let name = names::name(colour, self.0.iter().map(|other| other.name.as_str()));
            self.0.push(LogoColour { name, colour, role, share });
        }
    }

    fn of(&self, role: Role) -> Option<Colour> {
        self.0.iter().find(|swatch| swatch.role == role).map(|swatch| swatch.colour)
    }

    /// Derives what is missing.
    fn complete(&mut self, seen: &Seen) {
        let primary = self.of(Role::Primary).unwrap_or(INK);
        if self.of(Role::Secondary).is_none() {
            self.add(second(primary), Role::Secondary, None);
        }
        if self.of(Role::Tertiary).is_none() {
            self.add(accent(primary, self.of(Role::Secondary).unwrap_or(primary)), Role::Tertiary, None);
        }
        let lch = Lch::from(primary);
        let background = Lch::new(0.984, (lch.chroma * 0.06).min(0.006), lch.hue).colour();
        self.add(background, Role::Background, None);
        let own = seen.dark.filter(|(colour, _)| ratio(*colour, background) >= INK_RATIO);
        let own = own.filter(|(colour, _)| self.0.iter().all(|swatch| swatch.colour != *colour));
        match own {
            Some((colour, share)) => self.add(colour, Role::Foreground, Some(share)),
            None => {
                let wanted = Lch::new(0.24, (lch.chroma * 0.35).min(0.045), lch.hue).colour();
                self.add(ensure(wanted, &[background], INK_RATIO), Role::Foreground, None);
            }
        }
    }
}

/// A tone of the leading colour that can be told from it: lighter where it is dark, darker where it is light.
fn second(primary: Colour) -> Colour {
    let lch = Lch::from(primary);
    let step = if lch.lightness < 0.55 { 0.22 } else { -0.24 };
    // A black or grey gets a blue slate beside it, which is less dull than another grey.
    let (chroma, hue) = if lch.chroma < 0.03 { (0.035, 255.0) } else { (lch.chroma * 0.9, lch.hue) };
    let least = if lch.lightness < 0.55 { 0.42 } else { 0.25 };
    Lch::new((lch.lightness + step).clamp(least, 0.75), chroma, hue).colour()
}

/// The curated accent that is farthest from both, in hue first of all.
fn accent(primary: Colour, secondary: Colour) -> Colour {
    let lch = Lch::from(primary);
    if lch.chroma < 0.03 {
        return ACCENTS[0];
    }
    let turned = |colour: Colour| {
        let apart = (Lch::from(colour).hue - lch.hue).abs();
        apart.min(360.0 - apart) / 180.0
    };
    let is_apart = |c: &Colour| difference(*c, primary).min(difference(*c, secondary)) >= APART;
    let candidates = ACCENTS.into_iter().filter(is_apart);
    // Gold goes with every cold colour; only what is clearly farther goes before it.
    let rank = |colour: Colour| turned(colour) + if colour == ACCENTS[0] { 0.12 } else { 0.0 };
    candidates.max_by(|a, b| rank(*a).total_cmp(&rank(*b))).unwrap_or(ACCENTS[0])
}
