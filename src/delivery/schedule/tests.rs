use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Weekday, date, time},
    tz::TimeZone,
};

use super::*;
use crate::model::{Quiet, QuietHours, sample, value::Country};

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn utc(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn at(civil: DateTime, name: &str) -> (Timestamp, Clockwork) {
    let (zoned, clockwork) = instant(civil, &zone(name)).unwrap();
    (zoned.timestamp(), clockwork)
}

#[test]
fn the_day_on_which_clocks_go_forward() {
    use Clockwork::{Exact, Gap};
    let spring = |hour, minute| date(2027, 3, 28).at(hour, minute, 0, 0);
    assert_eq!(at(spring(1, 30), "Europe/Paris"), (utc("2027-03-28T00:30:00Z"), Exact));
    assert_eq!(at(spring(2, 30), "Europe/Paris"), (utc("2027-03-28T01:30:00Z"), Gap));
    assert_eq!(at(spring(3, 0), "Europe/Paris"), (utc("2027-03-28T01:00:00Z"), Exact));
    assert_eq!(at(spring(9, 30), "Europe/Paris"), (utc("2027-03-28T07:30:00Z"), Exact));
    let toronto = |hour, minute| at(date(2027, 3, 14).at(hour, minute, 0, 0), "America/Toronto");
    assert_eq!(toronto(1, 59), (utc("2027-03-14T06:59:00Z"), Exact));
    assert_eq!(toronto(2, 30), (utc("2027-03-14T07:30:00Z"), Gap));
    assert_eq!(toronto(9, 0), (utc("2027-03-14T13:00:00Z"), Exact));
    // Half an hour, on 3 October, from +10:30 to +11:00.
    let lord_howe = |hour, minute| at(date(2027, 10, 3).at(hour, minute, 0, 0), "Australia/Lord_Howe");
    assert_eq!(lord_howe(1, 59), (utc("2027-10-02T15:29:00Z"), Exact));
    assert_eq!(lord_howe(2, 15), (utc("2027-10-02T15:45:00Z"), Gap));
    assert_eq!(lord_howe(2, 30), (utc("2027-10-02T15:30:00Z"), Exact));
}

#[test]
fn the_day_on_which_clocks_go_back() {
    use Clockwork::{Exact, Fold};
    let paris = |hour, minute| at(date(2027, 10, 31).at(hour, minute, 0, 0), "Europe/Paris");
    assert_eq!(paris(1, 30), (utc("2027-10-30T23:30:00Z"), Exact));
    assert_eq!(paris(2, 30), (utc("2027-10-31T00:30:00Z"), Fold));
    assert_eq!(paris(3, 0), (utc("2027-10-31T02:00:00Z"), Exact));
    let toronto = |hour, minute| at(date(2027, 11, 7).at(hour, minute, 0, 0), "America/Toronto");
    assert_eq!(toronto(1, 30), (utc("2027-11-07T05:30:00Z"), Fold));
    assert_eq!(toronto(2, 0), (utc("2027-11-07T07:00:00Z"), Exact));
    // From 02:00 back to 01:30, so that only half an hour exists twice, and before 02:00.
    let lord_howe = |hour, minute| at(date(2027, 4, 4).at(hour, minute, 0, 0), "Australia/Lord_Howe");
    assert_eq!(lord_howe(1, 15), (utc("2027-04-03T14:15:00Z"), Exact));
    assert_eq!(lord_howe(1, 45), (utc("2027-04-03T14:45:00Z"), Fold));
    assert_eq!(lord_howe(2, 0), (utc("2027-04-03T15:30:00Z"), Exact));
}

fn quiet() -> Quiet {
    Quiet {
        hours: Some(QuietHours { from: time(19, 0, 0, 0), until: time(8, 0, 0, 0) }),
        days: vec![Weekday::Saturday, Weekday::Sunday],
        dates: vec![date(2027, 3, 9)],
    }
}

fn opens(quiet: &Quiet, civil: DateTime, country: Option<&str>) -> (String, Vec<String>) {
    let country: Option<Country> = country.map(|code| code.parse().unwrap());
    let zone = zone("Europe/Paris");
    let quietness = Quietness { quiet, zone: &zone, country: country.as_ref() };
    let (open, why) = quietness.opens(civil).unwrap();
    (open.datetime().to_string(), why.iter().map(ToString::to_string).collect())
}

#[test]
fn quiet_hours_over_midnight() {
    let quiet = Quiet { days: Vec::new(), dates: Vec::new(), ..quiet() };
    let on = |hour, minute| date(2027, 1, 26).at(hour, minute, 0, 0);
    let expected = [
        (on(7, 59), "2027-01-26T08:00:00", 1),
        (on(8, 0), "2027-01-26T08:00:00", 0),
        (on(18, 59), "2027-01-26T18:59:00", 0),
        (on(19, 0), "2027-01-27T08:00:00", 1),
        (on(23, 59), "2027-01-27T08:00:00", 1),
        (on(0, 0), "2027-01-26T08:00:00", 1),
    ];
    for (civil, open, reasons) in expected {
        let (found, why) = opens(&quiet, civil, None);
        assert_eq!((found.as_str(), why.len()), (open, reasons), "{civil}");
    }
    let within =
        Quiet { hours: Some(QuietHours { from: time(12, 0, 0, 0), until: time(14, 0, 0, 0) }), ..Quiet::default() };
    assert_eq!(opens(&within, on(13, 0), None).0, "2027-01-26T14:00:00");
    assert_eq!(opens(&within, on(14, 0), None).0, "2027-01-26T14:00:00");
}

#[test]
fn quiet_days_keep_the_time_of_day() {
    // A Saturday, a Sunday, then a Monday.
    assert_eq!(
        opens(&quiet(), date(2027, 3, 6).at(9, 30, 0, 0), None),
        ("2027-03-08T09:30:00".into(), vec!["quiet on Saturdays".into(), "quiet on Sundays".into()])
    );
    assert_eq!(opens(&quiet(), date(2027, 3, 9).at(9, 30, 0, 0), None).0, "2027-03-10T09:30:00");
    // The evening before a quiet day: the day after it, when hours begin.
    assert_eq!(opens(&quiet(), date(2027, 3, 8).at(20, 0, 0, 0), None).0, "2027-03-10T08:00:00");
    // Easter Monday in France, Good Friday in Germany, with the weekend between.
    assert_eq!(
        opens(&quiet(), date(2027, 3, 29).at(9, 30, 0, 0), Some("FR")),
        ("2027-03-30T09:30:00".into(), vec!["Easter Monday in FR, 2027-03-29".into()])
    );
    assert_eq!(opens(&quiet(), date(2027, 3, 26).at(9, 30, 0, 0), Some("DE")).0, "2027-03-30T09:30:00");
    assert_eq!(opens(&quiet(), date(2027, 3, 26).at(9, 30, 0, 0), Some("FR")).0, "2027-03-26T09:30:00");
}

#[test]
fn a_week_of_quiet_days_never_opens() {
    let days = [1, 2, 3, 4, 5, 6, 7].map(|n| Weekday::from_monday_one_offset(n).unwrap()).to_vec();
    let (quiet, zone) = (Quiet { days, ..Quiet::default() }, zone("Europe/Paris"));
    assert!(Quietness { quiet: &quiet, zone: &zone, country: None }.opens(date(2027, 1, 1).at(9, 0, 0, 0)).is_none());
}

#[test]
fn a_window_closes_when_quiet_hours_begin_or_the_day_ends() {
    let paris = zone("Europe/Paris");
    let closes = |quiet: &Quiet, civil| {
        let quietness = Quietness { quiet, zone: &paris, country: None };
        let open = quietness.opens(civil).unwrap().0;
        quietness.closes(&open).unwrap().datetime().to_string()
    };
    let morning = date(2027, 3, 10).at(9, 30, 0, 0);
    assert_eq!(closes(&quiet(), morning), "2027-03-10T19:00:00");
    assert_eq!(closes(&Quiet::default(), morning), "2027-03-11T00:00:00");
    let early =
        Quiet { hours: Some(QuietHours { from: time(0, 0, 0, 0), until: time(6, 0, 0, 0) }), ..Quiet::default() };
    assert_eq!(closes(&early, morning), "2027-03-11T00:00:00");
    // The day on which clocks go back has 25 hours.
    assert_eq!(closes(&Quiet::default(), date(2027, 10, 31).at(0, 0, 0, 0)), "2027-11-01T00:00:00");
}

#[test]
fn a_slice_for_each_zone_and_country() {
    let mut project = sample::project();
    let campaign = &mut project.campaigns[0];
    campaign.timezone = "Europe/Paris".into();
    campaign.rhythm.quiet = quiet();
    let first = campaign.sites[0].clone();
    let site = |id: &str, zone: &str, country: &str| crate::model::Site {
        id: id.parse().unwrap(),
        timezone: zone.into(),
        country: country.parse().ok(),
        ..first.clone()
    };
    campaign.sites = vec![
        site("lyon", "Europe/Paris", "FR"),
        site("paris", "Europe/Paris", "FR"),
        site("montreal", "America/Toronto", "CA-QC"),
        site("tokyo", "Asia/Tokyo", "JP"),
    ];
    let mut newsletter = sample_newsletter("2027-05-06 09:30");
    let departure = departures(campaign, &newsletter).remove(0);
    let table = Timetable::new(campaign, &newsletter, &departure, SignedDuration::from_hours(12)).unwrap();
    assert_eq!(table.slices().len(), 4);
    let of = |name: &str| table.slice(Some(&name.parse().unwrap()));
    assert_eq!(table.index(Some(&"lyon".parse().unwrap())), table.index(Some(&"paris".parse().unwrap())));
    // Ascension Day in France: the Friday after. Elsewhere the day itself, at half past nine of each place.
    assert_eq!((of("lyon").planned, of("lyon").opens), (utc("2027-05-06T07:30:00Z"), utc("2027-05-07T07:30:00Z")));
    assert_eq!(of("montreal").opens, utc("2027-05-06T13:30:00Z"));
    assert_eq!(of("tokyo").opens, utc("2027-05-06T00:30:00Z"));
    assert_eq!(of("tokyo").closes, utc("2027-05-06T10:00:00Z"));
    assert_eq!(table.slice(None).opens, utc("2027-05-06T07:30:00Z"));
    newsletter.same_moment = true;
    let table = Timetable::new(campaign, &newsletter, &departure, SignedDuration::from_hours(2)).unwrap();
    assert_eq!(table.slices().len(), 1);
    assert_eq!(table.slice(Some(&"tokyo".parse().unwrap())).opens, utc("2027-05-06T07:30:00Z"));
    assert_eq!(table.slices()[0].closes, utc("2027-05-06T09:30:00Z"), "two hours late at most");
}

fn sample_newsletter(send: &str) -> crate::model::Newsletter {
    crate::model::Newsletter { id: "news".parse().unwrap(), send: Some(send.parse().unwrap()), ..sample::newsletter() }
}

#[test]
fn each_occurrence_is_an_issue() {
    let campaign = sample::project().campaigns.remove(0);
    let newsletter = sample_newsletter("every tuesday at 09:00 from 2027-03-09 until 2027-03-30");
    let found = departures(&campaign, &newsletter);
    let days: Vec<Date> = found.iter().map(|d| d.at.date()).collect();
    assert_eq!(days, [date(2027, 3, 9), date(2027, 3, 16), date(2027, 3, 23)]);
    assert!(found.iter().all(|d| d.occurrence == Some(d.at)));
    let once = departures(&campaign, &sample_newsletter("2027-03-09 09:00 Asia/Tokyo"));
    assert_eq!((once[0].occurrence, once[0].zone.as_deref()), (None, Some("Asia/Tokyo")));
}

#[test]
fn rhythm_is_the_strictest_of_all_campaigns_over_seven_days() {
    let limits = Limits::new(vec![Limit { messages: 2, days: 7 }, Limit { messages: 3, days: 30 }]);
    let day = |n| date(2027, 3, n);
    assert_eq!(limits.broken(&[day(1)], day(3)), None);
    assert_eq!(limits.broken(&[day(1), day(2)], day(3)).map(|l| l.to_string()), Some("2 per week".into()));
    // Seven days later the first no longer counts: 1 to 7 are seven days, 2 to 8 too.
    assert_eq!(limits.broken(&[day(1), day(2)], day(7)).map(|l| l.messages), Some(2));
    assert_eq!(limits.broken(&[day(1), day(2)], day(8)), None);
    assert_eq!(limits.broken(&[day(1), day(2), day(8)], day(20)).map(|l| l.to_string()), Some("3 per month".into()));
    // What leaves later does not count backwards.
    assert_eq!(limits.broken(&[day(5), day(6)], day(4)), None);
}

#[test]
fn what_leaves_every_tuesday_is_a_week_apart_however_long_it_took() {
    let limits = Limits::new(vec![Limit { messages: 1, days: 7 }]);
    let (paris, quiet) = (zone("Europe/Paris"), Quiet::default());
    let paris = Quietness { quiet: &quiet, zone: &paris, country: None };
    // An hour after nine, then at nine; and over the night in which clocks change.
    let sent = [utc("2027-03-23T09:05:00Z")];
    assert_eq!(limits.free_at(&sent, utc("2027-03-30T07:00:00Z"), &paris), Some(utc("2027-03-30T07:00:00Z")));
    assert_eq!(
        limits.free_at(&sent, utc("2027-03-25T08:00:00Z"), &paris),
        Some(utc("2027-03-30T07:00:00Z")),
        "nine o'clock stays nine o'clock"
    );
    // Late in the evening of the day before, by the reader's calendar.
    assert_eq!(
        limits.free_at(&[utc("2027-03-22T23:30:00Z")], utc("2027-03-30T07:00:00Z"), &paris),
        Some(utc("2027-03-30T07:00:00Z"))
    );
}

#[test]
fn whom_the_rhythm_holds_is_not_sent_it_on_a_quiet_day() {
    let limits = Limits::new(vec![Limit { messages: 1, days: 4 }]);
    let (paris, quiet, france) = (zone("Europe/Paris"), quiet(), "FR".parse().unwrap());
    let place = Quietness { quiet: &quiet, zone: &paris, country: Some(&france) };
    // Four days after a Tuesday are a Saturday, a Sunday, and Easter Monday.
    let free = limits.free_at(&[utc("2027-03-23T08:30:00Z")], utc("2027-03-24T08:30:00Z"), &place).unwrap();
    assert_eq!(free, utc("2027-03-30T07:30:00Z"), "half past nine of the Tuesday after");
    let closes = place.closes_within(&free.to_zoned_datetime(paris.clone()), SignedDuration::from_hours(12));
    assert_eq!(closes, Some(utc("2027-03-30T17:00:00Z")), "when quiet hours begin");
    // What is to leave on that day keeps it from leaving then, and a quiet day comes again.
    let sent = [utc("2027-03-23T08:30:00Z"), utc("2027-03-30T07:00:00Z")];
    assert_eq!(limits.free_at(&sent, utc("2027-03-24T08:30:00Z"), &place), Some(utc("2027-04-05T07:30:00Z")));
}

#[test]
fn a_queue_of_slices() {
    let speed = Speed { per_second: 0.5, bound: Bound::Rate, daily_limit: None };
    let load = |opens: &str, closes: &str, messages| Load { opens: utc(opens), closes: utc(closes), messages };
    let runs = queue(
        &speed,
        &[
            load("2027-03-09T08:30:00Z", "2027-03-09T18:00:00Z", 1800),
            load("2027-03-09T08:00:00Z", "2027-03-09T18:00:00Z", 3600),
            load("2027-03-09T09:00:00Z", "2027-03-09T12:00:00Z", 3600),
        ],
        &[],
    );
    assert_eq!(runs[1].ends, utc("2027-03-09T10:00:00Z"), "two hours");
    assert_eq!(
        (runs[0].begins, runs[0].ends),
        (utc("2027-03-09T10:00:00Z"), utc("2027-03-09T11:00:00Z")),
        "waits for it"
    );
    assert_eq!((runs[2].begins, runs[2].late), (utc("2027-03-09T11:00:00Z"), 1800));
    let limited = Speed { daily_limit: Some(4000), ..speed };
    let runs = queue(
        &limited,
        &[
            load("2027-03-09T08:00:00Z", "2027-03-09T18:00:00Z", 3600),
            load("2027-03-09T11:00:00Z", "2027-03-09T18:00:00Z", 1000),
        ],
        &[],
    );
    assert_eq!((runs[0].late, runs[1].late, runs[1].over_limit), (0, 600, 600));
}

#[test]
fn what_left_before_counts_against_the_daily_limit_until_a_day_has_passed() {
    let speed = Speed { per_second: 10.0, bound: Bound::Rate, daily_limit: Some(1000) };
    let today = |messages, closes| Load { opens: utc("2027-03-09T09:00:00Z"), closes: utc(closes), messages };
    let one = |load, left: &[Timestamp]| queue(&speed, &[load], left)[0];
    let at = |moment: &str, many| vec![utc(moment); many];
    let run = one(today(600, "2027-03-09T19:00:00Z"), &at("2027-03-09T08:00:00Z", 700));
    assert_eq!((run.late, run.over_limit), (300, 300));
    assert_eq!(one(today(600, "2027-03-09T19:00:00Z"), &at("2027-03-08T08:00:00Z", 700)).late, 0, "a day ago");
    // What left at ten the day before may leave from ten on.
    let yesterday = at("2027-03-08T10:00:30Z", 700);
    let run = one(today(600, "2027-03-09T19:00:00Z"), &yesterday);
    assert_eq!((run.late, run.ends), (0, utc("2027-03-09T10:01:30Z")));
    assert_eq!(one(today(600, "2027-03-09T09:30:00Z"), &yesterday).over_limit, 300);
}

#[test]
fn the_speed_is_the_lesser_of_rate_and_connections() {
    assert_eq!(Speed::of(None).bound, Bound::Connections);
    assert_eq!(Speed::of(None).duration(800), SignedDuration::from_secs(100));
    assert_eq!(Speed::of(None).duration(0), SignedDuration::ZERO);
    let _ = Speed { per_second: 1e-9, bound: Bound::Rate, daily_limit: None }.duration(u64::MAX);
}

proptest::proptest! {
    #[test]
    fn an_opening_is_never_quiet(days in 0i32..2000, minute in 0i32..1440, from in 0i8..24, until in 0i8..24, place in 0usize..4) {
        let zone = zone(["Europe/Paris", "America/Toronto", "Australia/Lord_Howe", "Africa/Cairo"][place]);
        let hours = (from != until).then(|| QuietHours { from: time(from, 0, 0, 0), until: time(until, 0, 0, 0) });
        let quiet = Quiet { hours, ..quiet() };
        let country: Country = ["FR", "CA-QC", "AU", "TN"][place].parse().unwrap();
        let quietness = Quietness { quiet: &quiet, zone: &zone, country: Some(&country) };
        let midnight = date(2026, 1, 1).at(0, 0, 0, 0);
        let civil = midnight.checked_add(jiff::Span::new().days(days).minutes(minute)).unwrap();
        let (open, _) = quietness.opens(civil).unwrap();
        let (again, why) = quietness.opens(open.datetime()).unwrap();
        proptest::prop_assert!(why.is_empty() && again <= open, "{civil} opens {open}, which is quiet: {why:?}");
        proptest::prop_assert!(open >= instant(civil, &zone).unwrap().0);
        proptest::prop_assert!(quietness.closes(&open).unwrap() > open);
    }
}
