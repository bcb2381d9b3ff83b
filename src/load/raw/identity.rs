//! `brand/identity.yaml`

use super::{
    brand::Brand,
    decode::{Decode, Decoder, Map, Required, record, words},
    node::{Node, NodeKind},
    scalar::Share,
    text::{PerLanguage, Text},
};
use crate::{
    diagnostic::Located,
    model::{
        Nature, Pattern,
        value::{EmailAddress, Id, LanguageTag, Length, Link},
    },
};

record! {
    /// The project identity: who we are, how we look, what we tell. Only `name` and `tagline` are required.
    Identity {
        /// The project's name, as it stands in every piece.
        name: Required<Located<String>>,
        /// The tagline.
        tagline: Required<Text>,
        /// The organisation behind the project.
        organisation: Option<Located<String>>,
        /// The group whose logo stands beside the project's.
        endorsed_by: Option<Endorsement>,
        /// The project's languages; the first is the default.
        languages: Option<Vec<Located<LanguageTag>>>,
        /// Where a call to action leads unless it says otherwise.
        link: Option<Located<Link>>,
        /// Whom to write to.
        contact: Option<Located<EmailAddress>>,
        /// Where the files of the output folder are published: the https: address below which they are put. Codes on
        /// notices lead to the newsletters there.
        published_at: Option<Located<Link>>,
        /// The paper of pages that no file gives a format: A4 or Letter. Letter where every site is in the United States or
        /// Canada, else A4, where absent.
        paper: Option<Located<Paper>>,
        /// A brand.yml document, or the path to one.
        brand: Option<BrandOrPath>,
        /// What brand.yml has no word for.
        guidelines: Option<Guidelines>,
        /// The why and its chapters.
        story: Option<Story>,
        /// The key messages, told again and again.
        messages: Option<Vec<Message>>,
        /// Whether links carry their channel and site as query parameters; never who reads.
        link_tags: Option<Located<bool>>,
    }
}

/// A sheet that office printers take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    Letter,
}

impl Paper {
    /// As formats call it.
    pub fn name(self) -> &'static str {
        match self {
            Paper::A4 => "A4",
            Paper::Letter => "Letter",
        }
    }
}

words!(Paper, "`A4` or `Letter`", { "A4" => Paper::A4, "Letter" => Paper::Letter });

/// A brand.yml document, or the path to one.
#[derive(Debug, Clone, schemars::JsonSchema)]
#[schemars(untagged)]
pub enum BrandOrPath {
    /// Relative to the file that names it.
    Path(Located<String>),
    /// Here.
    Inline(Box<Brand>),
}

impl Decode for BrandOrPath {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        match node.kind {
            NodeKind::Scalar { .. } => Decode::decode(node, decoder).map(Self::Path),
            _ => Brand::decode(node, decoder).map(|brand| Self::Inline(Box::new(brand))),
        }
    }
}

record! {
    /// The group whose logo stands beside the project's.
    Endorsement {
        /// Its name.
        name: Located<String>,
        /// Its logo: a path relative to this file.
        logo: Option<Located<String>>,
    }
}

record! {
    /// Brand rules beyond brand.yml.
    Guidelines {
        /// How much of a piece each palette colour takes, in percent.
        proportions: Option<Map<Located<f64>>>,
        /// Printed values by palette name; computed where absent.
        print: Option<Map<PrintColour>>,
        /// The press that print files are made for; coated offset (FOGRA39) where absent.
        output_condition: Option<OutputCondition>,
        /// Rules for the logo.
        logo: Option<LogoGuidelines>,
        /// The pattern in the pieces' grounds.
        pattern: Option<Located<Pattern>>,
        /// The tone of voice.
        voice: Option<Voice>,
    }
}

record! {
    /// How a palette colour is printed.
    PrintColour {
        /// Cyan, magenta, yellow, black, 0 to 100 each.
        cmyk: Option<Vec<Located<f64>>>,
        /// A spot ink's name, as PANTONE 281 C.
        spot: Option<Located<String>>,
    }
}

record! {
    /// A press: ink and paper as an ICC profile describes them.
    OutputCondition {
        /// The ICC profile that the print shop names: a path relative to this file.
        profile: Located<String>,
        /// Its name, as FOGRA51.
        identifier: Located<String>,
        /// The most ink that the paper takes, all four together: 300%.
        ink_limit: Option<Located<Share>>,
    }
}

record! {
    /// Rules for the logo.
    LogoGuidelines {
        /// Empty space around it, as a share of the symbol's height.
        clear_space: Option<Located<Share>>,
        /// The smallest widths.
        minimum_width: Option<MinimumWidth>,
        /// What must not be done with it.
        misuse: Option<Vec<Text>>,
    }
}

record! {
    /// The smallest widths of the logo.
    MinimumWidth {
        /// On paper.
        print: Option<Located<Length>>,
        /// On screens.
        screen: Option<Located<Length>>,
    }
}

record! {
    /// The tone of voice.
    Voice {
        /// What we are.
        we_are: Option<Vec<Text>>,
        /// What we are not.
        we_are_not: Option<Vec<Text>>,
        /// Words to prefer.
        say: Option<PerLanguage<Vec<Located<String>>>>,
        /// Words to avoid.
        avoid: Option<PerLanguage<Vec<Located<String>>>>,
    }
}

record! {
    /// The story that the campaign tells.
    Story {
        /// The one sentence that every piece repeats.
        why: Option<Text>,
        /// Its chapters over time.
        chapters: Option<Vec<Chapter>>,
    }
}

record! {
    /// A chapter of the story.
    Chapter {
        /// The name by which pieces call it.
        id: Located<Id>,
        /// Its title.
        title: Text,
        /// Its text.
        text: Text,
    }
}

record! {
    /// A key message.
    Message {
        /// The name by which pieces call it.
        id: Located<Id>,
        /// The name of an icon (see lucide.dev/icons).
        icon: Option<Located<String>>,
        /// A few words.
        title: Text,
        /// A sentence or two.
        text: Text,
        /// The fact that bears it out.
        proof: Option<Text>,
        /// What it is about: `business`, why the organisation does it, which executives say; `personal`, what it changes for
        /// each reader, which managers say; `any`, whoever says it. Personal where absent.
        nature: Option<Located<Nature>>,
    }
}
