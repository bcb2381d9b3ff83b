//! One file of the brand at a time, for those who need no more.

use super::{
    KitRenderer,
    palette::Place,
    picture::{self, Failed, Meta},
};
use crate::design::logo::{Ink, Shape};

/// What can be had of a brand as one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    /// CSS custom properties, by day and by night.
    Css,
    /// Design tokens (DTCG).
    Tokens,
    /// brand.yml, to stand in a project's `brand/` folder.
    BrandYml,
    /// Adobe Swatch Exchange.
    Ase,
    /// GIMP's palette.
    Gpl,
    /// The logo as SVG without fonts.
    Logo(Shape, Ink),
    /// The icon of a site.
    Favicon,
}

impl KitRenderer<'_> {
    /// The file's bytes; `None` of a form that the project's logo does not have.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn export(&self, export: Export) -> Result<Option<Vec<u8>>, Failed> {
        let text = match export {
            Export::Css => self.css(),
            Export::Tokens => self.tokens(),
            Export::BrandYml => self.brand_yml(&Place::Project),
            Export::Gpl => self.gpl(),
            Export::Ase => return Ok(Some(self.ase())),
            Export::Logo(shape, ink) => return self.logo_svg(shape, ink),
            Export::Favicon => return self.favicon(),
        };
        Ok(Some(text.into_bytes()))
    }

    /// A supplied logo has one shape, which serves for the whole.
    fn logo_svg(&self, shape: Shape, ink: Ink) -> Result<Option<Vec<u8>>, Failed> {
        let shape = if shape == Shape::Horizontal && !self.logos.drawn { Shape::Whole } else { shape };
        let forms = self.forms();
        let found = forms.iter().find(|form| form.shape == shape && form.ink == ink && !form.logo.raster);
        let Some(form) = found else { return Ok(None) };
        let name = self.logo_alternative();
        let meta = Meta { title: &name, alternative: &name, language: self.project.default_language() };
        let tree = picture::tree(&form.logo.document(form.logo.height), None)?;
        Ok(Some(picture::svg(&tree, form.logo.height, &meta)))
    }
}
