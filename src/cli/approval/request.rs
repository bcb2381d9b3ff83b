//! `fanion approval request`

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use anyhow::{Context, bail};

use super::{
    issue::{self, Built, Name, Now, present},
    key,
};
use crate::{
    cli::{Outcome, session::Session},
    delivery::{
        approval::{Codes, Copied, Folder, Post, Request, Summary, Version, changed_lines, domain},
        mail::{Addressee, DkimConfig, Letter},
        secret::random,
        store::Store,
    },
    model::{
        Project, Verify,
        value::{EmailAddress, hex},
    },
    personalise::Segments,
};

/// What the subject of test mail begins with.
pub const MARK: &str = "[Test] ";

/// Asks for approval.
pub fn run(session: &Session, name: &Name) -> anyhow::Result<Outcome> {
    let Some(built) = issue::build(session, name)? else { return Ok(Outcome::Problems) };
    let now = issue::now(&built, name)?;
    let Some(approval) = &now.campaign.approval else {
        bail!("`{}` asks for no approval: add `approval: {{ by: […] }}` to its campaign.yaml", now.campaign.id);
    };
    let folder = Folder::new(&built.root, &now.key);
    let last = folder.request().unwrap_or_default();
    let changes = changes(&built, last.as_ref(), &now);
    let mut request = Request { issue: now.issue.clone(), readers: now.count(), at: present(), unreached: Vec::new() };
    let key = key(&built)?;
    let mut codes = Codes::new(request.sealed());
    let mut post = Post::new(&built.root, now.delivery, key.clone())?;
    let mut mails = Vec::new();
    for person in &approval.by {
        let found = now.campaign.people.iter().find(|known| known.id == *person);
        let Some(address) = found.and_then(|person| person.email.as_ref()) else { continue };
        let code = (approval.verify == Verify::Code).then(|| codes.issue(person.as_str(), &key));
        let copies = copies(&built, &now, address, post.signing_key())?;
        let (versions, copies): (Vec<_>, Vec<_>) = copies.into_iter().unzip();
        // Who never got the last request does not know what it is compared with.
        let missed = last.as_ref().is_some_and(|last| last.unreached.iter().any(|id| id == person.as_str()));
        let missed =
            missed.then(|| "the last request did not reach you: what changed before it is not listed".to_owned());
        let changes: Vec<String> = missed.into_iter().chain(changes.iter().cloned()).collect();
        let (versions, changes) = (versions.as_slice(), changes.as_slice());
        let summary = Summary { request: &request, versions, changes, code: code.as_deref(), person: person.as_str() };
        let mut own = vec![(format!("approval-{person}"), summary.mail(now.delivery, address)?)];
        for (version, mail) in versions.iter().zip(copies) {
            let name = format!("approval-{person}-{}", version.name.replace(' ', "-"));
            own.extend(mail.map(|mail| (name, mail)));
        }
        mails.push((person.to_string(), address, own));
    }
    // Kept first: a code that is in a mailbox must be known here.
    folder.put_codes(&codes)?;
    let mut reached = Vec::new();
    for (person, address, own) in mails {
        match own.iter().try_for_each(|(name, mail)| post.send(address, name, mail)) {
            Ok(()) => reached.push(person),
            Err(error) => {
                writeln!(io::stderr(), "fanion: {person} was not reached: {error}")?;
                request.unreached.push(person);
            }
        }
    }
    // What reached nobody was not asked: the next request is compared with the one before.
    if reached.is_empty() && !request.unreached.is_empty() {
        bail!("nobody was asked: no mail of this request could be sent");
    }
    folder.put_request(&request)?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}: approval requested of {}", now.key, reached.join(", "))?;
    if approval.verify == Verify::None && !session.quiet {
        writeln!(
            io::stderr(),
            "note: `verify: none`: no codes were mailed; whoever works with the project may attest"
        )?;
    }
    Ok(if request.unreached.is_empty() { Outcome::Clean } else { Outcome::Problems })
}

/// What changed since the last request.
fn changes(built: &Built, last: Option<&Request>, now: &Now<'_>) -> Vec<String> {
    let Some(last) = last else { return vec!["this is the first request".to_owned()] };
    let mut out = last.issue.differences(&now.issue);
    if last.readers != now.count() {
        out.push(format!("readers: were {}, are {}", last.readers, now.count()));
    }
    let store = Store::of_project(&built.root);
    let kept = |sha256: &str| Segments::parse(&store.get(sha256).ok()?).ok();
    for (name, letter) in &now.issue.letters {
        let old = last.issue.letters.get(name).filter(|old| old.segments != letter.segments);
        let Some((old, new)) = old.and_then(|old| Some((kept(&old.segments)?, kept(&letter.segments)?))) else {
            continue;
        };
        let text = |segments: &Segments| segments.fill(|_| None).text();
        let lines = changed_lines(&text(&old), &text(&new));
        out.push(format!("text of {name}: {}", if lines.is_empty() { "unchanged" } else { "" }));
        out.extend(lines);
    }
    if out.is_empty() {
        out.push("nothing".to_owned());
    }
    out
}

/// The most copies that come as mails of their own: the others are files of the page.
const MOST_MAILED: usize = 12;
/// The most bytes of the page's files: servers take mails of 10 MB and more.
const MOST_ATTACHED: usize = 7 * 1024 * 1024;

/// The versions in the order in which they are shown: of each language the one that most read, then the others, the larger first.
fn ordered<'n>(now: &'n Now<'_>) -> Vec<(&'n (String, String), u64)> {
    let mut all: Vec<_> = now.counts.iter().map(|(pair, count)| (pair, *count)).collect();
    all.sort_by_key(|(pair, count)| (Reverse(*count), *pair));
    let mut languages = BTreeSet::new();
    let (mut first, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(pair, _)| languages.insert(pair.0.as_str()));
    first.extend(rest);
    first
}

/// A copy of each version that somebody reads, to an invented reader: as a mail, as a file of the page, or none.
fn copies(
    built: &Built,
    now: &Now<'_>,
    address: &EmailAddress,
    key: Option<&DkimConfig>,
) -> anyhow::Result<Vec<(Version, Option<Vec<u8>>)>> {
    let (mut out, mut attached) = (Vec::new(), 0);
    for (pair, readers) in ordered(now) {
        let (segments, sha256) = now.letters.get(pair).context("a letter")?;
        let mail = test_mail(built, now, sha256, address, &invented(&built.project, segments), key)?;
        let version = |copy| Version { name: format!("{} {}", pair.0, pair.1), readers, copy };
        out.push(if out.len() < MOST_MAILED {
            (version(Copied::Mailed), Some(mail))
        } else if attached + mail.len() <= MOST_ATTACHED {
            attached += mail.len();
            (version(Copied::Attached(format!("{}-{}.eml", pair.0, pair.1), mail)), None)
        } else {
            (version(Copied::Left), None)
        });
    }
    Ok(out)
}

/// Values that nobody on the list has.
pub fn invented(project: &Project, segments: &Segments) -> BTreeMap<String, String> {
    let word = |column: &str| {
        let key = format!("sample_{column}");
        let word = project.words.get(&segments.language.parse().ok()?, &key).to_owned();
        (word != key).then_some((column.to_owned(), word))
    };
    segments.slots.iter().filter(|slot| !slot.link).filter_map(|slot| word(&slot.column)).collect()
}

/// A reader's mail, marked. It differs from theirs in nothing but the header fields that docs/approval.md lists.
pub fn test_mail(
    built: &Built,
    now: &Now<'_>,
    sha256: &str,
    to: &EmailAddress,
    values: &BTreeMap<String, String>,
    key: Option<&DkimConfig>,
) -> anyhow::Result<Vec<u8>> {
    let letter = Letter::open(&Store::of_project(&built.root), sha256)?;
    let message_id = format!("test-{}@{}", hex(random::<16>()), domain(now.delivery));
    let addressee = Addressee { address: to, values, message_id: &message_id, date: present(), mark: Some(MARK) };
    let mut mail = format!("X-Fanion-Test: {}\r\n", now.key).into_bytes();
    mail.extend(letter.compose(&addressee, key)?);
    Ok(mail)
}
