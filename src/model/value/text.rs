use indexmap::IndexMap;

use super::{Id, LanguageTag, Link};
use crate::diagnostic::Span;

/// A value for each of the project's languages, or one that serves them all. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Localised<T> {
    /// The version that serves a language with none of its own: the project's first.
    default: T,
    by_language: IndexMap<LanguageTag, T>,
    /// Where it was written; a diagnostic about a text that is too long points here.
    pub span: Option<Span>,
}

impl<T> Localised<T> {
    /// One version for every language.
    pub fn one(value: T, span: Option<Span>) -> Self {
        Self { default: value, by_language: IndexMap::new(), span }
    }

    /// A version for each language; `default` serves the others.
    pub fn new(default: T, by_language: IndexMap<LanguageTag, T>, span: Option<Span>) -> Self {
        Self { default, by_language, span }
    }

    /// The version for a language: its own, else that of the language without region (`fr` for `fr-CA`), else the
    /// default.
    pub fn get(&self, language: &LanguageTag) -> &T {
        self.by_language
            .get(language)
            .or_else(|| self.by_language.get(&language.without_region()))
            .unwrap_or(&self.default)
    }

    /// Every version, the default first where it serves all.
    pub fn versions(&self) -> impl Iterator<Item = (Option<&LanguageTag>, &T)> {
        let alone = self.by_language.is_empty().then_some((None, &self.default));
        alone.into_iter().chain(self.by_language.iter().map(|(l, t)| (Some(l), t)))
    }

    /// The same languages with other values.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Localised<U> {
        Localised {
            default: f(self.default),
            by_language: self.by_language.into_iter().map(|(l, t)| (l, f(t))).collect(),
            span: self.span,
        }
    }
}

/// Paragraphs and lists of inline text: what a user wrote as Markdown in one YAML text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prose {
    /// In order; a headline has one paragraph.
    pub blocks: Vec<ProseBlock>,
    /// Where this language's version was written.
    pub span: Option<Span>,
}

/// A paragraph or a list.
#[derive(Debug, Clone, PartialEq)]
pub enum ProseBlock {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list, numbered or not.
    List {
        /// Numbered from 1.
        ordered: bool,
        /// Each item's text.
        items: Vec<Vec<Inline>>,
    },
}

impl Prose {
    /// One paragraph of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { blocks: vec![ProseBlock::Paragraph(vec![Inline::Text(text.into())])], span: None }
    }

    /// True when nothing would be shown.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// All of it as one run of inlines, blocks parted by a line break: for places that take no paragraphs.
    pub fn inlines(&self) -> Vec<Inline> {
        let runs = self.blocks.iter().flat_map(|block| match block {
            ProseBlock::Paragraph(inlines) => vec![inlines.clone()],
            ProseBlock::List { items, .. } => items.clone(),
        });
        let mut out = Vec::new();
        for run in runs {
            if !out.is_empty() {
                out.push(Inline::Break);
            }
            out.extend(run);
        }
        out
    }
}

/// A piece of inline text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// `**strong**`
    Strong(Vec<Inline>),
    /// `*emphasis*`
    Emphasis(Vec<Inline>),
    /// `` `code` ``
    Code(String),
    /// `[content](target)`
    Link {
        /// Where it leads.
        target: LinkTarget,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// A line break within the paragraph.
    Break,
    /// `{{ field }}`
    Field(Field),
}

/// Where a link leads: an address, or a field that holds one.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkTarget {
    /// An address.
    Link(Link),
    /// `[…]({{ site.link }})`
    Field(Field),
    /// `[…](#name)`: a heading of the same guide.
    Heading(String),
    /// `[^name]`: a note at the foot of the guide's page.
    Note(String),
}

/// `{{ source | format | default("…") }}`
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What it shows.
    pub source: FieldSource,
    /// How a date or time is written.
    pub format: Option<FieldFormat>,
    /// What stands there when the source has nothing.
    pub default: Option<String>,
    /// Where it was written.
    pub span: Option<Span>,
}

/// What a field shows.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldSource {
    /// The project's name.
    Name,
    /// The project's tagline.
    Tagline,
    /// The organisation behind it.
    Organisation,
    /// The project's link.
    Link,
    /// The project's contact.
    Contact,
    /// The campaign's launch.
    Launch,
    /// Something of the piece's or reader's site.
    Site(SiteField),
    /// Something of a training's session at the piece's or reader's site.
    Training(Id, TrainingField),
    /// A column of the recipients' list; in newsletters only.
    Column(String),
}

/// What a field may show of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteField {
    /// Its name.
    Name,
    /// Its postal address.
    Address,
    /// Whom to write to.
    Contact,
    /// Its own link.
    Link,
}

/// What a field may show of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrainingField {
    /// Its title.
    Title,
    /// When the site's session starts.
    Starts,
    /// Where it takes place.
    Place,
    /// Where to register.
    Register,
}

/// How a field writes a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFormat {
    /// `| date` or `| date("long")` and the like.
    Date(DateStyle),
    /// `| time`
    Time,
}

/// How much of a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// 09/03/2027
    Short,
    /// 9 mars 2027
    Medium,
    /// mardi 9 mars 2027
    Long,
}
