use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::sha256;
use crate::diagnostic::{Diagnostic, Severity, Source, Span};

/// A diagnostic as the manifest keeps it, to be told again when its piece is skipped; its JSON is that of
/// [`crate::diagnostic::render::json`], and `text_sha256` more in each place.
///
/// Every place carries the hash of the text that it lies in. A text that has changed may have moved the place even where
/// the piece itself is unchanged; then the remark is not told again, and its piece is made again to find the place anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Its kebab-case name.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// The fact.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// The word at the place.
    pub label: Option<String>,
    /// Other places.
    pub related: Vec<Related>,
    /// What to write instead.
    pub help: Option<String>,
}

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The path relative to the project.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// The line of the first character after it.
    pub end_line: usize,
    /// The column of the first character after it.
    pub end_column: usize,
    /// Of the whole text, when the place was found in it.
    pub text_sha256: String,
}

/// Another place that matters, with what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What it is.
    pub label: String,
}

/// The texts of the project as they were loaded, in which places are found again.
#[derive(Debug, Default)]
pub struct Sources(HashMap<String, (Arc<Source>, String)>);

impl FromIterator<Arc<Source>> for Sources {
    fn from_iter<I: IntoIterator<Item = Arc<Source>>>(sources: I) -> Self {
        let keyed = |source: Arc<Source>| (source.path().to_owned(), (Arc::clone(&source), hash(&source)));
        Self(sources.into_iter().map(keyed).collect())
    }
}

impl Sources {
    fn span(&self, place: &Place) -> Option<Span> {
        let (source, hash) = self.0.get(&place.file)?;
        let unchanged = *hash == place.text_sha256;
        let start = source.offset(place.line, place.column)?;
        let end = source.offset(place.end_line, place.end_column)?;
        unchanged.then(|| source.span(start, end))
    }

    fn place(&self, span: &Span) -> Place {
        let (line, column) = span.position();
        let (end_line, end_column) = span.source.position(span.end);
        let known = self.0.get(span.source.path()).filter(|(source, _)| Arc::ptr_eq(source, &span.source));
        let text_sha256 = known.map_or_else(|| hash(&span.source), |(_, hash)| hash.clone());
        Place { file: span.source.path().into(), line, column, end_line, end_column, text_sha256 }
    }
}

fn hash(source: &Source) -> String {
    sha256(source.text().as_bytes())
}

impl Remark {
    /// A diagnostic, to keep.
    pub fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let related = diagnostic.related.iter();
        Self {
            code: diagnostic.code.name().into(),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            place: diagnostic.span.as_ref().map(|span| sources.place(span)),
            label: diagnostic.label.clone(),
            related: related.map(|(s, label)| Related { place: sources.place(s), label: label.clone() }).collect(),
            help: diagnostic.help.clone(),
        }
    }

    /// The diagnostic again; `None` where its text has changed or its code is of another version.
    pub fn replay(&self, sources: &Sources) -> Option<Diagnostic> {
        let span = match &self.place {
            Some(place) => Some(sources.span(place)?),
            None => None,
        };
        let related = self.related.iter().map(|r| Some((sources.span(&r.place)?, r.label.clone())));
        Some(Diagnostic {
            code: self.code.parse().ok()?,
            severity: self.severity,
            message: self.message.clone(),
            span,
            label: self.label.clone(),
            related: related.collect::<Option<_>>()?,
            help: self.help.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn a_remark_becomes_the_diagnostic_that_it_was_unless_its_text_changed() {
        let source = Source::new("a.yaml", "# é\nheadline: à bientôt\n");
        let diagnostic = Diagnostic::new(Code::TextTight, &source.span(15, 25), "`headline` is tight")
            .label("here")
            .related(&source.span(0, 1), "first")
            .help("shorten it");
        let sources: Sources = [source].into_iter().collect();
        let json = serde_json::to_string(&Remark::new(&diagnostic, &sources)).unwrap();
        let remark: Remark = serde_json::from_str(&json).unwrap();
        assert_eq!(remark.replay(&sources), Some(diagnostic));

        let moved = [Source::new("a.yaml", "\n# é\nheadline: à bientôt\n")].into_iter().collect();
        assert_eq!(remark.replay(&moved), None);
        assert_eq!(remark.replay(&Sources::default()), None);
    }

    #[test]
    fn a_remark_on_the_whole_project_needs_no_text() {
        let diagnostic = Diagnostic::global(Code::TextTight, "tight");
        let json = serde_json::to_string(&Remark::new(&diagnostic, &Sources::default())).unwrap();
        let remark: Remark = serde_json::from_str(&json).unwrap();
        assert_eq!(remark.replay(&Sources::default()), Some(diagnostic));
        let foreign = Remark { code: "of-the-future".into(), ..remark };
        assert_eq!(foreign.replay(&Sources::default()), None);
    }
}
