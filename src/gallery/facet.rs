//! What pieces can be filtered by.

use indexmap::IndexMap;
use serde::Serialize;

use super::{
    collect::Shelf,
    piece::{Known, Piece},
};
use crate::model::Campaign;

/// A property with its values.
#[derive(Debug, Serialize)]
pub(super) struct Facet {
    /// As it stands in addresses.
    id: &'static str,
    title: String,
    values: Vec<Choice>,
}

/// A value, and how many pieces have it.
#[derive(Debug, Serialize)]
struct Choice {
    /// `-` for pieces that have none.
    id: String,
    title: String,
    /// The language of the title, where it is another than the page's.
    language: Option<String>,
    count: usize,
}

/// Stands for no value: what is for everyone, for all sites.
const NONE: &str = "-";

/// The properties in which pieces differ.
pub(super) fn facets(pieces: &[Piece], known: &Known<'_>) -> Vec<Facet> {
    let project = known.project;
    let shelves =
        Shelf::ALL.iter().map(|shelf| (shelf.id().to_owned(), known.word(&format!("gallery_{}", shelf.id()))));
    let campaigns = project.campaigns.iter().map(|c| (c.id.to_string(), known.text(c, &c.title)));
    let several = project.campaigns.len() > 1;
    let within =
        |c: &Campaign, title: String| if several { format!("{title} ({})", known.text(c, &c.title)) } else { title };
    let phases = project.campaigns.iter().flat_map(|c| {
        c.phases.iter().map(move |phase| (format!("{}/{}", c.id, phase.id), within(c, known.text(c, &phase.title))))
    });
    let sites = project.campaigns.iter().flat_map(|c| &c.sites);
    let sites = sites.map(|site| (site.id.to_string(), site.name.get(known.language).clone()));
    let audiences = project.campaigns.iter().flat_map(|c| {
        c.audiences.iter().map(move |a| (format!("{}/{}", c.id, a.id), within(c, known.text(c, &a.title))))
    });
    let languages = pieces.iter().map(|piece| (piece.language.clone(), piece.language_name.clone()));
    let one = |value: &Option<String>| value.clone().into_iter().collect::<Vec<_>>();
    let facets = [
        facet("kind", known.word("gallery_kind"), None, pieces, shelves, |p| vec![p.kind.to_owned()]),
        facet("campaign", known.word("gallery_campaign"), None, pieces, campaigns, |p| one(&p.campaign)),
        facet("language", known.word("gallery_language"), None, pieces, languages, |p| vec![p.language.clone()]),
        facet("phase", known.word("gallery_phase"), None, pieces, phases, |p| p.phases.clone()),
        facet("site", known.word("site"), Some(known.word("all_sites")), pieces, sites, |p| one(&p.site)),
        facet("audience", known.word("gallery_audience"), Some(known.word("guide_everyone")), pieces, audiences, |p| {
            p.audiences.clone()
        }),
    ];
    let mut facets: Vec<Facet> = facets.into_iter().filter(|facet| facet.values.len() > 1).collect();
    for facet in facets.iter_mut().filter(|facet| facet.id == "language") {
        facet.values.iter_mut().for_each(|value| value.language = Some(value.id.clone()));
    }
    facets
}

/// The values that occur, in the project's order; what the project no longer knows is called by its id.
fn facet(
    id: &'static str,
    title: String,
    none: Option<String>,
    pieces: &[Piece],
    known: impl Iterator<Item = (String, String)>,
    of: impl Fn(&Piece) -> Vec<String>,
) -> Facet {
    let mut values: IndexMap<String, (String, usize)> = IndexMap::new();
    none.into_iter().map(|title| (NONE.to_owned(), title)).chain(known).for_each(|(id, title)| {
        values.entry(id).or_insert((title, 0));
    });
    for piece in pieces {
        let mut own = of(piece);
        if own.is_empty() && values.contains_key(NONE) {
            own.push(NONE.to_owned());
        }
        for value in own {
            let title = value.clone();
            values.entry(value).or_insert((title, 0)).1 += 1;
        }
    }
    let values = values.into_iter().filter(|(_, (_, count))| *count > 0);
    let values = values.map(|(id, (title, count))| Choice { id, title, language: None, count });
    Facet { id, title, values: values.collect() }
}
