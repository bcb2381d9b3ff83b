//! The fonts that the brand uses, each family with its licence, and a style sheet that names them.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{KitRenderer, note::Note, palette};
use crate::{
    design::fonts::{FontFile, Role, licence},
    model::{FontFace, FontStyle},
    render::Rendered,
};

pub(super) fn context(kit: &KitRenderer) -> Value {
    json!({ "languages": kit.project.identity.languages })
}

pub(super) fn render(kit: &KitRenderer) -> Rendered {
    let mut rendered = Rendered::default();
    let mut note = Note::new(kit, "kit_fonts_title");
    note.paragraph("kit_fonts_install", &[]);
    let mut css = String::from("/* @font-face rules for the brand's fonts: copy this folder to a web server */\n");
    for family in kit.families() {
        let files: Vec<(String, &FontFile)> = kit
            .fonts
            .files()
            .filter(|file| file.family == family)
            .map(|file| (kit.font_file_name(file), file))
            .collect();
        let weights: Vec<String> = kit.fonts.weights(&family).iter().map(u16::to_string).collect();
        note.line(&format!("{family}: {}", weights.join(", ")));
        match licence(&family).filter(|_| !kit.is_own(&family)) {
            Some(text) => {
                let path = format!("{}-OFL.txt", compact(&family));
                note.paragraph("kit_fonts_open", &[("file", &path)]);
                super::add(&mut rendered, "fonts", &path, Ok(text.as_bytes().to_vec()));
            }
            None => note.paragraph("kit_fonts_own", &[]),
        }
        for (name, file) in files {
            face(&mut css, &name, file);
            super::add(&mut rendered, "fonts", &name, Ok(file.data.as_ref().to_vec()));
        }
    }
    super::add(&mut rendered, "fonts", "fonts.css", Ok(css.into_bytes()));
    super::add(&mut rendered, "fonts", "README.txt", Ok(note.bytes()));
    rendered
}

fn face(css: &mut String, name: &str, file: &FontFile) {
    let style = if file.style == FontStyle::Italic { "italic" } else { "normal" };
    let _ = write!(
        css,
        "\n@font-face {{\n  font-family: {};\n  font-weight: {};\n  font-style: {style};\n  font-display: swap;\n  src: url({});\n}}\n",
        palette::quoted(&file.family),
        file.weight,
        palette::quoted(name)
    );
}

impl KitRenderer<'_> {
    /// The families that the project's languages are set in, headlines first.
    fn families(&self) -> Vec<String> {
        let mut families: Vec<String> = Vec::new();
        for role in [Role::Headings, Role::Base, Role::Monospace] {
            for language in &self.project.identity.languages {
                let first = self.fonts.chain(role, language).into_iter().next();
                families.extend(first.filter(|family| !families.contains(family)));
            }
        }
        families
    }

    /// True of a family that the project gives files of.
    fn is_own(&self, family: &str) -> bool {
        self.fonts.is_own(family)
    }

    fn font_file_name(&self, file: &FontFile) -> String {
        let bytes = file.data.as_ref();
        let faces = &self.project.identity.brand.typography.faces;
        match faces.iter().find(|face| *face.file.bytes == *bytes) {
            Some(face) => own_file_name(face),
            None => {
                let style = if file.style == FontStyle::Italic { "Italic" } else { "" };
                format!("{}-{}{style}.ttf", compact(&file.family), weight_name(file.weight))
            }
        }
    }
}

/// The name of a file of the project's own: its path, without the usual folders.
pub(super) fn own_file_name(face: &FontFace) -> String {
    let path = face.file.path.as_str();
    let path = path.strip_prefix("brand/").unwrap_or(path);
    path.strip_prefix("fonts/").unwrap_or(path).replace('/', "-")
}

/// Usual names of weights (OpenType, OS/2 `usWeightClass`).
fn weight_name(weight: u16) -> &'static str {
    match weight {
        ..150 => "Thin",
        150..250 => "ExtraLight",
        250..350 => "Light",
        350..450 => "Regular",
        450..550 => "Medium",
        550..650 => "SemiBold",
        650..750 => "Bold",
        750..850 => "ExtraBold",
        _ => "Black",
    }
}

fn compact(family: &str) -> String {
    family.chars().filter(|c| c.is_alphanumeric()).collect()
}
