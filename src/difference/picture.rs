//! Pictures made small enough for a page, and where two of them differ.

use std::io::Cursor;

use image::{
    ExtendedColorType, ImageEncoder, ImageReader, RgbaImage,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType as PngFilter, PngEncoder},
    },
    imageops::{self, FilterType},
};

use crate::render::document::Facsimile;

/// The longer side of a picture on the page, in pixels: sharp at twice the density of a third of a screen.
pub const LONGEST: u32 = 1000;
/// Larger pictures are not decoded: four bytes a pixel, on several threads at once.
const MOST_PIXELS: u64 = 45_000_000;
const QUALITY: u8 = 84;
/// Pixels of this difference in a channel, and more, differ: less is what JPEG and scaling do.
const THRESHOLD: u8 = 24;
/// The side of the squares by which differences are told, in pixels.
const CELL: u32 = 10;
/// How many squares may lie between two parts of one outline.
const GAP: i64 = 3;
/// More outlines than this say no more than one around all.
const MOST_BOXES: usize = 12;

/// A picture of the page.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Its file.
    pub bytes: Vec<u8>,
    /// `jpg`, `png` or `svg`.
    pub ending: &'static str,
    /// In pixels; of a drawing without a size 0.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Left, top, width, height, as parts of the picture's own.
pub type Outline = [f64; 4];

/// Pixels of a picture's file, made small; none where it is too large to be read or no picture.
pub fn small(bytes: &[u8]) -> Option<RgbaImage> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    let (width, height) = reader()?.into_dimensions().ok()?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    let mut reader = reader()?;
    reader.no_limits();
    Some(shrunk(reader.decode().ok()?.into_rgba8()))
}

fn shrunk(pixels: RgbaImage) -> RgbaImage {
    let side = pixels.width().max(pixels.height());
    if side <= LONGEST {
        return pixels;
    }
    let scale = |length: u32| (u64::from(length) * u64::from(LONGEST) / u64::from(side)).max(1) as u32;
    let (width, height) = (scale(pixels.width()), scale(pixels.height()));
    // Far larger pictures are halved roughly first.
    match side > 4 * LONGEST {
        true => {
            imageops::resize(&imageops::thumbnail(&pixels, width * 2, height * 2), width, height, FilterType::Triangle)
        }
        false => imageops::resize(&pixels, width, height, FilterType::Triangle),
    }
}

/// A page's pixels.
pub fn of_page(page: Facsimile) -> Option<RgbaImage> {
    RgbaImage::from_raw(page.width, page.height, page.pixels)
}

/// The file of some pixels: JPEG, or PNG where something shines through.
pub fn encode(pixels: &RgbaImage) -> Option<Picture> {
    let (width, height) = pixels.dimensions();
    let mut bytes = Vec::new();
    let opaque = pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let ending = if opaque {
        let rgb: Vec<u8> = pixels.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect();
        JpegEncoder::new_with_quality(&mut bytes, QUALITY)
            .write_image(&rgb, width, height, ExtendedColorType::Rgb8)
            .ok()?;
        "jpg"
    } else {
        let png = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, PngFilter::Adaptive);
        png.write_image(pixels.as_raw(), width, height, ExtendedColorType::Rgba8).ok()?;
        "png"
    };
    Some(Picture { bytes, ending, width, height })
}

/// Where two pictures of one size differ; nothing where their sizes differ, or everything does.
pub fn outlines(before: &RgbaImage, now: &RgbaImage) -> Vec<Outline> {
    let (width, height) = now.dimensions();
    if before.dimensions() != now.dimensions() || width == 0 || height == 0 {
        return Vec::new();
    }
    let (columns, rows) = (width.div_ceil(CELL), height.div_ceil(CELL));
    let mut cells = vec![false; (columns * rows) as usize];
    for (x, y, pixel) in now.enumerate_pixels() {
        let old = before.get_pixel(x, y).0;
        if pixel.0.iter().zip(old).any(|(new, old)| new.abs_diff(old) > THRESHOLD) {
            cells[((y / CELL) * columns + x / CELL) as usize] = true;
        }
    }
    let mut boxes = groups(&cells, i64::from(columns), i64::from(rows));
    if boxes.len() > MOST_BOXES {
        let all = boxes.iter().copied().reduce(around);
        boxes = all.into_iter().collect();
    }
    let part = |length: f64, of: u32| (length * f64::from(CELL) / f64::from(of)).min(1.0);
    let outline = |[left, top, right, bottom]: [i64; 4]| {
        let (left, top) = (part(left as f64, width), part(top as f64, height));
        [left, top, part((right + 1) as f64, width) - left, part((bottom + 1) as f64, height) - top]
    };
    let outlines: Vec<Outline> = boxes.into_iter().map(outline).collect();
    let covered: f64 = outlines.iter().map(|[_, _, width, height]| width * height).sum();
    if covered > 0.85 { Vec::new() } else { outlines }
}

/// Squares that lie near each other, as left, top, right and bottom of each group.
fn groups(cells: &[bool], columns: i64, rows: i64) -> Vec<[i64; 4]> {
    let mut open = cells.to_vec();
    let mut found: Vec<[i64; 4]> = Vec::new();
    for start in 0..open.len() {
        if !std::mem::take(&mut open[start]) {
            continue;
        }
        let (mut edge, mut group) = (vec![start as i64], None);
        while let Some(cell) = edge.pop() {
            let (x, y) = (cell % columns, cell / columns);
            let own = [x, y, x, y];
            group = Some(group.map_or(own, |group| around(group, own)));
            for near_y in (y - GAP).max(0)..=(y + GAP).min(rows - 1) {
                for near_x in (x - GAP).max(0)..=(x + GAP).min(columns - 1) {
                    if std::mem::take(&mut open[(near_y * columns + near_x) as usize]) {
                        edge.push(near_y * columns + near_x);
                    }
                }
            }
        }
        found.extend(group);
    }
    merged(found)
}

/// Outlines that lie over each other are one.
fn merged(mut boxes: Vec<[i64; 4]>) -> Vec<[i64; 4]> {
    let over = |a: [i64; 4], b: [i64; 4]| a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
    let mut i = 0;
    while i < boxes.len() {
        match (i + 1..boxes.len()).find(|j| over(boxes[i], boxes[*j])) {
            Some(j) => {
                boxes[i] = around(boxes[i], boxes.swap_remove(j));
                i = 0;
            }
            None => i += 1,
        }
    }
    boxes
}

fn around(a: [i64; 4], b: [i64; 4]) -> [i64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_outlined() {
        let white = RgbaImage::from_pixel(200, 100, image::Rgba([255; 4]));
        let mut other = white.clone();
        for (x, y) in [(20, 20), (45, 22), (170, 80)] {
            other.put_pixel(x, y, image::Rgba([0, 0, 0, 255]));
        }
        let found = outlines(&white, &other);
        let expected = [[0.1, 0.2, 0.15, 0.1], [0.85, 0.8, 0.05, 0.1]];
        assert_eq!(found.len(), 2);
        let near = |a: &Outline, b: &Outline| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(found.iter().zip(&expected).all(|(a, b)| near(a, b)), "{found:?}");
        assert!(outlines(&white, &white).is_empty());
        assert!(outlines(&white, &RgbaImage::new(10, 10)).is_empty());
    }

    #[test]
    fn what_shines_through_stays_so() {
        let clear = RgbaImage::new(4, 4);
        assert_eq!(encode(&clear).unwrap().ending, "png");
        assert_eq!(encode(&RgbaImage::from_pixel(4, 4, image::Rgba([9, 9, 9, 255]))).unwrap().ending, "jpg");
        assert!(small(b"no picture").is_none());
    }
}
