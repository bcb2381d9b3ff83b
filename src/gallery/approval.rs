//! How far a newsletter's approval is, as its campaign's folder tells it.
//!
//! Whether a signature is genuine is for `fanion approval status` and `fanion send` to say, which know the project's key; a
//! page that travels with the files says who signed, and whether what they signed is what stands beside it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{collect::Found, piece::Known};
use crate::{
    model::{Campaign, Newsletter, value::LanguageTag},
    personalise::{format_date, format_time},
};

/// A request for approval, with the signatures that came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approval {
    /// The campaign's id.
    pub campaign: String,
    /// The newsletter's id.
    pub newsletter: String,
    /// Which issue of a newsletter that is sent again and again, in the campaign's zone.
    pub occurrence: Option<jiff::civil::DateTime>,
    /// Who was asked, by their ids.
    pub approvers: Vec<String>,
    /// The SHA-256 of what is sent, by language and variant: `fr managers+lyon`.
    pub letters: BTreeMap<String, String>,
    /// Who signed this very request, and on which day.
    pub signatures: Vec<(String, jiff::civil::Date)>,
}

/// How far it is.
#[derive(Debug, Clone, Serialize)]
pub(super) struct State {
    /// `approved`, `waiting`, `changed` or `unasked`.
    pub class: &'static str,
    /// In the page's language.
    pub label: String,
    /// The issue, for newsletters that are sent again and again.
    pub issue: Option<String>,
    /// Each person who is to sign, and what of them is there.
    pub people: Vec<Person>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Person {
    pub name: String,
    /// The day; none where they have not signed.
    pub signed: Option<String>,
}

/// The approvals of a newsletter's issues; none where its campaign asks for none.
pub(super) fn states(known: &Known<'_>, found: &Found, campaign: &Campaign, newsletter: &Newsletter) -> Vec<State> {
    let Some(rule) = &campaign.approval else { return Vec::new() };
    let ours = known
        .approvals
        .iter()
        .filter(|approval| approval.campaign == campaign.id.as_str() && approval.newsletter == newsletter.id.as_str());
    let states: Vec<State> = ours.map(|approval| state(known, found, campaign, approval)).collect();
    if !states.is_empty() {
        return states;
    }
    let people = rule.by.iter().map(|id| Person { name: name(campaign, id.as_str(), known.language), signed: None });
    let label = known.word("gallery_unasked");
    vec![State { class: "unasked", label, issue: None, people: people.collect() }]
}

fn state(known: &Known<'_>, found: &Found, campaign: &Campaign, approval: &Approval) -> State {
    let people: Vec<Person> = approval
        .approvers
        .iter()
        .map(|id| {
            let day = approval.signatures.iter().find(|(person, _)| person == id).map(|(_, day)| day);
            let signed = day.map(|day| format_date(*day, known.language, crate::model::value::DateStyle::Medium));
            Person { name: name(campaign, id, known.language), signed }
        })
        .collect();
    let signed = people.iter().filter(|person| person.signed.is_some()).count();
    // An issue may leave with fewer letters than were signed, and with no other.
    let same = found.letters.iter().all(|(variant, sha256)| approval.letters.get(variant) == Some(sha256));
    let (class, label) = if !same {
        ("changed", known.word("gallery_changed"))
    } else if signed == people.len() {
        ("approved", known.word("gallery_approved"))
    } else {
        let (signed, all) = (signed.to_string(), people.len().to_string());
        ("waiting", known.fill("gallery_waiting", &[("signed", &signed), ("all", &all)]))
    };
    let issue = approval.occurrence.map(|at| {
        let date = format_date(at.date(), known.language, crate::model::value::DateStyle::Medium);
        format!("{date}, {}", format_time(at.time(), known.language))
    });
    State { class, label, issue, people }
}

fn name(campaign: &Campaign, id: &str, language: &LanguageTag) -> String {
    let person = campaign.people.iter().find(|person| person.id.as_str() == id);
    person.map_or_else(|| id.to_owned(), |person| person.name.get(language).clone())
}
