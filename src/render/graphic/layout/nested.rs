//! `f:svg`: a template's own art in a box of the layout.
//!
//! SVG's nested `<svg>` does the fitting and the clipping (SVG 2, sections 5.9 and 8.9).

use roxmltree::Node;
use taffy::Style;

use super::{Area, art::is_own, attributes::Attributes};
use crate::design::svg::{escape, number};

/// Plain SVG with its own coordinates.
pub(super) struct Nested {
    view_box: String,
    /// Declarations of namespaces that stand on the element itself.
    namespaces: String,
    content: String,
    fit: Fit,
    /// Start, middle or end; top, middle or bottom.
    align: (Side, Side),
    clipped: bool,
    mirrored: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Fit {
    Contain,
    Cover,
    Stretch,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Min,
    Mid,
    Max,
}

impl Nested {
    /// Of an element with everything that stands in it. Its style gets the art's shape where only one side is given.
    pub fn read(node: &Node, attributes: &Attributes, style: &mut Style) -> Option<Self> {
        if let Some(inner) = node.descendants().skip(1).find(is_own) {
            let message = format!("`f:{}` cannot stand in `f:svg`", inner.tag_name().name());
            let help =
                "close the `f:svg` first and place the element over it, for instance with `position=\"absolute\"`";
            attributes.push(attributes.wrong(message).help(help));
            return None;
        }
        if !attributes.has("viewBox") {
            let help = "copy it from the `<svg>` that the art was drawn in";
            attributes.push(attributes.wrong("`f:svg` needs `viewBox`".into()).help(help));
            return None;
        }
        let view_box = attributes.numbers("viewBox", &[4])?;
        if view_box[2] <= 0.0 || view_box[3] <= 0.0 {
            attributes.push(attributes.wrong("the `viewBox` of `f:svg` has no area".into()));
            return None;
        }
        // What covers its box in one direction has its size from there.
        let covers = style.position == taffy::Position::Absolute;
        if !covers && attributes.has("width") != attributes.has("height") {
            style.aspect_ratio = Some((view_box[2] / view_box[3]) as f32);
        }
        let source = node.document().input_text();
        let ends = node.first_child().zip(node.last_child());
        let content = ends.map(|(first, last)| source[first.range().start..last.range().end].to_owned());
        let known = node.document().root_element();
        let declared = node.namespaces().filter(|own| !known.namespaces().any(|ns| ns == *own));
        let namespaces = declared.filter_map(|ns| Some(format!(r#" xmlns:{}="{}""#, ns.name()?, escape(ns.uri()))));
        Some(Self {
            view_box: view_box.into_iter().map(|n| n.to_string()).collect::<Vec<_>>().join(" "),
            namespaces: namespaces.collect(),
            content: content.unwrap_or_default(),
            fit: attributes
                .choice("fit", &[("contain", Fit::Contain), ("cover", Fit::Cover), ("stretch", Fit::Stretch)]),
            align: align(attributes),
            clipped: attributes.choice("overflow", &[("hidden", true), ("visible", false)]),
            mirrored: attributes.choice("mirror", &[("auto", true), ("none", false)]),
        })
    }

    /// SVG that fills the area.
    pub fn draw(&self, area: Area, mirrored: bool) -> String {
        let turned = mirrored && self.mirrored;
        // A drawing that is not turned still stands on the side where the text begins.
        let (across, down) = match self.align {
            (Side::Min, down) if mirrored && !turned => (Side::Max, down),
            (Side::Max, down) if mirrored && !turned => (Side::Min, down),
            sides => sides,
        };
        let word = |side| match side {
            Side::Min => "Min",
            Side::Mid => "Mid",
            Side::Max => "Max",
        };
        let ratio = match self.fit {
            Fit::Stretch => "none".to_owned(),
            Fit::Contain => format!("x{}Y{} meet", word(across), word(down)),
            Fit::Cover => format!("x{}Y{} slice", word(across), word(down)),
        };
        let svg = format!(
            r#"<svg{} x="{}" y="{}" width="{}" height="{}" viewBox="{}" preserveAspectRatio="{ratio}" overflow="{}">{}</svg>"#,
            self.namespaces,
            number(area.x),
            number(area.y),
            number(area.width),
            number(area.height),
            self.view_box,
            if self.clipped { "hidden" } else { "visible" },
            self.content,
        );
        if turned { area.turn(&svg) } else { svg }
    }
}

/// `center`, `top`, `start-top`, `end-bottom`…
fn align(attributes: &Attributes) -> (Side, Side) {
    use Side::{Max, Mid, Min};
    let choices = [
        ("center", (Mid, Mid)),
        ("top", (Mid, Min)),
        ("bottom", (Mid, Max)),
        ("start", (Min, Mid)),
        ("end", (Max, Mid)),
        ("start-top", (Min, Min)),
        ("start-bottom", (Min, Max)),
        ("end-top", (Max, Min)),
        ("end-bottom", (Max, Max)),
    ];
    attributes.choice("align", &choices)
}
