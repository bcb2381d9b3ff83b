//! The guide's own Markdown.

use std::collections::HashMap;

use super::{
    super::{
        data::{Figure, Inline, Node, Task, plain},
        text::{clean, clean_code, longest_word},
    },
    Composer, Picture,
    inline::{ColumnStyle, DEEPEST},
};
use crate::{
    design::{fonts::Role, svg::media_type},
    diagnostic::{Code, Diagnostic, Span},
    model::{
        Alignment, Callout, GuideBlock, GuidePlaceholder,
        value::{self, Asset},
    },
};

/// A headline whose longest word has more letters is hyphenated.
const LONGEST_IN_HEADLINE: usize = 18;

impl Composer<'_> {
    /// The blocks of the guide, in order.
    pub(super) fn guide_blocks(&mut self, blocks: &[GuideBlock]) -> Vec<Node> {
        self.place = Some(self.rest(self.guide.span.end));
        self.notes = notes(blocks);
        match self.guide.built_in {
            true => self.sections(blocks),
            false => self.blocks(blocks, 0),
        }
    }

    /// From a place in the guide to its end.
    fn rest(&self, start: usize) -> Span {
        let source = &self.guide.span.source;
        source.span(start, source.text().len())
    }

    pub(super) fn blocks(&mut self, blocks: &[GuideBlock], depth: usize) -> Vec<Node> {
        blocks.iter().flat_map(|block| self.block(block, depth)).collect()
    }

    fn block(&mut self, block: &GuideBlock, depth: usize) -> Vec<Node> {
        if let GuideBlock::Heading { span, .. }
        | GuideBlock::Image { span, .. }
        | GuideBlock::Placeholder { span, .. } = block
        {
            self.place = Some(self.rest(span.start));
        }
        match block {
            GuideBlock::Heading { level, content, span } => self.heading(*level, content, span),
            GuideBlock::Paragraph(content) => vec![Node::Paragraph { content: self.fill_inlines(content) }],
            GuideBlock::List { items, .. } if depth >= DEEPEST => {
                items.iter().flat_map(|item| self.blocks(item, depth + 1)).collect()
            }
            GuideBlock::Tasks(items) if depth >= DEEPEST => {
                items.iter().flat_map(|(_, item)| self.blocks(item, depth + 1)).collect()
            }
            GuideBlock::Quote(blocks) | GuideBlock::Callout { blocks, .. } | GuideBlock::PullQuote(blocks)
                if depth >= DEEPEST =>
            {
                self.blocks(blocks, depth + 1)
            }
            GuideBlock::List { ordered, start, items } => {
                let tight = items.iter().all(|item| item.len() <= 1);
                let items = items.iter().map(|item| self.blocks(item, depth + 1)).collect();
                vec![Node::List { ordered: *ordered, start: *start, tight, items }]
            }
            GuideBlock::Tasks(items) => {
                let task = |(done, blocks): &(Option<bool>, Vec<_>)| Task {
                    done: *done,
                    blocks: self.blocks(blocks, depth + 1),
                };
                vec![Node::Tasks { items: items.iter().map(task).collect() }]
            }
            GuideBlock::PullQuote(blocks) => vec![self.pull_quote(blocks, depth)],
            GuideBlock::Columns(columns) => {
                let columns = columns.iter().map(|blocks| self.blocks(blocks, depth + 1)).collect();
                vec![Node::Columns { columns }]
            }
            GuideBlock::PageBreak => vec![Node::PageBreak],
            // Notes stand where they are referred to.
            GuideBlock::Note { .. } => Vec::new(),
            GuideBlock::Poster { .. } => {
                self.posters += 1;
                vec![Node::Poster { shown: self.posters - 1 }]
            }
            GuideBlock::Quote(blocks) => vec![Node::Quote { blocks: self.blocks(blocks, depth + 1) }],
            GuideBlock::Callout { kind, blocks } => vec![self.callout(*kind, blocks, depth)],
            GuideBlock::Table { head, .. } if head.is_empty() => Vec::new(),
            GuideBlock::Table { alignment, head, rows } => vec![self.guide_table(alignment, head, rows)],
            GuideBlock::Code(text) => {
                let text = clean_code(text);
                self.characters.note(&text, Role::Monospace, self.place.as_ref());
                vec![Node::Code { text }]
            }
            GuideBlock::Rule => vec![Node::Rule],
            GuideBlock::Image { file, alt, caption, span } => self.picture(file, alt, caption.as_deref(), span),
            GuideBlock::Placeholder { kind, .. } => self.placeholder(*kind),
        }
    }

    /// A heading of the guide's own; PDF/UA-1 (ISO 14289-1, 7.4.2) admits no skipped level.
    fn heading(&mut self, level: u8, content: &[value::Inline], span: &Span) -> Vec<Node> {
        let content = self.with_role(Role::Headings, |composer| composer.headline(content));
        if plain(&content).trim().is_empty() {
            return Vec::new();
        }
        if level > self.last_level + 1 {
            let message = format!("a heading of level {level} follows one of level {}", self.last_level);
            let message = if self.last_level == 0 { format!("the first heading is of level {level}") } else { message };
            let help =
                format!("write it with `{}`: levels follow each other", "#".repeat(self.last_level as usize + 1));
            self.diagnostics.push(Diagnostic::new(Code::DocumentRefused, span, message).help(help));
        }
        self.level = level;
        let anchor = GuideBlock::anchor(span.text());
        let anchor = (!anchor.is_empty() && self.anchors.insert(anchor.clone())).then_some(anchor);
        vec![self.heading_node(level, content, true, anchor)]
    }

    /// A heading of a placeholder's, one level below the guide's own last.
    pub(super) fn part(&mut self, content: Vec<Inline>, listed: bool) -> Node {
        self.heading_node((self.level + 1).min(6), content, listed, None)
    }

    fn heading_node(&mut self, level: u8, content: Vec<Inline>, listed: bool, anchor: Option<String>) -> Node {
        self.last_level = level;
        self.last_heading = plain(&content);
        let hyphenate = longest_word(&plain(&content)).chars().count() > LONGEST_IN_HEADLINE;
        Node::Heading { level, content, listed, hyphenate, anchor }
    }

    fn callout(&mut self, kind: Callout, blocks: &[GuideBlock], depth: usize) -> Node {
        let colours = &self.material.callouts;
        let (word, icon, colours) = match kind {
            Callout::Note => ("callout_note", "info", colours.note),
            Callout::Tip => ("callout_tip", "lightbulb", colours.tip),
            Callout::Important => ("callout_important", "megaphone", colours.important),
            Callout::Warning => ("callout_warning", "triangle-alert", colours.warning),
            Callout::Caution => ("callout_caution", "octagon-alert", colours.caution),
        };
        let (label, icon) = (self.word(word), self.icon(icon, colours.label));
        Node::Callout { kind, label, icon, blocks: self.blocks(blocks, depth + 1) }
    }

    /// Words set large; a last paragraph that begins with a dash says whose they are.
    fn pull_quote(&mut self, blocks: &[GuideBlock], depth: usize) -> Node {
        let mut blocks = self.blocks(blocks, depth + 1);
        let by = match blocks.last_mut() {
            Some(Node::Paragraph { content }) => source_of(content),
            _ => None,
        };
        if by.is_some() && blocks.len() > 1 {
            blocks.pop();
            return Node::PullQuote { blocks, by: by.unwrap_or_default() };
        }

        Node::PullQuote { blocks, by: Vec::new() }
    }

    fn guide_table(
        &mut self,
        alignment: &[Alignment],
        head: &[Vec<value::Inline>],
        rows: &[Vec<Vec<value::Inline>>],
    ) -> Node {
        let columns = head.iter().enumerate().map(|(i, cell)| {
            let alignment = alignment.get(i).copied().unwrap_or(Alignment::Start);
            (ColumnStyle::aligned(alignment), self.fill_inlines(cell))
        });
        let columns: Vec<_> = columns.collect();
        let rows = rows.iter().map(|row| row.iter().map(|cell| self.fill_inlines(cell)).collect());
        let rows = rows.collect();
        Node::Table(self.table(columns, rows))
    }

    fn picture(&mut self, file: &Asset, alt: &str, caption: Option<&str>, span: &Span) -> Vec<Node> {
        let Some(picture) = self.figure(file, alt, Some(span.clone())) else { return Vec::new() };
        let caption = caption.map(|caption| self.text(caption)).filter(|caption| !caption.trim().is_empty());
        vec![Node::Picture { picture, caption }]
    }

    /// A picture of the project's; PDF/UA-1 (ISO 14289-1, 7.3) wants every one to say what it shows.
    pub(super) fn figure(&mut self, file: &Asset, alt: &str, span: Option<Span>) -> Option<Figure> {
        let alt = clean(alt);
        if alt.trim().is_empty() {
            let message = format!("picture `{}` has no alternative text", file.path);
            let help =
                format!("say what it shows: between the brackets in Markdown, `![…]({})`, as `alt` in YAML", file.path);
            let place = span.as_ref().unwrap_or(&self.guide.span);
            self.diagnostics.push(Diagnostic::new(Code::DocumentRefused, place, message).help(help));
            return None;
        }
        let format = match media_type(&file.bytes) {
            Some("image/png") => "png",
            Some("image/jpeg") => "jpg",
            Some("image/webp") => "webp",
            Some("image/gif") => "gif",
            _ => "svg",
        };
        let span = file.named_at.clone().or(span);
        self.pictures.push(Picture { bytes: file.bytes.clone(), format, span });
        Some(Figure { file: self.pictures.len() - 1, alt })
    }

    fn placeholder(&mut self, kind: GuidePlaceholder) -> Vec<Node> {
        let place = self.place.clone();
        let nodes = match kind {
            GuidePlaceholder::Why => self.why(),
            GuidePlaceholder::Story => self.story(),
            GuidePlaceholder::Messages => self.messages(),
            GuidePlaceholder::Palette => self.palette(),
            GuidePlaceholder::Objections => self.objections(),
            GuidePlaceholder::Responsibilities => self.responsibilities(),
            GuidePlaceholder::People => self.people(),
            GuidePlaceholder::Sites => self.sites(),
            GuidePlaceholder::Contacts => self.contacts(),
            GuidePlaceholder::Training => self.training(),
            GuidePlaceholder::Calendar => self.calendar(),
            GuidePlaceholder::Timeline if self.shows(kind) => vec![Node::Timeline],
            GuidePlaceholder::Timeline => Vec::new(),
            GuidePlaceholder::Keys => self.keys(),
        };
        self.place = place;
        nodes
    }
}

/// What follows the dash with which a paragraph begins.
fn source_of(content: &[Inline]) -> Option<Vec<Inline>> {
    let (Inline::Text { text }, rest) = content.split_first()? else { return None };
    let named = text.strip_prefix(['—', '–'])?.trim_start();
    Some([&Inline::text(named)[..], rest].concat())
}

/// The notes of a guide by their names.
fn notes(blocks: &[GuideBlock]) -> HashMap<String, Vec<value::Inline>> {
    let mut found = HashMap::new();
    let mut waiting: Vec<&GuideBlock> = blocks.iter().collect();
    while let Some(block) = waiting.pop() {
        match block {
            GuideBlock::Note { name, blocks } => {
                let mut content = Vec::new();
                for block in blocks {
                    if let GuideBlock::Paragraph(inlines) = block {
                        content.extend((!content.is_empty()).then_some(value::Inline::Break));
                        content.extend(inlines.iter().cloned());
                    }
                }
                found.entry(name.clone()).or_insert(content);
            }
            _ => waiting.extend(block.children()),
        }
    }
    found
}
