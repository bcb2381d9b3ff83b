//! `fanion approval request`

use std::{
    collections::BTreeMap,
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
        approval::{Codes, Folder, Post, Request, Summary, changed_lines},
        mail::{Addressee, Letter},
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
    let changes = changes(&built, folder.request()?.as_ref(), &now);
    let request = Request { issue: now.issue.clone(), readers: now.count(), at: present() };
    let key = key(&built)?;
    let mut codes = Codes::new(request.issue.digest());
    let mut post = Post::new(&built.root, now.delivery, key.clone())?;
    let mut mails = Vec::new();
    for person in &approval.by {
        let found = now.campaign.people.iter().find(|known| known.id == *person);
        let Some(address) = found.and_then(|person| person.email.as_ref()) else { continue };
        let code = (approval.verify == Verify::Code).then(|| codes.issue(person.as_str(), &key));
        let summary = Summary { request: &request, changes: &changes, code: code.as_deref(), person: person.as_str() };
        mails.push((address, format!("approval-{person}"), summary.mail(now.delivery, address)?));
        for (language, mail) in copies(&built, &now, address)? {
            mails.push((address, format!("approval-{person}-{language}"), mail));
        }
    }
    // Kept first: a code that is in a mailbox must be known here.
    folder.put_codes(&codes)?;
    folder.put_request(&request)?;
    for (address, name, mail) in &mails {
        post.send(address, name, mail)?;
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{}: approval requested of {}", now.key, now.issue.approvers.join(", "))?;
    if approval.verify == Verify::None && !session.quiet {
        writeln!(
            io::stderr(),
            "note: `verify: none`: no codes were mailed; whoever works with the project may attest"
        )?;
    }
    Ok(Outcome::Clean)
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

/// A copy in each language, of the variant that most read, to an invented reader.
fn copies(built: &Built, now: &Now<'_>, address: &EmailAddress) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut largest: BTreeMap<&str, (&(String, String), u64)> = BTreeMap::new();
    for (pair, count) in &now.counts {
        let entry = largest.entry(pair.0.as_str()).or_insert((pair, *count));
        if *count > entry.1 {
            *entry = (pair, *count);
        }
    }
    let copy = |(language, (pair, _)): (&&str, &(&(String, String), u64))| {
        let (segments, sha256) = now.letters.get(*pair).context("a letter")?;
        let values = invented(&built.project, segments);
        Ok(((*language).to_owned(), test_mail(built, now, sha256, address, &values)?))
    };
    largest.iter().map(copy).collect()
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

/// A reader's mail, marked: its subject, a header of its own, and a Message-ID that no reader's mail bears.
pub fn test_mail(
    built: &Built,
    now: &Now<'_>,
    sha256: &str,
    to: &EmailAddress,
    values: &BTreeMap<String, String>,
) -> anyhow::Result<Vec<u8>> {
    let letter = Letter::open(&Store::of_project(&built.root), sha256)?;
    let domain = now.delivery.from_address.as_str().rsplit('@').next().unwrap_or_default();
    let message_id = format!("test-{}@{domain}", hex(random::<16>()));
    let addressee = Addressee { address: to, values, message_id: &message_id, date: present(), mark: Some(MARK) };
    let mut mail = format!("X-Fanion-Test: {}\r\n", now.key).into_bytes();
    mail.extend(letter.compose(&addressee, None)?);
    Ok(mail)
}
