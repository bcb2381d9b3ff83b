//! Font files of the project's own.

use sha2::{Digest, Sha256};
use skrifa::{FontRef, MetadataProvider, attribute::Style, string::StringId};

use super::{FontData, FontFile};
use crate::{
    diagnostic::{Code, Diagnostic},
    model::{FontFace, FontStyle, value::hex},
};

/// What a font file says of itself.
///
/// # Errors
/// A diagnostic when it is no TrueType or OpenType font with a name and glyphs.
pub(super) fn read(face: &FontFace) -> Result<FontFile, Box<Diagnostic>> {
    let refuse = || {
        let message = format!("`{}` is not a font that can be used", face.file.path);
        let help =
            "give one TrueType or OpenType file (.ttf, .otf) for each weight; web fonts (.woff2) must be converted";
        Box::new(face.file.diagnostic(Code::UnreadableFile, message).help(help))
    };
    let font = FontRef::new(&face.file.bytes).map_err(|_| refuse())?;
    let name = |id| font.localized_strings(id).english_or_first().map(|name| name.to_string());
    let family = name(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(StringId::FAMILY_NAME));
    let family = family.filter(|name| !name.trim().is_empty()).ok_or_else(refuse)?;
    if !font.charmap().has_map() {
        return Err(refuse());
    }
    let attributes = font.attributes();
    let style = match attributes.style {
        Style::Normal => FontStyle::Normal,
        Style::Italic | Style::Oblique(_) => FontStyle::Italic,
    };
    let weight = attributes.weight.value().clamp(1.0, 1000.0) as u16;
    Ok(FontFile { family, weight, style, data: FontData::Own(face.file.bytes.clone()) })
}

/// The hash of all own files.
pub(super) fn fingerprint(files: &[FontFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(Sha256::digest(file.data.as_ref()));
    }
    hex(hash.finalize())
}
