//! The shapes in a tile. All wind clockwise, but for the holes in rings.

use std::fmt::Write;

/// What stands in a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Motif {
    QuarterDisc,
    Arcs,
    Rainbow,
    Leaf,
    HalfDiscs,
    Disc,
    Target,
    Petals,
    Stripes,
    Dots,
    Triangle,
    Scallops,
    Plain,
}

use Motif::*;

/// How often each comes.
pub(super) const MOTIFS: [(Motif, usize); 13] = [
    (QuarterDisc, 4),
    (Arcs, 3),
    (Rainbow, 2),
    (Leaf, 3),
    (HalfDiscs, 2),
    (Disc, 2),
    (Target, 3),
    (Petals, 2),
    (Stripes, 1),
    (Dots, 1),
    (Triangle, 2),
    (Scallops, 1),
    (Plain, 1),
];

impl Motif {
    /// True for what bears being twice as large.
    pub fn is_large(self) -> bool {
        matches!(self, QuarterDisc | Arcs | Rainbow | Leaf | Target | Petals)
    }
}

/// Draws in one tile, turned by quarters about its middle.
pub(super) struct Pen<'a> {
    path: &'a mut String,
    x: f64,
    y: f64,
    side: f64,
    /// The tile grown by what reaches under its neighbours, over the tile.
    grown: f64,
    turn: usize,
}

impl<'a> Pen<'a> {
    pub fn new(path: &'a mut String, x: f64, y: f64, side: f64, reach: f64, turn: usize) -> Self {
        Self { path, x, y, side, grown: 1.0 + 2.0 * reach / side, turn }
    }

    /// A place given in shares of the side.
    fn at(&self, u: f64, v: f64) -> (f64, f64) {
        let (u, v) = match self.turn {
            0 => (u, v),
            1 => (1.0 - v, u),
            2 => (1.0 - u, 1.0 - v),
            _ => (v, 1.0 - u),
        };
        let place = |share: f64| (share - 0.5) * self.grown + 0.5;
        (self.x + place(u) * self.side, self.y + place(v) * self.side)
    }

    fn move_to(&mut self, u: f64, v: f64) {
        let (x, y) = self.at(u, v);
        let _ = write!(self.path, "M{x:.3} {y:.3}");
    }

    fn line(&mut self, u: f64, v: f64) {
        let (x, y) = self.at(u, v);
        let _ = write!(self.path, "L{x:.3} {y:.3}");
    }

    /// A circular bow, clockwise where `sweep`.
    fn bow(&mut self, radius: f64, sweep: bool, u: f64, v: f64) {
        let (x, y) = self.at(u, v);
        let r = radius * self.side * self.grown;
        let _ = write!(self.path, "A{r:.3} {r:.3} 0 0 {} {x:.3} {y:.3}", u8::from(sweep));
    }

    fn close(&mut self) {
        self.path.push('Z');
    }

    fn polygon(&mut self, corners: &[(f64, f64)]) {
        for (i, (u, v)) in corners.iter().enumerate() {
            if i == 0 { self.move_to(*u, *v) } else { self.line(*u, *v) }
        }
        self.close();
    }

    fn disc(&mut self, u: f64, v: f64, radius: f64) {
        self.move_to(u - radius, v);
        self.bow(radius, true, u + radius, v);
        self.bow(radius, true, u - radius, v);
        self.close();
    }

    /// A ring about the middle.
    fn ring(&mut self, outer: f64, inner: f64) {
        self.disc(0.5, 0.5, outer);
        self.move_to(0.5 - inner, 0.5);
        self.bow(inner, false, 0.5 + inner, 0.5);
        self.bow(inner, false, 0.5 - inner, 0.5);
        self.close();
    }

    /// A quarter ring around the tile's corner at 0,0.
    fn quarter_ring(&mut self, outer: f64, inner: f64) {
        self.move_to(outer, 0.0);
        self.bow(outer, true, 0.0, outer);
        self.line(0.0, inner);
        if inner > 0.0 {
            self.bow(inner, false, inner, 0.0);
        }
        self.close();
    }

    /// Half a disc on a horizontal line, bulging upwards.
    fn half_disc(&mut self, left: f64, base: f64, radius: f64) {
        self.move_to(left, base);
        self.bow(radius, true, left + 2.0 * radius, base);
        self.close();
    }

    /// Between two corners of a square: 0 from its upper left to its lower right, 1 across.
    fn leaf(&mut self, u: f64, v: f64, side: f64, across: bool) {
        let (from, to) = match across {
            false => ((u, v), (u + side, v + side)),
            true => ((u + side, v), (u, v + side)),
        };
        self.move_to(from.0, from.1);
        self.bow(side, true, to.0, to.1);
        self.bow(side, true, from.0, from.1);
        self.close();
    }
}

/// A motif's shapes, or those of them that have a colour of their own.
pub(super) fn draw(motif: Motif, pen: &mut Pen, accents: bool) {
    match (motif, accents) {
        (QuarterDisc, false) => pen.quarter_ring(1.0, 0.0),
        (QuarterDisc, true) => pen.quarter_ring(0.34, 0.0),
        (Arcs, false) => {
            pen.quarter_ring(1.0, 0.75);
            pen.quarter_ring(0.5, 0.25);
        }
        (Rainbow, false) => {
            pen.quarter_ring(1.0, 0.8);
            pen.quarter_ring(0.6, 0.4);
        }
        (Rainbow, true) => {
            pen.quarter_ring(0.8, 0.6);
            pen.quarter_ring(0.2, 0.0);
        }
        (Leaf, false) => pen.leaf(0.0, 0.0, 1.0, false),
        (HalfDiscs, false) => [0.5, 1.0].into_iter().for_each(|base| pen.half_disc(0.0, base, 0.5)),
        (Disc, false) => pen.disc(0.5, 0.5, 0.36),
        (Target, false) => pen.ring(0.44, 0.27),
        (Target, true) => pen.disc(0.5, 0.5, 0.15),
        (Petals, false) => {
            pen.leaf(0.0, 0.0, 0.5, false);
            pen.leaf(0.5, 0.5, 0.5, false);
            pen.leaf(0.5, 0.0, 0.5, true);
            pen.leaf(0.0, 0.5, 0.5, true);
        }
        (Stripes, false) => {
            for top in [0.0, 0.4, 0.8] {
                pen.polygon(&[(0.0, top), (1.0, top), (1.0, top + 0.2), (0.0, top + 0.2)]);
            }
        }
        (Dots, false) => {
            for i in 0..16 {
                pen.disc(0.125 + 0.25 * f64::from(i % 4), 0.125 + 0.25 * f64::from(i / 4), 0.055);
            }
        }
        (Triangle, false) => pen.polygon(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]),
        (Scallops, false) => {
            for (left, base) in [(0.0, 0.5), (0.5, 0.5), (0.0, 1.0), (0.5, 1.0)] {
                pen.half_disc(left, base, 0.25);
            }
        }
        _ => {}
    }
}
