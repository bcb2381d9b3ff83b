//! `fanion recipients`

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{Outcome, report, session::Session};
use crate::{
    diagnostic::{Diagnostics, Located, Source, nearest},
    load::find_project,
    model::{Audience, Campaign, Project, RecipientsFile},
    recipients::{self, Group, Known, List, Reader, Summary, Walk, canonical},
};

/// `fanion recipients`
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Read a list as a send would, and tell what is taken and what is refused
    Check(Check),
    /// Show whom an audience holds
    Show(Show),
}

/// `fanion recipients check`
#[derive(Debug, Args)]
struct Check {
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

/// `fanion recipients show`
#[derive(Debug, Args)]
struct Show {
    /// An audience, as `managers` or `CAMPAIGN/managers`
    audience: String,
    /// Every address, not the first ten
    #[arg(long)]
    all: bool,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
}

/// Addresses shown unless all are asked for.
const SHOWN: usize = 10;

fn column(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(name, header)| (canonical(name), header.trim().to_owned()));
    parts
        .filter(|(name, header)| !name.is_empty() && !header.is_empty())
        .ok_or("write it as email=\"Adresse pro\"".into())
}

/// Reads lists and tells what they hold.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    match &options.verb {
        Verb::Check(options) => check(session, options),
        Verb::Show(options) => show(session, options),
    }
}

fn check(session: &Session, options: &Check) -> anyhow::Result<Outcome> {
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
fn as_in_project(root: &Path, file: &mut RecipientsFile, options: &Check) -> anyhow::Result<Known> {
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

/// How many of each, the largest first.
fn shares(title: &str, counts: &indexmap::IndexMap<String, u64>, none: &str, out: &mut dyn Write) -> io::Result<()> {
    if counts.keys().all(String::is_empty) {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for (name, count) in counts.iter().take(40) {
        writeln!(out, "  {:>9}  {}", grouped(*count), if name.is_empty() { none } else { name })?;
    }
    match counts.len().saturating_sub(40) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} others"),
    }
}

fn lines(why: &str, group: &Group, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {} × {why}", grouped(group.count))?;
    first_lines(why, group, out)
}

/// The first lines of a group, each with what is wrong there, where that is more than what is wrong with all.
fn first_lines(why: &str, group: &Group, out: &mut dyn Write) -> io::Result<()> {
    if group.first.iter().all(|(_, text)| text == why) {
        let numbers: Vec<String> = group.first.iter().map(|(line, _)| line.to_string()).collect();
        writeln!(out, "    {} {}", if numbers.len() == 1 { "line" } else { "lines" }, numbers.join(", "))?;
    } else {
        group.first.iter().try_for_each(|(line, text)| writeln!(out, "    line {line}: {text}"))?;
    }
    match group.count - group.first.len() as u64 {
        0 => Ok(()),
        more => writeln!(out, "    and {} more", grouped(more)),
    }
}

/// `500 000`, with narrow spaces that do not break.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
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

fn print(value: &serde_json::Value, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}

fn show(session: &Session, options: &Show) -> anyhow::Result<Outcome> {
    let (root, loaded) = session.load()?;
    let diagnostics = loaded.diagnostics;
    report::write(&diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
    let Some(project) = loaded.project.filter(|_| !diagnostics.has_errors()) else { return Ok(Outcome::Problems) };
    let (campaign, audience) = find(&project, &options.audience)?;
    if audience.list.is_none() && campaign.list_of(audience).is_none() {
        bail!(
            "`{}/{}` has no list: add `recipients: audiences/staff.csv` to its campaign.yaml",
            campaign.id,
            audience.id
        );
    }
    let folder = recipients::folder(&root)?;
    let known = Known::new(&project.identity.languages, &campaign.sites);
    let walk = match Walk::open(&folder, campaign, &known, std::slice::from_ref(&audience.id)) {
        Ok(walk) => walk,
        Err(error) => {
            let problem: Diagnostics = [error.diagnostic()].into_iter().collect();
            report::write(&problem, report::Format::Full, session.colour, &mut io::stderr().lock())?;
            return Ok(Outcome::Problems);
        }
    };
    let mut summary = Summary::default();
    let mut out = io::stdout().lock();
    let mut first = Vec::new();
    for row in walk {
        match row {
            Ok(reader) => {
                summary.accept(&reader.recipient);
                if options.all && options.format == Format::Table {
                    person(&reader, &mut out)?;
                } else if options.all || first.len() < SHOWN {
                    first.push(reader);
                }
            }
            Err(refused) => summary.refuse(&refused),
        }
    }
    summary.sort();
    match options.format {
        Format::Table => shown(campaign, audience, &summary, &first, options.all, &mut out)?,
        Format::Json => print(&shown_json(campaign, audience, &summary, &first), &mut out)?,
    }
    Ok(if summary.broken.is_none() { Outcome::Clean } else { Outcome::Problems })
}

/// An audience by its name, in whichever campaign has it.
fn find<'p>(project: &'p Project, name: &str) -> anyhow::Result<(&'p Campaign, &'p Audience)> {
    let all = || project.campaigns.iter().flat_map(|campaign| campaign.audiences.iter().map(move |a| (campaign, a)));
    let full = |(campaign, audience): &(&Campaign, &Audience)| format!("{}/{}", campaign.id, audience.id);
    let found: Vec<_> = all().filter(|pair| pair.1.id.as_str() == name || full(pair) == name).collect();
    match &found[..] {
        [one] => Ok(*one),
        [] => {
            let names: Vec<String> = all().map(|pair| pair.1.id.to_string()).collect();
            let help =
                nearest::help(name, names.iter().map(String::as_str)).map_or(String::new(), |h| format!("; {h}"));
            bail!("there is no audience `{name}`{help}")
        }
        several => {
            let names: Vec<String> = several.iter().map(|pair| format!("`{}`", full(pair))).collect();
            bail!("several campaigns have an audience `{name}`: name it as {}", names.join(" or "))
        }
    }
}

fn person(reader: &Reader, out: &mut dyn Write) -> io::Result<()> {
    let recipient = &reader.recipient;
    let language = recipient.language.as_ref().map(ToString::to_string).unwrap_or_default();
    let site = recipient.site.as_ref().map(ToString::to_string).unwrap_or_default();
    let text = format!("  {:<40}  {language:<5}  {site}", recipient.address.as_str());
    writeln!(out, "{}", text.trim_end())
}

fn shown(
    campaign: &Campaign,
    audience: &Audience,
    summary: &Summary,
    first: &[Reader],
    all: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    if all {
        writeln!(out)?;
    }
    let people = if summary.accepted == 1 { "reader" } else { "readers" };
    writeln!(out, "{}/{}: {} {people}", campaign.id, audience.id, grouped(summary.accepted))?;
    if let Some(filter) = &audience.filter {
        writeln!(out, "  where {filter}")?;
    }
    shares("Languages", &summary.languages, "none given: the site's, else the newsletter's first", out)?;
    shares("Sites", &summary.sites, "none given", out)?;
    if !all && !first.is_empty() {
        let title = if summary.accepted > SHOWN as u64 { "The first ten (`--all` shows every one)" } else { "Readers" };
        writeln!(out, "\n{title}")?;
        first.iter().try_for_each(|reader| person(reader, out))?;
    }
    if !summary.notes.is_empty() {
        writeln!(out, "\nWritten to, but")?;
        summary.notes.iter().try_for_each(|(why, group)| lines(why, group, out))?;
    }
    let left_out = summary.refused_rows();
    if left_out > 0 {
        let file = campaign.list_of(audience).map_or("", |file| &file.path);
        let rows = if left_out == 1 { "row is" } else { "rows are" };
        writeln!(out, "\n{} {rows} refused: `fanion recipients check {file}` says why", grouped(left_out))?;
    }
    match &summary.broken {
        Some(refused) => writeln!(out, "\n{refused}"),
        None => Ok(()),
    }
}

fn shown_json(campaign: &Campaign, audience: &Audience, summary: &Summary, readers: &[Reader]) -> serde_json::Value {
    let person = |reader: &Reader| {
        let recipient = &reader.recipient;
        json!({ "address": recipient.address, "language": recipient.language, "site": recipient.site })
    };
    json!({
        "campaign": campaign.id,
        "audience": audience.id,
        "where": audience.filter.as_ref().map(ToString::to_string),
        "readers": summary.accepted,
        "refused": summary.refused_rows(),
        "languages": summary.languages,
        "sites": summary.sites,
        "first": readers.iter().map(person).collect::<Vec<_>>(),
        "broken": summary.broken.as_ref().map(ToString::to_string),
    })
}
