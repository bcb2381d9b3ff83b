//! A newsletter compiled for one language and variant: everything but its readers' values.
//!
//! In: what `render/email` compiled. Out: a versioned JSON file and what is read back from it. Texts are cut where a
//! reader's value stands, so that filling one is little more than copying. The format is told in docs/segments.md.

use serde::{Deserialize, Serialize};

/// The version of the files that this program writes and reads.
const VERSION: u64 = 1;

/// A newsletter in one language for the readers of one variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segments {
    /// The campaign's id.
    pub campaign: String,
    /// The newsletter's id.
    pub newsletter: String,
    /// The language (BCP 47).
    pub language: String,
    /// For whom it is; see [`Variant::name`](super::Variant::name).
    pub variant: String,
    /// The headers that all its readers' mails share.
    pub headers: Headers,
    /// The readers' values that it shows.
    pub slots: Vec<Slot>,
    /// The subject.
    pub subject: Vec<Segment>,
    /// The HTML.
    pub html: Vec<Segment>,
    /// The plain text.
    pub text: Vec<TextBlock>,
    /// The pictures that the HTML shows.
    pub pictures: Vec<File>,
    /// The files that come with it.
    pub attachments: Vec<File>,
}

/// Headers that do not depend on the reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Headers {
    /// The sender's name, as one line.
    pub from_name: String,
    /// The sender's address.
    pub from_address: String,
    /// Where answers go, unless to the sender.
    pub reply_to: Option<String>,
    /// RFC 2919.
    pub list_id: Option<String>,
    /// An address by which readers leave the list (RFC 2369).
    pub unsubscribe: Option<String>,
    /// When it leaves, in seconds since 1970.
    pub date: i64,
}

/// A value of the recipients' list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// The column.
    pub column: String,
    /// What stands there for readers who have nothing in it.
    pub default: Option<String>,
    /// True for the target of a link: only `https:`, `http:` and `mailto:` addresses are let through.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub link: bool,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Segment {
    /// The same for all readers.
    Fixed(String),
    /// A reader's value.
    Value {
        /// Which of the slots.
        slot: usize,
        /// Where it stands.
        place: Place,
    },
}

/// Where a value stands, which says how it is escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Between tags, or within an attribute's quotes.
    Html,
    /// Within an address in an attribute: its path, query or fragment.
    Component,
    /// In plain text or a header.
    Text,
}

/// A part of the plain text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TextBlock {
    /// The same for all readers, wrapped.
    Fixed(String),
    /// Lines that are wrapped when they are filled.
    Wrapped(Lines),
}

/// Text that is broken into lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lines {
    /// What the first line begins with.
    pub first: String,
    /// What the others begin with.
    pub rest: String,
    /// The sign that underlines it, where it is a heading.
    pub underline: Option<char>,
    /// What stands between it and what follows; nothing is written of it where the lines are empty.
    pub after: String,
    /// The text.
    pub text: Vec<Segment>,
}

/// A file of the output folder that goes into the mail or that its HTML shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Below the output folder, `/` between folders.
    pub path: String,
    /// Of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// `image/png` and the like.
    pub media_type: String,
    /// The name under which it is saved.
    pub file_name: String,
    /// By which the HTML shows it, where it comes with the mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_id: Option<String>,
    /// Where it is fetched from, where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl File {
    /// How the HTML names a picture.
    pub fn source(&self) -> String {
        match (&self.link, &self.content_id) {
            (Some(link), _) => link.clone(),
            (None, Some(id)) => format!("cid:{id}"),
            (None, None) => String::new(),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    version: u64,
    #[serde(flatten)]
    segments: T,
}

impl Segments {
    /// As the file stands on disk.
    pub fn to_json(&self) -> Vec<u8> {
        let file = Versioned { version: VERSION, segments: self };
        let mut json = serde_json::to_vec(&file).expect("strings and numbers always become JSON");
        json.push(b'\n');
        json
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Why it is none that this program can fill.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            version: u64,
        }
        let Version { version } = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if version != VERSION {
            return Err(format!("it is of version {version}, this program reads version {VERSION}"));
        }
        let segments: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let unknown = segments.values().find(|slot| *slot >= segments.slots.len());
        match unknown {
            Some(slot) => Err(format!("it shows a value {slot} that it does not list")),
            None => Ok(segments),
        }
    }

    /// Every mention of a slot.
    fn values(&self) -> impl Iterator<Item = usize> {
        let lines = self.text.iter().filter_map(|block| match block {
            TextBlock::Wrapped(lines) => Some(&lines.text),
            TextBlock::Fixed(_) => None,
        });
        let all = [&self.subject, &self.html].into_iter().chain(lines).flatten();
        all.filter_map(|segment| match segment {
            Segment::Value { slot, .. } => Some(*slot),
            Segment::Fixed(_) => None,
        })
    }
}
