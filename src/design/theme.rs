//! The brand's colours by what they do in a piece.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::colour::{self, Lch, TEXT_RATIO, ensure, on, ratio};
use crate::model::{Brand, value::Colour};

/// The brand's colours by what they do, each text colour readable (4.5:1 or more) on the grounds that it is for.
///
/// The brand's own colours stand unchanged in `brand`, `accent` and `accent_2`; the others are the brand's where they can
/// do the work, and derived from it where not. [`Theme::pairs`] lists which text goes with which ground.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Theme {
    /// The leading colour.
    pub brand: Colour,
    /// Text on `brand`.
    pub on_brand: Colour,
    /// The accent.
    pub accent: Colour,
    /// Text on `accent`.
    pub on_accent: Colour,
    /// The second accent.
    pub accent_2: Colour,
    /// Text on `accent_2`.
    pub on_accent_2: Colour,
    /// Text on `surface`, `paper` and `tint`.
    pub ink: Colour,
    /// Quieter text on `surface` and `paper`.
    pub muted: Colour,
    /// The ground of pages: nearly white.
    pub surface: Colour,
    /// White, for cards on `surface`.
    pub paper: Colour,
    /// Rules and borders on `surface`; not for text.
    pub line: Colour,
    /// A light tone of the brand, for small grounds on `surface`.
    pub tint: Colour,
    /// Icons and text on `tint`.
    pub on_tint: Colour,
    /// The dark ground.
    pub deep: Colour,
    /// A little lighter than `deep`: the other end of a gradient.
    pub deep_2: Colour,
    /// Text on `deep`, `deep_2` and what lies between.
    pub on_deep: Colour,
    /// Quieter text on the same.
    pub on_deep_muted: Colour,
    /// The leading colour as text on `surface`, `paper` and `tint`.
    pub brand_text: Colour,
    /// The accent as text on `surface` and `paper`.
    pub accent_text: Colour,
    /// The accent as text on `deep` and `deep_2`.
    pub highlight: Colour,
    /// A second colour for the same: the brightest of the palette that nothing else uses, else the second accent.
    pub highlight_2: Colour,
    /// Text on `highlight`.
    pub on_highlight: Colour,
    /// Text on `highlight_2`.
    pub on_highlight_2: Colour,
    /// Tones of the leading colour, 50 (nearly white) to 950 (nearly black).
    #[serde(serialize_with = "by_step")]
    pub ramp: Vec<(u16, Colour)>,
    /// Tones of the accent.
    #[serde(serialize_with = "by_step")]
    pub accent_ramp: Vec<(u16, Colour)>,
}

/// Templates write `theme.ramp["300"]`.
fn by_step<S: Serializer>(ramp: &[(u16, Colour)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(ramp.len()))?;
    for (step, colour) in ramp {
        map.serialize_entry(&step.to_string(), colour)?;
    }
    map.end()
}

impl Theme {
    /// The theme of a brand, sound for any palette.
    pub fn new(brand: &Brand) -> Self {
        let (primary, accent, accent_2) = (brand.primary, brand.tertiary, brand.secondary);
        let hue = Lch::from(primary);
        let paper = Colour::WHITE;
        let surface = surface(brand.background, hue);
        let tint = Lch::new(0.945, (hue.chroma * 0.3).min(0.04), hue.hue).colour();
        let light = [surface, paper, tint];
        let ink_wanted = if ratio(brand.foreground, surface) >= 7.0 {
            brand.foreground
        } else {
            Lch::new(0.21, (hue.chroma * 0.35).min(0.05), hue.hue).colour()
        };
        let ink = ensure(ink_wanted, &light, 7.0);
        let deep = deep(brand);
        let deep_2 = deep_2(deep);
        let dark = [deep, deep_2];
        let deep_hue = Lch::from(deep);
        let muted_on_deep = Lch::new(0.86, (deep_hue.chroma * 0.4).min(0.03), deep_hue.hue).colour();
        let highlight = bright(accent, &dark);
        let highlight_2 = highlight_2(brand, &dark);
        let either = [Colour::WHITE, ink];
        let dark_or_light = [Colour::WHITE, deep];
        Theme {
            brand: primary,
            on_brand: on(primary, &either),
            accent,
            on_accent: on(accent, &either),
            accent_2,
            on_accent_2: on(accent_2, &either),
            ink,
            muted: ensure(
                Lch::new(0.50, (hue.chroma * 0.25).min(0.03), hue.hue).colour(),
                &[surface, paper],
                TEXT_RATIO,
            ),
            surface,
            paper,
            line: Lch::new(0.91, (hue.chroma * 0.1).min(0.012), hue.hue).colour(),
            tint,
            on_tint: ensure(primary, &light, TEXT_RATIO),
            deep,
            deep_2,
            on_deep: Colour::WHITE,
            on_deep_muted: ensure(muted_on_deep, &dark, TEXT_RATIO),
            brand_text: ensure(primary, &light, TEXT_RATIO),
            accent_text: ensure(accent, &[surface, paper], TEXT_RATIO),
            highlight,
            highlight_2,
            on_highlight: on(highlight, &dark_or_light),
            on_highlight_2: on(highlight_2, &dark_or_light),
            ramp: colour::ramp(primary),
            accent_ramp: colour::ramp(accent),
        }
    }

    /// The tone of the leading colour at a step: 50, 100, 200 … 900, 950; the nearest step's for another number.
    pub fn step(&self, step: u16) -> Colour {
        self.ramp.iter().min_by_key(|(s, _)| s.abs_diff(step)).map_or(self.brand, |(_, colour)| *colour)
    }

    /// Each text colour with each ground that it is for, by name.
    pub fn pairs(&self) -> Vec<(&'static str, Colour, Colour)> {
        vec![
            ("on_brand on brand", self.on_brand, self.brand),
            ("on_accent on accent", self.on_accent, self.accent),
            ("on_accent_2 on accent_2", self.on_accent_2, self.accent_2),
            ("ink on surface", self.ink, self.surface),
            ("ink on paper", self.ink, self.paper),
            ("ink on tint", self.ink, self.tint),
            ("muted on surface", self.muted, self.surface),
            ("muted on paper", self.muted, self.paper),
            ("on_tint on tint", self.on_tint, self.tint),
            ("brand_text on surface", self.brand_text, self.surface),
            ("brand_text on paper", self.brand_text, self.paper),
            ("brand_text on tint", self.brand_text, self.tint),
            ("accent_text on surface", self.accent_text, self.surface),
            ("accent_text on paper", self.accent_text, self.paper),
            ("on_deep on deep", self.on_deep, self.deep),
            ("on_deep on deep_2", self.on_deep, self.deep_2),
            ("on_deep_muted on deep", self.on_deep_muted, self.deep),
            ("on_deep_muted on deep_2", self.on_deep_muted, self.deep_2),
            ("highlight on deep", self.highlight, self.deep),
            ("highlight on deep_2", self.highlight, self.deep_2),
            ("highlight_2 on deep", self.highlight_2, self.deep),
            ("highlight_2 on deep_2", self.highlight_2, self.deep_2),
            ("on_highlight on highlight", self.on_highlight, self.highlight),
            ("on_highlight_2 on highlight_2", self.on_highlight_2, self.highlight_2),
        ]
    }
}

/// The brand's own background where it is nearly white, else a trace of the leading colour.
fn surface(background: Colour, hue: Lch) -> Colour {
    if Lch::from(background).lightness >= 0.955 {
        return background;
    }
    Lch::new(0.982, (hue.chroma * 0.05).min(0.006), hue.hue).colour()
}

/// The first of the brand's leading colours that is dark enough to carry white text calmly, else one of the primary's
/// hue. Lightness 0.36 keeps white at about 10:1, so that a lighter `deep_2` and coloured words still read.
fn deep(brand: &Brand) -> Colour {
    let own = [brand.primary, brand.secondary, brand.tertiary];
    if let Some(dark) = own.into_iter().find(|c| Lch::from(*c).lightness <= 0.36) {
        return dark;
    }
    let lch = Lch::from(brand.primary);
    Lch::new(0.255, (lch.chroma * 0.62).min(0.11), lch.hue).colour()
}

/// Lighter than the dark ground, visibly even beside black, by as much as keeps 7:1 with white.
fn deep_2(deep: Colour) -> Colour {
    let lch = Lch::from(deep);
    let lighter = |by: f64| Lch::new((lch.lightness + by).max(0.28), (lch.chroma * 1.15).min(0.16), lch.hue).colour();
    let steps = [0.13, 0.10, 0.07, 0.04];
    steps.into_iter().map(lighter).find(|c| ratio(Colour::WHITE, *c) >= 7.0).unwrap_or(deep)
}

/// The colour as text on the dark grounds. A grey stands out there only by being nearly white.
fn bright(colour: Colour, dark: &[Colour]) -> Colour {
    let lch = Lch::from(colour);
    let colour = if lch.chroma < 0.05 { Lch { lightness: lch.lightness.max(0.84), ..lch }.colour() } else { colour };
    ensure(colour, dark, TEXT_RATIO)
}

/// A colourful colour of the palette that has no role yet and reads on the dark grounds, else the second accent.
fn highlight_2(brand: &Brand, dark: &[Colour]) -> Colour {
    let taken = [brand.primary, brand.secondary, brand.tertiary, brand.background, brand.foreground];
    let readable = |c: &Colour| dark.iter().all(|ground| ratio(*c, *ground) >= TEXT_RATIO);
    let free = brand.palette.values().copied().filter(|c| !taken.contains(c) && Lch::from(*c).chroma >= 0.08);
    let worst = |c: Colour| dark.iter().map(|g| ratio(c, *g)).fold(f64::INFINITY, f64::min);
    let best = free.filter(readable).max_by(|a, b| worst(*a).total_cmp(&worst(*b)));
    best.unwrap_or_else(|| bright(brand.secondary, dark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample;
    use proptest::prelude::*;

    fn brand(colours: [&str; 3]) -> Brand {
        let [primary, secondary, tertiary] = colours.map(|c| c.parse().unwrap());
        Brand { primary, secondary, tertiary, palette: Default::default(), ..sample::brand() }
    }

    fn assert_sound(theme: &Theme) {
        for (pair, text, ground) in theme.pairs() {
            assert!(ratio(text, ground) >= TEXT_RATIO, "{pair}: {text} {ground} {:.2}", ratio(text, ground));
        }
    }

    #[test]
    fn the_example_keeps_its_own_colours() {
        let theme = Theme::new(&sample::brand());
        assert_eq!(theme.deep.to_string(), "#12264f");
        assert_eq!(theme.brand.to_string(), "#12264f");
        assert_eq!(theme.accent.to_string(), "#ff6b4a");
        assert_eq!(theme.highlight_2.to_string(), "#ffc94d");
        assert_eq!(theme.surface.to_string(), "#f7f9fc");
        assert_sound(&theme);
    }

    #[test]
    fn ugly_palettes_stay_readable() {
        for colours in [
            ["#ffff00", "#ffff00", "#ffff00"],
            ["#808080", "#808080", "#808080"],
            ["#000000", "#000000", "#000000"],
            ["#ffffff", "#ffffff", "#ffffff"],
            ["#00ff00", "#ff00ff", "#00ffff"],
            ["#12264f", "#12264f", "#12264f"],
        ] {
            assert_sound(&Theme::new(&brand(colours)));
        }
    }

    proptest! {
        #[test]
        fn any_palette_stays_readable(channels in prop::array::uniform32(0u8..)) {
            let colour = |i: usize| Colour::new(channels[3 * i], channels[3 * i + 1], channels[3 * i + 2]);
            let brand = Brand {
                primary: colour(0), secondary: colour(1), tertiary: colour(2),
                background: colour(3), foreground: colour(4),
                palette: [("free".to_owned(), colour(5))].into_iter().collect(),
                ..sample::brand()
            };
            assert_sound(&Theme::new(&brand));
        }
    }
}
