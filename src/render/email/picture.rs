//! Pictures as mail can carry them.
//!
//! In: the project's assets and the banner that heads an issue. Out: [`Picture`]s with their size in pixels and the name
//! by which the HTML refers to them, or a diagnostic: mail readers show PNG, JPEG and GIF, and little else.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use imagesize::{ImageSize, ImageType};
use sha2::{Digest, Sha256};

use crate::{
    diagnostic::{Code, Diagnostic, Severity, Span},
    model::value::{Asset, hex},
};

/// The width of an e-mail, in CSS pixels.
pub(super) const WIDTH: usize = 600;
/// The width of its text.
pub(super) const COLUMN: usize = 520;

/// The heaviest picture that a newsletter should carry, in bytes.
const HEAVY: usize = 200_000;

/// A picture within an e-mail.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    /// Its Content-ID, as `header.lancement.01-pourquoi.fr@fanion.invalid`.
    pub(super) id: String,
    /// The name of its file when it is saved.
    pub(super) file_name: String,
    /// `image/png` and the like.
    pub(super) media_type: &'static str,
    /// Its bytes.
    pub(super) bytes: Arc<[u8]>,
    /// Its size in pixels.
    size: ImageSize,
}

impl Picture {
    /// A picture from its bytes; the message of the diagnostic where mail cannot carry it.
    pub(super) fn new(id: String, bytes: &Arc<[u8]>) -> Result<Self, &'static str> {
        let (media_type, ending) = match imagesize::image_type(bytes) {
            Ok(ImageType::Png) => ("image/png", "png"),
            Ok(ImageType::Jpeg) => ("image/jpeg", "jpg"),
            Ok(ImageType::Gif) => ("image/gif", "gif"),
            _ => return Err("is not a picture that mail readers show"),
        };
        let size = imagesize::blob_size(bytes).map_err(|_| "cannot be read as a picture")?;
        let stem = id.split('.').next().unwrap_or("picture");
        let file_name = format!("{stem}.{ending}");
        Ok(Self { file_name, id, media_type, bytes: Arc::clone(bytes), size })
    }

    /// The width at which it is shown, in CSS pixels: its own, at most `column`.
    pub(super) fn width(&self, column: usize) -> usize {
        self.size.width.clamp(1, column)
    }

    /// `cid:…`, as the HTML of an e-mail names it.
    pub(super) fn source(&self) -> String {
        format!("cid:{}", self.id)
    }

    /// The hash of its bytes, in hexadecimal, for the hash of a job's inputs.
    pub(super) fn sha256(&self) -> String {
        hex(Sha256::digest(&self.bytes))
    }

    /// `data:…`, as HTML that stands alone holds it.
    pub(super) fn data(&self) -> String {
        format!("data:{};base64,{}", self.media_type, STANDARD.encode(&self.bytes))
    }
}

/// The pictures of an issue, each once.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// In the order in which they are shown, with the asset's path.
    found: Vec<(String, Picture)>,
    /// What follows each picture's name in its Content-ID.
    issue: String,
}

impl Pictures {
    /// None yet; `issue` tells this issue from all others.
    pub(super) fn new(issue: String) -> Self {
        Self { found: Vec::new(), issue }
    }

    /// Takes an asset in, or says why it cannot be shown. A heavy picture is taken in with a warning.
    pub(super) fn add(&mut self, asset: &Asset, span: &Span) -> (Option<Picture>, Option<Diagnostic>) {
        if let Some((_, picture)) = self.found.iter().find(|(path, _)| *path == asset.path) {
            return (Some(picture.clone()), None);
        }
        let id = format!("picture-{}.{}@fanion.invalid", self.found.len() + 1, self.issue);
        let path = &asset.path;
        match Picture::new(id, &asset.bytes) {
            Ok(picture) => {
                self.found.push((path.clone(), picture.clone()));
                let kilobytes = asset.bytes.len() / 1000;
                let heavy = (asset.bytes.len() > HEAVY).then(|| {
                    let message = format!(
                        "`{path}` weighs {kilobytes} kB, more than the 200 kB that a newsletter's picture should"
                    );
                    Diagnostic::new(Code::EmailTooLarge, span, message)
                        .help("save it smaller: 1200 pixels wide are enough")
                });
                (Some(picture), heavy)
            }
            Err(why) => {
                let diagnostic = Diagnostic::new(Code::InvalidImage, span, format!("`{path}` {why}"));
                (None, Some(diagnostic.help("save it as PNG or JPEG, 1200 pixels wide")))
            }
        }
    }

    /// The Content-ID of the banner at the head.
    pub(super) fn header_id(&self) -> String {
        format!("header.{}@fanion.invalid", self.issue)
    }

    /// All of them.
    pub(super) fn into_vec(self) -> Vec<Picture> {
        self.found.into_iter().map(|(_, picture)| picture).collect()
    }
}

/// The banner that heads an issue, from the bytes of the job that makes it.
pub(super) fn header(id: String, bytes: &Arc<[u8]>) -> Result<Picture, Box<Diagnostic>> {
    Picture::new(id, bytes).map_err(|why| {
        let message = format!("the banner at the head of the newsletter {why}");
        Box::new(Diagnostic { severity: Severity::Error, ..Diagnostic::global(Code::RendererFailed, message) })
    })
}
