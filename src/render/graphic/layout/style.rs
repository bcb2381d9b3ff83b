//! How a text is set, as a template's attributes say.

use super::attributes::Attributes;
use crate::design::fonts::Role;

/// Where a line stands in its box; start is the right side in right-to-left languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Align {
    #[default]
    Start,
    Center,
    End,
}

/// Where a text stands in its box.
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
    /// Whether words may be hyphenated where whole ones do not fit.
    pub hyphens: bool,
    /// In capitals, where the script has them.
    pub upper: bool,
}

impl Style {
    /// Of an element's attributes; `None` without a size.
    pub fn read(attributes: &Attributes) -> Option<Self> {
        let size = attributes.required("size");
        if !attributes.has("size") {
            return None;
        }
        let fill = attributes.text("fill").unwrap_or("#000000").to_owned();
        let weight = |name, otherwise: u16| attributes.number(name, otherwise.into()).clamp(1.0, 1000.0) as u16;
        let usual = weight("weight", 400);
        let fonts = [("base", Role::Base), ("headings", Role::Headings), ("monospace", Role::Monospace)];
        let balance = attributes.choice("wrap", &[("plain", false), ("balance", true)]);
        Some(Self {
            font: attributes.choice("font", &fonts),
            size,
            min: attributes.number("min", size * 0.6).clamp(size * 0.02, size),
            weight: usual,
            strong_weight: weight("strong-weight", usual.max(700)),
            line_height: attributes.number("line-height", 1.35).clamp(0.8, 3.0),
            tracking: attributes.number("tracking", 0.0).clamp(-0.1, 1.0),
            strong_fill: attributes.text("strong-fill").unwrap_or(&fill).to_owned(),
            fill,
            align: attributes.align(),
            max_lines: attributes.number("max-lines", 999.0).clamp(1.0, 999.0) as usize,
            balance,
            hyphens: attributes.maybe_choice("hyphens", &[("none", false), ("auto", true)]).unwrap_or(!balance),
            upper: attributes.choice("case", &[("normal", false), ("upper", true)]),
        })
    }
}
