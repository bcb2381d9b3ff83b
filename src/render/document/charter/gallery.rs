//! Pictures: the pattern, icons, a photo, and the project's own pieces.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, codecs::jpeg::JpegEncoder};
use serde::Serialize;

use super::super::{
    data::{Figure, Paper},
    setter::Setter,
};
use crate::{
    design::{icons, pattern, svg::number},
    model::{self, Pattern, value::Colour},
    plan::{Piece, Role, examples},
    render::Needs,
};

/// The longer side of examples and photos, in pixels: 300 to the inch at half the page's width.
const PIXELS: u32 = 1400;
const QUALITY: u8 = 86;
/// A banner wider than this takes a row of its own.
const WIDE: f64 = 2.4;
/// Icons on the page: two rows of five.
const ICONS: usize = 10;
/// What most campaigns speak of besides their messages.
const COMMON_ICONS: [&str; ICONS] = [
    "calendar-days",
    "users",
    "message-circle",
    "graduation-cap",
    "map-pin",
    "clock",
    "mail",
    "megaphone",
    "circle-check",
    "lightbulb",
];

/// Pictures.
#[derive(Debug, Serialize)]
pub(super) struct Gallery {
    /// The pattern on the cover.
    pattern: Option<usize>,
    pattern_art: Option<usize>,
    pattern_grounds: Vec<Ground>,
    icons: Vec<Icon>,
    icon_facts: Vec<String>,
    photo: Option<Figure>,
    imagery: Imagery,
    examples: Vec<ExamplePage>,
}

#[derive(Debug, Serialize)]
struct Ground {
    file: usize,
    label: String,
}

#[derive(Debug, Serialize)]
struct Icon {
    file: usize,
    name: String,
    alt: String,
}

#[derive(Debug, Serialize)]
struct Imagery {
    yes: Vec<String>,
    no: Vec<String>,
}

/// Rows of examples.
#[derive(Debug, Serialize)]
struct ExamplePage {
    /// The word at its head, where it is not the chapter's first.
    title: &'static str,
    rows: Vec<Vec<Example>>,
}

#[derive(Debug, Serialize)]
struct Example {
    file: usize,
    /// Width over height.
    ratio: f64,
    label: String,
    alt: String,
}

pub(super) fn gallery(setter: &mut Setter<'_>, paper: &Paper, needs: &Needs) -> Gallery {
    let cover = setter.material.pattern(setter.scope, paper);
    let grounds = pattern_grounds(setter);
    let listed = |setter: &mut Setter<'_>, kind: &str| {
        (1..=4).map(|n| setter.word(&format!("charter_imagery_{kind}_{n}"), &[])).collect()
    };
    Gallery {
        pattern: cover.map(|svg| setter.svg(svg)),
        pattern_art: art(setter, 230.0, 140.0, Tones::Vivid).map(|svg| setter.svg(svg)),
        pattern_grounds: grounds,
        icons: shown_icons(setter),
        icon_facts: (1..=3).map(|n| setter.word(&format!("charter_icons_fact_{n}"), &[])).collect(),
        photo: photo(setter),
        imagery: Imagery { yes: listed(setter, "yes"), no: listed(setter, "no") },
        examples: pages(shown_examples(setter, needs)),
    }
}

/// In which colours a pattern is drawn.
#[derive(Clone, Copy)]
enum Tones {
    Vivid,
    Quiet,
    Light,
}

/// The brand's pattern on its ground; `None` for a brand without one.
fn art(setter: &Setter<'_>, width: f64, height: f64, tones: Tones) -> Option<String> {
    let identity = &setter.scope.project.identity;
    let theme = &setter.material.theme;
    let (ground, ink, opacity, colours): (Colour, Colour, f64, Vec<Colour>) = match tones {
        Tones::Vivid => (theme.deep, theme.highlight_2, 0.8, theme.vivid()),
        Tones::Quiet => (theme.deep, theme.step(300), 0.28, theme.quiet()),
        Tones::Light => (theme.surface, theme.brand, 0.25, vec![theme.tint, theme.step(100), theme.surface]),
    };
    let spec = pattern::Spec {
        width,
        height,
        seed: &identity.name,
        scale: 52.0,
        stroke: 0.32,
        opacity,
        ink,
        colours: &colours,
    };
    let drawing = pattern::draw(identity.guidelines.pattern, &spec);
    let (width, height) = (number(width), number(height));
    (identity.guidelines.pattern != Pattern::None && !drawing.is_empty()).then(|| {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="{ground}"/>{drawing}</svg>"#
        )
    })
}

fn pattern_grounds(setter: &mut Setter<'_>) -> Vec<Ground> {
    let kinds = [("vivid", Tones::Vivid), ("quiet", Tones::Quiet), ("light", Tones::Light)];
    let drawn = kinds.into_iter().filter_map(|(key, tones)| {
        let svg = art(setter, 90.0, 60.0, tones)?;
        Some(Ground { file: setter.svg(svg), label: setter.word(&format!("charter_pattern_{key}"), &[]) })
    });
    drawn.collect()
}

/// The icons of the messages, then common ones.
fn shown_icons(setter: &mut Setter<'_>) -> Vec<Icon> {
    let messages = &setter.scope.project.identity.messages;
    let own = messages.iter().filter_map(|message| message.icon.as_ref()).map(|icon| icon.value.as_str());
    let mut names: Vec<&str> = Vec::new();
    for name in own.chain(COMMON_ICONS) {
        if icons::icon(name).is_some() && !names.contains(&name) && names.len() < ICONS {
            names.push(name);
        }
    }
    let ink = setter.material.theme.on_tint;
    let icons = names.into_iter().filter_map(|name| {
        let file = setter.icon(name, ink)?;
        let alt = setter.word("charter_icon_alt", &[("name", name)]);
        Some(Icon { file, name: setter.whole(name), alt })
    });
    icons.collect()
}

/// The first photo of the project's pieces that says what it shows.
fn photo(setter: &mut Setter<'_>) -> Option<Figure> {
    let campaigns = &setter.scope.project.campaigns;
    let posters = campaigns.iter().flat_map(|campaign| &campaign.posters).filter_map(|poster| poster.photo.as_ref());
    let banners = campaigns.iter().flat_map(|campaign| &campaign.banners).filter_map(|banner| banner.photo.as_ref());
    let language = setter.scope.language;
    let told = |picture: &&model::Picture| picture.alt.is_some();
    let picture = posters.chain(banners).find(told)?;
    let alt = picture.alt.as_ref()?.get(language).clone();
    let (bytes, _) = lighter(&picture.file.bytes)?;
    Some(Figure { file: setter.bytes(bytes.into(), "jpg"), alt: setter.text(&alt) })
}

/// A picture as a JPEG that is no larger than the page shows it, and its width over its height; none where it cannot be
/// read.
fn lighter(bytes: &[u8]) -> Option<(Vec<u8>, f64)> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > PIXELS {
        picture = picture.thumbnail(PIXELS, PIXELS);
    }
    let ratio = f64::from(picture.width()) / f64::from(picture.height().max(1));
    let mut jpeg = Vec::new();
    picture.into_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY)).ok()?;
    Some((jpeg, ratio))
}

fn shown_examples(setter: &mut Setter<'_>, needs: &Needs) -> Vec<(bool, Example)> {
    let (project, language) = (setter.scope.project, setter.scope.language);
    let mut shown = Vec::new();
    for (at, example) in examples(project, language).into_iter().enumerate() {
        let Some((jpeg, ratio)) = needs.get(&Role::Example(at)).and_then(|bytes| lighter(bytes)) else { continue };
        let (key, id, alt) = match example.piece {
            Piece::Poster(poster) => ("charter_example_poster", poster.id.as_str(), poster.alt.as_ref()),
            Piece::Banner(banner) => ("charter_example_banner", banner.id.as_str(), banner.alt.as_ref()),
            _ => continue,
        };
        let label = setter.word(key, &[("id", id), ("format", &example.format.to_string())]);
        let headline = match example.piece {
            Piece::Poster(poster) => setter.plain(&poster.headline),
            Piece::Banner(banner) => setter.plain(&banner.headline),
            _ => String::new(),
        };
        let alt = alt.map(|alt| setter.text(alt.get(language))).unwrap_or_else(|| format!("{label} – {headline}"));
        let file = setter.bytes(jpeg.into(), "jpg");
        let is_poster = matches!(example.piece, Piece::Poster(_));
        shown.push((is_poster, Example { file, ratio, label, alt }));
    }
    shown
}

/// Posters in pairs, a page for each; then banners, wide ones each in a row.
fn pages(examples: Vec<(bool, Example)>) -> Vec<ExamplePage> {
    let (posters, banners): (Vec<_>, Vec<_>) = examples.into_iter().partition(|(is_poster, _)| *is_poster);
    let mut pages: Vec<ExamplePage> = Vec::new();
    for (at, (_, poster)) in posters.into_iter().enumerate() {
        if at % 2 == 0 {
            pages.push(ExamplePage { title: "examples_print", rows: vec![Vec::new()] });
        }
        pages.last_mut().expect("a page was begun").rows[0].push(poster);
    }
    let (wide, others): (Vec<Example>, Vec<Example>) =
        banners.into_iter().map(|(_, example)| example).partition(|example| example.ratio > WIDE);
    let rows = wide.into_iter().map(|example| vec![example]).chain([others]).filter(|row: &Vec<_>| !row.is_empty());
    let rows: Vec<Vec<Example>> = rows.collect();
    if !rows.is_empty() {
        pages.push(ExamplePage { title: "examples_more", rows });
    }
    pages
}
