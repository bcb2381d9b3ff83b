//! How much room a text takes, by the brand's own fonts: office programs are left nothing to shrink.
//!
//! In: paragraphs and a width. Out: heights, the largest size that fits, and where a text too long for one slide parts.

use std::{collections::HashMap, rc::Rc};

use skrifa::{FontRef, MetadataProvider, instance::Size};

use super::text::{Paragraph, Style};
use crate::{
    design::{
        Fonts,
        fonts::Role,
        typeset::{Cluster, LineEnd, Setting, Typesetter},
    },
    model::value::LanguageTag,
};

/// Lines are taken to be this much wider than they are: programs differ by as much, and fonts that stand in by more.
const CAUTION: f64 = 1.05;
/// No font that stands in sets lines closer than this, in em.
const LEAST_PITCH: f64 = 1.17;
/// What a bullet takes of a line, in points.
const BULLET: f64 = 18.0;

/// Shares of a placeholder's size, in thousandths of a percent, as office programs take them one after the other.
const SCALES: [u32; 11] = [100_000, 92_500, 85_000, 77_500, 70_000, 62_500, 55_000, 47_500, 40_000, 32_500, 25_000];

/// A font as lines are measured with it.
struct Face {
    chain: Vec<String>,
    /// Line height in em that the font itself asks for.
    pitch: f64,
    /// Share of it that its lines are set with.
    line: f64,
}

/// Measures text in a language.
pub struct Ruler {
    typesetter: Typesetter,
    language: LanguageTag,
    headings: Face,
    base: Face,
    measured: HashMap<(String, bool, bool), Rc<Vec<Cluster>>>,
}

impl Ruler {
    /// With a project's fonts.
    pub fn new(fonts: &Fonts, typesetter: Typesetter, language: &LanguageTag) -> Self {
        // Line heights that each script reads well in, in em.
        let (headings, base) = match language.primary() {
            "ar" | "fa" | "ur" => (1.4, 1.55),
            "ja" | "zh" | "ko" => (1.3, 1.5),
            _ => (1.1, 1.34),
        };
        Self {
            headings: face(fonts, Role::Headings, language, headings),
            base: face(fonts, Role::Base, language, base),
            typesetter,
            language: language.clone(),
            measured: HashMap::new(),
        }
    }

    /// Line height in thousandths of a percent of the font's own.
    pub fn line(&self, heading: bool) -> u32 {
        (self.face(heading).line * 100_000.0).round() as u32
    }

    fn face(&self, heading: bool) -> &Face {
        if heading { &self.headings } else { &self.base }
    }

    fn clusters(&mut self, text: &str, heading: bool, bold: bool) -> Rc<Vec<Cluster>> {
        let key = (text.to_owned(), heading, bold);
        if let Some(known) = self.measured.get(&key) {
            return Rc::clone(known);
        }
        let face = if heading { &self.headings } else { &self.base };
        let weight = if bold { 700 } else { 400 };
        let setting = Setting { chain: &face.chain, weight, tracking: 0.0, language: &self.language };
        let clusters = Rc::new(self.typesetter.measure(text, &[], &setting));
        self.measured.insert(key, Rc::clone(&clusters));
        clusters
    }

    /// Where each line of a text ends, in bytes, and the width of the widest. A word wider than a line parts anywhere, as
    /// office programs part it.
    fn lines(&mut self, text: &str, heading: bool, bold: bool, size: f64, width: f64) -> (Vec<usize>, f64) {
        let clusters = self.clusters(text, heading, bold);
        let (mut ends, mut widest) = (Vec::new(), 0_f64);
        let (mut line, mut inked, mut word, mut allowed) = (0.0, 0.0, 0.0, None);
        for cluster in clusters.iter() {
            let advance = f64::from(cluster.advance) * size * CAUTION;
            if !cluster.blank && line + advance > width && line > 0.0 {
                widest = widest.max(inked);
                match allowed.take() {
                    Some(end) => {
                        ends.push(end);
                        line = word;
                    }
                    None => {
                        ends.push(cluster.range.start);
                        line = 0.0;
                    }
                }
                word = line;
            }
            line += advance;
            word += advance;
            if !cluster.blank {
                inked = line;
            }
            match cluster.line_end {
                LineEnd::No => {}
                LineEnd::Allowed => (allowed, word) = (Some(cluster.range.end), 0.0),
                LineEnd::Forced => {
                    ends.push(cluster.range.end);
                    widest = widest.max(inked);
                    (line, inked, word, allowed) = (0.0, 0.0, 0.0, None);
                }
            }
        }
        ends.push(text.len());
        (ends, widest.max(inked))
    }

    /// The width of a text on one line, in points.
    pub fn width(&mut self, text: &str, heading: bool, bold: bool, size: f64) -> f64 {
        self.lines(text, heading, bold, size, f64::INFINITY).1
    }

    /// The height of one line of a style at a size.
    fn pitch(&self, style: &Style, size: f64) -> f64 {
        let face = self.face(style.heading);
        let line = style.line.map_or(face.line, |line| f64::from(line) / 100_000.0);
        size * face.pitch.max(LEAST_PITCH) * line
    }

    /// The height of paragraphs within a width, their sizes times `scale`.
    pub fn height(&mut self, paragraphs: &[Paragraph], width: f64, scale: f64) -> f64 {
        let mut height = 0.0;
        for (i, paragraph) in paragraphs.iter().enumerate() {
            let (style, size) = (&paragraph.style, paragraph.style.points() * scale);
            let width = if style.bullet { width - BULLET } else { width };
            let bold = style.bold || paragraph.runs.iter().any(|run| run.bold);
            let count = self.lines(&paragraph.text(), style.heading, bold, size, width.max(1.0)).0.len();
            height += count as f64 * self.pitch(style, size);
            if i > 0 {
                height += f64::from(style.before.unwrap_or_default()) / 100.0;
            }
        }
        height
    }

    /// The largest of the scales at which paragraphs fit; the smallest where none does.
    pub fn fit(&mut self, paragraphs: &[Paragraph], width: f64, height: f64) -> u32 {
        let fits = |scale: &u32| self.height(paragraphs, width, f64::from(*scale) / 100_000.0) <= height;
        SCALES.into_iter().find(fits).unwrap_or(SCALES[SCALES.len() - 1])
    }

    /// The parts of a text that each fill no more than a height at a size, split between words.
    pub fn parts(&mut self, text: &str, style: &Style, width: f64, height: f64) -> Vec<String> {
        let size = style.points();
        let per_part = (height / self.pitch(style, size)).floor().max(1.0) as usize;
        let (ends, _) = self.lines(text, style.heading, style.bold, size, width);
        let mut start = 0;
        let mut parts = Vec::new();
        for chunk in ends.chunks(per_part) {
            let end = chunk[chunk.len() - 1];
            parts.push(text[start..end].trim().to_owned());
            start = end;
        }
        parts.retain(|part| !part.is_empty());
        parts
    }
}

fn face(fonts: &Fonts, role: Role, language: &LanguageTag, wanted: f64) -> Face {
    let chain = fonts.chain(role, language);
    let file = chain.first().and_then(|family| fonts.files().find(|file| file.family == *family));
    let metrics = file.and_then(|file| FontRef::new(file.data.as_ref()).ok());
    let metrics = metrics.map(|font| font.metrics(Size::new(1.0), skrifa::instance::LocationRef::default()));
    let pitch = metrics.map_or(1.2, |m| f64::from(m.ascent - m.descent + m.leading)).clamp(0.9, 2.4);
    // Much below the font's own, a font that stands in would run its lines into each other.
    Face { chain, pitch, line: (wanted / pitch).clamp(0.78, 1.3) }
}
