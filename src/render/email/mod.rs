//! Newsletters, compiled for their readers and shown for an invented one.
//!
//! In: a newsletter's job, the PNG of the banner at its head and the guides that come with it. Out: [`Segments`] for each
//! variant of readers that occurs, the pictures and files that they name, and, for an invented sample reader, `html`,
//! `txt` and `eml`, which are segments too, filled.
//!
//! The way through: a `reader` stands for the readers of one variant; `fill` makes an `issue` for them, in which marks
//! stand for their own values; the issue becomes JSON (`context`) and plain text (`text_part`); the templates make MJML of
//! the JSON, mrml makes HTML of the MJML (`html`), and `cut` makes segments of all, with what `attachments` come with it.
//!
//! Templates are `email/newsletter.mjml` and one `email/blocks/KIND.mjml` for each kind of block; a project overrides any
//! of them by a file of the same name below `brand/templates/`.

mod attachments;
mod calendar;
mod check;
mod context;
mod cut;
mod edition;
mod elements;
mod emit_mjml;
mod emit_text;
mod eml;
mod fill;
mod fonts;
mod html;
mod hyphens;
mod issue;
mod lighten;
mod lint;
mod markup;
mod palette;
mod picture;
mod reader;
mod studio;
mod text_part;

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Needs, Rendered, Renderer};
use crate::{
    design::Theme,
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{Newsletter, Project, value::Localised, value::Prose},
    personalise::{Filled, Mail, Segments, header_text, message},
    plan::{Job, Piece, Role},
    template::{Templates, builtin},
};
use check::Finished;
use edition::{Compiled, Edition};
use palette::Colours;
use picture::Picture;
use studio::Studio;

pub use html::standalone;
pub use reader::invented;

/// The most characters of a subject that inboxes show.
const SUBJECT: usize = 50;
/// The most characters of a preheader that inboxes show.
const PREHEADER: usize = 99;

/// Makes newsletters.
pub struct EmailRenderer {
    project: Project,
    templates: Templates,
    colours: Colours,
    studio: Studio,
}

impl EmailRenderer {
    /// Compiles the templates, the project's own over the built-in ones.
    pub fn new(project: &Project) -> (Self, Diagnostics) {
        let (templates, diagnostics) = Templates::new(builtin::EMAIL, "email/", &project.templates);
        let theme = Theme::new(&project.identity.brand);
        let colours = Colours::new(&theme);
        let studio = Studio::new(&project.identity, theme, &colours);
        (Self { project: project.clone(), templates, colours, studio }, diagnostics)
    }
}

impl Renderer for EmailRenderer {
    fn name(&self) -> &'static str {
        "email"
    }

    fn context(&self, job: &Job<'_>) -> Value {
        let newsletter = newsletter(job);
        let editions = self.editions(job, newsletter);
        serde_json::json!({
            "editions": editions.iter().map(|edition| self.edition_context(edition, job)).collect::<Vec<_>>(),
            "headers": eml::headers(&self.project, job, newsletter),
            "images": self.project.delivery.as_ref().map(|delivery| &delivery.images),
            "templates": self.templates.fingerprint(),
        })
    }

    fn render(&self, job: &Job<'_>, context: &Value, needs: &Needs) -> Rendered {
        let newsletter = newsletter(job);
        let mut editions = self.editions(job, newsletter);
        let mut diagnostics = Diagnostics::new();
        let header = header(editions.first().and_then(|sample| sample.issue.header.as_ref()), needs);
        let header = header.map_err(|diagnostic| diagnostics.push(*diagnostic)).ok().flatten();
        let mut compiled = Vec::new();
        for edition in &mut editions {
            let mut found = std::mem::take(&mut edition.issue.diagnostics);
            compiled.extend(self.compile(edition, job, context, header.as_ref(), needs, &mut found));
            tell(&mut diagnostics, found);
        }
        let filled = |segments: &Compiled| fill(&self.project, job, &segments.segments).html().len();
        tell(&mut diagnostics, compiled.iter().map(filled).max().and_then(|most| html::weight(most, &newsletter.span)));
        let attached = compiled.iter().map(Compiled::attached).max();
        tell(&mut diagnostics, attached.and_then(|most| attachments::weight(most, newsletter)));
        let (Some(sample), Some(edition)) = (compiled.first(), editions.first()) else {
            return Rendered { diagnostics, ..Rendered::default() };
        };
        tell(&mut diagnostics, self.lengths(newsletter, job, sample, edition));
        for compiled in &compiled {
            tell(&mut diagnostics, self.finished(job, compiled, header.as_ref()));
        }
        if diagnostics.has_errors() || compiled.len() < editions.len() {
            return Rendered { diagnostics, ..Rendered::default() };
        }
        Rendered { files: self.sample(job, sample), extras: extras(job, &editions, &compiled), diagnostics }
    }
}

impl EmailRenderer {
    /// The sample's files.
    fn sample(&self, job: &Job<'_>, sample: &Compiled) -> Vec<(&'static str, Vec<u8>)> {
        let filled = fill(&self.project, job, &sample.segments);
        let (subject, html, text) = (filled.subject(), filled.html(), filled.text());
        let file = |ending: &str| match ending {
            "html" => Some(html::standalone(&html, &sample.files).into_bytes()),
            "txt" => Some(text.clone().into_bytes()),
            "eml" => {
                let (headers, files) = (&sample.segments.headers, &sample.files);
                message(&Mail { headers, to: None, subject: &subject, html: &html, text: &text, files, draft: true })
            }
            _ => None,
        };
        let endings = job.artefacts.iter().map(|artefact| artefact.ending);
        endings.filter_map(|ending| Some((ending, file(ending)?))).collect()
    }

    /// What is said of an edition as the invented reader would receive it.
    fn finished(&self, job: &Job<'_>, compiled: &Compiled, banner: Option<&Picture>) -> Diagnostics {
        let filled = fill(&self.project, job, &compiled.segments);
        check::check(&Finished {
            project: &self.project,
            newsletter: newsletter(job),
            language: &job.language,
            subject: &filled.subject(),
            html: &filled.html(),
            banner,
            templates: &self.templates,
        })
    }

    /// Warnings for what inboxes would cut of the sample.
    fn lengths(&self, newsletter: &Newsletter, job: &Job<'_>, sample: &Compiled, edition: &Edition) -> Vec<Diagnostic> {
        let filled = fill(&self.project, job, &sample.segments);
        let check = |what: &str, text: &Localised<Prose>, shown: &str, most: usize| {
            let length = shown.chars().count();
            (length > most).then(|| {
                let place = text.get(&job.language).span.as_ref().or(text.span.as_ref()).unwrap_or(&newsletter.span);
                let message = format!("the {what} has {length} characters in `{}`; inboxes show {most}", job.language);
                let help = too_long(&self.project.identity.name, shown, length, most);
                Diagnostic::new(Code::SubjectTooLong, place, message).help(help)
            })
        };
        let subject = check("subject", &newsletter.subject, &filled.subject(), SUBJECT);
        let preheader = header_text(&filled.plain(&edition.issue.marks.text(&edition.issue.preheader)));
        let own = newsletter.preheader.as_ref();
        subject.into_iter().chain(own.and_then(|text| check("preheader", text, &preheader, PREHEADER))).collect()
    }
}

/// What to do about a text that inboxes cut: where it holds a name without which it would fit, or that fills it alone, that name goes.
fn too_long(name: &str, shown: &str, length: usize, most: usize) -> String {
    let own = name.chars().count();
    match shown.contains(name) && (length - own <= most || own * 2 > most) {
        true => {
            format!("the project's name takes {own} of them: leave `{{{{ name }}}}` out; the letter's head says it")
        }
        false => "say the most important thing first, in fewer words".to_owned(),
    }
}

fn newsletter<'p>(job: &Job<'p>) -> &'p Newsletter {
    match job.piece {
        Piece::Newsletter(newsletter) => newsletter,
        _ => panic!("`email` renders newsletters only"),
    }
}

/// Segments filled for the sample reader.
fn fill<'s>(project: &Project, job: &Job<'_>, segments: &'s Segments) -> Filled<'s> {
    segments.fill_slots(|slot| reader::invented(project, job, slot))
}

/// Adds diagnostics that were not told yet: what is wrong is wrong in every variant.
fn tell(told: &mut Diagnostics, found: impl IntoIterator<Item = Diagnostic>) {
    for diagnostic in found {
        if !told.iter().any(|other| *other == diagnostic) {
            told.push(diagnostic);
        }
    }
}

/// What is made beside the sample: the segments of each variant, and the pictures and files that they name.
fn extras(job: &Job<'_>, editions: &[Edition], compiled: &[Compiled]) -> BTreeMap<String, Vec<u8>> {
    let mut extras = BTreeMap::new();
    let variants = job.artefacts.iter().filter(|artefact| artefact.variant.is_some());
    for (artefact, compiled) in variants.zip(compiled.iter().skip(1)) {
        extras.insert(artefact.path.clone(), compiled.segments.to_json());
    }
    for (i, (file, bytes)) in compiled.iter().enumerate().flat_map(|(i, c)| c.files.iter().map(move |file| (i, file))) {
        // What the sample shows stands within it, unless it is fetched.
        if file.content_id.is_some() && (i > 0 || file.link.is_some()) {
            extras.insert(file.path.clone(), bytes.to_vec());
        }
    }
    editions.iter().skip(1).for_each(|edition| attachments::made(&edition.attached, &mut extras));
    extras
}

/// The banner at the head, from the bytes of the job that makes it.
fn header(header: Option<&issue::Header>, needs: &Needs) -> Result<Option<Picture>, Box<Diagnostic>> {
    let Some(header) = header else { return Ok(None) };
    match needs.get(&Role::Header) {
        Some(bytes) => picture::header(header.id.clone(), &lighten::lighten(bytes)).map(Some),
        None => {
            let message = "the banner at the head of the newsletter was not made";
            Err(Box::new(Diagnostic::global(Code::RendererFailed, message)))
        }
    }
}

#[cfg(test)]
mod tests;
