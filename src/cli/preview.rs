//! `fanion preview`

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use anyhow::{Context, anyhow, bail};
use clap::Args;

use super::{
    Outcome,
    approval::issue::{self, Name},
    readers::{self, Missing, Readers},
    report::{self, Format},
    session::Session,
};
use crate::{
    build::Build,
    diagnostic::{Diagnostics, nearest},
    model::{Campaign, Newsletter, Project, value::EmailAddress},
    output::Sources,
    personalise::{Division, File, Filled, Mail, Segments, Slot, message},
    plan::{self, Filter, Job, Kind, Piece, Plan, Readership},
    recipients::Reader,
    render::{Atelier, email},
};

/// `fanion preview`
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    name: Name,
    /// The reader's address, as it stands in the recipients' list
    #[arg(long = "as", value_name = "EMAIL", conflicts_with = "all_variants")]
    reader: Option<String>,
    /// One mail for each variant of the newsletter's readers, to an invented reader
    #[arg(long)]
    all_variants: bool,
    /// Open the HTML when it is written
    #[arg(long, conflicts_with = "all_variants")]
    open: bool,
    /// The folder of the files; they hold personal data
    #[arg(long, short, value_name = "DIR", default_value = "preview")]
    output: PathBuf,
}

/// Writes exactly what a reader receives.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let (root, loaded) = session.load()?;
    let mut diagnostics = loaded.diagnostics;
    let Some(mut project) = loaded.project.filter(|_| !diagnostics.has_errors()) else {
        return problems(session, diagnostics);
    };
    let moment = issue::on_its_day(&mut project, &options.name)?;
    let (campaign, newsletter) = find(&project, options.name.parts()?.0)?;
    let place = Place { folder: &options.output, moment: &moment };
    let outcome = match &options.reader {
        Some(address) => one(&root, &project, campaign, newsletter, address, &place),
        None if options.all_variants => all(&root, &project, campaign, newsletter, &place),
        None => bail!(
            "say as whom: --as EMAIL for somebody on the list, or --all-variants for an invented reader of each kind"
        ),
    };
    match outcome? {
        Ok(written) => {
            for (_, told) in written.iter().filter(|_| !session.quiet) {
                writeln!(io::stderr(), "{told}")?;
            }
            if let Some((path, _)) = written.first().filter(|_| options.open) {
                open(path)?;
            }
            Ok(Outcome::Clean)
        }
        Err(found) => {
            diagnostics.extend(found);
            problems(session, diagnostics)
        }
    }
}

fn problems(session: &Session, mut diagnostics: Diagnostics) -> anyhow::Result<Outcome> {
    diagnostics.sort();
    report::write(&diagnostics, Format::Full, session.colour, &mut io::stderr().lock())?;
    Ok(Outcome::Problems)
}

/// A newsletter by its id, or by its campaign's and its own.
pub fn find<'p>(project: &'p Project, name: &str) -> anyhow::Result<(&'p Campaign, &'p Newsletter)> {
    let all = || project.campaigns.iter().flat_map(|c| c.newsletters.iter().map(move |newsletter| (c, newsletter)));
    let full = |(campaign, newsletter): &(&Campaign, &Newsletter)| format!("{}/{}", campaign.id, newsletter.id);
    let found: Vec<_> = all().filter(|pair| pair.1.id.as_str() == name || full(pair) == name).collect();
    match found[..] {
        [found] => Ok(found),
        [] => {
            let names: Vec<String> = all().map(|pair| full(&pair)).collect();
            let ids = all().map(|(_, newsletter)| newsletter.id.as_str());
            let near = nearest::nearest(name, ids).map(|near| format!("did you mean `{near}`?"));
            let help = near.or_else(|| nearest::help(name, names.iter().map(String::as_str)));
            bail!("there is no newsletter `{name}`; {}", help.unwrap_or_else(|| "the project has none".into()))
        }
        _ => {
            let names: Vec<String> = found.iter().map(|pair| format!("`{}`", full(pair))).collect();
            bail!("several newsletters are called `{name}`: write {}", names.join(" or "))
        }
    }
}

/// Where files are written, and the occurrence that their names tell: what leaves on one day stands beside what leaves on others.
struct Place<'a> {
    folder: &'a Path,
    moment: &'a str,
}

/// The paths of the HTML that was written, each with what is to be told of it; or what is wrong with the newsletter.
type Written = Result<Vec<(PathBuf, String)>, Diagnostics>;

fn one(
    root: &Path,
    project: &Project,
    campaign: &Campaign,
    newsletter: &Newsletter,
    address: &str,
    place: &Place<'_>,
) -> anyhow::Result<Written> {
    let Some(readers) = Readers::new(root, project, campaign)? else {
        bail!("`{}` has no list of recipients: add `recipients:` to its campaign.yaml", campaign.id);
    };
    let reader = match readers.find(address) {
        Ok(Ok(reader)) => reader,
        Ok(Err(missing)) => return Err(absent(address, &missing)),
        Err(error) => return Ok(Err(Diagnostics::from_iter([error.diagnostic()]))),
    };
    let Reader { recipient, audiences, impersonal } = &reader;
    if !readers.receives(newsletter, *audiences, *impersonal) {
        let theirs = listed(&readers.names(*audiences)).unwrap_or_else(|| "no audience".into());
        let to: Vec<String> = newsletter.to.iter().map(ToString::to_string).collect();
        let to = listed(&to).unwrap_or_else(|| "people, not to list addresses".into());
        bail!("`{}` does not receive `{}`: it goes to {to}, they are in {theirs}", recipient.address, newsletter.id);
    }
    let division = Division::new(project, campaign, newsletter);
    let issue = readers.issue(&division, *audiences, recipient.language.as_ref(), recipient.site.as_ref());
    let (language, variant) = issue.ok_or_else(|| anyhow!("`{}` exists in no language", newsletter.id))?;
    let mut readership = Readership::default();
    readership.add(&campaign.id, &newsletter.id, language, variant, 1);
    let made = match make(project, campaign, newsletter, &readership) {
        Ok(made) => made,
        Err(diagnostics) => return Ok(Err(diagnostics)),
    };
    let made = made.first().context("nothing came of the newsletter")?;
    let filled = made.segments.fill(|column| recipient.value(column));
    let path = write(made, &filled, Some(&recipient.address), place)?;
    let Segments { language, variant, .. } = &made.segments;
    let told = format!("what {} receives: in {language}, variant {variant}{}", recipient.address, files(made));
    Ok(Ok(vec![(path, told)]))
}

/// The newsletter for an invented reader of each variant.
fn all(
    root: &Path,
    project: &Project,
    campaign: &Campaign,
    newsletter: &Newsletter,
    place: &Place<'_>,
) -> anyhow::Result<Written> {
    let mut diagnostics = Diagnostics::new();
    let readership = readers::readership(root, project, &mut diagnostics);
    if diagnostics.has_errors() {
        return Ok(Err(diagnostics));
    }
    let made = match make(project, campaign, newsletter, &readership) {
        Ok(made) => made,
        Err(diagnostics) => return Ok(Err(diagnostics)),
    };
    if made.is_empty() {
        bail!("`{}` has no readers: add `recipients:` to the campaign.yaml of `{}`", newsletter.id, campaign.id);
    }
    let mut written = Vec::new();
    for variant in &made {
        let filled = variant.segments.fill_slots(|slot: &Slot| email::invented(project, &variant.job, slot));
        let path = write(variant, &filled, None, place)?;
        let readers = if variant.readers == 1 { "1 reader".into() } else { format!("{} readers", variant.readers) };
        let Segments { language, variant: name, .. } = &variant.segments;
        written.push((path, format!("{language}, variant {name}: {readers}{}", files(variant))));
    }
    Ok(Ok(written))
}

/// One variant of a newsletter with the files that go with it.
struct Made<'p> {
    job: Job<'p>,
    segments: Segments,
    readers: u64,
    files: Vec<(File, Arc<[u8]>)>,
}

/// Compiles a newsletter for the readers that there are, in memory.
fn make<'p>(
    project: &'p Project,
    campaign: &'p Campaign,
    newsletter: &Newsletter,
    readership: &Readership,
) -> Result<Vec<Made<'p>>, Diagnostics> {
    let kinds = vec![Kind::Newsletters];
    let filter = Filter { campaigns: vec![campaign.id.to_string()], kinds, ..Filter::default() };
    let (Plan { jobs, .. }, mut diagnostics) = plan::plan_for(project, &filter, readership);
    let (atelier, found) = Atelier::new(project);
    diagnostics.extend(found);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let build = Build {
        jobs: &jobs,
        renderers: (&atelier).into(),
        sources: &Sources::default(),
        in_scope: &|_| false,
        sheets: None,
    };
    let mut made = Vec::new();
    for (index, job) in jobs.iter().enumerate() {
        let is_it = matches!(job.piece, Piece::Newsletter(other) if other.id == newsletter.id);
        if !is_it || job.artefacts.iter().all(|artefact| artefact.variant.is_none()) {
            continue;
        }
        let (files, _) = build.one(index)?;
        let counts = readership.variants(&campaign.id, &newsletter.id, &job.language);
        let counts: BTreeMap<_, u64> = counts.map(|(variant, count)| (variant.name(), count)).collect();
        let variants = job.artefacts.iter().filter_map(|artefact| Some((artefact, artefact.variant.as_ref()?)));
        made.extend(variants.filter_map(|(artefact, variant)| {
            let segments = Segments::parse(files.get(&artefact.path)?).ok()?;
            let named = segments.pictures.iter().chain(&segments.attachments);
            let with = named.filter_map(|file| Some((file.clone(), Arc::clone(files.get(&file.path)?))));
            let (job, readers, files) = (job.clone(), counts.get(variant.name()).copied()?, with.collect());
            Some(Made { job, segments, readers, files })
        }));
    }
    Ok(made)
}

/// Writes the three files of a mail; the path of the HTML.
fn write(
    made: &Made<'_>,
    filled: &Filled<'_>,
    to: Option<&EmailAddress>,
    place: &Place<'_>,
) -> anyhow::Result<PathBuf> {
    let Segments { campaign, newsletter, language, variant, headers, .. } = &made.segments;
    let (subject, html, text) = (filled.subject(), filled.html(), filled.text());
    let (subject, html, text) = (subject.as_str(), html.as_str(), text.as_str());
    let mail = Mail { headers, to, subject, html, text, files: &made.files, draft: to.is_none() };
    let eml = message(&mail).context("the sender's address cannot be used")?;
    let folder = place.folder.join(campaign);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    // What one person receives stands beside what others do.
    let stem = match to {
        Some(address) => format!("{newsletter}{}.{language}.{variant}.{address}", place.moment),
        None => format!("{newsletter}{}.{language}.{variant}", place.moment),
    };
    let standalone = email::standalone(html, &made.files);
    let files = [("html", standalone.as_bytes()), ("txt", text.as_bytes()), ("eml", &eml)];
    for (ending, bytes) in files {
        let path = folder.join(format!("{stem}.{ending}"));
        fs::write(&path, bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
        writeln!(io::stdout(), "{}", path.display())?;
    }
    Ok(folder.join(format!("{stem}.html")))
}

/// `, with manager.pdf`
fn files(made: &Made<'_>) -> String {
    let names: Vec<String> = made.segments.attachments.iter().map(|file| file.file_name.clone()).collect();
    listed(&names).map(|names| format!(", with {names}")).unwrap_or_default()
}

fn listed(names: &[String]) -> Option<String> {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn absent(address: &str, missing: &Missing) -> anyhow::Error {
    let near = missing.near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let refused = match missing.refused {
        0 => String::new(),
        1 => " (1 row of the list cannot be used: see `fanion recipients check`)".to_owned(),
        rows => format!(" ({rows} rows of the list cannot be used: see `fanion recipients check`)"),
    };
    anyhow!("nobody on the list has the address `{address}`{near}{refused}")
}

/// Opens a file that was just written with the program that the system has for it. No shell reads its name.
pub(super) fn open(path: &Path) -> anyhow::Result<()> {
    let path = path.canonicalize().with_context(|| format!("cannot find `{}`", path.display()))?;
    let opener = match std::env::consts::OS {
        "macos" => "open",
        // It takes a path as it is, and ends with 1 whatever it did.
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let mut command = Command::new(opener);
    command.arg(&path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.spawn() {
        Ok(_) => Ok(()),
        Err(error) => {
            writeln!(io::stderr(), "note: `{opener}` does not start ({error}): open `{}` yourself", path.display())?;
            Ok(())
        }
    }
}
