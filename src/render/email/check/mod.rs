//! What is said of a finished newsletter: its subject, its links and pictures, and whether its text can be read.
//!
//! In: the HTML as it is mailed, the subject, the banner at its head and the templates. Out: diagnostics, at the text or at the
//! template of the project that holds what is wrong.

mod contrast;
mod links;
mod page;
mod pictures;
mod style;
mod subject;
mod support;

use std::sync::Arc;

use super::picture::Picture;
use crate::{
    diagnostic::{Diagnostics, Source, Span},
    model::{Newsletter, Project, value::LanguageTag},
    template::Templates,
};
use page::Page;

/// A newsletter as it will be sent.
pub(super) struct Finished<'a> {
    pub(super) project: &'a Project,
    pub(super) newsletter: &'a Newsletter,
    pub(super) language: &'a LanguageTag,
    pub(super) subject: &'a str,
    pub(super) html: &'a str,
    pub(super) banner: Option<&'a Picture>,
    pub(super) templates: &'a Templates,
}

/// All that is wrong with it, or might be.
pub(super) fn check(finished: &Finished<'_>) -> Diagnostics {
    let page = Page::new(finished.html);
    let mut found = Diagnostics::new();
    subject::check(finished, &mut found);
    links::check(finished, &page, &mut found);
    pictures::check(finished, &page, &mut found);
    contrast::check(finished, &page, &mut found);
    found.extend(support::check(finished.templates));
    found
}

impl Finished<'_> {
    /// Where the project wrote something that the HTML holds: in the newsletter, else in a template of its own, else the
    /// newsletter as a whole.
    fn place(&self, written: &str) -> Span {
        let newsletter = Arc::clone(&self.newsletter.span.source);
        let sources = std::iter::once(newsletter).chain(own_templates(self.templates));
        let mut places = sources.filter_map(|source| {
            let start = source.text().find(written).filter(|_| !written.is_empty())?;
            Some(source.span(start, start + written.len()))
        });
        places.next().unwrap_or_else(|| self.newsletter.span.clone())
    }
}

/// The templates that the project brought.
fn own_templates(templates: &Templates) -> impl Iterator<Item = Arc<Source>> {
    let sources = templates.names().into_iter().filter_map(|name| templates.source(name));
    sources.filter(|source| !source.path().starts_with("built-in/")).map(Arc::clone)
}

/// The first words of a text, for a message.
fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.chars().count() {
        0..=MOST => words,
        _ => words.chars().take(MOST).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests;
