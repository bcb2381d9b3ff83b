//! What had to give way, told to those who wrote the texts and to those who drew the template.
//!
//! In: a fitted component. Out: diagnostics at the YAML lines of texts that are too long, and at the template's line of
//! a box whose fixed parts alone have no room.

use super::{
    Materials,
    component::Component,
    element::Words,
    fit::{Scale, TIGHTEST},
    locate::Locator,
    opportunities::Grain,
    solve::Solver,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};

/// Tells what gave way; the solver is afterwards as before.
pub(super) fn report(
    solver: &mut Solver,
    component: &Component,
    scales: &[Scale],
    materials: &Materials,
    locator: &Locator,
) -> Diagnostics {
    let forest = solver.forest;
    let tight = component.groups.iter().filter(|group| !matches!(scales[**group], Scale::Usual(..)));
    let mut told = Vec::new();
    let mut diagnostics = Diagnostics::new();
    for group in tight {
        let mut case = Case { solver, component, scales, group: *group, materials };
        if case.too_long()
            && let Some(diagnostic) = case.no_room(locator)
        {
            return [diagnostic].into_iter().collect();
        }
        let (guilty, alone) = case.guilty();
        if let Some(guilty) = guilty.filter(|guilty| !told.contains(guilty)) {
            told.push(guilty);
            let place = locator.range(forest.elements[guilty].range.clone());
            diagnostics.push(case.tell(guilty, alone, &place));
        }
        if case.too_long() {
            break;
        }
    }
    diagnostics
}

/// A group of texts that gave way more than is good.
struct Case<'c, 'f, 'a> {
    solver: &'c mut Solver<'f, 'a>,
    component: &'c Component,
    scales: &'c [Scale],
    group: usize,
    materials: &'c Materials<'c>,
}

impl<'f> Case<'_, 'f, '_> {
    fn too_long(&self) -> bool {
        self.scales[self.group] == Scale::TooLong
    }

    /// The texts that may be to blame: the group's, or all of them where nothing fits.
    fn texts(&self) -> Vec<usize> {
        let forest = self.solver.forest;
        let below = self.component.roots.iter().flat_map(|root| forest.below(*root));
        let of = |index: &usize| self.too_long() || forest.elements[*index].group == self.group;
        below.filter(|index| forest.elements[*index].words().is_some() && of(index)).collect()
    }

    fn words(&self, index: usize) -> Option<&'f Words> {
        let forest = self.solver.forest;
        forest.elements[index].words()
    }

    /// The scales at which nobody would have to be told, or at which at least something can be set.
    fn wanted(&self) -> Vec<Scale> {
        let mut wanted = self.scales.to_vec();
        for group in &self.component.groups {
            if self.too_long() {
                wanted[*group] = Scale::Tight(TIGHTEST, Grain::Letter);
            }
        }
        if !self.too_long() {
            wanted[self.group] = Scale::Usual(0.0, Grain::Hyphen);
        }
        wanted
    }

    /// The text without which the others would have room, and true if it alone is to blame: of several, or of none, the
    /// one with the most letters.
    fn guilty(&mut self) -> (Option<usize>, bool) {
        let (texts, wanted) = (self.texts(), self.wanted());
        let mut alone = Vec::new();
        for text in &texts {
            self.solver.leave_out(Some(*text));
            if self.solver.solve(&self.component.roots, &wanted) {
                alone.push(*text);
            }
        }
        self.solver.leave_out(None);
        self.solver.solve(&self.component.roots, self.scales);
        let found = !alone.is_empty();
        let candidates = if found { alone } else { texts };
        let longest = candidates.into_iter().max_by_key(|index| self.words(*index).map(letters));
        (longest, found)
    }

    /// The box whose children have no room even without any text: the template's mistake.
    fn no_room(&mut self, locator: &Locator) -> Option<Diagnostic> {
        // At a size of next to nothing every text has room.
        let smallest = vec![Scale::Tight(1e-6, Grain::Letter); self.solver.forest.groups];
        self.solver.solve(&self.component.roots, &smallest);
        let found = self.component.roots.iter().find_map(|root| self.solver.overflow(*root));
        let found = found.map(|(parent, child)| (parent, child, self.solver.content(parent), self.solver.area(child)));
        self.solver.solve(&self.component.roots, self.scales);
        let (parent, child, room, area) = found?;
        let (parent, child) = (&self.solver.forest.elements[parent], &self.solver.forest.elements[child]);
        // What is aligned to the end leaves its box at the start.
        let need = |start: f64, length: f64, from: f64, room: f64| (start + length - from).max(room + from - start);
        let across = need(area.x, area.width, room.x, room.width);
        let down = need(area.y, area.height, room.y, room.height);
        let high = down - room.height > across - room.width;
        let (what, need, have) = if high { ("height", down, room.height) } else { ("width", across, room.width) };
        let message = format!(
            "`f:{}` has no room for its `f:{}`: without any text it needs a {what} of {need:.1} and has {have:.1}",
            parent.name, child.name
        );
        let diagnostic = Diagnostic::new(Code::InvalidMarkup, &locator.range(parent.range.clone()), message);
        let diagnostic = diagnostic.help("make the box larger, or what stands in it smaller");
        Some(diagnostic.related(&locator.range(child.range.clone()), "this has no room"))
    }

    /// At the author's line; of the template's own words at the template's.
    fn tell(&mut self, guilty: usize, alone: bool, set_here: &Span) -> Diagnostic {
        let scale = self.scales[self.group];
        let (code, what) = match scale {
            Scale::TooLong => (Code::TextTooLong, "does not fit even below its smallest good size".to_owned()),
            Scale::Tight(_, Grain::Letter) => (Code::TextTight, "fits only broken inside a word".to_owned()),
            Scale::Tight(_, Grain::Syllable) => (Code::TextTight, "fits only with a word hyphenated".to_owned()),
            Scale::Usual(share, _) | Scale::Tight(share, _) => {
                let percent = (share * 100.0).min(99.0).floor();
                (Code::TextTight, format!("fits only at {percent} % of its smallest good size"))
            }
        };
        let words = self.words(guilty);
        let key = words.and_then(|words| words.item.content.as_deref());
        let (name, place) = match words.filter(|_| key.is_none()) {
            Some(words) => (format!("the template's text `{}`", shorten(words.item.text())), set_here.clone()),
            None => self.materials.author(key),
        };
        let count = words.map(letters).unwrap_or_default();
        let message = format!("{name} of {}, {count} characters, {what}", self.materials.piece);
        let help = match (self.long_word(guilty), alone) {
            (Some(help), _) => help,
            (None, true) => format!("write it shorter: about {} characters would fit", self.estimate(count)),
            (None, false) => self.fewer_parts(),
        };
        let (other, what) =
            if key.is_none() { (self.materials.home, "shown by this piece") } else { (set_here, "set here") };
        Diagnostic::new(code, &place, message).help(help).related(other, what)
    }

    /// What to say where one word is wider than the text's box.
    fn long_word(&self, index: usize) -> Option<String> {
        let item = &self.words(index)?.item;
        let room = self.solver.content(index).width;
        let smallest = Scale::Usual(0.0, Grain::Hyphen);
        let width = item.longest(smallest);
        if room <= 0.0 || width <= room {
            return None;
        }
        let words = item.text().split_whitespace();
        let word = words.max_by_key(|word| word.chars().count())?;
        let letters = word.chars().count();
        let fit = (letters as f64 * room / width).floor();
        let shown: String = if letters > 30 { word.chars().take(24).chain(['…']).collect() } else { word.into() };
        Some(format!("the word `{shown}` has {letters} letters where about {fit} fit: take a shorter one, or two"))
    }

    /// How many characters fit at the smallest good size: the room that letters take grows with the square of their size.
    fn estimate(&mut self, count: usize) -> usize {
        let share = match self.scales[self.group] {
            Scale::Usual(..) => 1.0,
            Scale::Tight(share, _) => share,
            Scale::TooLong => self.share_that_fits(),
        };
        let about = (count as f64 * share * share) as usize;
        if about > 20 { about / 5 * 5 } else { about.max(1) }
    }

    /// The share of their smallest sizes at which even a text that is too long would fit.
    fn share_that_fits(&mut self) -> f64 {
        let (mut low, mut high) = (0.0, TIGHTEST);
        for _ in 0..8 {
            let middle = (low + high) / 2.0;
            let scales = vec![Scale::Tight(middle, Grain::Letter); self.scales.len()];
            if self.solver.solve(&self.component.roots, &scales) { low = middle } else { high = middle }
        }
        self.solver.solve(&self.component.roots, self.scales);
        low
    }

    /// What to say where no text alone is to blame: there are too many.
    fn fewer_parts(&self) -> String {
        let mut texts: Vec<&Words> = self.texts().into_iter().filter_map(|index| self.words(index)).collect();
        texts.sort_by_key(|words| std::cmp::Reverse(letters(words)));
        let named = texts.iter().filter_map(|words| {
            let key = words.item.content.as_deref()?;
            Some(format!("{} ({})", (self.materials.name)(key), letters(words)))
        });
        let longest: Vec<String> = named.take(3).collect();
        format!(
            "this format has no room for so much: show fewer parts on it (messages, training), or write them shorter; \
             the longest are {}",
            longest.join(", ")
        )
    }
}

/// The beginning of a text, for messages.
fn shorten(text: &str) -> String {
    const MOST: usize = 32;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn letters(words: &Words) -> usize {
    words.item.text().chars().count()
}
