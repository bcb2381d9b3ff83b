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
    for (key, area, ink) in drawing.iter().flat_map(|d| &d.texts) {
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
