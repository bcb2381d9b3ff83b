//! The palette in every notation, its proportions and tones, and which text reads on which ground.

use serde::Serialize;

use super::{super::setter::Setter, percent};
use crate::{
    design::{
        colour::{TEXT_LC, TEXT_RATIO, apca, on, ratio},
        inks::{FULL, Inks, widen},
        svg::number,
    },
    model::value::Colour,
};

/// The contrast of large text (WCAG 2.2, 1.4.3; APCA, "Bronze Simple Mode").
const LARGE: (f64, f64) = (3.0, 45.0);
/// Colours that the table of contrast compares; more would not be readable.
const COMPARED: usize = 7;

/// The colours.
#[derive(Debug, Serialize)]
pub(super) struct Colours {
    palette: Vec<Swatch>,
    colour_notes: Vec<String>,
    proportions: Vec<Part>,
    proportions_alt: String,
    ramps: Vec<Ramp>,
    contrast: Contrast,
}

#[derive(Debug, Serialize)]
struct Swatch {
    name: String,
    colour: Colour,
    /// Whether it needs a border on paper.
    light: bool,
    /// For text on it.
    on: Colour,
    /// Each notation with the value.
    values: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Part {
    name: String,
    colour: Colour,
    percent: f64,
    share: String,
}

#[derive(Debug, Serialize)]
struct Ramp {
    alt: String,
    steps: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Step {
    step: u16,
    colour: Colour,
    on: Colour,
}

#[derive(Debug, Serialize)]
struct Contrast {
    grounds: Vec<Ground>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Serialize)]
struct Ground {
    name: String,
    colour: Colour,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    text: Colour,
    /// For the figures, which are always readable.
    label: Colour,
    ratio: String,
    lc: String,
    verdict: &'static str,
}

pub(super) fn colours(setter: &mut Setter<'_>, inks: Option<&Inks>) -> Colours {
    let palette = palette(setter, inks);
    let computed = palette.iter().any(|swatch| swatch.values.iter().any(|(_, value)| value.starts_with('(')));
    let condition = &setter.scope.project.identity.guidelines.output_condition;
    let condition = condition.as_ref().map_or("FOGRA39", |condition| condition.identifier.as_str()).to_owned();
    let note = computed.then(|| setter.word("charter_colour_computed", &[("condition", &condition)]));
    let proportions = proportions(setter);
    let parts: Vec<String> = proportions.iter().map(|part| format!("{} {}", part.name, part.share)).collect();
    let theme = setter.material.theme.clone();
    Colours {
        palette,
        colour_notes: note.into_iter().collect(),
        proportions_alt: setter.word("charter_proportions_alt", &[("parts", &parts.join(", "))]),
        proportions,
        ramps: [&theme.ramp, &theme.accent_ramp].into_iter().filter_map(|tones| ramp(setter, tones)).collect(),
        contrast: contrast(setter),
    }
}

fn palette(setter: &mut Setter<'_>, inks: Option<&Inks>) -> Vec<Swatch> {
    let identity = &setter.scope.project.identity;
    let spot_word = setter.word("charter_spot", &[]);
    let mut swatches = Vec::new();
    for (name, colour) in &identity.brand.palette {
        let print = identity.guidelines.print.get(name);
        let mut values = vec![
            ("HEX".to_owned(), colour.to_string().to_uppercase()),
            ("RGB".to_owned(), format!("{} {} {}", colour.red, colour.green, colour.blue)),
            ("HSL".to_owned(), hsl(*colour)),
        ];
        let stated = print.and_then(|print| print.cmyk).map(|inks| inks.map(number).join(" "));
        let cmyk = stated.or_else(|| inks.map(|inks| format!("({})", computed(*colour, inks))));
        values.extend(cmyk.map(|cmyk| ("CMYK".to_owned(), cmyk)));
        let spot = print.and_then(|print| print.spot.clone());
        values.extend(spot.map(|spot| (spot_word.clone(), setter.text(&spot))));
        let ground = *colour;
        swatches.push(Swatch {
            name: setter.text(name),
            colour: ground,
            light: ratio(ground, Colour::WHITE) < 1.25,
            on: on(ground, &[Colour::WHITE, setter.material.theme.ink, Colour::BLACK]),
            values,
        });
    }
    swatches
}

/// Hue in degrees, saturation and lightness in percent (CSS Color 4, section 7).
pub(super) fn hsl(colour: Colour) -> String {
    let [red, green, blue] = [colour.red, colour.green, colour.blue].map(|channel| f64::from(channel) / 255.0);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let (lightness, chroma) = ((most + least) / 2.0, most - least);
    let saturation = if chroma == 0.0 { 0.0 } else { chroma / (1.0 - (2.0 * lightness - 1.0).abs()) };
    let hue = match () {
        () if chroma == 0.0 => 0.0,
        () if most == red => ((green - blue) / chroma).rem_euclid(6.0),
        () if most == green => (blue - red) / chroma + 2.0,
        () => (red - green) / chroma + 4.0,
    };
    let degrees = (hue * 60.0).round().rem_euclid(360.0);
    format!("{degrees:.0} {:.0}% {:.0}%", saturation * 100.0, lightness * 100.0)
}

/// The inks that a print file gives the colour, in whole percents; neutral colours by black alone.
pub(super) fn computed(colour: Colour, inks: &Inks) -> String {
    let channels = [colour.red, colour.green, colour.blue];
    let neutral = channels.iter().all(|channel| *channel == channels[0]);
    let cmyk = if neutral { inks.grey(channels[0]) } else { inks.process(channels.map(widen)) };
    cmyk.map(|ink| format!("{:.0}", f64::from(ink) / f64::from(FULL) * 100.0)).join(" ")
}

/// The shares of the guidelines; where there are none, those at which most pieces of the program come out.
fn proportions(setter: &mut Setter<'_>) -> Vec<Part> {
    let identity = &setter.scope.project.identity;
    let theme = setter.material.theme.clone();
    let brand = &identity.brand;
    let stated: Vec<(String, Colour, f64)> = identity
        .guidelines
        .proportions
        .iter()
        .filter_map(|part| Some((part.colour.clone(), *brand.palette.get(&part.colour)?, part.percent)))
        .collect();
    let named = |colour: Colour| brand.palette.iter().find(|(_, own)| **own == colour).map(|(name, _)| name.clone());
    let usual = || {
        let shares = [(theme.surface, 60.0), (brand.primary, 25.0), (brand.secondary, 10.0), (brand.tertiary, 5.0)];
        shares.map(|(colour, share)| (named(colour).unwrap_or_else(|| colour.to_string()), colour, share)).to_vec()
    };
    let shares = if stated.is_empty() { usual() } else { stated };
    let parts = shares.into_iter().map(|(name, colour, share)| Part {
        name: setter.text(&name),
        colour,
        percent: share,
        share: percent(setter, share),
    });
    parts.collect()
}

fn ramp(setter: &mut Setter<'_>, tones: &[(u16, Colour)]) -> Option<Ramp> {
    let (first, last) = (tones.first()?, tones.last()?);
    let (from, to) = (first.1.to_string(), last.1.to_string());
    let steps = tones.iter().map(|(step, colour)| Step {
        step: *step,
        colour: *colour,
        on: on(*colour, &[Colour::WHITE, Colour::BLACK]),
    });
    let steps = steps.collect();
    Some(Ramp { alt: setter.word("charter_ramp_alt", &[("from", &from), ("to", &to)]), steps })
}

fn contrast(setter: &mut Setter<'_>) -> Contrast {
    let mut grounds: Vec<Ground> = Vec::new();
    let white = setter.word("charter_white", &[]);
    let palette: Vec<(String, Colour)> =
        setter.scope.project.identity.brand.palette.iter().map(|(name, colour)| (name.clone(), *colour)).collect();
    for (name, colour) in palette.into_iter().chain([(white, Colour::WHITE)]) {
        if !grounds.iter().any(|other| other.colour == colour) {
            grounds.push(Ground { name: setter.text(&name), colour });
        }
    }
    // White is a ground of every brand.
    let last = grounds.pop();
    grounds.truncate(COMPARED - 1);
    grounds.extend(last);
    let rows = grounds.iter().map(|text| Row {
        name: text.name.clone(),
        cells: grounds.iter().map(|ground| cell(text.colour, ground.colour)).collect(),
    });
    Contrast { rows: rows.collect(), grounds }
}

fn cell(text: Colour, ground: Colour) -> Cell {
    let (ratio, lc) = (ratio(text, ground), apca(text, ground).abs());
    let verdict = match () {
        () if ratio >= TEXT_RATIO && lc >= TEXT_LC => "text",
        () if ratio >= LARGE.0 && lc >= LARGE.1 => "large",
        () => "none",
    };
    // Cut, not rounded: 4.49 is not 4.5.
    let cut = |value: f64| (value * 10.0).floor() / 10.0;
    Cell {
        text,
        label: on(ground, &[Colour::WHITE, Colour::BLACK]),
        ratio: format!("{:.1}:1", cut(ratio)),
        lc: format!("Lc {:.0}", lc.floor()),
        verdict,
    }
}
