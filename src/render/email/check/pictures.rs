//! Whether pictures say what they show.
//!
//! In: a [`Page`] and the banner at its head. Out: a diagnostic for each that is heavy or has the name of its file for a text.

use super::{
    super::picture::HEAVY,
    Finished,
    page::{Page, decoded},
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

/// What the names of pictures' files end in.
const ENDINGS: &[&str] = &[".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".heic", ".tif"];

/// Looks at every picture.
pub(super) fn check(finished: &Finished<'_>, page: &Page<'_>, found: &mut Diagnostics) {
    for picture in page.elements.iter().filter(|element| element.name == "img") {
        let alt = picture.attribute("alt").map(decoded);
        let problem = match alt.as_deref().map(str::trim) {
            None => Some(("a picture has no `alt`".to_owned(), Severity::Error)),
            Some(alt) if is_file_name(alt) => {
                Some((format!("`{alt}` is the name of a file, not what the picture shows"), Severity::Warning))
            }
            Some(_) => None,
        };
        if let Some((message, severity)) = problem {
            let place = finished.place(alt.as_deref().unwrap_or_default());
            let help =
                "say in `alt` what those who do not see the picture miss; leave it empty where they miss nothing";
            found.push(Diagnostic { severity, ..Diagnostic::new(Code::InvalidImage, &place, message).help(help) });
        }
    }
    // Pictures of blocks are weighed where they are taken in; the banner comes from another renderer.
    if let Some(banner) = finished.banner.filter(|banner| banner.bytes.len() > HEAVY) {
        let message = format!(
            "the banner at the head weighs {} kB, more than the 200 kB that a newsletter's picture should",
            banner.bytes.len() / 1000
        );
        let diagnostic = Diagnostic::new(Code::EmailTooLarge, &finished.newsletter.span, message);
        found.push(diagnostic.help("give the `email-header` banner a plainer template, or none with a photo"));
    }
}

/// `IMG_2034.jpg` and the like.
fn is_file_name(alt: &str) -> bool {
    let lower = alt.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending)) || (lower.starts_with("img_") && !lower.contains(' '))
}
