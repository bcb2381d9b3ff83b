//! Where lines end.
//!
//! In: a text's clusters, measured at size 1. Out: the lines for a width, few and even, without a word alone at the end
//! where that can be helped. Arithmetic only, so that any size can be tried without shaping again.

use std::ops::Range;

use crate::design::typeset::{Cluster, LineEnd};

/// A text ready to be broken at any size.
#[derive(Debug, Clone)]
pub(super) struct Breaker {
    clusters: Vec<Cluster>,
    /// Width of everything before each cluster, at size 1.
    before: Vec<f32>,
    /// Width of the white space that ends before each cluster.
    blank: Vec<f32>,
    places: Vec<Place>,
}

/// A place where a line may end.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The number of clusters before it.
    at: usize,
    forced: bool,
    grain: Grain,
    /// What ending a line here costs: below 0 where it reads well.
    cost: f32,
}

/// What a line may not cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Grain {
    /// A sentence, or words that are emphasised together: lines end where the sense does.
    Sense,
    /// A Japanese phrase, which no space marks; elsewhere a word.
    Phrase,
    /// A word, or what Unicode keeps together.
    Word,
    /// A syllable: lines may end in a hyphen.
    Hyphen,
    /// A letter: lines may end inside words, when nothing else helps.
    Letter,
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
const MOST_PLACES: usize = 500;

impl Breaker {
    /// `favoured` are byte places that suit a line end, as before words in the accent colour.
    pub fn new(text: &str, clusters: Vec<Cluster>, language: &str, favoured: &[usize]) -> Self {
        let (mut before, mut blank) = (vec![0.0], vec![0.0]);
        for (i, cluster) in clusters.iter().enumerate() {
            before.push(before[i] + cluster.advance);
            blank.push(if cluster.blank { blank[i] + cluster.advance } else { 0.0 });
        }
        let place = |(i, cluster): (usize, &Cluster)| {
            let byte = cluster.range.end;
            let (grain, cost) = match cluster.line_end {
                LineEnd::No => (Grain::Letter, 4.0),
                _ if favoured.contains(&byte) || sentence_ends(text, byte) => (Grain::Sense, -0.06),
                _ if cuts_phrase(text, byte, language) => (Grain::Word, 0.5),
                _ => (Grain::Phrase, reading_cost(text, byte)),
            };
            Place { at: i + 1, forced: cluster.line_end == LineEnd::Forced, grain, cost }
        };
        let mut places: Vec<Place> = clusters.iter().enumerate().map(place).collect();
        if let Some(last) = places.last_mut() {
            (last.grain, last.cost) = (Grain::Sense, 0.0);
        }
        Self { clusters, before, blank, places }
    }

    /// True when there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.clusters.iter().all(|c| c.blank)
    }

    /// True when a grain makes a difference: when there are places, before the end, that it alone would take.
    pub fn has(&self, grain: Grain) -> bool {
        let inner = || self.places.iter().rev().skip(1);
        match grain {
            // Where no phrase is cut by a line end between words, a word is as good.
            Grain::Phrase => inner().any(|place| place.grain == Grain::Word),
            grain => inner().any(|place| place.grain == grain),
        }
    }

    /// True when words may be hyphenated.
    pub fn has_hyphens(&self) -> bool {
        self.has(Grain::Hyphen)
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

    fn widest<'p>(&self, places: impl Iterator<Item = &'p Place>) -> f64 {
        let mut start = 0;
        let mut widest = 0.0_f32;
        for end in places.map(|place| place.at).chain([self.clusters.len()]) {
            widest = widest.max(self.width(start, end));
            start = end;
        }
        widest.into()
    }

    /// The width of each line, at size 1.
    pub fn widths(&self, wish: Wish) -> Vec<f64> {
        let lines = self.chosen(wish).unwrap_or_default();
        let starts = std::iter::once(0).chain(lines.iter().copied());
        starts.zip(&lines).map(|(start, end)| self.width(start, *end).into()).collect()
    }

    fn places(&self, grain: Grain) -> Vec<Place> {
        self.places.iter().copied().filter(|place| place.grain <= grain).collect()
    }

    /// Byte ranges of the lines without the white space at their ends; `None` if they cannot be had.
    pub fn lines(&self, wish: Wish) -> Option<Vec<Range<usize>>> {
        let ends = self.chosen(wish)?;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        Some(starts.zip(&ends).map(|(start, end)| self.bytes(start, *end)).collect())
    }

    /// Where the lines end, in clusters.
    fn chosen(&self, wish: Wish) -> Option<Vec<usize>> {
        let places = self.places(wish.grain);
        let greedy = self.greedy(&places, wish.width)?;
        if greedy.len() > wish.max_lines {
            return None;
        }
        Some(if places.len() > MOST_PLACES { greedy } else { self.even(&places, wish, greedy.len()) })
    }

    /// Line ends, each as late as it can be: the fewest lines.
    fn greedy(&self, places: &[Place], width: f32) -> Option<Vec<usize>> {
        let mut ends = Vec::new();
        let (mut start, mut i) = (0, 0);
        while i < places.len() {
            let mut end = None;
            while i < places.len() && self.width(start, places[i].at) <= width + 0.001 {
                end = Some(places[i].at);
                i += 1;
                if places[i - 1].forced {
                    break;
                }
            }
            start = end?;
            ends.push(start);
        }
        Some(ends)
    }

    /// As many lines as the greedy choice has, at the least cost.
    fn even(&self, places: &[Place], wish: Wish, count: usize) -> Vec<usize> {
        let total: f32 = self.width(0, self.clusters.len());
        let target = if wish.balance { (total / count.max(1) as f32).min(wish.width) } else { wish.width };
        // best[l][j]: the least cost of ending line l at place j - 1, and where the line before it ended.
        let mut best = vec![vec![(f32::INFINITY, 0usize); places.len() + 1]; count + 1];
        best[0][0].0 = 0.0;
        for line in 1..=count {
            for j in 1..=places.len() {
                let end = places[j - 1];
                for i in (0..j).rev() {
                    let start = if i == 0 { 0 } else { places[i - 1].at };
                    let width = self.width(start, end.at);
                    let crosses = i + 1 < j && places[i].forced;
                    if width > wish.width + 0.001 || crosses {
                        break;
                    }
                    let so_far = best[line - 1][i].0;
                    if !so_far.is_finite() {
                        continue;
                    }
                    let cost = so_far + line_cost(width, target, wish, end, j == places.len(), line);
                    if cost < best[line][j].0 {
                        best[line][j] = (cost, i);
                    }
                }
            }
        }
        let (mut j, mut ends) = (places.len(), Vec::new());
        for line in (1..=count).rev() {
            ends.push(places[j - 1].at);
            j = best[line][j].1;
        }
        ends.reverse();
        ends
    }

    /// Width from one cluster up to another, at size 1, without the white space at the end.
    fn width(&self, start: usize, end: usize) -> f32 {
        (self.before[end] - self.before[start] - self.blank[end]).max(0.0)
    }

    fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        let line = &self.clusters[start..end];
        let seen = line.iter().rposition(|c| !c.blank).map_or(0, |last| last + 1);
        let first = line.first().map_or(0, |c| c.range.start);
        first..line[..seen].last().map_or(first, |c| c.range.end)
    }
}

/// The cost of one line: the square of what it lacks or, for headlines, of how far it is from the others.
fn line_cost(width: f32, target: f32, wish: Wish, end: Place, last: bool, line: usize) -> f32 {
    let lack = (target - width) / wish.width;
    let loose = if last && !wish.balance { 0.0 } else { lack * lack };
    // A last line of one short word looks forgotten.
    let orphan = if last && line > 1 && width < wish.width * 0.24 { 0.2 } else { 0.0 };
    loose + orphan + end.cost * if wish.balance { 1.0 } else { 0.35 }
}

fn sentence_ends(text: &str, byte: usize) -> bool {
    let last = text[..byte].trim_end().chars().next_back();
    last.is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟'))
}

/// Little words that should stand before the word that they belong to.
const PROCLITICS: [&str; 41] = [
    "de", "du", "des", "la", "le", "les", "un", "une", "et", "ou", "à", "au", "aux", "en", "sur", "pour", "par", "ne",
    "the", "a", "an", "of", "and", "to", "in", "for", "on", "with", "der", "die", "das", "den", "und", "für", "mit",
    "zu", "im", "ein", "eine", "–", "am",
];

/// What ending a line at a byte costs the reader.
fn reading_cost(text: &str, byte: usize) -> f32 {
    let before = text[..byte].trim_end();
    let Some(last) = before.chars().next_back() else { return 0.0 };
    if matches!(last, ',' | ';' | ':' | '、' | '،' | '؛' | '–' | '—') {
        return -0.02;
    }
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let hangs = PROCLITICS.contains(&word.to_lowercase().as_str());
    // Inside a compound with a hyphen, or after a slash.
    let joined = byte == before.len();
    0.035 * f32::from(hangs as u8) + 0.05 * f32::from(joined as u8)
}

/// True inside a Japanese phrase: phrases mostly end with hiragana, and the next begins with another script; the
/// particle を always ends one.
fn cuts_phrase(text: &str, byte: usize, language: &str) -> bool {
    if !matches!(language, "ja" | "zh") {
        return false;
    }
    let (Some(last), Some(next)) = (text[..byte].chars().next_back(), text[byte..].chars().next()) else {
        return false;
    };
    let hiragana = |c: char| ('\u{3041}'..='\u{309f}').contains(&c);
    let ends = last == 'を' || (hiragana(last) && next.is_alphanumeric() && !hiragana(next));
    last.is_alphanumeric() && !ends && !next.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter is 1 wide.
    fn breaker(text: &str) -> Breaker {
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
        Breaker::new(text, clusters, "en", &[])
    }

    fn lines(text: &str, width: f32, balance: bool, inside_words: bool) -> Option<Vec<&str>> {
        let grain = if inside_words { Grain::Letter } else { Grain::Phrase };
        let wish = Wish { width, balance, grain, max_lines: 99 };
        breaker(text).lines(wish).map(|lines| lines.into_iter().map(|l| &text[l]).collect())
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
    fn japanese_phrases_stay_whole() {
        let text = "誰かが知っている。聞いてみよう。";
        let ends: Vec<&str> = text
            .char_indices()
            .skip(1)
            .filter(|(i, _)| !cuts_phrase(text, *i, "ja"))
            .map(|(i, _)| &text[i..])
            .collect();
        assert_eq!(ends, ["知っている。聞いてみよう。", "聞いてみよう。"]);
    }

    #[test]
    fn forced_ends_and_nothing_at_all() {
        assert_eq!(lines("a\nb", 50.0, true, false).unwrap(), ["a", "b"]);
        assert_eq!(lines("", 5.0, true, false).unwrap(), Vec::<&str>::new());
        assert!(breaker("  ").is_empty());
    }
}
