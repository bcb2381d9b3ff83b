//! Inline text as plain text: the one place where a newsletter's texts become its text part.
//!
//! In: texts whose fields are filled, or marked where a reader's value will stand. Out: [`Lines`], which are broken when
//! no value is missing any more.

use unicode_width::UnicodeWidthStr;

use super::emit_mjml::clean;
use crate::{
    model::value::{Inline, Link, LinkTarget, Prose, ProseBlock},
    personalise::{COLUMNS, Lines, Segment},
};

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
            Inline::Link { content, .. } => out.push_str(&self::inlines(content)),
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
#[derive(Debug, Default)]
pub(super) struct Page {
    parts: Vec<Vec<Lines>>,
}

impl Page {
    /// A heading, underlined over its whole width.
    pub(super) fn heading(&mut self, text: &str, underline: char) {
        self.push(text, "", "", Some(underline));
    }

    /// Wrapped text; nothing where there is none.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.push(text, "", "", None);
    }

    /// Wrapped text whose first line begins with `first` and whose others begin with `rest`.
    pub(super) fn indented(&mut self, text: &str, first: &str, rest: &str) {
        self.push(text, first, rest, None);
    }

    fn push(&mut self, text: &str, first: &str, rest: &str, underline: Option<char>) {
        if !text.trim_matches([' ', '\n']).is_empty() {
            let text = vec![Segment::Fixed(text.to_owned())];
            let (first, rest) = (first.to_owned(), rest.to_owned());
            self.parts.push(vec![Lines { first, rest, underline, after: String::new(), text }]);
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
        let mut group = Page::default();
        write(&mut group);
        let indent = " ".repeat(mark.width());
        let mut lines: Vec<Lines> = group.parts.into_iter().flatten().collect();
        for (i, line) in lines.iter_mut().enumerate() {
            line.first.insert_str(0, if i == 0 { mark } else { &indent });
            line.rest.insert_str(0, &indent);
        }
        if !lines.is_empty() {
            self.parts.push(lines);
        }
    }

    /// A line across.
    pub(super) fn rule(&mut self) {
        self.paragraph(&"-".repeat(COLUMNS / 2));
    }

    /// All of it.
    pub(super) fn finish(self) -> Vec<Lines> {
        let mut all = Vec::new();
        for mut part in self.parts {
            part.iter_mut().for_each(|lines| "\n".clone_into(&mut lines.after));
            if let Some(last) = part.last_mut() {
                "\n\n".clone_into(&mut last.after);
            }
            all.extend(part);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Vec<Inline> {
        vec![Inline::Text(s.into())]
    }

    fn written(page: &[Lines]) -> String {
        let mut out = String::new();
        for lines in page {
            let [Segment::Fixed(text)] = &lines.text[..] else { panic!("{lines:?}") };
            crate::personalise::push_lines(&mut out, lines, text);
        }
        format!("{}\n", out.trim_end_matches('\n'))
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
        insta::assert_snapshot!(written(&page.finish()), @r"
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
