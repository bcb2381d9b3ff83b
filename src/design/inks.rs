//! sRGB to ink by the profile of a printing condition (ISO 15076-1).
//!
//! In: the bytes of a CMYK output profile. Out: [`Inks`], which turns colours and pixels into shares of ink within the
//! limit of the paper.
//!
//! The rendering intent is relative colorimetric with black point compensation: colours that the inks can reach stay what
//! they are, so that flat brand colours come out as near as they can, white is the paper, and shadows keep their steps down
//! to the darkest ink. The perceptual intent would shift reachable colours too (measured: 3 to 5 ΔE, and black in blues).
//!
//! The engine is asked at the nodes of a grid only; between them this module interpolates in whole numbers. So the bytes do
//! not depend on which vector instructions a machine has.

use moxcms::{ColorProfile, DataColorSpace, Layout, ProfileClass, RenderingIntent, ToneReprCurve, TransformOptions};

use super::colour;

/// Why a file is not the profile of a printing condition.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadProfile {
    /// It is not an ICC profile, or a damaged one.
    #[error("it is not an ICC profile that can be read")]
    Unreadable,
    /// It describes a screen or a camera.
    #[error("it is not the profile of a printing condition (device class `prtr`)")]
    NotPrinting,
    /// Its inks are not the four of process printing.
    #[error("its colours are not cyan, magenta, yellow and black")]
    NotCmyk,
}

/// Shares of cyan, magenta, yellow and black, 0 to 65535 each.
pub type Cmyk = [u16; 4];

/// All of an ink.
pub const FULL: u16 = u16::MAX;
/// Black ink alone.
pub const BLACK: Cmyk = [0, 0, 0, FULL];
/// No ink.
pub const PAPER: Cmyk = [0; 4];

/// Nodes of the grid along each of red, green and blue; the engine's own number.
const NODES: usize = 33;
/// Nodes of the ramp of black; the engine's own number for four inks.
const RAMP: usize = 17;
/// Below this lightness neutrals are solid black: the ink alone is hardly darker (L* 16), and a screen of 95 % would only
/// give small text ragged edges.
pub const SOLID_BELOW: f64 = 20.0;

/// How a printing condition renders sRGB.
pub struct Inks {
    grid: Vec<Cmyk>,
    /// Black alone for each grey of sRGB, by its lightness.
    greys: Vec<u16>,
    limit: f64,
}

impl Inks {
    /// Of an ICC profile and the most ink that the paper takes, all four together, in percent.
    ///
    /// # Errors
    /// Where the bytes are not a readable profile of a printing condition in CMYK.
    pub fn new(profile: &[u8], limit: f64) -> Result<Self, BadProfile> {
        // The engine's tables are read from the file: where it trips over one, the file is damaged.
        std::panic::catch_unwind(|| Self::read(profile, limit)).unwrap_or(Err(BadProfile::Unreadable))
    }

    fn read(profile: &[u8], limit: f64) -> Result<Self, BadProfile> {
        let printing = checked(profile)?;
        let proof = Proof::new(&printing)?;
        let grid = grid(&printing, &proof)?.into_iter().map(|node| limited(node, limit)).collect();
        Ok(Self { grid, greys: greys(&proof.ramp()?), limit })
    }

    /// A colour's inks; channels from 0 to 65535.
    pub fn process(&self, rgb: [u16; 3]) -> Cmyk {
        tetrahedral(&self.grid, rgb)
    }

    /// A grey by black ink alone, of the same lightness.
    pub fn grey(&self, level: u8) -> Cmyk {
        [0, 0, 0, self.greys[usize::from(level)]]
    }

    /// The inks within the limit.
    pub fn limited(&self, cmyk: Cmyk) -> Cmyk {
        limited(cmyk, self.limit)
    }

    /// A pixel's inks, of all of them no more than the limit after rounding too.
    pub fn pixel(&self, rgb: [u8; 3]) -> [u8; 4] {
        let cmyk = self.process(rgb.map(widen));
        let mut bytes = cmyk.map(|share| ((u32::from(share) + 128) / 257) as u8);
        let most = (self.limit / 100.0 * 255.0) as u32;
        while bytes.iter().map(|b| u32::from(*b)).sum::<u32>() > most {
            let largest = (0..3).max_by_key(|i| bytes[*i]).unwrap_or(0);
            bytes[largest] = bytes[largest].saturating_sub(1);
        }
        bytes
    }
}

/// Why a file cannot be a printing condition, if it cannot; quicker than making [`Inks`] of it.
///
/// # Errors
/// Where the bytes are not a readable profile of a printing condition in CMYK.
pub fn check(profile: &[u8]) -> Result<(), BadProfile> {
    checked(profile).map(|_| ())
}

/// 0 to 255 as 0 to 65535.
pub fn widen(byte: u8) -> u16 {
    u16::from(byte) * 257
}

/// Takes cyan, magenta and yellow back in equal measure until the sum is within the limit; black stays.
pub fn limited(cmyk: Cmyk, limit: f64) -> Cmyk {
    let [cyan, magenta, yellow, black] = cmyk.map(u64::from);
    let most = (limit / 100.0 * f64::from(FULL)) as u64;
    let (coloured, room) = (cyan + magenta + yellow, most.saturating_sub(black));
    if coloured <= room {
        return cmyk;
    }
    let less = |share: u64| (share * room / coloured) as u16;
    [less(cyan), less(magenta), less(yellow), cmyk[3]]
}

/// The profile, where it is one of a printing condition in CMYK with tables both ways.
fn checked(bytes: &[u8]) -> Result<ColorProfile, BadProfile> {
    let profile = ColorProfile::new_from_slice(bytes).map_err(|_| BadProfile::Unreadable)?;
    if profile.profile_class != ProfileClass::OutputDevice {
        return Err(BadProfile::NotPrinting);
    }
    if profile.color_space != DataColorSpace::Cmyk {
        return Err(BadProfile::NotCmyk);
    }
    Ok(profile)
}

fn options() -> TransformOptions {
    TransformOptions {
        rendering_intent: RenderingIntent::RelativeColorimetric,
        allow_use_cicp_transfer: false,
        ..TransformOptions::default()
    }
}

/// CIE lightness, 0 to 100, of a luminance from 0 to 1 (CIE 15).
pub fn lightness(luminance: f64) -> f64 {
    let cube_root = if luminance > 216.0 / 24389.0 { luminance.cbrt() } else { luminance * 841.0 / 108.0 + 4.0 / 29.0 };
    116.0 * cube_root - 16.0
}

/// sRGB whose black is as light as `black`, the luminance of the darkest ink: black point compensation. Scaling XYZ from
/// black to the medium's white is the same as scaling the linear light of each channel, as white is 1, 1, 1.
fn screen(black: f64) -> ColorProfile {
    let mut screen = ColorProfile::new_srgb();
    let steps = 4096;
    let curve = (0..=steps).map(|i| {
        let light = colour::light(f64::from(i) / f64::from(steps));
        ((light * (1.0 - black) + black) * f64::from(u16::MAX)).round() as u16
    });
    let curve = ToneReprCurve::Lut(curve.collect());
    screen.red_trc = Some(curve.clone());
    screen.green_trc = Some(curve.clone());
    screen.blue_trc = Some(curve);
    screen.cicp = None;
    screen
}

fn to_ink(screen: &ColorProfile, printing: &ColorProfile, rgb: &[f32]) -> Result<Vec<f32>, BadProfile> {
    let transform = screen.create_transform_f32(Layout::Rgb, printing, Layout::Rgba, options());
    let mut inks = vec![0.0; rgb.len() / 3 * 4];
    transform.and_then(|t| t.transform(rgb, &mut inks)).map_err(|_| BadProfile::Unreadable)?;
    Ok(inks)
}

/// How inks look on paper.
struct Proof(std::sync::Arc<moxcms::TransformF32Executor>);

impl Proof {
    fn new(printing: &ColorProfile) -> Result<Self, BadProfile> {
        let screen = ColorProfile::new_srgb();
        let transform = printing.create_transform_f32(Layout::Rgba, &screen, Layout::Rgb, options());
        transform.map(Self).map_err(|_| BadProfile::Unreadable)
    }

    /// The luminance of inks, the paper's being 1.
    fn luminance(&self, cmyk: [f32; 4]) -> Result<f64, BadProfile> {
        let mut rgb = [0.0; 3];
        self.0.transform(&cmyk, &mut rgb).map_err(|_| BadProfile::Unreadable)?;
        let [red, green, blue] = rgb.map(|v| colour::light(f64::from(v).clamp(0.0, 1.0)));
        Ok(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    }

    /// The lightness of black from paper to solid.
    fn ramp(&self) -> Result<Vec<f64>, BadProfile> {
        let share = |i: usize| i as f32 / (RAMP - 1) as f32;
        let mut ramp = Vec::with_capacity(RAMP);
        for i in 0..RAMP {
            ramp.push(lightness(self.luminance([0.0, 0.0, 0.0, share(i)])?));
        }
        // Never lighter again.
        (1..RAMP).for_each(|i| ramp[i] = ramp[i].min(ramp[i - 1]));
        if ramp[RAMP - 1] < ramp[0] { Ok(ramp) } else { Err(BadProfile::Unreadable) }
    }
}

fn grid(printing: &ColorProfile, proof: &Proof) -> Result<Vec<Cmyk>, BadProfile> {
    let darkest = to_ink(&screen(0.0), printing, &[0.0; 3])?;
    let darkest = proof.luminance([darkest[0], darkest[1], darkest[2], darkest[3]])?;
    let node = |i: usize| i as f32 / (NODES - 1) as f32;
    let mut nodes = Vec::with_capacity(NODES.pow(3) * 3);
    for (red, green) in (0..NODES).flat_map(|r| (0..NODES).map(move |g| (r, g))) {
        nodes.extend((0..NODES).flat_map(|blue| [node(red), node(green), node(blue)]));
    }
    let inks = to_ink(&screen(darkest), printing, &nodes)?;
    let share = |v: f32| (v.clamp(0.0, 1.0) * f32::from(FULL)).round() as u16;
    let mut grid: Vec<Cmyk> = inks.chunks_exact(4).map(|c| [c[0], c[1], c[2], c[3]].map(share)).collect();
    // White is the paper, whatever the table's last digit says.
    grid[NODES.pow(3) - 1] = PAPER;
    Ok(grid)
}

/// For each grey the share of black that is as light.
fn greys(ramp: &[f64]) -> Vec<u16> {
    let share = |level: u8| {
        let wanted = lightness(colour::light(f64::from(level) / 255.0));
        if wanted < SOLID_BELOW {
            return FULL;
        }
        let below = ramp.iter().position(|l| *l <= wanted).unwrap_or(RAMP - 1);
        if below == 0 {
            return 0;
        }
        let (lighter, darker) = (ramp[below - 1], ramp[below]);
        let part = if lighter > darker { ((lighter - wanted) / (lighter - darker)).clamp(0.0, 1.0) } else { 1.0 };
        ((below as f64 - 1.0 + part) / (RAMP - 1) as f64 * f64::from(FULL)).round() as u16
    };
    (0..=u8::MAX).map(share).collect()
}

/// Between the four nodes of the tetrahedron that a colour lies in.
fn tetrahedral(grid: &[Cmyk], rgb: [u16; 3]) -> Cmyk {
    let full = u64::from(FULL);
    let place = rgb.map(|v| u64::from(v) * (NODES as u64 - 1));
    // The last node has no next one, and is reached with a part of 0.
    let low = place.map(|p| (p / full) as usize);
    let part = place.map(|p| p % full);
    let mut axes = [0, 1, 2];
    axes.sort_by_key(|axis| std::cmp::Reverse(part[*axis]));
    let step = [NODES * NODES, NODES, 1];
    let mut at = low[0] * step[0] + low[1] * step[1] + low[2];
    let mut sum = [0; 4];
    let mut before = full;
    for axis in axes {
        add(&mut sum, grid[at], before - part[axis]);
        before = part[axis];
        if before == 0 {
            break;
        }
        at += step[axis];
    }
    add(&mut sum, grid[at], before);
    sum.map(|s| (s / full) as u16)
}

fn add(sum: &mut [u64; 4], node: Cmyk, weight: u64) {
    sum.iter_mut().zip(node).for_each(|(sum, share)| *sum += u64::from(share) * weight);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{design::colour::FOGRA39L, model::COATED_INK_LIMIT};

    fn percent(cmyk: Cmyk) -> [f64; 4] {
        cmyk.map(|v| f64::from(v) / f64::from(FULL) * 100.0)
    }

    /// Little CMS 2 on the same profile, relative colorimetric with black point compensation, in percent.
    const JUDGED: [([u8; 3], [f64; 4]); 8] = [
        ([0x12, 0x26, 0x4f], [89.0, 64.0, 0.0, 64.0]),
        ([0x2f, 0x6f, 0xd0], [81.0, 53.0, 0.0, 0.0]),
        ([0xff, 0x6b, 0x4a], [0.0, 70.0, 72.0, 0.0]),
        ([0xff, 0xc9, 0x4d], [0.0, 22.0, 76.0, 4.0]),
        ([0xf7, 0xf9, 0xfc], [2.0, 1.0, 1.0, 2.0]),
        ([0xc8, 0x3c, 0x3c], [0.0, 87.0, 68.0, 19.0]),
        ([0x5a, 0x8c, 0x5a], [55.0, 0.0, 64.0, 36.0]),
        ([0xe6, 0xd2, 0xbe], [2.0, 13.0, 21.0, 12.0]),
    ];

    #[test]
    fn colours_are_those_of_another_engine() {
        let inks = Inks::new(FOGRA39L, COATED_INK_LIMIT).unwrap();
        for (rgb, expected) in JUDGED {
            let found = percent(inks.process(rgb.map(widen)));
            let worst = (0..4).map(|i| (found[i] - expected[i]).abs()).fold(0.0, f64::max);
            assert!(worst < 3.0, "{rgb:02x?}: {found:.1?}, expected {expected:?}");
        }
    }

    #[test]
    fn white_is_paper_and_greys_are_black_alone() {
        let inks = Inks::new(FOGRA39L, COATED_INK_LIMIT).unwrap();
        assert_eq!(inks.process([FULL; 3]), PAPER);
        assert_eq!([inks.grey(255), inks.grey(0), inks.grey(48)], [PAPER, BLACK, BLACK]);
        // L* 53.6, which 68 % of this black has.
        let middle = percent(inks.grey(128))[3];
        assert!((60.0..70.0).contains(&middle), "{middle}");
        let ramp: Vec<u16> = (0..=255).map(|level| inks.grey(level)[3]).collect();
        assert!(ramp.is_sorted_by(|a, b| a >= b));
    }

    #[test]
    fn no_colour_takes_more_ink_than_the_limit() {
        let inks = Inks::new(FOGRA39L, COATED_INK_LIMIT).unwrap();
        let mut most = 0;
        for i in 0..32_768_u32 {
            let rgb = [i & 31, (i >> 5) & 31, i >> 10].map(|v| (v * 255 / 31) as u8);
            most = most.max(inks.pixel(rgb).iter().map(|b| u32::from(*b)).sum::<u32>());
        }
        assert!((700..=765).contains(&most), "{most}");
        assert_eq!(limited([FULL; 4], 300.0), [43690, 43690, 43690, FULL]);
        assert_eq!(limited([FULL, 0, 0, FULL], 300.0), [FULL, 0, 0, FULL]);
        let newsprint = Inks::new(FOGRA39L, 240.0).unwrap();
        assert!(newsprint.pixel([20, 0, 0]).iter().map(|b| u32::from(*b)).sum::<u32>() <= 612);
    }

    #[test]
    fn only_profiles_of_printing_conditions_are_taken() {
        let screen = ColorProfile::new_srgb().encode().unwrap();
        assert_eq!(Inks::new(&screen, 300.0).err(), Some(BadProfile::NotPrinting));
        assert_eq!(Inks::new(b"no profile", 300.0).err(), Some(BadProfile::Unreadable));
        assert_eq!(Inks::new(&FOGRA39L[..4000], 300.0).err(), Some(BadProfile::Unreadable));
    }
}
