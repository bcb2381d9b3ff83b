//! Cards side by side: an icon or a figure, a few words, a sentence or two, a fact.

use super::{
    super::{
        geometry::Frame,
        layouts::{BODY, Kind},
        shape::Shape,
        studio::{Studio, Type},
        text::{Paragraph, Run},
    },
    Deck,
};

/// Sizes of a card's text, in points, the one that is wanted first.
const SIZES: [f64; 8] = [20.0, 18.5, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0];
const PADDING: f64 = 22.0;
const GAP: f64 = 20.0;
const CHIP: f64 = 44.0;
/// What the chip takes of a card's height.
const HEAD: f64 = CHIP + 16.0;
/// Cards are no flatter than this: they are what their slide is about.
const LEAST: f64 = 256.0;

/// What stands at the head of a card.
#[derive(Debug, Clone)]
pub enum Mark {
    /// An icon by its name.
    Icon(String),
    /// A figure or a few letters.
    Figure(String),
}

/// A paragraph of a card.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its text.
    pub runs: Vec<Run>,
    /// Darker and bold, with space before it.
    pub strong: bool,
    /// With a point before it.
    pub bullet: bool,
}

impl Body {
    /// Running text.
    pub fn text(runs: Vec<Run>) -> Self {
        Self { runs, strong: false, bullet: false }
    }

    /// An item of a list.
    pub fn item(text: String) -> Self {
        Self { bullet: true, ..Self::text(vec![Run::new(text)]) }
    }

    /// A name, a fact.
    pub fn strong(runs: Vec<Run>) -> Self {
        Self { strong: true, ..Self::text(runs) }
    }
}

/// A card.
#[derive(Debug, Clone)]
pub struct Card {
    /// At its head.
    pub mark: Mark,
    /// A few words.
    pub title: Vec<Run>,
    /// Its text.
    pub body: Vec<Body>,
    /// The fact that bears it out.
    pub proof: Vec<Run>,
}

impl Card {
    fn paragraphs(&self, studio: &Studio<'_>, size: f64) -> Vec<Paragraph> {
        let theme = studio.theme;
        let title = Type::heading(size * 1.25, theme.ink);
        let mut out = vec![studio.paragraph(self.title.clone(), title)];
        for body in &self.body {
            let text = Type::text(size, theme.muted).after(size * 0.45);
            let set = if body.strong { Type { colour: theme.ink, ..text.strong().after(size * 0.7) } } else { text };
            let mut paragraph = studio.paragraph(body.runs.clone(), set);
            paragraph.style.bullet = body.bullet;
            out.push(paragraph);
        }
        out
    }

    fn fact(&self, studio: &Studio<'_>, size: f64) -> Option<Paragraph> {
        let set = Type::text(size * 0.9, studio.theme.brand_text).strong();
        (!self.proof.is_empty()).then(|| studio.paragraph(self.proof.clone(), set))
    }

    /// How high it is at a size.
    fn height(&self, studio: &mut Studio<'_>, size: f64, width: f64) -> f64 {
        let inner = width - 2.0 * PADDING;
        let paragraphs = self.paragraphs(studio, size);
        let text = studio.ruler.height(&paragraphs, inner, 1.0);
        let fact = self.fact(studio, size).map_or(0.0, |fact| 29.0 + studio.ruler.height(&[fact], inner, 1.0));
        2.0 * PADDING + HEAD + text + fact + 4.0
    }

    /// Cards that each fit the width and height at the smallest size, one after the other.
    fn split(self, studio: &mut Studio<'_>, width: f64, height: f64) -> Vec<Card> {
        let size = SIZES[SIZES.len() - 1];
        let inner = width - 2.0 * PADDING;
        let mut pieces = Vec::new();
        for body in &self.body {
            let set = Type::text(size, studio.theme.muted);
            let style = studio.style(if body.strong { set.strong() } else { set });
            let text = Paragraph { runs: body.runs.clone(), ..Paragraph::default() }.text();
            let room = (height - 2.0 * PADDING - HEAD - 110.0).max(40.0);
            let parts = studio.ruler.parts(&text, &style, inner, room);
            match parts.len() {
                ..=1 => pieces.push(body.clone()),
                _ => pieces.extend(parts.iter().map(|part| Body { runs: vec![Run::new(part)], ..body.clone() })),
            }
        }
        // A title that is a page is shortened: what it says stands in the text of other pieces.
        let title = shortened(studio, &self.title, size * 1.25, inner);
        let mut out: Vec<Card> = Vec::new();
        for piece in pieces {
            let joined = out.last().map(|last| {
                let mut card = last.clone();
                card.body.push(piece.clone());
                card
            });
            match joined.filter(|card| card.height(studio, size, width) <= height) {
                Some(card) => *out.last_mut().expect("one was joined") = card,
                None => out.push(Card { title: title.clone(), body: vec![piece], proof: Vec::new(), ..self.clone() }),
            }
        }
        if out.is_empty() {
            out.push(Card { title, body: Vec::new(), proof: Vec::new(), ..self.clone() });
        }
        let last = out.last_mut().expect("there is one");
        let with_fact = Card { proof: self.proof.clone(), ..last.clone() };
        if with_fact.height(studio, size, width) <= height {
            *last = with_fact;
        } else if !self.proof.is_empty() {
            let body = vec![Body::strong(self.proof.clone())];
            let alone = Card { title: last.title.clone(), body, proof: Vec::new(), ..self };
            out.extend(if out.len() < 40 { alone.split(studio, width, height) } else { Vec::new() });
        }
        out
    }
}

/// A title that takes no more than three lines.
fn shortened(studio: &mut Studio<'_>, title: &[Run], size: f64, width: f64) -> Vec<Run> {
    let style = studio.style(Type::heading(size, studio.theme.ink));
    let whole = Paragraph { style: style.clone(), runs: title.to_vec() };
    let room = 3.2 * studio.ruler.height(&[Paragraph { style: style.clone(), runs: vec![Run::new("x")] }], width, 1.0);
    if studio.ruler.height(std::slice::from_ref(&whole), width, 1.0) <= room {
        return title.to_vec();
    }
    let parts = studio.ruler.parts(&whole.text(), &style, width * 0.95, room);
    vec![Run::new(format!("{}…", parts.first().map_or("", String::as_str)))]
}

impl Deck<'_> {
    /// Slides of cards, no more than `most` side by side.
    pub(super) fn cards(&mut self, kicker: &str, title: &str, cards: Vec<Card>, most: usize, notes: &[&str]) {
        let pages = self.pages(cards, most);
        let count = pages.len();
        for (i, (cards, size)) in pages.into_iter().enumerate() {
            let shapes = self.place(cards, size, most);
            self.slide(Kind::TitleOnly, kicker, vec![Run::new(title)], (i, count)).add(shapes);
            self.note(notes);
        }
    }

    /// Cards by slide, each slide with the size of its text.
    fn pages(&mut self, cards: Vec<Card>, most: usize) -> Vec<(Vec<Card>, f64)> {
        let mut rest: std::collections::VecDeque<Card> = cards.into();
        let mut pages = Vec::new();
        while !rest.is_empty() {
            // As many on each slide: not three and one, but two and two.
            let slides = rest.len().div_ceil(most);
            let wanted = rest.len().div_ceil(slides);
            let balanced = |per: usize| rest.len().div_ceil(rest.len().div_ceil(per));
            let found = (1..=wanted).rev().map(balanced).find_map(|per| {
                let width = BODY.columns(per, GAP)[0].width;
                let fits = |size: &f64| {
                    let studio = &mut self.studio;
                    rest.iter().take(per).all(|card| card.height(studio, *size, width) <= BODY.height)
                };
                SIZES.into_iter().find(fits).map(|size| (per, size))
            });
            match found {
                Some((per, size)) => pages.push((rest.drain(..per).collect(), size)),
                None => {
                    let card = rest.pop_front().expect("there is one");
                    let pieces = card.split(&mut self.studio, BODY.width, BODY.height);
                    pages.extend(pieces.into_iter().map(|piece| (vec![piece], SIZES[SIZES.len() - 1])));
                }
            }
        }
        pages
    }

    fn place(&mut self, cards: Vec<Card>, size: f64, most: usize) -> Vec<Shape> {
        let columns = match cards.len() {
            // A card alone where there could be three: not so wide that its lines cannot be followed.
            1 if most > 1 && cards[0].height(&mut self.studio, size, BODY.width * 0.62) <= BODY.height => {
                vec![self.studio.at(Frame { width: BODY.width * 0.62, ..BODY })]
            }
            count => self.studio.columns(BODY, count, GAP),
        };
        let heights = cards.iter().zip(&columns).map(|(card, frame)| card.height(&mut self.studio, size, frame.width));
        let height = heights.fold(LEAST, f64::max).min(BODY.height);
        let frames = columns.into_iter().map(|frame| Frame { height, ..frame });
        let pairs: Vec<_> = cards.into_iter().zip(frames).collect();
        pairs.into_iter().flat_map(|(card, frame)| self.card(&card, frame, size)).collect()
    }

    fn card(&mut self, card: &Card, frame: Frame, size: f64) -> Vec<Shape> {
        let studio = &mut self.studio;
        let theme = studio.theme;
        let mut shapes =
            vec![studio.card(frame, studio.scheme.paint(theme.paper), Some(studio.scheme.paint(theme.line)), 14.0)];
        let inner = frame.inset(PADDING, PADDING);
        let x = if studio.rtl { inner.x + inner.width - CHIP } else { inner.x };
        let chip = Frame::new(x, inner.y, CHIP, CHIP);
        match &card.mark {
            Mark::Icon(name) => {
                shapes.push(studio.card(chip, studio.scheme.paint(theme.tint), None, 12.0));
                shapes.extend(studio.icon(name, theme.on_tint, chip.inset(10.0, 10.0)));
            }
            Mark::Figure(figure) => {
                shapes.push(studio.card(chip, studio.scheme.paint(theme.brand_fill), None, CHIP / 2.0));
                let set = Type::heading(18.0, theme.on_brand).aligned(super::super::text::Align::Centre);
                shapes.push(studio.label(chip, vec![studio.line(figure, set)], "ctr"));
            }
        }
        let fact = card.fact(studio, size);
        let fact_height =
            fact.as_ref().map_or(0.0, |fact| studio.ruler.height(std::slice::from_ref(fact), inner.width, 1.0));
        let reserved = if fact.is_some() { fact_height + 26.0 } else { 0.0 };
        let text = Frame { y: inner.y + HEAD, height: inner.height - HEAD - reserved, ..inner };
        shapes.push(studio.label(text, card.paragraphs(studio, size), "t"));
        if let Some(fact) = fact {
            let y = inner.bottom() - fact_height;
            let rule = Frame::new(inner.x, y - 14.0, inner.width, 1.0);
            let line = studio.scheme.paint(theme.line).into();
            shapes.push(studio.plain("rect", rule, line));
            shapes.push(studio.label(Frame { y, height: fact_height, ..inner }, vec![fact], "b"));
        }
        shapes
    }
}
