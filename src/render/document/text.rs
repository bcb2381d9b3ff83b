//! Text made fit for typesetting: nothing that no font can show, and a place to break in every word.
//!
//! In: text as the project holds it. Out: text without control characters, in which words that no line can hold whole
//! have zero-width spaces.

use crate::model::value::{Direction, LanguageTag};

/// A word of letters longer than this is not left to hyphenation, which Arabic and Japanese do not have; the longest word that a
/// German law had is of 63 letters.
const LONG_WORD: usize = 64;
/// Addresses, file names and other runs longer than this may break between any few of their characters.
const LONG_RUN: usize = 30;
/// A run that may break anywhere does so after this many characters.
const STEP: usize = 8;

/// Characters that a line of a headline is sure to hold.
const LONG_PHRASE: usize = 14;

const BREAK_HERE: char = '\u{200b}';

/// Text of a paragraph: white space is one space, control characters go.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            // Task lists and ticked items: the built-in fonts have the one form only.
            '☑' | '✔' => out.push('✓'),
            '☐' => out.push('□'),
            c if unprintable(c) => {}
            c => out.push(c),
        }
    }
    breakable(&out)
}

/// Text of a code block: lines stay, a tab is four spaces.
pub fn clean_code(text: &str) -> String {
    let kept = text.replace("\r\n", "\n").replace('\t', "    ");
    let kept: String = kept.trim_end().chars().filter(|c| *c == '\n' || !unprintable(*c)).collect();
    let lines = kept.split('\n').map(|line| match line.split(' ').any(|run| run.chars().count() > LONG_WORD) {
        true => breakable(line),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Control characters, non-characters, and the sign that the typesetter itself puts in the place of objects.
fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffc}' | '\u{fdd0}'..='\u{fdef}')
        || c as u32 & 0xfffe == 0xfffe
}

/// Private characters mean nothing to others: PDF/A-2a (ISO 19005-2, 6.2.11.7.3) does not admit them.
pub fn private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The runs between which lines break, as far as white space and scripts without spaces tell.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    // From U+2E80 stand the scripts of East Asia, whose lines break nearly anywhere.
    let east_asian = |c: char| c >= '\u{2e80}';
    text.split_inclusive(move |c: char| c == ' ' || c == BREAK_HERE || east_asian(c))
}

fn breakable(text: &str) -> String {
    if text.len() <= LONG_RUN {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for run in runs(text) {
        let limit = if run.trim_end().chars().all(char::is_alphabetic) { LONG_WORD } else { LONG_RUN };
        if run.chars().count() <= limit { out.push_str(run) } else { break_up(run, &mut out) }
    }
    out
}

/// Lets a run break after the signs that part addresses, and between any eight of its letters.
fn break_up(run: &str, out: &mut String) {
    let mut since = 0;
    let mut chars = run.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        since += 1;
        let next = chars.peek().copied().unwrap_or(' ');
        let parted = matches!(c, '/' | '.' | '_' | '?' | '&' | '=' | '@' | '-' | ',' | ';') && next.is_alphanumeric();
        // Only between letters, so that no accent or joined sign is torn off.
        let between = since >= STEP && c.is_alphanumeric() && next.is_alphanumeric();
        if parted || between {
            out.push(BREAK_HERE);
            since = 0;
        }
    }
}

/// A text that runs from left to right whole within a document that runs the other way: an address that begins with a
/// number, `#12264F`.
pub fn isolate(text: String, language: &LanguageTag) -> String {
    // Hebrew, Arabic and their kin (Unicode blocks U+0590 to U+08FF and their presentation forms).
    let rtl = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    match language.direction() == Direction::Rtl && !text.is_empty() && !text.contains(rtl) {
        true => format!("\u{2066}{text}\u{2069}"),
        false => text,
    }
}

/// The phrases between which a headline may break, in languages whose lines could otherwise break anywhere.
///
/// In Japanese a phrase begins where writing passes from syllables of the grammar (hiragana) or punctuation to anything
/// else; longer ones than a line is sure to hold are parted.
pub fn phrases<'a>(text: &'a str, language: &LanguageTag) -> Option<Vec<&'a str>> {
    if language.primary() != "ja" {
        return None;
    }
    let hiragana = |c: char| ('\u{3041}'..='\u{309f}').contains(&c);
    let closing = |c: char| "、。，．・：；？！」』）】〉》".contains(c) || c == ' ';
    let mut out = Vec::new();
    let (mut start, mut before, mut count) = (0, None, 0);
    for (i, c) in text.char_indices() {
        let may_end = before.is_some_and(|b| (hiragana(b) && !hiragana(c)) || closing(b)) && !closing(c);
        if may_end || count == LONG_PHRASE {
            out.push(&text[start..i]);
            (start, count) = (i, 0);
        }
        before = Some(c);
        count += 1;
    }
    out.push(&text[start..]);
    Some(out)
}

/// The longest word of a text, which a column should hold whole.
pub fn longest_word(text: &str) -> &str {
    let words = runs(text).map(|word| word.trim_end_matches([' ', BREAK_HERE]));
    words.max_by_key(|word| word.chars().count()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_spaces_are_one() {
        assert_eq!(clean("a\0b\u{1b}[31m\r\n\t c\u{fffc}\u{feff}\u{ffff}"), "ab[31m c");
        assert_eq!(clean_code("a\r\n\tb\0\u{7}\n\n"), "a\n    b");
        assert_eq!(clean("l’été\u{202f}! 1\u{a0}200"), "l’été\u{202f}! 1\u{a0}200");
    }

    #[test]
    fn every_word_can_break() {
        for text in ["x".repeat(10_000), "https://agora.example/a/path/that/is/much/too/long?for=a&line=".repeat(3)] {
            let cleaned = clean(&text);
            assert!(cleaned.split(BREAK_HERE).all(|piece| piece.chars().count() <= 8), "{cleaned}");
            assert_eq!(cleaned.replace(BREAK_HERE, ""), text);
        }
        let compound = "Donaudampfschifffahrtsgesellschaftskapitänsmütze";
        assert_eq!(clean(compound), compound);
        let japanese =
            "社内のあらゆるデータを一か所に集め、すべての部門がより速く、より正確に、安心して意思決定できる環境を";
        assert_eq!(clean(japanese), japanese);
    }

    #[test]
    fn japanese_phrases() {
        let phrases = |text| phrases(text, &"ja".parse().unwrap()).unwrap().join("|");
        assert_eq!(phrases("あなたのチームでAgoraを活かすために"), "あなたの|チームで|Agoraを|活かすために");
        assert_eq!(phrases("聞いてみよう。誰かが知っている。"), "聞いてみよう。|誰かが|知っている。");
        assert_eq!(phrases("アンバサダーガイド"), "アンバサダーガイド");
    }

    #[test]
    fn longest_words() {
        assert_eq!(longest_word("Une réponse par jour"), "réponse");
        assert_eq!(longest_word("10日に1つの質問"), "10日");
        assert_eq!(longest_word(""), "");
    }
}
