//! `fanion send`

use std::{
    cell::Cell,
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{self, Write},
    sync::Arc,
};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    Outcome,
    approval::{
        self,
        issue::{self, Built, Name, Now, present},
        request::{invented, test_mail},
        status,
    },
    outbox::who,
    session::Session,
};
use crate::{
    delivery::{
        NewIssue, NewMessage, Outbox, PersonHash, SystemClock,
        approval::Post,
        schedule::{Limits, Slice},
        secret::Key,
    },
    model::{Project, value::EmailAddress},
    personalise::Division,
    recipients::Reader,
};

/// `fanion send`
#[derive(Debug, Args)]
pub struct Options {
    #[command(flatten)]
    name: Name,
    /// Say what would be queued, and queue nothing
    #[arg(long)]
    dry_run: bool,
    /// Send marked test mail to this address instead; no approval is needed
    #[arg(long, value_name = "EMAIL")]
    test: Option<EmailAddress>,
    /// With --test: what this reader of the list receives
    #[arg(long = "as", value_name = "EMAIL", requires = "test")]
    reader: Option<String>,
    /// With --test: one mail for each variant
    #[arg(long, requires = "test", conflicts_with = "reader")]
    all_variants: bool,
    /// Release an issue of a campaign that has no `approval:`
    #[arg(long)]
    yes_without_approval: bool,
}

/// Releases an approved issue into the outbox, or sends test mail.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let Some(built) = issue::build(session)? else { return Ok(Outcome::Problems) };
    let now = issue::now(&built, &options.name)?;
    if let Some(address) = &options.test {
        return test(&built, &now, address, options);
    }
    let path = built.root.join(&now.delivery.outbox);
    if path.exists() {
        let mut outbox = Outbox::open(&path, Arc::new(SystemClock))?;
        let released = outbox.counts(&now.key)?.total();
        if released > 0 {
            writeln!(io::stdout(), "{}: released already, to {released} readers; nothing was queued", now.key)?;
            return Ok(Outcome::Clean);
        }
    }
    let state = status::state(&built, &now)?;
    let digest = match (&now.campaign.approval, options.yes_without_approval) {
        (Some(_), true) => bail!("`{}` has an `approval:`, which no option passes over", now.campaign.id),
        (None, false) => bail!(
            "nobody approves what `{}` sends: add `approval:` to its campaign.yaml, or say --yes-without-approval",
            now.campaign.id
        ),
        (None, true) => now.issue.digest(),
        (Some(_), false) if state.holds() => state.digest.clone().context("a digest")?,
        (Some(_), false) => {
            writeln!(io::stderr(), "`{}` is not approved: nothing was queued", now.key)?;
            state.reasons().iter().try_for_each(|why| writeln!(io::stderr(), "  {why}"))?;
            return Ok(Outcome::Problems);
        }
    };
    let late = now.timetable.slices().iter().filter(|slice| slice.closes <= present()).count();
    if late == now.timetable.slices().len() {
        bail!("the moment of `{}` has passed: nothing was queued; move its `send:`", now.key);
    }
    if options.dry_run {
        writeln!(io::stdout(), "{}: would be released to {} readers", now.key, now.count())?;
        return Ok(Outcome::Clean);
    }
    release(&built, &now, digest)
}

/// When each reader may receive one more newsletter.
struct Rhythm {
    limits: Limits,
    /// What each received of late or is to receive, by their hash in the outbox.
    mail: HashMap<PersonHash, Vec<Timestamp>>,
    key: Key,
    /// How many readers wait.
    held: Cell<u64>,
}

impl Rhythm {
    /// The rhythm of the project, and what its outbox knows; mandatory mail waits for nobody.
    fn new(project: &Project, now: &Now<'_>, outbox: &mut Outbox, key: Key) -> anyhow::Result<Self> {
        let limits = if now.newsletter.mandatory { Limits::default() } else { Limits::of(project) };
        let first = now.timetable.slices().iter().map(|slice| slice.opens).min().unwrap_or_else(present);
        let since = first - SignedDuration::from_hours(24 * (i64::from(limits.days()) + 1));
        let mail = if limits.is_empty() { HashMap::new() } else { outbox.mail_since(since)? };
        Ok(Self { limits, mail, key, held: Cell::new(0) })
    }

    /// The moment at which a reader's mail may leave at the earliest.
    fn free_at(&self, address: &EmailAddress, slice: &Slice) -> Timestamp {
        let Some(moments) = self.mail.get(&PersonHash::of(&self.key, address.as_str())) else { return slice.opens };
        let zone = TimeZone::get(&slice.zone).unwrap_or(TimeZone::UTC);
        let free = self.limits.free_at(moments, slice.opens, &zone).unwrap_or(slice.opens);
        if free > slice.opens {
            self.held.set(self.held.get() + 1);
        }
        free
    }
}

/// Freezes the readers into the outbox.
fn release(built: &Built, now: &Now<'_>, digest: String) -> anyhow::Result<Outcome> {
    let path = built.root.join(&now.delivery.outbox);
    let mut outbox =
        Outbox::open(&path, Arc::new(SystemClock)).with_context(|| format!("cannot open `{}`", path.display()))?;
    let columns = now.letters.iter().map(|(pair, (segments, _))| {
        let columns: BTreeSet<&str> = segments.slots.iter().map(|slot| slot.column.as_str()).collect();
        (pair, columns)
    });
    let columns: BTreeMap<_, _> = columns.collect();
    let division = Division::new(&built.project, now.campaign, now.newsletter);
    let rhythm = Rhythm::new(&built.project, now, &mut outbox, approval::key(built)?)?;
    let message = |reader: Reader| {
        let Reader { recipient, audiences, impersonal } = &reader;
        if !now.readers.receives(now.newsletter, *audiences, *impersonal) {
            return None;
        }
        let found = now.readers.issue(&division, *audiences, recipient.language.as_ref(), recipient.site.as_ref())?;
        let pair = (found.0.to_string(), found.1.name().to_owned());
        let shown = columns.get(&pair).into_iter().flatten();
        let values = shown.filter_map(|column| Some(((*column).to_owned(), recipient.value(column)?.to_owned())));
        let slice = now.timetable.slice(recipient.site.as_ref());
        let free = if *impersonal { slice.opens } else { rhythm.free_at(&recipient.address, slice) };
        Some(NewMessage {
            address: recipient.address.clone(),
            values: values.collect(),
            language: pair.0,
            variant: pair.1,
            not_before: free,
            // Who is held by the rhythm has as long from then on.
            expires_at: free + slice.opens.duration_until(slice.closes),
            priority: i32::from(!now.newsletter.mandatory),
        })
    };
    let issue = NewIssue {
        key: now.key.clone(),
        digest,
        mandatory: now.newsletter.mandatory,
        on_unknown: now.delivery.on_unknown,
        from_address: now.delivery.from_address.clone(),
        variants: now.letters.iter().map(|(pair, (_, sha256))| (pair.clone(), sha256.clone())).collect(),
        released_at: present(),
    };
    let queued = outbox.queue(&issue, now.readers.walk()?.flatten().filter_map(message))?;
    let approvers = match now.issue.approvers.is_empty() {
        true => "without approval".to_owned(),
        false => format!("approved by {}", now.issue.approvers.join(", ")),
    };
    outbox.log(&who(None), "released", Some(&now.key), &format!("{} queued, {approvers}", queued.queued))?;
    writeln!(
        io::stdout(),
        "{}: {} queued, {} duplicates left out, {} suppressed",
        now.key,
        queued.queued,
        queued.duplicates,
        queued.suppressed
    )?;
    if rhythm.held.get() > 0 {
        writeln!(io::stdout(), "{}: {} of them later, held by the rhythm", now.key, rhythm.held.get())?;
    }
    writeln!(io::stderr(), "`fanion outbox run` sends them from {} on", now.timetable.slices()[0].opens)?;
    Ok(Outcome::Clean)
}

/// Marked test mail.
fn test(built: &Built, now: &Now<'_>, address: &EmailAddress, options: &Options) -> anyhow::Result<Outcome> {
    let mut post = Post::new(&built.root, now.delivery, approval::key(built)?)?;
    let mut chosen = Vec::new();
    if let Some(wanted) = &options.reader {
        let found = now.readers.find(wanted)?.map_err(|_| anyhow!("nobody on the list has the address `{wanted}`"))?;
        let recipient = &found.recipient;
        if !now.readers.receives(now.newsletter, found.audiences, found.impersonal) {
            bail!("`{wanted}` does not receive `{}`", now.key);
        }
        let division = Division::new(&built.project, now.campaign, now.newsletter);
        let letter =
            now.readers.issue(&division, found.audiences, recipient.language.as_ref(), recipient.site.as_ref());
        let (language, variant) = letter.context("it exists in no language")?;
        let pair = (language.to_string(), variant.name().to_owned());
        let values = recipient.values().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        chosen.push((pair, values));
    } else {
        // Of kinds of reader that are equally many, the one who reads the language that the newsletter names first.
        let languages = &now.newsletter.languages;
        let place = |pair: &(String, String)| languages.iter().position(|language| language.to_string() == pair.0);
        let most = now.counts.iter().max_by_key(|(pair, count)| (**count, Reverse(place(pair))));
        let most = most.map(|(pair, _)| pair);
        let pairs = now.counts.keys().filter(|pair| options.all_variants || Some(*pair) == most);
        let invented = |pair: &(String, String)| now.letters.get(pair).map(|(s, _)| invented(&built.project, s));
        chosen.extend(pairs.map(|pair| (pair.clone(), invented(pair).unwrap_or_default())));
    }
    for (pair, values) in &chosen {
        let (_, sha256) = now.letters.get(pair).context("nothing was built for this reader")?;
        let mail = test_mail(built, now, sha256, address, values)?;
        if !options.dry_run {
            post.send(address, &format!("test-{}-{}", pair.0, pair.1), &mail)?;
        }
        writeln!(io::stdout(), "{}: test mail in {}, variant {}, to {address}", now.key, pair.0, pair.1)?;
    }
    Ok(Outcome::Clean)
}
