//! The built-in icons: lucide (lucide.dev, ISC licence), 24 by 24, drawn with a stroke.
//!
//! In: a name. Out: the SVG elements inside the icon's 24 by 24 view box, which take `stroke` and `color` from around
//! them: `<g fill="none" stroke="#12264f" color="#12264f" stroke-width="2" stroke-linecap="round"
//! stroke-linejoin="round">…</g>`.

/// One icon a line, sorted by name: the name, a tab, then its elements, or `=` and the icon that it is another name of.
const ICONS: &str = include_str!("../builtin/icons/lucide.txt");

/// The elements of an icon.
pub fn icon(name: &str) -> Option<&'static str> {
    let markup = line(name)?;
    match markup.strip_prefix('=') {
        Some(other) => line(other),
        None => Some(markup),
    }
}

/// The names of all icons, sorted.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    ICONS.lines().filter_map(|line| line.split_once('\t')).map(|(name, _)| name)
}

fn line(name: &str) -> Option<&'static str> {
    ICONS.lines().filter_map(|line| line.split_once('\t')).find(|(n, _)| *n == name).map(|(_, markup)| markup)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_well_formed_and_holds_nothing_but_shapes() {
        let mut count = 0;
        for name in names() {
            let markup = icon(name).unwrap_or_else(|| panic!("{name}"));
            let svg = format!("<g>{markup}</g>");
            let document = roxmltree::Document::parse(&svg).unwrap_or_else(|e| panic!("{name}: {e}"));
            let shapes = ["g", "path", "circle", "rect", "line", "ellipse", "polyline", "polygon"];
            assert!(document.descendants().filter(|n| n.is_element()).all(|n| shapes.contains(&n.tag_name().name())));
            count += 1;
        }
        assert!(count > 2000);
    }

    #[test]
    fn names_and_other_names() {
        assert!(icon("search-check").is_some() && icon("share-2").is_some() && icon("heart-handshake").is_some());
        assert_eq!(icon("edit"), icon("square-pen"));
        assert!(icon("rocket-ship").is_none());
        assert!(names().is_sorted());
    }
}
