//! Tables that go on on the next slide, and the one of who does what.

use super::{
    super::{
        geometry::{Frame, emu},
        layouts::{BODY, Kind},
        paint::Fill,
        shape::{Drawn, Grid, GridCell, GridRow},
        studio::Type,
        text::{Align, Paragraph, Run},
    },
    Deck,
};
use crate::model::value::Id;

const MARGIN_X: f64 = 10.0;
const MARGIN_Y: f64 = 7.0;
/// Size of a table's text.
const SIZE: f64 = 12.5;
/// Size of its head.
const HEAD: f64 = 11.0;
/// More columns of people than this are no table that can be read.
const MOST_PEOPLE: usize = 7;

/// A cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Its text.
    pub runs: Vec<Run>,
    /// Bold.
    pub bold: bool,
    /// Its ground, its text's colour, and in the middle.
    pub fill: Option<(crate::model::value::Colour, crate::model::value::Colour)>,
    /// In the middle.
    pub centred: bool,
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self { runs: vec![Run::new(text)], ..Self::default() }
    }

    /// Text of these runs.
    pub fn runs(runs: Vec<Run>) -> Self {
        Self { runs, ..Self::default() }
    }

    /// The same, bold.
    pub fn strong(self) -> Self {
        Self { bold: true, ..self }
    }
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What heads each column, and the column's part of the width.
    pub columns: Vec<(Cell, f64)>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// A line below it.
    pub legend: Option<String>,
}

/// A row with its height.
type Measured = (Vec<Cell>, f64);

impl Deck<'_> {
    /// Slides of a table; none without rows.
    pub(super) fn table(&mut self, kicker: &str, title: &str, table: Table, notes: &[&str]) {
        if table.rows.is_empty() {
            return;
        }
        let widths = self.widths(&table);
        let room = BODY.height - if table.legend.is_some() { 30.0 } else { 0.0 };
        let head: Vec<Cell> = table.columns.iter().map(|(head, _)| head.clone().strong()).collect();
        let head = (head.clone(), self.row_height(&head, &widths, HEAD).min(room / 2.0));
        let mut pages: Vec<Vec<Measured>> = vec![Vec::new()];
        let mut left = room - head.1;
        for row in table.rows.into_iter().flat_map(|row| self.split(row, &widths, room - head.1)).collect::<Vec<_>>() {
            if row.1 > left && pages.last().is_some_and(|page| !page.is_empty()) {
                pages.push(Vec::new());
                left = room - head.1;
            }
            left -= row.1;
            pages.last_mut().expect("there is one").push(row);
        }
        let count = pages.len();
        for (i, rows) in pages.into_iter().enumerate() {
            let height = head.1 + rows.iter().map(|row| row.1).sum::<f64>();
            let grid = self.grid(&head, rows, &widths);
            let drawn = Drawn::Table { frame: Frame { height, ..BODY }, grid };
            let mut shapes = vec![self.studio.speaking(drawn)];
            if let Some(legend) = &table.legend {
                let frame = self.studio.at(Frame { y: BODY.bottom() - 20.0, height: 20.0, ..BODY });
                let line = self.studio.line(legend, Type::text(11.0, self.studio.theme.muted));
                shapes.push(self.studio.label(frame, vec![line], "b"));
            }
            self.slide(Kind::TitleOnly, kicker, vec![Run::new(title)], (i, count)).add(shapes);
            self.note(notes);
        }
    }

    /// The columns' widths in points: their parts, and as much more as the longest word of their head needs.
    fn widths(&mut self, table: &Table) -> Vec<f64> {
        let all: f64 = table.columns.iter().map(|(_, share)| share).sum();
        let words = table.columns.iter().map(|(head, _)| {
            let text: String = head.runs.iter().map(|run| run.text.as_str()).collect();
            let words = text.split_whitespace().map(|word| self.studio.ruler.width(word, false, true, HEAD));
            words.fold(0.0, f64::max).min(BODY.width / 5.0) + 2.0 * MARGIN_X + 2.0
        });
        let least: Vec<f64> = words.collect();
        let wanted: Vec<f64> = table.columns.iter().map(|(_, share)| BODY.width * share / all).collect();
        let missing: f64 = wanted.iter().zip(&least).map(|(wanted, least)| (least - wanted).max(0.0)).sum();
        let spare: f64 = wanted.iter().zip(&least).map(|(wanted, least)| (wanted - least).max(0.0)).sum();
        // What some lack the others give, each in proportion to what it can spare.
        let given = if spare > 0.0 { (missing / spare).min(1.0) } else { 0.0 };
        let widths: Vec<f64> = wanted
            .iter()
            .zip(&least)
            .map(|(wanted, least)| if wanted < least { *least } else { wanted - (wanted - least) * given })
            .collect();
        let sum: f64 = widths.iter().sum();
        widths.iter().map(|width| width * BODY.width / sum).collect()
    }

    fn cell_paragraph(&self, cell: &Cell, size: f64, head: bool) -> Paragraph {
        let theme = self.studio.theme;
        let colour = match (head, cell.fill) {
            (true, _) => theme.on_deep,
            (false, Some((_, ink))) => ink,
            (false, None) => theme.ink,
        };
        let set = Type { bold: cell.bold, ..Type::text(size, colour) };
        let centred = cell.centred || cell.fill.is_some();
        self.studio.paragraph(cell.runs.clone(), if centred { set.aligned(Align::Centre) } else { set })
    }

    fn row_height(&mut self, cells: &[Cell], widths: &[f64], size: f64) -> f64 {
        let heights = cells.iter().zip(widths).map(|(cell, width)| {
            let paragraph = self.cell_paragraph(cell, size, false);
            self.studio.ruler.height(&[paragraph], width - 2.0 * MARGIN_X, 1.0)
        });
        heights.fold(0.0, f64::max) + 2.0 * MARGIN_Y + 3.0
    }

    /// A row, as several where it is higher than a slide.
    fn split(&mut self, row: Vec<Cell>, widths: &[f64], room: f64) -> Vec<Measured> {
        let height = self.row_height(&row, widths, SIZE);
        if height <= room {
            return vec![(row, height)];
        }
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let paragraph = self.cell_paragraph(cell, SIZE, false);
            let inner = width - 2.0 * MARGIN_X;
            let parts =
                self.studio.ruler.parts(&paragraph.text(), &paragraph.style, inner, room - 2.0 * MARGIN_Y - 20.0);
            for (i, part) in parts.into_iter().enumerate() {
                if rows.len() <= i {
                    rows.push(vec![Cell::default(); row.len()]);
                }
                rows[i][column] = Cell { runs: vec![Run::new(part)], ..cell.clone() };
            }
        }
        rows.into_iter().map(|cells| (cells.clone(), self.row_height(&cells, widths, SIZE))).collect()
    }

    fn grid(&self, head: &Measured, rows: Vec<Measured>, widths: &[f64]) -> Grid {
        let theme = self.studio.theme;
        let cell = |cell: &Cell, is_head: bool| {
            let paragraph = self.cell_paragraph(cell, if is_head { HEAD } else { SIZE }, is_head);
            let ground = match (is_head, cell.fill) {
                (true, _) => theme.deep,
                (false, Some((fill, _))) => fill,
                (false, None) => theme.paper,
            };
            let mut text = self.studio.text(vec![paragraph], "t", 0.0);
            (text.anchor, text.insets) = (None, None);
            let middle = is_head || cell.centred || cell.fill.is_some();
            let fill = Some(Fill::from(self.studio.scheme.paint(ground)));
            GridCell { text, fill, anchor: if middle { "ctr" } else { "t" } }
        };
        let row = |(cells, height): &Measured, is_head: bool| GridRow {
            height: emu(*height),
            cells: cells.iter().map(|of| cell(of, is_head)).collect(),
        };
        Grid {
            columns: widths.iter().map(|width| emu(*width)).collect(),
            rows: std::iter::once(row(head, true)).chain(rows.iter().map(|of| row(of, false))).collect(),
            margin_x: emu(MARGIN_X),
            margin_y: emu(MARGIN_Y),
            line: self.studio.scheme.paint(theme.line),
            rtl: self.studio.rtl,
        }
    }

    /// Who does what: a column for each of those who do something, while they are few; else one for each part.
    pub(super) fn responsibilities(&mut self) {
        let tasks = &self.studio.campaign.responsibilities;
        let mut people: Vec<&Id> = Vec::new();
        for task in tasks {
            let all = task.responsible.iter().chain([&task.accountable]).chain(&task.consulted).chain(&task.informed);
            for id in all {
                if !people.contains(&id) {
                    people.push(id);
                }
            }
        }
        let table = if people.len() <= MOST_PEOPLE { self.matrix(&people) } else { self.lists() };
        let (kicker, title) = (self.studio.word("office_raci"), self.studio.word("office_raci_title"));
        self.table(&kicker, &title, table, &["office_note_raci"]);
    }

    fn person(&self, id: &Id) -> String {
        let person = self.studio.campaign.people.iter().find(|person| person.id == *id);
        person.map_or_else(|| id.as_str().to_owned(), |person| self.studio.string(&person.name))
    }

    fn matrix(&self, people: &[&Id]) -> Table {
        let theme = self.studio.theme;
        let task = (Cell::text(self.studio.word("task")), 2.4);
        let heads = people.iter().map(|id| (Cell { centred: true, ..Cell::text(self.person(id)) }, 1.0));
        let columns = std::iter::once(task).chain(heads).collect();
        let rows = self.studio.campaign.responsibilities.iter().map(|task| {
            let letters = people.iter().map(|id| {
                let has = [
                    ("R", task.responsible.contains(id), (theme.brand_fill, theme.on_brand)),
                    ("A", task.accountable == **id, (theme.highlight_2, theme.on_highlight_2)),
                    ("C", task.consulted.contains(id), (theme.tint, theme.on_tint)),
                    ("I", task.informed.contains(id), (theme.surface, theme.muted)),
                ];
                let held: Vec<_> = has.into_iter().filter(|(_, held, _)| *held).collect();
                let letters = held.iter().map(|(letter, ..)| *letter).collect::<Vec<_>>().join("\u{a0}/\u{a0}");
                // Who answers stands out, whatever else they do.
                let fill = held.iter().find(|(letter, ..)| *letter == "A").or(held.first()).map(|(.., fill)| *fill);
                Cell { runs: vec![Run::new(letters)], bold: true, fill, centred: true }
            });
            std::iter::once(Cell::runs(self.studio.runs(&task.task)).strong()).chain(letters).collect()
        });
        let legend = [
            ("R", "guide_raci_responsible"),
            ("A", "guide_raci_accountable"),
            ("C", "guide_raci_consulted"),
            ("I", "guide_raci_informed"),
        ];
        let legend = legend.map(|(letter, key)| format!("{letter}\u{a0}= {}", self.studio.word(key))).join("    ");
        Table { columns, rows: rows.collect(), legend: Some(legend) }
    }

    fn lists(&self) -> Table {
        let names = |ids: &[Id]| {
            let mut runs = Vec::new();
            for id in ids {
                if !runs.is_empty() {
                    runs.push(Run { line_break: true, ..Run::default() });
                }
                runs.push(Run::new(self.person(id)));
            }
            Cell::runs(runs)
        };
        let heads = ["task", "raci_responsible", "raci_accountable", "raci_consulted", "raci_informed"];
        let columns = heads.into_iter().zip([1.6, 1.0, 1.0, 1.0, 1.0]);
        let rows = self.studio.campaign.responsibilities.iter().map(|task| {
            vec![
                Cell::runs(self.studio.runs(&task.task)).strong(),
                names(&task.responsible),
                names(std::slice::from_ref(&task.accountable)),
                names(&task.consulted),
                names(&task.informed),
            ]
        });
        Table {
            columns: columns.map(|(key, share)| (Cell::text(self.studio.word(key)), share)).collect(),
            rows: rows.collect(),
            legend: None,
        }
    }
}
