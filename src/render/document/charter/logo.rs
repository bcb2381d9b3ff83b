//! The logo in its versions, its clear space and its smallest size.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{super::setter::Setter, percent};
use crate::{
    design::{logo, svg::number},
    model::value::{Colour, Length, Millimetres},
};

/// A logo that states no smallest width is no lower than this in print, in millimetres, and on screens, in pixels.
const LEAST_HEIGHT: (f64, f64) = (6.0, 24.0);
/// A tall logo is not asked to be narrower than this, a long one not wider.
const LEAST_WIDTH: (f64, f64) = (10.0, 45.0);
/// Pixels of a screen to the inch, as CSS counts.
const PIXELS: f64 = 96.0;

/// The logo.
#[derive(Debug, Serialize)]
pub(super) struct Logo {
    /// Each version's place among the pictures.
    logos: BTreeMap<&'static str, usize>,
    /// Each version's width over its height.
    ratios: BTreeMap<&'static str, f64>,
    logo_alt: String,
    versions: Vec<Version>,
    /// As a share of the logo's height.
    clear_space: f64,
    symbol_measure: String,
    clear_space_text: String,
    clear_space_alt: String,
    minimum: Vec<Minimum>,
}

/// A version on a ground that it is for.
#[derive(Debug, Serialize)]
struct Version {
    logo: &'static str,
    ground: &'static str,
    label: String,
    alt: String,
}

/// The smallest width on a medium.
#[derive(Debug, Serialize)]
struct Minimum {
    /// In millimetres on the page.
    mm: f64,
    measure: String,
    label: String,
    text: String,
    alt: String,
}

pub(super) fn logo(setter: &mut Setter<'_>) -> Logo {
    let logos = setter.material.logos(setter.scope.language.direction()).clone();
    let identity = &setter.scope.project.identity;
    let name = identity.name.as_str();
    let mut files = vec![
        ("colour", logos.colour.clone()),
        ("reversed", logos.reversed.clone()),
        ("black", logos.black.clone()),
        ("white", logos.white.clone()),
        ("symbol", logos.symbol.clone()),
        ("symbol_reversed", logos.symbol_reversed.clone()),
        ("recoloured", recoloured(&logos.colour)),
        ("shadow", faint(&logos.colour)),
    ];
    let mut shown = vec![("colour", "paper"), ("reversed", "deep")];
    if logos.drawn {
        shown.extend([("black", "white"), ("white", "black"), ("symbol", "surface"), ("symbol_reversed", "brand")]);
    }
    if let Some(endorsement) = &logos.endorsement {
        files.push(("endorsed", endorsement.beside.clone()));
        files.push(("endorsed_reversed", endorsement.beside_reversed.clone()));
        shown.extend([("endorsed", "paper"), ("endorsed_reversed", "deep")]);
    }
    // The symbol for dark grounds is drawn for the dark ground of the theme.
    shown.iter_mut().filter(|(logo, _)| *logo == "symbol_reversed").for_each(|(_, ground)| *ground = "deep");
    let alt = match &identity.brand.logo {
        Some(logo) => setter.text(logo.alt.get(setter.scope.language)),
        None => setter.word("logo_alt", &[("name", name)]),
    };
    let versions = shown.into_iter().map(|(logo, ground)| {
        let label = setter.word(&format!("charter_version_{logo}"), &[]);
        Version { logo, ground, alt: format!("{alt} – {label}"), label }
    });
    let versions = versions.collect();
    let share = percent(setter, logos.clear_space * 100.0);
    let values = [("name", name), ("share", share.as_str())];
    Logo {
        ratios: files.iter().map(|(key, logo)| (*key, logo.width / logo.height)).collect(),
        logos: files.into_iter().map(|(key, logo)| (key, setter.svg(logo.document(100.0)))).collect(),
        logo_alt: alt,
        versions,
        clear_space: logos.clear_space,
        symbol_measure: setter.word("charter_clear_space_mark", &values),
        clear_space_text: setter.word("charter_clear_space_text", &values),
        clear_space_alt: setter.word("charter_clear_space_alt", &values),
        minimum: minimum(setter, logos.colour.width / logos.colour.height),
    }
}

/// The smallest widths: those of the guidelines, else those at which the logo is still high enough to be read.
fn minimum(setter: &mut Setter<'_>, ratio: f64) -> Vec<Minimum> {
    let rules = &setter.scope.project.identity.guidelines.logo;
    let usual_print = (LEAST_HEIGHT.0 * ratio).clamp(LEAST_WIDTH.0, LEAST_WIDTH.1).round();
    let usual_screen = (LEAST_HEIGHT.1 * ratio).round();
    let print = rules.minimum_width_print.unwrap_or(Length::Physical(Millimetres(usual_print)));
    let screen = rules.minimum_width_screen.unwrap_or(Length::Pixels(usual_screen));
    [("print", print), ("screen", screen)].map(|(medium, length)| one(setter, medium, length)).into()
}

fn one(setter: &mut Setter<'_>, medium: &str, length: Length) -> Minimum {
    let (mm, measure) = match length {
        Length::Physical(Millimetres(mm)) => (mm, format!("{}\u{a0}mm", number(mm))),
        Length::Pixels(pixels) => (pixels / PIXELS * 25.4, format!("{}\u{a0}px", number(pixels))),
    };
    let name = setter.scope.project.identity.name.clone();
    Minimum {
        mm: mm.clamp(3.0, 80.0),
        label: setter.word(&format!("charter_minimum_{medium}"), &[]),
        text: setter.word(&format!("charter_minimum_{medium}_text"), &[]),
        alt: setter.word("charter_minimum_figure", &[("name", &name), ("width", &measure)]),
        measure,
    }
}

/// The logo in colours that are not its own, to show what must not be done.
fn recoloured(logo: &logo::Logo) -> logo::Logo {
    let mut svg = String::with_capacity(logo.svg.len());
    let mut rest = logo.svg.as_str();
    let mut changed = false;
    while let Some(at) = rest.find('#') {
        let (before, from) = rest.split_at(at);
        svg.push_str(before);
        let colour = from.get(..7).and_then(|hex| hex.parse::<Colour>().ok());
        match colour {
            Some(Colour { red, green, blue }) if red.max(green).max(blue) - red.min(green).min(blue) > 12 => {
                // Another hue of about the same lightness.
                svg.push_str(&Colour::new(green, red.saturating_add(60), blue / 2).to_string());
                changed = true;
                rest = &from[7..];
            }
            _ => {
                svg.push('#');
                rest = &from[1..];
            }
        }
    }
    svg.push_str(rest);
    if !changed {
        let (width, height) = (number(logo.width), number(logo.height));
        svg.push_str(&format!(r##"<rect width="{width}" height="{height}" fill="#3fa34d" opacity="0.55"/>"##));
    }
    logo::Logo { svg, ..logo.clone() }
}

/// The logo as a trace of itself, of which a shadow is made.
fn faint(logo: &logo::Logo) -> logo::Logo {
    logo::Logo { svg: format!(r#"<g opacity="0.13">{}</g>"#, logo.svg), ..logo.clone() }
}
