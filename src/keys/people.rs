//! Keys 1 to 3: who promotes, who works, who answers for what.

use super::{Campaigned, Finding, Snippet};
use crate::model::{JobFunction, Level, Responsibility};

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

/// Tasks, each with those who do it and the one who answers for it; that this one exists is checked as the file is read.
pub fn roles(seen: &Campaigned<'_>, finding: &mut Finding) {
    let tasks = &seen.campaign.responsibilities;
    let (idle, done): (Vec<_>, Vec<_>) = tasks.iter().partition(|task| task.responsible.is_empty());
    if !done.is_empty() {
        finding.has(seen.count("tasks", done.len(), &[]));
    }
    for task in idle {
        finding.lacks(seen.say("idle_task", &[("task", &seen.plain(&task.task))]), doer(seen, task));
    }
    if tasks.is_empty() {
        finding.lacks(seen.say("no_task", &[]), new_task(seen));
    }
}

fn new_task(seen: &Campaigned<'_>) -> Snippet {
    let mut people = seen.campaign.people.iter().map(|person| person.id.as_str());
    let first = people.next().unwrap_or("team");
    let second = people.next().unwrap_or(first);
    let mut items = format!("- task: {}\n  r: [{second}]\n  a: {first}\n", seen.text("task"));
    if seen.campaign.people.is_empty() {
        items.push_str("  # `r` and `a` name people of the campaign: list them below `people:`\n");
    }
    seen.to_campaign("responsibilities", &items)
}

/// Instead of the line with the task's empty `r: []`, the same with the one who answers for the task, until others do it.
fn doer(seen: &Campaigned<'_>, task: &Responsibility) -> Snippet {
    let source = &seen.campaign.span.source;
    let from = task.task.span.as_ref().map_or(1, |span| span.position().0);
    let lines = source.text().lines().enumerate().skip(from.saturating_sub(1));
    let found = lines.map(|(i, line)| (i + 1, line)).find_map(|(number, line)| {
        let at = line.find("r: [")?;
        let end = at + line[at..].find(']')? + 1;
        let is_key = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let empty = line[at + "r: [".len()..end - 1].trim().is_empty();
        (is_key && empty).then(|| (number, format!("{}r: [{}]{}", &line[..at], task.accountable, &line[end..])))
    });
    match found {
        Some((line, yaml)) => Snippet::instead(source, line, yaml),
        None => new_task(seen),
    }
}
