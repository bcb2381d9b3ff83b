//! What lies beyond the trimmed edge: a sheet is printed larger than it is, and then cut.

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use roxmltree::{Document, Node};
use usvg::Tree;

use crate::design::svg::number;

/// The same drawing on a sheet that reaches `around` farther on every side, in the drawing's units. `None` for what is no
/// drawing, or has no size.
pub(in super::super) fn widened(svg: &str, around: f64) -> Option<String> {
    let document = Document::parse(svg).ok()?;
    let root = document.root_element();
    let [x, y, width, height] = view_box(&root)?;
    let mut out = svg.to_owned();
    let mut own: Vec<_> = root.attributes().filter(|a| is_size(a.name())).map(|a| a.range()).collect();
    own.sort_by_key(|range| range.start);
    for range in own.into_iter().rev() {
        out.replace_range(range, "");
    }
    let name = root.range().start + 1;
    let end = name + out[name..].find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
    let [left, top] = [x - around, y - around].map(number);
    let [width, height] = [width + 2.0 * around, height + 2.0 * around].map(number);
    out.insert_str(end, &format!(r#" viewBox="{left} {top} {width} {height}""#));
    Some(out)
}

fn is_size(name: &str) -> bool {
    matches!(name, "viewBox" | "width" | "height")
}

fn view_box(root: &Node) -> Option<[f64; 4]> {
    let numbers = |text: &str| -> Vec<f64> { text.split([' ', ',']).filter_map(|part| part.parse().ok()).collect() };
    let sides = match root.attribute("viewBox") {
        Some(written) => numbers(written).try_into().ok()?,
        None => {
            let side = |name| root.attribute(name)?.trim_end_matches("px").parse().ok();
            [0.0, 0.0, side("width")?, side("height")?]
        }
    };
    (sides[2] > 0.0 && sides[3] > 0.0).then_some(sides)
}

/// Rows of pixels that the bleed has when it is looked at.
const ROWS: f64 = 4.0;
/// The longest side of that picture.
const LONGEST: f64 = 1600.0;
/// So much of the edge may be bare: lines that end there, and rounding.
const TOLERATED: f64 = 0.01;

/// The share of the trimmed edge along which the art stops instead of going on into the bleed, where it is worth telling.
///
/// `tree` is the drawing [`widened`] by `around`, of which `bleed` is wanted. Where the sheet is bare at its edge it may be
/// so beyond.
pub(in super::super) fn gap(tree: &Tree, around: f64, bleed: f64) -> Option<f64> {
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let scale = (ROWS / bleed).min(LONGEST / width.max(height));
    let side = |length: f64| (length * scale).ceil().max(1.0) as u32;
    let mut pixels = Pixmap::new(side(width), side(height))?;
    resvg::render(tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    let ring = (around * scale).round() as u32;
    if bleed <= 0.0 || ring == 0 || pixels.width() <= 4 * ring || pixels.height() <= 4 * ring {
        return None;
    }
    let (right, lowest) = (pixels.width() - 1, pixels.height() - 1);
    // Just inside the edge, and in the outer part of the bleed beside it.
    let (inside, outside) = (ring + 1, ring.saturating_sub((bleed * scale * 0.8).round() as u32));
    let across = (inside..=right - inside)
        .flat_map(|x| [((x, inside), (x, outside)), ((x, lowest - inside), (x, lowest - outside))]);
    let down = (inside..=lowest - inside)
        .flat_map(|y| [((inside, y), (outside, y)), ((right - inside, y), (right - outside, y))]);
    let at = |(x, y): (u32, u32)| pixels.pixel(x, y).unwrap_or(PremultipliedColorU8::TRANSPARENT);
    let (mut bare, mut all) = (0, 0);
    for (inside, outside) in across.chain(down) {
        all += 1;
        bare += usize::from(is_inked(at(inside)) && is_paper(at(outside)));
    }
    let share = bare as f64 / f64::from(all.max(1));
    (share > TOLERATED).then_some(share)
}

/// Clearly darker than paper.
fn is_inked(pixel: PremultipliedColorU8) -> bool {
    let light = |channel: u8| u16::from(channel) + 255 - u16::from(pixel.alpha());
    [pixel.red(), pixel.green(), pixel.blue()].into_iter().any(|channel| light(channel) < 236)
}

/// Paper, or nearly.
fn is_paper(pixel: PremultipliedColorU8) -> bool {
    pixel.alpha() < 20
        || [pixel.red(), pixel.green(), pixel.blue()]
            .into_iter()
            .all(|channel| u16::from(channel) + 255 - u16::from(pixel.alpha()) >= 253)
}
