//! What a project starts from, told on the terminal.

use std::io::{self, Write};

use super::source::Source;
use crate::{
    design::{
        colour,
        logo::{Basis, LogoPalette, Role},
    },
    load::BrandDocument,
    model::value::Colour,
};

/// Tells what was found.
pub fn tell(source: &Source, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    if let Some(document) = &source.document {
        tell_document(document, colour, out)?;
    }
    if let Some(palette) = &source.palette {
        tell_palette(palette, colour, out)?;
    }
    source.notes.iter().try_for_each(|note| writeln!(out, "note: {note}"))
}

fn tell_document(document: &BrandDocument, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let brand = &document.brand.brand;
    let roles = [
        (brand.primary, "primary"),
        (brand.secondary, "secondary"),
        (brand.tertiary, "tertiary"),
        (brand.background, "background"),
        (brand.foreground, "foreground"),
    ];
    if document.has_colours {
        writeln!(out, "the brand's colours")?;
        for (name, value) in &brand.palette {
            let role = roles.iter().find(|(colour, _)| colour == value).map_or("", |(_, role)| role);
            row(out, colour, *value, name, role, "")?;
        }
    }
    let typography = &brand.typography;
    writeln!(out, "typefaces: {} for headlines, {} for text", typography.headings.family, typography.base.family)
}

fn tell_palette(palette: &LogoPalette, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "the logo's colours")?;
    for swatch in &palette.swatches {
        let share = match swatch.share {
            Some(share) if share < 0.01 => "below 1 % of the logo".to_owned(),
            Some(share) => format!("{:.0} % of the logo", share * 100.0),
            None => "derived".to_owned(),
        };
        row(out, colour, swatch.colour, &swatch.name, swatch.role.key().unwrap_or(""), &share)?;
    }
    if let (Some(text), Some(ground)) = (palette.role(Role::Foreground), palette.role(Role::Background)) {
        let ratio = colour::ratio(text.colour, ground.colour);
        writeln!(
            out,
            "{} on {} reads at {ratio:.1} : 1; other pairs are made to read when pieces are drawn",
            text.name, ground.name
        )?;
    }
    match palette.basis {
        Basis::Colours => Ok(()),
        Basis::OneColour => {
            writeln!(out, "note: the logo has one colour; the second and the accent were chosen for it")
        }
        Basis::NoColour => writeln!(out, "note: the logo has no colour; an accent was chosen, which you may change"),
        Basis::White => writeln!(
            out,
            "note: the logo is white and cannot be seen on a light ground: give the version for light grounds, and this one as `logo-dark`"
        ),
    }
}

fn row(out: &mut dyn Write, colour: bool, value: Colour, name: &str, role: &str, share: &str) -> io::Result<()> {
    let patch = match colour {
        true => format!("\x1b[48;2;{};{};{}m    \x1b[0m  ", value.red, value.green, value.blue),
        false => String::new(),
    };
    let line = format!("  {patch}{value}  {name:<14}  {role:<10}  {share}");
    writeln!(out, "{}", line.trim_end())
}
