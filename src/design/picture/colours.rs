//! From the colours that a file means to sRGB, by its ICC profile.

use std::{
    panic::catch_unwind,
    sync::{Arc, OnceLock},
};

use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, Transform8BitExecutor, TransformOptions};

use super::decode::Samples;
use crate::design::colour::{self, FOGRA39L};

/// Turns rows of samples, alpha left out, into red, green and blue of sRGB.
pub(super) struct ToSrgb {
    transform: Option<Arc<Transform8BitExecutor>>,
    /// Codes of sRGB, with the darkest that inks can print moved to black.
    deepened: Option<[u8; 256]>,
    samples: Samples,
}

impl ToSrgb {
    /// For samples with the profile that their file carries. A profile that is damaged, or for other samples, is as good
    /// as none: then grey and RGB are taken for sRGB, and inks for coated offset.
    pub fn new(samples: Samples, profile: Option<&[u8]>) -> Self {
        let own = profile.and_then(|bytes| transform(samples, bytes));
        let transform = match samples {
            Samples::Cmyk => own.or_else(fogra39),
            _ => own.filter(|transform| changes(samples, transform)),
        };
        let deepened = transform.as_ref().filter(|_| samples == Samples::Cmyk).map(deepened);
        Self { transform, deepened, samples }
    }

    /// Turns a row of samples without alpha into `rgb`.
    pub fn row(&self, row: &[u8], rgb: &mut [u8]) {
        let done = self.transform.as_ref().is_some_and(|transform| transform.transform(row, rgb).is_ok());
        if let Some(codes) = self.deepened.filter(|_| done) {
            rgb.iter_mut().for_each(|code| *code = codes[usize::from(*code)]);
        }
        if done {
            return;
        }
        match self.samples {
            Samples::Grey | Samples::GreyAlpha => {
                rgb.chunks_exact_mut(3).zip(row).for_each(|(pixel, grey)| pixel.fill(*grey));
            }
            Samples::Rgb | Samples::RgbAlpha => rgb.copy_from_slice(row),
            Samples::Cmyk => {
                for (pixel, ink) in rgb.chunks_exact_mut(3).zip(row.chunks_exact(4)) {
                    let light = |c: u8| (u16::from(255 - c) * u16::from(255 - ink[3]) / 255) as u8;
                    pixel.copy_from_slice(&[light(ink[0]), light(ink[1]), light(ink[2])]);
                }
            }
        }
    }
}

/// Black point compensation, as image editors do it: on paper the darkest ink is a grey, on a screen it would look faded.
fn deepened(transform: &Arc<Transform8BitExecutor>) -> [u8; 256] {
    let mut darkest = [0; 3];
    let told = transform.transform(&[255; 4], &mut darkest).is_ok();
    let light = |code: u8| colour::light(f64::from(code) / 255.0);
    let black = if told { darkest.map(light).iter().sum::<f64>() / 3.0 } else { 0.0 };
    std::array::from_fn(|code| {
        let light = ((light(code as u8) - black) / (1.0 - black)).clamp(0.0, 1.0);
        (colour::code(light) * 255.0).round() as u8
    })
}

fn fogra39() -> Option<Arc<Transform8BitExecutor>> {
    static MADE: OnceLock<Option<Arc<Transform8BitExecutor>>> = OnceLock::new();
    MADE.get_or_init(|| transform(Samples::Cmyk, FOGRA39L)).clone()
}

fn transform(samples: Samples, profile: &[u8]) -> Option<Arc<Transform8BitExecutor>> {
    // The file may hold anything; what its profile does to the engine must not end the build.
    catch_unwind(|| {
        let profile = ColorProfile::new_from_slice(profile).ok()?;
        let (space, layout) = match samples {
            Samples::Grey | Samples::GreyAlpha => (DataColorSpace::Gray, Layout::Gray),
            Samples::Rgb | Samples::RgbAlpha => (DataColorSpace::Rgb, Layout::Rgb),
            Samples::Cmyk => (DataColorSpace::Cmyk, Layout::Rgba),
        };
        if profile.color_space != space {
            return None;
        }
        let options = TransformOptions { rendering_intent: RenderingIntent::Perceptual, ..TransformOptions::default() };
        profile.create_transform_8bit(layout, &ColorProfile::new_srgb(), Layout::Rgb, options).ok()
    })
    .ok()
    .flatten()
}

/// False for a profile that is sRGB under another name: then nothing need be done.
fn changes(samples: Samples, transform: &Arc<Transform8BitExecutor>) -> bool {
    let grey = matches!(samples, Samples::Grey | Samples::GreyAlpha);
    let steps = || (0..=255u8).step_by(51);
    let colours: Vec<[u8; 3]> = match grey {
        true => (0..=255).map(|v| [v; 3]).collect(),
        false => steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| [r, g, b]))).collect(),
    };
    let row: Vec<u8> = colours.iter().flat_map(|c| c[..if grey { 1 } else { 3 }].iter().copied()).collect();
    let mut rgb = vec![0; colours.len() * 3];
    if transform.transform(&row, &mut rgb).is_err() {
        return false;
    }
    rgb.iter().zip(colours.iter().flatten()).any(|(a, b)| a.abs_diff(*b) > 1)
}
