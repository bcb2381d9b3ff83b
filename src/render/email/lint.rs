//! What a template may write, checked before mrml reads it: mrml passes over what it does not know without a word.
//!
//! In: MJML as a template rendered it, and the templates. Out: diagnostics, at the template's own line where the same
//! markup stands in one.

use super::{
    elements::{ELEMENTS, Element, HOLDS_HTML, HOLDS_TEXT, HTML, VOID},
    markup::{Attribute, Token, TokenKind, tokens},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest},
    template::Templates,
};

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
            self.say(
                parent,
                "",
                format!("the text `{shown}` stands in `<{parent}>`, where it is not shown"),
                Some(help.into()),
            );
        }
    }

    fn element(&mut self, name: &'a str, attributes: &[Attribute<'a>]) {
        let parent = self.open.last().copied().unwrap_or_default();
        self.values(name, attributes);
        if parent == "mj-attributes" {
            return self.defaults(name, attributes);
        }
        match ELEMENTS.iter().find(|element| element.name == name) {
            Some(element) => self.mjml(element, parent, attributes),
            None => self.html(name, parent, attributes),
        }
        self.needs(name, attributes);
    }

    /// How attributes are written.
    fn values(&mut self, name: &str, attributes: &[Attribute<'a>]) {
        for attribute in attributes {
            let Attribute { name: key, value, quoted, .. } = attribute;
            if !quoted {
                let message = format!("the value of `{key}` in `<{name}>` stands without quotes");
                self.say(name, key, message, None);
            }
            if matches!(*key, "padding" | "inner-padding") && value.split(' ').any(|length| !length.ends_with("px")) {
                let message = format!("`{key}=\"{value}\"` in `<{name}>` has a length without `px`");
                let help = "write `0px` too with its unit: widths are computed from it";
                self.say(name, key, message, Some(help.into()));
            }
        }
    }

    fn mjml(&mut self, element: &Element, parent: &str, attributes: &[Attribute<'a>]) {
        let name = element.name;
        let stands = if element.parents.is_empty() { parent.is_empty() } else { element.parents.contains(&parent) };
        if !stands {
            let places: Vec<_> = element.parents.iter().map(|parent| format!("`<{parent}>`")).collect();
            let help = format!("it stands in {}", places.join(" or "));
            self.say(name, "", format!("`<{name}>` cannot stand in `<{parent}>`"), Some(help));
        }
        self.attributes(name, attributes, |attribute| element.takes(attribute));
    }

    /// The children of mj-attributes: an element's name, and defaults for its attributes.
    fn defaults(&mut self, name: &str, attributes: &[Attribute<'a>]) {
        match (name, ELEMENTS.iter().find(|element| element.name == name)) {
            ("mj-all" | "mj-class", _) => {
                self.attributes(name, attributes, |attribute| {
                    attribute == "name" || ELEMENTS.iter().any(|element| element.takes(attribute))
                });
            }
            // mrml takes no defaults for mj-body.
            ("mj-body", _) | (_, None) => {
                self.say(name, "", format!("`<{name}>` cannot stand in `<mj-attributes>`"), None);
            }
            (_, Some(element)) => self.attributes(name, attributes, |attribute| element.takes(attribute)),
        }
    }

    fn attributes(&mut self, name: &str, attributes: &[Attribute<'a>], takes: impl Fn(&str) -> bool) {
        for attribute in attributes.iter().filter(|attribute| !takes(attribute.name)) {
            let known = ELEMENTS.iter().filter(|element| element.name == name).flat_map(Element::all_attributes);
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
            self.say(
                name,
                attribute.name,
                format!("`{}` is a script, which no mail reader runs", attribute.name),
                None,
            );
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
                let mut places = rest[..length].match_indices(&self.attribute).map(|(at, _)| at);
                let at = start + places.find(|at| rest[..*at].ends_with(|c: char| c.is_whitespace()))?;
                Some(source.span(at, at + self.attribute.len()))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::render::concise, model::value::Asset};

    /// What is said of a body within a sound newsletter.
    fn said(body: &str) -> Vec<String> {
        let mjml = format!("<mjml lang=\"fr\" dir=\"ltr\"><mj-head></mj-head><mj-body>{body}</mj-body></mjml>");
        let (templates, _) = Templates::new(&[], "email/", &[]);
        lint(&mjml, &templates).iter().map(concise).collect()
    }

    /// What is said of a part of a column.
    fn said_of(part: &str) -> String {
        said(&format!("<mj-section><mj-column>{part}</mj-column></mj-section>")).join("; ")
    }

    #[test]
    fn sound_markup_passes() {
        let part = "<mj-text color=\"#000\"><p>é &gt; <br>x</p><table role=\"presentation\"><tr><td>1</td></tr></table></mj-text>\
                    <mj-image src=\"cid:a@b\" alt=\"\" width=\"520px\" /><mj-button href=\"https://x.example\">Go</mj-button>";
        assert_eq!(said_of(part), "");
    }

    #[test]
    fn what_mrml_passes_over_is_said() {
        for (part, expected) in [
            ("<mj-txt>x</mj-txt>", "did you mean `<mj-text>`?"),
            (
                "<mj-text colour=\"#000\">x</mj-text>",
                "`<mj-text>` has no attribute `colour` in the newsletter's template (help: did you mean `color`?)",
            ),
            ("<mj-section></mj-section>", "`<mj-section>` cannot stand in `<mj-column>`"),
            ("<mj-hero></mj-hero>", "`<mj-hero>` is not an element"),
            ("<p>x</p>", "`<p>` cannot stand in `<mj-column>`"),
            ("text", "the text `text` stands in `<mj-column>`, where it is not shown"),
            ("<mj-text><b>x</mj-text>", "`<b>` is not closed before `</mj-text>`"),
            ("</mj-text>", "`</mj-text>` closes nothing"),
            ("<mj-text><script>x</script></mj-text>", "`<script>` is not an element"),
            ("<mj-text><p onclick=\"x()\">x</p></mj-text>", "`onclick` is a script"),
            ("<mj-text><table><tr><td>x</td></tr></table></mj-text>", "has no `role=\"presentation\"`"),
            ("<mj-image src=\"cid:a\" width=\"10px\" />", "`<mj-image>` has no `alt`"),
            ("<mj-image src=\"https://x.example/pixel.gif\" alt=\"\" width=\"1px\" />", "error[remote-reference]"),
            ("<mj-button href=\"javascript:x\">x</mj-button>", "error[invalid-link]"),
            ("<mj-text padding=\"10px 0\">x</mj-text>", "has a length without `px`"),
            ("<mj-text padding=10px>x</mj-text>", "stands without quotes"),
            ("<mj-text>a < b</mj-text>", "a `<` that begins no tag"),
        ] {
            let said = said_of(part);
            assert!(said.contains(expected), "{part}: {said}");
        }
        assert!(said("<mj-section>").join("; ").contains("`<mj-section>` is not closed before `</mj-body>`"));
    }

    #[test]
    fn a_problem_is_shown_where_the_projects_template_has_it() {
        let text = "{# ours #}\n<mj-text css-class=\"x\"\n  colour=\"#000\">x</mj-text>";
        let own =
            Asset { path: "email/blocks/text.mjml".into(), bytes: text.as_bytes().to_vec().into(), named_at: None };
        let (templates, _) =
            Templates::new(&[("email/blocks/why.mjml", "<mj-text colour=\"\"></mj-text>")], "email/", &[own]);
        let found = lint("<mj-text colour=\"#000\"></mj-text>", &templates);
        let said: Vec<String> = found.iter().map(concise).collect();
        assert!(
            said.iter().any(|s| s.starts_with("brand/templates/email/blocks/text.mjml:3:3: error[invalid-markup]")),
            "{said:?}"
        );
    }
}
