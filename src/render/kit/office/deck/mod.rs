//! Decks filled with what a campaign knows.
//!
//! In: a campaign in one language. Out: slides. What there is nothing to say about has no slide; what one slide cannot hold
//! at a size that is read goes on on the next.

mod briefing;
mod cards;
mod committee;
mod dates;
mod table;

use super::{
    layouts::{Kind, idx},
    presentation::{Presentation, Slide},
    studio::Studio,
    text::{Paragraph, Run, clean},
};
use crate::{
    model::value::DateStyle,
    personalise::{format_date, quotation_marks, typographic},
    plan,
};

/// A deck in the making.
pub struct Deck<'a> {
    studio: Studio<'a>,
    out: Presentation,
    /// The word that says what the deck is.
    name: &'static str,
}

/// A deck with a campaign's data.
pub fn compose(mut studio: Studio<'_>, deck: plan::Deck) -> Presentation {
    let name = match deck {
        plan::Deck::TeamBriefing => "office_briefing",
        plan::Deck::SteeringCommittee => "office_committee",
    };
    let title = format!("{} – {}", studio.word(name), studio.title_text(&studio.campaign.title));
    let out = Presentation::new(&mut studio, &title);
    let mut made = Deck { studio, out, name };
    match deck {
        plan::Deck::TeamBriefing => made.briefing(),
        plan::Deck::SteeringCommittee => made.committee(),
    }
    made.out.album = made.studio.album;
    made.out
}

impl Deck<'_> {
    /// A slide of a layout with its title and what is above it; `part` says which of how many slides of one matter it is.
    fn slide(&mut self, kind: Kind, kicker: &str, title: Vec<Run>, part: (usize, usize)) -> &mut Slide {
        let mut title = title;
        if part.1 > 1 {
            title.push(Run::new(format!(" ({}/{})", part.0 + 1, part.1)));
        }
        let title = vec![Paragraph { runs: title, ..Paragraph::default() }];
        let mut shapes = self.out.filled(&mut self.studio, kind, None, title);
        let kicker = vec![Paragraph::plain(kicker)];
        shapes.extend(self.out.filled(&mut self.studio, kind, Some(idx::KICKER), kicker));
        let slide = self.out.slide(kind);
        slide.add(shapes);
        let feet = self.out.feet(&self.studio, kind);
        let slide = self.out.last();
        slide.add(feet)
    }

    /// Fills another placeholder of the last slide.
    fn fill(&mut self, kind: Kind, at: u32, paragraphs: Vec<Paragraph>) {
        let shapes = self.out.filled(&mut self.studio, kind, Some(at), paragraphs);
        self.out.last().add(shapes);
    }

    /// What to say to the last slide.
    fn note(&mut self, keys: &[&str]) {
        let notes: Vec<_> = keys.iter().map(|key| self.studio.word(key)).collect();
        self.out.last().note(notes);
    }

    /// A day in words.
    fn day(&self, at: jiff::civil::DateTime, style: DateStyle) -> String {
        format_date(at.date(), &self.studio.language, style)
    }

    /// The first slide.
    fn cover(&mut self) {
        let title = self.studio.runs(&self.studio.campaign.title);
        let subtitle = self.studio.word(self.name);
        let when = self.studio.campaign.launch.map(|launch| self.day(launch, DateStyle::Medium));
        let when = when.or_else(|| self.studio.project.identity.organisation.as_deref().map(clean)).unwrap_or_default();
        self.slide(Kind::Title, "", title, (0, 1));
        self.fill(Kind::Title, idx::BODY, vec![Paragraph::plain(subtitle)]);
        self.fill(Kind::Title, idx::WHEN, vec![Paragraph::plain(when)]);
    }

    /// The why, as large as it can be.
    fn why(&mut self) {
        let identity = &self.studio.project.identity;
        let Some(why) = &identity.story.why else { return };
        let (name, tagline) = (clean(&identity.name), self.studio.plain_text(&identity.tagline));
        let kicker = self.studio.fill_word("why_label", &[("name", &name)]);
        let runs = self.studio.runs(why);
        self.sentence(&kicker, runs, [&name, &tagline], &["office_note_why"]);
    }

    /// A sentence alone on its slide, or on several where it is a page, and who says it.
    fn sentence(&mut self, kicker: &str, runs: Vec<Run>, [who, role]: [&str; 2], notes: &[&str]) {
        let paragraph = Paragraph { runs, ..Paragraph::default() };
        let (width, height) = self.out.place(Kind::Quote, None).map_or((500.0, 200.0), |f| (f.width, f.height));
        let smallest = self.studio.style(super::studio::Type::heading(15.0, self.studio.theme.ink));
        let whole = Paragraph { style: smallest.clone(), ..paragraph.clone() };
        let parts = match self.studio.ruler.height(&[whole], width, 1.0) <= height {
            true => vec![paragraph.runs],
            false => {
                let parts = self.studio.ruler.parts(&paragraph.text(), &smallest, width, height);
                parts.into_iter().map(|part| vec![Run::new(part)]).collect()
            }
        };
        let count = parts.len();
        for (i, runs) in parts.into_iter().enumerate() {
            let kicker = if count > 1 { format!("{kicker} ({}/{count})", i + 1) } else { kicker.to_owned() };
            self.slide(Kind::Quote, &kicker, runs, (0, 1));
            let who = Run { bold: true, ..Run::new(who) };
            let by = vec![Paragraph { runs: vec![who], ..Paragraph::default() }, Paragraph::plain(role)];
            self.fill(Kind::Quote, idx::SECOND, by);
            self.note(notes);
        }
    }

    /// The last slide: what comes next, where to go, whom to ask.
    fn closing(&mut self, title: &str, lines: Vec<Paragraph>) {
        self.slide(Kind::Closing, "", vec![Run::new(title)], (0, 1));
        let identity = &self.studio.project.identity;
        let mut lines = lines;
        if let Some(link) = &identity.link {
            lines.push(leading(link.short(), link.as_str()));
        }
        if let Some(contact) = &identity.contact {
            lines.push(leading(contact.as_str(), &format!("mailto:{contact}")));
        }
        self.fill(Kind::Closing, idx::BODY, lines);
    }

    /// Text between a language's quotation marks.
    fn quoted(&self, runs: Vec<Run>) -> Vec<Run> {
        let (open, close) = quotation_marks(&self.studio.language);
        [vec![Run::new(open)], runs, vec![Run::new(close)]].concat()
    }

    /// A text as its language prints it.
    fn printed(&self, text: &str) -> String {
        typographic(text, &self.studio.language).into_owned()
    }
}

/// An address that leads there.
fn leading(shown: &str, to: &str) -> Paragraph {
    let run = Run { url: Some(to.to_owned()), ..Run::new(shown) };
    Paragraph { runs: vec![run], ..Paragraph::default() }
}
