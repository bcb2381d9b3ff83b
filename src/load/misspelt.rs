//! Files and folders that nothing reads, whose names are nearly those of some that are read.
//!
//! In: the names in a folder and those that Fanion knows there. Out: what each near one was probably meant to be. Names that are
//! like none are left alone: a project's folder may hold whatever people keep there.

use super::{Files, IDENTITY};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Source};

/// What every folder of a campaign may hold.
const CAMPAIGN: &[&str] = &["banners.yaml", "campaign.yaml", "guides/", "newsletters/", "posters/"];

/// Deeper than this nobody looks for what was meant to be read.
const DEPTH: usize = 2;

/// Warns of what lies in a project under a name that is nearly right.
pub fn project(files: &Files) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let mut look = |folder: &str, known: &[&str]| diagnostics.extend(told(files, folder, known));
    look("", &["brand/", "campaigns/", "delivery.yaml"]);
    look("brand", &["identity.yaml", "templates/", "texts.yaml"]);
    for name in files.list("campaigns", &mut Diagnostics::new()).iter().filter(|name| name.ends_with('/')) {
        look(&format!("campaigns/{}", name.trim_end_matches('/')), CAMPAIGN);
    }
    diagnostics
}

/// What a folder holds that was probably meant to be a file that it lacks.
pub fn instead(files: &Files, folder: &str, wanted: &str) -> Option<String> {
    let names = files.list(place(folder), &mut Diagnostics::new());
    names.into_iter().find(|name| !name.ends_with('/') && is_near(name, wanted))
}

/// What a folder without a project holds that was probably meant to be its identity.
pub fn identity(files: &Files) -> Option<String> {
    let (brand, file) = IDENTITY.split_once('/').unwrap_or_default();
    let folders = files.list(".", &mut Diagnostics::new());
    let brands = folders.iter().filter(|name| is_near(name, &format!("{brand}/")));
    let mut places = brands.map(|name| name.trim_end_matches('/')).chain([""]);
    places.find_map(|folder| {
        let name = instead(files, folder, file).or_else(|| files.exists(&join(folder, file)).then(|| file.to_owned()));
        name.map(|name| join(folder, &name)).filter(|path| path != IDENTITY)
    })
}

fn told(files: &Files, folder: &str, known: &[&str]) -> Vec<Diagnostic> {
    let names = files.list(place(folder), &mut Diagnostics::new());
    let mut out = Vec::new();
    for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
        let Some(meant) = known.iter().find(|known| is_near(name, known)) else { continue };
        // Where the case of letters does not count, it is read all the same; where there is no campaign.yaml, that is told.
        let is_read = files.exists(&join(folder, meant)) && !names.iter().any(|name| name == meant);
        let is_told = *meant == "campaign.yaml" && !files.exists(&join(folder, meant));
        let path = join(folder, name);
        if is_read || is_told || (name.ends_with('/') && !holds(files, path.trim_end_matches('/'), meant, DEPTH)) {
            continue;
        }
        let message = format!("`{path}` is not read");
        let help = format!("did you mean `{}`? {}", join(folder, meant), advice(name, meant));
        out.push(Diagnostic::new(Code::IgnoredFile, &Source::new(path, "").span(0, 0), message).help(help));
    }
    out
}

fn advice(name: &str, meant: &str) -> String {
    match (name.ends_with('/'), meant.ends_with('/')) {
        (true, false) => "All of them stand in that one file".into(),
        (false, true) => "Each stands in a file of its own in that folder".into(),
        _ => "Names are read as they are spelt, with small letters".into(),
    }
}

/// True when a name is that of something known, but for its ending, the case of its letters, a plural or a slip.
fn is_near(name: &str, known: &str) -> bool {
    let name = name.to_lowercase();
    let (stem, ending) = parts(&name);
    let (known_stem, _) = parts(known);
    let ending_fits = matches!(ending, "" | "/" | "yaml" | "yml" | "yaml.txt" | "yml.txt")
        || strsim::osa_distance(ending, "yaml") == 1;
    let fold = |text: &str| text.replace(['-', '_', ' '], "").trim_end_matches('s').to_owned();
    let (stem, known_stem) = (fold(stem), fold(known_stem));
    // A slip in a short word makes another one.
    let slips = if known_stem.len() > 6 { 2 } else { 1 };
    ending_fits && stem.len() > 2 && strsim::osa_distance(&stem, &known_stem) <= slips
}

/// A name without its ending; a folder's is `/`.
fn parts(name: &str) -> (&str, &str) {
    match name.strip_suffix('/') {
        Some(stem) => (stem, "/"),
        None => name.split_once('.').unwrap_or((name, "")),
    }
}

/// True when a folder holds what one of another name would be read for.
fn holds(files: &Files, folder: &str, meant: &str, depth: usize) -> bool {
    let endings: &[&str] = match meant {
        "templates/" => &[".svg", ".mjml"],
        "guides/" => &[".md"],
        _ => &[".yaml", ".yml"],
    };
    files.list(folder, &mut Diagnostics::new()).iter().any(|name| match name.strip_suffix('/') {
        Some(sub) => depth > 0 && holds(files, &join(folder, sub), meant, depth - 1),
        None => endings.iter().any(|ending| name.ends_with(ending)),
    })
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The folder as the system knows it.
fn place(folder: &str) -> &str {
    if folder.is_empty() { "." } else { folder }
}

/// Files that systems, editors and people leave in every folder, and that nobody means to be read.
pub fn is_foreign(name: &str) -> bool {
    let name = name.to_lowercase();
    let whole = ["thumbs.db", "desktop.ini", "icon\r"];
    let begins = ["readme", "license", "licence", "copying", "notes", "todo", "changelog", "~$"];
    let ends = ["~", ".bak", ".orig", ".tmp", ".swp"];
    whole.contains(&name.as_str())
        || begins.iter().any(|begin| name.starts_with(begin) && !name.ends_with(".yaml") && !name.ends_with(".yml"))
        || ends.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_right_is_told_from_what_is_something_else() {
        for (name, known) in [
            ("banner.yaml", "banners.yaml"),
            ("banners.yml", "banners.yaml"),
            ("Banners.yaml", "banners.yaml"),
            ("banners/", "banners.yaml"),
            ("poster/", "posters/"),
            ("posters.yaml", "posters/"),
            ("newsletter/", "newsletters/"),
            ("news-letters/", "newsletters/"),
            ("Delivery.yaml", "delivery.yaml"),
            ("delivery.yaml.txt", "delivery.yaml"),
            ("delievry.yaml", "delivery.yaml"),
            ("campaign/", "campaigns/"),
            ("Guides/", "guides/"),
            ("text.yml", "texts.yaml"),
        ] {
            assert!(is_near(name, known), "{name}");
        }
        for (name, known) in [
            ("brand.yml", "texts.yaml"),
            ("delivery.md", "delivery.yaml"),
            ("banners.png", "banners.yaml"),
            ("campaign.yaml.bak", "campaign.yaml"),
            ("photos/", "posters/"),
            ("output/", "posters/"),
            ("site.yaml", "texts.yaml"),
        ] {
            assert!(!is_near(name, known), "{name}");
        }
        assert!(is_foreign("README.md") && is_foreign("Thumbs.db") && is_foreign("launch.yaml~"));
        assert!(!is_foreign("notes.yaml") && !is_foreign("launch.txt"));
    }
}
