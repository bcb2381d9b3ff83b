//! What of a project is asked for.

use super::{Event, EventKind, Job, Kind};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, nearest},
    model::{
        Project,
        value::{Id, LanguageTag},
    },
};

/// Which campaigns, kinds, languages and sites; an empty list selects all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Campaigns by id.
    pub campaigns: Vec<String>,
    /// Kinds of piece.
    pub kinds: Vec<Kind>,
    /// Languages; `fr` selects `fr-CA` too.
    pub languages: Vec<String>,
    /// Sites by id; selects pieces made for one of them.
    pub sites: Vec<String>,
}

impl Filter {
    /// True when nothing is left out.
    pub fn is_everything(&self) -> bool {
        *self == Filter::default()
    }

    /// True for a job that is asked for.
    pub fn selects(&self, job: &Job<'_>) -> bool {
        self.covers(job.owner().map(Id::as_str), job.kind(), &job.language.to_string(), job.site.map(|s| s.id.as_str()))
    }

    /// True for a piece of these properties: a job's, or those of an entry of a manifest. What belongs to no campaign is
    /// covered where no campaign is asked for.
    pub fn covers(&self, campaign: Option<&str>, kind: Kind, language: &str, site: Option<&str>) -> bool {
        let any = |list: &[String], value: &str| list.is_empty() || list.iter().any(|l| l == value);
        let primary = language.split('-').next().unwrap_or(language);
        (self.campaigns.is_empty() || campaign.is_some_and(|campaign| any(&self.campaigns, campaign)))
            && (self.kinds.is_empty() || self.kinds.contains(&kind))
            && (any(&self.languages, language) || any(&self.languages, primary))
            && (self.sites.is_empty() || site.is_some_and(|site| any(&self.sites, site)))
    }

    /// True for a campaign that is asked for.
    pub fn selects_campaign(&self, id: &Id) -> bool {
        self.campaigns.is_empty() || self.campaigns.iter().any(|c| c == id.as_str())
    }

    /// True for an event that concerns what is asked for: the campaign's own always, a piece's where its kind is asked
    /// for, a session's where no kind is, and its site's where one is.
    pub fn selects_event(&self, event: &Event) -> bool {
        let kind = |kind: Kind| self.kinds.is_empty() || self.kinds.contains(&kind);
        match event.kind {
            EventKind::Phase | EventKind::Launch | EventKind::Milestone => true,
            EventKind::Newsletter | EventKind::Approval => kind(Kind::Newsletters) && self.sites.is_empty(),
            EventKind::Poster | EventKind::PrintDeadline => kind(Kind::Posters),
            EventKind::Training => {
                self.kinds.is_empty()
                    && (self.sites.is_empty() || event.audience.iter().any(|a| self.sites.contains(a)))
            }
        }
    }

    /// Names that the project does not have.
    pub fn check(&self, project: &Project) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        let mut compare = |what: &str, asked: &[String], known: Vec<String>| {
            for name in asked.iter().filter(|name| !known.contains(name)) {
                let help = nearest::help(name, known.iter().map(String::as_str));
                let message = format!("the project has no {what} `{name}`");
                diagnostics.push(Diagnostic::global(Code::UnknownFilter, message).maybe_help(help));
            }
        };
        let campaigns = &project.campaigns;
        compare("campaign", &self.campaigns, campaigns.iter().map(|c| c.id.to_string()).collect());
        let sites = || campaigns.iter().flat_map(|c| &c.sites);
        compare("site", &self.sites, sites().map(|s| s.id.to_string()).collect());
        let languages: Vec<&LanguageTag> =
            project.identity.languages.iter().chain(sites().map(|s| &s.language)).collect();
        let mut names: Vec<String> = languages.iter().flat_map(|l| [l.to_string(), l.primary().to_owned()]).collect();
        names.sort_unstable();
        names.dedup();
        compare("language", &self.languages, names);
        diagnostics
    }
}
