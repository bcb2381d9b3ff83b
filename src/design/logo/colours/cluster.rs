//! Coloured pixels as a few colours.
//!
//! In: pixels. Out: the colours that most of them have, each with its share; gradients as one, the noise of JPEG left out.

use kmeans_colors::{Kmeans, get_kmeans_hamerly};
use palette::{Lab, white_point::D65};

use super::{
    Found,
    pixels::{Pixel, most_frequent},
};
use crate::{
    design::colour::{Lch, difference},
    model::value::Colour,
};

/// More groups than a logo has colours, so that a small one gets a group of its own.
const GROUPS: usize = 8;
/// k-means begins with these; the best end is taken. Stated, so that the same logo gives the same colours.
const SEEDS: [u64; 3] = [1, 7, 42];
/// Colours nearer than this are one to the eye.
const SAME: f64 = 0.075;
/// Steps of one gradient may be as far apart as this.
const GRADIENT: f64 = 0.17;
/// Of the coloured pixels: less is noise, unless it is flat and vivid.
const LEAST: f64 = 0.03;
const LEAST_FLAT: f64 = 0.008;
/// A group has a colour of its own, not a mean, where this share of its pixels agree.
const AGREED: f64 = 0.3;

/// k-means reckons in L*a*b*; here its three numbers are OKLab's times a hundred, whose distances are truer to the eye.
type Point = Lab<D65, f32>;

/// The colours of some pixels, most first; `visible` is how many pixels the shares are of.
pub(super) fn colours(pixels: &[Pixel], visible: usize, stated: &[Colour]) -> Vec<Found> {
    let mut groups = merged(groups(pixels));
    let total = pixels.len().max(1) as f64;
    groups.retain(|group| {
        let share = group.count as f64 / total;
        share >= LEAST || (group.flat && share >= LEAST_FLAT && Lch::from(group.colour).chroma >= 0.09)
    });
    let found = groups.into_iter().map(|group| Found {
        colour: exact(group.colour, stated),
        share: group.count as f64 / visible.max(1) as f64,
        flat: group.flat,
    });
    let mut found: Vec<Found> = found.collect();
    found.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.colour.cmp(&b.colour)));
    found
}

#[derive(Debug, Clone, Copy)]
struct Group {
    colour: Colour,
    count: usize,
    flat: bool,
}

fn groups(pixels: &[Pixel]) -> Vec<Group> {
    let points: Vec<Point> = pixels.iter().map(point).collect();
    let mut different: Vec<Colour> = pixels.iter().map(|pixel| pixel.colour).collect();
    different.sort_unstable();
    different.dedup();
    let indices: Vec<u8> = match different.len() {
        0 => return Vec::new(),
        1 => vec![0; pixels.len()],
        many => clustered(&points, many.min(GROUPS)).indices,
    };
    let members = |group: u8| pixels.iter().zip(&indices).filter(move |(_, of)| **of == group).map(|(pixel, _)| *pixel);
    let all = (0..GROUPS as u8).map(|group| members(group).collect::<Vec<_>>());
    all.filter(|members| !members.is_empty()).map(|members| group(&members)).collect()
}

fn clustered(points: &[Point], count: usize) -> Kmeans<Point> {
    let runs = SEEDS.map(|seed| get_kmeans_hamerly(count, 40, 0.05, false, points, seed));
    let spread = |run: &Kmeans<Point>| -> f64 {
        let at = |index: &u8| run.centroids.get(usize::from(*index));
        let each = points.iter().zip(&run.indices).filter_map(|(point, index)| Some((point, at(index)?)));
        each.map(|(p, c)| f64::from((p.l - c.l).powi(2) + (p.a - c.a).powi(2) + (p.b - c.b).powi(2))).sum()
    };
    let best = runs.into_iter().min_by(|a, b| spread(a).total_cmp(&spread(b)));
    best.unwrap_or_else(Kmeans::new)
}

fn point(pixel: &Pixel) -> Point {
    let [l, a, b] = pixel.lab.map(|part| (part * 100.0) as f32);
    Lab::new(l, a, b)
}

/// The colour of a group: what many of its pixels have exactly, else the member nearest to their mean.
fn group(members: &[Pixel]) -> Group {
    let colours: Vec<Colour> = members.iter().map(|pixel| pixel.colour).collect();
    let count = members.len();
    if let Some((colour, times)) = most_frequent(&colours).filter(|(_, times)| *times as f64 >= AGREED * count as f64) {
        let flat = times > 1 || count == 1;
        return Group { colour, count, flat };
    }
    let mean = [0, 1, 2].map(|part| members.iter().map(|pixel| pixel.lab[part]).sum::<f64>() / count as f64);
    let far = |pixel: &Pixel| -> f64 { pixel.lab.iter().zip(mean).map(|(a, b)| (a - b).powi(2)).sum() };
    let nearest = members.iter().min_by(|a, b| far(a).total_cmp(&far(b)).then(a.colour.cmp(&b.colour)));
    Group { colour: nearest.map_or(Colour::BLACK, |pixel| pixel.colour), count, flat: false }
}

/// Groups that look the same, or that are steps of one gradient, as one.
fn merged(mut groups: Vec<Group>) -> Vec<Group> {
    groups.sort_by(|a, b| b.flat.cmp(&a.flat).then(b.count.cmp(&a.count)).then(a.colour.cmp(&b.colour)));
    let mut kept: Vec<Group> = Vec::new();
    for group in groups {
        let near = kept.iter_mut().filter(|other| is_one(other, &group));
        match near.min_by(|a, b| difference(a.colour, group.colour).total_cmp(&difference(b.colour, group.colour))) {
            Some(other) => other.count += group.count,
            None => kept.push(group),
        }
    }
    kept
}

fn is_one(a: &Group, b: &Group) -> bool {
    let apart = difference(a.colour, b.colour);
    let (first, second) = (Lch::from(a.colour), Lch::from(b.colour));
    let turned = (first.hue - second.hue).abs();
    let same_hue = turned.min(360.0 - turned) <= 14.0;
    // Two flat colours of one hue are two colours: a logo in light and dark blue.
    apart <= SAME || (!(a.flat && b.flat) && same_hue && apart <= GRADIENT)
}

/// The stated colour that it is, where one is near enough to be the same.
fn exact(colour: Colour, stated: &[Colour]) -> Colour {
    let near = stated.iter().filter(|other| difference(colour, **other) <= 0.03);
    let nearest = near.min_by(|a, b| difference(colour, **a).total_cmp(&difference(colour, **b)));
    nearest.copied().unwrap_or(colour)
}
