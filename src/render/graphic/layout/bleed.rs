//! The ring around the trimmed sheet that is printed and cut off, so that no white edge is left where the knife slips.
//!
//! Art that is marked `bleed="true"`, and reaches the sheet's edge, reaches into the ring too.

use std::ops::Range;

use roxmltree::{Document, Node};

use super::{Area, Materials, NAMESPACE, art::is_own, locate::Locator};
use crate::{
    design::svg::number,
    diagnostic::{Code, Diagnostic, Diagnostics},
};

/// So near to the sheet's edge, as a share of its width, a side counts as lying on it.
const NEAR: f64 = 0.001;

/// An area with every side that lies on the sheet's edge moved out by the bleed.
pub(super) fn grown(area: Area, materials: &Materials) -> Area {
    let (bleed, near) = (materials.bleed, materials.width * NEAR);
    let out = |at: f64, edge: f64| if (at - edge).abs() <= near { bleed } else { 0.0 };
    let (left, top) = (out(area.x, 0.0), out(area.y, 0.0));
    let (right, bottom) = (out(area.x + area.width, materials.width), out(area.y + area.height, materials.height));
    Area { x: area.x - left, y: area.y - top, width: area.width + left + right, height: area.height + top + bottom }
}

/// The plain `<rect>` and `<image>` elements with `f:bleed="true"`: their opening tags' new attributes, each with the
/// bytes that it replaces.
pub(super) fn plain(
    document: &Document,
    materials: &Materials,
    locator: &Locator,
) -> (Vec<(Range<usize>, String)>, Diagnostics) {
    let (mut pieces, mut diagnostics) = (Vec::new(), Diagnostics::new());
    for node in document.descendants().filter(|n| n.is_element() && !is_own(n)) {
        let own = node.attributes().filter(|a| a.namespace() == Some(NAMESPACE));
        let held = node.ancestors().skip(1).find(is_own);
        for attribute in own {
            if let Some(holder) = held {
                let message = format!("`f:bleed` stands in an `f:{}`", holder.tag_name().name());
                let place = locator.range(node.range());
                let diagnostic = Diagnostic::new(Code::InvalidMarkup, &place, message);
                diagnostics.push(diagnostic.help("give `bleed=\"true\"` to the layout element that holds it"));
                continue;
            }
            match bled(&node, attribute, materials) {
                Ok(found) => pieces.extend(found),
                Err((message, help)) => {
                    let place = locator.range(node.range());
                    diagnostics.push(Diagnostic::new(Code::InvalidMarkup, &place, message).help(help));
                }
            }
        }
    }
    (pieces, diagnostics)
}

type Refused = (String, &'static str);

fn bled(
    node: &Node,
    attribute: roxmltree::Attribute,
    materials: &Materials,
) -> Result<Vec<(Range<usize>, String)>, Refused> {
    let name = node.tag_name().name();
    if attribute.name() != "bleed" {
        let message = format!("`{name}` has no attribute `f:{}`", attribute.name());
        return Err((message, "plain SVG elements know `f:bleed` only"));
    }
    let wanted = match attribute.value() {
        "true" => true,
        "false" => false,
        other => return Err((format!("`f:bleed` is never `{other}`"), "write `true` or `false`")),
    };
    if !matches!(name, "rect" | "image") {
        let help =
            "draw other shapes beyond the edge yourself, by `{{ bleed }}` units, or take an `f:svg` with `bleed`";
        return Err((format!("`f:bleed` is for `rect` and `image`, not for `{name}`"), help));
    }
    let mirror = format!("translate({} 0) scale(-1 1)", materials.width);
    let moved = node.ancestors().filter_map(|n| n.attribute("transform")).any(|transform| {
        let transform = transform.trim();
        !transform.is_empty() && transform != "translate(0 0)" && transform != mirror
    });
    if moved {
        let message = format!("a `{name}` with `f:bleed` is moved by a `transform`");
        return Err((message, "write its place in units of the drawing; only `{{ mirror }}` may stand around it"));
    }
    // A mirrored sheet's edges are edges too, so that nothing depends on the direction.
    let mut pieces = vec![(attribute.range(), String::new())];
    let side = |name: &str, whole: f64| length(node.attribute(name), whole);
    let area = Area {
        x: side("x", materials.width)?,
        y: side("y", materials.height)?,
        width: side("width", materials.width)?,
        height: side("height", materials.height)?,
    };
    let grown = if wanted { grown(area, materials) } else { area };
    let sides = [("x", grown.x), ("y", grown.y), ("width", grown.width), ("height", grown.height)];
    for (name, value) in sides.into_iter().filter(|_| grown != area) {
        let written = format!(r#"{name}="{}""#, number(value));
        match node.attributes().find(|a| a.name() == name && a.namespace().is_none()) {
            Some(old) => pieces.push((old.range(), written)),
            None => {
                pieces[0].1.push_str(&written);
                pieces[0].1.push(' ');
            }
        }
    }
    Ok(pieces)
}

fn length(text: Option<&str>, whole: f64) -> Result<f64, Refused> {
    let Some(text) = text.map(str::trim) else { return Ok(0.0) };
    let number = match text.strip_suffix('%') {
        Some(share) => share.parse::<f64>().map(|share| share / 100.0 * whole),
        None => text.parse::<f64>(),
    };
    let help = "give `x`, `y`, `width` and `height` as numbers, in units of the drawing, or in percent";
    number.map_err(|_| (format!("`{text}` of an element with `f:bleed` cannot be reckoned with"), help))
}
