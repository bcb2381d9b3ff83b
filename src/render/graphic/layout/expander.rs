//! Each layout element to what stands in its place.
//!
//! In: the template's drawing as XML. Out: SVG for the elements that draw themselves, and blocks of text that are set
//! together when all are known.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::{
    Area, Expanded, Materials, NAMESPACE,
    attributes::Attributes,
    blocks::Framed,
    drawing,
    fit::Block,
    item::{Item, Typography},
    locate::Locator,
    style::Style,
};
use crate::{
    design::{svg::outside_reference, typeset::Typesetter},
    diagnostic::{Code, Diagnostic, Diagnostics, nearest},
    model::value::Direction,
    render::graphic::runs::{Text, TextRun},
};

const ELEMENTS: [&str; 11] = ["style", "text", "stack", "icon", "qr", "pattern", "logo", "photo", "strong", "em", "br"];

/// What stands in a layout element's place.
enum Piece {
    Svg(String),
    Block(usize),
}

pub(super) struct Expander<'a, 'm> {
    pub materials: &'a Materials<'m>,
    pub typesetter: &'a mut Typesetter,
    locator: &'a Locator<'a>,
    styles: HashMap<String, HashMap<String, String>>,
    pub diagnostics: Diagnostics,
    pub blocks: Vec<Framed>,
}

impl<'a, 'm> Expander<'a, 'm> {
    pub fn new(materials: &'a Materials<'m>, typesetter: &'a mut Typesetter, locator: &'a Locator<'a>) -> Self {
        let (styles, blocks) = (HashMap::new(), Vec::new());
        Self { materials, typesetter, locator, styles, diagnostics: Diagnostics::new(), blocks }
    }

    /// The whole drawing; `None` when an error was met.
    pub fn document(&mut self, document: &Document) -> Option<Expanded> {
        self.refuse_outside(document);
        let own = |n: &Node| n.is_element() && n.tag_name().namespace() == Some(NAMESPACE);
        for node in document.descendants().filter(|n| own(n) && n.tag_name().name() == "style") {
            self.style_element(&node);
        }
        let mut pieces = Vec::new();
        for node in document.descendants().filter(own) {
            if node.ancestors().skip(1).any(|a| own(&a)) {
                continue;
            }
            pieces.push((node.range(), self.element(&node)));
        }
        if self.diagnostics.has_errors() {
            return None;
        }
        let (blocks, shown) = self.set_blocks();
        let svg = document.input_text();
        let (mut out, mut last) = (String::with_capacity(svg.len() * 2), 0);
        for (range, piece) in pieces {
            out.push_str(&svg[last..range.start]);
            match piece {
                Piece::Svg(svg) => out.push_str(&svg),
                Piece::Block(index) => out.push_str(&blocks[index]),
            }
            last = range.end;
        }
        out.push_str(&svg[last..]);
        Some(Expanded { svg: out, shown })
    }

    fn refuse_outside(&mut self, document: &Document) {
        let Some((address, place)) = outside_reference(document) else { return };
        let message = format!("the drawing refers to `{address}`, which is outside of it");
        let help = "put the picture into the project and give it to the piece, or embed it as data; nothing is fetched";
        let diagnostic = Diagnostic::new(Code::RemoteReference, &self.locator.range(place), message);
        self.diagnostics.push(diagnostic.help(help));
    }

    /// Keeps a named style's attributes, for `style="…"`.
    fn style_element(&mut self, node: &Node) {
        let attributes = Attributes::new(node, self.locator, None);
        let name = attributes.text("name").unwrap_or_default().to_owned();
        self.diagnostics.extend(attributes.finish());
        let own = node.attributes().filter(|a| a.name() != "name");
        self.styles.insert(name, own.map(|a| (a.name().to_owned(), a.value().to_owned())).collect());
    }

    fn element(&mut self, node: &Node) -> Piece {
        let name = node.tag_name().name();
        let style = self.named_style(node);
        let attributes = Attributes::new(node, self.locator, style.as_ref());
        let piece = match name {
            "style" => return Piece::Svg(String::new()),
            "text" => self.text(node, &attributes),
            "stack" => self.stack(node, &attributes),
            "icon" => Piece::Svg(drawing::icon(&attributes, self.materials)),
            "qr" => Piece::Svg(drawing::qr(&attributes, self.materials)),
            "pattern" => Piece::Svg(drawing::pattern(&attributes, self.materials)),
            "logo" => Piece::Svg(drawing::logo(&attributes, self.materials)),
            "photo" => Piece::Svg(drawing::photo(&attributes, self.materials)),
            _ => {
                let message = format!("unknown element `f:{name}`");
                let diagnostic = Diagnostic::new(Code::InvalidMarkup, &self.locator.range(node.range()), message);
                self.diagnostics.push(diagnostic.maybe_help(nearest::help(name, ELEMENTS)));
                return Piece::Svg(String::new());
            }
        };
        self.diagnostics.extend(attributes.finish());
        piece
    }

    fn named_style(&mut self, node: &Node) -> Option<HashMap<String, String>> {
        let name = node.attribute("style")?;
        let style = self.styles.get(name).cloned();
        if style.is_none() {
            let message = format!("no `f:style` is named `{name}`");
            let mut names: Vec<&str> = self.styles.keys().map(String::as_str).collect();
            names.sort_unstable();
            let diagnostic = Diagnostic::new(Code::InvalidMarkup, &self.locator.range(node.range()), message);
            self.diagnostics.push(diagnostic.maybe_help(nearest::help(name, names.iter().copied())));
        }
        style
    }

    /// A text in a box of its own.
    fn text(&mut self, node: &Node, attributes: &Attributes) -> Piece {
        let area = self.area(attributes);
        let plate = drawing::Plate::read(attributes);
        let block = Block {
            area: plate.as_ref().map_or(area, |plate| plate.inside(area)),
            items: self.item(node, attributes).into_iter().collect(),
            gap: 0.0,
            valign: attributes.valign(),
            group: attributes.text("group").map(str::to_owned),
            shared_rows: false,
        };
        let plate = plate.map(|plate| plate.around(area));
        self.keep(Framed { block, plate, place: self.locator.range(node.range()) })
    }

    /// Texts below each other.
    fn stack(&mut self, node: &Node, attributes: &Attributes) -> Piece {
        let mut items = Vec::new();
        for child in node.children().filter(Node::is_element) {
            if !child.has_tag_name((NAMESPACE, "text")) {
                let message = format!("`f:stack` holds `f:text` only, not `{}`", child.tag_name().name());
                let place = self.locator.range(child.range());
                self.diagnostics.push(Diagnostic::new(Code::InvalidMarkup, &place, message));
                continue;
            }
            let style = self.named_style(&child);
            let inner = Attributes::new(&child, self.locator, style.as_ref());
            items.extend(self.item(&child, &inner));
            self.diagnostics.extend(inner.finish());
        }
        let block = Block {
            area: self.area(attributes),
            items,
            gap: attributes.number("gap", 0.0),
            valign: attributes.valign(),
            group: attributes.text("group").map(str::to_owned),
            shared_rows: attributes.choice("rows", &[("own", false), ("shared", true)]),
        };
        self.keep(Framed { block, plate: None, place: self.locator.range(node.range()) })
    }

    fn keep(&mut self, framed: Framed) -> Piece {
        self.blocks.push(framed);
        Piece::Block(self.blocks.len() - 1)
    }

    fn area(&self, attributes: &Attributes) -> Area {
        attributes.area(self.mirror_width())
    }

    fn mirror_width(&self) -> Option<f64> {
        (self.materials.language.direction() == Direction::Rtl).then_some(self.materials.width)
    }

    /// The text that an element shows: one of the piece's by its key, else what stands in the element.
    fn item(&mut self, node: &Node, attributes: &Attributes) -> Option<Item> {
        let key = attributes.text("content").map(str::to_owned);
        let style: Style = attributes.style()?;
        let runs: Vec<TextRun> = match &key {
            Some(key) => self.piece_text(key, attributes).runs,
            None => {
                let mut runs = Vec::new();
                self.own_runs(node, &TextRun::default(), &mut runs);
                Text::from_runs(runs).runs
            }
        };
        let typography = self.typography();
        let item = Item::new(key.clone(), &runs, style, &typography, self.typesetter);
        for character in item.missing(self.materials.fonts) {
            let message = format!("no font at hand has a glyph for `{character}` (U+{:04X})", character as u32);
            let place =
                key.as_deref().and_then(self.materials.span).unwrap_or_else(|| self.locator.range(node.range()));
            let help = "remove the character, or add a font that has it under `typography.fonts`";
            self.diagnostics.push(Diagnostic::new(Code::MissingGlyph, &place, message).help(help));
        }
        Some(item)
    }

    fn piece_text(&self, key: &str, attributes: &Attributes) -> Text {
        (self.materials.text)(key).unwrap_or_else(|| {
            let diagnostic = attributes.wrong(format!("no text is called `{key}`"));
            let known = self.materials.keys.iter().map(String::as_str);
            attributes.push(diagnostic.maybe_help(nearest::help(key, known)));
            Text::default()
        })
    }

    /// Text written in the template, with `f:strong`, `f:em` and `f:br` in it.
    fn own_runs(&mut self, node: &Node, look: &TextRun, runs: &mut Vec<TextRun>) {
        for child in node.children() {
            let look = look.clone();
            match child.tag_name().name() {
                _ if child.is_text() => {
                    let text = child.text().unwrap_or_default().replace('\n', " ");
                    runs.push(TextRun { text, ..look });
                }
                "strong" => self.own_runs(&child, &TextRun { strong: true, ..look }, runs),
                "em" => self.own_runs(&child, &TextRun { emphasis: true, ..look }, runs),
                "br" => runs.push(TextRun { text: "\n".into(), ..look }),
                _ if child.is_comment() => {}
                other => {
                    let message = format!("`{other}` cannot stand in a text");
                    let place = self.locator.range(child.range());
                    let diagnostic = Diagnostic::new(Code::InvalidMarkup, &place, message);
                    self.diagnostics.push(diagnostic.help("a text holds words, `f:strong`, `f:em` and `f:br`"));
                }
            }
        }
    }

    pub fn typography(&self) -> Typography<'m> {
        Typography { fonts: self.materials.fonts, language: self.materials.language }
    }
}
