//! The poster put on its sheets.
//!
//! In: the sheets without it and the poster's PDF. Out: one PDF in which the poster's drawing is a form, placed on each page
//! by a matrix and cut to the part that the page shows.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::grid::Area;
use crate::{
    model::value::Millimetres,
    render::print::{error::Unprintable, file::Poster, functions::reals, objects::dictionary_of, operators::unmarked},
};

/// A part of the poster on a page, in millimetres from the upper left.
pub struct Placed {
    /// Width and height of the page.
    pub page: [f64; 2],
    /// What is shown of the poster.
    pub part: Area,
    /// Where.
    pub place: Area,
}

/// One PDF of both.
pub fn assembled(around: &[u8], mut poster: Poster, placed: &[Placed]) -> Result<Vec<u8>, Unprintable> {
    let mut target = Document::load_mem(around)?;
    let pages: Vec<ObjectId> = target.page_iter().collect();
    poster.renumber(target.max_id + 1)?;
    let form = form(&poster)?;
    target.max_id = poster.document.max_id;
    target.objects.extend(std::mem::take(&mut poster.document.objects));
    let form = target.add_object(form);
    for (page, placed) in pages.into_iter().zip(placed) {
        let before = target.add_object(Stream::new(Dictionary::new(), placed.operators(&poster).into_bytes()));
        show(&mut target, page, form, before)?;
    }
    let mut preferences = match target.catalog()?.get(b"ViewerPreferences") {
        Ok(object) => dictionary_of(&target, object)?.clone(),
        Err(_) => Dictionary::new(),
    };
    // What a print dialogue proposes: actual size, which is all that fits.
    preferences.set("PrintScaling", "None");
    target.catalog_mut()?.set("ViewerPreferences", preferences);
    target.prune_objects();
    target.renumber_objects();
    target.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    let mut bytes = Vec::new();
    target.save_to(&mut bytes).map_err(lopdf::Error::from)?;
    Ok(bytes)
}

/// The poster's drawing as a form that ends with the trimmed page.
fn form(poster: &Poster) -> Result<Stream, Unprintable> {
    let mut form = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => reals(&poster.trim) },
        unmarked(&poster.content()?)?,
    );
    if let Some(resources) = poster.resources() {
        form.dict.set("Resources", resources.clone());
    }
    // Left as it is where it does not become smaller.
    let _ = form.compress();
    Ok(form)
}

/// Adds the poster before what a page shows.
fn show(target: &mut Document, page: ObjectId, form: ObjectId, before: ObjectId) -> Result<(), Unprintable> {
    let known = target.get_dictionary(page)?.clone();
    let own = known.get(b"Contents")?.clone();
    let mut contents = vec![Object::Reference(before)];
    match own {
        Object::Array(parts) => contents.extend(parts),
        one => contents.push(one),
    }
    let mut resources = match known.get(b"Resources") {
        Ok(object) => dictionary_of(target, object)?.clone(),
        Err(_) => Dictionary::new(),
    };
    let mut forms = match resources.get(b"XObject") {
        Ok(object) => dictionary_of(target, object)?.clone(),
        Err(_) => Dictionary::new(),
    };
    forms.set("Poster", form);
    resources.set("XObject", forms);
    let page = target.get_dictionary_mut(page)?;
    page.set("Contents", contents);
    page.set("Resources", resources);
    Ok(())
}

impl Placed {
    /// Cuts to the place and shows the part there.
    fn operators(&self, poster: &Poster) -> String {
        let points = |length: f64| Millimetres(length).points();
        let (part, place) = (self.part, self.place);
        let scale = place.width / part.width;
        // PDF counts from the lower left.
        let bottom = points(self.page[1] - place.y - place.height);
        let below = poster.size()[1] - points(part.y + part.height);
        let x = points(place.x) - scale * (points(part.x) + poster.trim[0]);
        let y = bottom - scale * (below + poster.trim[1]);
        let (left, width, height) = (points(place.x), points(place.width), points(place.height));
        format!(
            "q\n{left:.4} {bottom:.4} {width:.4} {height:.4} re W n\n{scale:.6} 0 0 {scale:.6} {x:.4} {y:.4} cm\n/Poster Do\nQ\n"
        )
    }
}

impl Poster {
    /// Numbers its objects from a number on.
    fn renumber(&mut self, from: u32) -> Result<(), Unprintable> {
        self.document.renumber_objects_with(from);
        *self = Self::of(std::mem::take(&mut self.document))?;
        Ok(())
    }
}
