//! Keys 4 and 5: what holds people back, and what helps them.

use super::{Campaigned, Finding, Snippet};
use crate::{
    model::{
        Audience, Training,
        value::{Condition, Id, condition::Operator},
    },
    plan::Told,
};

/// Every objection is answered in a piece before the launch.
pub fn brakes(seen: &Campaigned<'_>, finding: &mut Finding) {
    let objections = &seen.campaign.objections;
    if objections.is_empty() {
        let (says, answer) = (seen.text("What people say."), seen.text("What is true."));
        let items = format!("- id: objection\n  says: {says}\n  answer: {answer}\n");
        finding.lacks("no objection is named", seen.to_campaign("objections", &items));
        return;
    }
    let early = |id: &Id| {
        let of = seen.tellings.iter().filter(|telling| telling.told == Told::Objection(id));
        of.filter_map(|telling| telling.at).any(|at| seen.campaign.launch.is_none_or(|launch| at < launch))
    };
    let (answered, open): (Vec<&Id>, Vec<&Id>) = objections.iter().map(|o| &o.id).partition(|id| early(id));
    if !answered.is_empty() {
        finding.has(format!("answered before the launch: {}", listed(&answered)));
    }
    if !open.is_empty() {
        let what = format!("no piece before the launch answers: {}", listed(&open));
        finding.lacks(what, answers(seen, &open));
    }
}

/// A newsletter before the launch that answers objections, or a new one.
fn answers(seen: &Campaigned<'_>, open: &[&Id]) -> Snippet {
    let block = format!("{{ type: objections, show: [{}] }}", listed(open));
    let before = |at| seen.campaign.launch.is_none_or(|launch| at < launch);
    let mut newsletters = seen.campaign.newsletters.iter();
    match newsletters.find(|newsletter| newsletter.first_send.is_some_and(before)) {
        Some(newsletter) => Snippet::item(&newsletter.span.source, "blocks", &format!("- {block}")),
        None => {
            let moment = if seen.campaign.launch.is_some() { "launch - 2 weeks at 10:00" } else { "2030-01-15 10:00" };
            let subject = seen.text("Your questions, our answers");
            seen.newsletter("answers", &format!("send: {moment}\nsubject: {subject}\n"), &block)
        }
    }
}

/// A training for everyone, and one for each role that an audience is made of.
pub fn support(seen: &Campaigned<'_>, finding: &mut Finding) {
    let trainings = &seen.campaign.training;
    let everyone = |t: &Training| t.audiences.is_empty() || t.audiences.iter().any(|id| is_everyone(seen, id));
    let mut need = |who: &str, audience: Option<&Id>, fits: &dyn Fn(&Training) -> bool| {
        let found: Vec<&Id> = trainings.iter().filter(|t| !t.sessions.is_empty() && fits(t)).map(|t| &t.id).collect();
        match found.is_empty() {
            false => finding.has(format!("{who}: {}", listed(&found))),
            true => finding.lacks(format!("no training with a session for {who}"), training(seen, audience)),
        }
    };
    need("everyone", None, &everyone);
    for audience in seen.campaign.audiences.iter().filter(|audience| is_role(audience)) {
        need(audience.id.as_str(), Some(&audience.id), &|t| t.audiences.contains(&audience.id));
    }
}

fn training(seen: &Campaigned<'_>, audience: Option<&Id>) -> Snippet {
    let wanted = audience.map_or_else(|| "training".to_owned(), |id| format!("training-{id}"));
    let id = seen.free(&wanted, seen.campaign.training.iter().map(|t| &t.id));
    let moment = if seen.campaign.launch.is_some() { "launch + 3 days at 10:00" } else { "2030-01-15 10:00" };
    let whom = audience.map(|id| format!("  for: [{id}]\n")).unwrap_or_default();
    let title = seen.text("What they learn");
    let items = format!("- id: {id}\n  title: {title}\n  lasts: 1h\n{whom}  sessions:\n    - {{ starts: {moment} }}\n");
    seen.to_campaign("training", &items)
}

/// True for an audience of everybody on the list.
fn is_everyone(seen: &Campaigned<'_>, id: &Id) -> bool {
    seen.campaign.audiences.iter().any(|a| a.id == *id && a.filter.is_none() && a.list.is_none())
}

/// True for an audience that is told by its role.
fn is_role(audience: &Audience) -> bool {
    fn names(condition: &Condition) -> bool {
        match condition {
            Condition::All(all) | Condition::Any(all) => all.iter().any(names),
            Condition::Not(_) => false,
            Condition::Compare { column, operator, .. } => column == "role" && *operator == Operator::Equal,
            Condition::OneOf { column, .. } => column == "role",
        }
    }
    audience.filter.as_ref().is_some_and(names)
}

/// Ids, separated by commas.
pub fn listed(ids: &[&Id]) -> String {
    ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ")
}
