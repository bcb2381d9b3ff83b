//! The boxes of a page for the print shop and the marks around it.
//!
//! In: the trimmed size, the bleed, whether marks are wanted. Out: the page's boxes (ISO 32000-1, 14.11.2) in points, from
//! the lower left corner of the sheet, and the marks as a content stream.

use std::fmt::Write;

use lopdf::Object;

use super::functions::reals;
use crate::model::value::Millimetres;

/// Crop marks begin this far from the trimmed edge, or where a larger bleed ends.
const MARKS_FROM: Millimetres = Millimetres(3.0);
/// How long they are.
const MARK_LENGTH: Millimetres = Millimetres(5.0);
/// How thick, in points.
const MARK_WIDTH: f64 = 0.25;
/// Room between marks and the sheet's edge.
const BEYOND_MARKS: Millimetres = Millimetres(1.0);

/// A page for the print shop; all in points.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Width and height of the trimmed page.
    pub trim: [f64; 2],
    /// How far the drawing reaches beyond it.
    pub bleed: f64,
    /// Whether crop marks stand around it.
    pub marks: bool,
}

impl Sheet {
    /// From the sheet's edge to the trimmed edge.
    pub fn margin(&self) -> f64 {
        if self.marks { self.marks_from() + MARK_LENGTH.points() + BEYOND_MARKS.points() } else { self.bleed }
    }

    fn marks_from(&self) -> f64 {
        self.bleed.max(MARKS_FROM.points())
    }

    /// The trimmed page and so much around it.
    fn around(&self, reach: f64) -> [f64; 4] {
        let (margin, [width, height]) = (self.margin(), self.trim);
        [margin - reach, margin - reach, margin + width + reach, margin + height + reach]
    }

    /// `MediaBox`, `BleedBox` and `TrimBox`.
    pub fn boxes(&self) -> [(&'static str, Vec<Object>); 3] {
        [("MediaBox", self.margin()), ("BleedBox", self.bleed), ("TrimBox", 0.0)]
            .map(|(name, reach)| (name, reals(&self.around(reach))))
    }

    /// The bleed's edges from the trimmed page's own corner.
    pub fn clip(&self) -> [f64; 4] {
        [-self.bleed, -self.bleed, self.trim[0] + self.bleed, self.trim[1] + self.bleed]
    }

    /// Two lines at each corner, outside of the bleed.
    pub fn crop_marks(&self, space: &str) -> String {
        let mut marks = format!("q\n/{space} CS 1 SCN {MARK_WIDTH} w\n");
        let [left, bottom, right, top] = self.around(0.0);
        let (near, far) = (self.marks_from(), self.marks_from() + MARK_LENGTH.points());
        for (x, outward) in [(left, -1.0), (right, 1.0)] {
            for (y, upward) in [(bottom, -1.0), (top, 1.0)] {
                let lines =
                    [[x + outward * near, y, x + outward * far, y], [x, y + upward * near, x, y + upward * far]];
                for [x1, y1, x2, y2] in lines {
                    let _ = writeln!(marks, "{x1:.4} {y1:.4} m {x2:.4} {y2:.4} l S");
                }
            }
        }
        marks + "Q\n"
    }
}
