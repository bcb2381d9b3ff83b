//! Words as outlines, so that a logo needs no font.

use std::fmt::Write;

use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};

use crate::{
    design::{
        Fonts,
        fonts::Role,
        typeset::{LineEnd, Setting, Typesetter},
    },
    model::value::LanguageTag,
};

/// Outlines of a text on one line, from the line's left end on the baseline, y downwards.
#[derive(Debug, Clone, Default)]
pub(super) struct Outlines {
    pub path: String,
    pub width: f64,
    /// How far the ink reaches above the baseline.
    pub above: f64,
    /// How far it reaches below; negative where it ends above.
    pub below: f64,
}

/// How a word is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lettering {
    pub size: f64,
    pub weight: u16,
    pub tracking: f32,
}

/// Writes words with a project's fonts.
pub(super) struct Letterer<'a> {
    pub fonts: &'a Fonts,
    pub typesetter: &'a mut Typesetter,
}

impl Letterer<'_> {
    /// A text's outlines, moved to begin at `x` on a baseline at `y`.
    pub fn outlines(&mut self, text: &str, lettering: Lettering, (x, y): (f64, f64)) -> Outlines {
        let language = script(text);
        let chain = self.fonts.chain(Role::Headings, &language);
        let Lettering { size, weight, tracking } = lettering;
        let setting = Setting { chain: &chain, weight, tracking, language: &language };
        let line = self.typesetter.line(text, &[], &setting, size as f32);
        let files: Vec<_> = self.fonts.files().collect();
        let mut pen = Pen::new((x, y));
        for run in &line.runs {
            let Ok(font) = FontRef::new(files[run.file].data.as_ref()) else { continue };
            let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
            let outlines = font.outline_glyphs();
            pen.scale = size / f64::from(units);
            for (id, x, y) in &run.glyphs {
                pen.glyph = (f64::from(*x), f64::from(*y));
                if let Some(outline) = outlines.get(GlyphId::new(*id)) {
                    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                    // A glyph that is damaged stays away; the others are drawn.
                    let _ = outline.draw(settings, &mut pen);
                }
            }
        }
        let (above, below) = if pen.above < pen.below { (0.0, 0.0) } else { (pen.above, -pen.below) };
        Outlines { path: pen.path, width: line.width.into(), above, below }
    }

    /// The text on two lines as equal as its breaks allow; `None` where it has none.
    pub fn halves<'t>(&mut self, text: &'t str, lettering: Lettering) -> Option<(&'t str, &'t str)> {
        let language = script(text);
        let chain = self.fonts.chain(Role::Headings, &language);
        let Lettering { weight, tracking, .. } = lettering;
        let setting = Setting { chain: &chain, weight, tracking, language: &language };
        let clusters = self.typesetter.measure(text, &[], &setting);
        let whole: f32 = clusters.iter().map(|cluster| cluster.advance).sum();
        let phrases = phrases(text, &language);
        let mut left = 0.0;
        let mut best: Option<(f32, usize)> = None;
        for cluster in &clusters {
            left += cluster.advance;
            let longer = left.max(whole - left);
            let end = cluster.range.end;
            let ends = cluster.line_end == LineEnd::Allowed && (phrases.is_empty() || phrases.contains(&end));
            if ends && best.is_none_or(|(least, _)| longer < least) {
                best = Some((longer, end));
            }
        }
        let (first, second) = text.split_at_checked(best?.1)?;
        let (first, second) = (first.trim(), second.trim());
        (!first.is_empty() && !second.is_empty()).then_some((first, second))
    }
}

/// Where a Japanese text may be cut: behind its phrases, and between the words of a long compound, which show by their
/// script; nothing for other texts.
fn phrases(text: &str, language: &LanguageTag) -> Vec<usize> {
    let (mut ends, mut at) = (Vec::new(), 0);
    if language.primary() != "ja" {
        return ends;
    }
    budoux_phf_rs::Parser::japanese_parser().parse_with(text, |phrase| {
        at += phrase.len();
        ends.push(at);
    });
    let katakana = |c: char| ('\u{30a0}'..='\u{30ff}').contains(&c);
    let kanji = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let pairs = text.char_indices().zip(text.chars().skip(1));
    ends.extend(pairs.filter_map(|((at, before), after)| {
        let changes = katakana(before) && kanji(after) || kanji(before) && katakana(after);
        changes.then(|| at + before.len_utf8())
    }));
    ends
}

/// A name is set in its own script's font whatever the piece's language.
fn script(text: &str) -> LanguageTag {
    let has = |from: char, to: char| text.chars().any(|c| (from..=to).contains(&c));
    let tag = match () {
        () if has('\u{600}', '\u{6ff}') => "ar",
        () if has('\u{3040}', '\u{30ff}') || has('\u{4e00}', '\u{9fff}') => "ja",
        () => "en",
    };
    tag.parse().expect("a language")
}

/// Writes outlines as path data, and remembers how far they reach.
struct Pen {
    path: String,
    origin: (f64, f64),
    glyph: (f64, f64),
    scale: f64,
    above: f64,
    below: f64,
}

impl Pen {
    fn new(origin: (f64, f64)) -> Self {
        let (above, below) = (f64::NEG_INFINITY, f64::INFINITY);
        Self { path: String::new(), origin, glyph: (0.0, 0.0), scale: 1.0, above, below }
    }

    fn command(&mut self, letter: char, points: &[(f32, f32)]) {
        self.path.push(letter);
        for (i, (x, y)) in points.iter().enumerate() {
            let up = f64::from(*y) * self.scale - self.glyph.1;
            (self.above, self.below) = (self.above.max(up), self.below.min(up));
            let across = self.origin.0 + self.glyph.0 + f64::from(*x) * self.scale;
            let _ = write!(self.path, "{}{across:.2} {:.2}", if i > 0 { " " } else { "" }, self.origin.1 - up);
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.command('M', &[(x, y)]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.command('L', &[(x, y)]);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.command('Q', &[(cx, cy), (x, y)]);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.command('C', &[(ax, ay), (bx, by), (x, y)]);
    }
    fn close(&mut self) {
        self.path.push('Z');
    }
}
