//! Small pictures by which pieces are recognised.
//!
//! In: pixels of a drawing or a page. Out: a JPEG of some ten kilobytes.

use image::codecs::jpeg::JpegEncoder;

/// The most pixels of a small picture's width and height: sharp on fine screens at the size at which a gallery shows it.
pub const SMALL: (u32, u32) = (560, 720);

/// JPEG quality: text of a poster stays clean at about 40 kB.
const QUALITY: u8 = 84;

/// The size of a small picture of something of this size, of the same shape; at least one pixel on each side.
pub fn small_size(width: f64, height: f64) -> (u32, u32) {
    let scale = (f64::from(SMALL.0) / width).min(f64::from(SMALL.1) / height);
    let side = |length: f64, most: u32| ((length * scale).round() as u32).clamp(1, most);
    (side(width, SMALL.0), side(height, SMALL.1))
}

/// Opaque pixels of four bytes each as a JPEG.
///
/// # Errors
/// The encoder's own words, where there are fewer pixels than the size says.
pub fn small_jpeg(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, String> {
    let rgb: Vec<u8> = pixels.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    if rgb.len() != width as usize * height as usize * 3 {
        return Err("a picture of another size was drawn".into());
    }
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    encoder.encode(&rgb, width, height, image::ExtendedColorType::Rgb8).map_err(|error| error.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_is_kept_and_the_box_too() {
        assert_eq!(small_size(210.0, 297.0), (509, 720));
        assert_eq!(small_size(3840.0, 2160.0), (560, 315));
        assert_eq!(small_size(1.0, 100_000.0), (1, 720));
        assert_eq!(small_size(100_000.0, 1.0), (560, 1));
    }

    #[test]
    fn pixels_become_a_jpeg_of_their_size() {
        let bytes = small_jpeg(&[255; 12 * 7 * 4], 12, 7).unwrap();
        let read = imagesize::blob_size(&bytes).unwrap();
        assert_eq!((read.width, read.height), (12, 7));
        assert!(small_jpeg(&[255; 4], 12, 7).is_err());
    }
}
