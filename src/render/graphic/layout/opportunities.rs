//! Where a text's lines may end, and what each end costs its reader.
//!
//! In: a text, its clusters with the ends that Unicode allows (UAX #14), its language. Out: [`Place`]s. Nothing is
//! measured here, so that the choice of lines is arithmetic.

use std::ops::Range;

use crate::design::typeset::{Cluster, LineEnd};

/// A place where a line may end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    /// The number of clusters before it.
    pub at: usize,
    pub forced: bool,
    pub grain: Grain,
    /// A hyphen is drawn there.
    pub hyphen: bool,
    /// What ending a line here costs: below 0 where it reads well.
    pub cost: f32,
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
    /// A syllable of words that should stay whole, as in headlines.
    Syllable,
    /// A letter: lines may end inside words, when nothing else helps.
    Letter,
}

/// What is known of a text beside its letters.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading<'a> {
    /// The language's code without a region.
    pub language: &'a str,
    /// Byte ranges in a look of their own, as words in the accent colour: lines that end at their ends read well.
    pub emphasised: Vec<Range<usize>>,
    /// Whether words may be hyphenated as long as nothing else gives way.
    pub hyphens: bool,
    /// True for headlines, whose words keep longer tails.
    pub headline: bool,
    /// Byte ranges that are no words, such as code.
    pub verbatim: Vec<Range<usize>>,
}

const SOFT_HYPHEN: char = '\u{ad}';

/// The places of a text, in its order; the last is its end.
pub(super) fn places(text: &str, clusters: &[Cluster], reading: &Reading) -> Vec<Place> {
    let phrases = (reading.language == "ja").then(|| phrase_ends(text));
    let syllables = syllable_ends(text, reading);
    let cut = if reading.hyphens { Grain::Hyphen } else { Grain::Syllable };
    let favoured = |byte| reading.emphasised.iter().any(|span| span.start == byte || span.end == byte);
    // Few words in one colour are seen as one.
    let short = |span: &&Range<usize>| text[(*span).clone()].chars().count() <= 30;
    let parted = |byte| reading.emphasised.iter().filter(short).any(|span| span.start < byte && byte < span.end);
    let place = |(i, cluster): (usize, &Cluster)| {
        let byte = cluster.range.end;
        let forced = cluster.line_end == LineEnd::Forced;
        let soft = text[..byte].ends_with(SOFT_HYPHEN);
        let syllable = || syllables.binary_search(&byte).is_ok();
        let (grain, hyphen, cost) = match cluster.line_end {
            LineEnd::Forced => (Grain::Sense, false, 0.0),
            LineEnd::Allowed if soft => (Grain::Phrase, true, 0.1),
            // Nobody could tell whether the hyphen is the address's own.
            LineEnd::Allowed if cuts_address(text, byte) => (Grain::Hyphen, false, 0.3),
            LineEnd::Allowed if begins_badly(text, byte) => (Grain::Letter, false, 8.0),
            LineEnd::Allowed if leaves_little(text, byte) => (Grain::Letter, false, 4.0),
            LineEnd::No if syllable() => (cut, true, 0.16),
            LineEnd::No if begins_badly(text, byte) => (Grain::Letter, false, 8.0),
            LineEnd::No => (Grain::Letter, false, 4.0),
            LineEnd::Allowed if favoured(byte) || sentence_ends(text, byte) => (Grain::Sense, false, -0.06),
            LineEnd::Allowed if phrases.as_ref().is_some_and(|ends| cuts_phrase(text, byte, ends)) => {
                (Grain::Word, false, 0.5)
            }
            LineEnd::Allowed => {
                let parted = if parted(byte) { 0.03 } else { 0.0 };
                (Grain::Phrase, false, reading_cost(text, byte, reading.language) + parted)
            }
        };
        Place { at: i + 1, forced, grain, hyphen, cost }
    };
    let mut places: Vec<Place> = clusters.iter().enumerate().map(place).collect();
    if let Some(last) = places.last_mut() {
        *last = Place { grain: Grain::Sense, hyphen: false, cost: 0.0, ..*last };
    }
    places
}

/// So many signs in a row are looked at where a line may begin or end.
const SIGNS: usize = 8;
/// No little word has more letters.
const WORD: usize = 24;

/// True where the next line would begin with a sign that belongs to the word before it. UAX #14 sees to that between
/// letters; here after a space too, as some write it before French signs.
fn begins_badly(text: &str, byte: usize) -> bool {
    const CLOSING: &[char] = &[
        '»', '”', ')', ']', '}', '?', '!', ';', ':', ',', '.', '،', '؟', '؛', '。', '、', '」', '』', '）', '！', '？',
        'ー',
    ];
    let next = &text[byte..];
    // A few signs say enough, however many there are.
    let mut after = next.chars().take(SIGNS).skip_while(|c| CLOSING.contains(c));
    // `.com` and `:-)` begin words.
    next.starts_with(CLOSING) && after.next().is_none_or(|c| c.is_whitespace() || !c.is_ascii())
}

/// True after a hyphen inside an address.
fn cuts_address(text: &str, byte: usize) -> bool {
    if !text[..byte].ends_with('-') {
        return false;
    }
    let start = text[..byte].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = text[byte..].find(char::is_whitespace).map_or(text.len(), |at| byte + at);
    let word = text.get(start..end).unwrap_or_default();
    let dotted = word
        .as_bytes()
        .windows(3)
        .any(|three| three[1] == b'.' && three[0].is_ascii_alphanumeric() && three[2].is_ascii_alphanumeric());
    dotted || word.contains('/') && word.contains('.')
}

/// True after a slash behind which an address has no more than a few signs: `agora.example/l`.
fn leaves_little(text: &str, byte: usize) -> bool {
    let (before, after) = text.split_at(byte);
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let rest = after.split(char::is_whitespace).next().unwrap_or_default();
    let address = before.ends_with('/') && before.get(start..).is_some_and(|word| word.contains('.'));
    address && (1..5).contains(&rest.chars().count())
}

/// True where a sentence ends before a byte.
pub(super) fn sentence_ends(text: &str, byte: usize) -> bool {
    let mut before = text[..byte].chars().rev().take(SIGNS);
    let last = before.find(|c| !c.is_whitespace() && !matches!(c, '»' | '”' | '"' | '」'));
    last.is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟'))
}

/// Little words that should stand before the word that they belong to.
fn leans_on_next(word: &str, language: &str) -> bool {
    const FRENCH: &[&str] = &[
        "à", "au", "aux", "avec", "ce", "ces", "cet", "cette", "dans", "de", "des", "du", "en", "et", "il", "je", "la",
        "le", "les", "leur", "leurs", "ma", "mes", "mon", "ne", "nos", "notre", "nous", "on", "ou", "où", "par", "pas",
        "pour", "que", "qui", "sa", "sans", "se", "ses", "si", "son", "sous", "sur", "ta", "tes", "ton", "tu", "un",
        "une", "vers", "vos", "votre", "vous", "y",
    ];
    const ENGLISH: &[&str] = &[
        "a", "an", "and", "as", "at", "by", "for", "from", "i", "if", "in", "is", "it", "my", "no", "of", "on", "or",
        "our", "so", "that", "the", "their", "to", "we", "who", "with", "you", "your",
    ];
    const GERMAN: &[&str] = &[
        "als", "am", "an", "auf", "aus", "bei", "das", "dass", "dem", "den", "der", "des", "die", "ein", "eine",
        "einem", "einen", "einer", "er", "es", "für", "ihr", "im", "in", "ist", "mit", "nach", "oder", "ob", "sie",
        "so", "um", "und", "uns", "unser", "unsere", "vom", "von", "vor", "was", "wenn", "wer", "wie", "wir", "zu",
        "zum", "zur",
    ];
    let list = match language {
        "fr" => FRENCH,
        "en" => ENGLISH,
        "de" => GERMAN,
        _ => return false,
    };
    list.contains(&word.to_lowercase().as_str())
}

/// What ending a line at a byte costs the reader.
fn reading_cost(text: &str, byte: usize, language: &str) -> f32 {
    let before = text[..byte].trim_end();
    let Some(last) = before.chars().next_back() else { return 0.0 };
    if matches!(last, ',' | ';' | ':' | '、' | '،' | '؛' | '–' | '—') {
        return -0.02;
    }
    let from = before.char_indices().rev().take(WORD).take_while(|(_, c)| !c.is_whitespace()).last();
    let word = &before[from.map_or(before.len(), |(at, _)| at)..];
    let hangs =
        if leans_on_next(word.trim_start_matches(['«', '“', '„', '(', '\u{a0}']), language) { 0.035 } else { 0.0 };
    // A dash ends the line before it rather than begin one.
    let dash = if text[byte..].starts_with(['–', '—']) { 0.05 } else { 0.0 };
    // Inside a compound with a hyphen, or after a slash.
    let joined = if byte == before.len() && last.is_ascii_punctuation() { 0.05 } else { 0.0 };
    hangs + dash + joined
}

/// The byte places at which Japanese phrases end (BudouX, a model of Google's, after sentences that people marked).
fn phrase_ends(text: &str) -> Vec<usize> {
    let (parser, mut ends, mut at) = (budoux_phf_rs::Parser::japanese_parser(), Vec::new(), 0);
    parser.parse_with(text, |phrase| {
        at += phrase.len();
        ends.push(at);
    });
    ends
}

/// True between two Japanese letters that no phrase ends between. Latin words and signs keep their own rules.
fn cuts_phrase(text: &str, byte: usize, ends: &[usize]) -> bool {
    let spaced = text[..byte].ends_with(char::is_whitespace);
    !spaced && byte < text.len() && ends.binary_search(&byte).is_err()
}

/// Letters before the first and after the last hyphen of a word; as typesetters have it, 2 and 3.
const HEAD: usize = 2;
const TAIL: usize = 3;
/// In headlines, so that no German tail of under 5 letters stands alone in large type.
const HEADLINE_HEAD: usize = 3;
const HEADLINE_TAIL: usize = 5;
/// Shorter words stay whole.
const SHORTEST: usize = 6;
/// Longer ones are no words.
const LONGEST: usize = 120;

/// The byte places at which words may be hyphenated, sorted.
fn syllable_ends(text: &str, reading: &Reading) -> Vec<usize> {
    let code = reading.language.as_bytes();
    let language = code.get(..2).and_then(|code| code.try_into().ok()).and_then(hypher::Lang::from_iso);
    let Some(language) = language.filter(|_| code.len() == 2) else { return Vec::new() };
    let (head, tail) = if reading.headline { (HEADLINE_HEAD, HEADLINE_TAIL) } else { (HEAD, TAIL) };
    let mut ends = Vec::new();
    for (start, word) in words(text) {
        let letters = word.chars().count();
        let verbatim = reading.verbatim.iter().any(|range| range.contains(&start));
        if verbatim || letters < SHORTEST.max(head + tail) || letters > LONGEST {
            continue;
        }
        let mut at = start;
        for syllable in hypher::hyphenate_bounded(word, language, head, tail) {
            at += syllable.len();
            if at < start + word.len() {
                ends.push(at);
            }
        }
    }
    ends
}

/// The words of a text that may be hyphenated, each with its byte: letters only, of no address, without soft hyphens,
/// which say themselves where they may be cut.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let tokens = text.split(char::is_whitespace).filter(|token| {
        let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
        !inner.contains(['/', '@', '.', '_', '\\', ':', SOFT_HYPHEN])
    });
    let words = tokens.flat_map(|token| token.split(|c: char| !c.is_alphabetic()));
    words.filter(|word| !word.is_empty()).map(move |word| (starts(word), word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(language: &str, headline: bool) -> Reading<'_> {
        Reading { language, hyphens: true, headline, ..Reading::default() }
    }

    fn syllables(text: &str, language: &str, headline: bool) -> String {
        let ends = syllable_ends(text, &reading(language, headline));
        let mut out = text.to_owned();
        ends.iter().rev().for_each(|end| out.insert(*end, '·'));
        out
    }

    #[test]
    fn words_are_hyphenated_as_their_language_does() {
        assert_eq!(syllables("Datenschutzverordnung, alles", "de", false), "Da·ten·schutz·ver·ord·nung, alles");
        assert_eq!(syllables("Datenschutzverordnung", "de", true), "Daten·schutz·ver·ordnung");
        assert_eq!(syllables("développement", "fr", false), "dé·ve·lop·pe·ment");
        assert_eq!(syllables("development", "en", false), "de·vel·op·ment");
        assert_eq!(syllables("العربية", "ar", false), "العربية");
        for whole in ["https://example.org/datenschutz", "anna@example.org", "Daten\u{ad}schutz", "ABC123"] {
            assert_eq!(syllables(whole, "de", false), whole);
        }
    }

    #[test]
    fn japanese_phrases_stay_whole() {
        let text = "誰かが知っている。聞いてみよう。";
        let ends: Vec<&str> = phrase_ends(text).into_iter().map(|end| &text[end..]).collect();
        assert_eq!(ends, ["知っている。聞いてみよう。", "聞いてみよう。", ""]);
        let text = "ひとつの検索で、専門家はメッセージひとつの距離に。";
        let ends = phrase_ends(text);
        let mut shown = text.to_owned();
        ends.iter().rev().for_each(|end| shown.insert(*end, '|'));
        assert_eq!(shown, "ひとつの|検索で、|専門家は|メッセージ|ひとつの|距離に。|");
    }

    #[test]
    fn lines_begin_with_no_closing_sign() {
        assert!(begins_badly("Vraiment ?", 9) && begins_badly("ah »", 3) && begins_badly("データ。", 9));
        assert!(!begins_badly("voir .com", 5) && !begins_badly("a b", 2) && !begins_badly("a :-)", 2));
    }

    #[test]
    fn no_few_signs_of_an_address_are_left_for_a_line() {
        assert!(leaves_little("agora.horizon.example/l", 22) && leaves_little("sur agora.example/lyon !", 18));
        for (text, at) in [("agora.example/bienvenue", 14), ("et/ou", 3), ("agora.example/", 14), ("a.b c/d", 6)] {
            assert!(!leaves_little(text, at), "{text} {at}");
        }
    }

    #[test]
    fn an_address_is_not_cut_after_its_hyphens() {
        for (text, at) in [("voir intranet.example/zu-kunft ici", 25), ("a-b.example", 2)] {
            assert!(cuts_address(text, at), "{text} {at}");
        }
        for (text, at) in [("peut-être", 5), ("a.b/c d-e", 8), ("voir. Peut-être", 11), ("et/ou-non", 6)] {
            assert!(!cuts_address(text, at), "{text} {at}");
        }
    }

    #[test]
    fn little_words_lean_on_the_next() {
        let cost = |text: &str, language| reading_cost(text, text.find('|').unwrap(), language);
        assert!(cost("pour |tous", "fr") > 0.0 && cost("the |end", "en") > 0.0 && cost("für |alle", "de") > 0.0);
        assert_eq!(cost("pour |tous", "en"), 0.0);
        assert!(cost("schneller, |und", "de") < 0.0);
        assert!(cost("alles |– und", "de") == 0.0);
    }
}
