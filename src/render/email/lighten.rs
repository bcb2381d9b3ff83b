//! PNGs packed again, as small as they get without changing a pixel.
//!
//! In: the PNG of a banner, which its renderer packed for speed. Out: the same picture in fewer bytes: every reader of a
//! newsletter loads it.

use std::{io::Cursor, sync::Arc};

use png::{ColorType, Compression, Decoder, Encoder, Filter, SrgbRenderingIntent, Transformations};

/// The same picture, smaller where that can be; the bytes as they are where they are no PNG of 8 bits a channel.
pub(super) fn lighten(bytes: &Arc<[u8]>) -> Arc<[u8]> {
    let packed =
        decode(bytes).map(|picture| [Filter::NoFilter, Filter::Adaptive].map(|filter| encode(&picture, filter)));
    let smaller = packed.into_iter().flatten().flatten().filter(|packed| packed.len() < bytes.len());
    smaller.min_by_key(Vec::len).map_or_else(|| Arc::clone(bytes), Arc::from)
}

/// A decoded picture.
struct Pixels {
    width: u32,
    height: u32,
    colour: ColorType,
    data: Vec<u8>,
}

fn decode(bytes: &[u8]) -> Option<Pixels> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(Transformations::IDENTITY);
    let mut reader = decoder.read_info().ok()?;
    let mut data = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut data).ok()?;
    let plain = matches!(frame.color_type, ColorType::Rgb | ColorType::Rgba) && frame.bit_depth == png::BitDepth::Eight;
    data.truncate(frame.buffer_size());
    plain.then_some(Pixels { width: frame.width, height: frame.height, colour: frame.color_type, data })
}

fn encode(picture: &Pixels, filter: Filter) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, picture.width, picture.height);
    encoder.set_color(picture.colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(Compression::High);
    encoder.set_filter(filter);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&picture.data).ok()?;
    writer.finish().ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banner_gets_lighter_and_stays_the_same_picture() {
        let data: Vec<u8> = (0..120 * 40 * 3u32).map(|i| (i / 90 % 7 * 30) as u8).collect();
        let picture = Pixels { width: 120, height: 40, colour: ColorType::Rgb, data };
        let mut fast = Vec::new();
        let mut encoder = Encoder::new(&mut fast, 120, 40);
        encoder.set_color(ColorType::Rgb);
        encoder.set_compression(Compression::NoCompression);
        encoder.write_header().unwrap().write_image_data(&picture.data).unwrap();
        let light = lighten(&fast.clone().into());
        assert!(light.len() < fast.len() / 2, "{} of {}", light.len(), fast.len());
        assert_eq!(decode(&light).unwrap().data, picture.data);
    }

    #[test]
    fn what_is_no_png_stays() {
        let bytes: Arc<[u8]> = b"GIF89a".to_vec().into();
        assert_eq!(lighten(&bytes), bytes);
    }
}
