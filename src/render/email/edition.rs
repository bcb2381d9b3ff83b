//! One edition of a newsletter: what the readers of one variant receive, and the way from it to [`Segments`].
//!
//! In: a job and a [`Reader`]. Out: the edition's share of the job's context; then its segments with the bytes of the
//! pictures and files that they name.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    EmailRenderer,
    attachments::{self, Attached},
    context, html,
    issue::Issue,
    picture::{self, Picture},
    reader::{self, Reader},
    text_part,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{Images, Newsletter},
    personalise::{File, Headers, Segments, Variant},
    plan::Job,
    render::Needs,
};

/// What the readers of one variant receive.
pub(super) struct Edition {
    /// The name of the variant; none for the sample.
    variant: Option<String>,
    /// Their issue.
    pub(super) issue: Issue,
    /// The files that come with it.
    pub(super) attached: Vec<Attached>,
}

/// An edition cut at its readers' values.
pub(super) struct Compiled {
    /// What is filled for each reader.
    pub(super) segments: Segments,
    /// The pictures and attachments that it names.
    pub(super) files: Vec<(File, Arc<[u8]>)>,
}

impl Compiled {
    /// How many bytes of files come with the mail, pictures left out.
    pub(super) fn attached(&self) -> u64 {
        self.segments.attachments.iter().map(|file| file.bytes).sum()
    }
}

impl EmailRenderer {
    /// The editions of a job: the sample's first, then one for each variant that occurs.
    pub(super) fn editions(&self, job: &Job<'_>, newsletter: &Newsletter) -> Vec<Edition> {
        let variants = job.artefacts.iter().filter_map(|artefact| artefact.variant.as_ref());
        let all = [None].into_iter().chain(variants.map(Some));
        all.map(|variant| self.edition(job, newsletter, variant)).collect()
    }

    fn edition(&self, job: &Job<'_>, newsletter: &Newsletter, variant: Option<&Variant>) -> Edition {
        let reader = match variant {
            Some(variant) => Reader::of(&self.project, job, newsletter, variant.clone()),
            None => Reader::sample(&self.project, job, newsletter),
        };
        let attached = attachments::attached(&reader, job, newsletter);
        let variant = variant.map(|variant| variant.name().to_owned());
        Edition { variant, issue: Issue::new(reader, job, &self.studio), attached }
    }

    /// What an edition's bytes depend on.
    pub(super) fn edition_context(&self, edition: &Edition, job: &Job<'_>) -> Value {
        let Edition { variant, issue, attached } = edition;
        let text = text_part::text_part(issue, &self.project.words, &job.language, &self.project.identity.name);
        let slots = issue.marks.slots.iter();
        json!({
            "variant": variant,
            "issue": context::context(issue, &self.project, &job.language, &self.colours),
            "text": text,
            "values": issue.marks.slots,
            "invented": slots.map(|slot| reader::invented(&self.project, job, slot)).collect::<Vec<_>>(),
            "attached": attached,
        })
    }

    /// Renders an edition and cuts it; nothing where an error was met.
    pub(super) fn compile(
        &self,
        edition: &Edition,
        job: &Job<'_>,
        context: &Value,
        header: Option<&Picture>,
        needs: &Needs,
        diagnostics: &mut Diagnostics,
    ) -> Option<Compiled> {
        let issue = &edition.issue;
        let headers: Headers = serde_json::from_value(context["headers"].clone()).ok()?;
        let pictures = self.pictures(issue, header, job, diagnostics);
        let mjml = self.templates.render("email/newsletter.mjml", edition_of(context, edition)?.get("issue")?);
        let mjml = mjml.map_err(|diagnostic| diagnostics.push(*diagnostic)).ok()?;
        let html = html::html(&mjml, &self.templates, diagnostics)?;
        let html = html::with_sources(&html, &pictures, File::source);
        let html = issue.marks.html(&html).map_err(|place| {
            let message = format!("a reader's value stands {place}, where it cannot be written safely");
            let help = "in the templates below `brand/templates/email`, show texts between tags only, unchanged";
            diagnostics.push(Diagnostic::global(Code::InvalidTemplate, message).help(help));
        });
        let attachments = attachments::with_bytes(&edition.attached, needs);
        let name = |files: &[(File, Arc<[u8]>)]| files.iter().map(|(file, _)| file.clone()).collect();
        let segments = Segments {
            campaign: job.campaign.id.to_string(),
            newsletter: job.id().to_string(),
            language: job.language.to_string(),
            variant: edition.variant.clone().unwrap_or_else(|| "sample".to_owned()),
            headers,
            slots: issue.marks.slots.clone(),
            subject: issue.marks.text(&issue.subject),
            html: html.ok()?,
            text: issue.marks.lines(serde_json::from_value(edition_of(context, edition)?.get("text")?.clone()).ok()?),
            pictures: name(&pictures),
            attachments: name(&attachments),
        };
        Some(Compiled { segments, files: pictures.into_iter().chain(attachments).collect() })
    }

    /// The pictures of an issue as the mail names them: within it, or where they are fetched from.
    fn pictures(
        &self,
        issue: &Issue,
        header: Option<&Picture>,
        job: &Job<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(File, Arc<[u8]>)> {
        let mut pictures: Vec<Picture> = Vec::new();
        for planned in &issue.pictures {
            match self.studio.make(planned) {
                Ok((picture, heavy)) => {
                    pictures.push(picture);
                    diagnostics.extend(heavy);
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        pictures.extend(header.cloned());
        let base = match self.project.delivery.as_ref().map(|delivery| &delivery.images) {
            Some(Images::Link(base)) => Some(base),
            Some(Images::Embed) | None => None,
        };
        let stem = format!("{}.{}", job.id(), job.language);
        let folder = format!("{}/newsletters/pictures", job.campaign.id);
        pictures
            .iter()
            .map(|picture| (picture::linked(picture, &folder, &stem, base), Arc::clone(&picture.bytes)))
            .collect()
    }
}

fn edition_of<'c>(context: &'c Value, edition: &Edition) -> Option<&'c Value> {
    let variant = edition.variant.as_deref();
    context["editions"].as_array()?.iter().find(|other| other["variant"].as_str() == variant)
}
