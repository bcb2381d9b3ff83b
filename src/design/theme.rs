//! The brand's colours by what they do in a piece.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::colour::{self, Lch, TEXT_RATIO, ensure, on, ratio, reads};
use crate::model::{Brand, value::Colour};

/// The brand's colours by what they do, each text colour readable (4.5:1 and Lc 60, or more) on the grounds that it is for.
///
/// On `brand`, `accent` and `accent_2` themselves text has 4.5:1 but, on middle tones, less of the other: nothing has both there.
/// Their `_fill`s are grounds for words.
///
/// The brand's own colours stand unchanged in `brand`, `accent` and `accent_2`; the others are the brand's where they can
/// do the work, and derived from it where not. [`Theme::pairs`] lists which text goes with which ground.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Theme {
    /// The leading colour.
    pub brand: Colour,
    /// The leading colour as a ground for text: itself where text reads on it, else a little lighter or darker.
    pub brand_fill: Colour,
    /// Text on `brand_fill`, and on `brand`.
    pub on_brand: Colour,
    /// The accent.
    pub accent: Colour,
    /// The accent as a ground for text: itself where text reads on it, else a little lighter or darker.
    pub accent_fill: Colour,
    /// Text on `accent_fill`, and on `accent`.
    pub on_accent: Colour,
    /// The second accent.
    pub accent_2: Colour,
    /// The second accent as a ground for text: itself where text reads on it, else a little lighter or darker.
    pub accent_2_fill: Colour,
    /// Text on `accent_2_fill`, and on `accent_2`.
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
    /// A second colour for the same, the one that most templates use: the brightest of the palette that nothing else uses,
    /// else the primary where it reads there, else an accent.
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
        let highlight = bright(colourful(&[accent, primary, accent_2], deep), &dark);
        let highlight_2 = highlight_2(brand, deep, &dark);
        let either = [Colour::WHITE, ink];
        let dark_or_light = [Colour::WHITE, deep];
        let (on_brand, on_accent, on_accent_2) = (on(primary, &either), on(accent, &either), on(accent_2, &either));
        Theme {
            brand: primary,
            brand_fill: fill(primary, on_brand),
            on_brand,
            accent,
            accent_fill: fill(accent, on_accent),
            on_accent,
            accent_2,
            accent_2_fill: fill(accent_2, on_accent_2),
            on_accent_2,
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

    /// Tones between the dark grounds, dark to light, for patterns below text: what reads on both reads on them.
    pub fn quiet(&self) -> Vec<Colour> {
        [0.0, 0.35, 0.7, 1.0].into_iter().map(|share| colour::mix(self.deep, self.deep_2, share)).collect()
    }

    /// The palette, dark to light, for patterns where no text stands: the brand's own colours, tones of the leading one, and
    /// last one as light as paper. None is there twice, or nearly.
    pub fn vivid(&self) -> Vec<Colour> {
        let (own, tones) =
            ([self.brand, self.accent, self.accent_2, self.highlight_2], [self.deep_2, self.step(600), self.step(300)]);
        let mut chosen = vec![self.deep, self.tint];
        for candidate in own.into_iter().chain(tones) {
            if chosen.iter().all(|other| colour::difference(candidate, *other) >= 0.07) {
                chosen.push(candidate);
            }
        }
        chosen.sort_by(|a, b| Lch::from(*a).lightness.total_cmp(&Lch::from(*b).lightness));
        chosen
    }

    /// Each text colour with each ground that it is for, by name.
    pub fn pairs(&self) -> Vec<(&'static str, Colour, Colour)> {
        vec![
            ("on_brand on brand_fill", self.on_brand, self.brand_fill),
            ("on_accent on accent_fill", self.on_accent, self.accent_fill),
            ("on_accent_2 on accent_2_fill", self.on_accent_2, self.accent_2_fill),
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
    // A dark red is maroon, a dark orange or yellow brown, a dark lime olive: none is the brand's any more. A charcoal with a
    // trace of the hue lets the colour itself shine beside it.
    let turns_muddy = lch.hue >= 345.0 || lch.hue < 135.0;
    let most = if turns_muddy { 0.011 } else { 0.11 };
    Lch::new(0.255, (lch.chroma * 0.62).min(most), lch.hue).colour()
}

/// Lighter than the dark ground, visibly even beside black, by as much as keeps 7:1 with white.
fn deep_2(deep: Colour) -> Colour {
    let lch = Lch::from(deep);
    let lighter = |by: f64| Lch::new((lch.lightness + by).max(0.28), (lch.chroma * 1.15).min(0.16), lch.hue).colour();
    let steps = [0.10, 0.07, 0.04];
    steps.into_iter().map(lighter).find(|c| ratio(Colour::WHITE, *c) >= 7.0).unwrap_or(deep)
}

/// A ground for this text in the colour, or as near to it as the text reads.
fn fill(colour: Colour, text: Colour) -> Colour {
    let lch = Lch::from(colour);
    let away = if colour::luminance(text) > colour::luminance(colour) { -0.01 } else { 0.01 };
    let steps = (0..=100).map(|i| lch.lightness + away * f64::from(i)).take_while(|l| (0.0..=1.0).contains(l));
    let grounds =
        steps.enumerate().map(|(i, lightness)| if i == 0 { colour } else { Lch { lightness, ..lch }.colour() });
    let mut last = colour;
    grounds.inspect(|ground| last = *ground).find(|ground| reads(text, *ground)).unwrap_or(last)
}

/// The first of some colours that is one, not a grey, and not the dark ground itself; else the first.
fn colourful(colours: &[Colour], deep: Colour) -> Colour {
    let found = colours.iter().find(|c| **c != deep && Lch::from(**c).chroma >= 0.03);
    found.or(colours.first()).copied().unwrap_or(deep)
}

/// The colour as text on the dark grounds. A grey stands out there only by being nearly white.
fn bright(colour: Colour, dark: &[Colour]) -> Colour {
    let lch = Lch::from(colour);
    let colour = if lch.chroma < 0.05 { Lch { lightness: lch.lightness.max(0.84), ..lch }.colour() } else { colour };
    ensure(colour, dark, TEXT_RATIO)
}

/// A colourful colour of the palette that has no role yet and reads on the dark grounds; else the primary, or that
/// accent which has to move least, where they do or nearly do; else the second accent made brighter.
fn highlight_2(brand: &Brand, deep: Colour, dark: &[Colour]) -> Colour {
    let taken = [brand.primary, brand.secondary, brand.tertiary, brand.background, brand.foreground];
    let chroma = |c: &Colour| Lch::from(*c).chroma;
    let readable = |c: &Colour| dark.iter().all(|ground| reads(*c, *ground));
    let free = brand.palette.values().copied().filter(|c| !taken.contains(c) && chroma(c) >= 0.08);
    let worst = |c: Colour| dark.iter().map(|g| ratio(c, *g)).fold(f64::INFINITY, f64::min);
    let best = free.filter(readable).max_by(|a, b| worst(*a).total_cmp(&worst(*b)));
    // A little lighter it is still the brand's; much lighter, a red is pink.
    let near = |c: Colour| {
        let reading = ensure(c, dark, TEXT_RATIO);
        let moved = (Lch::from(reading).lightness - Lch::from(c).lightness).abs();
        let is_near = c != deep && moved <= 0.12 && chroma(&c).min(chroma(&reading)) >= 0.08;
        is_near.then_some((reading, moved))
    };
    let accents = || [brand.tertiary, brand.secondary].into_iter().filter_map(near);
    best.or_else(|| near(brand.primary).map(|(colour, _)| colour))
        .or_else(|| accents().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(colour, _)| colour))
        .unwrap_or_else(|| bright(colourful(&[brand.secondary, brand.tertiary, brand.primary], deep), dark))
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
            let (ratio, lc) = (ratio(text, ground), colour::apca(text, ground));
            assert!(reads(text, ground), "{pair}: {text} {ground} {ratio:.2} {lc:.1}");
        }
        for (text, ground) in
            [(theme.on_brand, theme.brand), (theme.on_accent, theme.accent), (theme.on_accent_2, theme.accent_2)]
        {
            assert!(ratio(text, ground) >= TEXT_RATIO, "{text} {ground}");
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
            ["#7b2d8b", "#a2b000", "#98bfff"],
            ["#f7c6d9", "#c6e2f7", "#fdf3c0"],
            ["#1f7a4d", "#1f7d50", "#217b4e"],
            ["#0a0a12", "#120a0a", "#0a120d"],
            ["#f4f8ff", "#fff6ef", "#f2fff5"],
            ["#7d8590", "#2a9d8f", "#e9c46a"],
        ] {
            assert_sound(&Theme::new(&brand(colours)));
        }
    }

    #[test]
    fn patterns_without_text_have_the_brands_own_colours_once_each() {
        let theme = Theme::new(&sample::brand());
        let vivid = theme.vivid();
        for colour in ["#12264f", "#2f6fd0", "#ff6b4a", "#ffc94d"] {
            assert!(vivid.contains(&colour.parse().unwrap()), "{colour}");
        }
        assert_eq!((vivid[0], vivid.last()), (theme.deep, Some(&theme.tint)));
        for colours in
            [["#444444", "#808080", "#b0b0b0"], ["#000000", "#000000", "#000000"], ["#ffffff", "#ffffff", "#ffffff"]]
        {
            assert!(Theme::new(&brand(colours)).vivid().len() >= 4, "{colours:?}");
        }
    }

    #[test]
    fn a_colour_stands_out_on_the_dark_ground_where_the_brand_has_one() {
        let theme = Theme::new(&brand(["#ff6600", "#222222", "#ffffff"]));
        assert_eq!(theme.deep.to_string(), "#222222");
        assert!(Lch::from(theme.highlight).chroma > 0.1, "{}", theme.highlight);
        // Where a colour is a good ground it stays itself, where not it hardly moves.
        assert_eq!(theme.accent_fill, theme.accent);
        let moved = (Lch::from(theme.brand_fill).lightness - Lch::from(theme.brand).lightness).abs();
        assert!(moved > 0.0 && moved < 0.15, "{} {}", theme.brand, theme.brand_fill);
    }

    /// The same colour, or a little lighter.
    fn assert_near(colour: Colour, wanted: &str) {
        let (is, wanted) = (Lch::from(colour), Lch::from(wanted.parse::<Colour>().unwrap()));
        let near =
            (is.hue - wanted.hue).abs() < 4.0 && (0.0..0.13).contains(&(is.lightness - wanted.lightness + 0.001));
        assert!(near && is.chroma > 0.08, "{colour} {is:?} {wanted:?}");
    }

    #[test]
    fn a_light_colourful_primary_is_the_highlight() {
        for [primary, secondary] in [["#ffd200", "#000000"], ["#ff9e1b", "#1d2a3a"], ["#8bd100", "#222222"]] {
            let theme = Theme::new(&brand([primary, secondary, "#2bb3c0"]));
            assert_eq!(theme.deep.to_string(), secondary);
            assert_near(theme.highlight_2, primary);
            assert_sound(&theme);
        }
    }

    #[test]
    fn the_dark_ground_of_a_red_or_yellow_brand_is_no_maroon_and_no_brown() {
        for primary in ["#e30613", "#c8102e", "#ff6600", "#ffd200", "#e6007e"] {
            let theme = Theme::new(&brand([primary, primary, "#ffb74a"]));
            assert!(Lch::from(theme.deep).chroma < 0.03, "{primary} {}", theme.deep);
            assert!(Lch::from(theme.highlight_2).chroma > 0.08, "{primary} {}", theme.highlight_2);
            assert_sound(&theme);
        }
        // A dark blue or green stays what it is.
        for primary in ["#0050c8", "#009a44", "#6d28d9"] {
            assert!(Lch::from(Theme::new(&brand([primary, primary, "#ffb74a"])).deep).chroma > 0.06, "{primary}");
        }
    }

    #[test]
    fn a_warm_accent_stands_out_on_a_cold_brand() {
        let theme = Theme::new(&brand(["#0b3c5d", "#1b87a8", "#ffb26b"]));
        assert_near(theme.highlight_2, "#ffb26b");
        assert_sound(&theme);
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
