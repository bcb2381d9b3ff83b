//! From an SVG with layout elements to a plain one.
//!
//! In: what a template rendered to, and the [`Materials`]: fonts, logos, texts. Out: SVG of shapes and placed text that
//! needs nothing else. The elements are `f:style`, `f:text`, `f:stack`, `f:icon`, `f:qr`, `f:pattern`, `f:logo` and
//! `f:photo`, in the namespace [`NAMESPACE`]; everything else stays as the template wrote it.
//!
//! Boxes are given for languages that run from left to right and are mirrored for the others.

mod attributes;
mod drawing;
mod lines;
mod locate;
mod places;
mod style;
mod text;

use std::{collections::HashMap, sync::Arc};

use roxmltree::{Document, Node};

use crate::{
    design::{
        Fonts,
        logo::{Logo, Logos},
        svg::{number, outside_reference},
        typeset::Typesetter,
    },
    diagnostic::{Code, Diagnostic, Diagnostics, Source, Span, nearest},
    model::{
        Pattern,
        value::{Colour, Direction, LanguageTag},
    },
};

use super::runs::{Text, TextRun};
use attributes::Attributes;
use lines::Grain;
use locate::Locator;
use style::Style;
use text::{Block, Item, Scale, Typography};

pub(super) use text::Area;

/// The namespace of the layout elements; its last part is the version that a template is written for.
pub(super) const NAMESPACE: &str = "urn:fanion:layout:1";

const ELEMENTS: [&str; 11] = ["style", "text", "stack", "icon", "qr", "pattern", "logo", "photo", "strong", "em", "br"];

/// What the elements are filled from.
pub(super) struct Materials<'a> {
    pub fonts: &'a Fonts,
    pub language: &'a LanguageTag,
    /// The drawing's width.
    pub width: f64,
    /// The drawing's height.
    pub height: f64,
    pub logos: &'a Logos,
    pub endorsement: Option<&'a Logo>,
    pub photo: Option<&'a Logo>,
    pub pattern: Pattern,
    /// The pattern's seed: the project's name.
    pub seed: &'a str,
    /// Colours of filled patterns below text: tones of the dark ground.
    pub quiet: &'a [Colour],
    /// Colours of filled patterns where no text stands.
    pub vivid: &'a [Colour],
    /// A text of the piece by its key, as `headline` or `messages.0.title`.
    pub text: &'a dyn Fn(&str) -> Option<Text>,
    /// Where that text was written.
    pub span: &'a dyn Fn(&str) -> Option<Span>,
    /// The piece, for messages: `annonce` A3 (fr).
    pub piece: &'a str,
}

/// A plain drawing.
pub(super) struct Expanded {
    pub svg: String,
    /// The keys of the texts that it shows.
    pub shown: Vec<String>,
}

/// A text, or several below each other, where it stands.
#[derive(Debug, Clone)]
struct Placed {
    /// The keys of its texts in the context; empty for a template's own words.
    keys: String,
    /// The box that it takes.
    ink: Area,
    /// Its place in the template.
    place: Span,
}

/// Replaces the layout elements. `None` when an error was met.
pub(super) fn expand(
    svg: &str,
    template: &Arc<Source>,
    materials: &Materials,
    typesetter: &mut Typesetter,
) -> (Option<Expanded>, Diagnostics) {
    let locator = Locator::new(template, svg);
    let mut expander = Expander {
        materials,
        typesetter,
        locator: &locator,
        styles: HashMap::new(),
        diagnostics: Diagnostics::new(),
        blocks: Vec::new(),
    };
    let expanded = match Document::parse(svg) {
        Ok(document) => expander.document(&document),
        Err(error) => {
            let at = locator.position(error.pos().row, error.pos().col);
            let message = format!("the drawing is not well-formed: {error}");
            expander.diagnostics.push(Diagnostic::new(Code::InvalidTemplate, &at, message));
            None
        }
    };
    let failed = expander.diagnostics.has_errors();
    (expanded.filter(|_| !failed), expander.diagnostics)
}

/// A block with how it is framed.
struct Framed {
    block: Block,
    plate: Option<drawing::Plate>,
    place: Span,
}

/// What stands in a layout element's place.
enum Piece {
    Svg(String),
    Block(usize),
}

struct Expander<'a, 'm> {
    materials: &'a Materials<'m>,
    typesetter: &'a mut Typesetter,
    locator: &'a Locator<'a>,
    styles: HashMap<String, HashMap<String, String>>,
    diagnostics: Diagnostics,
    blocks: Vec<Framed>,
}

impl<'m> Expander<'_, 'm> {
    fn document(&mut self, document: &Document) -> Option<Expanded> {
        if let Some((address, place)) = outside_reference(document) {
            let message = format!("the drawing refers to `{address}`, which is outside of it");
            let help =
                "put the picture into the project and give it to the piece, or embed it as data; nothing is fetched";
            let diagnostic = Diagnostic::new(Code::RemoteReference, &self.locator.range(place), message);
            self.diagnostics.push(diagnostic.help(help));
        }
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
        let (blocks, texts) = self.set_blocks();
        self.diagnostics.extend(places::check(&texts, self.materials.width, self.materials.height));
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
        let shown = texts.iter().flat_map(|text| text.keys.split(' ')).map(str::to_owned).collect();
        Some(Expanded { svg: out, shown })
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
            Some(key) => (self.materials.text)(key).map(|text| text.runs).unwrap_or_default(),
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

    fn typography(&self) -> Typography<'m> {
        Typography { fonts: self.materials.fonts, language: self.materials.language }
    }

    /// Fits and draws each group.
    fn set_blocks(&mut self) -> (Vec<String>, Vec<Placed>) {
        let framed = std::mem::take(&mut self.blocks);
        let typography = self.typography();
        let mut drawings = vec![String::new(); framed.len()];
        let mut done = vec![false; framed.len()];
        let mut texts = Vec::new();
        for first in 0..framed.len() {
            if done[first] {
                continue;
            }
            let group = &framed[first].block.group;
            let together = |i: &usize| *i == first || (group.is_some() && framed[*i].block.group == *group);
            let members: Vec<usize> = (first..framed.len()).filter(together).collect();
            let blocks: Vec<&Block> = members.iter().map(|i| &framed[*i].block).collect();
            let scale = text::fit(&blocks);
            self.report(scale, &blocks);
            members.iter().for_each(|i| done[*i] = true);
            let drawn = text::draw(&blocks, scale, &typography, self.typesetter);
            for (i, drawn) in members.into_iter().zip(drawn).filter(|(_, drawn)| !drawn.svg.is_empty()) {
                let Framed { block, plate, place } = &framed[i];
                let keys: Vec<&str> = block.items.iter().filter_map(|item| item.content.as_deref()).collect();
                texts.push(Placed { keys: keys.join(" "), ink: drawn.ink, place: place.clone() });
                let plate = plate.as_ref().map(|plate| plate.draw(drawn.ink)).unwrap_or_default();
                drawings[i] = format!("<g>{plate}{}</g>", drawn.svg);
            }
        }
        (drawings, texts)
    }

    /// Says at its YAML line which text had to give way.
    fn report(&mut self, scale: Scale, blocks: &[&Block]) {
        let (code, what) = match scale {
            Scale::Usual(..) => return,
            Scale::Tight(_, Grain::Letter) => (Code::TextTight, "fits only broken inside a word".to_owned()),
            Scale::Tight(share, _) => {
                (Code::TextTight, format!("fits only at {:.0} % of its smallest good size", share * 100.0))
            }
            Scale::TooLong => (Code::TextTooLong, "does not fit even below its smallest size".to_owned()),
        };
        // Of texts that share a scale, those are to blame that would not do better alone.
        let guilty = blocks.iter().filter(|block| !matches!(text::fit(&[block]), Scale::Usual(..)));
        for block in guilty {
            let Some(item) = block.items.iter().max_by_key(|item| item.text().chars().count()) else { continue };
            let name = item.content.as_deref().unwrap_or("text");
            let letters = item.text().chars().count();
            let message = format!("`{name}` of {}, {letters} characters, {what}", self.materials.piece);
            let place = item.content.as_deref().and_then(self.materials.span);
            let diagnostic = match &place {
                Some(place) => Diagnostic::new(code, place, message),
                None => Diagnostic::global(code, message),
            };
            self.diagnostics.push(diagnostic.help("write it shorter"));
        }
    }
}

/// `translate(x y)`, as transforms write it.
fn translate(x: f64, y: f64) -> String {
    format!("translate({} {})", number(x), number(y))
}
