//! A drawing as a drawing program exports it: no layout element, and a view box of its own.
//!
//! In: what a template rendered to. Out: a template that shows all of it, as large as covers the sheet and its bleed.

use std::{fmt::Write, str::FromStr};

use roxmltree::{Document, Node};
use svgtypes::{Length, LengthUnit};

use super::{Materials, NAMESPACE};
use crate::design::svg::escape;

/// What the root of an export says about its size, which the sheet decides.
const OF_THE_SHEET: [&str; 8] =
    ["viewBox", "width", "height", "x", "y", "version", "baseProfile", "preserveAspectRatio"];

/// The export as a template; `None` of what is one already, or has no size.
pub(super) fn adopted(document: &Document, materials: &Materials) -> Option<String> {
    let root = document.root_element();
    let own = |node: Node| node.tag_name().namespace() == Some(NAMESPACE);
    let laid_out =
        document.descendants().any(|node| own(node) || node.attributes().any(|a| a.namespace() == Some(NAMESPACE)));
    let view_box = view_box(root)?;
    let on_the_sheet = view_box == [0.0, 0.0, materials.width, materials.height];
    if laid_out || on_the_sheet || !root.has_tag_name((SVG, "svg")) {
        return None;
    }
    let mut spaces = String::new();
    for space in root.namespaces().filter(|space| space.uri() != NAMESPACE) {
        let prefix = space.name().map(|name| format!(":{name}")).unwrap_or_default();
        let _ = write!(spaces, r#" xmlns{prefix}="{}""#, escape(space.uri()));
    }
    let kept = root.attributes().filter(|a| a.namespace().is_none() && !OF_THE_SHEET.contains(&a.name()));
    let kept: String = kept.map(|a| format!(r#" {}="{}""#, a.name(), escape(a.value()))).collect();
    let text = document.input_text();
    let (first, last) = (root.first_child()?.range().start, root.last_child()?.range().end);
    let [x, y, width, height] = view_box;
    Some(format!(
        r#"<svg{spaces} xmlns:fanion="{NAMESPACE}" viewBox="0 0 {w} {h}"><fanion:svg x="0" y="0" width="{w}" height="{h}" viewBox="{x} {y} {width} {height}" fit="cover" mirror="none" bleed="true"><g{kept}>{}</g></fanion:svg></svg>"#,
        &text[first..last],
        w = materials.width,
        h = materials.height,
    ))
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// The root's `viewBox`, else its size in pixels of 1/96 inch (CSS).
fn view_box(root: Node) -> Option<[f64; 4]> {
    let found = match root.attribute("viewBox") {
        Some(text) => {
            let numbers: Vec<f64> = text.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
            numbers.try_into().ok()?
        }
        None => [0.0, 0.0, pixels(root.attribute("width")?)?, pixels(root.attribute("height")?)?],
    };
    (found.iter().all(|n: &f64| n.is_finite()) && found[2] > 0.0 && found[3] > 0.0).then_some(found)
}

fn pixels(length: &str) -> Option<f64> {
    let Length { number, unit } = Length::from_str(length).ok()?;
    let inch = match unit {
        LengthUnit::None | LengthUnit::Px => 96.0,
        LengthUnit::In => 1.0,
        LengthUnit::Mm => 25.4,
        LengthUnit::Cm => 2.54,
        LengthUnit::Pt => 72.0,
        LengthUnit::Pc => 6.0,
        LengthUnit::Em | LengthUnit::Ex | LengthUnit::Percent => return None,
    };
    Some(number * 96.0 / inch)
}
