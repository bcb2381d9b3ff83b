//! `fanion build`

use std::{
    io::{self, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::bail;
use clap::Args;

use super::{Outcome, make, plan::Selection, preview, progress::Bar, report, session::Session, watch};
use crate::{build::Report, diagnostic::Code, plan::Kind};

/// `fanion build`
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    selection: Selection,
    /// Where to write; `output` in the project's folder otherwise
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// How many pieces are made at once; as many as there are processors otherwise
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Make every piece again, changed or not
    #[arg(long)]
    pub(super) force: bool,
    /// Build again whenever a file of the project is saved, until Ctrl-C; an open gallery loads itself anew
    #[arg(long)]
    watch: bool,
    /// Open the gallery when it is written
    #[arg(long)]
    pub(super) open: bool,
    /// Warnings count as problems
    #[arg(long)]
    strict: bool,
    /// How problems are written
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: report::Format,
}

/// Makes every piece that changed.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    if options.watch {
        return watch::run(session, options);
    }
    let built = once(session, options, &Bar::new(session.quiet), false)?;
    if options.open && built.published {
        preview::open(&built.output.join(GALLERY))?;
    }
    Ok(built.outcome)
}

/// The gallery's name in the output folder.
pub(super) const GALLERY: &str = "index.html";

/// What a build came to.
pub(super) struct Built {
    /// The project's folder.
    pub root: PathBuf,
    /// The output folder.
    pub output: PathBuf,
    /// Whether something is wrong.
    pub outcome: Outcome,
    /// True when what stands in the output folder is what the project says now.
    pub published: bool,
    /// `2 errors, 1 warning`; nothing where there are none.
    pub tally: Option<String>,
}

/// Builds once and tells of it; `live`: for a page that loads itself anew.
pub(super) fn once(session: &Session, options: &Options, bar: &Bar, live: bool) -> anyhow::Result<Built> {
    let started = Instant::now();
    let (root, loaded) = session.load()?;
    let output = options.output.clone().unwrap_or_else(|| root.join("output"));
    refuse_sources(&root, &output)?;
    let work = make::Work {
        root: root.clone(),
        filter: options.selection.filter(),
        output: output.clone(),
        threads: make::threads(options.jobs),
        publish: true,
        force: options.force,
        live,
    };
    let (diagnostics, made) = make::make(loaded, &work, bar)?;
    bar.clear();
    // What programs read is a result; what people read goes where the progress went.
    match options.format {
        report::Format::Json => report::write(&diagnostics, options.format, false, &mut io::stdout().lock())?,
        _ => report::write(&diagnostics, options.format, session.colour, &mut io::stderr().lock())?,
    }
    // What only the machine that sends needs keeps no piece from being made.
    let strict = options.strict && diagnostics.iter().any(|diagnostic| diagnostic.code != Code::NeededToSend);
    let outcome = report::outcome(&diagnostics, strict);
    let published = made.as_ref().is_some_and(Report::is_complete);
    let stopped = made.as_ref().is_some_and(|made| made.stopped);
    if let Some(made) = made.filter(|_| !session.quiet && !stopped) {
        summary(&made, outcome, &output, started, &mut io::stderr().lock())?;
    }
    let tally = report::tally(&diagnostics);
    if let Some(tally) = tally.as_ref().filter(|_| !session.quiet) {
        writeln!(io::stderr(), "{tally}")?;
    }
    Ok(Built { root, output, outcome, published, tally })
}

/// Pieces written among the files that they are made of would be taken for them.
fn refuse_sources(root: &Path, output: &Path) -> anyhow::Result<()> {
    let sources = [root.to_path_buf(), root.join("brand"), root.join("campaigns")];
    // A folder that does not exist yet is none of these.
    let Ok(output) = output.canonicalize() else { return Ok(()) };
    let same = sources.iter().filter_map(|folder| folder.canonicalize().ok());
    if same.enumerate().any(|(i, folder)| output == folder || (i > 0 && output.starts_with(&folder))) {
        bail!("`{}` holds what pieces are made of; name another folder with `--output`", output.display());
    }
    Ok(())
}

/// What was made, where, and what to do next.
fn summary(made: &Report, outcome: Outcome, output: &Path, started: Instant, out: &mut dyn Write) -> io::Result<()> {
    for note in &made.notes {
        writeln!(out, "note: {note}")?;
    }
    if !made.is_complete() {
        let failed = made.failed + made.blocked;
        let pieces = if failed == 1 { "piece has" } else { "pieces have" };
        return writeln!(out, "{failed} {pieces} an error, so nothing was written: {} is as it was", output.display());
    }
    let counts = Kind::ALL.iter().filter_map(|kind| Some(format!("{} {}", kind.folder(), made.artefacts.get(kind)?)));
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() {
        return writeln!(
            out,
            "nothing to make: no piece is of the kind, language and site asked for; see `fanion plan`"
        );
    }
    let seconds = started.elapsed().as_secs_f64();
    writeln!(out, "{} made, {} unchanged{} in {seconds:.1} s", pieces(made.made), made.unchanged, pruned(made.pruned))?;
    writeln!(out, "files in {}: {}", output.display(), counts.join(", "))?;
    if outcome == Outcome::Clean && made.made > 0 {
        let next = [
            (Kind::Newsletters, "read the newsletters by day, by night and on a phone"),
            (Kind::Posters, "look at the posters' .png, print their .pdf"),
            (Kind::Banners, "post the banners with their .txt beside them"),
            (Kind::Guides, "read the guides' .pdf"),
            (Kind::Decks, "open the decks in a slide program"),
            (Kind::Calendar, "import the calendar's .ics, show its timeline"),
            (Kind::Brand, "hand the brand folder to whoever makes pieces elsewhere"),
        ];
        let next: Vec<&str> =
            next.iter().filter(|(kind, _)| made.artefacts.contains_key(kind)).map(|(_, do_)| *do_).collect();
        let gallery = output.join("index.html");
        writeln!(out, "see it all: open {} in a browser", gallery.display())?;
        writeln!(out, "next: {}", next.join("; "))?;
    }
    Ok(())
}

fn pieces(count: usize) -> String {
    if count == 1 { "1 piece".into() } else { format!("{count} pieces") }
}

fn pruned(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => ", 1 file no longer planned deleted".into(),
        n => format!(", {n} files no longer planned deleted"),
    }
}
