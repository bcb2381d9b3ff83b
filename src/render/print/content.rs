//! The operators of a content stream with their colours in ink.
//!
//! In: a decoded content stream and the colour spaces that it may name. Out: the same drawing in process inks and
//! declared spot inks. Operators that neither paint nor place are left out: marked content (its structure is not carried
//! over), rendering intents. An operator that is not known is an error, so that nothing passes unseen.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    io::Write,
};

use super::{
    error::Unprintable,
    functions::share_of,
    inks::Inks,
    operators::{Operation, Operations, is_mark},
    swatches::{Ink, Swatches},
};

/// What a content stream is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// It puts ink on paper.
    Paint,
    /// It is the luminosity of a soft mask: grey only, and never printed.
    Mask,
}

/// A colour space that a colour is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// One channel.
    Grey,
    /// Three.
    Rgb,
    /// Four.
    Cmyk,
    /// A pattern.
    Pattern,
}

impl Space {
    /// Of a device's colour space by its name.
    pub fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"DeviceGray" | b"CalGray" | b"G" => Some(Space::Grey),
            b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Space::Rgb),
            b"DeviceCMYK" | b"CMYK" => Some(Space::Cmyk),
            b"Pattern" => Some(Space::Pattern),
            _ => None,
        }
    }
}

/// A content stream in ink.
pub struct Inked {
    /// Its operators.
    pub bytes: Vec<u8>,
    /// The spot inks that they use, named `Ink0`, `Ink1` and so on.
    pub spots: BTreeSet<usize>,
}

/// The name under which content streams know a spot ink's colour space.
pub fn spot_name(spot: usize) -> String {
    format!("Ink{spot}")
}

/// Luminosity as PDF blends it (ISO 32000-1, 11.3.5.3).
pub fn luminosity([red, green, blue]: [f64; 3]) -> f64 {
    0.30 * red + 0.59 * green + 0.11 * blue
}

/// Rewrites content streams.
pub struct Rewriter<'a> {
    pub inks: &'a Inks,
    pub swatches: &'a Swatches,
    pub purpose: Purpose,
    /// The colour spaces that the stream may name.
    pub spaces: HashMap<Vec<u8>, Space>,
}

/// The spaces of fills and strokes.
#[derive(Clone, Copy)]
struct Spaces {
    fill: Space,
    stroke: Space,
}

/// Graphics states within one another.
const MOST_DEEP: usize = 512;

impl Rewriter<'_> {
    /// Rewrites one stream.
    ///
    /// # Errors
    /// Where it is damaged or holds what has no counterpart in ink.
    pub fn rewrite(&self, content: &[u8]) -> Result<Inked, Unprintable> {
        let mut inked = Inked { bytes: Vec::with_capacity(content.len()), spots: BTreeSet::new() };
        let mut spaces = Spaces { fill: Space::Grey, stroke: Space::Grey };
        let mut saved = Vec::new();
        let mut operations = Operations::new(content);
        while let Some(operation) = operations.next()? {
            let stroke = operation.operator.first().is_some_and(u8::is_ascii_uppercase);
            let space = if stroke { &mut spaces.stroke } else { &mut spaces.fill };
            match operation.operator {
                b"g" | b"G" => self.set(space, Space::Grey, &operation, &mut inked)?,
                b"rg" | b"RG" => self.set(space, Space::Rgb, &operation, &mut inked)?,
                b"k" | b"K" => self.set(space, Space::Cmyk, &operation, &mut inked)?,
                b"cs" | b"CS" => {
                    *space = self.space(&operation)?;
                    match *space {
                        Space::Pattern => pass(&operation, &mut inked),
                        other => self.colour(stroke, other, &initial(other), &mut inked)?,
                    }
                }
                b"sc" | b"SC" | b"scn" | b"SCN" => match *space {
                    Space::Pattern if operation.operands.len() == 1 => pass(&operation, &mut inked),
                    Space::Pattern => return Err(Unprintable::unsupported("a pattern without colours of its own")),
                    other => self.set(space, other, &operation, &mut inked)?,
                },
                b"q" => {
                    saved.push(spaces);
                    if saved.len() > MOST_DEEP {
                        return Err(Unprintable::damaged("graphics states that are never restored"));
                    }
                    pass(&operation, &mut inked);
                }
                b"Q" => {
                    spaces =
                        saved.pop().ok_or_else(|| Unprintable::damaged("a restored state that was never saved"))?;
                    pass(&operation, &mut inked);
                }
                b"ri" | b"i" | b"BX" | b"EX" => {}
                operator if is_mark(operator) => {}
                operator if PASSED.contains(&operator) => pass(&operation, &mut inked),
                b"BI" => return Err(Unprintable::unsupported("a picture within a drawing's operators")),
                other => {
                    let name = String::from_utf8_lossy(other).chars().take(20).collect::<String>();
                    return Err(Unprintable::damaged(format!("an unknown operator `{name}`")));
                }
            }
        }
        if !saved.is_empty() {
            return Err(Unprintable::damaged("graphics states that are never restored"));
        }
        Ok(inked)
    }

    fn space(&self, operation: &Operation<'_>) -> Result<Space, Unprintable> {
        let name = operation.name().map_or(&[][..], Cow::as_ref);
        let known = Space::named(name).or_else(|| self.spaces.get(name).copied());
        known.ok_or_else(|| Unprintable::damaged("a colour space that is not declared"))
    }

    fn set(
        &self,
        space: &mut Space,
        new: Space,
        operation: &Operation<'_>,
        inked: &mut Inked,
    ) -> Result<(), Unprintable> {
        *space = new;
        let stroke = operation.operator.first().is_some_and(u8::is_ascii_uppercase);
        let numbers = operation.numbers().ok_or_else(|| Unprintable::damaged("a colour without numbers"))?;
        self.colour(stroke, new, &numbers, inked)
    }

    /// Writes a colour in ink.
    fn colour(&self, stroke: bool, space: Space, values: &[f64], inked: &mut Inked) -> Result<(), Unprintable> {
        let rgb = match (space, values) {
            (Space::Grey, [grey]) => [*grey; 3],
            (Space::Rgb, [red, green, blue]) => [*red, *green, *blue],
            // No template can say a colour in CMYK: SVG has none.
            (Space::Cmyk, _) => return Err(Unprintable::unsupported("a colour that is CMYK already")),
            _ => return Err(Unprintable::damaged("a colour with too many numbers or too few")),
        };
        let rgb = rgb.map(|v| v.clamp(0.0, 1.0));
        let out = &mut inked.bytes;
        let written = match self.purpose {
            Purpose::Mask => {
                let operator = if stroke { "G" } else { "g" };
                writeln!(out, "{} {operator}", share_of((luminosity(rgb) * f64::from(u16::MAX)).round() as u16))
            }
            Purpose::Paint => match self.swatches.ink(rgb.map(|v| (v * 255.0).round() as u8), self.inks) {
                Ink::Process(cmyk) => {
                    let [cyan, magenta, yellow, black] = cmyk.map(share_of);
                    writeln!(out, "{cyan} {magenta} {yellow} {black} {}", if stroke { "K" } else { "k" })
                }
                Ink::Spot(spot) => {
                    inked.spots.insert(spot);
                    let (space, colour) = if stroke { ("CS", "SCN") } else { ("cs", "scn") };
                    writeln!(out, "/{} {space} 1 {colour}", spot_name(spot))
                }
            },
        };
        written.map_err(|error| Unprintable::Unreadable(error.into()))
    }
}

/// Operators that place, paint or set type, and have no colour.
const PASSED: &[&[u8]] = &[
    b"cm", b"w", b"J", b"j", b"M", b"d", b"gs", b"re", b"m", b"l", b"c", b"v", b"y", b"h", b"S", b"s", b"f", b"F",
    b"f*", b"B", b"B*", b"b", b"b*", b"n", b"W", b"W*", b"BT", b"ET", b"Tc", b"Tw", b"Tz", b"TL", b"Tf", b"Tr", b"Ts",
    b"Td", b"TD", b"Tm", b"T*", b"Tj", b"TJ", b"'", b"\"", b"Do", b"sh", b"d0", b"d1",
];

fn pass(operation: &Operation<'_>, inked: &mut Inked) {
    inked.bytes.extend_from_slice(operation.raw);
    inked.bytes.push(b'\n');
}

/// The colour that a space begins with: black (ISO 32000-1, 8.6.5.1).
fn initial(space: Space) -> Vec<f64> {
    match space {
        Space::Grey => vec![0.0],
        Space::Rgb => vec![0.0; 3],
        Space::Cmyk | Space::Pattern => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{design::colour::FOGRA39L, render::print::swatches::Swatch};

    fn rewrite(content: &str, purpose: Purpose) -> Result<Inked, Unprintable> {
        let inks = Inks::new(FOGRA39L, 300.0).unwrap();
        let palette = [Swatch { rgb: [18, 38, 79], cmyk: Some([100.0, 85.0, 35.0, 30.0]), spot: Some("P 1".into()) }];
        let swatches = Swatches::new(&palette, &inks);
        let spaces = HashMap::from([(b"c0".to_vec(), Space::Rgb), (b"c1".to_vec(), Space::Grey)]);
        Rewriter { inks: &inks, swatches: &swatches, purpose, spaces }.rewrite(content.as_bytes())
    }

    fn painted(content: &str) -> String {
        String::from_utf8(rewrite(content, Purpose::Paint).unwrap().bytes).unwrap()
    }

    #[test]
    fn colours_become_ink_and_the_rest_stays() {
        let text = painted("q 1 0 0 1 0 0 cm 0 g 1 G 0.07058824 0.14901961 0.30980393 rg 0 0 5.25 5 re f Q");
        assert_eq!(text, "q\n1 0 0 1 0 0 cm\n0 0 0 1 k\n0 0 0 0 K\n/Ink0 cs 1 scn\n0 0 5.25 5 re\nf\nQ\n");
        assert_eq!(painted("/c0 cs 0 0 0 scn /c1 CS 1 SC"), "0 0 0 1 k\n0 0 0 1 k\n0 0 0 1 K\n0 0 0 0 K\n");
        assert_eq!(painted("/Pattern cs /p0 scn"), "/Pattern cs\n/p0 scn\n");
        assert_eq!(painted("/P <</MCID 0>> BDC /x0 Do EMC"), "/x0 Do\n");
    }

    #[test]
    fn states_restore_their_colour_space() {
        let text = painted("/c0 cs q /c1 cs 0 sc Q 0 0 0 sc");
        assert_eq!(text, "0 0 0 1 k\nq\n0 0 0 1 k\n0 0 0 1 k\nQ\n0 0 0 1 k\n");
    }

    #[test]
    fn masks_stay_grey() {
        let mask = |content| String::from_utf8(rewrite(content, Purpose::Mask).unwrap().bytes).unwrap();
        assert_eq!(mask("1 0 0 rg 1 g 0 0 1 RG"), "0.3 g\n1 g\n0.11 G\n");
    }

    #[test]
    fn what_has_no_counterpart_is_refused() {
        for content in [
            "0 0 0 1 k",
            "/c9 cs",
            "1 rg",
            "(a) rg",
            "1 0 0 1 zz",
            "Q",
            "q",
            "BI /W 1 ID x EI",
            "/Pattern cs 1 /p0 scn",
        ] {
            assert!(rewrite(content, Purpose::Paint).is_err(), "{content}");
        }
    }
}
