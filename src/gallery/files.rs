//! A piece's files as links, and the texts that stand beside pictures.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    collect::{Found, Shelf},
    piece::Known,
};
use crate::output::Entry;

/// An alternative text longer than this is no sentence to paste.
const LONGEST: usize = 8_000;

/// Alternative texts by the path of their file.
pub(super) type Texts = BTreeMap<String, String>;

/// A file to open or download.
#[derive(Debug, Clone, Serialize)]
pub(super) struct File {
    pub href: String,
    /// Its name.
    pub name: String,
    /// `PDF`
    pub kind: String,
    /// What it is for, where its kind does not say.
    pub note: Option<String>,
    /// How large it is.
    pub size: String,
    /// True for what browsers do not show.
    pub download: bool,
}

/// What pictures say to those who do not see them.
pub(super) fn alternatives(found: &[Found], read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Texts {
    let pictures =
        found.iter().filter(|f| matches!(f.shelf, Shelf::Posters | Shelf::Banners | Shelf::Screens | Shelf::Timeline));
    let texts = pictures.flat_map(|f| &f.files).filter(|entry| entry.path.ends_with(".txt"));
    let read = |entry: &Entry| {
        let text = String::from_utf8(read(&entry.path)?).ok()?;
        (text.len() <= LONGEST).then(|| (entry.path.clone(), text.trim_end().to_owned()))
    };
    texts.filter_map(read).collect()
}

/// A piece's files: what is opened first comes first.
pub(super) fn files(known: &Known<'_>, found: &Found) -> Vec<File> {
    let mut files: Vec<&Entry> = found.files.iter().collect();
    files.sort_by_key(|entry| rank(found, entry));
    files.into_iter().map(|entry| file(known, found, entry)).collect()
}

/// Which of its files a piece is opened as: the smaller, the sooner.
fn rank(found: &Found, entry: &Entry) -> (usize, String) {
    let order: &[&str] = match found.shelf {
        Shelf::Newsletters => &["html", "txt", "eml"],
        Shelf::Brand => match found.id.as_str() {
            "logo" => &["svg", "png", "pdf"],
            "palette" => &["pdf", "png", "css"],
            "fonts" => &["css"],
            "pattern" => &["svg", "png"],
            "signatures" => &["html"],
            "office" => &["pptx", "potx", "docx"],
            _ => &["pdf", "png"],
        },
        Shelf::Banners | Shelf::Screens => &["png", "jpg", "pdf", "svg", "txt"],
        _ => &["pdf", "png", "jpg", "svg", "pptx", "txt"],
    };
    let ending = ending(&entry.path);
    let place = order.iter().position(|other| *other == ending).unwrap_or(order.len());
    // A poster before what is made of it for printers; a kit's page to copy signatures from before the signatures.
    let made_of = usize::from(entry.renderer == "print")
        + 2 * usize::from(!entry.path.contains("/copy.") && found.id == "signatures");
    (made_of * 100 + place, entry.path.clone())
}

fn file(known: &Known<'_>, found: &Found, entry: &Entry) -> File {
    let ending = ending(&entry.path);
    let inside = match found.shelf {
        Shelf::Brand => entry.path.strip_prefix(&format!("brand/{}/", found.id)),
        _ => None,
    };
    let name = inside.or_else(|| entry.path.rsplit('/').next()).unwrap_or(&entry.path);
    let note = match (entry.renderer.as_str(), ending) {
        ("print", _) if entry.path.contains("-tiles-") => Some("gallery_file_tiles"),
        ("print", _) => Some("gallery_file_print"),
        (_, "eml") => Some("gallery_file_draft"),
        ("graphic", "txt") => Some("gallery_alt"),
        ("email", "txt") => Some("gallery_file_text"),
        _ => None,
    };
    File {
        href: href(&entry.path),
        name: name.to_owned(),
        kind: ending.to_uppercase(),
        note: note.map(|key| known.word(key)),
        size: size(known, entry.bytes),
        download: !["html", "txt", "pdf", "png", "jpg", "svg"].contains(&ending),
    }
}

/// What follows a name's last dot.
pub(super) fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// A path as an address beside the page: names of sites and variants may hold what addresses keep for themselves.
pub(super) fn href(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// With at most one decimal, and the language's sign for it.
fn size(known: &Known<'_>, bytes: u64) -> String {
    let (key, amount) = match bytes {
        ..1_000_000 => ("gallery_kb", bytes.div_ceil(1000).to_string()),
        1_000_000..10_000_000 => ("gallery_mb", format!("{:.1}", bytes as f64 / 1e6)),
        _ => ("gallery_mb", format!("{:.0}", bytes as f64 / 1e6)),
    };
    let comma = matches!(known.language.primary(), "fr" | "de" | "es" | "it" | "nl" | "pt");
    let amount = if comma { amount.replace('.', ",") } else { amount };
    known.fill(key, &[("size", &amount)])
}
