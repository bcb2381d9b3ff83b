//! `fanion init`

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;

use super::{Outcome, session::Session};
use crate::{load::IDENTITY, model::value::LanguageTag};

/// `fanion init`
#[derive(Debug, Args)]
pub struct Options {
    /// The folder of the new project; it is made if it does not exist
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// The project's name
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    name: String,
    /// Its tagline
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    tagline: String,
    /// Its languages, the default first
    #[arg(long, value_name = "LANGS", value_delimiter = ',', default_value = "fr,en", value_parser = language)]
    languages: Vec<LanguageTag>,
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
        if text.trim().is_empty() {
            bail!("`{option}` is empty: write a text between quotes");
        }
    }
    let identity = options.folder.join(IDENTITY);
    if identity.exists() {
        bail!("`{}` holds a project already; nothing was changed", options.folder.display());
    }
    write_new(&identity, &text(options))?;
    let ignore = options.folder.join(".gitignore");
    if !ignore.exists() {
        write_new(&ignore, "/output/\n/preview/\n/.fanion/\n")?;
    }
    if !session.quiet {
        let mut out = io::stderr().lock();
        writeln!(out, "wrote {}", identity.display())?;
        match options.folder == Path::new(".") {
            true => writeln!(out, "next: fanion build")?,
            false => writeln!(out, "next: cd {} && fanion build", options.folder.display())?,
        }
    }
    Ok(Outcome::Clean)
}

/// Writes a file that must not exist, with its folders.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::File::create_new(path)?.write_all(text.as_bytes())
    };
    write().with_context(|| format!("cannot write `{}`", path.display()))
}

/// The new identity: what was asked for, and the next keys to fill in, as comments.
fn text(options: &Options) -> String {
    // A JSON string is a YAML text between double quotes.
    let quote = |text: &str| serde_json::Value::from(text.trim()).to_string();
    let mut languages: Vec<String> = Vec::new();
    for language in options.languages.iter().map(ToString::to_string) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    let first = &languages[0];
    include_str!("../builtin/init/identity.yaml")
        .replace("@NAME@", &quote(&options.name))
        .replace("@TAGLINE@", &quote(&options.tagline))
        .replace("@LANGUAGES@", &languages.join(", "))
        .replace("@FIRST@", first)
}
