//! How large texts can be: as large as they may, as small as they must, all of a group at one scale.
//!
//! In: boxes with texts, computed by a [`Solver`]. Out: for each group the largest [`Scale`] at which everything has
//! room: first one scale for all, so that the sizes keep their proportions, then each group as large as the others let
//! it, so that one long text does not shrink them.

use super::{
    component::Component,
    element::Forest,
    item::Item,
    lines::Line,
    opportunities::{self, Grain},
    solve::Solver,
};

/// Below a text's smallest size it is still set, with a warning, down to this share of it.
pub(super) const TIGHTEST: f64 = 0.75;

/// Whole words are kept down to this share of the way from the usual size to the smallest; only then may they be
/// hyphenated to stay larger.
const WHOLE_WORDS: f64 = 0.45;

/// A headline is set smaller, down to this share of the size that it could have, so that lines end where sentences do…
const SENSE_WORTH: f64 = 0.88;
/// …and down to this one where it takes no more lines so.
const SENSE_WORTH_SAME: f64 = 0.8;

/// Groups grow in turns up to these shares, so that none reaches its largest size before the others are well read.
const TURNS: [f64; 3] = [0.5, 0.75, 1.0];

/// Lines by sense are not worth it where one that ends no sentence is shorter than this share of the longest: they leave a
/// hole.
const SHORTEST_LINE: f64 = 0.4;

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

/// A way in which texts give way, between two shares.
struct Rung {
    make: fn(f64, Grain) -> Scale,
    grain: Grain,
    least: f64,
    most: f64,
}

impl Rung {
    const fn usual(grain: Grain, least: f64, most: f64) -> Self {
        Self { make: Scale::Usual, grain, least, most }
    }

    const fn tight(grain: Grain) -> Self {
        Self { make: Scale::Tight, grain, least: TIGHTEST, most: 1.0 }
    }

    fn at(&self, share: f64) -> Scale {
        (self.make)(share, self.grain)
    }

    /// A scale's share, where it lies on this rung.
    fn share(&self, scale: Scale) -> Option<f64> {
        let (Scale::Usual(share, _) | Scale::Tight(share, _)) = scale else { return None };
        (self.at(share) == scale && share >= self.least).then_some(share)
    }
}

/// The best way first. Japanese headlines are cut between phrases, and between words only where phrases do not fit at all;
/// elsewhere a phrase is a word.
const LADDER: [Rung; 9] = [
    Rung::usual(Grain::Phrase, WHOLE_WORDS, 1.0),
    Rung::usual(Grain::Hyphen, WHOLE_WORDS, 1.0),
    Rung::usual(Grain::Phrase, 0.0, WHOLE_WORDS),
    Rung::usual(Grain::Word, 0.0, 1.0),
    Rung::usual(Grain::Hyphen, 0.0, WHOLE_WORDS),
    Rung::tight(Grain::Word),
    Rung::tight(Grain::Hyphen),
    Rung::tight(Grain::Syllable),
    Rung::tight(Grain::Letter),
];

impl Scale {
    /// What gaps take of their usual size.
    pub fn gap(self) -> f64 {
        match self {
            Scale::Usual(share, _) => 0.6 + 0.4 * share,
            Scale::Tight(share, _) => 0.6 * share,
            Scale::TooLong => 0.6 * TIGHTEST,
        }
    }
}

/// Finds the scale of each of a component's groups and leaves the solver at it.
pub(super) fn fit(solver: &mut Solver, component: &Component, scales: &mut [Scale]) {
    let ladder = ladder(solver.forest, component);
    let mut search = Search { ladder, solver, component, scales };
    let common = search.climb(&component.groups, None, 1.0).unwrap_or(Scale::TooLong);
    search.set(&component.groups, common);
    if common != Scale::TooLong {
        let mut growing = if component.groups.len() > 1 { component.groups.clone() } else { Vec::new() };
        growing.iter().for_each(|group| search.lift(*group));
        for most in TURNS {
            growing.retain(|group| search.raise(*group, most));
        }
        let (turned, others): (Vec<usize>, Vec<usize>) =
            component.groups.iter().copied().partition(|group| search.prefer_sense(*group));
        // What they left is for the others that end their lines by no such grace.
        let others = others.into_iter().filter(|_| !turned.is_empty());
        for group in others {
            if !matches!(search.scales[group], Scale::Usual(_, Grain::Sense)) {
                search.raise(group, 1.0);
            }
        }
    }
    search.fits();
}

/// The rungs that make a difference to a component's texts.
fn ladder(forest: &Forest, component: &Component) -> Vec<&'static Rung> {
    let below = component.roots.iter().flat_map(|root| forest.below(*root));
    let words: Vec<_> = below.filter_map(|index| forest.elements[index].words()).collect();
    let used = |grain: Grain| words.iter().any(|words| words.item.breaker.has(grain));
    let differs = |rung: &&Rung| match rung.at(1.0) {
        Scale::Usual(_, grain @ (Grain::Word | Grain::Hyphen))
        | Scale::Tight(_, grain @ (Grain::Hyphen | Grain::Syllable)) => used(grain),
        _ => true,
    };
    LADDER.iter().filter(differs).collect()
}

struct Search<'s, 'f, 'a> {
    ladder: Vec<&'static Rung>,
    solver: &'s mut Solver<'f, 'a>,
    component: &'s Component,
    scales: &'s mut [Scale],
}

impl Search<'_, '_, '_> {
    fn set(&mut self, groups: &[usize], scale: Scale) {
        groups.iter().for_each(|group| self.scales[*group] = scale);
    }

    fn fits(&mut self) -> bool {
        self.solver.solve(&self.component.roots, self.scales)
    }

    fn fits_at(&mut self, groups: &[usize], scale: Scale) -> bool {
        self.set(groups, scale);
        self.fits()
    }

    /// Gives a group its smallest good size, if it is below it for the sake of another.
    fn lift(&mut self, group: usize) {
        let known = self.scales[group];
        if matches!(known, Scale::Usual(..)) {
            return;
        }
        let usual = [Grain::Phrase, Grain::Word, Grain::Hyphen].map(|grain| Scale::Usual(0.0, grain));
        if !usual.into_iter().any(|scale| self.fits_at(&[group], scale)) {
            self.set(&[group], known);
        }
    }

    /// Gives a group its best scale up to a share, with the others as they are; true if it reached the share.
    fn raise(&mut self, group: usize, most: f64) -> bool {
        let known = self.scales[group];
        let best = self.climb(&[group], Some(known), most).unwrap_or(known);
        self.set(&[group], best);
        matches!(best, Scale::Usual(share, _) if share >= most)
    }

    /// The best scale of these groups up to a share, with the others as they are; `known` is one that fits.
    fn climb(&mut self, groups: &[usize], known: Option<Scale>, most: f64) -> Option<Scale> {
        let mut failed = Vec::new();
        for rung in self.ladder.clone() {
            let usual = matches!(rung.at(1.0), Scale::Usual(..));
            let end = if usual { rung.most.min(most) } else { rung.most };
            if end < rung.least {
                continue;
            }
            let own = known.and_then(|known| rung.share(known));
            if own.is_some_and(|own| own >= end) {
                return known;
            }
            let (low, high) = (rung.at(own.unwrap_or(rung.least)), rung.at(end));
            if !failed.contains(&high) && self.fits_at(groups, high) {
                return Some(high);
            }
            if own.is_some() || (low != high && self.fits_at(groups, low)) {
                let least = own.unwrap_or(rung.least);
                return Some(self.search(groups, |share| rung.at(share), least, end));
            }
            failed.push(low);
        }
        known
    }

    /// The largest share that fits, from one that does to one that does not.
    fn search(&mut self, groups: &[usize], make: impl Fn(f64) -> Scale, least: f64, most: f64) -> Scale {
        let (mut low, mut high) = (least, most);
        for _ in 0..7 {
            let middle = (low + high) / 2.0;
            if self.fits_at(groups, make(middle)) { low = middle } else { high = middle }
        }
        make(low)
    }

    /// Lets the lines of a group's headlines end where the sense does, if that costs little of their size; true if they
    /// became smaller.
    fn prefer_sense(&mut self, group: usize) -> bool {
        let before = self.scales[group];
        let Scale::Usual(share, Grain::Phrase) = before else { return false };
        let headlines = self.headlines(group);
        if !headlines.iter().any(|index| self.item(*index).is_some_and(|item| item.breaker.has(Grain::Sense))) {
            return false;
        }
        let lines = self.lines(&headlines, before);
        // The least share that is worth it; sizes grow evenly with it.
        let size = |share| self.largest(&headlines, Scale::Usual(share, Grain::Sense));
        let (smallest, usual, own) = (size(0.0), size(1.0), size(share));
        let wanted = own * SENSE_WORTH_SAME;
        let least = if usual > smallest { (wanted - smallest) / (usual - smallest) } else { share };
        if let Some(scale) = self.climb_by(group, Grain::Sense, least.clamp(0.0, share), share) {
            self.fits_at(&[group], scale);
            let smaller = self.largest(&headlines, scale) < own * SENSE_WORTH;
            let costly = smaller && self.lines(&headlines, scale) > lines;
            if !costly && !headlines.iter().any(|index| self.leaves_hole(*index, scale)) {
                return scale != Scale::Usual(share, Grain::Sense);
            }
        }
        self.set(&[group], before);
        false
    }

    /// The largest share of a grain between two that fits.
    fn climb_by(&mut self, group: usize, grain: Grain, least: f64, most: f64) -> Option<Scale> {
        let make = |share| Scale::Usual(share, grain);
        if self.fits_at(&[group], make(most)) {
            return Some(make(most));
        }
        self.fits_at(&[group], make(least)).then(|| self.search(&[group], make, least, most))
    }

    fn item(&self, index: usize) -> Option<&Item> {
        self.solver.forest.elements[index].words().map(|words| &words.item)
    }

    fn largest(&self, texts: &[usize], scale: Scale) -> f64 {
        texts.iter().filter_map(|index| self.item(*index)).map(|item| item.size(scale)).fold(0.0, f64::max)
    }

    /// How many lines some texts take together, where the solver has put them.
    fn lines(&self, texts: &[usize], scale: Scale) -> usize {
        let count = |index: &usize| self.item(*index)?.count(self.solver.content(*index).width, scale);
        texts.iter().filter_map(count).sum()
    }

    /// The group's texts that are set with lines of even length.
    fn headlines(&self, group: usize) -> Vec<usize> {
        let below = self.component.roots.iter().flat_map(|root| self.solver.forest.below(*root));
        let elements = &self.solver.forest.elements;
        let balanced = |index: &usize| elements[*index].words().is_some_and(|words| words.item.style.balance);
        below.filter(|index| elements[*index].group == group && balanced(index)).collect()
    }

    fn leaves_hole(&self, index: usize, scale: Scale) -> bool {
        let Some(item) = self.item(index) else { return false };
        let width = self.solver.content(index).width;
        let (lines, widths) = (item.lines(width, scale), item.widths(width, scale));
        let longest = widths.iter().copied().fold(0.0, f64::max);
        let ends_none = |line: &Line| !opportunities::sentence_ends(&item.text, line.range.end);
        lines.iter().zip(widths).any(|(line, width)| width < longest * SHORTEST_LINE && ends_none(line))
    }
}
