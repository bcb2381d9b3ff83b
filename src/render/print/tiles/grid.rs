//! How a poster is divided among sheets of an office printer's paper.
//!
//! Each sheet keeps 5 mm that no printer reaches (numbers of record), then 5 mm for marks and its number, then its part of
//! the picture. Neighbours share 10 mm of picture, to glue one over the other. All parts are equal, and each stands in
//! the middle of its sheet. Everything is in millimetres.

/// What office printers leave white at the edges of a sheet.
pub const MARGIN: f64 = 5.0;
/// Room for marks and the sheet's number between the margin and the picture.
pub const STRIP: f64 = 5.0;
/// What neighbours share.
pub const OVERLAP: f64 = 10.0;

/// A rectangle from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A poster divided among sheets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// Width and height of the poster.
    pub poster: [f64; 2],
    /// Width and height of a sheet, the way round it is printed.
    pub sheet: [f64; 2],
    /// Sheets beside one another.
    pub columns: usize,
    /// Sheets above one another.
    pub rows: usize,
}

/// The smallest part of a picture that is worth a sheet.
const LEAST: f64 = 40.0;
/// Nobody assembles more sheets.
const MOST: usize = 200;

impl Grid {
    /// Divides a poster among as few sheets as it can, upright ones where both ways need as many. `None` where the paper is
    /// too small.
    pub fn new(poster: [f64; 2], paper: [f64; 2]) -> Option<Self> {
        let (short, long) = (paper[0].min(paper[1]), paper[0].max(paper[1]));
        let upright = Self::on([short, long], poster)?;
        let lying = Self::on([long, short], poster)?;
        Some(if lying.count() < upright.count() { lying } else { upright })
    }

    fn on(sheet: [f64; 2], poster: [f64; 2]) -> Option<Self> {
        let most = sheet.map(|side| side - 2.0 * (MARGIN + STRIP));
        let count = |i: usize| {
            // A hair of rounding is no reason for another sheet.
            let parts = (poster[i] - OVERLAP - 0.01) / (most[i] - OVERLAP);
            (most[i] >= LEAST).then(|| parts.ceil().max(1.0) as usize)
        };
        let grid = Self { poster, sheet, columns: count(0)?, rows: count(1)? };
        (grid.count() <= MOST).then_some(grid)
    }

    /// How many sheets there are.
    pub fn count(&self) -> usize {
        self.columns * self.rows
    }

    /// Row and column of each sheet, in reading order.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let columns = self.columns;
        (0..self.count()).map(move |i| (i / columns, i % columns))
    }

    /// Width and height of each part of the picture.
    pub fn part(&self) -> [f64; 2] {
        let side = |length: f64, count: usize| (length + (count - 1) as f64 * OVERLAP) / count as f64;
        [side(self.poster[0], self.columns), side(self.poster[1], self.rows)]
    }

    /// Which part of the poster a sheet shows.
    pub fn of_poster(&self, row: usize, column: usize) -> Area {
        let [width, height] = self.part();
        Area { x: column as f64 * (width - OVERLAP), y: row as f64 * (height - OVERLAP), width, height }
    }

    /// Where it stands on the sheet.
    pub fn on_sheet(&self) -> Area {
        let [width, height] = self.part();
        Area { x: (self.sheet[0] - width) / 2.0, y: (self.sheet[1] - height) / 2.0, width, height }
    }
}

/// `B3`: the row's letter and the column's number; `AA1` follows `Z1`.
pub fn name(row: usize, column: usize) -> String {
    let letter = |i: usize| char::from(b'A' + (i % 26) as u8);
    let first = (row >= 26).then(|| letter(row / 26 - 1));
    format!("{}{}{}", first.map(String::from).unwrap_or_default(), letter(row), column + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const A4: [f64; 2] = [210.0, 297.0];

    #[test]
    fn as_few_sheets_as_there_can_be() {
        let sheets = |width, height, paper| Grid::new([width, height], paper).map(|g| (g.columns, g.rows, g.sheet[0]));
        assert_eq!(sheets(297.0, 420.0, A4), Some((2, 2, 210.0)));
        // 9 upright.
        assert_eq!(sheets(420.0, 594.0, A4), Some((2, 4, 297.0)));
        // 16 upright.
        assert_eq!(sheets(594.0, 841.0, A4), Some((3, 5, 297.0)));
        assert_eq!(sheets(841.0, 1189.0, [297.0, 420.0]), Some((3, 5, 420.0)));
        assert_eq!(sheets(297.0, 420.0, [50.0, 60.0]), None);
    }

    #[test]
    fn names() {
        assert_eq!([name(0, 0), name(1, 2), name(26, 0), name(27, 11)], ["A1", "B3", "AA1", "AB12"]);
    }

    proptest! {
        #[test]
        fn sheets_cover_the_poster_and_share_what_they_should(
            width in 50.0..2000.0_f64, height in 50.0..2000.0_f64, short in 100.0..300.0_f64, long in 300.0..450.0_f64,
        ) {
            let grid = Grid::new([width, height], [short, long]).unwrap();
            let last = grid.of_poster(grid.rows - 1, grid.columns - 1);
            prop_assert!((last.x + last.width - width).abs() < 1e-6 && (last.y + last.height - height).abs() < 1e-6);
            if grid.columns > 1 {
                let shared = grid.of_poster(0, 0).width - grid.of_poster(0, 1).x;
                prop_assert!((shared - OVERLAP).abs() < 1e-6);
            }
            let place = grid.on_sheet();
            prop_assert!(place.x >= MARGIN + STRIP - 0.01 && place.y >= MARGIN + STRIP - 0.01);
        }
    }
}
