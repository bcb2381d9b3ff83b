//! From a file's bytes to its pixels, as they are stored: not yet turned, not yet in sRGB.

mod inks;

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use image::{ColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, metadata::Orientation};

use crate::model::value::MAX_PICTURE_PIXELS;

/// Why a file cannot be used: what follows its name in a message, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refused {
    pub message: String,
    pub help: &'static str,
}

/// Bytes that one picture's pixels may take: 100 million of them in colour, or half as many of 16 bits.
const MAX_BYTES: u64 = 400_000_000;

const SAVE_AGAIN: &str = "open it in an image editor and save it again as PNG or JPEG";
const SAVE_SMALLER: &str = "save it smaller: 6000 pixels are enough for the longer side of any poster";

/// What is known of a picture before its pixels are read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Header {
    /// Columns and rows as they are stored.
    pub stored: (u32, u32),
    /// How to turn it upright (Exif).
    pub orientation: Orientation,
    /// True where the file lost nothing, so that it may be a drawing or a screen.
    pub lossless: bool,
}

impl Header {
    /// Columns and rows as it is seen.
    pub fn seen(&self) -> (u32, u32) {
        let (width, height) = self.stored;
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        match self.orientation {
            Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH => (height, width),
            _ => (width, height),
        }
    }
}

/// How the samples of one pixel follow each other, 8 bits each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Samples {
    Grey,
    GreyAlpha,
    Rgb,
    RgbAlpha,
    /// Amounts of ink, 255 the most.
    Cmyk,
}

impl Samples {
    /// Samples of a pixel.
    pub fn count(self) -> usize {
        match self {
            Samples::Grey => 1,
            Samples::GreyAlpha => 2,
            Samples::Rgb => 3,
            Samples::RgbAlpha | Samples::Cmyk => 4,
        }
    }

    /// True when the last sample says how opaque the pixel is.
    pub fn has_alpha(self) -> bool {
        matches!(self, Samples::GreyAlpha | Samples::RgbAlpha)
    }
}

/// A picture's pixels as they are stored.
pub(super) struct Pixels {
    pub width: u32,
    pub samples: Samples,
    pub data: Vec<u8>,
    /// The ICC profile that the file carries.
    pub profile: Option<Vec<u8>>,
}

/// Reads what stands before the pixels.
pub(super) fn header(bytes: &[u8]) -> Result<Header, Refused> {
    guarded(|| {
        let format = image::guess_format(bytes).map_err(broken)?;
        let mut decoder = decoder(bytes, format)?;
        let stored = decoder.dimensions();
        if stored.0 == 0 || stored.1 == 0 {
            return Err(Refused { message: "is an empty picture".into(), help: SAVE_AGAIN });
        }
        let count = u64::from(stored.0) * u64::from(stored.1);
        if count > MAX_PICTURE_PIXELS || decoder.total_bytes() > MAX_BYTES {
            let message = format!("has {} × {} pixels, more than can be drawn", stored.0, stored.1);
            return Err(Refused { message, help: SAVE_SMALLER });
        }
        if format == ImageFormat::Jpeg && !ends(bytes) {
            return Err(Refused {
                message: "is cut short: its end is missing".into(),
                help: "copy or download the picture again",
            });
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let lossless = matches!(format, ImageFormat::Png | ImageFormat::Gif);
        Ok(Header { stored, orientation, lossless })
    })
}

/// Reads the pixels of a picture whose header was accepted.
pub(super) fn pixels(bytes: &[u8], header: &Header) -> Result<Pixels, Refused> {
    guarded(|| {
        let format = image::guess_format(bytes).map_err(broken)?;
        if format == ImageFormat::Jpeg && components(bytes) == Some(4) {
            return inks::pixels(bytes, header);
        }
        let mut decoder = decoder(bytes, format)?;
        let profile = decoder.icc_profile().ok().flatten();
        let colour = decoder.color_type();
        let size = usize::try_from(decoder.total_bytes()).unwrap_or(usize::MAX);
        if decoder.dimensions() != header.stored || decoder.total_bytes() > MAX_BYTES {
            return Err(broken("its header contradicts itself"));
        }
        let mut data = vec![0; size];
        decoder.read_image(&mut data).map_err(broken)?;
        let (samples, wide) = match colour {
            ColorType::L8 => (Samples::Grey, false),
            ColorType::La8 => (Samples::GreyAlpha, false),
            ColorType::Rgb8 => (Samples::Rgb, false),
            ColorType::Rgba8 => (Samples::RgbAlpha, false),
            ColorType::L16 => (Samples::Grey, true),
            ColorType::La16 => (Samples::GreyAlpha, true),
            ColorType::Rgb16 => (Samples::Rgb, true),
            ColorType::Rgba16 => (Samples::RgbAlpha, true),
            _ => return Err(broken("its kind of colour is unknown")),
        };
        if wide {
            halve(&mut data);
        }
        Ok(Pixels { width: header.stored.0, samples, data, profile })
    })
}

fn decoder<'a>(bytes: &'a [u8], format: ImageFormat) -> Result<impl ImageDecoder + 'a, Refused> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_BYTES + (64 << 20));
    reader.limits(limits);
    reader.into_decoder().map_err(|error| match error {
        ImageError::Limits(_) => Refused { message: "has more pixels than can be drawn".into(), help: SAVE_SMALLER },
        error => broken(error),
    })
}

/// 16 bits to 8, in place: the nearest of 256 values.
fn halve(data: &mut Vec<u8>) {
    let count = data.len() / 2;
    for i in 0..count {
        let wide = u32::from(u16::from_ne_bytes([data[2 * i], data[2 * i + 1]]));
        data[i] = ((wide + 128) / 257) as u8;
    }
    data.truncate(count);
}

/// A JPEG's marker segments up to its first scan: the marker, and what follows it.
fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut at = 2;
    std::iter::from_fn(move || {
        while bytes.get(at..at + 2) == Some(&[0xff, 0xff]) {
            at += 1;
        }
        let [0xff, marker, high, low] = bytes.get(at..at + 4)? else { return None };
        let start = at + 4;
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
        Some((*marker, &bytes[start..]))
    })
}

/// The colours of a JPEG: 1 grey, 3 of screens, 4 inks.
pub(super) fn components(bytes: &[u8]) -> Option<u8> {
    // Frame headers have the markers C0 to CF, but for those of tables (ITU-T T.81, table B.1).
    let frame = |marker: u8| (0xc0..=0xcf).contains(&marker) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
    segments(bytes).find(|(marker, _)| frame(*marker)).and_then(|(_, content)| content.get(5).copied())
}

/// True when a JPEG has its end marker. Decoders fill what is missing with grey and say nothing.
fn ends(bytes: &[u8]) -> bool {
    // The end marker of a preview in the metadata must not count: look only behind the first scan's header.
    let scan = segments(bytes).find(|(marker, _)| *marker == 0xda);
    scan.is_some_and(|(_, content)| content.windows(2).any(|pair| pair == [0xff, 0xd9]))
}

/// The decoders are written for sound files: whatever they do with others, it is the file that is wrong.
fn guarded<T>(read: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(broken("it is damaged")))
}

fn broken(why: impl std::fmt::Display) -> Refused {
    Refused { message: format!("cannot be read as a picture: {why}"), help: SAVE_AGAIN }
}
