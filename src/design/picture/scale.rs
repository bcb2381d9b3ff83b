//! Cropping, turning, scaling and packing, a row at a time, so that no second copy of a large picture is held.
//!
//! Scaling is done on amounts of light, not on their coded values, and on colours weighted by their opacity: thin bright
//! lines keep their brightness and transparent edges their colour.

use std::collections::VecDeque;

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder, metadata::Orientation};

use super::{
    colours::ToSrgb,
    decode::{Header, Pixels, Refused},
    fit::{Made, Stripe, View},
};
use crate::design::{colour, svg::data_url};

/// JPEG quality of what goes into pieces: no loss to be seen at the size it is shown.
const QUALITY: u8 = 88;
/// Rows are cut into stripes of this many pixels, so that whoever draws them unpacks only one at a time.
const STRIPE: u32 = 6_000_000;
/// A stripe reaches under the next by this many rows, so that no hairline shows between them.
const OVERLAP: u32 = 2;
/// A lossless picture stays so if it is small, or takes fewer bytes than this for a pixel, as drawings and screens do.
const FLAT: f64 = 0.75;
const SMALL: usize = 64 << 10;

/// A part of a picture at its size, packed.
pub(super) fn make(pixels: Pixels, header: &Header, view: &View) -> Result<Made, Refused> {
    let lossless = header.lossless;
    let (width, height) = view.size;
    let mut made = scaled(&pixels, header, view);
    drop(pixels);
    let failed = |error: &dyn std::fmt::Display| Refused {
        message: format!("could not be packed: {error}"),
        help: "save the picture again as PNG or JPEG",
    };
    if made.chunks_exact(4).any(|pixel| pixel[3] != 255) {
        let bytes = png(&made, png::ColorType::Rgba, width, height).map_err(|e| failed(&e))?;
        let href = data_url("image/png", &bytes);
        return Ok(Made { stripes: vec![Stripe { top: 0, bottom: height, href }] });
    }
    drop_alpha(&mut made);
    if lossless {
        let bytes = png(&made, png::ColorType::Rgb, width, height).map_err(|e| failed(&e))?;
        if bytes.len() < SMALL || (bytes.len() as f64) < FLAT * made.len() as f64 / 3.0 {
            let href = data_url("image/png", &bytes);
            return Ok(Made { stripes: vec![Stripe { top: 0, bottom: height, href }] });
        }
    }
    let rows = (STRIPE / width).max(64);
    let mut stripes = Vec::new();
    let mut top = 0;
    while top < height {
        // A last stripe of a few rows is not worth its header.
        let next = if height - top <= rows + rows / 4 { height } else { top + rows };
        let bottom = (next + OVERLAP).min(height);
        let line = width as usize * 3;
        let part = &made[top as usize * line..bottom as usize * line];
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, QUALITY)
            .encode(part, width, bottom - top, ExtendedColorType::Rgb8)
            .map_err(|error| failed(&error))?;
        stripes.push(Stripe { top, bottom, href: data_url("image/jpeg", &bytes) });
        top = next;
    }
    Ok(Made { stripes })
}

fn drop_alpha(data: &mut Vec<u8>) {
    let count = data.len() / 4;
    for i in 0..count {
        data.copy_within(4 * i..4 * i + 3, 3 * i);
    }
    data.truncate(3 * count);
}

fn png(data: &[u8], colour: png::ColorType, width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    Ok(bytes)
}

/// The part at its size, four bytes a pixel: red, green, blue, opacity.
fn scaled(pixels: &Pixels, header: &Header, view: &View) -> Vec<u8> {
    let (seen_width, seen_height) = header.seen();
    let [left, top, part_width, part_height] = view.part;
    let columns = weights(left, part_width, view.size.0, seen_width);
    let rows = weights(top, part_height, view.size.1, seen_height);
    let first = columns.iter().map(|taps| taps.start).min().unwrap_or(0);
    let end = columns.iter().map(|taps| taps.start + taps.shares.len()).max().unwrap_or(0);
    let mut reader = Reader::new(pixels, header, first, end);
    let light_of = light_of();
    let code_of = code_of();
    let mut out = Vec::with_capacity(view.size.0 as usize * view.size.1 as usize * 4);
    let mut window: VecDeque<Vec<[f32; 4]>> = VecDeque::new();
    let mut window_start = 0;
    let mut sums = vec![[0.0f32; 4]; view.size.0 as usize];
    for taps in &rows {
        while window_start < taps.start && !window.is_empty() {
            window.pop_front();
            window_start += 1;
        }
        if window.is_empty() {
            window_start = taps.start;
        }
        while window_start + window.len() < taps.start + taps.shares.len() {
            let row = reader.row(window_start + window.len(), &light_of);
            window.push_back(columns.iter().map(|taps| taps.sum(&row[taps.start - first..])).collect());
        }
        sums.fill([0.0; 4]);
        for (row, share) in window.iter().zip(&taps.shares) {
            for (sum, value) in sums.iter_mut().zip(row) {
                (0..4).for_each(|c| sum[c] += value[c] * share);
            }
        }
        out.extend(sums.iter().flat_map(|sum| coded(*sum, &code_of)));
    }
    out
}

/// The source pixels that make one pixel, and their shares, which are 1 together.
struct Taps {
    start: usize,
    shares: Vec<f32>,
}

impl Taps {
    fn sum(&self, values: &[[f32; 4]]) -> [f32; 4] {
        let mut sum = [0.0; 4];
        for (value, share) in values.iter().zip(&self.shares) {
            (0..4).for_each(|c| sum[c] += value[c] * share);
        }
        sum
    }
}

/// Catmull-Rom's cubic: sharp, and with little of the ringing that longer filters leave at edges.
fn filter(x: f64) -> f64 {
    let x = x.abs();
    match x {
        x if x < 1.0 => (1.5 * x - 2.5) * x * x + 1.0,
        x if x < 2.0 => ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0,
        _ => 0.0,
    }
}

fn weights(start: f64, length: f64, count: u32, limit: u32) -> Vec<Taps> {
    let step = length / f64::from(count);
    let reach = step.max(1.0);
    let last = f64::from(limit.max(1) - 1);
    (0..count)
        .map(|i| {
            let centre = start + (f64::from(i) + 0.5) * step - 0.5;
            let from = (centre - 2.0 * reach).ceil().clamp(0.0, last) as usize;
            let to = (centre + 2.0 * reach).floor().clamp(from as f64, last) as usize;
            let shares: Vec<f64> = (from..=to).map(|at| filter((at as f64 - centre) / reach)).collect();
            let sum: f64 = shares.iter().sum();
            let shares = match sum > 1e-6 {
                true => shares.iter().map(|share| (share / sum) as f32).collect(),
                false => vec![1.0],
            };
            Taps { start: from, shares }
        })
        .collect()
}

/// Gives the rows of a picture as it is seen.
struct Reader<'a> {
    pixels: &'a Pixels,
    header: &'a Header,
    to_srgb: ToSrgb,
    /// The columns that are wanted: from the first up to the end.
    first: usize,
    end: usize,
    samples: Vec<u8>,
    opacity: Vec<u8>,
    rgb: Vec<u8>,
}

impl<'a> Reader<'a> {
    fn new(pixels: &'a Pixels, header: &'a Header, first: usize, end: usize) -> Self {
        let to_srgb = ToSrgb::new(pixels.samples, pixels.profile.as_deref());
        let (samples, opacity, rgb) = (Vec::new(), Vec::new(), vec![0; (end - first) * 3]);
        Self { pixels, header, to_srgb, first, end, samples, opacity, rgb }
    }

    /// Light of one row's wanted pixels, weighted by their opacity.
    fn row(&mut self, y: usize, light_of: &[f32; 256]) -> Vec<[f32; 4]> {
        let count = self.pixels.samples.count();
        let colours = count - usize::from(self.pixels.samples.has_alpha());
        self.samples.clear();
        self.opacity.clear();
        for x in self.first..self.end {
            let (column, row) = stored(self.header, x, y);
            let at = (row * self.pixels.width as usize + column) * count;
            let pixel = &self.pixels.data[at..at + count];
            self.samples.extend_from_slice(&pixel[..colours]);
            self.opacity.push(if colours < count { pixel[colours] } else { 255 });
        }
        self.to_srgb.row(&self.samples, &mut self.rgb);
        let light = |value: u8| light_of[usize::from(value)];
        let pixels = self.rgb.chunks_exact(3).zip(&self.opacity);
        pixels
            .map(|(rgb, opacity)| {
                let share = f32::from(*opacity) / 255.0;
                [light(rgb[0]) * share, light(rgb[1]) * share, light(rgb[2]) * share, share]
            })
            .collect()
    }
}

/// Where a pixel that is seen is stored: column and row.
fn stored(header: &Header, x: usize, y: usize) -> (usize, usize) {
    let (right, lowest) = (header.stored.0 as usize - 1, header.stored.1 as usize - 1);
    match header.orientation {
        Orientation::NoTransforms => (x, y),
        Orientation::FlipHorizontal => (right - x, y),
        Orientation::Rotate180 => (right - x, lowest - y),
        Orientation::FlipVertical => (x, lowest - y),
        Orientation::Rotate90 => (y, lowest - x),
        Orientation::Rotate270 => (right - y, x),
        Orientation::Rotate90FlipH => (y, x),
        Orientation::Rotate270FlipH => (right - y, lowest - x),
    }
}

/// Light by its code in sRGB (IEC 61966-2-1).
fn light_of() -> [f32; 256] {
    std::array::from_fn(|code| colour::light(code as f64 / 255.0) as f32)
}

/// Codes are looked up in this many steps of light: fine enough for the darkest.
const STEPS: usize = 1 << 14;

fn code_of() -> Vec<u8> {
    let code = |step: usize| (colour::code(step as f64 / STEPS as f64) * 255.0).round() as u8;
    (0..=STEPS).map(code).collect()
}

fn coded([red, green, blue, share]: [f32; 4], code_of: &[u8]) -> [u8; 4] {
    if share <= 0.5 / 255.0 {
        return [0; 4];
    }
    let code = |light: f32| code_of[((light / share).clamp(0.0, 1.0) * STEPS as f32 + 0.5) as usize];
    [code(red), code(green), code(blue), (share.min(1.0) * 255.0).round() as u8]
}
