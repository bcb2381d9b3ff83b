//! PostScript calculator functions (ISO 32000-1, 7.10.5), as far as krilla writes them: for gradients that repeat.

use super::error::Unprintable;

/// A program of two inputs.
#[derive(Debug)]
pub struct Program(Vec<Step>);

#[derive(Debug)]
enum Step {
    Push(f64),
    Do(Operator),
    If(Vec<Step>),
    IfElse(Vec<Step>, Vec<Step>),
}

#[derive(Debug, Clone, Copy)]
enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Abs,
    Floor,
    Truncate,
    Greater,
    Less,
    LessOrEqual,
    And,
    Pop,
    Exchange,
    Duplicate,
    Index,
    Roll,
}

/// Braces within braces; krilla nests one for each colour of a gradient, a hundred at most.
const MOST_DEEP: usize = 256;
/// Values that a sensible program holds at once.
const MOST_VALUES: usize = 256;

impl Program {
    /// Reads a program.
    ///
    /// # Errors
    /// Where it is damaged or uses an operator that krilla does not.
    pub fn read(bytes: &[u8]) -> Result<Self, Unprintable> {
        let text = String::from_utf8_lossy(bytes).replace('{', " { ").replace('}', " } ");
        let mut words = text.split_whitespace();
        if words.next() != Some("{") {
            return Err(wrong());
        }
        block(&mut words, 0).map(Self)
    }

    /// The values left on the stack.
    pub fn run(&self, x: f64, y: f64) -> Vec<f64> {
        let mut stack = vec![x, y];
        run(&self.0, &mut stack);
        stack
    }
}

fn wrong() -> Unprintable {
    Unprintable::damaged("a gradient's program cannot be read")
}

fn block<'a>(words: &mut impl Iterator<Item = &'a str>, depth: usize) -> Result<Vec<Step>, Unprintable> {
    if depth > MOST_DEEP {
        return Err(wrong());
    }
    let (mut steps, mut blocks) = (Vec::new(), Vec::new());
    loop {
        match words.next().ok_or_else(wrong)? {
            "{" => blocks.push(block(words, depth + 1)?),
            "}" if blocks.is_empty() => return Ok(steps),
            "if" => steps.push(Step::If(blocks.pop().ok_or_else(wrong)?)),
            "ifelse" => {
                let (otherwise, then) = (blocks.pop().ok_or_else(wrong)?, blocks.pop().ok_or_else(wrong)?);
                steps.push(Step::IfElse(then, otherwise));
            }
            word if blocks.is_empty() => steps.push(step(word)?),
            _ => return Err(wrong()),
        }
    }
}

fn step(word: &str) -> Result<Step, Unprintable> {
    if let Ok(number) = word.parse::<f64>() {
        return if number.is_finite() { Ok(Step::Push(number)) } else { Err(wrong()) };
    }
    Ok(Step::Do(match word {
        "add" => Operator::Add,
        "sub" => Operator::Sub,
        "mul" => Operator::Mul,
        "div" => Operator::Div,
        "mod" => Operator::Mod,
        "abs" => Operator::Abs,
        "floor" => Operator::Floor,
        "cvi" => Operator::Truncate,
        "gt" => Operator::Greater,
        "lt" => Operator::Less,
        "le" => Operator::LessOrEqual,
        "and" => Operator::And,
        "pop" => Operator::Pop,
        "exch" => Operator::Exchange,
        "dup" => Operator::Duplicate,
        "index" => Operator::Index,
        "roll" => Operator::Roll,
        _ => return Err(Unprintable::unsupported(format!("a gradient calculated with `{word}`"))),
    }))
}

fn run(steps: &[Step], stack: &mut Vec<f64>) {
    for step in steps {
        match step {
            Step::Push(value) => stack.push(*value),
            Step::Do(operator) => operate(*operator, stack),
            Step::If(then) => {
                if pop(stack) != 0.0 {
                    run(then, stack);
                }
            }
            Step::IfElse(then, otherwise) => run(if pop(stack) != 0.0 { then } else { otherwise }, stack),
        }
        stack.truncate(MOST_VALUES);
    }
}

/// An empty stack gives zeros: a damaged program paints something, and stops nothing.
fn pop(stack: &mut Vec<f64>) -> f64 {
    stack.pop().unwrap_or(0.0)
}

fn operate(operator: Operator, stack: &mut Vec<f64>) {
    let truth = |value: bool| f64::from(u8::from(value));
    let top = pop(stack);
    let result = match operator {
        Operator::Pop => return,
        Operator::Abs => top.abs(),
        Operator::Floor => top.floor(),
        Operator::Truncate => top.trunc(),
        Operator::Duplicate => {
            stack.push(top);
            top
        }
        Operator::Index => {
            let depth = top.clamp(0.0, MOST_VALUES as f64) as usize;
            stack.len().checked_sub(depth + 1).map_or(0.0, |place| stack[place])
        }
        Operator::Roll => {
            let count = pop(stack).clamp(0.0, stack.len() as f64) as usize;
            let from = stack.len() - count;
            if count > 0 {
                stack[from..].rotate_right((top as i64).rem_euclid(count as i64) as usize);
            }
            return;
        }
        binary => {
            let below = pop(stack);
            match binary {
                Operator::Add => below + top,
                Operator::Sub => below - top,
                Operator::Mul => below * top,
                Operator::Div => below / top,
                Operator::Mod => below % top,
                Operator::Greater => truth(below > top),
                Operator::Less => truth(below < top),
                Operator::LessOrEqual => truth(below <= top),
                Operator::And => truth(below != 0.0 && top != 0.0),
                _ => {
                    stack.push(top);
                    below
                }
            }
        }
    };
    stack.push(if result.is_finite() { result } else { 0.0 });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(program: &str, x: f64) -> Vec<f64> {
        Program::read(program.as_bytes()).unwrap().run(x, 7.0)
    }

    #[test]
    fn operators() {
        assert_eq!(run("{pop 2 mul 1 add}", 3.0), [7.0]);
        assert_eq!(run("{exch dup 2 index sub}", 3.0), [7.0, 3.0, -4.0]);
        assert_eq!(run("{pop 5 6 3 1 roll}", 4.0), [6.0, 4.0, 5.0]);
        assert_eq!(run("{pop 5 6 3 -1 roll}", 4.0), [5.0, 6.0, 4.0]);
        assert_eq!(run("{pop dup 2 le{pop 1}{dup 4 gt{pop 3}if}ifelse}", 5.0), [3.0]);
        assert_eq!(run("{pop 2 div floor cvi abs 2 mod}", -3.0), [0.0]);
    }

    #[test]
    fn what_is_no_program_is_refused() {
        for text in ["", "{", "1 2", "{if}", "{{1}}", "{{1} 2 if}", "{sin}", "{inf}", "{1 {2} {3} ifelse"] {
            assert!(Program::read(text.as_bytes()).is_err(), "{text}");
        }
        assert!(Program::read("{".repeat(10_000).as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn no_program_makes_it_panic(text in "[{} ]{0,6}((-?[0-9]{1,3}|roll|index|mod|div|if|ifelse|exch|\\{|\\}|dup|pop) ){0,20}") {
            if let Ok(program) = Program::read(format!("{{{text}}}").as_bytes()) {
                let _ = program.run(1.5, -2.0);
            }
        }
    }
}
