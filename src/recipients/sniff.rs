//! What kind of file a list is, by what it begins with, whatever its name says.

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Values parted by a sign.
    Text,
    /// A zip archive: a workbook, if anything.
    Archive,
    /// Nothing that is read, with what it is and what to do.
    Other(&'static str, &'static str),
}

const SAVE: &str = "open it and save it as `CSV UTF-8` or as an Excel workbook (.xlsx)";

/// Tells by a file's first bytes, and by all of them where it is an old Office file.
pub fn kind(head: &[u8]) -> Kind {
    let text = |word: &[u8]| head.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    let wide = |word: &str| text(&word.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let trimmed = head.trim_ascii_start();
    let begins = |word: &[u8]| trimmed.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    match head {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Kind::Archive,
        // [MS-CFB] 2.2, and [MS-OFFCRYPTO] 2.3.4 for the stream that an encrypted package is in.
        [0xd0, 0xcf, 0x11, 0xe0, ..] if wide("EncryptedPackage") || wide("EncryptionInfo") => Kind::Other(
            "an Excel workbook with a password",
            "open it in Excel, remove the password (File, Info, Protect workbook) and save it",
        ),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Kind::Other("an old Excel workbook (.xls)", SAVE),
        [b'%', b'P', b'D', b'F', ..] => Kind::Other("a PDF", "export the list itself as CSV"),
        [0x1f, 0x8b, ..] | [b'7', b'z', 0xbc, ..] | [b'R', b'a', b'r', b'!', ..] => {
            Kind::Other("a compressed archive", "unpack it and name the file that was in it")
        }
        _ if begins(b"<html") || begins(b"<!doctype") || begins(b"<table") || begins(b"\xef\xbb\xbf<html") => {
            Kind::Other("a web page, whatever its name says", SAVE)
        }
        _ if begins(b"<?xml") => Kind::Other("an XML file", SAVE),
        _ if begins(b"{\\rtf") => Kind::Other("a text document", "export the list itself as CSV"),
        _ if begins(b"begin:vcard") => Kind::Other("a file of contacts (vCard)", "export the contacts as CSV"),
        _ if begins(b"dn:") || begins(b"version: 1") => Kind::Other("an LDIF file", "export the list as CSV"),
        _ if begins(b"{") || begins(b"[{") => Kind::Other("a JSON file", "export the list as CSV"),
        _ => Kind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        assert_eq!(kind(b"email;name"), Kind::Text);
        assert_eq!(kind(b""), Kind::Text);
        assert_eq!(kind(b"PK\x03\x04"), Kind::Archive);
        for (head, what) in [
            (&b"\xd0\xcf\x11\xe0\xa1\xb1"[..], "old Excel"),
            (b"\xd0\xcf\x11\xe0..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", "password"),
            (b"%PDF-1.7", "PDF"),
            (b"\n<HTML>", "web page"),
            (b"BEGIN:VCARD", "contacts"),
            (b"dn: cn=x", "LDIF"),
        ] {
            assert!(matches!(kind(head), Kind::Other(found, _) if found.contains(what)), "{what}");
        }
    }
}
