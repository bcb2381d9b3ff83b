//! `fanion proof`

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::{
    Outcome,
    report::{self, Format},
    session::Session,
};
use crate::{
    diagnostic::Diagnostics,
    load::{PROOF_LANGUAGES, proof},
    model::{
        Project,
        value::{Format as Size, ValueError},
    },
    plan::{Job, Kind},
    render::graphic::{GraphicRenderer, Thumbnail, families, in_family, proofs, shapes},
};

/// `fanion proof`
#[derive(Debug, Args)]
pub struct Options {
    /// Template families; all where none is named
    #[arg(value_name = "FAMILY")]
    families: Vec<String>,
    /// Only posters, or only banners
    #[arg(long, value_name = "KIND")]
    only: Option<Shown>,
    /// Which texts: short, long, bare, word, endless, mixed
    #[arg(long, value_name = "TEXTS", value_delimiter = ',', default_value = "short,long,bare")]
    texts: Vec<String>,
    /// Which formats; one of every shape otherwise
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', value_parser = format)]
    formats: Vec<Size>,
    /// Only these languages
    #[arg(long, value_name = "LANGS", value_delimiter = ',')]
    languages: Vec<String>,
    /// The folder of the sheets
    #[arg(long, value_name = "DIR", default_value = "proofs")]
    output: PathBuf,
    /// The longest side of each picture, in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = 420, value_parser = clap::value_parser!(u32).range(60..=2000))]
    size: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    Posters,
    Banners,
}

fn format(text: &str) -> Result<Size, String> {
    text.trim().parse().map_err(|e: ValueError| match e.help {
        Some(help) => format!("{}: {help}", e.message),
        None => e.message,
    })
}

/// Draws a contact sheet of each template family: all shapes, five languages, short, long and absurd texts.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let (root, loaded) = session.load()?;
    let Some(project) = loaded.project.filter(|_| !loaded.diagnostics.has_errors()) else {
        report::write(&loaded.diagnostics, Format::Full, session.colour, &mut io::stderr().lock())?;
        return Ok(Outcome::Problems);
    };
    all_known(options, &project)?;
    fs::create_dir_all(&options.output).with_context(|| format!("cannot make `{}`", options.output.display()))?;
    let base = proof(&root, &project)?;
    let mut met = Diagnostics::new();
    for (kind, word) in [(Kind::Posters, "poster"), (Kind::Banners, "banner")] {
        if options.only.is_some_and(|only| (only == Shown::Posters) != (kind == Kind::Posters)) {
            continue;
        }
        let known = families(&project, kind);
        for family in known.iter().filter(|name| options.families.is_empty() || options.families.contains(name)) {
            let sheet = sheet(options, &base, kind, family, &mut met)?;
            let path = options.output.join(format!("{word}-{family}.png"));
            fs::write(&path, sheet).with_context(|| format!("cannot write `{}`", path.display()))?;
            writeln!(io::stdout(), "{}", path.display())?;
        }
    }
    report::write(&met, Format::Concise, session.colour, &mut io::stderr().lock())?;
    Ok(report::outcome(&met, false))
}

/// Refuses what is asked for and does not exist.
fn all_known(options: &Options, project: &Project) -> anyhow::Result<()> {
    let mut known = families(project, Kind::Posters);
    known.extend(families(project, Kind::Banners));
    let texts = ["short", "long", "bare", "word", "endless", "mixed"].map(str::to_owned);
    let languages = PROOF_LANGUAGES.map(str::to_owned);
    for (what, asked, known) in [
        ("template", &options.families, known.as_slice()),
        ("text", &options.texts, texts.as_slice()),
        ("language", &options.languages, languages.as_slice()),
    ] {
        if let Some(unknown) = asked.iter().find(|name| !known.contains(name)) {
            let mut names = known.to_vec();
            names.sort_unstable();
            names.dedup();
            bail!("there is no {what} `{unknown}`; there are {}", names.join(", "));
        }
    }
    Ok(())
}

fn sheet(
    options: &Options,
    base: &Project,
    kind: Kind,
    family: &str,
    met: &mut Diagnostics,
) -> anyhow::Result<Vec<u8>> {
    let project = in_family(base, family);
    let (renderer, found) = GraphicRenderer::new(&project);
    met.extend(found);
    let formats = if options.formats.is_empty() { shapes(kind) } else { options.formats.clone() };
    let mut rows = proofs(&project, kind, &formats);
    rows.retain(|row| asked(options, row));
    for row in &mut rows {
        row.retain(|job| options.languages.is_empty() || options.languages.contains(&job.language.to_string()));
    }
    let labels: Vec<String> = rows.iter().map(|row| label(row)).collect();
    let drawn = draw(&renderer, &rows, options.size);
    let rows: Vec<(String, Vec<Thumbnail>)> = labels.into_iter().zip(drawn).collect();
    for diagnostic in rows.iter().flat_map(|(_, row)| row).flat_map(|thumbnail| &thumbnail.diagnostics) {
        // A mistake of the template's is met in every language and size.
        if !met.iter().any(|other| other.message == diagnostic.message && other.span == diagnostic.span) {
            met.push(diagnostic.clone());
        }
    }
    let title = format!("{family} · {}", kind.folder());
    renderer.sheet(&title, &rows).map_err(anyhow::Error::msg)
}

fn asked(options: &Options, row: &[Job]) -> bool {
    row.first().is_some_and(|first| options.texts.iter().any(|text| text == first.id()))
}

fn label(row: &[Job]) -> String {
    let Some(first) = row.first() else { return String::new() };
    let format = first.format.as_ref().map_or("", |format| format.name.as_str());
    format!("{format} · {}", first.id())
}

/// Every row's pictures, on as many threads as there are processors.
fn draw(renderer: &GraphicRenderer<'_>, rows: &[Vec<Job<'_>>], side: u32) -> Vec<Vec<Thumbnail>> {
    let jobs: Vec<&Job> = rows.iter().flatten().collect();
    let drawn: Vec<Mutex<Thumbnail>> = jobs.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(job), Some(place)) = (jobs.get(index), drawn.get(index)) else { return };
            let thumbnail = renderer.thumbnail(job, f64::from(side));
            *place.lock().unwrap_or_else(PoisonError::into_inner) = thumbnail;
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        (1..threads).for_each(|_| drop(scope.spawn(work)));
        work();
    });
    let mut drawn = drawn.into_iter().map(|cell| cell.into_inner().unwrap_or_default());
    rows.iter().map(|row| drawn.by_ref().take(row.len()).collect()).collect()
}
