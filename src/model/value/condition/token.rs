//! The words and signs of conditions.

use super::{
    Literal, Operator,
    parse::{ConditionError, error},
    scalar,
};

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Word,
    Value(Literal),
    Operator(Operator),
    And,
    Or,
    Not,
    In,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    Comma,
    End,
}

#[derive(Debug, Clone)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// The token that follows a place.
///
/// # Errors
/// When no token begins there.
pub fn next(text: &str, from: usize) -> Result<Token, ConditionError> {
    let rest = &text[from..];
    let start = from + (rest.len() - rest.trim_start().len());
    let rest = &text[start..];
    let Some(first) = rest.chars().next() else {
        // Where something is missing at the end, the last letter is pointed at.
        let last = text.trim_end().char_indices().next_back().map_or(0, |(at, _)| at);
        return Ok(Token { kind: Kind::End, start: last, end: text.len() });
    };
    let (kind, length) = match first {
        '(' => (Kind::OpenParenthesis, 1),
        ')' => (Kind::CloseParenthesis, 1),
        '[' => (Kind::OpenBracket, 1),
        ']' => (Kind::CloseBracket, 1),
        ',' => (Kind::Comma, 1),
        '"' | '\'' => quoted(rest, start)?,
        c if c.is_alphanumeric() || c == '_' || c == '-' => word(rest, start)?,
        _ => operator(rest, start)?,
    };
    Ok(Token { kind, start, end: start + length })
}

/// A text between quotes, in which two quotes stand for one.
fn quoted(rest: &str, start: usize) -> Result<(Kind, usize), ConditionError> {
    let quote = if rest.starts_with('"') { '"' } else { '\'' };
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = letters.next() {
        if c != quote {
            text.push(c);
        } else if letters.next_if(|(_, next)| *next == quote).is_some() {
            text.push(quote);
        } else {
            return Ok((Kind::Value(Literal::text(text.trim())), at + 1));
        }
    }
    Err(error(start, start + rest.len(), "this text is never closed", format!("write `{quote}` where it ends")))
}

/// A column, a keyword, a number or a date.
fn word(rest: &str, start: usize) -> Result<(Kind, usize), ConditionError> {
    let end = |part: &str, inside: fn(char) -> bool| part.find(|c| !inside(c)).unwrap_or(part.len());
    let letters = end(rest, |c| c.is_alphanumeric() || c == '_');
    let figures = end(rest, |c| c.is_ascii_digit() || matches!(c, '-' | '.'));
    if figures >= letters.max(1) {
        let written = &rest[..figures];
        return match (written.parse::<f64>(), scalar::date(written)) {
            (Ok(number), _) => Ok((Kind::Value(Literal::Number(number)), figures)),
            (_, Some(date)) if written.contains('-') => Ok((Kind::Value(Literal::Date(date)), figures)),
            _ => {
                let message = format!("`{written}` is neither a number nor a date");
                Err(error(
                    start,
                    start + figures,
                    message,
                    "write `12.5` or `2027-03-09`; any other value goes in quotes",
                ))
            }
        };
    }
    let kind = match &rest[..letters] {
        w if w.eq_ignore_ascii_case("and") => Kind::And,
        w if w.eq_ignore_ascii_case("or") => Kind::Or,
        w if w.eq_ignore_ascii_case("not") => Kind::Not,
        w if w.eq_ignore_ascii_case("in") => Kind::In,
        _ => Kind::Word,
    };
    Ok((kind, letters))
}

fn operator(rest: &str, start: usize) -> Result<(Kind, usize), ConditionError> {
    let operators =
        [Operator::Equal, Operator::Unequal, Operator::AtMost, Operator::AtLeast, Operator::Less, Operator::Greater];
    let wrong = |length: usize, help: &str| {
        Err(error(start, start + length, format!("`{}` is not known here", &rest[..length]), help))
    };
    // Other languages' signs, each with its word here; before `<` and `!=`, with which two of them begin.
    let others = [("===", "write `==`"), ("<>", "write `!=`"), ("&&", "write `and`"), ("||", "write `or`")];
    if let Some((sign, help)) = others.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return wrong(sign.len(), help);
    }
    if let Some(operator) = operators.into_iter().find(|operator| rest.starts_with(operator.as_str())) {
        return Ok((Kind::Operator(operator), operator.as_str().len()));
    }
    let first = rest.chars().next().unwrap_or(' ');
    wrong(
        first.len_utf8(),
        match first {
            '=' => "write `==`",
            '!' => "write `not`, or `!=` between a column and a value",
            '&' => "write `and`",
            '|' => "write `or`",
            '“' | '”' | '„' | '«' | '»' | '‘' | '’' => "put texts between straight quotes: \"…\"",
            '≤' => "write `<=`",
            '≥' => "write `>=`",
            '≠' => "write `!=`",
            _ => "a condition holds columns, values in quotes, and `==`, `!=`, `<`, `>`, `in`, `and`, `or`, `not`",
        },
    )
}
