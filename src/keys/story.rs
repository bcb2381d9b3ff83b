//! Keys 6 and 7: who the project is, and what it tells.

use super::{Campaigned, Finding, Place, Snippet};
use crate::{
    model::{Chapter, Guide, GuidePlaceholder},
    plan::{Channel, Told},
};

/// Name and tagline are always there; colours, typefaces, a voice and a way to reach the project should be.
pub fn identity(seen: &Campaigned<'_>, finding: &mut Finding) {
    let identity = &seen.project.identity;
    let source = &identity.name_span.source;
    finding.has(seen.say("name", &[("name", &identity.name)]));
    let written = |key: &str| source.text().lines().any(|line| line.starts_with(&format!("{key}:")));
    match written("brand") {
        true => finding.has(seen.say("colours", &[])),
        false => finding.lacks(
            seen.say("no_colours", &[]),
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
        false => finding.has(seen.say("voice", &[])),
        true => {
            let lines = format!("voice:\n  we_are:\n    - {}\n", seen.text("we_are"));
            finding.lacks(seen.say("no_voice", &[]), Snippet::part(source, "guidelines", &lines));
        }
    }
    match &identity.contact {
        Some(contact) => finding.has(seen.say("contact", &[("contact", contact.as_str())])),
        None => {
            let yaml = "contact: project@example.org\n".into();
            let add = Snippet { file: source.path().into(), place: Place::End, yaml };
            finding.lacks(seen.say("no_contact", &[]), add);
        }
    }
}

/// The why in every piece, each chapter told, and no piece without its why.
pub fn meaning(seen: &Campaigned<'_>, finding: &mut Finding) {
    let story = &seen.project.identity.story;
    let source = &seen.project.identity.name_span.source;
    match story.why {
        Some(_) => finding.has(seen.say("why", &[])),
        None => {
            let lines = format!("why: {}\n", seen.text("why"));
            finding.lacks(seen.say("no_why", &[]), Snippet::part(source, "story", &lines));
        }
    }
    for guide in seen.campaign.guides.iter().filter(|guide| story.why.is_some() && is_without_why(guide)) {
        let name = format!("{}.{}", guide.id, guide.language);
        let what = seen.say("guide_without_why", &[("guide", &name)]);
        let yaml = "\n{{ why() }}\n".to_owned();
        finding.lacks(what, Snippet { file: guide.span.source.path().into(), place: Place::End, yaml });
    }
    chapters(seen, finding);
}

fn chapters(seen: &Campaigned<'_>, finding: &mut Finding) {
    let chapters = &seen.project.identity.story.chapters;
    if chapters.is_empty() {
        let (title, text) = (seen.text("chapter"), seen.text("chapter_text"));
        let lines = format!("chapters:\n  - id: start\n    title: {title}\n    text: {text}\n");
        let source = &seen.project.identity.name_span.source;
        finding.lacks(seen.say("no_chapter", &[]), Snippet::part(source, "story", &lines));
        return;
    }
    let told = |chapter: &&Chapter| {
        let mut newsletters = seen.tellings.iter().filter(|telling| telling.channel == Channel::Newsletter);
        newsletters.any(|telling| telling.told == Told::Chapter(&chapter.id))
    };
    let (known, silent): (Vec<&Chapter>, Vec<&Chapter>) = chapters.iter().partition(told);
    if !known.is_empty() {
        let names: Vec<String> = known.iter().map(|chapter| seen.name(&chapter.id, &chapter.title)).collect();
        finding.has(seen.say("chapters", &[("list", &seen.listed(&names))]));
    }
    for chapter in silent {
        let block = format!("{{ type: story, chapter: {} }}", chapter.id);
        let add = match seen.campaign.newsletters.last() {
            Some(newsletter) => Snippet::part(&newsletter.span.source, "blocks", &format!("- {block}")),
            None => seen.newsletter("story", &format!("subject: {}\n", seen.text("story")), &block),
        };
        let name = seen.name(&chapter.id, &chapter.title);
        finding.lacks(seen.say("untold", &[("chapter", &name)]), add);
    }
}

/// True for a guide of the campaign's own, in one language, that does not repeat the why.
fn is_without_why(guide: &Guide) -> bool {
    !guide.built_in && !guide.placeholders().contains(&GuidePlaceholder::Why)
}
