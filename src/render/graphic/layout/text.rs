//! Text in boxes: one text or several below each other, as large as they may be and as small as they must.
//!
//! In: runs, a style and a box. Out: for each line of each text one `<text>` per font, at absolute places, in the very
//! font and size that it was measured with. Texts of one group share one scale.

use std::{fmt::Write, ops::Range};

use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};

use super::{
    lines::{Breaker, Grain, Wish},
    style::{Align, Style, VerticalAlign},
};
use crate::{
    design::{
        Fonts,
        svg::{escape, number},
        typeset::{self, Setting, Span, Typesetter, css_style},
    },
    model::value::{Direction, LanguageTag},
    render::graphic::runs::TextRun,
};

/// Below a text's smallest size it is still set, with a warning, down to this share of it.
const TIGHTEST: f64 = 0.75;

/// A headline is set smaller, down to this share of the size that it could have, so that lines end where sentences do…
const SENSE_WORTH: f64 = 0.76;
/// …and down to this one, so that they end between phrases.
const PHRASE_WORTH: f64 = 0.7;

/// A rectangle of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render::graphic) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    /// True when it lies inside another, but for rounding.
    fn within(self, other: Area) -> bool {
        let slack = other.width.max(other.height) * 0.001;
        self.x >= other.x - slack
            && self.y >= other.y - slack
            && self.x + self.width <= other.x + other.width + slack
            && self.y + self.height <= other.y + other.height + slack
    }
}

/// One text with its style, measured.
pub(super) struct Item {
    /// Where its content comes from: a key of the context, or `None` for the template's own words.
    pub content: Option<String>,
    text: String,
    spans: Vec<Span>,
    looks: Vec<Look>,
    style: Style,
    chain: Vec<String>,
    breaker: Breaker,
    ascent: f64,
    descent: f64,
}

/// The colour of a span.
#[derive(Clone, PartialEq)]
struct Look {
    fill: String,
}

/// Texts below each other in one box.
pub(super) struct Block {
    pub area: Area,
    pub items: Vec<Item>,
    pub gap: f64,
    pub valign: VerticalAlign,
    pub group: Option<String>,
    /// In a group of blocks beside each other: the first texts of all take one height, the second ones too, and so on.
    pub shared_rows: bool,
}

/// How far texts had to give way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scale {
    /// Between their smallest (0) and their usual size (1).
    Usual(f64, Grain),
    /// A share of their smallest size.
    Tight(f64, Grain),
    /// Too long even so; nothing is set.
    TooLong,
}

/// An item at a size.
struct Set {
    size: f64,
    lines: Vec<Range<usize>>,
}

/// What a language needs beside what the template asks for.
pub(super) struct Typography<'a> {
    pub fonts: &'a Fonts,
    pub language: &'a LanguageTag,
}

impl Typography<'_> {
    /// Arabic reaches further up and down than Latin, Japanese fills its square.
    fn line_height(&self, asked: f64) -> f64 {
        match self.language.primary() {
            "ar" | "fa" | "ur" => asked + if asked < 1.25 { 0.28 } else { 0.2 },
            "ja" | "zh" => asked + if asked < 1.25 { 0.16 } else { 0.12 },
            _ => asked,
        }
    }

    fn rtl(&self) -> bool {
        self.language.direction() == Direction::Rtl
    }
}

impl Item {
    /// Measures a text.
    pub fn new(
        content: Option<String>,
        runs: &[TextRun],
        mut style: Style,
        typography: &Typography,
        typesetter: &mut Typesetter,
    ) -> Self {
        style.line_height = typography.line_height(style.line_height);
        let chain = typography.fonts.chain(style.font, typography.language);
        let mut item = Item {
            content,
            text: String::new(),
            spans: Vec::new(),
            looks: Vec::new(),
            chain,
            breaker: Breaker::new("", Vec::new(), "", &[]),
            ascent: 0.0,
            descent: 0.0,
            style,
        };
        for run in runs {
            item.push(run, typography);
        }
        let clusters = typesetter.measure(&item.text, &item.spans, &item.setting(typography.language));
        // A line that ends where the accent begins or ends reads well.
        let favoured: Vec<usize> = item.spans.iter().flat_map(|s| [s.range.start, s.range.end]).collect();
        item.breaker = Breaker::new(&item.text, clusters, typography.language.primary(), &favoured);
        (item.ascent, item.descent) = vertical_metrics(typography.fonts, &item.chain);
        item
    }

    fn push(&mut self, run: &TextRun, typography: &Typography) {
        let start = self.text.len();
        self.text.push_str(&run.text);
        let plain = !run.strong && !run.emphasis && !run.code;
        if plain || run.text.is_empty() {
            return;
        }
        let weight = if run.strong { self.style.strong_weight } else { self.style.weight };
        let chain =
            run.code.then(|| typography.fonts.chain(crate::design::fonts::Role::Monospace, typography.language));
        self.spans.push(Span { range: start..self.text.len(), weight, italic: run.emphasis, chain });
        let fill = if run.strong { &self.style.strong_fill } else { &self.style.fill };
        self.looks.push(Look { fill: fill.clone() });
    }

    fn setting<'a>(&'a self, language: &'a LanguageTag) -> Setting<'a> {
        Setting { chain: &self.chain, weight: self.style.weight, tracking: self.style.tracking as f32, language }
    }

    /// The text's characters that none of its fonts has.
    pub fn missing(&self, fonts: &Fonts) -> Vec<char> {
        fonts.missing(&self.chain, &self.text)
    }

    /// True when there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.breaker.is_empty()
    }

    /// The text as it is read.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn size(&self, scale: Scale) -> f64 {
        match scale {
            Scale::Usual(share, _) => self.style.min + (self.style.size - self.style.min) * share,
            Scale::Tight(share, _) => self.style.min * share,
            Scale::TooLong => 0.0,
        }
    }

    fn set(&self, width: f64, scale: Scale) -> Option<Set> {
        let size = self.size(scale);
        let grain = match scale {
            // Running text fills its lines; only headlines are set by sense and phrase.
            Scale::Usual(_, Grain::Sense | Grain::Phrase) if !self.style.balance => Grain::Word,
            Scale::Usual(_, grain) | Scale::Tight(_, grain) => grain,
            Scale::TooLong => return None,
        };
        let wish = Wish {
            // Tracking follows the last letter of a line too, where nobody sees it.
            width: (width / size + self.style.tracking) as f32,
            balance: self.style.balance,
            grain,
            max_lines: self.style.max_lines,
        };
        Some(Set { size, lines: self.breaker.lines(wish)? })
    }

    fn height(&self, set: &Set) -> f64 {
        set.lines.len() as f64 * set.size * self.style.line_height
    }
}

impl Block {
    fn seen(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.is_empty())
    }

    fn gap(&self, scale: Scale) -> f64 {
        match scale {
            Scale::Usual(share, _) => self.gap * (0.6 + 0.4 * share),
            Scale::Tight(share, _) => self.gap * 0.6 * share,
            Scale::TooLong => 0.0,
        }
    }

    /// Every item's lines at a scale; `None` when one cannot be broken.
    fn set(&self, scale: Scale) -> Option<Vec<Set>> {
        self.seen().map(|item| item.set(self.area.width, scale)).collect()
    }

    /// The height of each item's lines, or of its row where rows are shared.
    fn heights(&self, sets: &[Set], rows: &[f64]) -> Vec<f64> {
        let own = self.seen().zip(sets).map(|(item, set)| item.height(set)).enumerate();
        own.map(|(i, height)| if self.shared_rows { rows.get(i).map_or(height, |row| row.max(height)) } else { height })
            .collect()
    }

    fn total(&self, heights: &[f64], scale: Scale) -> f64 {
        heights.iter().sum::<f64>() + self.gap(scale) * heights.len().saturating_sub(1) as f64
    }
}

/// Blocks of one group at one scale: the lines of each and the height of each text.
pub(super) struct Arrangement(Vec<(Vec<Set>, Vec<f64>)>);

/// `None` when one of the blocks does not hold its texts.
fn arrange(blocks: &[&Block], scale: Scale) -> Option<Arrangement> {
    let sets: Vec<Vec<Set>> = blocks.iter().map(|block| block.set(scale)).collect::<Option<_>>()?;
    let mut rows: Vec<f64> = Vec::new();
    for (block, sets) in blocks.iter().zip(&sets) {
        for (i, (item, set)) in block.seen().zip(sets).enumerate() {
            rows.resize(rows.len().max(i + 1), 0.0);
            rows[i] = rows[i].max(item.height(set));
        }
    }
    let arranged = blocks.iter().zip(sets).map(|(block, sets)| {
        let heights = block.heights(&sets, &rows);
        (block.total(&heights, scale) <= block.area.height + 0.001).then_some((sets, heights))
    });
    arranged.collect::<Option<_>>().map(Arrangement)
}

/// The largest scale at which all of the blocks fit.
pub(super) fn fit(blocks: &[&Block]) -> Scale {
    let fits = |scale: Scale| arrange(blocks, scale).is_some();
    let usual = |grain: Grain| search(fits, |share| Scale::Usual(share, grain), 0.0);
    let size = |scale: Scale| {
        let items = blocks.iter().flat_map(|block| block.seen());
        items.map(|item| item.size(scale)).fold(0.0, f64::max)
    };
    if let Some(by_word) = usual(Grain::Word) {
        let worth = |scale: &Scale, share: f64| size(*scale) >= size(by_word) * share;
        let has_sense = blocks.iter().flat_map(|block| block.seen()).any(|item| item.breaker.has_sense());
        let by_sense = has_sense.then(|| usual(Grain::Sense)).flatten().filter(|scale| worth(scale, SENSE_WORTH));
        let by_phrase = || usual(Grain::Phrase).filter(|scale| worth(scale, PHRASE_WORTH));
        return by_sense.or_else(by_phrase).unwrap_or(by_word);
    }
    search(fits, |share| Scale::Tight(share, Grain::Word), TIGHTEST)
        .or_else(|| search(fits, |share| Scale::Tight(share, Grain::Letter), TIGHTEST))
        .unwrap_or(Scale::TooLong)
}

/// The largest share from `least` to 1 that fits.
fn search(fits: impl Fn(Scale) -> bool + Copy, scale: impl Fn(f64) -> Scale, least: f64) -> Option<Scale> {
    if fits(scale(1.0)) {
        return Some(scale(1.0));
    }
    if !fits(scale(least)) {
        return None;
    }
    let (mut low, mut high) = (least, 1.0);
    for _ in 0..10 {
        let middle = (low + high) / 2.0;
        if fits(scale(middle)) { low = middle } else { high = middle }
    }
    Some(scale(low))
}

/// What was drawn, and where.
pub(super) struct Drawn {
    pub svg: String,
    /// The box of all lines, by their measured widths.
    pub ink: Area,
}

/// Draws the blocks of a group at a scale that fits; nothing at one that does not.
pub(super) fn draw(
    blocks: &[&Block],
    scale: Scale,
    typography: &Typography,
    typesetter: &mut Typesetter,
) -> Vec<Drawn> {
    let Some(Arrangement(arranged)) = arrange(blocks, scale) else { return Vec::new() };
    let each = blocks.iter().zip(&arranged);
    each.map(|(block, (sets, heights))| draw_one(block, sets, heights, scale, typography, typesetter)).collect()
}

fn draw_one(
    block: &Block,
    sets: &[Set],
    heights: &[f64],
    scale: Scale,
    typography: &Typography,
    typesetter: &mut Typesetter,
) -> Drawn {
    let height = block.total(heights, scale);
    let free = block.area.height - height;
    let top = block.area.y
        + match block.valign {
            VerticalAlign::Top => 0.0,
            VerticalAlign::Middle => free / 2.0,
            VerticalAlign::Bottom => free,
        };
    let mut pen = Pen { typography, typesetter, area: block.area, svg: String::new(), left: f64::MAX, right: f64::MIN };
    let mut y = top;
    for ((item, set), height) in block.seen().zip(sets).zip(heights) {
        pen.item(item, set, y);
        y += height + block.gap(scale);
    }
    let (left, right) = if pen.left <= pen.right { (pen.left, pen.right) } else { (block.area.x, block.area.x) };
    let ink = Area { x: left, y: top, width: right - left, height };
    debug_assert!(ink.within(block.area), "{ink:?} leaves {:?}", block.area);
    Drawn { svg: pen.svg, ink }
}

struct Pen<'a> {
    typography: &'a Typography<'a>,
    typesetter: &'a mut Typesetter,
    area: Area,
    svg: String,
    left: f64,
    right: f64,
}

impl Pen<'_> {
    fn item(&mut self, item: &Item, set: &Set, top: f64) {
        let shaped: Vec<(Range<usize>, typeset::Line)> =
            set.lines.iter().map(|range| (range.clone(), self.shape(item, range.clone(), set.size))).collect();
        // What was shaped as a line may be a hair wider than its clusters were.
        let widest = shaped.iter().map(|(_, line)| f64::from(line.width)).fold(0.0, f64::max);
        let shrink = if widest > self.area.width { self.area.width / widest } else { 1.0 };
        let size = set.size * shrink;
        let leading = set.size * item.style.line_height;
        let first = top + (leading + (item.ascent - item.descent) * size) / 2.0;
        for (i, (range, line)) in shaped.iter().enumerate() {
            self.line(item, range, line, first + leading * i as f64, size, shrink);
        }
    }

    fn shape(&mut self, item: &Item, range: Range<usize>, size: f64) -> typeset::Line {
        let within = |r: &Range<usize>| r.start.max(range.start)..r.end.min(range.end);
        let spans: Vec<Span> = item
            .spans
            .iter()
            .map(|span| {
                let part = within(&span.range);
                let part = if part.start < part.end { part.start - range.start..part.end - range.start } else { 0..0 };
                Span { range: part, ..span.clone() }
            })
            .collect();
        let setting = item.setting(self.typography.language);
        self.typesetter.line(&hyphenated(&item.text[range]), &spans, &setting, size as f32)
    }

    fn line(&mut self, item: &Item, range: &Range<usize>, line: &typeset::Line, baseline: f64, size: f64, shrink: f64) {
        let width = f64::from(line.width) * shrink;
        let free = self.area.width - width;
        let start = match (item.style.align, self.typography.rtl()) {
            (Align::Center, _) => free / 2.0,
            (Align::Start, false) | (Align::End, true) => 0.0,
            (Align::End, false) | (Align::Start, true) => free,
        };
        let x = self.area.x + start;
        self.left = self.left.min(x);
        self.right = self.right.max(x + width);
        let text = hyphenated(&item.text[range.clone()]);
        for run in &line.runs {
            let Some(file) = self.typography.fonts.files().nth(run.file) else { continue };
            let shown = text.get(run.range.clone()).unwrap_or_default().replace(['\n', '\r'], " ");
            // usvg lays paragraphs out from left to right: the marks keep a right-to-left run one.
            let shown = if run.rtl { format!("\u{200f}{shown}\u{200f}") } else { shown };
            let fill = run.span.map_or(&item.style.fill, |span| &item.looks[span].fill);
            let tracking = f64::from(item.setting(self.typography.language).effective_tracking()) * size;
            let spacing = if tracking == 0.0 { String::new() } else { format!(r#" letter-spacing="{tracking:.3}""#) };
            let _ = write!(
                self.svg,
                r#"<text xml:space="preserve" x="{}" y="{}" font-family="'{}'" font-weight="{}" font-style="{}" font-size="{size:.3}" fill="{}"{spacing}>{}</text>"#,
                number(x + f64::from(run.x) * shrink),
                number(baseline),
                escape(&file.family.replace('\'', "")),
                file.weight,
                css_style(file),
                escape(fill),
                escape(&shown),
            );
        }
    }
}

/// A soft hyphen at a line's end is shown. The sign that is put in has as many bytes, so that places stay.
fn hyphenated(line: &str) -> std::borrow::Cow<'_, str> {
    match line.strip_suffix('\u{ad}') {
        Some(word) => format!("{word}-").into(),
        None => line.into(),
    }
}

/// How far the chain's first font reaches above and below the baseline, at size 1.
fn vertical_metrics(fonts: &Fonts, chain: &[String]) -> (f64, f64) {
    let file = fonts.files().find(|file| chain.first() == Some(&file.family));
    let font = file.and_then(|file| FontRef::new(file.data.as_ref()).ok());
    font.map_or((0.9, 0.25), |font| {
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let units = f64::from(metrics.units_per_em.max(1));
        (f64::from(metrics.ascent) / units, f64::from(metrics.descent).abs() / units)
    })
}
