//! A text as drawing.
//!
//! In: a text, the area that its lines may take, its scale. Out: for each line one `<text>` for each stretch of one font,
//! at absolute places, in the very font and size that it was measured with, so that whatever draws it has nothing left
//! to choose.

use std::fmt::Write;

use super::{
    Area,
    element::Words,
    fit::Scale,
    item::{Item, Typography},
    lines::Line,
    style::{Align, VerticalAlign},
};
use crate::design::{
    svg::{escape, number},
    typeset::{self, Span, Typesetter, css_style},
};

/// What was drawn, and where.
pub(super) struct Drawn {
    pub svg: String,
    /// The box of all lines, by their measured widths.
    pub ink: Area,
    pub stretches: Vec<Stretch>,
}

/// Letters of one look on one line, where they stand.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// From above the capitals to below the baseline.
    pub area: Area,
    pub fill: String,
    pub size: f64,
    pub weight: u16,
}

/// How far letters reach above their baseline, as a share of their size: a little more than capitals do.
const ABOVE: f64 = 0.75;
/// And how far below it.
const BELOW: f64 = 0.2;

/// Draws a text into an area; nothing at a scale that does not fit.
pub(super) fn draw(
    words: &Words,
    area: Area,
    scale: Scale,
    typography: &Typography,
    typesetter: &mut Typesetter,
) -> Drawn {
    let item = &words.item;
    let lines = item.lines(area.width, scale);
    let height = item.height(lines.len(), scale);
    let free = area.height - height;
    let top = area.y
        + match words.valign {
            VerticalAlign::Top => 0.0,
            VerticalAlign::Middle => free / 2.0,
            VerticalAlign::Bottom => free,
        };
    let (svg, stretches) = (String::new(), Vec::new());
    let mut pen = Pen { typography, typesetter, area, svg, stretches, left: f64::MAX, right: f64::MIN };
    pen.item(item, &lines, item.size(scale), top);
    let (left, right) = if pen.left <= pen.right { (pen.left, pen.right) } else { (area.x, area.x) };
    Drawn { svg: pen.svg, ink: Area { x: left, y: top, width: right - left, height }, stretches: pen.stretches }
}

struct Pen<'a> {
    typography: &'a Typography<'a>,
    typesetter: &'a mut Typesetter,
    area: Area,
    svg: String,
    stretches: Vec<Stretch>,
    left: f64,
    right: f64,
}

impl Pen<'_> {
    fn item(&mut self, item: &Item, lines: &[Line], usual: f64, top: f64) {
        let shaped: Vec<(String, typeset::Line)> = lines.iter().map(|line| self.shape(item, line, usual)).collect();
        // What was shaped as a line may be a hair wider than its clusters were.
        let widest = shaped.iter().map(|(_, line)| f64::from(line.width)).fold(0.0, f64::max);
        let shrink = if widest > self.area.width { self.area.width / widest } else { 1.0 };
        let size = usual * shrink;
        let leading = usual * item.style.line_height;
        let first = top + (leading + (item.ascent - item.descent) * size) / 2.0;
        for (i, (text, line)) in shaped.iter().enumerate() {
            self.line(item, text, line, first + leading * i as f64, size, shrink);
        }
    }

    /// A line's text as it is drawn, and shaped.
    fn shape(&mut self, item: &Item, line: &Line, size: f64) -> (String, typeset::Line) {
        let Line { range, hyphen } = line;
        let mut text = item.text[range.clone()].to_owned();
        let end = text.len();
        if *hyphen {
            text.truncate(text.trim_end_matches('\u{ad}').len());
            text.push('-');
        }
        let length = text.len();
        let spans = item.spans.iter().map(|span| {
            let (start, stop) = (span.range.start.max(range.start), span.range.end.min(range.end));
            if start >= stop {
                return Span { range: 0..0, ..span.clone() };
            }
            let (start, stop) = (start - range.start, stop - range.start);
            // The hyphen looks like the letters before it.
            let stop = if stop == end { length } else { stop.min(length) };
            Span { range: start..stop, ..span.clone() }
        });
        let setting = item.setting(self.typography.language);
        let shaped = self.typesetter.line(&text, &spans.collect::<Vec<_>>(), &setting, size as f32);
        (text, shaped)
    }

    fn line(&mut self, item: &Item, text: &str, line: &typeset::Line, baseline: f64, size: f64, shrink: f64) {
        let width = f64::from(line.width) * shrink;
        let free = self.area.width - width;
        let start = match (item.style.align, self.typography.rtl()) {
            (Align::Center, _) => free / 2.0,
            (Align::Start, false) | (Align::End, true) => 0.0,
            (Align::End, false) | (Align::Start, true) => free,
        };
        let x = self.area.x + start;
        self.left = self.left.min(x);
        self.right = self.right.max(x + width);
        for run in &line.runs {
            let Some(file) = self.typography.fonts.files().nth(run.file) else { continue };
            let shown = text.get(run.range.clone()).unwrap_or_default().replace(['\n', '\r'], " ");
            // usvg lays paragraphs out from left to right: the marks keep a right-to-left run one.
            let shown = if run.rtl { format!("\u{200f}{shown}\u{200f}") } else { shown };
            let fill = run.span.map_or(&item.style.fill, |span| &item.looks[span].fill);
            let tracking = f64::from(item.setting(self.typography.language).effective_tracking()) * size;
            let spacing = if tracking == 0.0 { String::new() } else { format!(r#" letter-spacing="{tracking:.3}""#) };
            let left = x + f64::from(run.x) * shrink;
            let area = Area {
                x: left,
                y: baseline - ABOVE * size,
                width: f64::from(run.advance) * shrink,
                height: (ABOVE + BELOW) * size,
            };
            self.stretches.push(Stretch { area, fill: fill.clone(), size, weight: file.weight });
            let _ = write!(
                self.svg,
                r#"<text xml:space="preserve" x="{}" y="{}" font-family="'{}'" font-weight="{}" font-style="{}" font-size="{size:.3}" fill="{}"{spacing}>{}</text>"#,
                number(left),
                number(baseline),
                escape(&file.family.replace('\'', "")),
                file.weight,
                css_style(file),
                escape(fill),
                escape(&shown),
            );
        }
    }
}
