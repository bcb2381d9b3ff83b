//! Where requests, signatures and codes stand.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use super::{Codes, Request, Signature};
use crate::delivery::{DeliveryError, IssueKey};

/// The files of one issue's approval.
#[derive(Debug, Clone)]
pub struct Folder {
    folder: PathBuf,
    codes: PathBuf,
    withdrawn: PathBuf,
    name: String,
}

impl Folder {
    /// Those of an issue of a project.
    pub fn new(root: &Path, key: &IssueKey) -> Self {
        let moment = key.occurrence.map(|at| format!("@{}", at.strftime("%Y%m%dT%H%M"))).unwrap_or_default();
        let name = format!("{}{moment}", key.newsletter);
        let own =
            |what: &str| root.join(".fanion").join("approvals").join(format!("{}.{name}{what}.json", key.campaign));
        let (codes, withdrawn) = (own(""), own(".withdrawn"));
        Self { folder: root.join("campaigns").join(key.campaign.as_str()).join("approvals"), codes, withdrawn, name }
    }

    /// Where a person's signature stands.
    pub fn signature_path(&self, person: &str) -> PathBuf {
        self.folder.join(format!("{}.{person}.json", self.name))
    }

    /// The last request; none where it was withdrawn.
    ///
    /// # Errors
    /// The file cannot be read; so it is of every method below.
    pub fn request(&self) -> Result<Option<Request>, DeliveryError> {
        let withdrawn = self.withdrawn()?;
        Ok(read::<Request>(&self.request_path())?.filter(|request| withdrawn.is_none_or(|until| request.at > until)))
    }

    /// Up to when everything was withdrawn.
    fn withdrawn(&self) -> Result<Option<Timestamp>, DeliveryError> {
        read(&self.withdrawn)
    }

    /// Keeps a request.
    pub fn put_request(&self, request: &Request) -> Result<(), DeliveryError> {
        write(&self.request_path(), request)
    }

    /// A person's signature; none where it was withdrawn.
    pub fn signature(&self, person: &str) -> Result<Option<Signature>, DeliveryError> {
        let withdrawn = self.withdrawn()?;
        let signature = read::<Signature>(&self.signature_path(person))?;
        Ok(signature.filter(|signature| withdrawn.is_none_or(|until| signature.at > until)))
    }

    /// Keeps a signature.
    pub fn put_signature(&self, signature: &Signature) -> Result<(), DeliveryError> {
        write(&self.signature_path(&signature.person), signature)
    }

    /// The codes that were mailed from here.
    pub fn codes(&self) -> Result<Option<Codes>, DeliveryError> {
        read(&self.codes)
    }

    /// Keeps them.
    pub fn put_codes(&self, codes: &Codes) -> Result<(), DeliveryError> {
        write(&self.codes, codes)
    }

    /// Removes the request, its signatures and codes; whether there was anything. What was made until now is void for good, even if
    /// its files come back out of version control or a copy.
    pub fn withdraw(&self, people: &[String], now: Timestamp) -> Result<bool, DeliveryError> {
        write(&self.withdrawn, &now)?;
        let signatures = people.iter().map(|person| self.signature_path(person));
        let mut any = false;
        for path in signatures.chain([self.request_path(), self.codes.clone()]) {
            match fs::remove_file(&path) {
                Ok(()) => any = true,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(DeliveryError::file("remove", &path)(error)),
            }
        }
        Ok(any)
    }

    fn request_path(&self) -> PathBuf {
        self.folder.join(format!("{}.request.json", self.name))
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, DeliveryError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(DeliveryError::file("read", path)(error)),
    };
    let wrong = |error| {
        DeliveryError::Setting(format!("`{}` cannot be understood: {error}; request approval again", path.display()))
    };
    serde_json::from_slice(&bytes).map(Some).map_err(wrong)
}

fn write<T: Serialize>(path: &Path, value: &T) -> Result<(), DeliveryError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(DeliveryError::file("make", folder))?;
    }
    let mut json = serde_json::to_vec_pretty(value).expect("texts always become JSON");
    json.push(b'\n');
    let staged = path.with_extension(format!("{}.part", std::process::id()));
    fs::write(&staged, json).and_then(|()| fs::rename(&staged, path)).map_err(DeliveryError::file("write", path))
}
