//! Whether texts stand where they can be read: on the sheet, and not on each other.
//!
//! In: where each text was set. Out: diagnostics at the template's lines, for those who draw templates.

use super::{Area, blocks::Placed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Lines have room above and below their letters: so much of the smaller text's height may lie in the other's box.
const LEADING: f64 = 0.3;

pub(super) fn check(texts: &[Placed], width: f64, height: f64) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let slack = width.max(height) * 0.002;
    for (i, text) in texts.iter().enumerate() {
        let Area { x, y, width: w, height: h } = text.ink;
        if x < -slack || y < -slack || x + w > width + slack || y + h > height + slack {
            let diagnostic = wrong(text, format!("{} reaches beyond the sheet", name(text)));
            diagnostics.push(diagnostic.help("move its box inwards or make it smaller"));
        }
        for other in texts[..i].iter().filter(|other| overlap(text.ink, other.ink)) {
            let message = format!("{} stands on {}", name(text), name(other));
            let diagnostic = wrong(text, message).related(&other.place, "the other text");
            diagnostics.push(diagnostic.help("give each text a box of its own, or both one `f:stack`"));
        }
    }
    diagnostics
}

fn wrong(text: &Placed, message: String) -> Diagnostic {
    Diagnostic::new(Code::InvalidMarkup, &text.place, message)
}

fn name(text: &Placed) -> String {
    if text.keys.is_empty() { "a text of the template".into() } else { format!("`{}`", text.keys) }
}

fn overlap(a: Area, b: Area) -> bool {
    let across = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
    let down = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
    across > a.width.min(b.width) * 0.01 && down > a.height.min(b.height) * LEADING
}
