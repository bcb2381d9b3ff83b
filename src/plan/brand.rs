//! The branding kit: which files it has.

use super::{Artefact, BrandPart, Job, Piece};
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
        jobs.extend(part(project, BrandPart::Guide, language, guide(project, language)));
    }
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

fn office(_project: &Project, language: &LanguageTag) -> Vec<(String, &'static str)> {
    let files = [
        ("presentation", "pptx", "pptx"),
        ("presentation", "potx", "potx"),
        ("letter", "docx", "letter.docx"),
        ("letter", "dotx", "letter.dotx"),
        ("memo", "docx", "memo.docx"),
        ("memo", "dotx", "memo.dotx"),
    ];
    files.map(|(name, kind, ending)| (format!("office/{name}.{language}.{kind}"), ending)).to_vec()
}

fn guide(_project: &Project, _language: &LanguageTag) -> Vec<(String, &'static str)> {
    Vec::new()
}
