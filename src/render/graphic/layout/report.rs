//! What had to give way, told to those who wrote the texts and to those who drew the template.
//!
//! In: a fitted component. Out: diagnostics at the YAML lines of texts that are too long, and at the template's line of
//! a box whose fixed parts alone have no room.

use super::{
    Materials,
    element::Words,
    fit::{Component, Scale},
    locate::Locator,
    opportunities::Grain,
    solve::Solver,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Tells what gave way; the solver and the scales are afterwards as before.
pub(super) fn report(
    solver: &mut Solver,
    component: &Component,
    scales: &mut [Scale],
    materials: &Materials,
    locator: &Locator,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let mut told = Vec::new();
    for group in &component.groups {
        let scale = scales[*group];
        if matches!(scale, Scale::Usual(..)) {
            continue;
        }
        let too_long = scale == Scale::TooLong;
        if too_long && let Some(diagnostic) = no_room(solver, component, locator) {
            diagnostics.push(diagnostic);
            return diagnostics;
        }
        let texts = texts(solver, component, |own| too_long || own == *group);
        let Some(guilty) = guilty(solver, component, scales, *group, &texts) else { continue };
        if !told.contains(&guilty)
            && let Some(words) = solver.forest.elements[guilty].words()
        {
            told.push(guilty);
            diagnostics.push(too_much(words, scale, materials));
        }
        if too_long {
            break;
        }
    }
    diagnostics
}

/// The texts of some groups.
fn texts(solver: &Solver, component: &Component, of: impl Fn(usize) -> bool) -> Vec<usize> {
    let below = component.roots.iter().flat_map(|root| solver.forest.below(*root));
    let elements = &solver.forest.elements;
    below.filter(|index| elements[*index].words().is_some() && of(elements[*index].group)).collect()
}

/// The text without which the others would have room: of several, or of none, the one with the most letters.
fn guilty(
    solver: &mut Solver,
    component: &Component,
    scales: &[Scale],
    group: usize,
    texts: &[usize],
) -> Option<usize> {
    let mut better = scales.to_vec();
    for own in &component.groups {
        if scales[*own] == Scale::TooLong {
            better[*own] = Scale::Tight(0.75, Grain::Letter);
        }
    }
    if scales[group] != Scale::TooLong {
        better[group] = Scale::Usual(0.0, Grain::Hyphen);
    }
    let mut alone = Vec::new();
    for text in texts {
        solver.leave_out(Some(*text));
        if solver.solve(&component.roots, &better) {
            alone.push(*text);
        }
    }
    solver.leave_out(None);
    solver.solve(&component.roots, scales);
    let length = |index: &usize| solver.forest.elements[*index].words().map(letters);
    let candidates = if alone.is_empty() { texts } else { &alone };
    candidates.iter().copied().max_by_key(length)
}

fn letters(words: &Words) -> usize {
    words.item.text().chars().count()
}

/// The box whose children have no room even without any text: the template's mistake.
fn no_room(solver: &mut Solver, component: &Component, locator: &Locator) -> Option<Diagnostic> {
    // At a size of next to nothing every text has room.
    let smallest = vec![Scale::Tight(1e-6, Grain::Letter); solver.forest.groups];
    solver.solve(&component.roots, &smallest);
    let (parent, child) = component.roots.iter().find_map(|root| solver.overflow(*root))?;
    let (room, area) = (solver.content(parent), solver.area(child));
    let (parent, child) = (&solver.forest.elements[parent], &solver.forest.elements[child]);
    let (what, need, have) = if area.y + area.height > room.y + room.height {
        ("height", area.y + area.height - room.y, room.height)
    } else {
        ("width", area.x + area.width - room.x, room.width)
    };
    let message = format!(
        "`f:{}` has no room for its `f:{}`: without any text a {what} of {need:.1} is needed, it has {have:.1}",
        parent.name, child.name
    );
    let place = locator.range(parent.range.clone());
    let help = "make the box larger, or what stands in it smaller";
    Some(
        Diagnostic::new(Code::InvalidMarkup, &place, message)
            .help(help)
            .related(&locator.range(child.range.clone()), "this has no room"),
    )
}

fn too_much(words: &Words, scale: Scale, materials: &Materials) -> Diagnostic {
    let (code, what) = match scale {
        Scale::Tight(_, Grain::Letter) => (Code::TextTight, "fits only broken inside a word".to_owned()),
        Scale::Usual(share, _) | Scale::Tight(share, _) => {
            (Code::TextTight, format!("fits only at {:.0} % of its smallest good size", share * 100.0))
        }
        Scale::TooLong => (Code::TextTooLong, "does not fit even below its smallest size".to_owned()),
    };
    let name = words.item.content.as_deref().unwrap_or("text");
    let message = format!("`{name}` of {}, {} characters, {what}", materials.piece, letters(words));
    let place = words.item.content.as_deref().and_then(materials.span);
    let diagnostic = match &place {
        Some(place) => Diagnostic::new(code, place, message),
        None => Diagnostic::global(code, message),
    };
    diagnostic.help("write it shorter")
}
