//! The symbol of a drawn logo: a shape that the name chooses, with the name's initials.

use super::outlines::{Letterer, Lettering};
use crate::model::value::Colour;

/// The side of the symbol; other measures of a logo are shares of it.
pub(super) const SIDE: f64 = 100.0;

/// The width of the outline in one colour: that of the letters' stems.
const OUTLINE: f64 = 7.0;

/// Five shapes, 100 by 100: a disc, a rounded square, a rounded hexagon, a drop, a squircle.
const SHAPES: [&str; 5] = [
    "M50 0A50 50 0 1 1 50 100A50 50 0 1 1 50 0Z",
    "M28 0H72A28 28 0 0 1 100 28V72A28 28 0 0 1 72 100H28A28 28 0 0 1 0 72V28A28 28 0 0 1 28 0Z",
    "M46.5 1.94A7 7 0 0 1 53.5 1.94L89.9 22.95A7 7 0 0 1 93.4 29V71A7 7 0 0 1 89.9 77.05L53.5 98.06A7 7 0 0 1 46.5 98.06L10.1 77.05A7 7 0 0 1 6.6 71V29A7 7 0 0 1 10.1 22.95Z",
    "M50 0H100V50A50 50 0 1 1 50 0Z",
    "M50 0C93 0 100 7 100 50C100 93 93 100 50 100C7 100 0 93 0 50C0 7 7 0 50 0Z",
];

/// A symbol's two paths.
pub(super) struct Symbol {
    shape: &'static str,
    letters: String,
}

impl Symbol {
    pub fn new(name: &str, letterer: &mut Letterer) -> Self {
        let sum = name.bytes().fold(7u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let shape = SHAPES[sum as usize % SHAPES.len()];
        let initials = initials(name);
        let size = if initials.chars().count() > 1 { 46.0 } else { 62.0 };
        let mut lettering = Lettering { size, weight: 700, tracking: -0.02 };
        let letters = letterer.outlines(&initials, lettering, (0.0, 0.0));
        // A wide letter, or a script's, still stays inside the shape.
        let height = letters.above + letters.below;
        lettering.size *= (58.0 / letters.width.max(1.0)).min(58.0 / height.max(1.0)).min(1.0);
        let scale = lettering.size / size;
        let x = (SIDE - letters.width * scale) / 2.0;
        let y = (SIDE + (letters.above - letters.below) * scale) / 2.0;
        Self { shape, letters: letterer.outlines(&initials, lettering, (x, y)).path }
    }

    /// In two colours.
    pub fn filled(&self, ground: Colour, ink: Colour) -> String {
        format!(r#"<path d="{}" fill="{ground}"/><path d="{}" fill="{ink}"/>"#, self.shape, self.letters)
    }

    /// In one colour: the shape's outline around the letters. Letters cut out of the shape would need a mask, which some
    /// cutters and engravers do not know.
    pub fn open(&self, colour: Colour) -> String {
        let scale = (SIDE - OUTLINE) / SIDE;
        let at = OUTLINE / 2.0;
        format!(
            r#"<path transform="translate({at} {at}) scale({scale:.4})" d="{}" fill="none" stroke="{colour}" stroke-width="{:.3}"/><path d="{}" fill="{colour}"/>"#,
            self.shape,
            OUTLINE / scale,
            self.letters
        )
    }
}

/// One letter of a one-word name, two of a longer one.
pub fn initials(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let mut letters = words.filter_map(|word| word.chars().next());
    let first = letters.next();
    // `Programm der Werke` is PW: between words that begin large, small ones are articles.
    let rest: Vec<char> = letters.collect();
    let second = rest.iter().copied().find(|c| !c.is_lowercase()).or(rest.first().copied());
    let joined = |c: char| ('\u{600}'..='\u{6ff}').contains(&c);
    // Two Arabic initials would join to a word of their own.
    let second = second.filter(|_| !first.is_some_and(joined));
    first.into_iter().chain(second).flat_map(char::to_uppercase).take(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_of_names() {
        assert_eq!(["Agora", "Nova HR", "cyber-360 x", "", "ßx"].map(initials), ["A", "NH", "C3", "", "SS"]);
        assert_eq!(["Programm der Werke", "Plan d'action", "projet de vie"].map(initials), ["PW", "PD", "PD"]);
    }
}
