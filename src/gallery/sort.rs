//! Pieces on their shelves.

use serde::Serialize;

use super::{
    collect::Shelf,
    piece::{Known, Piece},
};

/// The pieces of one kind.
#[derive(Debug, Serialize)]
pub(super) struct Group<'a> {
    id: &'static str,
    title: String,
    count: usize,
    pieces: Vec<&'a Piece>,
}

/// Shelves that hold something, each in the order of its dates, what has none last.
pub(super) fn groups<'a>(pieces: &'a [Piece], known: &Known<'_>) -> Vec<Group<'a>> {
    let groups = Shelf::ALL.into_iter().filter_map(|shelf| {
        let pieces: Vec<&Piece> = pieces.iter().filter(|piece| piece.shelf == shelf).collect();
        let title = known.word(&format!("gallery_{}", shelf.id()));
        (!pieces.is_empty()).then_some(Group { id: shelf.id(), title, count: pieces.len(), pieces })
    });
    groups.collect()
}
