//! Each layout element to what stands in its place.
//!
//! In: the template's drawing as XML. Out: the plain drawing, with what was met on the way.

use std::ops::Range;

use roxmltree::Document;

use super::{
    Area, Expanded, Materials, bleed,
    fit::{self, Scale},
    locate::Locator,
    paint::Painter,
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
    if diagnostics.has_errors() {
        return (None, diagnostics);
    }
    let mut solver = Solver::new(&forest, materials.width, materials.height);
    let components = fit::components(&forest);
    let mut scales = vec![Scale::TooLong; forest.groups];
    for component in &components {
        fit::fit(&mut solver, component, &mut scales);
        diagnostics.extend(report::report(&mut solver, component, &mut scales, materials, locator));
    }
    let mut painter = Painter::new(&solver, &scales, materials, typesetter, locator);
    let mut pieces: Vec<(Range<usize>, String)> = bled;
    pieces.extend(forest.roots.iter().map(|root| (root.range.clone(), painter.root(root))));
    diagnostics.extend(std::mem::take(&mut painter.diagnostics));
    let texts = painter.texts;
    diagnostics.extend(places::check(&texts, materials, locator));
    let shown = texts.into_iter().filter_map(|text| text.key).collect();
    (Some(Expanded { svg: spliced(document.input_text(), pieces), shown }), diagnostics)
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
fn spliced(svg: &str, mut pieces: Vec<(Range<usize>, String)>) -> String {
    pieces.sort_by_key(|(range, _)| range.start);
    let (mut out, mut last) = (String::with_capacity(svg.len() * 2), 0);
    for (range, piece) in pieces {
        out.push_str(&svg[last..range.start]);
        out.push_str(&piece);
        last = range.end;
    }
    out.push_str(&svg[last..]);
    out
}
