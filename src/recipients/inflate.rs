//! How large a compressed part of an archive is, without keeping it (RFC 1951).
//!
//! An archive says how large its parts are, but a hostile one lies, and the library that reads workbooks believes it.

use std::io::{self, BufRead};

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inflated {
    /// Its size in bytes, or the limit where it has more.
    pub size: u64,
    /// How it begins.
    pub head: Vec<u8>,
}

/// Bytes kept of a part's beginning.
const HEAD: usize = 4096;

/// Codes are at most 15 bits long (3.2.7): a table for all of them is looked up in one step.
const LONGEST: u32 = 15;

/// Counts what a deflated stream holds, up to a limit.
///
/// # Errors
/// When it cannot be read or is no such stream.
pub fn inflate(input: &mut impl BufRead, limit: u64) -> io::Result<Inflated> {
    let mut bits = Bits { input, buffer: 0, count: 0 };
    let mut out = Inflated { size: 0, head: Vec::new() };
    loop {
        let last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => stored(&mut bits, &mut out, limit)?,
            1 => {
                let mut lengths = [8; 288];
                lengths[144..256].fill(9);
                lengths[256..280].fill(7);
                coded(&mut bits, &Code::new(&lengths)?, &Code::new(&[5; 30])?, &mut out, limit)?;
            }
            2 => {
                let (letters, distances) = codes(&mut bits)?;
                coded(&mut bits, &letters, &distances, &mut out, limit)?;
            }
            _ => return Err(damaged()),
        }
        if last || out.size >= limit {
            return Ok(out);
        }
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is damaged")
}

struct Bits<'r, R> {
    input: &'r mut R,
    buffer: u64,
    count: u32,
}

impl<R: BufRead> Bits<'_, R> {
    /// At least so many bits in the buffer, or all that there are.
    fn fill(&mut self, count: u32) -> io::Result<()> {
        while self.count < count {
            let Some(byte) = self.input.fill_buf()?.first().copied() else { break };
            self.input.consume(1);
            self.buffer |= u64::from(byte) << self.count;
            self.count += 8;
        }
        Ok(())
    }

    fn drop(&mut self, count: u32) -> io::Result<()> {
        if count > self.count {
            return Err(damaged());
        }
        self.buffer >>= count;
        self.count -= count;
        Ok(())
    }

    /// At most 16 bits.
    fn take(&mut self, count: u32) -> io::Result<usize> {
        self.fill(count)?;
        let value = self.buffer & ((1 << count) - 1);
        self.drop(count)?;
        Ok(value as usize)
    }

    fn symbol(&mut self, code: &Code) -> io::Result<usize> {
        self.fill(LONGEST)?;
        let (symbol, length) = code.0[(self.buffer & ((1 << LONGEST) - 1)) as usize];
        if length == 0 {
            return Err(damaged());
        }
        self.drop(u32::from(length))?;
        Ok(usize::from(symbol))
    }
}

/// For every 15 bits that may come: the symbol that they begin with, and its length; 0 where there is none.
struct Code(Vec<(u16, u8)>);

impl Code {
    /// From the length of each symbol's code (3.2.2).
    fn new(lengths: &[u8]) -> io::Result<Self> {
        let mut counts = [0u32; LONGEST as usize + 1];
        lengths.iter().filter(|l| **l > 0).for_each(|l| counts[usize::from(*l)] += 1);
        let mut next = [0u32; LONGEST as usize + 2];
        for length in 1..=LONGEST as usize {
            next[length + 1] = (next[length] + counts[length]) << 1;
            if next[length] + counts[length] > 1 << length {
                return Err(damaged());
            }
        }
        let mut table = vec![(0, 0); 1 << LONGEST];
        for (symbol, length) in lengths.iter().enumerate().filter(|(_, l)| **l > 0) {
            let code = next[usize::from(*length)];
            next[usize::from(*length)] += 1;
            let reversed = code.reverse_bits() >> (32 - u32::from(*length));
            for at in (reversed as usize..1 << LONGEST).step_by(1 << length) {
                table[at] = (symbol as u16, *length);
            }
        }
        Ok(Self(table))
    }
}

/// 3.2.4
fn stored(bits: &mut Bits<'_, impl BufRead>, out: &mut Inflated, limit: u64) -> io::Result<()> {
    bits.drop(bits.count % 8)?;
    let (length, complement) = (bits.take(16)?, bits.take(16)?);
    if length != !complement & 0xffff {
        return Err(damaged());
    }
    for _ in 0..length {
        if out.size >= limit {
            break;
        }
        let byte = bits.take(8)? as u8;
        out.push(byte);
    }
    Ok(())
}

/// 3.2.7
fn codes(bits: &mut Bits<'_, impl BufRead>) -> io::Result<(Code, Code)> {
    const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    let (letters, distances, lengths) = (bits.take(5)? + 257, bits.take(5)? + 1, bits.take(4)? + 4);
    let mut of_lengths = [0; 19];
    for at in &ORDER[..lengths] {
        of_lengths[*at] = bits.take(3)? as u8;
    }
    let code = Code::new(&of_lengths)?;
    let mut all: Vec<u8> = Vec::new();
    while all.len() < letters + distances {
        let (value, times) = match bits.symbol(&code)? {
            16 => (*all.last().ok_or_else(damaged)?, bits.take(2)? + 3),
            17 => (0, bits.take(3)? + 3),
            18 => (0, bits.take(7)? + 11),
            length => (length as u8, 1),
        };
        all.extend(std::iter::repeat_n(value, times));
    }
    let distances = all.get(letters..letters + distances).ok_or_else(damaged)?;
    Ok((Code::new(&all[..letters])?, Code::new(distances)?))
}

/// 3.2.5
fn coded(
    bits: &mut Bits<'_, impl BufRead>,
    letters: &Code,
    distances: &Code,
    out: &mut Inflated,
    limit: u64,
) -> io::Result<()> {
    while out.size < limit {
        match bits.symbol(letters)? {
            byte @ 0..256 => out.push(byte as u8),
            256 => break,
            symbol @ 257..286 => {
                let length = match symbol - 257 {
                    short @ 0..8 => short + 3,
                    28 => 258,
                    long => {
                        let extra = (long as u32 - 4) / 4;
                        ((4 + (long & 3)) << extra) + 3 + bits.take(extra)?
                    }
                };
                let distance = match bits.symbol(distances)? {
                    near @ 0..4 => near + 1,
                    far @ 4..30 => {
                        let extra = (far as u32 - 2) / 2;
                        ((2 + (far & 1)) << extra) + 1 + bits.take(extra)?
                    }
                    _ => return Err(damaged()),
                };
                out.repeat(length, distance)?;
            }
            _ => return Err(damaged()),
        }
    }
    Ok(())
}

impl Inflated {
    fn push(&mut self, byte: u8) {
        if self.head.len() < HEAD {
            self.head.push(byte);
        }
        self.size += 1;
    }

    fn repeat(&mut self, length: usize, distance: usize) -> io::Result<()> {
        if distance as u64 > self.size {
            return Err(damaged());
        }
        // What the head holds only ever repeats what it holds further up.
        let whole = self.head.len() as u64 == self.size;
        for _ in 0..length {
            if !whole || self.head.len() >= HEAD {
                break;
            }
            self.head.push(self.head[self.head.len() - distance]);
        }
        self.size += length as u64;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Python's `zlib.compressobj(9, zlib.DEFLATED, -15)` on `b"email;name\n" * 1000` and, stored, on `b"abc"`.
    const REPEATED: &[u8] = include_bytes!("../../tests/recipients/repeated.deflate");

    #[test]
    fn sizes_are_counted_and_beginnings_kept() {
        let found = inflate(&mut &*REPEATED, u64::MAX).unwrap();
        assert_eq!(found.size, 11_000);
        assert_eq!(found.head, "email;name\n".repeat(373).as_bytes()[..HEAD]);
        assert!(inflate(&mut &*REPEATED, 500).unwrap().size < 1000);
        let stored = [1, 3, 0, 0xfc, 0xff, b'a', b'b', b'c'];
        assert_eq!(inflate(&mut &stored[..], 9).unwrap(), Inflated { size: 3, head: b"abc".to_vec() });
        assert!(inflate(&mut &REPEATED[..10], u64::MAX).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), at in 0usize..40, byte: u8) {
            let _ = inflate(&mut &*bytes, 1 << 20);
            let mut damaged = REPEATED.to_vec();
            let at = at % damaged.len();
            damaged[at] = byte;
            let _ = inflate(&mut &*damaged, 1 << 20);
        }
    }
}
