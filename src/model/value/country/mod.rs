//! Countries and the public holidays that they keep.
//!
//! In: an ISO 3166 code as the user wrote it. Out: a [`Country`] whose holidays are computed by rule for any year, from
//! `src/builtin/holidays.txt`; nothing is fetched, no clock is read.

mod feast;
mod rule;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt, str::FromStr, sync::LazyLock};

use jiff::civil::{Date, Weekday};

use super::ValueError;
use rule::{Rule, Substitute};

/// A country, or a part of one whose holidays are its own: `FR`, `DE-BY`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Country(String);

/// What is known of a country or a part of one.
#[derive(Default)]
struct Entry {
    rules: Vec<Rule>,
    /// A day between two holidays is one (Japan, Act on National Holidays, art. 3 (3)).
    between: bool,
}

static RULES: LazyLock<BTreeMap<&'static str, Entry>> =
    LazyLock::new(|| read(include_str!("../../../builtin/holidays.txt")));

/// ISO 3166-1 alpha-2, as of 2026.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW \
    BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE \
    KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV \
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC \
    SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ \
    VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

impl Country {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country's own code, without that of a part of it: `CA` of `CA-QC`.
    pub fn state(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether its public holidays are known. Where they are not, none is kept.
    pub fn is_known(&self) -> bool {
        RULES.contains_key(self.0.as_str())
    }

    /// The codes whose holidays are known.
    pub fn known() -> impl Iterator<Item = &'static str> {
        RULES.keys().copied()
    }

    /// The name of the public holiday on a date; `None` on any other day.
    pub fn holiday(&self, date: Date) -> Option<&'static str> {
        self.of_year(date.year()).remove(&date)
    }

    /// The public holidays of a year, with the days that replace those on a weekend.
    pub fn of_year(&self, year: i16) -> BTreeMap<Date, &'static str> {
        let country = self.0.split('-').next().unwrap_or_default();
        let entries = || [country, &self.0].into_iter().take(if country == self.0 { 1 } else { 2 });
        let entries = entries().filter_map(|code| RULES.get(code));
        let rules: Vec<&Rule> = entries.clone().flat_map(|entry| &entry.rules).collect();
        let mut days: BTreeMap<Date, &'static str> = BTreeMap::new();
        // New Year's Day of the year after may be kept on 31 December.
        let years = [year, year.saturating_add(1)];
        let dated =
            years.iter().flat_map(|year| rules.iter().flat_map(|rule| rule.dates(*year).map(|date| (date, *rule))));
        let dated: Vec<(Date, &Rule)> = dated.collect();
        for (date, rule) in &dated {
            days.entry(*date).or_insert(rule.name);
        }
        for (date, rule) in &dated {
            if let Some(instead) = substitute(*date, rule.substitute, &days) {
                days.insert(instead, rule.name);
            }
        }
        if entries.clone().any(|entry| entry.between) {
            let between = between(&days);
            days.extend(between.into_iter().map(|date| (date, "Citizens' holiday")));
        }
        days.retain(|date, _| date.year() == year);
        days
    }
}

/// The day that replaces a holiday on a weekend.
fn substitute(date: Date, by: Substitute, days: &BTreeMap<Date, &'static str>) -> Option<Date> {
    let next_free = |weekend: &[Weekday]| {
        let mut day = date.tomorrow().ok()?;
        while days.contains_key(&day) || weekend.contains(&day.weekday()) {
            day = day.tomorrow().ok()?;
        }
        Some(day)
    };
    match (by, date.weekday()) {
        (Substitute::Next, Weekday::Saturday | Weekday::Sunday) => next_free(&[Weekday::Saturday, Weekday::Sunday]),
        (Substitute::Sunday, Weekday::Sunday) => next_free(&[Weekday::Sunday]),
        (Substitute::Us, Weekday::Saturday) => date.yesterday().ok(),
        (Substitute::Us, Weekday::Sunday) => date.tomorrow().ok(),
        _ => None,
    }
}

/// Days that lie between two holidays and are none themselves.
fn between(days: &BTreeMap<Date, &'static str>) -> Vec<Date> {
    let dates: Vec<Date> = days.keys().copied().collect();
    let pairs = dates.windows(2).filter_map(|pair| {
        let middle = pair[0].tomorrow().ok()?;
        (middle.tomorrow().ok()? == pair[1] && middle.weekday() != Weekday::Sunday).then_some(middle)
    });
    pairs.collect()
}

/// Reads the rules. They are part of the program: a test reads every line.
fn read(text: &'static str) -> BTreeMap<&'static str, Entry> {
    let mut out: BTreeMap<&'static str, Entry> = BTreeMap::new();
    let mut code = "";
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(header) = line.strip_prefix('[') {
            code = header.split(']').next().unwrap_or_default();
            out.entry(code).or_default();
            continue;
        }
        let entry = out.entry(code).or_default();
        match line.starts_with("between") {
            true => entry.between = true,
            false => entry.rules.extend(Rule::parse(line)),
        }
    }
    out
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Country {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let upper = text.trim().to_ascii_uppercase();
        let (country, part) = upper.split_once('-').map_or((upper.as_str(), None), |(c, p)| (c, Some(p)));
        let help = match upper.as_str() {
            "UK" => "write `GB`, the code of ISO 3166",
            _ => "write the two capitals of ISO 3166, as `FR`",
        };
        if !CODES.split_whitespace().any(|code| code == country) {
            return Err(ValueError::new(format!("`{text}` is not a country's code"), help));
        }
        if text.trim() != upper {
            return Err(ValueError::new(format!("`{text}` is not a country's code"), format!("write `{upper}`")));
        }
        if part.is_some() && !RULES.contains_key(upper.as_str()) {
            let parts: Vec<&str> =
                RULES.keys().copied().filter(|code| code.starts_with(&format!("{country}-"))).collect();
            let help = match parts.is_empty() {
                true => format!(
                    "write `{country}`, and the days of your region under `rhythm: {{ quiet: {{ dates: […] }} }}`"
                ),
                false => format!("write `{country}` or one of {}", parts.join(", ")),
            };
            return Err(ValueError::new(format!("the holidays of `{text}` are not known"), help));
        }
        Ok(Self(upper))
    }
}
