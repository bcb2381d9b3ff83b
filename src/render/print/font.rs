//! Fonts on their way into a print file: as they are, but for those whose glyphs are drawings with colours.

use lopdf::{Dictionary, Object};

use super::{
    content::Purpose,
    error::Unprintable,
    objects::{dictionary_of, entries, name_at, resolved, stream_bytes},
    pass::Pass,
};

/// A font of the source as one of the target.
pub fn converted(pass: &mut Pass<'_>, object: &Object, purpose: Purpose) -> Result<Object, Unprintable> {
    let source = pass.source;
    let font = dictionary_of(source, object)?;
    if name_at(source, font, "Subtype") != b"Type3" {
        return pass.copy(&Object::Dictionary(font.clone()), 0);
    }
    let mut kept = Dictionary::new();
    for (key, value) in font.iter().filter(|(key, _)| !matches!(key.as_slice(), b"CharProcs" | b"Resources")) {
        kept.set(key.as_slice(), pass.copy(value, 0)?);
    }
    let (mut glyphs, mut resources) = (Dictionary::new(), Dictionary::new());
    for (name, glyph) in entries(source, font, "CharProcs")? {
        let Object::Stream(stream) = resolved(source, glyph)? else {
            return Err(Unprintable::damaged("a glyph that is none"));
        };
        let content = stream_bytes(stream)?;
        let mut made = pass.drawing(&content, font.get(b"Resources").ok(), Dictionary::new(), purpose)?;
        // What glyphs name stands in the font.
        if let Some(Object::Dictionary(own)) = made.dict.remove(b"Resources") {
            merge(&mut resources, own);
        }
        glyphs.set(name, Object::Reference(pass.target.add_object(made)));
    }
    kept.set("CharProcs", glyphs);
    kept.set("Resources", resources);
    Ok(kept.into())
}

/// Adds the entries of a resource dictionary, group by group.
fn merge(into: &mut Dictionary, from: Dictionary) {
    for (kind, group) in from {
        match (into.get_mut(&kind), group) {
            (Ok(Object::Dictionary(known)), Object::Dictionary(group)) => known.extend(&group),
            (_, group) => into.set(kind, group),
        }
    }
}
