//! Logos as they come: flat, shaded, on white, on nothing, black, in pixels.

use super::*;
use crate::{
    design::{Fonts, Theme, logo},
    model::sample,
};
use proptest::prelude::*;

fn palette(svg: &str) -> LogoPalette {
    let (fonts, _) = Fonts::new(&sample::brand());
    let file = Asset { path: "logo.svg".into(), bytes: svg.as_bytes().into(), named_at: None };
    LogoPalette::new(&logo::picture(&file, &fonts, "logo-").expect("a logo"), &file)
}

fn drawing(body: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 100'>{body}</svg>")
}

fn role(palette: &LogoPalette, role: Role) -> String {
    palette.role(role).expect("every role").colour.to_string()
}

#[test]
fn flat_colours_are_found_exactly_and_white_and_black_are_none() {
    let found = palette(&drawing(
        "<rect width='300' height='100' fill='#fff'/><circle cx='50' cy='50' r='40' fill='#12264f'/>
         <circle cx='150' cy='50' r='30' fill='#2f6fd0'/><circle cx='250' cy='50' r='14' style='fill:#ff6b4a'/>
         <rect x='190' y='40' width='20' height='20'/>",
    ));
    assert_eq!(found.basis, Basis::Colours);
    assert_eq!(role(&found, Role::Primary), "#12264f");
    assert_eq!(role(&found, Role::Secondary), "#2f6fd0");
    assert_eq!(role(&found, Role::Tertiary), "#ff6b4a");
    assert_eq!(role(&found, Role::Foreground), "#000000");
    assert!(found.swatches.iter().all(|swatch| swatch.colour != Colour::WHITE));
}

#[test]
fn a_gradient_is_one_colour() {
    let found = palette(&drawing(
        "<linearGradient id='g'><stop stop-color='#3a7bd5'/><stop offset='1' stop-color='#234f9c'/></linearGradient>
         <rect width='300' height='100' fill='url(#g)'/>",
    ));
    assert_eq!(found.basis, Basis::OneColour, "{found:?}");
}

#[test]
fn one_colour_gets_an_accent_and_a_tone_beside_it() {
    for (colour, basis) in [("#0b7a4b", Basis::OneColour), ("#000", Basis::NoColour), ("#fff", Basis::White)] {
        let found = palette(&drawing(&format!("<rect width='300' height='100' fill='{colour}'/>")));
        assert_eq!(found.basis, basis, "{colour}");
        let [primary, second, accent] =
            [Role::Primary, Role::Secondary, Role::Tertiary].map(|role| found.role(role).expect("every role").colour);
        for (a, b) in [(primary, second), (primary, accent), (second, accent)] {
            assert!(crate::design::colour::difference(a, b) >= 0.1, "{colour}: {a} {b}");
        }
    }
}

#[test]
fn the_same_logo_gives_the_same_palette() {
    let svg = drawing(
        "<radialGradient id='g'><stop stop-color='#ff0'/><stop offset='1' stop-color='#f0f'/></radialGradient>
         <rect width='300' height='100' fill='url(#g)'/>",
    );
    assert_eq!(palette(&svg), palette(&svg));
}

#[test]
fn names_are_plain_and_used_once() {
    let found = palette(&drawing(
        "<rect width='100' height='100' fill='#1d4ed8'/><rect x='100' width='100' height='100' fill='#60a5fa'/>
         <rect x='200' width='100' height='100' fill='#facc15'/>",
    ));
    let names: Vec<&str> = found.swatches.iter().map(|swatch| swatch.name.as_str()).collect();
    let mut once = names.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), names.len(), "{names:?}");
    assert!(names.contains(&"blue") && names.contains(&"yellow"), "{names:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever colours a logo has, its palette has every role, and a theme of it reads.
    #[test]
    fn any_three_colours_make_a_sound_palette(colours in prop::array::uniform3(any::<[u8; 3]>())) {
        let fills = colours.map(|[r, g, b]| Colour::new(r, g, b));
        let body: String = fills.iter().enumerate().map(|(i, colour)| {
            format!("<rect x='{}' width='100' height='100' fill='{colour}'/>", i * 100)
        }).collect();
        let found = palette(&drawing(&body));
        let of = |role: Role| found.role(role).expect("every role").colour;
        let brand = crate::model::Brand {
            palette: found.swatches.iter().map(|s| (s.name.clone(), s.colour)).collect(),
            primary: of(Role::Primary),
            secondary: of(Role::Secondary),
            tertiary: of(Role::Tertiary),
            background: of(Role::Background),
            foreground: of(Role::Foreground),
            ..sample::brand()
        };
        for (pair, text, ground) in Theme::new(&brand).pairs() {
            prop_assert!(crate::design::colour::reads(text, ground), "{pair}: {text} on {ground} of {fills:?}");
        }
    }
}
