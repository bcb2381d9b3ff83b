//! Differences as a list and as JSON.

use std::io::{self, Write};

use serde_json::json;

use super::Differences;
use crate::{
    cli::table::columns,
    difference::{Moved, Occasion, Shown, Status},
};

/// A list for people.
pub(super) fn table(differences: &Differences, out: &mut dyn Write) -> io::Result<()> {
    if let Some(dates) = differences.dates.as_ref().filter(|dates| !dates.is_empty()) {
        writeln!(out, "Dates ({})", dates.len())?;
        columns(&dates.iter().map(moved).collect::<Vec<_>>(), out)?;
        writeln!(out)?;
    }
    let pieces = &differences.found.pieces;
    if !pieces.is_empty() {
        writeln!(out, "Pieces ({})", pieces.len())?;
        columns(&pieces.iter().map(piece).collect::<Vec<_>>(), out)?;
        writeln!(out)?;
    }
    tally(differences, out)
}

fn moved(moved: &Moved) -> [String; 5] {
    let at = |at: Option<Occasion>| at.map_or("-".into(), |at| at.shown("%a %Y-%m-%d"));
    let by = moved.days().map(|days| format!("{days:+} d")).unwrap_or_default();
    [at(moved.before), at(moved.now), by, moved.label.clone(), moved.title.clone()]
}

fn piece(shown: &Shown) -> [String; 4] {
    let why: Vec<&str> = shown.reasons.iter().map(|reason| reason.label()).collect();
    let others = match shown.files.len() {
        0 | 1 => String::new(),
        files => format!("and {} more", files - 1),
    };
    let path = shown.files.iter().find(|path| **path == shown.about.path).or(shown.files.first());
    [shown.status.label().into(), path.cloned().unwrap_or_default(), others, why.join(", ")]
}

/// `3 pieces changed, 1 new, 120 unchanged since the last build`
pub(super) fn tally(differences: &Differences, out: &mut dyn Write) -> io::Result<()> {
    let Differences { found, before, .. } = differences;
    let count = |status: Status| found.pieces.iter().filter(|shown| shown.status == status).count();
    let [changed, added, removed] = [Status::Changed, Status::Added, Status::Removed].map(count);
    let pieces = if changed == 1 { "piece" } else { "pieces" };
    let mut parts = vec![format!("{changed} {pieces} changed")];
    parts.extend((added > 0).then(|| format!("{added} new")));
    parts.extend((removed > 0).then(|| format!("{removed} no longer made")));
    parts.push(format!("{} unchanged", found.unchanged));
    parts.extend(differences.dates.as_ref().filter(|dates| !dates.is_empty()).map(|dates| match dates.len() {
        1 => "1 date moved".into(),
        count => format!("{count} dates moved"),
    }));
    writeln!(out, "{} since {before}", parts.join(", "))
}

/// For programs.
pub(super) fn json(differences: &Differences, out: &mut dyn Write) -> io::Result<()> {
    let piece = |shown: &Shown| {
        let about = &shown.about;
        json!({
            "path": about.path,
            "kind": about.kind,
            "campaign": about.campaign,
            "id": about.id,
            "language": about.language,
            "site": about.site,
            "format": about.format,
            "status": shown.status,
            "changed": shown.reasons,
            "files": shown.files,
        })
    };
    let date = |moved: &Moved| {
        json!({
            "what": moved.label,
            "title": moved.title,
            "for": moved.audience,
            "before": moved.before,
            "now": moved.now,
            "days": moved.days(),
        })
    };
    let all = json!({
        "before": differences.before,
        "pieces": differences.found.pieces.iter().map(piece).collect::<Vec<_>>(),
        "unchanged": differences.found.unchanged,
        "dates": differences.dates.as_ref().map(|dates| dates.iter().map(date).collect::<Vec<_>>()),
    });
    serde_json::to_writer_pretty(&mut *out, &all)?;
    writeln!(out)
}
