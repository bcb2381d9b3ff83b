use indexmap::IndexMap;

use super::{
    Brand,
    value::{Asset, EmailAddress, Format, Id, LanguageTag, Length, Link, Localised, Prose},
};
use crate::diagnostic::{Located, Span};

/// `brand/identity.yaml`: who the project is, how it looks, what it tells.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The project's name, as it stands in every piece.
    pub name: String,
    /// Where the name was written.
    pub name_span: Span,
    /// The tagline.
    pub tagline: Localised<Prose>,
    /// The organisation behind the project.
    pub organisation: Option<String>,
    /// The group whose logo stands beside the project's.
    pub endorsed_by: Option<Endorsement>,
    /// The project's languages, the default first; at least one.
    pub languages: Vec<LanguageTag>,
    /// Where a call to action leads unless it says otherwise.
    pub link: Option<Link>,
    /// Whom to write to.
    pub contact: Option<EmailAddress>,
    /// The `https:` address below which the project puts the files of its output folder for its people to read.
    pub published_at: Option<Link>,
    /// The paper of pages that no file gives a format; that of the sites where absent.
    pub paper: Option<Format>,
    /// The brand.
    pub brand: Brand,
    /// What brand.yml has no word for.
    pub guidelines: Guidelines,
    /// The why and its chapters.
    pub story: Story,
    /// The key messages.
    pub messages: Vec<Message>,
    /// Whether pieces' links carry their channel and site as query parameters.
    pub link_tags: bool,
}

/// The group whose logo stands beside the project's.
#[derive(Debug, Clone)]
pub struct Endorsement {
    /// Its name.
    pub name: String,
    /// Its logo.
    pub logo: Option<Asset>,
}

/// Brand rules beyond brand.yml.
#[derive(Debug, Clone, Default)]
pub struct Guidelines {
    /// How much of a piece each palette colour takes.
    pub proportions: Vec<Proportion>,
    /// Printed values by palette name.
    pub print: IndexMap<String, PrintColour>,
    /// The press that print files are made for; coated offset (FOGRA39) where absent.
    pub output_condition: Option<OutputCondition>,
    /// Rules for the logo.
    pub logo: LogoGuidelines,
    /// The pattern drawn in the pieces' grounds.
    pub pattern: Pattern,
    /// The tone of voice.
    pub voice: Voice,
}

/// The share of one palette colour.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Proportion {
    /// The palette's name for it.
    pub colour: String,
    /// 0 to 100; all shares together are 100.
    pub percent: f64,
}

/// How a palette colour is printed.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PrintColour {
    /// Cyan, magenta, yellow, black, 0 to 100 % each.
    pub cmyk: Option<[f64; 4]>,
    /// A spot ink's name, as `PANTONE 281 C`.
    pub spot: Option<String>,
    /// Where it was written.
    #[serde(skip)]
    pub span: Span,
}

/// The most ink of coated offset, all four together, in percent (FOGRA39): where a project states no output condition.
pub const COATED_INK_LIMIT: f64 = 300.0;

/// A printing process, ink and paper together, as its ICC profile describes it.
#[derive(Debug, Clone)]
pub struct OutputCondition {
    /// An ICC profile of an output device with cyan, magenta, yellow and black.
    pub profile: Asset,
    /// Its name, as printers know it: `FOGRA51`.
    pub identifier: String,
    /// The most ink that the paper takes, all four together, in percent.
    pub ink_limit: f64,
    /// Where the profile was named.
    pub span: Span,
}

/// Rules for the logo.
#[derive(Debug, Clone)]
pub struct LogoGuidelines {
    /// Empty space around it, as a share of the symbol's height (0.5 = half).
    pub clear_space: f64,
    /// Smallest width in print.
    pub minimum_width_print: Option<Length>,
    /// Smallest width on screens.
    pub minimum_width_screen: Option<Length>,
    /// What must not be done with it.
    pub misuse: Vec<Localised<Prose>>,
}

impl Default for LogoGuidelines {
    fn default() -> Self {
        Self { clear_space: 0.5, minimum_width_print: None, minimum_width_screen: None, misuse: Vec::new() }
    }
}

/// The pattern of the brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pattern {
    /// Contour lines of an invented landscape.
    #[default]
    Topography,
    /// Geometric tiles.
    Tiles,
    /// Dots that grow.
    Halftone,
    /// Layered waves.
    Waves,
    /// Concentric rings.
    Rings,
    /// Plain grounds.
    None,
}

/// The tone of voice.
#[derive(Debug, Clone, Default)]
pub struct Voice {
    /// What we are.
    pub we_are: Vec<Localised<Prose>>,
    /// What we are not.
    pub we_are_not: Vec<Localised<Prose>>,
    /// Words to prefer, per language.
    pub say: Option<Localised<Vec<String>>>,
    /// Words to avoid, per language.
    pub avoid: Option<Localised<Vec<String>>>,
}

/// The story that the campaign tells.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// The one sentence that every piece repeats.
    pub why: Option<Localised<Prose>>,
    /// Its chapters over time.
    pub chapters: Vec<Chapter>,
}

/// A chapter of the story.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Localised<Prose>,
    /// Its text.
    pub text: Localised<Prose>,
}

/// A key message, told again and again.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id.
    pub id: Id,
    /// The name of an embedded icon (lucide).
    pub icon: Option<Located<String>>,
    /// A few words.
    pub title: Localised<Prose>,
    /// A sentence or two.
    pub text: Localised<Prose>,
    /// The fact that bears it out.
    pub proof: Option<Localised<Prose>>,
    /// What it is about, which says who should be heard saying it.
    pub nature: Nature,
}

/// What a message is about. People want to hear the organisation's reasons from those who lead it, and what changes for
/// themselves from the manager whom they work for (Prosci, Best Practices in Change Management: preferred senders).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Nature {
    /// Why the organisation does it.
    Business,
    /// What it changes for each reader.
    #[default]
    Personal,
    /// Neither: it does not matter who says it.
    Any,
}

impl Nature {
    /// The level that should be heard saying it.
    pub fn level(self) -> Option<super::Level> {
        match self {
            Self::Business => Some(super::Level::Executive),
            Self::Personal => Some(super::Level::Manager),
            Self::Any => None,
        }
    }
}
