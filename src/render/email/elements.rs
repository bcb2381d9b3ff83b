//! The elements and attributes that a newsletter's templates may use, as tables.
//!
//! In: nothing. Out: what the lint looks up.

/// An element of MJML: where it may stand and which attributes it takes.
pub(super) struct Element {
    /// As it is written.
    pub(super) name: &'static str,
    /// The elements that it may stand in.
    pub(super) parents: &'static [&'static str],
    /// The attributes of its own, besides those of its kind.
    attributes: &'static [&'static str],
}

impl Element {
    /// Whether it has this attribute.
    pub(super) fn takes(&self, attribute: &str) -> bool {
        self.all_attributes().any(|known| known == attribute)
    }

    /// An element's own attributes and those of its kind.
    pub(super) fn all_attributes(&self) -> impl Iterator<Item = &'static str> {
        let groups: &[&[&str]] = match self.name {
            "mj-wrapper" | "mj-section" | "mj-column" | "mj-image" => &[ALWAYS, PADDING, BORDER],
            "mj-button" => &[ALWAYS, PADDING, BORDER, FONT],
            "mj-text" | "mj-table" => &[ALWAYS, PADDING, FONT],
            "mj-divider" | "mj-spacer" => &[ALWAYS, PADDING],
            "mj-body" | "mj-group" => &[ALWAYS],
            _ => &[],
        };
        groups.iter().chain([&self.attributes]).flat_map(|group| group.iter().copied())
    }
}

/// Attributes that many elements take.
const PADDING: &[&str] = &["padding", "padding-top", "padding-right", "padding-bottom", "padding-left"];
const BORDER: &[&str] = &["border", "border-top", "border-right", "border-bottom", "border-left", "border-radius"];
const FONT: &[&str] = &[
    "color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "letter-spacing",
    "line-height",
    "text-decoration",
    "text-transform",
];
const ALWAYS: &[&str] = &["css-class", "mj-class"];

/// The elements that templates may use, of those that mrml 6 renders as mjml 4 does. Left out: mj-hero, mj-include,
/// mj-html-attributes, mj-accordion and mj-carousel, which it does not, and mj-font, which would fetch from the web.
pub(super) const ELEMENTS: &[Element] = &[
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
    Element {
        name: "mj-group",
        parents: &["mj-section"],
        attributes: &["background-color", "direction", "vertical-align", "width"],
    },
    Element {
        name: "mj-column",
        parents: &["mj-section", "mj-group"],
        attributes: &[
            "background-color",
            "direction",
            "inner-background-color",
            "inner-border",
            "inner-border-radius",
            "vertical-align",
            "width",
        ],
    },
    Element {
        name: "mj-text",
        parents: &["mj-column"],
        attributes: &["align", "container-background-color", "height"],
    },
    Element {
        name: "mj-button",
        parents: &["mj-column"],
        attributes: &[
            "align",
            "background-color",
            "container-background-color",
            "height",
            "href",
            "inner-padding",
            "rel",
            "target",
            "text-align",
            "vertical-align",
            "width",
        ],
    },
    Element {
        name: "mj-image",
        parents: &["mj-column"],
        attributes: &[
            "align",
            "alt",
            "container-background-color",
            "fluid-on-mobile",
            "height",
            "href",
            "rel",
            "src",
            "target",
            "title",
            "width",
        ],
    },
    Element {
        name: "mj-divider",
        parents: &["mj-column"],
        attributes: &["align", "border-color", "border-style", "border-width", "container-background-color", "width"],
    },
    Element { name: "mj-spacer", parents: &["mj-column"], attributes: &["container-background-color", "height"] },
    Element {
        name: "mj-table",
        parents: &["mj-column"],
        attributes: &["align", "cellpadding", "cellspacing", "container-background-color", "table-layout", "width"],
    },
    Element {
        name: "mj-raw",
        parents: &["mj-head", "mj-body", "mj-wrapper", "mj-section", "mj-column"],
        attributes: &[],
    },
];

const SECTION: &[&str] = &["background-color", "direction", "full-width", "text-align"];

/// HTML that may stand in mj-text, mj-button, mj-table and mj-raw.
pub(super) const HTML: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "li",
    "meta",
    "ol",
    "p",
    "s",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];
/// Elements without content.
pub(super) const VOID: &[&str] = &["br", "hr", "img", "meta"];
/// What may hold HTML.
pub(super) const HOLDS_HTML: &[&str] = &["mj-text", "mj-button", "mj-table", "mj-raw"];
/// What may hold text.
pub(super) const HOLDS_TEXT: &[&str] = &["mj-title", "mj-preview", "mj-style", "mj-text", "mj-button", "mj-raw"];
