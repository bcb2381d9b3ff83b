//! Pictures as mail can carry them.
//!
//! In: what a newsletter shows: files of the project's, icons, its logo, and the banner that heads it. Out: [`Planned`]
//! pictures with the size at which they are shown, and, once the [`Studio`] has made them, [`Picture`]s with their bytes
//! and the name by which the HTML refers to them. Mail readers show PNG, JPEG and GIF, and little else.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use imagesize::ImageType;
use sha2::{Digest, Sha256};

use super::studio::{Motif, Studio};
use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    model::value::{Link, hex},
    personalise::{File, short_hash},
};

/// The width of an e-mail, in CSS pixels.
pub(super) const WIDTH: usize = 600;
/// The width of its text.
pub(super) const COLUMN: usize = 520;

/// The heaviest picture that a newsletter should carry, in bytes.
pub(super) const HEAVY: usize = 200_000;

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
        imagesize::blob_size(bytes).map_err(|_| "cannot be read as a picture")?;
        let stem = id.split('.').next().unwrap_or("picture");
        let file_name = format!("{stem}.{ending}");
        Ok(Self { file_name, id, media_type, bytes: Arc::clone(bytes) })
    }
}

/// A file of the output folder that goes into a mail.
pub(super) fn file(path: String, file_name: String, media_type: &str, bytes: &[u8]) -> File {
    let (sha256, bytes) = (hex(Sha256::digest(bytes)), bytes.len() as u64);
    File { path, sha256, bytes, media_type: media_type.to_owned(), file_name, content_id: None, link: None }
}

/// A picture by its place in the output folder, whose name comes from its content; fetched from below `base` where there
/// is one, else within the mail.
pub(super) fn linked(picture: &Picture, folder: &str, stem: &str, base: Option<&Link>) -> File {
    let ending = picture.file_name.rsplit('.').next().unwrap_or_default();
    let name = format!("{stem}.{}.{ending}", short_hash(&picture.bytes));
    let link = base.map(|base| format!("{}/{name}", base.as_str().trim_end_matches('/')));
    let content_id = Some(picture.id.clone());
    let file = file(format!("{folder}/{name}"), picture.file_name.clone(), picture.media_type, &picture.bytes);
    File { content_id, link, ..file }
}

/// `data:…`, as HTML that stands alone holds a file.
pub(super) fn data(file: &File, bytes: &[u8]) -> String {
    format!("data:{};base64,{}", file.media_type, STANDARD.encode(bytes))
}

/// A picture that is still to be made.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// Its Content-ID.
    pub(super) id: String,
    /// What it shows.
    pub(super) motif: Motif,
    /// The width at which it is shown, in CSS pixels.
    pub(super) width: usize,
    /// The height at which it is shown, in CSS pixels.
    pub(super) height: usize,
    /// Stands for all that its bytes depend on.
    pub(super) fingerprint: String,
}

impl Planned {
    /// `cid:…`, as the HTML of an e-mail names it.
    pub(super) fn source(&self) -> String {
        format!("cid:{}", self.id)
    }
}

/// The pictures of an issue, each once.
#[derive(Debug)]
pub(super) struct Pictures<'s> {
    studio: &'s Studio,
    /// In the order in which they are shown.
    found: Vec<Planned>,
    /// What follows each picture's name in its Content-ID.
    issue: String,
}

impl<'s> Pictures<'s> {
    /// None yet; `issue` tells this issue from all others.
    pub(super) fn new(studio: &'s Studio, issue: String) -> Self {
        Self { studio, found: Vec::new(), issue }
    }

    /// Takes a picture in, or says why it cannot be shown; nothing where there is nothing to show.
    pub(super) fn add(&mut self, motif: Motif) -> Result<Option<Planned>, Box<Diagnostic>> {
        let Some((width, height)) = self.studio.size(&motif)? else { return Ok(None) };
        let fingerprint = self.studio.fingerprint(&motif);
        if let Some(planned) = self.found.iter().find(|planned| planned.fingerprint == fingerprint) {
            return Ok(Some(planned.clone()));
        }
        let id = format!("{}-{}.{}@fanion.invalid", motif.stem(), self.found.len() + 1, self.issue);
        let planned = Planned { id, motif, width, height, fingerprint };
        self.found.push(planned.clone());
        Ok(Some(planned))
    }

    /// The Content-ID of the banner at the head.
    pub(super) fn header_id(&self) -> String {
        format!("header.{}@fanion.invalid", self.issue)
    }

    /// All of them.
    pub(super) fn into_vec(self) -> Vec<Planned> {
        self.found
    }
}

/// The banner that heads an issue, from the bytes of the job that makes it.
pub(super) fn header(id: String, bytes: &Arc<[u8]>) -> Result<Picture, Box<Diagnostic>> {
    Picture::new(id, bytes).map_err(|why| {
        let message = format!("the banner at the head of the newsletter {why}");
        Box::new(Diagnostic { severity: Severity::Error, ..Diagnostic::global(Code::RendererFailed, message) })
    })
}
