//! What stands on the sheets beside the picture, as SVG in millimetres.

use std::fmt::Write;

use super::{
    grid::{Area, Grid, MARGIN, OVERLAP, STRIP, name},
    text::{Anchor, Look, Setter},
};
use crate::{
    design::{Theme, fonts::Role, svg::number},
    model::{
        Words,
        value::{Colour, Format, FormatUnit},
    },
};

/// The words and colours of a set of sheets.
pub struct Draughtsman<'a> {
    /// How the poster is divided.
    pub grid: Grid,
    /// The poster's format.
    pub format: &'a Format,
    /// The sheets' paper.
    pub paper: &'a Format,
    /// The poster's title.
    pub title: &'a str,
    /// The poster's file, as it stands on every sheet.
    pub file: &'a str,
    /// The brand's colours.
    pub theme: &'a Theme,
    /// Built-in words.
    pub words: &'a Words,
    /// Sets text.
    pub setter: Setter<'a>,
}

/// Marks begin so far from the picture.
const MARK_GAP: f64 = 0.8;
const MARK_LENGTH: f64 = 3.6;
const MARK_COLOUR: Colour = Colour::new(90, 90, 90);

impl Draughtsman<'_> {
    /// A sheet: where to cut, where to glue, which it is.
    pub fn sheet(&mut self, row: usize, column: usize) -> String {
        let grid = self.grid;
        let place = grid.on_sheet();
        let mut svg = open(grid.sheet);
        let (last_row, last_column) = (row + 1 == grid.rows, column + 1 == grid.columns);
        let (right, bottom) = (place.x + place.width, place.y + place.height);
        // The left and the upper edge are cut on every sheet, the others where the poster ends.
        let upright = [Some(place.x), last_column.then_some(right)];
        let lying = [Some(place.y), last_row.then_some(bottom)];
        for x in upright.into_iter().flatten() {
            tick(&mut svg, [x, place.y - MARK_GAP], [0.0, -MARK_LENGTH]);
            tick(&mut svg, [x, bottom + MARK_GAP], [0.0, MARK_LENGTH]);
        }
        for y in lying.into_iter().flatten() {
            tick(&mut svg, [place.x - MARK_GAP, y], [-MARK_LENGTH, 0.0]);
            tick(&mut svg, [right + MARK_GAP, y], [MARK_LENGTH, 0.0]);
        }
        if !last_column {
            self.flap_upright(&mut svg, right, place);
        }
        if !last_row {
            flap_lying(&mut svg, bottom, place);
        }
        self.label(&mut svg, row, column, place);
        svg + "</svg>"
    }

    /// Above and below the strip that the sheet to the right is glued over.
    fn flap_upright(&mut self, svg: &mut String, right: f64, place: Area) {
        let seam = right - OVERLAP;
        let look = Look { role: Role::Base, weight: 500, size: 2.2, colour: MARK_COLOUR };
        let word = self.words.get(self.setter.language, "sheets_flap").to_owned();
        let bottom = place.y + place.height;
        bracket(svg, [seam, place.y - MARK_GAP], [1.0, 0.0], [0.0, -1.0]);
        bracket(svg, [seam, bottom + MARK_GAP], [1.0, 0.0], [0.0, 1.0]);
        self.setter.line(svg, &word, [seam + 2.0, place.y - 2.2], OVERLAP - 2.0, Anchor::Middle, look);
    }

    fn label(&mut self, svg: &mut String, row: usize, column: usize, place: Area) {
        let baseline = place.y + place.height + 3.9;
        let strong = Look { role: Role::Headings, weight: 700, size: 3.2, colour: Colour::BLACK };
        let plain = Look { role: Role::Base, weight: 400, size: 2.4, colour: MARK_COLOUR };
        let number = row * self.grid.columns + column + 1;
        let file = format!("{number}/{}  ·  {}", self.grid.count(), self.file);
        let left = place.x + 3.0;
        let name = name(row, column);
        let width = self.setter.width(&name, strong);
        self.setter.latin(svg, &name, [left, baseline], width, Anchor::Start, strong);
        self.setter.latin(svg, &file, [left + width + 2.5, baseline], place.width, Anchor::Start, plain);
    }

    /// The first page: what the sheets are, how they lie, what to do. Out: the drawing, and where the picture is shown.
    pub fn guide(&mut self, page: [f64; 2]) -> (String, Area) {
        // A4's measures, smaller or larger with the paper.
        let unit = (page[0] / 210.0).min(page[1] / 297.0);
        let margin = 16.0 * unit;
        let width = page[0] - 2.0 * margin;
        let mut svg = open(page);
        let heading = Look { role: Role::Headings, weight: 700, size: 10.0 * unit, colour: self.theme.brand_text };
        let body = Look { role: Role::Base, weight: 400, size: 4.2 * unit, colour: self.theme.ink };
        let muted = Look { colour: self.theme.muted, ..body };
        let title = self.word("sheets_title", &[]);
        let y = self.setter.paragraph(&mut svg, &title, [margin, margin + 8.0 * unit], width, heading);
        let text = self.title.to_owned();
        let y = self.setter.paragraph(&mut svg, &text, [margin, y - 3.0 * unit], width, Look { weight: 600, ..body });
        let facts = self.facts();
        let y = self.setter.paragraph(&mut svg, &facts, [margin, y], width, muted);
        let room = Area { x: margin, y: y + 1.0 * unit, width, height: 124.0 * unit };
        let picture = self.diagram(&mut svg, room, unit);
        let y = self.steps(&mut svg, [margin, picture.y + picture.height + 13.0 * unit], width, body, unit);
        self.ruler(&mut svg, [margin, y + 5.0 * unit], width, muted, unit);
        (svg + "</svg>", picture)
    }

    fn word(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.fill(self.setter.language, key, values)
    }

    fn facts(&self) -> String {
        let side = |length: f64| match self.format.unit {
            FormatUnit::Mm => number(length),
            FormatUnit::Px => number(length * 25.4 / 96.0),
        };
        let size = format!("{} × {} mm", side(self.format.width), side(self.format.height));
        let size = if self.format.name.contains('x') { size } else { format!("{} ({size})", self.format) };
        let (rows, columns) = (self.grid.rows.to_string(), self.grid.columns.to_string());
        let values = [("size", size.as_str()), ("paper", &self.paper.name), ("rows", &rows), ("columns", &columns)];
        self.words.count_and_fill(self.setter.language, "sheets_facts", self.grid.count() as u64, &values)
    }

    /// The picture in small, with the edges that will be seen and the name of each sheet.
    fn diagram(&mut self, svg: &mut String, room: Area, unit: f64) -> Area {
        let [width, height] = self.grid.poster;
        let scale = (room.width / width).min(room.height / height);
        let picture = Area {
            x: room.x + (room.width - width * scale) / 2.0,
            y: room.y,
            width: width * scale,
            height: height * scale,
        };
        let _ = write!(
            svg,
            r##"<rect x="{}" y="{}" width="{}" height="{}" fill="none" stroke="#999" stroke-width="0.2"/>"##,
            number(picture.x),
            number(picture.y),
            number(picture.width),
            number(picture.height)
        );
        for column in 1..self.grid.columns {
            let x = picture.x + self.grid.of_poster(0, column).x * scale;
            seam(svg, [x, picture.y - 2.0], [x, picture.y + picture.height + 2.0]);
        }
        for row in 1..self.grid.rows {
            let y = picture.y + self.grid.of_poster(row, 0).y * scale;
            seam(svg, [picture.x - 2.0, y], [picture.x + picture.width + 2.0, y]);
        }
        let cell = [picture.width / self.grid.columns as f64, picture.height / self.grid.rows as f64];
        let size = (cell[0] * 0.3).min(cell[1] * 0.3).min(4.4 * unit);
        let look = Look { role: Role::Headings, weight: 700, size, colour: Colour::BLACK };
        for (row, column) in self.grid.places() {
            let part = self.grid.of_poster(row, column);
            let seen = |length: f64, last: bool| if last { length } else { length - OVERLAP };
            let x = picture.x + (part.x + seen(part.width, column + 1 == self.grid.columns) / 2.0) * scale;
            let y = picture.y + (part.y + seen(part.height, row + 1 == self.grid.rows) / 2.0) * scale;
            let (name, w, h) = (name(row, column), size * 2.6, size * 1.5);
            let _ = write!(
                svg,
                r##"<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="#fff" stroke="#999" stroke-width="0.15"/>"##,
                number(x - w / 2.0),
                number(y - h / 2.0),
                number(w),
                number(h),
                number(h / 2.0)
            );
            self.setter.latin(svg, &name, [x - w / 2.0, y + size * 0.36], w, Anchor::Middle, look);
        }
        picture
    }

    /// What to do, one after the other.
    fn steps(&mut self, svg: &mut String, [x, y]: [f64; 2], width: f64, body: Look, unit: f64) -> f64 {
        let paper = self.paper.name.clone();
        let keys = ["sheets_print", "sheets_check", "sheets_cut", "sheets_glue", "sheets_join"];
        let (radius, indent) = (3.3 * unit, 10.0 * unit);
        let mut y = y;
        for (i, key) in keys.iter().enumerate() {
            let centre = if self.setter.is_rtl() { x + width - radius } else { x + radius };
            let middle = y - body.size * 0.34;
            let _ = write!(
                svg,
                r#"<circle cx="{}" cy="{}" r="{}" fill="{}"/>"#,
                number(centre),
                number(middle),
                number(radius),
                self.theme.brand
            );
            let digit = Look { role: Role::Headings, weight: 700, colour: self.theme.on_brand, ..body };
            let (left, baseline) = (centre - radius, middle + body.size * 0.36);
            self.setter.line(svg, &(i + 1).to_string(), [left, baseline], 2.0 * radius, Anchor::Middle, digit);
            let text = self.word(key, &[("paper", &paper)]);
            let start = if self.setter.is_rtl() { x } else { x + indent };
            y = self.setter.paragraph(svg, &text, [start, y], width - indent, body) + 2.4 * unit;
        }
        y
    }

    /// A line to hold a ruler against; not longer than the page is wide.
    fn ruler(&mut self, svg: &mut String, [x, y]: [f64; 2], width: f64, look: Look, unit: f64) {
        let length = if width >= 100.0 { 100.0 } else { 50.0 };
        let left = if self.setter.is_rtl() { x + width - length } else { x };
        for i in 0..=(length as usize / 10) {
            let tall = if i % 5 == 0 { 3.0 } else { 1.6 };
            line(svg, [left + 10.0 * i as f64, y], [left + 10.0 * i as f64, y - tall]);
        }
        line(svg, [left, y], [left + length, y]);
        let text = format!("{length} mm");
        self.setter.latin(svg, &text, [left, y + 5.0 * unit], length, Anchor::Middle, look);
    }
}

fn open([width, height]: [f64; 2]) -> String {
    let (width, height) = (number(width), number(height));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">"#
    )
}

fn line(svg: &mut String, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) {
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(number);
    let _ = write!(svg, r#"<path d="M{x1} {y1}L{x2} {y2}" stroke="{MARK_COLOUR}" stroke-width="0.2"/>"#);
}

/// A mark along a line to cut.
fn tick(svg: &mut String, from: [f64; 2], by: [f64; 2]) {
    line(svg, from, [from[0] + by[0], from[1] + by[1]]);
}

/// A line of the diagram where one sheet ends on another: white and dark, to be seen on any picture.
fn seam(svg: &mut String, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) {
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(number);
    for (colour, width) in [("#fff", "0.7"), ("#333", "0.3")] {
        let _ = write!(svg, r#"<path d="M{x1} {y1}L{x2} {y2}" stroke="{colour}" stroke-width="{width}"/>"#);
    }
}

/// Beside a flap: a triangle at the seam, pointing to the picture, and a line over the flap's width. `along` leads from
/// the seam to the flap's end, `away` from the picture.
fn bracket(svg: &mut String, [x, y]: [f64; 2], along: [f64; 2], away: [f64; 2]) {
    let at = |a: f64, b: f64| [x + along[0] * a + away[0] * b, y + along[1] * a + away[1] * b].map(number);
    let ([tip_x, tip_y], [a_x, a_y], [b_x, b_y]) = (at(0.0, 0.0), at(-1.1, 1.9), at(1.1, 1.9));
    let _ = write!(svg, r#"<path d="M{tip_x} {tip_y}L{a_x} {a_y}L{b_x} {b_y}Z" fill="{MARK_COLOUR}"/>"#);
    let point = |a: f64, b: f64| [x + along[0] * a + away[0] * b, y + along[1] * a + away[1] * b];
    line(svg, point(1.6, 0.5), point(OVERLAP, 0.5));
    line(svg, point(OVERLAP, 0.0), point(OVERLAP, 1.0));
}

/// To the left and the right of the strip that the sheet below is glued over.
fn flap_lying(svg: &mut String, bottom: f64, place: Area) {
    let seam = bottom - OVERLAP;
    bracket(svg, [place.x - MARK_GAP, seam], [0.0, 1.0], [-1.0, 0.0]);
    bracket(svg, [place.x + place.width + MARK_GAP, seam], [0.0, 1.0], [1.0, 0.0]);
}

const _: () = assert!(MARK_GAP + MARK_LENGTH <= STRIP && MARGIN > 0.0);
