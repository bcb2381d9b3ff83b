//! Whether texts stand where they can be read: on the sheet, and not on each other.
//!
//! In: where each text was set. Out: diagnostics at the template's lines, for those who draw templates.

use super::{Area, Materials, expander::Placed, locate::Locator};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Lines have room above and below their letters: so much of the smaller text's height may lie in the other's box.
const LEADING: f64 = 0.3;

pub(super) fn check(texts: &[Placed], materials: &Materials, locator: &Locator) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let sheet = Area { x: 0.0, y: 0.0, width: materials.width, height: materials.height };
    let wrong = |text: &Placed, message: String| {
        Diagnostic::new(Code::InvalidMarkup, &locator.range(text.range.clone()), message)
    };
    for (i, text) in texts.iter().enumerate() {
        if !text.ink.within(sheet) {
            let diagnostic = wrong(text, format!("{} reaches beyond the sheet", name(text)));
            diagnostics.push(diagnostic.help("move its box inwards or make it smaller"));
        }
        for other in texts[..i].iter().filter(|other| overlap(text.ink, other.ink)) {
            let message = format!("{} stands on {}", name(text), name(other));
            let diagnostic = wrong(text, message).related(&locator.range(other.range.clone()), "the other text");
            diagnostics.push(diagnostic.help("give each text a place of its own, or put both into one box"));
        }
    }
    diagnostics
}

fn name(text: &Placed) -> String {
    text.key.as_ref().map_or_else(|| "a text of the template".into(), |key| format!("`{key}`"))
}

fn overlap(a: Area, b: Area) -> bool {
    let across = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
    let down = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
    across > a.width.min(b.width) * 0.01 && down > a.height.min(b.height) * LEADING
}
