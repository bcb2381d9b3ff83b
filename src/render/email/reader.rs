//! The invented reader of samples: no build ever shows a name from the recipients' list.
//!
//! In: texts as written. Out: texts in which nothing is left to fill, a reader's columns filled with invented values.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{
        Site,
        value::{Field, FieldSource, Inline, Link, LinkTarget, Localised, Prose, ProseBlock},
    },
    personalise::{self, Scope},
    plan::Job,
};

/// Somebody who does not exist, at a site that speaks the language.
#[derive(Debug)]
pub(super) struct Reader<'p> {
    /// What fields are filled from.
    pub(super) scope: Scope<'p>,
    /// Links of the texts that lead nowhere for this reader.
    pub(super) diagnostics: Diagnostics,
}

impl<'p> Reader<'p> {
    /// The sample reader of a job: at the job's site, else at the campaign's first site in the job's language.
    pub(super) fn sample(project: &'p crate::model::Project, job: &'p Job<'p>) -> Self {
        let speaks = |site: &&Site| site.language == job.language;
        let about = |site: &&Site| site.language.primary() == job.language.primary();
        let sites = &job.campaign.sites;
        let site = job.site.or_else(|| sites.iter().find(speaks)).or_else(|| sites.iter().find(about));
        let scope = Scope { project, campaign: job.campaign, language: &job.language, site };
        Self { scope, diagnostics: Diagnostics::new() }
    }

    /// A text, filled.
    pub(super) fn prose(&mut self, text: &Localised<Prose>) -> Prose {
        let prose = self.scope.prose(text);
        let blocks = prose.blocks.into_iter().map(|block| match block {
            ProseBlock::Paragraph(inlines) => ProseBlock::Paragraph(self.fill(inlines)),
            ProseBlock::List { ordered, items } => {
                ProseBlock::List { ordered, items: items.into_iter().map(|item| self.fill(item)).collect() }
            }
        });
        Prose { blocks: blocks.collect(), span: prose.span }
    }

    /// A text as one run, filled.
    pub(super) fn inlines(&mut self, text: &Localised<Prose>) -> Vec<Inline> {
        self.prose(text).inlines()
    }

    /// A text without its markup, filled.
    pub(super) fn plain(&mut self, text: &Localised<Prose>) -> String {
        personalise::plain(&self.inlines(text))
    }

    /// A link as the issue carries it.
    pub(super) fn link(&self, link: &Link) -> Link {
        self.scope.tagged(link, "newsletter")
    }

    fn fill(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        inlines.into_iter().map(|inline| self.fill_one(inline)).collect()
    }

    fn fill_one(&mut self, inline: Inline) -> Inline {
        match inline {
            Inline::Field(field) => Inline::Text(self.value(&field)),
            Inline::Strong(content) => Inline::Strong(self.fill(content)),
            Inline::Emphasis(content) => Inline::Emphasis(self.fill(content)),
            Inline::Link { target, content } => {
                Inline::Link { target: self.target(target), content: self.fill(content) }
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Break => inline,
        }
    }

    /// What a column shows for the sample reader: an invented value, else the field's default, else the column's name.
    fn value(&self, field: &Field) -> String {
        let FieldSource::Column(column) = &field.source else { return self.scope.value(field) };
        let Scope { project, language, site, .. } = self.scope;
        let key = format!("sample_{column}");
        let invented = match column.as_str() {
            "language" => Some(language.to_string()),
            "site" => site.map(|site| site.id.to_string()),
            _ => Some(project.words.get(language, &key)).filter(|word| *word != key).map(str::to_owned),
        };
        invented.or_else(|| field.default.clone()).unwrap_or_else(|| readable(column))
    }

    fn target(&mut self, target: LinkTarget) -> LinkTarget {
        let field = match &target {
            LinkTarget::Link(link) => return LinkTarget::Link(self.link(link)),
            LinkTarget::Field(field) => field,
        };
        if let FieldSource::Column(column) = &field.source {
            let default = field.default.as_ref().and_then(|d| d.parse().ok());
            let invented = || format!("https://{column}.example/").parse::<Link>().ok();
            return default.or_else(invented).map_or(target.clone(), LinkTarget::Link);
        }
        if let Some(span) = &field.span {
            let message = "this link has no address for the readers of this issue";
            let help = "give the site, or the identity, a `link`, or write the address itself";
            self.diagnostics.push(Diagnostic::new(Code::InvalidLink, span, message).help(help));
        }
        target
    }
}

/// `cost_center` as people write it: `Cost center`.
fn readable(column: &str) -> String {
    let spaced = column.replace(['_', '-', '.'], " ");
    let mut chars = spaced.trim().chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::sample::span, render::email::tests::sample};

    fn field(column: &str, default: Option<&str>) -> Field {
        let source = FieldSource::Column(column.into());
        Field { source, format: None, default: default.map(str::to_owned), span: Some(span(column)) }
    }

    #[test]
    fn columns_are_filled_with_invented_values() {
        let project = sample::project();
        let job = sample::job(&project, "fr", false);
        let reader = Reader::sample(&project, &job);
        for (column, default, expected) in [
            ("first_name", Some("à tous"), "Camille"),
            ("site", None, "lyon"),
            ("language", None, "fr"),
            ("cost_center", Some("le vôtre"), "le vôtre"),
            ("cost_center", None, "Cost center"),
        ] {
            assert_eq!(reader.value(&field(column, default)), expected, "{column}");
        }
    }

    #[test]
    fn links_from_columns_lead_somewhere_and_others_are_reported() {
        let project = sample::project();
        let job = sample::job(&project, "de", false);
        let mut reader = Reader::sample(&project, &job);
        let target = reader.target(LinkTarget::Field(field("profile", Some("https://x.example/p"))));
        assert_eq!(target, LinkTarget::Link("https://x.example/p".parse().unwrap()));
        let target = reader.target(LinkTarget::Field(field("profile", None)));
        assert_eq!(target, LinkTarget::Link("https://profile.example/".parse().unwrap()));
        assert!(reader.diagnostics.is_empty());
        let lost = Field { source: FieldSource::Organisation, ..field("", None) };
        assert!(matches!(reader.target(LinkTarget::Field(lost)), LinkTarget::Field(_)));
        assert!(reader.diagnostics.has_errors());
    }
}
