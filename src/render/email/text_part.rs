//! The plain-text part, written from the issue itself rather than scraped from its HTML.
//!
//! In: an [`Issue`]. Out: text for readers without HTML, for search and for watches.

use super::{
    emit_mjml::clean,
    emit_text::{Page, inlines, labelled},
    issue::{Course, Footer, Issue, Part},
};
use crate::{
    model::{
        Words,
        value::{Inline, LanguageTag},
    },
    personalise,
};

/// Writes the text part of an issue.
pub(super) fn text_part(issue: &Issue, words: &Words, language: &LanguageTag, name: &str) -> String {
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
                text.iter().for_each(|text| self.page.prose(text));
                image.iter().for_each(|image| self.bracketed(&image.alt));
            }
            Part::Text { title, text } => {
                title.iter().for_each(|title| self.title(title, '-'));
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
            Part::Messages(messages) => {
                self.labelled("key_messages");
                for message in messages {
                    self.page.indented(&one_line(&message.title), "* ", "  ");
                    self.page.prose(&message.text);
                    message.proof.iter().for_each(|proof| self.page.indented(&inlines(proof), "> ", "  "));
                }
            }
            Part::Quote { text, name, .. } => {
                let quote = self.words.fill(self.language, "email_quote", &[("text", &inlines(text))]);
                self.page.indented(&format!("{quote}\n— {}", clean(name)), "  ", "  ");
            }
            Part::Objections(objections) => {
                self.labelled("objections_title");
                for objection in objections {
                    let says = self.words.fill(self.language, "email_quote", &[("text", &one_line(&objection.says))]);
                    self.page.paragraph(&says);
                    self.page.prose(&objection.answer);
                }
            }
            Part::Training(courses) => {
                self.labelled("training");
                courses.iter().for_each(|course| self.course(course));
            }
            Part::Image { image, caption, link } => {
                self.bracketed(&image.alt);
                caption.iter().for_each(|caption| self.page.paragraph(&inlines(caption)));
                link.iter().for_each(|link| self.page.paragraph(&format!("<{link}>")));
            }
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

    fn labelled(&mut self, key: &str) {
        self.page.heading(self.words.get(self.language, key), '-');
    }

    fn bracketed(&mut self, alt: &str) {
        if !alt.trim().is_empty() {
            self.page.paragraph(&format!("[{}]", clean(alt)));
        }
    }

    fn course(&mut self, course: &Course) {
        self.page.paragraph(&one_line(&course.title));
        for meeting in &course.sessions {
            let site = meeting.site.iter().map(|site| clean(site));
            let details = meeting.details.iter().map(|detail| clean(detail));
            let lines: Vec<String> = site.chain([clean(&meeting.when)]).chain(details).collect();
            self.page.indented(&lines.join("\n"), "- ", "  ");
            for link in &meeting.link {
                self.page.indented(&labelled(self.words.get(self.language, "join_online"), link), "  ", "  ");
            }
        }
        for link in &course.register {
            self.page.paragraph(&labelled(self.words.get(self.language, "register"), link));
        }
    }

    fn footer(&mut self, footer: &Footer) {
        self.page.rule();
        footer.why.iter().for_each(|why| self.page.paragraph(&inlines(why)));
        footer.link.iter().for_each(|link| self.page.paragraph(&labelled(&clean(self.name), link)));
        for (before, address, after) in &footer.contact {
            self.page.paragraph(&clean(&format!("{before}{address}{after}")));
        }
        self.page.paragraph(&clean(&footer.reason));
        self.page.paragraph(self.words.get(self.language, "footer_no_tracking"));
        for link in &footer.unsubscribe {
            self.page.paragraph(&labelled(self.words.get(self.language, "unsubscribe"), link));
        }
    }
}

/// A headline's words, its line breaks as spaces.
fn one_line(inlines: &[Inline]) -> String {
    clean(&personalise::plain(inlines))
}
