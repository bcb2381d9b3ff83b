//! The pieces that were there before.

use std::collections::HashMap;

use super::Past;
use crate::{output::Entry, plan::Kind};

/// A piece as it was.
pub(super) struct Before<'a> {
    /// The paths of its files.
    pub paths: Vec<&'a str>,
    /// Its entries in a manifest; none where another state of the project plans it.
    pub entries: Vec<&'a Entry>,
}

/// What was there: jobs in their order, or the entries of a manifest by piece.
pub(super) fn pieces<'a>(past: Past<'a, '_>) -> Vec<Before<'a>> {
    match past {
        Past::Project(side) => {
            let paths = side.jobs.iter().map(|job| job.artefacts.iter().map(|a| a.path.as_str()).collect());
            paths.map(|paths| Before { paths, entries: Vec::new() }).collect()
        }
        Past::Published(published) => of_entries(published.manifest().entries()),
    }
}

/// Entries of one piece of work have one hash of inputs, and say the same of their piece.
fn of_entries<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Before<'a>> {
    let mut places: HashMap<_, usize> = HashMap::new();
    let mut pieces: Vec<Before<'a>> = Vec::new();
    // What only shows others is no piece.
    for entry in entries.filter(|entry| Kind::ALL.contains(&entry.kind)) {
        let piece = (entry.kind, &entry.campaign, &entry.id, &entry.language, &entry.site, &entry.format);
        let place = *places.entry((&entry.renderer, &entry.inputs, piece)).or_insert_with(|| {
            pieces.push(Before { paths: Vec::new(), entries: Vec::new() });
            pieces.len() - 1
        });
        pieces[place].paths.push(&entry.path);
        pieces[place].entries.push(entry);
    }
    pieces
}
