//! What the values of the columns `language` and `site` may mean.

use std::{collections::HashMap, sync::Arc};

use super::{
    language::language,
    refused::{Note, shown},
};
use crate::model::{
    Site,
    value::{Id, LanguageTag, fold::fold},
};

/// Values remembered at most; a column that has more is no column of languages or sites.
const MAX_REMEMBERED: usize = 4096;

/// The project's languages and a campaign's sites. By default, nothing is known: every language is taken, and no site.
#[derive(Debug, Clone, Default)]
pub struct Known {
    languages: Vec<LanguageTag>,
    /// With what they may be called: their ids and names, as [`key`] makes them.
    sites: Vec<(Id, Vec<String>)>,
}

impl Known {
    /// The languages that a project has, and the sites of a campaign.
    pub fn new(languages: &[LanguageTag], sites: &[Site]) -> Self {
        let called = |site: &Site| {
            let names = site.name.versions().map(|(_, name)| key(name));
            names.chain([key(site.id.as_str())]).filter(|name| !name.is_empty()).collect()
        };
        Self {
            languages: languages.to_vec(),
            sites: sites.iter().map(|site| (site.id.clone(), called(site))).collect(),
        }
    }

    /// The language that a value names.
    ///
    /// # Errors
    /// When it names none, or one that the project does not have.
    pub(super) fn language(&self, value: &str) -> Result<LanguageTag, Note> {
        let tag = language(value).ok_or_else(|| Note::UnknownLanguage(shown(value)))?;
        let served = |l: &LanguageTag| *l == tag || *l == tag.without_region();
        match self.languages.is_empty() || self.languages.iter().any(served) {
            true => Ok(tag),
            false => Err(Note::OtherLanguage(shown(value))),
        }
    }

    /// The site that a value names.
    ///
    /// # Errors
    /// When it names none.
    pub(super) fn site(&self, value: &str) -> Result<Id, Note> {
        let key = key(value);
        let found = self.sites.iter().find(|(_, names)| names.contains(&key));
        found.map(|(id, _)| id.clone()).ok_or_else(|| Note::UnknownSite(shown(value)))
    }

    /// True when the campaign has sites.
    fn has_sites(&self) -> bool {
        !self.sites.is_empty()
    }
}

/// Letters and figures, folded: `Saint-Étienne` and `saint etienne` are one.
fn key(text: &str) -> String {
    fold(text).filter(|c| c.is_alphanumeric()).collect()
}

/// A language, with its tag as text.
pub type Tagged = (LanguageTag, Arc<str>);

/// What values mean, remembered: a list has few of them and many rows.
#[derive(Debug, Default)]
pub struct Meanings {
    languages: HashMap<String, Result<Tagged, Note>>,
    sites: HashMap<String, Result<Id, Note>>,
}

impl Meanings {
    /// The language that a cell names; none where it is empty.
    pub fn language(&mut self, value: &str, known: &Known) -> Option<Result<Tagged, Note>> {
        remembered(&mut self.languages, value, |value| {
            known.language(value).map(|tag| (tag.clone(), tag.to_string().into()))
        })
    }

    /// The site that a cell names; none where it is empty, or the campaign has no sites.
    pub fn site(&mut self, value: &str, known: &Known) -> Option<Result<Id, Note>> {
        if !known.has_sites() {
            return None;
        }
        remembered(&mut self.sites, value, |value| known.site(value))
    }
}

fn remembered<T: Clone>(
    memory: &mut HashMap<String, Result<T, Note>>,
    value: &str,
    find: impl FnOnce(&str) -> Result<T, Note>,
) -> Option<Result<T, Note>> {
    if value.is_empty() {
        return None;
    }
    if let Some(found) = memory.get(value) {
        return Some(found.clone());
    }
    let found = find(value);
    if memory.len() < MAX_REMEMBERED {
        memory.insert(value.to_owned(), found.clone());
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample;

    #[test]
    fn sites_by_id_and_name_and_languages_that_the_project_has() {
        let sample = sample::project();
        let campaign = &sample.campaigns[0];
        let site = campaign.sites.first().expect("a site").clone();
        let known = Known::new(&["fr".parse().unwrap(), "en".parse().unwrap()], &campaign.sites);
        let mut meanings = Meanings::default();
        for _ in 0..2 {
            assert_eq!(meanings.site(&site.id.as_str().to_uppercase(), &known), Some(Ok(site.id.clone())));
            assert_eq!(meanings.site("Atlantis", &known), Some(Err(Note::UnknownSite("Atlantis".into()))));
            assert_eq!(meanings.site("", &known), None);
            let tag = |t: &str| Some(Ok((t.parse().unwrap(), t.into())));
            assert_eq!(meanings.language("Français (Canada)", &known), tag("fr-CA"));
            assert_eq!(meanings.language("Deutsch", &known), Some(Err(Note::OtherLanguage("Deutsch".into()))));
            assert_eq!(meanings.language("?", &known), Some(Err(Note::UnknownLanguage("?".into()))));
        }
        for (_, name) in site.name.versions() {
            assert_eq!(meanings.site(name, &known), Some(Ok(site.id.clone())));
        }
        assert_eq!(
            Meanings::default().language("Deutsch", &Known::default()),
            Some(Ok(("de".parse().unwrap(), "de".into())))
        );
        assert_eq!(Meanings::default().site("Lyon", &Known::default()), None);
    }
}
