//! The pictures that guides show: posters, the timeline.
//!
//! In: the jobs of a campaign. Out: what each guide needs of them: the picture and what it says.

use super::{Job, JobId, Need, Piece, Role};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    model::{GuideBlock, GuidePlaceholder, value::Id},
};

/// The files of a poster that a guide can show.
const PICTURES: [&str; 2] = ["png", "jpeg"];

/// Gives each guide of the campaign whose jobs begin at `first` the posters that it shows: in its language, for everybody or
/// the first site, in the smallest format.
pub(super) fn name_posters(jobs: &mut [Job<'_>], first: usize, diagnostics: &mut Diagnostics) {
    for i in first..jobs.len() {
        let Piece::Guide(guide) = jobs[i].piece else { continue };
        let mut needs = Vec::new();
        for (place, id) in guide.posters().into_iter().enumerate() {
            match poster(jobs, first, &jobs[i], id) {
                Some((job, ending)) => {
                    needs.push(Need { role: Role::Picture(place), job: JobId(job), ending });
                    needs.push(Need { role: Role::Alternative(place), job: JobId(job), ending: "txt" });
                }
                None => diagnostics.push(not_shown(guide, id)),
            }
        }
        jobs[i].needs.extend(needs);
    }
}

/// Gives each guide that shows the campaign's timeline the one in its language.
pub(super) fn name_timelines(jobs: &mut [Job<'_>], first: usize) {
    for i in first..jobs.len() {
        let Piece::Guide(guide) = jobs[i].piece else { continue };
        if !shows_timeline(&guide.blocks) {
            continue;
        }
        let language = &jobs[i].language;
        let made = |job: &Job<'_>| {
            let same = job.language == *language || job.language == language.without_region();
            matches!(job.piece, Piece::Calendar(_)) && same
        };
        if let Some(place) = jobs.iter().skip(first).position(made) {
            let job = JobId(first + place);
            jobs[i].needs.push(Need { role: Role::Timeline, job, ending: "svg" });
            jobs[i].needs.push(Need { role: Role::TimelineText, job, ending: "txt" });
        }
    }
}

fn shows_timeline(blocks: &[GuideBlock]) -> bool {
    blocks.iter().any(|block| match block {
        GuideBlock::Placeholder { kind, .. } => *kind == GuidePlaceholder::Timeline,
        _ => block.children().into_iter().any(|child| shows_timeline(std::slice::from_ref(child))),
    })
}

/// The job of a poster that a guide can show, and which of its files.
fn poster(jobs: &[Job<'_>], first: usize, guide: &Job<'_>, id: &Id) -> Option<(usize, &'static str)> {
    let own = jobs.iter().enumerate().skip(first).filter(|(_, job)| {
        let language = job.language == guide.language || job.language == guide.language.without_region();
        matches!(job.piece, Piece::Poster(poster) if poster.id == *id) && language
    });
    let shown = own.filter_map(|(i, job)| {
        let ending = PICTURES.into_iter().find(|ending| job.artefact(ending).is_some())?;
        let format = job.format.as_ref()?;
        // Compared in whole units of its format: all that matters is which is smaller.
        Some((job.site.is_some(), (format.width * format.height) as u64, i, ending))
    });
    shown.min_by_key(|(site, area, i, _)| (*site, *area, *i)).map(|(_, _, i, ending)| (i, ending))
}

fn not_shown(guide: &crate::model::Guide, id: &Id) -> Diagnostic {
    let named = guide.blocks.iter().find_map(|block| match block {
        GuideBlock::Poster { id: named, span } if named == id => Some(span),
        _ => None,
    });
    let message = format!("there is no picture of the poster `{id}` in `{}`: the guide shows none", guide.language);
    let help = "let the poster have `files: [png]` and the guide's language among its `languages`";
    let diagnostic = Diagnostic::new(Code::MissingLanguage, named.unwrap_or(&guide.span), message).help(help);
    Diagnostic { severity: Severity::Warning, ..diagnostic }
}
