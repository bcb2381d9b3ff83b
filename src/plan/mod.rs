//! Which pieces, in which language, for which site, in which format, when.
//!
//! In: a [`Project`], a [`Filter`], and which readers there are. Out: a [`Plan`]: jobs that name the jobs whose bytes they
//! need, and the calendar. Pure: no file, no clock.

mod approvals;
mod brand;
mod calendar;
mod examples;
mod filter;
mod guide;
mod ics;
mod job;
mod matrix;
mod notice;
mod order;
mod readership;
mod telling;
mod thumbnail;
mod title;
mod voices;

use std::collections::{HashMap, HashSet};

pub use approvals::working_days_before;
pub use brand::{GENERIC_SIGNATURE, kit_files, signatories};
pub use calendar::{Event, EventKind, events, print_deadline};
pub use examples::{Example, examples};
pub use filter::Filter;
pub use ics::{ics, uids};
pub use job::{Artefact, BrandPart, Deck, Job, JobId, Kind, Need, Piece, Role};
pub use matrix::{CHANNELS, Contacts, Count, Matrix, REPETITIONS, Row, Voice, matrix};
pub use notice::paper;
pub use order::{OrderLine, order};
pub use readership::Readership;
pub use telling::{Channel, Telling, Told, appearances, tellings};
pub use thumbnail::{is_thumbnail, thumbnail};
pub use title::title;
pub use voices::{Said, Sayer, said};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span},
    model::{
        Campaign, Guide, Poster, Project, Site, SiteSelection,
        value::{Format, Id, LanguageTag},
    },
};

/// Everything that is to be made, and when what happens.
#[derive(Debug, Clone)]
pub struct Plan<'p> {
    /// The jobs; a [`JobId`] is a place in this list.
    pub jobs: Vec<Job<'p>>,
    /// What happens when, in order.
    pub calendar: Vec<Event>,
}

/// Plans a project as far as the filter selects it, with all that the selected pieces need; newsletters for the sample
/// reader alone.
pub fn plan<'p>(project: &'p Project, filter: &Filter) -> (Plan<'p>, Diagnostics) {
    plan_for(project, filter, &Readership::default())
}

/// Plans a project as [`plan`] does, with its newsletters compiled for the variants of readers that occur.
pub fn plan_for<'p>(project: &'p Project, filter: &Filter, readers: &Readership) -> (Plan<'p>, Diagnostics) {
    let mut diagnostics = filter.check(project);
    let mut jobs = Vec::new();
    for campaign in &project.campaigns {
        let first = jobs.len();
        jobs.extend(newsletters(campaign, readers));
        let posters_from = jobs.len();
        jobs.extend(posters(campaign));
        let for_print = for_print(project, campaign, &jobs[posters_from..], posters_from);
        jobs.extend(for_print);
        jobs.extend(banners(campaign));
        jobs.extend(guides(campaign));
        jobs.extend(notice::notices(project, campaign));
        jobs.extend(decks(project, campaign));
        jobs.extend(calendars(project, campaign));
        name_headers(&mut jobs, first);
        name_attachments(&mut jobs, first, &mut diagnostics);
        guide::name_posters(&mut jobs, first, &mut diagnostics);
        guide::name_timelines(&mut jobs, first);
    }
    brand::plan(project, &mut jobs);
    collisions(&jobs, &mut diagnostics);
    let campaigns = project.campaigns.iter().filter(|campaign| filter.selects_campaign(&campaign.id));
    let mut calendar = calendar::calendar(project, campaigns, project.default_language());
    calendar.retain(|event| filter.selects_event(event));
    (Plan { jobs: select(jobs, filter), calendar }, diagnostics)
}

fn newsletters<'p>(campaign: &'p Campaign, readers: &Readership) -> Vec<Job<'p>> {
    let mut jobs = Vec::new();
    for newsletter in &campaign.newsletters {
        for language in &newsletter.languages {
            let piece = Piece::Newsletter(newsletter);
            let endings = ["html", "txt", "eml"];
            let mut job = job(campaign, piece, language.clone(), None, None, newsletter.id.as_str(), &endings);
            let folder = format!("{}/{}", campaign.id, job.kind().folder());
            let variants = readers.variants(&campaign.id, &newsletter.id, language);
            job.artefacts.extend(variants.map(|(variant, _)| Artefact {
                path: format!("{folder}/{}.{language}.{}.segments", newsletter.id, variant.name()),
                ending: "segments",
                variant: Some(variant.clone()),
            }));
            jobs.push(job);
        }
    }
    jobs
}

/// The version of a guide that readers of a language are given.
pub fn attached_guide<'p>(campaign: &'p Campaign, guide: &Id, language: &LanguageTag) -> Option<&'p Guide> {
    let versions = || campaign.guides.iter().filter(|version| version.id == *guide);
    let same = versions().find(|version| version.language == *language);
    same.or_else(|| versions().find(|version| version.language == language.without_region()))
}

/// Where a guide's PDF lies below the output folder.
pub fn guide_path(campaign: &Campaign, guide: &Guide) -> String {
    format!("{}/{}/{}.{}.pdf", campaign.id, Kind::Guides.folder(), guide.id, guide.language)
}

fn posters<'p>(campaign: &'p Campaign) -> Vec<Job<'p>> {
    let mut jobs = Vec::new();
    for poster in &campaign.posters {
        let sites: Vec<&Site> = match &poster.sites {
            SiteSelection::None => Vec::new(),
            SiteSelection::All => campaign.sites.iter().collect(),
            SiteSelection::Some(ids) => ids.iter().filter_map(|id| campaign.site(id)).collect(),
        };
        let spoken = |site: &&Site| {
            let same = |l: &LanguageTag| *l == site.language || *l == site.language.without_region();
            poster.languages.iter().any(same)
        };
        // A poster "for all sites" of a campaign without sites is one poster for everyone.
        let everyone = sites.is_empty();
        let for_sites = sites.iter().copied().filter(spoken).map(|site| (Some(site), site.language.clone()));
        let for_all = poster.languages.iter().filter(|_| everyone).map(|language| (None, language.clone()));
        for (site, language) in for_sites.chain(for_all) {
            for format in &poster.formats {
                let site_part = site.map(|s| format!("-{}", s.id)).unwrap_or_default();
                let name = format!("{}{site_part}-{format}", poster.id);
                let printed = format.is_print() && poster.print.is_some();
                let mut endings: Vec<_> = poster.files.iter().map(|file| file.ending()).collect();
                // Print files and sheets to assemble are made of it.
                if !endings.contains(&"pdf") && (printed || sheets(poster, site, format).is_some()) {
                    endings.push("pdf");
                }
                endings.push("txt");
                let piece = Piece::Poster(poster);
                jobs.push(job(campaign, piece, language.clone(), site, Some(format.clone()), &name, &endings));
            }
        }
    }
    jobs
}

/// The paper of the sheets that a poster is also made as: what the poster asks for, else that of a site whose largest
/// printer cannot take the poster whole. Nobody assembles a roll-up.
fn sheets<'p>(poster: &'p Poster, site: Option<&'p Site>, format: &Format) -> Option<&'p Format> {
    let paper = poster.tiles.as_ref().or_else(|| site?.largest_printer.as_ref())?;
    (format.is_print() && !format.is_rollup() && !format.fits_on(paper)).then_some(paper)
}

/// For the print shop and the office printer: what is made of the posters that `first` and the following jobs make.
fn for_print<'p>(project: &Project, campaign: &'p Campaign, posters: &[Job<'p>], first: usize) -> Vec<Job<'p>> {
    let mut jobs = Vec::new();
    for (i, made) in posters.iter().enumerate() {
        let (Piece::Poster(poster), Some(format), Some(pdf)) = (made.piece, &made.format, made.artefact("pdf")) else {
            continue;
        };
        let stem = pdf.path.trim_end_matches(".pdf");
        let mut add = |piece: Piece<'p>, name: &str, ending| {
            let artefacts = vec![Artefact::new(format!("{stem}-{name}.pdf"), ending)];
            let needs = vec![Need { role: Role::Poster, job: JobId(first + i), ending: "pdf" }];
            jobs.push(Job { piece, artefacts, needs, ..made.clone() });
        };
        if let Some(print) = poster.print.as_ref().filter(|_| format.is_print()) {
            add(Piece::PrintFile(poster, print), "print", "print.pdf");
        }
        if let Some(paper) = sheets(poster, made.site, format) {
            add(Piece::Tiles(poster, paper), &format!("tiles-{paper}"), "tiles.pdf");
        }
    }
    if jobs.iter().any(|job| matches!(job.piece, Piece::PrintFile(..))) {
        let language = project.default_language().clone();
        let mut order = job(campaign, Piece::PrintOrder(campaign), language, None, None, "print-order", &["pdf"]);
        order.needs.clear();
        jobs.push(order);
    }
    jobs
}

fn banners(campaign: &Campaign) -> impl Iterator<Item = Job<'_>> {
    campaign.banners.iter().flat_map(move |banner| {
        let each = banner.languages.iter().flat_map(|language| banner.formats.iter().map(move |f| (language, f)));
        each.map(move |(language, format)| {
            let name = format!("{}-{format}", banner.id);
            let mut endings: Vec<_> = banner.files.iter().map(|file| file.ending()).collect();
            endings.push("txt");
            job(campaign, Piece::Banner(banner), language.clone(), None, Some(format.clone()), &name, &endings)
        })
    })
}

fn guides(campaign: &Campaign) -> impl Iterator<Item = Job<'_>> {
    campaign.guides.iter().map(move |guide| {
        job(campaign, Piece::Guide(guide), guide.language.clone(), None, None, guide.id.as_str(), &["pdf"])
    })
}

/// Slides filled with what the campaign knows.
fn decks<'p>(project: &'p Project, campaign: &'p Campaign) -> Vec<Job<'p>> {
    let each = |deck: Deck| {
        let of = move |language: &LanguageTag| {
            job(campaign, Piece::Deck(deck), language.clone(), None, None, deck.id(), &["pptx"])
        };
        project.identity.languages.iter().map(of)
    };
    Deck::ALL.into_iter().flat_map(each).collect()
}

/// Each dated campaign's calendar and timeline. A project of one language needs no language in the calendar's name.
fn calendars<'p>(project: &'p Project, campaign: &'p Campaign) -> Vec<Job<'p>> {
    if !has_dates(campaign) {
        return Vec::new();
    }
    let languages = &project.identity.languages;
    let of = |language: &LanguageTag| {
        let folder = &campaign.id;
        let file = match languages.len() {
            1 => format!("{folder}/calendar.ics"),
            _ => format!("{folder}/calendar.{language}.ics"),
        };
        let picture = |ending: &'static str| Artefact::new(format!("{folder}/timeline.{language}.{ending}"), ending);
        let artefacts = [Artefact::new(file, "ics")].into_iter().chain(["png", "svg", "pdf", "txt"].map(picture));
        let (piece, language, needs) = (Piece::Calendar(campaign), language.clone(), Vec::new());
        Job { piece, campaign, language, site: None, format: None, artefacts: artefacts.collect(), needs }
    };
    languages.iter().map(of).collect()
}

/// Whether anything of a campaign has a date, so that it has a calendar and a timeline.
pub fn has_dates(campaign: &Campaign) -> bool {
    campaign.launch.is_some()
        || !campaign.phases.is_empty()
        || !campaign.milestones.is_empty()
        || campaign.newsletters.iter().any(|newsletter| newsletter.first_send.is_some())
        || campaign.posters.iter().any(|poster| poster.from.is_some())
        || campaign.training.iter().any(|training| !training.sessions.is_empty())
}

/// A job whose files are `CAMPAIGN/KIND/NAME.LANGUAGE.ENDING`.
fn job<'p>(
    campaign: &'p Campaign,
    piece: Piece<'p>,
    language: LanguageTag,
    site: Option<&'p Site>,
    format: Option<Format>,
    name: &str,
    endings: &[&'static str],
) -> Job<'p> {
    let mut job = Job { piece, campaign, language, site, format, artefacts: Vec::new(), needs: Vec::new() };
    let stem = format!("{}/{}/{name}.{}", campaign.id, job.kind().folder(), job.language);
    job.artefacts = endings.iter().map(|ending| Artefact::new(format!("{stem}.{ending}"), ending)).collect();
    job
}

/// The format of the banner that heads a newsletter.
const HEADER_FORMAT: &str = "email-header";

/// Gives each newsletter of the campaign whose jobs begin at `first` the banner that heads it.
fn name_headers(jobs: &mut [Job<'_>], first: usize) {
    let is_header =
        |job: &Job<'_>| job.kind() == Kind::Banners && job.format.as_ref().is_some_and(|f| f.name == HEADER_FORMAT);
    let headers: Vec<(usize, LanguageTag)> = jobs
        .iter()
        .enumerate()
        .skip(first)
        .filter(|(_, j)| is_header(j))
        .map(|(i, j)| (i, j.language.clone()))
        .collect();
    for job in jobs[first..].iter_mut().filter(|job| matches!(job.piece, Piece::Newsletter(_))) {
        if let Some((header, _)) = headers.iter().find(|(_, language)| *language == job.language) {
            job.needs.push(Need { role: Role::Header, job: JobId(*header), ending: "png" });
        }
    }
}

/// Gives each newsletter of the campaign whose jobs begin at `first` the guides that come with it.
fn name_attachments(jobs: &mut [Job<'_>], first: usize, diagnostics: &mut Diagnostics) {
    let made = |jobs: &[Job<'_>], path: &str| {
        let guides = jobs.iter().enumerate().skip(first).filter(|(_, job)| job.kind() == Kind::Guides);
        guides.filter(|(_, job)| job.artefacts.iter().any(|artefact| artefact.path == path)).map(|(i, _)| i).next()
    };
    for i in first..jobs.len() {
        let Piece::Newsletter(newsletter) = jobs[i].piece else { continue };
        let (campaign, language) = (jobs[i].campaign, jobs[i].language.clone());
        for (index, attachment) in newsletter.attach.iter().enumerate() {
            match attached_guide(campaign, &attachment.guide, &language) {
                Some(guide) => jobs[i].needs.extend(made(jobs, &guide_path(campaign, guide)).map(|job| Need {
                    role: Role::Attachment(index),
                    job: JobId(job),
                    ending: "pdf",
                })),
                None => {
                    let (id, span) = (&attachment.guide, &attachment.span);
                    let message = format!("the guide `{id}` does not exist in `{language}`: its readers receive none");
                    let help = format!("write guides/{id}.{language}.md, or limit the newsletter's `languages`");
                    let diagnostic = Diagnostic::new(Code::MissingLanguage, span, message).help(help);
                    diagnostics.push(Diagnostic { severity: Severity::Warning, ..diagnostic });
                }
            }
        }
    }
}

/// Two files of one path, whatever the case of their letters, cannot both be written.
fn collisions(jobs: &[Job<'_>], diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<String, &Job<'_>> = HashMap::new();
    let mut told: HashSet<(&Span, &Span)> = HashSet::new();
    for job in jobs {
        for artefact in &job.artefacts {
            let other = seen.insert(artefact.path.to_lowercase(), job);
            // Two pieces that collide in one language do in every other.
            if let Some(other) = other.filter(|other| told.insert((job.span(), other.span()))) {
                let message = format!("two pieces would be written to `{}`", artefact.path);
                let diagnostic = Diagnostic::new(Code::PathCollision, job.span(), message)
                    .related(other.span(), "the other is here")
                    .help("give one of them another name");
                diagnostics.push(diagnostic);
            }
        }
    }
}

/// The jobs that the filter selects and those that they need, renumbered.
fn select<'p>(jobs: Vec<Job<'p>>, filter: &Filter) -> Vec<Job<'p>> {
    let mut wanted: Vec<bool> = jobs.iter().map(|job| filter.selects(job)).collect();
    for (i, job) in jobs.iter().enumerate() {
        if wanted[i] {
            job.needs.iter().for_each(|need| wanted[need.job.0] = true);
        }
    }
    let places: Vec<usize> = wanted
        .iter()
        .scan(0, |next, wanted| {
            let here = *next;
            *next += usize::from(*wanted);
            Some(here)
        })
        .collect();
    let mut selected: Vec<Job<'p>> =
        jobs.into_iter().zip(&wanted).filter(|(_, wanted)| **wanted).map(|(job, _)| job).collect();
    for job in &mut selected {
        for need in &mut job.needs {
            need.job = JobId(places[need.job.0]);
        }
    }
    selected
}
