//! Newsletters: HTML that stands alone, a plain-text part, and an `.eml` draft, for an invented sample reader.
//!
//! In: a newsletter's job, and the PNG of the banner at its head where it needs one. Out: `html`, `txt` and `eml`.
//!
//! The way through: `fill` makes an `issue` of a job; the issue becomes JSON (`context`) and plain text (`text_part`); the
//! templates make MJML of the JSON, mrml makes HTML of the MJML (`html`), and `eml` puts both parts and the pictures into
//! one message.
//!
//! Templates are `email/newsletter.mjml` and one `email/blocks/KIND.mjml` for each kind of block; a project overrides any
//! of them by a file of the same name below `brand/templates/`.

mod check;
mod context;
mod elements;
mod emit_mjml;
mod emit_text;
mod eml;
mod fill;
mod fonts;
mod html;
mod issue;
mod lighten;
mod lint;
mod markup;
mod palette;
mod picture;
mod reader;
mod text_part;
mod wrap;

use serde_json::Value;

use super::{Needs, Rendered, Renderer};
use crate::{
    design::Theme,
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{Newsletter, Project, value::Localised, value::Prose},
    plan::{Job, Piece, Role},
    template::{Templates, builtin},
};
use check::Finished;
use eml::Headers;
use issue::Issue;
use palette::Colours;
use picture::Picture;

/// The most characters of a subject that inboxes show.
const SUBJECT: usize = 50;
/// The most characters of a preheader that inboxes show.
const PREHEADER: usize = 99;

/// Makes newsletters.
pub struct EmailRenderer {
    project: Project,
    templates: Templates,
    colours: Colours,
}

impl EmailRenderer {
    /// Compiles the templates, the project's own over the built-in ones.
    pub fn new(project: &Project) -> (Self, Diagnostics) {
        let (templates, diagnostics) = Templates::new(builtin::EMAIL, "email/", &project.templates);
        let colours = Colours::new(&Theme::new(&project.identity.brand));
        (Self { project: project.clone(), templates, colours }, diagnostics)
    }
}

impl Renderer for EmailRenderer {
    fn name(&self) -> &'static str {
        "email"
    }

    fn context(&self, job: &Job<'_>) -> Value {
        let issue = Issue::new(&self.project, job);
        let headers = Headers::new(&self.project, job, newsletter(job), &issue.subject);
        let words = &self.project.words;
        serde_json::json!({
            "issue": context::context(&issue, &self.project, &job.language, &self.colours),
            "text": text_part::text_part(&issue, words, &job.language, &self.project.identity.name),
            "headers": headers,
            "templates": self.templates.fingerprint(),
        })
    }

    fn render(&self, job: &Job<'_>, context: &Value, needs: &Needs) -> Rendered {
        let issue = Issue::new(&self.project, job);
        let mut diagnostics = issue.diagnostics;
        let newsletter = newsletter(job);
        diagnostics.extend(lengths(newsletter, job, &issue.subject, &issue.preheader));
        let mut pictures = issue.pictures;
        match header(&issue.header, needs) {
            Ok(header) => pictures.extend(header),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
        let mjml = self.templates.render("email/newsletter.mjml", &context["issue"]);
        let mjml = mjml.map_err(|diagnostic| diagnostics.push(*diagnostic)).ok();
        let html = mjml.and_then(|mjml| html::html(&mjml, &self.templates, &mut diagnostics));
        let Some(html) = html else { return Rendered { files: Vec::new(), diagnostics } };
        diagnostics.extend(html::weight(&html, &newsletter.span));
        diagnostics.extend(check::check(&Finished {
            project: &self.project,
            newsletter,
            language: &job.language,
            subject: &issue.subject,
            html: &html,
            pictures: &pictures,
            templates: &self.templates,
        }));
        if diagnostics.has_errors() {
            return Rendered { files: Vec::new(), diagnostics };
        }
        let files = job
            .artefacts
            .iter()
            .filter_map(|artefact| Some((artefact.ending, file(artefact.ending, context, &html, &pictures)?)));
        Rendered { files: files.collect(), diagnostics }
    }
}

fn newsletter<'p>(job: &Job<'p>) -> &'p Newsletter {
    match job.piece {
        Piece::Newsletter(newsletter) => newsletter,
        _ => panic!("`email` renders newsletters only"),
    }
}

/// The bytes of the artefact with this ending.
fn file(ending: &str, context: &Value, html: &str, pictures: &[Picture]) -> Option<Vec<u8>> {
    let text = context["text"].as_str().unwrap_or_default();
    match ending {
        "html" => Some(html::standalone(html, pictures).into_bytes()),
        "txt" => Some(text.as_bytes().to_vec()),
        "eml" => eml::draft(&serde_json::from_value(context["headers"].clone()).ok()?, html, text, pictures),
        _ => None,
    }
}

/// The banner at the head, from the bytes of the job that makes it.
fn header(header: &Option<issue::Header>, needs: &Needs) -> Result<Option<Picture>, Box<Diagnostic>> {
    let Some(header) = header else { return Ok(None) };
    match needs.get(&Role::Header) {
        Some(bytes) => picture::header(header.id.clone(), &lighten::lighten(bytes)).map(Some),
        None => {
            let message = "the banner at the head of the newsletter was not made";
            Err(Box::new(Diagnostic::global(Code::RendererFailed, message)))
        }
    }
}

/// Warnings for what inboxes would cut.
fn lengths(newsletter: &Newsletter, job: &Job<'_>, subject: &str, preheader: &str) -> Vec<Diagnostic> {
    let check = |what: &str, text: &Localised<Prose>, shown: &str, most: usize| {
        let length = eml::header_text(shown).chars().count();
        (length > most).then(|| {
            let place = text.get(&job.language).span.as_ref().or(text.span.as_ref()).unwrap_or(&newsletter.span);
            let message = format!("the {what} has {length} characters in `{}`; inboxes show {most}", job.language);
            Diagnostic::new(Code::SubjectTooLong, place, message)
                .help("say the most important thing first, in fewer words")
        })
    };
    let subject = check("subject", &newsletter.subject, subject, SUBJECT);
    let own = newsletter.preheader.as_ref();
    subject.into_iter().chain(own.and_then(|text| check("preheader", text, preheader, PREHEADER))).collect()
}

#[cfg(test)]
mod tests;
