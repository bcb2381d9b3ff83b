//! `fanion check --keys`: the nine keys told.

use std::io::{self, Write};

use super::report::Format;
use crate::{
    keys::{Finding, Place, keys},
    model::{Level, Project},
    plan::Filter,
};

/// Writes what the campaigns that are asked for have of each key and what they lack; true where nothing is missing.
///
/// # Errors
/// When the stream cannot be written to.
pub fn write(project: &Project, filter: &Filter, format: Format, out: &mut dyn Write) -> io::Result<bool> {
    let own = project.campaigns.iter().filter(|campaign| !campaign.built_in);
    let campaigns = own.filter(|campaign| filter.selects_campaign(&campaign.id));
    let found: Vec<(&str, Vec<Finding>)> = campaigns.map(|c| (c.id.as_str(), keys(project, c))).collect();
    if found.is_empty() && format != Format::Json {
        writeln!(
            out,
            "the project has no campaign of its own: write campaigns/launch/campaign.yaml, with its day to begin with:"
        )?;
        writeln!(out, "  | launch: 2030-01-15")?;
        return Ok(false);
    }
    match format {
        Format::Full => found.iter().try_for_each(|(campaign, findings)| full(campaign, findings, out))?,
        Format::Concise => found.iter().try_for_each(|(campaign, findings)| concise(campaign, findings, out))?,
        Format::Json => {
            let all: Vec<_> = found.iter().map(|(campaign, findings)| json(campaign, findings)).collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            writeln!(out)?;
        }
    }
    Ok(found.iter().flat_map(|(_, findings)| findings).all(|finding| finding.missing.is_empty()))
}

fn full(campaign: &str, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "The nine keys of {campaign}\n")?;
    for finding in findings {
        writeln!(out, "{}. {}", finding.key.number(), finding.title)?;
        for has in &finding.has {
            writeln!(out, "   there    {has}")?;
        }
        for missing in &finding.missing {
            writeln!(out, "   missing  {}", missing.what)?;
            let (place, file) = (&missing.add.place, &missing.add.file);
            match place {
                Place::New => writeln!(out, "            write a new file {file}:")?,
                _ => writeln!(out, "            add {place} {file}:")?,
            }
            for line in missing.add.yaml.lines() {
                writeln!(out, "{}", format!("              | {line}").trim_end())?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn concise(campaign: &str, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    for finding in findings {
        for missing in &finding.missing {
            let line = match missing.add.place {
                Place::Below(line) | Place::Instead(line) => format!(":{line}"),
                Place::End | Place::New => String::new(),
            };
            writeln!(out, "{}{line}: {campaign}: key {}: {}", missing.add.file, finding.key.number(), missing.what)?;
        }
    }
    Ok(())
}

fn json(campaign: &str, findings: &[Finding]) -> serde_json::Value {
    let of = |finding: &Finding| {
        serde_json::json!({
            "number": finding.key.number(),
            "key": finding.key,
            "title": finding.title,
            "has": finding.has,
            "missing": finding.missing,
        })
    };
    serde_json::json!({ "campaign": campaign, "keys": findings.iter().map(of).collect::<Vec<_>>() })
}

/// A level's name.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Executive => "executives",
        Level::Manager => "managers",
        Level::Ambassador => "ambassadors",
        Level::Team => "the team",
    }
}
