//! The plain-text part, written from the issue itself rather than scraped from its HTML.
//!
//! In: an [`Issue`]. Out: text for readers without HTML, for search and for watches, not broken into lines yet.

use super::{
    emit_mjml::clean,
    emit_text::{Page, inlines, labelled},
    issue::{Course, Face, Footer, ImageText, Issue, Message, Part},
};
use crate::{
    model::{
        Words,
        value::{Inline, LanguageTag},
    },
    personalise::{self, Lines, quoted},
};

/// Writes the text part of an issue.
pub(super) fn text_part(issue: &Issue, words: &Words, language: &LanguageTag, name: &str) -> Vec<Lines> {
    let mut writer = Writer { page: Page::default(), words, language, name };
    writer.page.paragraph(&clean(name));
    for part in &issue.parts {
        writer.part(part);
    }
    writer.footer(&issue.footer);
    writer.page.finish()
}

struct Writer<'a> {
    page: Page,
    words: &'a Words,
    language: &'a LanguageTag,
    name: &'a str,
}

impl Writer<'_> {
    fn part(&mut self, part: &Part) {
        match part {
            Part::Hero { title, text, image } => {
                self.title(title, '=');
                if let Some(text) = text {
                    self.page.prose(text);
                }
                if let Some(image) = image {
                    self.bracketed(&image.alt);
                }
            }
            Part::Text { title, text } => {
                if let Some(title) = title {
                    self.title(title, '-');
                }
                self.page.prose(text);
            }
            Part::Why { text } => {
                let label = self.words.fill(self.language, "why_label", &[("name", self.name)]);
                self.page.heading(&clean(&label), '-');
                self.page.paragraph(&inlines(text));
            }
            Part::Story { title, text } => {
                self.title(title, '-');
                self.page.prose(text);
            }
            Part::Messages { title, messages } => {
                if title.is_some() || messages.len() > 1 {
                    self.title_or(title.as_ref(), "key_messages");
                }
                messages.iter().enumerate().for_each(|(i, message)| self.message(i + 1, message));
            }
            Part::Quote { text, speaker } => {
                let quote = quoted(&inlines(text), self.language);
                let speaker = named(speaker).join("\n  ");
                self.page.indented(&format!("{quote}\n— {speaker}"), "  ", "  ");
            }
            Part::Objections { title, objections } => {
                self.title_or(title.as_ref(), "objections_title");
                for objection in objections {
                    let says = quoted(&one_line(&objection.says), self.language);
                    self.page.group("", |group| {
                        group.paragraph(&says);
                        group.prose(&objection.answer);
                    });
                }
            }
            Part::Training { title, courses } => {
                self.title_or(title.as_ref(), "training");
                courses.iter().for_each(|course| self.course(course));
            }
            Part::Image { image, caption, link } => {
                self.bracketed(&image.alt);
                if let Some(caption) = caption {
                    self.page.paragraph(&inlines(caption));
                }
                if let Some(link) = link {
                    self.page.paragraph(&format!("<{link}>"));
                }
            }
            Part::ImageText(part) => self.image_text(part),
            Part::Numbers { title, numbers } => {
                self.maybe_title(title.as_ref());
                self.page.group("", |group| {
                    for figure in numbers {
                        group.indented(&format!("{} {}", one_line(&figure.value), one_line(&figure.label)), "- ", "  ");
                    }
                });
            }
            Part::Steps { title, steps } => {
                self.maybe_title(title.as_ref());
                for (i, stage) in steps.iter().enumerate() {
                    self.page.group(&format!("{}. ", i + 1), |group| {
                        group.paragraph(&one_line(&stage.title));
                        if let Some(text) = &stage.text {
                            group.prose(text);
                        }
                    });
                }
            }
            Part::Countdown(countdown) => {
                let date =
                    if countdown.left.is_some() { format!("\n{}", clean(&countdown.date)) } else { String::new() };
                self.page.indented(&format!("{}{date}", clean(&countdown.line)), ">> ", "   ");
            }
            Part::People { title, people } => self.people(title.as_ref(), people),
            Part::Divider => self.page.rule(),
            Part::CallToAction { label, link } => self.page.paragraph(&labelled(&clean(label), link)),
            Part::Feedback { question, link } => {
                self.labelled("feedback_title");
                self.page.paragraph(&inlines(question));
                match link {
                    Some(link) => {
                        self.page.paragraph(&labelled(self.words.get(self.language, "feedback_button"), link));
                    }
                    None => self.page.paragraph(self.words.get(self.language, "feedback_reply")),
                }
            }
        }
    }

    fn title(&mut self, title: &[Inline], underline: char) {
        self.page.heading(&one_line(title), underline);
    }

    fn maybe_title(&mut self, title: Option<&Vec<Inline>>) {
        if let Some(title) = title {
            self.title(title, '-');
        }
    }

    /// A block's own heading, else the usual one.
    fn title_or(&mut self, title: Option<&Vec<Inline>>, key: &str) {
        match title {
            Some(title) => self.title(title, '-'),
            None => self.labelled(key),
        }
    }

    fn image_text(&mut self, part: &ImageText) {
        self.maybe_title(part.title.as_ref());
        self.page.prose(&part.text);
        self.bracketed(&part.image.alt);
        match (&part.action, &part.link) {
            (Some((label, link)), _) => self.page.paragraph(&labelled(&clean(label), link)),
            (None, Some(link)) => self.page.paragraph(&format!("<{link}>")),
            (None, None) => {}
        }
    }

    fn people(&mut self, title: Option<&Vec<Inline>>, people: &[Face]) {
        self.title_or(title, "people_title");
        self.page.group("", |group| {
            for face in people {
                let email = face.email.iter().map(|email| format!("<{email}>"));
                let lines: Vec<String> = named(face).into_iter().chain(email).collect();
                group.indented(&lines.join("\n"), "- ", "  ");
            }
        });
    }

    fn labelled(&mut self, key: &str) {
        self.page.heading(self.words.get(self.language, key), '-');
    }

    fn bracketed(&mut self, alt: &str) {
        if !alt.trim().is_empty() {
            self.page.paragraph(&format!("[{}]", clean(alt)));
        }
    }

    fn message(&mut self, number: usize, message: &Message) {
        let mark = format!("{number}. ");
        self.page.group(&mark, |group| {
            group.paragraph(&one_line(&message.title));
            group.prose(&message.text);
            if let Some(proof) = &message.proof {
                group.paragraph(&inlines(proof));
            }
        });
    }

    fn course(&mut self, course: &Course) {
        self.page.group("", |group| {
            group.paragraph(&one_line(&course.title));
            for meeting in &course.sessions {
                let site = meeting.site.iter().map(|site| clean(site));
                let details = meeting.details.iter().map(|detail| clean(detail));
                let link = meeting.link.iter().map(|link| labelled(self.words.get(self.language, "join_online"), link));
                let lines: Vec<String> = site.chain([clean(&meeting.when)]).chain(details).chain(link).collect();
                group.indented(&lines.join("\n"), "- ", "  ");
            }
        });
        if let Some(link) = &course.register {
            self.page.paragraph(&labelled(self.words.get(self.language, "register"), link));
        }
    }

    fn footer(&mut self, footer: &Footer) {
        self.page.rule();
        if let Some(why) = &footer.why {
            self.page.paragraph(&inlines(why));
        }
        if let Some(link) = &footer.link {
            self.page.paragraph(&labelled(&clean(self.name), link));
        }
        if let Some((before, address, after)) = &footer.contact {
            self.page.paragraph(&clean(&format!("{before}{address}{after}")));
        }
        self.page.paragraph(&clean(&footer.reason));
        self.page.paragraph(self.words.get(self.language, "footer_no_tracking"));
        if let Some(link) = &footer.unsubscribe {
            self.page.paragraph(&labelled(self.words.get(self.language, "unsubscribe"), link));
        }
    }
}

/// Who somebody is: their name, and what they do on a line of its own.
fn named(face: &Face) -> Vec<String> {
    [Some(&face.name), face.role.as_ref()].into_iter().flatten().map(|line| clean(line)).collect()
}

/// A headline's words, its line breaks as spaces.
fn one_line(inlines: &[Inline]) -> String {
    clean(&personalise::plain(inlines))
}
