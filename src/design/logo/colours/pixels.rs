//! A logo as pixels, and which of them say something about its colours.
//!
//! In: a logo. Out: the coloured pixels that lie inside an area, not on the blurred line between two; how much is black or
//! dark grey; how much can be seen at all.

use palette::{FromColor, Oklab, Srgb};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::Tree,
};

use crate::{
    design::{logo::Logo, svg::closed_options},
    model::value::Colour,
};

/// How many pixels a logo is looked at with: enough for a mark of a hundredth of its area.
const AREA: f64 = 65_536.0;
/// The longest side, for logos that are a line.
const LONGEST: f64 = 2_048.0;
/// Below this chroma a colour is black, white or grey to the eye.
pub(super) const GREY: f64 = 0.035;
/// Neighbours that differ by more lie on an edge.
const EDGE: f64 = 0.045;

/// A pixel with its place in OKLab.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pixel {
    pub colour: Colour,
    pub lab: [f64; 3],
}

/// What a logo shows.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Pixels that have a colour.
    pub coloured: Vec<Pixel>,
    /// Pixels of areas, white paper left out, so that shares can be told.
    pub visible: usize,
    /// The most frequent dark neutral, and its share.
    pub dark: Option<(Colour, f64)>,
    /// The most frequent middle grey, and its share.
    pub grey: Option<(Colour, f64)>,
}

/// Looks at a logo.
pub(super) fn seen(logo: &Logo) -> Seen {
    let Some(grid) = Grid::new(logo) else { return Seen::default() };
    let inner: Vec<Pixel> =
        (0..grid.pixels.len()).filter(|at| grid.is_inside(*at)).filter_map(|at| grid.pixels[at]).collect();
    let all = || grid.pixels.iter().flatten().copied();
    // A drawing of hairlines has edges only.
    let kept = if inner.len() * 12 >= all().count() { inner } else { all().collect() };
    let mut seen = Seen::default();
    let (mut dark, mut grey) = (Vec::new(), Vec::new());
    for pixel in kept {
        let [lightness, a, b] = pixel.lab;
        let chroma = a.hypot(b);
        // A dark colour has little chroma and is one all the same: a navy is no black.
        let least = if lightness < 0.35 { GREY * 0.75 } else { GREY };
        match (chroma >= least, lightness) {
            (true, _) => seen.coloured.push(pixel),
            (false, 0.93..) => continue,
            (false, 0.42..) => grey.push(pixel.colour),
            (false, _) => dark.push(pixel.colour),
        }
        seen.visible += 1;
    }
    let most =
        |colours: &[Colour]| Some((most_frequent(colours)?.0, colours.len() as f64 / seen.visible.max(1) as f64));
    (seen.dark, seen.grey) = (most(&dark), most(&grey));
    seen
}

/// The colour that most of them have, and how many do; of several the first by its value.
pub(super) fn most_frequent(colours: &[Colour]) -> Option<(Colour, usize)> {
    let mut sorted = colours.to_vec();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b).map(|run| (run[0], run.len()));
    runs.reduce(|best, run| if run.1 > best.1 { run } else { best })
}

/// The pixels of a logo in rows; nothing where it is transparent, or where its ground is the paper.
struct Grid {
    width: usize,
    pixels: Vec<Option<Pixel>>,
}

impl Grid {
    fn new(logo: &Logo) -> Option<Self> {
        let picture = raster(logo)?;
        let width = picture.width() as usize;
        let pixels = picture.pixels().iter().map(|pixel| {
            let seen = pixel.demultiply();
            (seen.alpha() >= 128).then(|| Pixel::new(Colour::new(seen.red(), seen.green(), seen.blue())))
        });
        Some(Self { width, pixels: pixels.collect() })
    }

    /// True for a pixel at least three of whose neighbours look like it: not on an edge, where colours are mixed. Beyond the
    /// border everything looks alike; a transparent neighbour does not.
    fn is_inside(&self, at: usize) -> bool {
        let Some(here) = self.pixels[at] else { return false };
        let (x, height) = (at % self.width, self.pixels.len() / self.width);
        let beside = [
            (x > 0).then(|| at - 1),
            (x + 1 < self.width).then(|| at + 1),
            (at >= self.width).then(|| at - self.width),
            (at / self.width + 1 < height).then(|| at + self.width),
        ];
        let alike = |other: usize| self.pixels[other].is_some_and(|other| here.distance(&other) <= EDGE);
        beside.into_iter().filter(|other| other.is_none_or(alike)).count() >= 3
    }
}

impl Pixel {
    pub(super) fn new(colour: Colour) -> Self {
        let rgb = Srgb::new(colour.red, colour.green, colour.blue).into_format::<f64>();
        let lab = Oklab::from_color(rgb);
        Self { colour, lab: [lab.l, lab.a, lab.b] }
    }

    pub(super) fn distance(&self, other: &Pixel) -> f64 {
        let squares = self.lab.iter().zip(other.lab).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f64>().sqrt()
    }
}

/// The logo drawn on nothing.
fn raster(logo: &Logo) -> Option<Pixmap> {
    let longest = LONGEST / logo.width.max(logo.height);
    let scale = (AREA / (logo.width * logo.height)).sqrt().min(longest);
    let side = |length: f64| (length * scale).round().clamp(1.0, LONGEST);
    let (width, height) = (side(logo.width), side(logo.height));
    let tree = Tree::from_str(&logo.document(logo.height), &closed_options(Default::default())).ok()?;
    let mut pixels = Pixmap::new(width as u32, height as u32)?;
    let size = tree.size();
    let place = Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, place, &mut pixels.as_mut());
    Some(pixels)
}
