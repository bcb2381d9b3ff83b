//! Where lines end.
//!
//! In: a text's clusters, measured at size 1. Out: the lines for a width, few and even, without a word alone at the end
//! where that can be helped. Arithmetic only, so that any size can be tried without shaping again.

use std::ops::Range;

use super::opportunities::{self, Grain, Place, Reading};
use crate::design::typeset::Cluster;

/// A text ready to be broken at any size.
#[derive(Debug, Clone, Default)]
pub(super) struct Breaker {
    clusters: Vec<Cluster>,
    /// Width of everything before each cluster, at size 1.
    before: Vec<f32>,
    /// Width of the white space that ends before each cluster.
    blank: Vec<f32>,
    places: Vec<Place>,
    /// Width of a hyphen.
    hyphen: f32,
}

/// How lines are chosen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    /// Width in multiples of the size.
    pub width: f32,
    /// Lines of even length, for headlines; else lines as full as they can be.
    pub balance: bool,
    /// What stays whole.
    pub grain: Grain,
    /// No more lines than this.
    pub max_lines: usize,
}

/// Above this many places the even choice would take too long for what nobody will read as a headline.
const MOST_PLACES: usize = 800;

/// A last line of less than this share of the width looks forgotten.
const ORPHAN: f32 = 0.24;

/// What a line of a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its bytes, without the white space at its end.
    pub range: Range<usize>,
    /// A hyphen is drawn after it.
    pub hyphen: bool,
}

impl Breaker {
    /// `hyphen` is the width of the sign that is drawn where words are cut, at size 1.
    pub fn new(text: &str, clusters: Vec<Cluster>, reading: &Reading, hyphen: f32) -> Self {
        let (mut before, mut blank) = (vec![0.0], vec![0.0]);
        for (i, cluster) in clusters.iter().enumerate() {
            before.push(before[i] + cluster.advance);
            blank.push(if cluster.blank { blank[i] + cluster.advance } else { 0.0 });
        }
        let places = opportunities::places(text, &clusters, reading);
        Self { clusters, before, blank, places, hyphen }
    }

    /// True when there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.clusters.iter().all(|c| c.blank)
    }

    /// True when a grain makes a difference: when there are places, before the end, that it alone would take.
    pub fn has(&self, grain: Grain) -> bool {
        let inner = || self.places.iter().rev().skip(1);
        inner().any(|place| place.grain == grain)
    }

    /// How many lines there are; `None` if they cannot be had.
    pub fn count(&self, wish: Wish) -> Option<usize> {
        let count = self.greedy(&self.places(wish.grain), wish.width)?.len();
        (count <= wish.max_lines).then_some(count)
    }

    /// The width of the longest line that no forced line end divides, at size 1.
    pub fn natural(&self) -> f64 {
        self.widest(self.places.iter().filter(|place| place.forced))
    }

    /// The width of the longest part that stays whole, at size 1.
    pub fn longest(&self, grain: Grain) -> f64 {
        self.widest(self.places.iter().filter(|place| place.grain <= grain))
    }

    fn widest<'p>(&'p self, places: impl Iterator<Item = &'p Place>) -> f64 {
        let last = Place { at: self.clusters.len(), forced: false, grain: Grain::Sense, hyphen: false, cost: 0.0 };
        let mut start = 0;
        let mut widest = 0.0_f32;
        for end in places.copied().chain([last]) {
            widest = widest.max(self.width(start, end));
            start = end.at;
        }
        widest.into()
    }

    /// The width of each line, at size 1.
    pub fn widths(&self, wish: Wish) -> Vec<f64> {
        let ends = self.chosen(wish).unwrap_or_default();
        let starts = std::iter::once(0).chain(ends.iter().map(|end| end.at));
        starts.zip(&ends).map(|(start, end)| self.width(start, *end).into()).collect()
    }

    fn places(&self, grain: Grain) -> Vec<Place> {
        self.places.iter().copied().filter(|place| place.grain <= grain).collect()
    }

    /// The lines; `None` if they cannot be had.
    pub fn lines(&self, wish: Wish) -> Option<Vec<Line>> {
        let ends = self.chosen(wish)?;
        let starts = std::iter::once(0).chain(ends.iter().map(|end| end.at));
        let lines = starts.zip(&ends);
        Some(lines.map(|(start, end)| Line { range: self.bytes(start, end.at), hyphen: end.hyphen }).collect())
    }

    /// Where the lines end.
    fn chosen(&self, wish: Wish) -> Option<Vec<Place>> {
        let places = self.places(wish.grain);
        let greedy = self.greedy(&places, wish.width)?;
        if greedy.len() > wish.max_lines {
            return None;
        }
        let even = if places.len() > MOST_PLACES { None } else { self.even(&places, wish, greedy.len()) };
        Some(even.unwrap_or(greedy))
    }

    /// Line ends, each as late as it can be: the fewest lines.
    fn greedy(&self, places: &[Place], width: f32) -> Option<Vec<Place>> {
        let mut ends: Vec<Place> = Vec::new();
        let (mut start, mut i) = (0, 0);
        while i < places.len() {
            let (mut end, mut j) = (None, i);
            // A hyphen may have no room where the rest of its word has.
            while j < places.len() && self.width(start, places[j]) <= width + 0.001 + self.hyphen {
                if self.width(start, places[j]) <= width + 0.001 {
                    end = Some(j);
                }
                j += 1;
                if places[j - 1].forced {
                    break;
                }
            }
            let end = end?;
            ends.push(places[end]);
            (start, i) = (places[end].at, end + 1);
        }
        Some(ends)
    }

    /// As many lines as the greedy choice has, at the least cost.
    fn even(&self, places: &[Place], wish: Wish, count: usize) -> Option<Vec<Place>> {
        let total = self.before[self.clusters.len()];
        let target = if wish.balance { (total / count.max(1) as f32).min(wish.width) } else { wish.width };
        // best[l][j]: the least cost of ending line l at place j - 1, and where the line before it ended.
        let mut best = vec![vec![(f32::INFINITY, 0usize); places.len() + 1]; count + 1];
        best[0][0].0 = 0.0;
        for number in 1..=count {
            for j in 1..=places.len() {
                let end = places[j - 1];
                for i in (0..j).rev() {
                    let before = i.checked_sub(1).map(|i| places[i]);
                    let width = self.width(before.map_or(0, |place| place.at), end);
                    let crosses = i + 1 < j && places[i].forced;
                    if width > wish.width + 0.001 || crosses {
                        break;
                    }
                    let so_far = best[number - 1][i].0;
                    if !so_far.is_finite() {
                        continue;
                    }
                    let alone = i + 1 == j && before.is_some_and(|place| self.clusters[place.at - 1].blank);
                    let tried = Tried { width, before, end, number, last: j == places.len(), alone };
                    let cost = so_far + tried.cost(target, wish);
                    if cost < best[number][j].0 {
                        best[number][j] = (cost, i);
                    }
                }
            }
        }
        // Lines without any width, or with less than none, cannot be compared.
        if !best[count][places.len()].0.is_finite() {
            return None;
        }
        let (mut j, mut ends) = (places.len(), Vec::new());
        for number in (1..=count).rev() {
            ends.push(places[j - 1]);
            j = best[number][j].1;
        }
        ends.reverse();
        Some(ends)
    }

    /// Width from a cluster up to a place, at size 1, without the white space at the end and with the hyphen there.
    fn width(&self, start: usize, end: Place) -> f32 {
        let width = (self.before[end.at] - self.before[start] - self.blank[end.at]).max(0.0);
        if end.hyphen { width + self.hyphen } else { width }
    }

    fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        let line = &self.clusters[start..end];
        let seen = line.iter().rposition(|c| !c.blank).map_or(0, |last| last + 1);
        let first = line.first().map_or(0, |c| c.range.start);
        first..line[..seen].last().map_or(first, |c| c.range.end)
    }
}

/// A line that may be chosen.
struct Tried {
    width: f32,
    /// Where the line before it ends.
    before: Option<Place>,
    end: Place,
    /// From 1.
    number: usize,
    last: bool,
    /// It is one word.
    alone: bool,
}

impl Tried {
    /// The square of what it lacks or, for headlines, of how far it is from the others, and what its end costs.
    fn cost(&self, target: f32, wish: Wish) -> f32 {
        let lack = (target - self.width) / wish.width;
        let loose = if self.last && !wish.balance { 0.0 } else { lack * lack };
        let orphan = if self.last && self.number > 1 && self.width < wish.width * ORPHAN { 0.2 } else { 0.0 };
        let widow = if self.last && self.alone && wish.balance { 0.05 } else { 0.0 };
        // Two hyphens below each other are a ladder.
        let ladder = self.end.hyphen && self.before.is_some_and(|before| before.hyphen);
        loose + orphan + widow + f32::from(ladder as u8) * 0.25 + self.end.cost * if wish.balance { 1.0 } else { 0.35 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::typeset::LineEnd;

    /// Every letter is 1 wide.
    fn breaker(text: &str) -> Breaker {
        hyphenating(text, "en", false)
    }

    fn hyphenating(text: &str, language: &str, hyphens: bool) -> Breaker {
        let mut clusters: Vec<Cluster> = text
            .char_indices()
            .map(|(i, c)| Cluster {
                range: i..i + c.len_utf8(),
                advance: 1.0,
                blank: c.is_whitespace(),
                line_end: match c {
                    ' ' => LineEnd::Allowed,
                    '\n' => LineEnd::Forced,
                    _ => LineEnd::No,
                },
            })
            .collect();
        if let Some(last) = clusters.last_mut() {
            last.line_end = LineEnd::Allowed;
        }
        let reading = Reading { language, hyphens, ..Reading::default() };
        Breaker::new(text, clusters, &reading, 1.0)
    }

    fn lines(text: &str, width: f32, balance: bool, inside_words: bool) -> Option<Vec<&str>> {
        let grain = if inside_words { Grain::Letter } else { Grain::Phrase };
        let wish = Wish { width, balance, grain, max_lines: 99 };
        breaker(text).lines(wish).map(|lines| lines.into_iter().map(|l| &text[l.range]).collect())
    }

    #[test]
    fn headlines_are_even_and_running_text_is_full() {
        let text = "one two three four five six";
        assert_eq!(lines(text, 20.0, true, false).unwrap(), ["one two three", "four five six"]);
        assert_eq!(lines(text, 20.0, false, false).unwrap(), ["one two three four", "five six"]);
    }

    #[test]
    fn no_word_stays_alone() {
        assert_eq!(lines("alpha beta gamma x", 16.0, false, false).unwrap(), ["alpha beta", "gamma x"]);
    }

    #[test]
    fn a_word_too_long_breaks_only_when_it_may() {
        assert_eq!(lines("abcdefghij", 4.0, true, false), None);
        let broken = lines("abcdefghij", 4.0, true, true).unwrap();
        assert_eq!(broken.concat(), "abcdefghij");
        assert!(broken.len() == 3 && broken.iter().all(|l| l.len() <= 4), "{broken:?}");
    }

    #[test]
    fn a_hyphen_has_room_too() {
        let text = "Datenschutz gilt";
        let of = |width, grain| {
            let wish = Wish { width, balance: false, grain, max_lines: 99 };
            let lines = hyphenating(text, "de", true).lines(wish)?;
            Some(lines.into_iter().map(|l| format!("{}{}", &text[l.range], if l.hyphen { "-" } else { "" })).collect())
        };
        let lines = |width, grain| -> Option<Vec<String>> { of(width, grain) };
        assert_eq!(lines(8.0, Grain::Word), None);
        assert_eq!(lines(8.0, Grain::Hyphen).unwrap(), ["Daten-", "schutz", "gilt"]);
        // `Daten-` is 6 wide, so that with less only `Da-` remains.
        assert_eq!(lines(6.0, Grain::Hyphen).unwrap(), ["Daten-", "schutz", "gilt"]);
        assert_eq!(lines(5.9, Grain::Hyphen), None);
        assert_eq!(hyphenating(text, "de", true).longest(Grain::Hyphen), 6.0);
    }

    #[test]
    fn long_texts_take_no_time() {
        let text = "mot ".repeat(2000);
        let start = std::time::Instant::now();
        let wish = Wish { width: 40.0, balance: true, grain: Grain::Letter, max_lines: 999 };
        assert_eq!(breaker(&text).lines(wish).unwrap().len(), 200);
        assert!(start.elapsed().as_millis() < 500);
    }

    #[test]
    fn forced_ends_and_nothing_at_all() {
        assert_eq!(lines("a\nb", 50.0, true, false).unwrap(), ["a", "b"]);
        assert_eq!(lines("", 5.0, true, false).unwrap(), Vec::<&str>::new());
        assert!(breaker("  ").is_empty());
    }
}
