//! A guide's Markdown (CommonMark with tables, callouts, tasks and footnotes) to blocks.
//!
//! In: the body of a guide's file. Out: its blocks, with `lines` of its own taken out before Markdown is read and put in
//! their place after it, and a diagnostic for each mistake.

mod lines;
mod shape;
#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{
    Alignment as MdAlignment, BlockQuoteKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd,
};

use lines::Call;
use shape::{Mark, Reference};

use super::{
    fields::{FieldNames, MARK, PLACEHOLDER, Tokenised, tokenise},
    prose::{MAX_INLINE_DEPTH, target},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span},
    model::{
        Alignment, Callout, GuideBlock,
        value::{Asset, Id, Inline, LinkTarget},
    },
};

/// Finds the picture that a guide names.
pub type FindImage<'a> = dyn FnMut(&str, &Span, &mut Diagnostics) -> Option<Asset> + 'a;

/// Reads the body of a guide: `body` is the part of its source after the front matter. It may name these posters.
pub fn guide(
    body: &Span,
    names: &FieldNames,
    posters: &[Id],
    image: &mut FindImage<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<GuideBlock> {
    let lines = lines::take(body, posters, diagnostics);
    let tokens = tokenise(&lines.text, names, &|start, end| body.part(start, end), diagnostics);
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader {
        events: Parser::new_ext(&tokens.text, options).into_offset_iter(),
        tokens: &tokens,
        body,
        calls: lines.calls,
        quotes: lines.quotes,
        image,
        diagnostics,
        marks: Vec::new(),
        references: Vec::new(),
        task: None,
        comment: false,
        depth: 0,
        inline_depth: 0,
    };
    let blocks = reader.blocks(None);
    if body.text().trim().is_empty() {
        let diagnostic = Diagnostic::new(Code::InvalidValue, body, "this guide has a title and nothing else");
        let diagnostic = diagnostic.help("write its text below the second line `---`");
        reader.diagnostics.push(Diagnostic { severity: Severity::Warning, ..diagnostic });
    }
    let (marks, references) = (std::mem::take(&mut reader.marks), std::mem::take(&mut reader.references));
    shape::leads(&references, &blocks, diagnostics);
    shape::columns(blocks, marks, diagnostics)
}

/// Lists and quotations nested deeper than this are read as text.
const MAX_DEPTH: usize = 16;

/// A table of more columns leaves each less than a word's width on A4.
const MANY_COLUMNS: usize = 10;
/// A table of more columns cannot be set at all.
const MOST_COLUMNS: usize = 30;

struct Reader<'a, 'i> {
    events: OffsetIter<'a, pulldown_cmark::DefaultBrokenLinkCallback>,
    tokens: &'a Tokenised,
    body: &'a Span,
    calls: Vec<(usize, Call)>,
    quotes: Vec<usize>,
    image: &'a mut FindImage<'i>,
    diagnostics: &'a mut Diagnostics,
    marks: Vec<Mark>,
    references: Vec<Reference>,
    /// Whether the item that is being read is done, where it is a thing to do.
    task: Option<bool>,
    /// Within a comment of HTML.
    comment: bool,
    depth: usize,
    inline_depth: usize,
}

/// Texts that follow each other as one: a line of signs that mark nothing is thousands of them, each a node of the document.
fn joined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (out.last_mut(), inline) {
            // The end of a line stays by itself.
            (Some(Inline::Text(before)), Inline::Text(text)) if before != " " && text != " " => before.push_str(&text),
            (_, inline) => out.push(inline),
        }
    }
    out
}

impl<'a> Reader<'a, '_> {
    /// Blocks up to the end of the enclosing one.
    fn blocks(&mut self, until: Option<TagEnd>) -> Vec<GuideBlock> {
        let mut out = Vec::new();
        let mut loose: Vec<Inline> = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(tag) if Some(tag) == until => break,
                Event::Start(tag) if is_block(&tag) => {
                    flush(&mut loose, &mut out);
                    self.block(tag, range, &mut out);
                }
                Event::Rule => {
                    flush(&mut loose, &mut out);
                    out.push(GuideBlock::Rule);
                }
                // The text of a tight list's item stands in no paragraph.
                Event::Start(tag) => self.inline(tag, range, &mut loose),
                other => self.leaf(other, range, &mut loose),
            }
        }
        flush(&mut loose, &mut out);
        out
    }

    fn block(&mut self, tag: Tag<'a>, range: Range<usize>, out: &mut Vec<GuideBlock>) {
        let span = self.body.part(range.start, range.end);
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.depth -= 1;
            out.push(GuideBlock::Paragraph(self.flat()));
            return;
        }
        match tag {
            Tag::Paragraph => self.paragraph(range, out),
            Tag::Heading { level, .. } => {
                let mut content = self.inlines(TagEnd::Heading(level));
                drop_anchor(&mut content);
                out.push(GuideBlock::Heading { level: level as u8, content, span });
            }
            Tag::BlockQuote(kind) => {
                let begins = self.tokens.text[..range.start].rfind('\n').map_or(0, |end| end + 1);
                let mut blocks = self.blocks(Some(TagEnd::BlockQuote(kind)));
                if kind.is_none() {
                    part_source(&mut blocks, &self.tokens.text[range]);
                }
                out.push(match kind {
                    Some(kind) => GuideBlock::Callout { kind: callout(kind), blocks },
                    None if self.quotes.contains(&begins) => GuideBlock::PullQuote(blocks),
                    None => GuideBlock::Quote(blocks),
                });
            }
            Tag::FootnoteDefinition(name) => {
                let blocks = self.blocks(Some(TagEnd::FootnoteDefinition));
                out.push(GuideBlock::Note { name: name.to_string(), blocks });
            }
            Tag::List(start) => {
                let items = self.items(start.is_some());
                out.push(match items.iter().any(|(done, _)| done.is_some()) {
                    true => GuideBlock::Tasks(items),
                    false => {
                        let items = items.into_iter().map(|(_, blocks)| blocks).collect();
                        GuideBlock::List { ordered: start.is_some(), start: start.unwrap_or(1), items }
                    }
                });
            }
            Tag::CodeBlock(_) => {
                let code = crate::personalise::plain(&self.inlines(TagEnd::CodeBlock));
                out.push(GuideBlock::Code(code.trim_end().to_owned()));
            }
            Tag::HtmlBlock => {
                let content = self.inlines(TagEnd::HtmlBlock);
                if !is_blank(&content) {
                    out.push(GuideBlock::Paragraph(content));
                }
            }
            Tag::Table(alignment) => {
                self.wide(alignment.len(), &span);
                out.push(self.table(&alignment));
            }
            other => {
                let content = self.inlines(other.to_end());
                out.push(GuideBlock::Paragraph(content));
            }
        }
        self.depth -= 1;
    }

    /// A paragraph, a line of the guide's own, or a picture that stands alone.
    fn paragraph(&mut self, range: Range<usize>, out: &mut Vec<GuideBlock>) {
        let text = &self.tokens.text[range.clone()];
        if text.contains(PLACEHOLDER) {
            self.inlines(TagEnd::Paragraph);
            let calls: Vec<_> = self.calls.iter().filter(|(at, _)| range.contains(at)).cloned().collect();
            calls.into_iter().for_each(|(at, call)| self.call(at, call, out));
            return;
        }
        let mut images = Vec::new();
        let content = self.inlines_with(TagEnd::Paragraph, &mut images);
        if !is_blank(&content) {
            out.push(GuideBlock::Paragraph(content));
        }
        out.extend(images);
    }

    /// What a line of the guide's own asks for.
    fn call(&mut self, at: usize, call: Call, out: &mut Vec<GuideBlock>) {
        let line = self.body.text()[at..].lines().next().map_or(0, |line| line.trim_end().len());
        let span = self.body.part(at, at + line);
        match call {
            Call::Fill(kind) => out.push(GuideBlock::Placeholder { kind, span }),
            Call::Poster(id) => out.push(GuideBlock::Poster { id, span }),
            Call::PageBreak => out.push(GuideBlock::PageBreak),
            // Such a line stands at the start of a line of its own, so that only Markdown's oddities can hold it.
            Call::Columns(_) if self.depth > 1 => {}
            Call::Columns(side) => self.marks.push((out.len(), side, span)),
        }
    }

    /// The items of a list, with whether they are done where they are things to do.
    fn items(&mut self, ordered: bool) -> Vec<(Option<bool>, Vec<GuideBlock>)> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let outer = self.task.take();
                    let blocks = self.blocks(Some(TagEnd::Item));
                    items.push((std::mem::replace(&mut self.task, outer), blocks));
                }
                Event::End(TagEnd::List(o)) if o == ordered => break,
                _ => {}
            }
        }
        items
    }

    fn wide(&mut self, columns: usize, span: &Span) {
        if columns <= MANY_COLUMNS {
            return;
        }
        let message = format!("a table of {columns} columns is too wide to read on a page");
        let diagnostic = Diagnostic::new(Code::TextTooLong, span, message);
        let diagnostic = diagnostic.help(format!("take {MANY_COLUMNS} at most: turn it, or make two tables of it"));
        let severity = if columns > MOST_COLUMNS { Severity::Error } else { Severity::Warning };
        self.diagnostics.push(Diagnostic { severity, ..diagnostic });
    }

    fn table(&mut self, alignment: &[MdAlignment]) -> GuideBlock {
        let alignment = alignment.iter().map(|a| match a {
            MdAlignment::Center => Alignment::Center,
            MdAlignment::Right => Alignment::End,
            _ => Alignment::Start,
        });
        let alignment: Vec<_> = alignment.collect();
        let (mut head, mut rows, mut cells) = (Vec::new(), Vec::new(), Vec::new());
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.inlines(TagEnd::TableCell)),
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut cells),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut cells)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        GuideBlock::Table { alignment, head, rows }
    }

    fn inlines(&mut self, until: TagEnd) -> Vec<Inline> {
        let mut images = Vec::new();
        self.inlines_with(until, &mut images)
    }

    /// Inlines up to the end of their element; pictures among them are set aside.
    fn inlines_with(&mut self, until: TagEnd, images: &mut Vec<GuideBlock>) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(tag) if tag == until => break,
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    let alt = crate::personalise::plain(&self.flat());
                    images.extend(self.picture(&dest_url, &title, alt, range));
                }
                Event::Start(tag) => self.inline(tag, range, &mut out),
                other => self.leaf(other, range, &mut out),
            }
        }
        joined(out)
    }

    /// All text up to the end of an element that is nested too deeply to be looked into.
    fn flat(&mut self) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut open = 0;
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) if open == 0 => break,
                Event::End(_) => open -= 1,
                Event::Start(_) => open += 1,
                other => self.leaf(other, range, &mut out),
            }
        }
        joined(out)
    }

    fn inline(&mut self, tag: Tag<'a>, range: Range<usize>, out: &mut Vec<Inline>) {
        if self.inline_depth >= MAX_INLINE_DEPTH {
            out.extend(self.flat());
            return;
        }
        self.inline_depth += 1;
        let content = self.inlines(tag.to_end());
        self.inline_depth -= 1;
        out.extend(match tag {
            Tag::Strong => vec![Inline::Strong(content)],
            Tag::Emphasis => vec![Inline::Emphasis(content)],
            Tag::Link { link_type, dest_url, .. } => {
                let span = self.body.part(range.start, range.end);
                match self.leads_to(link_type, &dest_url, &span) {
                    Some(target) => vec![Inline::Link { target, content }],
                    None => content,
                }
            }
            _ => content,
        });
    }

    /// Where a link leads: to an address, to a field's, or to a heading of this guide.
    fn leads_to(&mut self, kind: LinkType, to: &str, span: &Span) -> Option<LinkTarget> {
        if kind == LinkType::Email {
            return target(self.tokens, &format!("mailto:{to}"), span, self.diagnostics);
        }
        let Some(name) = to.strip_prefix('#') else { return target(self.tokens, to, span, self.diagnostics) };
        let name = name.to_lowercase();
        self.references.push(Reference { name: name.clone(), span: span.clone() });
        Some(LinkTarget::Heading(name))
    }

    fn leaf(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => out.extend(self.tokens.inlines(&text)),
            Event::InlineHtml(text) | Event::Html(text) => self.html(&text, range, out),
            Event::Code(text) if !text.contains(MARK) => out.push(Inline::Code(text.into_string())),
            Event::Code(text) => out.extend(self.tokens.inlines(&text)),
            Event::SoftBreak => out.push(Inline::Text(" ".into())),
            Event::HardBreak => out.push(Inline::Break),
            Event::TaskListMarker(done) => self.task = Some(done),
            Event::FootnoteReference(name) => {
                let name = name.to_string();
                out.push(Inline::Link { target: LinkTarget::Note(name), content: Vec::new() });
            }
            _ => {}
        }
    }

    /// HTML is text here. A comment is left out, as its author means it; a line break is one; of the rest it is said that it
    /// will be seen as it was typed.
    fn html(&mut self, text: &str, range: Range<usize>, out: &mut Vec<Inline>) {
        let tag = text.trim();
        self.comment |= tag.starts_with("<!--");
        if self.comment {
            self.comment = !tag.contains("-->");
            return;
        }
        if ["<br>", "<br/>", "<br />"].contains(&tag.to_lowercase().as_str()) {
            out.push(Inline::Break);
            return;
        }
        out.extend(self.tokens.inlines(text));
        // An element is told once, where it opens.
        if tag.starts_with('<') && !tag.starts_with("</") {
            let span = self.body.part(range.start, range.start + text.trim_end().len());
            let diagnostic = Diagnostic::new(Code::UnsupportedMarkdown, &span, "HTML is shown as it was typed")
                .help("write it in Markdown, or between backquotes where it is meant to be read");
            self.diagnostics.push(Diagnostic { severity: Severity::Warning, ..diagnostic });
        }
    }

    fn picture(&mut self, path: &str, caption: &str, alt: String, range: Range<usize>) -> Option<GuideBlock> {
        let span = self.body.part(range.start, range.end);
        let span = match span.text().find(path) {
            Some(at) if !path.is_empty() => span.part(at, at + path.len()),
            _ => span,
        };
        if alt.trim().is_empty() {
            let message = "this picture has no description for those who do not see it";
            let help = format!("write what it shows between the brackets: ![What it shows]({path})");
            self.diagnostics.push(Diagnostic::new(Code::MissingKey, &span, message).help(help));
        }
        let file = (self.image)(path, &span, self.diagnostics)?;
        let caption = (!caption.is_empty()).then(|| caption.to_owned());
        Some(GuideBlock::Image { file, alt, caption, span })
    }
}

fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|inline| matches!(inline, Inline::Text(text) if text.trim().is_empty()))
}

/// Takes `{#name}` from a heading's end.
fn drop_anchor(content: &mut [Inline]) {
    if let Some(Inline::Text(text)) = content.last_mut()
        && let Some((before, _)) = GuideBlock::stated_anchor(text)
    {
        text.truncate(before.len());
    }
}

fn flush(loose: &mut Vec<Inline>, out: &mut Vec<GuideBlock>) {
    if !loose.is_empty() {
        out.push(GuideBlock::Paragraph(std::mem::take(loose)));
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}

/// Whose words a quotation holds, on a last line that begins with a dash: a paragraph of its own, as if an empty line stood before it.
fn part_source(blocks: &mut Vec<GuideBlock>, text: &str) {
    let line = text.trim_end().lines().next_back().unwrap_or_default();
    let line = line.trim_start_matches(['>', ' ', '\t']);
    if !line.starts_with(['—', '–']) {
        return;
    }
    let Some(GuideBlock::Paragraph(content)) = blocks.last_mut() else { return };
    let breaks = |pair: &[Inline]| matches!(pair, [Inline::Text(gap), Inline::Text(next)] if gap == " " && next.starts_with(['—', '–']));
    if let Some(at) = content.windows(2).rposition(breaks) {
        let source = content.split_off(at + 1);
        content.pop();
        blocks.push(GuideBlock::Paragraph(source));
    }
}

fn callout(kind: BlockQuoteKind) -> Callout {
    match kind {
        BlockQuoteKind::Note => Callout::Note,
        BlockQuoteKind::Tip => Callout::Tip,
        BlockQuoteKind::Important => Callout::Important,
        BlockQuoteKind::Warning => Callout::Warning,
        BlockQuoteKind::Caution => Callout::Caution,
    }
}
