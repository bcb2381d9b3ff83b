//! The parts of office files as templates.
//!
//! In: the templates below `src/builtin/office/` and data. Out: XML, escaped.

use super::package::{Package, zipped};
use crate::{diagnostic::Diagnostic, template::Templates};

macro_rules! forms {
    ($($name:literal),* $(,)?) => {
        [$((concat!("office/", $name), include_str!(concat!("../../../builtin/office/", $name)))),*]
    };
}

const FORMS: [(&str, &str); 24] = forms![
    "document/document.xml",
    "document/fonts.xml",
    "document/footer.xml",
    "document/header.xml",
    "document/numbering.xml",
    "document/parts.xml",
    "document/settings.xml",
    "document/styles.xml",
    "package/app.xml",
    "package/content-types.xml",
    "package/core.xml",
    "package/relationships.xml",
    "package/theme.xml",
    "presentation/layout.xml",
    "presentation/master.xml",
    "presentation/notes-master.xml",
    "presentation/notes-slide.xml",
    "presentation/presentation.xml",
    "presentation/properties.xml",
    "presentation/shapes.xml",
    "presentation/slide.xml",
    "presentation/table-styles.xml",
    "presentation/tree.xml",
    "presentation/view.xml",
];

/// The templates, compiled once.
pub struct Forms(Templates);

impl Forms {
    /// Compiles them.
    pub fn new() -> Self {
        Self(Templates::new(&FORMS, "", &[]).0)
    }

    /// What tells these templates from others.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    /// Fills one.
    ///
    /// # Errors
    /// Where it asks for what the data do not have.
    pub fn fill(&self, name: &str, data: &serde_json::Value) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.0.render(&format!("office/{name}"), data).map(String::into_bytes)
    }

    /// A package as a file: its table of contents first.
    ///
    /// # Errors
    /// Where a template cannot be filled.
    pub fn file(&self, package: &Package) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut files =
            vec![("[Content_Types].xml".to_owned(), self.fill("package/content-types.xml", &package.content_types())?)];
        for (path, relationships) in package.relationships() {
            let data = serde_json::json!({ "relationships": relationships });
            files.push((path, self.fill("package/relationships.xml", &data)?));
        }
        let parts = package.parts.iter().map(|part| (part.path.as_str(), part.bytes.as_slice()));
        Ok(zipped(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).chain(parts)))
    }
}
