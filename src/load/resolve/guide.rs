//! Guides.

use super::{
    Resolver,
    campaign::{GuideFile, Known},
};
use crate::{
    diagnostic::{Diagnostics, Located, Span},
    load::markdown::{FieldNames, guide, prose},
    model::{Guide, Status, value::Format},
};

impl Resolver<'_> {
    /// A guide in one language; `None` for a built-in one in a language that the project does not have.
    pub(super) fn guide(&mut self, file: &GuideFile, known: &Known<'_>) -> Option<Guide> {
        let language = match self.built_in {
            // A built-in guide in `fr` serves a project in `fr-CA`.
            true => {
                self.languages.iter().find(|l| **l == file.language || l.without_region() == file.language)?.clone()
            }
            false => self.project_language(&Located::new(file.language.clone(), file.span.clone()))?,
        };
        let front = &file.front;
        let names: &FieldNames = &known.names;
        let mut text = |located: &Located<String>| prose(&located.value, &located.span, names, &mut self.diagnostics);
        let title = text(&front.title);
        let subtitle = front.subtitle.as_ref().map(&mut text);
        let audiences = known.campaign.audiences.iter().map(|a| &a.id);
        let audiences = match self.built_in {
            true => Vec::new(),
            false => self.references("audience", front.audiences.as_ref(), audiences),
        };
        let files = self.files;
        let mut image = |path: &str, span: &Span, diagnostics: &mut Diagnostics| files.image(path, span, diagnostics);
        let blocks = guide(&file.body, names, &mut image, &mut self.diagnostics);
        Some(Guide {
            id: file.id.clone(),
            span: file.span.clone(),
            status: front.status.as_ref().map_or(Status::Ready, |s| s.value),
            built_in: self.built_in,
            language,
            title,
            subtitle,
            audiences,
            format: front.format.as_ref().map_or_else(a4, |f| f.value.clone()),
            blocks,
        })
    }
}

fn a4() -> Format {
    Format { name: "A4".into(), width: 210.0, height: 297.0, unit: crate::model::value::FormatUnit::Mm }
}
