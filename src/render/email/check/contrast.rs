//! Whether every text stands out from its ground, by day and by night.
//!
//! In: a [`Page`] and its style sheets. Out: a diagnostic for each pair of colours that does not read, by day or by night.

use super::{
    Finished,
    page::{Page, decoded},
    shown,
    style::{Scheme, Sheet},
};
use crate::{
    design::colour::{TEXT_RATIO, ratio},
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::value::Colour,
};

/// The ratio that large text needs (WCAG 2.2, 1.4.3): 24 px, or 18.66 px in bold.
const LARGE_RATIO: f64 = 3.0;
/// What browsers give links without a colour.
const LINK: Colour = Colour::new(0, 0, 238);

/// Compares every text with its ground.
pub(super) fn check(finished: &Finished<'_>, page: &Page<'_>, found: &mut Diagnostics) {
    for scheme in [Scheme::Light, Scheme::Dark] {
        let mut told = Vec::new();
        for (text, needed, colours) in pairs(page, scheme) {
            if ratio(colours.0, colours.1) < needed && !told.contains(&colours) {
                told.push(colours);
                found.push(diagnostic(finished, text, needed, colours, scheme));
            }
        }
    }
}

/// Every text that is seen, with the ratio that it needs, its colour and its ground; but for those whose colour or ground is
/// not one opaque colour.
pub(super) fn pairs<'a>(page: &Page<'a>, scheme: Scheme) -> Vec<(&'a str, f64, (Colour, Colour))> {
    let looks = looks(page, &Sheet::new(page), scheme);
    let pairs = page.texts.iter().filter_map(|(element, text)| {
        let look = looks[*element];
        // MJML's cells have no size; what stands in them has its own.
        let seen = !look.hidden && look.size > 0.0;
        seen.then_some((*text, look.needed(), (look.colour?, look.ground?)))
    });
    pairs.collect()
}

fn diagnostic(
    finished: &Finished<'_>,
    text: &str,
    needed: f64,
    (colour, ground): (Colour, Colour),
    scheme: Scheme,
) -> Diagnostic {
    let (when, help) = match scheme {
        Scheme::Light => ("", "take colours that belong together, as `colours.light.ink` on `colours.light.paper`"),
        Scheme::Dark => (
            " in dark mode",
            "give it the class of its role (`ink`, `title`, `muted`…), by which the style sheet finds it in dark mode",
        ),
    };
    let message = format!(
        "`{}` has a contrast of {:.1}:1{when}, {colour} on {ground}; {needed}:1 are needed",
        shown(&decoded(text)),
        // Rounded down, so that what is too little never looks like enough.
        (ratio(colour, ground) * 10.0).floor() / 10.0,
    );
    Diagnostic::new(Code::LowContrast, &finished.place(&colour.to_string()), message).help(help)
}

/// How an element's text is seen.
#[derive(Debug, Clone, Copy)]
struct Look {
    hidden: bool,
    /// `None` where it is not one opaque colour; so with the ground.
    colour: Option<Colour>,
    ground: Option<Colour>,
    /// In pixels.
    size: f64,
    bold: bool,
}

impl Look {
    /// The ratio that its text needs.
    fn needed(self) -> f64 {
        if self.size >= 24.0 || (self.bold && self.size >= 18.66) { LARGE_RATIO } else { TEXT_RATIO }
    }
}

/// How each element is seen: what it does not state it has from the element around it.
fn looks(page: &Page<'_>, sheet: &Sheet, scheme: Scheme) -> Vec<Look> {
    let around =
        Look { hidden: false, colour: Some(Colour::BLACK), ground: Some(Colour::WHITE), size: 16.0, bold: false };
    let mut looks: Vec<Look> = Vec::with_capacity(page.elements.len());
    for (at, element) in page.elements.iter().enumerate() {
        let own = |names: &[&str], attribute| sheet.own(page, at, names, attribute, scheme);
        let mut look = element.parent.map_or(around, |parent| looks[parent]);
        match own(&["color"], None).as_deref() {
            // By night, programs that know `color-scheme` lighten it, each in its own way.
            None | Some("inherit") if element.name == "a" => look.colour = (scheme == Scheme::Light).then_some(LINK),
            None | Some("inherit") => {}
            Some(value) => look.colour = value.parse().ok(),
        }
        match own(&["background", "background-color"], Some("bgcolor")).as_deref() {
            None | Some("none" | "transparent" | "inherit" | "initial" | "") => {}
            Some(value) => look.ground = value.split_whitespace().next().and_then(|first| first.parse().ok()),
        }
        if let Some(size) = own(&["font-size"], None) {
            // Other units than pixels are measured by the size around.
            look.size = size.trim_end_matches("px").parse().unwrap_or(look.size);
        }
        match own(&["font-weight"], None) {
            Some(weight) => look.bold = weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 700),
            None => look.bold |= matches!(element.name, "b" | "strong" | "h1" | "h2" | "h3" | "h4" | "th"),
        }
        let gone = own(&["display"], None).is_some_and(|display| display == "none");
        look.hidden |= gone || element.name == "head";
        looks.push(look);
    }
    looks
}
