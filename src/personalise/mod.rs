//! Fields filled: from what is known of the project, the campaign, the piece's site and the reader.
//!
//! In: inline text with [`Field`]s and a [`Scope`]. Out: inline text in which only what is not yet known (a reader's
//! columns) is still a field. And for those: in, a newsletter compiled into [`Segments`] and a reader's values; out, the
//! mail that this reader receives ([`Filled`], [`message`]). Pure.

mod date;
mod escape;
mod fill;
mod link;
mod mail;
mod notice;
mod segments;
mod site;
mod typography;
mod variant;
mod wrap;

pub use date::{Leaf, calendar_leaf, document_day, format_date, format_day, format_month, format_time};
pub use escape::{clean, header_text, push_html, shown_value};
pub use fill::{COLUMNS, Filled, push_lines};
pub use mail::{Mail, message, phrase, unstructured};
pub use notice::{Content, Line, Notice, Part, Passage, Shown, Told};
pub use segments::{File, Headers, Lines, Place, Segment, Segments, Slot, TextBlock};
pub use typography::{quotation_marks, quoted, typographic};
pub use variant::{Division, Variant};
pub use wrap::wrap;

use jiff::civil::DateTime;
use sha2::{Digest, Sha256};

use crate::model::{
    Campaign, Project, Site,
    value::{
        DateStyle, Field, FieldFormat, FieldSource, Inline, LanguageTag, LinkTarget, Localised, Prose, ProseBlock,
        SiteField, TrainingField,
    },
};

/// What fields are filled from.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'p> {
    /// The project.
    pub project: &'p Project,
    /// The campaign.
    pub campaign: &'p Campaign,
    /// The piece's language.
    pub language: &'p LanguageTag,
    /// The piece's or reader's site.
    pub site: Option<&'p Site>,
}

impl<'p> Scope<'p> {
    /// A text in the scope's language, filled.
    pub fn prose(&self, text: &Localised<Prose>) -> Prose {
        self.fill_prose(text.get(self.language))
    }

    /// A text in the scope's language, filled, as one run.
    pub fn inlines(&self, text: &Localised<Prose>) -> Vec<Inline> {
        self.prose(text).inlines()
    }

    /// A text in the scope's language, filled, without its markup.
    pub fn plain(&self, text: &Localised<Prose>) -> String {
        plain(&self.inlines(text))
    }

    /// A prose with its fields filled.
    pub fn fill_prose(&self, prose: &Prose) -> Prose {
        let blocks = prose.blocks.iter().map(|block| match block {
            ProseBlock::Paragraph(inlines) => ProseBlock::Paragraph(self.fill(inlines)),
            ProseBlock::List { ordered, items } => {
                ProseBlock::List { ordered: *ordered, items: items.iter().map(|item| self.fill(item)).collect() }
            }
        });
        Prose { blocks: blocks.collect(), span: prose.span.clone() }
    }

    /// Inlines with their fields filled; columns stay.
    pub fn fill(&self, inlines: &[Inline]) -> Vec<Inline> {
        inlines.iter().map(|inline| self.fill_one(inline)).collect()
    }

    fn fill_one(&self, inline: &Inline) -> Inline {
        match inline {
            Inline::Field(field) if matches!(field.source, FieldSource::Column(_)) => inline.clone(),
            Inline::Field(field) => Inline::Text(self.value(field)),
            Inline::Text(text) => Inline::Text(typographic(text, self.language).into_owned()),
            Inline::Strong(content) => Inline::Strong(self.fill(content)),
            Inline::Emphasis(content) => Inline::Emphasis(self.fill(content)),
            Inline::Link { target, content } => {
                let target = match target {
                    LinkTarget::Field(field) if matches!(field.source, FieldSource::Column(_)) => target.clone(),
                    LinkTarget::Field(field) => {
                        self.value(field).parse().map_or_else(|_| target.clone(), LinkTarget::Link)
                    }
                    _ => target.clone(),
                };
                Inline::Link { target, content: self.fill(content) }
            }
            Inline::Code(_) | Inline::Break => inline.clone(),
        }
    }

    /// What a field shows here; its default, else nothing, where the project has nothing to show.
    pub fn value(&self, field: &Field) -> String {
        self.known(field).or_else(|| field.default.clone()).unwrap_or_default()
    }

    fn known(&self, field: &Field) -> Option<String> {
        let identity = &self.project.identity;
        match &field.source {
            FieldSource::Name => Some(identity.name.clone()),
            FieldSource::Tagline => Some(self.plain(&identity.tagline)),
            FieldSource::Organisation => identity.organisation.clone(),
            FieldSource::Link => identity.link.as_ref().map(|l| l.to_string()),
            FieldSource::Contact => identity.contact.as_ref().map(|c| c.to_string()),
            FieldSource::Launch => self.campaign.launch.map(|launch| self.moment(launch, field.format)),
            FieldSource::Site(part) => self.site_value(*part),
            FieldSource::Training(id, part) => {
                let training = self.campaign.training.iter().find(|t| t.id == *id)?;
                let session = self.campaign.session(training, self.site.map(|s| &s.id));
                match part {
                    TrainingField::Title => Some(self.plain(&training.title)),
                    TrainingField::Starts => session.map(|s| self.moment(s.starts, field.format)),
                    TrainingField::Place => session.and_then(|s| s.place.as_ref()).map(|p| self.plain(p)),
                    TrainingField::Register => training.register.as_ref().map(|l| l.to_string()),
                }
            }
            FieldSource::Column(_) => None,
        }
    }

    fn site_value(&self, part: SiteField) -> Option<String> {
        let site = self.site?;
        let identity = &self.project.identity;
        match part {
            SiteField::Name => Some(site.name.get(self.language).clone()),
            SiteField::Address => site.address.as_ref().map(|a| a.get(self.language).clone()),
            SiteField::Contact => site.contact.as_ref().or(identity.contact.as_ref()).map(|c| c.to_string()),
            SiteField::Link => site.link.as_ref().or(identity.link.as_ref()).map(|l| l.to_string()),
        }
    }

    fn moment(&self, at: DateTime, format: Option<FieldFormat>) -> String {
        match format.unwrap_or(FieldFormat::Date(DateStyle::Medium)) {
            FieldFormat::Date(style) => format_date(at.date(), self.language, style),
            FieldFormat::Time => format_time(at.time(), self.language),
        }
    }
}

/// The first 16 figures of a SHA-256, for names that come from content.
pub fn short_hash(bytes: &[u8]) -> String {
    crate::model::value::hex(&Sha256::digest(bytes)[..8])
}

/// Inlines without their markup; a link shows its text, a column its default.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. } => {
                out.push_str(&plain(content));
            }
            Inline::Break => out.push(' '),
            Inline::Field(field) => out.push_str(field.default.as_deref().unwrap_or_default()),
        }
    }
    out
}
