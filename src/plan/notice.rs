//! Newsletters for those who have no mailbox: a page for notice boards and pictures for screens.

use super::{Artefact, Job, Kind, Piece};
use crate::model::{
    Campaign, Newsletter, Project,
    value::{Country, Format, LanguageTag},
};

/// Countries whose offices print on Letter.
const LETTER_COUNTRIES: [&str; 2] = ["US", "CA"];

/// The screens that hang where people pass.
const SCREENS: [&str; 2] = ["signage-1080p", "signage-portrait"];

/// The paper of pages that no file gives a format: what the project says, else Letter where every site whose country is
/// known is in the United States or Canada, else A4.
pub fn paper<'p>(project: &Project, campaigns: impl IntoIterator<Item = &'p Campaign>) -> Format {
    if let Some(paper) = &project.identity.paper {
        return paper.clone();
    }
    let sites = campaigns.into_iter().flat_map(|campaign| &campaign.sites);
    let countries: Vec<&str> = sites.filter_map(|site| site.country.as_ref()).map(Country::state).collect();
    let letter = !countries.is_empty() && countries.iter().all(|country| LETTER_COUNTRIES.contains(country));
    named(if letter { "Letter" } else { "A4" })
}

/// Each newsletter of a campaign as a page and as pictures, in each of its languages.
pub fn notices<'p>(project: &Project, campaign: &'p Campaign) -> Vec<Job<'p>> {
    let paper = paper(project, [campaign]);
    let mut jobs = Vec::new();
    for newsletter in &campaign.newsletters {
        for language in &newsletter.languages {
            let page = job(campaign, newsletter, Piece::Notice(newsletter), language, paper.clone());
            jobs.push(page);
            for screen in SCREENS {
                jobs.push(job(campaign, newsletter, Piece::Signage(newsletter), language, named(screen)));
            }
        }
    }
    jobs
}

fn job<'p>(
    campaign: &'p Campaign,
    newsletter: &'p Newsletter,
    piece: Piece<'p>,
    language: &LanguageTag,
    format: Format,
) -> Job<'p> {
    let (name, endings): (_, &[&'static str]) = match piece {
        Piece::Notice(_) => ("notice".to_owned(), &["pdf"]),
        _ => (format.name.clone(), &["png", "txt"]),
    };
    let stem = format!("{}/{}/{}-{name}.{language}", campaign.id, Kind::Newsletters.folder(), newsletter.id);
    let artefacts = endings.iter().map(|ending| Artefact::new(format!("{stem}.{ending}"), ending)).collect();
    Job { piece, campaign, language: language.clone(), site: None, format: Some(format), artefacts, needs: Vec::new() }
}

fn named(name: &str) -> Format {
    name.parse().expect("a named format")
}
