//! The dates that moved: those that all moved alike under one line, the others each.

use std::{collections::BTreeMap, fmt::Write};

use super::html;
use crate::difference::dates::{Moved, Occasion};

/// So many dates that moved by the same days are told by one line, which opens.
const ALIKE: usize = 6;

pub(super) fn section(dates: &[Moved], out: &mut String) {
    let mut counts = BTreeMap::new();
    dates.iter().filter_map(Moved::days).for_each(|days| *counts.entry(days).or_insert(0) += 1);
    let common = counts.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count >= ALIKE);
    let common = common.map(|(days, _)| days);
    let (alike, others): (Vec<_>, Vec<_>) = dates.iter().partition(|moved| common.is_some() && moved.days() == common);
    let _ = write!(out, "<section class=\"wide dates\"><h2>Dates <span class=\"number\">{}</span></h2>", dates.len());
    if let Some(days) = common {
        let which = if others.is_empty() { "All" } else { "Of these," };
        let verb = if others.is_empty() { "dates move" } else { "move" };
        let _ = write!(
            out,
            "<details class=\"alike\"><summary>{which} {} {verb} by {}</summary>",
            alike.len(),
            by_days(days)
        );
        table(&alike, "Dates that moved alike", out);
        out.push_str("</details>");
    }
    if !others.is_empty() {
        table(&others, "Dates that moved", out);
    }
    out.push_str("</section>");
}

fn table(dates: &[&Moved], label: &str, out: &mut String) {
    let heads = ["What", "Before", "Now", "Moved"]
        .map(|head| format!("<th role=\"columnheader\" scope=\"col\">{head}</th>"))
        .concat();
    let _ = write!(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table role=\"table\"><thead \
         role=\"rowgroup\"><tr role=\"row\">{heads}</tr></thead><tbody role=\"rowgroup\">"
    );
    dates.iter().for_each(|moved| row(moved, out));
    out.push_str("</tbody></table></div>");
}

fn row(moved: &Moved, out: &mut String) {
    let at = |at: Option<Occasion>, tag: &str| {
        at.map_or("–".into(), |at| format!("<{tag}>{}</{tag}>", at.shown("%a %-d %b %Y")))
    };
    let by = match (moved.days(), moved.before, moved.now) {
        (Some(days), ..) => by_days(days),
        (None, None, _) => "new".into(),
        (None, _, None) => "gone".into(),
        _ => "same day".into(),
    };
    let audience = if moved.audience.is_empty() { String::new() } else { format!(" · {}", html(&moved.audience)) };
    let (old, new) = (at(moved.before, "del"), at(moved.now, "ins"));
    let _ = write!(
        out,
        "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span class=\"what\">{}{audience}</span>{}</th><td \
         role=\"cell\">{old}</td><td role=\"cell\">{new}</td><td role=\"cell\" class=\"by\">{by}</td></tr>",
        html(&moved.label),
        html(&moved.title),
    );
}

/// `+7 days`, `−1 day`
fn by_days(days: i32) -> String {
    let sign = if days > 0 { '+' } else { '−' };
    let unit = if days.abs() == 1 { "day" } else { "days" };
    format!("{sign}{} {unit}", days.abs())
}
