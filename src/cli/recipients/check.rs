//! `fanion recipients check`

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Args;
use serde_json::json;

use super::{Format, first_lines, grouped, lines, print, shares};
use crate::{
    cli::{Outcome, report, session::Session},
    diagnostic::{Diagnostics, Located, Source},
    load::find_project,
    model::RecipientsFile,
    recipients::{self, Group, Known, List, Summary, canonical},
};

/// `fanion recipients check`
#[derive(Debug, Args)]
pub struct Options {
    /// A CSV file or an Excel workbook, of this project or any other
    file: PathBuf,
    /// The sheet of a workbook; the first otherwise
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// What a column means, as email="Adresse pro"; may be repeated
    #[arg(long, value_name = "NAME=HEADER", value_parser = column)]
    column: Vec<(String, String)>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

fn column(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(name, header)| (canonical(name), header.trim().to_owned()));
    parts
        .filter(|(name, header)| !name.is_empty() && !header.is_empty())
        .ok_or("write it as email=\"Adresse pro\"".into())
}

/// Reads a list as a send would.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let name = options.file.display().to_string();
    let span = Source::new(name.as_str(), "").span(0, 0);
    let located = |text: &str| Located::new(text.to_owned(), span.clone());
    let mut file = RecipientsFile {
        path: name,
        sheet: options.sheet.as_deref().map(located),
        columns: options.column.iter().map(|(name, header)| (name.clone(), located(header))).collect(),
        span: span.clone(),
    };
    let known = match session.root().ok().or_else(|| find_project(options.file.canonicalize().ok()?.parent()?)) {
        Some(root) => as_in_project(&root, &mut file, options)?,
        None => Known::default(),
    };
    let list = match List::open_path(&options.file, &file, &known) {
        Ok(list) => list,
        Err(error) => {
            let problem: Diagnostics = [error.diagnostic()].into_iter().collect();
            report::write(&problem, report::Format::Full, session.colour, &mut io::stderr().lock())?;
            return Ok(Outcome::Problems);
        }
    };
    let doubts: Diagnostics = list.doubts().iter().cloned().collect();
    report::write(&doubts, report::Format::Full, session.colour, &mut io::stderr().lock())?;
    let facts = Facts {
        form: list.form().to_string(),
        columns: list.columns().iter().map(|c| (recipients::shown(&c.header), c.name.clone())).collect(),
    };
    let mut summary = Summary::default();
    for row in list {
        match row {
            Ok(recipient) => summary.accept(&recipient),
            Err(refused) => summary.refuse(&refused),
        }
    }
    summary.sort();
    let mut out = io::stdout().lock();
    match options.format {
        Format::Table => checked(&facts, &summary, &mut out)?,
        Format::Json => print(&checked_json(&facts, &summary), &mut out)?,
    }
    let clean = summary.broken.is_none() && summary.refused.is_empty();
    Ok(if clean { Outcome::Clean } else { Outcome::Problems })
}

/// What the project around a list knows: its languages and sites, and how the campaign that names the list has it read.
fn as_in_project(root: &Path, file: &mut RecipientsFile, options: &Options) -> anyhow::Result<Known> {
    let loaded = crate::load::load(root).with_context(|| format!("cannot open `{}`", root.display()))?;
    let Some(project) = loaded.project else { return Ok(Known::default()) };
    let here = options.file.canonicalize().ok();
    let named = project.campaigns.iter().find_map(|campaign| {
        let own = campaign.audiences.iter().filter_map(|audience| audience.recipients.as_ref());
        let mut files = campaign.recipients.iter().chain(own);
        let same = |f: &&RecipientsFile| here.is_some() && root.join(&f.path).canonicalize().ok() == here;
        files.find(same).map(|found| (campaign, found))
    });
    if let Some((_, found)) = named {
        file.sheet = file.sheet.take().or_else(|| found.sheet.clone());
        for (name, header) in &found.columns {
            file.columns.entry(name.clone()).or_insert_with(|| header.clone());
        }
    }
    let campaign = named.map(|(campaign, _)| campaign).or(project.campaigns.first());
    Ok(Known::new(&project.identity.languages, campaign.map_or(&[], |campaign| &campaign.sites)))
}

/// What a list is, beside its rows.
struct Facts {
    form: String,
    /// Header and name of each column.
    columns: Vec<(String, String)>,
}

fn checked(facts: &Facts, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n\nColumns", facts.form)?;
    let width = facts.columns.iter().map(|(header, _)| header.chars().count()).max().unwrap_or(0).min(40);
    for (header, name) in facts.columns.iter().filter(|(_, name)| !name.is_empty()) {
        writeln!(out, "  {header:<width$}  → {{{{ {name} }}}}")?;
    }
    writeln!(out, "\nRows")?;
    let counts = [
        ("in the list", summary.rows()),
        ("can be written to", summary.accepted),
        ("the same address again", summary.duplicates.count),
        ("refused", summary.refused_rows()),
    ];
    counts.iter().try_for_each(|(what, count)| writeln!(out, "  {:>9}  {what}", grouped(*count)))?;
    shares("Languages", &summary.languages, "none given: the site's, else the newsletter's first", out)?;
    shares("Sites", &summary.sites, "none given", out)?;
    if summary.duplicates.count > 0 {
        writeln!(out, "\nMerged")?;
        first_lines("", &summary.duplicates, out)?;
    }
    if !summary.refused.is_empty() {
        writeln!(out, "\nRefused")?;
        summary.refused.iter().try_for_each(|(why, group)| lines(why, group, out))?;
    }
    if !summary.notes.is_empty() {
        writeln!(out, "\nWritten to, but")?;
        summary.notes.iter().try_for_each(|(why, group)| lines(why, group, out))?;
    }
    match &summary.broken {
        Some(refused) => writeln!(out, "\nline {}: {}", refused.line, refused.reason),
        None => Ok(()),
    }
}

fn checked_json(facts: &Facts, summary: &Summary) -> serde_json::Value {
    let group = |why: &str, group: &Group| {
        let first: Vec<_> = group.first.iter().map(|(line, text)| json!({ "line": line, "message": text })).collect();
        json!({ "why": why, "count": group.count, "first": first })
    };
    let columns: Vec<_> =
        facts.columns.iter().map(|(header, name)| json!({ "header": header, "name": name })).collect();
    json!({
        "form": facts.form,
        "columns": columns,
        "rows": summary.rows(),
        "accepted": summary.accepted,
        "duplicates": group("the same address again", &summary.duplicates),
        "refused": summary.refused.iter().map(|(why, g)| group(why, g)).collect::<Vec<_>>(),
        "notes": summary.notes.iter().map(|(why, g)| group(why, g)).collect::<Vec<_>>(),
        "languages": summary.languages,
        "sites": summary.sites,
        "broken": summary.broken.as_ref().map(|r| json!({ "line": r.line, "message": r.reason.to_string() })),
    })
}
