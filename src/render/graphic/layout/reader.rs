//! A template's drawing to its layout elements.
//!
//! In: the drawing as XML. Out: the [`Forest`], every mistake told at its line.

use std::collections::HashMap;

use roxmltree::{Document, Node};
use taffy::style_helpers::zero;

use super::{
    Materials,
    art::{Art, is_own},
    attributes::Attributes,
    element::{Element, Forest, Kind, Root},
    frame::{self, Flow, Gap, Ground},
    locate::Locator,
    vocabulary,
};
use crate::{
    design::typeset::Typesetter,
    diagnostic::{Code, Diagnostic, Diagnostics, nearest},
};

pub(super) struct Reader<'r, 'a> {
    pub materials: &'r Materials<'a>,
    pub typesetter: &'r mut Typesetter,
    pub locator: &'r Locator<'r>,
    styles: HashMap<String, HashMap<String, String>>,
    forest: Forest<'a>,
    groups: HashMap<String, usize>,
    pub diagnostics: Diagnostics,
}

/// Where an element stands.
#[derive(Clone, Copy)]
struct Parent {
    flow: Flow,
    group: usize,
}

/// The most layout elements of a drawing.
const MOST: usize = 2000;
/// The most groups of texts that have a scale of their own.
const MOST_GROUPS: usize = 64;
/// How deep they may stand in each other.
const DEEPEST: usize = 32;

impl<'r, 'a> Reader<'r, 'a> {
    pub fn new(materials: &'r Materials<'a>, typesetter: &'r mut Typesetter, locator: &'r Locator<'r>) -> Self {
        let forest = Forest { elements: Vec::new(), roots: Vec::new(), groups: 0 };
        let (styles, groups) = (HashMap::new(), HashMap::new());
        Self { materials, typesetter, locator, styles, forest, groups, diagnostics: Diagnostics::new() }
    }

    /// Reads the whole drawing.
    pub fn read(mut self, document: &Document) -> (Forest<'a>, Diagnostics) {
        if let Some(diagnostic) = self.too_much(document) {
            self.diagnostics.push(diagnostic);
            return (self.forest, self.diagnostics);
        }
        for node in document.descendants().filter(|n| is_own(n) && n.tag_name().name() == "style") {
            self.style_element(&node);
        }
        for node in document.descendants().filter(is_own) {
            if node.ancestors().skip(1).all(|a| !is_own(&a)) {
                self.root(&node);
            }
        }
        self.too_many_groups();
        (self.forest, self.diagnostics)
    }

    /// Each group of texts is fitted by itself, beside all others.
    fn too_many_groups(&mut self) {
        let mut seen = Vec::new();
        for element in self.forest.elements.iter().filter(|element| element.words().is_some()) {
            if !seen.contains(&element.group) {
                seen.push(element.group);
            }
            if seen.len() > MOST_GROUPS {
                let message = format!("the drawing has texts in more than {MOST_GROUPS} groups");
                let place = self.locator.range(element.range.clone());
                let help = "put texts that belong together into one box, or give them the same `group`";
                self.diagnostics.push(Diagnostic::new(Code::InvalidMarkup, &place, message).help(help));
                return;
            }
        }
    }

    /// Layout elements are laid out again and again: there is a limit to how many there are, and to how deep they stand.
    fn too_much(&self, document: &Document) -> Option<Diagnostic> {
        let own = || document.descendants().filter(is_own);
        let deep = own().find(|node| node.ancestors().skip(1).filter(is_own).take(DEEPEST + 1).count() > DEEPEST);
        let (node, message) = match (deep, own().nth(MOST)) {
            (Some(node), _) => (node, format!("layout elements stand more than {DEEPEST} deep in each other")),
            (None, Some(node)) => (node, format!("the drawing has more than {MOST} layout elements")),
            (None, None) => return None,
        };
        let diagnostic = Diagnostic::new(Code::InvalidMarkup, &self.locator.range(node.range()), message);
        Some(diagnostic.help("look for a loop that makes more than you want"))
    }

    /// Keeps a named style's attributes, for `style="…"`.
    fn style_element(&mut self, node: &Node) {
        let attributes = Attributes::new(node, self.locator, None);
        let name = attributes.text("name").unwrap_or_default().to_owned();
        self.diagnostics.extend(attributes.finish());
        let own = node.attributes().filter(|a| a.name() != "name");
        self.styles.insert(name, own.map(|a| (a.name().to_owned(), a.value().to_owned())).collect());
    }

    fn root(&mut self, node: &Node) {
        let range = node.range();
        self.refuse_elsewhere(node);
        let turned = node.ancestors().any(|a| a.attribute("transform").is_some_and(|t| t.contains("scale(-1")));
        let element = self.element(node, None);
        if let Some(element) = element
            && turned
            && self.reads(element)
        {
            let message = format!("`f:{}` stands in a group that mirrors it", node.tag_name().name());
            let help = "take it out of the group with `{{ mirror }}`: what the layout places is mirrored by itself";
            let place = self.locator.range(range.clone());
            self.diagnostics.push(Diagnostic::new(Code::InvalidMarkup, &place, message).help(help));
        }
        self.forest.roots.push(Root { element, turned, range });
    }

    /// Layout elements stand on the sheet itself: what moves or hides them afterwards would make all that is checked of
    /// them untrue.
    fn refuse_elsewhere(&mut self, node: &Node) {
        const HOLDERS: [&str; 7] = ["svg", "defs", "symbol", "mask", "clipPath", "pattern", "marker"];
        let mirror = format!("translate({} 0) scale(-1 1)", self.materials.width);
        let stays = |transform: &str| ["", "translate(0 0)", mirror.as_str()].contains(&transform.trim());
        let top = node.document().root_element();
        let moved = node
            .ancestors()
            .skip(1)
            .filter(|a| *a != top && a.is_element())
            .find(|a| HOLDERS.contains(&a.tag_name().name()) || !a.attribute("transform").is_none_or(stays));
        if let Some(holder) = moved {
            let (name, holder) = (node.tag_name().name(), holder.tag_name().name());
            let message = format!("`f:{name}` stands in a `{holder}` that moves, hides or repeats it");
            let help = "take it out: layout elements stand on the sheet itself, at `x` and `y`";
            let place = self.locator.range(node.range());
            self.diagnostics.push(Diagnostic::new(Code::InvalidMarkup, &place, message).help(help));
        }
    }

    /// True for an element that holds anything that must not be reversed.
    fn reads(&self, element: usize) -> bool {
        let element = &self.forest.elements[element];
        let own = match &element.kind {
            Kind::Text(_) => true,
            Kind::Art(art) => art.reads(),
            Kind::Box => false,
        };
        own || element.children.iter().any(|child| self.reads(*child))
    }

    fn element(&mut self, node: &Node, parent: Option<Parent>) -> Option<usize> {
        let name = node.tag_name().name();
        if name == "style" {
            return None;
        }
        if !vocabulary::elements().any(|known| known == name) || vocabulary::IN_TEXT.contains(&name) {
            self.unknown(node);
            return None;
        }
        let named = self.named_style(node);
        let attributes = Attributes::new(node, self.locator, named.as_ref());
        let (mut style, group) = self.frame(node, &attributes, parent);
        let index = self.forest.elements.len();
        let (kind, flow) = self.kind(node, &attributes, parent, &mut style);
        let made = kind.map(|kind| {
            let boxed = flow.is_some();
            self.forest.elements.push(Element {
                kind,
                style,
                gap: if boxed { Gap::read(&attributes) } else { None },
                ground: if boxed { Ground::read(&attributes) } else { None },
                bleed: attributes.flag("bleed"),
                origin: (attributes.number("x", 0.0), attributes.number("y", 0.0)),
                group,
                children: Vec::new(),
                name: name.to_owned(),
                range: node.range(),
            });
            index
        });
        self.diagnostics.extend(attributes.finish());
        if let (Some(index), Some(flow)) = (made, flow) {
            self.children(node, index, Parent { flow, group });
        }
        made
    }

    fn unknown(&mut self, node: &Node) {
        let name = node.tag_name().name();
        let place = self.locator.range(node.range());
        let diagnostic = if vocabulary::IN_TEXT.contains(&name) {
            let diagnostic = Diagnostic::new(Code::InvalidMarkup, &place, format!("`f:{name}` stands in no text"));
            diagnostic.help("put it into an `f:text`")
        } else {
            let diagnostic = Diagnostic::new(Code::InvalidMarkup, &place, format!("unknown element `f:{name}`"));
            diagnostic.maybe_help(nearest::help(name, vocabulary::elements()))
        };
        self.diagnostics.push(diagnostic);
    }

    /// How the element stands where it stands, and whose scale its texts take.
    fn frame(&mut self, node: &Node, attributes: &Attributes, parent: Option<Parent>) -> (taffy::Style, usize) {
        let style = frame::item(attributes, parent.map(|parent| parent.flow));
        match parent {
            None => {
                let help = "it is for elements in a box; outside of one, say `x`, `y` and `width`";
                attributes.refuse(vocabulary::places, help);
                // Squares have their size, and the look of a style may hold a text's.
                let square = matches!(node.tag_name().name(), "icon" | "qr");
                if !square && node.tag_name().name() != "spacer" {
                    attributes.required("width");
                }
            }
            Some(_) => {
                let help = "its box places it; `position=\"absolute\"` with `start` and `top` places it in the box";
                attributes.refuse(vocabulary::roots, help);
            }
        }
        let group = match (attributes.text("group"), parent) {
            (Some(name), _) => {
                let next = &mut self.forest.groups;
                *self.groups.entry(name.to_owned()).or_insert_with(|| {
                    *next += 1;
                    *next - 1
                })
            }
            (None, Some(parent)) => parent.group,
            (None, None) => {
                self.forest.groups += 1;
                self.forest.groups - 1
            }
        };
        (style, group)
    }

    fn kind(
        &mut self,
        node: &Node,
        attributes: &Attributes,
        parent: Option<Parent>,
        style: &mut taffy::Style,
    ) -> (Option<Kind<'a>>, Option<Flow>) {
        let sized = attributes.has("width");
        // In a row, what has no width of its own takes what is left, down to its longest word.
        let yields = parent.is_some_and(|p| p.flow == Flow::Row) && !sized;
        let flow = match node.tag_name().name() {
            "row" => Flow::Row,
            "column" => Flow::Column,
            "grid" => Flow::Grid,
            "spacer" => {
                if !sized && !attributes.has("height") && !attributes.has("flex") {
                    (style.flex_grow, style.flex_basis) = (1.0, zero());
                }
                return (Some(Kind::Box), None);
            }
            "text" => {
                style.flex_shrink = if yields { 1.0 } else { 0.0 };
                let words = self.words(node, attributes);
                return (words.map(|words| Kind::Text(Box::new(words))), None);
            }
            _ => return (Art::read(node, attributes, self.materials, style).map(Kind::Art), None),
        };
        style.flex_shrink = if yields { 1.0 } else { 0.0 };
        frame::container(attributes, flow, style);
        (Some(Kind::Box), Some(flow))
    }

    fn children(&mut self, node: &Node, index: usize, parent: Parent) {
        for child in node.children().filter(|n| !n.is_comment()) {
            if child.is_text() {
                if !child.text().unwrap_or_default().trim().is_empty() {
                    self.misplaced(&child, "a word".into(), "put words into an `f:text`");
                }
            } else if is_own(&child) {
                let made = self.element(&child, Some(parent));
                self.forest.elements[index].children.extend(made);
            } else if child.is_element() {
                let name = format!("`{}`", child.tag_name().name());
                self.misplaced(&child, name, "put plain SVG into an `f:svg` with the `viewBox` that it was drawn in");
            }
        }
    }

    fn misplaced(&mut self, child: &Node, what: String, help: &str) {
        let parent = child.parent().map(|p| p.tag_name().name().to_owned()).unwrap_or_default();
        let place = self.locator.range(child.range());
        let message = format!("{what} cannot stand in `f:{parent}` by itself");
        self.diagnostics.push(Diagnostic::new(Code::InvalidMarkup, &place, message).help(help));
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
}
