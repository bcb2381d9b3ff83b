//! `fanion init`: a new project from options, from a brand or a logo that is there, or from six questions on a terminal.
//!
//! In: the command line, what it names, answers. Out: the files of a project that builds at once, all of them or none.

mod files;
mod guided;
mod palette;
mod source;
mod speech;
mod starter;

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;

use self::{
    files::{Answers, NewFile},
    source::Source,
};
use super::{Outcome, report, session::Session};
use crate::{
    load::{self, IDENTITY},
    model::value::LanguageTag,
};

/// `fanion init`
#[derive(Debug, Args)]
pub struct Options {
    /// The folder of the new project; it is made if it does not exist
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// The project's name; without it, on a terminal, questions are asked
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    name: Option<String>,
    /// Its tagline
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    tagline: Option<String>,
    /// Its languages, the default first; where absent, those of a brand.yml document, else fr,en
    #[arg(long, value_name = "LANGS", value_delimiter = ',', value_parser = language)]
    languages: Vec<LanguageTag>,
    /// A brand.yml, or a logo (SVG, PNG, JPEG, WebP) whose colours become the palette; several may be given, as a logo and
    /// its version for dark grounds, `logo-dark.svg`, or for small places, `logo-symbol.svg`
    #[arg(long, value_name = "FILE")]
    from: Vec<PathBuf>,
}

fn language(text: &str) -> Result<LanguageTag, String> {
    text.trim().parse().map_err(|e: crate::model::value::ValueError| match e.help {
        Some(help) => format!("{}: {help}", e.message),
        None => e.message,
    })
}

/// Starts a project that builds at once.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    for (option, text) in [("--name", &options.name), ("--tagline", &options.tagline)] {
        if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
            bail!("`{option}` is empty: write a text between quotes");
        }
    }
    if options.folder.join(IDENTITY).exists() {
        bail!("`{}` holds a project already; nothing was changed", options.folder.display());
    }
    let is_terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    if options.name.is_none() && is_terminal && !session.quiet {
        return guided::run(session, options);
    }
    let languages = languages(&options.languages, &options.from);
    let Some(source) = read(session, &options.from, &languages)? else { return Ok(Outcome::Problems) };
    let answers = Answers {
        name: match options.name.clone().or_else(|| source.name()) {
            Some(name) => name,
            None => bail!(
                "`--name` is missing: write `fanion init --name NAME --tagline TEXT`; on a terminal, `fanion init` asks"
            ),
        },
        tagline: match options.tagline.clone() {
            Some(tagline) => tagline,
            None => bail!("`--tagline` is missing: write it between quotes, as `--tagline \"Closer, together.\"`"),
        },
        languages,
        starter: None,
    };
    write(session, &options.folder, &files::files(&answers, &source))?;
    if !session.quiet {
        match options.folder == Path::new(".") {
            true => writeln!(io::stderr(), "next: fanion build")?,
            false => writeln!(io::stderr(), "next: cd {} && fanion build", options.folder.display())?,
        }
        for language in answers.languages.iter().filter(|language| !load::speaks(language)) {
            writeln!(
                io::stderr(),
                "buttons, labels and the first texts are English in `{language}`: `fanion words {language} >> brand/texts.yaml` \
                 lists them to be translated"
            )?;
        }
    }
    Ok(Outcome::Clean)
}

/// The languages asked for, each once; where none is, those that a brand.yml document speaks, else French and English.
fn languages(asked: &[LanguageTag], from: &[PathBuf]) -> Vec<LanguageTag> {
    let mut languages: Vec<LanguageTag> = Vec::new();
    for language in asked {
        if !languages.contains(language) {
            languages.push(language.clone());
        }
    }
    if languages.is_empty() {
        languages = Source::languages(from);
    }
    if languages.is_empty() {
        languages = ["fr", "en"].iter().filter_map(|language| language.parse().ok()).collect();
    }
    languages
}

/// What the project starts from, with what is to be told of it; nothing where a mistake stands against it.
fn read(session: &Session, paths: &[PathBuf], languages: &[LanguageTag]) -> anyhow::Result<Option<Source>> {
    let (source, diagnostics) = Source::read(paths, languages)?;
    report::write(&diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
    if diagnostics.has_errors() {
        writeln!(io::stderr(), "nothing was written")?;
        return Ok(None);
    }
    if !files::document_reads(&source) {
        bail!(
            "nothing can be added below the brand.yml document: give it the keys `logo` and `color` yourself; nothing was written"
        );
    }
    if !session.quiet {
        palette::tell(&source, session.colour, &mut io::stderr().lock())?;
    }
    Ok(Some(source))
}

/// Writes files that must not exist: all of them, or none.
fn write(session: &Session, folder: &Path, files: &[NewFile]) -> anyhow::Result<()> {
    let (ignore, own): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.path == files::IGNORE);
    if let Some(file) = own.iter().find(|file| folder.join(&file.path).exists()) {
        bail!("`{}` is there already; nothing was changed", folder.join(&file.path).display());
    }
    let new = own.into_iter().chain(ignore.into_iter().filter(|file| !folder.join(&file.path).exists()));
    let mut written: Vec<PathBuf> = Vec::new();
    for file in new {
        let path = folder.join(&file.path);
        if let Err(error) = write_new(&path, &file.bytes) {
            // What cannot be taken back is told by the error that led here.
            written.iter().for_each(|path| drop(fs::remove_file(path)));
            return Err(error);
        }
        written.push(path);
    }
    if !session.quiet {
        for path in written.iter().filter(|path| !path.ends_with(files::IGNORE)) {
            writeln!(io::stderr(), "wrote {}", path.display())?;
        }
    }
    Ok(())
}

/// Writes a file that must not exist, with its folders.
fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::File::create_new(path)?.write_all(bytes)
    };
    write().with_context(|| format!("cannot write `{}`", path.display()))
}
