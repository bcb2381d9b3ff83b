//! A content stream as operators with their operands (ISO 32000-1, 7.8.2).
//!
//! In: the bytes of a content stream. Out: one operation after the other, each with its bytes as they were written, so that
//! what needs no change is passed on to the last digit.

use std::borrow::Cow;

use super::error::Unprintable;

/// An operator and what stands before it.
#[derive(Debug, PartialEq)]
pub struct Operation<'a> {
    /// Operands and operator as they were written.
    pub raw: &'a [u8],
    /// `re`, `rg`, `Do`…
    pub operator: &'a [u8],
    /// The operands.
    pub operands: Vec<Operand<'a>>,
}

/// What an operator is given.
#[derive(Debug, PartialEq, Clone)]
pub enum Operand<'a> {
    /// A number.
    Number(f64),
    /// A name, without its slash and its escapes.
    Name(Cow<'a, [u8]>),
    /// A string, an array, a dictionary, a keyword.
    Other,
}

impl<'a> Operation<'a> {
    /// The operands as numbers; `None` if they are not all numbers.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        self.operands.iter().map(|o| if let Operand::Number(n) = o { Some(*n) } else { None }).collect()
    }

    /// The last operand as a name.
    pub fn name(&self) -> Option<&Cow<'a, [u8]>> {
        match self.operands.last()? {
            Operand::Name(name) => Some(name),
            Operand::Number(_) | Operand::Other => None,
        }
    }
}

/// The operations of a content stream, in order.
pub struct Operations<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// More operands than any operator takes.
const MOST_OPERANDS: usize = 64;

impl<'a> Operations<'a> {
    /// Of the decoded bytes of a content stream.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next one; `None` at the end.
    ///
    /// # Errors
    /// Where the bytes are no operators and operands.
    pub fn next(&mut self) -> Result<Option<Operation<'a>>, Unprintable> {
        self.skip_blank();
        let start = self.at;
        let mut operands = Vec::new();
        while let Some(byte) = self.peek() {
            if is_regular(byte) && !is_numeric(byte) {
                let word = self.regular();
                if matches!(word, b"true" | b"false" | b"null") {
                    operands.push(Operand::Other);
                } else {
                    return Ok(Some(Operation { raw: &self.bytes[start..self.at], operator: word, operands }));
                }
            } else {
                operands.push(self.operand(byte)?);
            }
            if operands.len() > MOST_OPERANDS {
                return Err(wrong("too many operands"));
            }
            self.skip_blank();
        }
        if operands.is_empty() { Ok(None) } else { Err(wrong("operands without an operator")) }
    }

    fn operand(&mut self, first: u8) -> Result<Operand<'a>, Unprintable> {
        match first {
            b'/' => {
                self.at += 1;
                Ok(Operand::Name(unescaped(self.regular())))
            }
            b'(' => self.literal().map(|()| Operand::Other),
            b'<' | b'[' => self.compound().map(|()| Operand::Other),
            _ if is_numeric(first) => number(self.regular()).map(Operand::Number),
            _ => Err(wrong("an unexpected sign")),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    let rest = &self.bytes[self.at..];
                    self.at += rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
                }
                _ if is_blank(byte) => self.at += 1,
                _ => break,
            }
        }
    }

    /// A run of regular characters.
    fn regular(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|b| !is_regular(*b)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A string between parentheses, which may be nested and escaped.
    fn literal(&mut self) -> Result<(), Unprintable> {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(());
            }
        }
        Err(wrong("a string without an end"))
    }

    /// An array, a dictionary or a hexadecimal string, to its end.
    fn compound(&mut self) -> Result<(), Unprintable> {
        let mut open = Vec::new();
        while let Some(byte) = self.peek() {
            let two = self.bytes.get(self.at + 1).copied();
            match (byte, two) {
                (b'[', _) => open.push(b']'),
                (b'<', Some(b'<')) => {
                    self.at += 1;
                    open.push(b'>');
                }
                (b'<', _) => {
                    let rest = &self.bytes[self.at..];
                    self.at += rest.iter().position(|b| *b == b'>').ok_or_else(|| wrong("a string without an end"))?;
                }
                (b']', _) if open.pop() == Some(b']') => {}
                (b'>', Some(b'>')) if open.pop() == Some(b'>') => self.at += 1,
                (b']' | b'>', _) => return Err(wrong("an end without a beginning")),
                (b'(', _) => {
                    self.literal()?;
                    self.at -= 1;
                }
                _ => {}
            }
            self.at += 1;
            if open.is_empty() {
                return Ok(());
            }
        }
        Err(wrong("an array without an end"))
    }
}

/// A content stream without the marks of a document's structure, for where the structure does not follow.
///
/// # Errors
/// Where the bytes are no operators and operands.
pub fn unmarked(content: &[u8]) -> Result<Vec<u8>, Unprintable> {
    let mut out = Vec::with_capacity(content.len());
    let mut operations = Operations::new(content);
    while let Some(operation) = operations.next()? {
        if !is_mark(operation.operator) {
            out.extend_from_slice(operation.raw);
            out.push(b'\n');
        }
    }
    Ok(out)
}

/// True for operators of marked content, which draw nothing (ISO 32000-1, 14.6).
pub fn is_mark(operator: &[u8]) -> bool {
    matches!(operator, b"BMC" | b"BDC" | b"EMC" | b"MP" | b"DP")
}

fn wrong(what: &str) -> Unprintable {
    Unprintable::damaged(format!("{what} in a content stream"))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.')
}

fn number(text: &[u8]) -> Result<f64, Unprintable> {
    let plain = text.iter().all(|b| is_numeric(*b));
    let number = std::str::from_utf8(text).ok().filter(|_| plain).and_then(|t| t.parse::<f64>().ok());
    number.ok_or_else(|| wrong("an unreadable number"))
}

/// A name without `#20` and the like.
fn unescaped(name: &[u8]) -> Cow<'_, [u8]> {
    if !name.contains(&b'#') {
        return Cow::Borrowed(name);
    }
    let digit = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(name.len());
    let mut at = 0;
    while at < name.len() {
        match (name[at], digit(name.get(at + 1)), digit(name.get(at + 2))) {
            (b'#', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(bytes: &[u8]) -> Result<Vec<String>, Unprintable> {
        let mut operations = Operations::new(bytes);
        let mut out = Vec::new();
        while let Some(operation) = operations.next()? {
            out.push(String::from_utf8_lossy(operation.raw).into_owned());
        }
        Ok(out)
    }

    #[test]
    fn operations_keep_their_bytes() {
        let content = b"q 2.83 0 0 -2.83 0 1190 cm/g0 gs\n0.6 0.7 1 RG% a word\n[(a\\)b) -1 <0041>] TJ/P <</MCID 0/A[<01>]>> BDC(x(y)z)Tj f*";
        let expected = [
            "q",
            "2.83 0 0 -2.83 0 1190 cm",
            "/g0 gs",
            "0.6 0.7 1 RG",
            "[(a\\)b) -1 <0041>] TJ",
            "/P <</MCID 0/A[<01>]>> BDC",
            "(x(y)z)Tj",
            "f*",
        ];
        assert_eq!(all(content).unwrap(), expected);
        let mut operations = Operations::new(b"/A#20b .5 -3 scn");
        let operation = operations.next().unwrap().unwrap();
        assert_eq!(operation.operands[0], Operand::Name(Cow::Borrowed(b"A b")));
        assert_eq!(operation.operands[1..], [Operand::Number(0.5), Operand::Number(-3.0)]);
    }

    #[test]
    fn what_is_no_content_is_refused() {
        for bytes in ["1 2", "(open", "[1 2", "<< /A >", ") q", "1e5 w", "{1} w", "--1 w", "<41 Tj", "] q"] {
            assert!(all(bytes.as_bytes()).is_err(), "{bytes}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = all(&bytes);
        }

        #[test]
        fn no_signs_make_it_panic(text in "[()<>\\[\\]{}/%# .0-9a-c\\\\\n-]{0,80}") {
            let _ = all(text.as_bytes());
        }
    }
}
