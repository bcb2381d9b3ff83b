//! Templates: Tera, with the project's own before the built-in ones.
//!
//! In: built-in template texts, the project's overrides and a context as JSON. Out: text, or a diagnostic at the
//! template's own line. Values are escaped by default in every template.

pub mod builtin;
pub mod family;

use std::{collections::BTreeMap, sync::Arc};

use tera::{Context, Tera};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Source, nearest},
    model::value::{Asset, hex},
};

/// Templates compiled once.
pub struct Templates {
    tera: Tera,
    sources: BTreeMap<String, Arc<Source>>,
}

impl Templates {
    /// Compiles the built-in templates (name and text) and over them the project's whose path begins with `folder`.
    ///
    /// Each template of the project's that does not parse is a diagnostic, and the built-in one of its name serves.
    ///
    /// # Panics
    /// If a built-in template does not parse.
    pub fn new(built_in: &[(&str, &str)], folder: &str, project: &[Asset]) -> (Self, Diagnostics) {
        let mut own: Vec<&Asset> = project.iter().filter(|asset| asset.path.starts_with(folder)).collect();
        let mut diagnostics = Diagnostics::new();
        loop {
            let (templates, refused) = Self::compile(built_in, &own);
            let Some(diagnostic) = refused else { return (templates, diagnostics) };
            let guilty = diagnostic.span.as_ref().map(|s| s.source.path().to_owned()).unwrap_or_default();
            let before = own.len();
            own.retain(|asset| own_path(asset) != guilty);
            diagnostics.push(diagnostic);
            if own.len() == before {
                // What is wrong lies in how the project's templates stand together, such as a circle of includes.
                assert!(!own.is_empty(), "{diagnostics:?}");
                own.clear();
            }
        }
    }

    /// All at once, since templates may include each other in any order.
    fn compile(built_in: &[(&str, &str)], own: &[&Asset]) -> (Self, Option<Diagnostic>) {
        let mut templates = Self { tera: Tera::new(), sources: BTreeMap::new() };
        templates.tera.autoescape_on([".svg", ".mjml", ".html", ".xml"]);
        for (name, text) in built_in {
            templates.sources.insert((*name).to_owned(), Source::new(format!("built-in/{name}"), *text));
        }
        for asset in own {
            let text = String::from_utf8_lossy(&asset.bytes).into_owned();
            templates.sources.insert(asset.path.clone(), Source::new(own_path(asset), text));
        }
        let texts: Vec<_> = templates.sources.iter().map(|(n, source)| (n.clone(), source.text().to_owned())).collect();
        let refused = templates.tera.add_raw_templates(texts).err().map(|error| templates.diagnose("", &error));
        (templates, refused)
    }

    /// True when a template of this name exists.
    pub fn contains(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// The names of all templates, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.sources.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// A template's text, for the hash of a job's inputs and for messages about its lines.
    pub fn source(&self, name: &str) -> Option<&Arc<Source>> {
        self.sources.get(name)
    }

    /// All texts that a render of any template may use, as one value for the hash of a job's inputs.
    pub fn fingerprint(&self) -> String {
        use sha2::Digest;
        let mut hash = sha2::Sha256::new();
        for name in self.names() {
            hash.update(name);
            hash.update([0]);
            hash.update(self.sources[name].text());
            hash.update([0]);
        }
        hex(hash.finalize())
    }

    /// Fills a template.
    ///
    /// # Errors
    /// A diagnostic at the template's line: a name the context does not have, a filter that does not exist…
    pub fn render(&self, name: &str, context: &serde_json::Value) -> Result<String, Box<Diagnostic>> {
        let context = Context::from_serialize(context).map_err(|error| Box::new(self.diagnose(name, &error)))?;
        self.tera.render(name, &context).map_err(|error| Box::new(self.diagnose(name, &error)))
    }

    fn diagnose(&self, name: &str, error: &tera::Error) -> Diagnostic {
        let report = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => report,
            tera::ErrorKind::Msg(text) => return self.diagnose_report(text),
            tera::ErrorKind::TemplateNotFound(_) => {
                let known = self.names();
                let diagnostic = Diagnostic::global(Code::InvalidTemplate, lower_first(&error.to_string()));
                return diagnostic.maybe_help(nearest::help(name, known.iter().copied()));
            }
            _ => return Diagnostic::global(Code::InvalidTemplate, lower_first(&error.to_string())),
        };
        match self.sources.get(report.filename()) {
            Some(source) => {
                let range = report.span().range.clone();
                Diagnostic::new(
                    Code::InvalidTemplate,
                    &source.span(range.start, range.end),
                    lower_first(report.message()),
                )
            }
            None => Diagnostic::global(Code::InvalidTemplate, lower_first(report.message())),
        }
    }

    /// What Tera finds when it checks names across templates comes as text: `error: WHAT`, then ` --> FILE:LINE:COLUMN`.
    fn diagnose_report(&self, report: &str) -> Diagnostic {
        let mut lines = report.lines();
        let message = lines.next().unwrap_or_default();
        let message = lower_first(message.trim_start_matches("error: "));
        let place = lines.find_map(|line| {
            let mut parts = line.trim().strip_prefix("--> ")?.rsplitn(3, ':');
            let (column, line) = (parts.next()?.parse::<usize>().ok()?, parts.next()?.parse().ok()?);
            let source = self.sources.get(parts.next()?)?;
            let text = source.line(line);
            let before: usize = text.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
            let word = text[before..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len() - before);
            let start = source.line_start(line) + before;
            Some(source.span(start, start + word.max(1)))
        });
        match place {
            Some(place) => Diagnostic::new(Code::InvalidTemplate, &place, message),
            None => Diagnostic::global(Code::InvalidTemplate, message),
        }
    }
}

/// A template of the project's as messages name it.
fn own_path(asset: &Asset) -> String {
    format!("brand/templates/{}", asset.path)
}

fn lower_first(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
