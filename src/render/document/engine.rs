//! Typst as a library, with nothing but what it is handed: no file system, no packages, no clock.
//!
//! In: the templates and fonts, once; for each document its data as JSON and its pictures. Out: a tagged PDF/UA-1 and
//! PDF/A-2a, or what the engine refuses.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use typst::{
    Library, LibraryExt, World, WorldExt,
    diag::{FileError, FileResult, SourceDiagnostic, Warned},
    ecow::EcoVec,
    foundations::{Array, Bytes, Datetime, Duration, Label, Selector, Smart, Value},
    introspection::{Introspector, MetadataElem},
    syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::{LazyHash, PicoStr},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::compose::Picture;
use crate::{
    design::{Fonts, fonts::FontData},
    model::value::hex,
};

macro_rules! templates {
    ($($name:literal),+) => {
        /// The templates by their path.
        const TEMPLATES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../builtin/templates/document", $name)))),+];
    };
}

templates!(
    "/guide.typ",
    "/theme.typ",
    "/cover.typ",
    "/back.typ",
    "/inline.typ",
    "/blocks.typ",
    "/tables.typ",
    "/campaign.typ",
    "/keys.typ",
    "/order.typ",
    "/notice.typ",
    "/notice-parts.typ",
    "/charter.typ",
    "/charter-page.typ",
    "/charter-logo.typ",
    "/charter-colour.typ",
    "/charter-type.typ",
    "/charter-voice.typ"
);

/// The template of a guide.
pub const GUIDE: &str = "/guide.typ";
/// The template of a print order.
pub const ORDER: &str = "/order.typ";

/// The template of a notice.
pub const NOTICE: &str = "/notice.typ";
/// The template of the graphic charter.
pub const CHARTER: &str = "/charter.typ";

/// Where templates find the document.
const DATA: &str = "/data.json";
/// Where they find its pictures.
const PICTURES: &str = "/pictures.typ";

/// Results that were not used again after so many documents are forgotten.
const FORGET_AFTER: usize = 6;

/// What documents share.
pub struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: HashMap<FileId, Source>,
}

/// A document to be typeset.
pub struct Manuscript<'a> {
    /// The template that it begins with: [`GUIDE`] or [`ORDER`].
    pub template: &'static str,
    /// What tells it from other documents.
    pub ident: String,
    /// Its date.
    pub date: [i16; 3],
    /// Its data as JSON.
    pub data: Vec<u8>,
    /// Its pictures.
    pub pictures: &'a [Picture],
}

/// What the engine refuses.
#[derive(Debug)]
pub struct Refusal {
    /// The engine's own words.
    pub message: String,
    /// What it suggests.
    pub hints: Option<String>,
    /// The picture that it is about.
    pub picture: Option<usize>,
}

/// A typeset document.
pub struct Typeset {
    /// The file's bytes.
    pub pdf: Vec<u8>,
    /// The size of the cover's title in points.
    pub title_size: Option<f64>,
    /// How far down its last page of content is filled, as a part of the page's height.
    pub last_fill: Option<f64>,
    /// The parts of a notice that its page does not hold, by their places.
    pub dropped: Vec<usize>,
    /// Its pages, to be drawn as pictures.
    pub pages: PagedDocument,
}

impl Engine {
    /// With a project's fonts.
    pub fn new(fonts: &Fonts) -> Self {
        let data = |data: &FontData| match data {
            FontData::BuiltIn(bytes) => Bytes::new(*bytes),
            FontData::Own(bytes) => Bytes::new(std::sync::Arc::clone(bytes)),
        };
        let fonts: Vec<Font> = fonts.files().flat_map(|file| Font::iter(data(&file.data))).collect();
        let templates = TEMPLATES.iter().map(|(path, text)| {
            let id = file_id(path);
            (id, Source::new(id, (*text).to_owned()))
        });
        Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates: templates.collect(),
        }
    }

    /// Typesets a document.
    ///
    /// # Errors
    /// What the engine or the PDF standards refuse.
    pub fn typeset(&self, manuscript: &Manuscript<'_>) -> Result<Typeset, Vec<Refusal>> {
        let desk = Desk::new(self, manuscript);
        let result = desk.typeset(manuscript);
        comemo::evict(FORGET_AFTER);
        result
    }
}

/// The hash of all templates.
pub fn template_fingerprint() -> String {
    let mut hash = Sha256::new();
    for (path, text) in TEMPLATES {
        hash.update(path);
        hash.update([0]);
        hash.update(text);
        hash.update([0]);
    }
    hex(hash.finalize())
}

/// One document's view of the engine.
struct Desk<'a> {
    engine: &'a Engine,
    files: HashMap<FileId, Bytes>,
    pictures: Source,
    main: FileId,
}

impl<'a> Desk<'a> {
    fn new(engine: &'a Engine, manuscript: &Manuscript<'_>) -> Self {
        let mut files = HashMap::from([(file_id(DATA), Bytes::new(manuscript.data.clone()))]);
        // A line of source for each picture: the engine's refusals name the line, and so the picture.
        let mut lines = String::from("#let pictures = (\n");
        for (i, picture) in manuscript.pictures.iter().enumerate() {
            let path = format!("/picture/{i}.{}", picture.format);
            lines.push_str(&format!("(..options) => image(\"{path}\", ..options),\n"));
            files.insert(file_id(&path), Bytes::new(std::sync::Arc::clone(&picture.bytes)));
        }
        lines.push_str(")\n");
        let pictures = Source::new(file_id(PICTURES), lines);
        Self { engine, files, pictures, main: file_id(manuscript.template) }
    }

    fn typeset(&self, manuscript: &Manuscript<'_>) -> Result<Typeset, Vec<Refusal>> {
        let refuse = |errors: EcoVec<SourceDiagnostic>| errors.iter().map(|e| self.refusal(e)).collect::<Vec<_>>();
        let Warned { output, .. } = typst::compile::<PagedDocument>(self);
        let document = output.map_err(refuse)?;
        let pdf = typst_pdf::pdf(&document, &options(manuscript)).map_err(refuse)?;
        let (title_size, last_fill) = (noted(&document, "title-size"), noted(&document, "last-fill"));
        Ok(Typeset { pdf, title_size, last_fill, dropped: dropped(&document), pages: document })
    }

    fn refusal(&self, error: &SourceDiagnostic) -> Refusal {
        let hints = error.hints.iter().map(|hint| hint.v.as_str()).collect::<Vec<_>>().join("; ");
        let places = std::iter::once(error.span).chain(error.trace.iter().map(|point| point.span.into()));
        let picture = places.filter_map(|place| self.picture_at(place)).next();
        Refusal { message: error.message.to_string(), hints: (!hints.is_empty()).then_some(hints), picture }
    }

    /// The picture that a place belongs to: in its own file, or in the source that names it.
    fn picture_at(&self, place: DiagSpan) -> Option<usize> {
        let id = place.id()?;
        if id == self.pictures.id() {
            return self.pictures.lines().byte_to_line(self.range(place)?.start)?.checked_sub(1);
        }
        let path = id.vpath().get_without_slash();
        path.strip_prefix("picture/")?.split('.').next()?.parse().ok()
    }
}

/// A number that the template notes.
fn noted(document: &PagedDocument, name: &'static str) -> Option<f64> {
    note(document, name)?.cast().ok()
}

/// The parts that a notice leaves out, which the template notes.
fn dropped(document: &PagedDocument) -> Vec<usize> {
    let places = note(document, "dropped").and_then(|value| value.cast::<Array>().ok()).unwrap_or_default();
    places.into_iter().filter_map(|place| place.cast::<i64>().ok()).filter_map(|place| place.try_into().ok()).collect()
}

/// What a template notes below a label.
fn note(document: &PagedDocument, label: &'static str) -> Option<Value> {
    let label = Label::new(PicoStr::intern(label))?;
    let note = document.introspector().query_first(&Selector::Label(label))?;
    Some(note.to_packed::<MetadataElem>()?.value.clone())
}

/// The standards of record: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2).
fn options(manuscript: &Manuscript<'_>) -> PdfOptions {
    let [year, month, day] = manuscript.date;
    let date = Datetime::from_ymd_hms(year.into(), month as u8, day as u8, 0, 0, 0);
    PdfOptions {
        ident: Smart::Custom(manuscript.ident.clone()),
        creator: Smart::Custom(Some("Fanion".into())),
        timestamp: date.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).expect("the two agree"),
        ..PdfOptions::default()
    }
}

pub(super) fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a path of our own");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.pictures.id() {
            return Ok(self.pictures.clone());
        }
        self.engine.templates.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_with_slash().into())
}
