//! The theme's colours as something that is read on a screen uses them, by day and by night.
//!
//! In: the brand's [`Theme`]. Out: a colour for each role; every text colour reads (4.5:1 or more) on the grounds that it
//! stands on, in both. E-mails are drawn with them, and the kit's style sheets offer them.

use serde::Serialize;

use super::{
    Theme,
    colour::{Lch, TEXT_RATIO, ensure},
};
use crate::model::value::Colour;

/// The contrast of large text (WCAG 2.2, 1.4.3), with a little more than the 3 that it asks for.
const LARGE_RATIO: f64 = 3.1;

/// What changes between day and night.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tones {
    /// Around what is read.
    pub page: Colour,
    /// Behind running text.
    pub paper: Colour,
    /// Behind what is set apart.
    pub panel: Colour,
    /// Text on page, paper and panel.
    pub ink: Colour,
    /// Quieter text on the same.
    pub muted: Colour,
    /// Headlines on the same.
    pub title: Colour,
    /// Small labels on the same.
    pub label: Colour,
    /// The accent as large text (24 px, or 19 px in bold, and more) on the same: 3:1, which leaves it its glow.
    pub accent: Colour,
    /// Links on the same.
    pub link: Colour,
    /// Hairlines and borders; not for text.
    pub line: Colour,
}

impl Tones {
    /// By day.
    pub fn light(theme: &Theme) -> Self {
        let grounds = [theme.surface, theme.paper, theme.tint];
        let readable = |colour| ensure(colour, &grounds, TEXT_RATIO);
        Self {
            page: theme.surface,
            paper: theme.paper,
            panel: theme.tint,
            ink: readable(theme.ink),
            muted: readable(theme.muted),
            title: readable(theme.brand_text),
            label: own(theme, &grounds, TEXT_RATIO, 0.17),
            accent: own(theme, &grounds, LARGE_RATIO, 0.14),
            link: readable(theme.accent_2),
            line: theme.line,
        }
    }

    /// By night: the dark ground's own hue, so that the brand stays recognisable, and the same accents, lightened to be read.
    pub fn dark(theme: &Theme) -> Self {
        let deep = Lch::from(theme.deep);
        let tone = |lightness: f64| Lch::new(lightness, deep.chroma.min(0.035), deep.hue).colour();
        let grounds = [tone(0.16), tone(0.22), tone(0.28)];
        let readable = |colour| ensure(colour, &grounds, TEXT_RATIO);
        let ink = readable(tone(0.93));
        Self {
            page: grounds[0],
            paper: grounds[1],
            panel: grounds[2],
            ink,
            muted: readable(tone(0.76)),
            title: ink,
            label: own(theme, &grounds, TEXT_RATIO, 0.17),
            accent: own(theme, &grounds, LARGE_RATIO, 0.14),
            link: readable(theme.accent_2),
            line: tone(0.38),
        }
    }
}

/// The accent as text, or the second one where that stays itself and the first would have to darken by more than `patience`
/// (in lightness, 0 to 1): a bright orange would become brown.
fn own(theme: &Theme, grounds: &[Colour], least: f64, patience: f64) -> Colour {
    let moved = |colour: Colour, readable: Colour| (Lch::from(colour).lightness - Lch::from(readable).lightness).abs();
    let [first, second] = [theme.accent, theme.accent_2].map(|colour| (colour, ensure(colour, grounds, least)));
    let colourful = Lch::from(second.1).chroma >= 0.05;
    if colourful && moved(first.0, first.1) > moved(second.0, second.1) + patience { second.1 } else { first.1 }
}
