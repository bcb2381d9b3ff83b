//! What a template may write, checked before mrml reads it: mrml passes over what it does not know without a word.
//!
//! In: MJML as a template rendered it, and the templates. Out: diagnostics, at the template's own line where the same
//! markup stands in one.

use super::markup::{Attribute, Token, TokenKind, tokens};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest},
    template::Templates,
};

/// An element of MJML: where it may stand and which attributes it takes.
struct Element {
    name: &'static str,
    parents: &'static [&'static str],
    attributes: &'static [&'static str],
}

/// Attributes that many elements take.
const PADDING: &[&str] = &["padding", "padding-top", "padding-right", "padding-bottom", "padding-left"];
const BORDER: &[&str] = &["border", "border-top", "border-right", "border-bottom", "border-left", "border-radius"];
const FONT: &[&str] =
    &["color", "font-family", "font-size", "font-style", "font-weight", "letter-spacing", "line-height", "text-decoration", "text-transform"];
const ALWAYS: &[&str] = &["css-class", "mj-class"];

/// The elements that templates may use, of those that mrml 6 renders as mjml 4 does. Left out: mj-hero, mj-include,
/// mj-html-attributes, mj-accordion and mj-carousel, which it does not, and mj-font, which would fetch from the web.
const ELEMENTS: &[Element] = &[
    Element { name: "mjml", parents: &[], attributes: &["lang", "dir"] },
    Element { name: "mj-head", parents: &["mjml"], attributes: &[] },
    Element { name: "mj-title", parents: &["mj-head"], attributes: &[] },
    Element { name: "mj-preview", parents: &["mj-head"], attributes: &[] },
    Element { name: "mj-breakpoint", parents: &["mj-head"], attributes: &["width"] },
    Element { name: "mj-style", parents: &["mj-head"], attributes: &[] },
    Element { name: "mj-attributes", parents: &["mj-head"], attributes: &[] },
    Element { name: "mj-all", parents: &["mj-attributes"], attributes: &["name"] },
    Element { name: "mj-class", parents: &["mj-attributes"], attributes: &["name"] },
    Element { name: "mj-body", parents: &["mjml"], attributes: &["background-color", "width"] },
    Element { name: "mj-wrapper", parents: &["mj-body"], attributes: SECTION },
    Element { name: "mj-section", parents: &["mj-body", "mj-wrapper"], attributes: SECTION },
    Element { name: "mj-group", parents: &["mj-section"], attributes: &["background-color", "direction", "vertical-align", "width"] },
    Element { name: "mj-column", parents: &["mj-section", "mj-group"], attributes: &[
        "background-color", "direction", "inner-background-color", "inner-border", "inner-border-radius", "vertical-align", "width",
    ] },
    Element { name: "mj-text", parents: &["mj-column"], attributes: &["align", "container-background-color", "height"] },
    Element { name: "mj-button", parents: &["mj-column"], attributes: &[
        "align", "background-color", "container-background-color", "height", "href", "inner-padding", "rel", "target", "text-align",
        "vertical-align", "width",
    ] },
    Element { name: "mj-image", parents: &["mj-column"], attributes: &[
        "align", "alt", "container-background-color", "fluid-on-mobile", "height", "href", "rel", "src", "target", "title", "width",
    ] },
    Element { name: "mj-divider", parents: &["mj-column"], attributes: &[
        "align", "border-color", "border-style", "border-width", "container-background-color", "width",
    ] },
    Element { name: "mj-spacer", parents: &["mj-column"], attributes: &["container-background-color", "height"] },
    Element { name: "mj-table", parents: &["mj-column"], attributes: &[
        "align", "cellpadding", "cellspacing", "container-background-color", "table-layout", "width",
    ] },
    Element { name: "mj-raw", parents: &["mj-head", "mj-body", "mj-wrapper", "mj-section", "mj-column"], attributes: &[] },
];

const SECTION: &[&str] = &["background-color", "direction", "full-width", "text-align"];

/// HTML that may stand in mj-text, mj-button, mj-table and mj-raw.
const HTML: &[&str] = &[
    "a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "img", "li", "meta", "ol", "p", "s", "small",
    "span", "strong", "style", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
];
/// Elements without content.
const VOID: &[&str] = &["br", "hr", "img", "meta"];
/// What may hold HTML.
const HOLDS_HTML: &[&str] = &["mj-text", "mj-button", "mj-table", "mj-raw"];
/// What may hold text.
const HOLDS_TEXT: &[&str] = &["mj-title", "mj-preview", "mj-style", "mj-text", "mj-button", "mj-raw"];

/// Checks MJML.
pub(super) fn lint(mjml: &str, templates: &Templates) -> Diagnostics {
    let mut linter = Linter { open: Vec::new(), found: Vec::new() };
    for token in tokens(mjml) {
        linter.token(&token);
    }
    if let Some(unclosed) = linter.open.pop() {
        linter.say(unclosed, "", format!("`<{unclosed}>` is not closed"), None);
    }
    linter.found.into_iter().map(|problem| problem.diagnostic(templates)).collect()
}

/// Something wrong, and the markup by which its place in a template is found again.
struct Problem {
    code: Code,
    element: String,
    attribute: String,
    message: String,
    help: Option<String>,
}

struct Linter<'a> {
    /// The elements around, outermost first.
    open: Vec<&'a str>,
    found: Vec<Problem>,
}

impl<'a> Linter<'a> {
    fn token(&mut self, token: &Token<'a>) {
        match &token.kind {
            TokenKind::Open { name, attributes, empty } => {
                self.element(name, attributes);
                if !empty && !VOID.contains(name) {
                    self.open.push(name);
                }
            }
            TokenKind::Close { name } => match self.open.iter().rposition(|open| open == name) {
                Some(at) if at + 1 == self.open.len() => self.open.truncate(at),
                Some(at) => {
                    let inner = self.open[self.open.len() - 1];
                    self.say(inner, "", format!("`<{inner}>` is not closed before `</{name}>`"), None);
                    self.open.truncate(at);
                }
                None => self.say(name, "", format!("`</{name}>` closes nothing"), None),
            },
            TokenKind::Text(text) => self.text(text),
            TokenKind::Stray => self.say("", "", "a `<` that begins no tag".into(), Some("write `&lt;`".into())),
            TokenKind::Comment | TokenKind::Condition => {}
        }
    }

    fn text(&mut self, text: &str) {
        let parent = self.open.last().copied().unwrap_or_default();
        let holds_text = HOLDS_TEXT.contains(&parent) || HTML.contains(&parent);
        if !holds_text && !text.trim().is_empty() {
            let shown: String = text.trim().chars().take(30).collect();
            let help = "text stands in `<mj-text>` or `<mj-button>`";
            self.say(parent, "", format!("the text `{shown}` stands in `<{parent}>`, where it is not shown"), Some(help.into()));
        }
    }

    fn element(&mut self, name: &'a str, attributes: &[Attribute<'a>]) {
        let parent = self.open.last().copied().unwrap_or_default();
        if parent == "mj-attributes" {
            return self.defaults(name, attributes);
        }
        match ELEMENTS.iter().find(|element| element.name == name) {
            Some(element) => self.mjml(element, parent, attributes),
            None => self.html(name, parent, attributes),
        }
        for attribute in attributes.iter().filter(|attribute| !attribute.quoted) {
            let message = format!("the value of `{}` in `<{name}>` stands without quotes", attribute.name);
            self.say(name, attribute.name, message, None);
        }
        self.needs(name, attributes);
    }

    fn mjml(&mut self, element: &Element, parent: &str, attributes: &[Attribute<'a>]) {
        let name = element.name;
        let stands = if element.parents.is_empty() { parent.is_empty() } else { element.parents.contains(&parent) };
        if !stands {
            let places: Vec<_> = element.parents.iter().map(|parent| format!("`<{parent}>`")).collect();
            let help = format!("it stands in {}", places.join(" or "));
            self.say(name, "", format!("`<{name}>` cannot stand in `<{parent}>`"), Some(help));
        }
        self.attributes(name, attributes, |attribute| takes(element, attribute));
    }

    /// The children of mj-attributes: an element's name, and defaults for its attributes.
    fn defaults(&mut self, name: &str, attributes: &[Attribute<'a>]) {
        match (name, ELEMENTS.iter().find(|element| element.name == name)) {
            ("mj-all" | "mj-class", _) => {
                self.attributes(name, attributes, |attribute| {
                    attribute == "name" || ELEMENTS.iter().any(|element| takes(element, attribute))
                });
            }
            // mrml takes no defaults for mj-body.
            ("mj-body", _) | (_, None) => {
                self.say(name, "", format!("`<{name}>` cannot stand in `<mj-attributes>`"), None);
            }
            (_, Some(element)) => self.attributes(name, attributes, |attribute| takes(element, attribute)),
        }
    }

    fn attributes(&mut self, name: &str, attributes: &[Attribute<'a>], takes: impl Fn(&str) -> bool) {
        for attribute in attributes.iter().filter(|attribute| !takes(attribute.name)) {
            let known = ELEMENTS.iter().filter(|element| element.name == name).flat_map(all_attributes);
            let help = nearest::nearest(attribute.name, known).map(|near| format!("did you mean `{near}`?"));
            self.say(name, attribute.name, format!("`<{name}>` has no attribute `{}`", attribute.name), help);
        }
    }

    fn html(&mut self, name: &'a str, parent: &str, attributes: &[Attribute<'a>]) {
        if !HTML.contains(&name) {
            let known = ELEMENTS.iter().map(|element| element.name).chain(HTML.iter().copied());
            let help = nearest::nearest(name, known).map(|near| format!("did you mean `<{near}>`?"));
            self.say(name, "", format!("`<{name}>` is not an element that newsletters may use"), help);
        } else if !HOLDS_HTML.contains(&parent) && !HTML.contains(&parent) {
            let help = "HTML stands in `<mj-text>`, `<mj-table>` or `<mj-raw>`";
            self.say(name, "", format!("`<{name}>` cannot stand in `<{parent}>`"), Some(help.into()));
        }
        for attribute in attributes.iter().filter(|attribute| attribute.name.to_ascii_lowercase().starts_with("on")) {
            self.say(name, attribute.name, format!("`{}` is a script, which no mail reader runs", attribute.name), None);
        }
        let role = attributes.iter().find(|attribute| attribute.name == "role");
        if name == "table" && role.is_none_or(|role| role.value != "presentation") {
            let help = "write `<table role=\"presentation\" …>`, so that screen readers do not count its cells";
            self.say(name, "", "a `<table>` for layout has no `role=\"presentation\"`".into(), Some(help.into()));
        }
    }

    /// What an element cannot do without, and addresses that cannot be used.
    fn needs(&mut self, name: &'a str, attributes: &[Attribute<'a>]) {
        let required: &[&str] = match name {
            "mjml" => &["lang", "dir"],
            "mj-image" | "img" => &["src", "alt", "width"],
            "mj-button" | "a" => &["href"],
            _ => &[],
        };
        for required in required.iter().filter(|required| attributes.iter().all(|a| a.name != **required)) {
            self.say(name, "", format!("`<{name}>` has no `{required}`"), None);
        }
        for attribute in attributes {
            let value = attribute.value;
            match attribute.name {
                "src" if !value.starts_with("cid:") => self.problem(
                    Code::RemoteReference,
                    name,
                    attribute.name,
                    format!("the picture `{value}` is not one of the project's"),
                    Some("nothing is fetched when a newsletter is read: name the picture in a block".into()),
                ),
                "href" if !is_link(value) => {
                    let message = format!("`{value}` is not an absolute https, http, mailto or tel address");
                    self.problem(Code::InvalidLink, name, attribute.name, message, None);
                }
                _ => {}
            }
        }
    }

    fn say(&mut self, element: &str, attribute: &str, message: String, help: Option<String>) {
        self.problem(Code::InvalidMarkup, element, attribute, message, help);
    }

    fn problem(&mut self, code: Code, element: &str, attribute: &str, message: String, help: Option<String>) {
        self.found.push(Problem { code, element: element.into(), attribute: attribute.into(), message, help });
    }
}

fn is_link(value: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| value.starts_with(scheme)) && !value.contains("{{")
}

fn takes(element: &Element, attribute: &str) -> bool {
    all_attributes(element).any(|known| known == attribute)
}

/// An element's own attributes and those of its kind.
fn all_attributes(element: &Element) -> impl Iterator<Item = &'static str> {
    let groups: &[&[&str]] = match element.name {
        "mj-wrapper" | "mj-section" | "mj-column" | "mj-image" => &[ALWAYS, PADDING, BORDER],
        "mj-button" => &[ALWAYS, PADDING, BORDER, FONT],
        "mj-text" | "mj-table" => &[ALWAYS, PADDING, FONT],
        "mj-divider" | "mj-spacer" => &[ALWAYS, PADDING],
        "mj-body" | "mj-group" => &[ALWAYS],
        _ => &[],
    };
    groups.iter().chain([&element.attributes]).flat_map(|group| group.iter().copied())
}

impl Problem {
    fn diagnostic(self, templates: &Templates) -> Diagnostic {
        let diagnostic = match self.place(templates) {
            Some(span) => Diagnostic::new(self.code, &span, self.message),
            None => Diagnostic::global(self.code, format!("{} in the newsletter's template", self.message)),
        };
        diagnostic.maybe_help(self.help)
    }

    /// Where a template writes the same tag with the same attribute; the project's own templates are looked at first.
    fn place(&self, templates: &Templates) -> Option<Span> {
        if self.element.is_empty() {
            return None;
        }
        let sources = templates.names().into_iter().filter_map(|name| templates.source(name));
        let (built_in, own): (Vec<_>, Vec<_>) = sources.partition(|source| source.path().starts_with("built-in/"));
        own.into_iter().chain(built_in).find_map(|source| {
            let tag = format!("<{}", self.element);
            let starts = source.text().match_indices(&tag).map(|(start, _)| start);
            let whole = |start: &usize| {
                source.text()[start + tag.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
            };
            starts.filter(whole).find_map(|start| {
                let rest = &source.text()[start..];
                let length = rest.find('>').map_or(rest.len(), |end| end + 1);
                if self.attribute.is_empty() {
                    return Some(source.span(start, start + tag.len()));
                }
                let at = start + 1 + rest[..length].find(&format!(" {}", self.attribute))?;
                Some(source.span(at, at + self.attribute.len()))
            })
        })
    }
}
