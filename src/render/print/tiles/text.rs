//! Text on the sheets: set line by line in the very fonts that it was measured with.

use std::fmt::Write;

use crate::{
    design::{
        Fonts,
        fonts::Role,
        svg::{escape, number},
        typeset::{LineEnd, Setting, Typesetter, css_style},
    },
    model::value::{Colour, Direction, LanguageTag},
};

/// Sets text in one language.
pub struct Setter<'a> {
    /// The project's fonts.
    pub fonts: &'a Fonts,
    /// Shapes text with them.
    pub typesetter: Typesetter,
    /// The text's language.
    pub language: &'a LanguageTag,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Headlines or running text.
    pub role: Role,
    /// 100 to 900.
    pub weight: u16,
    /// In millimetres.
    pub size: f64,
    /// Of the letters.
    pub colour: Colour,
}

/// Which edge of its place a line begins at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Where the language's lines begin.
    Start,
    /// The middle.
    Middle,
}

/// Distance of baselines as a multiple of the size.
const LEADING: f64 = 1.42;

impl Setter<'_> {
    /// True where lines run from right to left.
    pub fn is_rtl(&self) -> bool {
        self.language.direction() == Direction::Rtl
    }

    /// The width of a text on one line.
    pub fn width(&mut self, text: &str, look: Look) -> f64 {
        let chain = self.fonts.chain(look.role, self.language);
        let setting = Setting { chain: &chain, weight: look.weight, tracking: 0.0, language: self.language };
        f64::from(self.typesetter.line(text, &[], &setting, look.size as f32).width)
    }

    /// A text in lines of a width, the first line's baseline at `y`; the place of a following one.
    pub fn paragraph(&mut self, svg: &mut String, text: &str, [x, y]: [f64; 2], width: f64, look: Look) -> f64 {
        let mut baseline = y;
        for line in self.lines(text, width, look) {
            self.line(svg, &line, [x, baseline], width, Anchor::Start, look);
            baseline += look.size * LEADING;
        }
        baseline
    }

    /// A text on one line in a place of a width.
    pub fn line(&mut self, svg: &mut String, text: &str, [x, y]: [f64; 2], width: f64, anchor: Anchor, look: Look) {
        let chain = self.fonts.chain(look.role, self.language);
        let setting = Setting { chain: &chain, weight: look.weight, tracking: 0.0, language: self.language };
        let line = self.typesetter.line(text, &[], &setting, look.size as f32);
        let free = width - f64::from(line.width);
        let start = x + match anchor {
            Anchor::Middle => free / 2.0,
            Anchor::Start => {
                if self.is_rtl() {
                    free
                } else {
                    0.0
                }
            }
        };
        for run in &line.runs {
            let Some(file) = self.fonts.files().nth(run.file) else { continue };
            let shown = text.get(run.range.clone()).unwrap_or_default();
            // usvg lays paragraphs out from left to right: the marks keep a right-to-left run one.
            let shown = if run.rtl { format!("\u{200f}{shown}\u{200f}") } else { shown.to_owned() };
            let _ = write!(
                svg,
                r#"<text xml:space="preserve" x="{}" y="{}" font-family="'{}'" font-weight="{}" font-style="{}" font-size="{:.3}" fill="{}">{}</text>"#,
                number(start + f64::from(run.x)),
                number(y),
                escape(&file.family.replace('\'', "")),
                file.weight,
                css_style(file),
                look.size,
                look.colour,
                escape(&shown),
            );
        }
    }

    /// A name or a number, which runs from left to right in every language.
    pub fn latin(&mut self, svg: &mut String, text: &str, at: [f64; 2], width: f64, anchor: Anchor, look: Look) {
        let latin: LanguageTag = "en".parse().expect("a language");
        let mut setter = Setter { fonts: self.fonts, typesetter: self.typesetter.fork(), language: &latin };
        setter.line(svg, text, at, width, anchor, look);
    }

    /// As much on each line as it holds; a word that no line holds stands out of it.
    fn lines(&mut self, text: &str, width: f64, look: Look) -> Vec<String> {
        let chain = self.fonts.chain(look.role, self.language);
        let setting = Setting { chain: &chain, weight: look.weight, tracking: 0.0, language: self.language };
        let clusters = self.typesetter.measure(text, &[], &setting);
        let (mut lines, mut from, mut used) = (Vec::new(), 0, 0.0);
        // Where the last line could end, and the width up to there.
        let mut place: Option<(usize, f64)> = None;
        for cluster in &clusters {
            let ink = if cluster.blank { 0.0 } else { f64::from(cluster.advance) * look.size };
            if let Some((end, before)) = place.filter(|_| used + ink > width) {
                lines.push(text[from..end].trim().to_owned());
                (from, used, place) = (end, used - before, None);
            }
            used += f64::from(cluster.advance) * look.size;
            if cluster.line_end != LineEnd::No {
                place = Some((cluster.range.end, used));
            }
        }
        lines.push(text[from..].trim().to_owned());
        lines
    }
}
