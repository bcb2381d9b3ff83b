//! Pictures in process inks.
//!
//! In: a picture of a PDF: JPEG, or packed samples of 8 or 16 bits in grey or RGB, with or without a profile of its own.
//! Out: the same in CMYK, packed without loss; in masks grey. A picture is handled row by row, so that beside its pixels
//! only what is packed takes memory.

use std::io::Write;

use image::ImageDecoder;
use lopdf::{Dictionary, Object, Stream, dictionary};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{
    content::{Purpose, Space, luminosity},
    error::Unprintable,
    inks::Inks,
    objects::{number_at, resolved, stream_bytes},
    pass::Pass,
};

/// A picture of more pixels than this is not a poster's.
const MOST_PIXELS: u64 = 600_000_000;

/// A picture's pixels, 8 bits a channel.
struct Pixels {
    bytes: Vec<u8>,
    width: usize,
    channels: usize,
}

/// A picture of the source as one of the target.
pub fn converted(pass: &mut Pass<'_>, picture: &Stream, purpose: Purpose) -> Result<Stream, Unprintable> {
    let dictionary = &picture.dict;
    if ["ImageMask", "Mask", "Decode", "Matte"].iter().any(|key| dictionary.has(key.as_bytes())) {
        return Err(Unprintable::unsupported("a stencil or a picture with a colour key"));
    }
    let space = dictionary.get(b"ColorSpace")?;
    let channels = match pass.space(space)? {
        Space::Grey => 1,
        Space::Rgb => 3,
        Space::Cmyk | Space::Pattern => return Err(Unprintable::unsupported("a picture that is CMYK already")),
    };
    let profile = profile(pass, space)?;
    let mut pixels = pixels(pass, picture, channels)?;
    if let Some(profile) = profile {
        to_srgb(&profile, &mut pixels);
    }
    let soft_mask = dictionary.get(b"SMask").ok().map(|mask| pass.once(mask, Purpose::Mask, soft_mask)).transpose()?;
    let inks = pass.inks;
    let mut made = match purpose {
        Purpose::Mask => packed(&pixels, 1, |pixel, out| out.push(grey(pixel)))?,
        Purpose::Paint => {
            let mut last = ([0; 3], inks.pixel([0; 3]));
            packed(&pixels, 4, move |pixel, out| out.extend_from_slice(&ink(inks, pixel, &mut last)))?
        }
    };
    if let Some(mask) = soft_mask {
        made.dict.set("SMask", mask);
    }
    Ok(made)
}

/// The ink of a pixel; neighbours are often alike.
fn ink(inks: &Inks, pixel: &[u8], last: &mut ([u8; 3], [u8; 4])) -> [u8; 4] {
    let rgb = match *pixel {
        [red, green, blue] => [red, green, blue],
        _ => [pixel[0]; 3],
    };
    if last.0 != rgb {
        *last = (rgb, inks.pixel(rgb));
    }
    last.1
}

fn grey(pixel: &[u8]) -> u8 {
    match *pixel {
        [red, green, blue] => luminosity([red, green, blue].map(f64::from)).round() as u8,
        _ => pixel[0],
    }
}

/// The opacities of a picture: samples of one channel, which stay as they are.
fn soft_mask(pass: &mut Pass<'_>, object: &Object, _: Purpose) -> Result<Object, Unprintable> {
    let Object::Stream(mask) = resolved(pass.source, object)? else {
        return Err(Unprintable::damaged("a soft mask that is none"));
    };
    if pass.space(mask.dict.get(b"ColorSpace")?)? != Space::Grey || mask.dict.has(b"Matte") {
        return Err(Unprintable::unsupported("a soft mask in colour"));
    }
    let pixels = pixels(pass, mask, 1)?;
    Ok(Object::Stream(packed(&pixels, 1, |pixel, out| out.push(pixel[0]))?))
}

/// The samples of a picture, 8 bits each.
fn pixels(pass: &Pass<'_>, picture: &Stream, channels: usize) -> Result<Pixels, Unprintable> {
    let size = |key| number_at(pass.source, &picture.dict, key);
    let (width, height) = (size("Width")? as u64, size("Height")? as u64);
    if width == 0 || height == 0 || width.saturating_mul(height) > MOST_PIXELS {
        return Err(Unprintable::damaged("a picture of an impossible size"));
    }
    let count = (width * height) as usize * channels;
    let bytes = match picture.filters().unwrap_or_default()[..] {
        [b"DCTDecode"] => jpeg(&picture.content, width, height, channels)?,
        [] | [b"FlateDecode"] => {
            let bytes = stream_bytes(picture)?;
            match size("BitsPerComponent")? as i64 {
                8 => bytes,
                // The high byte of each sample.
                16 => bytes.chunks_exact(2).map(|sample| sample[0]).collect(),
                _ => return Err(Unprintable::unsupported("a picture of few bits")),
            }
        }
        _ => return Err(Unprintable::unsupported("a picture that is packed in an unusual way")),
    };
    if bytes.len() < count {
        return Err(Unprintable::damaged("a picture that is cut off"));
    }
    Ok(Pixels { bytes, width: width as usize, channels })
}

fn jpeg(data: &[u8], width: u64, height: u64, channels: usize) -> Result<Vec<u8>, Unprintable> {
    let wrong = |error: image::ImageError| Unprintable::damaged(format!("a JPEG that cannot be read: {error}"));
    let decoder = image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(data)).map_err(wrong)?;
    let (found_width, found_height) = decoder.dimensions();
    let found_channels = usize::from(decoder.color_type().channel_count());
    if (u64::from(found_width), u64::from(found_height), found_channels) != (width, height, channels) {
        return Err(Unprintable::damaged("a JPEG of another size than stated"));
    }
    let mut bytes = vec![0; decoder.total_bytes() as usize];
    decoder.read_image(&mut bytes).map_err(wrong)?;
    Ok(bytes)
}

/// The profile of a picture's own, where it has one for RGB; grey ones are taken as sRGB's grey.
fn profile(pass: &Pass<'_>, space: &Object) -> Result<Option<ColorProfile>, Unprintable> {
    let Object::Array(array) = resolved(pass.source, space)? else { return Ok(None) };
    let Some(object) = array.get(1) else { return Ok(None) };
    let Object::Stream(stream) = resolved(pass.source, object)? else { return Ok(None) };
    let profile = ColorProfile::new_from_slice(&stream_bytes(stream)?).ok();
    Ok(profile.filter(|profile| profile.color_space == DataColorSpace::Rgb))
}

/// Turns pixels of another RGB into sRGB; as they are where the profile cannot be used.
fn to_srgb(profile: &ColorProfile, pixels: &mut Pixels) {
    if pixels.channels != 3 {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default())
    else {
        return;
    };
    let mut row = vec![0; pixels.width * 3];
    for pixels in pixels.bytes.chunks_exact_mut(row.len()) {
        if transform.transform(pixels, &mut row).is_ok() {
            pixels.copy_from_slice(&row);
        }
    }
}

/// A picture of the target, row by row. A PNG's samples are packed just as PDF unpacks them (predictor 15, ISO 32000-1,
/// 7.4.4.4), and four channels are four channels, whatever PNG calls them.
fn packed(
    pixels: &Pixels,
    channels: usize,
    mut convert: impl FnMut(&[u8], &mut Vec<u8>),
) -> Result<Stream, Unprintable> {
    let row_length = pixels.width * pixels.channels;
    let height = pixels.bytes.len() / row_length;
    let failed = |error: String| Unprintable::damaged(format!("a picture that cannot be packed: {error}"));
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, pixels.width as u32, height as u32);
    encoder.set_color(if channels == 4 { png::ColorType::Rgba } else { png::ColorType::Grayscale });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(|e| failed(e.to_string()))?;
    let mut rows = writer.stream_writer().map_err(|e| failed(e.to_string()))?;
    let mut row = Vec::with_capacity(pixels.width * channels);
    for source in pixels.bytes.chunks_exact(row_length) {
        row.clear();
        source.chunks_exact(pixels.channels).for_each(|pixel| convert(pixel, &mut row));
        rows.write_all(&row).map_err(|e| failed(e.to_string()))?;
    }
    rows.finish().map_err(|e| failed(e.to_string()))?;
    drop(writer);
    let mut stream = Stream::new(dictionary(pixels.width, height, channels), samples(png));
    stream.allows_compression = false;
    Ok(stream)
}

fn dictionary(width: usize, height: usize, channels: usize) -> Dictionary {
    let parameters = dictionary! {
        "Predictor" => 15,
        "Colors" => channels as i64,
        "BitsPerComponent" => 8,
        "Columns" => width as i64,
    };
    dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => width as i64,
        "Height" => height as i64,
        "ColorSpace" => if channels == 4 { "DeviceCMYK" } else { "DeviceGray" },
        "BitsPerComponent" => 8,
        "Filter" => "FlateDecode",
        "DecodeParms" => parameters,
    }
}

/// The packed samples of a PNG without what frames them (ISO 15948, 5.3): length, kind, data and checksum of each chunk.
fn samples(mut png: Vec<u8>) -> Vec<u8> {
    let (mut at, mut end) = (8, 0);
    while let Some(header) = png.get(at..at + 8) {
        let length = u32::from_be_bytes([header[0], header[1], header[2], header[3]]) as usize;
        if &header[4..] == b"IDAT" {
            png.copy_within(at + 8..at + 8 + length, end);
            end += length;
        }
        at += length + 12;
    }
    png.truncate(end);
    png
}
