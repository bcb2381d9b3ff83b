//! What a list holds, counted.

use indexmap::IndexMap;

use super::{Note, Reason, Recipient, Refused, shown};

/// Lines named for each kind of refused row; the others are counted.
const NAMED: usize = 20;

/// Rows refused, or not taken whole, for one reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// How many.
    pub count: u64,
    /// The first of them: line, and what is wrong there.
    pub first: Vec<(u64, String)>,
}

impl Group {
    fn add(&mut self, line: u64, text: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push((line, text()));
        }
    }
}

/// A list's rows, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows that can be written to, each address once.
    pub accepted: u64,
    /// Rows whose address stands further up.
    pub duplicates: Group,
    /// Rows that cannot be written to, by why.
    pub refused: IndexMap<&'static str, Group>,
    /// Rows that are written to without a part of them, by which.
    pub notes: IndexMap<String, Group>,
    /// How many of each language; the empty text stands for none.
    pub languages: IndexMap<String, u64>,
    /// How many of each site; the empty text stands for none.
    pub sites: IndexMap<String, u64>,
    /// Why the list ends before its end.
    pub broken: Option<Refused>,
}

/// Kinds of note told apart; a list of a hundred unknown sites needs no hundred lines.
const MAX_KINDS: usize = 50;

impl Summary {
    /// Counts somebody.
    pub fn accept(&mut self, recipient: &Recipient) {
        self.accepted += 1;
        for note in &recipient.notes {
            self.note(note, recipient.line);
        }
        let language = recipient.language.as_ref().map(ToString::to_string).unwrap_or_default();
        count(&mut self.languages, language);
        let site = match &recipient.site {
            Some(site) => site.to_string(),
            None => shown(recipient.value("site").unwrap_or_default()),
        };
        count(&mut self.sites, site);
    }

    fn note(&mut self, note: &Note, line: u64) {
        let mut group = note.group();
        if self.notes.len() >= MAX_KINDS && !self.notes.contains_key(&group) {
            group = "other values that are not known".into();
        }
        self.notes.entry(group).or_default().add(line, || note.to_string());
    }

    /// Counts a row that is not taken.
    pub fn refuse(&mut self, refused: &Refused) {
        match &refused.reason {
            Reason::Broken(_) => self.broken = Some(refused.clone()),
            Reason::Duplicate { told: true, .. } => self.duplicates.count += 1,
            reason @ Reason::Duplicate { .. } => self.duplicates.add(refused.line, || reason.to_string()),
            reason => self.refused.entry(reason.group()).or_default().add(refused.line, || reason.to_string()),
        }
    }

    /// Rows that cannot be written to, whatever the reason; duplicates are not among them.
    pub fn refused_rows(&self) -> u64 {
        self.refused.values().map(|group| group.count).sum()
    }

    /// Rows that hold anything, below the first.
    pub fn rows(&self) -> u64 {
        self.accepted + self.duplicates.count + self.refused_rows()
    }

    /// Orders languages and sites by how many they are, the largest first.
    pub fn sort(&mut self) {
        for counts in [&mut self.languages, &mut self.sites] {
            counts.sort_by(|a, x, b, y| y.cmp(x).then_with(|| a.cmp(b)));
        }
    }
}

fn count(counts: &mut IndexMap<String, u64>, key: String) {
    let full = counts.len() >= 10_000 && !counts.contains_key(&key);
    *counts.entry(if full { "…".into() } else { key }).or_default() += 1;
}
