//! `fanion recipients show`

use std::io::{self, Write};

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::{Format, grouped, lines, print, shares};
use crate::{
    cli::{Outcome, report, session::Session},
    diagnostic::{Diagnostics, nearest},
    model::{Audience, Campaign, Project},
    recipients::{self, Known, Reader, Summary, Walk},
};

/// `fanion recipients show`
#[derive(Debug, Args)]
pub struct Options {
    /// An audience, as `managers` or `CAMPAIGN/managers`
    audience: String,
    /// Every address, not the first ten
    #[arg(long)]
    all: bool,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// Addresses shown unless all are asked for.
const SHOWN: usize = 10;

/// Shows whom an audience holds.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
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
