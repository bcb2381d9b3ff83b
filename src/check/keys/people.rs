//! Keys 1 to 3: who promotes, who works, who answers for what.

use super::{Campaigned, Finding};
use crate::model::{JobFunction, Level};

/// Voices of all three levels.
pub fn influencers(seen: &Campaigned<'_>, finding: &mut Finding) {
    let language = seen.project.default_language();
    let levels = [
        (Level::Executive, "executive", "top management, which promotes"),
        (Level::Manager, "manager", "managers, who set the example"),
        (Level::Ambassador, "ambassador", "ambassadors, who accompany"),
    ];
    for (level, key, who) in levels {
        let speaks = |p: &&crate::model::Person| p.level == level && p.quote.is_some();
        let names: Vec<&str> =
            seen.campaign.people.iter().filter(speaks).map(|p| p.name.get(language).as_str()).collect();
        if !names.is_empty() {
            finding.has(format!("{key}: {}", names.join(", ")));
            continue;
        }
        let id = seen.free(key, seen.campaign.people.iter().map(|person| &person.id));
        let (name, quote) = (seen.text("First and last name"), seen.text("What they say for the project."));
        let items = format!("- id: {id}\n  level: {key}\n  name: {name}\n  quote: {quote}\n");
        finding.lacks(format!("no voice of {who}"), seen.to_campaign("people", &items));
    }
}

/// All three functions.
pub fn team(seen: &Campaigned<'_>, finding: &mut Finding) {
    let language = seen.project.default_language();
    let functions = [
        (JobFunction::Hr, "hr", "human resources"),
        (JobFunction::It, "it", "IT"),
        (JobFunction::Communications, "communications", "communications"),
    ];
    for (function, key, who) in functions {
        let of = seen.campaign.people.iter().filter(|p| p.function == Some(function));
        let names: Vec<&str> = of.map(|p| p.name.get(language).as_str()).collect();
        if !names.is_empty() {
            finding.has(format!("{who}: {}", names.join(", ")));
            continue;
        }
        let id = seen.free(key, seen.campaign.people.iter().map(|person| &person.id));
        let items = format!("- id: {id}\n  level: team\n  function: {key}\n  name: {}\n", seen.text("Their name"));
        finding.lacks(format!("nobody of {who} in the project's team"), seen.to_campaign("people", &items));
    }
}

/// Tasks, each with those who do it and the one who answers for it; that this one exists is checked as the file is read.
pub fn roles(seen: &Campaigned<'_>, finding: &mut Finding) {
    let tasks = &seen.campaign.responsibilities;
    let idle = tasks.iter().filter(|task| task.responsible.is_empty()).count();
    if !tasks.is_empty() && idle == 0 {
        finding.has(format!("{} tasks, each with one who answers for it", tasks.len()));
        return;
    }
    let mut people = seen.campaign.people.iter().map(|person| person.id.as_str());
    let first = people.next().unwrap_or("team");
    let second = people.next().unwrap_or(first);
    let mut items = format!("- task: {}\n  r: [{second}]\n  a: {first}\n", seen.text("Running the communities"));
    if seen.campaign.people.is_empty() {
        items.push_str("  # `r` and `a` name people of the campaign: list them below `people:`\n");
    }
    finding.lacks(
        "no task with somebody who does it and one who answers for it",
        seen.to_campaign("responsibilities", &items),
    );
}
