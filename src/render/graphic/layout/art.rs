//! The layout elements that are no text and hold nothing: icons, QR codes, patterns, logos, photos, SVG of the template's.
//!
//! Read once, with all mistakes told, then drawn into whatever area the layout gives them.

use std::borrow::Cow;

use roxmltree::Node;
use taffy::{Size, Style, style_helpers::length};

use super::{
    Area, Materials, NAMESPACE,
    attributes::Attributes,
    logo,
    nested::Nested,
    photo::Photo,
    style::{Align, VerticalAlign},
    translate,
};
use crate::{
    design::{
        icons,
        logo::Logo,
        pattern::{self, Spec},
        picture::Fit,
        qr,
        svg::{escape, number},
    },
    diagnostic::{Diagnostics, nearest},
    model::{Pattern, value::Colour},
};

/// A drawing that fills an area.
pub(super) enum Art<'a> {
    Icon {
        markup: &'static str,
        stroke: String,
        stroke_width: f64,
    },
    Qr {
        side: f64,
        quiet: f64,
        radius: f64,
        path: String,
    },
    Pattern {
        kind: Pattern,
        vivid: bool,
        spec: PatternSpec,
    },
    /// `whole` is the share of the width that the logo takes of its drawing, of a whole logo of the project's own.
    Logo {
        logo: Cow<'a, Logo>,
        whole: Option<f64>,
        align: Align,
        valign: VerticalAlign,
    },
    Photo {
        photo: &'a Photo,
        fit: Fit,
        radius: f64,
    },
    Svg(Nested),
}

/// What a template asks of a pattern; what it leaves out depends on the area.
pub(super) struct PatternSpec {
    scale: Option<f64>,
    stroke: Option<f64>,
    opacity: f64,
    ink: Option<Colour>,
    clipped: bool,
}

impl<'a> Art<'a> {
    /// An element's art, and its own size in its style; `None` of an element that shows nothing, or wrongly.
    pub fn read(node: &Node, attributes: &Attributes, materials: &Materials<'a>, style: &mut Style) -> Option<Self> {
        match node.tag_name().name() {
            "icon" => icon(attributes, style),
            "qr" => qr(attributes, style),
            "pattern" => Some(pattern(attributes, materials)),
            "logo" => logo::read(attributes, materials, style),
            "photo" => {
                let radius = attributes.number("radius", 0.0).max(0.0);
                let fit = attributes.choice("fit", &[("cover", Fit::Cover), ("contain", Fit::Contain)]);
                materials.photo.map(|photo| Art::Photo { photo, fit, radius })
            }
            _ => Nested::read(node, attributes, style).map(Art::Svg),
        }
    }

    /// SVG that fills the area. `mirrored` in drawings for right-to-left languages.
    pub fn draw(&self, area: Area, mirrored: bool, materials: &Materials, met: &mut Diagnostics) -> String {
        match self {
            Art::Icon { markup, stroke, stroke_width } => format!(
                r#"<g transform="{} scale({:.4})" fill="none" stroke="{stroke}" color="{stroke}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round">{markup}</g>"#,
                translate(area.x, area.y),
                area.width / 24.0,
                number(*stroke_width),
            ),
            Art::Qr { side, quiet, radius, path } => format!(
                r##"<g transform="{} scale({:.5})"><rect width="{s}" height="{s}" rx="{}" fill="#ffffff"/><path transform="{}" d="{path}" fill="#000000" shape-rendering="crispEdges"/></g>"##,
                translate(area.x, area.y),
                area.width / side,
                number(radius * side / area.width),
                translate(*quiet, *quiet),
                s = number(*side),
            ),
            Art::Pattern { kind, vivid, spec } => draw_pattern(*kind, *vivid, spec, area, materials),
            Art::Logo { logo, whole, align, valign } => {
                let width = logo::area(logo, *align, *valign, area, mirrored).width;
                met.extend(whole.and_then(|share| logo::too_small(width * share, materials)));
                met.extend(logo::too_coarse(logo, width, materials));
                logo::draw(logo, *align, *valign, area, mirrored)
            }
            Art::Photo { photo, fit, radius } => photo.draw(area, *fit, *radius, materials, met),
            Art::Svg(nested) => nested.draw(area, mirrored),
        }
    }

    /// The part of the area that no text may cover.
    pub fn solid(&self, area: Area, mirrored: bool) -> Option<Area> {
        match self {
            Art::Icon { .. } | Art::Qr { .. } => Some(area),
            Art::Logo { logo, align, valign, .. } => Some(logo::area(logo, *align, *valign, area, mirrored)),
            Art::Pattern { .. } | Art::Photo { .. } | Art::Svg(_) => None,
        }
    }

    /// True for what must not lie in a mirrored group of the template's, where it would be reversed.
    pub fn reads(&self) -> bool {
        matches!(self, Art::Icon { .. } | Art::Qr { .. } | Art::Logo { .. } | Art::Photo { .. })
    }
}

fn square(attributes: &Attributes, style: &mut Style) {
    let side = attributes.required("size");
    style.size = Size { width: length(side), height: length(side) };
}

fn icon<'a>(attributes: &Attributes, style: &mut Style) -> Option<Art<'a>> {
    square(attributes, style);
    let name = attributes.text("name").unwrap_or_default();
    let Some(markup) = icons::icon(name) else {
        let diagnostic = attributes.wrong(format!("no icon is called `{name}`"));
        let near = nearest::nearest(name, icons::names()).map(|name| format!("did you mean `{name}`?"));
        attributes.push(diagnostic.maybe_help(near));
        return None;
    };
    let stroke = escape(attributes.text("stroke").unwrap_or("#000000"));
    Some(Art::Icon { markup, stroke, stroke_width: attributes.number("stroke-width", 2.0) })
}

/// Black on white with its quiet zone, which is part of the size unless `quiet="0"`.
fn qr<'a>(attributes: &Attributes, style: &mut Style) -> Option<Art<'a>> {
    square(attributes, style);
    let data = attributes.text("data").unwrap_or_default();
    let Some(code) = qr::code(data) else {
        attributes.push(attributes.wrong("the text is too long for a QR code".into()).help("take a shorter link"));
        return None;
    };
    let quiet = attributes.number("quiet", qr::QUIET_ZONE).clamp(0.0, 40.0);
    let radius = attributes.number("radius", 0.0).max(0.0);
    Some(Art::Qr { side: code.side as f64 + 2.0 * quiet, quiet, radius, path: code.path })
}

/// The brand's pattern, or the `kind` that is asked for.
///
/// It is clipped to its box; `overflow="visible"` saves that work where the sheet's edge or what is drawn later hides the
/// little that reaches beyond.
///
/// Its filled shapes have tones of the dark ground, on which light text stays readable; `tones="vivid"` takes the whole
/// palette, for places without text.
fn pattern<'a>(attributes: &Attributes, materials: &Materials) -> Art<'a> {
    let kinds = [
        ("brand", materials.pattern),
        ("topography", Pattern::Topography),
        ("tiles", Pattern::Tiles),
        ("halftone", Pattern::Halftone),
        ("waves", Pattern::Waves),
        ("rings", Pattern::Rings),
        ("none", Pattern::None),
    ];
    let given = |name| attributes.has(name).then(|| attributes.number(name, 1.0));
    let spec = PatternSpec {
        scale: given("scale"),
        stroke: given("stroke"),
        opacity: attributes.number("opacity", 0.3).clamp(0.0, 1.0),
        ink: attributes.text("ink").and_then(|ink| ink.parse().ok()),
        clipped: attributes.choice("overflow", &[("hidden", true), ("visible", false)]),
    };
    let vivid = attributes.choice("tones", &[("quiet", false), ("vivid", true)]);
    Art::Pattern { kind: attributes.choice("kind", &kinds), vivid, spec }
}

fn draw_pattern(kind: Pattern, vivid: bool, asked: &PatternSpec, area: Area, materials: &Materials) -> String {
    let colours = if vivid { materials.vivid } else { materials.quiet };
    // The palette's last is as light as paper.
    let lightest = colours.iter().rev().nth(usize::from(vivid)).copied().unwrap_or(Colour::BLACK);
    // Dots fill half of their ground, so that they too must be quiet below text.
    let filled = kind == Pattern::Halftone && !vivid;
    let spec = Spec {
        width: area.width,
        height: area.height,
        seed: materials.seed,
        scale: asked.scale.unwrap_or(area.width / 4.0),
        stroke: asked.stroke.unwrap_or(area.width / 400.0),
        opacity: if filled { 0.8 } else { asked.opacity },
        ink: if filled { lightest } else { asked.ink.unwrap_or(lightest) },
        colours,
    };
    let drawing = pattern::draw(kind, &spec);
    if drawing.is_empty() {
        return drawing;
    }
    let moved = format!(r#"<g transform="{}">{drawing}</g>"#, translate(area.x, area.y));
    if !asked.clipped {
        return moved;
    }
    let (x, y) = (number(area.x), number(area.y));
    let (width, height) = (number(area.width), number(area.height));
    format!(
        r#"<svg x="{x}" y="{y}" width="{width}" height="{height}" viewBox="{x} {y} {width} {height}" overflow="hidden">{moved}</svg>"#
    )
}

/// True for an element of the layout's own.
pub(super) fn is_own(node: &Node) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(NAMESPACE)
}
