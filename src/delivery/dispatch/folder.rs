//! `relay: file:folder`: an `.eml` for each reader, instead of sending.

use std::{fs, io, path::Path};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::delivery::smtp::Reply;

/// What no file system minds in a name.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'@').remove(b'+');

/// Keeps a mail as `CAMPAIGN/NEWSLETTER/ADDRESS.eml`.
pub fn keep(folder: &Path, issue: &str, address: &str, mail: &[u8]) -> Reply {
    let (campaign, newsletter) = issue.split_once('/').unwrap_or(("", issue));
    let folder = folder.join(name(campaign)).join(name(newsletter));
    match write(&folder, &name(&address.to_ascii_lowercase()), mail) {
        Ok(()) => Reply::Sent(250),
        Err(error) => Reply::NotSent(format!("cannot write into `{}`: {error}", folder.display())),
    }
}

fn name(text: &str) -> String {
    utf8_percent_encode(text, NAME).to_string()
}

fn write(folder: &Path, name: &str, mail: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let staged = folder.join(format!("{name}.part"));
    fs::write(&staged, mail)?;
    fs::rename(staged, folder.join(format!("{name}.eml")))
}
