//! Packs: what one role or one site needs, cut from what was built.
//!
//! In: a project, whom the pack is for, and the manifest's entries. Out: a [`Pack`]: a list of files, some of the output
//! folder's and some written here (messages to post, talking points, the page to begin with), and a ZIP of them whose bytes
//! depend on nothing else. Pure.

mod archive;
mod choose;
mod readme;
mod texts;
mod who;

pub use archive::zipped;
pub use readme::{logo_of, readme};
pub use who::{Who, named};

use crate::{
    model::{
        Campaign, Project,
        value::{Id, LanguageTag},
    },
    output::Entry,
    personalise::Scope,
};

/// What somebody is given.
#[derive(Debug, Clone)]
pub struct Pack<'p> {
    /// Whom it is for.
    pub who: Who<'p>,
    /// Its campaign.
    pub campaign: &'p Campaign,
    /// Its language.
    pub language: LanguageTag,
    /// Its parts, in the order in which they are used.
    pub parts: Vec<Part>,
}

/// Files that one thing is to be done with.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it is; the end of the keys of its words: `guide`, `posters`.
    pub kind: &'static str,
    /// By when, as it is written; nothing where it is for any day.
    pub by: Option<String>,
    /// Its files.
    pub files: Vec<File>,
}

/// A file of a pack.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path in the pack: ASCII, `/` between folders.
    pub path: String,
    /// Where its bytes are.
    pub content: Content,
    /// What is said of it beside its name.
    pub note: Option<String>,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone)]
pub enum Content {
    /// In the output folder, at this path.
    Output(String),
    /// Here.
    Text(String),
}

impl<'p> Pack<'p> {
    /// The pack of somebody in a language, from the entries of a manifest.
    pub fn new<'e>(
        project: &'p Project,
        campaign: &'p Campaign,
        who: Who<'p>,
        language: &LanguageTag,
        entries: impl Iterator<Item = &'e Entry>,
    ) -> Self {
        let scope = Scope { project, campaign, language, site: who.site() };
        let parts = choose::parts(&scope, who, &entries.collect::<Vec<_>>());
        let parts = parts.into_iter().filter(|part| !part.files.is_empty()).collect();
        Self { who, campaign, language: language.clone(), parts }
    }

    /// The name of its file: `lancement-site-lyon.fr.zip`.
    pub fn file_name(&self) -> String {
        format!("{}-{}.{}.zip", self.campaign.id, self.who.name().replace(':', "-"), self.language)
    }

    /// Every file.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.parts.iter().flat_map(|part| &part.files)
    }
}

/// The title of an audience or site, or the word for a level.
fn called(scope: &Scope<'_>, who: Who<'_>) -> String {
    match who {
        Who::Level(_, word) => scope.project.words.get(scope.language, word).to_owned(),
        Who::Audience(audience) => scope.plain(&audience.title),
        Who::Site(site) => site.name.get(scope.language).clone(),
    }
}

/// Whether a list of audiences names somebody; one that names nobody is for all.
fn is_for(who: Who<'_>, audiences: &[Id]) -> bool {
    audiences.iter().any(|id| id.as_str() == who.name())
}
