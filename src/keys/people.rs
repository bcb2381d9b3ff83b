//! Keys 1 to 3: who promotes, who works, who answers for what.

use super::{Campaigned, Finding};
use crate::model::{JobFunction, Level};

/// Voices of all three levels.
pub fn influencers(seen: &Campaigned<'_>, finding: &mut Finding) {
    let levels = [
        (Level::Executive, "executive", "level_executive"),
        (Level::Manager, "manager", "level_manager"),
        (Level::Ambassador, "ambassador", "level_ambassador"),
    ];
    for (level, key, word) in levels {
        let speaks = |p: &&crate::model::Person| p.level == level && p.quote.is_some();
        let people = seen.campaign.people.iter().filter(speaks);
        let names: Vec<String> = people.map(|p| p.name.get(&seen.language).clone()).collect();
        if !names.is_empty() {
            finding.has(seen.list(word, &names));
            continue;
        }
        let id = seen.free(key, seen.campaign.people.iter().map(|person| &person.id));
        let (name, quote) = (seen.text("person"), seen.text("quote"));
        let items = format!("- id: {id}\n  level: {key}\n  name: {name}\n  quote: {quote}\n");
        finding.lacks(seen.say(&format!("no_{key}"), &[]), seen.to_campaign("people", &items));
    }
}

/// All three functions.
pub fn team(seen: &Campaigned<'_>, finding: &mut Finding) {
    let functions = [
        (JobFunction::Hr, "hr", "function_hr"),
        (JobFunction::It, "it", "function_it"),
        (JobFunction::Communications, "communications", "function_communications"),
    ];
    for (function, key, word) in functions {
        let people = seen.campaign.people.iter().filter(|p| p.function == Some(function));
        let names: Vec<String> = people.map(|p| p.name.get(&seen.language).clone()).collect();
        if !names.is_empty() {
            finding.has(seen.list(word, &names));
            continue;
        }
        let id = seen.free(key, seen.campaign.people.iter().map(|person| &person.id));
        let items = format!("- id: {id}\n  level: team\n  function: {key}\n  name: {}\n", seen.text("member"));
        finding.lacks(seen.say(&format!("no_{key}"), &[]), seen.to_campaign("people", &items));
    }
}

/// Tasks, each with those who do it and the one who answers for it; that both exist is checked as the file is read.
pub fn roles(seen: &Campaigned<'_>, finding: &mut Finding) {
    let tasks = &seen.campaign.responsibilities;
    if !tasks.is_empty() {
        finding.has(seen.count("tasks", tasks.len(), &[]));
        return;
    }
    let mut people = seen.campaign.people.iter().map(|person| person.id.as_str());
    let first = people.next().unwrap_or("team");
    let second = people.next().unwrap_or(first);
    let mut items = format!("- task: {}\n  r: [{second}]\n  a: {first}\n", seen.text("task"));
    if seen.campaign.people.is_empty() {
        items.push_str("  # `r` and `a` name people of the campaign: list them below `people:`\n");
    }
    finding.lacks(seen.say("no_task", &[]), seen.to_campaign("responsibilities", &items));
}
