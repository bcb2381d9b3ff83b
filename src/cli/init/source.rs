//! What a new project starts from: a brand.yml document, logos, or neither.
//!
//! In: paths. Out: their content, looked at, and the palette of a logo; a diagnostic for each mistake.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::{
    design::{Fonts, logo, logo::LogoPalette},
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::{self, BrandDocument},
    model::value::{Asset, LanguageTag},
};

/// A logo of fewer pixels on its shorter side is a mistake, not a logo.
const LEAST_PIXELS: f64 = 16.0;
/// Below this many pixels on the longer side a poster shows them.
const GOOD_PIXELS: f64 = 600.0;

/// What a project starts from.
#[derive(Debug, Default)]
pub struct Source {
    /// A brand.yml document.
    pub document: Option<BrandDocument>,
    /// The logo, for light grounds.
    pub logo: Option<Asset>,
    /// Its version for dark grounds.
    pub dark: Option<Asset>,
    /// Its version for small places.
    pub small: Option<Asset>,
    /// The colours of the logo, where no document says others.
    pub palette: Option<LogoPalette>,
    /// What the user should know of the logo, each a lowercase fact.
    pub notes: Vec<String>,
}

/// What a file is for, by its kind and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Document,
    Logo,
    Dark,
    Small,
}

impl Source {
    /// Reads what is named.
    pub fn read(paths: &[PathBuf], languages: &[LanguageTag]) -> anyhow::Result<(Self, Diagnostics)> {
        let mut source = Self::default();
        let mut diagnostics = Diagnostics::new();
        for path in paths {
            if !path.is_file() {
                let message = format!("there is no file `{}`", path.display());
                let help = "name a brand.yml document or a logo by its path from this folder";
                diagnostics.push(Diagnostic::global(Code::FileNotFound, message).help(help));
                continue;
            }
            let cannot = || format!("cannot read `{}`", path.display());
            match part(path, paths.len()) {
                Part::Document => {
                    let (document, found) = load::brand_document(path, languages).with_context(cannot)?;
                    diagnostics.extend(found);
                    source.take_document(document, path, &mut diagnostics);
                }
                part => {
                    let (asset, found) = load::logo_file(path).with_context(cannot)?;
                    diagnostics.extend(found);
                    source.take_logo(asset, part, path, &mut diagnostics);
                }
            }
        }
        // The only version that there is serves everywhere.
        if source.logo.is_none() {
            source.logo = source.dark.take().or_else(|| source.small.take());
        }
        source.look(&mut diagnostics)?;
        Ok((source, diagnostics))
    }

    /// The languages of what the brand.yml document among some paths says; none without one that says anything.
    pub fn languages(paths: &[PathBuf]) -> Vec<LanguageTag> {
        let document = paths.iter().find(|path| part(path, paths.len()) == Part::Document && path.is_file());
        // What cannot be read is told when it is read in earnest.
        document.and_then(|path| load::brand_languages(path).ok()).unwrap_or_default()
    }

    /// The name that the brand says of itself.
    pub fn name(&self) -> Option<String> {
        self.document.as_ref()?.name.clone()
    }

    fn take_document(&mut self, document: Option<BrandDocument>, path: &Path, diagnostics: &mut Diagnostics) {
        if self.document.is_some() && document.is_some() {
            diagnostics.push(twice("a second brand.yml document", path, "name one of the two"));
        }
        self.document = document.or(self.document.take());
    }

    fn take_logo(&mut self, asset: Option<Asset>, part: Part, path: &Path, diagnostics: &mut Diagnostics) {
        let (place, what) = match part {
            Part::Dark => (&mut self.dark, "a second logo for dark grounds"),
            Part::Small => (&mut self.small, "a second logo for small places"),
            Part::Document | Part::Logo => (&mut self.logo, "a second logo"),
        };
        if place.is_some() && asset.is_some() {
            let help = "call the version for dark grounds `logo-dark`, the one for small places `logo-symbol`";
            diagnostics.push(twice(what, path, help));
        }
        *place = asset.or(place.take());
    }

    /// Draws the logos, so that a damaged one is told before anything is written, and finds the colours of the first.
    fn look(&mut self, diagnostics: &mut Diagnostics) -> anyhow::Result<()> {
        if let Some(document) = self.document.as_ref().filter(|document| document.has_logo && self.logo.is_some()) {
            let name = document.name.as_deref().unwrap_or("the brand.yml document");
            let message = format!("`{name}` names a logo already");
            let help = "leave out the logo here, or take `logo:` out of the document";
            diagnostics.push(Diagnostic::global(Code::DuplicateId, message).help(help));
        }
        let brand = match &self.document {
            Some(document) => document.brand.brand.clone(),
            None => load::plain_brand().context("cannot open this folder")?,
        };
        let (fonts, found) = Fonts::new(&brand);
        diagnostics.extend(found);
        let own = brand.logo.iter().flat_map(|logo| {
            [Some(&logo.file), logo.reversed.as_ref(), logo.small.as_ref(), logo.small_reversed.as_ref()]
        });
        let given = [&self.logo, &self.dark, &self.small].map(Option::as_ref);
        let mut first = None;
        for asset in given.into_iter().chain(own).flatten() {
            match logo::picture(asset, &fonts, "logo-") {
                Ok(drawn) if drawn.raster && drawn.width.min(drawn.height) < LEAST_PIXELS => {
                    diagnostics.push(too_small(asset, drawn.width, drawn.height));
                }
                Ok(drawn) => first = first.or(Some((asset.clone(), drawn))),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        let Some((asset, drawn)) = first else { return Ok(()) };
        self.notes = notes(&asset, &drawn);
        if self.document.as_ref().is_none_or(|document| !document.has_colours) {
            self.palette = Some(LogoPalette::new(&drawn, &asset));
        }
        Ok(())
    }
}

/// A file's part: the words in a logo's name that tell its version count only where there are several files.
fn part(path: &Path, files: usize) -> Part {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let has = |words: &[&str]| files > 1 && words.iter().any(|word| name.contains(word));
    if name.ends_with(".yml") || name.ends_with(".yaml") {
        Part::Document
    } else if has(&["dark", "revers", "negati", "white", "weiss", "weiß", "blanc", "invers"]) {
        Part::Dark
    } else if has(&["symbol", "icon", "small", "favicon", "picto", "signet"]) {
        Part::Small
    } else {
        Part::Logo
    }
}

fn twice(what: &str, path: &Path, help: &str) -> Diagnostic {
    Diagnostic::global(Code::DuplicateId, format!("`{}` is {what}", path.display())).help(help)
}

fn too_small(asset: &Asset, width: f64, height: f64) -> Diagnostic {
    let message = format!("`{}` has {width} × {height} pixels, too few for a logo", asset.path);
    let help = "give the logo as SVG, or as a picture of 600 pixels or more";
    Diagnostic::global(Code::InvalidImage, message).help(help)
}

/// What can be used and will not look its best.
fn notes(asset: &Asset, drawn: &logo::Logo) -> Vec<String> {
    let mut notes = Vec::new();
    let (width, height) = (drawn.width, drawn.height);
    if drawn.raster && width.max(height) < GOOD_PIXELS {
        let path = &asset.path;
        notes.push(format!("`{path}` has {width} × {height} pixels, which posters show: ask for the SVG"));
    }
    let (ratio, shape) =
        if width > height { (width / height, "wide as high") } else { (height / width, "high as wide") };
    if ratio >= 7.0 || (height > width && ratio >= 2.5) {
        notes.push(format!(
            "the logo is {ratio:.0} times as {shape}, so it stands small: give a version for small places too, as `--from logo-symbol.svg`"
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_of_a_file_is_in_its_name() {
        let part = |name: &str, files| part(Path::new(name), files);
        assert_eq!(part("a/brand.YML", 1), Part::Document);
        assert_eq!(part("logo-dark.svg", 2), Part::Dark);
        assert_eq!(part("Logo_weiß.png", 2), Part::Dark);
        assert_eq!(part("logo-symbol.svg", 3), Part::Small);
        assert_eq!(part("logo.svg", 3), Part::Logo);
        // A company may be called Darkroom or Whitehall.
        assert_eq!(part("darkroom.svg", 1), Part::Logo);
    }
}
