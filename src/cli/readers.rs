//! The readers of a project's newsletters, as far as its pieces differ by them.
//!
//! In: the recipients' lists. Out: how many readers each newsletter has in which language and variant, for the planner; or
//! one of them by their address. Memory does not grow with the lists, but with the combinations that occur.

use std::{borrow::Cow, collections::HashMap, path::Path};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{
        Audience, Campaign, Newsletter, Project,
        value::{Id, LanguageTag},
    },
    personalise::{Division, Variant},
    plan::Readership,
    recipients::{self, Audiences, Known, ListError, Reader, Reason, Refused, Walk},
};

/// The id of the audience that stands for everybody where a campaign names none.
const EVERYBODY: &str = "-";

/// The people of a campaign's lists.
pub struct Readers<'p> {
    /// The campaign, with an audience for everybody.
    campaign: Cow<'p, Campaign>,
    root: recipients::Dir,
    known: Known,
}

/// What a newsletter's mails are divided by.
type Group = (Audiences, Option<LanguageTag>, Option<Id>, bool);

impl<'p> Readers<'p> {
    /// Those of a campaign; nothing where it has no list.
    ///
    /// # Errors
    /// When the project's folder cannot be opened.
    pub fn new(root: &Path, project: &Project, campaign: &'p Campaign) -> std::io::Result<Option<Self>> {
        let lists = campaign.audiences.iter().any(|a| a.list.is_some() || a.recipients.is_some());
        if !lists && campaign.recipients.is_none() {
            return Ok(None);
        }
        let known = Known::new(&project.identity.languages, &campaign.sites);
        let root = recipients::folder(root)?;
        Ok(Some(Self { campaign: with_everybody(campaign), root, known }))
    }

    /// Everybody in any audience.
    pub fn walk(&self) -> Result<Walk<'_>, ListError> {
        let all: Vec<Id> = self.campaign.audiences.iter().map(|audience| audience.id.clone()).collect();
        Walk::open(&self.root, &self.campaign, &self.known, &all)
    }

    /// Whether a newsletter goes to somebody: to all people, but no list address, where it names no audience.
    pub fn receives(&self, newsletter: &Newsletter, audiences: Audiences, impersonal: bool) -> bool {
        match newsletter.to.is_empty() {
            true => !impersonal,
            false => audiences.ids(&self.campaign).any(|audience| newsletter.to.contains(audience)),
        }
    }

    /// The language and variant that a reader receives.
    pub fn issue<'d>(
        &self,
        division: &Division<'d>,
        audiences: Audiences,
        language: Option<&LanguageTag>,
        site: Option<&Id>,
    ) -> Option<(&'d LanguageTag, Variant)> {
        let variant = division.variant(|id| audiences.ids(&self.campaign).any(|audience| audience == id), site);
        let site = site.and_then(|site| self.campaign.site(site));
        Some((division.language(language, site)?, variant))
    }

    /// The names of audiences, without the one that nobody named.
    pub fn names(&self, audiences: Audiences) -> Vec<String> {
        let named = audiences.ids(&self.campaign).filter(|id| id.as_str() != EVERYBODY);
        named.map(ToString::to_string).collect()
    }

    /// Counts the readers of each newsletter.
    fn count(
        &self,
        project: &Project,
        readership: &mut Readership,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), ListError> {
        let mut groups: HashMap<Group, u64> = HashMap::new();
        let mut refused = RefusedRows::default();
        for reader in self.walk()? {
            match reader {
                Ok(Reader { recipient, audiences, impersonal }) => {
                    *groups.entry((audiences, recipient.language, recipient.site, impersonal)).or_default() += 1;
                }
                Err(row) => refused.add(row, diagnostics),
            }
        }
        refused.tell(&self.campaign, diagnostics);
        self.tell_empty(&groups, diagnostics);
        for newsletter in &self.campaign.newsletters {
            let division = Division::new(project, &self.campaign, newsletter);
            for ((audiences, language, site, impersonal), count) in &groups {
                if !self.receives(newsletter, *audiences, *impersonal) {
                    continue;
                }
                if let Some((language, variant)) = self.issue(&division, *audiences, language.as_ref(), site.as_ref()) {
                    readership.add(&self.campaign.id, &newsletter.id, language, variant, *count);
                }
            }
        }
        Ok(())
    }

    /// Warns of audiences by whose rule nobody is chosen.
    fn tell_empty(&self, groups: &HashMap<Group, u64>, diagnostics: &mut Diagnostics) {
        for (index, audience) in self.campaign.audiences.iter().enumerate() {
            let Some(span) = &audience.filter_span else { continue };
            if groups.keys().any(|(audiences, ..)| audiences.contains(index)) {
                continue;
            }
            let message = format!("nobody is in the audience `{}`", audience.id);
            let list = audience.recipients.as_ref().or(self.campaign.recipients.as_ref());
            let help = list.map(|list| {
                format!(
                    "compare with what the list has: `fanion recipients check {}` shows its columns and sites",
                    list.path
                )
            });
            diagnostics.push(Diagnostic::new(Code::EmptyAudience, span, message).maybe_help(help));
        }
    }

    /// The reader with an address; else the address of the list that is most like it, and how many rows were refused.
    ///
    /// # Errors
    /// When a list cannot be read.
    pub fn find(&self, address: &str) -> Result<Result<Reader, Missing>, ListError> {
        let wanted = address.trim().to_ascii_lowercase();
        let mut missing = Missing::default();
        let mut nearest = SLIPS + 1;
        for row in self.walk()? {
            let Ok(reader) = row else {
                missing.refused += 1;
                continue;
            };
            let found = reader.recipient.address.as_str().to_ascii_lowercase();
            if found == wanted {
                return Ok(Ok(reader));
            }
            let slips = strsim::osa_distance(&wanted, &found);
            if slips < nearest && !reader.impersonal {
                (nearest, missing.near) = (slips, Some(reader.recipient.address.to_string()));
            }
        }
        Ok(Err(missing))
    }
}

/// The rows of lists that cannot be used: how many of each list, and the first of them.
#[derive(Default)]
struct RefusedRows(Vec<(Refused, u64)>);

impl RefusedRows {
    /// Counts a row. One in which, or below which, others stand whom nobody would miss is an error at once.
    fn add(&mut self, row: Refused, diagnostics: &mut Diagnostics) {
        if row.reason.hides_others() {
            let help = "correct the list; `fanion recipients check` shows all of its rows that cannot be used";
            diagnostics.push(Diagnostic::global(Code::InvalidList, row.to_string()).help(help));
            return;
        }
        // Who stands twice receives it once, as meant.
        if matches!(row.reason, Reason::Duplicate { .. }) {
            return;
        }
        match self.0.iter_mut().find(|(first, _)| first.file == row.file) {
            Some((_, count)) => *count += 1,
            None => self.0.push((row, 1)),
        }
    }

    /// A warning for each list, where the campaign names it.
    fn tell(&self, campaign: &Campaign, diagnostics: &mut Diagnostics) {
        let named = || campaign.audiences.iter().filter_map(|audience| audience.recipients.as_ref());
        for (Refused { file, line, reason }, count) in &self.0 {
            let list = campaign.recipients.iter().chain(named()).find(|list| *list.path == **file);
            let span = list.map_or(&campaign.span, |list| &list.span);
            let message = match count {
                1 => format!("a row of `{file}` cannot be used, line {line}: {reason}"),
                _ => format!("{count} rows of `{file}` cannot be used; the first is line {line}: {reason}"),
            };
            let help = format!("their people receive nothing; `fanion recipients check {file}` shows each row");
            diagnostics.push(Diagnostic::new(Code::RefusedRows, span, message).help(help));
        }
    }
}

/// How many letters may be wrong in an address that is told apart from a stranger's: more would give one away.
const SLIPS: usize = 2;

/// Nobody has that address.
#[derive(Debug, Default)]
pub struct Missing {
    /// The one address that is most like it.
    pub near: Option<String>,
    /// How many rows of the lists cannot be used.
    pub refused: usize,
}

/// The readers of all newsletters of a project. A list that cannot be read is told and has none.
pub fn readership(root: &Path, project: &Project, diagnostics: &mut Diagnostics) -> Readership {
    let mut readership = Readership::default();
    for campaign in &project.campaigns {
        match Readers::new(root, project, campaign) {
            Ok(Some(readers)) => {
                let counted = readers.count(project, &mut readership, diagnostics);
                diagnostics.extend(counted.err().map(ListError::diagnostic));
            }
            Ok(None) => {}
            Err(error) => {
                let message = format!("the project's folder cannot be opened: {error}");
                diagnostics.push(Diagnostic::global(Code::UnreadableFile, message));
            }
        }
    }
    readership
}

/// A campaign in which everybody of its list is in some audience, so that a newsletter that names none has readers.
fn with_everybody(campaign: &Campaign) -> Cow<'_, Campaign> {
    let everybody = |a: &Audience| a.filter.is_none() && a.recipients.is_none() && a.list.is_none();
    let Some(id) = EVERYBODY.parse::<Id>().ok().filter(|_| campaign.recipients.is_some()) else {
        return Cow::Borrowed(campaign);
    };
    if campaign.audiences.iter().any(everybody) {
        return Cow::Borrowed(campaign);
    }
    let title = campaign.title.clone();
    let audience =
        Audience { id, title, filter: None, filter_span: None, recipients: None, list: None, language: None };
    let mut campaign = campaign.clone();
    campaign.audiences.push(audience);
    Cow::Owned(campaign)
}
