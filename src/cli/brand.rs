//! `fanion brand`

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::PathBuf,
};

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};

use super::{
    Outcome,
    report::{self, Format},
    session::Session,
};
use crate::{
    design::logo::{Ink, Shape},
    render::kit::{Export, KitRenderer},
};

/// `fanion brand`
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write one file of the brand: a palette, design tokens, brand.yml, the logo
    Export(ExportOptions),
}

#[derive(Debug, Args)]
struct ExportOptions {
    /// What to write
    format: Wanted,
    /// Which form of the logo; for `logo`
    #[arg(long, value_name = "FORM", default_value = "horizontal")]
    form: Form,
    /// What the logo is coloured with; for `logo`
    #[arg(long, value_name = "INK", default_value = "colour")]
    ink: Colouring,
    /// The file to write; standard output otherwise
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Wanted {
    /// CSS custom properties, by day and by night
    Css,
    /// Design tokens in the format of the Design Tokens Community Group
    Tokens,
    /// brand.yml, to stand in a project's brand folder
    #[value(name = "brand.yml", alias = "brand-yml")]
    BrandYml,
    /// Adobe Swatch Exchange, for Illustrator, InDesign, Photoshop, Affinity
    Ase,
    /// A palette for GIMP, Inkscape, Krita, Scribus
    Gpl,
    /// The logo as SVG, its letters outlines
    #[value(alias = "svg")]
    Logo,
    /// The icon of a website
    Favicon,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Symbol and name side by side; a supplied logo as it is
    Horizontal,
    /// The name below the symbol
    Stacked,
    /// The symbol alone
    Symbol,
    /// The name alone
    Wordmark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colouring {
    /// In the brand's colours, for light grounds
    #[value(alias = "color")]
    Colour,
    /// In the brand's colours, for dark grounds
    Reversed,
    /// In black alone
    Black,
    /// In white alone
    White,
}

/// Runs the subcommand.
pub fn run(session: &Session, options: &Options) -> anyhow::Result<Outcome> {
    match &options.command {
        Command::Export(options) => export(session, options),
    }
}

fn export(session: &Session, options: &ExportOptions) -> anyhow::Result<Outcome> {
    let (_, loaded) = session.load()?;
    let has_errors = loaded.diagnostics.has_errors();
    let Some(project) = loaded.project.filter(|_| !has_errors) else {
        report::write(&loaded.diagnostics, Format::Full, session.colour, &mut io::stderr().lock())?;
        return Ok(Outcome::Problems);
    };
    if options.output.is_none() && is_binary(options.format) && io::stdout().is_terminal() {
        bail!("this file is not text: name one with `--output`");
    }
    let (kit, found) = KitRenderer::new(&project);
    report::write(&found, Format::Full, session.colour, &mut io::stderr().lock())?;
    if found.has_errors() {
        return Ok(Outcome::Problems);
    }
    let made = kit.export(asked(options)).map_err(anyhow::Error::msg)?;
    let Some(bytes) = made else {
        bail!(
            "the project's own logo cannot be had like this without being redrawn; logo/README.txt in the kit that \
             `fanion build --only brand` makes says why"
        );
    };
    match &options.output {
        Some(path) => fs::write(path, bytes).with_context(|| format!("cannot write `{}`", path.display()))?,
        None => io::stdout().lock().write_all(&bytes)?,
    }
    Ok(Outcome::Clean)
}

fn is_binary(format: Wanted) -> bool {
    matches!(format, Wanted::Ase | Wanted::Favicon)
}

fn asked(options: &ExportOptions) -> Export {
    match options.format {
        Wanted::Css => Export::Css,
        Wanted::Tokens => Export::Tokens,
        Wanted::BrandYml => Export::BrandYml,
        Wanted::Ase => Export::Ase,
        Wanted::Gpl => Export::Gpl,
        Wanted::Favicon => Export::Favicon,
        Wanted::Logo => {
            let shape = match options.form {
                Form::Horizontal => Shape::Horizontal,
                Form::Stacked => Shape::Stacked,
                Form::Symbol => Shape::Symbol,
                Form::Wordmark => Shape::Wordmark,
            };
            let ink = match options.ink {
                Colouring::Colour => Ink::Colour,
                Colouring::Reversed => Ink::Reversed,
                Colouring::Black => Ink::Black,
                Colouring::White => Ink::White,
            };
            Export::Logo(shape, ink)
        }
    }
}
