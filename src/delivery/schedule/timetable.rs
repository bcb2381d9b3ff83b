//! An issue's moments: one slice of its readers for each zone and country.

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use super::{
    quiet::{Quietness, Why},
    zone::{Clockwork, instant},
};
use crate::model::{
    Campaign, Newsletter, Site,
    value::{Country, Id, Schedule},
};

/// One time at which a newsletter leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// For an occurrence of `every`, its time, which names the issue; `None` for a newsletter that leaves once.
    pub occurrence: Option<DateTime>,
    /// The time on the readers' clocks, or on those of `zone`.
    pub at: DateTime,
    /// The zone that the moment names, so that it is one for all; else each reader's own, or the campaign's.
    pub zone: Option<String>,
}

/// Every time at which a newsletter leaves, in order; none where it has no `send:`.
pub fn departures(campaign: &Campaign, newsletter: &Newsletter) -> Vec<Departure> {
    match &newsletter.send {
        None => Vec::new(),
        Some(Schedule::Once(moment)) => {
            let at = moment.resolve(campaign.clock());
            at.map(|at| Departure { occurrence: None, at, zone: moment.zone.clone() }).into_iter().collect()
        }
        Some(Schedule::Every(recurrence)) => {
            let times = recurrence.occurrences(campaign).into_iter();
            times.map(|at| Departure { occurrence: Some(at), at, zone: None }).collect()
        }
    }
}

/// The readers of one zone and country, and between which moments their mail leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// IANA name.
    pub zone: String,
    /// Whose public holidays are kept.
    pub country: Option<Country>,
    /// The moment that was written.
    pub planned: Timestamp,
    /// What clocks did with it.
    pub clockwork: Clockwork,
    /// Not before this moment: the first from `planned` on that is not quiet.
    pub opens: Timestamp,
    /// Not at this moment or after: the day ends, quiet hours begin, or it is too late.
    pub closes: Timestamp,
    /// Why it opens later than planned.
    pub held: Vec<Why>,
}

/// An issue's slices.
#[derive(Debug, Clone)]
pub struct Timetable {
    slices: Vec<Slice>,
    /// Which slice the readers of a site are in.
    sites: Vec<(Id, usize)>,
    /// Which one those are in whose site is not known.
    elsewhere: usize,
}

impl Timetable {
    /// The slices of an issue: one for each zone and country of the campaign's sites, and the campaign's own for everybody
    /// else. Where all receive it at one moment there is one slice, quiet by the campaign's clock.
    ///
    /// `None` where a zone is unknown, the moment lies outside the calendar, or it is quiet for years.
    pub fn new(
        campaign: &Campaign,
        newsletter: &Newsletter,
        departure: &Departure,
        max_lateness: SignedDuration,
    ) -> Option<Self> {
        let together = newsletter.same_moment || departure.zone.is_some();
        let own = departure.zone.as_deref().filter(|_| together).unwrap_or(&campaign.timezone);
        let slice = |zone: &str, country| slice(campaign, departure.at, zone, country, max_lateness);
        let mut table = Self { slices: vec![slice(own, None)?], sites: Vec::new(), elsewhere: 0 };
        for site in campaign.sites.iter().filter(|_| !together) {
            let at = match table.slices.iter().position(|known| same(known, site)) {
                Some(at) => at,
                None => {
                    table.slices.push(slice(&site.timezone, site.country.clone())?);
                    table.slices.len() - 1
                }
            };
            table.sites.push((site.id.clone(), at));
        }
        Some(table)
    }

    /// All slices, the campaign's own first.
    pub fn slices(&self) -> &[Slice] {
        &self.slices
    }

    /// Which slice the readers of a site are in.
    pub fn index(&self, site: Option<&Id>) -> usize {
        self.sites.iter().find(|(id, _)| Some(id) == site).map_or(self.elsewhere, |(_, at)| *at)
    }

    /// The slice that the readers of a site are in.
    pub fn slice(&self, site: Option<&Id>) -> &Slice {
        &self.slices[self.index(site)]
    }
}

fn same(slice: &Slice, site: &Site) -> bool {
    slice.zone == site.timezone && slice.country == site.country
}

fn slice(
    campaign: &Campaign,
    at: DateTime,
    name: &str,
    country: Option<Country>,
    max_lateness: SignedDuration,
) -> Option<Slice> {
    let zone = TimeZone::get(name).ok()?;
    let (planned, clockwork) = instant(at, &zone)?;
    let quietness = Quietness { quiet: &campaign.rhythm.quiet, zone: &zone, country: country.as_ref() };
    let (opens, held) = quietness.opens(at)?;
    let closes = quietness.closes_within(&opens, max_lateness)?;
    Some(Slice {
        zone: name.to_owned(),
        planned: planned.timestamp(),
        clockwork,
        opens: opens.timestamp(),
        closes,
        held,
        country,
    })
}
