//! A newsletter for those who have no mailbox: what of it may hang on a wall, read by anybody.
//!
//! In: a newsletter, its campaign and a language. Out: a [`Notice`] without anything of a reader's: blocks for some audiences
//! only are not in it, nor texts that need a value of the recipients' list or of a site and have no default for it, nor the
//! salutation. Pure.

mod public;

#[cfg(test)]
mod tests;

use jiff::civil::DateTime;

use super::{Division, Scope};
use crate::{
    diagnostic::Span,
    model::{
        Block, BlockKind, Campaign, Newsletter, Person, Photo, Project, Training,
        value::{Asset, Id, Inline, LanguageTag, Link, Localised, Prose},
    },
};

/// A lead longer than this many characters is a text of its own.
const LONGEST_LEAD: usize = 240;

/// A newsletter as a wall shows it.
#[derive(Debug, Clone)]
pub struct Notice<'p> {
    /// Its headline: that of the opening, else the subject, else the tagline.
    pub headline: Line<'p>,
    /// What follows the headline: the opening's text, else the preheader.
    pub lead: Option<Line<'p>>,
    /// What else it says, in the newsletter's order.
    pub parts: Vec<Part<'p>>,
    /// What to do.
    pub action: Option<Line<'p>>,
    /// Where a code leads: to the newsletter's own page, else where its call to action does, else to the project.
    pub link: Option<Link>,
    /// True where that is the newsletter itself, so that nothing that a page leaves out is lost.
    pub is_whole_behind_link: bool,
    /// Its first picture.
    pub photo: Option<Shown<'p>>,
}

/// A text of one run, and what it was made from.
#[derive(Debug, Clone)]
pub struct Line<'p> {
    /// The text, with no field left in it.
    pub inlines: Vec<Inline>,
    /// As it was written.
    pub source: &'p Localised<Prose>,
}

/// Paragraphs and lists, and what they were made from.
#[derive(Debug, Clone)]
pub struct Passage<'p> {
    /// The text, with no field left in it; never empty.
    pub prose: Prose,
    /// As it was written.
    pub source: &'p Localised<Prose>,
}

/// A picture and what it shows.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'p> {
    /// The file.
    pub file: &'p Asset,
    /// What it shows.
    pub alt: &'p Localised<String>,
    /// The picture as it was named, where it has more to say.
    pub photo: Option<&'p Photo>,
}

/// A part of a notice.
#[derive(Debug, Clone)]
pub struct Part<'p> {
    /// Where its block was written.
    pub span: &'p Span,
    /// A heading above it.
    pub title: Option<Line<'p>>,
    /// What it is.
    pub content: Content<'p>,
}

/// A heading and what is told below it.
#[derive(Debug, Clone)]
pub struct Told<'p> {
    /// The name of an icon.
    pub icon: Option<&'p str>,
    /// The heading.
    pub title: Line<'p>,
    /// The text.
    pub text: Option<Passage<'p>>,
    /// The fact that bears it out.
    pub proof: Option<Line<'p>>,
}

/// What a part of a notice is.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is a part of what its variant says")]
pub enum Content<'p> {
    /// Paragraphs.
    Text(Passage<'p>),
    /// Key messages.
    Messages(Vec<Told<'p>>),
    /// What somebody says.
    Quote { person: &'p Person, text: Line<'p> },
    /// Objections and their answers.
    Objections(Vec<Told<'p>>),
    /// Trainings with the sessions of every site.
    Training(Vec<&'p Training>),
    /// A picture, perhaps with a text or a caption.
    Picture { shown: Shown<'p>, text: Option<Passage<'p>>, is_caption: bool },
    /// Figures and what they count.
    Numbers(Vec<Told<'p>>),
    /// What to do, one step after the other.
    Steps(Vec<Told<'p>>),
    /// A day and what it brings: `None` where the project says it by its name alone.
    Day { at: DateTime, to_launch: bool, text: Option<Line<'p>> },
    /// Whom to ask.
    People(Vec<&'p Person>),
    /// The question that readers may answer, and where.
    Feedback { question: Line<'p>, link: &'p Link },
}

impl<'p> Notice<'p> {
    /// The notice of a newsletter in a language.
    pub fn new(
        project: &'p Project,
        campaign: &'p Campaign,
        newsletter: &'p Newsletter,
        language: &'p LanguageTag,
    ) -> Self {
        let scope = Scope { project, campaign, language, site: None };
        let division = Division::new(project, campaign, newsletter);
        let nobody = division.variant(|_| false, None);
        let spoken = |block: &Block| {
            let languages = &block.languages;
            languages.is_empty() || languages.iter().any(|l| l == language || *l == language.without_region())
        };
        let shown = |block: &&Block| spoken(block) && division.shows(&nobody, &block.only);
        let blocks: Vec<&Block> = newsletter.blocks.iter().filter(shown).collect();
        Clerk { scope, newsletter }.notice(&blocks)
    }
}

/// Writes one notice.
struct Clerk<'p> {
    scope: Scope<'p>,
    newsletter: &'p Newsletter,
}

impl<'p> Clerk<'p> {
    fn notice(&self, blocks: &[&'p Block]) -> Notice<'p> {
        let identity = &self.scope.project.identity;
        let opening = blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Hero { title, text, image } => Some((title, text.as_ref(), image.as_ref(), &block.span)),
            _ => None,
        });
        let headline = opening.and_then(|(title, ..)| self.line(title)).or_else(|| self.line(&self.newsletter.subject));
        let headline = headline.unwrap_or_else(|| self.tagline());
        let said = opening.and_then(|(_, text, ..)| text);
        let lead = said.or(self.newsletter.preheader.as_ref()).and_then(|text| self.line(text));
        let is_short = |line: &Line<'_>| super::plain(&line.inlines).chars().count() <= LONGEST_LEAD;
        let mut parts = Vec::new();
        if let (Some((_, Some(text), _, span)), false) = (opening, lead.as_ref().is_none_or(is_short)) {
            let passage = self.passage(text).map(Content::Text);
            parts.extend(passage.map(|content| Part { span, title: None, content }));
        }
        if let Some((_, _, Some(photo), span)) = opening {
            let shown = Shown { file: &photo.file, alt: &photo.alt, photo: Some(photo) };
            let content = Content::Picture { shown, text: None, is_caption: false };
            parts.push(Part { span, title: None, content });
        }
        parts.extend(blocks.iter().filter_map(|block| self.part(block)));
        let call = blocks.iter().find_map(|block| match &block.kind {
            BlockKind::CallToAction { label, link } => Some((label, link.as_ref())),
            _ => None,
        });
        let page = self.web_version();
        let is_whole_behind_link = page.is_some();
        let link = page.or_else(|| call.and_then(|(_, link)| link.cloned())).or_else(|| identity.link.clone());
        let photo = parts.iter().find_map(|part| match &part.content {
            Content::Picture { shown, .. } => Some(*shown),
            _ => None,
        });
        Notice {
            headline,
            lead: lead.filter(is_short),
            parts,
            action: call.and_then(|(label, _)| self.line(label)),
            link: link.map(|link| self.scope.tagged(&link, "notice")),
            is_whole_behind_link,
            photo,
        }
    }

    /// Where the newsletter is published, for a project that says where its files are.
    fn web_version(&self) -> Option<Link> {
        let base = self.scope.project.identity.published_at.as_ref()?.as_str().trim_end_matches('/');
        let (campaign, newsletter) = (&self.scope.campaign.id, &self.newsletter.id);
        format!("{base}/{campaign}/newsletters/{newsletter}.{}.html", self.scope.language).parse().ok()
    }

    fn tagline(&self) -> Line<'p> {
        let source = &self.scope.project.identity.tagline;
        Line { inlines: self.scope.inlines(source), source }
    }

    fn part(&self, block: &'p Block) -> Option<Part<'p>> {
        let of = |title: Option<&'p Localised<Prose>>, content| {
            Some(Part { span: &block.span, title: title.and_then(|title| self.line(title)), content })
        };
        let campaign = self.scope.campaign;
        match &block.kind {
            BlockKind::Text { title, text } => of(title.as_ref(), Content::Text(self.passage(text)?)),
            BlockKind::Story { chapter } => {
                let chapters = &self.scope.project.identity.story.chapters;
                let chapter = chapters.iter().find(|other| other.id == *chapter)?;
                of(Some(&chapter.title), Content::Text(self.passage(&chapter.text)?))
            }
            BlockKind::Messages { title, show } => self.messages(show).and_then(|told| of(title.as_ref(), told)),
            BlockKind::Quote { person } => {
                let person = campaign.people.iter().find(|other| other.id == *person)?;
                of(None, Content::Quote { person, text: self.line(person.quote.as_ref()?)? })
            }
            BlockKind::Objections { title, show } => self.objections(show).and_then(|told| of(title.as_ref(), told)),
            BlockKind::Training { title, show } => {
                let found = chosen(&campaign.training, show, |training| &training.id);
                (!found.is_empty()).then(|| of(title.as_ref(), Content::Training(found)))?
            }
            BlockKind::Image { file, alt, caption, .. } => {
                let shown = Shown { file, alt, photo: None };
                let text = caption.as_ref().and_then(|caption| self.passage(caption));
                of(None, Content::Picture { shown, text, is_caption: true })
            }
            BlockKind::ImageText(both) => {
                let shown = Shown { file: &both.image.file, alt: &both.image.alt, photo: Some(&both.image) };
                let text = self.passage(&both.text);
                of(both.title.as_ref(), Content::Picture { shown, text, is_caption: false })
            }
            BlockKind::Numbers { title, numbers } => {
                let told = numbers.iter().filter_map(|number| self.told(&number.value, Some(&number.label)));
                filled(told.collect()).and_then(|told| of(title.as_ref(), Content::Numbers(told)))
            }
            BlockKind::Steps { title, steps } => {
                let told = steps.iter().filter_map(|step| self.told(&step.title, step.text.as_ref()));
                filled(told.collect()).and_then(|told| of(title.as_ref(), Content::Steps(told)))
            }
            BlockKind::Countdown { until, to_launch, begun, .. } => {
                let text = begun.as_ref().and_then(|begun| self.line(begun));
                of(None, Content::Day { at: *until, to_launch: *to_launch, text })
            }
            BlockKind::People { title, show } => {
                let found = chosen(&campaign.people, show, |person| &person.id);
                (!found.is_empty()).then(|| of(title.as_ref(), Content::People(found)))?
            }
            BlockKind::Feedback => {
                let feedback = campaign.feedback.as_ref()?;
                let (question, link) = (self.line(&feedback.question)?, feedback.link.as_ref()?);
                of(None, Content::Feedback { question, link })
            }
            // They stand in places of their own, or are nothing on a page.
            BlockKind::Hero { .. } | BlockKind::Why | BlockKind::Divider | BlockKind::CallToAction { .. } => None,
        }
    }

    fn messages(&self, show: &[Id]) -> Option<Content<'p>> {
        let found = chosen(&self.scope.project.identity.messages, show, |message| &message.id);
        let told = found.into_iter().filter_map(|message| {
            let told = self.told(&message.title, Some(&message.text))?;
            let icon = message.icon.as_ref().map(|icon| icon.value.as_str());
            Some(Told { icon, proof: message.proof.as_ref().and_then(|proof| self.line(proof)), ..told })
        });
        filled(told.collect()).map(Content::Messages)
    }

    fn objections(&self, show: &[Id]) -> Option<Content<'p>> {
        let found = chosen(&self.scope.campaign.objections, show, |objection| &objection.id);
        let told = found.into_iter().filter_map(|objection| self.told(&objection.says, Some(&objection.answer)));
        filled(told.collect()).map(Content::Objections)
    }

    fn told(&self, title: &'p Localised<Prose>, text: Option<&'p Localised<Prose>>) -> Option<Told<'p>> {
        let text = text.and_then(|text| self.passage(text));
        Some(Told { icon: None, title: self.line(title)?, text, proof: None })
    }

    fn line(&self, source: &'p Localised<Prose>) -> Option<Line<'p>> {
        let inlines = self.scope.public_prose(source.get(self.scope.language)).inlines();
        (!super::plain(&inlines).trim().is_empty()).then_some(Line { inlines, source })
    }

    fn passage(&self, source: &'p Localised<Prose>) -> Option<Passage<'p>> {
        let prose = self.scope.public_prose(source.get(self.scope.language));
        (!prose.is_empty()).then_some(Passage { prose, source })
    }
}

/// Those of a list whose ids are named, in the order in which they are; all where none is.
fn chosen<'p, T>(all: &'p [T], show: &[Id], id: impl Fn(&T) -> &Id) -> Vec<&'p T> {
    if show.is_empty() {
        return all.iter().collect();
    }
    show.iter().filter_map(|wanted| all.iter().find(|one| id(one) == wanted)).collect()
}

fn filled<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
