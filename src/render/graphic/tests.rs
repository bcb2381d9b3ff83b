//! Pieces as a whole: every language, short and long, with and without what is optional.
//!
//! With `FANION_PICTURES=FOLDER` the pictures that the tests make are also written there, to be looked at.

use super::*;
use crate::model::{Banner, Poster, Project, sample, value::Format};
use crate::plan::Artefact;

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
        artefacts: endings.iter().map(|ending| Artefact { path: format!("x.{ending}"), ending }).collect(),
        needs: Vec::new(),
    }
}

/// The drawing of a job, with what was met; checked to hold every text inside its box and the page.
fn drawn(renderer: &GraphicRenderer, job: &Job) -> (Option<Expanded>, Diagnostics) {
    let context = renderer.context(job);
    let mut diagnostics = Diagnostics::new();
    let drawing = renderer.drawing(job, &context, &mut diagnostics);
    let (width, height) = (context["width"].as_f64().unwrap(), context["height"].as_f64().unwrap());
    let slack = width.max(height) * 0.001;
    for layout::Placed { keys: key, area, ink, .. } in drawing.iter().flat_map(|d| &d.texts) {
        let inside = |x: f64, low: f64, high: f64| (low - slack..=high + slack).contains(&x);
        assert!(inside(ink.x, area.x, area.x + area.width), "{key} {area:?} {ink:?}");
        assert!(inside(ink.x + ink.width, area.x, area.x + area.width), "{key} {area:?} {ink:?}");
        assert!(inside(ink.y + ink.height, area.y, area.y + area.height), "{key} {area:?} {ink:?}");
        assert!(inside(ink.x, 0.0, width) && inside(ink.y, 0.0, height), "{key} leaves the page");
    }
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

const POSTER_FORMATS: [&str; 5] = ["A3", "A4", "420x297mm", "rollup-85x200", "signage-1080p"];
const BANNER_FORMATS: [&str; 10] = [
    "linkedin-cover",
    "viva-engage-cover",
    "teams-background",
    "email-header",
    "signage-1080p",
    "open-graph",
    "square",
    "signage-portrait",
    "signature",
    "linkedin-profile-cover",
];

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
            let why = drawing.texts.iter().any(|text| text.keys.contains("why"));
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
        let pieces = [(poster(&project), "A3"), (banner(&project), "viva-engage-cover"), (banner(&project), "open-graph")];
        for (piece, format) in pieces {
            let job = job(&project, piece, "en", format);
            let (drawing, diagnostics) = drawn(&renderer, &job);
            assert!(diagnostics.is_empty(), "{name} {diagnostics:#?}");
            show(&renderer, &drawing.unwrap(), &job, &format!("palette-{name}"));
        }
    }
}

#[test]
fn timing() {
    let project = sample::project();
    let t = std::time::Instant::now();
    let (renderer, _) = GraphicRenderer::new(&project);
    eprintln!("new {:?}", t.elapsed());
    for format in ["A3", "email-header"] {
        let piece = if format == "A3" { poster(&project) } else { banner(&project) };
        let job = job(&project, piece, "fr", format);
        let t = std::time::Instant::now();
        let context = renderer.context(&job);
        eprintln!("context {:?}", t.elapsed());
        let t = std::time::Instant::now();
        let svg = renderer.templates(job.kind()).render(if format == "A3" {"poster/horizon.portrait.svg"} else {"banner/horizon.wide.svg"}, &context).unwrap();
        eprintln!("tera {:?} {}", t.elapsed(), svg.len());
        let t = std::time::Instant::now();
        let (drawing, _) = drawn(&renderer, &job);
        eprintln!("drawn {:?}", t.elapsed());
        let drawing = drawing.unwrap();
        let t = std::time::Instant::now();
        let tree = renderer.tree(&drawing.svg).unwrap();
        eprintln!("tree {:?} {}", t.elapsed(), drawing.svg.len());
        let f = job.format.as_ref().unwrap();
        let t = std::time::Instant::now();
        let png = output::png(&tree, f, output::dpi(f)).unwrap();
        eprintln!("png {:?} {}", t.elapsed(), png.len());
        let t = std::time::Instant::now();
        let pdf = output::pdf(&tree, f, "x", &job.language).unwrap();
        eprintln!("pdf {:?} {}", t.elapsed(), pdf.len());
        std::fs::write(format!("/tmp/x-{format}.pdf"), pdf).unwrap();
        std::fs::write(format!("/tmp/x-{format}.png"), png).unwrap();
        std::fs::write(format!("/tmp/x-{format}.svg"), &drawing.svg).unwrap();
    }
}
