//! How boxes and what stands in them share the room: attributes to what taffy, the layout engine, computes with.
//!
//! Everything is laid out from left to right; drawings for right-to-left languages are mirrored as a whole.

use taffy::{
    AlignContent, AlignItems, Dimension, Display, FlexDirection, LengthPercentage, LengthPercentageAuto, Position,
    Rect, Size, Style,
    style_helpers::{auto, fr, length, minmax, percent, zero},
};

use super::attributes::{Attributes, Extent};
use crate::diagnostic::Diagnostic;

/// How a box arranges its children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Row,
    Column,
    Grid,
}

/// What is drawn below a box's children.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ground {
    pub fill: String,
    pub stroke: String,
    pub stroke_width: f64,
    pub radius: f64,
    pub opacity: f64,
}

impl Ground {
    /// Of `fill`, `stroke`, `stroke-width`, `radius`, `opacity`; `None` where nothing would be seen.
    pub fn read(attributes: &Attributes) -> Option<Self> {
        let paint = |name| attributes.text(name).unwrap_or("none").to_owned();
        let ground = Self {
            fill: paint("fill"),
            stroke: paint("stroke"),
            stroke_width: attributes.number("stroke-width", 1.0).max(0.0),
            radius: attributes.number("radius", 0.0).max(0.0),
            opacity: attributes.number("opacity", 1.0).clamp(0.0, 1.0),
        };
        (ground.fill != "none" || ground.stroke != "none").then_some(ground)
    }
}

/// The gaps between a box's children that grow and shrink with its texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gap {
    pub rows: Option<f64>,
    pub columns: Option<f64>,
}

impl Gap {
    /// Of `gap`, where `row-gap` and `column-gap` do not set one that stays.
    pub fn read(attributes: &Attributes) -> Option<Self> {
        let gap = attributes.has("gap").then(|| attributes.number("gap", 0.0).max(0.0))?;
        let unless = |name| (!attributes.has(name)).then_some(gap);
        Some(Self { rows: unless("row-gap"), columns: unless("column-gap") })
    }

    /// The gaps at a share of their usual size.
    pub fn at(self, share: f64, style: &mut Style) {
        if let Some(rows) = self.rows {
            style.gap.height = length(rows * share);
        }
        if let Some(columns) = self.columns {
            style.gap.width = length(columns * share);
        }
    }
}

/// How an element stands in its parent: its size, and its place where it has one of its own. `parent` is `None` outside
/// of boxes.
pub(super) fn item(attributes: &Attributes, parent: Option<Flow>) -> Style {
    let mut style = Style {
        display: Display::Flex,
        // Every element is where its absolute children are counted from.
        position: Position::Relative,
        flex_shrink: 0.0,
        size: Size { width: dimension(attributes, "width"), height: dimension(attributes, "height") },
        min_size: Size { width: limit(attributes, "min-width"), height: limit(attributes, "min-height") },
        max_size: Size { width: limit(attributes, "max-width"), height: limit(attributes, "max-height") },
        align_self: attributes.maybe_choice("align-self", &ALIGNS),
        ..Style::default()
    };
    if parent.is_none() {
        return style;
    }
    if let Some(flex) = attributes.has("flex").then(|| attributes.number("flex", 1.0).max(0.0)) {
        style.flex_grow = flex as f32;
        style.flex_basis = zero();
    }
    if parent == Some(Flow::Column) && !attributes.has("width") && !attributes.has("max-width") {
        // taffy lets a row that nothing stretches grow beyond its column rather than shrink what stands in it.
        style.max_size.width = percent(1.0);
    }
    let places = [("flow", false), ("absolute", true)];
    if attributes.choice("position", &places) {
        style.position = Position::Absolute;
        style.inset = Rect {
            left: inset(attributes, "start"),
            right: inset(attributes, "end"),
            top: inset(attributes, "top"),
            bottom: inset(attributes, "bottom"),
        };
        place_axis(&mut style.inset.left, &mut style.inset.right, attributes.has("width"));
        place_axis(&mut style.inset.top, &mut style.inset.bottom, attributes.has("height"));
    } else {
        let help = "add `position=\"absolute\"` to place it in its box, or let the box place it";
        attributes.refuse(|name| matches!(name, "top" | "end" | "bottom" | "start"), help);
    }
    style
}

/// What is placed by no side begins where its box begins; without a size it covers it.
fn place_axis(start: &mut LengthPercentageAuto, end: &mut LengthPercentageAuto, sized: bool) {
    if start.is_auto() && end.is_auto() {
        *start = zero();
        if !sized {
            *end = zero();
        }
    }
}

const ALIGNS: [(&str, AlignItems); 4] = [
    ("start", AlignItems::START),
    ("center", AlignItems::CENTER),
    ("end", AlignItems::END),
    ("stretch", AlignItems::STRETCH),
];

const JUSTIFIES: [(&str, AlignContent); 5] = [
    ("start", AlignContent::START),
    ("center", AlignContent::CENTER),
    ("end", AlignContent::END),
    ("between", AlignContent::SPACE_BETWEEN),
    ("around", AlignContent::SPACE_AROUND),
];

/// Adds to an element's style how it arranges its children.
pub(super) fn container(attributes: &Attributes, flow: Flow, style: &mut Style) {
    style.align_items = attributes.maybe_choice("align", &ALIGNS).unwrap_or(AlignItems::STRETCH);
    let justify = attributes.choice("justify", &JUSTIFIES);
    match flow {
        Flow::Row => style.flex_direction = FlexDirection::Row,
        Flow::Column => style.flex_direction = FlexDirection::Column,
        Flow::Grid => {
            style.display = Display::Grid;
            style.grid_template_columns = columns(attributes);
        }
    }
    match flow {
        // Columns of a grid take its whole width; what can be distributed is the height between its rows.
        Flow::Grid => style.align_content = justify,
        Flow::Row | Flow::Column => style.justify_content = justify,
    }
    style.padding = padding(attributes);
    let gap = |name| length(attributes.number(name, 0.0).max(0.0));
    style.gap = Size { width: gap("column-gap"), height: gap("row-gap") };
}

/// One to four numbers in the order of CSS, start and end for left and right.
fn padding(attributes: &Attributes) -> Rect<LengthPercentage> {
    let numbers = attributes.numbers("padding", &[1, 2, 3, 4]).unwrap_or_else(|| vec![0.0]);
    let at = |i: usize| numbers.get(i).copied().map(|n| length(n.max(0.0)));
    let top = at(0).unwrap_or(zero());
    let end = at(1).unwrap_or(top);
    Rect { top, right: end, bottom: at(2).unwrap_or(top), left: at(3).unwrap_or(end) }
}

/// The most columns that a grid has: more would be a mistake, and much work.
const MOST_COLUMNS: usize = 48;

/// `3`: equal columns; `2fr 1fr 40 auto 25%`: each its own.
fn columns(attributes: &Attributes) -> Vec<taffy::GridTemplateComponent<String>> {
    let text = attributes.text("columns").unwrap_or("1").trim();
    let equal = |share: f32| minmax(length(0.0), fr(share));
    if let Ok(count @ 1..=MOST_COLUMNS) = text.parse::<usize>() {
        return vec![equal(1.0); count];
    }
    let number = |text: &str| text.parse::<f32>().ok().filter(|n| n.is_finite() && *n >= 0.0);
    let column = |word: &str| match (word.strip_suffix("fr"), word.strip_suffix('%')) {
        _ if word == "auto" => Some(auto()),
        (Some(share), _) => number(share).map(equal),
        (_, Some(share)) => number(share).map(|share| percent(share / 100.0)),
        _ => number(word).map(length),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let several = words.len() > 1 || text.parse::<f64>().is_err();
    let columns: Option<Vec<_>> = words.iter().take(MOST_COLUMNS).map(|word| column(word)).collect();
    columns.filter(|columns| several && !columns.is_empty()).unwrap_or_else(|| {
        attributes.push(wrong_columns(attributes, text));
        vec![equal(1.0)]
    })
}

fn wrong_columns(attributes: &Attributes, text: &str) -> Diagnostic {
    let help = "write how many, as `3`, or the width of each, as `2fr 1fr`, `40 1fr`, `auto 1fr`";
    attributes.wrong(format!("`columns=\"{text}\"` says no columns")).help(help)
}

fn dimension(attributes: &Attributes, name: &str) -> Dimension {
    match attributes.size(name) {
        Some(Extent::Units(units)) => length(units),
        Some(Extent::Share(share)) => percent(share),
        None => auto(),
    }
}

fn limit(attributes: &Attributes, name: &str) -> LengthPercentageAuto {
    match attributes.size(name) {
        Some(Extent::Units(units)) => length(units),
        Some(Extent::Share(share)) => percent(share),
        None => auto(),
    }
}

fn inset(attributes: &Attributes, name: &str) -> LengthPercentageAuto {
    match attributes.extent(name) {
        Some(Extent::Units(units)) => length(units),
        Some(Extent::Share(share)) => percent(share),
        None => auto(),
    }
}
