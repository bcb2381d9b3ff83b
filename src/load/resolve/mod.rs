//! Raw types to the model: defaults, references, languages and units resolved.
//!
//! In: raw types and the project's files. Out: the model, and a diagnostic for each reference, language, moment or file
//! that is not what it should be. Where one mistake would only follow from another, it is left out.

mod brand;
mod campaign;
mod delivery;
mod guide;
mod identity;
mod pieces;
mod recipients;
mod rhythm;

use std::collections::{HashMap, HashSet, hash_map::Entry};

use indexmap::IndexMap;
use jiff::civil::{DateTime, Time};

use super::{
    files::Files,
    markdown::{FieldNames, plain_text, prose},
    raw::{
        decode::{OneOrMany, broken_key, shorten},
        text::{PerLanguage, Text},
    },
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Located, Span, nearest},
    model::{
        Status,
        value::{Clock, Id, LanguageTag, Link, Localised, Moment, Prose, no_zone},
    },
};

pub use campaign::{CampaignFiles, GuideFile};

/// What resolving needs and gathers.
pub struct Resolver<'f> {
    /// The project's files.
    pub files: &'f Files,
    /// The mistakes met.
    pub diagnostics: Diagnostics,
    /// The project's languages.
    pub languages: Vec<LanguageTag>,
    /// Ids whose definition is itself wrong: a reference to one is not a second mistake.
    pub broken_ids: HashSet<String>,
    /// True when a file could only be read in part: a reference may only seem to lead nowhere.
    pub partial: bool,
    /// The zone of the campaign being resolved (IANA name).
    pub timezone: String,
    /// True for the built-in campaign, whose texts exist in languages that the project need not have.
    pub built_in: bool,
}

/// The languages that a piece's texts must have.
#[derive(Debug, Clone)]
pub struct Required(Vec<LanguageTag>);

impl<'f> Resolver<'f> {
    /// A resolver for a project in these languages.
    pub fn new(files: &'f Files, languages: Vec<LanguageTag>) -> Self {
        Self {
            files,
            diagnostics: Diagnostics::new(),
            languages,
            broken_ids: HashSet::new(),
            partial: false,
            timezone: "UTC".into(),
            built_in: false,
        }
    }

    /// All of the project's languages.
    fn all(&self) -> Required {
        Required(self.languages.clone())
    }

    /// The languages of a piece, as listed or the project's, and those that its texts must have.
    fn piece_languages(
        &mut self,
        status: Option<&Located<Status>>,
        listed: Option<&OneOrMany<Located<LanguageTag>>>,
    ) -> (Status, Vec<LanguageTag>, Required) {
        let status = status.map_or(Status::Ready, |s| s.value);
        let languages = match listed {
            Some(OneOrMany(listed)) => listed.iter().filter_map(|language| self.project_language(language)).collect(),
            None => self.languages.clone(),
        };
        let required = if status == Status::Draft { Vec::new() } else { languages.clone() };
        (status, languages, Required(required))
    }

    /// A language that must be one of the project's, with any region.
    fn project_language(&mut self, language: &Located<LanguageTag>) -> Option<LanguageTag> {
        let known = |l: &LanguageTag| *l == language.value || *l == language.value.without_region();
        if self.languages.iter().any(known) {
            return Some(language.value.clone());
        }
        let message = format!("`{}` is not one of the project's languages", language.value);
        let names: Vec<String> = self.languages.iter().map(ToString::to_string).collect();
        let help = format!("take one of {}, or add it to `languages` in brand/identity.yaml", names.join(", "));
        self.diagnostics.push(Diagnostic::new(Code::UnknownLanguage, &language.span, message).help(help));
        None
    }

    /// A value for each language: those that the project does not have are reported, and those that are missing.
    fn per_language<T, U>(
        &mut self,
        raw: &PerLanguage<T>,
        required: &Required,
        mut read: impl FnMut(&T, &mut Self) -> U,
    ) -> Localised<U> {
        let mut by_language = IndexMap::new();
        let mut plain = None;
        for (key, value) in &raw.versions {
            let Some(key) = key else {
                plain = Some(read(value, self));
                continue;
            };
            if let Some(language) = self.language_key(key) {
                let value = read(value, self);
                by_language.insert(language, value);
            }
        }
        if let Some(plain) = plain {
            return Localised::one(plain, Some(raw.span.clone()));
        }
        self.missing_languages(raw, required);
        let first = if self.built_in { "en".to_owned() } else { self.languages[0].to_string() };
        let written = |(key, _): &(Option<Located<String>>, T)| key.as_ref().is_some_and(|key| key.value == first);
        let fallback = raw.versions.iter().position(written);
        let fallback = fallback.unwrap_or(0);
        let default = read(
            &raw.versions[fallback].1,
            &mut Resolver { built_in: true, ..Resolver::new(self.files, self.languages.clone()) },
        );
        Localised::new(default, by_language, Some(raw.span.clone()))
    }

    fn language_key(&mut self, key: &Located<String>) -> Option<LanguageTag> {
        match key.value.parse::<LanguageTag>() {
            Ok(tag) if self.built_in => Some(tag),
            Ok(tag) => self.project_language(&Located::new(tag, key.span.clone())),
            Err(error) => {
                self.diagnostics
                    .push(Diagnostic::new(Code::UnknownLanguage, &key.span, error.message).maybe_help(error.help));
                None
            }
        }
    }

    fn missing_languages<T>(&mut self, raw: &PerLanguage<T>, required: &Required) {
        let has = |language: &LanguageTag| {
            let written = raw.versions.iter().filter_map(|(k, _)| k.as_ref()?.value.parse::<LanguageTag>().ok());
            written.into_iter().any(|l| l == *language || l == language.without_region())
        };
        let missing: Vec<_> = required.0.iter().filter(|l| !has(l)).map(ToString::to_string).collect();
        if missing.is_empty() || self.built_in {
            return;
        }
        let message = format!("this text has no version in {}", missing.join(", "));
        let help = format!(
            "add `{}: \"…\"`; or mark the piece `status: draft` while it is being translated",
            missing.join(": \"…\"`, `")
        );
        self.diagnostics.push(Diagnostic::new(Code::MissingLanguage, &raw.span, message).help(help));
    }

    /// A text with inline Markdown and fields.
    fn text(&mut self, raw: &Text, required: &Required, names: &FieldNames) -> Localised<Prose> {
        let before = self.diagnostics.iter().len();
        let text = self.per_language(raw, required, |text, resolver| {
            prose(&text.value, &text.span, names, &mut resolver.diagnostics)
        });
        let sound = self.diagnostics.iter().len() == before;
        if sound && text.versions().any(|(_, prose)| prose.is_empty()) {
            let diagnostic = Diagnostic::new(Code::InvalidValue, &raw.span, "this text is empty");
            self.diagnostics.push(diagnostic.help("write a text, or remove the key"));
        }
        text
    }

    /// A text without markup: a name, an address, a description.
    fn plain(&mut self, raw: &Text, required: &Required) -> Localised<String> {
        self.per_language(raw, required, |text, _| plain_text(&text.value))
    }

    /// A reference that must lead to one of `known`.
    fn reference<'i>(
        &mut self,
        what: &str,
        id: &Located<Id>,
        known: impl IntoIterator<Item = &'i Id> + Clone,
    ) -> Option<Id> {
        if known.clone().into_iter().any(|k| *k == id.value) {
            return Some(id.value.clone());
        }
        // An id that is wrong is told where it stands; what it most likely means is not told as unknown too.
        let is_broken =
            |broken: &String| *broken == id.value.as_str() || Id::nearest(broken).as_ref() == Some(&id.value);
        if !self.partial && !self.broken_ids.iter().any(is_broken) {
            let message = format!("there is no {what} `{}`", id.value);
            let broken = self.broken_ids.iter().map(String::as_str);
            let near = nearest::nearest(id.value.as_str(), broken).map(|name| format!("did you mean `{name}`?"));
            let names: Vec<&str> = known.into_iter().map(Id::as_str).collect();
            let help = match names.is_empty() {
                true => Some(format!("the project defines no {what}")),
                false => near.or_else(|| nearest::help(id.value.as_str(), names)),
            };
            self.diagnostics.push(Diagnostic::new(Code::UnknownReference, &id.span, message).maybe_help(help));
        }
        None
    }

    /// References that must all lead somewhere.
    fn references<'i>(
        &mut self,
        what: &str,
        ids: Option<&OneOrMany<Located<Id>>>,
        known: impl IntoIterator<Item = &'i Id> + Clone,
    ) -> Vec<Id> {
        let ids = ids.map_or(&[][..], |OneOrMany(ids)| ids);
        ids.iter().filter_map(|id| self.reference(what, id, known.clone())).collect()
    }

    /// Reports ids that stand twice, whatever their kind of thing.
    fn unique<'i>(&mut self, what: &str, ids: impl IntoIterator<Item = &'i Located<Id>>) {
        let mut seen: HashMap<&Id, &Span> = HashMap::new();
        for id in ids {
            match seen.entry(&id.value) {
                Entry::Occupied(first) => {
                    let message = format!("two {what} have the id `{}`", id.value);
                    let diagnostic = Diagnostic::new(Code::DuplicateId, &id.span, message)
                        .related(first.get(), "first here")
                        .help("give one of them another id");
                    self.diagnostics.push(diagnostic);
                }
                Entry::Vacant(new) => drop(new.insert(&id.span)),
            }
        }
    }

    /// The name of a time zone, as jiff's bundled database knows it.
    fn timezone(&mut self, raw: Option<&Located<String>>, default: &str) -> String {
        let Some(zone) = raw else { return default.to_owned() };
        if jiff::tz::TimeZone::get(&zone.value).is_ok() {
            return zone.value.clone();
        }
        let error = no_zone(&shorten(&zone.value));
        self.diagnostics.push(Diagnostic::new(Code::InvalidValue, &zone.span, error.message).maybe_help(error.help));
        default.to_owned()
    }

    /// Reports a time that does not exist, or exists twice, when clocks change.
    fn safe_time(&mut self, time: Option<Time>, span: &Span) {
        if time.is_some_and(|time| time.hour() == 2) {
            let message = "times from 02:00 to 03:00 may not exist, or exist twice, when clocks change";
            self.diagnostics
                .push(Diagnostic::new(Code::UnsafeTime, span, message).help("take a time before 02:00 or from 03:00"));
        }
    }

    /// A moment in the campaign's zone; reported where it may not exist, or counts from a launch that nobody set.
    fn moment(&mut self, moment: &Located<Moment>, launch: Option<Clock>) -> Option<DateTime> {
        self.safe_time(moment.value.time, &moment.span);
        let civil = self.civil(moment, launch)?;
        let Some(zone) = &moment.value.zone else { return Some(civil) };
        let there = civil.in_tz(zone).ok()?;
        Some(there.in_tz(&self.timezone).map_or(civil, |here| here.datetime()))
    }

    /// The civil time that a moment means where it is read; reported where it counts from a launch that nobody set.
    fn civil(&mut self, moment: &Located<Moment>, launch: Option<Clock>) -> Option<DateTime> {
        let resolved = moment.value.resolve(launch);
        if resolved.is_none() && !self.partial && !self.broken_ids.contains(&broken_key("launch")) {
            let diagnostic = match launch {
                None => {
                    Diagnostic::new(Code::InvalidMoment, &moment.span, "this counts from the launch, which has no date")
                        .help("add `launch: 2027-03-09` to campaign.yaml")
                }
                Some(_) => Diagnostic::new(Code::InvalidMoment, &moment.span, "this lies outside the calendar"),
            };
            self.diagnostics.push(diagnostic);
        }
        resolved
    }
}

/// The link of an optional key.
fn link(raw: Option<&Located<Link>>) -> Option<Link> {
    raw.map(|link| link.value.clone())
}
