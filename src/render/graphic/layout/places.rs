//! Whether texts stand where they can be read: on the sheet and not too near its edge, on no other text, and on no
//! drawing that must stay whole.
//!
//! In: where each text was set. Out: diagnostics at the template's lines, for those who draw templates.

use super::{
    Area, Materials,
    expander::{Placed, Solid},
    locate::Locator,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Lines have room above and below their letters: so much of the smaller one's height may lie in the other's box.
const LEADING: f64 = 0.3;

pub(super) fn check(texts: &[Placed], solids: &[Solid], materials: &Materials, locator: &Locator) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let (sheet, margin) = (materials.sheet(), materials.safe_zone);
    for (i, text) in texts.iter().enumerate() {
        let name = name(text, materials);
        let wrong = |code: Code, message: String| Diagnostic::new(code, &locator.range(text.range.clone()), message);
        if !text.ink.within(sheet) {
            let diagnostic = wrong(Code::InvalidMarkup, format!("{name} reaches beyond the sheet"));
            diagnostics.push(diagnostic.help("move its box inwards or make it smaller"));
        } else if let Some(near) = nearest_edge(text, sheet).filter(|near| *near < margin * 0.99) {
            let message = format!("{name} stands {near:.1} mm from the edge of {}", materials.piece);
            let help = format!("keep texts {margin} mm away from where the sheet is cut");
            diagnostics.push(wrong(Code::OutsideSafeZone, message).help(help));
        }
        for other in texts[..i].iter().filter(|other| covers(text.ink, other.ink, LEADING)) {
            let message = format!("{name} stands on {}", self::name(other, materials));
            let diagnostic = wrong(Code::InvalidMarkup, message);
            let diagnostic = diagnostic.related(&locator.range(other.range.clone()), "the other text");
            diagnostics.push(diagnostic.help("give each text a place of its own, or put both into one box"));
        }
        let covered = |solid: &&Solid| text.stretches.iter().any(|stretch| covers(stretch.area, solid.area, 0.05));
        for solid in solids.iter().filter(covered) {
            let diagnostic = wrong(Code::InvalidMarkup, format!("{name} stands on an `f:{}`", solid.name));
            let diagnostic = diagnostic.related(&locator.range(solid.range.clone()), "this should stay free");
            diagnostics.push(diagnostic.help("give each a place of its own, or put both into one box"));
        }
    }
    diagnostics
}

/// How near a text's letters come to the edge.
fn nearest_edge(text: &Placed, sheet: Area) -> Option<f64> {
    let distances = text.stretches.iter().map(|stretch| {
        let Area { x, y, width, height } = stretch.area;
        x.min(y).min(sheet.width - x - width).min(sheet.height - y - height)
    });
    distances.min_by(f64::total_cmp)
}

fn name(text: &Placed, materials: &Materials) -> String {
    materials.author(text.key.as_deref()).0
}

/// True when so much of the smaller one's height lies in the other's, and they meet across.
fn covers(a: Area, b: Area, share: f64) -> bool {
    let (across, down) = a.overlap(b);
    across > a.width.min(b.width) * 0.01 && down > a.height.min(b.height) * share
}
