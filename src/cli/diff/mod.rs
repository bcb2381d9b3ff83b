//! `fanion diff`

mod git;
mod report;
mod write;

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::{
    Outcome, make, preview,
    progress::Bar,
    readers,
    report::{self as problems, Format as Problems},
    session::Session,
};
use crate::{
    build::{Compare, Differing, Found, Past, Side},
    check,
    diagnostic::Diagnostics,
    difference::{self, Calendar, Moved, Shown},
    load::{self, Loaded},
    model::Project,
    output::{Entry, MANIFEST, Published},
    plan::{self, Event, Filter, Kind, Plan, Readership},
    render::Atelier,
};

/// `fanion diff`
#[derive(Debug, Args)]
pub struct Options {
    /// What to compare with: a git revision, or another build's manifest.json; the last build otherwise
    #[arg(value_name = "REVISION|MANIFEST")]
    against: Option<String>,
    /// Only pieces of this kind; may be repeated
    #[arg(long, value_name = "KIND")]
    only: Vec<Kind>,
    /// Only pieces in this language; may be repeated
    #[arg(long, value_name = "LANG")]
    language: Vec<String>,
    /// Only pieces made for this site; may be repeated
    #[arg(long, value_name = "SITE")]
    site: Vec<String>,
    /// The page; its pictures lie in a folder of the same name beside it
    #[arg(long, short, value_name = "FILE.html", default_value = "diff.html")]
    output: PathBuf,
    /// Put the pictures into the page, so that one file can be handed on
    #[arg(long)]
    single_file: bool,
    /// Open the page when it is written
    #[arg(long)]
    open: bool,
    /// How differences are written
    #[arg(long, value_name = "FORMAT", default_value = "html")]
    format: Format,
    /// End with 1 where anything differs
    #[arg(long)]
    exit_code: bool,
    /// How many pieces are made at once; as many as there are processors otherwise
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// How differences are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page that shows every piece before and now
    Html,
    /// A list for people
    Table,
    /// For programs
    Json,
}

/// What a comparison came to.
struct Differences {
    /// As people call it.
    before: String,
    found: Found<Shown>,
    /// None where the earlier calendar is not known.
    dates: Option<Vec<Moved>>,
    notes: Vec<String>,
}

/// A project with its plan.
struct State<'p> {
    root: &'p Path,
    project: &'p Project,
    readers: Readership,
}

impl<'p> State<'p> {
    /// The jobs that are asked for with those that they need, and the whole calendar.
    fn plan(&self, filter: &Filter, diagnostics: &mut Diagnostics) -> Plan<'p> {
        let (all, found) = plan::plan_for(self.project, &Filter::default(), &self.readers);
        diagnostics.extend(found);
        let (asked, _) = plan::plan_for(self.project, filter, &self.readers);
        Plan { jobs: asked.jobs, calendar: all.calendar }
    }
}

/// Shows what differs.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    write::check(&options.output)?;
    let (root, loaded) = session.load()?;
    let Loaded { project, mut diagnostics, .. } = loaded;
    let Some(project) = project.filter(|_| !diagnostics.has_errors()) else { return refused(session, diagnostics) };
    diagnostics.extend(check::check(&project));
    diagnostics.extend(filter(options).check(&project));
    let readers = readers::readership(&root, &project, &mut diagnostics);
    let state = State { root: &root, project: &project, readers };
    let plan = state.plan(&filter(options), &mut diagnostics);
    if diagnostics.has_errors() {
        return refused(session, diagnostics);
    }
    let differences = match published(&root, options.against.as_deref())? {
        Some(folder) => with_build(session, options, &state, &plan, &folder)?,
        None => with_revision(session, options, &state, &plan, options.against.as_deref().unwrap_or_default())?,
    };
    if differences.found.diagnostics.has_errors() {
        return refused(session, differences.found.diagnostics);
    }
    tell(session, options, &project, &differences)?;
    let same = differences.found.pieces.is_empty() && differences.dates.iter().all(Vec::is_empty);
    Ok(if options.exit_code && !same { Outcome::Problems } else { Outcome::Clean })
}

fn refused(session: &Session, mut diagnostics: Diagnostics) -> anyhow::Result<Outcome> {
    diagnostics.sort();
    problems::write(&diagnostics, Problems::Full, session.colour, &mut io::stderr().lock())?;
    Ok(Outcome::Problems)
}

fn filter(options: &Options) -> Filter {
    Filter {
        campaigns: Vec::new(),
        kinds: options.only.clone(),
        languages: options.language.clone(),
        sites: options.site.clone(),
    }
}

/// The output folder that is compared with: the project's own, or the one of the manifest that was named; none where a
/// revision was.
fn published(root: &Path, against: Option<&str>) -> anyhow::Result<Option<PathBuf>> {
    let Some(against) = against else {
        let folder = root.join("output");
        if !folder.join(MANIFEST).is_file() {
            bail!("nothing was built yet: `fanion build` first, or name a git revision, as `fanion diff HEAD`");
        }
        return Ok(Some(folder));
    };
    let path = Path::new(against);
    if path.join(MANIFEST).is_file() {
        return Ok(Some(path.to_path_buf()));
    }
    if !against.ends_with(".json") {
        return Ok(None);
    }
    if path.file_name().is_none_or(|name| name != MANIFEST) || !path.is_file() {
        bail!("`{against}` is no manifest of a build: name the {MANIFEST} in its output folder");
    }
    Ok(Some(match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }))
}

fn with_build(
    session: &Session,
    options: &Options,
    now: &State<'_>,
    plan: &Plan<'_>,
    folder: &Path,
) -> anyhow::Result<Differences> {
    let published = Published::read(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    if published.manifest().entries().next().is_none() {
        let why = published.notes().first().cloned().unwrap_or_else(|| "it tells of no piece".into());
        bail!("`{}` cannot be compared with: {why}", folder.join(MANIFEST).display());
    }
    let found = compare(session, options, now, plan, Past::Published(&published))?;
    let calendars: Vec<String> = published
        .manifest()
        .entries()
        // Invitations to sessions travel with newsletters.
        .filter(|entry| entry.kind == Kind::Calendar && entry.path.ends_with(".ics"))
        .filter_map(|entry| String::from_utf8(published.bytes(entry).ok()?).ok())
        .collect();
    let before = Calendar::merge(calendars.iter().map(|text| difference::from_ics(text)));
    let mut notes = published.notes().to_vec();
    let dates = (!calendars.is_empty()).then(|| moved(&before, &plan.calendar));
    if dates.is_none() {
        notes.push(
            "the last build holds no calendar: what moved is told against a revision, as `fanion diff HEAD`".into(),
        );
    }
    let own = folder == now.root.join("output");
    let before = if own { "the last build".into() } else { format!("the build in {}", folder.display()) };
    Ok(Differences { before, found, dates, notes })
}

fn with_revision(
    session: &Session,
    options: &Options,
    now: &State<'_>,
    plan: &Plan<'_>,
    revision: &str,
) -> anyhow::Result<Differences> {
    let checkout = git::checkout(now.root, revision)?;
    let loaded = load::load(checkout.folder()).context("cannot open the project as it was")?;
    let errors = loaded.diagnostics.has_errors();
    let Some(project) = loaded.project.filter(|_| !errors) else {
        let mut diagnostics = loaded.diagnostics;
        diagnostics.sort();
        let first = diagnostics.iter().find(|d| d.severity == crate::diagnostic::Severity::Error);
        let first = first.map(crate::diagnostic::render::concise).unwrap_or_default();
        bail!(
            "the project of `{revision}` has errors, so that no piece of it can be made to compare with; the first is\n{first}"
        );
    };
    let mut notes = checkout.notes().to_vec();
    let mut diagnostics = Diagnostics::new();
    let mut readers = readers::readership(checkout.folder(), &project, &mut diagnostics);
    if diagnostics.has_errors() {
        notes.push("the lists of recipients are not in the revision: those of today stand for them".into());
        readers = readers::readership(now.root, &project, &mut Diagnostics::new());
    }
    let then = State { root: checkout.folder(), project: &project, readers };
    let old_plan = then.plan(&filter(options), &mut Diagnostics::new());
    // What is wrong with the past is not to be corrected now.
    let (atelier, _) = Atelier::new(&project);
    let past = Past::Project(Side { jobs: &old_plan.jobs, renderers: (&atelier).into() });
    let found = compare(session, options, now, plan, past)?;
    let dates = Some(moved(&Calendar::of(&old_plan.calendar), &plan.calendar));
    Ok(Differences { before: checkout.name().to_owned(), found, dates, notes })
}

fn moved(before: &Calendar, now: &[Event]) -> Vec<Moved> {
    difference::moved(before, now)
}

fn compare(
    session: &Session,
    options: &Options,
    now: &State<'_>,
    plan: &Plan<'_>,
    past: Past<'_, '_>,
) -> anyhow::Result<Found<Shown>> {
    let (atelier, found) = Atelier::new(now.project);
    if found.has_errors() {
        return Ok(Found { pieces: Vec::new(), unchanged: 0, diagnostics: found, notes: Vec::new() });
    }
    let bar = Bar::new(session.quiet);
    let filter = filter(options);
    let in_scope =
        |entry: &Entry| filter.covers(entry.campaign.as_deref(), entry.kind, &entry.language, entry.site.as_deref());
    let side = Side { jobs: &plan.jobs, renderers: (&atelier).into() };
    let pictures = options.format == Format::Html;
    let view = |piece: Differing<'_>| difference::show(piece, pictures);
    let found = Compare { past, now: side, in_scope: &in_scope }.run(make::threads(options.jobs), &view, &bar);
    bar.clear();
    Ok(found)
}

fn tell(session: &Session, options: &Options, project: &Project, differences: &Differences) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match options.format {
        Format::Table => report::table(differences, &mut out)?,
        Format::Json => report::json(differences, &mut out)?,
        Format::Html => {
            write::write(options, project, differences)?;
            writeln!(out, "{}", options.output.display())?;
            if !session.quiet {
                report::tally(differences, &mut io::stderr().lock())?;
            }
            if options.open {
                preview::open(&options.output)?;
            }
        }
    }
    if options.format != Format::Html && !session.quiet {
        for note in differences.notes.iter().chain(&differences.found.notes) {
            writeln!(io::stderr(), "note: {note}")?;
        }
    }
    Ok(())
}
