//! GIMP's palette, which Inkscape, Krita, Scribus and Aseprite read too.

use std::fmt::Write;

use super::KitRenderer;
use crate::model::value::Colour;

impl KitRenderer<'_> {
    /// The palette's colours, then the leading colour's tones.
    pub(in super::super) fn gpl(&self) -> String {
        let swatches = self.swatches();
        let mut text = format!(
            "GIMP Palette\nName: {}\nColumns: {}\n#\n",
            line(&self.project.identity.name),
            swatches.len().min(16)
        );
        let mut add = |name: &str, Colour { red, green, blue }: Colour| {
            let _ = writeln!(text, "{red:3} {green:3} {blue:3}\t{}", line(name));
        };
        for swatch in &swatches {
            add(&swatch.name, swatch.colour);
        }
        for (step, colour) in &self.theme.ramp {
            add(&format!("primary {step}"), *colour);
        }
        text
    }
}

/// A name on one line.
fn line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
