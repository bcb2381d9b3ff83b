//! `fanion send`

use std::{
    cmp::Reverse,
    io::{self, Write},
    sync::Arc,
};

use anyhow::{Context, anyhow, bail};
use clap::Args;

use super::{
    Outcome,
    approval::{
        self,
        issue::{self, Built, Name, Now},
        request::{invented, test_mail},
        status,
    },
    release,
    session::Session,
};
use crate::{
    delivery::{Outbox, SystemClock, approval::Post},
    model::value::EmailAddress,
    personalise::Division,
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
    let Some(built) = issue::build(session, &options.name)? else { return Ok(Outcome::Problems) };
    if let Some(address) = &options.test {
        return test(&built, &issue::trial(&built, &options.name)?, address, options);
    }
    let now = issue::now(&built, &options.name)?;
    let path = built.root.join(&now.delivery.outbox);
    if path.exists()
        && let Some(outcome) = release::was_released(&mut Outbox::open(&path, Arc::new(SystemClock))?, &now)?
    {
        return Ok(outcome);
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
    release::run(session, &built, &now, digest, options.dry_run)
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
        let mail = test_mail(built, now, sha256, address, values, post.signing_key())?;
        if !options.dry_run {
            post.send(address, &format!("test-{}-{}", pair.0, pair.1), &mail)?;
        }
        writeln!(io::stdout(), "{}: test mail in {}, variant {}, to {address}", now.key, pair.0, pair.1)?;
    }
    Ok(Outcome::Clean)
}
