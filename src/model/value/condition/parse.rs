//! The grammar of conditions:
//!
//! ```text
//! any     = all ("or" all)*
//! all     = not ("and" not)*
//! not     = "not" not | "(" any ")" | column operator value | column ["not"] "in" "[" value ("," value)* "]"
//! value   = "text" | 'text' | 12.5 | 2027-03-09
//! ```

use std::fmt;

use super::{
    Condition, Literal, scalar,
    token::{Kind, Token, next},
};

/// Expressions longer than this, in bytes, are no people's work.
const MAX_LENGTH: usize = 8 << 10;
/// Parentheses and `not` nested deeper than this are refused, so that whatever walks a condition need not go deeper.
const MAX_DEPTH: usize = 32;

/// A column as an expression names it, and where: bytes of the expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As written.
    pub name: String,
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// What is wrong with an expression, where, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConditionError {
    /// First byte of what is wrong.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// A lowercase fact.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// Reads an expression. Columns are as written: whether they exist is for who knows the list to say.
///
/// # Errors
/// The first place that cannot be understood.
pub fn parse(text: &str) -> Result<Condition<Named>, ConditionError> {
    if text.len() > MAX_LENGTH {
        return Err(error(0, text.len(), "this condition is too long", "give the list a column that says it"));
    }
    let mut parser = Parser { text, token: Token { kind: Kind::End, start: 0, end: 0 }, depth: 0 };
    parser.advance()?;
    if parser.token.kind == Kind::End {
        return Err(error(0, text.len(), "this condition is empty", "remove the key to take every row"));
    }
    let condition = parser.any()?;
    match parser.token.kind {
        Kind::End => Ok(condition),
        Kind::CloseParenthesis => Err(parser.here("this parenthesis closes nothing", "remove it")),
        Kind::Operator(_) => Err(parser.here(
            "a second comparison follows the first",
            "join two comparisons with `and`, as `age >= 18 and age < 65`",
        )),
        _ => {
            Err(parser.here("`and` or `or` is missing before this", "write `role == \"manager\" and site == \"lyon\"`"))
        }
    }
}

pub(super) fn error(start: usize, end: usize, message: impl Into<String>, help: impl Into<String>) -> ConditionError {
    ConditionError { start, end, message: message.into(), help: help.into() }
}

struct Parser<'t> {
    text: &'t str,
    /// The one that is next.
    token: Token,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Condition<Named>, ConditionError> {
        self.joined(&Kind::Or, Self::all, Condition::Any)
    }

    fn all(&mut self) -> Result<Condition<Named>, ConditionError> {
        self.joined(&Kind::And, Self::not, Condition::All)
    }

    /// Parts joined by a word; a single part is itself.
    fn joined(
        &mut self,
        word: &Kind,
        part: fn(&mut Self) -> Result<Condition<Named>, ConditionError>,
        join: fn(Vec<Condition<Named>>) -> Condition<Named>,
    ) -> Result<Condition<Named>, ConditionError> {
        let first = part(self)?;
        if self.token.kind != *word {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.token.kind == *word {
            self.advance()?;
            parts.push(part(self)?);
        }
        Ok(join(parts))
    }

    fn not(&mut self) -> Result<Condition<Named>, ConditionError> {
        match self.token.kind {
            Kind::Not => {
                self.deeper()?;
                self.advance()?;
                let condition = self.not()?;
                self.depth -= 1;
                Ok(Condition::Not(Box::new(condition)))
            }
            Kind::OpenParenthesis => {
                self.deeper()?;
                let opening = self.token.start;
                self.advance()?;
                let condition = self.any()?;
                if self.token.kind != Kind::CloseParenthesis {
                    let found = self.expected("a closing parenthesis");
                    let never = self.token.kind == Kind::End;
                    let help = "write `)` where the group ends";
                    return Err(if never {
                        error(opening, opening + 1, "this parenthesis is never closed", help)
                    } else {
                        found
                    });
                }
                self.advance()?;
                self.depth -= 1;
                Ok(condition)
            }
            Kind::Word => self.comparison(),
            _ => Err(self.expected("a column")),
        }
    }

    fn deeper(&mut self) -> Result<(), ConditionError> {
        self.depth += 1;
        match self.depth > MAX_DEPTH {
            true => Err(self.here("this is nested too deep", "give the list a column that says it")),
            false => Ok(()),
        }
    }

    fn comparison(&mut self) -> Result<Condition<Named>, ConditionError> {
        let Token { start, end, .. } = self.token;
        let column = Named { name: self.text[start..end].to_owned(), start, end };
        self.advance()?;
        match self.token.kind {
            Kind::Operator(operator) => {
                self.advance()?;
                let value = self.value()?;
                let value = if operator.orders() { measured(value) } else { value };
                Ok(Condition::Compare { column, operator, value })
            }
            Kind::In => {
                self.advance()?;
                Ok(Condition::OneOf { column, values: self.values()? })
            }
            Kind::Not => {
                self.advance()?;
                if self.token.kind != Kind::In {
                    return Err(self.expected("`in`"));
                }
                self.advance()?;
                Ok(Condition::Not(Box::new(Condition::OneOf { column, values: self.values()? })))
            }
            _ => {
                let message = format!("nothing is said of `{}`", column.name);
                let help = format!("compare it with a value, as `{} == \"…\"`", column.name);
                Err(error(start, end, message, help))
            }
        }
    }

    fn values(&mut self) -> Result<Vec<Literal>, ConditionError> {
        let closing = match self.token.kind {
            Kind::OpenBracket => Kind::CloseBracket,
            Kind::OpenParenthesis => Kind::CloseParenthesis,
            _ => return Err(self.expected("a list in brackets")),
        };
        let opening = self.token.start;
        self.advance()?;
        let mut values = Vec::new();
        while self.token.kind != closing {
            values.push(self.value()?);
            if self.token.kind == Kind::Comma {
                self.advance()?;
            } else if self.token.kind != closing {
                return Err(self.expected("a comma or the end of the list"));
            }
        }
        if values.is_empty() {
            return Err(error(
                opening,
                self.token.end,
                "this list is empty",
                "write values in it, as [\"lyon\", \"paris\"]",
            ));
        }
        self.advance()?;
        Ok(values)
    }

    fn value(&mut self) -> Result<Literal, ConditionError> {
        let Token { kind, start, end } = self.token.clone();
        match kind {
            Kind::Value(value) => {
                self.advance()?;
                Ok(value)
            }
            Kind::Word => {
                let word = &self.text[start..end];
                Err(error(start, end, format!("`{word}` stands in no quotes"), format!("write `\"{word}\"`")))
            }
            _ => Err(self.expected("a value")),
        }
    }

    fn expected(&self, what: &str) -> ConditionError {
        let help = match what {
            "a value" => "write a text in quotes, a number or a date, as `\"lyon\"`, `12` or `2027-03-09`",
            "a column" => "begin with the name of a column, as `role == \"manager\"`",
            _ => "write it as `site in [\"lyon\", \"paris\"]`",
        };
        match self.token.kind {
            Kind::End => self.here(format!("the condition ends where {what} is expected"), help),
            _ => self.here(format!("expected {what}, found `{}`", &self.text[self.token.start..self.token.end]), help),
        }
    }

    fn here(&self, message: impl Into<String>, help: impl Into<String>) -> ConditionError {
        error(self.token.start, self.token.end, message, help)
    }

    /// Reads the next token.
    fn advance(&mut self) -> Result<(), ConditionError> {
        self.token = next(self.text, self.token.end)?;
        Ok(())
    }
}

/// What an ordering compares with: a text that reads as a number or a date is one.
fn measured(value: Literal) -> Literal {
    match &value {
        Literal::Text { written, .. } => match (scalar::date(written), scalar::number(written)) {
            (Some(date), _) => Literal::Date(date),
            (None, Some(number)) => Literal::Number(number),
            (None, None) => value,
        },
        _ => value,
    }
}
