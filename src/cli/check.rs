//! `fanion check`

use std::{
    io::{self, Write},
    num::NonZeroUsize,
};

use clap::Args;

use super::{
    Outcome, keys, make,
    progress::Bar,
    report::{self, Format},
    sends,
    session::Session,
};
use crate::{load::Loaded, plan::Filter};

/// `fanion check`
#[derive(Debug, Args)]
pub struct Options {
    /// Campaigns to check; all of them otherwise
    #[arg(value_name = "CAMPAIGN")]
    campaigns: Vec<String>,
    /// How problems are written
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: Format,
    /// Say of each of the nine keys of a successful adoption what the campaigns have, what they lack, and what to write
    #[arg(long)]
    keys: bool,
    /// Warnings count as problems
    #[arg(long)]
    strict: bool,
    /// How many pieces are looked at at once; as many as there are processors otherwise
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// Finds all problems: of the files, and of every piece, which is made in memory and not written.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    let (root, loaded) = session.load()?;
    if options.keys {
        return nine_keys(session, options, loaded);
    }
    let bar = Bar::new(session.quiet);
    let work = make::Work {
        root: root.clone(),
        filter: Filter { campaigns: options.campaigns.clone(), ..Filter::default() },
        output: root.join("output"),
        threads: make::threads(options.jobs),
        publish: false,
        force: false,
        live: false,
    };
    // A list or a moment that is wrong says nothing of how long sending takes.
    let sound = loaded.project.as_ref().filter(|_| !loaded.diagnostics.has_errors());
    let slow = sound.map(|project| sends::warnings(&root, project, &work.filter)).unwrap_or_default();
    let (mut diagnostics, _) = make::make(loaded, &work, &bar)?;
    diagnostics.extend(slow);
    diagnostics.sort();
    bar.clear();
    report::write(&diagnostics, options.format, session.colour_out, &mut io::stdout().lock())?;
    if !session.quiet {
        let tally = report::tally(&diagnostics).unwrap_or_else(|| "no problems".into());
        writeln!(io::stderr(), "{tally}")?;
    }
    Ok(report::outcome(&diagnostics, options.strict))
}

/// Tells the nine keys; what is missing is a problem where warnings are.
fn nine_keys(session: &Session, options: &Options, loaded: Loaded) -> anyhow::Result<Outcome> {
    let mut diagnostics = loaded.diagnostics;
    let filter = Filter { campaigns: options.campaigns.clone(), ..Filter::default() };
    diagnostics.extend(loaded.project.iter().flat_map(|project| filter.check(project)));
    diagnostics.sort();
    let Some(project) = loaded.project.filter(|_| !diagnostics.has_errors()) else {
        report::write(&diagnostics, options.format, session.colour_out, &mut io::stdout().lock())?;
        return Ok(Outcome::Problems);
    };
    let whole = keys::write(&project, &filter, options.format, &mut io::stdout().lock())?;
    Ok(if whole || !options.strict { Outcome::Clean } else { Outcome::Problems })
}
