//! Places on a slide, in points; files hold them in EMU.

use serde::{Serialize, Serializer, ser::SerializeStruct};

/// Width of a slide, 16:9.
pub const WIDTH: f64 = 960.0;
/// Height of a slide.
pub const HEIGHT: f64 = 540.0;
/// Space beside everything that is read.
pub const MARGIN: f64 = 54.0;

/// A length in English Metric Units, 12700 a point (ECMA-376, part 1, 20.1.2.1).
pub fn emu(points: f64) -> i64 {
    (points * 12_700.0).round() as i64
}

/// A place, in points from the slide's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Frame {
    /// A place.
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    /// The whole slide.
    pub const SLIDE: Frame = Frame::new(0.0, 0.0, WIDTH, HEIGHT);

    /// The same place on a slide that is read from right to left.
    pub fn mirrored(self) -> Self {
        Self { x: WIDTH - self.x - self.width, ..self }
    }

    /// The lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The place within its edges.
    pub fn inset(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y, width: self.width - 2.0 * x, height: self.height - 2.0 * y }
    }

    /// `count` places side by side with `gap` between them, from left to right.
    pub fn columns(self, count: usize, gap: f64) -> Vec<Frame> {
        let width = (self.width - gap * (count.max(1) - 1) as f64) / count.max(1) as f64;
        (0..count).map(|i| Frame { x: self.x + i as f64 * (width + gap), width, ..self }).collect()
    }
}

impl Serialize for Frame {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut state = serializer.serialize_struct("Frame", 4)?;
        state.serialize_field("x", &emu(self.x))?;
        state.serialize_field("y", &emu(self.y))?;
        state.serialize_field("width", &emu(self.width.max(0.0)))?;
        state.serialize_field("height", &emu(self.height.max(0.0)))?;
        state.end()
    }
}
