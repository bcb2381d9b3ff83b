//! What pieces, sites, phases and languages are called.

use super::{
    collect::{Found, Shelf},
    files,
    piece::Known,
};
use crate::{
    model::{Campaign, Project, value::LanguageTag},
    personalise::Scope,
    plan,
};

/// A title and the language that it is in.
pub(super) fn title(known: &Known<'_>, found: &Found) -> (String, LanguageTag) {
    let own: LanguageTag = found.language.parse().unwrap_or_else(|_| known.language.clone());
    let written = campaign(known.project, found).and_then(|campaign| written(known, campaign, found, &own));
    if let Some(title) = written {
        return (title, own);
    }
    match (found.shelf, found.id.as_str()) {
        (Shelf::Decks, "team-briefing") => (known.project.words.get(&own, "office_briefing").to_owned(), own),
        (Shelf::Decks, "steering-committee") => (known.project.words.get(&own, "office_committee").to_owned(), own),
        (Shelf::Brand, id) => (part(known, found, id), known.language.clone()),
        (_, id) => (id.to_owned(), own),
    }
}

fn written(known: &Known<'_>, campaign: &Campaign, found: &Found, own: &LanguageTag) -> Option<String> {
    let site = found.site.as_ref().and_then(|id| campaign.sites.iter().find(|site| site.id.as_str() == id));
    let scope = Scope { project: known.project, campaign, language: own, site };
    match found.shelf {
        Shelf::Orders => Some(known.fill("gallery_order_title", &[("campaign", &scope.plain(&campaign.title))])),
        shelf => plan::title(&scope, shelf.kind(), &found.id),
    }
}

/// A part of the branding kit.
fn part(known: &Known<'_>, found: &Found, id: &str) -> String {
    let key = match id {
        "logo" => "charter_logo",
        "palette" => "kit_palette",
        "fonts" => "charter_typography",
        "pattern" => "charter_graphics",
        "signatures" => "kit_signatures_title",
        "office" => "gallery_office",
        "brand-guide" => "charter_title",
        "call-backgrounds" => {
            let file = found.files.first().and_then(|entry| entry.path.rsplit('/').next()).unwrap_or_default();
            let name = file.split('.').next().unwrap_or_default();
            return known.fill("gallery_background", &[("name", name)]);
        }
        other => return other.to_owned(),
    };
    known.word(key)
}

/// The campaign that a piece belongs to, as far as the project still has it.
pub(super) fn campaign<'p>(project: &'p Project, found: &Found) -> Option<&'p Campaign> {
    let id = found.campaign.as_deref()?;
    project.campaigns.iter().find(|campaign| campaign.id.as_str() == id)
}

/// A site by its id.
pub(super) fn site(known: &Known<'_>, found: &Found) -> Option<String> {
    let id = found.site.as_deref()?;
    let site = campaign(known.project, found).and_then(|c| c.sites.iter().find(|site| site.id.as_str() == id));
    Some(site.map_or_else(|| id.to_owned(), |site| site.name.get(known.language).clone()))
}

/// A language in its own words, as a switch names it: the built-in ones have a name, others show their code.
pub(super) fn language(language: &LanguageTag, project: &Project) -> String {
    let english = format!("language_{}", language.primary());
    let name = match project.words.own(language, "gallery_own_name") {
        Some(name) => name,
        // Its English name, where nobody has said how it calls itself.
        None => Some(project.words.get(language, &english)).filter(|name| *name != english).unwrap_or_default(),
    };
    let languages = &project.identity.languages;
    // A site may have a country's form of one of the project's languages.
    let same = !languages.contains(language)
        || languages.iter().filter(|other| other.primary() == language.primary()).count() > 1;
    match (name, language.region()) {
        ("", _) => language.to_string(),
        (name, Some(region)) if same => format!("{name} ({region})"),
        (name, _) => name.to_owned(),
    }
}

/// A format: what is known by name as it is known, the others by their size.
pub(super) fn format(found: &Found) -> Option<String> {
    found.format.as_ref().map(|name| name.replace("signage-", "").replace('-', " "))
}

/// What a deck or office file is opened with, for a card that shows none of it.
pub(super) fn endings(found: &Found) -> Vec<String> {
    let mut endings: Vec<String> = found.files.iter().map(|entry| files::ending(&entry.path).to_uppercase()).collect();
    endings.sort_unstable();
    endings.dedup();
    endings
}
