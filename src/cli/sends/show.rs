//! Sends as `fanion plan` writes them.

use std::io::{self, Write};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;

use super::{Part, Send, lasting};
use crate::{
    cli::{recipients::grouped, table::columns},
    delivery::schedule::{Bound, Clockwork, Speed},
};

/// Each part of each send: when it leaves by its readers' clocks, to how many, how long that takes, who is held.
pub fn table(sends: &[Send<'_>], speed: &Speed, out: &mut dyn Write) -> io::Result<()> {
    if sends.is_empty() {
        return Ok(());
    }
    let by = match speed.bound {
        Bound::Rate => "the provider's rate",
        Bound::Connections => "connections",
    };
    writeln!(out, "\nSends, {} messages a minute ({by})", grouped((speed.per_second * 60.0).round() as u64))?;
    let mut rows: Vec<[String; 6]> = Vec::new();
    for send in sends {
        let parts: Vec<&Part> = send.parts.iter().filter(|part| part.readers > 0).collect();
        let name = format!("{}/{}", send.campaign.id, send.newsletter.id);
        if parts.is_empty() {
            let at = send.departure.at.strftime("%a %Y-%m-%d %H:%M").to_string();
            rows.push([at, name, String::new(), "nobody".into(), String::new(), String::new()]);
            continue;
        }
        rows.extend(parts.into_iter().map(|part| row(&name, part, speed)));
    }
    columns(&rows, out)
}

fn row(name: &str, part: &Part, speed: &Speed) -> [String; 6] {
    let slice = &part.slice;
    let zone = TimeZone::get(&slice.zone).unwrap_or(TimeZone::UTC);
    let local = |at: Timestamp, format: &str| at.to_zoned_datetime(zone.clone()).strftime(format).to_string();
    let place = slice.country.as_ref().map_or(slice.zone.clone(), |country| format!("{} {country}", slice.zone));
    let leaves = match part.run {
        Some(run) => {
            let takes = lasting(speed.duration(part.leaving()));
            let (begins, ends) = (local(run.begins, "%H:%M"), local(run.ends, "%H:%M"));
            let over = local(run.begins, "%F") != local(run.ends, "%F");
            let ends = if over { local(run.ends, "%a %H:%M") } else { ends };
            let closes = local(slice.closes, "%H:%M");
            match begins == ends {
                true => format!("{takes} at {begins}, open until {closes}"),
                false => format!("{takes}, {begins} to {ends}, open until {closes}"),
            }
        }
        None => "nothing leaves".into(),
    };
    let mut held: Vec<String> =
        part.held.iter().map(|(limit, count)| format!("{} held by the rhythm, {limit}", grouped(*count))).collect();
    held.extend(part.run.filter(|run| run.late > 0).map(|run| format!("{} cannot leave in time", grouped(run.late))));
    if !slice.held.is_empty() {
        let why: Vec<String> = slice.held.iter().map(ToString::to_string).collect();
        held.push(format!("planned {}: {}", local(slice.planned, "%a %Y-%m-%d %H:%M"), why.join(", ")));
    }
    match slice.clockwork {
        Clockwork::Exact => {}
        Clockwork::Gap => held.push("clocks go forward over the planned time".into()),
        Clockwork::Fold => held.push("clocks show the planned time twice: the first".into()),
    }
    let readers = if part.readers == 1 { "1 reader".into() } else { format!("{} readers", grouped(part.readers)) };
    [local(slice.opens, "%a %Y-%m-%d %H:%M"), name.to_owned(), place, readers, leaves, held.join("; ")]
}

pub fn as_json(sends: &[Send<'_>], speed: &Speed) -> serde_json::Value {
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
