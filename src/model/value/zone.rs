//! Time zones by name, and which one was probably meant by what is none.

use super::ValueError;

/// A city for each usual distance from Greenwich, in minutes: its zone knows when clocks change, which a distance does not.
const BY_DISTANCE: [(i32, &str); 22] = [
    (-600, "Pacific/Honolulu"),
    (-480, "America/Los_Angeles"),
    (-420, "America/Denver"),
    (-360, "America/Chicago"),
    (-300, "America/New_York"),
    (-240, "America/Halifax"),
    (-180, "America/Sao_Paulo"),
    (-60, "Atlantic/Azores"),
    (0, "Europe/London"),
    (60, "Europe/Paris"),
    (120, "Europe/Athens"),
    (180, "Europe/Istanbul"),
    (240, "Asia/Dubai"),
    (300, "Asia/Karachi"),
    (330, "Asia/Kolkata"),
    (360, "Asia/Dhaka"),
    (420, "Asia/Bangkok"),
    (480, "Asia/Singapore"),
    (540, "Asia/Tokyo"),
    (600, "Australia/Sydney"),
    (660, "Pacific/Noumea"),
    (720, "Pacific/Auckland"),
];

/// A city that stands for each region, where the one that is written has no zone of its own.
const BY_REGION: [(&str, &str); 8] = [
    ("africa", "Africa/Lagos"),
    ("america", "America/New_York"),
    ("asia", "Asia/Tokyo"),
    ("atlantic", "Atlantic/Azores"),
    ("australia", "Australia/Sydney"),
    ("europe", "Europe/Paris"),
    ("indian", "Indian/Mauritius"),
    ("pacific", "Pacific/Auckland"),
];

/// Why a text is not a time zone, and what to write instead.
pub fn no_zone(text: &str) -> ValueError {
    let wrong = |help: String| ValueError::new(format!("`{text}` is not a time zone"), help);
    if let Some(minutes) = distance(text) {
        let city =
            BY_DISTANCE.iter().min_by_key(|(at, _)| (at - minutes).abs()).map_or("Europe/Paris", |(_, city)| city);
        return wrong(format!("write a region and a city, which know when clocks change: `{city}` for instance"));
    }
    let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let written = fold(text);
    let city = written.rsplit('/').next().unwrap_or_default();
    let near = names.iter().find(|name| {
        let name = fold(name);
        let own = name.rsplit('/').next().unwrap_or_default();
        name == written || (own.len() > 3 && own == city && name.contains('/'))
    });
    // A slip in a short name is another city.
    let slips = if city.len() > 6 { 2 } else { 1 };
    let slip = || names.iter().find(|name| city.len() > 3 && strsim::osa_distance(&fold(name), &written) <= slips);
    if let Some(name) = near.or_else(slip) {
        return wrong(format!("did you mean `{name}`?"));
    }
    let region =
        BY_REGION.iter().find(|(region, _)| written.split('/').next() == Some(*region) && written.contains('/'));
    wrong(match region {
        Some((_, city)) => {
            format!("only large cities have one: write the nearest whose clocks are the same, as `{city}`")
        }
        None => "write a region and a city, as `Europe/Paris`".into(),
    })
}

fn fold(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

/// The minutes of `GMT+1`, `UTC +01:00`, `+0530`.
fn distance(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_uppercase().replace('−', "-");
    let named = ["UTC", "GMT", "Z"].iter().find_map(|name| text.strip_prefix(name));
    let rest = named.unwrap_or(&text).trim();
    if rest.is_empty() {
        return named.map(|_| 0);
    }
    let digits = rest.strip_prefix(['+', '-'])?.replace(':', "");
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let minutes = if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 };
    Some(if rest.starts_with('-') { -minutes } else { minutes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_that_is_none_leads_to_one_that_is() {
        for (text, zone) in [
            ("GMT+1", "`Europe/Paris`"),
            ("UTC+01:00", "`Europe/Paris`"),
            ("gmt -5", "`America/New_York`"),
            ("+0530", "`Asia/Kolkata`"),
            ("Paris", "`Europe/Paris`"),
            ("europe/pari", "`Europe/Paris`"),
            ("Europe/New York", "`America/New_York`"),
            ("Europe/Lyon", "`Europe/Paris`"),
            ("Asia/Osaka", "`Asia/Tokyo`"),
            ("Mars/Phobos", "`Europe/Paris`"),
        ] {
            let help = no_zone(text).help.unwrap();
            assert!(help.contains(zone), "{text}: {help}");
        }
        let cities = BY_DISTANCE.iter().map(|(_, city)| city).chain(BY_REGION.iter().map(|(_, city)| city));
        for city in cities {
            assert!(jiff::tz::TimeZone::get(city).is_ok(), "{city}");
        }
    }
}
