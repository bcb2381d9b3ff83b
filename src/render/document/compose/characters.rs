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

    /// An error for each line with characters that no font of their chain can show.
    pub(super) fn missing(&self, fonts: &Fonts, language: &LanguageTag, guide: &Guide) -> Diagnostics {
        let chains = [Role::Headings, Role::Base, Role::Monospace].map(|role| (role, fonts.chain(role, language)));
        let mut lines: IndexMap<(String, usize), Line> = IndexMap::new();
        let mut met = Vec::new();
        for ((role, c), place) in &self.0 {
            let (_, chain) = chains.iter().find(|(r, _)| r == role).expect("every role has a chain");
            let shown = !private(*c) && fonts.covers(chain, *c);
            if shown || met.contains(c) {
                continue;
            }
            met.push(*c);
            let place = place.as_ref().map_or_else(|| guide.span.clone(), |place| locate(*c, place, &guide.span));
            let key = (place.source.path().to_owned(), place.position().0);
            lines.entry(key).or_insert_with(|| (place, Vec::new())).1.push(*c);
        }
        lines.values().map(diagnose).collect()
    }
}

/// The place of a line's first missing character, and all of them.
type Line = (Span, Vec<char>);

/// More characters than this are only counted.
const NAMED: usize = 3;

fn diagnose((place, characters): &Line) -> Diagnostic {
    let named = characters.iter().take(NAMED).map(|c| format!("`{c}` (U+{:04X})", *c as u32));
    let mut signs = named.collect::<Vec<_>>().join(", ");
    if characters.len() > NAMED {
        signs.push_str(&format!(" and {} more", characters.len() - NAMED));
    }
    let (message, help) = match characters.iter().all(|c| private(*c)) {
        true => (
            format!("private characters, which an accessible PDF may not hold: {signs}"),
            "write a word, or put the sign in as a picture",
        ),
        false => (
            format!("no font of the brand or of the program has a glyph for {signs}"),
            "write something else in its place, or add a font that has it under `typography.fonts` with `source: file`",
        ),
    };
    Diagnostic::new(Code::MissingGlyph, place, message).help(help)
}

/// The character itself within a place; else the place where it is one line; else the piece.
fn locate(c: char, place: &Span, piece: &Span) -> Span {
    match place.text().find(c) {
        Some(start) => place.part(start, start + c.len_utf8()),
        None if place.start < place.end && !place.text().contains('\n') => place.clone(),
        None => piece.clone(),
    }
}
