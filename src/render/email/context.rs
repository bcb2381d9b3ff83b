//! What the templates see of an issue.
//!
//! In: an [`Issue`], the brand's colours and fonts. Out: JSON. Keys that end in `_html` hold markup, which templates write
//! with `| safe`; all others hold plain text, which Tera escapes.

use serde_json::{Value, json};

use super::{
    emit_mjml::{Pen, clean},
    fonts::stack,
    issue::{Course, Footer, Issue, Meeting, Message, Objection, Part, Shown},
    palette::Colours,
};
use crate::model::{
    Project,
    value::{Direction, Inline, LanguageTag, Link},
};

/// The width of an e-mail, in CSS pixels.
const WIDTH: usize = 600;
/// The width of its text.
const COLUMN: usize = 520;

/// Everything that the templates may show.
pub(super) fn context(issue: &Issue, project: &Project, language: &LanguageTag, colours: &Colours) -> Value {
    let identity = &project.identity;
    let right_to_left = language.direction() == Direction::Rtl;
    let (start, end) = if right_to_left { ("right", "left") } else { ("left", "right") };
    let plain = Pen { link: colours.light.link, link_class: "link", strong: None, start };
    let on_deep = Pen { link: colours.highlight, link_class: "deep-link", strong: Some(colours.highlight), start };
    let writer = Writer { plain, on_deep, project, language };
    let typography = &identity.brand.typography;
    json!({
        "language": language,
        "direction": language.direction().as_str(),
        "start": start,
        "end": end,
        "subject": clean(&issue.subject),
        "preheader": clean(&issue.preheader),
        "name": clean(&identity.name),
        "initial": initial(&identity.name),
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
        "blocks": issue.parts.iter().map(|part| writer.part(part)).collect::<Vec<_>>(),
        "footer": writer.footer(&issue.footer),
    })
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
        "footer_no_tracking",
        "unsubscribe",
    ];
    let pair = |key: &&'static str| ((*key).to_owned(), Value::from(clean(project.words.get(language, key))));
    let mut words: serde_json::Map<String, Value> = key_words.iter().map(pair).collect();
    let why = project.words.fill(language, "why_label", &[("name", &project.identity.name)]);
    words.insert("why_label".into(), clean(&why).into());
    Value::Object(words)
}

/// The first letter or figure of a name, for the badge that stands in for a logo.
fn initial(name: &str) -> String {
    name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().collect()).unwrap_or_default()
}

struct Writer<'a> {
    plain: Pen,
    on_deep: Pen,
    project: &'a Project,
    language: &'a LanguageTag,
}

impl Writer<'_> {
    fn part(&self, part: &Part) -> Value {
        match part {
            Part::Hero { title, text, image } => json!({
                "kind": "hero",
                "title_html": self.on_deep.inlines(title),
                "text_html": text.as_ref().map(|text| self.on_deep.prose(text)),
                "image": image.as_ref().map(|image| shown(image, WIDTH)),
            }),
            Part::Text { title, text } => json!({
                "kind": "text",
                "title_html": title.as_ref().map(|title| self.plain.inlines(title)),
                "text_html": self.plain.prose(text),
            }),
            Part::Why { text } => json!({ "kind": "why", "text_html": self.plain.inlines(text) }),
            Part::Story { title, text } => json!({
                "kind": "story",
                "title_html": self.plain.inlines(title),
                "text_html": self.plain.prose(text),
            }),
            Part::Messages(messages) => json!({
                "kind": "messages",
                "messages": messages.iter().map(|message| self.message(message)).collect::<Vec<_>>(),
            }),
            Part::Quote { text, name, photo } => json!({
                "kind": "quote",
                "text_html": self.quoted(text),
                "name": clean(name),
                "photo": photo.as_ref().map(|photo| shown(photo, 72)),
            }),
            Part::Objections(objections) => json!({
                "kind": "objections",
                "objections": objections.iter().map(|objection| self.objection(objection)).collect::<Vec<_>>(),
            }),
            Part::Training(courses) => json!({
                "kind": "training",
                "courses": courses.iter().map(|course| self.course(course)).collect::<Vec<_>>(),
            }),
            Part::Image { image, caption, link } => json!({
                "kind": "image",
                "image": shown(image, COLUMN),
                "caption_html": caption.as_ref().map(|caption| self.plain.inlines(caption)),
                "link": link,
            }),
            Part::Divider => json!({ "kind": "divider" }),
            Part::CallToAction { label, link } => {
                json!({ "kind": "call_to_action", "label": clean(label), "link": link })
            }
            Part::Feedback { question, link } => {
                json!({ "kind": "feedback", "question_html": self.plain.inlines(question), "link": link })
            }
        }
    }

    fn message(&self, message: &Message) -> Value {
        json!({
            "title_html": self.plain.inlines(&message.title),
            "text_html": self.plain.prose(&message.text),
            "proof_html": message.proof.as_ref().map(|proof| self.plain.inlines(proof)),
        })
    }

    fn objection(&self, objection: &Objection) -> Value {
        json!({ "says_html": self.quoted(&objection.says), "answer_html": self.plain.prose(&objection.answer) })
    }

    fn course(&self, course: &Course) -> Value {
        json!({
            "title_html": self.plain.inlines(&course.title),
            "sessions": course.sessions.iter().map(meeting).collect::<Vec<_>>(),
            "register": course.register,
        })
    }

    /// Text between the language's quotation marks.
    fn quoted(&self, text: &[Inline]) -> String {
        let pattern = self.project.words.get(self.language, "email_quote");
        let (before, after) = pattern.split_once("{text}").unwrap_or(("", ""));
        let before = [Inline::Text(before.into())];
        let all: Vec<Inline> =
            before.into_iter().chain(text.iter().cloned()).chain([Inline::Text(after.into())]).collect();
        self.plain.inlines(&all)
    }

    fn footer(&self, footer: &Footer) -> Value {
        let contact = footer.contact.as_ref().map(|(before, address, after)| {
            json!({ "before": clean(before), "address": clean(address), "after": clean(after) })
        });
        json!({
            "why_html": footer.why.as_ref().map(|why| self.on_deep.inlines(why)),
            "reason": clean(&footer.reason),
            "contact": contact,
            "link": footer.link,
            "link_text": self.project.identity.link.as_ref().map(Link::short),
            "unsubscribe": footer.unsubscribe,
        })
    }
}

fn meeting(meeting: &Meeting) -> Value {
    json!({
        "site": meeting.site.as_deref().map(clean),
        "when": clean(&meeting.when),
        "details": meeting.details.iter().map(|detail| clean(detail)).collect::<Vec<_>>(),
        "link": meeting.link,
    })
}

fn shown(shown: &Shown, column: usize) -> Value {
    json!({
        "src": shown.picture.source(),
        "alt": clean(&shown.alt),
        "width": shown.picture.width(column),
        "sha256": shown.picture.sha256(),
    })
}
