//! An issue as it is now: built, counted, described.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use jiff::Timestamp;

use crate::{
    cli::{make, preview, progress::Bar, readers::Readers, report, session::Session},
    delivery::{
        IssueKey,
        approval::{Issue, Letter, keep},
        schedule::{Departure, Timetable, departures},
        store::Store,
    },
    model::{Audience, BlockKind, Campaign, Delivery, Newsletter, Project},
    output::Published,
    personalise::{Division, Segment, Segments},
    plan::{Filter, Kind},
};

/// A project whose newsletters are up to date.
pub struct Built {
    /// Its folder.
    pub root: PathBuf,
    /// What it says.
    pub project: Project,
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

/// Builds the newsletters as far as they changed; `None` after what is wrong was told.
pub fn build(session: &Session) -> anyhow::Result<Option<Built>> {
    let (root, loaded) = session.load()?;
    let work = make::Work {
        root: root.clone(),
        filter: Filter { kinds: vec![Kind::Newsletters], ..Filter::default() },
        output: root.join("output"),
        threads: make::threads(None),
        publish: true,
        force: false,
        live: false,
    };
    let bar = Bar::new(session.quiet);
    let (diagnostics, made) = make::make(loaded, &work, &bar)?;
    bar.clear();
    if diagnostics.has_errors() || !made.is_some_and(|made| made.is_complete()) {
        report::write(&diagnostics, report::Format::Full, session.colour, &mut io::stderr().lock())?;
        writeln!(io::stderr(), "nothing is approved or sent while there are errors")?;
        return Ok(None);
    }
    let (root, loaded) = session.load()?;
    Ok(loaded.project.map(|project| Built { root, project }))
}

/// The issue of a name, as it is now. What it is made of is kept in the store.
pub fn now<'p>(built: &'p Built, name: &Name) -> anyhow::Result<Now<'p>> {
    let Built { root, project } = built;
    let (written, occurrence) = match name.newsletter.split_once('@') {
        Some((id, moment)) => (id, Some(moment.parse().with_context(|| format!("`{moment}` is not a moment"))?)),
        None => (name.newsletter.as_str(), name.occurrence),
    };
    let (campaign, newsletter) = preview::find(project, written)?;
    if newsletter.built_in || campaign.built_in {
        bail!(
            "the texts of `{}` are built in, and nobody adopted them: write the newsletter yourself, below campaigns/",
            newsletter.id
        );
    }
    let Some(delivery) = &project.delivery else {
        bail!("the project has no delivery.yaml: it says who sends, and through which relay");
    };
    let departure = departure(campaign, newsletter, occurrence)?;
    let key =
        IssueKey { campaign: campaign.id.clone(), newsletter: newsletter.id.clone(), occurrence: departure.occurrence };
    let timetable = Timetable::new(campaign, newsletter, &departure, delivery.max_lateness)
        .context("its moment lies outside the calendar, or it is quiet for years")?;
    let Some(readers) = Readers::new(root, project, campaign)? else {
        bail!("`{}` has no list of recipients: add `recipients:` to its campaign.yaml", campaign.id);
    };
    let letters = letters(root, campaign, newsletter)?;
    let counts = count(project, campaign, newsletter, &readers)?;
    if counts.is_empty() {
        bail!("`{key}` has no readers");
    }
    if let Some((language, variant)) = counts.keys().find(|pair| !letters.contains_key(*pair)) {
        bail!("nothing was built for readers of {language}, variant {variant}: the list changed meanwhile; try again");
    }
    let issue = describe(campaign, newsletter, &key, &departure, &letters);
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
    let counts_days = newsletter.blocks.iter().any(|block| matches!(block.kind, BlockKind::Countdown { .. }));
    match occurrence {
        None if several => {
            let next: Vec<String> = all.iter().take(3).map(|d| d.at.strftime("%Y-%m-%dT%H:%M").to_string()).collect();
            bail!("`{}` is sent again and again: say which with --occurrence, as {}", newsletter.id, next.join(", "))
        }
        None => Ok(first.clone()),
        Some(_) if !several => bail!("`{}` is sent once: leave --occurrence out", newsletter.id),
        Some(at) if counts_days && at != first.at => {
            bail!(
                "`{}` counts days, and counts them for its first occurrence only: write one newsletter for each",
                newsletter.id
            )
        }
        Some(at) => {
            let found = all.iter().find(|departure| departure.at == at).cloned();
            found.with_context(|| format!("`{}` does not leave on {at}: see `fanion plan`", newsletter.id))
        }
    }
}

/// What the last build compiled, checked and kept.
fn letters(
    root: &Path,
    campaign: &Campaign,
    newsletter: &Newsletter,
) -> anyhow::Result<BTreeMap<(String, String), (Segments, String)>> {
    let output = root.join("output");
    let (published, store) = (Published::read(&output)?, Store::of_project(root));
    let mut letters = BTreeMap::new();
    for entry in published.manifest().entries() {
        let ours = entry.kind == Kind::Newsletters
            && entry.campaign.as_deref() == Some(campaign.id.as_str())
            && entry.id == newsletter.id.as_str();
        if let Some(variant) = entry.variant.as_ref().filter(|_| ours) {
            let segments = keep(&store, &output, &entry.path, &entry.sha256)?;
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

/// The present.
pub fn present() -> Timestamp {
    use crate::delivery::Clock;
    crate::delivery::SystemClock.now()
}
