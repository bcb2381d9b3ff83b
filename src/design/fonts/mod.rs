//! Font files and the order in which they are tried for each language.
//!
//! In: the brand's typefaces and font files, and those built in under `src/builtin/fonts/`. Out: the files, chains of
//! family names, and which characters a chain can show. System fonts are never used, so that every machine makes the
//! same pieces.

mod built_in;
mod own;

pub use built_in::licence;

use std::sync::Arc;

use skrifa::{FontRef, MetadataProvider};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{Brand, FontStyle, Typeface, value::LanguageTag},
};

/// What a typeface is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Headlines.
    Headings,
    /// Running text.
    Base,
    /// Code.
    Monospace,
}

/// One font file: one weight and style of a family.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// The family's name, as the file itself states it.
    pub family: String,
    /// 100 to 900.
    pub weight: u16,
    /// Upright or italic.
    pub style: FontStyle,
    /// The file's bytes.
    pub data: FontData,
}

/// A font file's bytes, cheap to clone.
#[derive(Clone)]
pub enum FontData {
    /// Part of the program.
    BuiltIn(&'static [u8]),
    /// A file of the project's.
    Own(Arc<[u8]>),
}

impl AsRef<[u8]> for FontData {
    fn as_ref(&self) -> &[u8] {
        match self {
            FontData::BuiltIn(bytes) => bytes,
            FontData::Own(bytes) => bytes,
        }
    }
}

impl std::fmt::Debug for FontData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FontData({} bytes)", self.as_ref().len())
    }
}

/// All fonts of a project.
#[derive(Debug, Clone)]
pub struct Fonts {
    files: Vec<FontFile>,
    headings: String,
    base: String,
    monospace: String,
    own: Vec<String>,
    fingerprint: String,
}

impl Fonts {
    /// The built-in fonts and the brand's own.
    ///
    /// A family that is neither is a warning, and a built-in one serves instead: the one that is meant by a slip or a part of
    /// its name, else Inter for running text, Outfit for headlines, JetBrains Mono for code. A file that is no font is an error.
    pub fn new(brand: &Brand) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let mut own_files = Vec::new();
        let mut names = Vec::new();
        for face in &brand.typography.faces {
            match own::read(face) {
                Ok(file) => {
                    names.push((face.family.clone(), file.family.clone()));
                    own_files.push(file);
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        let fingerprint = own::fingerprint(&own_files);
        let own: Vec<String> = own_files.iter().map(|f| f.family.clone()).collect();
        // The project's own files come first, so that they win over a built-in family of the same name.
        let own_names: Vec<&str> = own.iter().map(String::as_str).collect();
        let built_in = built_in::files().filter(|f| !own_names.contains(&f.family.as_str()));
        let files: Vec<FontFile> = own_files.iter().cloned().chain(built_in).collect();
        let mut family = |typeface: &Typeface, fallback: &str| {
            let wanted = &typeface.family;
            if let Some((_, real)) = names.iter().find(|(written, _)| written.eq_ignore_ascii_case(wanted)) {
                return real.clone();
            }
            if let Some(file) = files.iter().find(|f| f.family.eq_ignore_ascii_case(wanted)) {
                return file.family.clone();
            }
            // A family whose only file is broken was reported as that.
            let reported = brand.typography.faces.iter().any(|face| face.family.eq_ignore_ascii_case(wanted));
            let (instead, diagnostic) = unknown(typeface, fallback, &files);
            // Headlines that follow the running text are the same mistake.
            let told = |other: &Diagnostic| other.span.is_some() && other.span == diagnostic.span;
            if !reported && !diagnostics.iter().any(told) {
                diagnostics.push(diagnostic);
            }
            instead
        };
        let typography = &brand.typography;
        let base = family(&typography.base, "Inter");
        let headings = family(&typography.headings, "Outfit");
        let monospace = family(&typography.monospace, "JetBrains Mono");
        (Self { files, headings, base, monospace, own, fingerprint }, diagnostics)
    }

    /// Every font file, the project's own first.
    pub fn files(&self) -> impl Iterator<Item = &FontFile> {
        self.files.iter()
    }

    /// Family names in the order in which they are tried for a character: first the one that suits both the brand and
    /// the language's script, then all others that may have it.
    pub fn chain(&self, role: Role, language: &LanguageTag) -> Vec<String> {
        let brand = match role {
            Role::Headings => &self.headings,
            Role::Base => &self.base,
            Role::Monospace => &self.monospace,
        };
        let (sample, script) = match (language.primary(), role) {
            ("ar" | "fa" | "ur" | "ps" | "ckb" | "sd" | "ug", Role::Headings) => {
                ('ع', ["Cairo", "IBM Plex Sans Arabic"])
            }
            ("ar" | "fa" | "ur" | "ps" | "ckb" | "sd" | "ug", _) => ('ع', ["IBM Plex Sans Arabic", "Cairo"]),
            ("ja" | "zh", _) => ('あ', ["Noto Sans JP", "Inter"]),
            _ => ('a', ["Inter", "Outfit"]),
        };
        let mut chain: Vec<String> = Vec::new();
        let mut add = |family: &str| {
            if !chain.iter().any(|f| f == family) {
                chain.push(family.to_owned());
            }
        };
        if self.family_covers(brand, sample) {
            add(brand);
        }
        // A font of the project's own that has the script was given for it.
        self.own.iter().filter(|f| self.family_covers(f, sample)).for_each(|f| add(f));
        if role == Role::Monospace || sample == 'a' {
            add(brand);
        }
        script.into_iter().for_each(&mut add);
        add(brand);
        ["Inter", "IBM Plex Sans Arabic", "Noto Sans JP", "JetBrains Mono", "Noto Emoji"]
            .into_iter()
            .for_each(&mut add);
        self.own.iter().for_each(|f| add(f));
        chain
    }

    /// The weights that a family has, upright, in order.
    pub fn weights(&self, family: &str) -> Vec<u16> {
        let files = self.files.iter().filter(|f| f.family == family && f.style == FontStyle::Normal);
        let mut weights: Vec<u16> = files.map(|f| f.weight).collect();
        weights.sort_unstable();
        weights
    }

    /// True when one of the families can show the character. Characters that nothing shows always can.
    pub fn covers(&self, chain: &[String], character: char) -> bool {
        invisible(character) || chain.iter().any(|family| self.family_covers(family, character))
    }

    /// The characters of a text that no family of the chain can show, each once.
    pub fn missing(&self, chain: &[String], text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        for character in text.chars().filter(|c| !c.is_ascii_graphic()) {
            if !missing.contains(&character) && !self.covers(chain, character) {
                missing.push(character);
            }
        }
        missing
    }

    /// True of a family that the project gives files of.
    pub fn is_own(&self, family: &str) -> bool {
        self.own.iter().any(|own| own == family)
    }

    /// What distinguishes these fonts from another project's, for the hash of a job's inputs. The built-in files are
    /// part of the program and not counted.
    pub fn fingerprint(&self) -> String {
        format!("{}/{}/{}/{}", self.headings, self.base, self.monospace, self.fingerprint)
    }

    fn family_covers(&self, family: &str, character: char) -> bool {
        let file = self.files.iter().find(|f| f.family == family);
        let font = file.and_then(|f| FontRef::new(f.data.as_ref()).ok());
        font.is_some_and(|font| font.charmap().map(character).is_some())
    }
}

/// What stands in for a family that nobody has, and what is said of it. A name that is only somewhat alike is another typeface:
/// only a slip, or a part of the name, means a family that is there.
fn unknown(typeface: &Typeface, fallback: &str, files: &[FontFile]) -> (String, Diagnostic) {
    let wanted = &typeface.family;
    let written = wanted.to_lowercase();
    let mut families: Vec<&str> = files.iter().map(|f| f.family.as_str()).collect();
    families.dedup();
    let part = |family: &str| written.len() > 3 && (family.contains(&written) || written.contains(family));
    let near = families.iter().map(|family| (family, family.to_lowercase()));
    let near = near.filter(|(_, folded)| part(folded) || strsim::osa_distance(folded, &written) <= 2);
    let instead = near.map(|(family, _)| *family).next().unwrap_or(fallback).to_owned();
    let help = format!(
        "add its files under `typography.fonts` with `source: file`, or take one that is built in: {}",
        families.iter().map(|f| format!("`{f}`")).collect::<Vec<_>>().join(", ")
    );
    let message = format!("the font `{wanted}` is not built in and no file of the project; `{instead}` is used");
    let diagnostic = Diagnostic { span: typeface.span.clone(), ..Diagnostic::global(Code::UnknownFont, message) };
    (instead, diagnostic.help(help))
}

/// Characters that only direct the layout: line breaks, joiners, marks of direction, variation selectors.
fn invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
        || (character.is_whitespace() && character != '\u{3000}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FontFace, sample, value::Asset};

    fn chain(role: Role, language: &str) -> Vec<String> {
        Fonts::new(&sample::brand()).0.chain(role, &language.parse().unwrap())
    }

    #[test]
    fn built_in_files_are_what_the_table_says() {
        for file in built_in::files() {
            let bytes: Arc<[u8]> = file.data.as_ref().into();
            let face =
                FontFace { family: file.family.clone(), file: Asset { path: "x.ttf".into(), bytes, named_at: None } };
            let read = own::read(&face).unwrap();
            assert_eq!((&read.family, read.weight, read.style), (&file.family, file.weight, file.style));
        }
    }

    #[test]
    fn chains_begin_with_what_suits_the_script() {
        assert_eq!(chain(Role::Headings, "fr")[..2], ["Outfit", "Inter"]);
        assert_eq!(chain(Role::Base, "de")[0], "Inter");
        assert_eq!(chain(Role::Headings, "ar")[..3], ["Cairo", "IBM Plex Sans Arabic", "Outfit"]);
        assert_eq!(chain(Role::Base, "ar")[0], "IBM Plex Sans Arabic");
        assert_eq!(chain(Role::Headings, "ja")[0], "Noto Sans JP");
        assert_eq!(chain(Role::Monospace, "fr")[0], "JetBrains Mono");
    }

    #[test]
    fn five_languages_and_emoji_are_covered_and_other_scripts_are_told() {
        let (fonts, diagnostics) = Fonts::new(&sample::brand());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        for (language, text) in [
            ("fr", "« Œuvre », ça\u{202f}? l’été –\u{a0}1\u{a0}200 €"),
            ("de", "Größe, Übung, ẞ"),
            ("ar", "جمع كل بيانات المؤسسة، معًا"),
            ("ja", "社内のあらゆるデータを一か所に。"),
            ("en", "Ask — “somebody” knows… ✓"),
            ("pl", "Łódź, žluťoučký, Ελληνικά, Кириллица, tiếng Việt"),
        ] {
            for role in [Role::Headings, Role::Base] {
                let chain = fonts.chain(role, &language.parse().unwrap());
                let missing = fonts.missing(&chain, text);
                assert!(missing.is_empty(), "{language} {role:?} {missing:?}");
            }
        }
        assert_eq!(fonts.missing(&fonts.chain(Role::Base, &"fr".parse().unwrap()), "Prêts 🚀 नम 👩🏽‍💻"), ['न', 'म']);
    }

    #[test]
    fn an_unknown_family_falls_back_and_says_so() {
        let mut brand = sample::brand();
        brand.typography.base.family = "Comic Sans".into();
        brand.typography.headings.family = "Outift".into();
        let (fonts, diagnostics) = Fonts::new(&brand);
        assert_eq!(diagnostics.iter().filter(|d| d.code == Code::UnknownFont).count(), 2);
        assert_eq!(fonts.chain(Role::Base, &"fr".parse().unwrap())[0], "Inter");
        assert_eq!(fonts.chain(Role::Headings, &"fr".parse().unwrap())[0], "Outfit");
    }

    #[test]
    fn a_file_that_is_no_font_is_an_error() {
        let mut brand = sample::brand();
        let file = Asset { path: "brand/Marianne.ttf".into(), bytes: Arc::from(*b"wOF2...."), named_at: None };
        brand.typography.faces = vec![FontFace { family: "Marianne".into(), file }];
        brand.typography.base.family = "Marianne".into();
        let (_, diagnostics) = Fonts::new(&brand);
        assert_eq!(diagnostics.iter().count(), 1);
        assert!(diagnostics.iter().next().unwrap().help.as_ref().unwrap().contains("TrueType"));
    }
}
