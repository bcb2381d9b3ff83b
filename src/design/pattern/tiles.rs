//! A quilt of squares, large and small: discs, arcs, leaves, petals, stripes and dots in the colours of the palette.
//!
//! No seams: tiles are painted one after the other over one ground, each reaching a hair over its neighbours, and its shape a
//! hair farther than its ground. So every edge lies on paint that goes on below it, and no third colour shows along it.
//!
//! Harmony: colours and motifs are dealt like cards, so that each comes as often as its weight and none beside itself.

mod motif;

use std::fmt::Write;

use super::{Spec, noise::Random};
use crate::{design::colour::difference, model::value::Colour};
use motif::{MOTIFS, Motif, Pen};

/// How far a tile's ground reaches over its neighbours, as a share of a small tile's side.
const REACH: f64 = 1.0 / 200.0;
/// How far its shape does: a pixel more on a picture of a hundred pixels a tile.
const SHAPE_REACH: f64 = 3.0 / 200.0;
/// One in so many places is tried for a large tile, of two by two.
const LARGE: usize = 9;

/// What a tile shows.
#[derive(Clone, Copy, PartialEq)]
struct Tile {
    /// Its upper left square.
    place: (usize, usize),
    /// Squares on a side: 1 or 2.
    span: usize,
    ground: usize,
    shape: usize,
    accent: usize,
    motif: Motif,
    turn: usize,
}

pub(super) fn draw(spec: &Spec, mut random: Random) -> String {
    if spec.colours.is_empty() {
        return String::new();
    }
    let grid = Grid::new(spec);
    let tiles = Dealer::new(spec.colours, &mut random).deal(&grid);
    let mut out =
        format!(r#"<rect width="{:.3}" height="{:.3}" fill="{}"/>"#, spec.width, spec.height, spec.colours[0]);
    for tile in &tiles {
        tile.draw(&grid, spec.colours, &mut out);
    }
    out
}

impl Tile {
    fn draw(&self, grid: &Grid, colours: &[Colour], out: &mut String) {
        let (x, y) = grid.corner(self.place);
        let side = grid.side * self.span as f64;
        let reach = grid.side * REACH;
        let _ = write!(
            out,
            r#"<rect x="{:.3}" y="{:.3}" width="{w:.3}" height="{w:.3}" fill="{}"/>"#,
            x - reach,
            y - reach,
            colours[self.ground],
            w = side + 2.0 * reach,
        );
        for (colour, accents) in [(self.shape, false), (self.accent, true)] {
            let mut path = String::new();
            motif::draw(self.motif, &mut Pen::new(&mut path, x, y, side, grid.side * SHAPE_REACH, self.turn), accents);
            if !path.is_empty() && colour != self.ground {
                let _ = write!(out, r#"<path d="{path}" fill="{}"/>"#, colours[colour]);
            }
        }
    }
}

/// Squares that fill the box in its width, and are cropped alike above and below.
struct Grid {
    side: f64,
    columns: usize,
    rows: usize,
    top: f64,
}

impl Grid {
    fn new(spec: &Spec) -> Self {
        let wanted = (spec.width / (spec.scale * 0.28)).round().max(1.0) as usize;
        // Of the numbers of columns near the wanted one, that which crops least.
        let cropped = |columns: &usize| {
            let rows = spec.height / (spec.width / *columns as f64);
            let part = rows.fract();
            let (missing, far) = (part.min(1.0 - part), columns.abs_diff(wanted) as f64 / wanted as f64 * 0.4);
            missing + far
        };
        let columns = (wanted.saturating_sub(2).max(1)..=wanted + 2).min_by(|a, b| cropped(a).total_cmp(&cropped(b)));
        let columns = columns.unwrap_or(wanted);
        let side = spec.width / columns as f64;
        let rows = (spec.height / side - 0.02).ceil().max(1.0) as usize;
        Self { side, columns, rows, top: (spec.height - rows as f64 * side) / 2.0 }
    }

    fn corner(&self, (column, row): (usize, usize)) -> (f64, f64) {
        (column as f64 * self.side, row as f64 * self.side + self.top)
    }
}

/// Deals colours and motifs to the squares.
struct Dealer<'a> {
    random: &'a mut Random,
    /// Which colours show on each.
    partners: Vec<Vec<usize>>,
    grounds: Deck<usize>,
    motifs: Deck<Motif>,
}

impl<'a> Dealer<'a> {
    fn new(colours: &[Colour], random: &'a mut Random) -> Self {
        // The palette runs from dark to light: its dark end carries, its bright middle and light end speak.
        let last = colours.len() - 1;
        let weight = |i: usize| {
            if i == 0 {
                3
            } else if i == last && last > 2 {
                1
            } else {
                2
            }
        };
        let grounds = (0..colours.len()).flat_map(|i| std::iter::repeat_n(i, weight(i))).collect();
        let motifs = MOTIFS.iter().flat_map(|(motif, weight)| std::iter::repeat_n(*motif, *weight)).collect();
        Self { random, partners: partners(colours), grounds: Deck::new(grounds), motifs: Deck::new(motifs) }
    }

    fn deal(&mut self, grid: &Grid) -> Vec<Tile> {
        let mut taken: Vec<Option<Tile>> = vec![None; grid.columns * grid.rows];
        let mut tiles = Vec::new();
        for row in 0..grid.rows {
            for column in 0..grid.columns {
                let at = |column: usize, row: usize| row * grid.columns + column;
                if taken[at(column, row)].is_some() {
                    continue;
                }
                let fits = column + 1 < grid.columns && row + 1 < grid.rows && taken[at(column + 1, row)].is_none();
                let span = if fits && self.random.below(LARGE) == 0 { 2 } else { 1 };
                let mut beside = Vec::new();
                for i in 0..span {
                    beside.extend(column.checked_sub(1).and_then(|left| taken[at(left, row + i)]));
                    beside.extend(row.checked_sub(1).and_then(|above| taken[at(column + i, above)]));
                }
                beside.extend(
                    taken.get(at(column + span, row)).copied().flatten().filter(|_| column + span < grid.columns),
                );
                let tile = self.tile((column, row), span, &beside);
                for i in 0..span * span {
                    taken[at(column + i % span, row + i / span)] = Some(tile);
                }
                tiles.push(tile);
            }
        }
        tiles
    }

    /// A tile that shares neither ground nor motif with those beside it, and whose shape is seen on its ground.
    fn tile(&mut self, place: (usize, usize), span: usize, beside: &[Tile]) -> Tile {
        let calm = |ground: &usize| beside.iter().all(|tile| tile.ground != *ground && tile.shape != *ground);
        let ground =
            self.grounds.draw(self.random, &[&calm, &|ground| beside.iter().all(|tile| tile.ground != *ground)]);
        let other = |motif: &Motif| beside.iter().all(|tile| tile.motif != *motif) && (span == 1 || motif.is_large());
        let motif = self.motifs.draw(self.random, &[&other]);
        let partners = &self.partners[ground];
        let first = self.random.below(partners.len().max(1));
        let partner = |i: usize| partners.get((first + i) % partners.len().max(1)).copied().unwrap_or(ground);
        // A shape in a neighbour's ground would run into it.
        let free = |shape: &usize| beside.iter().all(|tile| tile.ground != *shape);
        let shape = (0..partners.len()).map(partner).find(free).unwrap_or_else(|| partner(0));
        let accent = partners.iter().copied().filter(|c| *c != shape && self.partners[shape].contains(c));
        let accents: Vec<usize> = accent.collect();
        let accent = accents.get(self.random.below(accents.len().max(1))).copied().unwrap_or(ground);
        Tile { place, span, ground, shape, accent, motif, turn: self.random.below(4) }
    }
}

/// For each colour those that are seen on it: whose distance is a good part of the palette's largest.
fn partners(colours: &[Colour]) -> Vec<Vec<usize>> {
    let distance = |a: usize, b: usize| difference(colours[a], colours[b]);
    let all = 0..colours.len();
    let largest =
        all.clone().flat_map(|a| all.clone().map(move |b| (a, b))).map(|(a, b)| distance(a, b)).fold(0.0, f64::max);
    all.clone()
        .map(|a| {
            let seen =
                |share: f64| all.clone().filter(|b| *b != a && distance(a, *b) >= share * largest).collect::<Vec<_>>();
            let good = seen(0.4);
            if good.is_empty() { seen(0.0) } else { good }
        })
        .collect()
}

/// Cards that are dealt until none is left, and then again.
struct Deck<T> {
    all: Vec<T>,
    left: Vec<T>,
}

impl<T: Copy> Deck<T> {
    fn new(all: Vec<T>) -> Self {
        Self { all, left: Vec::new() }
    }

    /// A card that the first of the rules allows, else the second, and so on; any where none does.
    fn draw(&mut self, random: &mut Random, rules: &[&dyn Fn(&T) -> bool]) -> T {
        if self.left.len() < self.all.len() {
            self.left.extend_from_slice(&self.all);
        }
        let playable = rules.iter().map(|may| (0..self.left.len()).filter(|i| may(&self.left[*i])).collect::<Vec<_>>());
        let chosen = match playable.into_iter().find(|cards| !cards.is_empty()) {
            Some(cards) => cards[random.below(cards.len())],
            None => random.below(self.left.len()),
        };
        self.left.swap_remove(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dealt(colours: &[&str], seed: &str) -> (Grid, Vec<Tile>) {
        let colours: Vec<Colour> = colours.iter().map(|c| c.parse().unwrap()).collect();
        let ink = colours[0];
        let spec =
            Spec { width: 300.0, height: 420.0, seed, scale: 100.0, stroke: 1.0, opacity: 1.0, ink, colours: &colours };
        let grid = Grid::new(&spec);
        let tiles = Dealer::new(&colours, &mut Random::new(seed)).deal(&grid);
        (grid, tiles)
    }

    const PALETTE: [&str; 6] = ["#12264f", "#2c4a8a", "#2f6fd0", "#ff6b4a", "#ffc94d", "#a4c2f0"];

    #[test]
    fn every_square_is_covered_once_and_no_two_neighbours_are_alike() {
        for seed in ["Agora", "Atlas", "Verdure", "x", ""] {
            let (grid, tiles) = dealt(&PALETTE, seed);
            let mut squares = vec![None; grid.columns * grid.rows];
            for tile in &tiles {
                for i in 0..tile.span * tile.span {
                    let (column, row) = (tile.place.0 + i % tile.span, tile.place.1 + i / tile.span);
                    assert!(squares[row * grid.columns + column].replace(*tile).is_none(), "covered twice");
                }
            }
            let at = |column: usize, row: usize| squares[row * grid.columns + column].expect("covered");
            for row in 0..grid.rows {
                for column in 0..grid.columns {
                    let own = at(column, row);
                    assert_ne!(own.shape, own.ground);
                    for other in [
                        (column + 1 < grid.columns).then(|| at(column + 1, row)),
                        (row + 1 < grid.rows).then(|| at(column, row + 1)),
                    ] {
                        let Some(other) = other.filter(|other| other.place != own.place) else { continue };
                        assert_ne!(own.ground, other.ground, "{seed} {column} {row}");
                        assert!(own.motif != other.motif, "{seed} {column} {row}");
                    }
                }
            }
            assert!(tiles.iter().any(|tile| tile.span == 2), "{seed}: no large tile");
        }
    }

    #[test]
    fn colours_come_as_often_as_they_weigh() {
        let (_, tiles) = dealt(&PALETTE, "Agora");
        for colour in 0..PALETTE.len() {
            let share = tiles.iter().filter(|tile| tile.ground == colour).count() as f64 / tiles.len() as f64;
            assert!((0.04..0.4).contains(&share), "{colour}: {share}");
        }
    }

    #[test]
    fn one_colour_or_several_alike_are_still_tiles() {
        for colours in [&["#12264f"][..], &["#12264f", "#12264f"], &["#000000", "#ffffff"]] {
            assert!(!dealt(colours, "x").1.is_empty());
        }
    }
}
