//! What a syntax mistake most likely is, for somebody who wrote a text and not a program.

use std::sync::Arc;

use granit_parser::ErrorKind;

use super::{raw::decode::shorten, yaml::Mistake};
use crate::diagnostic::{Code, Diagnostic, Source};

/// The diagnostic of a syntax mistake. `text` is the source as it was parsed, earlier mistakes blanked out.
pub fn diagnose(source: &Arc<Source>, text: &str, mistake: &Mistake) -> Diagnostic {
    let at = place(text, mistake.offset);
    if let Some(tab) = tab(text, at) {
        let diagnostic =
            Diagnostic::new(Code::YamlTab, &source.span(tab, tab + 1), "a tab stands where YAML wants spaces");
        return diagnostic.help("indent with two spaces for each level");
    }
    if let Some((dash, place, item)) = typographic_dash(text, at) {
        let message = format!("`{dash}` begins no item of a list: only the plain hyphen does");
        let span = source.span(place, place + dash.len_utf8());
        return Diagnostic::new(Code::YamlSyntax, &span, message).help(format!("write `- {}`", shorten(item)));
    }
    let entry = Entry::at(text, at);
    if let Some((message, help)) = entry.trap() {
        let span = source.span(entry.value_start, entry.value_start + entry.value.len());
        return Diagnostic::new(Code::YamlSyntax, &span, message).help(help);
    }
    if let Some(word) = glued_dash(text, at) {
        let message = "a space is missing after the dash";
        let diagnostic = Diagnostic::new(Code::YamlSyntax, &source.span(at, at + 1), message);
        return diagnostic.help(format!("write `- {word}`"));
    }
    let (message, help) = explain(&mistake.kind);
    let diagnostic = Diagnostic::new(Code::YamlSyntax, &source.span(at, at + 1), message);
    diagnostic.maybe_help(help.map(str::to_owned))
}

/// The dashes and dots that word processors make of a hyphen at the beginning of a line.
pub const DASHES: [char; 4] = ['–', '—', '−', '•'];

/// The dash of a word processor that begins the line of a mistake or the one before it, and what stands behind it.
pub fn typographic_dash(text: &str, at: usize) -> Option<(char, usize, &str)> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    let mut start = end;
    for line in text[..end].rsplit('\n').take(2) {
        start -= line.len();
        let content = line.trim_start();
        let dash = content.chars().next().filter(|c| DASHES.contains(c));
        if let Some(dash) = dash {
            let place = start + line.len() - content.len();
            let item = content[dash.len_utf8()..].trim();
            // Within a text such a line is somebody's words.
            let key = item.split_once(':').map(|(key, _)| key).filter(|key| !key.is_empty())?;
            return key.chars().all(|c| c.is_ascii_lowercase() || c == '_').then_some((dash, place, item));
        }
        start = start.saturating_sub(1);
    }
    None
}

/// What stands behind the dash of `-type: why`, if a mistake begins at such a line.
fn glued_dash(text: &str, at: usize) -> Option<&str> {
    let line = text[at..].lines().next()?;
    let word = line.strip_prefix('-')?.trim_end();
    word.starts_with(|c: char| c.is_alphabetic()).then_some(word)
}

/// Where a mistake begins: a brace or bracket that is never closed is only missed further down.
pub fn culprit(text: &str, mistake: &Mistake) -> usize {
    let end = text.floor_char_boundary(mistake.offset.min(text.len()));
    let lines = text[..end].rfind('\n').map_or("", |i| &text[..=i]);
    let unbalanced = |line: &str| {
        // A text whose closing quote is missing, or a list or group that is not closed on its line.
        let (_, value) = value_of(line);
        if value.starts_with('"') && value.matches('"').count() % 2 == 1 && !value.contains("\\\"") {
            return true;
        }
        if glued(line.trim()).is_some() {
            return true;
        }
        let code = line.split('"').step_by(2).collect::<String>();
        let code = code.split(" #").next().unwrap_or_default();
        let surplus = |o: char, c: char| code.matches(o).count() > code.matches(c).count();
        surplus('{', '}') || surplus('[', ']')
    };
    let mut start = lines.len();
    for line in lines.split_inclusive('\n').rev().take(6) {
        start -= line.len();
        if unbalanced(line) {
            let from = line.len() - line.trim_start().len();
            return start + line.find(['{', '[', '"']).filter(|_| glued(line.trim()).is_none()).unwrap_or(from);
        }
    }
    mistake.offset
}

/// Where to point: the mistake itself, or the last thing before it where it lies behind the end of the text.
fn place(text: &str, offset: usize) -> usize {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    match text[offset..].trim_start().is_empty() {
        true => text[..offset].trim_end().len().saturating_sub(1),
        false => offset,
    }
}

/// A tab in the indentation of the line or the one before.
fn tab(text: &str, at: usize) -> Option<usize> {
    let at = text.floor_char_boundary(at);
    let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let previous = text[..line.saturating_sub(1)].rfind('\n').map_or(0, |i| i + 1);
    [line, previous].into_iter().find_map(|start| {
        let indent = text[start..].bytes().take_while(|b| *b == b' ' || *b == b'\t');
        indent.enumerate().find(|(_, b)| *b == b'\t').map(|(i, _)| start + i)
    })
}

/// The line of a mistake, cut into key and value.
struct Entry<'t> {
    key: &'t str,
    value: &'t str,
    value_start: usize,
}

impl<'t> Entry<'t> {
    fn at(text: &'t str, at: usize) -> Self {
        let at = text.floor_char_boundary(at);
        let mut start = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let mut line = text[start..].lines().next().unwrap_or_default();
        // The parser may only notice at the line after the one that holds the mistake.
        if !trapped(value_of(line).1) && start > 0 {
            let before = text[..start - 1].rfind('\n').map_or(0, |i| i + 1);
            let previous = text[before..].lines().next().unwrap_or_default();
            if trapped(value_of(previous).1) {
                (start, line) = (before, previous);
            }
        }
        let (key, value) = value_of(line);
        Self { key, value, value_start: start + (value.as_ptr() as usize - line.as_ptr() as usize) }
    }

    fn trap(&self) -> Option<(String, String)> {
        if !trapped(self.value) {
            return None;
        }
        if let Some((key, value)) = glued(self.value) {
            return Some(("a space is missing after the colon".into(), format!("write {key}: {}", shorten(value))));
        }
        let quoted = |text: &str| format!("\"{}\"", shorten(&text.replace('\\', "\\\\").replace('"', "\\\"")));
        let key = if self.key.is_empty() { String::new() } else { format!("{}: ", self.key) };
        let whole = format!("write {key}{}", quoted(self.value));
        let first = self.value.chars().next()?;
        Some(match first {
            '*' | '@' | '`' | '%' | '&' | '!' => {
                (format!("a text that begins with `{first}` must stand between double quotes"), whole)
            }
            '{' if self.value.starts_with("{{") => {
                ("a text that begins with `{{` must stand between double quotes".into(), whole)
            }
            '{' if self.value.contains(": #") => (
                "in YAML ` #` begins a comment, so the rest of this line is lost".into(),
                "put a colour between double quotes, as { night: \"#12264f\" }".into(),
            ),
            '"' if self.value.matches('"').count() == 1 => {
                ("the closing quote of this text is missing".into(), format!("write {key}{}\"", self.value.trim_end()))
            }
            '{' => (
                "a text between braces is broken off".into(),
                "put each text between double quotes and close the brace, as { fr: \"Oui, vraiment ?\", en: \"Yes\" }"
                    .into(),
            ),
            '"' | '\'' => (
                "the text goes on after its closing quote".into(),
                "write quotes within the text as « » or “ ”, or put a backslash before each: \\\"".into(),
            ),
            _ => {
                ("a colon followed by a space ends a key, so this text must stand between double quotes".into(), whole)
            }
        })
    }
}

/// `name:"Agora"`: a key and its value without the space between them.
fn glued(content: &str) -> Option<(&str, &str)> {
    let (key, value) = content.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    (is_key && value.starts_with(|c: char| c.is_alphanumeric() || "\"'{[".contains(c))).then_some((key, value))
}

/// True for a value that is sound YAML on its own.
fn reads(value: &str) -> bool {
    granit_parser::Parser::new_from_str(value).all(|event| event.is_ok())
}

/// The key and the value of a line; no key for a line that is a list item or goes on with a text.
fn value_of(line: &str) -> (&str, &str) {
    let mut content = line.trim();
    while let Some(rest) = content.strip_prefix("- ") {
        content = rest.trim_start();
    }
    let colon = content.find(": ").filter(|i| content[..*i].chars().all(|c| c.is_alphanumeric() || "_-".contains(c)));
    match colon {
        Some(i) => (&content[..i], content[i + 2..].trim()),
        None => ("", content),
    }
}

/// True when a value cannot be what its writer meant.
fn trapped(value: &str) -> bool {
    let Some(first) = value.chars().next() else { return false };
    match first {
        '*' | '@' | '`' | '%' | '&' | '!' => true,
        '{' if value.starts_with("{{") => true,
        '{' => braces_broken(value) && !reads(value),
        '"' if value.matches('"').count() == 1 => true,
        '"' | '\'' => quote_goes_on(value, first),
        '[' | '|' | '>' | '#' => false,
        _ => value.contains(": ") || (value.ends_with(':') && value.contains(' ')) || glued(value).is_some(),
    }
}

fn braces_broken(value: &str) -> bool {
    let unquoted = value.split('"').step_by(2).collect::<String>();
    let balanced = unquoted.matches('{').count() == unquoted.matches('}').count();
    let inner = unquoted.trim_matches(['{', '}', ' ']);
    !balanced
        || inner.contains('?')
        || inner.split(',').any(|part| part.matches(": ").count() != 1)
        || inner.contains('{')
}

/// `"Dire "oui""`: something other than a comment follows the closing quote.
fn quote_goes_on(value: &str, quote: char) -> bool {
    let inner = &value[1..];
    let closing = inner.char_indices().find(|(i, c)| *c == quote && !inner[..*i].ends_with('\\'));
    closing.is_some_and(|(i, _)| {
        let rest = inner[i + 1..].trim_start();
        !rest.is_empty() && !rest.starts_with(['#', ',', '}', ']'])
    })
}

/// What the parser met, in plain words.
fn explain(kind: &ErrorKind) -> (String, Option<&'static str>) {
    use ErrorKind as K;
    let (message, help) = match kind {
        K::TabNotAllowed | K::TabInBlockIndentation | K::TabAtBlockScalarStart => {
            ("a tab stands where YAML wants spaces", Some("indent with two spaces for each level"))
        }
        K::UnclosedFlowCollection { open: '[' } => {
            ("a bracket `[` is not closed", Some("add `]` at the end of the list"))
        }
        K::UnclosedFlowCollection { .. } | K::UnexpectedEofFlowMapping | K::ExpectedFlowMappingSeparator => {
            ("a brace `{` is not closed, or a text between braces needs quotes", Some("write { fr: \"…\", en: \"…\" }"))
        }
        K::UnexpectedEofFlowSequence | K::ExpectedFlowSequenceSeparator => {
            ("a bracket `[` is not closed, or a comma is missing in the list", Some("write [one, two]"))
        }
        K::MisplacedFlowCollectionEnd | K::MismatchedFlowCollectionEnd { .. } => {
            ("a closing bracket or brace has no opening one", Some("remove it, or put the text between double quotes"))
        }
        K::UnknownAnchor => (
            "a text that begins with `*` must stand between double quotes",
            Some("put the whole text between double quotes"),
        ),
        K::InvalidIndentation | K::ExpectedBlockMappingKey | K::BlockSequenceEntryNotAllowed => (
            "this line is not indented as its neighbours are",
            Some("begin it exactly below the key or `-` that it belongs beside, with spaces"),
        ),
        K::SimpleKeyExpected | K::InvalidSimpleKey => (
            "a key or a colon is missing here",
            Some("write `key: value`; a text that goes on over several lines needs `>-` after the colon, or quotes"),
        ),
        K::UnexpectedEof => {
            ("the file ends in the middle of a text: a closing quote is missing", Some("add the closing quote"))
        }
        K::Custom(message) => return (message.clone(), None),
        other => match sentence(other) {
            text if text.contains("mapping values") || text.contains("did not find expected '-'") => (
                "this line is not indented as its neighbours are",
                Some("begin it exactly below the key or `-` that it belongs beside, with spaces"),
            ),
            text if text.contains("found a tab") => {
                ("a tab stands where YAML wants spaces", Some("indent with two spaces for each level"))
            }
            text if text.contains("unclosed quote") => {
                ("the closing quote of this text is missing", Some("add it at the end of the text"))
            }
            text if text.contains("illegal placement") => {
                ("a bracket or brace is not closed", Some("close the list with `]`, or the group with `}`"))
            }
            text => return (format!("YAML cannot read this: {text}"), None),
        },
    };
    (message.into(), help)
}

/// The parser's own words, without a capital or a full stop.
fn sentence(kind: &ErrorKind) -> String {
    let text = kind.to_string();
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{glued_dash, typographic_dash};

    #[test]
    fn a_dash_of_a_word_processor_is_known_on_its_line_and_the_next() {
        let text = "a:\n  – id: b\n    title: c\n";
        assert_eq!(typographic_dash(text, 5), Some(('–', 5, "id: b")));
        assert_eq!(typographic_dash(text, 24), Some(('–', 5, "id: b")));
        assert_eq!(typographic_dash(text, 0), None);
    }

    #[test]
    fn a_dash_without_its_space_is_known() {
        let text = "blocks:\n  -type: why\n  - type: text\n";
        assert_eq!(glued_dash(text, 10), Some("type: why"));
        assert_eq!(glued_dash(text, 23), None, "with its space");
        assert_eq!(glued_dash("a\n---\n", 2), None, "the beginning of a document");
    }
}
