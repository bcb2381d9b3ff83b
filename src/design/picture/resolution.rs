//! Whether a picture has enough pixels for the size that it is shown at.

use super::{Fit, Picture, Place, fit};
use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    model::value::{Format, FormatUnit},
};

/// The longest side from which a sheet is looked at from farther away: A2.
const LARGE: f64 = 594.0;

/// Pixels for one unit of the format that a placed picture needs: 300 to the inch in print, 150 on sheets from A2 up, one
/// for each pixel of a screen.
pub fn needed_resolution(format: &Format) -> f64 {
    match format.unit {
        FormatUnit::Px => 1.0,
        FormatUnit::Mm if format.width.max(format.height) >= LARGE => 150.0 / 25.4,
        FormatUnit::Mm => 300.0 / 25.4,
    }
}

/// A warning where a placed picture has fewer pixels than its size needs, an error below half of them; on screens only a
/// warning where it has fewer than the screen shows. `piece` is the piece in words, with its format.
///
/// The place is in the format's own units: millimetres or pixels.
pub fn placed_resolution(picture: &Picture, place: &Place, format: &Format, piece: &str) -> Option<Diagnostic> {
    if !picture.has_pixels() || !place.is_visible() {
        return None;
    }
    let [_, _, width, height] = fit::part(picture.width(), picture.height(), place);
    let taken = match place.fit {
        Fit::Cover => place.width,
        Fit::Contain => (place.height * width / height).min(place.width),
    };
    let (factor, unit) = match format.unit {
        FormatUnit::Mm => (25.4, "pixels to the inch"),
        FormatUnit::Px => (100.0, "% of the pixels that the screen shows"),
    };
    let (has, least) = (width / taken * factor, needed_resolution(format) * factor);
    // A hundredth less is a matter of rounding.
    if has >= least * 0.99 {
        return None;
    }
    let enlarge = least / has;
    let (wide, high) = (picture.width() * enlarge, picture.height() * enlarge);
    let message = format!("`{}` is too small for {piece}: {has:.0} {unit}, {least:.0} are needed", picture.path);
    let help = format!(
        "take the original picture, of at least {} × {} pixels, not one from a web page or a presentation",
        wide.ceil(),
        high.ceil()
    );
    let mut diagnostic = match &picture.named_at {
        Some(span) => Diagnostic::new(Code::LowResolution, span, message),
        None => Diagnostic::global(Code::LowResolution, message),
    };
    if format.unit == FormatUnit::Mm && has < least / 2.0 {
        diagnostic.severity = Severity::Error;
    }
    Some(diagnostic.help(help))
}
