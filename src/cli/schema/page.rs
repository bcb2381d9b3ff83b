//! A page of the reference: every key of a kind of file, as Markdown.
//!
//! In: the JSON Schema that the raw types give. Out: the page that stands in docs/reference/; a test compares the two.

use std::fmt::Write;

use super::keys::{Group, Key, groups};
use crate::load::raw::{SchemaKind, schema};

/// The file, its place in docs/format.md, and how-to pages about it: title and file.
struct Head {
    file: &'static str,
    told: &'static str,
    tasks: &'static [(&'static str, &'static str)],
}

fn head(kind: SchemaKind) -> Head {
    let (file, told, tasks): (_, _, &[_]) = match kind {
        SchemaKind::Identity => (
            "brand/identity.yaml",
            "#brandidentityyaml",
            &[("translate", "translate.md"), ("change the look", "look.md")],
        ),
        SchemaKind::Brand => ("brand.yml", "#brandidentityyaml", &[("change the look", "look.md")]),
        SchemaKind::Campaign => (
            "campaigns/NAME/campaign.yaml",
            "#campaignyaml",
            &[("add a site", "add-a-site.md"), ("approve", "approve.md")],
        ),
        SchemaKind::Newsletter => (
            "campaigns/NAME/newsletters/ID.yaml",
            "#newslettersidyaml",
            &[("translate", "translate.md"), ("approve", "approve.md"), ("send", "send.md")],
        ),
        SchemaKind::Poster => (
            "campaigns/NAME/posters/ID.yaml",
            "#postersidyaml",
            &[("print", "print.md"), ("change the look", "look.md"), ("add a site", "add-a-site.md")],
        ),
        SchemaKind::Banners => ("campaigns/NAME/banners.yaml", "#bannersyaml", &[("change the look", "look.md")]),
        SchemaKind::Guide => {
            ("the head of campaigns/NAME/guides/ID.LANG.md", "#guidesidlangmd", &[("translate", "translate.md")])
        }
        SchemaKind::Delivery => ("delivery.yaml", "#deliveryyaml", &[("send", "send.md")]),
    };
    Head { file, told, tasks }
}

/// The page of a kind of file.
pub fn page(kind: SchemaKind) -> String {
    let schema = schema(kind).to_value();
    let groups = groups(&schema);
    let head = head(kind);
    let mut out = format!("# Every key of {}\n\n", head.file);
    out.push_str("<!-- Made from the program's types by `fanion schema --format markdown`: edit the types, not this page. -->\n\n");
    for (index, group) in groups.iter().enumerate() {
        match index {
            0 => top(&mut out, group, &head, matches!(kind, SchemaKind::Banners)),
            _ => section(&mut out, group),
        }
    }
    out
}

fn top(out: &mut String, group: &Group, head: &Head, list: bool) {
    let _ = write!(out, "{}", group.about);
    if list {
        out.push_str(" The file is a list; each item begins with `- ` and has these keys.");
    }
    let tasks: Vec<String> = head.tasks.iter().map(|(title, file)| format!("[{title}](../how-to/{file})")).collect();
    let _ = write!(out, " In context: [the format](../format.md{}). How to: {}.\n\n", head.told, tasks.join(", "));
    table(out, &group.keys);
}

fn section(out: &mut String, group: &Group) {
    let [first, others @ ..] = &group.places[..] else { return };
    let _ = write!(out, "\n## `{first}`\n\n{}", group.about);
    if !others.is_empty() {
        let others: Vec<String> = others.iter().take(6).map(|place| format!("`{place}`")).collect();
        let _ = write!(out, " Also in {}.", others.join(", "));
    }
    out.push_str("\n\n");
    table(out, &group.keys);
}

fn table(out: &mut String, keys: &[Key]) {
    if keys.is_empty() {
        return;
    }
    out.push_str("| key | meaning | what to write | where absent | example |\n|---|---|---|---|---|\n");
    for key in keys {
        let absent = match &key.about.absent {
            _ if key.required => "**required**".to_owned(),
            Some(absent) => cell(absent),
            None => "–".to_owned(),
        };
        let example = match &key.about.example {
            Some(example) => format!("`{}`", cell(example)),
            None => String::new(),
        };
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {absent} | {example} |",
            key.name,
            cell(&key.about.text),
            cell(&key.kind),
        );
    }
}

/// A text that stands in one cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The name by which a heading that is one code span is linked to, as GitHub makes it.
pub fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).flat_map(char::to_lowercase).collect()
}
