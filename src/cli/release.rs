//! An issue into the outbox: whether it can leave in time, for whom it is too late, when each reader may receive it.
//!
//! In: an issue that may leave. Out: its readers, frozen into the outbox as the lists have them now, each with the moments
//! between which their mail leaves.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use anyhow::{Context, bail};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    Outcome,
    approval::{
        self,
        issue::{self, Built, Now, present},
    },
    outbox::who,
    recipients::grouped,
    report, sends,
    session::Session,
};
use crate::{
    delivery::{
        DeliveryError, IssueKey, NewIssue, NewMessage, Outbox, PersonHash, Queued, Received, Release, Standing,
        SystemClock,
        dispatch::ReleaseLock,
        schedule::{Limits, Quietness, Slice},
        secret::Key,
    },
    diagnostic::Diagnostics,
    model::{Project, Quiet},
    personalise::Division,
    recipients::Reader,
};

/// Releases an issue, of which this digest was approved, or says what that would do.
pub fn run(session: &Session, built: &Built, now: &Now<'_>, digest: String, dry: bool) -> anyhow::Result<Outcome> {
    let path = built.root.join(&now.delivery.outbox);
    let _lock = if dry { None } else { Some(ReleaseLock::take(&path)?) };
    let mut outbox = match dry && !path.exists() {
        true => None,
        false => Some(open(&path)?),
    };
    // While this one waited, another process may have released it.
    if let Some(outbox) = &mut outbox
        && let Some(outcome) = was_released(outbox, now)?
    {
        return Ok(outcome);
    }
    let at = present();
    if now.timetable.slices().iter().all(|slice| slice.closes <= at) {
        bail!("the moment of `{}` has passed: nothing was queued; move its `send:`", now.key);
    }
    let left = match (&mut outbox, now.delivery.daily_limit) {
        (Some(outbox), Some(limit)) => outbox.left_within_a_day(limit)?,
        _ => Vec::new(),
    };
    let mut waiting = |key: &IssueKey| {
        let counts = outbox.as_mut().and_then(|outbox| outbox.counts(key).ok());
        counts.map_or(0, |counts| counts.open())
    };
    let outgoing = sends::Outgoing { open: &mut waiting, left };
    if let Some(obstacle) = sends::obstacle(&built.root, &built.project, &now.key, at, outgoing) {
        let diagnostics: Diagnostics = [obstacle].into_iter().collect();
        report::write(&diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
        writeln!(io::stderr(), "nothing was queued")?;
        return Ok(Outcome::Problems);
    }
    match outbox.filter(|_| !dry) {
        Some(outbox) => release(built, now, digest, outbox, at),
        None => {
            writeln!(io::stdout(), "{}: would be released to {} readers", now.key, now.count())?;
            too_late(&now.key, &missed(built, now, at)?)?;
            Ok(Outcome::Clean)
        }
    }
}

fn open(path: &Path) -> anyhow::Result<Outbox> {
    Outbox::open(path, Arc::new(SystemClock)).with_context(|| format!("cannot open `{}`", path.display()))
}

/// What to end with where an issue is in the outbox, which is told then; one of which nothing left or is to leave may be released
/// anew.
pub fn was_released(outbox: &mut Outbox, now: &Now<'_>) -> anyhow::Result<Option<Outcome>> {
    let Standing::Released { readers, same } = outbox.standing(&described(now, String::new(), present()))? else {
        return Ok(None);
    };
    writeln!(io::stdout(), "{}: released already, to {}; nothing was queued", now.key, readers_of(readers))?;
    if same {
        return Ok(Some(Outcome::Clean));
    }
    writeln!(
        io::stderr(),
        "what was released differs from what the project says now: `fanion outbox cancel {}` stops what has not left, and what has \
         reached nobody can be sent anew; to those who have it, write another newsletter",
        now.key
    )?;
    Ok(Some(Outcome::Problems))
}

/// Readers whose time has passed, by zone.
type Missed = BTreeMap<String, u64>;

/// Those whom a release at a moment would miss.
fn missed(built: &Built, now: &Now<'_>, at: Timestamp) -> anyhow::Result<Missed> {
    let mut missed = Missed::new();
    if now.timetable.slices().iter().all(|slice| slice.closes > at) {
        return Ok(missed);
    }
    let division = Division::new(&built.project, now.campaign, now.newsletter);
    for reader in now.readers.walk()?.flatten() {
        let slice = now.timetable.slice(reader.recipient.site.as_ref());
        if slice.closes <= at && letter(now, &division, &reader).is_some() {
            *missed.entry(slice.zone.clone()).or_default() += 1;
        }
    }
    Ok(missed)
}

fn too_late(key: &IssueKey, missed: &Missed) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (zone, readers) in missed {
        writeln!(out, "{key}: too late for {} in {zone}: expired at once", readers_of(*readers))?;
    }
    if !missed.is_empty() {
        writeln!(io::stderr(), "`fanion outbox retry {key}` sends to them nevertheless")?;
    }
    Ok(())
}

fn readers_of(count: u64) -> String {
    if count == 1 { "1 reader".into() } else { format!("{} readers", grouped(count)) }
}

/// The language and variant of an issue that a reader receives, if any.
fn letter(now: &Now<'_>, division: &Division<'_>, reader: &Reader) -> Option<(String, String)> {
    let Reader { recipient, audiences, impersonal } = reader;
    if !now.readers.receives(now.newsletter, *audiences, *impersonal) {
        return None;
    }
    let found = now.readers.issue(division, *audiences, recipient.language.as_ref(), recipient.site.as_ref())?;
    Some((found.0.to_string(), found.1.name().to_owned()))
}

/// When each reader may receive one more newsletter.
struct Rhythm<'q> {
    limits: Limits,
    /// What each received of late or is to receive, by their hash in the outbox.
    mail: Received,
    key: Key,
    /// When nothing leaves.
    quiet: &'q Quiet,
    max_lateness: SignedDuration,
    /// How many readers wait.
    held: Cell<u64>,
}

impl<'q> Rhythm<'q> {
    /// The rhythm of the project, and what its outbox knows; mandatory mail waits for nobody.
    fn new(project: &Project, now: &Now<'q>, outbox: &mut Outbox, key: Key) -> anyhow::Result<Self> {
        let limits = if now.newsletter.mandatory { Limits::default() } else { Limits::of(project) };
        let first = now.timetable.slices().iter().map(|slice| slice.opens).min().unwrap_or_else(present);
        let since = first - SignedDuration::from_hours(24 * (i64::from(limits.days()) + 1));
        let mail = if limits.is_empty() { Received::default() } else { outbox.mail_since(since)? };
        let (quiet, max_lateness) = (&now.campaign.rhythm.quiet, now.delivery.max_lateness);
        Ok(Self { limits, mail, key, quiet, max_lateness, held: Cell::new(0) })
    }

    /// Between which moments a reader's mail may leave: whom the rhythm holds has a window of a later day.
    fn window(&self, reader: &Reader, slice: &Slice) -> (Timestamp, Timestamp) {
        let own = (slice.opens, slice.closes);
        if reader.impersonal || self.limits.is_empty() {
            return own;
        }
        let moments = self.mail.of(PersonHash::of(&self.key, reader.recipient.address.as_str()));
        if moments.is_empty() {
            return own;
        }
        let zone = TimeZone::get(&slice.zone).unwrap_or(TimeZone::UTC);
        let place = Quietness { quiet: self.quiet, zone: &zone, country: slice.country.as_ref() };
        let free = self.limits.free_at(&moments, slice.opens, &place).filter(|free| *free > slice.opens);
        let window = free.and_then(|free| {
            Some((free, place.closes_within(&free.to_zoned_datetime(zone.clone()), self.max_lateness)?))
        });
        if window.is_some() {
            self.held.set(self.held.get() + 1);
        }
        window.unwrap_or(own)
    }
}

/// Freezes the readers into the outbox.
fn release(built: &Built, now: &Now<'_>, digest: String, mut outbox: Outbox, at: Timestamp) -> anyhow::Result<Outcome> {
    let columns = now.letters.iter().map(|(pair, (segments, _))| {
        let columns: BTreeSet<&str> = segments.slots.iter().map(|slot| slot.column.as_str()).collect();
        (pair, columns)
    });
    let columns: BTreeMap<_, _> = columns.collect();
    let division = Division::new(&built.project, now.campaign, now.newsletter);
    let rhythm = Rhythm::new(&built.project, now, &mut outbox, approval::key(built)?)?;
    let late = RefCell::new(Missed::new());
    let message = |reader: Reader| {
        let pair = letter(now, &division, &reader)?;
        let recipient = &reader.recipient;
        let shown = columns.get(&pair).into_iter().flatten();
        let values = shown.filter_map(|column| Some(((*column).to_owned(), recipient.value(column)?.to_owned())));
        let slice = now.timetable.slice(recipient.site.as_ref());
        let (not_before, expires_at) = rhythm.window(&reader, slice);
        if expires_at <= at {
            *late.borrow_mut().entry(slice.zone.clone()).or_default() += 1;
        }
        let priority = i32::from(!now.newsletter.mandatory);
        let (address, values) = (recipient.address.clone(), values.collect());
        Some(NewMessage { address, values, language: pair.0, variant: pair.1, not_before, expires_at, priority })
    };
    let issue = described(now, digest, at);
    let approved = match now.issue.approvers.is_empty() {
        true => "without approval".to_owned(),
        false => format!("approved by {}", now.issue.approvers.join(", ")),
    };
    let by = Release { who: &who(None), approved: &approved, readers: now.count() };
    let queued = match outbox.release(&issue, now.readers.walk()?.flatten().filter_map(message), &by) {
        Err(error @ DeliveryError::Released(_)) => {
            writeln!(io::stdout(), "{error}")?;
            return Ok(Outcome::Clean);
        }
        // One transaction: all or nobody.
        Err(error @ DeliveryError::Database(_)) => {
            return Err(error).with_context(|| format!("`{}` was not released, nothing was queued", now.key));
        }
        queued => queued?,
    };
    tell(now, &queued, rhythm.held.get(), &late.into_inner())?;
    issue::forget_built(built);
    let first = now.timetable.slices().iter().map(|slice| slice.opens).min().unwrap_or(at);
    writeln!(io::stderr(), "`fanion outbox run` sends them from {} on", first.max(at))?;
    Ok(Outcome::Clean)
}

/// The issue as the outbox keeps it.
fn described(now: &Now<'_>, digest: String, at: Timestamp) -> NewIssue {
    NewIssue {
        key: now.key.clone(),
        digest,
        mandatory: now.newsletter.mandatory,
        on_unknown: now.delivery.on_unknown,
        from_address: now.delivery.from_address.clone(),
        variants: now.letters.iter().map(|(pair, (_, sha256))| (pair.clone(), sha256.clone())).collect(),
        released_at: at,
    }
}

/// What came of a release.
fn tell(now: &Now<'_>, queued: &Queued, held: u64, late: &Missed) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let (key, Queued { queued, duplicates, suppressed, .. }) = (&now.key, queued);
    writeln!(out, "{key}: {queued} queued, {duplicates} duplicates left out, {suppressed} suppressed")?;
    if held > 0 {
        writeln!(out, "{key}: {held} of them later, held by the rhythm")?;
    }
    drop(out);
    too_late(key, late)
}
