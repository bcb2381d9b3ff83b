//! Whom a pack is for.

use crate::{
    diagnostic::{Code, Diagnostic, nearest},
    model::{Audience, Campaign, Level, Project, Site},
};

/// The levels that have a pack, with the name that is asked for and the key of their word.
const LEVELS: [(&str, Level, &str); 3] = [
    ("ambassadors", Level::Ambassador, "level_ambassador"),
    ("managers", Level::Manager, "level_manager"),
    ("executives", Level::Executive, "level_executive"),
];

/// Somebody whom a pack is for.
#[derive(Debug, Clone, Copy)]
pub enum Who<'p> {
    /// Those of a level, and the key of the level's word.
    Level(Level, &'static str),
    /// Those of an audience.
    Audience(&'p Audience),
    /// Those who see to a site.
    Site(&'p Site),
}

impl<'p> Who<'p> {
    /// As it is asked for: `managers`, `site:lyon`.
    pub fn name(&self) -> String {
        match self {
            Who::Level(level, _) => {
                LEVELS.iter().find(|(_, other, _)| other == level).map_or("team", |(name, ..)| name).to_owned()
            }
            Who::Audience(audience) => audience.id.to_string(),
            Who::Site(site) => format!("site:{}", site.id),
        }
    }

    /// The site that it is for.
    pub fn site(&self) -> Option<&'p Site> {
        match self {
            Who::Site(site) => Some(site),
            _ => None,
        }
    }

    /// The level that speaks in it.
    pub fn level(&self) -> Option<Level> {
        match self {
            Who::Level(level, _) => Some(*level),
            _ => None,
        }
    }
}

/// Whom of a campaign a name means; all whom it can mean for `all`: the three levels and every site.
fn of_campaign<'p>(campaign: &'p Campaign, name: &str) -> Vec<Who<'p>> {
    let level = |(_, level, word): &(&str, Level, &'static str)| Who::Level(*level, word);
    if name == "all" {
        return LEVELS.iter().map(level).chain(campaign.sites.iter().map(Who::Site)).collect();
    }
    if let Some(id) = name.strip_prefix("site:") {
        return campaign.sites.iter().filter(|site| site.id.as_str() == id).map(Who::Site).collect();
    }
    if let Some(known) = LEVELS.iter().find(|(known, ..)| *known == name) {
        return vec![level(known)];
    }
    campaign.audiences.iter().filter(|audience| audience.id.as_str() == name).map(Who::Audience).collect()
}

/// Whom names mean, in each of the campaigns asked for, each once.
///
/// # Errors
/// A diagnostic for each name that means nobody.
pub fn named<'p>(
    project: &'p Project,
    campaigns: &[String],
    names: &[String],
) -> Result<Vec<(&'p Campaign, Who<'p>)>, Vec<Diagnostic>> {
    let asked = |campaign: &&Campaign| campaigns.is_empty() || campaigns.iter().any(|id| id == campaign.id.as_str());
    let asked: Vec<&Campaign> = project.campaigns.iter().filter(asked).collect();
    let mut found: Vec<(&Campaign, Who<'_>)> = Vec::new();
    let mut unknown = Vec::new();
    for name in names {
        let before = found.len();
        let mut any = false;
        for campaign in &asked {
            for who in of_campaign(campaign, name) {
                any = true;
                let known = found.iter().any(|(c, other)| c.id == campaign.id && other.name() == who.name());
                found.extend((!known).then_some((*campaign, who)));
            }
        }
        if !any && before == found.len() {
            unknown.push(nobody(&asked, name));
        }
    }
    if unknown.is_empty() { Ok(found) } else { Err(unknown) }
}

fn nobody(campaigns: &[&Campaign], name: &str) -> Diagnostic {
    let mut known: Vec<String> = ["all"].into_iter().chain(LEVELS.map(|(name, ..)| name)).map(str::to_owned).collect();
    for campaign in campaigns {
        known.extend(campaign.audiences.iter().map(|audience| audience.id.to_string()));
        known.extend(campaign.sites.iter().map(|site| format!("site:{}", site.id)));
    }
    known.dedup();
    let help = nearest::help(name, known.iter().map(String::as_str));
    let message = format!("there is no pack for `{name}`");
    Diagnostic::global(Code::UnknownFilter, message).maybe_help(help)
}
