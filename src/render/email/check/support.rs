//! What a project's own templates ask of mail programs that do not know it.
//!
//! In: the templates of the project, and the table of `src/builtin/email/support.tsv`. Out: warnings at the template's own
//! line. The built-in templates are judged by npm's caniemail in `.ci/run`.
//!
//! What stands in a media query is left alone: programs that do not know the query pass over it, and its author has thought
//! of programs already.

use std::{collections::HashSet, sync::Arc};

use super::super::markup::{TokenKind, tokens};
use crate::{
    diagnostic::{Code, Diagnostic, Source},
    template::Templates,
};

const TABLE: &str = include_str!("../../../builtin/email/support.tsv");

/// Something that not all programs know.
struct Feature {
    kind: &'static str,
    name: &'static str,
    /// The programs that do not, as `Gmail, Yahoo Mail`.
    lacking: &'static str,
    instead: &'static str,
}

fn features() -> impl Iterator<Item = Feature> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let [kind, names, lacking, _, instead] = row.split('\t').collect::<Vec<_>>()[..] else { return None };
        Some(names.split(' ').map(move |name| Feature { kind, name, lacking, instead }))
    })
    .flatten()
}

/// The date of the table's data.
fn dated() -> &'static str {
    TABLE.split_once("data of ").map_or("", |(_, rest)| &rest[..rest.len().min(10)])
}

/// Looks at every template of the project's; each feature is told once in each.
pub(super) fn check(templates: &Templates) -> Vec<Diagnostic> {
    let features: Vec<Feature> = features().collect();
    super::own_templates(templates).flat_map(|source| check_source(&source, &features)).collect()
}

fn check_source(source: &Arc<Source>, features: &[Feature]) -> Vec<Diagnostic> {
    let mut used = Vec::new();
    let mut inside_style = false;
    let markup = without_tera(source.text());
    for token in tokens(&markup) {
        match token.kind {
            TokenKind::Open { name, attributes, .. } => {
                inside_style = matches!(name, "mj-style" | "style");
                for attribute in &attributes {
                    let start = attribute.value_range.start;
                    match attribute.name {
                        "style" => declarations(attribute.value, start, features, &mut used),
                        "href" if attribute.value.starts_with('#') => used.push(("anchor", "#", start, start + 1)),
                        name => used.extend(known("attribute", name, features).map(|name| {
                            let start = start.saturating_sub(name.len() + 2);
                            ("attribute", name, start, start + name.len())
                        })),
                    }
                }
            }
            TokenKind::Text(css) if inside_style => sheet(css, token.range.start, features, &mut used),
            TokenKind::Text(_) | TokenKind::Comment | TokenKind::Stray => {}
            TokenKind::Close { .. } | TokenKind::Condition => inside_style = false,
        }
    }
    let mut told = HashSet::new();
    used.retain(|(kind, name, ..)| told.insert((*kind, *name)));
    let diagnostics = used.iter().filter_map(|(kind, name, start, end)| {
        let feature = features.iter().find(|feature| feature.kind == *kind && feature.name == *name)?;
        Some(diagnostic(feature, source, *start, *end))
    });
    diagnostics.collect()
}

/// The template with blanks in place of `{{ … }}`, `{% … %}` and `{# … #}`: every byte keeps its place.
fn without_tera(template: &str) -> String {
    let mut out = template.to_owned();
    for (open, close) in [("{#", "#}"), ("{{", "}}"), ("{%", "%}")] {
        let mut from = 0;
        while let Some(start) = out[from..].find(open).map(|at| from + at) {
            let end = out[start..].find(close).map_or(out.len(), |at| start + at + close.len());
            out.replace_range(start..end, &" ".repeat(end - start));
            from = end;
        }
    }
    out
}

/// Kind, name, and the bytes of the template.
type Used<'a> = Vec<(&'a str, &'a str, usize, usize)>;

fn known<'a>(kind: &'a str, name: &str, features: &'a [Feature]) -> impl Iterator<Item = &'a str> {
    let name = name.to_ascii_lowercase();
    features.iter().filter(move |feature| feature.kind == kind && feature.name == name).map(|feature| feature.name)
}

/// A style sheet: its selectors and declarations outside media queries.
fn sheet<'a>(css: &str, offset: usize, features: &'a [Feature], used: &mut Used<'a>) {
    for feature in features.iter().filter(|feature| feature.kind == "at-rule") {
        let rule = format!("@{}", feature.name);
        if let Some(at) = css.find(&rule) {
            used.push(("at-rule", feature.name, offset + at, offset + at + rule.len()));
        }
    }
    let (mut depth, mut from, mut media) = (0usize, 0, None);
    for (at, c) in css.char_indices() {
        match c {
            '{' => {
                let head = &css[from..at];
                depth += 1;
                if head.trim_start().starts_with('@') {
                    media.get_or_insert(depth);
                } else if media.is_none() {
                    pseudo(head, offset + from, features, used);
                }
                from = at + 1;
            }
            '}' => {
                if media.is_none() {
                    declarations(&css[from..at], offset + from, features, used);
                }
                if media == Some(depth) {
                    media = None;
                }
                depth = depth.saturating_sub(1);
                from = at + 1;
            }
            _ => {}
        }
    }
}

fn pseudo<'a>(selectors: &str, offset: usize, features: &'a [Feature], used: &mut Used<'a>) {
    for feature in features.iter().filter(|feature| feature.kind == "pseudo") {
        if let Some(at) = selectors.find(&format!(":{}", feature.name)) {
            used.push(("pseudo", feature.name, offset + at, offset + at + feature.name.len() + 1));
        }
    }
}

/// `property: value; …`
fn declarations<'a>(css: &str, offset: usize, features: &'a [Feature], used: &mut Used<'a>) {
    let mut from = 0;
    for part in css.split(';') {
        let start = offset + from + (part.len() - part.trim_start().len());
        from += part.len() + 1;
        let Some((property, value)) = part.split_once(':') else { continue };
        let (property, value) = (property.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase());
        let end = start + part.trim().len();
        let mut say = |kind: &'a str, name: &'a str| used.push((kind, name, start, end));
        for feature in features {
            let met = match feature.kind {
                "property" => feature.name == property,
                "value" => feature
                    .name
                    .split_once(':')
                    .is_some_and(|(p, v)| p == property && value.split_whitespace().next() == Some(v)),
                "function" => is_called(&value, feature.name),
                "unit" => has_unit(&value, feature.name),
                _ => false,
            };
            if met {
                say(feature.kind, feature.name);
            }
        }
    }
}

/// `calc(` as a word of its own.
fn is_called(value: &str, name: &str) -> bool {
    value
        .match_indices(&format!("{name}("))
        .any(|(at, _)| !value[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-'))
}

/// `4vw`: figures with the unit after them.
fn has_unit(value: &str, unit: &str) -> bool {
    value.match_indices(unit).any(|(at, _)| {
        let after = &value[at + unit.len()..];
        value[..at].ends_with(|c: char| c.is_ascii_digit()) && !after.starts_with(|c: char| c.is_alphanumeric())
    })
}

fn diagnostic(feature: &Feature, source: &Arc<Source>, start: usize, end: usize) -> Diagnostic {
    let shown = match feature.kind {
        "function" => format!("{}()", feature.name),
        "at-rule" => format!("@{}", feature.name),
        "pseudo" => format!("::{}", feature.name).replace("::checked", ":checked"),
        "anchor" => "#…".to_owned(),
        _ => feature.name.replace(':', ": "),
    };
    let message = format!("`{shown}` is not known to {} (caniemail.com, {})", feature.lacking, dated());
    Diagnostic::new(Code::UnsupportedInMail, &source.span(start, end), message).help(feature.instead)
}
