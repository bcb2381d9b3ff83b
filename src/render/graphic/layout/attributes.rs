//! A layout element's attributes, read as what they mean, each mistake kept with its place.

use std::{cell::RefCell, collections::HashMap};

use roxmltree::Node;

use super::{
    Area,
    locate::Locator,
    style::{Align, Style, VerticalAlign},
};
use crate::{
    design::fonts::Role,
    diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest},
};

const BOX: [&str; 4] = ["x", "y", "width", "height"];
const TEXT: [&str; 15] = [
    "font",
    "size",
    "min",
    "weight",
    "strong-weight",
    "line-height",
    "tracking",
    "fill",
    "strong-fill",
    "align",
    "max-lines",
    "wrap",
    "style",
    "content",
    "group",
];
const PLATE: [&str; 6] = ["valign", "plate", "plate-stroke", "plate-stroke-width", "plate-padding", "plate-radius"];

/// The attributes that an element knows.
fn known(element: &str) -> Vec<&'static str> {
    let more: &[&str] = match element {
        "style" => {
            return TEXT.into_iter().filter(|a| !["style", "content", "group"].contains(a)).chain(["name"]).collect();
        }
        "text" => return BOX.into_iter().chain(TEXT).chain(PLATE).collect(),
        "stack" => &["gap", "valign", "group", "rows"],
        "icon" => &["name", "size", "stroke", "stroke-width"],
        "qr" => &["data", "size", "quiet", "radius"],
        "pattern" => &["kind", "scale", "stroke", "opacity", "ink", "tones", "overflow"],
        "logo" => &["variant", "align", "valign"],
        "photo" => &["radius"],
        _ => &[],
    };
    BOX.into_iter().chain(more.iter().copied()).collect()
}

pub(super) struct Attributes<'a> {
    element: String,
    own: HashMap<String, String>,
    style: Option<&'a HashMap<String, String>>,
    place: Span,
    diagnostics: RefCell<Diagnostics>,
}

impl<'a> Attributes<'a> {
    /// An element's own attributes, and those of its style for what it does not set itself.
    pub fn new(node: &Node, locator: &Locator, style: Option<&'a HashMap<String, String>>) -> Self {
        let attributes = Self {
            element: node.tag_name().name().to_owned(),
            own: node.attributes().map(|a| (a.name().to_owned(), a.value().to_owned())).collect(),
            style,
            place: locator.range(node.range()),
            diagnostics: RefCell::default(),
        };
        let known = known(&attributes.element);
        for attribute in node.attributes().filter(|a| !known.contains(&a.name())) {
            let (name, element) = (attribute.name(), &attributes.element);
            let diagnostic = attributes.wrong(format!("`f:{element}` has no attribute `{name}`"));
            attributes.push(diagnostic.maybe_help(nearest::help(name, known.iter().copied())));
        }
        attributes
    }

    /// What was met while reading.
    pub fn finish(self) -> Diagnostics {
        self.diagnostics.into_inner()
    }

    /// A diagnostic at the element's place.
    pub fn wrong(&self, message: String) -> Diagnostic {
        Diagnostic::new(Code::InvalidMarkup, &self.place, message)
    }

    /// Keeps a diagnostic for [`finish`](Self::finish).
    pub fn push(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// An attribute as it is written.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.own.get(name).or_else(|| self.style?.get(name)).map(String::as_str)
    }

    /// A number; `otherwise` where the attribute is absent.
    pub fn number(&self, name: &str, otherwise: f64) -> f64 {
        let Some(text) = self.text(name) else { return otherwise };
        match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => number,
            _ => {
                self.push(self.wrong(format!("`{name}=\"{text}\"` is not a number")));
                otherwise
            }
        }
    }

    /// A number that must be given.
    pub fn required(&self, name: &str) -> f64 {
        if self.text(name).is_none() {
            self.push(self.wrong(format!("`f:{}` needs `{name}`", self.element)));
        }
        self.number(name, 1.0)
    }

    /// One of a few words; the first where the attribute is absent.
    pub fn choice<T: Copy>(&self, name: &str, choices: &[(&str, T)]) -> T {
        let Some(text) = self.text(name) else { return choices[0].1 };
        match choices.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => *value,
            None => {
                let diagnostic = self.wrong(format!("`{name}` is never `{text}`"));
                self.push(diagnostic.maybe_help(nearest::help(text, choices.iter().map(|(word, _)| *word))));
                choices[0].1
            }
        }
    }

    /// `x`, `y`, `width`, `height`; mirrored in a drawing of this width.
    pub fn area(&self, mirror: Option<f64>) -> Area {
        let (width, height) = (self.required("width"), self.required("height"));
        mirrored(Area { x: self.number("x", 0.0), y: self.number("y", 0.0), width, height }, mirror)
    }

    /// `x`, `y`, `size`.
    pub fn square(&self, mirror: Option<f64>) -> Area {
        let size = self.required("size");
        mirrored(Area { x: self.number("x", 0.0), y: self.number("y", 0.0), width: size, height: size }, mirror)
    }

    /// `valign`.
    pub fn valign(&self) -> VerticalAlign {
        let choices =
            [("top", VerticalAlign::Top), ("middle", VerticalAlign::Middle), ("bottom", VerticalAlign::Bottom)];
        self.choice("valign", &choices)
    }

    /// `align`.
    pub fn align(&self) -> Align {
        self.choice("align", &[("start", Align::Start), ("center", Align::Center), ("end", Align::End)])
    }

    /// All that says how text is set; `None` without a size.
    pub fn style(&self) -> Option<Style> {
        let size = self.required("size");
        if size <= 0.0 {
            self.push(self.wrong("a text's `size` is more than 0".into()));
            return None;
        }
        let fill = self.text("fill").unwrap_or("#000000").to_owned();
        let weight = self.weight("weight", 400);
        Some(Style {
            font: self
                .choice("font", &[("base", Role::Base), ("headings", Role::Headings), ("monospace", Role::Monospace)]),
            size,
            min: self.number("min", size * 0.6).clamp(size * 0.02, size),
            weight,
            strong_weight: self.weight("strong-weight", weight.max(700)),
            line_height: self.number("line-height", 1.35).clamp(0.8, 3.0),
            tracking: self.number("tracking", 0.0).clamp(-0.1, 1.0),
            strong_fill: self.text("strong-fill").unwrap_or(&fill).to_owned(),
            fill,
            align: self.align(),
            max_lines: self.number("max-lines", 999.0).max(1.0) as usize,
            balance: self.choice("wrap", &[("plain", false), ("balance", true)]),
        })
    }

    fn weight(&self, name: &str, otherwise: u16) -> u16 {
        self.number(name, otherwise.into()).clamp(1.0, 1000.0) as u16
    }
}

fn mirrored(area: Area, mirror: Option<f64>) -> Area {
    match mirror {
        Some(width) => Area { x: width - area.x - area.width, ..area },
        None => area,
    }
}
