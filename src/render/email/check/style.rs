//! Style sheets as far as colours need them: which declaration of a property an element gets.
//!
//! In: the content of style elements, inline styles, and a [`Page`]. Out: values, by the cascade's order: what is
//! `!important`, then what stands inline, then the more specific selector, then the later one (CSS Cascading 4, section 6).
//!
//! Selectors may name elements, classes, ids, descendants and children. Those with anything else match nothing here.

use std::rc::Rc;

use super::page::{Element, Page, decoded};

/// Which readers a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Who reads by day.
    Light,
    /// Who has asked for dark colours.
    Dark,
}

/// A property with its value.
struct Declaration {
    name: String,
    value: String,
    important: bool,
}

/// Part of a selector without spaces: `td.ink`.
struct Compound {
    name: Option<String>,
    classes: Vec<String>,
    id: Option<String>,
    /// It stands directly within the part before it.
    child: bool,
}

struct Rule {
    /// From the outermost part to the element itself.
    selector: Vec<Compound>,
    declarations: Rc<Vec<Declaration>>,
    dark_only: bool,
}

/// The rules that may concern colours: those outside media queries, and those for dark mode.
pub(super) struct Sheet {
    rules: Vec<Rule>,
}

/// How much a declaration weighs: importance, inline, specificity, order.
type Weight = (bool, bool, (usize, usize, usize), usize);

impl Sheet {
    /// The style sheets of a page.
    pub(super) fn new(page: &Page<'_>) -> Self {
        let mut sheet = Self { rules: Vec::new() };
        page.sheets.iter().for_each(|css| sheet.read(&without_comments(css), false));
        sheet
    }

    fn read(&mut self, css: &str, dark_only: bool) {
        for (head, body) in blocks(css) {
            let query = head.strip_prefix("@media").map(|query| query.split_ascii_whitespace().collect::<String>());
            match query.as_deref().map(|query| query.trim_start_matches("only").trim_start_matches("screenand")) {
                Some("(prefers-color-scheme:dark)") => self.read(body, true),
                Some(query) if !query.contains('(') => self.read(body, dark_only),
                // Rules for phones and for single programs change sizes; they bear no colours.
                Some(_) => {}
                None if head.starts_with('@') => {}
                None => {
                    let declarations = Rc::new(declarations(body));
                    let selectors = head.split(',').filter_map(selector);
                    self.rules.extend(selectors.map(|selector| Rule {
                        selector,
                        declarations: declarations.clone(),
                        dark_only,
                    }));
                }
            }
        }
    }

    /// The value that an element has of its own for the first of some properties that are one (`background`,
    /// `background-color`), and for the attribute of the same meaning.
    pub(super) fn own(
        &self,
        page: &Page<'_>,
        at: usize,
        names: &[&str],
        attribute: Option<&str>,
        scheme: Scheme,
    ) -> Option<String> {
        let element = &page.elements[at];
        let attribute = attribute.and_then(|name| element.attribute(name)).map(str::to_owned);
        let mut best: Option<(Weight, String)> = None;
        let mut consider = |weight: Weight, value: &str| {
            if best.as_ref().is_none_or(|(heaviest, _)| weight >= *heaviest) {
                best = Some((weight, value.to_owned()));
            }
        };
        let inline = element.attribute("style").map(|style| declarations(&decoded(style))).unwrap_or_default();
        for (order, one) in inline.iter().enumerate().filter(|(_, one)| names.contains(&one.name.as_str())) {
            consider((one.important, true, (0, 0, 0), order), &one.value);
        }
        for (order, rule) in self.rules.iter().enumerate() {
            if rule.dark_only && scheme == Scheme::Light {
                continue;
            }
            let found = rule.declarations.iter().filter(|one| names.contains(&one.name.as_str()));
            let mut found = found.peekable();
            if found.peek().is_some() && matches(page, at, &rule.selector) {
                found.for_each(|one| consider((one.important, false, specificity(&rule.selector), order), &one.value));
            }
        }
        best.map(|(_, value)| value).or(attribute)
    }
}

/// `head { body }` at the outermost level.
fn blocks(css: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let (mut start, mut open, mut depth) = (0, 0, 0usize);
    for (at, c) in css.char_indices() {
        match c {
            '{' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            '}' if depth == 1 => {
                out.push((css[start..open].trim(), &css[open + 1..at]));
                (start, depth) = (at + 1, 0);
            }
            '}' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => start = at + 1,
            _ => {}
        }
    }
    out
}

fn declarations(body: &str) -> Vec<Declaration> {
    let parts = body.split(';').filter_map(|part| part.split_once(':'));
    parts
        .map(|(name, value)| {
            let value = value.trim().to_ascii_lowercase();
            let (value, important) = match value.strip_suffix("!important") {
                Some(value) => (value.trim_end().to_owned(), true),
                None => (value, false),
            };
            Declaration { name: name.trim().to_ascii_lowercase(), value, important }
        })
        .collect()
}

/// A selector's parts; `None` where it holds what is not understood here.
fn selector(text: &str) -> Option<Vec<Compound>> {
    let text = text.trim().replace('>', " > ");
    let mut out: Vec<Compound> = Vec::new();
    let mut child = false;
    for word in text.split_ascii_whitespace() {
        if word == ">" {
            child = true;
            continue;
        }
        out.push(Compound { child, ..compound(word)? });
        child = false;
    }
    (!out.is_empty()).then_some(out)
}

fn compound(word: &str) -> Option<Compound> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '#' | '-' | '_');
    if word != "*" && !word.chars().all(plain) {
        return None;
    }
    let mut out = Compound { name: None, classes: Vec::new(), id: None, child: false };
    let mut rest = word.trim_start_matches('*');
    while !rest.is_empty() {
        let (sign, name) = match rest.chars().next() {
            Some(sign @ ('.' | '#')) => (sign, &rest[1..]),
            _ => (' ', rest),
        };
        let end = name.find(['.', '#']).unwrap_or(name.len());
        let found = name[..end].to_owned();
        match sign {
            '.' => out.classes.push(found),
            '#' => out.id = Some(found),
            _ => out.name = Some(found.to_ascii_lowercase()),
        }
        rest = &name[end..];
    }
    Some(out)
}

fn specificity(selector: &[Compound]) -> (usize, usize, usize) {
    let sum = |count: fn(&Compound) -> usize| selector.iter().map(count).sum();
    (sum(|c| usize::from(c.id.is_some())), sum(|c| c.classes.len()), sum(|c| usize::from(c.name.is_some())))
}

fn matches(page: &Page<'_>, at: usize, selector: &[Compound]) -> bool {
    let Some((last, around)) = selector.split_last() else { return true };
    if !is(&page.elements[at], last) {
        return false;
    }
    let parent = page.elements[at].parent;
    match (around.is_empty(), parent) {
        (true, _) => true,
        (false, None) => false,
        (false, Some(parent)) if last.child => matches(page, parent, around),
        (false, Some(parent)) => page.up(parent).any(|outer| matches(page, outer, around)),
    }
}

fn is(element: &Element<'_>, compound: &Compound) -> bool {
    compound.name.as_ref().is_none_or(|name| name == element.name)
        && compound.id.as_ref().is_none_or(|id| element.attribute("id") == Some(id))
        && compound.classes.iter().all(|class| element.has_class(class))
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}
