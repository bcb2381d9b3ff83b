//! Contact sheets: every shape of a template family in five languages, with short, long and absurd texts.
//!
//! In: a project whose campaign holds the texts to show. Out: small pictures and what was met while drawing them, and a
//! sheet of them all.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{GraphicRenderer, output};
use crate::{
    design::svg::{escape, number},
    diagnostic::Diagnostics,
    model::{
        Project,
        value::{Format, FormatUnit, LanguageTag},
    },
    plan::{Job, Kind, Piece},
    render::Renderer,
};

/// One of every shape that a poster has: upright, lying, roll-up, square, strip, and 16:9.
const POSTERS: [&str; 6] = ["A3", "420x297mm", "rollup-85x200", "400x400mm", "1200x400mm", "640x360mm"];
/// Every named size of a banner, one for each shape.
const BANNERS: [&str; 10] = [
    "email-header",
    "linkedin-cover",
    "linkedin-profile-cover",
    "viva-engage-cover",
    "teams-background",
    "signage-1080p",
    "open-graph",
    "square",
    "signage-portrait",
    "signature",
];

/// A small picture, and what was met while it was drawn.
#[derive(Debug, Default)]
pub struct Thumbnail {
    /// PNG with its width and height in pixels; `None` where the piece was refused.
    pub picture: Option<(Vec<u8>, u32, u32)>,
    /// Errors and warnings.
    pub diagnostics: Diagnostics,
}

/// One format of every shape that a kind has.
pub fn shapes(kind: Kind) -> Vec<Format> {
    let formats: &[&str] = if kind == Kind::Banners { &BANNERS } else { &POSTERS };
    formats.iter().filter_map(|name| name.parse().ok()).collect()
}

/// Every piece to draw of one kind, in rows of one text and format, each in all the project's languages.
pub fn proofs<'p>(project: &'p Project, kind: Kind, formats: &[Format]) -> Vec<Vec<Job<'p>>> {
    let campaign = &project.campaigns[0];
    let posters = campaign.posters.iter().map(Piece::Poster).filter(|_| kind == Kind::Posters);
    let banners = campaign.banners.iter().map(Piece::Banner).filter(|_| kind == Kind::Banners);
    let pieces: Vec<Piece> = posters.chain(banners).collect();
    let rows = formats.iter().flat_map(|format| pieces.iter().map(move |piece| (format, *piece)));
    let cell = |piece: Piece<'p>, format: &Format, language: &LanguageTag| {
        let site = campaign.sites.iter().find(|site| site.language == *language);
        let (language, format) = (language.clone(), Some(format.clone()));
        Job { piece, campaign, language, site, format, artefacts: Vec::new(), needs: Vec::new() }
    };
    let languages = &project.identity.languages;
    rows.map(|(format, piece)| languages.iter().map(|language| cell(piece, format, language)).collect()).collect()
}

/// The project with all its posters and banners in one template family.
pub fn in_family(project: &Project, family: &str) -> Project {
    let mut project = project.clone();
    for campaign in &mut project.campaigns {
        campaign.posters.iter_mut().for_each(|poster| family.clone_into(&mut poster.template));
        campaign.banners.iter_mut().for_each(|banner| family.clone_into(&mut banner.template));
    }
    project
}

impl GraphicRenderer<'_> {
    /// Lays a piece out and looks at the result, without drawing it: what is met.
    pub fn examine(&self, job: &Job) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        self.drawing(job, &self.context(job), &mut diagnostics);
        diagnostics
    }

    /// Draws a piece with its longest side of so many pixels.
    pub fn thumbnail(&self, job: &Job, side: f64) -> Thumbnail {
        let mut diagnostics = Diagnostics::new();
        let context = self.context(job);
        let picture = self.drawing(job, &context, &mut diagnostics).and_then(|drawing| {
            let tree = self.tree(&drawing.svg).map_err(|diagnostic| diagnostics.push(*diagnostic)).ok()?;
            let format = job.format.as_ref()?;
            let scale = side / format.width.max(format.height);
            let side = |length: f64| (length * scale).round().max(1.0);
            let (width, height, unit) = (side(format.width), side(format.height), FormatUnit::Px);
            let small = Format { name: "thumbnail".into(), width, height, unit };
            let (width, height) = output::pixels(&small, 96.0);
            Some((output::png(&tree, &small, 96.0).ok()?, width, height))
        });
        Thumbnail { picture, diagnostics }
    }

    /// A contact sheet as PNG: a row for each shape and text, named at its side; a red frame where there is an error,
    /// an amber one where there is a warning.
    ///
    /// # Errors
    /// If the sheet is too large to be drawn.
    pub fn sheet(&self, title: &str, rows: &[(String, Vec<Thumbnail>)]) -> Result<Vec<u8>, String> {
        const MARGIN: f64 = 32.0;
        const GAP: f64 = 14.0;
        let width_of = |row: &[Thumbnail]| row.iter().map(|t| t.width() + GAP).sum::<f64>();
        let width = rows.iter().map(|(_, row)| width_of(row)).fold(400.0, f64::max) + 2.0 * MARGIN - GAP;
        let mut svg = String::new();
        let mut y = MARGIN + 44.0;
        for (label, row) in rows {
            let _ = write!(
                svg,
                r##"<text x="{MARGIN}" y="{}" font-family="Inter" font-size="15" font-weight="600" fill="#e8e8ea">{}</text>"##,
                number(y + 16.0),
                escape(label)
            );
            y += 26.0;
            let mut x = MARGIN;
            for thumbnail in row {
                svg.push_str(&thumbnail.draw(x, y));
                x += thumbnail.width() + GAP;
            }
            y += row.iter().map(Thumbnail::height).fold(0.0, f64::max) + GAP;
        }
        let height = y + MARGIN - GAP;
        let drawing = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}"><rect width="{w}" height="{h}" fill="#4b4d52"/><text x="{MARGIN}" y="{}" font-family="Outfit" font-size="30" font-weight="700" fill="#ffffff">{}</text>{svg}</svg>"##,
            number(MARGIN + 22.0),
            escape(title),
            w = width.ceil(),
            h = height.ceil(),
        );
        let tree = self.tree(&drawing).map_err(|diagnostic| diagnostic.message.clone())?;
        let (width, height, unit) = (width.ceil(), height.ceil(), FormatUnit::Px);
        let format = Format { name: "sheet".into(), width, height, unit };
        output::png(&tree, &format, 96.0)
    }
}

impl Thumbnail {
    fn width(&self) -> f64 {
        self.picture.as_ref().map_or(160.0, |(_, width, _)| f64::from(*width))
    }

    fn height(&self) -> f64 {
        self.picture.as_ref().map_or(40.0, |(_, _, height)| f64::from(*height))
    }

    fn draw(&self, x: f64, y: f64) -> String {
        let (width, height) = (self.width(), self.height());
        let frame = match (self.diagnostics.has_errors(), self.diagnostics.iter().next().is_some()) {
            (true, _) => "#ff4d4d",
            (false, true) => "#ffb020",
            (false, false) => "none",
        };
        let picture = match &self.picture {
            Some((png, ..)) => format!(
                r#"<image x="{}" y="{}" width="{width}" height="{height}" href="data:image/png;base64,{}"/>"#,
                number(x),
                number(y),
                STANDARD.encode(png)
            ),
            None => {
                let code = self.diagnostics.iter().next().map_or("refused", |d| d.code.name());
                let (x, y) = (number(x + 10.0), number(y + 25.0));
                format!(
                    r##"<text x="{x}" y="{y}" font-family="Inter" font-size="13" fill="#ffd5d5">{}</text>"##,
                    escape(code)
                )
            }
        };
        let (x, y) = (number(x), number(y));
        format!(
            r#"{picture}<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="none" stroke="{frame}" stroke-width="3"/>"#
        )
    }
}
