//! Diagnostics as text for people, lines for editors, and JSON for programs.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Severity, Span};

/// With the place underlined, as compilers do. `colour` adds terminal colours.
pub fn full(diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.name()));
    if let Some(span) = &diagnostic.span {
        let here = AnnotationKind::Primary.span(visible(span));
        let here = match &diagnostic.label {
            Some(label) => here.label(label.as_str()),
            None => here,
        };
        let related = diagnostic.related.iter();
        let (same, other): (Vec<_>, Vec<_>) = related.partition(|(s, _)| s.source.path() == span.source.path());
        let snippet = Snippet::source(span.source.text()).path(span.source.path()).annotation(here);
        let snippet = same.iter().fold(snippet, |snippet, (s, label)| {
            snippet.annotation(AnnotationKind::Context.span(visible(s)).label(label.as_str()))
        });
        group = group.element(snippet);
        for (s, label) in other {
            let note = AnnotationKind::Context.span(visible(s)).label(label.as_str());
            group = group.element(Snippet::source(s.source.text()).path(s.source.path()).annotation(note));
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// One line: `path:line:column: error[code]: message; help`.
pub fn concise(diagnostic: &Diagnostic) -> String {
    let place = match &diagnostic.span {
        Some(span) => {
            let (line, column) = span.position();
            format!("{}:{line}:{column}: ", span.source.path())
        }
        None => String::new(),
    };
    let help = diagnostic.help.as_deref().map(|h| format!(" (help: {h})")).unwrap_or_default();
    let text = format!("{place}{}[{}]: {}{help}", diagnostic.severity, diagnostic.code, diagnostic.message);
    text.replace(['\n', '\r'], " ")
}

/// One object of the array that `--format json` prints; also how the manifest keeps a piece's warnings.
pub fn json(diagnostic: &Diagnostic) -> Value {
    let place = |span: &Span| {
        let (line, column) = span.position();
        let (end_line, end_column) = span.source.position(span.end);
        json!({ "file": span.source.path(), "line": line, "column": column, "end_line": end_line, "end_column": end_column })
    };
    let related: Vec<_> =
        diagnostic.related.iter().map(|(span, label)| json!({ "place": place(span), "label": label })).collect();
    json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "place": diagnostic.span.as_ref().map(place),
        "label": diagnostic.label,
        "related": related,
        "help": diagnostic.help,
    })
}

/// The byte range to underline: at least one character, and no more than the first line of a long place.
fn visible(span: &Span) -> std::ops::Range<usize> {
    let text = span.source.text();
    let first_line = span.text().find('\n').map_or(span.end, |i| span.start + i);
    let end =
        if first_line > span.start { first_line } else { text.ceil_char_boundary((span.start + 1).min(text.len())) };
    span.start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Source};

    #[test]
    fn the_three_formats_agree_on_the_place() {
        let source = Source::new("brand/identity.yaml", "name: Agora\ntaglin: x\n");
        let diagnostic = Diagnostic::new(Code::UnknownKey, &source.span(12, 18), "unknown key `taglin`")
            .help("did you mean `tagline`?");
        let shown = full(&diagnostic, false);
        assert!(shown.contains("brand/identity.yaml:2:1") && shown.contains("^^^^^^"), "{shown}");
        assert_eq!(
            concise(&diagnostic),
            "brand/identity.yaml:2:1: error[unknown-key]: unknown key `taglin` (help: did you mean `tagline`?)"
        );
        assert_eq!(json(&diagnostic)["place"]["line"], 2);
    }
}
