//! Inline text, paragraphs and tables.

use super::{
    super::{
        data::{Column, Inline, Node, Row, Table, plain},
        text::{clean, isolate, longest_word, phrases},
    },
    Composer,
};
use crate::{
    design::fonts::Role,
    model::{
        Alignment,
        value::{self, LinkTarget, Localised, Prose, ProseBlock},
    },
};

/// Markup nested more deeply than this is shown without the deepest.
pub(super) const DEEPEST: usize = 8;

/// A row with more characters than this may be parted by a page's end.
const WHOLE_ROW: usize = 700;
/// Characters that a column's line is sure to hold, about.
const SHORT_LINE: usize = 30;
/// A table with more lines than this may be parted by a page's end.
const WHOLE_TABLE: usize = 16;

impl Composer<'_> {
    /// A text made fit for typesetting; its characters are noted.
    pub(super) fn text(&mut self, text: &str) -> String {
        let text = clean(text);
        self.characters.note(&text, self.role, self.place.as_ref());
        text
    }

    /// A text as a run of its own.
    pub(super) fn run(&mut self, text: &str) -> Vec<Inline> {
        Inline::text(self.text(text))
    }

    /// Inlines with their fields filled.
    pub(super) fn fill_inlines(&mut self, inlines: &[value::Inline]) -> Vec<Inline> {
        let filled = self.scope.fill(inlines);
        self.inlines(&filled, 0)
    }

    /// A text in the guide's language as one run.
    pub(super) fn localised(&mut self, text: &Localised<Prose>) -> Vec<Inline> {
        let prose = text.get(self.scope.language);
        let place = prose.span.clone().or_else(|| text.span.clone());
        self.at(place, |composer| composer.fill_inlines(&prose.inlines()))
    }

    /// A text in the guide's language as paragraphs and lists.
    pub(super) fn paragraphs(&mut self, text: &Localised<Prose>) -> Vec<Node> {
        let prose = text.get(self.scope.language);
        let place = prose.span.clone().or_else(|| text.span.clone());
        self.at(place, |composer| prose.blocks.iter().map(|block| composer.prose_block(block)).collect())
    }

    /// A plain string in the guide's language.
    pub(super) fn string(&mut self, text: &Localised<String>) -> String {
        let string = text.get(self.scope.language).clone();
        let string = self.at(text.span.clone(), |composer| composer.text(&string));
        isolate(string, self.scope.language)
    }

    /// A headline in the guide's language.
    pub(super) fn title_of(&mut self, text: &Localised<Prose>) -> Vec<Inline> {
        let prose = text.get(self.scope.language);
        let place = prose.span.clone().or_else(|| text.span.clone());
        self.with_role(Role::Headings, |composer| composer.at(place, |composer| composer.headline(&prose.inlines())))
    }

    /// A built-in word as a headline.
    pub(super) fn word_as_heading(&mut self, key: &str) -> Vec<Inline> {
        self.with_role(Role::Headings, |composer| Inline::text(composer.word(key)))
    }

    fn prose_block(&mut self, block: &ProseBlock) -> Node {
        match block {
            ProseBlock::Paragraph(inlines) => Node::Paragraph { content: self.fill_inlines(inlines) },
            ProseBlock::List { ordered, items } => {
                let mut item = |item: &Vec<_>| vec![Node::Paragraph { content: self.fill_inlines(item) }];
                Node::List { ordered: *ordered, start: 1, tight: true, items: items.iter().map(&mut item).collect() }
            }
        }
    }

    fn inlines(&mut self, inlines: &[value::Inline], depth: usize) -> Vec<Inline> {
        let mut out = Vec::new();
        for inline in inlines {
            match inline {
                value::Inline::Text(text) => out.extend(self.run(text)),
                value::Inline::Field(field) => out.extend(self.run(field.default.as_deref().unwrap_or_default())),
                value::Inline::Code(text) => {
                    let text = self.with_role(Role::Monospace, |composer| composer.text(text));
                    out.push(Inline::Code { text });
                }
                value::Inline::Break => out.push(Inline::Break),
                value::Inline::Link { target: LinkTarget::Note(name), .. } => out.extend(self.note(name, depth)),
                value::Inline::Strong(content)
                | value::Inline::Emphasis(content)
                | value::Inline::Link { content, .. } => {
                    let content = self.inlines(content, depth + 1);
                    if depth < DEEPEST { out.extend(wrap(inline, content)) } else { out.extend(content) }
                }
            }
        }
        out
    }

    /// What a note says; nothing for one within another, which no page has a foot for.
    fn note(&mut self, name: &str, depth: usize) -> Option<Inline> {
        let content = self.notes.get(name).filter(|_| depth < DEEPEST)?.clone();
        let again = !self.noted.insert(name.to_owned());
        if again {
            return Some(Inline::Note { id: name.to_owned(), content: Vec::new(), again });
        }
        let notes = std::mem::take(&mut self.notes);
        let content = self.fill_inlines(&content);
        self.notes = notes;
        Some(Inline::Note { id: name.to_owned(), content, again })
    }

    /// A headline: no links in it, no line breaks, and in Japanese its phrases kept whole.
    pub(super) fn headline(&mut self, inlines: &[value::Inline]) -> Vec<Inline> {
        let content = self.fill_inlines(inlines);
        self.plain_headline(content)
    }

    /// A headline of plain text.
    pub(super) fn headline_text(&mut self, text: &str) -> Vec<Inline> {
        let content = self.run(text);
        self.plain_headline(content)
    }

    fn plain_headline(&self, content: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::new();
        for inline in content {
            match inline {
                Inline::Text { text } => out.extend(self.whole_phrases(text)),
                Inline::Link { content, .. } | Inline::Reference { content, .. } => {
                    out.extend(self.plain_headline(content));
                }
                // The contents would repeat it.
                Inline::Note { .. } => {}
                Inline::Strong { content } => out.push(Inline::Strong { content: self.plain_headline(content) }),
                Inline::Emphasis { content } => out.push(Inline::Emphasis { content: self.plain_headline(content) }),
                Inline::Break => out.extend(Inline::text(" ")),
                Inline::Code { .. } | Inline::Phrase { .. } => out.push(inline),
            }
        }
        out
    }

    fn whole_phrases(&self, text: String) -> Vec<Inline> {
        match phrases(&text, self.scope.language) {
            None => Inline::text(text),
            Some(phrases) => phrases.into_iter().map(|phrase| Inline::Phrase { text: phrase.to_owned() }).collect(),
        }
    }

    /// A table of columns with their heads.
    pub(super) fn table(&self, columns: Vec<(ColumnStyle, Vec<Inline>)>, rows: Vec<Vec<Vec<Inline>>>) -> Table {
        let (styles, head): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
        let full = |mut row: Vec<Vec<Inline>>| {
            row.resize(head.len(), Vec::new());
            row
        };
        let rows: Vec<Row> = rows.into_iter().map(|row| new_row(full(row))).collect();
        let columns = styles.into_iter().enumerate().map(|(i, style)| {
            let cells = rows.iter().map(|row| &row.cells[i]).chain([&head[i]]);
            let word = cells.map(|cell| longest(cell)).max_by_key(|word| word.chars().count()).unwrap_or_default();
            Column { alignment: style.alignment, word, share: style.share }
        });
        let lines = rows.iter().map(|row| 1 + row.longest() / SHORT_LINE).sum::<usize>();
        Table { columns: columns.collect(), head, whole: lines <= WHOLE_TABLE, rows }
    }

    /// A table without the columns that no row has anything for.
    pub(super) fn compact_table(&self, columns: Vec<(ColumnStyle, Vec<Inline>)>, rows: Vec<Vec<Vec<Inline>>>) -> Table {
        let empty = |i: usize| rows.iter().all(|row| row.get(i).is_none_or(Vec::is_empty));
        let kept: Vec<bool> = (0..columns.len()).map(|i| !empty(i)).collect();
        fn pick<T>(all: Vec<T>, kept: &[bool]) -> Vec<T> {
            all.into_iter().zip(kept).filter(|(_, kept)| **kept).map(|(one, _)| one).collect()
        }
        let rows = rows.into_iter().map(|row| pick(row, &kept)).collect();
        self.table(pick(columns, &kept), rows)
    }
}

/// How a column is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct ColumnStyle {
    pub(super) alignment: Alignment,
    pub(super) share: Option<f64>,
}

impl ColumnStyle {
    /// As wide as what it holds.
    pub(super) fn aligned(alignment: Alignment) -> Self {
        Self { alignment, share: None }
    }

    /// Set at the start, with a part of the width.
    pub(super) fn share(share: f64) -> Self {
        Self { alignment: Alignment::Start, share: Some(share) }
    }
}

/// What a line must hold whole of a cell.
fn longest(cell: &[Inline]) -> String {
    let phrase = |inline: &Inline| match inline {
        Inline::Phrase { text } => Some(text.clone()),
        _ => None,
    };
    let phrases = cell.iter().filter_map(phrase).chain([longest_word(&plain(cell)).to_owned()]);
    phrases.max_by_key(|word| word.chars().count()).unwrap_or_default()
}

fn new_row(cells: Vec<Vec<Inline>>) -> Row {
    let row = Row { cells, whole: false };
    Row { whole: row.longest() <= WHOLE_ROW, ..row }
}

fn wrap(inline: &value::Inline, content: Vec<Inline>) -> Vec<Inline> {
    match inline {
        value::Inline::Strong(_) => vec![Inline::Strong { content }],
        value::Inline::Emphasis(_) => vec![Inline::Emphasis { content }],
        value::Inline::Link { target: LinkTarget::Link(link), .. } => {
            let content = if content.is_empty() { Inline::text(clean(link.short())) } else { content };
            vec![Inline::Link { to: link.as_str().to_owned(), content }]
        }
        value::Inline::Link { target: LinkTarget::Heading(name), .. } => {
            vec![Inline::Reference { to: name.clone(), content }]
        }
        _ => content,
    }
}
