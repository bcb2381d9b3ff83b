//! `fanion pack`

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Args;

use super::{Outcome, make, progress::Bar, report, session::Session};
use crate::{
    model::{Project, value::LanguageTag},
    output::Published,
    pack::{self, Content, Pack, Who},
    plan::Filter,
};

/// The page that a pack is begun with.
const README: &str = "README.html";

/// `fanion pack`
#[derive(Debug, Args)]
pub struct Options {
    /// Only these campaigns
    #[arg(value_name = "CAMPAIGN")]
    campaigns: Vec<String>,
    /// Whom it is for: `ambassadors`, `managers`, `executives`, an audience, `site:ID` or `all`; may be repeated
    #[arg(long = "for", value_name = "WHO", required = true)]
    whom: Vec<String>,
    /// Only packs in this language; may be repeated. Otherwise a site's own, and for people each of the project's
    #[arg(long, value_name = "LANG")]
    language: Vec<String>,
    /// Where packs are written; `output/packs` in the project's folder otherwise
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Builds what changed, and writes a pack for each that is asked for.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let (root, loaded) = session.load()?;
    let project = loaded.project;
    let filter =
        Filter { campaigns: options.campaigns.clone(), languages: options.language.clone(), ..Filter::default() };
    let mut found = project.as_ref().map(|project| filter.check(project)).unwrap_or_default();
    let named = project.as_ref().map(|project| pack::named(project, &options.campaigns, &options.whom));
    if let Some(Err(unknown)) = &named {
        found.extend(unknown.iter().cloned());
    }
    if found.has_errors() {
        report::write(&found, report::Format::Full, session.colour, &mut io::stderr().lock())?;
        return Ok(Outcome::Problems);
    }
    let built = root.join("output");
    let bar = Bar::new(session.quiet);
    let work = make::Work {
        root: root.clone(),
        filter: Filter::default(),
        output: built.clone(),
        threads: make::threads(None),
        publish: true,
        force: false,
        live: false,
    };
    let (_, again) = session.load()?;
    let (diagnostics, made) = make::make(again, &work, &bar)?;
    bar.clear();
    let outcome = report::outcome(&diagnostics, false);
    let complete = made.is_some_and(|made| made.is_complete());
    let (Some(project), Some(Ok(named)), true) = (&project, named, complete) else {
        report::write(&diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
        return Ok(outcome);
    };
    let published = Published::read(&built)?;
    let folder = options.output.clone().unwrap_or_else(|| built.join("packs"));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    for (campaign, who) in named {
        for language in languages(project, who, &options.language) {
            let pack = Pack::new(project, campaign, who, &language, published.manifest().entries());
            write(project, &pack, &published, &folder)?;
        }
    }
    Ok(outcome)
}

/// The languages of a pack: those asked for, else a site's own, else each of the project's.
fn languages(project: &Project, who: Who<'_>, asked: &[String]) -> Vec<LanguageTag> {
    let own = &project.identity.languages;
    let mut languages: Vec<LanguageTag> = match who {
        Who::Site(site) if asked.is_empty() => vec![site.language.clone()],
        Who::Site(site) => [&site.language].into_iter().chain(own).cloned().collect(),
        _ => own.clone(),
    };
    let wanted = |language: &LanguageTag| {
        asked.is_empty() || asked.iter().any(|a| *a == language.to_string() || a == language.primary())
    };
    languages.retain(wanted);
    // A site's French of Canada is its French.
    let mut seen: Vec<String> = Vec::new();
    languages.retain(|language| {
        let new = !seen.contains(&language.primary().to_owned());
        seen.push(language.primary().to_owned());
        new
    });
    languages
}

fn write(project: &Project, pack: &Pack<'_>, published: &Published, folder: &Path) -> anyhow::Result<()> {
    let bytes = |path: &str| -> anyhow::Result<Vec<u8>> {
        let entry = published.manifest().get(path).with_context(|| format!("`{path}` was not built"))?;
        Ok(published.bytes(entry)?)
    };
    let logo = pack::logo_of(pack).map(bytes).transpose()?;
    let mut files = vec![(README.to_owned(), pack::readme(project, pack, logo.as_deref()).into_bytes())];
    for file in pack.files() {
        let content = match &file.content {
            Content::Output(path) => bytes(path)?,
            Content::Text(text) => text.clone().into_bytes(),
        };
        files.push((file.path.clone(), content));
    }
    let zip = pack::zipped(&files).with_context(|| format!("cannot make `{}`", pack.file_name()))?;
    let path = folder.join(pack.file_name());
    // Whole or not at all: a program may have the last one open.
    let begun = folder.join(format!(".{}.part", pack.file_name()));
    fs::write(&begun, &zip).with_context(|| format!("cannot write `{}`", begun.display()))?;
    fs::rename(&begun, &path).with_context(|| format!("cannot write `{}`", path.display()))?;
    writeln!(io::stdout().lock(), "{} ({} files, {:.1} MB)", path.display(), files.len(), zip.len() as f64 / 1e6)?;
    Ok(())
}
