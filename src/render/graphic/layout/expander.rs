//! Each layout element to what stands in its place.
//!
//! In: the template's drawing as XML. Out: the plain drawing, with what was met on the way.

use std::ops::Range;

use roxmltree::Document;

use super::{
    Area, Expanded, Materials, bleed, component, contrast,
    fit::{self, Scale},
    locate::Locator,
    paint::{Layers, Painter},
    pen::Stretch,
    places,
    reader::Reader,
    report,
    solve::Solver,
};
use crate::{
    design::{svg::outside_reference, typeset::Typesetter},
    diagnostic::{Code, Diagnostic, Diagnostics},
};

/// A text where it stands.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// Its key in the context; `None` for a template's own words.
    pub key: Option<String>,
    /// The box that its lines take.
    pub ink: Area,
    /// Its letters, stretch by stretch.
    pub stretches: Vec<Stretch>,
    /// Its place in what the template rendered to.
    pub range: Range<usize>,
}

/// A drawing that must stay free of texts, where it stands.
#[derive(Debug, Clone)]
pub(super) struct Solid {
    /// Its element's name.
    pub name: String,
    pub area: Area,
    /// Its place in what the template rendered to.
    pub range: Range<usize>,
}

/// Expands a whole drawing; `None` when an error was met.
pub(super) fn expand(
    document: &Document,
    materials: &Materials,
    typesetter: &mut Typesetter,
    locator: &Locator,
) -> (Option<Expanded>, Diagnostics) {
    let mut diagnostics = refuse_outside(document, locator);
    let (forest, met) = Reader::new(materials, typesetter, locator).read(document);
    diagnostics.extend(met);
    let (bled, met) = bleed::plain(document, materials, locator);
    diagnostics.extend(met);
    diagnostics.extend(refuse_view_box(document, materials, locator));
    if diagnostics.has_errors() {
        return (None, diagnostics);
    }
    let mut solver = Solver::new(&forest, materials.width, materials.height);
    let components = component::components(&forest);
    let mut scales = vec![Scale::TooLong; forest.groups];
    for component in &components {
        fit::fit(&mut solver, component, &mut scales);
        solver.hug(&component.roots, &scales);
        diagnostics.extend(report::report(&mut solver, component, &scales, materials, locator));
    }
    let mut painter = Painter::new(&solver, &scales, materials, typesetter, locator);
    let painted: Vec<(Range<usize>, Layers)> =
        forest.roots.iter().map(|root| (root.range.clone(), painter.root(root))).collect();
    diagnostics.extend(std::mem::take(&mut painter.diagnostics));
    let (texts, solids) = (painter.texts, painter.solids);
    diagnostics.extend(places::check(&texts, &solids, materials, locator));
    let svg = document.input_text();
    // The view box says how large the sheet is; what else the root says of its size would be another unit's.
    let sizes = document.root_element().attributes().filter(|a| matches!(a.name(), "width" | "height"));
    let sizes: Vec<Range<usize>> = sizes.map(|a| a.range()).collect();
    let layer = |of: fn(&Layers) -> &String| {
        let painted = painted.iter().map(|(range, layers)| (range.clone(), of(layers).as_str()));
        let plain = bled.iter().map(|(range, text)| (range.clone(), text.as_str()));
        spliced(svg, painted.chain(plain).chain(sizes.iter().map(|range| (range.clone(), ""))).collect())
    };
    diagnostics.extend(contrast::check(&layer(|layers| &layers.ground), &texts, materials, locator));
    let size = |text: &Placed| text.stretches.iter().map(|stretch| stretch.size).fold(0.0, f64::max);
    let shown = texts.into_iter().filter_map(|text| Some((text.key.clone()?, size(&text)))).collect();
    (Some(Expanded { svg: layer(|layers| &layers.all), shown, shows_photo: forest.shows_photo() }), diagnostics)
}

/// Templates draw on the format itself, so that what they measure is what is printed.
fn refuse_view_box(document: &Document, materials: &Materials, locator: &Locator) -> Option<Diagnostic> {
    let root = document.root_element();
    let written = root.attribute("viewBox").unwrap_or_default();
    let numbers: Vec<f64> = written.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
    let wanted = [0.0, 0.0, materials.width, materials.height];
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= materials.width * 0.001;
    if numbers.len() == 4 && numbers.iter().zip(&wanted).all(near) {
        return None;
    }
    let message = "the drawing's `viewBox` is not the size of the piece";
    let help = "write `viewBox=\"0 0 {{ width }} {{ height }}\"`; art with another one goes into an `f:svg`";
    Some(Diagnostic::new(Code::InvalidMarkup, &locator.range(root.range()), message).help(help))
}

fn refuse_outside(document: &Document, locator: &Locator) -> Diagnostics {
    let refused = outside_reference(document).map(|(address, place)| {
        let message = format!("the drawing refers to `{address}`, which is outside of it");
        let help = "put the picture into the project and give it to the piece, or embed it as data; nothing is fetched";
        Diagnostic::new(Code::RemoteReference, &locator.range(place), message).help(help)
    });
    refused.into_iter().collect()
}

/// The drawing with pieces in the place of some of its parts, which do not overlap.
fn spliced(svg: &str, mut pieces: Vec<(Range<usize>, &str)>) -> String {
    pieces.sort_by_key(|(range, _)| range.start);
    let (mut out, mut last) = (String::with_capacity(svg.len() * 2), 0);
    for (range, piece) in pieces {
        out.push_str(&svg[last..range.start]);
        out.push_str(piece);
        last = range.end;
    }
    out.push_str(&svg[last..]);
    out
}
