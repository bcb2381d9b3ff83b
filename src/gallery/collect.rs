//! A manifest's entries gathered to pieces.

use std::collections::HashMap;

use crate::{
    model::Project,
    output::{Entry, Manifest},
    plan::{Kind, is_thumbnail},
};

/// What a piece is shown as: finer than its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Shelf {
    Newsletters,
    Posters,
    Banners,
    Guides,
    Decks,
    Notices,
    Screens,
    Orders,
    Timeline,
    Brand,
}

impl Shelf {
    pub const ALL: [Self; 10] = [
        Shelf::Newsletters,
        Shelf::Posters,
        Shelf::Banners,
        Shelf::Guides,
        Shelf::Decks,
        Shelf::Notices,
        Shelf::Screens,
        Shelf::Orders,
        Shelf::Timeline,
        Shelf::Brand,
    ];

    /// As it stands in addresses, and after `gallery_` among the words.
    pub fn id(self) -> &'static str {
        match self {
            Shelf::Newsletters => "newsletters",
            Shelf::Posters => "posters",
            Shelf::Banners => "banners",
            Shelf::Guides => "guides",
            Shelf::Decks => "decks",
            Shelf::Notices => "notices",
            Shelf::Screens => "screens",
            Shelf::Orders => "orders",
            Shelf::Timeline => "timeline",
            Shelf::Brand => "brand",
        }
    }

    /// The kind of what lies on it.
    pub fn kind(self) -> Kind {
        match self {
            Shelf::Newsletters | Shelf::Notices | Shelf::Screens => Kind::Newsletters,
            Shelf::Posters | Shelf::Orders => Kind::Posters,
            Shelf::Banners => Kind::Banners,
            Shelf::Guides => Kind::Guides,
            Shelf::Decks => Kind::Decks,
            Shelf::Timeline => Kind::Calendar,
            Shelf::Brand => Kind::Brand,
        }
    }

    /// The shelf of an entry: by its kind, and by who made it where one kind is made in several ways.
    fn of(entry: &Entry) -> Option<Self> {
        Some(match (entry.kind, entry.renderer.as_str()) {
            (Kind::Newsletters, "document") => Shelf::Notices,
            (Kind::Newsletters, "graphic") => Shelf::Screens,
            (Kind::Newsletters, _) => Shelf::Newsletters,
            (Kind::Posters, "document") => Shelf::Orders,
            (Kind::Posters, _) => Shelf::Posters,
            (Kind::Banners, _) => Shelf::Banners,
            (Kind::Guides, _) => Shelf::Guides,
            (Kind::Decks, _) => Shelf::Decks,
            (Kind::Brand, _) => Shelf::Brand,
            (Kind::Calendar, _) => Shelf::Timeline,
            (Kind::Gallery, _) => return None,
        })
    }
}

/// A piece as the manifest knows it: its files, in the manifest's order.
#[derive(Debug)]
pub(super) struct Found {
    pub shelf: Shelf,
    pub campaign: Option<String>,
    pub id: String,
    pub language: String,
    pub site: Option<String>,
    pub format: Option<String>,
    /// What is opened or handed on.
    pub files: Vec<Entry>,
    /// The path of its small picture.
    pub thumbnail: Option<String>,
    /// What is compiled for its readers: language and variant, and the bytes' hash.
    pub letters: Vec<(String, String)>,
}

/// The pieces of a manifest: by shelf, then as the project orders campaigns and languages.
pub(super) fn collect(manifest: &Manifest, project: &Project) -> Vec<Found> {
    let mut places = HashMap::new();
    let mut found: Vec<Found> = Vec::new();
    for entry in manifest.entries() {
        let Some(shelf) = Shelf::of(entry) else { continue };
        let key = (shelf, &entry.campaign, &entry.id, &entry.language, &entry.site, &entry.format);
        // Call backgrounds share an id, and are told apart by their template.
        let template = entry.path.strip_prefix("brand/call-backgrounds/").map(file_stem);
        let place = *places.entry((key, template)).or_insert_with(|| {
            found.push(new(shelf, entry));
            found.len() - 1
        });
        add(&mut found[place], entry);
    }
    // What has nothing to open was left by an interrupted hand.
    found.retain(|found| !found.files.is_empty());
    found.sort_by_cached_key(|found| {
        (found.shelf, campaign(project, found), found.id.clone(), language(project, found))
    });
    found
}

fn file_stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split('.').next().unwrap_or(name)
}

fn new(shelf: Shelf, entry: &Entry) -> Found {
    Found {
        shelf,
        campaign: entry.campaign.clone(),
        id: entry.id.clone(),
        language: entry.language.clone(),
        site: entry.site.clone(),
        format: entry.format.clone(),
        files: Vec::new(),
        thumbnail: None,
        letters: Vec::new(),
    }
}

fn add(found: &mut Found, entry: &Entry) {
    if is_thumbnail(&entry.path) {
        found.thumbnail = Some(entry.path.clone());
    } else if let Some(variant) = &entry.variant {
        found.letters.push((format!("{} {variant}", entry.language), entry.sha256.clone()));
    } else if found.shelf != Shelf::Newsletters || is_sample(&entry.path) {
        found.files.push(entry.clone());
    }
}

/// The files of a newsletter that people look at; its pictures and invitations travel within them.
fn is_sample(path: &str) -> bool {
    [".html", ".txt", ".eml"].iter().any(|ending| path.ends_with(ending))
}

fn campaign(project: &Project, found: &Found) -> usize {
    let is = |id: &str| project.campaigns.iter().position(|campaign| campaign.id.as_str() == id);
    found.campaign.as_deref().and_then(is).unwrap_or(usize::MAX)
}

fn language(project: &Project, found: &Found) -> usize {
    let languages = &project.identity.languages;
    languages.iter().position(|language| language.to_string() == found.language).unwrap_or(usize::MAX)
}
