//! Whether a zip archive is a workbook that can be read, before anything of it is unpacked (APPNOTE.TXT 6.3, ECMA-376).

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use super::{inflate::inflate, table::Fault};

/// Bytes that the parts of a workbook which are kept in memory, its texts above all, may have together.
const MAX_KEPT: u64 = 256 << 20;
/// Bytes of an archive's table of contents.
const MAX_CONTENTS: u64 = 4 << 20;
/// Parts that nothing of is kept of: sheets are read as a stream, the others not at all.
const NOT_KEPT: [&str; 6] =
    ["xl/worksheets/", "xl/media/", "xl/drawings/", "xl/charts/", "xl/pivotcache/", "xl/printersettings/"];

/// A part of an archive.
struct Part {
    name: String,
    method: u16,
    encrypted: bool,
    packed: u64,
    header: u64,
}

/// Looks at an archive; how many packed bytes of it may be read before its first cell.
///
/// # Errors
/// When it is no workbook, or one that is too large.
pub fn inspect(input: &mut (impl Read + Seek)) -> Result<u64, Fault> {
    inspect_within(input, MAX_KEPT)
}

fn inspect_within(input: &mut (impl Read + Seek), limit: u64) -> Result<u64, Fault> {
    let damaged = |_| ("the list is a damaged workbook".to_owned(), "open it in Excel and save it again".to_owned());
    let (contents, mut allowance) = contents(input).map_err(damaged)?;
    let parts = parts(&contents).ok_or_else(|| damaged(io::ErrorKind::InvalidData.into()))?;
    recognise(&parts)?;
    let mut kept = 0;
    for part in parts.iter().filter(|part| !NOT_KEPT.iter().any(|folder| part.name.starts_with(folder))) {
        if !matches!(part.method, 0 | 8) || part.packed == u64::from(u32::MAX) {
            return Err(damaged(io::ErrorKind::Unsupported.into()));
        }
        kept += measure(input, part, limit - kept).map_err(damaged)?;
        if kept >= limit {
            let message = format!("the workbook holds more than {} MB of text", limit >> 20);
            return Err((message, "save the sheet as `CSV UTF-8`: it can be of any size".into()));
        }
        allowance += part.packed;
    }
    input.seek(SeekFrom::Start(0)).map_err(damaged)?;
    Ok(allowance)
}

/// The table of contents, and how much is read to find it.
fn contents(input: &mut (impl Read + Seek)) -> io::Result<(Vec<u8>, u64)> {
    let end = input.seek(SeekFrom::End(0))?;
    let tail = end.min((64 << 10) + 22);
    input.seek(SeekFrom::Start(end - tail))?;
    let mut bytes = Vec::new();
    input.take(tail).read_to_end(&mut bytes)?;
    let at = bytes.windows(4).rposition(|w| w == b"PK\x05\x06").ok_or(io::ErrorKind::InvalidData)?;
    let record = bytes.get(at..at + 22).ok_or(io::ErrorKind::InvalidData)?;
    let (size, offset) = (u64::from(long(record, 12)), u64::from(long(record, 16)));
    if size > MAX_CONTENTS || offset + size > end {
        return Err(io::ErrorKind::InvalidData.into());
    }
    input.seek(SeekFrom::Start(offset))?;
    let mut contents = Vec::new();
    input.take(size).read_to_end(&mut contents)?;
    Ok((contents, tail + 2 * size))
}

fn parts(contents: &[u8]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = contents;
    while !rest.is_empty() {
        let header = rest.get(..46).filter(|h| h.starts_with(b"PK\x01\x02"))?;
        let (name, extra) = (usize::from(short(header, 28)), usize::from(short(header, 30)));
        let end = 46 + name + extra + usize::from(short(header, 32));
        parts.push(Part {
            name: String::from_utf8_lossy(rest.get(46..46 + name)?).replace('\\', "/").to_lowercase(),
            method: short(header, 10),
            encrypted: short(header, 8) & 1 == 1,
            packed: u64::from(long(header, 20)),
            header: u64::from(long(header, 42)),
        });
        rest = rest.get(end..)?;
    }
    Some(parts)
}

/// By the names of its parts.
fn recognise(parts: &[Part]) -> Result<(), Fault> {
    let has = |name: &str| parts.iter().any(|part| part.name.starts_with(name));
    let save = "open it and save it as `CSV UTF-8` or as an Excel workbook (.xlsx)";
    let (what, help) = match () {
        () if parts.iter().any(|part| part.encrypted) => {
            ("an archive with a password", "save the list without a password")
        }
        () if has("xl/workbook.bin") => ("a binary Excel workbook (.xlsb)", save),
        () if has("xl/") && has("[content_types].xml") => return Ok(()),
        () if has("content.xml") && has("mimetype") => ("an OpenDocument file (.ods)", save),
        () if has("index/") || has("index.zip") => ("a Numbers document", "export it from Numbers as CSV or Excel"),
        () if has("word/") => ("a Word document", "export the list itself as CSV"),
        () if has("ppt/") => ("a presentation", "export the list itself as CSV"),
        () => ("a zip archive", "unpack it and name the file that was in it"),
    };
    Err((format!("the list is {what}"), help.into()))
}

/// The size of a part, found by unpacking it.
fn measure(input: &mut (impl Read + Seek), part: &Part, limit: u64) -> io::Result<u64> {
    input.seek(SeekFrom::Start(part.header))?;
    let mut header = [0; 30];
    input.read_exact(&mut header)?;
    if !header.starts_with(b"PK\x03\x04") {
        return Err(io::ErrorKind::InvalidData.into());
    }
    input.seek_relative(i64::from(short(&header, 26)) + i64::from(short(&header, 28)))?;
    let mut packed = BufReader::new(input.take(part.packed));
    let (size, head) = match part.method {
        0 => {
            let mut head = Vec::new();
            packed.take(4096).read_to_end(&mut head)?;
            (part.packed, head)
        }
        _ => {
            let found = inflate(&mut packed, limit)?;
            (found.size, found.head)
        }
    };
    match !part.name.ends_with("sharedstrings.xml") || sound_count(&head, size) {
        true => Ok(size),
        false => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// Whether the number of texts that a workbook promises can be true: room is made for so many before they are read. Each
/// takes four bytes at least (`<si/>` is five).
fn sound_count(head: &[u8], size: u64) -> bool {
    let text = String::from_utf8_lossy(head);
    // No program writes anything but a declaration before it.
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(declared) = rest.strip_prefix("<?") {
        let Some((_, after)) = declared.split_once("?>") else { return false };
        rest = after.trim_start();
    }
    let Some(element) = rest.strip_prefix('<') else { return false };
    let name = element.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    if name.rsplit(':').next() != Some("sst") {
        return false;
    }
    let mut quote = None;
    let end = element.char_indices().find_map(|(at, c)| match (quote, c) {
        (None, '>') => Some(at),
        (None, '"' | '\'') => {
            quote = Some(c);
            None
        }
        (Some(open), c) if c == open => {
            quote = None;
            None
        }
        _ => None,
    });
    let Some(end) = end else { return false };
    element[..end].split("uniqueCount").skip(1).all(|rest| {
        let digits = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
        let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u64>().is_ok_and(|count| count <= size / 4)
    })
}

fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::recipients::testing::{archive, workbook};

    fn refused(parts: &[(&str, u16, &[u8])], limit: u64) -> String {
        inspect_within(&mut Cursor::new(archive(parts)), limit).unwrap_err().0
    }

    #[test]
    fn other_archives_are_told_apart() {
        for (names, what) in [
            (&["mimetype", "content.xml"][..], "OpenDocument"),
            (&["Index/Document.iwa"], "Numbers"),
            (&["[Content_Types].xml", "xl/workbook.bin"], "xlsb"),
            (&["[Content_Types].xml", "word/document.xml"], "Word"),
            (&["staff.csv"], "zip archive"),
            (&[], "zip archive"),
        ] {
            let parts: Vec<_> = names.iter().map(|name| (*name, 0, &b""[..])).collect();
            assert!(refused(&parts, MAX_KEPT).contains(what), "{what}");
        }
        assert!(inspect(&mut Cursor::new(workbook(b"<sst uniqueCount='1'><si/></sst>"))).is_ok());
        assert!(inspect(&mut Cursor::new(b"PK\x03\x04".to_vec())).is_err());
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_whatever_it_says() {
        let bomb = include_bytes!("../../tests/recipients/repeated.deflate");
        let parts = [("[Content_Types].xml", 0, &b""[..]), ("xl/workbook.xml", 8, bomb)];
        assert!(refused(&parts, 10_000).contains("more than"));
        assert!(inspect_within(&mut Cursor::new(archive(&parts)), 12_000).is_ok());
        let promise = |sst: &[u8]| inspect(&mut Cursor::new(workbook(sst)));
        for sst in
            ["<sst uniqueCount = \"99999999999\">", "<x:sst count='1' uniqueCount='18446744073709551616'/>", "<sst", ""]
        {
            assert!(promise(sst.as_bytes()).is_err(), "{sst}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_archive_makes_it_panic(at: proptest::sample::Index, byte: u8, cut: proptest::sample::Index) {
            let mut bytes = include_bytes!("../../tests/recipients/staff.xlsx").to_vec();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = inspect(&mut Cursor::new(&bytes));
            bytes.truncate(cut.index(bytes.len()));
            let _ = inspect(&mut Cursor::new(&bytes));
        }
    }
}
