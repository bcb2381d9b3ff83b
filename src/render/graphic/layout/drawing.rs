//! The layout elements that are no text: icons, QR codes, patterns, logos, photos, and plates behind words.

use std::fmt::Write;

use super::{
    Area, Materials,
    attributes::Attributes,
    style::{Align, VerticalAlign},
    translate,
};
use crate::{
    design::{
        icons,
        logo::Logo,
        pattern::{self, Spec},
        svg::{escape, number},
    },
    diagnostic::nearest,
    model::{
        Pattern,
        value::{Colour, Direction},
    },
};

/// White modules around a QR code (ISO/IEC 18004, 9.1).
const QUIET_ZONE: usize = 4;

fn mirror(materials: &Materials) -> Option<f64> {
    (materials.language.direction() == Direction::Rtl).then_some(materials.width)
}

/// `<f:icon name x y size stroke stroke-width/>`
pub(super) fn icon(attributes: &Attributes, materials: &Materials) -> String {
    let name = attributes.text("name").unwrap_or_default();
    let area = attributes.square(mirror(materials));
    let Some(markup) = icons::icon(name) else {
        let diagnostic = attributes.wrong(format!("no icon is called `{name}`"));
        let near = nearest::nearest(name, icons::names()).map(|name| format!("did you mean `{name}`?"));
        attributes.push(diagnostic.maybe_help(near));
        return String::new();
    };
    let colour = escape(attributes.text("stroke").unwrap_or("#000000"));
    format!(
        r#"<g transform="{} scale({:.4})" fill="none" stroke="{colour}" color="{colour}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round">{markup}</g>"#,
        translate(area.x, area.y),
        area.width / 24.0,
        number(attributes.number("stroke-width", 2.0)),
    )
}

/// `<f:qr data x y size radius/>`: black on white with its quiet zone, which is part of the size unless `quiet="0"`.
pub(super) fn qr(attributes: &Attributes, materials: &Materials) -> String {
    let area = attributes.square(mirror(materials));
    let data = attributes.text("data").unwrap_or_default();
    // Level M restores 15 %, enough for a scratch, and keeps the modules large.
    let Ok(code) = fast_qr::QRBuilder::new(data).ecl(fast_qr::ECL::M).build() else {
        attributes.push(attributes.wrong("the text is too long for a QR code".into()).help("take a shorter link"));
        return String::new();
    };
    let quiet = attributes.number("quiet", QUIET_ZONE as f64).max(0.0);
    let side = code.size as f64 + 2.0 * quiet;
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
    format!(
        r##"<g transform="{} scale({:.5})"><rect width="{s}" height="{s}" rx="{}" fill="#ffffff"/><path transform="{}" d="{path}" fill="#000000" shape-rendering="crispEdges"/></g>"##,
        translate(area.x, area.y),
        area.width / side,
        number(attributes.number("radius", 0.0) * side / area.width),
        translate(quiet, quiet),
        s = number(side),
    )
}

/// `<f:pattern x y width height scale stroke opacity ink tones overflow/>`: the brand's pattern, or the `kind` that is
/// asked for. It is not mirrored: it mostly stands in a ground that is.
///
/// It is clipped to its box; `overflow="visible"` saves that work where the sheet's edge or what is drawn later hides the
/// little that reaches beyond.
///
/// Its filled shapes have tones of the dark ground, on which light text stays readable; `tones="vivid"` takes the whole
/// palette, for places without text.
pub(super) fn pattern(attributes: &Attributes, materials: &Materials) -> String {
    let area = attributes.area(None);
    let kinds = [
        ("brand", materials.pattern),
        ("topography", Pattern::Topography),
        ("tiles", Pattern::Tiles),
        ("halftone", Pattern::Halftone),
        ("waves", Pattern::Waves),
        ("rings", Pattern::Rings),
        ("none", Pattern::None),
    ];
    let kind = attributes.choice("kind", &kinds);
    let vivid = attributes.choice("tones", &[("quiet", false), ("vivid", true)]);
    let colours = if vivid { materials.vivid } else { materials.quiet };
    let asked = attributes.text("ink").and_then(|ink| ink.parse().ok());
    let lightest = colours.last().copied().unwrap_or(Colour::BLACK);
    // Dots fill half of their ground, so that they too must be quiet below text.
    let filled = kind == Pattern::Halftone && !vivid;
    let spec = Spec {
        width: area.width,
        height: area.height,
        seed: materials.seed,
        scale: attributes.number("scale", area.width / 4.0),
        stroke: attributes.number("stroke", area.width / 400.0),
        opacity: if filled { 0.8 } else { attributes.number("opacity", 0.3).clamp(0.0, 1.0) },
        ink: if filled { lightest } else { asked.unwrap_or(lightest) },
        colours,
    };
    let drawing = pattern::draw(kind, &spec);
    if drawing.is_empty() {
        return drawing;
    }
    let moved = format!(r#"<g transform="{}">{drawing}</g>"#, translate(area.x, area.y));
    if attributes.choice("overflow", &[("hidden", false), ("visible", true)]) {
        return moved;
    }
    let (x, y) = (number(area.x), number(area.y));
    let (width, height) = (number(area.width), number(area.height));
    format!(
        r#"<svg x="{x}" y="{y}" width="{width}" height="{height}" viewBox="{x} {y} {width} {height}" overflow="hidden">{moved}</svg>"#
    )
}

/// `<f:logo variant x y width height align valign/>`: as large as its box allows.
pub(super) fn logo(attributes: &Attributes, materials: &Materials) -> String {
    let logos = materials.logos;
    let variants = [
        ("colour", Some(&logos.colour)),
        ("reversed", Some(&logos.reversed)),
        ("symbol", Some(&logos.symbol)),
        ("symbol-reversed", Some(&logos.symbol_reversed)),
        ("endorsement", materials.endorsement),
    ];
    let area = attributes.area(mirror(materials));
    let align = attributes.align();
    let Some(logo) = attributes.choice("variant", &variants) else { return String::new() };
    let scale = (area.width / logo.width).min(area.height / logo.height);
    let (free_x, free_y) = (area.width - logo.width * scale, area.height - logo.height * scale);
    let rtl = materials.language.direction() == Direction::Rtl;
    let x = match (align, rtl) {
        (Align::Center, _) => free_x / 2.0,
        (Align::Start, false) | (Align::End, true) => 0.0,
        (Align::End, false) | (Align::Start, true) => free_x,
    };
    let y = match attributes.valign() {
        VerticalAlign::Top => 0.0,
        VerticalAlign::Middle => free_y / 2.0,
        VerticalAlign::Bottom => free_y,
    };
    format!(r#"<g transform="{} scale({scale:.5})">{}</g>"#, translate(area.x + x, area.y + y), logo.svg)
}

/// `<f:photo x y width height radius/>`: the piece's photo, filling its box; nothing where it has none.
pub(super) fn photo(attributes: &Attributes, materials: &Materials) -> String {
    let area = attributes.area(mirror(materials));
    let radius = attributes.number("radius", 0.0);
    let Some(Logo { svg, width, height }) = materials.photo else { return String::new() };
    let scale = (area.width / width).max(area.height / height);
    let (x, y) = ((area.width - width * scale) / 2.0, (area.height - height * scale) / 2.0);
    // The id tells two photos of one drawing apart.
    let id = format!("photo-{}-{}", number(area.x), number(area.y));
    format!(
        r#"<clipPath id="{id}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/></clipPath><g clip-path="url(#{id})"><g transform="{} scale({scale:.5})">{svg}</g></g>"#,
        number(area.x),
        number(area.y),
        number(area.width),
        number(area.height),
        number(radius),
        translate(area.x + x, area.y + y),
    )
}

/// A rounded ground behind a text, as wide as the text.
pub(super) struct Plate {
    fill: String,
    stroke: String,
    stroke_width: f64,
    padding: f64,
    radius: f64,
    y: f64,
    height: f64,
}

impl Plate {
    /// Of `plate`, `plate-stroke`, `plate-stroke-width`, `plate-padding`, `plate-radius`.
    pub fn read(attributes: &Attributes) -> Option<Self> {
        let fill = attributes.text("plate")?.to_owned();
        Some(Self {
            fill,
            stroke: attributes.text("plate-stroke").unwrap_or("none").to_owned(),
            stroke_width: attributes.number("plate-stroke-width", 0.0),
            padding: attributes.number("plate-padding", 0.0),
            radius: attributes.number("plate-radius", f64::MAX),
            y: 0.0,
            height: 0.0,
        })
    }

    /// The room for the text in the box that holds both.
    pub fn inside(&self, area: Area) -> Area {
        let width = (area.width - 2.0 * self.padding).max(1.0);
        Area { x: area.x + self.padding, width, ..area }
    }

    /// As high as this box.
    pub fn around(self, area: Area) -> Self {
        Self { y: area.y, height: area.height, ..self }
    }

    /// The ground for a text that takes this room.
    pub fn draw(&self, ink: Area) -> String {
        format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}" stroke="{}" stroke-width="{}"/>"#,
            number(ink.x - self.padding),
            number(self.y),
            number(ink.width + 2.0 * self.padding),
            number(self.height),
            number(self.radius.min(self.height / 2.0)),
            escape(&self.fill),
            escape(&self.stroke),
            number(self.stroke_width),
        )
    }
}
