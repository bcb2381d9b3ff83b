//! What presentations and documents have in common: a theme, properties, pictures.

use serde::Serialize;

use super::{
    album::Album,
    package::{Links, Package},
    paint::hex,
    studio::Studio,
    templates::Forms,
    text::clean,
};
use crate::{design::fonts::Role, diagnostic::Diagnostic, personalise::document_day};

/// Something that can be written as an office file.
pub trait File {
    /// Its parts.
    ///
    /// # Errors
    /// Where a template cannot be filled.
    fn package(&self, forms: &Forms) -> Result<Package, Box<Diagnostic>>;
}

/// What a file says about itself, and its theme.
#[derive(Debug, Clone, Serialize)]
pub struct Properties {
    /// The project's name, which the theme bears.
    pub name: String,
    /// The file's title.
    pub title: String,
    /// Who it is from.
    pub author: String,
    /// The organisation behind the project.
    pub organisation: Option<String>,
    /// Its language, with a region.
    pub lang: String,
    /// The campaign's day.
    pub date: String,
    /// Colours and fonts.
    pub scheme: ThemeData,
}

/// Colours and fonts of an office theme.
#[derive(Debug, Clone, Serialize)]
pub struct ThemeData {
    colours: Vec<ColourSlot>,
    /// Headlines and running text.
    pub fonts: [FontSlot; 2],
}

#[derive(Debug, Clone, Serialize)]
struct ColourSlot {
    name: &'static str,
    hex: String,
}

/// The fonts of a role by script.
#[derive(Debug, Clone, Serialize)]
pub struct FontSlot {
    role: &'static str,
    /// For Latin, Greek and Cyrillic.
    pub latin: String,
    /// For Chinese, Japanese and Korean.
    pub east_asian: String,
    /// For scripts that join or run from right to left.
    pub complex: String,
}

impl Properties {
    /// Of a file with this title.
    pub fn new(studio: &Studio<'_>, title: &str) -> Self {
        let identity = &studio.project.identity;
        let [year, month, day] = document_day(studio.campaign);
        let organisation = identity.organisation.as_deref().map(clean);
        let first = |role: Role, language: &str| {
            let language = language.parse().expect("a language");
            clean(studio.fonts.chain(role, &language).first().map_or("Arial", String::as_str))
        };
        let fonts = [("majorFont", Role::Headings), ("minorFont", Role::Base)].map(|(name, role)| FontSlot {
            role: name,
            latin: first(role, "en"),
            east_asian: first(role, "ja"),
            complex: first(role, "ar"),
        });
        let colours = studio.scheme.slots().map(|(name, colour)| ColourSlot { name, hex: hex(colour) }).collect();
        Self {
            name: clean(&identity.name),
            title: clean(title),
            author: organisation.clone().unwrap_or_else(|| clean(&identity.name)),
            organisation,
            lang: studio.lang.clone(),
            date: format!("{year:04}-{month:02}-{day:02}"),
            scheme: ThemeData { colours, fonts },
        }
    }

    /// The two parts that say so.
    ///
    /// # Errors
    /// Where a template cannot be filled.
    pub fn pack(&self, forms: &Forms, package: &mut Package) -> Result<(), Box<Diagnostic>> {
        let data = serde_json::to_value(self).expect("plain data");
        for (path, content, form) in [
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", "package/core.xml"),
            (
                "docProps/app.xml",
                "application/vnd.openxmlformats-officedocument.extended-properties+xml",
                "package/app.xml",
            ),
        ] {
            package.add(path, Some(content), forms.fill(form, &data)?, Links::default());
        }
        Ok(())
    }
}

/// Adds an album's files below a folder.
pub fn pictures(album: &Album, folder: &str, package: &mut Package) {
    for picture in album.iter() {
        let path = format!("{folder}/{}", picture.name);
        if let Some(png) = picture.png() {
            package.add(format!("{path}.png"), None, png, Links::default());
        }
        if picture.vector {
            package.add(format!("{path}.svg"), None, picture.svg.clone().into_bytes(), Links::default());
        }
    }
}
