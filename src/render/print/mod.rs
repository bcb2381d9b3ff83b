//! Files for the print shop and sheets for the office printer.
//!
//! In: the PDF of a poster ([`Role::Poster`]). Out: a PDF/X-4 in process inks and declared spot inks with bleed and marks, or
//! sheets of an office printer's paper to be assembled.
//!
//! The way to a print file: `file` reads the poster's page; `pass` carries its drawing over into a new document, object by
//! object, with its colours in ink (`content` the operators, `shading` the gradients, `image` the pictures); `swatches` says
//! which ink a colour is printed in, `inks` what the profile makes of the others; `sheet` adds boxes and marks, `intent`
//! what the file says about itself. What is not understood is not carried over, or an error.

mod calculator;
mod content;
mod error;
mod file;
mod font;
mod functions;
mod image;
mod intent;
mod objects;
mod operators;
mod pass;
mod shading;
mod sheet;
mod swatches;
#[cfg(test)]
mod tests;
mod tiles;

use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use usvg::fontdb;

use self::{
    file::{PrintFile, print},
    intent::Intent,
    swatches::{Swatch, Swatches},
    tiles::{NoSheets, Sheets, sheets},
};
use super::{Needs, Rendered, Renderer};
use crate::{
    design::{
        Fonts, Theme,
        inks::{self, BadProfile},
        svg::font_database,
        typeset::Typesetter,
    },
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::{
        Marks, OutputCondition, Project,
        value::{Colour, hex},
    },
    personalise::document_day,
    plan::{Job, Piece, Role},
};

/// Makes print files and sheets to assemble.
pub struct PrintRenderer<'p> {
    project: &'p Project,
    theme: Theme,
    fonts: Fonts,
    typesetter: Typesetter,
    database: Arc<fontdb::Database>,
    /// Made when the first print file is.
    press: OnceLock<Result<Press, BadProfile>>,
}

/// The printing condition, and how it prints the palette.
struct Press {
    intent: Intent,
    swatches: Swatches,
}

impl<'p> PrintRenderer<'p> {
    /// For one project. Reports an output condition whose profile cannot be used.
    pub fn new(project: &'p Project) -> (Self, Diagnostics) {
        let brand = &project.identity.brand;
        // What is wrong with the fonts was told by the renderer of the posters.
        let (fonts, _) = Fonts::new(brand);
        let typesetter = Typesetter::new(&fonts);
        let database = font_database(&fonts);
        let condition = project.identity.guidelines.output_condition.as_ref();
        let diagnostics = condition.and_then(unusable).into_iter().collect();
        let theme = Theme::new(brand);
        (Self { project, theme, fonts, typesetter, database, press: OnceLock::new() }, diagnostics)
    }

    fn palette(&self) -> Vec<Swatch> {
        let identity = &self.project.identity;
        let swatches = identity.guidelines.print.iter().filter_map(|(name, print)| {
            let Colour { red, green, blue } = *identity.brand.palette.get(name)?;
            Some(Swatch { rgb: [red, green, blue], cmyk: print.cmyk, spot: print.spot.clone() })
        });
        swatches.collect()
    }

    fn press(&self) -> Result<&Press, &BadProfile> {
        let make = || {
            let intent = match &self.project.identity.guidelines.output_condition {
                Some(condition) => Intent::own(condition)?,
                None => Intent::coated()?,
            };
            let swatches = Swatches::new(&self.palette(), &intent.inks);
            Ok(Press { intent, swatches })
        };
        self.press.get_or_init(make).as_ref()
    }

    fn print(&self, job: &Job<'_>, marks: Marks, pdf: &[u8]) -> Result<Vec<u8>, String> {
        let Press { intent, swatches } = self.press().map_err(ToString::to_string)?;
        let order = PrintFile {
            bleed: job.bleed(),
            marks: marks == Marks::Crop,
            intent,
            swatches,
            date: document_day(job.campaign),
        };
        print(pdf, &order).map_err(|error| error.to_string())
    }

    fn sheets(&self, job: &Job<'_>, pdf: &[u8]) -> Result<Vec<u8>, NoSheets> {
        let (Piece::Tiles(_, paper), Some(format)) = (job.piece, &job.format) else { return Err(NoSheets::Paper) };
        let order = Sheets {
            format,
            paper,
            file: poster_name(job),
            language: &job.language,
            theme: &self.theme,
            fonts: &self.fonts,
            database: Arc::clone(&self.database),
            words: &self.project.words,
        };
        sheets(pdf, &order, self.typesetter.fork())
    }
}

impl Renderer for PrintRenderer<'_> {
    fn name(&self) -> &'static str {
        "print"
    }

    fn context(&self, job: &Job<'_>) -> Value {
        match job.piece {
            Piece::PrintFile(_, print) => {
                let condition = self.project.identity.guidelines.output_condition.as_ref();
                let condition = condition.map(|c| json!([c.profile, c.identifier, c.ink_limit]));
                let palette = &self.project.identity.brand.palette;
                let inks = self.project.identity.guidelines.print.iter();
                json!({
                    "bleed": job.bleed(),
                    "marks": print.marks == Marks::Crop,
                    "condition": condition,
                    "swatches": inks.map(|(name, ink)| json!([palette.get(name), ink])).collect::<Vec<_>>(),
                    "date": document_day(job.campaign),
                })
            }
            Piece::Tiles(_, paper) => {
                let table = self.project.words.table(&job.language);
                let words = table.into_iter().filter(|(key, _)| key.starts_with("sheets_"));
                json!({
                    "format": job.format.as_ref().map(ToString::to_string),
                    "paper": paper.to_string(),
                    "file": poster_name(job),
                    "language": job.language.to_string(),
                    "words": words.collect::<Vec<_>>(),
                    "theme": hex(Sha256::digest(serde_json::to_vec(&self.theme).unwrap_or_default())),
                    "fonts": self.fonts.fingerprint(),
                })
            }
            _ => Value::Null,
        }
    }

    fn render(&self, job: &Job<'_>, _: &Value, needs: &Needs) -> Rendered {
        let mut rendered = Rendered::default();
        let Some(pdf) = needs.get(&Role::Poster) else { return rendered };
        let made = match job.piece {
            Piece::PrintFile(_, order) => self.print(job, order.marks, pdf).map_err(|error| failed(job, &error)),
            Piece::Tiles(..) => self.sheets(job, pdf).map_err(|error| match error {
                NoSheets::Paper => {
                    let help = "take the paper of an office printer: `A4`, `A3`, `Letter`";
                    Diagnostic::new(Code::InvalidValue, job.span(), error.to_string()).help(help)
                }
                other => failed(job, &other.to_string()),
            }),
            _ => return rendered,
        };
        match made {
            Ok(bytes) => rendered.files.extend(job.artefacts.first().map(|artefact| (artefact.ending, bytes))),
            Err(diagnostic) => rendered.diagnostics.push(diagnostic),
        }
        rendered
    }
}

fn failed(job: &Job<'_>, error: &str) -> Diagnostic {
    let path = job.artefacts.first().map_or("a file", |artefact| artefact.path.as_str());
    Diagnostic::new(Code::RendererFailed, job.span(), format!("`{path}` cannot be made: {error}"))
}

/// The name of the poster's own file: `annonce-lyon-A3.fr`.
fn poster_name<'a>(job: &'a Job<'_>) -> &'a str {
    let path = job.artefacts.first().map_or("", |artefact| artefact.path.as_str());
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once("-tiles-").map_or(name, |(poster, _)| poster)
}

/// What is wrong with the profile of an output condition.
fn unusable(condition: &OutputCondition) -> Option<Diagnostic> {
    let error = inks::check(&condition.profile.bytes).err()?;
    let message = format!("`{}` is no profile for printing: {error}", condition.profile.path);
    let help =
        "ask the print shop for its ICC profile, or remove `output_condition`: coated offset (FOGRA39) is built in";
    Some(Diagnostic::new(Code::InvalidProfile, &condition.span, message).help(help))
}
