//! The layout elements that are no text and hold nothing: icons, QR codes, patterns, logos, photos, SVG of the template's.
//!
//! Read once, with all mistakes told, then drawn into whatever area the layout gives them.

use std::{borrow::Cow, fmt::Write};

use roxmltree::Node;
use taffy::{Size, Style, style_helpers::length};

use super::{
    Area, Materials, NAMESPACE,
    attributes::{Attributes, Extent},
    nested::Nested,
    photo::Photo,
    style::{Align, VerticalAlign},
    translate,
};
use crate::{
    design::{
        icons,
        logo::{Endorsement, Logo},
        pattern::{self, Spec},
        picture::Fit,
        svg::{escape, number},
    },
    diagnostic::{Code, Diagnostic, Diagnostics, nearest},
    model::{Pattern, value::Colour},
};

/// White modules around a QR code (ISO/IEC 18004, 9.1).
const QUIET_ZONE: f64 = 4.0;

/// A drawing that fills an area.
pub(super) enum Art<'a> {
    Icon { markup: &'static str, stroke: String, stroke_width: f64 },
    Qr { side: f64, quiet: f64, radius: f64, path: String },
    Pattern { kind: Pattern, vivid: bool, spec: PatternSpec },
    Logo { logo: Cow<'a, Logo>, whole: bool, align: Align, valign: VerticalAlign },
    Photo { photo: &'a Photo, fit: Fit, radius: f64 },
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
            "logo" => logo(attributes, materials, style),
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
                let width = logo_area(logo, *align, *valign, area, mirrored).width;
                met.extend(too_small(width, materials).filter(|_| *whole));
                met.extend(too_coarse(logo, width, materials));
                draw_logo(logo, *align, *valign, area, mirrored)
            }
            Art::Photo { photo, fit, radius } => photo.draw(area, *fit, *radius, materials, met),
            Art::Svg(nested) => nested.draw(area, mirrored),
        }
    }

    /// The part of the area that no text may cover.
    pub fn solid(&self, area: Area, mirrored: bool) -> Option<Area> {
        match self {
            Art::Icon { .. } | Art::Qr { .. } => Some(area),
            Art::Logo { logo, align, valign, .. } => Some(logo_area(logo, *align, *valign, area, mirrored)),
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
    // Level M restores 15 %, enough for a scratch, and keeps the modules large.
    let Ok(code) = fast_qr::QRBuilder::new(data).ecl(fast_qr::ECL::M).build() else {
        attributes.push(attributes.wrong("the text is too long for a QR code".into()).help("take a shorter link"));
        return None;
    };
    let mut path = String::new();
    for row in 0..code.size {
        let dark = |column: usize| code[row][column].value();
        let mut column = 0;
        while column < code.size {
            let start = column;
            while column < code.size && dark(column) {
                column += 1;
            }
            if column > start {
                let _ = write!(path, "M{start} {row}h{w}v1h-{w}z", w = column - start);
            }
            column += 1;
        }
    }
    let quiet = attributes.number("quiet", QUIET_ZONE).clamp(0.0, 40.0);
    let radius = attributes.number("radius", 0.0).max(0.0);
    Some(Art::Qr { side: code.size as f64 + 2.0 * quiet, quiet, radius, path })
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

/// As large as its box allows; its own shape where the box has only a height or a width. The endorser's logo shows
/// nothing where there is none.
fn logo<'a>(attributes: &Attributes, materials: &Materials<'a>, style: &mut Style) -> Option<Art<'a>> {
    let logos = materials.logos;
    let group = |pick: fn(&Endorsement) -> &Logo| logos.endorsement.as_ref().map(pick);
    let variants = [
        ("colour", Some(&logos.colour)),
        ("reversed", Some(&logos.reversed)),
        ("black", Some(&logos.black)),
        ("white", Some(&logos.white)),
        ("symbol", Some(&logos.symbol)),
        ("symbol-reversed", Some(&logos.symbol_reversed)),
        ("endorsement", group(|group| &group.alone)),
        ("endorsement-reversed", group(|group| &group.alone_reversed)),
        // A project without a group shows its own logo in the same place.
        ("endorsed", group(|group| &group.beside).or(Some(&logos.colour))),
        ("endorsed-reversed", group(|group| &group.beside_reversed).or(Some(&logos.reversed))),
    ];
    let (align, valign) = (attributes.align(), attributes.valign());
    let logo = attributes.choice("variant", &variants)?;
    let variant = attributes.text("variant").unwrap_or("colour");
    let whole = !variant.starts_with("symbol") && !variant.starts_with("endorse");
    let logo = match attributes.choice("clear", &[("false", false), ("true", true)]) {
        true => Cow::Owned(logo.in_clear_space(logos.clear_space)),
        false => Cow::Borrowed(logo),
    };
    let ratio = logo.width / logo.height.max(f64::EPSILON);
    match (attributes.size("width"), attributes.size("height")) {
        (None, Some(Extent::Units(height))) => {
            let most = match attributes.size("max-width") {
                Some(Extent::Units(most)) => most,
                _ => f64::MAX,
            };
            style.size.width = length((height * ratio).min(most));
        }
        (Some(Extent::Units(width)), None) => style.size.height = length(width / ratio),
        (Some(_), None) | (None, Some(_)) => style.aspect_ratio = Some(ratio as f32),
        _ => {}
    }
    Some(Art::Logo { logo, whole, align, valign })
}

fn draw_logo(logo: &Logo, align: Align, valign: VerticalAlign, area: Area, mirrored: bool) -> String {
    let Area { x, y, width, .. } = logo_area(logo, align, valign, area, mirrored);
    format!(r#"<g transform="{} scale({:.5})">{}</g>"#, translate(x, y), width / logo.width, logo.svg)
}

/// Where a logo stands in its box, as large as it can be.
fn logo_area(logo: &Logo, align: Align, valign: VerticalAlign, area: Area, mirrored: bool) -> Area {
    let scale = (area.width / logo.width).min(area.height / logo.height);
    let (width, height) = (logo.width * scale, logo.height * scale);
    let (free_x, free_y) = (area.width - width, area.height - height);
    let x = match (align, mirrored) {
        (Align::Center, _) => free_x / 2.0,
        (Align::Start, false) | (Align::End, true) => 0.0,
        (Align::End, false) | (Align::Start, true) => free_x,
    };
    let y = match valign {
        VerticalAlign::Top => 0.0,
        VerticalAlign::Middle => free_y / 2.0,
        VerticalAlign::Bottom => free_y,
    };
    Area { x: area.x + x, y: area.y + y, width, height }
}

/// The brand's rule on how small its logo may be.
fn too_small(width: f64, materials: &Materials) -> Option<Diagnostic> {
    let least = materials.smallest_logo;
    (width < least * 0.99).then(|| {
        let message = format!(
            "the logo of {} is {width:.1} wide, less than the {least:.1} of `guidelines.logo.minimum_width`",
            materials.piece
        );
        let help = "take a template or a format with more room for it, or one that shows the symbol alone";
        Diagnostic::global(Code::LogoTooSmall, message).help(help)
    })
}

/// A logo of pixels that are too few for its size.
fn too_coarse(logo: &Logo, width: f64, materials: &Materials) -> Option<Diagnostic> {
    let share = logo.width / (width * materials.needed_resolution);
    (logo.raster && share < 0.99).then(|| {
        let message = format!(
            "the logo of {} has {:.0} % of the pixels that its size needs: it will look soft",
            materials.piece,
            share * 100.0
        );
        let help = "give it as SVG, or as a picture with more pixels";
        Diagnostic::global(Code::LowResolution, message).help(help)
    })
}

/// True for an element of the layout's own.
pub(super) fn is_own(node: &Node) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(NAMESPACE)
}
