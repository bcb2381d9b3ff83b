//! `fanion explain CODE`

use std::io::{self, Write};

use anyhow::bail;
use clap::Args;

use super::Outcome;
use crate::diagnostic::{Code, nearest};

/// `fanion explain`
#[derive(Debug, Args)]
pub struct Options {
    /// The code, as it stands in brackets after `error`; all codes where absent
    code: Option<String>,
}

/// Prints what the code means.
pub fn run(options: &Options) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    let Some(name) = &options.code else {
        for code in Code::ALL {
            writeln!(out, "{:<22} {}", code.name(), first_sentence(code.explanation()))?;
        }
        return Ok(Outcome::Clean);
    };
    let Ok(code) = name.parse::<Code>() else {
        let names = Code::ALL.iter().map(|code| code.name());
        let help = nearest::nearest(name, names).map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
        bail!("there is no code `{name}`{help}; `fanion explain` lists them all");
    };
    writeln!(out, "{} ({})\n\n{}", code.name(), code.severity(), reflow(code.explanation()))?;
    Ok(Outcome::Clean)
}

fn first_sentence(text: &str) -> String {
    let text = reflow(text);
    text.split_inclusive(". ").next().unwrap_or_default().trim().to_owned()
}

fn reflow(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
