//! An issue filled: a newsletter's blocks to parts with nothing left to look up.
//!
//! In: a job and a [`Reader`]. Out: the [`Issue`] of the readers of that variant. Blocks for other languages are left out;
//! so are those for audiences that they do not belong to.

mod figures;
mod people;
mod training;

use super::{
    issue::{Footer, Header, ImageText, Issue, Message, Objection, Part, Shown},
    picture::Pictures,
    reader::Reader,
    studio::{Frame, Motif, Shape, Studio},
};
use crate::{
    diagnostic::{Code, Diagnostic, Severity, Span},
    model::{
        self, Banner, Block, BlockKind, Newsletter, Photo, Side,
        value::{Format, Id, Inline, Link, Localised, Prose},
    },
    plan::{Job, Piece, Role},
};

impl Issue {
    /// The issue that a job makes.
    ///
    /// # Panics
    /// If the job is not a newsletter's.
    pub(super) fn new(reader: Reader<'_>, job: &Job<'_>, studio: &Studio) -> Self {
        let Piece::Newsletter(newsletter) = job.piece else { panic!("`email` renders newsletters only") };
        let name = format!("{}.{}.{}", job.campaign.id, newsletter.id, job.language);
        Writer { reader, newsletter, pictures: Pictures::new(studio, name) }.issue(job)
    }
}

/// Fills one issue.
struct Writer<'p> {
    reader: Reader<'p>,
    newsletter: &'p Newsletter,
    pictures: Pictures<'p>,
}

impl<'p> Writer<'p> {
    fn issue(mut self, job: &Job<'_>) -> Issue {
        let subject = self.reader.plain(&self.newsletter.subject);
        let tagline = &self.reader.scope.project.identity.tagline;
        let preheader = self.reader.plain(self.newsletter.preheader.as_ref().unwrap_or(tagline));
        let tagline = self.reader.plain(tagline);
        let blocks = self.newsletter.blocks.iter().filter(|block| self.reader.shows_block(block, job));
        let parts: Vec<Part> = blocks.collect::<Vec<_>>().into_iter().filter_map(|block| self.part(block)).collect();
        if !parts.iter().any(Part::speaks) && !self.reader.diagnostics.has_errors() {
            let message = format!("this newsletter has nothing to show in `{}`", job.language);
            let diagnostic = Diagnostic::new(Code::EmptyNewsletter, &self.newsletter.span, message);
            let help = "add a block for everybody it goes to, as `- type: text`";
            self.reader.diagnostics.push(diagnostic.help(help));
        }
        let has_header = job.needs.iter().any(|need| need.role == Role::Header);
        let header = has_header.then(|| self.header());
        let direction = job.language.direction();
        let alt = self.reader.scope.project.identity.name.clone();
        let logo = if has_header { None } else { self.picture(Motif::Logo(direction), alt) };
        let footer = self.footer(&parts);
        let Reader { marks, diagnostics, .. } = self.reader;
        let pictures = self.pictures.into_vec();
        Issue { subject, tagline, preheader, header, logo, parts, footer, pictures, marks, diagnostics }
    }

    fn part(&mut self, block: &'p Block) -> Option<Part> {
        let project = self.reader.scope.project;
        Some(match &block.kind {
            BlockKind::Hero { title, text, image } => Part::Hero {
                title: self.reader.inlines(title),
                text: text.as_ref().map(|text| self.reader.prose(text)),
                image: image.as_ref().and_then(|image| self.photo(image, Shape::Opening, &block.span)),
            },
            BlockKind::Text { title, text } => {
                Part::Text { title: self.title(title.as_ref()), text: self.reader.prose(text) }
            }
            BlockKind::Why => Part::Why { text: self.reader.inlines(project.identity.story.why.as_ref()?) },
            BlockKind::Story { chapter } => {
                let chapter = project.identity.story.chapters.iter().find(|c| c.id == *chapter)?;
                Part::Story { title: self.reader.inlines(&chapter.title), text: self.reader.prose(&chapter.text) }
            }
            BlockKind::Messages { title, show } => self.messages(title.as_ref(), show)?,
            BlockKind::Quote { person } => self.quote(person, &block.span)?,
            BlockKind::Objections { title, show } => self.objections(title.as_ref(), show)?,
            BlockKind::Training { title, show } => self.trainings(title.as_ref(), show)?,
            BlockKind::Image { file, alt, caption, link } => Part::Image {
                image: {
                    let alt = alt.get(self.reader.scope.language).clone();
                    self.picture(Motif::File(file.clone(), Frame::new(Shape::Column, None), block.span.clone()), alt)?
                },
                caption: caption.as_ref().map(|caption| self.reader.inlines(caption)),
                link: link.as_ref().map(|link| self.reader.link(link)),
            },
            BlockKind::ImageText(image_text) => self.image_text(image_text, &block.span)?,
            BlockKind::Numbers { title, numbers } => self.numbers(title.as_ref(), numbers)?,
            BlockKind::Steps { title, steps } => self.steps(title.as_ref(), steps)?,
            BlockKind::Countdown { until, to_launch, text, begun } => {
                self.countdown(*until, *to_launch, text.as_ref(), begun.as_ref())?
            }
            BlockKind::People { title, show } => self.people(title.as_ref(), show, &block.span)?,
            BlockKind::Divider => Part::Divider,
            BlockKind::CallToAction { label, link } => self.call_to_action(label, link.as_ref(), &block.span)?,
            BlockKind::Feedback => {
                let feedback = self.reader.scope.campaign.feedback.as_ref()?;
                let link = feedback.link.as_ref().map(|link| self.reader.link(link));
                Part::Feedback {
                    question: self.reader.inlines(&feedback.question),
                    link: link.or_else(|| self.contact()),
                }
            }
        })
    }

    /// A file of the project's in its frame; nothing, and an error, where it cannot be shown.
    fn photo(&mut self, photo: &Photo, shape: Shape, span: &Span) -> Option<Shown> {
        let alt = photo.alt.get(self.reader.scope.language).clone();
        self.picture(Motif::File(photo.file.clone(), Frame::new(shape, photo.focus), span.clone()), alt)
    }

    fn picture(&mut self, motif: Motif, alt: String) -> Option<Shown> {
        let planned = self.pictures.add(motif).map_err(|diagnostic| self.reader.diagnostics.push(*diagnostic));
        planned.ok().flatten().map(|picture| Shown { picture, alt })
    }

    fn messages(&mut self, title: Option<&Localised<Prose>>, show: &[Id]) -> Option<Part> {
        let title = self.title(title);
        let found = chosen(&self.reader.scope.project.identity.messages, show, |m| &m.id);
        let messages = found.into_iter().map(|message| Message {
            icon: message.icon.as_ref().and_then(|icon| self.picture(Motif::Icon(icon.value.clone()), String::new())),
            title: self.reader.inlines(&message.title),
            text: self.reader.prose(&message.text),
            proof: message.proof.as_ref().map(|proof| self.reader.inlines(proof)),
        });
        let messages: Vec<_> = messages.collect();
        (!messages.is_empty()).then_some(Part::Messages { title, messages })
    }

    fn objections(&mut self, title: Option<&Localised<Prose>>, show: &[Id]) -> Option<Part> {
        let title = self.title(title);
        let found = chosen(&self.reader.scope.campaign.objections, show, |o| &o.id);
        let objections = found.into_iter().map(|objection| Objection {
            says: self.reader.inlines(&objection.says),
            answer: self.reader.prose(&objection.answer),
        });
        let objections: Vec<_> = objections.collect();
        (!objections.is_empty()).then_some(Part::Objections { title, objections })
    }

    fn title(&mut self, title: Option<&Localised<Prose>>) -> Option<Vec<Inline>> {
        title.map(|title| self.reader.inlines(title))
    }

    fn image_text(&mut self, block: &model::ImageText, span: &Span) -> Option<Part> {
        let own = block.link.as_ref().map(|link| self.reader.link(link));
        let label = block.label.as_ref().map(|label| self.reader.plain(label));
        let fallback = || self.reader.scope.project.identity.link.as_ref().map(|link| self.reader.link(link));
        let action = label.and_then(|label| Some((label, own.clone().or_else(fallback)?)));
        Some(Part::ImageText(Box::new(ImageText {
            image: self.photo(&block.image, Shape::Beside, span)?,
            at_end: block.side == Side::End,
            title: self.title(block.title.as_ref()),
            text: self.reader.prose(&block.text),
            link: own.or_else(|| action.as_ref().map(|(_, link)| link.clone())),
            action,
        })))
    }

    /// A button; the text is left out, with a warning, where the project has nothing that it could lead to.
    fn call_to_action(&mut self, label: &Localised<Prose>, link: Option<&Link>, span: &Span) -> Option<Part> {
        let identity = &self.reader.scope.project.identity;
        let link = link.or(identity.link.as_ref()).map(|link| self.reader.link(link)).or_else(|| self.contact());
        if link.is_none() && !self.newsletter.built_in {
            let message = "this call to action leads nowhere, so it is left out";
            let help = "give it, or the identity, a `link`";
            let diagnostic = Diagnostic::new(Code::InvalidLink, span, message).help(help);
            self.reader.diagnostics.push(Diagnostic { severity: Severity::Warning, ..diagnostic });
        }
        Some(Part::CallToAction { label: self.reader.plain(label), link: link? })
    }

    /// The project's contact as a link.
    fn contact(&self) -> Option<Link> {
        let contact = self.reader.scope.project.identity.contact.as_ref()?;
        format!("mailto:{contact}").parse().ok()
    }

    /// What the banner shows is told by the headline of the campaign's banner of that format.
    fn header(&mut self) -> Header {
        let scope = self.reader.scope;
        let name = &scope.project.identity.name;
        let heads = |format: &Format| format.name == "email-header";
        // The plan names the first banner of that format in the newsletter's own language.
        let spoken = |banner: &&Banner| banner.languages.contains(scope.language);
        let mut banners = scope.campaign.banners.iter().filter(spoken);
        let banner = banners.find(|banner| banner.formats.iter().any(heads));
        let headline = self.reader.plain(banner.map_or(&scope.project.identity.tagline, |banner| &banner.headline));
        let alt = scope.project.words.fill(scope.language, "header_alt", &[("name", name), ("headline", &headline)]);
        Header { id: self.pictures.header_id(), alt }
    }

    fn footer(&mut self, parts: &[Part]) -> Footer {
        let project = self.reader.scope.project;
        let language = self.reader.scope.language;
        let identity = &project.identity;
        let told = parts.iter().any(|part| matches!(part, Part::Why { .. }));
        let reason = match &identity.organisation {
            Some(organisation) => project.words.fill(language, "footer_reason", &[("organisation", organisation)]),
            None => project.words.fill(language, "footer_reason_project", &[("name", &identity.name)]),
        };
        let contact = identity.contact.as_ref().map(|contact| {
            let sentence = project.words.get(language, "contact_us");
            let (before, after) = sentence.split_once("{contact}").unwrap_or((sentence, ""));
            (before.to_owned(), contact.to_string(), after.to_owned())
        });
        Footer {
            why: identity.story.why.as_ref().filter(|_| !told).map(|why| self.reader.inlines(why)),
            reason,
            contact,
            link: identity.link.as_ref().map(|link| self.reader.link(link)),
            unsubscribe: project.delivery.as_ref().and_then(|delivery| delivery.unsubscribe.clone()),
        }
    }
}

/// Those of the things that are to be shown, in the order in which they are named; all where none is named.
fn chosen<'a, T>(things: &'a [T], show: &[Id], id: impl Fn(&T) -> &Id) -> Vec<&'a T> {
    match show {
        [] => things.iter().collect(),
        show => show.iter().filter_map(|wanted| things.iter().find(|thing| id(thing) == wanted)).collect(),
    }
}
