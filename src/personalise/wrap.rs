//! Plain text broken into lines.
//!
//! In: text of any language. Out: lines of at most so many columns, counted as a terminal shows them (an ideograph takes
//! two). Lines break at spaces and, in Chinese and Japanese, between signs; addresses are never broken.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Breaks a text; a line break in it stays one. A word wider than a line stands alone on its own.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrap_line(line, columns)).collect()
}

fn wrap_line(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        for (i, piece) in pieces(word).into_iter().enumerate() {
            let line = lines.last_mut().expect("there is always a line");
            let space = usize::from(i == 0 && !line.is_empty());
            let piece_width = piece.width();
            if !line.is_empty() && width + space + piece_width > columns {
                lines.push(piece.to_owned());
                width = piece_width;
            } else {
                line.push_str(&" "[..space]);
                line.push_str(piece);
                width += space + piece_width;
            }
        }
    }
    lines
}

/// A word cut wherever a line may end in it.
fn pieces(word: &str) -> Vec<&str> {
    if word.contains("://") || word.starts_with("<mailto:") {
        return vec![word];
    }
    let mut out = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (i, c) in word.char_indices() {
        if previous.is_some_and(|before| may_break(before, c)) {
            out.push(&word[start..i]);
            start = i;
        }
        if c.width() != Some(0) {
            previous = Some(c);
        }
    }
    out.push(&word[start..]);
    out
}

/// Whether a line may end between two signs: around ideographs and kana, but for the signs that Japanese keeps from the
/// beginning and the end of lines (JIS X 4051; UAX #14 classes CL, CP, EX, NS, OP).
fn may_break(before: char, after: char) -> bool {
    const NEVER_FIRST: &str = "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝〕〉》」』】〙〗〟’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.!?:;)]}%…‥>";
    const NEVER_LAST: &str = "（［｛〔〈《「『【〘〖〝‘“([{<";
    let joins = after.width() == Some(0);
    (ideographic(before) || ideographic(after))
        && !joins
        && !NEVER_FIRST.contains(after)
        && !NEVER_LAST.contains(before)
}

fn ideographic(c: char) -> bool {
    matches!(c,
        '\u{3000}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_addresses_and_signs() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a\n\nb", 7), ["a", "", "b"]);
        assert_eq!(
            wrap("see https://x.example/a/very/long/path now", 10),
            ["see", "https://x.example/a/very/long/path", "now"]
        );
        assert_eq!(
            wrap("社内のあらゆるデータを一か所に集め、すべて", 20),
            ["社内のあらゆるデータ", "を一か所に集め、すべ", "て"]
        );
        assert_eq!(wrap("十文字ちょうど、です", 14), ["十文字ちょう", "ど、です"]);
        assert_eq!(wrap("a\u{a0}b c", 3), ["a\u{a0}b", "c"]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_unless_it_is_one_piece_and_nothing_is_lost(text in "[a-zé社、。 \u{a0}😀\u{301}-]{0,200}", columns in 8usize..90) {
            let lines = wrap(&text, columns);
            for line in &lines {
                prop_assert!(line.width() <= columns || pieces(line).len() == 1, "{line}");
                prop_assert_eq!(line.trim_matches(' '), line);
            }
            let bare = |s: &str| s.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
