//! docs/reference/ is what the types say, and no link in a document leads nowhere.
//!
//! `FANION_WRITE=1 cargo test --test project reference` writes the pages.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const KINDS: [&str; 8] = ["identity", "brand", "campaign", "newsletter", "poster", "banners", "guide", "delivery"];

fn page(kind: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    let output = command.args(["schema", kind, "--format", "markdown"]).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_page_is_what_the_types_say() {
    let write = std::env::var_os("FANION_WRITE").is_some();
    let folder = Path::new("docs/reference");
    let mut stale = Vec::new();
    for kind in KINDS {
        let path = folder.join(kind).with_extension("md");
        let made = page(kind);
        if write {
            fs::create_dir_all(folder).expect("a folder");
            fs::write(&path, &made).expect("a page");
        }
        // A checkout may have changed the ends of lines.
        let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        if committed != made {
            stale.push(path.display().to_string());
        }
    }
    assert!(
        stale.is_empty(),
        "{} not what the types say: run `FANION_WRITE=1 cargo test --test project reference`, and look at the difference",
        stale.join(", ")
    );
    let pages = fs::read_dir(folder).expect("the folder").count();
    assert_eq!(pages, KINDS.len(), "docs/reference has a page that no kind of file has");
}

#[test]
fn all_kinds_are_one_document() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    let output = command.args(["schema", "--all", "--format", "markdown"]).output().expect("the program runs");
    let all = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(all.lines().filter(|line| line.starts_with("# ")).count(), KINDS.len());
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    let refused = command.args(["schema", "--all"]).output().expect("the program runs");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("fanion schema campaign"));
}

/// Every Markdown file that people read.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].iter().map(PathBuf::from).collect();
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|e| e == "md") => found.push(path),
                false => {}
            }
        }
    }
    found
}

/// A document without its fenced blocks, which may show links that are somebody else's.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let lines = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The names by which GitHub links to a document's headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = prose(text);
    let headings = headings.lines().filter(|line| line.starts_with('#'));
    let mut seen: Vec<String> = Vec::new();
    for heading in headings {
        let kept = heading.trim_start_matches('#').trim().chars();
        let kept = kept.filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let slug: String = kept.map(|c| if c == ' ' { '-' } else { c }).flat_map(char::to_lowercase).collect();
        let same = seen.iter().filter(|known| **known == slug).count();
        seen.push(slug.clone());
        if same > 0 {
            seen.push(format!("{slug}-{same}"));
        }
    }
    seen.into_iter().collect()
}

#[test]
fn no_link_leads_nowhere() {
    let mut wrong = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document");
        // What stands between backticks shows how a link is written.
        let prose = prose(&text);
        let plain: String = prose.split('`').step_by(2).collect::<Vec<_>>().join("`");
        for link in plain.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") || link.starts_with("mailto:") || link.contains('…') || link.contains("photos/") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => document.clone(),
                file => document.parent().unwrap_or(Path::new("")).join(file),
            };
            let found = match anchor {
                "" => target.exists(),
                anchor => fs::read_to_string(&target).is_ok_and(|text| anchors(&text).contains(anchor)),
            };
            if !found {
                wrong.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere:\n{}", wrong.join("\n"));
}
