//! The artwork of a guide's front: that of the campaign's posters, so that one is known by the other.
//!
//! In: a sheet, the brand's colours and pattern, the family of the posters. Out: one drawing as large as the sheet.

use super::data::Paper;
use crate::{
    design::{Theme, pattern as art, svg::number},
    model::{
        Pattern,
        value::{Colour, Direction},
    },
};

/// The artwork of a front.
pub struct Front {
    /// A whole SVG file; nothing where a brand has no pattern and the posters no drawing.
    pub svg: Option<String>,
    /// The part of the sheet's height above the horizon; nothing where there is none.
    pub horizon: Option<f64>,
}

/// What a front is drawn with.
pub struct Sketch<'a> {
    /// The sheet.
    pub paper: &'a Paper,
    /// The brand's colours.
    pub theme: &'a Theme,
    /// The brand's pattern.
    pub pattern: Pattern,
    /// What makes the pattern the project's own.
    pub seed: &'a str,
    /// Where the sun rises: at the side where lines end.
    pub direction: Direction,
}

/// The sky takes this part of the height.
const HORIZON: f64 = 0.72;

/// The front of a family of posters: a sky with a rising sun for `horizon`, the brand's pattern for the others.
pub fn front(family: &str, sketch: &Sketch<'_>) -> Front {
    match family {
        "horizon" => Front { svg: Some(sky(sketch, &drawing(sketch))), horizon: Some(HORIZON) },
        _ => Front { svg: pattern(sketch), horizon: None },
    }
}

/// The brand's pattern as a whole SVG file; nothing for a brand without one.
pub fn pattern(sketch: &Sketch<'_>) -> Option<String> {
    let drawing = drawing(sketch);
    (!drawing.is_empty()).then(|| whole(sketch.paper, &drawing))
}

/// The brand's pattern as large as the sheet, for the dark ground.
fn drawing(sketch: &Sketch<'_>) -> String {
    let theme = sketch.theme;
    // No lighter than white text bears.
    let colours = [theme.deep_2, theme.step(800), theme.step(700), theme.step(600)];
    let spec = art::Spec {
        width: sketch.paper.width,
        height: sketch.paper.height,
        seed: sketch.seed,
        scale: 62.0,
        stroke: 0.22,
        opacity: 0.34,
        ink: theme.highlight_2,
        colours: &colours,
    };
    art::draw(sketch.pattern, &spec)
}

fn whole(paper: &Paper, drawing: &str) -> String {
    let (width, height) = (number(paper.width), number(paper.height));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{drawing}</svg>"#
    )
}

/// The sky of the posters of the family `horizon`, whose drawings (`horizon.sun.svg`, `horizon.waves.svg`) these are.
fn sky(sketch: &Sketch<'_>, pattern: &str) -> String {
    let (theme, width, height) = (sketch.theme, sketch.paper.width, sketch.paper.height);
    let ground = height * HORIZON;
    let waves = width * 0.1;
    let radius = width.min(height) * 0.145;
    let x = if sketch.direction == Direction::Rtl { width * 0.27 } else { width * 0.73 };
    let sun = [(1.4, 0.07), (1.2, 0.12), (1.0, 1.0)].map(|(size, opacity)| {
        let fill = theme.highlight_2;
        format!(r#"<circle r="{}" fill="{fill}" fill-opacity="{opacity}"/>"#, number(radius * size))
    });
    let wave = |path: &str, fill: Colour| format!(r#"<path d="{path}" fill="{fill}"/>"#);
    // The last one ends in the page below; no edge of those behind it shows under it.
    let sea = [
        wave("M0 5C14 2 27 2.4 42 5C60 8 80 6 100 0V11.6H0Z", theme.accent_2),
        wave("M0 7.4C17 4 33 4.4 50 7.2C67 9.9 84 8.6 100 4.6V11.6H0Z", theme.step(300)),
        wave("M0 10C20 6.4 37 7.4 55 9.4C72 11.3 86 10.6 100 7.6V12.4H0Z", theme.surface),
    ];
    let drawing = format!(
        concat!(
            r#"<defs>"#,
            r#"<linearGradient id="sky" x1="0" y1="0" x2="0.3" y2="1"><stop offset="0" stop-color="{deep}"/><stop offset="1" stop-color="{deep_2}"/></linearGradient>"#,
            r#"<linearGradient id="glow" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{accent}" stop-opacity="0"/><stop offset="1" stop-color="{accent}" stop-opacity="0.85"/></linearGradient>"#,
            r#"<linearGradient id="sun" x1="0" y1="0" x2="0" y2="0.6"><stop offset="0.1" stop-color="{highlight}" stop-opacity="0"/><stop offset="1" stop-color="{highlight}" stop-opacity="0.5"/></linearGradient>"#,
            r#"<clipPath id="above"><rect width="{w}" height="{h}"/></clipPath>"#,
            r#"</defs>"#,
            r#"<rect width="{w}" height="{full}" fill="{surface}"/>"#,
            r#"<rect width="{w}" height="{h}" fill="url(#sky)"/>"#,
            r#"<g clip-path="url(#above)">{pattern}</g>"#,
            r#"<rect y="{glow}" width="{w}" height="{glow_height}" fill="url(#glow)"/>"#,
            r#"<g clip-path="url(#above)"><g transform="translate({x} {sun_y})">{sun}<circle r="{radius}" fill="url(#sun)"/></g></g>"#,
            r#"<g transform="translate(0 {sea_y}) scale({sx} {sy})">{sea}</g>"#,
        ),
        deep = theme.deep,
        deep_2 = theme.deep_2,
        accent = theme.accent_2,
        highlight = theme.highlight,
        surface = theme.surface,
        w = number(width),
        full = number(height),
        // It ends behind the sea, so that none of it shows below.
        h = number(ground - waves * 0.05),
        glow = number(ground - waves * 1.4),
        glow_height = number(waves * 1.4),
        x = number(x),
        sun_y = number(ground - waves * 0.62),
        sun = sun.concat(),
        radius = number(radius),
        sea_y = number(ground - waves),
        sx = number(width / 100.0),
        sy = format_args!("{:.4}", waves / 12.0),
        sea = sea.concat(),
        pattern = pattern,
    );
    whole(sketch.paper, &drawing)
}
