//! A newsletter as a picture for screens: what of it is read in ten seconds, from some metres.
//!
//! In: the newsletter's [`Notice`], which holds nothing of a reader's. Out: the texts that the templates below `notice/` ask
//! for: a headline, one to three points, the why, and where to read more.

use serde_json::{Map, Value, json};

use super::{
    context::{DEFAULT_ICON, Told},
    runs::Text,
};
use crate::{
    design::{Fonts, fonts::Role, icons},
    model::{
        Newsletter, Project,
        value::{DateStyle, Inline, Link},
    },
    personalise::{self, Content, Line, Notice, Scope, format_date},
    plan::Job,
};

/// Points that a passer-by takes in.
const POINTS: usize = 3;
/// A line below the headline that is longer is left to the page.
const LONGEST_LEAD: usize = 140;

/// What a passer-by reads of each text, in characters; of longer ones the beginning is shown, and the code leads to the rest.
const LONGEST: [usize; 4] = [110, 60, 80, 60];
/// A longer why is left to the page.
const LONGEST_WHY: usize = 160;
/// A word longer than this is no word.
const LONGEST_WORD: usize = 30;
/// And only so much of it is shown.
const CUT_WORD: usize = 18;

/// The family of templates.
pub(super) const FAMILY: &str = "notice";

/// The points of a notice, and what they are: the first figures, steps or messages.
fn points<'n, 'p>(notice: &'n Notice<'p>) -> (&'static str, &'n [personalise::Told<'p>]) {
    let found = notice.parts.iter().find_map(|part| match &part.content {
        Content::Numbers(told) => Some(("figures", told)),
        Content::Steps(told) => Some(("steps", told)),
        Content::Messages(told) => Some(("messages", told)),
        _ => None,
    });
    found.map_or(("none", &[]), |(kind, told)| (kind, &told[..told.len().min(POINTS)]))
}

fn lead<'n, 'p>(notice: &'n Notice<'p>) -> Option<&'n Line<'p>> {
    notice.lead.as_ref().filter(|lead| personalise::plain(&lead.inlines).chars().count() <= LONGEST_LEAD)
}

/// The texts with the keys and names by which templates and their authors know them.
pub(super) fn texts<'p>(project: &'p Project, job: &'p Job<'p>, newsletter: &'p Newsletter) -> Vec<Told<'p>> {
    let notice = Notice::new(project, job.campaign, newsletter, &job.language);
    let mut texts = vec![Told::new("headline", "the headline", notice.headline.source)];
    texts.extend(lead(&notice).map(|lead| Told::new("subline", "the line below the headline", lead.source)));
    texts.extend(notice.action.as_ref().map(|action| Told::new("call_to_action", "the call to action", action.source)));
    for (i, point) in points(&notice).1.iter().enumerate() {
        texts.push(Told::new(&format!("messages.{i}.title"), &format!("point {}", i + 1), point.title.source));
        let text = point.text.as_ref();
        texts.extend(
            text.map(|text| {
                Told::new(&format!("messages.{i}.text"), &format!("what point {} says", i + 1), text.source)
            }),
        );
    }
    texts
}

/// Fills in what is a signage picture's own.
pub(super) fn fill(
    context: &mut Map<String, Value>,
    scope: &Scope<'_>,
    fonts: &Fonts,
    job: &Job<'_>,
    newsletter: &Newsletter,
) {
    let chain = fonts.chain(Role::Headings, &job.language);
    let shows = |c: char| fonts.covers(&chain, c);
    let notice = Notice::new(scope.project, job.campaign, newsletter, &job.language);
    let [headline, title, figure, action] = LONGEST;
    let line = |line: &Line<'_>, most: usize| json!(short(&line.inlines, most, &shows));
    let kicker = newsletter.first_send.map(|at| format_date(at.date(), &job.language, DateStyle::Medium));
    context.insert("kicker".into(), json!(kicker.map(|date| Text::plain(&date))));
    context.insert("headline".into(), line(&notice.headline, headline));
    context.insert("subline".into(), lead(&notice).map_or(Value::Null, |lead| line(lead, LONGEST_LEAD)));
    context.insert("call_to_action".into(), notice.action.as_ref().map_or(Value::Null, |label| line(label, action)));
    let (kind, told) = points(&notice);
    let messages = told.iter().enumerate().map(|(i, point)| {
        let icon = point.icon.filter(|name| icons::icon(name).is_some()).unwrap_or(DEFAULT_ICON);
        // Messages and steps are told by their titles: nobody reads a paragraph in passing.
        let text = point.text.as_ref().filter(|_| kind == "figures");
        json!({
            "icon": icon,
            "number": number(i + 1, scope),
            "objection": false,
            "title": line(&point.title, title),
            "text": text.map(|text| short(&text.prose.inlines(), figure, &shows)),
            "proof": null,
        })
    });
    context.insert("messages".into(), Value::Array(messages.collect()));
    context.insert("points_kind".into(), json!(kind));
    let why = context["why"]["plain"].as_str().unwrap_or_default();
    if why.chars().count() > LONGEST_WHY || why.split(' ').any(|word| word.chars().count() > LONGEST_WORD) {
        context.insert("why".into(), Value::Null);
    }
    let link = notice.link.as_ref();
    context.insert("link".into(), link.map_or(Value::Null, |l| json!({ "href": l, "short": bare(l) })));
}

/// A text, or where it is longer its beginning; a box for each character that no font has, since mail shows what a drawing
/// cannot.
fn short(inlines: &[Inline], most: usize, shows: &dyn Fn(char) -> bool) -> Text {
    let mut whole = Text::new(inlines);
    if !whole.plain.chars().all(shows) {
        let boxed = |text: &str| text.chars().map(|c| if shows(c) || c == '\n' { c } else { '□' }).collect::<String>();
        whole.plain = boxed(&whole.plain);
        whole.runs.iter_mut().for_each(|run| run.text = boxed(&run.text));
    }
    let is_long = |word: &str| word.chars().count() > LONGEST_WORD && word.is_ascii();
    if whole.plain.chars().count() <= most && !whole.plain.split(' ').any(is_long) {
        return whole;
    }
    let mut shown = String::new();
    let mut count = 0;
    for word in whole.plain.split(' ') {
        let room = most.saturating_sub(count + 1);
        // The first word is shown in any case, or what of it there is room for.
        let word: String = if shown.is_empty() {
            word.chars().take(if is_long(word) { CUT_WORD } else { room }).collect()
        } else {
            word.into()
        };
        let length = word.chars().count();
        if length > room || is_long(&word) {
            break;
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.push_str(&word);
        count += length + 1;
    }
    let shown = shown.trim_end_matches([',', ';', ':', '.', '–', '—', '、', '،', '\u{a0}']);
    Text::plain(&format!("{shown}…"))
}

/// An address as people write it, without what only counts visits.
fn bare(link: &Link) -> &str {
    link.short().split(['?', '#']).next().unwrap_or_default()
}

/// A number in the digits in which the language writes its dates.
fn number(n: usize, scope: &Scope<'_>) -> String {
    let sample = format_date(jiff::civil::date(2011, 1, 1), scope.language, DateStyle::Medium);
    let arabic = sample.chars().any(|c| ('\u{660}'..='\u{669}').contains(&c));
    match char::from_u32(0x660 + n as u32).filter(|_| arabic && n < 10) {
        Some(digit) => digit.to_string(),
        None => n.to_string(),
    }
}
