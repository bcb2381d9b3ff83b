//! Newsletters, posters and banners.

use super::{Required, Resolver, campaign::Known, link};
use crate::{
    diagnostic::{Code, Diagnostic, Located, Span},
    load::{
        built_in,
        markdown::FieldNames,
        raw::{
            decode::{OneOrMany, broken_key},
            pieces as raw,
            scalar::Share,
            text::Text,
        },
    },
    model::{
        Attachment, Banner, Block, BlockKind, FileKind, Focus, ImageText, Newsletter, Number, Picture, Poster, Print,
        SiteSelection, Step,
        value::{Format, Id, Length, Localised, Millimetres, Prose, Schedule},
    },
};

/// The template family of pieces that name none.
const DEFAULT_TEMPLATE: &str = "horizon";

/// More blocks than this are no letter: its HTML would be refused for its weight, but only after all of it was made.
const MOST_BLOCKS: usize = 200;

/// Of one poster for one site.
const MOST_COPIES: u32 = 100_000;

/// In millimetres: no print shop asks for more.
const LARGEST_BLEED: f64 = 20.0;

impl Resolver<'_> {
    /// A newsletter.
    pub(super) fn newsletter(&mut self, id: &Id, raw: &raw::Newsletter, span: &Span, known: &Known<'_>) -> Newsletter {
        let (status, languages, required) = self.piece_languages(raw.status.as_ref(), raw.languages.as_ref());
        let audiences = || known.campaign.audiences.iter().map(|a| &a.id);
        let people = || known.campaign.people.iter().map(|p| &p.id);
        if let Some(zone) = raw.timezone.as_ref().filter(|z| z.value != "campaign" && z.value != "reader") {
            self.wrong_value(zone, "whose time counts", "write `campaign` or `reader`");
        }
        let first_send = raw.send.as_ref().and_then(|send| self.first_send(send, known));
        self.counted_from(raw);
        if let Some(block) = raw.blocks.get(MOST_BLOCKS) {
            let message = format!("a newsletter has at most {MOST_BLOCKS} blocks; this one has {}", raw.blocks.len());
            let diagnostic = Diagnostic::new(Code::InvalidValue, &block.span, message);
            self.diagnostics.push(diagnostic.help("leave out blocks, or send several newsletters"));
        }
        let attach = raw.attach.as_deref().unwrap_or_default();
        let to = self.references("audience", raw.to.as_ref(), audiences());
        // A field must be a column of every list that this goes to.
        let known = &known.to(&to);
        Newsletter {
            id: id.clone(),
            span: span.clone(),
            status,
            built_in: self.built_in,
            languages,
            to,
            from: raw.from.as_ref().and_then(|from| self.reference("person", from, people())),
            send: raw.send.as_ref().map(|s| s.value.clone()),
            send_span: raw.send.as_ref().map(|s| s.span.clone()),
            mandatory: raw.mandatory.as_ref().is_some_and(|mandatory| mandatory.value),
            same_moment: raw.timezone.as_ref().is_some_and(|zone| zone.value == "campaign"),
            first_send,
            subject: self.text(&raw.subject, &required, &known.personal),
            preheader: raw.preheader.as_ref().map(|p| self.text(p, &required, &known.personal)),
            attach: attach.iter().filter_map(|a| self.attachment(a, known)).collect(),
            blocks: raw
                .blocks
                .iter()
                .take(MOST_BLOCKS)
                .filter_map(|block| self.block(block, &required, known))
                .collect(),
        }
    }

    /// Days that are left are counted from the day on which a newsletter leaves.
    fn counted_from(&mut self, raw: &raw::Newsletter) {
        let unknown = raw.send.is_none() && !self.broken_ids.contains(&broken_key("send"));
        let countdown = raw.blocks.iter().find(|block| matches!(block.kind, raw::BlockKind::Countdown(_)));
        if let Some(block) = countdown.filter(|_| unknown && !self.partial) {
            let message = "nobody knows how many days are left when this newsletter leaves";
            let help = "add `send: launch - 2 weeks at 09:30` to the newsletter";
            self.diagnostics.push(Diagnostic::new(Code::MissingKey, &block.span, message).help(help));
        }
    }

    fn first_send(&mut self, send: &Located<Schedule>, known: &Known<'_>) -> Option<jiff::civil::DateTime> {
        let clock = known.campaign.clock();
        match &send.value {
            Schedule::Once(moment) => {
                if moment.time.is_none() {
                    let diagnostic =
                        Diagnostic::new(Code::InvalidMoment, &send.span, "a newsletter leaves at a time of day");
                    self.diagnostics.push(diagnostic.help("add it, as `launch - 6 weeks at 09:30`"));
                }
                self.moment(&Located::new(moment.clone(), send.span.clone()), clock)
            }
            Schedule::Every(recurrence) => {
                self.safe_time(Some(recurrence.time), &send.span);
                for moment in [&recurrence.from, &recurrence.until].into_iter().flatten() {
                    self.moment(&Located::new(moment.clone(), send.span.clone()), clock)?;
                }
                let first = recurrence.occurrences(known.campaign).into_iter().next();
                if first.is_none() {
                    let diagnostic =
                        Diagnostic::new(Code::InvalidMoment, &send.span, "this never happens within the campaign");
                    self.diagnostics
                        .push(diagnostic.help("give the campaign `phases:`, or write `from` and `until` moments"));
                }
                first
            }
        }
    }

    fn attachment(&mut self, raw: &raw::Attachment, known: &Known<'_>) -> Option<Attachment> {
        let built_in = built_in::guides::ids();
        let guide = self.reference("guide", &raw.guide, known.guides.iter().chain(&built_in))?;
        let only = self.references("audience", raw.only.as_ref(), known.campaign.audiences.iter().map(|a| &a.id));
        Some(Attachment { guide, span: raw.guide.span.clone(), only })
    }

    fn block(&mut self, raw: &raw::Block, required: &Required, known: &Known<'_>) -> Option<Block> {
        let languages: Vec<_> =
            raw.languages.iter().flat_map(|listed| &listed.0).filter_map(|l| self.project_language(l)).collect();
        let own = if raw.languages.is_some() { Required(languages.clone()) } else { required.clone() };
        let only = self.references("audience", raw.only.as_ref(), known.campaign.audiences.iter().map(|a| &a.id));
        let kind = self.block_kind(&raw.kind, &raw.span, &own, known)?;
        Some(Block { only, languages, kind, span: raw.span.clone() })
    }

    fn block_kind(
        &mut self,
        raw: &raw::BlockKind,
        span: &Span,
        required: &Required,
        known: &Known<'_>,
    ) -> Option<BlockKind> {
        let names = &known.personal;
        let campaign = known.campaign;
        Some(match raw {
            raw::BlockKind::Hero(hero) => BlockKind::Hero {
                title: self.text(&hero.title, required, names),
                text: hero.text.as_ref().map(|t| self.text(t, required, names)),
                image: hero.image.as_ref().and_then(|i| self.photo(i, required)),
            },
            raw::BlockKind::Text(text) => BlockKind::Text {
                title: text.title.as_ref().map(|t| self.text(t, required, names)),
                text: self.text(&text.text, required, names),
            },
            raw::BlockKind::Why(_) => {
                let there = known.identity.story.why.is_some();
                self.needs(there, span, "the project says no why", "add `story: { why: … }` to brand/identity.yaml")?;
                BlockKind::Why
            }
            raw::BlockKind::Story(story) => {
                let chapters = known.identity.story.chapters.iter().map(|c| &c.id);
                BlockKind::Story { chapter: self.reference("chapter", &story.chapter, chapters)? }
            }
            raw::BlockKind::Messages(block) => BlockKind::Messages {
                title: block.title.as_ref().map(|t| self.text(t, required, names)),
                show: self.show("message", block.show.as_ref(), known.identity.messages.iter().map(|m| &m.id)),
            },
            raw::BlockKind::Quote(quote) => BlockKind::Quote { person: self.quoted(&quote.person, known)? },
            raw::BlockKind::Objections(block) => BlockKind::Objections {
                title: block.title.as_ref().map(|t| self.text(t, required, names)),
                show: self.show("objection", block.show.as_ref(), campaign.objections.iter().map(|o| &o.id)),
            },
            raw::BlockKind::Training(block) => BlockKind::Training {
                title: block.title.as_ref().map(|t| self.text(t, required, names)),
                show: self.show("training", block.show.as_ref(), campaign.training.iter().map(|t| &t.id)),
            },
            raw::BlockKind::Image(image) => {
                let alt = self.plain(&image.alt, required);
                let caption = image.caption.as_ref().map(|c| self.text(c, required, names));
                let file = self.files.image(&image.file, &image.file.span, &mut self.diagnostics)?;
                BlockKind::Image { file, alt, caption, link: link(image.link.as_ref()) }
            }
            raw::BlockKind::ImageText(block) => self.image_text(block, span, required, known)?,
            raw::BlockKind::Numbers(block) => {
                self.as_many("figures", block.numbers.len(), 2..=4, span);
                let numbers = block.numbers.iter().map(|number| Number {
                    value: self.text(&number.value, required, names),
                    label: self.text(&number.label, required, names),
                });
                let numbers = numbers.collect();
                BlockKind::Numbers { title: block.title.as_ref().map(|t| self.text(t, required, names)), numbers }
            }
            raw::BlockKind::Steps(block) => {
                self.as_many("steps", block.steps.len(), 1..=9, span);
                let steps = block.steps.iter().map(|step| Step {
                    title: self.text(&step.title, required, names),
                    text: step.text.as_ref().map(|t| self.text(t, required, names)),
                });
                let steps = steps.collect();
                BlockKind::Steps { title: block.title.as_ref().map(|t| self.text(t, required, names)), steps }
            }
            raw::BlockKind::Countdown(block) => self.countdown(block, span, required, known)?,
            raw::BlockKind::People(block) => BlockKind::People {
                title: block.title.as_ref().map(|t| self.text(t, required, names)),
                show: self.show("person", block.show.as_ref(), campaign.people.iter().map(|p| &p.id)),
            },
            raw::BlockKind::Divider(_) => BlockKind::Divider,
            raw::BlockKind::CallToAction(action) => {
                let broken = self.broken_ids.contains(&broken_key("link"));
                let there = broken || action.link.is_some() || known.identity.link.is_some();
                self.needs(there, span, "this button leads nowhere", "add `link:` here, or to brand/identity.yaml")?;
                BlockKind::CallToAction {
                    label: self.text(&action.label, required, names),
                    link: link(action.link.as_ref()),
                }
            }
            raw::BlockKind::Feedback(_) => {
                let there = campaign.feedback.is_some();
                self.needs(
                    there,
                    span,
                    "the campaign asks no question",
                    "add `feedback: { question: …, link: … }` to campaign.yaml",
                )?;
                BlockKind::Feedback
            }
        })
    }

    fn image_text(
        &mut self,
        raw: &raw::ImageTextBlock,
        span: &Span,
        required: &Required,
        known: &Known<'_>,
    ) -> Option<BlockKind> {
        let names = &known.personal;
        let broken = self.broken_ids.contains(&broken_key("link"));
        let there = broken || raw.label.is_none() || raw.link.is_some() || known.identity.link.is_some();
        self.needs(there, span, "this label leads nowhere", "add `link:` here, or to brand/identity.yaml");
        let title = raw.title.as_ref().map(|t| self.text(t, required, names));
        let text = self.text(&raw.text, required, names);
        let label = raw.label.as_ref().map(|t| self.text(t, required, names));
        Some(BlockKind::ImageText(Box::new(ImageText {
            image: self.photo(&raw.image, required)?,
            side: raw.side.as_ref().map(|side| side.value).unwrap_or_default(),
            title,
            text,
            label,
            link: link(raw.link.as_ref()),
        })))
    }

    fn countdown(
        &mut self,
        raw: &raw::CountdownBlock,
        span: &Span,
        required: &Required,
        known: &Known<'_>,
    ) -> Option<BlockKind> {
        let names = &known.personal;
        let text = raw.text.as_ref().map(|t| self.text(t, required, names));
        let begun = raw.begun.as_ref().map(|t| self.text(t, required, names));
        let until = match &raw.until {
            Some(until) => self.moment(until, known.campaign.clock()),
            None => {
                let there = known.campaign.launch.is_some() || self.broken_ids.contains(&broken_key("launch"));
                let help = "add `launch: 2027-03-09` to campaign.yaml, or `until:` here";
                self.needs(there, span, "this counts the days to the launch, which has no date", help);
                known.campaign.launch
            }
        };
        let to_launch = until.is_some() && until.map(|at| at.date()) == known.campaign.launch.map(|at| at.date());
        Some(BlockKind::Countdown { until: until?, to_launch, text, begun })
    }

    /// Reports a list that has too few or too many items to be shown well.
    fn as_many(&mut self, what: &str, count: usize, allowed: std::ops::RangeInclusive<usize>, span: &Span) {
        // A list that is empty, or in which nothing is right, was told where it was read.
        if count > 0 && !allowed.contains(&count) && !self.partial {
            let message = format!("{count} {what} stand here");
            let help = format!("write {} to {} {what}", allowed.start(), allowed.end());
            self.diagnostics.push(Diagnostic::new(Code::InvalidValue, span, message).help(help));
        }
    }

    /// Reports something that a block needs and the project does not have.
    fn needs(&mut self, there: bool, span: &Span, message: &str, help: &str) -> Option<()> {
        if !there && !self.partial && !self.built_in {
            self.diagnostics.push(Diagnostic::new(Code::MissingKey, span, message).help(help));
        }
        there.then_some(())
    }

    /// The person whose words are quoted, who must have said something.
    fn quoted(&mut self, person: &Located<Id>, known: &Known<'_>) -> Option<Id> {
        let id = self.reference("person", person, known.campaign.people.iter().map(|p| &p.id))?;
        let silent = known.campaign.people.iter().any(|p| p.id == id && p.quote.is_none());
        if silent && !self.broken_ids.contains(id.as_str()) {
            let diagnostic =
                Diagnostic::new(Code::MissingKey, &person.span, format!("`{id}` is not quoted as saying anything"));
            self.diagnostics.push(diagnostic.help("add `quote:` to that person in campaign.yaml"));
            return None;
        }
        Some(id)
    }

    /// The things listed, or all of them.
    fn show<'i>(
        &mut self,
        what: &str,
        listed: Option<&OneOrMany<Located<Id>>>,
        all: impl IntoIterator<Item = &'i Id> + Clone,
    ) -> Vec<Id> {
        match listed {
            Some(_) => self.references(what, listed, all),
            None => all.into_iter().cloned().collect(),
        }
    }

    /// A poster.
    pub(super) fn poster(&mut self, id: &Id, raw: &raw::Poster, span: &Span, known: &Known<'_>) -> Poster {
        let (status, languages, required) = self.piece_languages(raw.status.as_ref(), raw.languages.as_ref());
        let names = &known.names;
        let campaign = known.campaign;
        let sites = match &raw.sites {
            None => SiteSelection::None,
            Some(raw::Sites::All) => SiteSelection::All,
            Some(raw::Sites::Some(ids)) => {
                let ids = OneOrMany(ids.clone());
                SiteSelection::Some(self.references("site", Some(&ids), campaign.sites.iter().map(|s| &s.id)))
            }
        };
        let (formats, dpi) = (formats(raw.formats.as_deref()), raw.dpi.as_ref().and_then(|dpi| self.dpi(dpi)));
        if let (Some(dpi), Some(written)) = (dpi, raw.dpi.as_ref()) {
            self.drawable(&formats, dpi, written);
        }
        Poster {
            id: id.clone(),
            span: span.clone(),
            status,
            built_in: self.built_in,
            languages,
            template: raw.template.as_ref().map_or(DEFAULT_TEMPLATE, |t| t.value.as_str()).to_owned(),
            template_span: raw.template.as_ref().map(|t| t.span.clone()),
            kicker: raw.kicker.as_ref().map(|t| self.text(t, &required, names)),
            headline: self.headline(raw.headline.as_ref(), &required, known),
            subline: raw.subline.as_ref().map(|t| self.text(t, &required, names)),
            messages: self.references("message", raw.messages.as_ref(), known.identity.messages.iter().map(|m| &m.id)),
            objections: self.references(
                "objection",
                raw.objections.as_ref(),
                campaign.objections.iter().map(|o| &o.id),
            ),
            training: raw
                .training
                .as_ref()
                .and_then(|t| self.reference("training", t, campaign.training.iter().map(|t| &t.id))),
            call_to_action: raw.call_to_action.as_ref().map(|t| self.text(t, &required, names)),
            link: link(raw.link.as_ref()),
            photo: self.picture(raw.photo.as_ref(), &required),
            alt: raw.alt.as_ref().map(|t| self.plain(t, &required)),
            formats,
            files: files(raw.files.as_ref(), &[FileKind::Png, FileKind::Pdf]),
            dpi,
            print: self.print(raw.print.as_ref(), &required),
            tiles: raw.tiles.as_ref().and_then(|paper| self.paper(paper)),
            sites,
            reason: raw.reason.as_ref().map(|t| self.text(t, &required, names)),
            from: raw.from.as_ref().and_then(|m| self.moment(m, campaign.clock())),
        }
    }

    /// A banner.
    pub(super) fn banner(&mut self, raw: &raw::Banner, known: &Known<'_>) -> Banner {
        let (status, languages, required) = self.piece_languages(raw.status.as_ref(), raw.languages.as_ref());
        Banner {
            id: raw.id.value.clone(),
            span: raw.id.span.clone(),
            status,
            built_in: self.built_in,
            languages,
            template: raw.template.as_ref().map_or(DEFAULT_TEMPLATE, |t| t.value.as_str()).to_owned(),
            template_span: raw.template.as_ref().map(|t| t.span.clone()),
            headline: self.headline(raw.headline.as_ref(), &required, known),
            subline: raw.subline.as_ref().map(|t| self.text(t, &required, &known.names)),
            call_to_action: raw.call_to_action.as_ref().map(|t| self.text(t, &required, &known.names)),
            photo: self.picture(raw.photo.as_ref(), &required),
            alt: raw.alt.as_ref().map(|t| self.plain(t, &required)),
            formats: formats(Some(&raw.formats)),
            files: files(raw.files.as_ref(), &[FileKind::Png]),
        }
    }

    fn headline(&mut self, raw: Option<&Text>, required: &Required, known: &Known<'_>) -> Localised<Prose> {
        let names: &FieldNames = &known.names;
        raw.map_or_else(|| known.identity.tagline.clone(), |text| self.text(text, required, names))
    }

    fn picture(&mut self, raw: Option<&raw::Picture>, required: &Required) -> Option<Picture> {
        let (path, described) = match raw? {
            raw::Picture::Path(path) => (path, None),
            raw::Picture::Described(described) => (&described.file, Some(described)),
        };
        let alt = described.and_then(|d| d.alt.as_ref()).map(|alt| self.plain(alt, required));
        let focus = described.and_then(|d| d.focus.as_ref()).map(|focus| self.focus(&focus.shares, &path.span));
        let file = self.files.image(path, &path.span, &mut self.diagnostics)?;
        Some(Picture { file, alt, focus: focus.unwrap_or_default(), span: path.span.clone() })
    }

    /// What stays in view of a picture.
    pub(super) fn focus(&mut self, raw: &[Located<Share>], picture: &Span) -> Focus {
        match raw {
            [x, y] if x.value.0 <= 1.0 && y.value.0 <= 1.0 => Focus { x: x.value.0, y: y.value.0 },
            _ => {
                let span = raw.first().map_or(picture, |first| &first.span);
                let diagnostic = Diagnostic::new(Code::InvalidValue, span, "this is not a place in the picture");
                let help = "write two shares, from the left and from the top: `focus: [50%, 30%]`";
                self.diagnostics.push(diagnostic.help(help));
                Focus::default()
            }
        }
    }

    fn print(&mut self, raw: Option<&raw::Print>, required: &Required) -> Option<Print> {
        let settings = match raw {
            Some(raw::Print::None) => return None,
            Some(raw::Print::Asked(settings)) => settings,
            None => return Some(Print::default()),
        };
        Some(Print {
            bleed: settings.bleed.as_ref().and_then(|bleed| self.bleed(bleed)),
            marks: settings.marks.as_ref().map(|m| m.value).unwrap_or_default(),
            paper: settings.paper.as_ref().map(|t| self.plain(t, required)),
            finishing: settings.finishing.as_ref().map(|t| self.plain(t, required)),
            quantity: settings.quantity.as_ref().and_then(|q| self.quantity(q)),
        })
    }

    /// How many are printed.
    pub(super) fn quantity(&mut self, raw: &Located<u32>) -> Option<u32> {
        if raw.value == 0 {
            let diagnostic = Diagnostic::new(Code::InvalidValue, &raw.span, "no copies would be printed");
            let help = "write how many, or remove the key; `print: none` makes no file for the print shop";
            self.diagnostics.push(diagnostic.help(help));
            return None;
        }
        if raw.value <= MOST_COPIES {
            return Some(raw.value);
        }
        let message = format!("{} copies are more than a print order takes", raw.value);
        let diagnostic = Diagnostic::new(Code::InvalidValue, &raw.span, message);
        self.diagnostics.push(diagnostic.help(format!("write {MOST_COPIES} at most")));
        None
    }

    fn bleed(&mut self, raw: &Located<Length>) -> Option<Millimetres> {
        match raw.value {
            Length::Physical(bleed) if bleed.0 <= LARGEST_BLEED => Some(bleed),
            _ => {
                let message = "this is not a bleed that a print shop asks for";
                let diagnostic = Diagnostic::new(Code::InvalidValue, &raw.span, message);
                self.diagnostics.push(diagnostic.help("write it in millimetres, as `3mm`; 20 mm at most"));
                None
            }
        }
    }

    fn dpi(&mut self, raw: &Located<u32>) -> Option<u32> {
        if (36..=600).contains(&raw.value) {
            return Some(raw.value);
        }
        let diagnostic = Diagnostic::new(Code::InvalidValue, &raw.span, "no printer needs this resolution");
        self.diagnostics.push(diagnostic.help("write the pixels per inch, 36 to 600, as `dpi: 300`"));
        None
    }

    /// Pictures have their limits: no program opens one of a thousand million pixels, and a side of a JPEG has 65,535.
    fn drawable(&mut self, formats: &[Format], dpi: u32, written: &Located<u32>) {
        let pixels = |millimetres: f64| millimetres / 25.4 * f64::from(dpi);
        let beyond = |format: &&Format| {
            let (width, height) = (pixels(format.width), pixels(format.height));
            format.is_print() && (width * height > 1e9 || width.max(height) > 65_000.0)
        };
        if let Some(format) = formats.iter().find(beyond) {
            let message = format!("a picture of {format} at {dpi} dpi is too large to be opened");
            let diagnostic = Diagnostic::new(Code::InvalidValue, &written.span, message);
            self.diagnostics.push(diagnostic.help("take fewer pixels per inch: what is large is seen from afar"));
        }
    }

    /// The paper of an office printer.
    fn paper(&mut self, raw: &Located<Format>) -> Option<Format> {
        if raw.value.is_print() {
            return Some(raw.value.clone());
        }
        let diagnostic = Diagnostic::new(Code::InvalidValue, &raw.span, format!("`{}` is no paper", raw.value));
        self.diagnostics.push(diagnostic.help("write `A4`, `A3`, `Letter` or `Tabloid`"));
        None
    }
}

/// Each kind of file once; `otherwise` where none is listed.
fn files(raw: Option<&OneOrMany<Located<FileKind>>>, otherwise: &[FileKind]) -> Vec<FileKind> {
    let Some(OneOrMany(listed)) = raw.filter(|OneOrMany(listed)| !listed.is_empty()) else { return otherwise.to_vec() };
    let mut out = Vec::new();
    for kind in listed.iter().map(|file| file.value) {
        if !out.contains(&kind) {
            out.push(kind);
        }
    }
    out
}

/// Each format once; A3 where none is listed.
fn formats(raw: Option<&[Located<Format>]>) -> Vec<Format> {
    let listed = raw.unwrap_or_default();
    if listed.is_empty() {
        return "A3".parse().into_iter().collect();
    }
    let mut out: Vec<Format> = Vec::new();
    for format in listed {
        if !out.contains(&format.value) {
            out.push(format.value.clone());
        }
    }
    out
}
