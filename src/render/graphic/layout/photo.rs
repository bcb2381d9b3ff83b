//! The piece's photo in its box: with as many pixels as the output shows, cropped around its focus.

use super::{Area, Materials};
use crate::{
    design::{
        picture::{Fit, Picture, Place, placed_resolution},
        svg::number,
    },
    diagnostic::Diagnostics,
    model::{Focus, value::Format},
};

/// A photo, and what it is shown on.
pub(in super::super) struct Photo {
    pub picture: Picture,
    pub focus: Focus,
    /// The piece's size, which says how many pixels are enough.
    pub format: Format,
    /// Pixels that the output shows for one unit of the drawing.
    pub pixels_per_unit: f64,
}

/// Pixels on the longer side of a drawing that is looked at.
const LOOKED_AT: f64 = 600.0;

impl Photo {
    /// SVG of it in an area; nothing, and why, where the file is damaged.
    pub(super) fn draw(
        &self,
        area: Area,
        fit: Fit,
        radius: f64,
        materials: &Materials,
        met: &mut Diagnostics,
    ) -> String {
        let place = self.place(area, fit, radius, self.pixels_per_unit);
        met.extend(placed_resolution(&self.picture, &place, &self.format, materials.piece));
        self.picture.draw(&place, &id(area, radius)).unwrap_or_else(|diagnostic| {
            met.push(*diagnostic);
            String::new()
        })
    }

    /// The same with as few pixels as suffice to judge how texts read on it.
    pub(super) fn small(&self, area: Area, fit: Fit, radius: f64) -> String {
        let longest = self.format.width.max(self.format.height);
        let place = self.place(area, fit, radius, (LOOKED_AT / longest).min(self.pixels_per_unit));
        self.picture.draw(&place, &id(area, radius)).unwrap_or_default()
    }

    fn place(&self, area: Area, fit: Fit, radius: f64, pixels_per_unit: f64) -> Place {
        let Area { x, y, width, height } = area;
        Place { x, y, width, height, radius, fit, focus: self.focus, pixels_per_unit }
    }
}

/// Tells two photos of one drawing apart.
fn id(area: Area, radius: f64) -> String {
    let sides = [area.x, area.y, area.width, area.height, radius].map(number);
    format!("photo-{}", sides.join("-"))
}
