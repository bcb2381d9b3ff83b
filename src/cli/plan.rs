//! `fanion plan`

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;

use super::{
    Outcome,
    crowd::Crowd,
    readers, report,
    sends::{self, Part, Send, lasting},
    session::Session,
    table::columns,
};
use crate::{
    check,
    delivery::schedule::{Bound, Clockwork, Speed},
    diagnostic::{Code, Diagnostics, Severity},
    model::Project,
    plan::{self, Event, EventKind, Filter, Job, Kind, Piece, Plan},
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
        let (sends, speed) = (sends(&root, project, &plan, &mut diagnostics), Speed::of(project.delivery.as_ref()));
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
                send_table(&sends, &speed, &mut out)?;
            }
            Format::Ics => {
                let name = loaded.project.as_ref().map(|project| project.identity.name.as_str()).unwrap_or_default();
                out.write_all(plan::ics(name, &plan.calendar).as_bytes())?;
            }
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &as_json(&plan, &sends, &speed)).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
    }
    Ok(report::outcome(&diagnostics, false))
}

/// The sends of the newsletters that the calendar names, of all that there are: what others leave behind counts too.
fn sends<'p>(
    root: &std::path::Path,
    project: &'p Project,
    plan: &Plan<'p>,
    diagnostics: &mut Diagnostics,
) -> Vec<Send<'p>> {
    // A list that cannot be read has been told already.
    let crowd = Crowd::read(root, project, &mut Diagnostics::new());
    let mut sends = sends::sends(project, &crowd);
    let shown = |send: &Send<'_>| {
        let newsletters = plan.calendar.iter().filter(|event| event.kind == EventKind::Newsletter);
        let same =
            |event: &Event| *event.campaign == *send.campaign.id.as_str() && *event.id == *send.newsletter.id.as_str();
        newsletters.into_iter().any(same)
    };
    sends.retain(shown);
    diagnostics.extend(sends::problems(&Speed::of(project.delivery.as_ref()), &sends));
    sends
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

/// Each part of each send: when it leaves by its readers' clocks, to how many, how long that takes, who is held.
fn send_table(sends: &[Send<'_>], speed: &Speed, out: &mut dyn Write) -> io::Result<()> {
    if sends.is_empty() {
        return Ok(());
    }
    let by = match speed.bound {
        Bound::Rate => "the provider's rate",
        Bound::Connections => "connections",
    };
    writeln!(out, "\nSends, {:.0} messages a minute ({by})", speed.per_second * 60.0)?;
    let mut rows: Vec<[String; 6]> = Vec::new();
    for send in sends {
        let parts: Vec<&Part> = send.parts.iter().filter(|part| part.readers > 0).collect();
        let name = format!("{}/{}", send.campaign.id, send.newsletter.id);
        if parts.is_empty() {
            let at = send.departure.at.strftime("%a %Y-%m-%d %H:%M").to_string();
            rows.push([at, name, String::new(), "nobody".into(), String::new(), String::new()]);
            continue;
        }
        rows.extend(parts.into_iter().map(|part| send_row(&name, part, speed)));
    }
    columns(&rows, out)
}

fn send_row(name: &str, part: &Part, speed: &Speed) -> [String; 6] {
    let slice = &part.slice;
    let zone = TimeZone::get(&slice.zone).unwrap_or(TimeZone::UTC);
    let local = |at: Timestamp, format: &str| at.to_zoned_datetime(zone.clone()).strftime(format).to_string();
    let place = slice.country.as_ref().map_or(slice.zone.clone(), |country| format!("{} {country}", slice.zone));
    let leaves = match part.run {
        Some(run) => format!(
            "{}, {} to {}, open until {}",
            lasting(speed.duration(part.leaving())),
            local(run.begins, "%H:%M"),
            local(run.ends, if run.late > 0 { "%a %H:%M" } else { "%H:%M" }),
            local(slice.closes, "%H:%M"),
        ),
        None => "nothing leaves".into(),
    };
    let mut held: Vec<String> =
        part.held.iter().map(|(limit, count)| format!("{count} held by the rhythm, {limit}")).collect();
    held.extend(part.run.filter(|run| run.late > 0).map(|run| format!("{} cannot leave in time", run.late)));
    if !slice.held.is_empty() {
        let why: Vec<String> = slice.held.iter().map(ToString::to_string).collect();
        held.push(format!("planned {}: {}", local(slice.planned, "%a %Y-%m-%d %H:%M"), why.join(", ")));
    }
    match slice.clockwork {
        Clockwork::Exact => {}
        Clockwork::Gap => held.push("clocks go forward over the planned time".into()),
        Clockwork::Fold => held.push("clocks show the planned time twice: the first".into()),
    }
    let readers = if part.readers == 1 { "1 reader".into() } else { format!("{} readers", part.readers) };
    [local(slice.opens, "%a %Y-%m-%d %H:%M"), name.to_owned(), place, readers, leaves, held.join("; ")]
}

fn sends_json(sends: &[Send<'_>], speed: &Speed) -> serde_json::Value {
    let part = |part: &Part| {
        json!({
            "timezone": part.slice.zone,
            "country": part.slice.country,
            "planned": part.slice.planned,
            "clocks": part.slice.clockwork,
            "opens": part.slice.opens,
            "closes": part.slice.closes,
            "quiet": part.slice.held.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "readers": part.readers,
            "leaving": part.leaving(),
            "held": part.held.iter().map(|(limit, readers)| json!({ "rhythm": limit.to_string(), "readers": readers })).collect::<Vec<_>>(),
            "seconds": speed.duration(part.leaving()).as_secs(),
            "begins": part.run.map(|run| run.begins),
            "ends": part.run.map(|run| run.ends),
            "late": part.run.map_or(0, |run| run.late),
        })
    };
    let send = |send: &Send<'_>| {
        json!({
            "campaign": send.campaign.id,
            "newsletter": send.newsletter.id,
            "occurrence": send.departure.occurrence,
            "at": send.departure.at,
            "parts": send.parts.iter().filter(|part| part.readers > 0).map(part).collect::<Vec<_>>(),
        })
    };
    sends.iter().map(send).collect()
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
    json!({ "pieces": plan.jobs.iter().map(piece).collect::<Vec<_>>(), "calendar": plan.calendar, "speed": { "per_minute": speed.per_second * 60.0, "by": speed.bound, "daily_limit": speed.daily_limit }, "sends": sends_json(sends, speed) })
}
