//! Square tiles with quarter circles, leaves, dots and bows.
//!
//! No seams: all shapes of one colour are one path, so that two that touch leave no hairline between them; grounds and
//! shapes reach a hair under their neighbours; and a tile's colours differ from those that its neighbours' grounds have.

use std::fmt::Write;

use super::{Spec, noise::Random};

/// How far a tile reaches under its neighbours, as a share of its side.
const REACH: f64 = 1.0 / 200.0;

/// One tile's colours by number, so that its neighbours can avoid them.
#[derive(Clone, Copy)]
struct Tile {
    ground: usize,
    shape: usize,
}

pub(super) fn draw(spec: &Spec, mut random: Random) -> String {
    let count = spec.colours.len();
    if count == 0 {
        return String::new();
    }
    let columns = (spec.width / (spec.scale * 0.28)).round().max(1.0) as usize;
    let side = spec.width / columns as f64;
    let rows = (spec.height / side).ceil() as usize;
    let mut grounds = vec![String::new(); count];
    let mut shapes = vec![String::new(); count];
    let mut above: Vec<Option<Tile>> = vec![None; columns];
    let reach = side * REACH;
    for row in 0..rows {
        let mut left: Option<Tile> = None;
        for (column, above) in above.iter_mut().enumerate() {
            let tile = choose(&mut random, count, left, *above);
            let (x, y) = (column as f64 * side, row as f64 * side);
            let width = side + 2.0 * reach;
            let _ =
                write!(grounds[tile.ground], "M{:.2} {:.2}h{width:.2}v{width:.2}h-{width:.2}z", x - reach, y - reach);
            let turn = random.below(4);
            let path = &mut Pen { path: &mut shapes[tile.shape], x, y, side, turn };
            motif(random.below(8), path);
            left = Some(tile);
            *above = Some(tile);
        }
    }
    let fill = |paths: Vec<String>, edges: &str| -> String {
        let paths = paths.into_iter().zip(spec.colours).filter(|(path, _)| !path.is_empty());
        paths.map(|(path, colour)| format!(r#"<path d="{path}" fill="{colour}"{edges}/>"#)).collect()
    };
    fill(grounds, r#" shape-rendering="crispEdges""#) + &fill(shapes, "")
}

/// Colours that differ from each other and from what the tiles to the left and above show.
fn choose(random: &mut Random, count: usize, left: Option<Tile>, above: Option<Tile>) -> Tile {
    let near: Vec<Tile> = left.into_iter().chain(above).collect();
    let first = random.below(count);
    let order = |from: usize| (0..count).map(move |i| (from + i) % count);
    let free_ground = |c: &usize| near.iter().all(|t| t.ground != *c && t.shape != *c);
    let ground = order(first).find(free_ground).or_else(|| order(first).find(|c| near.iter().all(|t| t.ground != *c)));
    let ground = ground.unwrap_or(first);
    let second = random.below(count);
    let free_shape = |c: &usize| *c != ground && near.iter().all(|t| t.ground != *c);
    let shape = order(second).find(free_shape).or_else(|| order(second).find(|c| *c != ground));
    Tile { ground, shape: shape.unwrap_or(ground) }
}

/// Draws in one tile, turned by quarters about its middle.
struct Pen<'a> {
    path: &'a mut String,
    x: f64,
    y: f64,
    side: f64,
    turn: usize,
}

impl Pen<'_> {
    /// A place given in shares of the side.
    fn at(&self, u: f64, v: f64) -> (f64, f64) {
        let (u, v) = match self.turn {
            0 => (u, v),
            1 => (1.0 - v, u),
            2 => (1.0 - u, 1.0 - v),
            _ => (v, 1.0 - u),
        };
        let grown = |share: f64| (share - 0.5) * (1.0 + 2.0 * REACH) + 0.5;
        (self.x + grown(u) * self.side, self.y + grown(v) * self.side)
    }

    fn move_to(&mut self, u: f64, v: f64) {
        let (x, y) = self.at(u, v);
        let _ = write!(self.path, "M{x:.2} {y:.2}");
    }

    fn line(&mut self, u: f64, v: f64) {
        let (x, y) = self.at(u, v);
        let _ = write!(self.path, "L{x:.2} {y:.2}");
    }

    /// A circular bow, clockwise where `sweep`.
    fn bow(&mut self, radius: f64, sweep: bool, u: f64, v: f64) {
        let (x, y) = self.at(u, v);
        let r = radius * self.side * (1.0 + 2.0 * REACH);
        let _ = write!(self.path, "A{r:.2} {r:.2} 0 0 {} {x:.2} {y:.2}", u8::from(sweep));
    }

    fn disc(&mut self, u: f64, v: f64, radius: f64) {
        self.move_to(u - radius, v);
        self.bow(radius, true, u + radius, v);
        self.bow(radius, true, u - radius, v);
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

    fn close(&mut self) {
        self.path.push('Z');
    }
}

fn motif(kind: usize, pen: &mut Pen) {
    match kind {
        0 => pen.quarter_ring(1.0, 0.0),
        1 => {
            for top in [0.0, 0.5] {
                pen.move_to(0.0, top + 0.5);
                pen.bow(0.5, true, 1.0, top + 0.5);
                pen.close();
            }
        }
        2 => pen.disc(0.5, 0.5, 0.34),
        3 => {
            pen.move_to(0.0, 0.0);
            pen.line(1.0, 0.0);
            pen.line(1.0, 1.0);
            pen.close();
        }
        4 => {
            pen.move_to(0.0, 0.0);
            pen.bow(1.0, true, 1.0, 1.0);
            pen.bow(1.0, true, 0.0, 0.0);
            pen.close();
        }
        5 => {
            pen.quarter_ring(1.0, 0.75);
            pen.quarter_ring(0.5, 0.25);
        }
        6 => {
            for i in 0..16 {
                pen.disc(0.125 + 0.25 * f64::from(i % 4), 0.125 + 0.25 * f64::from(i / 4), 0.05);
            }
        }
        _ => {}
    }
}
