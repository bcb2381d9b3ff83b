//! The layout elements and the attributes that each knows: the one place that says what a template may write.
//!
//! docs/templates.md explains them; a test compares the two.

/// Where an element that stands in no box stands.
const ROOT: &[&str] = &["x", "y"];

/// The room that an element takes, alone or in a box.
const ROOM: &[&str] = &["width", "height", "min-width", "max-width", "min-height", "max-height"];

/// How an element stands in its box.
const PLACE: &[&str] = &["flex", "align-self", "position", "top", "end", "bottom", "start"];

/// What boxes have: room between their children, and a ground.
const BOX: &[&str] = &[
    "style",
    "gap",
    "row-gap",
    "column-gap",
    "padding",
    "align",
    "justify",
    "group",
    "fill",
    "radius",
    "stroke",
    "stroke-width",
    "opacity",
    "bleed",
];

/// How a text is set; an `f:style` may say it for several.
const LOOK: &[&str] = &[
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
    "hyphens",
    "case",
];

const TEXT: &[&str] = &["style", "content", "group", "valign"];

/// Each element with its attributes.
const ELEMENTS: &[(&str, &[&[&str]])] = &[
    ("row", &[ROOT, ROOM, PLACE, BOX]),
    ("column", &[ROOT, ROOM, PLACE, BOX]),
    ("grid", &[ROOT, ROOM, PLACE, BOX, &["columns"]]),
    ("spacer", &[ROOM, PLACE]),
    ("text", &[ROOT, ROOM, PLACE, LOOK, TEXT]),
    ("icon", &[ROOT, PLACE, &["name", "size", "stroke", "stroke-width"]]),
    ("qr", &[ROOT, PLACE, &["data", "size", "quiet", "radius"]]),
    ("logo", &[ROOT, ROOM, PLACE, &["variant", "align", "valign", "clear"]]),
    ("photo", &[ROOT, ROOM, PLACE, &["radius", "fit", "bleed"]]),
    ("pattern", &[ROOT, ROOM, PLACE, &["kind", "scale", "stroke", "opacity", "ink", "tones", "overflow", "bleed"]]),
    ("svg", &[ROOT, ROOM, PLACE, &["viewBox", "fit", "align", "overflow", "mirror", "bleed"]]),
    // What a style says is of use to some of the elements that name it.
    ("style", &[ROOM, LOOK, BOX, &["name"]]),
    ("strong", &[]),
    ("em", &[]),
    ("br", &[]),
];

/// The elements that stand in texts only.
pub(super) const IN_TEXT: [&str; 3] = ["strong", "em", "br"];

/// The names of all elements.
pub(super) fn elements() -> impl Iterator<Item = &'static str> + Clone {
    ELEMENTS.iter().map(|(name, _)| *name)
}

/// The attributes that an element knows; none of an element that there is not.
pub(super) fn attributes(element: &str) -> Vec<&'static str> {
    let lists = ELEMENTS.iter().find(|(name, _)| *name == element).map_or(&[][..], |(_, lists)| *lists);
    lists.iter().copied().flatten().copied().collect()
}

/// True for the attributes that say how an element stands in its box: they mean nothing outside of one.
pub(super) fn places(attribute: &str) -> bool {
    PLACE.contains(&attribute)
}

/// True for the attributes of elements that stand in no box.
pub(super) fn roots(attribute: &str) -> bool {
    ROOT.contains(&attribute)
}
