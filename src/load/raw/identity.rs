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
        /// The project's name, as it stands in every piece. Example: `Agora`
        name: Required<Located<String>>,
        /// The tagline: a few words below the name. Example: `{ fr: "Plus proches.", en: "Closer." }`
        tagline: Required<Text>,
        /// The organisation behind the project, named in footers and guides. Example: `Groupe Horizon`
        organisation: Option<Located<String>>,
        /// The group whose logo stands beside the project's. Example: `{ name: Groupe Horizon, logo: group.svg }`
        endorsed_by: Option<Endorsement>,
        /// The project's languages, the default first; those that the tagline is written in, else French and English,
        /// where absent. Example: `[fr, en]`
        languages: Option<Vec<Located<LanguageTag>>>,
        /// Where buttons and QR codes lead unless they say otherwise. Example: `https://agora.example`
        link: Option<Located<Link>>,
        /// Whom to write to, shown in footers and guides. Example: `agora@company.example`
        contact: Option<Located<EmailAddress>>,
        /// The web address below which you put the files of the output folder. Codes on notices and screens lead to
        /// the newsletters there; to where the newsletter's button leads, else to `link`, where absent. Example:
        /// `https://intranet.example/agora`
        published_at: Option<Located<Link>>,
        /// The paper of notices and the brand guide; Letter if every site is in the United States or Canada, else A4,
        /// where absent. Example: `Letter`
        paper: Option<Located<Paper>>,
        /// Colours, typefaces and logo: the keys of a brand.yml document, or the path to one; a palette, typefaces
        /// and a logo are drawn from the name where absent. Example: `brand.yml`
        brand: Option<BrandOrPath>,
        /// Brand rules that brand.yml has no word for: how much of each colour, how it is printed, the tone of voice.
        guidelines: Option<Guidelines>,
        /// The why, and the chapters in which it is told over time.
        story: Option<Story>,
        /// The key messages: three or four that are told again and again.
        messages: Option<Vec<Message>>,
        /// Whether links carry their channel and site, so that visits can be compared; never who reads; false where
        /// absent. Example: `true`
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
        /// Its name. Example: `Groupe Horizon`
        name: Located<String>,
        /// Its logo: a path relative to this file; its name is written instead where absent. Example: `group.svg`
        logo: Option<Located<String>>,
    }
}

record! {
    /// Brand rules beyond brand.yml.
    Guidelines {
        /// How much of a piece each palette colour takes, in percent; together 100. Example: `{ chalk: 60, night: 40
        /// }`
        proportions: Option<Map<Located<f64>>>,
        /// How a palette colour is printed; computed from the press profile where absent. Example: `{ night: { cmyk:
        /// [100, 85, 35, 30] } }`
        print: Option<Map<PrintColour>>,
        /// The press that print files are made for; coated offset (FOGRA39, 300 % ink) where absent.
        output_condition: Option<OutputCondition>,
        /// Rules for the logo.
        logo: Option<LogoGuidelines>,
        /// The pattern in the grounds of pieces; topography where absent. Example: `waves`
        pattern: Option<Located<Pattern>>,
        /// The tone of voice.
        voice: Option<Voice>,
    }
}

record! {
    /// How a palette colour is printed.
    PrintColour {
        /// Cyan, magenta, yellow and black, 0 to 100 each. Example: `[100, 85, 35, 30]`
        cmyk: Option<Vec<Located<f64>>>,
        /// A spot ink's name. Example: `PANTONE 281 C`
        spot: Option<Located<String>>,
    }
}

record! {
    /// A press: ink and paper as an ICC profile describes them.
    OutputCondition {
        /// The ICC profile that the print shop names: a path relative to this file. Example: `fogra51.icc`
        profile: Located<String>,
        /// Its name. Example: `FOGRA51`
        identifier: Located<String>,
        /// The most ink that the paper takes, all four together; 300% where absent. Example: `300%`
        ink_limit: Option<Located<Share>>,
    }
}

record! {
    /// Rules for the logo.
    LogoGuidelines {
        /// Empty space around it, as a share of the symbol's height. Example: `50%`
        clear_space: Option<Located<Share>>,
        /// The smallest widths. Example: `{ print: 20mm, screen: 96px }`
        minimum_width: Option<MinimumWidth>,
        /// What must not be done with it: a sentence each. Example: `["Do not stretch it."]`
        misuse: Option<Vec<Text>>,
    }
}

record! {
    /// The smallest widths of the logo.
    MinimumWidth {
        /// On paper. Example: `20mm`
        print: Option<Located<Length>>,
        /// On screens. Example: `96px`
        screen: Option<Located<Length>>,
    }
}

record! {
    /// The tone of voice.
    Voice {
        /// What we are, in a few words each. Example: `[{ fr: "concrets", en: "concrete" }]`
        we_are: Option<Vec<Text>>,
        /// What we are not. Example: `[{ fr: "infantilisants", en: "patronising" }]`
        we_are_not: Option<Vec<Text>>,
        /// Words to prefer. Example: `{ en: [help, sharing] }`
        say: Option<PerLanguage<Vec<Located<String>>>>,
        /// Words to avoid: one that is found in a piece is a warning. Example: `{ en: [leverage, synergy] }`
        avoid: Option<PerLanguage<Vec<Located<String>>>>,
    }
}

record! {
    /// The story that the campaign tells.
    Story {
        /// The one sentence that every piece repeats. Example: `{ fr: "Parce que…", en: "Because…" }`
        why: Option<Text>,
        /// Its chapters over time: where we start from, what changes, where we go.
        chapters: Option<Vec<Chapter>>,
    }
}

record! {
    /// A chapter of the story.
    Chapter {
        /// The name by which pieces call it. Example: `today`
        id: Located<Id>,
        /// Its title. Example: `Where we start from`
        title: Text,
        /// Its text: a paragraph or two.
        text: Text,
    }
}

record! {
    /// A key message.
    Message {
        /// The name by which pieces call it. Example: `find`
        id: Located<Id>,
        /// The name of an icon, as lucide.dev/icons lists them. Example: `search-check`
        icon: Option<Located<String>>,
        /// A few words. Example: `{ fr: "Trouver qui sait", en: "Find who knows" }`
        title: Text,
        /// A sentence or two.
        text: Text,
        /// The fact that bears it out. Example: `1,200 experts already listed`
        proof: Option<Text>,
        /// What it is about: `business` (why the organisation does it, which executives say), `personal` (what it changes for
        /// each reader, which managers say) or `any` (whoever says it); personal where absent. Example: `business`
        nature: Option<Located<Nature>>,
    }
}
