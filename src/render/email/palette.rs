//! The theme's colours as an e-mail uses them, by day and by night.
//!
//! In: the brand's [`Theme`]. Out: a colour for each role in the templates; every text colour reads (4.5:1 or more) on the
//! grounds that it stands on, in both.

use serde::Serialize;

use crate::{
    design::{
        Theme, Tones,
        colour::{Lch, TEXT_RATIO, ensure},
    },
    model::value::Colour,
};

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
