//! YAML to a located tree, with help for the traps that YAML sets for people who write texts.
//!
//! In: a source. Out: a tree, and a diagnostic for each syntax mistake. After a mistake, the smallest part of the document
//! that holds it is blanked out and the rest is read all the same, so that several mistakes show at once.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StrInput};

use super::{
    raw::{
        decode::shorten,
        node::{Node, NodeKind},
    },
    traps,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Located, Source, Span};

/// A document as far as it could be read.
pub struct Document {
    /// Its tree; nothing at all for an empty file.
    pub root: Node,
    /// True when parts of it were left out after a syntax mistake.
    pub partial: bool,
}

/// More mistakes than this in one file are not looked for.
const MAX_MISTAKES: usize = 12;
/// Deeper nesting than this is no project file; the limit keeps recursion bounded.
const MAX_DEPTH: usize = 48;
/// More nodes than this, aliases expanded, is no project file (and may be a "billion laughs").
const MAX_NODES: usize = 200_000;

/// Nothing less of such a document is read.
const TOO_LARGE: &str = "the document is larger than any project file";

/// Reads a document.
pub fn parse(source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Document {
    parse_part(source, 0, source.text().len(), diagnostics)
}

/// Reads the document that lies between two byte offsets of a source: the front matter of a Markdown file.
pub fn parse_part(source: &Arc<Source>, start: usize, end: usize, diagnostics: &mut Diagnostics) -> Document {
    // What lies around the part becomes blank, so that every offset stays true.
    let mut text = format!("{}{}", blank(&source.text()[..start]), &source.text()[start..end]);
    let mut partial = false;
    for _ in 0..MAX_MISTAKES {
        match Builder::new(source).build(&text) {
            Ok((root, found)) => {
                diagnostics.extend(found);
                return Document { root, partial };
            }
            Err(mut mistake) => {
                partial = true;
                let dash = traps::typographic_dash(&text, mistake.offset).map(|(_, place, _)| place);
                if let Some(place) = dash {
                    diagnostics.push(traps::diagnose(source, &text, &mistake));
                    text = without_list(&text, place);
                    continue;
                }
                mistake.offset = traps::culprit(&text, &mistake);
                diagnostics.push(traps::diagnose(source, &text, &mistake));
                let too_large = matches!(&mistake.kind, ErrorKind::Custom(message) if message == TOO_LARGE);
                match (!too_large).then(|| without(&text, mistake.offset)).flatten() {
                    Some(rest) => text = rest,
                    None => break,
                }
            }
        }
    }
    Document { root: Node { kind: NodeKind::Null, span: source.span(start, start) }, partial: true }
}

/// A syntax mistake.
pub struct Mistake {
    /// What the parser met.
    pub kind: ErrorKind,
    /// Where, in bytes.
    pub offset: usize,
}

/// The first syntax mistake of a text.
fn first_mistake(text: &str) -> Option<usize> {
    Parser::new_from_str(text).find_map(|event| event.err().map(|error| offset_of(text, error.marker())))
}

fn offset_of(text: &str, marker: &granit_parser::Marker) -> usize {
    marker.byte_offset().unwrap_or_else(|| text.char_indices().nth(marker.index()).map_or(text.len(), |(i, _)| i))
}

/// The text without the entry that holds the mistake: of all entries around its place and just before it, the innermost
/// whose absence lets the parser go on past it, else the one that lets it get furthest. `None` when no entry helps.
fn without(text: &str, offset: usize) -> Option<String> {
    let mut best: Option<(usize, String)> = None;
    for range in entries_around(text, offset) {
        let candidate = format!("{}{}{}", &text[..range.start], blank(&text[range.clone()]), &text[range.end..]);
        if candidate == text {
            continue;
        }
        let progress = first_mistake(&candidate).unwrap_or(usize::MAX);
        if progress >= range.end {
            return Some(candidate);
        }
        if progress > offset && best.as_ref().is_none_or(|(furthest, _)| progress > *furthest) {
            best = Some((progress, candidate));
        }
    }
    best.map(|(_, text)| text)
}

/// The text without the list whose first item begins at a place.
fn without_list(text: &str, place: usize) -> String {
    let start = text[..place].rfind('\n').map_or(0, |i| i + 1);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let ends = |line: &&str| !line.trim().is_empty() && indent(line) < place - start;
    let end = text[start..].split_inclusive('\n').take_while(|line| !ends(line)).map(str::len).sum::<usize>() + start;
    format!("{}{}{}", &text[..start], blank(&text[start..end]), &text[end..])
}

/// The entries (a key or list item with all that is indented below it) that enclose an offset, and the sibling before
/// each, innermost first.
fn entries_around(text: &str, offset: usize) -> Vec<std::ops::Range<usize>> {
    let mut lines: Vec<(usize, usize, &str)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if !content.trim_start().is_empty() && !content.trim_start().starts_with('#') {
            lines.push((start, content.len() - content.trim_start().len(), content));
        }
        start += line.len();
    }
    let here = lines.partition_point(|(start, ..)| *start <= offset).saturating_sub(1);
    let end_of = |index: usize| {
        let indent = lines[index].1;
        lines[index + 1..].iter().find(|(_, i, _)| *i <= indent).map_or(text.len(), |(start, ..)| *start)
    };
    let mut ranges = Vec::new();
    let mut level = usize::MAX;
    let mut siblings = 0;
    for index in (0..=here.min(lines.len().saturating_sub(1))).rev() {
        let Some((start, indent, _)) = lines.get(index) else { break };
        if *indent < level {
            level = *indent;
            siblings = 0;
        } else if *indent > level || siblings > 0 {
            continue;
        } else {
            siblings += 1;
        }
        ranges.push(*start..end_of(index));
        if ranges.len() > 12 {
            break;
        }
    }
    ranges
}

/// As many bytes of nothing, on as many lines.
fn blank(text: &str) -> String {
    text.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect()
}

/// A list or group that is being read.
enum Open {
    Sequence {
        items: Vec<Node>,
        start: usize,
        anchor: usize,
    },
    Mapping {
        entries: Vec<(Located<String>, Node)>,
        /// Where each key stands.
        keys: HashMap<String, Span>,
        key: Option<Key>,
        start: usize,
        anchor: usize,
    },
}

/// A key that waits for its value; `None` for one that is no text, whose mistake is reported.
type Key = Option<Located<String>>;

struct Builder<'s> {
    source: &'s Arc<Source>,
    stack: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    root: Option<Node>,
    diagnostics: Diagnostics,
    /// The last plain scalar, which a comment may have cut.
    last_plain: Option<Span>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s Arc<Source>) -> Self {
        Self {
            source,
            stack: Vec::new(),
            anchors: HashMap::new(),
            nodes: 0,
            root: None,
            diagnostics: Diagnostics::new(),
            last_plain: None,
        }
    }

    fn build(mut self, text: &str) -> Result<(Node, Diagnostics), Mistake> {
        for event in Parser::<StrInput<'_>>::new_from_str(text) {
            let (event, span) =
                event.map_err(|e| Mistake { offset: offset_of(text, e.marker()), kind: e.kind().clone() })?;
            let (start, end) = (offset_of(text, &span.start), offset_of(text, &span.end));
            let limit = |message: &str| Mistake { kind: ErrorKind::Custom(message.into()), offset: start };
            if self.nodes > MAX_NODES {
                return Err(limit(TOO_LARGE));
            }
            if self.stack.len() > MAX_DEPTH {
                return Err(limit("the document is nested too deeply"));
            }
            if matches!(event, Event::DocumentStart(..)) && self.root.is_some() {
                return Err(limit("a second document begins here; a project file holds one"));
            }
            self.event(event, start, end);
        }
        let root = self.root.unwrap_or_else(|| Node { kind: NodeKind::Null, span: self.source.span(0, 0) });
        Ok((root, self.diagnostics))
    }

    fn event(&mut self, event: Event<'_>, start: usize, end: usize) {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let span = self.source.span(start, end);
                self.last_plain = plain.then(|| span.clone());
                let nothing = plain && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                let kind = match nothing {
                    true => NodeKind::Null,
                    false => NodeKind::Scalar { text: text.into_owned(), plain },
                };
                self.place(Node { kind, span }, anchor, 1);
            }
            Event::SequenceStart(_, anchor, _) => self.stack.push(Open::Sequence { items: Vec::new(), start, anchor }),
            Event::MappingStart(_, anchor, _) => {
                let (entries, keys) = (Vec::new(), HashMap::new());
                self.stack.push(Open::Mapping { entries, keys, key: None, start, anchor });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            Event::Alias(id) => {
                let target = self.anchors.get(&id).cloned();
                let (node, size) =
                    target.unwrap_or_else(|| (Node { kind: NodeKind::Null, span: self.source.span(start, end) }, 1));
                self.place(node, 0, size);
            }
            Event::Comment(text, _) => self.comment(&text, start),
            _ => {}
        }
    }

    /// `title: Numéro #1` loses its end; a comment has a space after its `#`, a hashtag or number has none.
    fn comment(&mut self, text: &str, start: usize) {
        let Some(cut) = &self.last_plain else { return };
        let between = self.source.text().get(cut.end..start).unwrap_or_default();
        // Where nothing is left before it, whoever wants a value tells.
        let is_cut = !cut.text().is_empty() && !between.is_empty() && between.chars().all(|c| matches!(c, ' ' | '\t'));
        if is_cut && text.chars().next().is_some_and(char::is_alphanumeric) {
            let span = self.source.span(start, start + 1 + text.len());
            let kept = cut.text().trim();
            let diagnostic = Diagnostic::new(Code::CutByComment, &span, "this is read as a comment, not as text")
                .help(format!("if it belongs to the text, put all of it between double quotes: \"{kept} #{text}\""));
            self.diagnostics.push(diagnostic);
        }
    }

    fn close(&mut self, end: usize) {
        let (kind, start, anchor) = match self.stack.pop() {
            Some(Open::Sequence { items, start, anchor }) => (NodeKind::Sequence(items), start, anchor),
            Some(Open::Mapping { entries, start, anchor, .. }) => (NodeKind::Mapping(entries), start, anchor),
            None => return,
        };
        let size = match &kind {
            NodeKind::Sequence(items) => items.iter().map(size_of).sum::<usize>() + 1,
            NodeKind::Mapping(entries) => entries.iter().map(|(_, node)| size_of(node)).sum::<usize>() + 1,
            _ => 1,
        };
        let end = start + self.source.text().get(start..end).map_or(0, |text| text.trim_end().len());
        self.place(Node { kind, span: self.source.span(start, end) }, anchor, if anchor > 0 { size } else { 1 });
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node, anchor: usize, size: usize) {
        self.nodes += size;
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { entries, keys, key, .. }) => match key.take() {
                None => *key = Some(as_key(node, &mut self.diagnostics)),
                Some(None) => {}
                Some(Some(name)) => match keys.entry(name.value.clone()) {
                    // Told as no list where one is expected.
                    Entry::Occupied(_) if name.value.starts_with(traps::DASHES) => {}
                    Entry::Occupied(first) => {
                        let message = format!("the key `{}` stands twice here", shorten(&name.value));
                        let diagnostic = Diagnostic::new(Code::DuplicateKey, &name.span, message)
                            .related(first.get(), "first here")
                            .help("remove one of the two");
                        self.diagnostics.push(diagnostic);
                    }
                    Entry::Vacant(new) => {
                        new.insert(name.span.clone());
                        entries.push((name, node));
                    }
                },
            },
        }
    }
}

fn size_of(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Sequence(items) => items.iter().map(size_of).sum::<usize>() + 1,
        NodeKind::Mapping(entries) => entries.iter().map(|(_, node)| size_of(node)).sum::<usize>() + 1,
        _ => 1,
    }
}

fn as_key(node: Node, diagnostics: &mut Diagnostics) -> Key {
    match node.kind {
        NodeKind::Scalar { text, .. } => Some(Located::new(text, node.span)),
        NodeKind::Null if !node.span.text().is_empty() => {
            let text = node.span.text().to_owned();
            Some(Located::new(text, node.span))
        }
        // `{{ name }}` is told of where a text is expected.
        NodeKind::Mapping(_) if node.span.source.text()[..node.span.start].ends_with('{') => None,
        _ => {
            let diagnostic = Diagnostic::new(Code::WrongType, &node.span, "a key is a word, not a list or group");
            diagnostics
                .push(diagnostic.help(
                    "a text that begins with `{` or `[`, such as `{{ name }}`, must stand between double quotes",
                ));
            None
        }
    }
}
