//! When each issue leaves, for how many, how long it takes, and who is held.
//!
//! In: a project and everybody on its lists. Out: the sends that `fanion plan` shows, and a diagnostic where one cannot be kept.

pub mod show;

use std::path::Path;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::{crowd::Crowd, recipients::grouped};
use crate::{
    delivery::{
        IssueKey,
        schedule::{Departure, Limit, Limits, Load, Run, Slice, Speed, Timetable, departures, queue},
    },
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    model::{Campaign, Delivery, Newsletter, Project},
    personalise::Division,
    plan::{Event, EventKind, Filter, Plan},
};

/// An issue, and how it leaves.
pub struct Send<'p> {
    /// Whose it is.
    pub campaign: &'p Campaign,
    /// What it is of.
    pub newsletter: &'p Newsletter,
    /// When it was to leave.
    pub departure: Departure,
    /// Its readers by zone and country.
    pub parts: Vec<Part>,
    table: Timetable,
}

impl Send<'_> {
    fn key(&self) -> IssueKey {
        let (campaign, newsletter) = (self.campaign.id.clone(), self.newsletter.id.clone());
        IssueKey { campaign, newsletter, occurrence: self.departure.occurrence }
    }
}

/// The readers of one zone and country.
pub struct Part {
    /// Where, and between which moments.
    pub slice: Slice,
    /// How many the issue is for.
    pub readers: u64,
    /// How many are held since they would receive more than the rhythm allows, by the limit.
    pub held: Vec<(Limit, u64)>,
    /// When the others' mail leaves; `None` where there are none.
    pub run: Option<Run>,
}

impl Part {
    /// How many mails leave.
    pub fn leaving(&self) -> u64 {
        self.readers - self.held.iter().map(|(_, count)| count).sum::<u64>()
    }
}

/// The sends of the newsletters that the calendar names, of all that there are: what others leave behind counts too.
pub fn planned<'p>(root: &Path, project: &'p Project, plan: &Plan<'p>, diagnostics: &mut Diagnostics) -> Vec<Send<'p>> {
    // A list that cannot be read has been told already.
    let crowd = Crowd::read(root, project, &mut Diagnostics::new());
    let mut sends = sends(project, &crowd);
    let shown = |send: &Send<'_>| {
        let newsletters = plan.calendar.iter().filter(|event| event.kind == EventKind::Newsletter);
        let same =
            |event: &Event| *event.campaign == *send.campaign.id.as_str() && *event.id == *send.newsletter.id.as_str();
        newsletters.into_iter().any(same)
    };
    sends.retain(shown);
    diagnostics.extend(problems(&Speed::of(project.delivery.as_ref()), &sends));
    sends
}

/// What cannot leave in time, of the campaigns that a filter covers: a warning, for nothing is sent yet.
pub fn warnings(root: &Path, project: &Project, filter: &Filter) -> Diagnostics {
    let speed = Speed::of(project.delivery.as_ref());
    let mut sends = sends(project, &Crowd::read(root, project, &mut Diagnostics::new()));
    sends.retain(|send| {
        filter.campaigns.is_empty() || filter.campaigns.iter().any(|id| *id == *send.campaign.id.as_str())
    });
    let slow = first_of_each(sends.iter().filter_map(|send| Some((send, too_slow(&speed, send)?))));
    slow.into_iter().map(|diagnostic| Diagnostic { severity: Severity::Warning, ..diagnostic }).collect()
}

/// What the outbox knows of mail that waits and that left.
pub struct Outgoing<'o> {
    /// How many messages of an issue wait.
    pub open: &'o mut dyn FnMut(&IssueKey) -> u64,
    /// When messages left that the daily limit counts still.
    pub left: Vec<Timestamp>,
}

/// Why an issue cannot leave in time, if it is released now: as `fanion plan` says it, but that what left since yesterday counts
/// too. What had begun before and was not released by now stands in nobody's way.
pub fn obstacle(
    root: &Path,
    project: &Project,
    key: &IssueKey,
    now: Timestamp,
    outgoing: Outgoing<'_>,
) -> Option<Diagnostic> {
    let Outgoing { open, left } = outgoing;
    let mut sends = sends(project, &Crowd::read(root, project, &mut Diagnostics::new()));
    for send in &mut sends {
        let own = send.key() == *key;
        let mut waiting = if own { u64::MAX } else { open(&send.key()) };
        for part in send.parts.iter_mut().filter(|part| part.slice.opens < now) {
            let leaving = if part.slice.closes <= now { 0 } else { part.leaving().min(waiting) };
            waiting -= leaving;
            (part.readers, part.held, part.run) = (leaving, Vec::new(), None);
            part.slice.opens = now;
        }
    }
    let speed = Speed::of(project.delivery.as_ref());
    run(&speed, &mut sends, &left);
    too_slow(&speed, sends.iter().find(|send| send.key() == *key)?)
}

/// All sends of a project, in the order in which they leave.
fn sends<'p>(project: &'p Project, crowd: &Crowd<'p>) -> Vec<Send<'p>> {
    let max_lateness = project.delivery.as_ref().map_or(Delivery::MAX_LATENESS, |delivery| delivery.max_lateness);
    let mut sends = Vec::new();
    for (campaign, newsletter) in newsletters(project) {
        for departure in departures(campaign, newsletter) {
            let Some(table) = Timetable::new(campaign, newsletter, &departure, max_lateness) else { continue };
            let part = |slice: &Slice| Part { slice: slice.clone(), readers: 0, held: Vec::new(), run: None };
            let parts = table.slices().iter().map(part).collect();
            sends.push(Send { campaign, newsletter, departure, parts, table });
        }
    }
    sends.sort_by(|a, b| {
        let key = |send: &Send<'_>| (send.departure.at, send.campaign.id.clone(), send.newsletter.id.clone());
        key(a).cmp(&key(b))
    });
    count(project, crowd, &mut sends);
    run(&Speed::of(project.delivery.as_ref()), &mut sends, &[]);
    sends
}

fn newsletters(project: &Project) -> impl Iterator<Item = (&Campaign, &Newsletter)> {
    project
        .campaigns
        .iter()
        .flat_map(|campaign| campaign.newsletters.iter().map(move |newsletter| (campaign, newsletter)))
}

/// Counts the readers of each part, and whom the rhythm holds: everybody's mail in the order in which it leaves.
fn count(project: &Project, crowd: &Crowd<'_>, sends: &mut [Send<'_>]) {
    let limits = Limits::of(project);
    // Which parts of which sends each membership receives, with the day by the readers' own calendar.
    let received: Vec<Vec<Receipt>> =
        (0..crowd.memberships.len()).map(|m| receipts(project, crowd, m, sends)).collect();
    for (set, people) in &crowd.people {
        let mut receipts: Vec<&Receipt> = set.iter().flat_map(|m| &received[*m as usize]).collect();
        receipts.sort_by_key(|receipt| (receipt.opens, receipt.send));
        let mut days: Vec<Date> = Vec::new();
        for receipt in receipts {
            let part = &mut sends[receipt.send].parts[receipt.part];
            part.readers += people;
            match limits.broken(&days, receipt.day).filter(|_| !receipt.exempt) {
                Some(limit) => match part.held.iter_mut().find(|(held, _)| *held == limit) {
                    Some((_, count)) => *count += people,
                    None => part.held.push((limit, *people)),
                },
                None => days.push(receipt.day),
            }
        }
    }
}

/// A send that somebody receives.
struct Receipt {
    opens: jiff::Timestamp,
    send: usize,
    part: usize,
    day: Date,
    /// Leaves whatever the rhythm says.
    exempt: bool,
}

fn receipts(project: &Project, crowd: &Crowd<'_>, membership: usize, sends: &[Send<'_>]) -> Vec<Receipt> {
    let membership = &crowd.memberships[membership];
    let campaign = &project.campaigns[membership.campaign];
    let Some(readers) = &crowd.readers[membership.campaign] else { return Vec::new() };
    let mut out = Vec::new();
    for (i, send) in sends.iter().enumerate().filter(|(_, send)| send.campaign.id == campaign.id) {
        if !readers.receives(send.newsletter, membership.audiences, membership.impersonal) {
            continue;
        }
        let division = Division::new(project, campaign, send.newsletter);
        let (language, site) = (membership.language.as_ref(), membership.site.as_ref());
        if readers.issue(&division, membership.audiences, language, site).is_none() {
            continue;
        }
        let part = send.table.index(site);
        let slice = &send.parts[part].slice;
        let Ok(zone) = TimeZone::get(&slice.zone) else { continue };
        let day = slice.opens.to_zoned_datetime(zone).date();
        let exempt = membership.impersonal || send.newsletter.mandatory;
        out.push(Receipt { opens: slice.opens, send: i, part, day, exempt });
    }
    out
}

/// When each part leaves, one after the other, where messages left before.
fn run(speed: &Speed, sends: &mut [Send<'_>], left: &[Timestamp]) {
    let parts = || (0..sends.len()).flat_map(|send| (0..sends[send].parts.len()).map(move |part| (send, part)));
    let leaving: Vec<(usize, usize)> = parts().filter(|(s, p)| sends[*s].parts[*p].leaving() > 0).collect();
    let load = |(send, part): &(usize, usize)| {
        let part = &sends[*send].parts[*part];
        Load { opens: part.slice.opens, closes: part.slice.closes, messages: part.leaving() }
    };
    let loads: Vec<Load> = leaving.iter().map(load).collect();
    for ((send, part), run) in leaving.into_iter().zip(queue(speed, &loads, left)) {
        sends[send].parts[part].run = Some(run);
    }
}

/// What cannot be kept, at the newsletters' `send:` lines.
fn problems(speed: &Speed, sends: &[Send<'_>]) -> Diagnostics {
    let all = |send| [too_slow(speed, send), quiet_moment(send), over_rhythm(send)].into_iter().flatten();
    first_of_each(sends.iter().flat_map(|send| all(send).map(move |diagnostic| (send, diagnostic))))
}

/// Of a newsletter that leaves again and again, the first issue stands for all.
fn first_of_each<'s, 'p: 's>(found: impl Iterator<Item = (&'s Send<'p>, Diagnostic)>) -> Diagnostics {
    let mut told: Vec<(&str, &str, Code)> = Vec::new();
    let mut diagnostics = Diagnostics::new();
    for (send, diagnostic) in found {
        let key = (send.campaign.id.as_str(), send.newsletter.id.as_str(), diagnostic.code);
        if !told.contains(&key) {
            told.push(key);
            diagnostics.push(diagnostic);
        }
    }
    diagnostics
}

fn too_slow(speed: &Speed, send: &Send<'_>) -> Option<Diagnostic> {
    let late = |part: &&Part| part.run.is_some_and(|run| run.late > 0);
    let part = send.parts.iter().filter(late).max_by_key(|part| part.run.map_or(0, |run| run.late))?;
    let run = part.run?;
    let zone = TimeZone::get(&part.slice.zone).ok()?;
    let clock = |at: jiff::Timestamp| at.to_zoned_datetime(zone.clone()).strftime("%H:%M").to_string();
    let day = part.slice.opens.to_zoned_datetime(zone.clone()).date();
    let (all, slice) = (part.leaving(), &part.slice);
    let message = match run.over_limit > 0 {
        true => format!(
            "{} of {} readers in {} cannot be sent this on {day}: the provider takes {} messages within 24 hours",
            grouped(run.late),
            grouped(all),
            slice.zone,
            grouped(speed.daily_limit.unwrap_or_default().into()),
        ),
        false => format!(
            "{} of {} readers in {} cannot be sent this on {day}: it takes {}, from {}, and must end by {}",
            grouped(run.late),
            grouped(all),
            slice.zone,
            lasting(speed.duration(all)),
            clock(run.begins),
            clock(slice.closes),
        ),
    };
    let help = "let it leave earlier, on another day than other newsletters, or to fewer audiences; a provider may allow a higher \
                `rate` (delivery.yaml)";
    let span = send.newsletter.send_span.as_ref().unwrap_or(&send.newsletter.span);
    Some(Diagnostic::new(Code::SendTooSlow, span, message).help(help))
}

/// Readers who would receive more than the rhythm allows.
fn over_rhythm(send: &Send<'_>) -> Option<Diagnostic> {
    let held = || send.parts.iter().flat_map(|part| &part.held);
    let (limit, _) = held().max_by_key(|(_, count)| count)?;
    let count: u64 = held().map(|(_, count)| count).sum();
    let all: u64 = send.parts.iter().map(|part| part.readers).sum();
    let day = send.departure.at.date();
    let message =
        format!("{} of {} readers are not sent this on {day}: {limit} is enough", grouped(count), grouped(all));
    let help = "move it, send it to those whom it concerns, or change `rhythm: { at_most: … }`";
    let span = send.newsletter.send_span.as_ref().unwrap_or(&send.newsletter.span);
    Some(Diagnostic::new(Code::OverRhythm, span, message).help(help))
}

/// A moment at which the campaign itself, not only the holidays of a place, lets nothing leave.
fn quiet_moment(send: &Send<'_>) -> Option<Diagnostic> {
    use crate::delivery::schedule::Why;
    let own = send.parts.first()?;
    let why = own.slice.held.iter().find(|why| !matches!(why, Why::Holiday { .. }))?;
    let zone = TimeZone::get(&own.slice.zone).ok()?;
    let opens = own.slice.opens.to_zoned_datetime(zone).strftime("%A %Y-%m-%d at %H:%M");
    let message = format!("nothing leaves then ({why}): this leaves on {opens}");
    let span = send.newsletter.send_span.as_ref().unwrap_or(&send.newsletter.span);
    Some(Diagnostic::new(Code::QuietMoment, span, message).help("write a moment outside `rhythm: { quiet: … }`"))
}

/// `2 h 05 min`, `40 s`
pub fn lasting(duration: SignedDuration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", (seconds + 59) / 60),
        3600..172_800 => format!("{} h {:02} min", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} days", (seconds + 86_399) / 86_400),
    }
}
