//! The branding kit: which files it has.

use super::{Artefact, BrandPart, Job, Piece, examples, notice};
use crate::model::{Project, value::LanguageTag};

/// Adds the parts of a project's branding kit to its jobs.
pub fn plan<'p>(project: &'p Project, jobs: &mut Vec<Job<'p>>) {
    let first = project.default_language();
    jobs.extend(part(project, BrandPart::Logo, first, logo()));
    jobs.extend(part(project, BrandPart::Palette, first, palette()));
    jobs.extend(part(project, BrandPart::Fonts, first, fonts(project)));
    jobs.extend(part(project, BrandPart::Pattern, first, pattern(project)));
    jobs.extend(part(project, BrandPart::CallBackgrounds, first, call_backgrounds()));
    for language in &project.identity.languages {
        jobs.extend(part(project, BrandPart::Signatures, language, signatures(project, language)));
        jobs.extend(part(project, BrandPart::Office, language, office(project, language)));
        let charter = part(project, BrandPart::Guide, language, guide(project, language));
        let needs = examples::needs(project, language, jobs);
        let format = Some(notice::paper(project, &project.campaigns));
        jobs.extend(charter.map(|job| Job { needs, format, ..job }));
    }
}

/// The files of the branding kit by the folder that they lie in, in the plan's order; files in none by `brand-guide`.
pub fn kit_files(project: &Project) -> Vec<(String, Vec<String>)> {
    let mut jobs = Vec::new();
    plan(project, &mut jobs);
    let mut folders: Vec<(String, Vec<String>)> = Vec::new();
    for artefact in jobs.iter().flat_map(|job| &job.artefacts) {
        let inside = artefact.path.strip_prefix("brand/").unwrap_or(&artefact.path);
        let folder = inside.split_once('/').map_or("brand-guide", |(folder, _)| folder);
        let at = folders.iter().position(|(other, _)| other == folder).unwrap_or_else(|| {
            folders.push((folder.to_owned(), Vec::new()));
            folders.len() - 1
        });
        folders[at].1.push(artefact.path.clone());
    }
    folders
}

/// The job of a part; none where the part has no files. Its paths lie below `brand/`.
fn part<'p>(
    project: &'p Project,
    part: BrandPart,
    language: &LanguageTag,
    files: Vec<(String, &'static str)>,
) -> Option<Job<'p>> {
    let campaign = project.campaigns.first().filter(|_| !files.is_empty())?;
    let artefacts = files.into_iter().map(|(path, ending)| Artefact::new(format!("brand/{path}"), ending)).collect();
    Some(Job {
        piece: Piece::Brand(part),
        campaign,
        language: language.clone(),
        site: None,
        format: None,
        artefacts,
        needs: Vec::new(),
    })
}

fn logo() -> Vec<(String, &'static str)> {
    Vec::new()
}

fn palette() -> Vec<(String, &'static str)> {
    Vec::new()
}

fn fonts(_project: &Project) -> Vec<(String, &'static str)> {
    Vec::new()
}

fn pattern(_project: &Project) -> Vec<(String, &'static str)> {
    Vec::new()
}

fn call_backgrounds() -> Vec<(String, &'static str)> {
    Vec::new()
}

fn signatures(_project: &Project, _language: &LanguageTag) -> Vec<(String, &'static str)> {
    Vec::new()
}

fn office(_project: &Project, _language: &LanguageTag) -> Vec<(String, &'static str)> {
    Vec::new()
}

fn guide(_project: &Project, language: &LanguageTag) -> Vec<(String, &'static str)> {
    vec![(format!("brand-guide.{language}.pdf"), "pdf")]
}
