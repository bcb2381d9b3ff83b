/// True for a path that an artefact may have: relative, `/` between folders, every name good on every system, nothing
/// that leads upwards and nothing that Fanion or the system keeps for itself.
///
/// A manifest is a file like any other, and may have been written by anybody.
pub(super) fn is_safe(path: &str) -> bool {
    path.len() <= 1024 && path != super::MANIFEST && path.split('/').all(is_safe_name)
}

/// Dot files are the folder's own (`.lock`, `.staging`, `.gitkeep`); Windows drops a last dot or space, reads `:` as a
/// stream of the file's, and keeps some names for devices whatever their ending.
fn is_safe_name(name: &str) -> bool {
    let forbidden = |c: char| c.is_control() || r#"\:*?"<>|"#.contains(c);
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || ["com", "lpt"].iter().any(|d| {
            stem.strip_prefix(d)
                .is_some_and(|n| n.chars().count() == 1 && n.chars().all(|c| "0123456789¹²³".contains(c)))
        });
    !name.is_empty() && !name.starts_with('.') && !name.ends_with(['.', ' ']) && !name.contains(forbidden) && !device
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_below_the_folder_are_safe() {
        for good in ["index.html", "lancement/posters/annonce-lyon-A3.fr-CA.png", "a b/é.pdf", "a/manifest.json"] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "",
            "/",
            "/etc/passwd",
            "../x",
            "a/../x",
            "a/..",
            "./a",
            "a//b",
            "a/",
            "C:/x",
            "C:x",
            "a\\b",
            "..\\x",
            "\\\\host\\x",
            "a:b",
            "con",
            "a/NUL.txt",
            "COM1.png",
            "lpt¹",
            "a.",
            "a ",
            ".lock",
            ".staging/x",
            ".gitkeep",
            "a\0b",
            "a\nb",
            "manifest.json",
            "a?",
            &"x/".repeat(600),
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }
}
