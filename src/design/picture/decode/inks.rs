//! JPEGs in the four inks of print, as agencies send them. `image` makes RGB of them by a rule of thumb; here the inks stay,
//! for their profile to say what they look like.

use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

use super::{Header, Pixels, Refused, Samples, broken, segments};

/// The amounts of ink, 255 the most.
pub(super) fn pixels(bytes: &[u8], header: &Header) -> Result<Pixels, Refused> {
    let options = DecoderOptions::default().set_strict_mode(false).set_max_width(65_535).set_max_height(65_535);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(broken)?;
    let stored = decoder.input_colorspace().ok_or_else(|| broken("its kind of colour is unknown"))?;
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(stored));
    let mut data = decoder.decode().map_err(broken)?;
    if data.len() != header.stored.0 as usize * header.stored.1 as usize * 4 {
        return Err(broken("its header contradicts itself"));
    }
    for pixel in data.chunks_exact_mut(4) {
        match stored {
            ColorSpace::YCCK => unmix(pixel),
            // Adobe's programs store how much of the paper stays bare.
            _ if is_adobes(bytes) => pixel.iter_mut().for_each(|ink| *ink = 255 - *ink),
            _ => {}
        }
    }
    Ok(Pixels { width: header.stored.0, samples: Samples::Cmyk, data, profile: decoder.icc_profile() })
}

/// Adobe's transform 2: the three inks as brightness and colour differences (JFIF 1.02), the fourth as bare paper.
fn unmix(pixel: &mut [u8]) {
    let [y, blue, red, bare] = [0, 1, 2, 3].map(|i| f32::from(pixel[i]));
    let (blue, red) = (blue - 128.0, red - 128.0);
    let inks = [y + 1.402 * red, y - 0.344_136 * blue - 0.714_136 * red, y + 1.772 * blue, 255.0 - bare];
    pixel.iter_mut().zip(inks).for_each(|(sample, ink)| *sample = ink.round().clamp(0.0, 255.0) as u8);
}

fn is_adobes(bytes: &[u8]) -> bool {
    segments(bytes).any(|(marker, content)| marker == 0xee && content.starts_with(b"Adobe"))
}
