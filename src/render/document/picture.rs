//! The small picture by which a gallery shows a document.
//!
//! In: a typeset document. Out: JPEG. The same page gives the same bytes.

use typst_layout::PagedDocument;
use typst_render::RenderOptions;

use crate::design::picture::{SMALL, small_jpeg, small_size};

/// The first page as a small JPEG.
pub(super) fn small(document: &PagedDocument) -> Option<Vec<u8>> {
    let page = document.pages().first()?;
    let size = page.frame.size();
    let (width, _) = small_size(size.x.to_pt(), size.y.to_pt());
    let drawn = typst_render::render(page, &options(f64::from(width.min(SMALL.0)) / size.x.to_pt()));
    small_jpeg(drawn.data(), drawn.width(), drawn.height()).ok()
}

fn options(pixels_per_point: f64) -> RenderOptions {
    RenderOptions { pixel_per_pt: pixels_per_point.into(), render_bleed: false }
}
