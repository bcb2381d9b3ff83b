//! The HTML as a tree, as everybody but Outlook for Windows reads it.
//!
//! In: HTML as mrml writes it. Out: a [`Page`] of elements and texts. What stands in conditional comments for Outlook is
//! left out: it repeats the layout in tables, not the texts.

use super::super::{
    elements::VOID,
    markup::{TokenKind, tokens},
};

/// An element with its place in the tree.
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    pub(super) parent: Option<usize>,
}

impl<'a> Element<'a> {
    /// An attribute's value as it is written, entities and all.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// Whether it has a class.
    pub(super) fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|c| c == class))
    }
}

/// A document.
pub(super) struct Page<'a> {
    /// In the order of the document, so that an element comes after those around it.
    pub(super) elements: Vec<Element<'a>>,
    /// The texts that are not blank, each with the element that it stands in; entities are not decoded.
    pub(super) texts: Vec<(usize, &'a str)>,
    /// The content of the style elements.
    pub(super) sheets: Vec<&'a str>,
}

impl<'a> Page<'a> {
    /// Reads a document.
    pub(super) fn new(html: &'a str) -> Self {
        let mut page = Self { elements: Vec::new(), texts: Vec::new(), sheets: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        let mut outlook = false;
        for token in tokens(html) {
            if let TokenKind::Condition = token.kind {
                // `<!--[if !mso]><!-->` hides nothing from others; `<!--[if mso]>` does, up to `<![endif]-->`.
                let raw = &html[token.range];
                outlook = raw.starts_with("<!--[if") && !raw.ends_with("<!-->");
                continue;
            }
            if outlook {
                continue;
            }
            match token.kind {
                TokenKind::Open { name, attributes, empty } => {
                    let attributes = attributes.iter().map(|a| (a.name, a.value)).collect();
                    page.elements.push(Element { name, attributes, parent: open.last().copied() });
                    if !empty && !VOID.contains(&name) && name != "link" {
                        open.push(page.elements.len() - 1);
                    }
                }
                TokenKind::Close { name } => {
                    if let Some(at) = open.iter().rposition(|element| page.elements[*element].name == name) {
                        open.truncate(at);
                    }
                }
                TokenKind::Text(text) => page.text(open.last().copied(), text),
                TokenKind::Comment | TokenKind::Condition | TokenKind::Stray => {}
            }
        }
        page
    }

    fn text(&mut self, element: Option<usize>, text: &'a str) {
        let Some(element) = element else { return };
        match self.elements[element].name {
            "style" => self.sheets.push(text),
            "title" | "script" => {}
            _ if is_blank(text) => {}
            _ => self.texts.push((element, text)),
        }
    }

    /// An element and those around it, the innermost first.
    pub(super) fn up(&self, element: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(element), |at| self.elements[*at].parent)
    }

    /// Whether one element stands within another, or is it.
    pub(super) fn within(&self, element: usize, around: usize) -> bool {
        self.up(element).any(|at| at == around)
    }
}

/// Whether a text shows nothing: white space, no-break spaces and the signs that pad a preheader.
fn is_blank(text: &str) -> bool {
    decoded(text)
        .replace("&zwnj;", "")
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{feff}'))
}

/// Text and attribute values with their usual entities decoded.
pub(super) fn decoded(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}")];
    let text = named.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain));
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(start) = rest.find("&#") {
        out.push_str(&rest[..start]);
        let number = &rest[start + 2..];
        let end = number.find(';').filter(|end| *end <= 7);
        match end.and_then(|end| number[..end].parse().ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &number[end.map_or(0, |end| end + 1)..];
            }
            None => {
                out.push_str("&#");
                rest = number;
            }
        }
    }
    out.push_str(rest);
    out.replace("&amp;", "&")
}
