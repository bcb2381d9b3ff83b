//! A drawing as pixels and as PDF.

use krilla::{
    Document, SerializeSettings,
    geom::Size,
    metadata::{Metadata, TextDirection},
    page::PageSettings,
};
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia::{Pixmap, Transform};
use usvg::Tree;

use crate::model::value::{Direction, Format, FormatUnit, LanguageTag, Millimetres};

/// Pixels of one strip; larger pictures are drawn in several, so that memory stays below a hundred megabytes.
const STRIP: u32 = 16_000_000;

/// Why nothing was drawn: an engine's own words.
pub(super) type Failed = String;

/// Pixels per inch: 300 up to Tabloid, which is read in the hand; 150 up to A0; 100 for what stands on the floor and is
/// seen from a metre and more. 96 on screens, where only the number of pixels counts.
pub(super) fn dpi(format: &Format) -> f64 {
    match (format.unit, format.width.max(format.height)) {
        (FormatUnit::Px, _) => 96.0,
        (FormatUnit::Mm, longest) if longest <= 432.0 => 300.0,
        (FormatUnit::Mm, longest) if longest <= 1200.0 => 150.0,
        (FormatUnit::Mm, _) => 100.0,
    }
}

/// Width and height in pixels.
pub(super) fn pixels(format: &Format, dpi: f64) -> (u32, u32) {
    let side = |length: f64| match format.unit {
        FormatUnit::Px => length.round().max(1.0) as u32,
        FormatUnit::Mm => (length / 25.4 * dpi).round().max(1.0) as u32,
    };
    (side(format.width), side(format.height))
}

/// The drawing as an opaque PNG with its resolution and its colour space.
pub(super) fn png(tree: &Tree, format: &Format, dpi: f64) -> Result<Vec<u8>, Failed> {
    let (width, height) = pixels(format, dpi);
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
    strips(tree, width, height, |row| {
        use std::io::Write;
        stream.write_all(row).map_err(|e| e.to_string())
    })?;
    stream.finish().map_err(|e| e.to_string())?;
    drop(writer);
    Ok(bytes)
}

/// Draws on white and gives each row's red, green and blue.
fn strips(
    tree: &Tree,
    width: u32,
    height: u32,
    mut row: impl FnMut(&[u8]) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let rows = (STRIP / width).clamp(1, height);
    let mut strip = Pixmap::new(width, rows).ok_or("a picture of this size cannot be held")?;
    let scale = (width as f32 / tree.size().width(), height as f32 / tree.size().height());
    let mut line = Vec::with_capacity(width as usize * 3);
    let mut top = 0;
    while top < height {
        strip.fill(resvg::tiny_skia::Color::WHITE);
        let place = Transform::from_row(scale.0, 0.0, 0.0, scale.1, 0.0, -(top as f32));
        resvg::render(tree, place, &mut strip.as_mut());
        let count = rows.min(height - top) as usize;
        for pixels in strip.data().chunks_exact(width as usize * 4).take(count) {
            line.clear();
            pixels.chunks_exact(4).for_each(|pixel| line.extend_from_slice(&pixel[..3]));
            row(&line)?;
        }
        top += rows;
    }
    Ok(())
}

/// The drawing as a PDF of one page of the trimmed size, with live text; no date, so that equal drawings are equal files.
pub(super) fn pdf(tree: &Tree, format: &Format, title: &str, language: &LanguageTag) -> Result<Vec<u8>, Failed> {
    let points = |length: f64| match format.unit {
        FormatUnit::Mm => Millimetres(length).points(),
        FormatUnit::Px => length * 0.75,
    } as f32;
    let size = Size::from_wh(points(format.width), points(format.height)).ok_or("the page has no size")?;
    let page = PageSettings::from_wh(size.width(), size.height()).ok_or("the page has no size")?;
    let mut document = Document::new_with(SerializeSettings::default());
    let direction = match language.direction() {
        Direction::Ltr => TextDirection::LeftToRight,
        Direction::Rtl => TextDirection::RightToLeft,
    };
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language(language.to_string())
            .creator("Fanion".to_owned())
            .text_direction(direction),
    );
    let mut page = document.start_page_with(page);
    let mut surface = page.surface();
    surface.draw_svg(tree, size, SvgSettings::default()).ok_or("the drawing has no size")?;
    surface.finish();
    page.finish();
    document.finish().map_err(|error| format!("{error:?}"))
}
