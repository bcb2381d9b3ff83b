//! Bytes to UTF-8, whatever wrote them.
//!
//! In: a file. Out: its encoding, found by its mark, else by reading all of it once; and its text as a stream in which every
//! line ends in one line feed, the last one too.

use std::{
    fmt,
    io::{self, Read, Seek, SeekFrom},
};

use encoding_rs::{Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with so many places that are not, which are read as U+FFFD.
    Utf8 {
        /// Places that are no UTF-8.
        damaged: u64,
    },
    /// What Excel and Windows call ANSI in Western Europe and America.
    Windows1252,
    /// UTF-16, the low byte first; what Excel calls "Unicode text".
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 { .. } => "UTF-8",
            Encoding::Windows1252 => "Windows-1252",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        })
    }
}

/// Finds a file's encoding; leaves the file at its beginning.
///
/// # Errors
/// When the file cannot be read.
pub fn detect(input: &mut (impl Read + Seek)) -> io::Result<Encoding> {
    let mut head = Vec::new();
    input.by_ref().take(4096).read_to_end(&mut head)?;
    input.seek(SeekFrom::Start(0))?;
    let encoding = match encoding_rs::Encoding::for_bom(&head) {
        Some((encoding, _)) if encoding == UTF_16LE => Encoding::Utf16Le,
        Some((encoding, _)) if encoding == UTF_16BE => Encoding::Utf16Be,
        _ => match zeroes(&head) {
            // Latin letters in UTF-16 have a zero as their high byte.
            (even, odd) if odd > head.len() / 4 && even == 0 => Encoding::Utf16Le,
            (even, odd) if even > head.len() / 4 && odd == 0 => Encoding::Utf16Be,
            _ => scan(input)?,
        },
    };
    input.seek(SeekFrom::Start(0))?;
    Ok(encoding)
}

/// How many zeroes stand at even places, and at odd ones.
fn zeroes(bytes: &[u8]) -> (usize, usize) {
    let count = |from: usize| bytes.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    (count(0), count(1))
}

/// UTF-8, unless what is not outweighs what only UTF-8 explains: two bytes of Windows-1252 rarely make a letter of it.
fn scan(input: &mut impl Read) -> io::Result<Encoding> {
    let (mut letters, mut damaged) = (0u64, 0u64);
    let mut buffer = vec![0; 64 << 10];
    let mut kept = 0;
    loop {
        let read = input.read(&mut buffer[kept..])?;
        let mut rest = &buffer[..kept + read];
        let left = loop {
            let (valid, error) = match std::str::from_utf8(rest) {
                Ok(text) => (text, None),
                Err(error) => {
                    (std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(), Some(error.error_len()))
                }
            };
            letters += if valid.is_ascii() { 0 } else { valid.chars().filter(|c| !c.is_ascii()).count() as u64 };
            rest = &rest[valid.len()..];
            match error {
                None => break 0,
                Some(Some(length)) => {
                    damaged += 1;
                    rest = &rest[length..];
                }
                // A letter that the buffer cut in two, or the file's end.
                Some(None) => break rest.len(),
            }
        };
        let end = kept + read;
        if read == 0 {
            damaged += u64::from(left > 0);
            break;
        }
        buffer.copy_within(end - left..end, 0);
        kept = left;
    }
    Ok(if damaged > letters { Encoding::Windows1252 } else { Encoding::Utf8 { damaged } })
}

/// A stream of bytes as a stream of UTF-8.
pub struct Transcoder<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Bytes of `raw` that are not decoded yet.
    raw_range: std::ops::Range<usize>,
    out: Vec<u8>,
    out_range: std::ops::Range<usize>,
    after_return: bool,
    after_break: bool,
    input_ended: bool,
    ended: bool,
}

impl<R: Read> Transcoder<R> {
    /// From the beginning of a file; a mark at its head is dropped.
    pub fn new(input: R, encoding: Encoding) -> Self {
        let encoding = match encoding {
            Encoding::Utf8 { .. } => UTF_8,
            Encoding::Windows1252 => WINDOWS_1252,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
        };
        Self {
            input,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 32 << 10],
            raw_range: 0..0,
            out: vec![0; 32 << 10],
            out_range: 0..0,
            after_return: false,
            after_break: true,
            input_ended: false,
            ended: false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.raw_range.is_empty() && !self.input_ended {
            let read = self.input.read(&mut self.raw)?;
            self.raw_range = 0..read;
            self.input_ended = read == 0;
        }
        let raw = &self.raw[self.raw_range.clone()];
        let (result, read, written, _) = self.decoder.decode_to_utf8(raw, &mut self.out, self.input_ended);
        self.raw_range.start += read;
        self.ended = self.input_ended && result == encoding_rs::CoderResult::InputEmpty;
        self.out_range = 0..self.plain_breaks(written);
        if self.ended && !self.after_break {
            self.out.truncate(self.out_range.end);
            self.out.push(b'\n');
            self.out_range.end += 1;
        }
        Ok(())
    }

    /// Makes every line break of the first bytes of `out` a line feed; how many bytes are left.
    fn plain_breaks(&mut self, length: usize) -> usize {
        let mut kept = 0;
        for at in 0..length {
            let byte = self.out[at];
            let second = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !second {
                self.out[kept] = if byte == b'\r' { b'\n' } else { byte };
                self.after_break = self.out[kept] == b'\n';
                kept += 1;
            }
        }
        kept
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.out_range.is_empty() {
            if self.ended || buffer.is_empty() {
                return Ok(0);
            }
            self.fill()?;
        }
        let length = self.out_range.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.out[self.out_range.start..][..length]);
        self.out_range.start += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(bytes: &[u8]) -> (Encoding, String) {
        let mut input = Cursor::new(bytes);
        let encoding = detect(&mut input).unwrap();
        let mut text = String::new();
        Transcoder::new(input, encoding).read_to_string(&mut text).unwrap();
        (encoding, text)
    }

    const UTF8: Encoding = Encoding::Utf8 { damaged: 0 };

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn each_encoding_is_found() {
        let text = "prénom;ville\nZoé;Orléans\n";
        assert_eq!(read(text.as_bytes()), (UTF8, text.into()));
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()), (UTF8, text.into()));
        assert_eq!(read(b"pr\xe9nom\n"), (Encoding::Windows1252, "prénom\n".into()));
        assert_eq!(read(&utf16(&format!("\u{feff}{text}"), u16::to_le_bytes)), (Encoding::Utf16Le, text.into()));
        assert_eq!(read(&utf16(&format!("\u{feff}{text}"), u16::to_be_bytes)), (Encoding::Utf16Be, text.into()));
        assert_eq!(read(&utf16(text, u16::to_le_bytes)), (Encoding::Utf16Le, text.into()));
        assert_eq!(read(&utf16(text, u16::to_be_bytes)), (Encoding::Utf16Be, text.into()));
        assert_eq!(read(b""), (UTF8, String::new()));
    }

    #[test]
    fn a_letter_far_down_decides() {
        let mut bytes = b"plain,letters\n".repeat(20_000);
        bytes.extend(b"\xe9t\xe9,x\n");
        assert_eq!(read(&bytes).0, Encoding::Windows1252);
        // One damaged place among letters that only UTF-8 explains.
        let mut bytes = "été,là\n".repeat(20_000).into_bytes();
        bytes.extend(b"\xff,x\n");
        let (encoding, text) = read(&bytes);
        assert_eq!(encoding, Encoding::Utf8 { damaged: 1 });
        assert!(text.ends_with("\u{fffd},x\n"));
    }

    #[test]
    fn lines_end_in_one_line_feed() {
        assert_eq!(read(b"a\r\nb\rc\nd").1, "a\nb\nc\nd\n");
        assert_eq!(read(b"a\r\r\n\n").1, "a\n\n\n");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic_and_all_come_out_as_utf8(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let (_, text) = read(&bytes);
            proptest::prop_assert!(!text.contains('\r'));
        }

        #[test]
        fn utf8_comes_out_as_it_went_in(text in "[^\r\u{feff}\0]{0,200}") {
            let (encoding, out) = read(text.as_bytes());
            proptest::prop_assert_eq!(encoding, UTF8);
            proptest::prop_assert_eq!(out.trim_end_matches('\n'), text.trim_end_matches('\n'));
        }
    }
}
