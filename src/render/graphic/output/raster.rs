//! Pixels, drawn in strips so that the largest sheets take no more memory than a small one.

use std::{cell::RefCell, io::Write};

use image::{
    GenericImageView, ImageEncoder, Rgb,
    codecs::jpeg::{JpegEncoder, PixelDensity},
};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use usvg::Tree;

use super::{Failed, pixels};
use crate::{
    design::picture::{small_jpeg, small_size},
    model::value::Format,
};

/// Pixels of one strip: 8 MB, and up to five times as much for each layer that a drawing's transparency needs, since resvg lets
/// a layer reach two strips beyond its own on either side.
const STRIP: u32 = 2_000_000;
/// Strips are whole blocks of JPEG high.
const BLOCK: u32 = 8;
/// JPEG quality, with colours at full resolution: text stays sharp.
const QUALITY: u8 = 90;

/// The drawing as an opaque PNG with its resolution and its colour space.
pub(in super::super) fn png(tree: &Tree, format: &Format, dpi: f64) -> Result<Vec<u8>, Failed> {
    let (width, height) = pixels(format, dpi);
    let mut canvas = Canvas::new(tree, width, height)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let per_metre = (dpi / 0.0254).round() as u32;
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    encoder.set_source_srgb(png::SrgbRenderingIntent::RelativeColorimetric);
    let mut writer = encoder.write_header().map_err(|e| e.to_string())?;
    let mut stream = writer.stream_writer().map_err(|e| e.to_string())?;
    let mut line = Vec::with_capacity(width as usize * 3);
    for y in 0..height {
        line.clear();
        canvas.row(y).chunks_exact(4).for_each(|pixel| line.extend_from_slice(&pixel[..3]));
        stream.write_all(&line).map_err(|e| e.to_string())?;
    }
    stream.finish().map_err(|e| e.to_string())?;
    drop(writer);
    Ok(bytes)
}

/// The drawing as a JPEG with its resolution and its colour space.
pub(in super::super) fn jpeg(tree: &Tree, format: &Format, dpi: f64) -> Result<Vec<u8>, Failed> {
    let (width, height) = pixels(format, dpi);
    let canvas = View(RefCell::new(Canvas::new(tree, width, height)?));
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    encoder.set_pixel_density(PixelDensity::dpi(dpi.round() as u16));
    let srgb = moxcms::ColorProfile::new_srgb().encode().map_err(|e| e.to_string())?;
    encoder.set_icc_profile(srgb).map_err(|e| e.to_string())?;
    encoder.encode_image(&canvas).map_err(|e| e.to_string())?;
    Ok(bytes)
}

/// The drawing as a small picture, drawn anew at its size.
pub(in super::super) fn small(tree: &Tree) -> Result<Vec<u8>, Failed> {
    let size = tree.size();
    let (width, height) = small_size(f64::from(size.width()), f64::from(size.height()));
    let mut canvas = Canvas::new(tree, width, height)?;
    let mut pixels = Vec::with_capacity(width as usize * height as usize * 4);
    (0..height).for_each(|y| pixels.extend_from_slice(canvas.row(y)));
    small_jpeg(&pixels, width, height)
}

/// A drawing on white, of which one strip at a time is held.
struct Canvas<'a> {
    tree: &'a Tree,
    scale: (f32, f32),
    size: (u32, u32),
    strip: Pixmap,
    /// The strip's first row, once one was drawn.
    top: Option<u32>,
}

impl<'a> Canvas<'a> {
    fn new(tree: &'a Tree, width: u32, height: u32) -> Result<Self, Failed> {
        let rows = (STRIP / width / BLOCK * BLOCK).clamp(BLOCK, height.next_multiple_of(BLOCK));
        let strip = Pixmap::new(width, rows).ok_or("a picture of this size cannot be held")?;
        let scale = (width as f32 / tree.size().width(), height as f32 / tree.size().height());
        Ok(Self { tree, scale, size: (width, height), strip, top: None })
    }

    /// Red, green, blue and opacity of a row's pixels.
    fn row(&mut self, y: u32) -> &[u8] {
        let rows = self.strip.height();
        let top = y / rows * rows;
        if self.top != Some(top) {
            self.strip.fill(Color::WHITE);
            let place = Transform::from_row(self.scale.0, 0.0, 0.0, self.scale.1, 0.0, -(top as f32));
            resvg::render(self.tree, place, &mut self.strip.as_mut());
            self.top = Some(top);
        }
        let line = self.strip.width() as usize * 4;
        let start = (y - top) as usize * line;
        &self.strip.data()[start..start + line]
    }
}

/// The canvas as the JPEG encoder asks for it: pixel by pixel, block by block, from the top.
struct View<'a>(RefCell<Canvas<'a>>);

impl GenericImageView for View<'_> {
    type Pixel = Rgb<u8>;

    fn dimensions(&self) -> (u32, u32) {
        self.0.borrow().size
    }

    fn get_pixel(&self, x: u32, y: u32) -> Rgb<u8> {
        let mut canvas = self.0.borrow_mut();
        let at = x as usize * 4;
        let row = canvas.row(y);
        Rgb([row[at], row[at + 1], row[at + 2]])
    }
}
