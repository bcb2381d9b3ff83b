//! What stands on a slide, a layout or a master.

use serde::Serialize;

use super::{
    geometry::Frame,
    paint::{Fill, Paint},
    text::Text,
};

/// A shape.
#[derive(Debug, Clone, Serialize)]
pub struct Shape {
    /// Unique on its slide.
    pub id: u32,
    /// What lists of a slide's parts show.
    pub name: String,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
    /// True for what shows nothing.
    pub decorative: bool,
    /// What it is.
    #[serde(flatten)]
    pub kind: Drawn,
}

/// What a shape is.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "shape", rename_all = "lowercase")]
#[allow(missing_docs, reason = "each field is a part of what its variant says")]
#[allow(clippy::large_enum_variant, reason = "a slide has a few dozen of them, most of the largest kind")]
pub enum Drawn {
    /// The content of a layout's placeholder.
    Placeholder { kind: Option<&'static str>, idx: Option<u32>, text: Text },
    /// A shape that office programs have (`rect`, `roundRect`, `ellipse`), with or without text.
    Box {
        frame: Frame,
        geometry: &'static str,
        adjust: Option<i64>,
        fill: Option<Fill>,
        line: Option<Fill>,
        text: Option<Text>,
    },
    /// A shape of curves.
    Curve { frame: Frame, path: Vec<Step>, fill: Option<Fill>, flip: bool },
    /// A picture: a place in the album, then its relationships; crop from left, top, right, bottom in 1000ths of a percent.
    Picture { frame: Frame, picture: usize, png: String, svg: Option<String>, crop: Option<[u32; 4]> },
    /// A table.
    Table { frame: Frame, grid: Grid },
}

/// A step of a curve: one point to go to, or three of a cubic Bézier curve; in EMU.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Its points.
    pub points: Vec<[i64; 2]>,
}

/// A table's content.
#[derive(Debug, Clone, Serialize)]
pub struct Grid {
    /// The widths of its columns in EMU.
    pub columns: Vec<i64>,
    /// Its rows, the first one its head.
    pub rows: Vec<GridRow>,
    /// Space at the sides of a cell's text.
    pub margin_x: i64,
    /// Space above and below it.
    pub margin_y: i64,
    /// Of the lines between rows.
    pub line: Paint,
    /// Columns from right to left.
    pub rtl: bool,
}

/// A row of a table.
#[derive(Debug, Clone, Serialize)]
pub struct GridRow {
    /// In EMU.
    pub height: i64,
    /// Its cells.
    pub cells: Vec<GridCell>,
}

/// A cell of a table.
#[derive(Debug, Clone, Serialize)]
pub struct GridCell {
    /// Its text.
    pub text: Text,
    /// Its ground.
    pub fill: Option<Fill>,
    /// `t`, `ctr` or `b`.
    pub anchor: &'static str,
}

impl Shape {
    /// Every text in it.
    pub fn texts_mut(&mut self) -> Vec<&mut Text> {
        match &mut self.kind {
            Drawn::Placeholder { text, .. } => vec![text],
            Drawn::Box { text, .. } => text.iter_mut().collect(),
            Drawn::Table { grid, .. } => {
                grid.rows.iter_mut().flat_map(|row| &mut row.cells).map(|cell| &mut cell.text).collect()
            }
            Drawn::Curve { .. } | Drawn::Picture { .. } => Vec::new(),
        }
    }
}
