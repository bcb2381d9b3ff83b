//! Guides.

use super::{
    CampaignFiles, Resolver,
    campaign::{GuideFile, Known},
};
use crate::{
    diagnostic::{Diagnostics, Located, Span},
    load::{
        built_in,
        markdown::{FieldNames, guide, prose},
        raw::{self, decode::OneOrMany},
    },
    model::{
        Guide, Newsletter, Status,
        value::{Format, Id},
    },
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
        let blocks = guide(&file.body, names, &known.posters, &mut image, &mut self.diagnostics);
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

impl Resolver<'_> {
    /// The guides that are made from the project's data: those that `built_in_guides` names, all where the campaign writes
    /// no guide and names none, and those that come with a newsletter; never one that the campaign writes itself.
    pub(super) fn built_in_guides(
        &mut self,
        raw: &raw::campaign::Campaign,
        files: &CampaignFiles,
        newsletters: &[Newsletter],
        known: &Known<'_>,
    ) -> Vec<Guide> {
        let asked = match &raw.built_in_guides {
            Some(OneOrMany(named)) => self.named_guides(named),
            None if files.guides.is_empty() => built_in::guides::ids(),
            None => Vec::new(),
        };
        let attached = newsletters.iter().flat_map(|newsletter| &newsletter.attach).map(|attached| &attached.guide);
        let wanted: Vec<&Id> = asked.iter().chain(attached).collect();
        let written = |id: &str| known.guides.iter().any(|own| own.as_str() == id);
        let mut made = Vec::new();
        let outer = std::mem::replace(&mut self.built_in, true);
        for id in built_in::guides::IDS {
            let wanted = wanted.iter().any(|wanted| wanted.as_str() == id) && !written(id);
            if wanted && built_in::guides::has_data(id, known.campaign, known.identity) {
                let mut guides: Vec<Guide> = built_in::guides::files(id, &known.identity.name)
                    .filter_map(|file| self.guide(&file, known))
                    .collect();
                // In the order of the project's languages, as its own pieces are.
                let place = |guide: &Guide| self.languages.iter().position(|language| *language == guide.language);
                guides.sort_by_key(place);
                made.extend(guides);
            }
        }
        self.built_in = outer;
        made
    }

    /// What `built_in_guides` names: ids, `all` or `none`.
    fn named_guides(&mut self, named: &[Located<Id>]) -> Vec<Id> {
        let known = built_in::guides::ids();
        match named {
            [one] if one.value.as_str() == "all" => known,
            [one] if one.value.as_str() == "none" => Vec::new(),
            some => {
                let named = OneOrMany(some.to_vec());
                self.references("built-in guide", Some(&named), &known)
            }
        }
    }
}

fn a4() -> Format {
    Format { name: "A4".into(), width: 210.0, height: 297.0, unit: crate::model::value::FormatUnit::Mm }
}
