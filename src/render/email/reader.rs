//! Those whom an issue is for: the readers of one variant, whose own values are only marked.
//!
//! In: texts as written. Out: texts in which nothing is left to fill but marks where a value of the recipients' list will
//! stand. What the sample shows there is invented: no build ever shows a name from the list.

use std::borrow::Cow;

use super::cut::Marks;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    model::{
        Block, Campaign, Newsletter, Project, Session, Site, Training,
        value::{Field, FieldSource, Id, Inline, LanguageTag, Link, LinkTarget, Localised, Prose, ProseBlock},
    },
    personalise::{self, Division, Scope, Slot, Variant},
    plan::Job,
};

/// The readers of one variant of a newsletter.
#[derive(Debug)]
pub(super) struct Reader<'p> {
    /// What fields are filled from; without a site where the newsletter does not depend on it.
    pub(super) scope: Scope<'p>,
    /// The values that differ from reader to reader.
    pub(super) marks: Marks,
    /// Links of the texts that lead nowhere for these readers.
    pub(super) diagnostics: Diagnostics,
    division: Division<'p>,
    variant: Variant,
}

impl<'p> Reader<'p> {
    /// The readers of a variant.
    pub(super) fn of(project: &'p Project, job: &'p Job<'p>, newsletter: &'p Newsletter, variant: Variant) -> Self {
        let division = Division::new(project, job.campaign, newsletter);
        let site = variant.site.as_ref().and_then(|id| job.campaign.site(id));
        let scope = Scope { project, campaign: job.campaign, language: &job.language, site };
        let marks = Marks::new(&sources(project, job.campaign, newsletter, &job.language));
        Self { scope, marks, diagnostics: Diagnostics::new(), division, variant }
    }

    /// The sample reader: in no audience but those of everybody, at the job's site, else at the campaign's first site that
    /// speaks the language.
    pub(super) fn sample(project: &'p Project, job: &'p Job<'p>, newsletter: &'p Newsletter) -> Self {
        let site = sample_site(job).map(|site| &site.id);
        let variant = Division::new(project, job.campaign, newsletter).variant(|_| false, site);
        Self::of(project, job, newsletter, variant)
    }

    /// Whether these readers see what is `only` for some audiences.
    pub(super) fn shows(&self, only: &[Id]) -> bool {
        self.division.shows(&self.variant, only)
    }

    /// Whether these readers see a block: it is for them, and in their language.
    pub(super) fn shows_block(&self, block: &Block, job: &Job<'_>) -> bool {
        let language = &job.language;
        let spoken = block.languages.is_empty()
            || block.languages.iter().any(|l| l == language || *l == language.without_region());
        spoken && self.shows(&block.only)
    }

    /// The session of a training that these readers attend: their site's, else one for all sites; none where their site
    /// is not known and there are several.
    pub(super) fn session(&self, training: &'p Training) -> Option<&'p Session> {
        let known = self.scope.site.is_some() || training.sessions.len() == 1;
        self.scope.campaign.session(training, self.scope.site.map(|site| &site.id)).filter(|_| known)
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

    /// What a field shows: a mark where it is a column.
    fn value(&mut self, field: &Field) -> String {
        match &field.source {
            FieldSource::Column(column) => {
                self.marks.mark(Slot { column: column.clone(), default: field.default.clone(), link: false })
            }
            _ => self.scope.value(field),
        }
    }

    fn target(&mut self, target: LinkTarget) -> LinkTarget {
        let field = match &target {
            LinkTarget::Link(link) => return LinkTarget::Link(self.link(link)),
            LinkTarget::Field(field) => field,
            // Only guides have headings and notes to lead to.
            LinkTarget::Heading(_) | LinkTarget::Note(_) => return target,
        };
        if let FieldSource::Column(column) = &field.source {
            let default = self.fallback(field);
            let mark = self.marks.address(column, default.map(|link| link.to_string()));
            return mark.parse().map_or(target, LinkTarget::Link);
        }
        if let Some(span) = &field.span {
            let message = "this link has no address for the readers of this issue";
            let help = "give the site, or the identity, a `link`, or write the address itself";
            self.diagnostics.push(Diagnostic::new(Code::InvalidLink, span, message).help(help));
        }
        target
    }

    /// Where a link from a column leads for readers who have no address there: to its default, else to the project's own
    /// pages, else to whom one may write.
    fn fallback(&mut self, field: &Field) -> Option<Link> {
        let identity = &self.scope.project.identity;
        let own = field.default.as_ref().and_then(|default| default.parse::<Link>().ok());
        let contact = || identity.contact.as_ref().and_then(|contact| format!("mailto:{contact}").parse().ok());
        if let (None, Some(span)) = (&own, &field.span) {
            let message = match &field.default {
                Some(default) => format!("the default `{default}` is no address that a link can lead to"),
                None => "this link leads nowhere for readers whose column is empty".to_owned(),
            };
            let help = "end the field with `| default(\"https://…\")`";
            let diagnostic = Diagnostic::new(Code::InvalidLink, span, message).help(help);
            self.diagnostics.push(Diagnostic { severity: Severity::Warning, ..diagnostic });
        }
        own.or_else(|| identity.link.clone()).or_else(contact)
    }
}

/// The texts that an issue can be made of.
fn sources<'p>(
    project: &'p Project,
    campaign: &'p Campaign,
    newsletter: &'p Newsletter,
    language: &LanguageTag,
) -> Vec<Cow<'p, str>> {
    let files = [&newsletter.span, &campaign.span, &project.identity.name_span].map(|span| span.source.text().into());
    let templates = project.templates.iter().map(|template| String::from_utf8_lossy(&template.bytes));
    let words = project.words.table(language).into_values().map(Cow::Owned);
    files.into_iter().chain(templates).chain(words).collect()
}

/// The site of the sample reader.
fn sample_site<'p>(job: &'p Job<'p>) -> Option<&'p Site> {
    let speaks = |site: &&Site| site.language == job.language;
    let about = |site: &&Site| site.language.primary() == job.language.primary();
    let sites = &job.campaign.sites;
    job.site.or_else(|| sites.iter().find(speaks)).or_else(|| sites.iter().find(about))
}

/// What a slot shows for the sample reader: an invented value, else the slot's default, else the column's name.
pub fn invented<'s>(project: &Project, job: &Job<'_>, slot: &'s Slot) -> Option<Cow<'s, str>> {
    let key = format!("sample_{}", slot.column);
    let value = match slot.column.as_str() {
        _ if slot.link => None,
        "language" => Some(job.language.to_string()),
        "site" => sample_site(job).map(|site| site.id.to_string()),
        _ => Some(project.words.get(&job.language, &key)).filter(|word| *word != key).map(str::to_owned),
    };
    value.or_else(|| slot.default.is_none().then(|| readable(&slot.column))).map(Cow::Owned)
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
    use crate::{model::sample::span, plan::Piece, render::email::tests::sample};

    fn reader<'p>(project: &'p Project, job: &'p Job<'p>) -> Reader<'p> {
        let Piece::Newsletter(newsletter) = job.piece else { panic!("a newsletter") };
        Reader::sample(project, job, newsletter)
    }

    fn field(column: &str, default: Option<&str>) -> Field {
        let source = FieldSource::Column(column.into());
        Field { source, format: None, default: default.map(str::to_owned), span: Some(span(column)) }
    }

    #[test]
    fn the_sample_shows_invented_values() {
        let project = sample::project();
        let job = sample::job(&project, "fr", false);
        for (column, default, expected) in [
            ("first_name", Some("à tous"), Some("Camille")),
            ("site", None, Some("lyon")),
            ("language", None, Some("fr")),
            ("cost_center", Some("le vôtre"), None),
            ("cost_center", None, Some("Cost center")),
        ] {
            let slot = Slot { column: column.into(), default: default.map(str::to_owned), link: false };
            assert_eq!(invented(&project, &job, &slot).as_deref(), expected, "{column}");
        }
    }

    #[test]
    fn columns_become_marks_each_once() {
        let project = sample::project();
        let job = sample::job(&project, "fr", false);
        let mut reader = reader(&project, &job);
        let first = reader.value(&field("first_name", Some("à tous")));
        assert!(first.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{first}");
        assert_eq!(reader.value(&field("first_name", Some("à tous"))), first);
        assert_ne!(reader.value(&field("first_name", None)), first);
        assert_eq!(reader.marks.slots.len(), 2);
    }

    #[test]
    fn links_from_columns_lead_somewhere_and_others_are_reported() {
        let project = sample::project();
        let job = sample::job(&project, "de", false);
        let mut reader = reader(&project, &job);
        let target = reader.target(LinkTarget::Field(field("profile", Some("https://x.example/p"))));
        assert!(matches!(target, LinkTarget::Link(_)) && reader.diagnostics.is_empty());
        assert_eq!(reader.marks.slots[0].default.as_deref(), Some("https://x.example/p"));
        reader.target(LinkTarget::Field(field("profile", Some("javascript:alert(1)"))));
        assert_eq!(reader.marks.slots[1].default.as_deref(), Some("https://agora.horizon.example/"));
        assert!(!reader.diagnostics.is_empty() && !reader.diagnostics.has_errors(), "a warning");
        let lost = Field { source: FieldSource::Organisation, ..field("", None) };
        assert!(matches!(reader.target(LinkTarget::Field(lost)), LinkTarget::Field(_)));
        assert!(reader.diagnostics.has_errors());
    }
}
