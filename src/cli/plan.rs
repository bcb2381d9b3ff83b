//! `fanion plan`

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{
    Outcome, readers, report,
    sends::{self, Send, show},
    session::Session,
    table::columns,
};
use crate::{
    check,
    delivery::schedule::Speed,
    diagnostic::{Code, Severity},
    plan::{self, Event, Filter, Job, Kind, Piece, Plan},
};

/// `fanion plan`
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    selection: Selection,
    /// How the plan is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// How the plan is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
    /// The calendar, for calendar programs
    Ics,
}

/// What of the project is asked for.
#[derive(Debug, Clone, Default, Args)]
pub struct Selection {
    /// Only these campaigns
    #[arg(value_name = "CAMPAIGN")]
    campaigns: Vec<String>,
    /// Only pieces of this kind; may be repeated
    #[arg(long, value_name = "KIND")]
    only: Vec<Kind>,
    /// Only pieces in this language; may be repeated
    #[arg(long, value_name = "LANG")]
    language: Vec<String>,
    /// Only pieces made for this site; may be repeated
    #[arg(long, value_name = "SITE")]
    site: Vec<String>,
}

impl Selection {
    /// As the planner takes it.
    pub fn filter(&self) -> Filter {
        Filter {
            campaigns: self.campaigns.clone(),
            kinds: self.only.clone(),
            languages: self.language.clone(),
            sites: self.site.clone(),
        }
    }
}

/// Prints pieces and calendar.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let (root, loaded) = session.load()?;
    let mut diagnostics = loaded.diagnostics;
    let filter = options.selection.filter();
    let planned = loaded.project.as_ref().map(|project| {
        diagnostics.extend(check::check(project));
        let readership = readers::readership(&root, project, &mut diagnostics);
        let (plan, found) = plan::plan_for(project, &filter, &readership);
        diagnostics.extend(found);
        let (sends, speed) =
            (sends::planned(&root, project, &plan, &mut diagnostics), Speed::of(project.delivery.as_ref()));
        (plan, sends, speed)
    });
    diagnostics.sort();
    report::write(&diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
    // A plan that cannot be kept is shown all the same: it says what must change.
    let other_errors = diagnostics.iter().any(|d| d.severity == Severity::Error && d.code != Code::SendTooSlow);
    if let Some((plan, sends, speed)) = planned.filter(|_| !other_errors) {
        let mut out = io::stdout().lock();
        match options.format {
            Format::Table => {
                table(&plan, &mut out)?;
                show::table(&sends, &speed, &mut out)?;
            }
            Format::Ics => {
                if let Some(project) = &loaded.project {
                    out.write_all(plan::ics(project, project.default_language(), &plan.calendar).as_bytes())?;
                }
            }
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &as_json(&plan, &sends, &speed)).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
    }
    Ok(report::outcome(&diagnostics, false))
}

const PRINT_ORDER: &str = "print order";
/// The most sites, languages or formats that a row names.
const NAMED: usize = 6;

/// The jobs of one piece that make the same kind of thing.
struct Row {
    kind: Kind,
    id: String,
    makes: &'static str,
    files: usize,
    languages: Vec<String>,
    sites: Vec<String>,
    formats: Vec<String>,
}

impl Row {
    fn cells(&self) -> [String; 7] {
        let named = |things: &[String], what: &str| match things.len() {
            0..=NAMED => things.join(", "),
            many => format!("{many} {what}"),
        };
        let files = if self.files == 1 { "1 file".into() } else { format!("{} files", self.files) };
        [
            self.kind.folder().into(),
            self.id.clone(),
            self.makes.into(),
            files,
            named(&self.languages, "languages"),
            named(&self.sites, "sites"),
            named(&self.formats, "formats"),
        ]
    }
}

fn rows(plan: &Plan<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for job in &plan.jobs {
        let (kind, id, makes) = (job.kind(), job.global_id(), makes(&job.piece));
        let at = rows.iter().position(|row| row.kind == kind && row.id == id && row.makes == makes);
        let at = at.unwrap_or_else(|| {
            let (languages, sites, formats) = (Vec::new(), Vec::new(), Vec::new());
            rows.push(Row { kind, id, makes, files: 0, languages, sites, formats });
            rows.len() - 1
        });
        let row = &mut rows[at];
        row.files += job.artefacts.len();
        let add = |things: &mut Vec<String>, thing: Option<String>| {
            things.extend(thing.filter(|thing| !things.contains(thing)));
        };
        add(&mut row.languages, Some(job.language.to_string()));
        add(&mut row.sites, job.site.map(|site| site.id.to_string()));
        add(&mut row.formats, job.format.as_ref().map(ToString::to_string));
    }
    // What is made of several pieces follows them.
    let key = |row: &Row| (row.kind, row.makes == PRINT_ORDER, row.id.clone());
    rows.sort_by_key(key);
    rows
}

/// What a piece's job makes, where it is not the piece itself.
fn makes(piece: &Piece<'_>) -> &'static str {
    match piece {
        Piece::PrintFile(..) => "print files",
        Piece::Tiles(..) => "sheets to assemble",
        Piece::PrintOrder(_) => PRINT_ORDER,
        Piece::Notice(_) => "pages for notice boards",
        Piece::Signage(_) => "pictures for screens",
        _ => "",
    }
}

fn table(plan: &Plan<'_>, out: &mut dyn Write) -> io::Result<()> {
    let files: usize = plan.jobs.iter().map(|job| job.artefacts.len()).sum();
    writeln!(out, "Pieces ({files} files)")?;
    let cells: Vec<[String; 7]> = rows(plan).iter().map(Row::cells).collect();
    columns(&cells, out)?;
    if plan.calendar.is_empty() {
        return writeln!(out, "\nCalendar\n  no dates: add `launch:` and `phases:` to a campaign.yaml");
    }
    writeln!(out, "\nCalendar")?;
    let rows: Vec<[String; 5]> = plan.calendar.iter().map(row).collect();
    columns(&rows, out)
}

fn row(event: &Event) -> [String; 5] {
    let what = event.kind.as_str();
    let for_whom = if event.audience.is_empty() { String::new() } else { format!("for {}", event.audience.join(", ")) };
    let at = event.at.strftime("%a %Y-%m-%d %H:%M").to_string();
    [at, what.into(), format!("{}/{}", event.campaign, event.id), event.title.clone(), for_whom]
}

fn as_json(plan: &Plan<'_>, sends: &[Send<'_>], speed: &Speed) -> serde_json::Value {
    let piece = |job: &Job<'_>| {
        json!({
            "kind": job.kind(),
            "makes": Some(makes(&job.piece)).filter(|makes| !makes.is_empty()),
            "campaign": job.owner(),
            "id": job.id(),
            "language": job.language,
            "site": job.site.map(|s| &s.id),
            "format": job.format,
            "files": job.artefacts.iter().map(|a| &a.path).collect::<Vec<_>>(),
            "needs": job.needs.iter().filter_map(|need| {
                let job = plan.jobs.get(need.job.0)?;
                job.artefact(need.ending).map(|a| &a.path)
            }).collect::<Vec<_>>(),
        })
    };
    json!({ "pieces": plan.jobs.iter().map(piece).collect::<Vec<_>>(), "calendar": plan.calendar, "speed": { "per_minute": speed.per_second * 60.0, "by": speed.bound, "daily_limit": speed.daily_limit }, "sends": show::as_json(sends, speed) })
}
