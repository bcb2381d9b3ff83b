//! What must not be done with the logo: what the project says, then what goes for every logo, each drawn.

use serde::Serialize;

use super::super::setter::Setter;
use crate::personalise::plain;

/// Tiles of the page: two rows of three.
const TILES: usize = 6;
/// No page holds more.
const MOST: usize = 9;

/// A mistake and how it is drawn.
#[derive(Debug, Serialize)]
pub(super) struct Misuse {
    kind: &'static str,
    text: String,
}

/// Each mistake with the words that a rule about it has in some language, in small letters.
const KINDS: [(&str, &[&str]); 6] = [
    (
        "stretched",
        &["stretch", "distort", "squeez", "étir", "déform", "verzerr", "dehn", "stauch", "تمط", "تمد", "伸", "変形"],
    ),
    (
        "rotated",
        &["rotat", "turn", "tilt", "tourn", "inclin", "pivot", "dreh", "kipp", "دوّر", "تدوير", "تدر", "回転", "傾"],
    ),
    ("effects", &["shadow", "effect", "glow", "ombre", "effet", "schatten", "effekt", "ظل", "تأثير", "影", "効果"]),
    ("cropped", &["crop", "cut", "rogn", "coup", "beschneid", "anschneid", "قص", "切"]),
    ("busy", &["busy", "background", "ground", "photo", "chargé", "fond", "unruhig", "hintergrund", "خلفية", "背景"]),
    ("recoloured", &["colour", "color", "couleur", "farb", "لون", "ألوان", "色"]),
];

pub(super) fn misuse(setter: &mut Setter<'_>) -> Vec<Misuse> {
    let scope = setter.scope;
    let mut told: Vec<Misuse> = Vec::new();
    for rule in scope.project.identity.guidelines.logo.misuse.iter().take(MOST) {
        let inlines = scope.inlines(rule);
        let kind = kind(&plain(&inlines));
        told.push(Misuse { kind: kind.unwrap_or("other"), text: setter.plain(rule) });
    }
    for (kind, _) in KINDS {
        if told.len() < TILES && !told.iter().any(|other| other.kind == kind) {
            told.push(Misuse { kind, text: setter.word(&format!("charter_misuse_{kind}"), &[]) });
        }
    }
    told
}

/// What a rule is about.
fn kind(rule: &str) -> Option<&'static str> {
    let rule = rule.to_lowercase();
    KINDS.iter().find(|(_, words)| words.iter().any(|word| rule.contains(word))).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn rules_are_drawn_as_what_they_forbid() {
        for (rule, expected) in [
            ("Ne pas changer ses couleurs.", Some("recoloured")),
            ("Do not stretch it.", Some("stretched")),
            ("Ne pas le poser sur un fond chargé.", Some("busy")),
            ("Nicht drehen.", Some("rotated")),
            ("影をつけない。", Some("effects")),
            ("Never beside a competitor.", None),
        ] {
            assert_eq!(kind(rule), expected, "{rule}");
        }
    }
}
