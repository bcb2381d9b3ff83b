//! Inline text as plain text: the one place where a newsletter's texts become its text part.
//!
//! In: texts whose fields are filled. Out: lines of at most [`COLUMNS`] columns.

use unicode_width::UnicodeWidthStr;

use super::{emit_mjml::clean, wrap::wrap};
use crate::model::value::{Inline, Link, LinkTarget, Prose, ProseBlock};

/// The longest line (RFC 5322, section 2.1.1, recommends 78).
pub(super) const COLUMNS: usize = 78;

/// One run of text; links as `text <address>`, line breaks as line breaks.
pub(super) fn inlines(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(&clean(text)),
            Inline::Strong(content) | Inline::Emphasis(content) => out.push_str(&self::inlines(content)),
            Inline::Link { target: LinkTarget::Link(link), content } => {
                out.push_str(&labelled(&self::inlines(content), link));
            }
            Inline::Link { target: LinkTarget::Field(_), content } => out.push_str(&self::inlines(content)),
            Inline::Break => out.push('\n'),
            Inline::Field(field) => out.push_str(&clean(field.default.as_deref().unwrap_or_default())),
        }
    }
    out
}

/// `text <address>`, or the address alone where the text says no more.
pub(super) fn labelled(text: &str, link: &Link) -> String {
    match text == link.as_str() || text == link.short() {
        true => format!("<{link}>"),
        false => format!("{text} <{link}>"),
    }
}

/// A page of plain text that grows part by part, with an empty line between parts.
#[derive(Debug)]
pub(super) struct Page {
    parts: Vec<String>,
    columns: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self { parts: Vec::new(), columns: COLUMNS }
    }
}

impl Page {
    /// A heading, underlined over its whole width.
    pub(super) fn heading(&mut self, text: &str, underline: char) {
        let lines = wrap(text, self.columns);
        let width = lines.iter().map(|line| line.width()).max().unwrap_or(0);
        if width > 0 {
            let rule: String = std::iter::repeat_n(underline, width.min(self.columns)).collect();
            self.parts.push(format!("{}\n{rule}", lines.join("\n")));
        }
    }

    /// Wrapped text; nothing where there is none.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.indented(text, "", "");
    }

    /// Wrapped text whose first line begins with `first` and whose others begin with `rest`.
    pub(super) fn indented(&mut self, text: &str, first: &str, rest: &str) {
        let lines = wrap(text, self.columns - first.width().max(rest.width()));
        if lines.iter().any(|line| !line.is_empty()) {
            let lines = lines.iter().enumerate().map(|(i, line)| {
                let indent = if i == 0 { first } else { rest };
                format!("{indent}{line}").trim_end_matches(' ').to_owned()
            });
            self.parts.push(lines.collect::<Vec<_>>().join("\n"));
        }
    }

    /// Paragraphs and lists.
    pub(super) fn prose(&mut self, prose: &Prose) {
        for block in &prose.blocks {
            match block {
                ProseBlock::Paragraph(content) => self.paragraph(&inlines(content)),
                ProseBlock::List { ordered, items } => self.list(*ordered, items),
            }
        }
    }

    fn list(&mut self, ordered: bool, items: &[Vec<Inline>]) {
        self.group("", |group| {
            for (i, item) in items.iter().enumerate() {
                let mark = if ordered { format!("{}. ", i + 1) } else { "- ".to_owned() };
                group.indented(&inlines(item), &mark, &" ".repeat(mark.width()));
            }
        });
    }

    /// Parts without empty lines between them, the first line after a mark and the others indented as far.
    pub(super) fn group(&mut self, mark: &str, write: impl FnOnce(&mut Page)) {
        let mut group = Page { parts: Vec::new(), columns: self.columns - mark.width() };
        write(&mut group);
        if !group.parts.is_empty() {
            let indent = format!("\n{}", " ".repeat(mark.width()));
            self.parts.push(format!("{mark}{}", group.parts.join("\n").replace('\n', &indent)));
        }
    }

    /// A line across.
    pub(super) fn rule(&mut self) {
        self.parts.push("-".repeat(COLUMNS / 2));
    }

    /// All of it, ending with a line break.
    pub(super) fn finish(self) -> String {
        format!("{}\n", self.parts.join("\n\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Vec<Inline> {
        vec![Inline::Text(s.into())]
    }

    #[test]
    fn headings_lists_and_links() {
        let link = |content: &str| Inline::Link {
            target: LinkTarget::Link("https://agora.example/a".parse().unwrap()),
            content: text(content),
        };
        let mut page = Page::default();
        page.heading("データを、もっと身近に", '=');
        page.prose(&Prose {
            blocks: vec![
                ProseBlock::Paragraph(vec![
                    Inline::Strong(text("Strong")),
                    Inline::Text(" and ".into()),
                    link("here"),
                    Inline::Break,
                    link("agora.example/a"),
                ]),
                ProseBlock::List { ordered: true, items: vec![text(&"long ".repeat(20)), text("short")] },
            ],
            span: None,
        });
        page.rule();
        insta::assert_snapshot!(page.finish(), @r"
        データを、もっと身近に
        ======================

        Strong and here <https://agora.example/a>
        <https://agora.example/a>

        1. long long long long long long long long long long long long long long long
           long long long long long
        2. short

        ---------------------------------------
        ");
    }
}
