//! Photos and drawings that a project supplies, made ready for their places.
//!
//! In: a file as it came from a camera or a drawing program. Out: SVG elements that fill a place: turned upright, in
//! sRGB, cropped around what matters, and with no more pixels than the place can show.
//!
//! A picture is opened by its header alone. Pixels are read when a place is known, one picture at a time, and what was
//! made for a place is kept, since a photo mostly stands on several pieces of one size.

mod colours;
mod decode;
mod fit;
mod kept;
mod resolution;
mod scale;
mod small;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use decode::{Header, Refused};
use kept::Kept;

pub use fit::{Fit, Place};
pub use resolution::{needed_resolution, placed_resolution};
pub use small::{SMALL, small_jpeg, small_size};

use super::{
    Fonts,
    logo::{self, Logo},
    svg::media_type,
};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    model::value::Asset,
};

/// Opens pictures and keeps what it made of them; shared by all threads of a build.
#[derive(Debug, Default)]
pub struct Pictures {
    kept: Arc<Kept>,
}

/// A supplied picture whose header was read.
#[derive(Debug, Clone)]
pub struct Picture {
    path: String,
    named_at: Option<Span>,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Raster { bytes: Arc<[u8]>, header: Header, kept: Arc<Kept> },
    Drawing(Logo),
}

impl Pictures {
    /// Reads a picture's header: PNG, JPEG, WebP, GIF, or a whole SVG. `named_at` is where the project shows it, for a file that
    /// does not say where it is named.
    ///
    /// # Errors
    /// A diagnostic there when it is no picture, has no size, is too large, or leads outside of itself.
    pub fn open(&self, asset: &Asset, named_at: Option<&Span>, fonts: &Fonts) -> Result<Picture, Box<Diagnostic>> {
        let named_at = asset.named_at.as_ref().or(named_at);
        let content = match media_type(&asset.bytes) {
            Some(_) => {
                let header = decode::header(&asset.bytes).map_err(|refused| refuse(&asset.path, named_at, refused))?;
                Content::Raster { bytes: Arc::clone(&asset.bytes), header, kept: Arc::clone(&self.kept) }
            }
            None => {
                let drawing = logo::picture(asset, fonts, "picture-").map_err(|mut diagnostic| {
                    diagnostic.span = diagnostic.span.take().or_else(|| named_at.cloned());
                    diagnostic
                })?;
                Content::Drawing(drawing)
            }
        };
        Ok(Picture { path: asset.path.clone(), named_at: named_at.cloned(), content })
    }
}

impl Picture {
    /// Its width as it is seen, in its own pixels or units.
    pub fn width(&self) -> f64 {
        match &self.content {
            Content::Raster { header, .. } => header.seen().0.into(),
            Content::Drawing(drawing) => drawing.width,
        }
    }

    /// Its height as it is seen, in its own pixels or units.
    pub fn height(&self) -> f64 {
        match &self.content {
            Content::Raster { header, .. } => header.seen().1.into(),
            Content::Drawing(drawing) => drawing.height,
        }
    }

    /// True when it consists of pixels, so that it can be too small.
    pub fn has_pixels(&self) -> bool {
        matches!(self.content, Content::Raster { .. })
    }

    /// SVG elements that show it in a place. `id` must be its own in the drawing.
    ///
    /// # Errors
    /// A diagnostic where the project names it, when the file is damaged.
    pub fn draw(&self, place: &Place, id: &str) -> Result<String, Box<Diagnostic>> {
        if !place.is_visible() {
            return Ok(String::new());
        }
        match &self.content {
            Content::Drawing(drawing) => Ok(fit::drawing(drawing, place, id)),
            Content::Raster { bytes, header, kept } => {
                let view = fit::view(header.seen(), place);
                let made = kept.get(bytes, header, &view);
                let made = made.map_err(|refused| refuse(&self.path, self.named_at.as_ref(), refused))?;
                Ok(fit::raster(&made, &view, place, id))
            }
        }
    }
}

/// True for a JPEG whose pixels are four inks.
pub fn is_in_inks(jpeg: &[u8]) -> bool {
    decode::components(jpeg) == Some(4)
}

fn refuse(path: &str, named_at: Option<&Span>, refused: Refused) -> Box<Diagnostic> {
    let message = format!("`{path}` {}", refused.message);
    let diagnostic = match named_at {
        Some(span) => Diagnostic::new(Code::InvalidImage, span, message),
        None => Diagnostic::global(Code::InvalidImage, message),
    };
    Box::new(diagnostic.help(refused.help))
}
