use indexmap::IndexMap;

use super::value::{Asset, Colour, Localised};
use crate::diagnostic::Span;

/// The brand, from a brand.yml document, with every name resolved and every gap filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Brand {
    /// The palette as named by the project, in its order; holds at least the theme's colours.
    pub palette: IndexMap<String, Colour>,
    /// The leading colour.
    pub primary: Colour,
    /// The second.
    pub secondary: Colour,
    /// The accent.
    pub tertiary: Colour,
    /// Of pages.
    pub background: Colour,
    /// Of text on the background.
    pub foreground: Colour,
    /// Good news.
    pub success: Colour,
    /// Something to know.
    pub info: Colour,
    /// Something to heed.
    pub warning: Colour,
    /// Something to avoid.
    pub danger: Colour,
    /// A light neutral.
    pub light: Colour,
    /// A dark neutral.
    pub dark: Colour,
    /// Typefaces by role.
    pub typography: Typography,
    /// The logo that the project supplies; one is drawn from the name where it supplies none.
    pub logo: Option<Logo>,
}

/// A supplied logo.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// SVG, PNG, JPEG or WebP; for light grounds.
    pub file: Asset,
    /// The version for dark grounds, where one is given.
    pub reversed: Option<Asset>,
    /// The version for small places, such as an icon's, where one is given beside the usual one.
    pub small: Option<Asset>,
    /// The same for dark grounds.
    pub small_reversed: Option<Asset>,
    /// What it shows, for those who do not see it.
    pub alt: Localised<String>,
}

/// Typefaces by role.
#[derive(Debug, Clone, PartialEq)]
pub struct Typography {
    /// Running text.
    pub base: Typeface,
    /// Headlines.
    pub headings: Typeface,
    /// Code.
    pub monospace: Typeface,
    /// Font files of the project's own.
    pub faces: Vec<FontFace>,
}

/// A typeface in one role.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Typeface {
    /// The family's name, as `Inter`.
    pub family: String,
    /// 100 to 900.
    pub weight: FontWeight,
    /// Line height as a multiple of the size, where the brand sets one.
    pub line_height: Option<f64>,
    /// Colour of its text, where the brand sets one.
    pub colour: Option<Colour>,
    /// Where the brand names the family.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// A typeface is the same wherever it is named.
impl PartialEq for Typeface {
    fn eq(&self, other: &Self) -> bool {
        let own = |typeface: &Self| (typeface.weight, typeface.line_height, typeface.colour);
        self.family == other.family && own(self) == own(other)
    }
}

/// 100 (thin) to 900 (black), as CSS counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct FontWeight(pub u16);

/// Upright or italic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FontStyle {
    /// Upright.
    Normal,
    /// Italic.
    Italic,
}

/// One font file of the project's own.
#[derive(Debug, Clone, PartialEq)]
pub struct FontFace {
    /// The family that it belongs to.
    pub family: String,
    /// TrueType or OpenType.
    pub file: Asset,
}
