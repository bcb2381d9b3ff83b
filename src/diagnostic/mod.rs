//! What is wrong with a project, where, and what to write instead.
//!
//! In: a [`Source`] and byte ranges in it. Out: [`Diagnostic`]s, rendered for people ([`render::full`]), for editors'
//! problem lists ([`render::concise`]) and for programs ([`render::json`]).
//!
//! A user's mistake is always a diagnostic, collected in [`Diagnostics`]; it is never a panic and never the first of
//! several only.

mod code;
pub mod nearest;
pub mod render;
mod source;

use std::fmt;

pub use code::Code;
pub use source::{Located, Source, Span};

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops a build or a send: exit code 1.
    Error,
    /// Is reported; stops only with `--strict`.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// One thing to correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable kebab-case name, which `fanion explain` takes.
    pub code: Code,
    /// Whether it stops the work.
    pub severity: Severity,
    /// A lowercase fact, names in backticks, without a full stop.
    pub message: String,
    /// The place to correct; `None` when the project as a whole is meant.
    pub span: Option<Span>,
    /// What is underlined says this, when a word helps.
    pub label: Option<String>,
    /// Other places that matter, each with what it is (`first defined here`).
    pub related: Vec<(Span, String)>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic of its code's usual severity at a place.
    pub fn new(code: Code, span: &Span, message: impl Into<String>) -> Self {
        Self { span: Some(span.clone()), ..Self::global(code, message) }
    }

    /// A diagnostic about the project as a whole.
    pub fn global(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            span: None,
            label: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// Says what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to write instead, where something is known.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// Puts a word under the underlined place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Shows another place.
    pub fn related(mut self, span: &Span, label: impl Into<String>) -> Self {
        self.related.push((span.clone(), label.into()));
        self
    }
}

/// Diagnostics in the order in which they were met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(other);
    }

    /// True when nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when one of them stops the work.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|d| d.severity == severity).count()
    }

    /// In order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Orders by file and place, those without a place last, and drops repetitions.
    pub fn sort(&mut self) {
        let key = |d: &Diagnostic| match &d.span {
            Some(s) => (false, s.source.path().to_owned(), s.start, s.end),
            None => (true, String::new(), 0, 0),
        };
        self.0.sort_by(|a, b| {
            key(a).cmp(&key(b)).then_with(|| a.code.name().cmp(b.code.name())).then_with(|| a.message.cmp(&b.message))
        });
        self.0.dedup();
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}
