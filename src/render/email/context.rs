//! What the templates see of an issue.
//!
//! In: an [`Issue`], the brand's colours and fonts. Out: JSON. Keys that end in `_html` hold markup, which templates write
//! with `| safe`; all others hold plain text, which Tera escapes.

use serde_json::{Value, json};

mod block;

use super::{
    emit_mjml::{Pen, clean},
    fonts::stack,
    issue::{Issue, Part},
    palette::Colours,
    picture::WIDTH,
};
use crate::model::{
    Project,
    value::{Direction, LanguageTag},
};
use block::Writer;

/// Everything that the templates may show.
pub(super) fn context(issue: &Issue, project: &Project, language: &LanguageTag, colours: &Colours) -> Value {
    let identity = &project.identity;
    let right_to_left = language.direction() == Direction::Rtl;
    let (start, end) = if right_to_left { ("right", "left") } else { ("left", "right") };
    let plain = Pen { link: colours.light.link, link_class: "link", strong: None, start, language };
    let headline = Pen { strong: Some((colours.light.accent, "accent")), ..plain.clone() };
    let on_deep = Pen {
        link: colours.highlight,
        link_class: "deep-link",
        strong: Some((colours.highlight, "deep-link")),
        ..plain.clone()
    };
    let has_action = issue.parts.iter().any(|part| matches!(part, Part::CallToAction { .. }));
    let banner = issue.header.is_some();
    let writer = Writer { plain, headline, on_deep, project, language, banner, has_action };
    let typography = &identity.brand.typography;
    json!({
        "language": language,
        "direction": language.direction().as_str(),
        "start": start,
        "end": end,
        "subject": clean(&issue.subject),
        "preheader": clean(&issue.preheader),
        "name": clean(&identity.name),
        "tagline": clean(&issue.tagline),
        "organisation": identity.organisation.as_deref().map(clean),
        "colours": colours,
        "type": {
            "base": stack(&typography.base.family, language),
            "headings": stack(&typography.headings.family, language),
            "weight": typography.headings.weight,
            // Arabic is written smaller by most fonts; ideographs and joined letters take no tracking.
            "size": if right_to_left { 17 } else { 16 },
            "leading": if right_to_left || language.primary() == "ja" { 29 } else { 26 },
            "tracking": if right_to_left || language.primary() == "ja" { "normal" } else { "0.06em" },
        },
        "words": words(project, language),
        "header": issue.header.as_ref().map(|header| {
            json!({ "src": format!("cid:{}", header.id), "alt": clean(&header.alt), "width": WIDTH })
        }),
        "logo": issue.logo.as_ref().map(block::shown),
        "opens_deep": issue.header.is_none() && matches!(issue.parts.first(), Some(Part::Hero { .. })),
        "groups": groups(&issue.parts, &writer),
        "footer": writer.footer(&issue.footer),
    })
}

/// Parts that stand on paper, as far as they follow each other, share one section: sections are most of an e-mail's weight.
fn groups(parts: &[Part], writer: &Writer) -> Vec<Value> {
    let on_paper = |part: &Part| !matches!(part, Part::Hero { .. } | Part::Why { .. } | Part::ImageText(_));
    let runs: Vec<&[Part]> = parts.chunk_by(|a, b| on_paper(a) && on_paper(b)).collect();
    let is_on_paper = |run: Option<&&[Part]>| run.is_some_and(|run| on_paper(&run[0]));
    let mut written = 0;
    let group = |(i, run): (usize, &&[Part])| {
        let next = runs.get(i + 1).and_then(|run| run.first());
        let blocks: Vec<Value> =
            run.iter().enumerate().map(|(at, part)| writer.part(part, written + at == 0)).collect();
        written += run.len();
        json!({
            "on_paper": is_on_paper(Some(run)),
            "before_band": matches!(next, Some(Part::Why { .. })),
            "after_paper": i > 0 && is_on_paper(runs.get(i - 1)),
            "blocks": blocks,
        })
    };
    runs.iter().enumerate().map(group).collect()
}

/// The words that the templates write themselves, without those that need filling.
fn words(project: &Project, language: &LanguageTag) -> Value {
    let key_words = [
        "our_story",
        "key_messages",
        "objections_title",
        "training",
        "feedback_title",
        "feedback_button",
        "feedback_reply",
        "register",
        "join_online",
        "add_to_calendar",
        "people_title",
        "countdown_today",
        "footer_no_tracking",
        "unsubscribe",
    ];
    let pair = |key: &&'static str| ((*key).to_owned(), Value::from(clean(project.words.get(language, key))));
    let mut words: serde_json::Map<String, Value> = key_words.iter().map(pair).collect();
    let why = project.words.fill(language, "why_label", &[("name", &project.identity.name)]);
    words.insert("why_label".into(), clean(&why).into());
    Value::Object(words)
}
