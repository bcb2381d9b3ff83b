//! What stands for a piece in the grid, and in its dialog.

use serde::Serialize;

use super::{
    collect::{Found, Shelf},
    files::{ending, href},
    piece::Known,
    titles,
};
use crate::design::icons;

/// What is shown of a piece.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Preview {
    /// A small picture, and the large one where browsers show it.
    Picture { small: String, large: Option<String> },
    /// The page itself, in a frame.
    Mail { href: String },
    /// The brand's colours.
    Colours { colours: Vec<String> },
    /// The brand's letters.
    Letters { headings: String, base: String },
    /// An icon, for what only other programs show.
    Icon { icon: &'static str, endings: Vec<String> },
}

/// The preview of a piece.
pub(super) fn preview(known: &Known<'_>, found: &Found) -> Preview {
    let named =
        |wanted: &str| found.files.iter().find(|entry| entry.path.ends_with(wanted)).map(|entry| href(&entry.path));
    match (found.shelf, found.id.as_str()) {
        (Shelf::Newsletters, _) => named(".html").map(|href| Preview::Mail { href }),
        (Shelf::Brand, "palette") => Some(Preview::Colours { colours: known.look.colours().to_vec() }),
        (Shelf::Brand, "fonts") => {
            let [headings, base] = known.look.families(known.language);
            Some(Preview::Letters { headings, base })
        }
        (Shelf::Brand, "logo") => {
            let small = named("logo/svg/horizontal-colour.svg").or_else(|| named("logo-colour-small.png"));
            small.map(|small| Preview::Picture { small, large: None })
        }
        (Shelf::Brand, "pattern") => {
            named("pattern/screen-colour.svg").map(|small| Preview::Picture { small, large: None })
        }
        _ => None,
    }
    .or_else(|| {
        let small = href(found.thumbnail.as_ref()?);
        let large = found.files.iter().find(|entry| ["png", "jpg"].contains(&ending(&entry.path)));
        Some(Preview::Picture { small, large: large.map(|entry| href(&entry.path)) })
    })
    .unwrap_or_else(|| Preview::Icon { icon: icon(found), endings: titles::endings(found) })
}

/// The drawing of an icon by what a piece is.
fn icon(found: &Found) -> &'static str {
    let name = match (found.shelf, found.id.as_str()) {
        (Shelf::Newsletters | Shelf::Notices, _) => "mail",
        (Shelf::Screens, _) => "monitor",
        (Shelf::Posters | Shelf::Banners | Shelf::Timeline, _) => "image",
        (Shelf::Guides, _) => "book-open",
        (Shelf::Orders, _) => "printer",
        (Shelf::Decks, _) => "presentation",
        (Shelf::Brand, "signatures") => "signature",
        (Shelf::Brand, _) => "file-text",
    };
    icons::icon(name).unwrap_or_default()
}
