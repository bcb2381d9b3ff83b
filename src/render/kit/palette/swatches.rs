//! A sheet of the palette to print and to look at: each colour with its values, the leading colour's tones below.

use std::fmt::Write;

use super::{KitRenderer, Meta, Swatch};
use crate::{
    design::{
        colour,
        fonts::Role,
        svg::{escape, font_database, number},
    },
    model::value::Colour,
    render::kit::picture::{self, Add},
};

/// A4, landscape, in CSS pixels.
const PAGE: (f64, f64) = (1123.0, 794.0);
/// The same in points.
const POINTS: (f64, f64) = (841.89, 595.28);
const MARGIN: f64 = 64.0;
const GAP: f64 = 20.0;
/// Where the colours' cards begin, and where they end.
const TOP: f64 = 176.0;
const BOTTOM: f64 = 612.0;
/// Below a colour's field: its name and up to four values.
const TEXT: f64 = 98.0;

pub(super) fn files(kit: &KitRenderer, meta: &Meta, add: &mut Add) {
    let svg = kit.swatch_sheet(kit.project.words.get(meta.language, "kit_palette"));
    let tree = match picture::tree(&svg, Some(font_database(&kit.fonts))) {
        Ok(tree) => tree,
        Err(error) => return add("swatches.png", Err(error)),
    };
    add("swatches.png", picture::png(&tree, (PAGE.0 as u32 * 2, PAGE.1 as u32 * 2), Some(Colour::WHITE)));
    add("swatches.pdf", picture::pdf(&tree, POINTS, meta));
}

impl KitRenderer<'_> {
    fn swatch_sheet(&self, title: &str) -> String {
        let (width, height) = PAGE;
        let mut svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="{}"/>"#,
            self.theme.surface
        );
        self.head(&mut svg, title);
        let swatches = self.swatches();
        let rows = swatches.len().div_ceil(if swatches.len() > 12 { 8 } else { 6 }).max(1);
        let columns = swatches.len().div_ceil(rows).max(1);
        let card = (width - 2.0 * MARGIN - GAP * (columns - 1) as f64) / columns as f64;
        let row = (BOTTOM - TOP + GAP) / rows as f64;
        for (index, swatch) in swatches.iter().enumerate() {
            let x = MARGIN + (card + GAP) * (index % columns) as f64;
            let y = TOP + row * (index / columns) as f64;
            self.card(&mut svg, swatch, (x, y), (card, (row - GAP - TEXT).max(16.0)));
        }
        self.tones(&mut svg);
        svg.push_str("</svg>");
        svg
    }

    fn head(&self, svg: &mut String, title: &str) {
        let logo = &self.logos.colour;
        let height = (300.0 * logo.height / logo.width).min(52.0);
        let _ = write!(
            svg,
            r#"<g transform="translate({MARGIN} {}) scale({:.5})">{}</g>"#,
            number(MARGIN + (52.0 - height) / 2.0),
            height / logo.height,
            logo.svg
        );
        let place = (PAGE.0 - MARGIN, MARGIN + 36.0);
        svg.push_str(&self.label(title, place, Look { size: 24.0, bold: true, fill: self.theme.ink, end: true }));
        self.proportions(svg);
    }

    /// How much of a piece each colour takes, as a bar.
    fn proportions(&self, svg: &mut String) {
        let identity = &self.project.identity;
        let total: f64 = identity.guidelines.proportions.iter().map(|part| part.percent.max(0.0)).sum();
        if total <= 0.0 {
            return;
        }
        let whole = PAGE.0 - 2.0 * MARGIN;
        let line = self.theme.line;
        let y = MARGIN + 76.0;
        let mut x = MARGIN;
        for part in &identity.guidelines.proportions {
            let Some(colour) = identity.brand.palette.get(&part.colour) else { continue };
            let width = whole * part.percent.max(0.0) / total;
            let (left, wide) = (number(x), number(width));
            let _ = write!(svg, r#"<rect x="{left}" y="{y}" width="{wide}" height="14" fill="{colour}"/>"#);
            x += width;
        }
        let wide = number(whole);
        let _ = write!(svg, r#"<rect x="{MARGIN}" y="{y}" width="{wide}" height="14" fill="none" stroke="{line}"/>"#);
    }

    fn card(&self, svg: &mut String, swatch: &Swatch, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let colour = swatch.colour;
        let edge = if colour::ratio(colour, self.theme.surface) < 1.25 { self.theme.line } else { colour };
        let _ = write!(
            svg,
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="12" fill="{colour}" stroke="{edge}"/>"#,
            number(x),
            number(y),
            number(width),
            number(height)
        );
        let (ink, muted) = (self.theme.ink, self.theme.muted);
        let fits = |size: f64| ((width / size / 0.56) as usize).max(3);
        let name = cut(&swatch.name, fits(16.0));
        let mut at = y + height + 24.0;
        svg.push_str(&self.label(&name, (x, at), Look { size: 16.0, bold: true, fill: ink, end: false }));
        let Colour { red, green, blue } = colour;
        let mut values = vec![colour.to_string().to_uppercase(), format!("RGB {red} {green} {blue}")];
        values.extend(swatch.cmyk.map(|inks| {
            let inks = inks.map(|ink| number(ink * 100.0));
            format!("CMYK {}", inks.join(" "))
        }));
        values.extend(swatch.spot.clone());
        for value in values {
            at += 18.0;
            let value = cut(&value, fits(12.5));
            svg.push_str(&self.label(&value, (x, at), Look { size: 12.5, bold: false, fill: muted, end: false }));
        }
    }

    fn tones(&self, svg: &mut String) {
        let ramp = &self.theme.ramp;
        let width = (PAGE.0 - 2.0 * MARGIN) / ramp.len() as f64;
        let y = PAGE.1 - MARGIN - 76.0;
        for (index, (step, colour)) in ramp.iter().enumerate() {
            let x = MARGIN + width * index as f64;
            let (left, wide) = (number(x), number(width + 0.5));
            let _ = write!(svg, r#"<rect x="{left}" y="{y}" width="{wide}" height="44" fill="{colour}"/>"#);
            let look = Look { size: 12.5, bold: true, fill: self.theme.ink, end: false };
            svg.push_str(&self.label(&step.to_string(), (x, y + 62.0), look));
            let look = Look { size: 12.0, bold: false, fill: self.theme.muted, end: false };
            svg.push_str(&self.label(&colour.to_string().to_uppercase(), (x, y + 78.0), look));
        }
    }

    fn label(&self, text: &str, (x, y): (f64, f64), look: Look) -> String {
        let language = self.project.default_language();
        let families: Vec<String> =
            self.fonts.chain(Role::Base, language).iter().map(|family| family_name(family)).collect();
        let Look { size, bold, fill, end } = look;
        let weight = if bold { 700 } else { 400 };
        let anchor = if end { r#" text-anchor="end""# } else { "" };
        format!(
            r#"<text x="{}" y="{}" font-family="{}" font-size="{size}" font-weight="{weight}" fill="{fill}"{anchor}>{}</text>"#,
            number(x),
            number(y),
            escape(&families.join(", ")),
            escape(text)
        )
    }
}

/// How a label is set.
struct Look {
    size: f64,
    bold: bool,
    fill: Colour,
    /// True when it ends at its place.
    end: bool,
}

fn family_name(family: &str) -> String {
    format!("'{}'", family.replace(['\'', '\\'], ""))
}

/// At most so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
