//! A logo drawn from a name: its symbol, and the name beside it on one line or two.

use super::{
    Logo, Logos,
    outlines::{Letterer, Lettering, Outlines},
    symbol::{SIDE, Symbol},
};
use crate::{
    design::{
        Theme, colour,
        colour::{TEXT_RATIO, ratio},
        svg::number,
    },
    model::value::{Colour, Direction},
};

const GAP: f64 = 26.0;
const ONE_LINE: Lettering = Lettering { size: 78.0, weight: 700, tracking: -0.015 };
/// Two lines are together as high as the symbol, but for what rounds its corners.
const TWO_LINES: Lettering = Lettering { size: 50.0, weight: 700, tracking: -0.01 };
const LINE_HEIGHT: f64 = 1.04;
/// A name longer than this, on one line, would make the whole logo small: it is set on two.
const LONGEST: f64 = 5.2 * SIDE;

pub(super) fn logos(name: &str, theme: &Theme, letterer: &mut Letterer, direction: Direction) -> Logos {
    let symbol = Symbol::new(name, letterer);
    let badge = badge_colour(theme);
    let words = words(name, letterer, direction);
    let light = symbol.filled(theme.brand, theme.on_brand);
    let dark = symbol.filled(badge, colour::on(badge, &[theme.deep]));
    let alone = |svg: &str| Logo { svg: svg.to_owned(), width: SIDE, height: SIDE, raster: false };
    Logos {
        colour: lockup(&light, &words, theme.ink, direction),
        reversed: lockup(&dark, &words, theme.on_deep, direction),
        black: lockup(&symbol.open(Colour::BLACK), &words, Colour::BLACK, direction),
        white: lockup(&symbol.open(Colour::WHITE), &words, Colour::WHITE, direction),
        symbol: alone(&light),
        symbol_reversed: alone(&dark),
        endorsement: None,
        clear_space: 0.0,
        drawn: true,
    }
}

/// The colour of the symbol on the dark ground: the brighter of the two highlights.
pub(super) fn badge_colour(theme: &Theme) -> Colour {
    let contrast = |c: &Colour| ratio(*c, theme.deep);
    let best = [theme.highlight_2, theme.highlight].into_iter().max_by(|a, b| contrast(a).total_cmp(&contrast(b)));
    best.filter(|c| contrast(c) >= TEXT_RATIO).unwrap_or(theme.on_deep)
}

/// The name's outlines, with the baseline of its first line at 0.
struct Words {
    path: String,
    width: f64,
    above: f64,
    below: f64,
}

fn words(name: &str, letterer: &mut Letterer, direction: Direction) -> Words {
    let line = letterer.outlines(name, ONE_LINE, (0.0, 0.0));
    if line.width > LONGEST
        && let Some((first, second)) = letterer.halves(name, TWO_LINES)
    {
        return stacked(first, second, letterer, direction);
    }
    let Outlines { path, width, above, below } = line;
    // A Latin descender hangs below the middle, it does not lift the word; Arabic letters lie about their line.
    let counted = if is_arabic(name) { 0.8 } else { 0.1 };
    Words { path, width, above, below: below.clamp(0.0, above * counted) }
}

fn is_arabic(text: &str) -> bool {
    text.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c))
}

fn stacked(first: &str, second: &str, letterer: &mut Letterer, direction: Direction) -> Words {
    let step = TWO_LINES.size * LINE_HEIGHT;
    let widths = [first, second].map(|text| letterer.outlines(text, TWO_LINES, (0.0, 0.0)).width);
    let width = widths[0].max(widths[1]);
    let start = |own: f64| if direction == Direction::Rtl { width - own } else { 0.0 };
    let above = letterer.outlines(first, TWO_LINES, (start(widths[0]), 0.0));
    let below = letterer.outlines(second, TWO_LINES, (start(widths[1]), step));
    Words { path: above.path + &below.path, width, above: above.above, below: step }
}

/// Symbol and name side by side, the name's letters centred on the symbol.
fn lockup(symbol: &str, words: &Words, ink: Colour, direction: Direction) -> Logo {
    let width = if words.width > 0.0 { SIDE + GAP + words.width } else { SIDE };
    let (symbol_x, name_x) = match direction {
        Direction::Ltr => (0.0, SIDE + GAP),
        Direction::Rtl => (width - SIDE, 0.0),
    };
    let baseline = (SIDE + words.above - words.below) / 2.0;
    let svg = format!(
        r#"<g transform="translate({} 0)">{symbol}</g><path transform="translate({} {})" d="{}" fill="{ink}"/>"#,
        number(symbol_x),
        number(name_x),
        number(baseline),
        words.path
    );
    Logo { svg, width, height: SIDE, raster: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        design::{Fonts, typeset::Typesetter},
        model::sample,
    };

    fn drawn(name: &str) -> Logos {
        let brand = sample::brand();
        let (fonts, _) = Fonts::new(&brand);
        let mut letterer = Letterer { fonts: &fonts, typesetter: &mut Typesetter::new(&fonts) };
        logos(name, &Theme::new(&brand), &mut letterer, Direction::Ltr)
    }

    #[test]
    fn any_name_gives_a_logo_that_parses() {
        for name in ["Agora", "Nova HR", "أغورا", "アゴラ", "", "🚀", "Œuvre & Cie <b>", &"x".repeat(80)] {
            let logos = drawn(name);
            for logo in [&logos.colour, &logos.reversed, &logos.black, &logos.white, &logos.symbol] {
                assert!(roxmltree::Document::parse(&logo.document(100.0)).is_ok(), "{name}");
                assert!(logo.width >= SIDE && logo.width.is_finite());
            }
        }
        assert_eq!(drawn("Agora"), drawn("Agora"));
    }

    #[test]
    fn one_colour_is_one_colour() {
        let logos = drawn("Nova HR");
        for (logo, colour) in [(&logos.black, "#000000"), (&logos.white, "#ffffff")] {
            let fills: Vec<&str> =
                logo.svg.split("fill=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert!(fills.iter().all(|fill| *fill == colour || *fill == "none"), "{fills:?}");
        }
    }

    #[test]
    fn long_names_stand_on_two_lines() {
        for (name, most) in [
            ("Agora", 4.0),
            ("Transformation numérique", 6.0),
            ("Programme européen de simplification administrative", 9.0),
            ("デジタルトランスフォーメーション推進プロジェクト", 9.5),
        ] {
            let logo = drawn(name).colour;
            assert!(logo.width / logo.height < most, "{name}: {:.1}", logo.width / logo.height);
        }
        // Nothing to break: it stays as it is.
        assert!(drawn(&"x".repeat(40)).colour.width > 10.0 * SIDE);
    }
}
