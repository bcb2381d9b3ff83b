//! The drawing of a PDF, carried over into another with its colours in ink.
//!
//! In: the PDF of a poster. Out: the objects that draw it, in a new document. Only what is understood is carried over: what
//! draws is rewritten, fonts are copied, and everything else (links, structure, metadata, scripts) has no way across.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::{
    content::{Inked, Purpose, Rewriter, Space, spot_name},
    error::Unprintable,
    font,
    functions::{constant, real, reals},
    image,
    inks::{Cmyk, Inks},
    objects::{array_of_numbers, dictionary_of, entries, name_at, number_at, number_of, resolved, stream_bytes},
    shading,
    swatches::Swatches,
};

/// Forms within forms, and other things within things.
const MOST_DEEP: usize = 64;

/// One PDF on its way into ink.
pub struct Pass<'a> {
    /// The PDF that is read.
    pub source: &'a Document,
    /// The document that is made.
    pub target: Document,
    /// The printing condition.
    pub inks: &'a Inks,
    /// The colours that are printed as they are stated.
    pub swatches: &'a Swatches,
    /// What was made of an object; `None` while it is being made.
    made: HashMap<(ObjectId, Purpose), Option<ObjectId>>,
    copied: HashMap<ObjectId, ObjectId>,
    spots: HashMap<usize, ObjectId>,
    depth: usize,
}

impl<'a> Pass<'a> {
    /// Of a document.
    pub fn new(source: &'a Document, inks: &'a Inks, swatches: &'a Swatches) -> Self {
        let target = Document::with_version("1.6");
        let (made, copied, spots) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { source, target, inks, swatches, made, copied, spots, depth: 0 }
    }

    /// A drawing and its resources, as a stream with these entries.
    pub fn drawing(
        &mut self,
        content: &[u8],
        resources: Option<&Object>,
        entries: Dictionary,
        purpose: Purpose,
    ) -> Result<Stream, Unprintable> {
        let empty = Dictionary::new();
        let resources = match resources {
            Some(object) => dictionary_of(self.source, object)?,
            None => &empty,
        };
        let spaces = self.spaces(resources)?;
        let rewriter = Rewriter { inks: self.inks, swatches: self.swatches, purpose, spaces };
        let inked = rewriter.rewrite(content)?;
        let mut stream = Stream::new(entries, Vec::new());
        stream.dict.set("Resources", self.resources(resources, &inked, purpose)?);
        stream.set_content(inked.bytes);
        // Left as it is where it does not become smaller.
        let _ = stream.compress();
        Ok(stream)
    }

    fn spaces(&self, resources: &Dictionary) -> Result<HashMap<Vec<u8>, Space>, Unprintable> {
        let declared = entries(self.source, resources, "ColorSpace")?;
        declared.into_iter().map(|(name, object)| Ok((name.to_vec(), self.space(object)?))).collect()
    }

    /// What kind of colour space an object is.
    pub fn space(&self, object: &Object) -> Result<Space, Unprintable> {
        let unknown = || Unprintable::unsupported("a colour space that is neither grey, RGB nor CMYK");
        match resolved(self.source, object)? {
            Object::Name(name) => Space::named(name).ok_or_else(unknown),
            Object::Array(array) => {
                let first = array.first().ok_or_else(unknown)?;
                match (resolved(self.source, first)?.as_name()?, array.get(1)) {
                    (b"ICCBased", Some(profile)) => {
                        match number_at(self.source, dictionary_of(self.source, profile)?, "N")? as i64 {
                            1 => Ok(Space::Grey),
                            3 => Ok(Space::Rgb),
                            _ => Err(unknown()),
                        }
                    }
                    (b"Pattern", Some(_)) => Err(Unprintable::unsupported("a pattern without colours of its own")),
                    (name, _) => Space::named(name).ok_or_else(unknown),
                }
            }
            _ => Err(unknown()),
        }
    }

    fn resources(
        &mut self,
        resources: &Dictionary,
        inked: &Inked,
        purpose: Purpose,
    ) -> Result<Dictionary, Unprintable> {
        let mut out = Dictionary::new();
        let kinds: [(&str, Convert<'a>); 5] = [
            ("XObject", Self::x_object),
            ("Pattern", Self::pattern),
            ("Shading", shading::converted),
            ("ExtGState", Self::state),
            ("Font", font::converted),
        ];
        for (kind, convert) in kinds {
            let mut group = Dictionary::new();
            for (name, object) in entries(self.source, resources, kind)? {
                group.set(name, self.once(object, purpose, convert)?);
            }
            if !group.is_empty() {
                out.set(kind, group);
            }
        }
        let mut spaces = Dictionary::new();
        for spot in &inked.spots {
            spaces.set(spot_name(*spot), Object::Reference(self.spot(*spot)));
        }
        if !spaces.is_empty() {
            out.set("ColorSpace", spaces);
        }
        Ok(out)
    }

    /// The Separation colour space of a spot ink, the same one throughout.
    pub fn spot(&mut self, spot: usize) -> ObjectId {
        if let Some(id) = self.spots.get(&spot) {
            return *id;
        }
        let ink = &self.swatches.spots()[spot];
        let space = separation(&ink.name, &constant_from_paper(ink.alternate));
        let id = self.target.add_object(space);
        self.spots.insert(spot, id);
        id
    }

    /// What is made of an object: once for each purpose, however often it is used.
    pub fn once(&mut self, object: &Object, purpose: Purpose, convert: Convert<'a>) -> Result<Object, Unprintable> {
        if self.depth >= MOST_DEEP {
            return Err(Unprintable::damaged("drawings within drawings without end"));
        }
        self.depth += 1;
        let made = match object {
            Object::Reference(id) => self.once_by_id(*id, purpose, convert).map(Object::Reference),
            direct => convert(self, direct, purpose).map(|made| match made {
                Object::Stream(stream) => Object::Reference(self.target.add_object(stream)),
                other => other,
            }),
        };
        self.depth -= 1;
        made
    }

    fn once_by_id(&mut self, id: ObjectId, purpose: Purpose, convert: Convert<'a>) -> Result<ObjectId, Unprintable> {
        match self.made.insert((id, purpose), None) {
            Some(Some(made)) => {
                self.made.insert((id, purpose), Some(made));
                Ok(made)
            }
            Some(None) => Err(Unprintable::damaged("a drawing that holds itself")),
            None => {
                let source = self.source;
                let made = convert(self, source.get_object(id)?, purpose)?;
                let made = self.target.add_object(made);
                self.made.insert((id, purpose), Some(made));
                Ok(made)
            }
        }
    }

    fn x_object(&mut self, object: &Object, purpose: Purpose) -> Result<Object, Unprintable> {
        let Object::Stream(stream) = resolved(self.source, object)? else {
            return Err(Unprintable::damaged("a picture that is none"));
        };
        match name_at(self.source, &stream.dict, "Subtype") {
            b"Image" => image::converted(self, stream, purpose).map(Object::Stream),
            b"Form" => self.form(stream, purpose).map(Object::Stream),
            _ => Err(Unprintable::unsupported("PostScript")),
        }
    }

    fn form(&mut self, stream: &Stream, purpose: Purpose) -> Result<Stream, Unprintable> {
        let mut kept = self.numbers(&stream.dict, &["BBox", "Matrix"])?;
        kept.set("Type", "XObject");
        kept.set("Subtype", "Form");
        if let Ok(group) = stream.dict.get(b"Group") {
            kept.set("Group", group_of(dictionary_of(self.source, group)?, purpose));
        }
        self.drawing(&stream_bytes(stream)?, stream.dict.get(b"Resources").ok(), kept, purpose)
    }

    fn pattern(&mut self, object: &Object, purpose: Purpose) -> Result<Object, Unprintable> {
        match resolved(self.source, object)? {
            Object::Stream(stream) => {
                if number_at(self.source, &stream.dict, "PaintType")? != 1.0 {
                    return Err(Unprintable::unsupported("a pattern without colours of its own"));
                }
                let keys = ["PatternType", "PaintType", "TilingType", "BBox", "XStep", "YStep", "Matrix"];
                let kept = self.numbers(&stream.dict, &keys)?;
                let resources = stream.dict.get(b"Resources").ok();
                self.drawing(&stream_bytes(stream)?, resources, kept, purpose).map(Object::Stream)
            }
            Object::Dictionary(pattern) => {
                let mut kept = self.numbers(pattern, &["PatternType", "Matrix"])?;
                kept.set("Shading", self.once(pattern.get(b"Shading")?, purpose, shading::converted)?);
                Ok(kept.into())
            }
            _ => Err(Unprintable::damaged("a pattern that is none")),
        }
    }

    /// A graphics state without what prepares for one press only: transfer functions, halftones, black generation; and
    /// without overprint, so that what covers covers.
    fn state(&mut self, object: &Object, _: Purpose) -> Result<Object, Unprintable> {
        let state = dictionary_of(self.source, object)?;
        let mut kept = self.numbers(state, &["LW", "LC", "LJ", "ML", "CA", "ca"])?;
        for key in ["BM", "AIS", "SA"] {
            match state.get(key.as_bytes()).map(|o| resolved(self.source, o)) {
                Ok(Ok(value @ (Object::Name(_) | Object::Boolean(_)))) => kept.set(key, value.clone()),
                Ok(_) => return Err(Unprintable::unsupported("several blend modes at once")),
                Err(_) => {}
            }
        }
        if let Ok(mask) = state.get(b"SMask") {
            let mask = match resolved(self.source, mask)? {
                Object::Name(name) => Object::Name(name.clone()),
                _ => self.once(mask, Purpose::Mask, Self::soft_mask)?,
            };
            kept.set("SMask", mask);
        }
        Ok(kept.into())
    }

    fn soft_mask(&mut self, object: &Object, _: Purpose) -> Result<Object, Unprintable> {
        let mask = dictionary_of(self.source, object)?;
        if mask.has(b"TR") || mask.has(b"BC") {
            return Err(Unprintable::unsupported("a soft mask with a backdrop or a curve"));
        }
        let kind = name_at(self.source, mask, "S").to_vec();
        let group = self.once(mask.get(b"G")?, Purpose::Mask, Self::x_object)?;
        Ok(Object::Dictionary(dictionary! { "Type" => "Mask", "S" => Object::Name(kind), "G" => group }))
    }

    /// An object as it is, with all that it refers to; for fonts, which have no colours.
    pub fn copy(&mut self, object: &Object, depth: usize) -> Result<Object, Unprintable> {
        if depth > MOST_DEEP {
            return Err(Unprintable::damaged("objects within objects without end"));
        }
        Ok(match object {
            Object::Reference(id) => {
                if let Some(copy) = self.copied.get(id) {
                    return Ok(Object::Reference(*copy));
                }
                let copy = self.target.new_object_id();
                self.copied.insert(*id, copy);
                let source = self.source;
                let made = self.copy(source.get_object(*id)?, depth + 1)?;
                self.target.set_object(copy, made);
                Object::Reference(copy)
            }
            Object::Array(items) => {
                Object::Array(items.iter().map(|item| self.copy(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            Object::Dictionary(dictionary) => self.copy_entries(dictionary, depth)?.into(),
            Object::Stream(stream) => {
                if stream.filters().is_ok_and(|filters| filters.iter().any(|filter| *filter != b"FlateDecode")) {
                    return Err(Unprintable::unsupported("a font that is packed in an unusual way"));
                }
                let mut made = Stream::new(self.copy_entries(&stream.dict, depth)?, stream.content.clone());
                made.allows_compression = false;
                Object::Stream(made)
            }
            plain => plain.clone(),
        })
    }

    fn copy_entries(&mut self, dictionary: &Dictionary, depth: usize) -> Result<Dictionary, Unprintable> {
        let mut copy = Dictionary::new();
        for (key, value) in dictionary {
            copy.set(key.as_slice(), self.copy(value, depth + 1)?);
        }
        Ok(copy)
    }

    /// The entries that are numbers, or arrays of them.
    pub fn numbers(&self, dictionary: &Dictionary, keys: &[&str]) -> Result<Dictionary, Unprintable> {
        let mut kept = Dictionary::new();
        for key in keys {
            let Ok(value) = dictionary.get(key.as_bytes()) else { continue };
            match resolved(self.source, value)? {
                Object::Array(_) => kept.set(*key, reals(&array_of_numbers(self.source, value)?)),
                _ => kept.set(*key, real(number_of(self.source, value)?)),
            }
        }
        Ok(kept)
    }
}

/// Makes of an object of the source one of the target.
pub type Convert<'a> = fn(&mut Pass<'a>, &Object, Purpose) -> Result<Object, Unprintable>;

fn group_of(group: &Dictionary, purpose: Purpose) -> Dictionary {
    let mut kept = dictionary! { "Type" => "Group", "S" => "Transparency" };
    for key in ["I", "K"] {
        if let Ok(value @ Object::Boolean(_)) = group.get(key.as_bytes()) {
            kept.set(key, value.clone());
        }
    }
    let space = match purpose {
        Purpose::Paint => "DeviceCMYK",
        Purpose::Mask => "DeviceGray",
    };
    kept.set("CS", space);
    kept
}

/// From paper to all of an ink.
pub fn constant_from_paper(alternate: Cmyk) -> Object {
    let Object::Dictionary(mut function) = constant(&alternate) else { return Object::Null };
    function.set("C0", reals(&[0.0; 4]));
    function.into()
}

/// A Separation colour space (ISO 32000-1, 8.6.6.4).
pub fn separation(name: &str, tint: &Object) -> Object {
    let name = Object::Name(name.as_bytes().to_vec());
    Object::Array(vec!["Separation".into(), name, "DeviceCMYK".into(), tint.clone()])
}
