//! How large texts can be: as large as they may, as small as they must, all of a group at one scale.
//!
//! In: boxes with texts, computed by a [`Solver`]. Out: for each group the largest [`Scale`] at which everything has
//! room: first one scale for all, so that the sizes keep their proportions, then each group as large as the others let
//! it, so that one long text does not shrink them.

use super::{element::Forest, opportunities::Grain, solve::Solver};

/// Below a text's smallest size it is still set, with a warning, down to this share of it.
pub(super) const TIGHTEST: f64 = 0.75;

/// Whole words are kept down to this share of the way from the usual size to the smallest; only then may they be
/// hyphenated to stay larger.
const WHOLE_WORDS: f64 = 0.45;

/// A headline is set smaller, down to this share of the size that it could have, so that lines end where sentences do…
const SENSE_WORTH: f64 = 0.88;
/// …and down to this one, so that no Japanese phrase is cut.
const PHRASE_WORTH: f64 = 0.7;

/// Lines by sense are not worth it where one is shorter than this share of the longest: they leave a hole.
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

/// The best way first.
const LADDER: [Rung; 7] = [
    Rung::usual(Grain::Word, WHOLE_WORDS, 1.0),
    Rung::usual(Grain::Hyphen, WHOLE_WORDS, 1.0),
    Rung::usual(Grain::Word, 0.0, WHOLE_WORDS),
    Rung::usual(Grain::Hyphen, 0.0, WHOLE_WORDS),
    Rung::tight(Grain::Word),
    Rung::tight(Grain::Hyphen),
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

/// Roots whose texts are sized together, since they share groups.
pub(super) struct Component {
    /// The roots' elements.
    pub roots: Vec<usize>,
    /// The groups of their texts, in the order of the document.
    pub groups: Vec<usize>,
}

/// Roots that share a group, directly or through others, belong together.
pub(super) fn components(forest: &Forest) -> Vec<Component> {
    let mut components: Vec<Component> = Vec::new();
    for root in forest.roots.iter().filter_map(|root| root.element) {
        let mut own = Component { roots: vec![root], groups: Vec::new() };
        for index in forest.below(root) {
            let group = forest.elements[index].group;
            if !own.groups.contains(&group) {
                own.groups.push(group);
            }
        }
        let (together, apart): (Vec<_>, Vec<_>) =
            components.into_iter().partition(|other| other.groups.iter().any(|group| own.groups.contains(group)));
        components = apart;
        let mut whole = Component { roots: Vec::new(), groups: Vec::new() };
        for part in together.into_iter().chain([own]) {
            whole.roots.extend(part.roots);
            for group in part.groups {
                if !whole.groups.contains(&group) {
                    whole.groups.push(group);
                }
            }
        }
        components.push(whole);
    }
    components
}

/// Finds the scale of each of a component's groups and leaves the solver at it.
pub(super) fn fit(solver: &mut Solver, component: &Component, scales: &mut [Scale]) {
    let mut search = Search { hyphens: hyphens(solver, component), solver, component, scales };
    let common = search.climb(&component.groups, None).unwrap_or(Scale::TooLong);
    search.set(&component.groups, common);
    if common != Scale::TooLong {
        for group in component.groups.iter().filter(|_| component.groups.len() > 1) {
            let best = search.climb(&[*group], Some(common)).unwrap_or(common);
            search.set(&[*group], best);
        }
        for group in &component.groups {
            search.prefer_sense(*group);
        }
    }
    search.fits();
}

fn hyphens(solver: &Solver, component: &Component) -> bool {
    let below = component.roots.iter().flat_map(|root| solver.forest.below(*root));
    let mut words = below.filter_map(|index| solver.forest.elements[index].words());
    words.any(|words| words.item.breaker.has_hyphens())
}

struct Search<'s, 'f, 'a> {
    /// True when any word may be hyphenated.
    hyphens: bool,
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

    /// The best scale of these groups with the others as they are; `known` is one that fits.
    fn climb(&mut self, groups: &[usize], known: Option<Scale>) -> Option<Scale> {
        let mut failed = Vec::new();
        let hyphens = self.hyphens;
        for rung in LADDER.iter().filter(|rung| rung.grain != Grain::Hyphen || hyphens) {
            let own = known.and_then(|known| rung.share(known));
            let (low, high) = (rung.at(own.unwrap_or(rung.least)), rung.at(rung.most));
            if !failed.contains(&high) && self.fits_at(groups, high) {
                return Some(high);
            }
            if own.is_some() || self.fits_at(groups, low) {
                let least = own.unwrap_or(rung.least);
                return Some(self.search(groups, |share| rung.at(share), least, rung.most));
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

    /// Lets the lines of a group's headlines end where the sense does, if that costs little of their size.
    fn prefer_sense(&mut self, group: usize) {
        let before = self.scales[group];
        let Scale::Usual(share, Grain::Word) = before else { return };
        let headlines: Vec<usize> = self.headlines(group);
        let size = |search: &Self, scale: Scale| {
            let sizes = headlines.iter().filter_map(|index| search.solver.forest.elements[*index].words());
            sizes.map(|words| words.item.size(scale)).fold(0.0, f64::max)
        };
        for (grain, worth) in [(Grain::Sense, SENSE_WORTH), (Grain::Phrase, PHRASE_WORTH)] {
            let words = headlines.iter().filter_map(|index| self.solver.forest.elements[*index].words());
            if !words.into_iter().any(|words| words.item.breaker.has(grain)) {
                continue;
            }
            // The least share that is worth it; sizes grow evenly with it.
            let (smallest, usual) = (size(self, Scale::Usual(0.0, grain)), size(self, Scale::Usual(1.0, grain)));
            let wanted = size(self, before) * worth;
            let least = if usual > smallest { (wanted - smallest) / (usual - smallest) } else { share };
            let (make, least) = (|share| Scale::Usual(share, grain), least.clamp(0.0, share));
            let found = if self.fits_at(&[group], make(share)) {
                Some(make(share))
            } else {
                self.fits_at(&[group], make(least)).then(|| self.search(&[group], make, least, share))
            };
            if let Some(scale) = found {
                self.set(&[group], scale);
                self.fits();
                if grain == Grain::Phrase || !headlines.iter().any(|index| self.leaves_hole(*index, scale)) {
                    return;
                }
            }
            self.set(&[group], before);
        }
    }

    /// The group's texts that are set with lines of even length.
    fn headlines(&self, group: usize) -> Vec<usize> {
        let below = self.component.roots.iter().flat_map(|root| self.solver.forest.below(*root));
        let elements = &self.solver.forest.elements;
        let balanced = |index: &usize| elements[*index].words().is_some_and(|words| words.item.style.balance);
        below.filter(|index| elements[*index].group == group && balanced(index)).collect()
    }

    fn leaves_hole(&self, index: usize, scale: Scale) -> bool {
        let Some(words) = self.solver.forest.elements[index].words() else { return false };
        let width = self.solver.content(index).width;
        let widths = words.item.widths(width, scale);
        let longest = widths.iter().copied().fold(0.0, f64::max);
        widths.iter().any(|width| *width < longest * SHORTEST_LINE)
    }
}
