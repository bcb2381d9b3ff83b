//! Which characters a document shows, and which of them no font has.

use indexmap::IndexMap;

use super::super::text::private;
use crate::{
    design::{Fonts, fonts::Role},
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    model::{Guide, value::LanguageTag},
};

/// Every character beyond ASCII that is shown, by role, with the place of its first use.
#[derive(Debug, Default)]
pub(super) struct Characters(IndexMap<(Role, char), Option<Span>>);

impl Characters {
    /// Notes the characters of a text.
    pub(super) fn note(&mut self, text: &str, role: Role, place: Option<&Span>) {
        for c in text.chars().filter(|c| !c.is_ascii()) {
            self.0.entry((role, c)).or_insert_with(|| place.cloned());
        }
    }

    /// An error for each character that no font of its chain can show.
    pub(super) fn missing(&self, fonts: &Fonts, language: &LanguageTag, guide: &Guide) -> Diagnostics {
        let chains = [Role::Headings, Role::Base, Role::Monospace].map(|role| (role, fonts.chain(role, language)));
        let mut reported = Vec::new();
        let mut diagnostics = Diagnostics::new();
        for ((role, c), place) in &self.0 {
            let (_, chain) = chains.iter().find(|(r, _)| r == role).expect("every role has a chain");
            if reported.contains(c) || !(private(*c) || !fonts.covers(chain, *c)) {
                continue;
            }
            reported.push(*c);
            diagnostics.push(diagnose(*c, place.as_ref(), guide));
        }
        diagnostics
    }
}

fn diagnose(c: char, place: Option<&Span>, guide: &Guide) -> Diagnostic {
    let sign = format!("`{c}` (U+{:04X})", c as u32);
    let place = place.map_or_else(|| guide.span.clone(), |place| locate(c, place, &guide.span));
    let message = match private(c) {
        true => format!("{sign} is a private character, which an accessible PDF may not hold"),
        false => format!("no font of the brand or of the program has a glyph for {sign}"),
    };
    let help = "write something else in its place, or add a font that has it under `typography.fonts` with `source: file`";
    let help = if private(c) { "write a word, or put the sign in as a picture" } else { help };
    Diagnostic::new(Code::MissingGlyph, &place, message).help(help)
}

/// The character itself within a place; else the place where it is one line; else the piece.
fn locate(c: char, place: &Span, piece: &Span) -> Span {
    match place.text().find(c) {
        Some(start) => place.part(start, start + c.len_utf8()),
        None if place.start < place.end && !place.text().contains('\n') => place.clone(),
        None => piece.clone(),
    }
}
