//! Keys 6 and 7: who the project is, and what it tells.

use super::{Campaigned, Finding, Snippet, support::listed};
use crate::{
    model::value::Id,
    plan::{Channel, Told},
};

/// Name and tagline are always there; colours, typefaces, a voice and a way to reach the project should be.
pub fn identity(seen: &Campaigned<'_>, finding: &mut Finding) {
    let identity = &seen.project.identity;
    let source = &identity.name_span.source;
    finding.has(format!("the name {} and a tagline", identity.name));
    let written = |key: &str| source.text().lines().any(|line| line.starts_with(&format!("{key}:")));
    match written("brand") {
        true => finding.has("colours and typefaces of its own"),
        false => finding.lacks(
            "no colours and typefaces of its own",
            Snippet::part(
                source,
                "brand",
                "color:\n  palette:\n    night: \"#12264f\"\n    coral: \"#ff6b4a\"\n  primary: night\n  tertiary: coral\n\
                 typography:\n  headings: { family: Outfit }\n  base: { family: Inter }\n",
            ),
        ),
    }
    let voice = &identity.guidelines.voice;
    match voice.we_are.is_empty() && voice.say.is_none() && voice.avoid.is_none() {
        false => finding.has("a tone of voice"),
        true => {
            let lines = format!("voice:\n  we_are:\n    - {}\n", seen.text("close to people"));
            finding.lacks("no tone of voice", Snippet::part(source, "guidelines", &lines));
        }
    }
    match &identity.contact {
        Some(contact) => finding.has(format!("an address to write to: {contact}")),
        None => {
            let add = Snippet {
                file: source.path().into(),
                place: super::Place::End,
                yaml: "contact: project@example.org\n".into(),
            };
            finding.lacks("no address to write to", add);
        }
    }
}

/// The why in every piece, each chapter told, and no piece without its why.
pub fn meaning(seen: &Campaigned<'_>, finding: &mut Finding) {
    let story = &seen.project.identity.story;
    let source = &seen.project.identity.name_span.source;
    match story.why {
        Some(_) => finding.has("the why, which newsletters and posters repeat"),
        None => {
            let lines = format!("why: {}\n", seen.text("Because…"));
            finding.lacks("no sentence that says why", Snippet::part(source, "story", &lines));
        }
    }
    if story.why.is_some() {
        for guide in without_why(seen) {
            let what = format!("the guide `{}` does not say why", guide.id);
            let yaml = "\n{{ why() }}\n".to_owned();
            let add = Snippet { file: guide.span.source.path().into(), place: super::Place::End, yaml };
            finding.lacks(what, add);
        }
    }
    if story.chapters.is_empty() {
        let (title, text) = (seen.text("Where we start from"), seen.text("What is so, today."));
        let lines = format!("chapters:\n  - id: start\n    title: {title}\n    text: {text}\n");
        finding.lacks("the story has no chapter", Snippet::part(source, "story", &lines));
        return;
    }
    let told = |id: &&Id| {
        let newsletters = seen.tellings.iter().filter(|telling| telling.channel == Channel::Newsletter);
        newsletters.into_iter().any(|telling| telling.told == Told::Chapter(id))
    };
    let (known, silent): (Vec<&Id>, Vec<&Id>) = story.chapters.iter().map(|c| &c.id).partition(told);
    if !known.is_empty() {
        finding.has(format!("chapters told in newsletters: {}", listed(&known)));
    }
    for chapter in silent {
        let block = format!("{{ type: story, chapter: {chapter} }}");
        let add = match seen.campaign.newsletters.last() {
            Some(newsletter) => Snippet::item(&newsletter.span.source, "blocks", &format!("- {block}")),
            None => seen.newsletter("story", &format!("subject: {}\n", seen.text("Our story")), &block),
        };
        finding.lacks(format!("no newsletter tells the chapter `{chapter}`"), add);
    }
}

fn without_why<'p>(seen: &Campaigned<'p>) -> Vec<&'p crate::model::Guide> {
    let says = |id: &Id| {
        let guides = seen.tellings.iter().filter(|telling| telling.channel == Channel::Guide);
        guides.into_iter().any(|telling| telling.told == Told::Why && telling.piece == id)
    };
    seen.campaign.guides.iter().filter(|guide| !guide.built_in && !says(&guide.id)).collect()
}
