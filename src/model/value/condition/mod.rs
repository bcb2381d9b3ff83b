//! Which rows of a list are meant: `role == "manager" and not site in ["lyon", "paris"]`.
//!
//! In: an expression as the user wrote it ([`parse`]). Out: a [`Condition`], which judges a row without allocating, and
//! which prints as an expression that reads back as the same.

mod parse;
mod scalar;
mod token;

use std::fmt;

use jiff::civil::Date;

use super::fold::is_folded;
pub use parse::{ConditionError, Named, parse};

/// A condition over a row's cells. `C` says which cell: a column's name, or, when bound to a list, its index.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition<C = String> {
    /// All of them hold.
    All(Vec<Condition<C>>),
    /// One of them holds, or more.
    Any(Vec<Condition<C>>),
    /// It does not hold.
    Not(Box<Condition<C>>),
    /// A cell stands in this relation to a value.
    Compare {
        /// Which cell.
        column: C,
        /// The relation.
        operator: Operator,
        /// The value.
        value: Literal,
    },
    /// A cell equals one of the values.
    OneOf {
        /// Which cell.
        column: C,
        /// The values.
        values: Vec<Literal>,
    },
}

/// How a cell stands to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Operator {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Operator::Equal => "==",
            Operator::Unequal => "!=",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
        }
    }

    /// True where the order of cell and value matters.
    fn orders(self) -> bool {
        !matches!(self, Operator::Equal | Operator::Unequal)
    }

    fn accepts(self, order: std::cmp::Ordering) -> bool {
        match self {
            Operator::Equal => order.is_eq(),
            Operator::Unequal => order.is_ne(),
            Operator::Less => order.is_lt(),
            Operator::AtMost => order.is_le(),
            Operator::Greater => order.is_gt(),
            Operator::AtLeast => order.is_ge(),
        }
    }
}

/// A value that a cell is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// In quotes. Equal to a cell that differs in case and accents only; empty for a cell that is.
    Text {
        /// As written.
        written: String,
        /// As it is compared.
        folded: String,
    },
    /// Without quotes: compared with cells that hold a number.
    Number(f64),
    /// Compared with cells that hold a date, whose time does not matter.
    Date(Date),
}

impl Literal {
    /// A text.
    pub fn text(written: impl Into<String>) -> Self {
        let written = written.into();
        Literal::Text { folded: super::fold::folded(&written), written }
    }

    /// How a cell stands to it; `None` where the cell holds nothing of its kind.
    fn order(&self, cell: &str) -> Option<std::cmp::Ordering> {
        match self {
            Literal::Text { folded, .. } => Some(super::fold::fold(cell).cmp(folded.chars())),
            Literal::Number(number) => scalar::number(cell)?.partial_cmp(number),
            Literal::Date(date) => Some(scalar::date(cell)?.cmp(date)),
        }
    }

    fn equals(&self, cell: &str) -> bool {
        match self {
            Literal::Text { folded, .. } => is_folded(cell, folded),
            _ => self.order(cell).is_some_and(std::cmp::Ordering::is_eq),
        }
    }
}

impl<C> Condition<C> {
    /// The same condition over other names of columns.
    ///
    /// # Errors
    /// The first that `f` gives; it is asked for every column all the same.
    pub fn try_map<D, E>(self, f: &mut impl FnMut(C) -> Result<D, E>) -> Result<Condition<D>, E> {
        let mut all = |conditions: Vec<Condition<C>>| {
            let mapped: Vec<_> = conditions.into_iter().map(|condition| condition.try_map(&mut *f)).collect();
            mapped.into_iter().collect::<Result<Vec<_>, E>>()
        };
        Ok(match self {
            Condition::All(conditions) => Condition::All(all(conditions)?),
            Condition::Any(conditions) => Condition::Any(all(conditions)?),
            Condition::Not(condition) => Condition::Not(Box::new(condition.try_map(f)?)),
            Condition::Compare { column, operator, value } => {
                Condition::Compare { column: f(column)?, operator, value }
            }
            Condition::OneOf { column, values } => Condition::OneOf { column: f(column)?, values },
        })
    }

    /// The same condition with other texts in place of those for which `f` gives one.
    pub fn map_texts(self, f: &impl Fn(&C, &str) -> Option<String>) -> Self {
        let literal = |column: &C, value: Literal| match &value {
            Literal::Text { written, .. } => f(column, written).map_or(value, Literal::text),
            _ => value,
        };
        let all = |conditions: Vec<Self>| conditions.into_iter().map(|c| c.map_texts(f)).collect();
        match self {
            Condition::All(conditions) => Condition::All(all(conditions)),
            Condition::Any(conditions) => Condition::Any(all(conditions)),
            Condition::Not(condition) => Condition::Not(Box::new(condition.map_texts(f))),
            Condition::Compare { column, operator, value } => {
                Condition::Compare { operator, value: literal(&column, value), column }
            }
            Condition::OneOf { column, values } => {
                Condition::OneOf { values: values.into_iter().map(|value| literal(&column, value)).collect(), column }
            }
        }
    }

    /// Whether a row meets it; `cell` gives the row's cells. An empty cell equals the empty text and nothing else, and is
    /// neither less nor greater than anything. `odd` is told a column whose cell should be a number or a date and is not.
    pub fn holds<'r>(&self, cell: &impl Fn(&C) -> &'r str, odd: &mut impl FnMut(&C)) -> bool {
        match self {
            Condition::All(conditions) => conditions.iter().all(|condition| condition.holds(cell, odd)),
            Condition::Any(conditions) => conditions.iter().any(|condition| condition.holds(cell, odd)),
            Condition::Not(condition) => !condition.holds(cell, odd),
            Condition::OneOf { column, values } => {
                let cell = cell(column);
                values.iter().any(|value| value.equals(cell))
            }
            Condition::Compare { column, operator, value } => {
                let content = cell(column);
                match (operator, value) {
                    (Operator::Equal, Literal::Text { .. } | Literal::Number(_)) => value.equals(content),
                    (Operator::Unequal, Literal::Text { .. } | Literal::Number(_)) => !value.equals(content),
                    _ if content.is_empty() => *operator == Operator::Unequal,
                    _ => match value.order(content) {
                        Some(order) => operator.accepts(order),
                        None => {
                            odd(column);
                            *operator == Operator::Unequal
                        }
                    },
                }
            }
        }
    }
}

impl std::str::FromStr for Condition {
    type Err = ConditionError;
    /// Over names of columns that nobody has looked for in a list.
    fn from_str(text: &str) -> Result<Self, ConditionError> {
        parse(text)?.try_map(&mut |named: Named| Ok(super::fold::snake_case(&named.name)))
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Text { written, .. } => write!(f, "\"{}\"", written.replace('"', "\"\"")),
            Literal::Number(number) => write!(f, "{number}"),
            Literal::Date(date) => write!(f, "{date}"),
        }
    }
}

impl<C: fmt::Display> fmt::Display for Condition<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, conditions: &[Condition<C>], word: &str| {
            for (i, condition) in conditions.iter().enumerate() {
                if i > 0 {
                    write!(f, " {word} ")?;
                }
                match condition {
                    Condition::All(_) | Condition::Any(_) => write!(f, "({condition})")?,
                    _ => write!(f, "{condition}")?,
                }
            }
            Ok(())
        };
        match self {
            Condition::All(conditions) => joined(f, conditions, "and"),
            Condition::Any(conditions) => joined(f, conditions, "or"),
            Condition::Not(condition) => match **condition {
                Condition::All(_) | Condition::Any(_) => write!(f, "not ({condition})"),
                _ => write!(f, "not {condition}"),
            },
            Condition::Compare { column, operator, value } => write!(f, "{column} {} {value}", operator.as_str()),
            Condition::OneOf { column, values } => {
                write!(f, "{column} in [")?;
                for (i, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
        }
    }
}

#[cfg(test)]
mod tests;
