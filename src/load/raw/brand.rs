//! A brand.yml document (posit-dev.github.io/brand-yml), every key of that format.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{
    decode::{Anything, Decode, Decoder, Map, record, text_or, words},
    identity::Guidelines,
    node::Node,
};
use crate::{
    diagnostic::Located,
    model::{FontStyle, FontWeight},
};

record! {
    /// A brand.yml document.
    Brand {
        /// Name and links of the brand.
        meta: Option<Meta>,
        /// The logo: a path, or files by size and ground; one is drawn from the name where absent. Example:
        /// `logo.svg`
        logo: Option<Logo>,
        /// Palette and the roles of its colours.
        color: Option<Colour>,
        /// Fonts and their roles.
        typography: Option<Typography>,
        /// Settings of programs by their names, of which Fanion reads its own: guidelines that travel with a
        /// brand.yml.
        defaults: Option<Defaults>,
    }
}

/// Settings of programs, of which Fanion reads its own: what brand.yml has no word for.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// Brand rules beyond brand.yml, as `guidelines` in identity.yaml holds them; those there go before.
    pub fanion: Option<Guidelines>,
}

impl Decode for Defaults {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        let fanion = node.get("fanion").and_then(|own| Option::<Guidelines>::decode(own, decoder)).flatten();
        Some(Self { fanion })
    }
}

impl JsonSchema for Defaults {
    fn schema_name() -> Cow<'static, str> {
        "Defaults".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut own = generator.subschema_for::<Guidelines>();
        own.insert("description".into(), "As `guidelines` in identity.yaml, which go before these.".into());
        json_schema!({
            "description": "Settings of programs by their names, of which Fanion reads `fanion`.",
            "properties": { "fanion": own }
        })
    }
}

record! {
    /// Name and links of the brand.
    Meta {
        /// A name, or `full` and `short`.
        name: Option<NameOrForms>,
        /// A link, or links by name.
        link: Option<LinkOrLinks>,
    }
}

text_or!(
    /// The brand's name.
    NameOrForms, Name, Forms(NameForms)
);
text_or!(
    /// The brand's links.
    LinkOrLinks, Link, Links(Map<Located<String>>)
);
text_or!(
    /// A logo file, or files by size and ground.
    Logo, Path, Files(LogoFiles)
);
text_or!(
    /// A picture for a size: one, or one for each ground.
    LogoSize, Path, Variants(LogoVariants)
);
text_or!(
    /// A picture by path or by its name under `images`.
    LogoImage, Path, Described(DescribedImage)
);
text_or!(
    /// A font family's name, or the family with its settings.
    FontRole, Family, Settings(FontSettings)
);

record! {
    /// The brand's name in two lengths.
    NameForms {
        /// In full.
        full: Option<Located<String>>,
        /// Short.
        short: Option<Located<String>>,
    }
}

record! {
    /// Logo files by size.
    LogoFiles {
        /// Pictures by name.
        images: Option<Map<LogoImage>>,
        /// For small places: the icon.
        small: Option<LogoSize>,
        /// For usual places.
        medium: Option<LogoSize>,
        /// For large places.
        large: Option<LogoSize>,
    }
}

record! {
    /// A logo for light and dark grounds, or one with its description.
    LogoVariants {
        /// On light grounds.
        light: Option<LogoImage>,
        /// On dark grounds.
        dark: Option<LogoImage>,
        /// One file for all grounds.
        path: Option<Located<String>>,
        /// What it shows.
        alt: Option<Located<String>>,
    }
}

record! {
    /// A picture with its description.
    DescribedImage {
        /// Relative to this file.
        path: Located<String>,
        /// What it shows.
        alt: Option<Located<String>>,
    }
}

record! {
    /// Colours. Each is a CSS colour or the name of another.
    Colour {
        /// The brand's colours by names of your own, which other keys then use. Example: `{ night: "#12264f", coral:
        /// "#ff6b4a" }`
        palette: Option<Map<Located<String>>>,
        /// Of text. Example: `night`
        foreground: Option<Located<String>>,
        /// Of pages. Example: `"#f7f9fc"`
        background: Option<Located<String>>,
        /// The leading colour; one that suits the name where absent. Example: `night`
        primary: Option<Located<String>>,
        /// The second colour. Example: `lagoon`
        secondary: Option<Located<String>>,
        /// The accent. Example: `coral`
        tertiary: Option<Located<String>>,
        /// Good news.
        success: Option<Located<String>>,
        /// Something to know.
        info: Option<Located<String>>,
        /// Something to heed.
        warning: Option<Located<String>>,
        /// Something to avoid.
        danger: Option<Located<String>>,
        /// A light neutral.
        light: Option<Located<String>>,
        /// A dark neutral.
        dark: Option<Located<String>>,
    }
}

record! {
    /// Fonts and their roles.
    Typography {
        /// The typefaces that the brand uses; Outfit and Inter where absent. Example: `[{ family: Outfit }]`
        fonts: Option<Vec<Font>>,
        /// Running text. Example: `{ family: Inter }`
        base: Option<FontRole>,
        /// Headlines. Example: `{ family: Outfit, weight: 700 }`
        headings: Option<FontRole>,
        /// Code.
        monospace: Option<FontRole>,
        /// Code within a line.
        monospace_inline = "monospace-inline": Option<FontRole>,
        /// Code in blocks.
        monospace_block = "monospace-block": Option<FontRole>,
        /// Links.
        link: Option<LinkStyle>,
    }
}

record! {
    /// A font family and where it comes from.
    Font {
        /// Its name. Built in are Outfit, Inter, Cairo, IBM Plex Sans Arabic, Noto Sans JP, JetBrains Mono. Example:
        /// `Outfit`
        family: Located<String>,
        /// Where it comes from; fonts that are built in need none, and nothing is downloaded. Example: `file`
        source: Option<Located<FontSource>>,
        /// Font files, for `source: file`. Example: `[fonts/corporate.ttf]`
        files: Option<Vec<FontFile>>,
        /// Weights used: one, a list, or a range. Example: `400..700`
        weight: Option<Anything>,
        /// Styles used: normal, italic, or both.
        style: Option<Anything>,
        /// How browsers show it while it loads.
        display: Option<Located<String>>,
    }
}

/// Where a font comes from. Nothing is ever fetched: a font is built in or a file of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontSource {
    /// Google Fonts.
    Google,
    /// Bunny Fonts.
    Bunny,
    /// Files of the project.
    File,
    /// The reader's machine.
    System,
}

words!(FontSource, "a font source", {
    "google" => FontSource::Google, "bunny" => FontSource::Bunny,
    "file" => FontSource::File, "system" => FontSource::System,
});

words!(FontStyle, "a font style", { "normal" => FontStyle::Normal, "italic" => FontStyle::Italic });

text_or!(
    /// A font file by path, or with its weight and style.
    FontFile, Path, Described(DescribedFontFile)
);

record! {
    /// A font file with its weight and style.
    DescribedFontFile {
        /// Relative to this file.
        path: Located<String>,
        /// Its weight.
        weight: Option<Located<FontWeight>>,
        /// Its style.
        style: Option<Located<FontStyle>>,
    }
}

record! {
    /// A font in a role.
    FontSettings {
        /// The family's name.
        family: Option<Located<String>>,
        /// 100 to 900, normal or bold.
        weight: Option<Located<FontWeight>>,
        /// normal or italic.
        style: Option<Located<FontStyle>>,
        /// Size, in any CSS unit; pieces choose their own.
        size: Option<Located<String>>,
        /// Line height, as a multiple of the size.
        line_height = "line-height": Option<Located<f64>>,
        /// Colour of its text.
        color: Option<Located<String>>,
        /// Colour behind its text.
        background_color = "background-color": Option<Located<String>>,
    }
}

record! {
    /// The look of links.
    LinkStyle {
        /// Weight.
        weight: Option<Located<FontWeight>>,
        /// Colour.
        color: Option<Located<String>>,
        /// Colour behind.
        background_color = "background-color": Option<Located<String>>,
        /// As in CSS: underline, none.
        decoration: Option<Located<String>>,
    }
}
