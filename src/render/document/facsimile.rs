//! Pages of a PDF as pictures, for looking at on a screen.
//!
//! In: a PDF's bytes. Out: how many pages it has, and each as pixels. Typst shows PDFs as pictures in its documents; a document
//! that holds nothing but one page of a file is that page.

use std::sync::Arc;

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_render::RenderOptions;

use super::engine::file_id;

/// Where the page finds the file.
const FILE: &str = "/facsimile.pdf";
/// The document around it.
const MAIN: &str = "/facsimile.typ";
/// The most pixels that a side of a picture may have.
const LARGEST_SIDE: f64 = 4000.0;

/// A page as pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facsimile {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Red, green, blue, alpha, row by row; every pixel is opaque.
    pub pixels: Vec<u8>,
}

/// How many pages a PDF has; 0 where it cannot be read.
pub fn pages(pdf: &[u8]) -> usize {
    lopdf::Document::load_mem(pdf).map_or(0, |document| document.get_pages().len())
}

/// A page of a PDF, counted from 0, about as many pixels wide or high as its longer side is to have; none where it cannot be drawn.
pub fn page(pdf: &Arc<[u8]>, page: usize, longest: u32) -> Option<Facsimile> {
    // The engine's own words for a picture of the page's size, and nothing from outside but numbers.
    let text = format!(
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image(\"{FILE}\", page: {}, alt: \"\")",
        page.checked_add(1)?
    );
    let desk = Desk {
        library: LazyHash::new(Library::builder().build()),
        book: LazyHash::new(FontBook::new()),
        main: Source::new(file_id(MAIN), text),
        file: Bytes::new(Arc::clone(pdf)),
    };
    let document = typst::compile::<PagedDocument>(&desk).output.ok()?;
    let sheet = document.pages().first()?;
    let size = sheet.frame.size();
    let side = size.x.to_pt().max(size.y.to_pt());
    if !side.is_finite() || side < 1.0 {
        return None;
    }
    let scale = f64::from(longest).clamp(1.0, LARGEST_SIDE) / side;
    let options = RenderOptions { pixel_per_pt: scale.into(), ..RenderOptions::default() };
    let drawn = typst_render::render(sheet, &options);
    comemo::evict(0);
    Some(Facsimile { width: drawn.width(), height: drawn.height(), pixels: drawn.data().to_vec() })
}

struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: Source,
    file: Bytes,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(not_found(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == file_id(FILE) { Ok(self.file.clone()) } else { Err(not_found(id)) }
    }

    fn font(&self, _: usize) -> Option<Font> {
        None
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_with_slash().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pdf_has_no_pages() {
        assert_eq!(pages(b"no PDF"), 0);
        assert_eq!(page(&Arc::from(&b"no PDF"[..]), 0, 100), None);
    }
}
