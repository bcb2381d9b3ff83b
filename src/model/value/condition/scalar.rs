//! Numbers and dates as they stand in cells.

use jiff::civil::Date;

/// The number that a cell holds: `1250`, `1 250,5`, `1,250.5`, `-3`. A comma is a decimal mark, except where exactly three
/// digits follow it and one to three stand before it, the first no zero: `1,250` is more than a thousand.
pub fn number(cell: &str) -> Option<f64> {
    let mut digits = [0u8; 40];
    let mut length = 0;
    let mut point = None;
    let (sign, rest) = match cell.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, cell),
    };
    for (at, c) in rest.char_indices() {
        match c {
            '0'..='9' => {}
            ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' if groups(&rest[at + c.len_utf8()..]) && at > 0 => continue,
            ',' if groups_thousands(rest, at) => continue,
            '.' | ',' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
        *digits.get_mut(length)? = if c.is_ascii_digit() { c as u8 } else { b'.' };
        length += 1;
    }
    let text = std::str::from_utf8(&digits[..length]).ok().filter(|t| t.ends_with(|c: char| c.is_ascii_digit()))?;
    text.parse::<f64>().ok().map(|n| sign * n)
}

/// True before exactly three digits.
fn groups(rest: &str) -> bool {
    rest.bytes().take_while(u8::is_ascii_digit).count() == 3
}

/// True for a comma that groups thousands.
fn groups_thousands(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let head = before.split(',').next().unwrap_or_default();
    let sound = !before.contains('.') && (1..=3).contains(&head.len()) && !head.starts_with('0');
    sound && groups(&text[at + 1..])
}

/// The day that a cell holds: `2027-03-09`, with or without a time after it, or `09.03.2027`. Not `09/03/2027`, which is
/// another day in another country.
pub fn date(cell: &str) -> Option<Date> {
    let day = cell.split([' ', 'T']).next().unwrap_or_default();
    let mut parts = day.split(['-', '.']);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || day.contains('-') == day.contains('.') {
        return None;
    }
    let (year, month, day) = if day.contains('-') { (a, b, c) } else { (c, b, a) };
    let figures = |text: &str, length: usize| {
        text.parse().ok().filter(|_: &i16| text.len() <= length && text.bytes().all(|b| b.is_ascii_digit()))
    };
    let year = figures(year, 4).filter(|_| year.len() == 4)?;
    Date::new(year, figures(month, 2)?.try_into().ok()?, figures(day, 2)?.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (cell, expected) in [
            ("12", 12.0),
            ("-3", -3.0),
            ("1 250,5", 1250.5),
            ("1\u{202f}250", 1250.0),
            ("1,250", 1250.0),
            ("1,250,000.5", 1_250_000.5),
            ("0,125", 0.125),
            ("12,5", 12.5),
            ("1'250", 1250.0),
        ] {
            assert_eq!(number(cell), Some(expected), "{cell}");
        }
        for wrong in ["", "-", "a", "1-2", "1.2.3", "12 5", ",5", "5,", "1e3", "inf", "NaN", "٣", &"9".repeat(60)] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates() {
        let day = jiff::civil::date(2027, 3, 9);
        for cell in ["2027-03-09", "2027-3-9", "2027-03-09 10:00", "2027-03-09T10:00:00Z", "09.03.2027", "9.3.2027"] {
            assert_eq!(date(cell), Some(day), "{cell}");
        }
        for wrong in ["09/03/2027", "2027-02-30", "27-03-09", "2027.03.09", "", "-", "2027-03", "2027-+3-09", "a-b-c"] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_them_panic(text in ".{0,60}", figures in "[-0-9., '/T\u{a0}]{0,30}") {
            for text in [text, figures] {
                let _ = (number(&text), date(&text));
            }
        }
    }
}
