//! What is to be said of pieces and of the project.

use serde::Serialize;

use super::{collect::Found, piece::Piece};
use crate::{
    diagnostic::Severity,
    output::{Place, Remark},
};

/// A remark as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Told {
    pub severity: &'static str,
    pub code: String,
    pub message: String,
    pub help: Option<String>,
    /// `brand/identity.yaml:12:3`
    pub place: Option<String>,
}

impl Told {
    fn new(remark: &Remark) -> Self {
        let place = |place: &Place| format!("{}:{}:{}", place.file, place.line, place.column);
        Self {
            severity: if remark.severity == Severity::Error { "error" } else { "warning" },
            code: remark.code.clone(),
            message: remark.message.clone(),
            help: remark.help.clone(),
            place: remark.place.as_ref().map(place),
        }
    }
}

/// What was met when a piece was made, each once.
pub(super) fn told(found: &Found) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    for remark in found.files.iter().flat_map(|entry| &entry.diagnostics) {
        let new = Told::new(remark);
        if !told.contains(&new) {
            told.push(new);
        }
    }
    told
}

/// A remark and the pieces that it is about; none for the project as a whole.
#[derive(Debug, Serialize)]
pub(super) struct About {
    told: Told,
    pieces: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Link {
    key: String,
    title: String,
    language: String,
}

/// All remarks, each once: those on the project, then those on pieces in the page's order.
pub(super) fn remarks(pieces: &[Piece], project: &[Remark]) -> Vec<About> {
    let mut about: Vec<About> = Vec::new();
    for remark in project {
        let told = Told::new(remark);
        if !about.iter().any(|other| other.told == told) {
            about.push(About { told, pieces: Vec::new() });
        }
    }
    let general = about.len();
    for (piece, told) in pieces.iter().flat_map(|piece| piece.remarks.iter().map(move |told| (piece, told))) {
        let link = Link { key: piece.key.clone(), title: piece.title.clone(), language: piece.title_language.clone() };
        match about[general..].iter_mut().find(|other| other.told == *told) {
            Some(other) => other.pieces.push(link),
            None => about.push(About { told: told.clone(), pieces: vec![link] }),
        }
    }
    about
}
