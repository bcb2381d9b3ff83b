//! A campaign's dates: the file for calendar programs, and the timeline as a picture.
//!
//! In: the campaign's events. Out: a context that says where each band, mark and label stands (`place` sees to it that none
//! lies on another), which the template below `timeline/` draws, and what it shows as text.

mod axis;
mod marks;
mod place;

use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use super::{GraphicRenderer, context::frame, runs::Text};
use crate::{
    model::value::{DateStyle, Format, FormatUnit},
    personalise::{Scope, format_date},
    plan::{self, Event, Job, Piece},
};
use axis::Axis;
use marks::{Lane, lanes};
use place::Placer;

/// The family of templates.
pub(super) const FAMILY: &str = "timeline";

/// The picture's width in pixels: text of 23 has 7 points where a guide's page shows it whole.
const WIDTH: f64 = 1600.0;
/// Of the head with the title.
const HEAD: f64 = 150.0;
/// Between the head and the lanes, for the names of months.
const AXIS: f64 = 52.0;
const FOOT: f64 = 28.0;

/// A job with the size that its context has; `None` for other pieces than calendars.
pub(super) fn sized<'p>(job: &Job<'p>, context: &Value) -> Option<Job<'p>> {
    matches!(job.piece, Piece::Calendar(_)).then(|| {
        let height = context["height"].as_f64().unwrap_or(WIDTH);
        Job { format: Some(format(height)), ..job.clone() }
    })
}

fn format(height: f64) -> Format {
    Format { name: FAMILY.into(), width: WIDTH, height, unit: FormatUnit::Px }
}

/// The file for calendar programs.
pub(super) fn calendar(context: &Value) -> Vec<u8> {
    context["ics"].as_str().unwrap_or_default().as_bytes().to_vec()
}

/// The context of a calendar's job.
pub(super) fn context(renderer: &GraphicRenderer, job: &Job) -> Value {
    let project = renderer.project;
    let scope = Scope { project, campaign: job.campaign, language: &job.language, site: None };
    let events = plan::events(project, job.campaign, &job.language);
    let lanes = lanes(&scope, &events);
    let (first, last) = span(&scope, &events);
    let axis = Axis::new(first, last);
    let launch = job.campaign.launch.map(|at| axis.x(at.date()));
    let mut placer = Placer::new(renderer, &job.language, launch);
    let ticks = axis.ticks(&job.language, &mut placer);
    let mut top = HEAD + AXIS;
    let mut drawn = Vec::new();
    for lane in &lanes {
        let placed = placer.lane(lane, &axis, top);
        top += placed["height"].as_f64().unwrap_or_default();
        drawn.push(placed);
    }
    let height = (top + FOOT).round();
    let sheet = Job { format: Some(format(height)), ..job.clone() };
    let mut context = frame(renderer, &sheet);
    let medium = |day: Date| format_date(day, &job.language, DateStyle::Medium);
    let period = [("from", medium(first)), ("until", medium(last))];
    let period = period.each_ref().map(|(key, day)| (*key, day.as_str()));
    let period = project.words.fill(&job.language, "guide_from_until", &period);
    context.insert("timeline".into(), json!({
        "head": HEAD, "axis": HEAD, "bottom": top, "ticks": ticks, "lanes": drawn, "launch": launch, "period": period,
    }));
    context.insert("headline".into(), json!(Text::new(&scope.inlines(&job.campaign.title))));
    context.insert("alt".into(), json!(told(&scope, &lanes, &period)));
    context.insert("ics".into(), json!(plan::ics(project, &job.language, &events)));
    Value::Object(context)
}

/// The first and the last day that are shown.
fn span(scope: &Scope<'_>, events: &[Event]) -> (Date, Date) {
    let campaign = scope.campaign;
    let ends = campaign.phases.iter().filter_map(|phase| phase.until?.date().yesterday().ok());
    let days: Vec<Date> = events.iter().map(|event| event.at.date()).chain(ends).collect();
    let first = days.iter().min().copied().unwrap_or_default();
    let last = days.iter().max().copied().unwrap_or(first);
    // What has no length has a week.
    let least = first.checked_add(6.days()).unwrap_or(last);
    (first, last.max(least))
}

/// All that the picture shows, for those who do not see it.
fn told(scope: &Scope<'_>, lanes: &[Lane], period: &str) -> String {
    let title = scope.plain(&scope.campaign.title);
    let mut said = vec![format!("{title}, {period}")];
    for lane in lanes {
        let marks = lane.marks.iter().filter(|mark| !mark.again);
        let marks: Vec<String> = marks.map(|mark| format!("{} – {}", mark.day, mark.text)).collect();
        if !marks.is_empty() {
            let values = [("label", lane.title.as_str()), ("title", &marks.join("; "))];
            said.push(scope.project.words.fill(scope.language, "timeline_said", &values));
        }
    }
    said.iter().map(|part| part.trim_end_matches('.')).collect::<Vec<_>>().join(". ")
}
