//! QR codes as drawings.
//!
//! In: a text. Out: its code (ISO/IEC 18004) as path data, a square for each module.

use std::fmt::Write;

/// Clear modules on each side, as the standard asks.
pub const QUIET_ZONE: f64 = 4.0;

/// A code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules on a side.
    pub side: usize,
    /// The dark ones, a unit each.
    pub path: String,
}

/// The code of a text; `None` where it is too long for one.
pub fn code(data: &str) -> Option<Code> {
    // Level M restores 15 %, enough for a scratch, and keeps the modules large.
    let code = fast_qr::QRBuilder::new(data).ecl(fast_qr::ECL::M).build().ok()?;
    let mut path = String::new();
    for row in 0..code.size {
        let dark = |column: usize| code[row][column].value();
        let mut column = 0;
        while column < code.size {
            let start = column;
            while column < code.size && dark(column) {
                column += 1;
            }
            if column > start {
                let _ = write!(path, "M{start} {row}h{w}v1h-{w}z", w = column - start);
            }
            column += 1;
        }
    }
    Some(Code { side: code.size, path })
}

/// The code of a text as a file of its own: black on white, with its quiet zone.
pub fn svg(data: &str) -> Option<String> {
    let code = code(data)?;
    let side = code.side as f64 + 2.0 * QUIET_ZONE;
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="-{QUIET_ZONE} -{QUIET_ZONE} {side} {side}"><rect x="-{QUIET_ZONE}" y="-{QUIET_ZONE}" width="{side}" height="{side}" fill="#fff"/><path fill="#000" d="{}"/></svg>"##,
        code.path
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_as_a_file() {
        let svg = svg("https://agora.example").unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("viewBox=\"-4 -4 33 33\""), "{}", &svg[..120]);
        assert_eq!(code(&"x".repeat(5000)), None);
    }
}
