//! From a picture's size and a place to the part that is shown, and to the elements that show it.

use std::fmt::Write;

use crate::{
    design::{
        logo::Logo,
        svg::{escape, number},
    },
    model::Focus,
};

/// More pixels than this are not put into a drawing: 150 to the inch on A0.
const MAX_VIEW: f64 = 36_000_000.0;

/// How a picture takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fit {
    /// It fills the place; what is left over is cropped.
    #[default]
    Cover,
    /// All of it is seen, in the middle of the place.
    Contain,
}

/// Where a picture stands in a drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Left edge in the drawing's units.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Radius of its corners.
    pub radius: f64,
    /// How the picture takes it.
    pub fit: Fit,
    /// What cropping keeps in sight.
    pub focus: Focus,
    /// Pixels that the output shows for one unit of the drawing.
    pub pixels_per_unit: f64,
}

/// The part of a picture that is shown and the pixels that it gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    /// Left, top, width and height of the part, in the pixels of the picture as it is seen.
    pub part: [f64; 4],
    /// Columns and rows that are made of it.
    pub size: (u32, u32),
}

impl Place {
    /// False for a place without extent.
    pub(super) fn is_visible(&self) -> bool {
        let sound = |side: f64| side.is_finite() && side > 0.0;
        sound(self.width) && sound(self.height) && self.x.is_finite() && self.y.is_finite()
    }

    /// The box that the picture itself takes: smaller than the place where all of it is to be seen.
    fn taken(&self, width: f64, height: f64) -> [f64; 4] {
        if self.fit == Fit::Cover {
            return [self.x, self.y, self.width, self.height];
        }
        let scale = (self.width / width).min(self.height / height);
        let (w, h) = (width * scale, height * scale);
        [self.x + (self.width - w) / 2.0, self.y + (self.height - h) / 2.0, w, h]
    }
}

/// The part of a picture of this size that a place shows: left, top, width, height.
pub(super) fn part(width: f64, height: f64, place: &Place) -> [f64; 4] {
    if place.fit == Fit::Contain {
        return [0.0, 0.0, width, height];
    }
    let scale = (place.width / width).max(place.height / height);
    let (w, h) = ((place.width / scale).min(width), (place.height / scale).min(height));
    let start = |length: f64, shown: f64, focus: f64| (length * focus - shown / 2.0).clamp(0.0, length - shown);
    let share = |focus: f64| if focus.is_finite() { focus.clamp(0.0, 1.0) } else { 0.5 };
    [start(width, w, share(place.focus.x)), start(height, h, share(place.focus.y)), w, h]
}

/// What to make of a raster picture for a place: never more pixels than it has, nor than the output shows.
pub(super) fn view((width, height): (u32, u32), place: &Place) -> View {
    let (width, height) = (f64::from(width), f64::from(height));
    let part = part(width, height, place);
    let [_, _, taken_width, taken_height] = place.taken(width, height);
    let wanted = (taken_width / part[2]).max(taken_height / part[3]) * place.pixels_per_unit;
    let most = (MAX_VIEW / (part[2] * part[3])).sqrt();
    let scale = if wanted.is_finite() { wanted.min(most).min(1.0) } else { most.min(1.0) };
    let side = |length: f64| (length * scale).round().max(1.0) as u32;
    View { part, size: (side(part[2]), side(part[3])) }
}

/// A raster picture made ready: stripes from top to bottom, each an address that holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Made {
    pub stripes: Vec<Stripe>,
}

/// Rows of a picture, from `top` up to but not including `bottom`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stripe {
    pub top: u32,
    pub bottom: u32,
    /// `data:image/…`
    pub href: String,
}

/// The elements of a raster picture in its place.
pub(super) fn raster(made: &Made, view: &View, place: &Place, id: &str) -> String {
    let [x, y, width, height] = place.taken(view.part[2], view.part[3]);
    let row = height / f64::from(view.size.1);
    let mut out = String::new();
    for Stripe { top, bottom, href } in &made.stripes {
        let _ = write!(
            out,
            r#"<image x="{}" y="{}" width="{}" height="{}" preserveAspectRatio="none" href="{href}"/>"#,
            fine(x),
            fine(y + row * f64::from(*top)),
            fine(width),
            fine(row * f64::from(bottom - top)),
        );
    }
    // The part is cropped already: only round corners need a clip.
    if place.radius > 0.0 { clipped(&out, [x, y, width, height], place.radius, id) } else { out }
}

/// A drawing in its place.
pub(super) fn drawing(drawing: &Logo, place: &Place, id: &str) -> String {
    let [part_x, part_y, part_width, part_height] = part(drawing.width, drawing.height, place);
    let area = place.taken(drawing.width, drawing.height);
    let (x_scale, y_scale) = (area[2] / part_width, area[3] / part_height);
    let moved = format!(
        r#"<g transform="translate({} {}) scale({} {})">{}</g>"#,
        fine(area[0] - part_x * x_scale),
        fine(area[1] - part_y * y_scale),
        fine(x_scale),
        fine(y_scale),
        drawing.svg
    );
    clipped(&moved, area, place.radius, id)
}

fn clipped(content: &str, [x, y, width, height]: [f64; 4], radius: f64, id: &str) -> String {
    let id = escape(id);
    format!(
        r##"<clipPath id="{id}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/></clipPath><g clip-path="url(#{id})">{content}</g>"##,
        fine(x),
        fine(y),
        fine(width),
        fine(height),
        number(radius.max(0.0)),
    )
}

/// A number to a ten-thousandth, so that stripes meet where they should.
fn fine(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
