//! Values parted by commas, semicolons, tabs or bars (RFC 4180, and what programs make of it).

use std::{
    io::{self, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use super::{
    MAX_ROW, columns,
    encoding::{self, Encoding, Transcoder},
    row::Row,
};

/// Signs that part values, the likeliest first.
const SEPARATORS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// How much of a file's text is looked at to find its separator.
const HEAD: u64 = 64 << 10;

/// What a file is made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// How its letters are written.
    pub encoding: Encoding,
    /// What parts its values.
    pub separator: u8,
    /// Whether its first line, `sep=;`, says so.
    pub stated: bool,
}

/// A file read row by row.
pub struct Separated<R> {
    /// What it is made with.
    pub form: Form,
    reader: csv::Reader<Bounded<Transcoder<R>>>,
    record: csv::StringRecord,
    since: Arc<AtomicUsize>,
    unclosed: Arc<AtomicBool>,
    /// True before a first row that is none: `sep=;`, or the `#TYPE …` of PowerShell's Export-Csv.
    skip: bool,
}

impl<R: Read + Seek> Separated<R> {
    /// Finds out what a file is made with.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(mut input: R) -> io::Result<Self> {
        let encoding = encoding::detect(&mut input)?;
        let mut head = Vec::new();
        Transcoder::new(&mut input, encoding).take(HEAD).read_to_end(&mut head)?;
        input.seek(SeekFrom::Start(0))?;
        let head = String::from_utf8_lossy(&head);
        let stated = stated(&head);
        let typed = head.starts_with("#TYPE ");
        let separator = stated.unwrap_or_else(|| match head.split_once('\n').filter(|_| typed) {
            Some((_, rest)) => separator(rest),
            None => separator(&head),
        });
        let since = Arc::new(AtomicUsize::new(0));
        let unclosed = Arc::new(AtomicBool::new(false));
        let bounded = Bounded {
            inner: Transcoder::new(input, encoding),
            since: Arc::clone(&since),
            unclosed: Arc::clone(&unclosed),
            separator,
            quotes: Quotes::Before,
        };
        let reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(bounded);
        let form = Form { encoding, separator, stated: stated.is_some() };
        let skip = typed || stated.is_some();
        Ok(Self { form, reader, record: csv::StringRecord::new(), since, unclosed, skip })
    }
}

impl<R: Read> Separated<R> {
    /// Reads the next row; false at the end.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, String> {
        loop {
            self.since.store(0, Ordering::Relaxed);
            row.clear();
            row.line = self.reader.position().line();
            match self.reader.read_record(&mut self.record) {
                // The file ended within quotes: the row holds all that stands below it.
                Ok(true) if self.unclosed.load(Ordering::Relaxed) => return Err(UNCLOSED.into()),
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(error) => return Err(explain(&error)),
            }
            // The reader counts empty lines as part of the row that follows; the row begins as far above its end as it has
            // line breaks of its own.
            let breaks: usize = self.record.iter().map(|cell| cell.bytes().filter(|b| *b == b'\n').count()).sum();
            row.lines = breaks as u64 + 1;
            row.line = self.reader.position().line().saturating_sub(row.lines).max(1);
            if std::mem::take(&mut self.skip) {
                continue;
            }
            self.record.iter().for_each(|cell| row.push(cell));
            return Ok(true);
        }
    }

    /// True where a row over several lines holds, in one cell, what looks like whole rows.
    pub fn swallowed(&self, row: &Row, width: usize) -> bool {
        let whole = |line: &str| width > 2 && line.matches(char::from(self.form.separator)).count() + 1 >= width;
        row.lines > 1 && (row.len() != width || row.cells().any(|cell| cell.lines().skip(1).any(whole)))
    }
}

const UNCLOSED: &str = "a quotation mark in this row is not closed";

fn explain(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::QuotaExceeded => UNCLOSED.into(),
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    }
}

/// The separator that a first line such as `sep=;` states, as Excel writes and reads it.
fn stated(head: &str) -> Option<u8> {
    let line = head.lines().next()?.trim_matches('"');
    let sign = line.get(..4).filter(|key| key.eq_ignore_ascii_case("sep=")).map(|_| &line[4..])?;
    let byte = *sign.as_bytes().first()?;
    let lone = sign.len() == 1 && byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n');
    lone.then_some(byte)
}

/// The sign with which the first row names an address and the following rows have as many cells as the first.
fn separator(head: &str) -> u8 {
    let judge = |separator: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(head.as_bytes());
        let mut records =
            reader.records().filter_map(Result::ok).filter(|r| r.iter().any(|cell| !cell.trim().is_empty()));
        let Some(header) = records.next() else { return (false, 0, 0) };
        let named = header.iter().any(columns::names_address);
        let alike = records.take(50).filter(|record| record.len() == header.len()).count();
        match header.len() {
            1 => (named, 0, 0),
            cells => (named, alike, cells),
        }
    };
    // The first of equals: `max_by_key` would take the last.
    SEPARATORS.into_iter().rev().max_by_key(|separator| judge(*separator)).unwrap_or(b',')
}

/// Refuses to hand out more than a row may hold before somebody says that a row is done, and notes where the text ends within
/// quotes, which the reader of values passes over.
struct Bounded<R> {
    inner: R,
    since: Arc<AtomicUsize>,
    unclosed: Arc<AtomicBool>,
    separator: u8,
    quotes: Quotes,
}

/// Where quotes stand, as the reader of values takes them (RFC 4180, 2.5 to 2.7).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// Before a value.
    Before,
    /// In a value without quotes.
    Without,
    /// In a value with quotes.
    Within,
    /// After a quotation mark in a value with quotes: its end, or the first of two.
    Perhaps,
}

impl Quotes {
    fn after(self, byte: u8, separator: u8) -> Self {
        match (self, byte) {
            (Quotes::Before | Quotes::Perhaps, b'"') => Quotes::Within,
            (Quotes::Within, b'"') => Quotes::Perhaps,
            (Quotes::Within, _) => Quotes::Within,
            (_, b'\n' | b'\r') => Quotes::Before,
            (_, byte) if byte == separator => Quotes::Before,
            _ => Quotes::Without,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.load(Ordering::Relaxed) > MAX_ROW {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let read = self.inner.read(buffer)?;
        self.quotes = buffer[..read].iter().fold(self.quotes, |quotes, byte| quotes.after(*byte, self.separator));
        if read == 0 && self.quotes == Quotes::Within {
            self.unclosed.store(true, Ordering::Relaxed);
        }
        self.since.fetch_add(read, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn rows(text: &str) -> (u8, Vec<(u64, Vec<String>)>) {
        let mut table = Separated::open(Cursor::new(text.as_bytes().to_vec())).unwrap();
        let (mut row, mut rows) = (Row::default(), Vec::new());
        while table.next(&mut row).unwrap() {
            rows.push((row.line, row.cells().map(str::to_owned).collect()));
        }
        (table.form.separator, rows)
    }

    #[test]
    fn the_separator_is_found() {
        for (text, separator) in [
            ("email;name\na@b.c;x\n", b';'),
            ("email,name\na@b.c,x\n", b','),
            ("mail\tname\na@b.c\tx\n", b'\t'),
            ("mail|name\na@b.c|x\n", b'|'),
            ("sep=|\nemail|a;b\nx;y|z\n", b'|'),
            ("SEP=^\nemail^name\n", b'^'),
            // Quotes hide what stands in them.
            ("\"email\",\"a;b;c;d\"\n\"x@y.z\",\"1;2;3;4\"\n", b','),
            ("name;email;notes\nA;a@b.c;\"one, two, three, four\"\n", b';'),
            ("email\na@b.c\n", b';'),
            ("", b';'),
        ] {
            assert_eq!(rows(text).0, separator, "{text}");
        }
    }

    #[test]
    fn rows_know_their_lines() {
        let (_, found) = rows("sep=;\n\nemail;notes\n\n\na;\"one\ntwo\"\nb; x \n\n\"c\";\"say \"\"hi\"\"\"");
        let expected = [
            (3, vec!["email", "notes"]),
            (6, vec!["a", "one\ntwo"]),
            (8, vec!["b", "x"]),
            (10, vec!["c", "say \"hi\""]),
        ];
        assert_eq!(found, expected.map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect())));
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_does_not_fill_the_memory() {
        let text = format!("email;name\n\"a;b\n{}", "x@y.z;somebody\n".repeat(200_000));
        let mut table = Separated::open(Cursor::new(text.into_bytes())).unwrap();
        let mut row = Row::default();
        assert_eq!(table.next(&mut row), Ok(true));
        assert!(table.next(&mut row).unwrap_err().contains("quotation mark"));
        assert_eq!(row.line, 2);
    }

    #[test]
    fn a_list_that_ends_within_quotes_is_told_at_the_row_that_opens_them() {
        for (text, line) in [
            ("email,last_name\na@b.example,Anna\nb@b.example,\"Bea\nc@b.example,Carl\nd@b.example,Dora\n", 3),
            ("email,n\n\"a@b.example,x\nc,d", 2),
            ("email\na@b.example\n\"", 3),
        ] {
            let mut table = Separated::open(Cursor::new(text.as_bytes().to_vec())).unwrap();
            let mut row = Row::default();
            let error = std::iter::from_fn(|| Some(table.next(&mut row))).find_map(Result::err).unwrap();
            assert_eq!((error.as_str(), row.line), (UNCLOSED, line), "{text}");
        }
        let (_, found) = rows("email,n\na,\"x\"\"y\"\nb,\"z\"");
        assert_eq!(found.len(), 3);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300), near in "[ab;,\t|\"\n=sep]{0,80}") {
            for bytes in [bytes, near.into_bytes()] {
                let mut table = Separated::open(Cursor::new(bytes)).unwrap();
                let mut row = Row::default();
                while table.next(&mut row) == Ok(true) {
                    proptest::prop_assert!(row.line >= 1);
                }
            }
        }
    }
}
