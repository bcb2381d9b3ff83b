//! Text as office files hold it: paragraphs of runs.
//!
//! In: the project's texts, filled. Out: runs with nothing in them that XML has no room for.

use serde::Serialize;

use super::paint::Paint;
use crate::model::value::{Inline, LinkTarget};

/// A stretch of text in one look.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Run {
    /// Its text.
    pub text: String,
    /// Bolder than its paragraph.
    pub bold: bool,
    /// In italics.
    pub italic: bool,
    /// A new line instead of text.
    pub line_break: bool,
    /// Where it leads.
    pub url: Option<String>,
    /// The relationship that says so; set when a slide is packed.
    pub link: Option<String>,
    /// What office programs fill it with: `slidenum`.
    pub field: Option<&'static str>,
}

impl Run {
    /// Plain text.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self { text: clean(text.as_ref()), ..Self::default() }
    }
}

/// Where lines stand, in the reading direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Where reading starts.
    Start,
    /// In the middle.
    Centre,
    /// Where reading ends.
    End,
}

impl Align {
    /// As files write it for a language of this direction.
    pub fn written(self, rtl: bool) -> &'static str {
        match (self, rtl) {
            (Align::Start, false) | (Align::End, true) => "l",
            (Align::End, false) | (Align::Start, true) => "r",
            (Align::Centre, _) => "ctr",
        }
    }
}

/// The look of a paragraph; what is absent comes from its placeholder.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Style {
    /// In hundredths of a point.
    pub size: Option<u32>,
    /// Bold throughout.
    pub bold: bool,
    /// In the font of headlines.
    pub heading: bool,
    /// Of its text.
    pub colour: Option<Paint>,
    /// `l`, `ctr`, `r`.
    pub align: Option<&'static str>,
    /// Line height in thousandths of a percent of the font's own.
    pub line: Option<u32>,
    /// Space before, in hundredths of a point.
    pub before: Option<u32>,
    /// With a point before it.
    pub bullet: bool,
}

impl Style {
    /// The size in points.
    pub fn points(&self) -> f64 {
        f64::from(self.size.unwrap_or(1800)) / 100.0
    }
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Paragraph {
    /// Its look.
    pub style: Style,
    /// Its text.
    pub runs: Vec<Run>,
}

impl Paragraph {
    /// Plain text in the placeholder's look.
    pub fn plain(text: impl AsRef<str>) -> Self {
        Self { style: Style::default(), runs: vec![Run::new(text)] }
    }

    /// Its text without its looks; a line break is one.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| if run.line_break { "\n" } else { run.text.as_str() }).collect()
    }
}

/// Paragraphs in a shape.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Text {
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// `t`, `ctr` or `b`; the placeholder's where absent.
    pub anchor: Option<&'static str>,
    /// Space within the shape's edges: left, top, right, bottom, in EMU; the placeholder's where absent.
    pub insets: Option<[i64; 4]>,
    /// The size that it was fitted to, in thousandths of a percent of the placeholder's.
    pub scale: Option<u32>,
    /// From right to left.
    pub rtl: bool,
    /// Its language, with a region.
    pub lang: String,
}

/// Inlines as runs.
pub fn runs(inlines: &[Inline]) -> Vec<Run> {
    let mut out = Vec::new();
    push(inlines, &Run::default(), &mut out);
    out
}

fn push(inlines: &[Inline], look: &Run, out: &mut Vec<Run>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push(Run { text: clean(text), ..look.clone() }),
            Inline::Strong(content) => push(content, &Run { bold: true, ..look.clone() }, out),
            Inline::Emphasis(content) => push(content, &Run { italic: true, ..look.clone() }, out),
            Inline::Link { target: LinkTarget::Link(link), content } => {
                push(content, &Run { url: Some(link.as_str().to_owned()), ..look.clone() }, out);
            }
            Inline::Link { content, .. } => push(content, look, out),
            Inline::Break => out.push(Run { line_break: true, ..look.clone() }),
            Inline::Field(field) => {
                out.push(Run { text: clean(field.default.as_deref().unwrap_or_default()), ..look.clone() });
            }
        }
    }
}

/// The language of a text as office programs know it: with a region, which their spelling needs.
pub fn office_language(language: &crate::model::value::LanguageTag) -> String {
    let regions = [
        ("ar", "SA"),
        ("cs", "CZ"),
        ("da", "DK"),
        ("de", "DE"),
        ("el", "GR"),
        ("en", "GB"),
        ("es", "ES"),
        ("fi", "FI"),
        ("fr", "FR"),
        ("he", "IL"),
        ("hu", "HU"),
        ("it", "IT"),
        ("ja", "JP"),
        ("ko", "KR"),
        ("nl", "NL"),
        ("no", "NO"),
        ("pl", "PL"),
        ("pt", "PT"),
        ("ro", "RO"),
        ("ru", "RU"),
        ("sv", "SE"),
        ("tr", "TR"),
        ("uk", "UA"),
        ("zh", "CN"),
    ];
    let primary = language.primary();
    let region = language
        .region()
        .or_else(|| regions.iter().find(|(known, _)| *known == primary).map(|(_, region)| (*region).to_owned()));
    region.map_or_else(|| primary.to_owned(), |region| format!("{primary}-{region}"))
}

/// Text without what XML 1.0 has no room for (section 2.2); white space is one space.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}') => {}
            c => out.push(c),
        }
    }
    out
}
