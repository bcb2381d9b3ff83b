//! A layout element's attributes, read as what they mean, each mistake kept with its place.

use std::{cell::RefCell, collections::HashMap, ops::Range};

use roxmltree::Node;

use super::{
    locate::Locator,
    style::{Align, VerticalAlign},
    vocabulary,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};

/// A length as templates write it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Extent {
    /// In units of the drawing.
    Units(f64),
    /// A share of the box that the element stands in, 1 for all of it.
    Share(f64),
}

pub(super) struct Attributes<'a> {
    element: String,
    own: HashMap<String, String>,
    style: Option<&'a HashMap<String, String>>,
    locator: &'a Locator<'a>,
    range: Range<usize>,
    diagnostics: RefCell<Diagnostics>,
}

impl<'a> Attributes<'a> {
    /// An element's own attributes, and those of its style for what it does not set itself.
    pub fn new(node: &Node, locator: &'a Locator<'a>, style: Option<&'a HashMap<String, String>>) -> Self {
        let attributes = Self {
            element: node.tag_name().name().to_owned(),
            own: node.attributes().map(|a| (a.name().to_owned(), a.value().to_owned())).collect(),
            style,
            locator,
            range: node.range(),
            diagnostics: RefCell::default(),
        };
        let known = vocabulary::attributes(&attributes.element);
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
        Diagnostic::new(Code::InvalidMarkup, &self.locator.range(self.range.clone()), message)
    }

    /// Keeps a diagnostic for [`finish`](Self::finish).
    pub fn push(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Refuses the attributes that mean nothing where the element stands.
    pub fn refuse(&self, meaningless: fn(&str) -> bool, help: &str) {
        let mut names: Vec<&String> = self.own.keys().filter(|name| meaningless(name)).collect();
        names.sort_unstable();
        for name in names {
            let message = format!("`{name}` means nothing for `f:{}` here", self.element);
            self.push(self.wrong(message).help(help));
        }
    }

    /// True when the element has the attribute, by itself or by its style.
    pub fn has(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// An attribute as it is written.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.own.get(name).or_else(|| self.style?.get(name)).map(String::as_str)
    }

    /// A number; `otherwise` where the attribute is absent.
    pub fn number(&self, name: &str, otherwise: f64) -> f64 {
        let Some(text) = self.text(name) else { return otherwise };
        parse(text).unwrap_or_else(|| {
            self.push(self.wrong(format!("`{name}=\"{text}\"` is not a number")));
            otherwise
        })
    }

    /// A number that must be given and be more than 0.
    pub fn required(&self, name: &str) -> f64 {
        if !self.has(name) {
            self.push(self.wrong(format!("`f:{}` needs `{name}`", self.element)));
        }
        let number = self.number(name, 1.0);
        if number <= 0.0 {
            self.push(self.wrong(format!("`{name}=\"{number}\"` leaves no room: it must be more than 0")));
            return 1.0;
        }
        number
    }

    /// A length in units or in percent; `None` where the attribute is absent.
    pub fn extent(&self, name: &str) -> Option<Extent> {
        let text = self.text(name)?.trim();
        let extent = match text.strip_suffix('%') {
            Some(share) => parse(share).map(|share| Extent::Share(share / 100.0)),
            None => parse(text).map(Extent::Units),
        };
        if extent.is_none() {
            let diagnostic = self.wrong(format!("`{name}=\"{text}\"` is no length"));
            self.push(diagnostic.help("write a number of the drawing's units, or a share of the box, as `50%`"));
        }
        extent
    }

    /// A length that is not below 0.
    pub fn size(&self, name: &str) -> Option<Extent> {
        let extent = self.extent(name)?;
        let (Extent::Units(value) | Extent::Share(value)) = extent;
        if value < 0.0 {
            let text = self.text(name).unwrap_or_default();
            self.push(self.wrong(format!("`{name}=\"{text}\"` is less than nothing")));
            return None;
        }
        Some(extent)
    }

    /// Numbers with spaces or commas between them; `None` where the attribute is absent or not that.
    pub fn numbers(&self, name: &str, counts: &[usize]) -> Option<Vec<f64>> {
        let text = self.text(name)?;
        let words = text.split([' ', ',', '\n', '\t']).filter(|word| !word.is_empty());
        let numbers: Option<Vec<f64>> = words.map(parse).collect();
        let numbers = numbers.filter(|numbers| counts.contains(&numbers.len()));
        if numbers.is_none() {
            let most = counts.last().copied().unwrap_or_default();
            let few = if counts.len() > 1 { format!("1 to {most}") } else { most.to_string() };
            self.push(self.wrong(format!("`{name}=\"{text}\"` is not {few} numbers")));
        }
        numbers
    }

    /// One of a few words; the first where the attribute is absent.
    pub fn choice<T: Copy>(&self, name: &str, choices: &[(&str, T)]) -> T {
        self.maybe_choice(name, choices).unwrap_or(choices[0].1)
    }

    /// One of a few words; `None` where the attribute is absent.
    pub fn maybe_choice<T: Copy>(&self, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let diagnostic = self.wrong(format!("`{name}` is never `{text}`"));
            self.push(diagnostic.maybe_help(nearest::help(text, choices.iter().map(|(word, _)| *word))));
        }
        found
    }

    /// `true` or `false`; false where the attribute is absent.
    pub fn flag(&self, name: &str) -> bool {
        self.choice(name, &[("false", false), ("true", true)])
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
}

fn parse(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite() && number.abs() < 1e7)
}
