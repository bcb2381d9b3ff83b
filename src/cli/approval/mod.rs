//! `fanion approval` and `fanion approve`

pub mod found;
pub mod issue;
pub mod request;
pub mod status;

use std::io::{self, Write};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use self::issue::{Built, Name, present};
use super::{Outcome, session::Session};
use crate::{
    delivery::{
        approval::{Folder, Refusal, Signature},
        secret::Key,
    },
    model::Verify,
};

/// `fanion approval`
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Mail each approver test copies, a summary of what changed, and a code
    Request(Name),
    /// Say who signed, who is missing, and why a signature is void
    Status(status::Options),
    /// Take a request back, with its signatures
    Withdraw(Name),
}

/// `fanion approve`
#[derive(Debug, Args)]
pub struct Approve {
    #[command(flatten)]
    name: Name,
    /// Who approves: a person of the campaign's `approval.by`
    #[arg(long = "as", value_name = "PERSON")]
    person: String,
    /// The code that this person received
    #[arg(long)]
    code: Option<String>,
}

/// Asks for approval, tells of it, takes it back.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    match &options.verb {
        Verb::Request(name) => request::run(session, name),
        Verb::Status(options) => status::run(session, options),
        Verb::Withdraw(name) => withdraw(session, name),
    }
}

/// The project's key, beside its outbox.
pub fn key(built: &Built) -> anyhow::Result<Key> {
    let outbox = built.project.delivery.as_ref().map_or(".fanion/outbox.db", |delivery| delivery.outbox.as_str());
    let path = built.root.join(outbox);
    Ok(Key::open(path.parent().context("the outbox lies in no folder")?)?)
}

/// Signs.
pub fn approve(session: &Session, options: &Approve) -> anyhow::Result<Outcome> {
    let Some(built) = issue::build(session, &options.name)? else { return Ok(Outcome::Problems) };
    let now = issue::now(&built, &options.name)?;
    let Some(approval) = &now.campaign.approval else {
        bail!("`{}` asks for no approval: its campaign.yaml has no `approval:`", now.campaign.id);
    };
    let person = options.person.as_str();
    if !approval.by.iter().any(|id| id.as_str() == person) {
        let by: Vec<String> = approval.by.iter().map(ToString::to_string).collect();
        bail!("`{person}` does not approve `{}`: that is for {}", now.key, by.join(", "));
    }
    let folder = Folder::new(&built.root, &now.key);
    let Some(request) = folder.request()? else {
        bail!("nobody asked for the approval of `{0}`: `fanion approval request {0}`", now.key);
    };
    if let Some(difference) = request.issue.differences(&now.issue).first() {
        bail!(
            "`{0}` changed since approval was requested ({difference}): `fanion approval request {0}` again",
            now.key
        );
    }
    let key = key(&built)?;
    match (approval.verify, &options.code) {
        (Verify::None, Some(_)) => bail!("`verify: none`: this campaign takes no codes; leave --code out"),
        (Verify::None, None) => {
            writeln!(io::stderr(), "note: `verify: none`: nobody checks that this is {person}; you attest it")?;
        }
        (Verify::Code, None) => bail!("say the code that {person} received: --code XXXXX-XXXXX"),
        (Verify::Code, Some(code)) => check(&folder, &request.sealed(), person, code, &key)?,
    }
    let sealed = (approval.verify == Verify::Code).then_some(&key);
    let signature = Signature::new(&request, person, present(), sealed);
    folder.put_signature(&signature)?;
    writeln!(io::stdout(), "{}", folder.signature_path(person).display())?;
    if !session.quiet {
        writeln!(io::stderr(), "{person} approved `{}` for {} readers", now.key, request.readers)?;
    }
    Ok(Outcome::Clean)
}

fn check(folder: &Folder, digest: &str, person: &str, code: &str, key: &Key) -> anyhow::Result<()> {
    let Some(mut codes) = folder.codes()?.filter(|codes| codes.digest == digest) else {
        bail!(
            "no code was mailed from here for this request: approve where `.fanion/` of the request is, or request again"
        );
    };
    let checked = codes.check(person, code, key);
    folder.put_codes(&codes)?;
    match checked {
        Ok(()) => Ok(()),
        Err(Refusal::NotSent) => bail!("{person} was sent no code for this request: request approval again"),
        Err(Refusal::Wrong) => bail!("this is not the code that {person} was sent"),
        Err(Refusal::TooMany) => bail!("too many wrong codes for {person}: request approval again"),
    }
}

fn withdraw(session: &Session, name: &Name) -> anyhow::Result<Outcome> {
    let Some(built) = issue::build(session, name)? else { return Ok(Outcome::Problems) };
    let now = issue::now(&built, name)?;
    let folder = Folder::new(&built.root, &now.key);
    let mut people = now.issue.approvers.clone();
    people.extend(folder.request()?.into_iter().flat_map(|request| request.issue.approvers));
    let any = folder.withdraw(&people, present())?;
    let told = if any {
        "withdrawn; what was released already is stopped by `fanion outbox cancel`"
    } else {
        "there was nothing to withdraw"
    };
    writeln!(io::stdout(), "{}: {told}", now.key)?;
    Ok(Outcome::Clean)
}
