//! Whether every link leads somewhere, and says where.
//!
//! In: a [`Page`]. Out: a diagnostic for each address that cannot be meant.

use super::{
    Finished,
    page::{Page, decoded},
    shown,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// What people write where an address is to follow, and what mail-merge programs use in place of fields.
const PLACEHOLDERS: &[&str] =
    &["{{", "}}", "{%", "%7B%7B", "*|", "|*", "[[", "]]", "%%", "…", "...", "TODO", "XXX", "<", ">"];

/// Looks at every link.
pub(super) fn check(finished: &Finished<'_>, page: &Page<'_>, found: &mut Diagnostics) {
    let mut told = Vec::new();
    for (at, element) in page.elements.iter().enumerate().filter(|(_, element)| element.name == "a") {
        let href = element.attribute("href").map(|href| decoded(href).trim().to_owned());
        if href.as_ref().is_some_and(|href| told.contains(href)) {
            continue;
        }
        let says = words(page, at);
        if let Some((severity, message, help)) = problem(href.as_deref(), &says) {
            let written = href.as_deref().unwrap_or_default();
            // The program adds the channel to an address; the author wrote what stands before the query.
            let written = written.split(['?', '#']).next().unwrap_or_default();
            let diagnostic = Diagnostic::new(Code::InvalidLink, &finished.place(written), message).help(help);
            found.push(Diagnostic { severity, ..diagnostic });
        }
        told.extend(href);
    }
}

/// What a link shows: its text, else what its pictures show.
fn words(page: &Page<'_>, link: usize) -> String {
    let texts = page.texts.iter().filter(|(element, _)| page.within(*element, link)).map(|(_, text)| decoded(text));
    let pictures = page.elements.iter().enumerate().filter(|(at, e)| e.name == "img" && page.within(*at, link));
    let alternatives = pictures.filter_map(|(_, picture)| picture.attribute("alt")).map(decoded);
    texts.chain(alternatives).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn problem(href: Option<&str>, says: &str) -> Option<(Severity, String, &'static str)> {
    let text = shown(says);
    let error = |message: String, help| Some((Severity::Error, message, help));
    match href {
        None | Some("") => {
            error(format!("the link `{text}` leads nowhere"), "give it an `href`, or leave the link out")
        }
        Some(href) if href.starts_with('#') => error(
            format!("the link `{text}` leads to `{href}` within the newsletter, which Gmail and others do not follow"),
            "link to a page",
        ),
        Some(href) if PLACEHOLDERS.iter().any(|placeholder| href.contains(placeholder)) => error(
            format!("the address `{href}` still holds a placeholder"),
            "write the address itself, or a field such as `{{ link }}`",
        ),
        Some(href) if href.contains(char::is_whitespace) => {
            error(format!("the address `{href}` holds a space"), "write `%20` for a space within an address")
        }
        Some(href) if says.is_empty() => error(
            format!("the link to `{href}` shows no text"),
            "write what it leads to, as its text or its picture's `alt`",
        ),
        Some(href) if href.starts_with("http://") => Some((
            Severity::Warning,
            format!("`{href}` is not encrypted; browsers and mail filters warn of such links"),
            "write it with `https://`",
        )),
        Some(_) => None,
    }
}
