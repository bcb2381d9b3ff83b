//! How large texts can be: as large as they may, as small as they must, all of a group at one scale.
//!
//! In: blocks of texts in boxes. Out: the largest [`Scale`] at which every block of a group holds its texts, and how each
//! is arranged at it.

use super::{
    Area,
    item::{Item, Set},
    lines::Grain,
    style::VerticalAlign,
};

/// Below a text's smallest size it is still set, with a warning, down to this share of it.
const TIGHTEST: f64 = 0.75;

/// A headline is set smaller, down to this share of the size that it could have, so that lines end where sentences do…
const SENSE_WORTH: f64 = 0.76;
/// …and down to this one, so that they end between phrases.
const PHRASE_WORTH: f64 = 0.7;

/// Texts below each other in one box.
pub(super) struct Block {
    pub area: Area,
    pub items: Vec<Item>,
    pub gap: f64,
    pub valign: VerticalAlign,
    pub group: Option<String>,
    /// In a group of blocks beside each other: the first texts of all take one height, the second ones too, and so on.
    pub shared_rows: bool,
}

/// How far texts had to give way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scale {
    /// Between their smallest (0) and their usual size (1).
    Usual(f64, Grain),
    /// A share of their smallest size.
    Tight(f64, Grain),
    /// Too long even so; nothing is set.
    TooLong,
}

impl Block {
    pub fn seen(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.is_empty())
    }

    pub fn gap(&self, scale: Scale) -> f64 {
        match scale {
            Scale::Usual(share, _) => self.gap * (0.6 + 0.4 * share),
            Scale::Tight(share, _) => self.gap * 0.6 * share,
            Scale::TooLong => 0.0,
        }
    }

    /// Every item's lines at a scale; `None` when one cannot be broken.
    fn set(&self, scale: Scale) -> Option<Vec<Set>> {
        self.seen().map(|item| item.set(self.area.width, scale)).collect()
    }

    /// The height of each item's lines, or of its row where rows are shared.
    fn heights(&self, sets: &[Set], rows: &[f64]) -> Vec<f64> {
        let own = self.seen().zip(sets).map(|(item, set)| item.height(set)).enumerate();
        own.map(|(i, height)| if self.shared_rows { rows.get(i).map_or(height, |row| row.max(height)) } else { height })
            .collect()
    }

    pub fn total(&self, heights: &[f64], scale: Scale) -> f64 {
        heights.iter().sum::<f64>() + self.gap(scale) * heights.len().saturating_sub(1) as f64
    }
}

/// Blocks of one group at one scale: the lines of each and the height of each text.
pub(super) struct Arrangement(pub Vec<(Vec<Set>, Vec<f64>)>);

/// `None` when one of the blocks does not hold its texts.
pub(super) fn arrange(blocks: &[&Block], scale: Scale) -> Option<Arrangement> {
    let sets: Vec<Vec<Set>> = blocks.iter().map(|block| block.set(scale)).collect::<Option<_>>()?;
    let mut rows: Vec<f64> = Vec::new();
    for (block, sets) in blocks.iter().zip(&sets) {
        for (i, (item, set)) in block.seen().zip(sets).enumerate() {
            rows.resize(rows.len().max(i + 1), 0.0);
            rows[i] = rows[i].max(item.height(set));
        }
    }
    let arranged = blocks.iter().zip(sets).map(|(block, sets)| {
        let heights = block.heights(&sets, &rows);
        (block.total(&heights, scale) <= block.area.height + 0.001).then_some((sets, heights))
    });
    arranged.collect::<Option<_>>().map(Arrangement)
}

/// The largest scale at which all of the blocks fit.
pub(super) fn fit(blocks: &[&Block]) -> Scale {
    let fits = |scale: Scale| arrange(blocks, scale).is_some();
    let usual = |grain: Grain| search(fits, |share| Scale::Usual(share, grain), 0.0);
    let size = |scale: Scale| {
        let items = blocks.iter().flat_map(|block| block.seen());
        items.map(|item| item.size(scale)).fold(0.0, f64::max)
    };
    if let Some(by_word) = usual(Grain::Word) {
        let worth = |scale: &Scale, share: f64| size(*scale) >= size(by_word) * share;
        let has_sense = blocks.iter().flat_map(|block| block.seen()).any(|item| item.breaker.has_sense());
        let by_sense = has_sense.then(|| usual(Grain::Sense)).flatten().filter(|scale| worth(scale, SENSE_WORTH));
        let by_phrase = || usual(Grain::Phrase).filter(|scale| worth(scale, PHRASE_WORTH));
        return by_sense.or_else(by_phrase).unwrap_or(by_word);
    }
    search(fits, |share| Scale::Tight(share, Grain::Word), TIGHTEST)
        .or_else(|| search(fits, |share| Scale::Tight(share, Grain::Letter), TIGHTEST))
        .unwrap_or(Scale::TooLong)
}

/// The largest share from `least` to 1 that fits.
fn search(fits: impl Fn(Scale) -> bool + Copy, scale: impl Fn(f64) -> Scale, least: f64) -> Option<Scale> {
    if fits(scale(1.0)) {
        return Some(scale(1.0));
    }
    if !fits(scale(least)) {
        return None;
    }
    let (mut low, mut high) = (least, 1.0);
    for _ in 0..10 {
        let middle = (low + high) / 2.0;
        if fits(scale(middle)) { low = middle } else { high = middle }
    }
    Some(scale(low))
}
