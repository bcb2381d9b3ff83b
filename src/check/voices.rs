//! Each thing is said by those from whom people want to hear it.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    model::{Campaign, Level, Nature, Project},
    plan::{Said, said, tellings},
};

/// The why from an executive, what changes for each reader from a manager, in a campaign that is planned in phases and says
/// who its people are.
pub fn check(project: &Project) -> Diagnostics {
    let planned = |c: &&Campaign| !c.built_in && c.launch.is_some() && !c.phases.is_empty() && !c.people.is_empty();
    let mut diagnostics = Diagnostics::new();
    for campaign in project.campaigns.iter().filter(planned) {
        let all = said(&project.identity, campaign, &tellings(&project.identity, campaign));
        diagnostics
            .extend(all.iter().filter(|said| !said.is_heard()).filter_map(|said| unheard(project, campaign, said)));
    }
    diagnostics
}

fn unheard(project: &Project, campaign: &Campaign, said: &Said) -> Option<Diagnostic> {
    let wanted = said.wanted?;
    let (what, span) = match said.kind {
        "message" => (format!("the message `{}`", said.id), place(project, &said.id)),
        _ => ("the why".to_owned(), project.identity.story.why.as_ref().and_then(|why| why.span.clone())),
    };
    let about = match said.nature {
        Nature::Business => "why the organisation does it",
        _ => "what changes for each reader",
    };
    let heard = match &said.by[..] {
        [] => "nobody is heard saying it".to_owned(),
        by => format!("it is heard from {} only", listed(by.iter().map(|sayer| level(sayer.level)))),
    };
    let message = format!("{what} says {about}, but in `{}` {heard}", campaign.id);
    let example = campaign.people.iter().find(|person| person.level == wanted);
    let person = example.map_or_else(|| "ID".to_owned(), |person| person.id.to_string());
    let (of, or) = match wanted {
        Level::Executive => ("an executive", "send one `from` them"),
        _ => ("a manager", "tell it in the guide `manager`"),
    };
    let nature = if said.kind == "message" {
        "; or give it another `nature`, `any` where it does not matter who says it"
    } else {
        ""
    };
    let help = format!(
        "let {of} say it: add `- {{ type: quote, person: {person} }}` to a newsletter that tells it, or {or}{nature}"
    );
    let span = span.as_ref().unwrap_or(&campaign.span);
    Some(Diagnostic::new(Code::WrongVoice, span, message).help(help))
}

/// Where a message stands.
fn place(project: &Project, id: &str) -> Option<Span> {
    project.identity.messages.iter().find(|message| message.id.as_str() == id)?.title.span.clone()
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Executive => "executives",
        Level::Manager => "managers",
        Level::Ambassador => "ambassadors",
        Level::Team => "the project's team",
    }
}

/// Each name once, with `and` before the last.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut found: Vec<&str> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    match found.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => found.join(""),
    }
}
