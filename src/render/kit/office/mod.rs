//! Office files: a presentation to fill, letters and memos, and decks filled from the project's data.
//!
//! In: jobs of [`Piece::Deck`] and [`BrandPart::Office`](crate::plan::BrandPart::Office). Out: .pptx and .docx packages,
//! and templates of the same. What stands where is data, which the templates below `src/builtin/office/` turn into XML; text
//! is fitted here, by the brand's fonts, not by the program that opens it.

mod album;
mod art;
mod deck;
mod document;
mod file;
mod geometry;
mod layouts;
mod letters;
mod package;
mod paint;
mod presentation;
mod ruler;
mod sample;
mod shape;
mod studio;
mod templates;
#[cfg(test)]
mod tests;
mod text;

use serde_json::{Value, json};

use super::KitRenderer;
use crate::{
    diagnostic::Diagnostic,
    plan::{Job, Piece},
    render::Rendered,
};
use document::{DOCUMENT, DOCUMENT_TEMPLATE, Document};
use file::File;
use presentation::{PRESENTATION, PRESENTATION_TEMPLATE, Presentation};
use studio::Studio;
pub use templates::Forms;

/// The files of one job before they are written.
enum Set {
    /// A deck.
    Deck(Box<Presentation>),
    /// The presentation to fill, the letter and the memo.
    Templates(Box<(Presentation, Document, Document)>),
}

impl Set {
    fn of(kit: &KitRenderer<'_>, job: &Job<'_>) -> Self {
        let studio = || Studio::new(kit, job.campaign, &job.language);
        match job.piece {
            Piece::Deck(deck) => Set::Deck(Box::new(deck::compose(studio(), deck))),
            _ => {
                let (letter, memo) = (letters::letter(&mut studio()), letters::memo(&mut studio()));
                Set::Templates(Box::new((sample::compose(studio()), letter, memo)))
            }
        }
    }

    fn files(&self, forms: &Forms) -> Result<Vec<(&'static str, Vec<u8>)>, Box<Diagnostic>> {
        match self {
            Set::Deck(deck) => Ok(vec![("pptx", forms.file(&deck.package(forms)?)?)]),
            Set::Templates(set) => {
                let (presentation, letter, memo) = &**set;
                let slides = presentation.package(forms)?;
                let mut files = vec![
                    ("pptx", forms.file(&slides)?),
                    ("potx", forms.file(&slides.with_content(PRESENTATION, PRESENTATION_TEMPLATE))?),
                ];
                for (document, [own, template]) in
                    [(letter, ["letter.docx", "letter.dotx"]), (memo, ["memo.docx", "memo.dotx"])]
                {
                    let package = document.package(forms)?;
                    files.push((own, forms.file(&package)?));
                    files.push((template, forms.file(&package.with_content(DOCUMENT, DOCUMENT_TEMPLATE))?));
                }
                Ok(files)
            }
        }
    }
}

/// What an office job's files depend on besides the brand.
pub fn context(kit: &KitRenderer<'_>, job: &Job<'_>) -> Value {
    let files = match Set::of(kit, job) {
        Set::Deck(deck) => json!(deck),
        Set::Templates(set) => json!([set.0, set.1, set.2]),
    };
    json!({ "templates": kit.forms.fingerprint(), "files": files })
}

/// An office job's files.
pub fn render(kit: &KitRenderer<'_>, job: &Job<'_>) -> Rendered {
    let mut rendered = Rendered::default();
    match Set::of(kit, job).files(&kit.forms) {
        Ok(files) => rendered.files = files,
        Err(diagnostic) => rendered.diagnostics.push(*diagnostic),
    }
    rendered
}
