//! Everybody on the lists of all campaigns, as far as what they receive differs.
//!
//! In: the recipients' lists. Out: how many people are in the same audiences of the same campaigns, at the same site. Memory does
//! not grow with the lists but where several campaigns have some: then by some 30 bytes for each person.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use super::readers::Readers;
use crate::{
    diagnostic::Diagnostics,
    model::{
        Project,
        value::{Id, LanguageTag},
    },
    recipients::{Audiences, ListError, Reader},
};

/// Where somebody stands in one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Membership {
    /// Which campaign.
    pub campaign: usize,
    /// The audiences that they are in.
    pub audiences: Audiences,
    /// Their language, where the list says it.
    pub language: Option<LanguageTag>,
    /// Their site, where the list says it.
    pub site: Option<Id>,
    /// True for a list address.
    pub impersonal: bool,
}

/// Everybody on the lists.
#[derive(Default)]
pub struct Crowd<'p> {
    /// By campaign; none where it has no list.
    pub readers: Vec<Option<Readers<'p>>>,
    /// The memberships that occur.
    pub memberships: Vec<Membership>,
    /// People of the same memberships, and how many they are.
    pub people: Vec<(Vec<u32>, u64)>,
}

impl<'p> Crowd<'p> {
    /// Reads all lists, row by row. One that cannot be read is told and has nobody in it.
    pub fn read(root: &Path, project: &'p Project, diagnostics: &mut Diagnostics) -> Self {
        let readers: Vec<_> =
            project.campaigns.iter().map(|campaign| Readers::new(root, project, campaign).ok().flatten()).collect();
        let several = readers.iter().flatten().count() > 1;
        let mut gathering = Gathering::default();
        for (campaign, list) in readers.iter().enumerate() {
            let Some(list) = list else { continue };
            let read = gathering.add(campaign, list, several);
            diagnostics.extend(read.err().map(ListError::diagnostic));
        }
        let people = gathering.counts.into_iter().filter(|(_, count)| *count > 0).collect();
        Self { readers, memberships: gathering.memberships, people }
    }
}

/// Numbers for memberships, and for sets of them.
#[derive(Default)]
struct Gathering {
    memberships: Vec<Membership>,
    numbers: HashMap<Membership, u32>,
    counts: Vec<(Vec<u32>, u64)>,
    sets: HashMap<Vec<u32>, u32>,
    /// The set that each person has, by a hash of their address.
    persons: HashMap<u64, u32>,
}

impl Gathering {
    fn add(&mut self, campaign: usize, list: &Readers<'_>, several: bool) -> Result<(), ListError> {
        for row in list.walk()? {
            // Rows that cannot be used are told where readers are counted.
            let Ok(Reader { recipient, audiences, impersonal }) = row else { continue };
            let person = several.then(|| person(recipient.address.as_str()));
            let (language, site) = (recipient.language, recipient.site);
            let number = self.number(Membership { campaign, audiences, language, site, impersonal });
            let known = person.and_then(|person| self.persons.get(&person).copied());
            let mut set = known.map_or_else(Vec::new, |set| self.counts[set as usize].0.clone());
            if let Some(set) = known {
                self.counts[set as usize].1 -= 1;
            }
            set.push(number);
            let set = self.set(set);
            self.counts[set as usize].1 += 1;
            if let Some(person) = person {
                self.persons.insert(person, set);
            }
        }
        Ok(())
    }

    fn number(&mut self, membership: Membership) -> u32 {
        if let Some(number) = self.numbers.get(&membership) {
            return *number;
        }
        let number = u32::try_from(self.memberships.len()).unwrap_or(u32::MAX);
        self.memberships.push(membership.clone());
        self.numbers.insert(membership, number);
        number
    }

    fn set(&mut self, set: Vec<u32>) -> u32 {
        if let Some(number) = self.sets.get(&set) {
            return *number;
        }
        let number = u32::try_from(self.counts.len()).unwrap_or(u32::MAX);
        self.counts.push((set.clone(), 0));
        self.sets.insert(set, number);
        number
    }
}

/// Two people of one hash would be counted as one: of a million people, with a chance of one in thirty million.
fn person(address: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    address.to_ascii_lowercase().hash(&mut hasher);
    hasher.finish()
}
