//! Content-Transfer-Encoding (RFC 2045, 6.7 and 6.8).

use base64::{Engine, engine::general_purpose::STANDARD};

/// The longest line, in characters, its soft break left out.
const LINE: usize = 75;

/// Writes text as quoted-printable in lines of its own: what is written ends with a line break, a soft one unless the text
/// ends with a line.
pub fn push_quoted(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = text.as_bytes();
    let mut column = 0;
    for (i, &byte) in bytes.iter().enumerate() {
        let next = bytes.get(i + 1);
        match byte {
            b'\r' if next == Some(&b'\n') => continue,
            b'\n' => {
                out.push_str("\r\n");
                column = 0;
                continue;
            }
            _ => {}
        }
        // White space at the end of a line would be lost.
        let last = matches!(next, None | Some(b'\n' | b'\r'));
        let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || matches!(byte, b' ' | b'\t') && !last;
        let width = if plain { 1 } else { 3 };
        if column + width > LINE {
            out.push_str("=\r\n");
            column = 0;
        }
        column += width;
        if plain {
            out.push(char::from(byte));
        } else {
            out.push('=');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    if column > 0 {
        out.push_str("=\r\n");
    }
}

/// Writes bytes as base64 in lines of 76 characters.
pub fn push_base64(out: &mut String, bytes: &[u8]) {
    for line in bytes.chunks(57) {
        STANDARD.encode_string(line, out);
        out.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What another's decoder reads.
    fn read(body: &str) -> String {
        let mail = format!(
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}"
        );
        let message = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap();
        message.body_text(0).unwrap_or_default().replace("\r\n", "\n")
    }

    proptest::proptest! {
        #[test]
        fn quoted_printable_is_read_back(parts in proptest::collection::vec("[ a-z=.é日\\n\\t]{0,120}", 1..4)) {
            let mut out = String::new();
            parts.iter().for_each(|part| push_quoted(&mut out, part));
            proptest::prop_assert!(out.lines().all(|line| line.len() <= 76 && !line.ends_with([' ', '\t'])));
            proptest::prop_assert_eq!(read(&(out + "=2E")), parts.concat() + ".");
        }
    }
}
