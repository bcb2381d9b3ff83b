//! The theme's colours as an e-mail uses them, by day and by night.
//!
//! In: the brand's [`Theme`]. Out: a colour for each role in the templates; every text colour reads (4.5:1 or more) on the
//! grounds that it stands on, in both.

use serde::Serialize;

use crate::{
    design::{
        Theme,
        colour::{Lch, TEXT_RATIO, ensure},
    },
    model::value::Colour,
};

/// The contrast of large text (WCAG 2.2, 1.4.3), with a little more than the 3 that it asks for.
const LARGE_RATIO: f64 = 3.1;

/// Colours by what they do in an e-mail; templates read them as `colours.button`, `colours.light.paper`…
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Colours {
    /// By day.
    pub(super) light: Tones,
    /// By night.
    pub(super) dark: Tones,
    /// Buttons, and the bars that hold the e-mail together.
    pub(super) button: Colour,
    /// Text on buttons.
    pub(super) on_button: Colour,
    /// Beside the button's colour in the bar that closes the head; not for text.
    pub(super) second: Colour,
    /// Behind the head and the foot, by day and by night.
    pub(super) deep: Colour,
    /// Text on the same.
    pub(super) on_deep: Colour,
    /// Quieter text on the same.
    pub(super) on_deep_muted: Colour,
    /// Words that stand out on the same, and links.
    pub(super) highlight: Colour,
    /// Behind icons and initials, by day and by night.
    pub(super) disc: Colour,
    /// Icons and initials on it.
    pub(super) on_disc: Colour,
}

/// What changes between day and night.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Tones {
    /// Around the e-mail.
    pub(super) page: Colour,
    /// Behind running text.
    pub(super) paper: Colour,
    /// Behind what is set apart.
    pub(super) panel: Colour,
    /// Text on page, paper and panel.
    pub(super) ink: Colour,
    /// Quieter text on the same.
    pub(super) muted: Colour,
    /// Headlines on the same.
    pub(super) title: Colour,
    /// Small labels on the same.
    pub(super) label: Colour,
    /// The accent as large text (24 px, or 19 px in bold, and more) on the same: 3:1, which leaves it its glow.
    pub(super) accent: Colour,
    /// Links on the same.
    pub(super) link: Colour,
    /// Hairlines and borders; not for text.
    pub(super) line: Colour,
}

impl Colours {
    /// The colours of a brand's e-mails.
    pub(super) fn new(theme: &Theme) -> Self {
        // A light tone of the accent, so that icons are a touch of colour on a page in the leading one.
        let accent = Lch::from(theme.accent);
        let disc = Lch::new(0.92, (accent.chroma * 0.45).min(0.06), accent.hue).colour();
        Self {
            light: Tones::light(theme),
            dark: Tones::dark(theme),
            button: theme.accent,
            on_button: theme.on_accent,
            second: theme.accent_2,
            deep: theme.deep,
            on_deep: theme.on_deep,
            on_deep_muted: theme.on_deep_muted,
            highlight: theme.highlight_2,
            disc,
            on_disc: ensure(theme.brand_text, &[disc], TEXT_RATIO),
        }
    }
}

impl Tones {
    fn light(theme: &Theme) -> Self {
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

    /// The dark ground's own hue, so that the brand stays recognisable, and the same accents, lightened to be read.
    fn dark(theme: &Theme) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        design::colour::ratio,
        model::{Brand, sample},
    };

    #[test]
    fn every_text_reads_on_every_ground_by_day_and_by_night() {
        let ugly = ["#ffff00", "#808080", "#000000", "#ffffff", "#00ff00"].map(|c| c.parse::<Colour>().unwrap());
        let ugly = ugly.map(|c| Brand { primary: c, secondary: c, tertiary: c, ..sample::brand() });
        for brand in ugly.into_iter().chain([sample::brand()]) {
            let colours = Colours::new(&Theme::new(&brand));
            let reads = |text, ground| assert!(ratio(text, ground) >= TEXT_RATIO, "{text} on {ground}: {colours:?}");
            for tones in [&colours.light, &colours.dark] {
                for ground in [tones.page, tones.paper, tones.panel] {
                    for text in [tones.ink, tones.muted, tones.title, tones.label, tones.link] {
                        reads(text, ground);
                    }
                    assert!(ratio(tones.accent, ground) >= 3.0, "{} on {ground}", tones.accent);
                }
            }
            for text in [colours.on_deep, colours.on_deep_muted, colours.highlight] {
                reads(text, colours.deep);
            }
            reads(colours.on_button, colours.button);
            reads(colours.on_disc, colours.disc);
        }
    }
}
