//! Everybody that audiences hold, each address once.

use std::collections::HashMap;

use cap_std::fs::Dir;

use super::{Known, List, ListError, MAX_AUDIENCES, Note, Reason, Recipient, Refused, address, refused::shown};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{
        Campaign, RecipientsFile,
        value::{Condition, Id},
    },
};

/// Some of a campaign's audiences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Audiences(u128);

impl Audiences {
    /// True when the campaign's audience of this index is among them.
    pub fn contains(self, index: usize) -> bool {
        index < MAX_AUDIENCES && self.0 >> index & 1 == 1
    }

    /// Their ids, in the campaign's order.
    pub fn ids(self, campaign: &Campaign) -> impl Iterator<Item = &Id> {
        campaign.audiences.iter().enumerate().filter(move |(i, _)| self.contains(*i)).map(|(_, audience)| &audience.id)
    }

    /// True when there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn insert(&mut self, index: usize) {
        if index < MAX_AUDIENCES {
            self.0 |= 1 << index;
        }
    }

    fn meets(self, other: Audiences) -> bool {
        self.0 & other.0 != 0
    }
}

/// Somebody whom a newsletter goes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Reader {
    /// Who.
    pub recipient: Recipient,
    /// All of the campaign's audiences that they belong to, over all its lists.
    pub audiences: Audiences,
    /// True for an audience that is one list address: nothing personal goes there.
    pub impersonal: bool,
}

/// A list with the audiences that are taken from it.
struct Source<'c> {
    file: &'c RecipientsFile,
    /// The campaign's index of each, and which rows it is.
    audiences: Vec<(usize, Option<&'c Condition>)>,
}

/// A list being read, its conditions bound to its columns.
struct Open {
    list: List,
    audiences: Vec<(usize, Option<Condition<usize>>)>,
}

/// What is known of an address that several lists may hold.
#[derive(Default)]
struct Merged {
    audiences: Audiences,
    given: bool,
}

/// Everybody that some audiences of a campaign hold: list by list, the campaign's own first, each in its order.
pub struct Walk<'c> {
    root: &'c Dir,
    known: &'c Known,
    chosen: Audiences,
    sources: std::vec::IntoIter<Source<'c>>,
    open: Option<Open>,
    /// By address, where there is more than one list.
    merged: Option<HashMap<[u8; 16], Merged>>,
    impersonal: std::vec::IntoIter<Reader>,
}

impl<'c> Walk<'c> {
    /// Begins. Where there are several lists all of them are read once, to know each address's audiences.
    ///
    /// # Errors
    /// When a list cannot be read.
    pub fn open(root: &'c Dir, campaign: &'c Campaign, known: &'c Known, chosen: &[Id]) -> Result<Self, ListError> {
        let mut wanted = Audiences::default();
        let mut impersonal: Vec<Reader> = Vec::new();
        for (i, audience) in campaign.audiences.iter().enumerate().filter(|(_, a)| chosen.contains(&a.id)) {
            wanted.insert(i);
            let Some(address) = &audience.list else { continue };
            match impersonal.iter_mut().find(|reader| reader.recipient.address == *address) {
                Some(reader) => reader.audiences.insert(i),
                None => {
                    let mut reader = Reader {
                        recipient: Recipient::impersonal(address.clone(), audience.language.clone()),
                        audiences: Audiences::default(),
                        impersonal: true,
                    };
                    reader.audiences.insert(i);
                    impersonal.push(reader);
                }
            }
        }
        let mut sources = sources(campaign);
        let chosen_source = |source: &Source<'_>| source.audiences.iter().any(|(i, _)| wanted.contains(*i));
        let merged = match sources.len() > 1 && sources.iter().any(chosen_source) {
            true => Some(merge(root, known, &sources)?),
            false => None,
        };
        sources.retain(chosen_source);
        let mut walk = Self {
            root,
            known,
            chosen: wanted,
            sources: sources.into_iter(),
            open: None,
            merged,
            impersonal: impersonal.into_iter(),
        };
        walk.open = walk.sources.next().map(|source| Open::new(root, known, &source)).transpose()?;
        Ok(walk)
    }

    /// A row of the list that is open: a reader, unless it belongs to none of the chosen audiences or was given before.
    fn reader(&mut self, mut recipient: Recipient) -> Option<Reader> {
        let mut audiences = self.open.as_ref()?.judge(&mut recipient);
        if !audiences.meets(self.chosen) {
            return None;
        }
        if let Some(merged) = &mut self.merged {
            let entry = merged.entry(address::identity(&recipient.address)).or_default();
            if std::mem::replace(&mut entry.given, true) {
                return None;
            }
            audiences.0 |= entry.audiences.0;
        }
        Some(Reader { recipient, audiences, impersonal: false })
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<Reader, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(open) = &mut self.open else { return self.impersonal.next().map(Ok) };
            match open.list.next() {
                Some(Ok(recipient)) => {
                    if let Some(reader) = self.reader(recipient) {
                        return Some(Ok(reader));
                    }
                }
                Some(Err(refused)) => return Some(Err(refused)),
                None => {
                    self.open = None;
                    let Some(source) = self.sources.next() else { continue };
                    match Open::new(self.root, self.known, &source) {
                        Ok(open) => self.open = Some(open),
                        // It could be read a moment ago.
                        Err(error) => {
                            let (file, reason) = (source.file.path.as_str().into(), Reason::Broken(error.to_string()));
                            return Some(Err(Refused { file, line: 1, reason }));
                        }
                    }
                }
            }
        }
    }
}

/// The campaign's lists, its own first, each with its audiences.
fn sources(campaign: &Campaign) -> Vec<Source<'_>> {
    let mut sources: Vec<Source<'_>> = Vec::new();
    let audiences = || campaign.audiences.iter().enumerate().take(MAX_AUDIENCES);
    let (own, shared): (Vec<_>, Vec<_>) = audiences().partition(|(_, audience)| audience.recipients.is_some());
    for (i, audience) in shared.into_iter().chain(own) {
        let Some(file) = campaign.list_of(audience) else { continue };
        let entry = (i, audience.filter.as_ref());
        match sources.iter_mut().find(|source| source.file.is_same(file)) {
            Some(source) => source.audiences.push(entry),
            None => sources.push(Source { file, audiences: vec![entry] }),
        }
    }
    sources
}

/// The audiences of every address, over all lists.
fn merge(root: &Dir, known: &Known, sources: &[Source<'_>]) -> Result<HashMap<[u8; 16], Merged>, ListError> {
    let mut merged: HashMap<[u8; 16], Merged> = HashMap::new();
    for source in sources {
        let Open { list, audiences } = Open::new(root, known, source)?;
        for row in list {
            match row {
                Ok(mut recipient) => {
                    let found = judge(&audiences, &mut recipient);
                    if !found.is_empty() {
                        merged.entry(address::identity(&recipient.address)).or_default().audiences.0 |= found.0;
                    }
                }
                Err(refused) if refused.reason.ends_list() => {
                    let message = format!("{}:{}: {}", refused.file, refused.line, refused.reason);
                    return Err(ListError(Box::new(Diagnostic::new(Code::InvalidList, &source.file.span, message))));
                }
                Err(_) => {}
            }
        }
    }
    Ok(merged)
}

impl Open {
    fn new(root: &Dir, known: &Known, source: &Source<'_>) -> Result<Self, ListError> {
        let list = List::open(root, source.file, known)?;
        let bound = |condition: &Condition| bind(condition, &list, source.file);
        let audiences = source.audiences.iter().map(|(i, condition)| Ok((*i, condition.map(bound).transpose()?)));
        Ok(Self { audiences: audiences.collect::<Result<_, ListError>>()?, list })
    }

    fn judge(&self, recipient: &mut Recipient) -> Audiences {
        judge(&self.audiences, recipient)
    }
}

/// A condition over the columns of a list, whose sites and languages are compared as what they mean, not as they are written.
fn bind(condition: &Condition, list: &List, file: &RecipientsFile) -> Result<Condition<usize>, ListError> {
    let bound = condition.clone().try_map(&mut |name: String| {
        list.columns().find(&name).ok_or_else(|| {
            let message = format!("`{}` has no column `{name}`", file.path);
            ListError(Box::new(Diagnostic::new(Code::UnknownColumn, &file.span, message)))
        })
    })?;
    Ok(bound.map_texts(&|column, text| list.meaning(*column, text)))
}

/// The audiences whose condition a row meets; what could not be compared is noted.
fn judge(audiences: &[(usize, Option<Condition<usize>>)], recipient: &mut Recipient) -> Audiences {
    let mut found = Audiences::default();
    let mut odd: Option<usize> = None;
    for (i, condition) in audiences {
        let cell = |column: &usize| recipient.meant(*column);
        let mut tell = |column: &usize| odd = odd.or(Some(*column));
        if condition.as_ref().is_none_or(|condition| condition.holds(&cell, &mut tell)) {
            found.insert(*i);
        }
    }
    if let Some(at) = odd {
        let column = recipient.columns().name(at).unwrap_or_default().to_owned();
        let note = Note::Odd { column, value: shown(recipient.cell(at)) };
        recipient.notes.push(note);
    }
    found
}
