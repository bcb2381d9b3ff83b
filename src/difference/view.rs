//! How a piece that differs is shown.

use std::{collections::BTreeMap, sync::Arc};

use image::RgbaImage;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{
    picture::{self, LONGEST, Outline, Picture},
    reason::{self, Reason},
    text,
    words::{Run, compare},
};
use crate::{
    build::{Differing, Pair},
    model::value::LanguageTag,
    output::{Entry, sha256},
    plan::Kind,
    render::document,
};

/// The most pictures of one piece that are shown; a kit has dozens.
const MOST_PICTURES: usize = 8;
/// The most pages of one document.
const MOST_PAGES: usize = 12;
/// Pages are compared at this size, in pixels of the longer side.
const COMPARED: u32 = 500;

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is another.
    Changed,
    /// It is new.
    Added,
    /// It is no more.
    Removed,
}

impl Status {
    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Status::Changed => "changed",
            Status::Added => "new",
            Status::Removed => "no longer made",
        }
    }
}

/// A piece that differs, ready to be shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What it is.
    pub about: Entry,
    /// What became of it.
    pub status: Status,
    /// Why, where it changed.
    pub reasons: Vec<Reason>,
    /// What is seen of it.
    pub views: Vec<View>,
    /// The paths of the files that differ.
    pub files: Vec<String>,
}

/// One thing to see of a piece.
#[derive(Debug, Clone)]
pub enum View {
    /// Two pictures.
    Pictures {
        /// What they show: a file's name, a page.
        name: String,
        /// Before.
        before: Option<Picture>,
        /// Now.
        now: Option<Picture>,
        /// Where they differ.
        outlines: Vec<Outline>,
    },
    /// Two mails, each a whole HTML page.
    Frames {
        /// Before.
        before: Option<String>,
        /// Now.
        now: Option<String>,
    },
    /// A text word by word.
    Words {
        /// The file's name.
        name: String,
        /// Its parts.
        runs: Vec<Run>,
    },
    /// How many more files differ than are shown.
    More(usize),
}

/// Makes what is seen of a piece of its files; nothing where only what changed is asked for.
pub fn show(piece: Differing<'_>, seen: bool) -> Shown {
    let status = match (&piece.now, piece.was) {
        (None, _) => Status::Removed,
        (Some(_), false) => Status::Added,
        (Some(_), true) => Status::Changed,
    };
    let mut views = Vec::new();
    if seen {
        views.extend(texts(&piece.files));
        views.extend(frames(&piece.files));
        pictures(&piece.files, piece.about.kind, &mut views);
    }
    let reasons = if status == Status::Changed { reasons(&piece) } else { Vec::new() };
    Shown { status, reasons, views, files: piece.files.into_keys().collect(), about: piece.about }
}

fn reasons(piece: &Differing<'_>) -> Vec<Reason> {
    let Ok(language) = piece.about.language.parse::<LanguageTag>() else { return vec![Reason::Look] };
    if let Some((before, now)) = &piece.contexts {
        return reason::of_contexts(before, now, &language);
    }
    let (mut before, mut now) = (String::new(), String::new());
    for (path, pair) in piece.files.iter().filter(|(path, _)| is_told(path)) {
        let read =
            |bytes: &Option<Arc<[u8]>>| bytes.as_ref().and_then(|bytes| text::of(path, bytes)).unwrap_or_default();
        before.push_str(&read(&pair.before));
        now.push_str(&read(&pair.now));
    }
    for (_, pair) in piece.files.iter().filter(|(path, _)| is_letter(path)) {
        let read =
            |bytes: &Option<Arc<[u8]>>| bytes.as_ref().map(|bytes| text::head(bytes).concat()).unwrap_or_default();
        before.push_str(&read(&pair.before));
        now.push_str(&read(&pair.now));
    }
    reason::of_texts(&before, &now, &language)
}

/// Files whose words people read.
fn is_told(path: &str) -> bool {
    [".txt", ".pptx", ".docx"].iter().any(|ending| path.ends_with(ending))
}

fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// True for the path of a newsletter's HTML.
fn is_letter(path: &str) -> bool {
    path.ends_with(".html") && path.contains("/newsletters/")
}

fn frames(files: &BTreeMap<String, Pair>) -> Option<View> {
    let (_, pair) = files.iter().find(|(path, _)| is_letter(path))?;
    let read = |bytes: &Option<Arc<[u8]>>| bytes.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    Some(View::Frames { before: read(&pair.before), now: read(&pair.now) })
}

fn texts(files: &BTreeMap<String, Pair>) -> Vec<View> {
    let words = |name: &str, before: &str, now: &str| {
        let runs = compare(before, now);
        (!runs.is_empty()).then(|| View::Words { name: name.to_owned(), runs })
    };
    let letter = files.iter().filter(|(path, _)| is_letter(path)).filter_map(|(_, pair)| {
        let (before, now) = (text::head(pair.before.as_ref()?), text::head(pair.now.as_ref()?));
        Some(["Subject", "Preheader"].into_iter().zip(before.into_iter().zip(now)))
    });
    let heads = letter.flatten().filter_map(|(name, (before, now))| words(name, &before, &now));
    let both = files.iter().filter_map(|(path, pair)| {
        let before = text::of(path, pair.before.as_ref()?)?;
        words(&name(path), &before, &text::of(path, pair.now.as_ref()?)?)
    });
    heads.chain(both).collect()
}

fn pictures(files: &BTreeMap<String, Pair>, kind: Kind, views: &mut Vec<View>) {
    let ending = |path: &str, endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
    // A newsletter's own pictures are seen in its frames.
    let pictures: Vec<_> = match kind {
        Kind::Newsletters => {
            files.iter().filter(|(path, _)| ending(path, &[".png"]) && path.contains("signage")).collect()
        }
        _ => files.iter().filter(|(path, _)| ending(path, &[".png", ".jpg", ".webp", ".svg"])).collect(),
    };
    let mut shown = Vec::new();
    let mut more = 0;
    for (path, pair) in pictures {
        match shown.len() < MOST_PICTURES {
            true => shown.extend(of_files(path, pair)),
            false => more += 1,
        }
    }
    // The same as a file to print says no more than its picture.
    if shown.is_empty() {
        let pdfs = files.iter().filter(|(path, _)| path.ends_with(".pdf"));
        pdfs.for_each(|(_, pair)| pages(pair, &mut shown, &mut more));
    }
    views.append(&mut shown);
    if more > 0 {
        views.push(View::More(more));
    }
}

fn of_files(path: &str, pair: &Pair) -> Option<View> {
    if path.ends_with(".svg") {
        let drawing = |bytes: &Option<Arc<[u8]>>| {
            bytes.as_ref().map(|bytes| Picture { bytes: bytes.to_vec(), ending: "svg", width: 0, height: 0 })
        };
        let (before, now) = (drawing(&pair.before), drawing(&pair.now));
        return Some(View::Pictures { name: name(path), before, now, outlines: Vec::new() });
    }
    let read = |bytes: &Option<Arc<[u8]>>| bytes.as_ref().and_then(|bytes| picture::small(bytes));
    both(name(path), read(&pair.before), read(&pair.now))
}

fn both(name: String, before: Option<RgbaImage>, now: Option<RgbaImage>) -> Option<View> {
    if before.is_none() && now.is_none() {
        return None;
    }
    let outlines = before.as_ref().zip(now.as_ref()).map(|(a, b)| picture::outlines(a, b)).unwrap_or_default();
    let encode = |pixels: Option<RgbaImage>| pixels.and_then(|pixels| picture::encode(&pixels));
    Some(View::Pictures { name, before: encode(before), now: encode(now), outlines })
}

/// The pages that differ, each beside the one in its place.
fn pages(pair: &Pair, views: &mut Vec<View>, more: &mut usize) {
    let hashes = |pdf: &Option<Arc<[u8]>>| -> Vec<String> {
        let Some(pdf) = pdf else { return Vec::new() };
        let page = |i| document::page(pdf, i, COMPARED).map_or_else(String::new, |page| sha256(&page.pixels));
        (0..document::pages(pdf)).map(page).collect()
    };
    let (old, new) = (hashes(&pair.before), hashes(&pair.now));
    let mut places: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        let at = |range: &std::ops::Range<usize>, i: usize| Some(range.start + i).filter(|page| *page < range.end);
        places.extend((0..old.len().max(new.len())).map(|i| (at(&old, i), at(&new, i))));
    }
    *more += places.len().saturating_sub(MOST_PAGES);
    for (old, new) in places.into_iter().take(MOST_PAGES) {
        let draw = |pdf: &Option<Arc<[u8]>>, page: Option<usize>| {
            picture::of_page(document::page(pdf.as_ref()?, page?, LONGEST)?)
        };
        let number = |page: usize| page + 1;
        let name = match (old.map(number), new.map(number)) {
            (Some(old), Some(new)) if old != new => format!("page {old}, now page {new}"),
            (Some(page), None) => format!("page {page}, no longer there"),
            (None, Some(page)) => format!("page {page}, new"),
            (_, page) => format!("page {}", page.unwrap_or(1)),
        };
        views.extend(both(name, draw(&pair.before, old), draw(&pair.now, new)));
    }
}
