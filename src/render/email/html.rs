//! MJML to HTML, with what is said about either.
//!
//! In: MJML as the templates rendered it. Out: HTML that stands in a mail, whose pictures are `cid:` addresses, or
//! diagnostics at the templates' lines.

use std::{collections::HashMap, panic, sync::Arc};

use mrml::prelude::{parser::ParserOptions, render::RenderOptions};

use super::{lint, markup::armour, picture};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span},
    personalise::File,
    template::Templates,
};

/// HTML of more bytes is at risk of being cut by Gmail (at 102 kB), relays' additions counted in.
const WARN_ABOVE: usize = 74_000;
/// HTML of more bytes is not sent.
const REFUSE_ABOVE: usize = 95_000;

/// How mrml hides what inboxes show beside the subject: white on what is mostly white, which filters of spam take for an attempt
/// to hide words from the reader (SpamAssassin's HTML_FONT_LOW_CONTRAST). It is not displayed in any colour.
const PREVIEW: &str = "<div style=\"display:none;font-size:1px;color:#ffffff;";
const PREVIEW_IN_GREY: &str = "<div style=\"display:none;font-size:1px;color:#808080;";

/// Lints the MJML and renders it; nothing where it holds an error.
pub(super) fn html(mjml: &str, templates: &Templates, diagnostics: &mut Diagnostics) -> Option<String> {
    let found = lint::lint(mjml, templates);
    let refused = found.has_errors();
    diagnostics.extend(found);
    if refused {
        return None;
    }
    let armoured = armour(mjml);
    // mrml has panicked on text that it should have read; one piece must not take the others with it.
    match panic::catch_unwind(|| render(&armoured)) {
        Ok(Ok(html)) => Some(html),
        Ok(Err(why)) => {
            let message = format!("the newsletter's MJML cannot be rendered: {why}");
            diagnostics.push(Diagnostic::global(Code::InvalidMarkup, message));
            None
        }
        Err(_) => {
            let message = "the MJML renderer stopped at this newsletter's markup";
            diagnostics.push(Diagnostic::global(Code::RendererFailed, message));
            None
        }
    }
}

fn render(mjml: &str) -> Result<String, String> {
    let parsed = mrml::parse_with_options(mjml, &ParserOptions::default()).map_err(|error| error.to_string())?;
    // No web fonts: nothing is fetched when a newsletter is read.
    let options = RenderOptions { fonts: HashMap::new(), ..RenderOptions::default() };
    let html = parsed.element.render(&options).map_err(|error| error.to_string())?;
    Ok(html.replacen(PREVIEW, PREVIEW_IN_GREY, 1))
}

/// The HTML with its pictures named otherwise than by their Content-IDs.
pub(super) fn with_sources(html: &str, pictures: &[(File, Arc<[u8]>)], source: impl Fn(&File) -> String) -> String {
    pictures.iter().fold(html.to_owned(), |html, (file, _)| match &file.content_id {
        // Texts hold no bare quotes, so only an attribute can read like this.
        Some(id) => html.replace(&format!("src=\"cid:{id}\""), &format!("src=\"{}\"", source(file))),
        None => html,
    })
}

/// The HTML with its pictures within it, for a file that stands alone.
pub fn standalone(html: &str, files: &[(File, Arc<[u8]>)]) -> String {
    let pictures = files.iter().filter(|(file, _)| file.content_id.is_some());
    pictures.fold(html.to_owned(), |html, (file, bytes)| {
        html.replace(&format!("src=\"{}\"", file.source()), &format!("src=\"{}\"", picture::data(file, bytes)))
    })
}

/// What is to be said about the weight of an e-mail's HTML.
pub(super) fn weight(bytes: usize, span: &Span) -> Option<Diagnostic> {
    if bytes <= WARN_ABOVE {
        return None;
    }
    let severity = if bytes <= REFUSE_ABOVE { Severity::Warning } else { Severity::Error };
    let message = format!("the newsletter's HTML weighs {} kB; Gmail cuts it at 102 kB", bytes / 1000);
    let diagnostic =
        Diagnostic::new(Code::EmailTooLarge, span, message).help("leave out blocks, or send two newsletters");
    Some(Diagnostic { severity, ..diagnostic })
}
