//! What a print file says about itself: the printing condition, and that it is a PDF/X-4 (ISO 15930-7).

use std::borrow::Cow;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary, text_string};
use sha2::{Digest, Sha256};

use super::{BadProfile, error::Unprintable, inks::Inks};
use crate::{
    design::colour::FOGRA39L,
    model::{COATED_INK_LIMIT, OutputCondition},
};

/// The printing condition that a file is made for.
pub struct Intent {
    /// Its ICC profile.
    pub profile: Cow<'static, [u8]>,
    /// Its name: in the ICC's registry of characterisation data, or of one's own.
    pub identifier: String,
    /// How it renders colours.
    pub inks: Inks,
}

/// The conditions of the ICC's registry that a profile of one's own is likely made for.
const REGISTERED: &[&str] =
    &["FOGRA27", "FOGRA39", "FOGRA45", "FOGRA47", "FOGRA51", "FOGRA52", "CGATS TR 001", "CGATS21_CRPC6", "JC200103"];

impl Intent {
    /// Coated paper in offset printing.
    ///
    /// # Errors
    /// None: the profile is built in.
    pub fn coated() -> Result<Self, BadProfile> {
        let inks = Inks::new(FOGRA39L, COATED_INK_LIMIT)?;
        Ok(Self { profile: FOGRA39L.into(), identifier: "FOGRA39".into(), inks })
    }

    /// The project's own.
    ///
    /// # Errors
    /// Where the profile is not that of a printing condition in CMYK.
    pub fn own(condition: &OutputCondition) -> Result<Self, BadProfile> {
        let inks = Inks::new(&condition.profile.bytes, condition.ink_limit)?;
        Ok(Self { profile: condition.profile.bytes.to_vec().into(), identifier: condition.identifier.clone(), inks })
    }

    /// The output intent, its profile embedded (ISO 32000-1, 14.11.5).
    pub fn dictionary(&self, target: &mut Document) -> Dictionary {
        let mut profile = Stream::new(dictionary! { "N" => 4 }, self.profile.to_vec());
        // Left as it is where it does not become smaller.
        let _ = profile.compress();
        let profile = target.add_object(profile);
        let mut intent = dictionary! {
            "Type" => "OutputIntent",
            "S" => "GTS_PDFX",
            "OutputConditionIdentifier" => text_string(&self.identifier),
            "Info" => text_string(&self.identifier),
            "DestOutputProfile" => profile,
        };
        if REGISTERED.contains(&self.identifier.as_str()) {
            intent.set("RegistryName", text_string("http://www.color.org"));
        }
        intent
    }
}

/// What a document is called and when it was made.
pub struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// Year, month and day.
    pub date: [i16; 3],
}

const PRODUCER: &str = "Fanion";

impl About<'_> {
    /// Adds the metadata to a finished document: information, XMP, identifiers, which are hashes of the document itself.
    ///
    /// # Errors
    /// Where the document cannot be written.
    pub fn add(&self, target: &mut Document) -> Result<(), Unprintable> {
        let [year, month, day] = self.date;
        let date = format!("D:{year:04}{month:02}{day:02}000000Z");
        let info = dictionary! {
            "Title" => text_string(self.title),
            "Creator" => text_string(PRODUCER),
            "Producer" => text_string(PRODUCER),
            "CreationDate" => text_string(&date),
            "ModDate" => text_string(&date),
            "Trapped" => "False",
            "GTS_PDFXVersion" => text_string("PDF/X-4"),
        };
        let info = target.add_object(info);
        target.trailer.set("Info", info);
        let hash = hash(target)?;
        let xmp = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, self.xmp(&hash).into_bytes());
        let xmp = target.add_object(xmp.with_compression(false));
        target.catalog_mut()?.set("Metadata", xmp);
        let id = Object::String(hash[..16].to_vec(), StringFormat::Hexadecimal);
        target.trailer.set("ID", vec![id.clone(), id]);
        Ok(())
    }

    /// The same in XMP (ISO 16684-1), which is where PDF/X-4 looks.
    fn xmp(&self, hash: &[u8]) -> String {
        let [year, month, day] = self.date;
        let date = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
        let title = crate::design::svg::escape(self.title);
        let uuid = uuid(hash);
        format!(
            r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <xmp:CreateDate>{date}</xmp:CreateDate>
   <xmp:ModifyDate>{date}</xmp:ModifyDate>
   <xmp:MetadataDate>{date}</xmp:MetadataDate>
   <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
   <xmpMM:DocumentID>uuid:{uuid}</xmpMM:DocumentID>
   <xmpMM:VersionID>1</xmpMM:VersionID>
   <xmpMM:RenditionClass>default</xmpMM:RenditionClass>
   <pdf:Producer>{PRODUCER}</pdf:Producer>
   <pdf:Trapped>False</pdf:Trapped>
   <pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
            bom = '\u{feff}'
        )
    }
}

/// A hash of all that a document holds.
fn hash(document: &Document) -> Result<[u8; 32], Unprintable> {
    let mut hash = Sha256::new();
    let mut bytes = Vec::new();
    for ((id, _), object) in &document.objects {
        bytes.clear();
        lopdf::Writer::write_object(&mut bytes, object).map_err(lopdf::Error::from)?;
        hash.update(id.to_be_bytes());
        hash.update(&bytes);
    }
    Ok(hash.finalize().into())
}

/// A UUID of one's own making (RFC 9562, version 8) of a hash.
fn uuid(hash: &[u8]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = crate::model::value::hex(bytes);
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}

/// The whole file: the catalogue over one page tree, then the bytes.
///
/// # Errors
/// Where the document cannot be written.
pub fn finished(
    mut target: Document,
    pages: ObjectId,
    catalogue: Dictionary,
    about: &About<'_>,
) -> Result<Vec<u8>, Unprintable> {
    let mut root = dictionary! { "Type" => "Catalog", "Pages" => pages };
    root.extend(&catalogue);
    let root = target.add_object(root);
    target.trailer.set("Root", root);
    about.add(&mut target)?;
    target.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    let mut bytes = Vec::new();
    target.save_to(&mut bytes).map_err(lopdf::Error::from)?;
    Ok(bytes)
}
