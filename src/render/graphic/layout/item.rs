//! One text, measured, and its lines at any size.
//!
//! In: runs and a style. Out: an [`Item`] that can be asked for its lines at a scale.

use std::{cell::RefCell, collections::HashMap};

use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};

use super::{
    fit::Scale,
    lines::{Breaker, Line, Wish},
    opportunities::{Grain, Reading},
    style::Style,
};
use crate::{
    design::{
        Fonts,
        fonts::Role,
        typeset::{Setting, Span, Typesetter},
    },
    model::value::{Direction, LanguageTag},
    render::graphic::runs::TextRun,
};

/// One text with its style, measured.
pub(super) struct Item {
    /// Where its content comes from: a key of the context, or `None` for the template's own words.
    pub content: Option<String>,
    pub text: String,
    pub spans: Vec<Span>,
    pub looks: Vec<Look>,
    pub style: Style,
    chain: Vec<String>,
    pub breaker: Breaker,
    pub ascent: f64,
    pub descent: f64,
    /// How many lines it took at widths that were asked for before.
    counts: RefCell<HashMap<(u32, Grain), Option<usize>>>,
}

/// The colour of a span.
#[derive(Clone, PartialEq)]
pub(super) struct Look {
    pub fill: String,
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

    pub fn rtl(&self) -> bool {
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
            breaker: Breaker::default(),
            ascent: 0.0,
            descent: 0.0,
            counts: RefCell::default(),
            style,
        };
        item.style.tracking = item.setting(typography.language).effective_tracking().into();
        for run in runs {
            item.push(run, typography);
        }
        item.breaker = item.measured(typography, typesetter);
        (item.ascent, item.descent) = vertical_metrics(typography.fonts, &item.chain);
        item
    }

    fn measured(&self, typography: &Typography, typesetter: &mut Typesetter) -> Breaker {
        let setting = self.setting(typography.language);
        let clusters = typesetter.measure(&self.text, &self.spans, &setting);
        let reading = Reading {
            language: typography.language.primary(),
            emphasised: self.spans.iter().map(|s| s.range.clone()).collect(),
            hyphens: self.style.hyphens,
            headline: self.style.balance,
            verbatim: self.spans.iter().filter(|s| s.chain.is_some()).map(|s| s.range.clone()).collect(),
        };
        // The widest of the weights that the hyphen may be drawn in.
        let weights = self.spans.iter().map(|span| span.weight).max().into_iter().chain([setting.weight]);
        let widths = weights.map(|weight| {
            let hyphen = typesetter.measure("-", &[], &Setting { weight, ..setting.clone() });
            hyphen.iter().map(|cluster| cluster.advance).sum()
        });
        let hyphen = widths.fold(0.0, f32::max);
        Breaker::new(&self.text, clusters, &reading, hyphen)
    }

    fn push(&mut self, run: &TextRun, typography: &Typography) {
        let start = self.text.len();
        match self.style.upper {
            true => self.text.push_str(&capitals(&run.text, typography.language)),
            false => self.text.push_str(&run.text),
        }
        let plain = !run.strong && !run.emphasis && !run.code;
        if plain || run.text.is_empty() {
            return;
        }
        let weight = if run.strong { self.style.strong_weight } else { self.style.weight };
        let chain = run.code.then(|| typography.fonts.chain(Role::Monospace, typography.language));
        self.spans.push(Span { range: start..self.text.len(), weight, italic: run.emphasis, chain });
        let fill = if run.strong { &self.style.strong_fill } else { &self.style.fill };
        self.looks.push(Look { fill: fill.clone() });
    }

    pub fn setting<'a>(&'a self, language: &'a LanguageTag) -> Setting<'a> {
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

    pub fn size(&self, scale: Scale) -> f64 {
        match scale {
            Scale::Usual(share, _) => self.style.min + (self.style.size - self.style.min) * share,
            Scale::Tight(share, _) => self.style.min * share,
            // Nothing is drawn at it; boxes are computed as if the text had its smallest size.
            Scale::TooLong => self.style.min,
        }
    }

    /// What stays whole in this text at a scale.
    fn grain(&self, scale: Scale) -> Grain {
        match scale {
            // Running text fills its lines; only headlines are set by sense and phrase.
            Scale::Usual(_, Grain::Sense | Grain::Phrase) if !self.style.balance => Grain::Word,
            Scale::Usual(_, grain) | Scale::Tight(_, grain) => grain,
            Scale::TooLong => Grain::Word,
        }
    }

    fn wish(&self, width: f64, scale: Scale) -> Wish {
        Wish {
            // Tracking follows the last letter of a line too, where nobody sees it.
            width: (width / self.size(scale) + self.style.tracking) as f32,
            balance: self.style.balance,
            grain: self.grain(scale),
            max_lines: self.style.max_lines,
        }
    }

    /// How many lines it takes in a width; `None` where a word is wider or they are too many.
    pub fn count(&self, width: f64, scale: Scale) -> Option<usize> {
        if scale == Scale::TooLong {
            return None;
        }
        let wish = self.wish(width, scale);
        let key = (wish.width.to_bits(), wish.grain);
        *self.counts.borrow_mut().entry(key).or_insert_with(|| self.breaker.count(wish))
    }

    /// Its lines in a width that has room for them; none where it has not.
    pub fn lines(&self, width: f64, scale: Scale) -> Vec<Line> {
        if scale == Scale::TooLong {
            Vec::new()
        } else {
            self.breaker.lines(self.wish(width, scale)).unwrap_or_default()
        }
    }

    /// The width of each of its lines in a width that has room for them.
    pub fn widths(&self, width: f64, scale: Scale) -> Vec<f64> {
        let widths = self.breaker.widths(self.wish(width, scale));
        widths.into_iter().map(|width| width * self.size(scale)).collect()
    }

    /// The width of its longest line where only forced line ends are kept.
    pub fn natural(&self, scale: Scale) -> f64 {
        (self.breaker.natural() - self.style.tracking).max(0.0) * self.size(scale)
    }

    /// The width of the longest part that stays whole.
    pub fn longest(&self, scale: Scale) -> f64 {
        (self.breaker.longest(self.grain(scale)) - self.style.tracking).max(0.0) * self.size(scale)
    }

    /// The height of so many lines.
    pub fn height(&self, lines: usize, scale: Scale) -> f64 {
        lines as f64 * self.size(scale) * self.style.line_height
    }
}

/// In capitals, where the language has them: Arabic and Japanese stay as they are, but Latin words in them would shout.
fn capitals(text: &str, language: &LanguageTag) -> String {
    match language.primary() {
        "ar" | "fa" | "ur" | "he" | "ja" | "zh" | "ko" => text.to_owned(),
        // Turkish and Azeri tell the dotted i from the dotless one.
        "tr" | "az" => text.replace('i', "İ").to_uppercase(),
        _ => text.to_uppercase(),
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
