//! What a finished poster has to do, whatever its template: say why, and be read from where people stand.

use serde_json::Value;

use super::{
    context::{Keyed, photo},
    layout::Expanded,
    piece_name,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::value::Format,
    plan::{Job, Kind, Piece},
};

/// A headline's capitals, in millimetres for each metre that it is read from: a little more than the smallest letters that
/// an eye with a third of full sight makes out (ISO 24509 gives 2.8 for good light).
const HEADLINE_PER_METRE: f64 = 3.3;
/// Capitals as a share of the size, about the same in all of the built-in fonts.
const CAPITALS: f64 = 0.7;
/// A share that nobody sees is no reason for a warning.
const TOLERANCE: f64 = 0.98;

/// Looks at a poster or banner that was laid out.
pub(super) fn check(job: &Job, context: &Value, keyed: &Keyed, drawing: &Expanded) -> Diagnostics {
    let poster = job.kind() == Kind::Posters;
    let found = [why_missing(job, context, drawing), small_headline(job, keyed, drawing), tiles_ignored(job)];
    found.into_iter().flatten().filter(|_| poster).chain(photo_ignored(job, drawing)).collect()
}

/// The same words for every shape and language: one mistake is told once.
fn photo_ignored(job: &Job, drawing: &Expanded) -> Option<Diagnostic> {
    let photo = photo(job).filter(|_| !drawing.shows_photo)?;
    let family = match job.piece {
        Piece::Poster(poster) => &poster.template,
        Piece::Banner(banner) | Piece::CallBackground(banner) => &banner.template,
        _ => return None,
    };
    let message = format!("`{family}` does not show the photo of `{}`", job.id());
    let help = "write `template: panorama`, or take `photo` away";
    Some(Diagnostic::new(Code::PhotoIgnored, &photo.span, message).help(help))
}

/// Of `tiles` that makes no sheets of any of the poster's formats; with one that does, the others explain themselves.
fn tiles_ignored(job: &Job) -> Option<Diagnostic> {
    let Piece::Poster(poster) = job.piece else { return None };
    let paper = poster.tiles.as_ref()?;
    let reason = |format: &Format| match () {
        _ if !format.is_print() => Some(format!("`{format}` is for screens")),
        _ if format.is_rollup() => Some(format!("nobody assembles `{format}`, a roll-up, from sheets")),
        _ if format.fits_on(paper) => Some(format!("`{format}` fits on {paper} whole")),
        _ => None,
    };
    let reasons: Option<Vec<String>> = poster.formats.iter().map(reason).collect();
    let message = format!("`tiles: {paper}` of `{}` makes no sheets: {}", job.id(), reasons?.join("; "));
    let help = "take `tiles` away, or add a format that is larger than the paper";
    Some(Diagnostic::new(Code::TilesIgnored, &poster.span, message).help(help))
}

fn why_missing(job: &Job, context: &Value, drawing: &Expanded) -> Option<Diagnostic> {
    let missing = !context["why"].is_null() && drawing.size_of("why").is_none();
    missing.then(|| {
        let message = format!("{} does not say why", piece_name(job));
        let help = "give the template a place for it: `<f:text content=\"why\" …/>`";
        Diagnostic::new(Code::WhyMissing, job.span(), message).help(help)
    })
}

fn small_headline(job: &Job, keyed: &Keyed, drawing: &Expanded) -> Option<Diagnostic> {
    let metres = reading_distance(job.format.as_ref()?)?;
    let (has, needs) = (drawing.size_of("headline")? * CAPITALS, metres * HEADLINE_PER_METRE);
    (has < needs * TOLERANCE).then(|| {
        let piece = piece_name(job);
        let message = format!(
            "the headline of {piece} is small: its capitals are {has:.1} mm high, from {metres} m {needs:.1} mm are read well"
        );
        let span = keyed.span("headline").unwrap_or_else(|| job.span().clone());
        Diagnostic::new(Code::SmallHeadline, &span, message).help("write a shorter headline, or show less beside it")
    })
}

/// From how far a printed sheet's headline is read, in metres; `None` on screens and of what is held in the hand.
fn reading_distance(format: &Format) -> Option<f64> {
    let metres = match format.width.max(format.height) {
        _ if !format.is_print() => return None,
        longest if longest < 250.0 => return None,
        longest if longest <= 300.0 => 2.0,
        longest if longest <= 432.0 => 3.0,
        longest if longest <= 594.0 => 4.0,
        _ => 5.0,
    };
    Some(metres)
}
