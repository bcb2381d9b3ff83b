//! What a new project starts from: a brand.yml document and logos that lie anywhere.
//!
//! In: their paths. Out: their bytes, looked at as a project's own are, and everything that the document names; a diagnostic
//! for each mistake. Nothing outside the folder of each file is read, and nothing is written.

use std::{borrow::Cow, collections::HashSet, io, path::Path};

use super::{
    BrandFile, Loader, brand_yml, built_in,
    files::Files,
    raw::{self, brand::LogoImage},
    resolve::Resolver,
};
use crate::{
    diagnostic::{Diagnostics, Located, Source},
    model::{
        Brand,
        value::{Asset, LanguageTag},
    },
};

/// A brand.yml document with what it names.
#[derive(Debug)]
pub struct BrandDocument {
    /// Its text as it stands.
    pub text: String,
    /// What it says.
    pub brand: BrandFile,
    /// The brand's name, if it says one.
    pub name: Option<String>,
    /// Whether it has colours of its own.
    pub has_colours: bool,
    /// Whether it names a logo.
    pub has_logo: bool,
    /// The pictures, fonts and profiles that it names, each by its path from the document.
    pub files: Vec<Asset>,
}

/// Reads a brand.yml document. Guidelines that travel with it are kept in `languages`.
///
/// # Errors
/// When its folder cannot be opened.
pub fn brand_document(path: &Path, languages: &[LanguageTag]) -> io::Result<(Option<BrandDocument>, Diagnostics)> {
    let (folder, name) = place(path)?;
    let (brand, mut diagnostics) = brand_yml(folder, &name, "", languages)?;
    let Some(brand) = brand else { return Ok((None, diagnostics)) };
    let files = Files::open(folder)?;
    let mut loader = loader(&files);
    let Some((raw, _)) = loader.read::<raw::brand::Brand>(&name) else { return Ok((None, diagnostics)) };
    let text = files.sources().first().map(|source| source.text().to_owned()).unwrap_or_default();
    let mut found = Diagnostics::new();
    let named = named(&raw, &files, &mut found);
    // What both readings met is told once.
    diagnostics.extend(found);
    diagnostics.sort();
    let document = BrandDocument {
        text,
        brand,
        name: raw.meta.as_ref().and_then(own_name),
        has_colours: raw.color.is_some(),
        has_logo: raw.logo.is_some(),
        files: named,
    };
    Ok((Some(document), diagnostics))
}

/// The languages of the guidelines that travel with a brand.yml document, in their order; none where it carries no texts in several.
///
/// # Errors
/// When its folder cannot be opened.
pub fn brand_languages(path: &Path) -> io::Result<Vec<LanguageTag>> {
    let (folder, name) = place(path)?;
    let files = Files::open(folder)?;
    let mut languages: Vec<LanguageTag> = Vec::new();
    let Some((raw, _)) = loader(&files).read::<raw::brand::Brand>(&name) else { return Ok(languages) };
    let Some(own) = raw.defaults.and_then(|defaults| defaults.fanion) else { return Ok(languages) };
    let misuse = own.logo.iter().flat_map(|logo| logo.misuse.iter().flatten());
    let voice =
        own.voice.iter().flat_map(|voice| voice.we_are.iter().flatten().chain(voice.we_are_not.iter().flatten()));
    let texts = misuse.chain(voice).flat_map(|text| text.versions.iter().filter_map(|(key, _)| key.as_ref()));
    let lists = own.voice.iter().flat_map(|voice| voice.say.iter().chain(voice.avoid.iter()));
    let lists = lists.flat_map(|list| list.versions.iter().filter_map(|(key, _)| key.as_ref()));
    for language in texts.chain(lists).filter_map(|key| key.value.parse::<LanguageTag>().ok()) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    Ok(languages)
}

/// Reads a picture that is to become a logo.
///
/// # Errors
/// When its folder cannot be opened.
pub fn logo_file(path: &Path) -> io::Result<(Option<Asset>, Diagnostics)> {
    let (folder, name) = place(path)?;
    let files = Files::open(folder)?;
    let mut diagnostics = Diagnostics::new();
    let asset = files.image(&name, &Source::new(name.as_str(), "").span(0, 0), &mut diagnostics);
    Ok((asset, diagnostics))
}

/// The brand of a project that says nothing of its looks.
///
/// # Errors
/// When this folder cannot be opened.
pub fn plain_brand() -> io::Result<Brand> {
    let files = Files::open(Path::new("."))?;
    Ok(Resolver::new(&files, Vec::new()).brand(None, ""))
}

/// The mistakes in the text of an identity that is about to be written, as a project's own are told.
pub fn identity_mistakes(text: &str, path: &str) -> Diagnostics {
    mistakes::<raw::identity::Identity>(text, path)
}

/// The mistakes in a brand.yml document that is about to be written.
pub fn brand_mistakes(text: &str, path: &str) -> Diagnostics {
    mistakes::<raw::brand::Brand>(text, path)
}

fn mistakes<T: raw::decode::Decode>(text: &str, path: &str) -> Diagnostics {
    let source = Source::new(path, text);
    let mut diagnostics = Diagnostics::new();
    let document = super::yaml::parse(&source, &mut diagnostics);
    let mut decoder = raw::decode::Decoder { partial: document.partial, ..Default::default() };
    let _ = T::decode(&document.root, &mut decoder);
    diagnostics.extend(decoder.diagnostics);
    diagnostics
}

/// The files of the built-in campaign by their paths in a campaign's folder, and the why and the messages that it tells,
/// of a project of this name.
pub fn starter(name: &str) -> (Vec<(String, Cow<'static, str>)>, &'static str) {
    built_in::starter(name)
}

/// A file's folder and name.
fn place(path: &Path) -> io::Result<(&Path, String)> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it is no file"))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((folder, name.to_string_lossy().into_owned()))
}

fn loader(files: &Files) -> Loader<'_> {
    Loader { files, diagnostics: Diagnostics::new(), broken_ids: HashSet::new(), partial: false }
}

fn own_name(meta: &raw::brand::Meta) -> Option<String> {
    match meta.name.as_ref()? {
        raw::brand::NameOrForms::Name(name) => Some(name.value.clone()),
        raw::brand::NameOrForms::Forms(forms) => forms.short.as_ref().or(forms.full.as_ref()).map(|n| n.value.clone()),
    }
}

/// Every file that a document names, once.
fn named(raw: &raw::brand::Brand, files: &Files, diagnostics: &mut Diagnostics) -> Vec<Asset> {
    let mut assets: Vec<Asset> = Vec::new();
    let mut keep = |asset: Option<Asset>| {
        if let Some(asset) = asset.filter(|asset| assets.iter().all(|other| other.path != asset.path)) {
            assets.push(asset);
        }
    };
    for path in raw.logo.iter().flat_map(logo_paths) {
        keep(files.image(path, &path.span, diagnostics));
    }
    let fonts = raw.typography.iter().flat_map(|typography| typography.fonts.iter().flatten());
    for file in fonts.flat_map(|font| font.files.iter().flatten()) {
        let path = match file {
            raw::brand::FontFile::Path(path) => path,
            raw::brand::FontFile::Described(described) => &described.path,
        };
        keep(files.asset(path, &path.span, diagnostics));
    }
    let own = raw.defaults.as_ref().and_then(|defaults| defaults.fanion.as_ref());
    if let Some(condition) = own.and_then(|own| own.output_condition.as_ref()) {
        keep(files.asset(&condition.profile, &condition.profile.span, diagnostics));
    }
    assets
}

/// The paths in a logo's description; names of its `images` left out.
fn logo_paths(logo: &raw::brand::Logo) -> Vec<&Located<String>> {
    let sizes = match logo {
        raw::brand::Logo::Path(path) => return vec![path],
        raw::brand::Logo::Files(files) => files,
    };
    let images = sizes.images.as_ref().map_or(&[][..], |images| &images.0);
    let mut paths: Vec<&Located<String>> = images.iter().map(|(_, image)| image_path(image)).collect();
    for size in [&sizes.small, &sizes.medium, &sizes.large].into_iter().flatten() {
        match size {
            raw::brand::LogoSize::Path(path) => paths.push(path),
            raw::brand::LogoSize::Variants(variants) => {
                paths.extend(variants.path.iter());
                paths.extend([&variants.light, &variants.dark].into_iter().flatten().map(image_path));
            }
        }
    }
    paths.retain(|path| images.iter().all(|(name, _)| name.value != path.value));
    paths
}

fn image_path(image: &LogoImage) -> &Located<String> {
    match image {
        LogoImage::Path(path) => path,
        LogoImage::Described(described) => &described.path,
    }
}
