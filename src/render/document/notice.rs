//! A newsletter as a page for a notice board.
//!
//! In: a job for one, whose [`Notice`] holds nothing of a reader's. Out: plain data for `notice.typ`, with its pictures. The
//! template chooses how large all is set, and leaves out what the page does not hold, the least important part first.

mod parts;

#[cfg(test)]
mod tests;

use serde::Serialize;

use self::parts::Part;
use super::{
    code::qr,
    compose::Picture,
    data::{Figure, FontChains, Inline, Paper, plain as shown_text},
    material::Material,
    setter::{Setter, span_of},
    text::{longest_word, phrases},
};
use crate::{
    design::Theme,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    model::{
        Newsletter, Project,
        value::{DateStyle, FormatUnit, Link},
    },
    personalise::{Line, Notice, Scope, document_day, format_date, plain},
    plan::Job,
};

/// More parts than this fit on no page, and the template would try them all: the least important are left out before.
const MOST_PARTS: usize = 40;

/// A page.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    /// What tells it from every other document.
    pub ident: String,
    title: String,
    name: String,
    organisation: Option<String>,
    tagline: String,
    language: String,
    region: Option<String>,
    direction: &'static str,
    numbering: &'static str,
    /// Year, month and day of the document.
    pub date: [i16; 3],
    paper: Paper,
    theme: Theme,
    fonts: FontChains,
    logo: Figure,
    pattern: Option<usize>,
    /// When the newsletter first leaves.
    kicker: Option<String>,
    headline: Vec<Inline>,
    /// Pieces of the headline that a line must hold whole.
    words: Vec<String>,
    lead: Vec<Inline>,
    parts: Vec<Part>,
    why: Option<Vec<Inline>>,
    action: Option<Vec<Inline>>,
    code: Option<Figure>,
    scan: String,
    /// Where the code leads, as people write it.
    address: Option<String>,
    imprint: String,
    pictures: Vec<String>,
    fingerprint: [String; 2],
}

/// A page with what it needs and what is wrong with it.
pub(super) struct Composed {
    pub page: Page,
    pub pictures: Vec<Picture>,
    pub diagnostics: Diagnostics,
    /// Where each part was written.
    places: Vec<Span>,
    /// Where those parts were written that are too many for any page.
    beyond: Vec<Span>,
    /// True where the page's code leads to the whole letter.
    whole_elsewhere: bool,
}

/// Composes the page of a newsletter.
pub(super) fn compose(project: &Project, job: &Job<'_>, newsletter: &Newsletter, material: &Material) -> Composed {
    let scope = Scope { project, campaign: job.campaign, language: &job.language, site: None };
    let notice = Notice::new(project, job.campaign, newsletter, &job.language);
    let mut setter = Setter::new(scope, material);
    let mut page = frame(&mut setter, job, newsletter);
    let span = span_of(notice.headline.source, &job.language);
    page.headline = setter.headline(&notice.headline.inlines, span);
    page.title = plain(&notice.headline.inlines);
    page.words = whole_words(&shown_text(&page.headline), &scope);
    page.lead = notice.lead.as_ref().map(|lead| line(&mut setter, lead)).unwrap_or_default();
    page.action = notice.action.as_ref().map(|action| line(&mut setter, action));
    if let Some(link) = &notice.link {
        page.code = code(&mut setter, link);
        // Nobody types the path of a letter: the project's own address stands for it.
        let typed = project.identity.link.as_ref().filter(|_| notice.is_whole_behind_link).unwrap_or(link);
        page.address = Some(setter.whole(bare(typed)));
    }
    let ranked = parts::most_important(&notice.parts, MOST_PARTS);
    let (mut places, mut beyond) = (Vec::new(), Vec::new());
    for (at, part) in notice.parts.iter().enumerate() {
        if !ranked.contains(&at) {
            beyond.push(part.span.clone());
        } else if let Some(shown) = parts::part(&mut setter, part, at) {
            page.parts.push(shown);
            places.push(part.span.clone());
        }
    }
    page.pictures = setter.hashes();
    let diagnostics = setter.missing(&newsletter.span);
    let whole_elsewhere = notice.is_whole_behind_link;
    Composed { page, pictures: setter.pictures, diagnostics, places, beyond, whole_elsewhere }
}

impl Composed {
    /// What the page does not hold, where nothing else shows it.
    pub fn left_out(&self, newsletter: &Newsletter, dropped: &[usize]) -> Option<Diagnostic> {
        let dropped_places = dropped.iter().filter_map(|place| self.places.get(*place));
        let first = dropped_places.chain(&self.beyond).min_by_key(|span| span.start)?;
        if self.whole_elsewhere {
            return None;
        }
        let message = format!(
            "the notice of `{}` holds {} of {} parts: the first that it leaves out is this",
            newsletter.id,
            self.places.len() - dropped.len(),
            self.places.len() + self.beyond.len(),
        );
        let help = "shorten the newsletter, or write `published_at` in identity.yaml: then its code leads to the whole";
        Some(Diagnostic::new(Code::NoticeShortened, first, message).help(help))
    }
}

/// What does not depend on the newsletter's texts.
fn frame(setter: &mut Setter<'_>, job: &Job<'_>, newsletter: &Newsletter) -> Page {
    let (scope, material) = (setter.scope, setter.material);
    let (identity, language) = (&scope.project.identity, scope.language);
    let format = job.format.as_ref();
    let (width, height) = format.filter(|f| f.unit == FormatUnit::Mm).map_or((210.0, 297.0), |f| (f.width, f.height));
    let paper = Paper { width, height };
    let alt = match &identity.brand.logo {
        Some(logo) => logo.alt.get(language).clone(),
        None => scope.project.words.fill(language, "logo_alt", &[("name", &identity.name)]),
    };
    let organisation = identity.organisation.as_ref();
    let by = organisation.map(|name| setter.word("by_organisation", &[("organisation", name)]));
    let contact = identity.contact.as_ref().map(|contact| setter.whole(contact.as_str()));
    let why = identity.story.why.as_ref();
    let why = why.map(|why| {
        let inlines = scope.inlines(why);
        setter.headline(&inlines, span_of(why, language))
    });
    Page {
        ident: format!("{}/{}/{}-notice.{language}", identity.name, job.campaign.id, newsletter.id),
        title: String::new(),
        name: setter.text(&identity.name),
        organisation: organisation.map(|name| setter.text(name)),
        tagline: setter.plain(&identity.tagline),
        language: language.primary().to_owned(),
        region: language.region().filter(|region| region.len() == 2),
        direction: language.direction().as_str(),
        numbering: numbering(&scope),
        date: document_day(job.campaign),
        theme: material.theme.clone(),
        fonts: material.chains(language),
        logo: Figure { file: setter.svg(material.logo(language.direction())), alt: setter.text(&alt) },
        pattern: material.pattern(scope, &paper).map(|svg| setter.svg(svg)),
        paper,
        kicker: newsletter.first_send.map(|at| format_date(at.date(), language, DateStyle::Medium)),
        headline: Vec::new(),
        words: Vec::new(),
        lead: Vec::new(),
        parts: Vec::new(),
        why,
        action: None,
        code: None,
        scan: setter.word("scan_to_learn_more", &[]),
        address: None,
        imprint: by.into_iter().chain(contact).collect::<Vec<_>>().join(" · "),
        pictures: Vec::new(),
        fingerprint: material.fingerprint.clone(),
    }
}

fn line(setter: &mut Setter<'_>, line: &Line<'_>) -> Vec<Inline> {
    let span = span_of(line.source, setter.scope.language);
    setter.run(&line.inlines, span)
}

fn code(setter: &mut Setter<'_>, link: &Link) -> Option<Figure> {
    let drawing = qr(link.as_str())?;
    Some(Figure { file: setter.svg(drawing), alt: setter.word("notice_code_alt", &[("link", bare(link))]) })
}

/// An address as people write it, without what only counts visits.
fn bare(link: &Link) -> &str {
    link.short().split(['?', '#']).next().unwrap_or_default()
}

/// The words of a headline that may be its widest.
fn whole_words(title: &str, scope: &Scope<'_>) -> Vec<String> {
    let whole = phrases(title, scope.language);
    let words = whole.unwrap_or_else(|| title.split(' ').map(longest_word).collect());
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(6);
    words
}

/// How a language writes its numbers, as Typst writes numbering patterns.
pub(super) fn numbering(scope: &Scope<'_>) -> &'static str {
    let sample = format_date(jiff::civil::date(2011, 1, 1), scope.language, DateStyle::Medium);
    let digit = |range: std::ops::RangeInclusive<char>| sample.chars().any(|c| range.contains(&c));
    match () {
        () if digit('\u{660}'..='\u{669}') => "١",
        () if digit('\u{6f0}'..='\u{6f9}') => "۱",
        () => "1",
    }
}
