//! A symbol with the name's initial and the name beside it, as outlines.

use std::fmt::Write;

use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};

use super::{Logo, Logos};
use crate::{
    design::{
        Fonts, Theme,
        colour::{TEXT_RATIO, ratio},
        fonts::Role,
        svg::number,
        typeset::{Setting, Typesetter},
    },
    model::value::{Colour, Direction, LanguageTag},
};

/// The side of the symbol; other measures are shares of it.
const SIDE: f64 = 100.0;
const GAP: f64 = 26.0;
const WORDMARK_SIZE: f64 = 78.0;

/// Outlines of a text on one line.
struct Outlines {
    path: String,
    width: f64,
    /// How far the ink reaches above the baseline and below it.
    above: f64,
    below: f64,
}

struct Draughtsman<'a> {
    name: &'a str,
    fonts: &'a Fonts,
    typesetter: &'a mut Typesetter,
}

pub(super) fn logos(
    name: &str,
    theme: &Theme,
    fonts: &Fonts,
    typesetter: &mut Typesetter,
    direction: Direction,
) -> Logos {
    let mut draughtsman = Draughtsman { name, fonts, typesetter };
    let symbol_colour = badge_colour(theme);
    let light = draughtsman.symbol(theme.brand, theme.on_brand);
    let dark = draughtsman.symbol(symbol_colour, crate::design::colour::on(symbol_colour, &[theme.deep]));
    let name = draughtsman.outline(name, WORDMARK_SIZE, -0.015);
    Logos {
        colour: lockup(&light, &name, theme.ink, direction),
        reversed: lockup(&dark, &name, theme.on_deep, direction),
        symbol: Logo { svg: light, width: SIDE, height: SIDE },
        symbol_reversed: Logo { svg: dark, width: SIDE, height: SIDE },
        drawn: true,
    }
}

/// The colour of the symbol on the dark ground: the brighter of the two highlights.
fn badge_colour(theme: &Theme) -> Colour {
    let contrast = |c: &Colour| ratio(*c, theme.deep);
    let best = [theme.highlight_2, theme.highlight].into_iter().max_by(|a, b| contrast(a).total_cmp(&contrast(b)));
    best.filter(|c| contrast(c) >= TEXT_RATIO).unwrap_or(theme.on_deep)
}

/// Symbol and name side by side, the name's capitals centred on the symbol.
fn lockup(symbol: &str, name: &Outlines, ink: Colour, direction: Direction) -> Logo {
    let width = if name.width > 0.0 { SIDE + GAP + name.width } else { SIDE };
    let (symbol_x, name_x) = match direction {
        Direction::Ltr => (0.0, SIDE + GAP),
        Direction::Rtl => (width - SIDE, 0.0),
    };
    let baseline = (SIDE + name.above - name.below.max(0.0).min(name.above * 0.1)) / 2.0;
    let svg = format!(
        r#"<g transform="translate({} 0)">{symbol}</g><path transform="translate({} {})" d="{}" fill="{ink}"/>"#,
        number(symbol_x),
        number(name_x),
        number(baseline),
        name.path
    );
    Logo { svg, width, height: SIDE }
}

impl Draughtsman<'_> {
    /// A shape that the name chooses, with the name's initials.
    fn symbol(&mut self, ground: Colour, ink: Colour) -> String {
        let initials = initials(self.name);
        let size = if initials.chars().count() > 1 { 46.0 } else { 62.0 };
        let letters = self.outline(&initials, size, -0.02);
        // A wide letter, or a script's, still stays inside the shape.
        let scale = (58.0 / letters.width.max(1.0)).min(58.0 / (letters.above + letters.below).max(1.0)).min(1.0);
        let x = (SIDE - letters.width * scale) / 2.0;
        let y = (SIDE + (letters.above - letters.below) * scale) / 2.0;
        format!(
            r#"{}<path transform="translate({} {}) scale({})" d="{}" fill="{ink}"/>"#,
            shape(self.name, ground),
            number(x),
            number(y),
            number(scale),
            letters.path
        )
    }

    fn outline(&mut self, text: &str, size: f64, tracking: f32) -> Outlines {
        // A name is set in its own script's font whatever the piece's language.
        let script = if text.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)) { "ar" } else { "en" };
        let language: LanguageTag = script.parse().expect("a language");
        let chain = self.fonts.chain(Role::Headings, &language);
        let setting = Setting { chain: &chain, weight: 700, tracking, language: &language };
        let line = self.typesetter.line(text, &[], &setting, size as f32);
        let files: Vec<_> = self.fonts.files().collect();
        let mut pen = Pen { path: String::new(), x: 0.0, y: 0.0, scale: 1.0, above: 0.0, below: 0.0 };
        for run in &line.runs {
            let Ok(font) = FontRef::new(files[run.file].data.as_ref()) else { continue };
            let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
            let outlines = font.outline_glyphs();
            pen.scale = size / f64::from(units);
            for (id, x, y) in &run.glyphs {
                (pen.x, pen.y) = (f64::from(*x), f64::from(*y));
                if let Some(outline) = outlines.get(GlyphId::new(*id)) {
                    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                    // A glyph that is damaged stays away; the others are drawn.
                    let _ = outline.draw(settings, &mut pen);
                }
            }
        }
        Outlines { path: pen.path, width: line.width.into(), above: pen.above, below: pen.below }
    }
}

/// One letter of a one-word name, two of a longer one.
fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let first = words.next().and_then(|w| w.chars().next());
    let second = words.next().and_then(|w| w.chars().next());
    let joined = |c: char| ('\u{600}'..='\u{6ff}').contains(&c);
    // Two Arabic initials would join to a word of their own.
    let second = second.filter(|_| !first.is_some_and(joined));
    first.into_iter().chain(second).flat_map(char::to_uppercase).take(2).collect()
}

/// One of five shapes, 100 by 100.
fn shape(name: &str, fill: Colour) -> String {
    let sum = name.bytes().fold(7u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    match sum % 5 {
        0 => format!(r#"<circle cx="50" cy="50" r="50" fill="{fill}"/>"#),
        1 => format!(r#"<rect width="100" height="100" rx="28" fill="{fill}"/>"#),
        2 => format!(
            r#"<path d="M50 8L86.4 29V71L50 92L13.6 71V29Z" fill="{fill}" stroke="{fill}" stroke-width="14" stroke-linejoin="round"/>"#
        ),
        3 => format!(r#"<path d="M50 0H100V50A50 50 0 1 1 50 0Z" fill="{fill}"/>"#),
        _ => format!(
            r#"<path d="M50 0C93 0 100 7 100 50C100 93 93 100 50 100C7 100 0 93 0 50C0 7 7 0 50 0Z" fill="{fill}"/>"#
        ),
    }
}

/// Writes outlines as path data, y downwards, and remembers how far they reach.
struct Pen {
    path: String,
    x: f64,
    y: f64,
    scale: f64,
    above: f64,
    below: f64,
}

impl Pen {
    fn point(&mut self, x: f32, y: f32) -> String {
        let up = f64::from(y) * self.scale - self.y;
        self.above = self.above.max(up);
        self.below = self.below.max(-up);
        format!("{:.2} {:.2}", self.x + f64::from(x) * self.scale, -up)
    }

    fn command(&mut self, letter: char, points: &[(f32, f32)]) {
        let points: Vec<String> = points.iter().map(|(x, y)| self.point(*x, *y)).collect();
        let _ = write!(self.path, "{letter}{}", points.join(" "));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample;

    fn drawn(name: &str) -> Logos {
        let brand = sample::brand();
        let (fonts, _) = Fonts::new(&brand);
        logos(name, &Theme::new(&brand), &fonts, &mut Typesetter::new(&fonts), Direction::Ltr)
    }

    #[test]
    fn any_name_gives_a_logo_that_parses() {
        for name in ["Agora", "Nova HR", "أغورا", "アゴラ", "", "🚀", "Œuvre & Cie <b>", &"x".repeat(80)] {
            let logos = drawn(name);
            for logo in [&logos.colour, &logos.reversed, &logos.symbol] {
                assert!(roxmltree::Document::parse(&logo.document(100.0)).is_ok(), "{name}");
                assert!(logo.width >= SIDE && logo.width.is_finite());
            }
        }
        assert_eq!(drawn("Agora"), drawn("Agora"));
    }

    #[test]
    fn initials_of_names() {
        assert_eq!(["Agora", "Nova HR", "cyber-360 x", "", "ßx"].map(initials), ["A", "NH", "C3", "", "SS"]);
    }
}
