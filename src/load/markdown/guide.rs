//! A guide's Markdown (CommonMark with tables and callouts) to blocks.

use std::ops::Range;

use pulldown_cmark::{Alignment as MdAlignment, BlockQuoteKind, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::{
    fields::{FieldNames, MARK, PLACEHOLDER, Tokenised, tokenise},
    prose::{MAX_INLINE_DEPTH, target},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest},
    load::raw::decode::shorten,
    model::{
        Alignment, Callout, GuideBlock, GuidePlaceholder,
        value::{Asset, Inline},
    },
};

/// Finds the picture that a guide names.
pub type FindImage<'a> = dyn FnMut(&str, &Span, &mut Diagnostics) -> Option<Asset> + 'a;

/// Reads the body of a guide: `body` is the part of its source after the front matter.
pub fn guide(
    body: &Span,
    names: &FieldNames,
    image: &mut FindImage<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<GuideBlock> {
    let (text, placeholders) = take_placeholders(body, diagnostics);
    let tokens = tokenise(&text, names, &|start, end| body.part(start, end), diagnostics);
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(&tokens.text, options).into_offset_iter();
    let mut reader =
        Reader { events, tokens: &tokens, body, placeholders, image, diagnostics, depth: 0, inline_depth: 0 };
    reader.blocks(None)
}

/// Lists and quotations nested deeper than this are read as text.
const MAX_DEPTH: usize = 16;

/// Replaces each line that is only `{{ messages() }}` by a stand-in of the same length.
fn take_placeholders(body: &Span, diagnostics: &mut Diagnostics) -> (String, Vec<(usize, GuidePlaceholder)>) {
    let mut out = String::with_capacity(body.text().len());
    let mut found = Vec::new();
    let lines: Vec<&str> = body.text().split_inclusive('\n').collect();
    let mut fenced = false;
    for (i, line) in lines.iter().enumerate() {
        let start = out.len();
        fenced ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        let call = line.trim().strip_prefix("{{").and_then(|l| l.strip_suffix("}}")).map(str::trim);
        let call = call.filter(|_| !fenced).and_then(|c| c.strip_suffix(')')?.split_once('('));
        let Some((name, arguments)) = call else {
            out.push_str(&line.replace(PLACEHOLDER, "   "));
            continue;
        };
        let apart = |line: Option<&&str>| line.is_none_or(|l| l.trim().is_empty() || l.starts_with('#'));
        let alone = apart(i.checked_sub(1).and_then(|i| lines.get(i))) && apart(lines.get(i + 1));
        if !alone || line.starts_with([' ', '\t']) {
            let span = body.part(start, start + line.trim_end().len());
            let message = format!("the block `{}()` stands amid other text", shorten(name.trim()));
            let help = "put it at the start of a line of its own, with an empty line above and below";
            diagnostics.push(Diagnostic::new(Code::InvalidField, &span, message).help(help));
            out.push_str(&" ".repeat(line.trim_end().len()));
            out.push_str(&line[line.trim_end().len()..]);
            continue;
        }
        let span = body.part(start, start + line.trim_end().len());
        let known = GuidePlaceholder::ALL.iter().map(|(name, _)| *name);
        let kind = GuidePlaceholder::ALL.iter().find(|(n, _)| *n == name.trim()).map(|(_, kind)| *kind);
        match kind {
            Some(kind) if arguments.trim().is_empty() => {
                found.push((start, kind));
                out.push(PLACEHOLDER);
                out.extend(std::iter::repeat_n('x', line.trim_end().len() - PLACEHOLDER.len_utf8()));
            }
            Some(_) => {
                let message = format!("`{}` takes nothing between its parentheses", name.trim());
                diagnostics.push(Diagnostic::new(Code::InvalidField, &span, message));
                out.push_str(&" ".repeat(line.trim_end().len()));
            }
            None => {
                let message = format!("there is no block `{}()`", shorten(name.trim()));
                let help = nearest::help(name.trim(), known);
                diagnostics.push(Diagnostic::new(Code::InvalidField, &span, message).maybe_help(help));
                out.push_str(&" ".repeat(line.trim_end().len()));
            }
        }
        out.push_str(&line[line.trim_end().len()..]);
    }
    (out, found)
}

struct Reader<'a, 'i> {
    events: OffsetIter<'a, pulldown_cmark::DefaultBrokenLinkCallback>,
    tokens: &'a Tokenised,
    body: &'a Span,
    placeholders: Vec<(usize, GuidePlaceholder)>,
    image: &'a mut FindImage<'i>,
    diagnostics: &'a mut Diagnostics,
    depth: usize,
    inline_depth: usize,
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
                Event::TaskListMarker(done) => loose.push(Inline::Text(if done { "☑ " } else { "☐ " }.into())),
                // The text of a tight list's item stands in no paragraph.
                Event::Start(tag) => self.inline(tag, range, &mut loose),
                other => self.leaf(other, &mut loose),
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
            Tag::Paragraph => out.extend(self.paragraph(range, span)),
            Tag::Heading { level, .. } => {
                let content = self.inlines(TagEnd::Heading(level));
                out.push(GuideBlock::Heading { level: level as u8, content, span });
            }
            Tag::BlockQuote(kind) => {
                let blocks = self.blocks(Some(TagEnd::BlockQuote(kind)));
                out.push(match kind {
                    Some(kind) => GuideBlock::Callout { kind: callout(kind), blocks },
                    None => GuideBlock::Quote(blocks),
                });
            }
            Tag::List(start) => {
                let items = self.items(start.is_some());
                out.push(GuideBlock::List { ordered: start.is_some(), start: start.unwrap_or(1), items });
            }
            Tag::CodeBlock(_) => {
                let code = crate::personalise::plain(&self.inlines(TagEnd::CodeBlock));
                out.push(GuideBlock::Code(code.trim_end().to_owned()));
            }
            Tag::HtmlBlock => {
                let content = self.inlines(TagEnd::HtmlBlock);
                out.push(GuideBlock::Paragraph(content));
            }
            Tag::Table(alignment) => out.push(self.table(&alignment)),
            other => {
                let content = self.inlines(other.to_end());
                out.push(GuideBlock::Paragraph(content));
            }
        }
        self.depth -= 1;
    }

    /// A paragraph, a placeholder, or a picture that stands alone.
    fn paragraph(&mut self, range: Range<usize>, span: Span) -> Vec<GuideBlock> {
        let text = &self.tokens.text[range];
        if text.contains(PLACEHOLDER) {
            self.inlines(TagEnd::Paragraph);
            let inside = |at: usize| (span.start..span.end).contains(&(self.body.start + at));
            let kinds = self.placeholders.iter().filter(|(at, _)| inside(*at));
            return kinds
                .map(|(at, kind)| {
                    let line = self.body.text()[*at..].lines().next().map_or(0, |l| l.trim_end().len());
                    GuideBlock::Placeholder { kind: *kind, span: self.body.part(*at, at + line) }
                })
                .collect();
        }
        let mut images = Vec::new();
        let content = self.inlines_with(TagEnd::Paragraph, &mut images);
        let mut out = Vec::new();
        if !content.iter().all(|inline| matches!(inline, Inline::Text(text) if text.trim().is_empty())) {
            out.push(GuideBlock::Paragraph(content));
        }
        out.extend(images);
        out
    }

    fn items(&mut self, ordered: bool) -> Vec<Vec<GuideBlock>> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.blocks(Some(TagEnd::Item))),
                Event::End(TagEnd::List(o)) if o == ordered => break,
                _ => {}
            }
        }
        items
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
                other => self.leaf(other, &mut out),
            }
        }
        out
    }

    /// All text up to the end of an element that is nested too deeply to be looked into.
    fn flat(&mut self) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut open = 0;
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::End(_) if open == 0 => break,
                Event::End(_) => open -= 1,
                Event::Start(_) => open += 1,
                other => self.leaf(other, &mut out),
            }
        }
        out
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
            Tag::Link { dest_url, .. } => {
                let span = self.body.part(range.start, range.end);
                match target(self.tokens, &dest_url, &span, self.diagnostics) {
                    Some(target) => vec![Inline::Link { target, content }],
                    None => content,
                }
            }
            _ => content,
        });
    }

    fn leaf(&mut self, event: Event<'a>, out: &mut Vec<Inline>) {
        match event {
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => out.extend(self.tokens.inlines(&text)),
            Event::Code(text) if !text.contains(MARK) => out.push(Inline::Code(text.into_string())),
            Event::Code(text) => out.extend(self.tokens.inlines(&text)),
            Event::SoftBreak => out.push(Inline::Text(" ".into())),
            Event::HardBreak => out.push(Inline::Break),
            _ => {}
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

fn callout(kind: BlockQuoteKind) -> Callout {
    match kind {
        BlockQuoteKind::Note => Callout::Note,
        BlockQuoteKind::Tip => Callout::Tip,
        BlockQuoteKind::Important => Callout::Important,
        BlockQuoteKind::Warning => Callout::Warning,
        BlockQuoteKind::Caution => Callout::Caution,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    fn read(text: &str) -> (Vec<GuideBlock>, Vec<Code>) {
        let source = Source::new("g.md", text);
        let mut diagnostics = Diagnostics::new();
        let mut none = |_: &str, _: &Span, _: &mut Diagnostics| None;
        let blocks = guide(&source.span(0, text.len()), &FieldNames::default(), &mut none, &mut diagnostics);
        (blocks, diagnostics.iter().map(|d| d.code).collect())
    }

    #[test]
    fn every_kind_of_block() {
        let text = "# A\n\n{{ why() }}\n\nText **b** {{ name }}.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n> [!TIP]\n> Do.\n\n> Said.\n\n- x\n- y\n  1. z\n\n```\ncode\n```\n\n---\n";
        let (blocks, codes) = read(text);
        assert!(codes.is_empty(), "{codes:?}");
        let names: Vec<_> = blocks
            .iter()
            .map(|b| match b {
                GuideBlock::Heading { .. } => "heading",
                GuideBlock::Placeholder { .. } => "placeholder",
                GuideBlock::Paragraph(_) => "paragraph",
                GuideBlock::Table { .. } => "table",
                GuideBlock::Callout { .. } => "callout",
                GuideBlock::Quote(_) => "quote",
                GuideBlock::List { .. } => "list",
                GuideBlock::Code(_) => "code",
                GuideBlock::Rule => "rule",
                GuideBlock::Image { .. } => "image",
            })
            .collect();
        let all = ["heading", "placeholder", "paragraph", "table", "callout", "quote", "list", "code", "rule"];
        assert_eq!(names, all);
    }

    #[test]
    fn mistakes_are_named_at_their_line() {
        assert_eq!(read("{{ message() }}\n").1, [Code::InvalidField]);
        assert_eq!(read("{{ nme }}\n").1, [Code::InvalidField]);
        assert_eq!(read("[a](ftp://x.example)\n").1, [Code::InvalidLink]);
        assert_eq!(read("![](x.png)\n").1, [Code::MissingKey]);
    }

    #[test]
    fn nesting_without_end_is_read_as_text() {
        let emphasis = format!("{}c{}\n\n", "*a **b ".repeat(20_000), " b** a*".repeat(20_000));
        let (blocks, _) = read(&format!("{emphasis}{}x\n\n{}y\n", "> ".repeat(5_000), "- ".repeat(3_000)));
        assert!(blocks.len() >= 3, "{}", blocks.len());
    }

    proptest::proptest! {
        #[test]
        fn no_guide_panics(text in "[\\PC\\n\\t*_`\\[\\](){}|<>#!\"\u{fdd0}\u{fdd1}-]{0,120}") {
            read(&text);
        }
    }
}
