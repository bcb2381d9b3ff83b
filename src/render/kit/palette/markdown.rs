//! Texts as their author could have written them: inline text to Markdown.

use crate::model::value::{Inline, LinkTarget, Prose, ProseBlock};

/// A prose as Markdown, read back as the same. Fields are filled before: see the caller.
pub(super) fn prose(prose: &Prose) -> String {
    let blocks = prose.blocks.iter().map(|block| match block {
        ProseBlock::Paragraph(content) => inlines(content),
        ProseBlock::List { ordered, items } => {
            let items = items.iter().enumerate().map(|(index, item)| {
                let mark = if *ordered { format!("{}.", index + 1) } else { "-".to_owned() };
                format!("{mark} {}", inlines(item))
            });
            items.collect::<Vec<_>>().join("\n")
        }
    });
    blocks.collect::<Vec<_>>().join("\n\n")
}

fn inlines(content: &[Inline]) -> String {
    content.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => escape(text),
        Inline::Strong(content) => format!("**{}**", inlines(content)),
        Inline::Emphasis(content) => format!("*{}*", inlines(content)),
        Inline::Code(text) => format!("`{text}`"),
        Inline::Link { target: LinkTarget::Link(link), content } => format!("[{}](<{link}>)", inlines(content)),
        Inline::Link { content, .. } => inlines(content),
        Inline::Break => "\\\n".into(),
        Inline::Field(_) => String::new(),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '&' | '#') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
