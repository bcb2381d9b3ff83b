//! A piece as its card and its dialog show it.

use jiff::civil::DateTime;
use serde::Serialize;

use super::{
    approval::{self, Approval},
    collect::{Found, Shelf},
    direction,
    files::{self, File, Texts},
    look::Look,
    preview::{self, Preview},
    remarks::{self, Told},
    titles,
};
use crate::{
    model::{
        Campaign, Newsletter, Project,
        value::{DateStyle, Id, LanguageTag, Localised, Prose},
    },
    personalise::{Scope, format_date, format_time},
    plan::appearances,
};

/// What is known of a project, in a page's language.
pub(super) struct Known<'a> {
    pub project: &'a Project,
    pub language: &'a LanguageTag,
    pub approvals: &'a [Approval],
    pub look: &'a Look,
    pub texts: &'a Texts,
}

/// A piece, in words.
#[derive(Debug, Serialize)]
pub(super) struct Piece {
    /// What tells it from all others, for addresses.
    pub key: String,
    #[serde(skip)]
    pub shelf: Shelf,
    pub kind: &'static str,
    pub campaign: Option<String>,
    pub id: String,
    pub title: String,
    /// The language of the title.
    pub title_language: String,
    pub title_dir: &'static str,
    pub language: String,
    pub language_name: String,
    pub dir: &'static str,
    pub site: Option<String>,
    pub site_name: Option<String>,
    pub format: Option<String>,
    /// `campaign/phase`; the phases during which it is told.
    pub phases: Vec<String>,
    pub audiences: Vec<String>,
    /// When it leaves or goes up.
    pub when: Option<When>,
    pub approvals: Vec<approval::State>,
    pub built_in: bool,
    pub preview: Preview,
    /// What opening it opens.
    pub href: String,
    pub files: Vec<File>,
    /// What a picture says to those who do not see it.
    pub alternative: Option<String>,
    pub remarks: Vec<Told>,
    /// What a search looks through, in small letters.
    pub search: String,
}

/// When a piece appears.
#[derive(Debug, Serialize)]
pub(super) struct When {
    /// For machines.
    pub iso: String,
    /// A short date.
    pub date: String,
    /// A whole sentence.
    pub sentence: String,
}

impl<'a> Known<'a> {
    pub fn word(&self, key: &str) -> String {
        self.project.words.get(self.language, key).to_owned()
    }

    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.project.words.fill(self.language, key, values)
    }

    /// A text of a campaign in the page's language.
    pub fn text(&self, campaign: &Campaign, text: &Localised<Prose>) -> String {
        Scope { project: self.project, campaign, language: self.language, site: None }.plain(text)
    }

    /// A text of the project in the page's language.
    pub fn global(&self, text: &Localised<Prose>) -> String {
        self.project.campaigns.first().map(|campaign| self.text(campaign, text)).unwrap_or_default()
    }

    /// A piece, in words.
    pub fn piece(&self, found: &Found) -> Piece {
        let campaign = titles::campaign(self.project, found);
        let newsletter = campaign.and_then(|campaign| newsletter(campaign, found));
        let (title, title_language) = titles::title(self, found);
        let moments = campaign.map(|campaign| moments(campaign, found)).unwrap_or_default();
        let own: Option<LanguageTag> = found.language.parse().ok();
        let files = files::files(self, found);
        let mut piece = Piece {
            key: key(found),
            shelf: found.shelf,
            kind: found.shelf.id(),
            campaign: found.campaign.clone(),
            id: found.id.clone(),
            title_dir: direction(&title_language),
            title_language: title_language.to_string(),
            title,
            language: found.language.clone(),
            language_name: own.as_ref().map_or(found.language.clone(), |own| titles::language(own, self.project)),
            dir: own.as_ref().map_or("ltr", direction),
            site: found.site.clone(),
            site_name: titles::site(self, found),
            format: titles::format(found),
            phases: campaign.map(|campaign| phases(campaign, &moments)).unwrap_or_default(),
            audiences: campaign.map(|campaign| audiences(campaign, found)).unwrap_or_default(),
            when: self.when(found, &moments),
            approvals: match (campaign, newsletter, found.shelf) {
                (Some(campaign), Some(newsletter), Shelf::Newsletters) => {
                    approval::states(self, found, campaign, newsletter)
                }
                _ => Vec::new(),
            },
            built_in: found.files.iter().any(|entry| entry.built_in),
            preview: preview::preview(self, found),
            alternative: found.files.iter().find_map(|entry| self.texts.get(&entry.path).cloned()),
            remarks: remarks::told(found),
            href: files.first().map(|file| file.href.clone()).unwrap_or_default(),
            files,
            search: String::new(),
        };
        piece.search = search(&piece);
        piece
    }

    fn when(&self, found: &Found, moments: &[DateTime]) -> Option<When> {
        let first = moments.first()?;
        let date = format_date(first.date(), self.language, DateStyle::Medium);
        let long = format_date(first.date(), self.language, DateStyle::Long);
        let time = format_time(first.time(), self.language);
        let key = match (found.shelf, moments.len()) {
            (Shelf::Newsletters, 1) => "gallery_leaves",
            (Shelf::Newsletters, _) => "gallery_leaves_again",
            (Shelf::Posters, _) => "gallery_goes_up",
            _ => "gallery_from",
        };
        let count = moments.len().to_string();
        let sentence = self.fill(key, &[("date", &long), ("time", &time), ("count", &count)]);
        Some(When { iso: first.strftime("%Y-%m-%dT%H:%M").to_string(), date, sentence })
    }
}

fn newsletter<'p>(campaign: &'p Campaign, found: &Found) -> Option<&'p Newsletter> {
    match found.shelf {
        Shelf::Newsletters | Shelf::Notices | Shelf::Screens => {
            campaign.newsletters.iter().find(|newsletter| newsletter.id.as_str() == found.id)
        }
        _ => None,
    }
}

/// When a piece appears, in order; a guide when a newsletter brings it.
fn moments(campaign: &Campaign, found: &Found) -> Vec<DateTime> {
    let id = found.id.as_str();
    match found.shelf {
        Shelf::Newsletters | Shelf::Notices | Shelf::Screens => {
            newsletter(campaign, found).map(|n| appearances(campaign, n).into_iter().flatten().collect())
        }
        Shelf::Posters => {
            let poster = campaign.posters.iter().find(|poster| poster.id.as_str() == id);
            poster.map(|poster| poster.from.or(campaign.launch).into_iter().collect())
        }
        Shelf::Guides => {
            let brings = |n: &&Newsletter| n.attach.iter().any(|attachment| attachment.guide.as_str() == id);
            Some(campaign.newsletters.iter().filter(brings).filter_map(|n| n.first_send).min().into_iter().collect())
        }
        _ => None,
    }
    .unwrap_or_default()
}

fn phases(campaign: &Campaign, moments: &[DateTime]) -> Vec<String> {
    let within = |from: DateTime, until: Option<DateTime>| {
        moments.iter().any(|at| *at >= from && until.is_none_or(|until| *at < until))
    };
    let phases = campaign.phases.iter().filter(|phase| within(phase.from, phase.until));
    phases.map(|phase| format!("{}/{}", campaign.id, phase.id)).collect()
}

/// Whom a piece is for; empty for everyone, whatever the project calls them.
fn audiences(campaign: &Campaign, found: &Found) -> Vec<String> {
    let ids: &[Id] = match found.shelf {
        Shelf::Guides => {
            let guide = campaign.guides.iter().find(|guide| guide.id.as_str() == found.id);
            guide.map_or(&[], |guide| &guide.audiences)
        }
        _ => newsletter(campaign, found).map_or(&[], |newsletter| &newsletter.to),
    };
    let everyone = |id: &Id| {
        campaign
            .audiences
            .iter()
            .any(|audience| audience.id == *id && audience.recipients.is_none() && audience.is_everyone())
    };
    match ids.iter().any(everyone) {
        true => Vec::new(),
        false => ids.iter().map(|id| format!("{}/{id}", campaign.id)).collect(),
    }
}

/// From the first file's path, which no other piece has.
fn key(found: &Found) -> String {
    let path = found.files.first().map_or(found.id.as_str(), |entry| entry.path.as_str());
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    stem.chars().map(plain).collect()
}

fn search(piece: &Piece) -> String {
    let parts = [
        Some(&piece.title),
        Some(&piece.id),
        piece.site_name.as_ref(),
        piece.format.as_ref(),
        Some(&piece.language_name),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().chain(&piece.alternative).map(String::as_str).collect();
    parts.join(" ").to_lowercase()
}
