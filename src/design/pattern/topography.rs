//! Contour lines of an invented landscape (marching squares over noise).

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
};

use super::{
    Spec,
    noise::{Noise, Random},
    smooth,
};

/// Heights at which a line is drawn.
const LEVELS: usize = 15;
/// Every so many lines one is stronger.
const MAJOR: usize = 5;

type Point = (f64, f64);

/// Heights at the crossings of a grid.
struct Field {
    columns: usize,
    rows: usize,
    cell: f64,
    heights: Vec<f64>,
}

/// Which crossings of a level with the grid's edges lie next to each other.
#[derive(Default)]
struct Crossings {
    places: HashMap<usize, Point>,
    neighbours: HashMap<usize, Vec<usize>>,
}

pub(super) fn draw(spec: &Spec, mut random: Random) -> String {
    let noise = Noise::new(&mut random);
    let (x0, y0) = (random.between(0.0, 200.0), random.between(0.0, 200.0));
    let field = Field::new(spec, |x, y| noise.octaves(x0 + x / spec.scale, y0 + y / spec.scale, 3));
    let mut out = String::new();
    for level in 0..LEVELS {
        let height = -0.85 + 1.7 * (level as f64 + 0.5) / LEVELS as f64;
        let path: String = field.crossings(height).lines().iter().map(|(line, closed)| smooth(line, *closed)).collect();
        if path.is_empty() {
            continue;
        }
        let (width, opacity) =
            if level % MAJOR == 0 { (spec.stroke * 1.9, spec.opacity) } else { (spec.stroke, spec.opacity * 0.62) };
        let _ = write!(
            out,
            r#"<path d="{path}" fill="none" stroke="{}" stroke-width="{width:.2}" stroke-opacity="{opacity:.2}" stroke-linecap="round"/>"#,
            spec.ink
        );
    }
    out
}

impl Field {
    fn new(spec: &Spec, height: impl Fn(f64, f64) -> f64) -> Self {
        let cell = (spec.width.max(spec.height) / 150.0).max(spec.width.min(spec.height) / 150.0);
        let columns = (spec.width / cell).ceil() as usize + 3;
        let rows = (spec.height / cell).ceil() as usize + 3;
        let at = |i: usize| height(((i % columns) as f64 - 1.0) * cell, ((i / columns) as f64 - 1.0) * cell);
        Self { columns, rows, cell, heights: (0..columns * rows).map(at).collect() }
    }

    /// Where the level crosses the grid's edges, joined through each cell.
    fn crossings(&self, level: f64) -> Crossings {
        let mut crossings = Crossings::default();
        for y in 0..self.rows - 1 {
            for x in 0..self.columns - 1 {
                for (from, to) in self.segments(x, y, level) {
                    let (a, b) = (self.crossing(x, y, *from, level), self.crossing(x, y, *to, level));
                    crossings.join(a, b);
                }
            }
        }
        crossings
    }

    /// The sides of a cell (0 above, 1 right, 2 below, 3 left) that the level's lines join.
    fn segments(&self, x: usize, y: usize, level: f64) -> &'static [(u8, u8)] {
        let [a, b, c, d] = self.corners(x, y).map(|height| u8::from(height > level));
        match a | b << 1 | c << 2 | d << 3 {
            1 | 14 => &[(3, 0)],
            2 | 13 => &[(0, 1)],
            3 | 12 => &[(3, 1)],
            4 | 11 => &[(1, 2)],
            6 | 9 => &[(0, 2)],
            7 | 8 => &[(3, 2)],
            5 => &[(3, 2), (0, 1)],
            10 => &[(3, 0), (1, 2)],
            _ => &[],
        }
    }

    /// Heights at the corners, clockwise from above left.
    fn corners(&self, x: usize, y: usize) -> [f64; 4] {
        let at = |x: usize, y: usize| self.heights[y * self.columns + x];
        [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)]
    }

    /// The edge's number, the same from both cells that share it, and the place of the crossing on it.
    fn crossing(&self, x: usize, y: usize, side: u8, level: f64) -> (usize, Point) {
        let [a, b, c, d] = self.corners(x, y);
        let share = |p: f64, q: f64| ((level - p) / (q - p)).clamp(0.0, 1.0);
        let (left, top) = (x as f64 - 1.0, y as f64 - 1.0);
        let edge = |x: usize, y: usize, upright: usize| 2 * (y * self.columns + x) + upright;
        let (id, (px, py)) = match side {
            0 => (edge(x, y, 0), (left + share(a, b), top)),
            1 => (edge(x + 1, y, 1), (left + 1.0, top + share(b, c))),
            2 => (edge(x, y + 1, 0), (left + share(d, c), top + 1.0)),
            _ => (edge(x, y, 1), (left, top + share(a, d))),
        };
        (id, (px * self.cell, py * self.cell))
    }
}

impl Crossings {
    fn join(&mut self, (a, place_a): (usize, Point), (b, place_b): (usize, Point)) {
        self.places.insert(a, place_a);
        self.places.insert(b, place_b);
        self.neighbours.entry(a).or_default().push(b);
        self.neighbours.entry(b).or_default().push(a);
    }

    /// The crossings chained to lines, each with whether it closes; scraps are left out.
    fn lines(&self) -> Vec<(Vec<Point>, bool)> {
        let mut starts: Vec<usize> = self.neighbours.keys().copied().collect();
        starts.sort_unstable_by_key(|id| (self.neighbours[id].len(), *id)); // open ends first
        let mut used = HashSet::new();
        let mut lines = Vec::new();
        for start in starts {
            if !used.insert(start) {
                continue;
            }
            let mut chain = vec![start];
            let mut last = start;
            while let Some(next) = self.neighbours[&last].iter().copied().find(|n| used.insert(*n)) {
                chain.push(next);
                last = next;
            }
            if chain.len() <= 5 {
                continue;
            }
            let closed = self.neighbours[&last].contains(&start);
            // Every other point is enough for a smooth curve.
            let mut line: Vec<Point> = chain.iter().step_by(2).map(|id| self.places[id]).collect();
            if !closed && chain.len() % 2 == 0 {
                line.push(self.places[&last]);
            }
            lines.push((line, closed));
        }
        lines
    }
}
