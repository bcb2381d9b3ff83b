//! What the templates see of each part of an issue.
//!
//! In: a [`Part`]. Out: JSON with its `kind` and what the template in `email/blocks/KIND.mjml` names.

use serde_json::{Value, json};

use unicode_width::UnicodeWidthStr;

use crate::{
    model::{
        Project,
        value::{Inline, LanguageTag, Link},
    },
    personalise::{plain, quotation_marks},
    render::email::{
        emit_mjml::{Pen, clean},
        hyphens::hyphenated,
        issue::{Countdown, Course, Face, Figure, Footer, ImageText, Meeting, Message, Objection, Part, Shown, Stage},
        picture::COLUMN,
    },
};

/// Writes parts on the grounds that they stand on.
pub(super) struct Writer<'a> {
    /// For light grounds.
    pub(super) plain: Pen<'a>,
    /// For headlines on light grounds: strong words in colour.
    pub(super) headline: Pen<'a>,
    /// For the dark ground of head and foot.
    pub(super) on_deep: Pen<'a>,
    pub(super) project: &'a Project,
    pub(super) language: &'a LanguageTag,
    /// Whether a banner stands above the parts.
    pub(super) banner: bool,
    /// Whether a call to action is among the parts: one button leads, the others stay quiet.
    pub(super) has_action: bool,
}

impl Writer<'_> {
    pub(super) fn part(&self, part: &Part, first: bool) -> Value {
        match part {
            Part::Hero { title, text, image } => {
                let on_deep = first && !self.banner;
                let (headline, plain) =
                    if on_deep { (&self.on_deep, &self.on_deep) } else { (&self.headline, &self.plain) };
                json!({
                    "kind": "hero",
                    "on_deep": on_deep,
                    "title_html": headline.inlines(title),
                    "text_html": text.as_ref().map(|text| plain.prose(text)),
                    "image": image.as_ref().map(shown),
                })
            }
            Part::Text { title, text } => json!({
                "kind": "text",
                "title_html": self.title(title.as_ref()),
                "text_html": self.plain.prose(text),
            }),
            Part::Why { text } => json!({ "kind": "why", "text_html": self.on_deep.inlines(text) }),
            Part::Story { title, text } => json!({
                "kind": "story",
                "title_html": self.plain.inlines(title),
                "text_html": self.plain.prose(text),
            }),
            Part::Messages { title, messages } => json!({
                "kind": "messages",
                "title_html": self.title(title.as_ref()),
                "messages": messages.iter().map(|message| self.message(message)).collect::<Vec<_>>(),
            }),
            Part::Quote { text, speaker } => json!({
                "kind": "quote",
                "text_html": self.quoted(text),
                "speaker": face(speaker),
            }),
            Part::Objections { title, objections } => json!({
                "kind": "objections",
                "title_html": self.title(title.as_ref()),
                "objections": objections.iter().map(|objection| self.objection(objection)).collect::<Vec<_>>(),
            }),
            Part::Training { title, courses } => json!({
                "kind": "training",
                "title_html": self.title(title.as_ref()),
                "quiet": self.has_action,
                "courses": courses.iter().map(|course| self.course(course)).collect::<Vec<_>>(),
            }),
            Part::Image { image, caption, link } => json!({
                "kind": "image",
                "image": shown(image),
                "caption_html": caption.as_ref().map(|caption| self.plain.inlines(caption)),
                "link": link,
            }),
            Part::ImageText(image_text) => self.image_text(image_text),
            Part::Numbers { title, numbers } => json!({
                "kind": "numbers",
                "title_html": self.title(title.as_ref()),
                "size": figure_size(numbers),
                "share": 96 / numbers.len().max(1),
                "numbers": numbers.iter().map(|figure| self.figure(figure)).collect::<Vec<_>>(),
            }),
            Part::Steps { title, steps } => json!({
                "kind": "steps",
                "title_html": self.title(title.as_ref()),
                "steps": steps.iter().map(|stage| self.stage(stage)).collect::<Vec<_>>(),
            }),
            Part::Countdown(countdown) => self.countdown(countdown),
            Part::People { title, people } => json!({
                "kind": "people",
                "title_html": self.title(title.as_ref()),
                "columns": columns(people),
                "people": people.iter().map(face).collect::<Vec<_>>(),
            }),
            Part::Divider => json!({ "kind": "divider" }),
            Part::CallToAction { label, link } => {
                json!({ "kind": "call_to_action", "label": self.label(label), "link": link })
            }
            Part::Feedback { question, link } => {
                json!({ "kind": "feedback", "question_html": self.plain.inlines(question), "link": link })
            }
        }
    }

    fn title(&self, title: Option<&Vec<Inline>>) -> Option<String> {
        title.map(|title| self.plain.inlines(title))
    }

    fn image_text(&self, part: &ImageText) -> Value {
        let action = part.action.as_ref().map(|(label, link)| json!({ "label": self.label(label), "link": link }));
        json!({
            "kind": "image_text",
            "image": shown(&part.image),
            "at_end": part.at_end,
            "title_html": self.title(part.title.as_ref()),
            "text_html": self.plain.prose(&part.text),
            "action": action,
            "link": part.link,
        })
    }

    fn figure(&self, figure: &Figure) -> Value {
        json!({ "value_html": self.plain.inlines(&figure.value), "label_html": self.plain.inlines(&figure.label) })
    }

    fn stage(&self, stage: &Stage) -> Value {
        json!({
            "title_html": self.plain.inlines(&stage.title),
            "text_html": stage.text.as_ref().map(|text| self.plain.prose(text)),
        })
    }

    fn countdown(&self, countdown: &Countdown) -> Value {
        let left = countdown.left.as_ref().map(|(count, unit)| json!({ "count": count, "unit": clean(unit) }));
        json!({
            "kind": "countdown",
            "left": left,
            "today": countdown.today,
            "text_html": self.plain.inlines(&countdown.text),
            "date": clean(&countdown.date),
        })
    }

    /// A label, in which long words may be broken.
    fn label(&self, label: &str) -> String {
        hyphenated(&clean(label), self.language).into_owned()
    }

    fn message(&self, message: &Message) -> Value {
        json!({
            "icon": message.icon.as_ref().map(shown),
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
            "invites": course.invites,
        })
    }

    /// Text between the language's quotation marks.
    fn quoted(&self, text: &[Inline]) -> String {
        let (open, close) = quotation_marks(self.language);
        let (open, close) = ([Inline::Text(open.into())], [Inline::Text(close.into())]);
        self.plain.inlines(&[&open, text, &close].concat())
    }

    pub(super) fn footer(&self, footer: &Footer) -> Value {
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

/// The size of figures, in pixels, at which the longest stands on one line of its column where that can be.
fn figure_size(numbers: &[Figure]) -> usize {
    let longest = numbers.iter().map(|figure| plain(&figure.value).width()).max().unwrap_or(0);
    // The figures of headline typefaces are about 0.6 em wide; columns stand 20 px apart.
    let column = (COLUMN + 20) / numbers.len().max(1) - 20;
    (column * 10 / (6 * longest.max(1))).clamp(20, 44)
}

/// People stand in two columns where their addresses fit into one of them.
fn columns(people: &[Face]) -> usize {
    /// Characters of 14 px in what a column leaves beside a portrait.
    const FIT: usize = 24;
    let fits = |face: &Face| face.email.as_ref().is_none_or(|email| email.as_str().width() <= FIT);
    if people.len() > 1 && people.iter().all(fits) { 2 } else { 1 }
}

fn face(face: &Face) -> Value {
    json!({
        "name": clean(&face.name),
        "role": face.role.as_deref().map(clean),
        "email": face.email.as_ref().map(|email| email.as_str()),
        "portrait": face.portrait.as_ref().map(shown),
        "initials": clean(&face.initials),
    })
}

fn meeting(meeting: &Meeting) -> Value {
    json!({
        "site": meeting.site.as_deref().map(clean),
        "when": clean(&meeting.when),
        "date": clean(&meeting.date),
        "time": clean(&meeting.time),
        "month": clean(&meeting.leaf.month),
        "day": clean(&meeting.leaf.day),
        "weekday": clean(&meeting.leaf.weekday),
        "details": meeting.details.iter().map(|detail| clean(detail)).collect::<Vec<_>>(),
        "link": meeting.link,
    })
}

/// A picture; `sha256` is there so that a change of the picture is a change of what the templates see.
pub(super) fn shown(shown: &Shown) -> Value {
    let picture = &shown.picture;
    json!({
        "src": picture.source(),
        "alt": clean(&shown.alt),
        "width": picture.width,
        "height": picture.height,
        "sha256": picture.fingerprint,
    })
}
