//! The commands: arguments, one file per verb, progress and reports.
//!
//! In: the command line. Out: results on standard output, everything else on standard error, and an exit code: 0 nothing
//! wrong, 1 problems in the project, 2 could not run.

mod approval;
mod bounces;
mod brand;
mod build;
mod check;
mod completions;
mod crowd;
mod diff;
mod explain;
mod init;
mod keys;
mod make;
mod matrix;
mod outbox;
mod pack;
mod plan;
mod preview;
mod progress;
mod proof;
mod readers;
mod recipients;
mod release;
mod report;
mod schema;
mod send;
mod sends;
mod session;
mod suppress;
mod table;
mod watch;
mod words;

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// One YAML project identity in, a whole internal communication campaign out.
#[derive(Debug, Parser)]
#[command(name = "fanion", version, about, propagate_version = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(Debug, Args)]
struct Global {
    /// The project's folder; otherwise the nearest parent that has brand/identity.yaml
    #[arg(long, global = true, value_name = "DIR")]
    project: Option<PathBuf>,
    /// Say nothing but results and problems
    #[arg(long, short, global = true)]
    quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a project that builds at once
    Init(init::Options),
    /// Find all problems; write nothing
    Check(check::Options),
    /// Show the pieces and the calendar
    Plan(plan::Options),
    /// Show what is told to whom, when, how often and by whom
    Matrix(matrix::Options),
    /// Make every piece that changed
    Build(build::Options),
    /// Show what an edit changes: every piece before and now, and the dates that move
    Diff(diff::Options),
    /// Write what one reader receives of a newsletter, or one mail for each variant of its readers
    Preview(preview::Options),
    /// Ask for the approval of a newsletter, and see how it stands
    Approval(approval::Options),
    /// Approve a newsletter
    Approve(approval::Approve),
    /// Release an approved newsletter into the outbox, or send test mail
    Send(send::Options),
    /// Make a ZIP of what one role or one site needs
    Pack(pack::Options),
    /// Draw contact sheets of the poster and banner templates, with short, long and absurd texts
    Proof(proof::Options),
    /// Take the brand elsewhere: palettes, design tokens, brand.yml, the logo
    Brand(brand::Options),
    /// Look at lists of recipients, and at whom an audience holds
    Recipients(recipients::Options),
    /// Send what was released, and see to it
    Outbox(outbox::Options),
    /// Read mail that came back
    Bounces(bounces::Options),
    /// Keep the list of addresses that nothing is sent to
    Suppress(suppress::Options),
    /// Print the JSON Schema of a kind of file, for editors
    Schema(schema::Options),
    /// List the buttons, labels and footers that a language lacks, to be translated
    Words(words::Options),
    /// Say what a diagnostic's code means
    Explain(explain::Options),
    /// Print completions for a shell
    Completions(completions::Options),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing wrong.
    Clean,
    /// Problems in the project.
    Problems,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let session = session::Session::new(&arguments.global);
    let outcome = match arguments.command {
        Command::Init(options) => init::run(&session, &options),
        Command::Check(options) => check::run(&session, &options),
        Command::Plan(options) => plan::run(&session, &options),
        Command::Matrix(options) => matrix::run(&session, &options),
        Command::Build(options) => build::run(&session, &options),
        Command::Diff(options) => diff::run(&session, &options),
        Command::Preview(options) => preview::run(&session, &options),
        Command::Approval(options) => approval::run(&session, &options),
        Command::Approve(options) => approval::approve(&session, &options),
        Command::Send(options) => send::run(&session, &options),
        Command::Pack(options) => pack::run(&session, &options),
        Command::Proof(options) => proof::run(&session, &options),
        Command::Brand(options) => brand::run(&session, &options),
        Command::Recipients(options) => recipients::run(&session, &options),
        Command::Outbox(options) => outbox::run(&session, &options),
        Command::Bounces(options) => bounces::run(&session, &options),
        Command::Suppress(options) => suppress::run(&session, &options),
        Command::Schema(options) => schema::run(&options),
        Command::Words(options) => words::run(&session, &options),
        Command::Explain(options) => explain::run(&options),
        Command::Completions(options) => completions::run(&options),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        // Somebody read enough and closed the pipe.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "fanion: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

impl Global {
    fn colour(&self, stream: &impl IsTerminal) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }
}
