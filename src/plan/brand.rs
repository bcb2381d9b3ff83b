//! The branding kit: which files it has.

use super::{Artefact, BrandPart, Job, Piece, examples, job::CALL_BACKGROUNDS, notice};
use crate::model::{Pattern, Person, Project, value::LanguageTag};

/// A path below the kit's folder, and what tells it from its part's other files.
type File = (String, &'static str);

/// Adds the parts of a project's branding kit to its jobs.
pub fn plan<'p>(project: &'p Project, jobs: &mut Vec<Job<'p>>) {
    let first = project.default_language();
    jobs.extend(part(project, BrandPart::Logo, first, logo(project)));
    jobs.extend(part(project, BrandPart::Palette, first, palette()));
    jobs.extend(part(project, BrandPart::Fonts, first, fonts()));
    jobs.extend(part(project, BrandPart::Pattern, first, pattern(project)));
    jobs.extend(call_backgrounds(project));
    for language in &project.identity.languages {
        jobs.extend(part(project, BrandPart::Signatures, language, signatures(project, language)));
        jobs.extend(part(project, BrandPart::Office, language, office(language)));
        let charter = part(project, BrandPart::Guide, language, guide(language));
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
fn part<'p>(project: &'p Project, part: BrandPart, language: &LanguageTag, files: Vec<File>) -> Option<Job<'p>> {
    let artefacts = files.into_iter().map(|(path, ending)| Artefact::new(format!("brand/{path}"), ending));
    let artefacts: Vec<Artefact> = artefacts.collect();
    let campaign = project.campaigns.first().filter(|_| !artefacts.is_empty())?;
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

/// Each shape of a drawn logo in each ink. What there is of a supplied one shows when it is looked at: beside the files that
/// are named here it has others.
fn logo(project: &Project) -> Vec<File> {
    let mut files = vec![("logo/README.txt".to_owned(), "txt")];
    if project.identity.brand.logo.is_some() {
        files.extend(["colour", "reversed"].map(|ink| (format!("logo/png/logo-{ink}-small.png"), "png")));
        return files;
    }
    for shape in ["horizontal", "stacked", "symbol", "wordmark"] {
        for ink in ["colour", "reversed", "black", "white"] {
            files.push((format!("logo/svg/{shape}-{ink}.svg"), "svg"));
            files.push((format!("logo/pdf/{shape}-{ink}.pdf"), "pdf"));
            let sizes = ["small", "medium", "large"];
            files.extend(sizes.map(|size| (format!("logo/png/{shape}-{ink}-{size}.png"), "png")));
        }
    }
    files.extend([("logo/web/favicon.ico".to_owned(), "ico"), ("logo/web/icon.svg".to_owned(), "svg")]);
    files.extend(["apple-touch-icon", "icon-192", "icon-512"].map(|name| (format!("logo/web/{name}.png"), "png")));
    files
}

fn palette() -> Vec<File> {
    let files = [
        ("palette/brand.css", "css"),
        ("palette/brand.tokens.json", "json"),
        ("palette/brand.ase", "ase"),
        ("palette/brand.gpl", "gpl"),
        ("palette/swatches.png", "png"),
        ("palette/swatches.pdf", "pdf"),
        // Beside the folders whose files it names.
        ("brand.yml", "yml"),
    ];
    files.map(|(path, ending)| (path.to_owned(), ending)).into()
}

/// Which fonts there are shows when their files are read.
fn fonts() -> Vec<File> {
    vec![("fonts/README.txt".to_owned(), "txt"), ("fonts/fonts.css".to_owned(), "css")]
}

fn pattern(project: &Project) -> Vec<File> {
    if project.identity.guidelines.pattern == Pattern::None {
        return Vec::new();
    }
    let mut files = Vec::new();
    for sheet in ["screen", "square", "a4"] {
        for tones in ["colour", "quiet"] {
            files.extend(["svg", "png"].map(|ending| (format!("pattern/{sheet}-{tones}.{ending}"), ending)));
        }
    }
    files
}

/// One picture for each template family and language.
fn call_backgrounds(project: &Project) -> Vec<Job<'_>> {
    let Some(campaign) = project.campaigns.first() else { return Vec::new() };
    let mut jobs = Vec::new();
    for banner in &project.call_backgrounds {
        for format in &banner.formats {
            for language in &banner.languages {
                let path = format!("brand/{CALL_BACKGROUNDS}/{}.{language}.png", banner.id);
                jobs.push(Job {
                    piece: Piece::CallBackground(banner),
                    campaign,
                    language: language.clone(),
                    site: None,
                    format: Some(format.clone()),
                    artefacts: vec![Artefact::new(path, "png")],
                    needs: Vec::new(),
                });
            }
        }
    }
    jobs
}

/// The name of the signature that is nobody's.
pub const GENERIC_SIGNATURE: &str = "generic";

/// Everybody of the campaigns who has an address, each id once.
pub fn signatories(project: &Project) -> Vec<&Person> {
    let mut found: Vec<&Person> = Vec::new();
    let people = project.campaigns.iter().flat_map(|campaign| &campaign.people);
    for person in people.filter(|person| person.email.is_some()) {
        if !found.iter().any(|other| other.id == person.id) {
            found.push(person);
        }
    }
    found
}

fn signatures(project: &Project, language: &LanguageTag) -> Vec<File> {
    let names = signatories(project).into_iter().map(|person| person.id.as_str()).chain([GENERIC_SIGNATURE]);
    let files =
        names.flat_map(|name| ["html", "txt"].map(|ending| (format!("signatures/{name}.{language}.{ending}"), ending)));
    files.chain([(format!("signatures/copy.{language}.html"), "html")]).collect()
}

fn office(language: &LanguageTag) -> Vec<File> {
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

fn guide(language: &LanguageTag) -> Vec<File> {
    vec![(format!("brand-guide.{language}.pdf"), "pdf")]
}
