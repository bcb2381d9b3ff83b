//! Every form of a logo that the kit hands out: alone and together with the name, in colour and in one ink.
//!
//! In: the project's logos. Out: of a drawn logo four shapes in four inks; of a supplied one what can be had of it without
//! guessing.

use super::{
    Logo, Logos, drawn, one_colour,
    outlines::{Letterer, Lettering, Outlines},
    symbol::{SIDE, Symbol},
};
use crate::{
    design::{Fonts, Theme, colour, svg::number, typeset::Typesetter},
    model::{Identity, value::Colour},
};

/// How a logo is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Symbol and name side by side.
    Horizontal,
    /// The name below the symbol.
    Stacked,
    /// The symbol alone.
    Symbol,
    /// The name alone.
    Wordmark,
    /// A supplied logo, as it is.
    Whole,
}

impl Shape {
    /// As it stands in a file's name.
    pub fn id(self) -> &'static str {
        match self {
            Shape::Horizontal => "horizontal",
            Shape::Stacked => "stacked",
            Shape::Symbol => "symbol",
            Shape::Wordmark => "wordmark",
            Shape::Whole => "logo",
        }
    }
}

/// What a logo is coloured with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// The brand's colours, for light grounds.
    Colour,
    /// The brand's colours, for dark grounds.
    Reversed,
    /// Black alone.
    Black,
    /// White alone.
    White,
}

impl Ink {
    /// Every ink.
    pub const ALL: [Self; 4] = [Ink::Colour, Ink::Reversed, Ink::Black, Ink::White];

    /// As it stands in a file's name.
    pub fn id(self) -> &'static str {
        match self {
            Ink::Colour => "colour",
            Ink::Reversed => "reversed",
            Ink::Black => "black",
            Ink::White => "white",
        }
    }
}

/// A logo in one shape and ink.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// How it is put together.
    pub shape: Shape,
    /// What it is coloured with.
    pub ink: Ink,
    /// The drawing.
    pub logo: Logo,
}

/// The forms of a project's logos, each shape in the order of [`Ink::ALL`].
pub fn forms(
    identity: &Identity,
    logos: &Logos,
    theme: &Theme,
    fonts: &Fonts,
    typesetter: &mut Typesetter,
) -> Vec<Form> {
    if !logos.drawn {
        return supplied(identity, logos);
    }
    let mut letterer = Letterer { fonts, typesetter };
    drawn_forms(&identity.name, logos, theme, &mut letterer)
}

fn drawn_forms(name: &str, logos: &Logos, theme: &Theme, letterer: &mut Letterer) -> Vec<Form> {
    let symbol = Symbol::new(name, letterer);
    let badge = drawn::badge_colour(theme);
    let word = Word::alone(name, letterer);
    let below = Word::below(name, letterer);
    let mut forms = Vec::new();
    for ink in Ink::ALL {
        let (horizontal, colour, drawing) = match ink {
            Ink::Colour => (&logos.colour, theme.ink, symbol.filled(theme.brand, theme.on_brand)),
            Ink::Reversed => {
                let letters = colour::on(badge, &[theme.deep]);
                (&logos.reversed, theme.on_deep, symbol.filled(badge, letters))
            }
            Ink::Black => (&logos.black, Colour::BLACK, symbol.open(Colour::BLACK)),
            Ink::White => (&logos.white, Colour::WHITE, symbol.open(Colour::WHITE)),
        };
        let alone = Logo { svg: drawing.clone(), width: SIDE, height: SIDE, raster: false };
        // A name of nothing that can be drawn leaves the symbol.
        let wordmark = if word.is_empty() { alone.clone() } else { word.logo(colour) };
        let stacked = stacked(&drawing, &below, colour);
        let shapes = [
            (Shape::Horizontal, horizontal.clone()),
            (Shape::Stacked, stacked),
            (Shape::Symbol, alone),
            (Shape::Wordmark, wordmark),
        ];
        forms.extend(shapes.map(|(shape, logo)| Form { shape, ink, logo }));
    }
    forms
}

/// What a supplied logo gives: itself on both grounds, in one ink where its parts allow it, and its version for small
/// places.
fn supplied(identity: &Identity, logos: &Logos) -> Vec<Form> {
    let small = identity.brand.logo.as_ref().is_some_and(|logo| logo.small.is_some());
    let shapes = [
        Some((Shape::Whole, &logos.colour, &logos.reversed)),
        small.then_some((Shape::Symbol, &logos.symbol, &logos.symbol_reversed)),
    ];
    let mut forms = Vec::new();
    for (shape, colour, reversed) in shapes.into_iter().flatten() {
        let mut add = |ink, logo| forms.push(Form { shape, ink, logo });
        add(Ink::Colour, colour.clone());
        add(Ink::Reversed, reversed.clone());
        if let Some([black, white]) = one_colour::versions(colour) {
            add(Ink::Black, black);
            add(Ink::White, white);
        }
    }
    forms
}

/// The widest that a name on one line below the symbol is: beyond it the symbol would look lost.
const WIDEST_BELOW: f64 = 3.2 * SIDE;
/// And the narrowest.
const NARROWEST_BELOW: f64 = 1.4 * SIDE;
const ALONE: Lettering = Lettering { size: 78.0, weight: 700, tracking: -0.015 };
const BELOW: Lettering = Lettering { size: 52.0, weight: 700, tracking: -0.01 };
const BELOW_SMALL: Lettering = Lettering { size: 38.0, weight: 700, tracking: -0.005 };
const LINE_HEIGHT: f64 = 1.1;
/// Between the symbol and the name below it.
const GAP: f64 = 24.0;

/// A name's outlines on lines centred on each other, in a box from 0,0 that holds all of their ink.
struct Word {
    path: String,
    width: f64,
    height: f64,
}

impl Word {
    fn alone(name: &str, letterer: &mut Letterer) -> Self {
        Self::new(&[name], ALONE, letterer)
    }

    fn below(name: &str, letterer: &mut Letterer) -> Self {
        let one = Self::new(&[name], BELOW, letterer);
        if one.width > 0.0 && one.width < NARROWEST_BELOW {
            // A short name is as wide as the symbol, and no larger than beside it.
            let size = (BELOW.size * NARROWEST_BELOW / one.width).min(ALONE.size);
            return Self::new(&[name], Lettering { size, ..BELOW }, letterer);
        }
        if one.width <= WIDEST_BELOW {
            return one;
        }
        match letterer.halves(name, BELOW_SMALL) {
            Some((first, second)) => Self::new(&[first, second], BELOW_SMALL, letterer),
            None => Self::new(&[name], BELOW_SMALL, letterer),
        }
    }

    fn new(lines: &[&str], lettering: Lettering, letterer: &mut Letterer) -> Self {
        let measured: Vec<Outlines> = lines.iter().map(|line| letterer.outlines(line, lettering, (0.0, 0.0))).collect();
        let width = measured.iter().map(|line| line.width).fold(0.0, f64::max);
        let (first, last) = (measured.first(), measured.last());
        let above = first.map_or(0.0, |line| line.above);
        let step = lettering.size * LINE_HEIGHT;
        let baseline = |index: usize| above + step * index as f64;
        let height = baseline(lines.len().saturating_sub(1)) + last.map_or(0.0, |line| line.below.max(0.0));
        let path = lines.iter().zip(&measured).enumerate().map(|(index, (line, measured))| {
            letterer.outlines(line, lettering, ((width - measured.width) / 2.0, baseline(index))).path
        });
        let path = path.collect();
        Self { path, width, height }
    }

    fn is_empty(&self) -> bool {
        self.path.is_empty() || self.width <= 0.0 || self.height <= 0.0
    }

    fn logo(&self, ink: Colour) -> Logo {
        let svg = format!(r#"<path d="{}" fill="{ink}"/>"#, self.path);
        Logo { svg, width: self.width, height: self.height, raster: false }
    }
}

fn stacked(symbol: &str, word: &Word, ink: Colour) -> Logo {
    if word.is_empty() {
        return Logo { svg: symbol.to_owned(), width: SIDE, height: SIDE, raster: false };
    }
    let width = word.width.max(SIDE);
    let svg = format!(
        r#"<g transform="translate({} 0)">{symbol}</g><path transform="translate({} {})" d="{}" fill="{ink}"/>"#,
        number((width - SIDE) / 2.0),
        number((width - word.width) / 2.0),
        number(SIDE + GAP),
        word.path,
    );
    Logo { svg, width, height: SIDE + GAP + word.height, raster: false }
}

/// A square icon that fills its corners, for telephones, which cut them: the symbol on the page's ground, or a supplied
/// logo that is nearly square.
pub fn icon(logos: &Logos, forms: &[Form], theme: &Theme) -> Option<Logo> {
    let form = |ink| forms.iter().find(|form| form.shape == Shape::Symbol && form.ink == ink).map(|form| &form.logo);
    let nearly_square = |logo: &&Logo| (0.66..=1.5).contains(&(logo.width / logo.height));
    let logo = form(Ink::Colour).or(Some(&logos.colour)).filter(nearly_square)?;
    let side = logo.width.max(logo.height) / ICON_SHARE;
    let svg = format!(
        r#"<rect width="{s}" height="{s}" fill="{}"/><g transform="translate({} {})">{}</g>"#,
        theme.surface,
        number((side - logo.width) / 2.0),
        number((side - logo.height) / 2.0),
        logo.svg,
        s = number(side),
    );
    Some(Logo { svg, width: side, height: side, raster: logo.raster })
}

/// How much of an icon's side its logo takes.
const ICON_SHARE: f64 = 0.74;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{sample, value::Direction};

    fn all(identity: &Identity) -> (Logos, Vec<Form>) {
        let theme = Theme::new(&identity.brand);
        let (fonts, _) = Fonts::new(&identity.brand);
        let mut typesetter = Typesetter::new(&fonts);
        let (logos, met) = Logos::new(identity, &theme, &fonts, &mut typesetter, Direction::Ltr);
        assert!(met.is_empty(), "{met:?}");
        let forms = forms(identity, &logos, &theme, &fonts, &mut typesetter);
        (logos, forms)
    }

    #[test]
    fn a_drawn_logo_has_four_shapes_in_four_inks_whatever_the_name() {
        for name in ["Agora", "Nova HR", "أغورا", "アゴラ", "🚀", "Gyp", &"Mot ".repeat(30)] {
            let identity = Identity { name: name.into(), ..sample::project().identity };
            let (_, forms) = all(&identity);
            assert_eq!(forms.len(), 16, "{name}");
            for Form { shape, ink, logo } in &forms {
                assert!(roxmltree::Document::parse(&logo.document(64.0)).is_ok(), "{name} {shape:?} {ink:?}");
                assert!(logo.width > 0.0 && logo.height > 0.0 && !logo.svg.contains("<text"), "{name} {shape:?}");
            }
        }
    }

    #[test]
    fn a_supplied_logo_is_given_in_one_ink_only_where_its_parts_stay_apart() {
        let with = |svg: &str| {
            let mut identity = sample::project().identity;
            let file = crate::model::value::Asset {
                path: "brand/logo.svg".into(),
                bytes: svg.as_bytes().into(),
                named_at: None,
            };
            let alt = crate::model::value::Localised::one("Agora".into(), None);
            identity.brand.logo =
                Some(crate::model::Logo { file, reversed: None, small: None, small_reversed: None, alt });
            let inks: Vec<Ink> = all(&identity).1.iter().map(|form| form.ink).collect();
            inks
        };
        let svg = |body: &str| format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">{body}</svg>"#);
        let apart = r##"<rect width="30" height="30" fill="#12264f"/><circle cx="60" cy="15" r="15" fill="#ff6b4a"/>"##;
        assert_eq!(with(&svg(apart)), Ink::ALL);
        let inside = r##"<rect width="90" height="30" fill="#12264f"/><circle cx="60" cy="15" r="9" fill="#fff"/>"##;
        assert_eq!(with(&svg(inside)), [Ink::Colour, Ink::Reversed]);
    }
}
