//! Keys 4 and 5: what holds people back, and what helps them.

use super::{Campaigned, Finding, Snippet, ids};
use crate::{
    model::{
        Audience, Objection, Training,
        value::{Condition, Id, condition::Operator},
    },
    personalise::quoted,
    plan::Told,
};

/// Every objection is answered in a piece before the launch.
pub fn brakes(seen: &Campaigned<'_>, finding: &mut Finding) {
    let objections = &seen.campaign.objections;
    if objections.is_empty() {
        let (says, answer) = (seen.text("says"), seen.text("answer"));
        let items = format!("- id: objection\n  says: {says}\n  answer: {answer}\n");
        finding.lacks(seen.say("no_objection", &[]), seen.to_campaign("objections", &items));
        return;
    }
    let early = |objection: &&Objection| {
        let of = seen.tellings.iter().filter(|telling| telling.told == Told::Objection(&objection.id));
        of.filter_map(|telling| telling.at).any(|at| seen.campaign.launch.is_none_or(|launch| at < launch))
    };
    let (answered, open): (Vec<&Objection>, Vec<&Objection>) = objections.iter().partition(early);
    let names = |objections: &[&Objection]| {
        let names: Vec<String> = objections.iter().map(|objection| said(seen, objection)).collect();
        seen.listed(&names)
    };
    if !answered.is_empty() {
        finding.has(seen.say("answered", &[("list", &names(&answered))]));
    }
    if !open.is_empty() {
        let what = seen.say("unanswered", &[("list", &names(&open))]);
        finding.lacks(what, answers(seen, &open.iter().map(|objection| &objection.id).collect::<Vec<_>>()));
    }
}

/// What people say, between quotation marks and without the full stop, since it stands within a sentence.
fn said(seen: &Campaigned<'_>, objection: &Objection) -> String {
    if !seen.titled {
        return objection.id.to_string();
    }
    let text = seen.plain(&objection.says);
    let text = text.trim().trim_end_matches(['.', '。']);
    quoted(text, &seen.language)
}

/// A newsletter before the launch that answers objections, or a new one.
fn answers(seen: &Campaigned<'_>, open: &[&Id]) -> Snippet {
    let block = format!("{{ type: objections, show: [{}] }}", ids(open));
    let before = |at| seen.campaign.launch.is_none_or(|launch| at < launch);
    let mut newsletters = seen.campaign.newsletters.iter();
    match newsletters.find(|newsletter| newsletter.first_send.is_some_and(before)) {
        Some(newsletter) => Snippet::part(&newsletter.span.source, "blocks", &format!("- {block}")),
        None => {
            let moment = if seen.campaign.launch.is_some() { "launch - 2 weeks at 10:00" } else { "2030-01-15 10:00" };
            let subject = seen.text("answers");
            seen.newsletter("answers", &format!("send: {moment}\nsubject: {subject}\n"), &block)
        }
    }
}

/// A training for everyone, and one for each role that an audience is made of.
pub fn support(seen: &Campaigned<'_>, finding: &mut Finding) {
    let trainings = &seen.campaign.training;
    let is_everyone = |id: &Id| seen.campaign.audiences.iter().any(|a| a.id == *id && a.is_everyone());
    let everyone = |t: &Training| t.audiences.is_empty() || t.audiences.iter().any(is_everyone);
    let mut need = |who: &str, audience: Option<&Id>, fits: &dyn Fn(&Training) -> bool| {
        let found = trainings.iter().filter(|t| !t.sessions.is_empty() && fits(t));
        let names: Vec<String> = found.map(|t| seen.name(&t.id, &t.title)).collect();
        match names.is_empty() {
            false => finding.has(seen.say("list", &[("what", who), ("list", &seen.listed(&names))])),
            true => finding.lacks(seen.say("no_training", &[("who", who)]), training(seen, audience)),
        }
    };
    need(&seen.say("everyone", &[]), None, &everyone);
    for audience in seen.campaign.audiences.iter().filter(|audience| is_role(audience)) {
        let name = seen.name(&audience.id, &audience.title);
        need(&name, Some(&audience.id), &|t| t.audiences.contains(&audience.id));
    }
}

fn training(seen: &Campaigned<'_>, audience: Option<&Id>) -> Snippet {
    let wanted = audience.map_or_else(|| "training".to_owned(), |id| format!("training-{id}"));
    let id = seen.free(&wanted, seen.campaign.training.iter().map(|t| &t.id));
    let moment = if seen.campaign.launch.is_some() { "launch + 3 days at 10:00" } else { "2030-01-15 10:00" };
    let whom = audience.map(|id| format!("  for: [{id}]\n")).unwrap_or_default();
    let title = seen.text("training");
    let items = format!("- id: {id}\n  title: {title}\n  lasts: 1h\n{whom}  sessions:\n    - {{ starts: {moment} }}\n");
    seen.to_campaign("training", &items)
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
