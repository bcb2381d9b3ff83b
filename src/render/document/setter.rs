//! Texts and pictures of a document that is no guide, made fit for typesetting.
//!
//! In: texts with their fields filled, files and drawings. Out: inlines as data, pictures by their places, and what is wrong:
//! characters that no font has.

use indexmap::IndexMap;

use super::{
    compose::Picture,
    data::{Figure, Inline},
    material::{Material, icon, sha256},
    text::{clean, isolate, phrases, private},
};
use crate::{
    design::{fonts::Role, svg::media_type},
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span},
    model::value::{self, Asset, Colour, Localised, Prose, ProseBlock},
    personalise::{Scope, typographic},
};

/// What stands for a character that no font has; every built-in family has it.
const NO_GLYPH: char = '□';

/// What is gathered while a document is composed.
pub(super) struct Setter<'a> {
    /// What fields are filled from.
    pub scope: Scope<'a>,
    /// The brand.
    pub material: &'a Material,
    /// The pictures so far.
    pub pictures: Vec<Picture>,
    /// Characters that no font has, with the place of their first use.
    missing: IndexMap<char, Option<Span>>,
}

/// A paragraph, or a list that is `ordered` or `plain`.
#[derive(Debug, serde::Serialize)]
pub(super) struct Block {
    list: Option<&'static str>,
    content: Vec<Inline>,
    items: Vec<Vec<Inline>>,
}

impl Block {
    /// A paragraph.
    pub fn paragraph(content: Vec<Inline>) -> Self {
        Self { list: None, content, items: Vec::new() }
    }
}

impl<'a> Setter<'a> {
    pub fn new(scope: Scope<'a>, material: &'a Material) -> Self {
        Self { scope, material, pictures: Vec::new(), missing: IndexMap::new() }
    }

    /// Plain text.
    pub fn text(&mut self, text: &str) -> String {
        self.noted(text, Role::Base, None)
    }

    /// A name or address that stays whole within a language that runs the other way.
    pub fn whole(&mut self, text: &str) -> String {
        let text = self.text(text);
        isolate(text, self.scope.language)
    }

    /// A built-in word with its placeholders filled.
    pub fn word(&mut self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.scope.project.words.fill(self.scope.language, key, values);
        let text = typographic(&text, self.scope.language).into_owned();
        self.text(&text)
    }

    /// A run of inlines.
    pub fn run(&mut self, inlines: &[value::Inline], place: Option<&Span>) -> Vec<Inline> {
        self.inlines(inlines, Role::Base, place, 0)
    }

    /// A headline: without links, in Japanese its phrases kept whole.
    pub fn headline(&mut self, inlines: &[value::Inline], place: Option<&Span>) -> Vec<Inline> {
        let content = self.inlines(inlines, Role::Headings, place, 0);
        self.whole_phrases(content)
    }

    /// A text in the document's language without markup.
    pub fn plain(&mut self, text: &Localised<Prose>) -> String {
        let plain = self.scope.plain(text);
        self.noted(&plain, Role::Base, span_of(text, self.scope.language))
    }

    /// Paragraphs and lists.
    pub fn blocks(&mut self, prose: &Prose) -> Vec<Block> {
        let place = prose.span.as_ref();
        let blocks = prose.blocks.iter().map(|block| match block {
            ProseBlock::Paragraph(inlines) => {
                Block { list: None, content: self.run(inlines, place), items: Vec::new() }
            }
            ProseBlock::List { ordered, items } => Block {
                list: Some(if *ordered { "ordered" } else { "plain" }),
                content: Vec::new(),
                items: items.iter().map(|item| self.run(item, place)).collect(),
            },
        });
        blocks.collect()
    }

    fn noted(&mut self, text: &str, role: Role, place: Option<&Span>) -> String {
        let text = clean(text);
        if text.is_ascii() {
            return text;
        }
        let chain = self.material.fonts.chain(role, self.scope.language);
        let shows = |c: char| c.is_ascii() || (!private(c) && self.material.fonts.covers(&chain, c));
        let missing = &mut self.missing;
        let shown = text.chars().map(|c| match shows(c) {
            true => c,
            false => {
                missing.entry(c).or_insert_with(|| place.cloned());
                NO_GLYPH
            }
        });
        shown.collect()
    }

    fn inlines(&mut self, inlines: &[value::Inline], role: Role, place: Option<&Span>, depth: usize) -> Vec<Inline> {
        /// Markup nested more deeply is shown without the deepest.
        const DEEPEST: usize = 8;
        let mut out = Vec::new();
        for inline in inlines {
            match inline {
                value::Inline::Text(text) => out.extend(Inline::text(self.noted(text, role, place))),
                value::Inline::Field(field) => {
                    out.extend(Inline::text(self.noted(field.default.as_deref().unwrap_or_default(), role, place)));
                }
                value::Inline::Code(text) => out.push(Inline::Code { text: self.noted(text, Role::Monospace, place) }),
                value::Inline::Break => out.push(Inline::Break),
                value::Inline::Strong(content) => {
                    let content = self.inlines(content, role, place, depth + 1);
                    if depth < DEEPEST { out.push(Inline::Strong { content }) } else { out.extend(content) }
                }
                value::Inline::Emphasis(content) => {
                    let content = self.inlines(content, role, place, depth + 1);
                    if depth < DEEPEST { out.push(Inline::Emphasis { content }) } else { out.extend(content) }
                }
                value::Inline::Link { content, .. } => out.extend(self.inlines(content, role, place, depth)),
            }
        }
        out
    }

    fn whole_phrases(&self, content: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::new();
        for inline in content {
            match inline {
                Inline::Text { text } => match phrases(&text, self.scope.language) {
                    None => out.push(Inline::Text { text }),
                    Some(parts) => out.extend(parts.into_iter().map(|part| Inline::Phrase { text: part.to_owned() })),
                },
                Inline::Strong { content } => out.push(Inline::Strong { content: self.whole_phrases(content) }),
                Inline::Emphasis { content } => out.push(Inline::Emphasis { content: self.whole_phrases(content) }),
                Inline::Break => out.extend(Inline::text(" ")),
                other => out.push(other),
            }
        }
        out
    }

    /// A drawing, by its place among the pictures.
    pub fn svg(&mut self, svg: impl Into<String>) -> usize {
        self.bytes(svg.into().into_bytes().into(), "svg")
    }

    /// A picture's bytes, by their place among the pictures.
    pub fn bytes(&mut self, bytes: std::sync::Arc<[u8]>, format: &'static str) -> usize {
        self.pictures.push(Picture { bytes, format, span: None });
        self.pictures.len() - 1
    }

    /// An icon in a colour; none where no icon bears the name.
    pub fn icon(&mut self, name: &str, colour: Colour) -> Option<usize> {
        icon(name, colour).map(|svg| self.svg(svg))
    }

    /// A picture of the project's; none where it says nothing to those who do not see it.
    pub fn figure(&mut self, file: &Asset, alt: &str, span: &Span) -> Option<Figure> {
        let alt = self.text(alt);
        if alt.trim().is_empty() {
            return None;
        }
        let format = match media_type(&file.bytes) {
            Some("image/png") => "png",
            Some("image/jpeg") => "jpg",
            Some("image/webp") => "webp",
            Some("image/gif") => "gif",
            _ => "svg",
        };
        self.pictures.push(Picture {
            bytes: file.bytes.clone(),
            format,
            span: file.named_at.clone().or_else(|| Some(span.clone())),
        });
        Some(Figure { file: self.pictures.len() - 1, alt })
    }

    /// The pictures' hashes.
    pub fn hashes(&self) -> Vec<String> {
        self.pictures.iter().map(|picture| sha256(&picture.bytes)).collect()
    }

    /// A warning for each place with characters that no font can show: a box stands for them, since mail shows what a page
    /// cannot.
    pub fn missing(&self, piece: &Span) -> Diagnostics {
        let mut places: IndexMap<(String, usize), (Span, Vec<char>)> = IndexMap::new();
        for (c, place) in &self.missing {
            let place = place.as_ref().unwrap_or(piece);
            let key = (place.source.path().to_owned(), place.start);
            places.entry(key).or_insert_with(|| (place.clone(), Vec::new())).1.push(*c);
        }
        let told = places.into_values().map(|(place, signs)| {
            let signs: Vec<String> = signs.iter().take(3).map(|c| format!("`{c}` (U+{:04X})", *c as u32)).collect();
            let message = format!("no font has a glyph for {}: a box stands for it", signs.join(", "));
            let help = "write something else in its place, or add a font that has it under `typography.fonts`";
            let diagnostic = Diagnostic::new(Code::MissingGlyph, &place, message).help(help);
            Diagnostic { severity: Severity::Warning, ..diagnostic }
        });
        told.collect()
    }
}

/// Where the version of a text for a language was written.
pub(super) fn span_of<'t>(text: &'t Localised<Prose>, language: &value::LanguageTag) -> Option<&'t Span> {
    text.get(language).span.as_ref().or(text.span.as_ref())
}
