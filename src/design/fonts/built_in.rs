//! The fonts that are part of the program, all under the SIL Open Font License (its text stands beside each family).

use super::{FontData, FontFile};
use crate::model::FontStyle::{self, Italic, Normal};

macro_rules! font {
    ($family:literal, $weight:literal, $style:ident, $path:literal) => {
        ($family, $weight, $style, include_bytes!(concat!("../../builtin/fonts/", $path)) as &[u8])
    };
}

const FILES: &[(&str, u16, FontStyle, &[u8])] = &[
    font!("Outfit", 500, Normal, "outfit/Outfit_500Medium.ttf"),
    font!("Outfit", 600, Normal, "outfit/Outfit_600SemiBold.ttf"),
    font!("Outfit", 700, Normal, "outfit/Outfit_700Bold.ttf"),
    font!("Outfit", 800, Normal, "outfit/Outfit_800ExtraBold.ttf"),
    font!("Inter", 400, Normal, "inter/Inter_400Regular.ttf"),
    font!("Inter", 400, Italic, "inter/Inter_400Regular_Italic.ttf"),
    font!("Inter", 500, Normal, "inter/Inter_500Medium.ttf"),
    font!("Inter", 600, Normal, "inter/Inter_600SemiBold.ttf"),
    font!("Inter", 700, Normal, "inter/Inter_700Bold.ttf"),
    font!("Inter", 700, Italic, "inter/Inter_700Bold_Italic.ttf"),
    font!("Cairo", 400, Normal, "cairo/Cairo_400Regular.ttf"),
    font!("Cairo", 600, Normal, "cairo/Cairo_600SemiBold.ttf"),
    font!("Cairo", 700, Normal, "cairo/Cairo_700Bold.ttf"),
    font!("Cairo", 800, Normal, "cairo/Cairo_800ExtraBold.ttf"),
    font!("IBM Plex Sans Arabic", 400, Normal, "ibm-plex-sans-arabic/IBMPlexSansArabic_400Regular.ttf"),
    font!("IBM Plex Sans Arabic", 500, Normal, "ibm-plex-sans-arabic/IBMPlexSansArabic_500Medium.ttf"),
    font!("IBM Plex Sans Arabic", 600, Normal, "ibm-plex-sans-arabic/IBMPlexSansArabic_600SemiBold.ttf"),
    font!("IBM Plex Sans Arabic", 700, Normal, "ibm-plex-sans-arabic/IBMPlexSansArabic_700Bold.ttf"),
    font!("Noto Sans JP", 400, Normal, "noto-sans-jp/NotoSansJP_400Regular.ttf"),
    font!("Noto Sans JP", 700, Normal, "noto-sans-jp/NotoSansJP_700Bold.ttf"),
    font!("JetBrains Mono", 400, Normal, "jetbrains-mono/JetBrainsMono_400Regular.ttf"),
    font!("Noto Emoji", 400, Normal, "noto-emoji/NotoEmoji_400Regular.ttf"),
    font!("Noto Emoji", 700, Normal, "noto-emoji/NotoEmoji_700Bold.ttf"),
];

macro_rules! licences {
    ($($family:literal: $folder:literal),+ $(,)?) => {
        &[$(($family, include_str!(concat!("../../builtin/fonts/", $folder, "/OFL.txt")))),+]
    };
}

const LICENCES: &[(&str, &str)] = licences![
    "Outfit": "outfit",
    "Inter": "inter",
    "Cairo": "cairo",
    "IBM Plex Sans Arabic": "ibm-plex-sans-arabic",
    "Noto Sans JP": "noto-sans-jp",
    "JetBrains Mono": "jetbrains-mono",
    "Noto Emoji": "noto-emoji",
];

/// The licence of a built-in family.
pub fn licence(family: &str) -> Option<&'static str> {
    LICENCES.iter().find(|(name, _)| *name == family).map(|(_, text)| *text)
}

/// Every built-in font file, a family's together.
pub(super) fn files() -> impl Iterator<Item = FontFile> {
    FILES.iter().map(|(family, weight, style, data)| FontFile {
        family: (*family).to_owned(),
        weight: *weight,
        style: *style,
        data: FontData::BuiltIn(data),
    })
}
