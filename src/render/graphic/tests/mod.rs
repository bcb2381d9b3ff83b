//! Pieces as a whole: every language, short and long, with and without what is optional.
//!
//! With `FANION_PICTURES=FOLDER` the pictures that the tests make are also written there, to be looked at.

mod boxes;
mod files;
mod mistakes;
mod signage;

use super::*;
use crate::model::value::Asset;
use crate::{
    model::{
        Banner, Focus, Picture, Poster, Project, sample,
        value::{Colour, Format, Localised},
    },
    plan::Artefact,
};

/// A job for a piece of the project's first campaign.
fn job<'p>(project: &'p Project, piece: Piece<'p>, language: &str, format: &str) -> Job<'p> {
    let campaign = &project.campaigns[0];
    let endings: &[&str] = if matches!(piece, Piece::Poster(_)) { &["png", "pdf"] } else { &["png"] };
    Job {
        piece,
        campaign,
        language: sample::language(language),
        site: campaign.sites.first(),
        format: Some(format.parse::<Format>().unwrap()),
        artefacts: endings.iter().map(|ending| Artefact::new(format!("x.{ending}"), ending)).collect(),
        needs: Vec::new(),
    }
}

/// The drawing of a job, with what was met. That texts keep to their boxes and the sheet, and off each other, the layout
/// sees to itself.
fn drawn(renderer: &GraphicRenderer, job: &Job) -> (Option<Expanded>, Diagnostics) {
    let context = renderer.context(job);
    let mut diagnostics = Diagnostics::new();
    let drawing = renderer.drawing(job, &context, &mut diagnostics);
    (drawing, diagnostics)
}

/// Writes a picture of about 700 pixels for whoever wants to look.
fn show(renderer: &GraphicRenderer, drawing: &Expanded, job: &Job, name: &str) {
    let Some(folder) = std::env::var_os("FANION_PICTURES") else { return };
    let format = job.format.as_ref().unwrap();
    let dpi = match format.unit {
        FormatUnit::Px => 96.0,
        FormatUnit::Mm => 900.0 * 25.4 / format.width.max(format.height),
    };
    let png = output::png(&renderer.tree(&drawing.svg).unwrap(), format, dpi).unwrap();
    let path = std::path::Path::new(&folder).join(format!("{name}-{format}.{}.png", job.language));
    std::fs::write(path, png).unwrap();
}

fn poster_of(change: impl FnOnce(&mut Poster)) -> Project {
    let mut project = sample::project();
    change(&mut project.campaigns[0].posters[0]);
    project
}

fn banner_of(change: impl FnOnce(&mut Banner)) -> Project {
    let mut project = sample::project();
    change(&mut project.campaigns[0].banners[0]);
    project
}

fn poster(project: &Project) -> Piece<'_> {
    Piece::Poster(&project.campaigns[0].posters[0])
}

fn banner(project: &Project) -> Piece<'_> {
    Piece::Banner(&project.campaigns[0].banners[0])
}

fn errors(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics
        .iter()
        .filter(|d| d.severity == crate::diagnostic::Severity::Error)
        .map(crate::diagnostic::render::concise)
        .collect()
}

fn codes(diagnostics: &Diagnostics) -> Vec<Code> {
    diagnostics.iter().map(|d| d.code).collect()
}

/// A project whose poster has a template of its own.
fn with_template(svg: &str) -> Project {
    let mut project = poster_of(|poster| poster.template = "ours".into());
    let path = "poster/ours.portrait.svg".to_owned();
    project.templates.push(Asset { path, bytes: svg.as_bytes().into(), named_at: None });
    project
}

fn own_template(body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:f=\"{}\" viewBox=\"0 0 {{{{ width }}}} {{{{ height }}}}\">\n{body}\n</svg>",
        layout::NAMESPACE
    )
}

const POSTER_FORMATS: [&str; 4] = ["A4", "420x297mm", "rollup-85x200", "signage-1080p"];
const BANNER_FORMATS: [&str; 6] =
    ["linkedin-cover", "email-header", "teams-background", "open-graph", "square", "signage-portrait"];

#[test]
fn posters_in_five_languages_short_and_long() {
    for (name, long) in [("short", false), ("long", true)] {
        let project = poster_of(|poster| {
            if long {
                poster.headline = sample::long_headline();
            }
        });
        let (renderer, diagnostics) = GraphicRenderer::new(&project);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        for language in sample::LANGUAGES {
            for format in POSTER_FORMATS {
                let job = job(&project, poster(&project), language, format);
                let (drawing, diagnostics) = drawn(&renderer, &job);
                assert!(errors(&diagnostics).is_empty(), "{:#?}", errors(&diagnostics));
                show(&renderer, &drawing.unwrap(), &job, &format!("poster-{name}"));
            }
        }
    }
}

#[test]
fn banners_in_five_languages_short_and_long() {
    for (name, long) in [("short", false), ("long", true)] {
        let project = banner_of(|banner| {
            if long {
                banner.headline = sample::long_headline();
            }
        });
        let (renderer, _) = GraphicRenderer::new(&project);
        for language in sample::LANGUAGES {
            for format in BANNER_FORMATS {
                let job = job(&project, banner(&project), language, format);
                let (drawing, diagnostics) = drawn(&renderer, &job);
                assert!(errors(&diagnostics).is_empty(), "{:#?}", errors(&diagnostics));
                show(&renderer, &drawing.unwrap(), &job, &format!("banner-{name}"));
            }
        }
    }
}

#[test]
fn every_optional_part_may_be_missing() {
    type Change = fn(&mut Project);
    let bare: [(&str, Change); 8] = [
        ("no-messages", |p| p.campaigns[0].posters[0].messages.clear()),
        ("two-messages", |p| p.campaigns[0].posters[0].messages.truncate(2)),
        ("one-message", |p| p.campaigns[0].posters[0].messages.truncate(1)),
        ("no-training", |p| p.campaigns[0].posters[0].training = None),
        ("no-link", |p| {
            p.identity.link = None;
            p.campaigns[0].sites.clear();
        }),
        ("no-panel", |p| {
            p.identity.link = None;
            p.campaigns[0].sites.clear();
            let poster = &mut p.campaigns[0].posters[0];
            (poster.training, poster.call_to_action) = (None, None);
        }),
        ("only-headline", |p| {
            p.identity.link = None;
            p.identity.organisation = None;
            p.campaigns[0].sites.clear();
            let poster = &mut p.campaigns[0].posters[0];
            poster.messages.clear();
            (poster.training, poster.call_to_action, poster.kicker) = (None, None, None);
        }),
        ("nothing", |p| {
            p.identity.link = None;
            p.identity.story.why = None;
            p.campaigns[0].sites.clear();
            p.campaigns[0].posters[0].headline = p.identity.tagline.clone();
            let poster = &mut p.campaigns[0].posters[0];
            poster.messages.clear();
            (poster.training, poster.call_to_action, poster.kicker) = (None, None, None);
        }),
    ];
    for (name, change) in bare {
        let mut project = sample::project();
        change(&mut project);
        let (renderer, _) = GraphicRenderer::new(&project);
        for format in ["A3", "420x297mm", "rollup-85x200"] {
            let job = job(&project, poster(&project), "fr", format);
            let (drawing, diagnostics) = drawn(&renderer, &job);
            assert!(diagnostics.is_empty(), "{name} {format} {diagnostics:#?}");
            let drawing = drawing.unwrap();
            let why = drawing.size_of("why").is_some();
            assert_eq!(why, project.identity.story.why.is_some(), "{name} {format}: every poster carries the why");
            show(&renderer, &drawing, &job, &format!("poster-{name}"));
        }
    }
}

#[test]
fn more_messages_and_a_banner_with_everything() {
    let mut project = sample::project();
    let messages = project.identity.messages.clone();
    for (i, message) in messages.iter().enumerate() {
        let id = sample::id(&format!("again-{i}"));
        project.identity.messages.push(crate::model::Message { id, ..message.clone() });
    }
    let ids: Vec<_> = project.identity.messages.iter().map(|m| m.id.clone()).collect();
    project.campaigns[0].banners[0].call_to_action = project.campaigns[0].posters[0].call_to_action.clone();
    project.campaigns[0].banners[0].subline = project.identity.story.why.clone();
    project.campaigns[0].posters[0].subline = Some(project.identity.tagline.clone());
    for count in [4, 6] {
        project.campaigns[0].posters[0].messages = ids[..count].to_vec();
        let (renderer, _) = GraphicRenderer::new(&project);
        for format in ["A3", "420x297mm", "rollup-85x200"] {
            let job = job(&project, poster(&project), "de", format);
            let (drawing, diagnostics) = drawn(&renderer, &job);
            assert!(errors(&diagnostics).is_empty(), "{count} {format} {diagnostics:#?}");
            show(&renderer, &drawing.unwrap(), &job, &format!("poster-{count}-messages"));
        }
    }
    let (renderer, _) = GraphicRenderer::new(&project);
    for format in BANNER_FORMATS {
        let job = job(&project, banner(&project), "de", format);
        let (drawing, diagnostics) = drawn(&renderer, &job);
        assert!(errors(&diagnostics).is_empty(), "{format} {:#?}", errors(&diagnostics));
        show(&renderer, &drawing.unwrap(), &job, "banner-full");
    }
}

#[test]
fn ugly_palettes_and_every_pattern() {
    use crate::model::Pattern;
    let palettes = [
        ("yellow", ["#ffd800", "#ffd800", "#ffee88"], Pattern::Waves),
        ("grey", ["#808080", "#999999", "#777777"], Pattern::Rings),
        ("black", ["#000000", "#000000", "#000000"], Pattern::Halftone),
        ("red", ["#c8102e", "#00a3e0", "#c8102e"], Pattern::Tiles),
        ("pastel", ["#b5ead7", "#c7ceea", "#ffdac1"], Pattern::None),
        ("loud", ["#00ff00", "#ff00ff", "#00ffff"], Pattern::Topography),
        ("green", ["#1f7a4d", "#f2b84b", "#e4572e"], Pattern::Topography),
        ("violet", ["#7b2d8b", "#2fb5a8", "#f2994a"], Pattern::Topography),
    ];
    for (name, colours, pattern) in palettes {
        let mut project = sample::project();
        let [primary, secondary, tertiary] = colours.map(|c| c.parse().unwrap());
        let brand = &mut project.identity.brand;
        (brand.primary, brand.secondary, brand.tertiary) = (primary, secondary, tertiary);
        (brand.palette, brand.background, brand.foreground) = (Default::default(), Colour::WHITE, primary);
        project.identity.guidelines.pattern = pattern;
        let (renderer, _) = GraphicRenderer::new(&project);
        let pieces =
            [(poster(&project), "A3"), (banner(&project), "viva-engage-cover"), (banner(&project), "open-graph")];
        for (piece, format) in pieces {
            let job = job(&project, piece, "en", format);
            let (drawing, diagnostics) = drawn(&renderer, &job);
            assert!(diagnostics.is_empty(), "{name} {diagnostics:#?}");
            show(&renderer, &drawing.unwrap(), &job, &format!("palette-{name}"));
        }
    }
}

#[test]
fn files_have_the_size_the_resolution_and_the_colour_space_that_they_state() {
    let mut project = sample::project();
    project.campaigns[0].posters[0].formats = vec!["A5".parse().unwrap()];
    let (renderer, _) = GraphicRenderer::new(&project);
    for (piece, format, dpi, pixels) in [
        (banner(&project), "linkedin-cover", 96.0, (1128, 191)),
        (banner(&project), "square", 96.0, (1080, 1080)),
        (poster(&project), "100x142mm", 300.0, (1181, 1677)),
    ] {
        let job = job(&project, piece, "fr", format);
        let context = renderer.context(&job);
        let rendered = renderer.render(&job, &context, &Needs::default());
        assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
        let again = renderer.render(&job, &context, &Needs::default());
        assert_eq!(rendered.files, again.files, "{format}: equal inputs, equal bytes");
        for (ending, bytes) in rendered.files {
            match ending {
                "png" => {
                    let reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
                    let info = reader.info();
                    assert_eq!((info.width, info.height), pixels, "{format}");
                    let per_metre = (dpi / 0.0254_f64).round() as u32;
                    assert_eq!(info.pixel_dims.unwrap().xppu, per_metre);
                    assert!(info.srgb.is_some());
                }
                _ => {
                    assert!(bytes.starts_with(b"%PDF-"));
                    let text = String::from_utf8_lossy(&bytes);
                    assert!(text.contains("/MediaBox[0 0 283.4") && text.contains("/Lang(fr)"), "{}", &text[..2000]);
                    assert!(text.contains("Outfit") && !text.contains("CreationDate"));
                }
            }
        }
    }
    assert_eq!(output::dpi(&"A2".parse().unwrap()), 150.0);
    assert_eq!(output::dpi(&"rollup-85x200".parse().unwrap()), 100.0);
}

#[test]
fn a_supplied_logo_an_endorsement_and_a_photo_are_drawn() {
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0h90v30z" fill="#c8102e"/></svg>"##;
    let asset = |path: &str, bytes: &[u8]| Asset { path: path.into(), bytes: bytes.into(), named_at: None };
    let mut project = with_template(&own_template(
        r#"<f:logo width="90" height="30"/><f:logo variant="endorsement" y="50" width="90" height="30"/><f:photo y="90" width="90" height="90"/>"#,
    ));
    let alt = Localised::one("Agora".to_owned(), None);
    project.identity.brand.logo = Some(crate::model::Logo {
        file: asset("brand/logo.svg", svg),
        reversed: None,
        small: None,
        small_reversed: None,
        alt,
    });
    let logo = Some(asset("brand/group.png", &sample::PNG));
    project.identity.endorsed_by = Some(crate::model::Endorsement { name: "Horizon".into(), logo });
    // 90 mm at 300 to the inch are 1063 pixels.
    let mut photo = Vec::new();
    let pixels = image::RgbImage::from_pixel(1100, 1100, image::Rgb([18, 38, 79]));
    pixels.write_to(&mut std::io::Cursor::new(&mut photo), image::ImageFormat::Png).unwrap();
    project.campaigns[0].posters[0].photo = Some(Picture {
        file: asset("brand/photo.png", &photo),
        alt: None,
        focus: Focus::default(),
        span: sample::span("photo.png"),
    });
    let (renderer, diagnostics) = GraphicRenderer::new(&project);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let (drawing, diagnostics) = drawn(&renderer, &job(&project, poster(&project), "fr", "A3"));
    // The group's logo is two pixels wide.
    assert_eq!(codes(&diagnostics), [Code::LowResolution, Code::WhyMissing]);
    let svg = drawing.unwrap().svg;
    assert!(svg.contains("#c8102e") && svg.matches("data:image/png").count() == 2, "{svg}");
}
