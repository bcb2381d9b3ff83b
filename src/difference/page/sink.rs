use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::output::sha256;

/// Where a page's pictures, frames and fonts go: files beside it, named by their content, or into the page itself.
#[derive(Debug, Default)]
pub struct Sink {
    folder: Option<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Sink {
    /// Into files of a folder beside the page.
    pub fn beside(folder: impl Into<String>) -> Self {
        Self { folder: Some(folder.into()), files: BTreeMap::new() }
    }

    /// Into the page.
    pub fn within() -> Self {
        Self::default()
    }

    /// The files that the page needs in its folder, by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Keeps a file; where the page finds it.
    pub(super) fn put(&mut self, bytes: &[u8], ending: &str) -> String {
        let Some(folder) = &self.folder else {
            let media = match ending {
                "jpg" => "image/jpeg",
                "png" => "image/png",
                "svg" => "image/svg+xml",
                "ttf" => "font/ttf",
                _ => "text/html",
            };
            return format!("data:{media};base64,{}", STANDARD.encode(bytes));
        };
        let name = format!("{}.{ending}", &sha256(bytes)[..16]);
        let url: String = format!("{folder}/{name}")
            .bytes()
            .map(|b| if is_plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect();
        self.files.insert(name, bytes.to_vec());
        url
    }

    /// Keeps a page that is framed; the attribute by which the frame finds it.
    pub(super) fn frame(&mut self, page: &str) -> String {
        match self.folder {
            Some(_) => format!("src=\"{}\"", self.put(page.as_bytes(), "html")),
            None => format!("srcdoc=\"{}\"", page.replace('&', "&amp;").replace('"', "&quot;")),
        }
    }
}

/// True for what a URL's path may hold as it is.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_their_content_and_found_from_the_page() {
        let mut sink = Sink::beside("my page_files");
        let url = sink.put(b"a", "jpg");
        assert_eq!(url, "my%20page_files/ca978112ca1bbdca.jpg");
        assert_eq!(sink.put(b"a", "jpg"), url);
        assert_eq!(sink.files().count(), 1);
        assert_eq!(Sink::within().frame("<p class=\"a\">&"), "srcdoc=\"<p class=&quot;a&quot;>&amp;\"");
    }
}
