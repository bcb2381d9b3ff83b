//! A QR code as a drawing.

use std::fmt::Write;

/// Modules of white on every side (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;

/// A code that leads to an address, black on white; none where it is too long for one.
pub(super) fn qr(address: &str) -> Option<String> {
    // Level M restores 15 %, enough for a scratch, and keeps the modules large.
    let code = fast_qr::QRBuilder::new(address).ecl(fast_qr::ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..code.size {
        for column in (0..code.size).filter(|column| code[row][*column].value()) {
            let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
        }
    }
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}"><rect width="{side}" height="{side}" fill="#ffffff"/><path shape-rendering="crispEdges" d="{path}" fill="#000000"/></svg>"##
    ))
}
