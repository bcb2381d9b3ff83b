//! Where labels stand: beside their marks, in as many rows as keep them apart.

use serde_json::{Value, json};

use super::{
    super::GraphicRenderer,
    axis::{Axis, END, START},
    marks::{Lane, Mark},
};
use crate::{
    design::{
        fonts::Role,
        typeset::{LineEnd, Setting, Typesetter},
    },
    model::value::{Direction, LanguageTag},
};

/// The size of labels, and of the names of months.
const LABEL: f64 = 23.0;
const TICK: f64 = 22.0;
/// No label is wider, unless a word is.
const WIDEST: f64 = 330.0;
/// A label that is shorter stays on one line.
const ONE_LINE: f64 = 290.0;
const MOST_LINES: usize = 3;
/// From a mark's middle to its label.
const BESIDE: f64 = 20.0;
/// Between two labels.
const GAP: f64 = 18.0;
/// Rows are tried in such steps.
const STEP: f64 = 8.0;
/// Above and below the labels of a lane.
const PADDING: f64 = 15.0;
/// What is measured and what is drawn may differ by so much.
const SLACK: f64 = 1.04;
/// A label that lies on the launch's line counts as so much lower: about a row.
const CROSSING: f64 = 64.0;
/// The right edge of labels.
const EDGE: f64 = END + 24.0;

/// What a text is set in.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Face {
    Day,
    Label,
    Tick,
}

/// Measures and places texts.
pub(super) struct Placer<'a> {
    typesetter: Typesetter,
    chain: Vec<String>,
    language: &'a LanguageTag,
    line: f64,
    launch: Option<f64>,
}

/// A part of the picture that is taken.
#[derive(Clone, Copy)]
struct Taken {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl<'a> Placer<'a> {
    /// For a timeline whose launch has a line at `launch`.
    pub fn new(renderer: &GraphicRenderer, language: &'a LanguageTag, launch: Option<f64>) -> Self {
        let chain = renderer.fonts.chain(Role::Base, language);
        // The layout gives these scripts more room between lines.
        let airy = language.direction() == Direction::Rtl || matches!(language.primary(), "ja" | "zh" | "ko");
        let line = LABEL * if airy { 1.6 } else { 1.22 };
        Self { typesetter: renderer.typesetter.fork(), chain, language, line, launch }
    }

    /// The width of a text on one line.
    pub fn width(&mut self, text: &str, face: Face) -> f64 {
        self.parts(text, face).iter().map(|(_, width)| width).sum::<f64>() * SLACK
    }

    /// The parts that stay whole, each with where it ends and its width.
    fn parts(&mut self, text: &str, face: Face) -> Vec<(usize, f64)> {
        let (size, weight) = match face {
            Face::Day => (LABEL, 700),
            Face::Label => (LABEL, 500),
            Face::Tick => (TICK, 500),
        };
        let setting = Setting { chain: &self.chain, weight, tracking: 0.0, language: self.language };
        let mut parts = vec![(0, 0.0)];
        for cluster in self.typesetter.measure(text, &[], &setting) {
            if let Some(last) = parts.last_mut() {
                *last = (cluster.range.end, last.1 + f64::from(cluster.advance) * size);
            }
            if cluster.line_end != LineEnd::No {
                parts.push((cluster.range.end, 0.0));
            }
        }
        parts.retain(|(_, width)| *width > 0.0);
        parts
    }

    /// A label's text, cut where it is endless, with its width and its lines.
    fn label(&mut self, day: &str, text: &str) -> (String, f64, usize) {
        let before = format!("{day} ");
        let mut parts = self.parts(&before, Face::Day);
        let after = self.parts(text, Face::Label).into_iter().map(|(end, width)| (before.len() + end, width));
        parts.extend(after);
        let total: f64 = parts.iter().map(|(_, width)| width).sum();
        let longest = parts.iter().map(|(_, width)| *width).fold(0.0, f64::max);
        if total <= ONE_LINE {
            return (text.to_owned(), total * SLACK + 4.0, 1);
        }
        let widest = WIDEST.max(longest.min(EDGE * 0.5));
        let widths: Vec<f64> = parts.iter().map(|(_, width)| *width).collect();
        let mut width = (ONE_LINE * 0.6).max(longest.min(widest));
        while width < widest && lines(&widths, width) > 2 {
            width += 8.0;
        }
        let mut kept = widths.len();
        while kept > 1 && lines(&widths[..kept], width) > MOST_LINES {
            kept -= 1;
        }
        let cut = parts.get(kept.saturating_sub(1)).filter(|_| kept < parts.len()).map(|(end, _)| *end);
        let text = match cut.and_then(|end| end.checked_sub(before.len())).and_then(|end| text.get(..end)) {
            Some(head) => format!("{}…", head.trim_end()),
            None => text.to_owned(),
        };
        (text, width * SLACK + 4.0, lines(&widths[..kept], width))
    }

    /// A lane from `top` on: its height, and its marks with their labels.
    pub fn lane(&mut self, lane: &Lane, axis: &Axis, top: f64) -> Value {
        let mut taken: Vec<Taken> = Vec::new();
        let mut marks = Vec::new();
        let phases = lane.kind == "phases";
        let last = axis.x(jiff::civil::Date::MAX);
        let mut bottom = top + 58.0;
        for (index, mark) in lane.marks.iter().enumerate() {
            let x = axis.x(mark.from);
            // A day ends where the next begins.
            let end = mark.until.tomorrow().map_or(last, |day| axis.x(day));
            let length = match phases {
                true => (end - x - 3.0).max(10.0),
                false => axis.x(mark.until) - x,
            };
            let (y, label) = match (mark.again, phases) {
                (true, _) => (first_row(&marks, top, self.line), Value::Null),
                (_, true) => (top + PADDING + 10.0, self.below(mark, x, top, &mut taken, &mut bottom)),
                _ => self.beside(mark, (x, length), top, &mut taken, &mut bottom),
            };
            marks.push(json!({
                "kind": mark.kind.as_str(), "index": index, "x": x, "y": y, "length": length, "label": label,
                "again": mark.again,
            }));
        }
        let (title, height) = (&lane.title, (bottom + PADDING - top).round());
        json!({
            "kind": lane.kind, "title": title, "icon": lane.icon, "top": top, "height": height, "marks": marks,
        })
    }

    /// The label of a band, below it.
    fn below(&mut self, mark: &Mark, x: f64, top: f64, taken: &mut Vec<Taken>, bottom: &mut f64) -> Value {
        let (text, width, lines) = self.label(&mark.day, &mark.text);
        let left = x.min(EDGE - width);
        let height = self.line * lines as f64;
        let y = free(taken, (left, left + width), height, top + PADDING + 28.0);
        taken.push(Taken { left, right: left + width, top: y, bottom: y + height });
        *bottom = bottom.max(y + height);
        label(&mark.day, &text, (left, y), (width, height), "start")
    }

    /// The label of a mark, after it, or before it where there is no room after; and how high the mark stands.
    fn beside(
        &mut self,
        mark: &Mark,
        (x, length): (f64, f64),
        top: f64,
        taken: &mut Vec<Taken>,
        bottom: &mut f64,
    ) -> (f64, Value) {
        let (text, width, lines) = self.label(&mark.day, &mark.text);
        let height = self.line * lines as f64;
        let (after, before) = (x + length + BESIDE, x - BESIDE - width);
        let sides = [(after, "start", after + width <= EDGE), (before, "end", before >= START)];
        let tried = sides.into_iter().filter(|(.., fits)| *fits).map(|(left, align, _)| {
            let (start, end) = (left.min(x - 14.0), (left + width).max(x + length + 14.0));
            (free(taken, (start, end), height, top + PADDING), left, align, start, end)
        });
        // After the mark unless it stands higher before it or would lie on the launch's line; a label that no side holds begins
        // where the axis does.
        let crosses = |left: f64| self.launch.is_some_and(|at| left < at && at < left + width);
        let cost = |y: f64, left: f64| y + if crosses(left) { CROSSING } else { 0.0 };
        let best = tried.reduce(|a, b| if cost(b.0, b.1) < cost(a.0, a.1) { b } else { a });
        let (y, left, align, start, end) = best.unwrap_or_else(|| {
            let left = after.min(EDGE - width);
            let (start, end) = (left.min(x - 14.0), (left + width).max(x + length + 14.0));
            (free(taken, (start, end), height, top + PADDING), left, "start", start, end)
        });
        taken.push(Taken { left: start, right: end, top: y, bottom: y + height });
        *bottom = bottom.max(y + height);
        (y + self.line / 2.0, label(&mark.day, &text, (left, y), (width, height), align))
    }
}

/// The height of what was told before: that of the lane's first mark.
fn first_row(marks: &[Value], top: f64, line: f64) -> f64 {
    marks.first().and_then(|mark| mark["y"].as_f64()).unwrap_or(top + PADDING + line / 2.0)
}

fn label(day: &str, text: &str, (x, y): (f64, f64), (width, height): (f64, f64), align: &str) -> Value {
    json!({ "day": day, "text": text, "x": x, "y": y, "width": width, "height": height, "align": align })
}

/// How many lines parts take.
fn lines(parts: &[f64], width: f64) -> usize {
    let (mut count, mut used) = (1, 0.0);
    for part in parts {
        if used > 0.0 && used + part > width {
            count += 1;
            used = 0.0;
        }
        used += part;
    }
    count
}

/// The least height from `top` on at which nothing is in the way.
fn free(taken: &[Taken], (left, right): (f64, f64), height: f64, top: f64) -> f64 {
    let mut y = top;
    let blocks = |y: f64| {
        taken.iter().any(|other| {
            let across = left < other.right + GAP && other.left < right + GAP;
            across && y < other.bottom + STEP && other.top < y + height + STEP
        })
    };
    while blocks(y) {
        y += STEP;
    }
    y
}
