//! Pages as pictures: the small one by which a gallery shows a document, and all of them for whoever compares two.
//!
//! In: a typeset document. Out: JPEG and PNG. The same page gives the same bytes.

use typst_layout::PagedDocument;
use typst_render::RenderOptions;

use crate::design::picture::{SMALL, small_jpeg, small_size};

/// A page as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// PNG.
    pub png: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// The first page as a small JPEG.
pub(super) fn small(document: &PagedDocument) -> Option<Vec<u8>> {
    let page = document.pages().first()?;
    let size = page.frame.size();
    let (width, _) = small_size(size.x.to_pt(), size.y.to_pt());
    let drawn = typst_render::render(page, &options(f64::from(width.min(SMALL.0)) / size.x.to_pt()));
    small_jpeg(drawn.data(), drawn.width(), drawn.height()).ok()
}

/// Every page, so many pixels wide.
pub(super) fn pages(document: &PagedDocument, width: u32) -> Vec<Page> {
    let pictures = document.pages().iter().filter_map(|page| {
        let scale = f64::from(width.max(1)) / page.frame.size().x.to_pt();
        let drawn = typst_render::render(page, &options(scale));
        Some(Page { width: drawn.width(), height: drawn.height(), png: drawn.encode_png().ok()? })
    });
    pictures.collect()
}

fn options(pixels_per_point: f64) -> RenderOptions {
    RenderOptions { pixel_per_pt: pixels_per_point.into(), render_bleed: false }
}
