//! Pixels as the lightest file that mail readers show.
//!
//! In: pixels. Out: PNG or JPEG.

use std::sync::Arc;

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use resvg::tiny_skia::Pixmap;

use crate::{
    design::svg::media_type,
    render::email::{lighten::lighten, picture::HEAVY},
};

/// JPEG qualities, the best first: below the last, faces show blocks.
const QUALITIES: [u8; 4] = [85, 78, 70, 62];

/// Whether a file goes into mail as it is: light, not much larger than it is shown, with nothing that must be turned or
/// computed, and without the place where a photo was taken (Exif).
pub(super) fn passes(bytes: &[u8], column: usize) -> bool {
    let narrow = imagesize::blob_size(bytes).is_ok_and(|size| size.width <= 2 * column);
    let holds = |mark: &[u8]| bytes.windows(mark.len()).take(64 << 10).any(|window| window == mark);
    let plain = match media_type(bytes) {
        Some("image/png") => !holds(b"eXIf") && !holds(b"iCCP"),
        Some("image/gif") => true,
        Some("image/jpeg") => ![&b"Exif\0"[..], b"ICC_PROFILE\0", b"Adobe\0"].iter().any(|mark| holds(mark)),
        _ => false,
    };
    bytes.len() <= HEAVY && narrow && plain
}

/// Whether a file lost nothing, so that it may be a drawing or a screen.
pub(super) fn is_lossless(bytes: &[u8]) -> bool {
    matches!(media_type(bytes), Some("image/png" | "image/gif"))
}

/// The lightest file that shows the pixels well: PNG where some are transparent; of a photo JPEG; of others the lighter.
pub(super) fn lightest(pixels: &Pixmap, photo: bool) -> Vec<u8> {
    if pixels.pixels().iter().any(|pixel| pixel.alpha() != 255) {
        return png(pixels);
    }
    let jpeg = jpeg(pixels);
    if photo {
        return jpeg;
    }
    let png = png(pixels);
    if png.len() <= jpeg.len() + jpeg.len() / 4 { png } else { jpeg }
}

/// A PNG, packed as small as it gets.
pub(super) fn png(pixels: &Pixmap) -> Vec<u8> {
    let fast: Arc<[u8]> = pixels.encode_png().unwrap_or_default().into();
    lighten(&fast).to_vec()
}

/// A JPEG of the best quality that mail may carry, else of the least.
fn jpeg(pixels: &Pixmap) -> Vec<u8> {
    let colours: Vec<u8> = pixels.pixels().iter().flat_map(|p| [p.red(), p.green(), p.blue()]).collect();
    let mut bytes = Vec::new();
    for quality in QUALITIES {
        bytes.clear();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        let packed = encoder.encode(&colours, pixels.width(), pixels.height(), ExtendedColorType::Rgb8);
        if packed.is_ok() && bytes.len() <= HEAVY {
            break;
        }
    }
    bytes
}
