//! How a text is set, as a template's attributes say.

use crate::design::fonts::Role;

/// Where a line stands in its box; start is the right side in right-to-left languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Align {
    #[default]
    Start,
    Center,
    End,
}

/// Where a block stands in its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum VerticalAlign {
    #[default]
    Top,
    Middle,
    Bottom,
}

/// How a text is set. Lengths are in units of the drawing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Style {
    /// Which of the brand's typefaces.
    pub font: Role,
    /// The size where there is room.
    pub size: f64,
    /// The smallest size that the template thinks good.
    pub min: f64,
    pub weight: u16,
    /// Weight of `**strong**` words.
    pub strong_weight: u16,
    /// As a multiple of the size.
    pub line_height: f64,
    /// Space added between letters, in em.
    pub tracking: f64,
    pub fill: String,
    /// Colour of `**strong**` words.
    pub strong_fill: String,
    pub align: Align,
    pub max_lines: usize,
    /// Lines of even length, for headlines.
    pub balance: bool,
}
