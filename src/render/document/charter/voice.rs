//! How the brand speaks, what it says, and where its files are.

use serde::Serialize;

use super::super::setter::Setter;
use crate::{
    model::value::{Localised, Prose},
    plan::kit_files,
};

/// Lines of a page of files, in two columns: each holds a few more.
const LINES: usize = 124;
/// Letters of a line of a column.
const LETTERS: usize = 52;
/// Words of a list.
const WORDS: usize = 8;

/// The voice, the messages, the files.
#[derive(Debug, Serialize)]
pub(super) struct Voice {
    voice: Manner,
    messages: Vec<Message>,
    /// Pages of lists.
    files: Vec<Vec<List>>,
    contact: Option<String>,
}

#[derive(Debug, Serialize)]
struct Manner {
    we_are: Vec<String>,
    we_are_not: Vec<String>,
    say: Vec<String>,
    avoid: Vec<String>,
    rules: Vec<Rule>,
}

#[derive(Debug, Serialize)]
struct Rule {
    title: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct Message {
    icon: Option<usize>,
    title: String,
    text: String,
    proof: Option<String>,
}

#[derive(Debug, Serialize)]
struct List {
    title: String,
    paths: Vec<String>,
}

pub(super) fn voice(setter: &mut Setter<'_>) -> Voice {
    let identity = &setter.scope.project.identity;
    let own = &identity.guidelines.voice;
    let plain = |setter: &mut Setter<'_>, texts: &[Localised<Prose>]| {
        texts.iter().take(5).map(|text| setter.plain(text)).collect::<Vec<_>>()
    };
    let listed = |setter: &mut Setter<'_>, list: &Option<Localised<Vec<String>>>| {
        let list = list.as_ref().map(|list| list.get(setter.scope.language).clone()).unwrap_or_default();
        list.iter().take(WORDS).map(|word| setter.text(word)).collect::<Vec<_>>()
    };
    let rules = (1..=4).map(|n| Rule {
        title: setter.word(&format!("charter_rule_{n}_title"), &[]),
        text: setter.word(&format!("charter_rule_{n}_text"), &[]),
    });
    let rules = rules.collect();
    let contact = identity.contact.as_ref().map(|contact| setter.whole(contact.as_str()));
    Voice {
        voice: Manner {
            we_are: plain(setter, &own.we_are),
            we_are_not: plain(setter, &own.we_are_not),
            say: listed(setter, &own.say),
            avoid: listed(setter, &own.avoid),
            rules,
        },
        messages: messages(setter),
        files: files(setter),
        contact: contact.map(|contact| setter.word("charter_files_contact", &[("contact", &contact)])),
    }
}

fn messages(setter: &mut Setter<'_>) -> Vec<Message> {
    let ink = setter.material.theme.accent_text;
    let messages = &setter.scope.project.identity.messages;
    let told = messages.iter().map(|message| Message {
        icon: message.icon.as_ref().and_then(|icon| setter.icon(&icon.value, ink)),
        title: setter.plain(&message.title),
        text: setter.plain(&message.text),
        proof: message.proof.as_ref().map(|proof| setter.plain(proof)),
    });
    told.collect()
}

/// The sizes that pictures come in, which their names end with.
const SIZES: [&str; 3] = ["-small", "-medium", "-large"];

/// Files of one name on one line, with each of their endings: `logo/symbol-colour .svg .pdf .png`.
fn gathered(folder: &str, paths: &[String]) -> Vec<String> {
    let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
    for path in paths {
        let file = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = file.split_once('.').unwrap_or((file, ""));
        let stem = SIZES.iter().find_map(|size| stem.strip_suffix(size)).unwrap_or(stem);
        let at = lines.iter().position(|(other, _)| *other == stem).unwrap_or_else(|| {
            lines.push((stem, Vec::new()));
            lines.len() - 1
        });
        if !lines[at].1.contains(&ending) {
            lines[at].1.push(ending);
        }
    }
    let inside = if folder == "brand-guide" { String::new() } else { format!("{folder}/") };
    lines.iter().map(|(stem, endings)| format!("{inside}{stem} .{}", endings.join(" ."))).collect()
}

/// The kit's files by their folders, in pages that hold them: as few as can be, and about equally filled.
fn files(setter: &mut Setter<'_>) -> Vec<Vec<List>> {
    let lists = lists(setter);
    let total: usize = lists.iter().map(|(_, lines)| lines).sum();
    let fewest = paged(&lists, LINES);
    let even = (total.div_ceil(fewest.max(1))..=LINES).find(|lines| paged(&lists, *lines) <= fewest).unwrap_or(LINES);
    let mut pages: Vec<Vec<List>> = Vec::new();
    let mut left = 0;
    for (list, lines) in lists {
        if lines > left || pages.is_empty() {
            pages.push(Vec::new());
            left = even;
        }
        left = left.saturating_sub(lines);
        pages.last_mut().expect("a page was begun").push(list);
    }
    pages
}

/// How many pages of some lines the lists take.
fn paged(lists: &[(List, usize)], lines: usize) -> usize {
    let mut left = 0;
    let mut pages = 0;
    for (_, needed) in lists {
        if *needed > left || pages == 0 {
            pages += 1;
            left = lines;
        }
        left = left.saturating_sub(*needed);
    }
    pages
}

/// The kit's files by their folders, in lists that a column holds, with the lines that each takes.
fn lists(setter: &mut Setter<'_>) -> Vec<(List, usize)> {
    let mut lists = Vec::new();
    for (folder, paths) in kit_files(setter.scope.project) {
        let paths = gathered(&folder, &paths);
        let key = format!("charter_files_{folder}");
        let title = setter.word(&key, &[]);
        let title = if title == key { folder } else { title };
        for (part, paths) in paths.chunks(LINES / 2 - 4).enumerate() {
            let needed = 3 + paths.iter().map(|path| path.chars().count().div_ceil(LETTERS)).sum::<usize>();
            let title = if part == 0 { title.clone() } else { format!("{title} ({})", part + 1) };
            let paths = paths.iter().map(|path| setter.text(path)).collect();
            lists.push((List { title, paths }, needed));
        }
    }
    lists
}
