//! The pieces that the graphic charter shows as examples.

use super::{Job, JobId, Need, Piece, Role};
use crate::model::{
    FileKind, Project,
    value::{Format, LanguageTag},
};

/// Posters of the charter: sheets, and one that stands.
const POSTERS: usize = 3;
/// Banners of the charter.
const BANNERS: usize = 4;

/// A piece in one format.
#[derive(Debug, Clone, Copy)]
pub struct Example<'p> {
    /// A poster or a banner.
    pub piece: Piece<'p>,
    /// The format that is shown.
    pub format: &'p Format,
}

/// The pieces that the charter of a language shows, in its order: posters of different families first, then a roll-up,
/// then banners of different shapes. A [`Role::Example`] counts them from 0.
pub fn examples<'p>(project: &'p Project, language: &LanguageTag) -> Vec<Example<'p>> {
    let speaks = |languages: &[LanguageTag]| languages.iter().any(|other| is_near(other, language));
    let drawn = |files: &[FileKind]| files.contains(&FileKind::Png);
    let campaigns = || project.campaigns.iter();
    let mut shown = Vec::new();
    let posters =
        || campaigns().flat_map(|campaign| &campaign.posters).filter(|p| speaks(&p.languages) && drawn(&p.files));
    let mut families: Vec<&str> = Vec::new();
    for poster in posters() {
        // The smallest sheet is drawn soonest.
        let sheets = poster.formats.iter().filter(|format| format.is_print() && !format.is_rollup());
        let smallest = sheets.min_by(|a, b| (a.width * a.height).total_cmp(&(b.width * b.height)));
        let Some(format) = smallest.filter(|_| !families.contains(&poster.template.as_str())) else { continue };
        if shown.len() < POSTERS {
            families.push(&poster.template);
            shown.push(Example { piece: Piece::Poster(poster), format });
        }
    }
    let standing = posters().find_map(|poster| Some((poster, poster.formats.iter().find(|f| f.is_rollup())?)));
    shown.extend(standing.map(|(poster, format)| Example { piece: Piece::Poster(poster), format }));
    let mut shapes: Vec<i64> = Vec::new();
    for banner in campaigns().flat_map(|campaign| &campaign.banners).filter(|b| speaks(&b.languages) && drawn(&b.files))
    {
        for format in &banner.formats {
            let shape = (format.aspect().ln() * 4.0).round() as i64;
            if shapes.len() < BANNERS && !shapes.contains(&shape) {
                shapes.push(shape);
                shown.push(Example { piece: Piece::Banner(banner), format });
                break;
            }
        }
    }
    shown
}

/// The files that the charter of a language needs.
pub(super) fn needs<'p>(project: &'p Project, language: &LanguageTag, jobs: &[Job<'p>]) -> Vec<Need> {
    let found = examples(project, language).into_iter().enumerate().filter_map(|(at, example)| {
        let is_it = |job: &Job<'_>| {
            let same = match (job.piece, example.piece) {
                (Piece::Poster(a), Piece::Poster(b)) => std::ptr::eq(a, b),
                (Piece::Banner(a), Piece::Banner(b)) => std::ptr::eq(a, b),
                _ => false,
            };
            same && job.format.as_ref() == Some(example.format) && is_near(&job.language, language)
        };
        let job = jobs.iter().position(is_it)?;
        Some(Need { role: Role::Example(at), job: JobId(job), ending: "png" })
    });
    found.collect()
}

fn is_near(a: &LanguageTag, b: &LanguageTag) -> bool {
    a == b || a.primary() == b.primary()
}
