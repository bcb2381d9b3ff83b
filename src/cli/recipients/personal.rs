//! `fanion recipients export` and `fanion recipients forget`

use std::io::{self, Write};

use clap::Args;

use crate::{
    cli::{
        Outcome,
        outbox::{open, who},
        session::Session,
    },
    model::value::EmailAddress,
};

/// `fanion recipients export`
#[derive(Debug, Args)]
pub struct Export {
    /// Whose data
    email: EmailAddress,
}

/// `fanion recipients forget`
#[derive(Debug, Args)]
pub struct Forget {
    /// Whose data
    email: EmailAddress,
    /// Who does it, for the log; otherwise the system's user
    #[arg(long = "as", value_name = "PERSON")]
    who: Option<String>,
    /// Say what would be removed, and remove nothing
    #[arg(long)]
    dry_run: bool,
}

/// Prints all that the outbox keeps of a person, as JSON.
pub fn export(session: &Session, options: &Export) -> anyhow::Result<Outcome> {
    let Some(mut outbox) = open(session)? else { return Ok(Outcome::Problems) };
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &outbox.export(&options.email)?).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(Outcome::Clean)
}

/// Removes it, but for hashes by which they are not written to again.
pub fn forget(session: &Session, options: &Forget) -> anyhow::Result<Outcome> {
    let Some(mut outbox) = open(session)? else { return Ok(Outcome::Problems) };
    let many = outbox.forget(&options.email, &who(options.who.as_ref()), options.dry_run)?;
    let done = if options.dry_run { "would be removed" } else { "removed" };
    writeln!(
        io::stderr(),
        "{done} from the outbox: {} that name them; remove their row from the recipients' lists, and copies in the folders of \
         `relay: file:` and `fanion preview`, yourself",
        if many == 1 { "1 row".to_owned() } else { format!("{many} rows") }
    )?;
    Ok(Outcome::Clean)
}
