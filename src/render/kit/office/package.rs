//! An office file: parts, what they are, and how they lead to each other (Open Packaging Conventions, ECMA-376 part 2).
//!
//! In: parts in the order in which they are written. Out: a ZIP that is the same on every machine.

use std::io::{Cursor, Write};

use serde::Serialize;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// The namespace of relationships between parts.
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The relationship to a file's own description.
pub const CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// How one part leads to another, or out of the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relationship {
    /// `rId1`
    pub id: String,
    /// Its kind, an address.
    pub kind: String,
    /// A path relative to the part, or an address.
    pub target: String,
    /// True for an address.
    pub external: bool,
}

/// The relationships of a part as they come to be.
#[derive(Debug, Clone, Default)]
pub struct Links(Vec<Relationship>);

impl Links {
    /// The id of the relationship of this kind to this target, which is added where there is none.
    pub fn to(&mut self, kind: &str, target: impl Into<String>) -> String {
        let kind = if kind.contains(':') { kind.to_owned() } else { format!("{OFFICE}/{kind}") };
        self.add(kind, target.into(), false)
    }

    /// The id of the relationship to an address.
    pub fn out(&mut self, address: &str) -> String {
        self.add(format!("{OFFICE}/hyperlink"), address.to_owned(), true)
    }

    fn add(&mut self, kind: String, target: String, external: bool) -> String {
        if let Some(known) = self.0.iter().find(|link| link.kind == kind && link.target == target) {
            return known.id.clone();
        }
        let id = format!("rId{}", self.0.len() + 1);
        self.0.push(Relationship { id: id.clone(), kind, target, external });
        id
    }
}

/// A part of a package.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its path: `ppt/slides/slide1.xml`.
    pub path: String,
    /// What it is; by its ending where absent.
    pub content: Option<&'static str>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it leads.
    pub links: Links,
}

/// What the parts of an ending are where nothing else is said of them.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Default {
    extension: &'static str,
    content: &'static str,
}

/// Content types by ending.
pub const DEFAULTS: [Default; 4] = [
    Default { extension: "png", content: "image/png" },
    Default { extension: "rels", content: "application/vnd.openxmlformats-package.relationships+xml" },
    Default { extension: "svg", content: "image/svg+xml" },
    Default { extension: "xml", content: "application/xml" },
];

/// An office file.
#[derive(Debug, Clone, std::default::Default)]
pub struct Package {
    /// Its parts.
    pub parts: Vec<Part>,
    /// Where the file itself leads.
    pub links: Links,
}

impl Package {
    /// Adds a part.
    pub fn add(&mut self, path: impl Into<String>, content: Option<&'static str>, bytes: Vec<u8>, links: Links) {
        self.parts.push(Part { path: path.into(), content, bytes, links });
    }

    /// The same package whose part of this content type is of another: a template of a document.
    pub fn with_content(&self, from: &str, to: &'static str) -> Package {
        let mut package = self.clone();
        package.parts.iter_mut().filter(|part| part.content == Some(from)).for_each(|part| part.content = Some(to));
        package
    }

    /// What `content-types.xml` is filled with.
    pub fn content_types(&self) -> serde_json::Value {
        let stated = self.parts.iter().filter_map(|part| Some((&part.path, part.content?)));
        let parts: Vec<_> =
            stated.map(|(path, content)| serde_json::json!({ "path": path, "content": content })).collect();
        serde_json::json!({ "defaults": DEFAULTS, "parts": parts })
    }

    /// The relationships of the file and of each part that has some, each with the path of their own part.
    pub fn relationships(&self) -> impl Iterator<Item = (String, &[Relationship])> {
        let own = std::iter::once(("_rels/.rels".to_owned(), &self.links));
        let parts = self.parts.iter().map(|part| {
            let (folder, name) = part.path.rsplit_once('/').unwrap_or(("", &part.path));
            (format!("{folder}/_rels/{name}.rels"), &part.links)
        });
        own.chain(parts).filter(|(_, links)| !links.0.is_empty()).map(|(path, links)| (path, links.0.as_slice()))
    }
}

/// Files as a ZIP, in this order, without times of their own.
///
/// # Panics
/// Where a file is larger than a ZIP in memory can be.
pub fn zipped<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        // Pictures are compressed already.
        let method = if path.ends_with(".png") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644);
        zip.start_file(path, options).expect("a path of our own");
        zip.write_all(bytes).expect("memory takes bytes");
    }
    zip.finish().expect("memory takes bytes").into_inner()
}
