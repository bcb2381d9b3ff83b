//! The branding kit and slides: a brand as files that other programs take.
//!
//! In: jobs of [`Piece::Brand`] and [`Piece::Deck`]. Out: each of their files, by its path. Logos and patterns are drawn as
//! SVG and made PNG or PDF of the same drawing; palettes, tokens and fonts are written; office documents are skeleton
//! packages whose parts are templates.

mod export;
mod fonts;
mod logo;
mod note;
mod office;
mod palette;
mod pattern;
mod picture;
mod signatures;
#[cfg(test)]
mod tests;

pub use export::Export;

use serde_json::{Value, json};

use self::picture::Failed;
use crate::{
    design::{Fonts, Theme, logo::Logos, typeset::Typesetter},
    diagnostic::{Code, Diagnostic, Diagnostics},
    model::Project,
    plan::{BrandPart, Job, Piece},
    render::{Needs, Rendered, Renderer},
    template::{Templates, builtin},
};

/// Makes the branding kit and slides.
pub struct KitRenderer<'p> {
    project: &'p Project,
    theme: Theme,
    fonts: Fonts,
    typesetter: Typesetter,
    forms: office::Forms,
    /// As the project's first language places symbol and name.
    logos: Logos,
    templates: Templates,
}

impl<'p> KitRenderer<'p> {
    /// For one project. What is wrong with its fonts and logos is told by those who make its pieces of them, and only
    /// once.
    pub fn new(project: &'p Project) -> (Self, Diagnostics) {
        let identity = &project.identity;
        let theme = Theme::new(&identity.brand);
        let (fonts, _) = Fonts::new(&identity.brand);
        let mut typesetter = Typesetter::new(&fonts);
        let direction = project.default_language().direction();
        let (logos, _) = Logos::new(identity, &theme, &fonts, &mut typesetter, direction);
        let (templates, diagnostics) = Templates::new(builtin::KIT, "kit/", &project.templates);
        let forms = office::Forms::new();
        (Self { project, theme, fonts, typesetter, forms, logos, templates }, diagnostics)
    }

    /// What every part of the kit depends on.
    fn brand(&self) -> Value {
        let identity = &self.project.identity;
        let (brand, guidelines) = (&identity.brand, &identity.guidelines);
        json!({
            "name": identity.name,
            "organisation": identity.organisation,
            "palette": brand.palette,
            "theme": self.theme,
            "typefaces": [&brand.typography.headings, &brand.typography.base, &brand.typography.monospace],
            "fonts": self.fonts.fingerprint(),
            "logos": self.logos,
            "clear_space": guidelines.logo.clear_space,
            "words": self.project.words.table(self.project.default_language()),
            "pattern": guidelines.pattern,
        })
    }
}

impl Renderer for KitRenderer<'_> {
    fn name(&self) -> &'static str {
        "kit"
    }

    fn context(&self, job: &Job<'_>) -> Value {
        let part = match job.piece {
            Piece::Brand(BrandPart::Palette) => palette::context(self),
            Piece::Brand(BrandPart::Fonts) => fonts::context(self),
            Piece::Brand(BrandPart::Signatures) => signatures::context(self, job),
            Piece::Brand(BrandPart::Office) | Piece::Deck(_) => office::context(self, job),
            _ => Value::Null,
        };
        json!({ "brand": self.brand(), "language": job.language, "part": part })
    }

    fn render(&self, job: &Job<'_>, context: &Value, _: &Needs) -> Rendered {
        match job.piece {
            Piece::Brand(BrandPart::Logo) => logo::render(self),
            Piece::Brand(BrandPart::Palette) => palette::render(self),
            Piece::Brand(BrandPart::Fonts) => fonts::render(self),
            Piece::Brand(BrandPart::Pattern) => pattern::render(self),
            Piece::Brand(BrandPart::Signatures) => signatures::render(self, job, context),
            Piece::Brand(BrandPart::Office) | Piece::Deck(_) => office::render(self, job),
            _ => Rendered::default(),
        }
    }
}

/// Keeps a file of a folder of the kit's, or tells why there is none.
fn add(rendered: &mut Rendered, folder: &str, name: &str, made: Result<Vec<u8>, Failed>) {
    let path = match folder {
        "" => format!("brand/{name}"),
        _ => format!("brand/{folder}/{name}"),
    };
    match made {
        Ok(bytes) => drop(rendered.extras.insert(path, bytes)),
        Err(error) => {
            let message = format!("`{path}` could not be made: {error}");
            rendered.diagnostics.push(Diagnostic::global(Code::RendererFailed, message));
        }
    }
}
