//! The file for the print shop.
//!
//! In: the PDF of a poster, whose drawing reaches beyond its page into the bleed. Out: a PDF/X-4 of process inks and
//! declared spot inks, its boxes exact, with crop marks on every plate.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::{
    content::Purpose,
    error::Unprintable,
    functions::reals,
    intent::{About, Intent, finished},
    objects::{array_of_numbers, dictionary_of, resolved, stream_bytes},
    pass::Pass,
    shading::registration,
    sheet::Sheet,
    swatches::Swatches,
};
use crate::model::value::Millimetres;

/// What the print shop is given.
pub struct PrintFile<'a> {
    /// How far the drawing reaches beyond the trimmed page.
    pub bleed: Millimetres,
    /// Whether crop marks stand around it.
    pub marks: bool,
    /// The printing condition.
    pub intent: &'a Intent,
    /// The colours that are printed as they are stated.
    pub swatches: &'a Swatches,
    /// Year, month and day of the file.
    pub date: [i16; 3],
}

/// The one page of a poster's PDF.
pub struct Poster {
    /// The PDF.
    pub document: Document,
    page: Dictionary,
    /// Lower left and upper right corner of the trimmed page.
    pub trim: [f64; 4],
}

impl Poster {
    /// Reads a PDF.
    ///
    /// # Errors
    /// Where it cannot be read or has not one page.
    pub fn read(pdf: &[u8]) -> Result<Self, Unprintable> {
        Self::of(Document::load_mem(pdf)?)
    }

    /// Of a document that was read.
    ///
    /// # Errors
    /// Where it has not one page.
    pub fn of(document: Document) -> Result<Self, Unprintable> {
        if document.is_encrypted() || document.was_encrypted() {
            return Err(Unprintable::unsupported("a lock"));
        }
        let mut pages = document.page_iter();
        let (Some(page), None) = (pages.next(), pages.next()) else {
            return Err(Unprintable::damaged("not of one page"));
        };
        drop(pages);
        let page = document.get_dictionary(page)?.clone();
        let page = inherited(&document, page)?;
        let trim = array_of_numbers(&document, page.get(b"MediaBox")?)?;
        let trim: [f64; 4] = trim.try_into().map_err(|_| Unprintable::damaged("a page without a size"))?;
        if trim[2] <= trim[0] || trim[3] <= trim[1] || page.has(b"Rotate") {
            return Err(Unprintable::damaged("a page without a size"));
        }
        Ok(Self { document, page, trim })
    }

    /// Width and height in points.
    pub fn size(&self) -> [f64; 2] {
        [self.trim[2] - self.trim[0], self.trim[3] - self.trim[1]]
    }

    /// The decoded operators of the page.
    pub fn content(&self) -> Result<Vec<u8>, Unprintable> {
        let contents = resolved(&self.document, self.page.get(b"Contents")?)?;
        let parts = match contents {
            Object::Array(parts) => parts.iter().collect(),
            one => vec![one],
        };
        let mut content = Vec::new();
        for part in parts {
            let Object::Stream(stream) = resolved(&self.document, part)? else {
                return Err(Unprintable::damaged("a page without a drawing"));
            };
            content.extend(stream_bytes(stream)?);
            content.push(b'\n');
        }
        Ok(content)
    }

    /// What the operators name.
    pub fn resources(&self) -> Option<&Object> {
        self.page.get(b"Resources").ok()
    }

    /// What its metadata calls it.
    pub fn title(&self) -> String {
        let info = self.document.trailer.get(b"Info").ok();
        let info = info.and_then(|info| dictionary_of(&self.document, info).ok());
        let title = info.and_then(|info| info.get(b"Title").ok());
        title.and_then(|title| lopdf::decode_text_string(title).ok()).unwrap_or_default()
    }
}

/// A page with what it inherits of the tree above it.
fn inherited(document: &Document, mut page: Dictionary) -> Result<Dictionary, Unprintable> {
    let mut parent = page.get(b"Parent").ok().cloned();
    for _ in 0..32 {
        let Some(object) = parent else { return Ok(page) };
        let above = dictionary_of(document, &object)?;
        for key in ["Resources", "MediaBox", "Rotate"] {
            if let (false, Ok(value)) = (page.has(key.as_bytes()), above.get(key.as_bytes())) {
                page.set(key, value.clone());
            }
        }
        parent = above.get(b"Parent").ok().cloned();
    }
    Err(Unprintable::damaged("a page tree without end"))
}

/// Makes the file for the print shop of a poster's PDF.
///
/// # Errors
/// Where the PDF cannot be read or holds what has no counterpart in ink.
pub fn print(pdf: &[u8], order: &PrintFile<'_>) -> Result<Vec<u8>, Unprintable> {
    let poster = Poster::read(pdf)?;
    let sheet = Sheet { trim: poster.size(), bleed: order.bleed.points(), marks: order.marks };
    let mut pass = Pass::new(&poster.document, &order.intent.inks, order.swatches);
    let art = art(&mut pass, &poster, &sheet)?;
    let mut target = pass.target;
    let art = target.add_object(art);
    let registration = target.add_object(registration());
    let mut content = String::from("/Art Do\n");
    let mut resources = dictionary! { "XObject" => dictionary! { "Art" => art } };
    if sheet.marks {
        content.push_str(&sheet.crop_marks("Registration"));
        resources.set("ColorSpace", dictionary! { "Registration" => registration });
    }
    let content = target.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let pages = target.new_object_id();
    let mut page = dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "Resources" => resources,
        "Contents" => content,
        "Group" => dictionary! { "Type" => "Group", "S" => "Transparency", "CS" => "DeviceCMYK", "I" => true },
    };
    sheet.boxes().into_iter().for_each(|(name, edges)| page.set(name, edges));
    let page = target.add_object(page);
    target.set_object(pages, dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] });
    let intent = order.intent.dictionary(&mut target);
    let mut catalogue = dictionary! { "OutputIntents" => vec![intent.into()] };
    if let Ok(Ok(language)) = poster.document.catalog().map(|c| c.get(b"Lang")) {
        catalogue.set("Lang", language.clone());
    }
    let title = poster.title();
    finished(target, pages, catalogue, &About { title: &title, date: order.date })
}

/// The drawing as a form that ends with the bleed. A form, as patterns are placed from the corner of what holds them: a
/// matrix before the operators of the page would move all but them.
fn art(pass: &mut Pass<'_>, poster: &Poster, sheet: &Sheet) -> Result<Stream, Unprintable> {
    let margin = sheet.margin();
    let [left, bottom, ..] = poster.trim;
    let [clip_left, clip_bottom, clip_right, clip_top] = sheet.clip();
    let entries = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => reals(&[clip_left + left, clip_bottom + bottom, clip_right + left, clip_top + bottom]),
        "Matrix" => reals(&[1.0, 0.0, 0.0, 1.0, margin - left, margin - bottom]),
    };
    // Black as ink, where nothing else is said.
    let content = [b"0 g 0 G\n".as_slice(), &poster.content()?].concat();
    pass.drawing(&content, poster.resources(), entries, Purpose::Paint)
}
