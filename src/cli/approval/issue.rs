//! An issue as it is now: built, counted, described.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    cli::{make, preview, progress::Bar, readers::Readers, report, session::Session},
    delivery::{
        IssueKey,
        approval::{Issue, Letter, clear, keep},
        schedule::{Departure, Timetable, departures},
        store::Store,
    },
    load::Loaded,
    model::{Audience, Campaign, Delivery, Newsletter, Project},
    output::Published,
    personalise::{Division, Segment, Segments},
    plan::{Filter, Kind},
};

/// A project whose newsletters are up to date.
pub struct Built {
    /// Its folder.
    pub root: PathBuf,
    /// What it says; the newsletter in question as it is at the moment at which the issue leaves.
    pub project: Project,
    /// Where its newsletters were built.
    pub output: PathBuf,
}

/// Which issue, as the command line names it.
#[derive(Debug, clap::Args)]
pub struct Name {
    /// The newsletter: its id, or its campaign's and its own as `launch/01-why`
    pub newsletter: String,
    /// Which occurrence of a newsletter that is sent again and again, as 2027-03-09T09:00
    #[arg(long, value_name = "MOMENT")]
    pub occurrence: Option<jiff::civil::DateTime>,
}

impl Name {
    /// The newsletter as it is named, and which occurrence.
    pub fn parts(&self) -> anyhow::Result<(&str, Option<jiff::civil::DateTime>)> {
        match self.newsletter.split_once('@') {
            Some((id, moment)) => {
                let moment = moment.parse().with_context(|| format!("`{moment}` is not a moment"))?;
                Ok((id, Some(moment)))
            }
            None => Ok((self.newsletter.as_str(), self.occurrence)),
        }
    }
}

/// A newsletter at its moment, and what is needed to send it.
pub struct Now<'p> {
    /// Its campaign.
    pub campaign: &'p Campaign,
    /// The newsletter.
    pub newsletter: &'p Newsletter,
    /// How mail leaves.
    pub delivery: &'p Delivery,
    /// Its name.
    pub key: IssueKey,
    /// When it leaves for whom.
    pub timetable: Timetable,
    /// What is to be signed.
    pub issue: Issue,
    /// By language and variant, kept in the store.
    pub letters: BTreeMap<(String, String), (Segments, String)>,
    /// How many readers it has in each.
    pub counts: BTreeMap<(String, String), u64>,
    /// The lists.
    pub readers: Readers<'p>,
}

impl Now<'_> {
    /// How many readers it has.
    pub fn count(&self) -> u64 {
        self.counts.values().sum()
    }
}

/// Builds the newsletters as far as they changed; `None` after what is wrong was told. A later occurrence of a newsletter is built
/// as it is on its own day, beside the others: its dates and the days that it counts are its own.
pub fn build(session: &Session, name: &Name) -> anyhow::Result<Option<Built>> {
    let (root, loaded) = session.load()?;
    let output = root.join("output");
    if !made(session, loaded, &root, &output, Filter { kinds: vec![Kind::Newsletters], ..Filter::default() })? {
        return Ok(None);
    }
    let (root, mut loaded) = session.load()?;
    let Some(mut project) = loaded.project.take() else { return Ok(None) };
    let Some((key, at)) = later(&project, name)? else { return Ok(Some(Built { root, project, output })) };
    let output = root.join(".fanion").join("issues").join(file_name(&key));
    leaving_at(&mut project, &key, at);
    let mut alone = project.clone();
    for campaign in alone.campaigns.iter_mut().filter(|campaign| campaign.id == key.campaign) {
        campaign.newsletters.retain(|newsletter| newsletter.id == key.newsletter);
    }
    loaded.project = Some(alone);
    let campaigns = vec![key.campaign.to_string()];
    let filter = Filter { campaigns, kinds: vec![Kind::Newsletters], ..Filter::default() };
    Ok(made(session, loaded, &root, &output, filter)?.then_some(Built { root, project, output }))
}

/// The newsletter that a name means as it is on the day of the occurrence that the name says; the first, where it says none. What
/// the names of its files end with.
pub fn on_its_day(project: &mut Project, name: &Name) -> anyhow::Result<String> {
    let Some(at) = name.parts()?.1 else { return Ok(String::new()) };
    if let Some((key, at)) = later(project, name)? {
        leaving_at(project, &key, at);
    }
    Ok(stamp(at))
}

/// Dates and the days that a newsletter counts are those of this occurrence.
fn leaving_at(project: &mut Project, key: &IssueKey, at: jiff::civil::DateTime) {
    for campaign in project.campaigns.iter_mut().filter(|campaign| campaign.id == key.campaign) {
        let own = campaign.newsletters.iter_mut().filter(|newsletter| newsletter.id == key.newsletter);
        own.for_each(|newsletter| newsletter.first_send = Some(at));
    }
}

/// Makes what a filter selects; false after what is wrong was told.
fn made(session: &Session, loaded: Loaded, root: &Path, output: &Path, filter: Filter) -> anyhow::Result<bool> {
    let (root, output) = (root.to_owned(), output.to_owned());
    let work =
        make::Work { root, filter, output, threads: make::threads(None), publish: true, force: false, live: false };
    let bar = Bar::new(session.quiet);
    let (diagnostics, made) = make::make(loaded, &work, &bar)?;
    bar.clear();
    if diagnostics.has_errors() || !made.is_some_and(|made| made.is_complete()) {
        report::write(&diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
        writeln!(io::stderr(), "nothing is approved or sent while there are errors")?;
        return Ok(false);
    }
    Ok(true)
}

/// The issue that a name means, where it is an occurrence after the first, and its moment.
fn later(project: &Project, name: &Name) -> anyhow::Result<Option<(IssueKey, jiff::civil::DateTime)>> {
    let (written, occurrence) = name.parts()?;
    let (campaign, newsletter) = preview::find(project, written)?;
    if newsletter.send.is_none() && occurrence.is_none() {
        return Ok(None);
    }
    let departure = departure(campaign, newsletter, occurrence)?;
    let later = departure.occurrence.filter(|at| newsletter.first_send != Some(*at));
    let key = |at| IssueKey { campaign: campaign.id.clone(), newsletter: newsletter.id.clone(), occurrence: Some(at) };
    Ok(later.map(|at| (key(at), at)))
}

/// What every file system takes: `launch.weekly@20270309T0900`.
fn file_name(key: &IssueKey) -> String {
    format!("{}.{}{}", key.campaign, key.newsletter, key.occurrence.map(stamp).unwrap_or_default())
}

/// `@20270309T0900`
fn stamp(at: jiff::civil::DateTime) -> String {
    format!("@{}", at.strftime("%Y%m%dT%H%M"))
}

/// The issue of a name, as it is now. What it is made of is kept in the store.
pub fn now<'p>(built: &'p Built, name: &Name) -> anyhow::Result<Now<'p>> {
    let (written, occurrence) = name.parts()?;
    let (campaign, newsletter) = preview::find(&built.project, written)?;
    leaving(built, campaign, newsletter, &departure(campaign, newsletter, occurrence)?)
}

/// The same for test mail, which leaves at once: a newsletter that says nothing of its moment yet has the present one.
pub fn trial<'p>(built: &'p Built, name: &Name) -> anyhow::Result<Now<'p>> {
    let (written, occurrence) = name.parts()?;
    let (campaign, newsletter) = preview::find(&built.project, written)?;
    if newsletter.send.is_some() || occurrence.is_some() {
        return now(built, name);
    }
    let clock = TimeZone::get(&campaign.timezone).unwrap_or(TimeZone::UTC);
    let at = present().to_zoned_datetime(clock).datetime();
    leaving(built, campaign, newsletter, &Departure { occurrence: None, at, zone: None })
}

/// The issue of a newsletter that leaves at a moment.
fn leaving<'p>(
    built: &'p Built,
    campaign: &'p Campaign,
    newsletter: &'p Newsletter,
    departure: &Departure,
) -> anyhow::Result<Now<'p>> {
    let Built { root, project, output } = built;
    if newsletter.built_in || campaign.built_in {
        bail!(
            "the texts of `{}` are built in, and nobody adopted them: write the newsletter yourself, below campaigns/",
            newsletter.id
        );
    }
    let Some(delivery) = &project.delivery else {
        bail!("the project has no delivery.yaml: it says who sends, and through which relay");
    };
    let key =
        IssueKey { campaign: campaign.id.clone(), newsletter: newsletter.id.clone(), occurrence: departure.occurrence };
    let timetable = Timetable::new(campaign, newsletter, departure, delivery.max_lateness)
        .context("its moment lies outside the calendar, or it is quiet for years")?;
    let Some(readers) = Readers::new(root, project, campaign)? else {
        bail!("`{}` has no list of recipients: add `recipients:` to its campaign.yaml", campaign.id);
    };
    let letters = letters(root, output, campaign, newsletter)?;
    let counts = count(project, campaign, newsletter, &readers)?;
    if counts.is_empty() {
        bail!("`{key}` has no readers");
    }
    if let Some((language, variant)) = counts.keys().find(|pair| !letters.contains_key(*pair)) {
        bail!("nothing was built for readers of {language}, variant {variant}: the list changed meanwhile; try again");
    }
    let issue = describe(campaign, newsletter, &key, departure, &letters);
    Ok(Now { campaign, newsletter, delivery, key, timetable, issue, letters, counts, readers })
}

fn departure(
    campaign: &Campaign,
    newsletter: &Newsletter,
    occurrence: Option<jiff::civil::DateTime>,
) -> anyhow::Result<Departure> {
    let all = departures(campaign, newsletter);
    let Some(first) = all.first() else {
        bail!("`{}` says nothing of when it leaves: add `send:` to it", newsletter.id);
    };
    let several = first.occurrence.is_some();
    match occurrence {
        None if several => {
            let clock = TimeZone::get(&campaign.timezone).unwrap_or(TimeZone::UTC);
            let today = present().to_zoned_datetime(clock).datetime();
            let to_come = all.iter().filter(|d| d.at > today).take(3);
            let next: Vec<String> = to_come.map(|d| d.at.strftime("%Y-%m-%dT%H:%M").to_string()).collect();
            if next.is_empty() {
                bail!("`{}` is sent again and again, and the last time has passed: move its `until`", newsletter.id);
            }
            bail!("`{}` is sent again and again: say which with --occurrence, as {}", newsletter.id, next.join(", "))
        }
        None => Ok(first.clone()),
        Some(_) if !several => bail!("`{}` is sent once: leave --occurrence out", newsletter.id),
        Some(at) => {
            let found = all.iter().find(|departure| departure.at == at).cloned();
            found.with_context(|| format!("`{}` does not leave on {at}: see `fanion plan`", newsletter.id))
        }
    }
}

/// What the last build compiled, checked and kept.
fn letters(
    root: &Path,
    output: &Path,
    campaign: &Campaign,
    newsletter: &Newsletter,
) -> anyhow::Result<BTreeMap<(String, String), (Segments, String)>> {
    let (published, store) = (Published::read(output)?, Store::of_project(root));
    let mut letters = BTreeMap::new();
    for entry in published.manifest().entries() {
        let ours = entry.kind == Kind::Newsletters
            && entry.campaign.as_deref() == Some(campaign.id.as_str())
            && entry.id == newsletter.id.as_str();
        if let Some(variant) = entry.variant.as_ref().filter(|_| ours) {
            let segments = keep(&store, output, &entry.path, &entry.sha256)?;
            letters.insert((entry.language.clone(), variant.clone()), (segments, entry.sha256.clone()));
        }
    }
    Ok(letters)
}

fn count(
    project: &Project,
    campaign: &Campaign,
    newsletter: &Newsletter,
    readers: &Readers<'_>,
) -> anyhow::Result<BTreeMap<(String, String), u64>> {
    let division = Division::new(project, campaign, newsletter);
    let mut counts = BTreeMap::new();
    // Rows that cannot be used were told by the build.
    for reader in readers.walk()?.flatten() {
        if readers.receives(newsletter, reader.audiences, reader.impersonal) {
            let recipient = &reader.recipient;
            let issue =
                readers.issue(&division, reader.audiences, recipient.language.as_ref(), recipient.site.as_ref());
            if let Some((language, variant)) = issue {
                *counts.entry((language.to_string(), variant.name().to_owned())).or_default() += 1;
            }
        }
    }
    Ok(counts)
}

fn describe(
    campaign: &Campaign,
    newsletter: &Newsletter,
    key: &IssueKey,
    departure: &Departure,
    letters: &BTreeMap<(String, String), (Segments, String)>,
) -> Issue {
    let approval = campaign.approval.as_ref();
    let clocks = match (&departure.zone, newsletter.same_moment) {
        (Some(zone), _) => zone.clone(),
        (None, true) => campaign.timezone.clone(),
        (None, false) => format!("on each reader's own clock, else {}", campaign.timezone),
    };
    let letter = |(segments, sha256): &(Segments, String)| Letter {
        segments: sha256.clone(),
        subject: subject(segments),
        from: format!("{} <{}>", segments.headers.from_name, segments.headers.from_address),
        reply_to: segments.headers.reply_to.clone(),
    };
    Issue {
        version: 1,
        name: key.to_string(),
        moment: format!("{} {clocks}", departure.at.strftime("%Y-%m-%d %H:%M")),
        mandatory: newsletter.mandatory,
        approvers: approval.iter().flat_map(|approval| &approval.by).map(ToString::to_string).collect(),
        verify: approval.map_or("none", |approval| approval.verify.as_str()).to_owned(),
        tolerance: format!("{}%", approval.map_or(0.0, |approval| approval.tolerance) * 100.0),
        to: newsletter.to.iter().map(ToString::to_string).collect(),
        audiences: campaign.audiences.iter().map(|a| (a.id.to_string(), rule(campaign, a))).collect(),
        letters: letters.iter().map(|((l, v), made)| (format!("{l} {v}"), letter(made))).collect(),
    }
}

/// `role == "manager" of audiences/staff.csv`
fn rule(campaign: &Campaign, audience: &Audience) -> String {
    if let Some(address) = &audience.list {
        return format!("the list address {address}");
    }
    let filter = audience.filter.as_ref().map_or("all".to_owned(), ToString::to_string);
    let Some(list) = campaign.list_of(audience) else { return filter };
    let sheet = list.sheet.as_ref().map(|sheet| format!(", sheet {}", sheet.value)).unwrap_or_default();
    let columns = list.columns.iter().map(|(name, header)| format!(", {name} from {}", header.value));
    format!("{filter} of {}{sheet}{}", list.path, columns.collect::<String>())
}

fn subject(segments: &Segments) -> String {
    let shown = segments.subject.iter().map(|segment| match segment {
        Segment::Fixed(text) => text.clone(),
        Segment::Value { slot, .. } => {
            segments.slots.get(*slot).map(|slot| format!("{{{}}}", slot.column)).unwrap_or_default()
        }
    });
    shown.collect()
}

/// Removes what was built for one occurrence, once its content is kept where it leaves from.
pub fn forget_built(built: &Built) {
    if built.output.starts_with(built.root.join(".fanion")) {
        clear(&built.output);
    }
}

/// The present.
pub fn present() -> Timestamp {
    use crate::delivery::Clock;
    crate::delivery::SystemClock.now()
}
