//! An issue: a newsletter at its moment, as it is signed.

use std::{collections::BTreeMap, fs, path::Path};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    delivery::{DeliveryError, store::Store},
    model::value::hex,
    personalise::Segments,
};

/// Everything that is signed. It says nothing of the relay, and nothing of how many readers there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// 1
    pub version: u32,
    /// `campaign/newsletter`, with `@` and its occurrence where it has several.
    pub name: String,
    /// When it leaves, for whose clocks.
    pub moment: String,
    /// Whether it goes to those too who left the list.
    pub mandatory: bool,
    /// Who signs, in order: nobody is dropped without the others' knowing.
    pub approvers: Vec<String>,
    /// What a signature needs: `code` or `none`.
    pub verify: String,
    /// How far the number of readers may move.
    pub tolerance: String,
    /// The audiences that it goes to.
    pub to: Vec<String>,
    /// The rule of each audience of the campaign.
    pub audiences: BTreeMap<String, String>,
    /// What is sent, by language and variant: `fr managers+lyon`.
    pub letters: BTreeMap<String, Letter>,
}

/// What the readers of one language and variant are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The SHA-256 of its segments, which name pictures and attachments by theirs.
    pub segments: String,
    /// Its subject, with `{column}` where a reader's value stands.
    pub subject: String,
    /// `Name <address>`
    pub from: String,
    /// Where answers go.
    pub reply_to: Option<String>,
}

impl Issue {
    /// SHA-256, in hexadecimal, of its canonical JSON: keys in this type's order, maps by key, no white space.
    pub fn digest(&self) -> String {
        hex(Sha256::digest(serde_json::to_vec(self).expect("texts always become JSON")))
    }

    /// What differs in another issue, as lowercase facts; nothing where it is covered by what was signed: the same, or the
    /// same without some of its variants, whose last readers may have left.
    pub fn differences(&self, now: &Issue) -> Vec<String> {
        let mut out = Vec::new();
        let mut tell = |same: bool, what: &str, before: &str, after: &str| {
            if !same {
                out.push(format!("{what}: was `{before}`, is `{after}`"));
            }
        };
        tell(self.name == now.name, "name", &self.name, &now.name);
        tell(self.moment == now.moment, "moment", &self.moment, &now.moment);
        tell(self.mandatory == now.mandatory, "mandatory", &self.mandatory.to_string(), &now.mandatory.to_string());
        tell(self.approvers == now.approvers, "approvers", &self.approvers.join(", "), &now.approvers.join(", "));
        tell(self.verify == now.verify, "verify", &self.verify, &now.verify);
        tell(self.tolerance == now.tolerance, "tolerance", &self.tolerance, &now.tolerance);
        tell(self.to == now.to, "to", &self.to.join(", "), &now.to.join(", "));
        for (id, rule) in &now.audiences {
            let before = self.audiences.get(id).map_or("nothing", String::as_str);
            tell(before == rule, &format!("audience {id}"), before, rule);
        }
        for id in self.audiences.keys().filter(|id| !now.audiences.contains_key(*id)) {
            tell(false, &format!("audience {id}"), &self.audiences[id], "nothing");
        }
        for (name, letter) in &now.letters {
            let Some(before) = self.letters.get(name) else {
                out.push(format!("{name}: readers of this kind were none when it was signed"));
                continue;
            };
            let known = out.len();
            for (what, old, new) in
                [("subject", &before.subject, &letter.subject), ("sender", &before.from, &letter.from)]
            {
                if old != new {
                    out.push(format!("{name}: {what}: was `{old}`, is `{new}`"));
                }
            }
            if before != letter && out.len() == known {
                out.push(format!("{name}: its content"));
            }
        }
        out
    }
}

/// A request for approval, as it stands in the campaign's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What is to be signed.
    pub issue: Issue,
    /// How many readers there were.
    pub readers: u64,
    /// When it was made.
    pub at: Timestamp,
    /// Approvers to whom the mail could not be sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreached: Vec<String>,
}

impl Request {
    /// What codes are mailed for: what is signed, and for how many readers.
    pub fn sealed(&self) -> String {
        format!("{} {}", self.issue.digest(), self.readers)
    }
}

/// Copies segments and their files from the output folder into the store, each checked.
///
/// # Errors
/// A file is missing or has been changed since it was built.
pub fn keep(store: &Store, output: &Path, path: &str, sha256: &str) -> Result<Segments, DeliveryError> {
    let wrong = |why: String| DeliveryError::Mail { issue: path.to_owned(), why };
    let copy = |path: &str, sha256: &str| -> Result<Vec<u8>, DeliveryError> {
        let file = output.join(path);
        let bytes = fs::read(&file).map_err(DeliveryError::file("read", &file))?;
        match hex(Sha256::digest(&bytes)) == sha256 {
            true => store.put(&bytes).map(|_| bytes),
            false => Err(wrong(format!("`{}` was changed after it was built", file.display()))),
        }
    };
    let segments = Segments::parse(&copy(path, sha256)?).map_err(wrong)?;
    for file in segments.pictures.iter().chain(&segments.attachments) {
        copy(&file.path, &file.sha256)?;
    }
    Ok(segments)
}

/// Removes a folder that was built for one issue alone. What stays is only room that is lost.
pub fn clear(output: &Path) {
    let _ = fs::remove_dir_all(output);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn issue() -> Issue {
        let letter = |sha: &str| Letter {
            segments: sha.into(),
            subject: "Hello {first_name}".into(),
            from: "Team <team@cap.example>".into(),
            reply_to: None,
        };
        Issue {
            version: 1,
            name: "launch/why".into(),
            moment: "2027-03-09T09:00".into(),
            mandatory: false,
            approvers: vec!["rh".into(), "dsi".into()],
            verify: "code".into(),
            tolerance: "5%".into(),
            to: vec!["everyone".into()],
            audiences: [("everyone".to_owned(), "all of staff.csv".to_owned())].into(),
            letters: [("en all".to_owned(), letter("a")), ("fr all".to_owned(), letter("b"))].into(),
        }
    }

    #[test]
    fn whatever_is_signed_changes_the_digest_and_is_told() {
        let signed = issue();
        let changes: [fn(&mut Issue); 6] = [
            |i| i.moment = "2027-03-10T09:00".into(),
            |i| i.approvers.truncate(1),
            |i| i.mandatory = true,
            |i| i.letters.get_mut("fr all").unwrap().segments = "c".into(),
            |i| i.audiences.get_mut("everyone").unwrap().push('x'),
            |i| i.letters.get_mut("en all").unwrap().subject = "Hi".into(),
        ];
        for change in changes {
            let mut now = issue();
            change(&mut now);
            assert_ne!(now.digest(), signed.digest());
            assert_eq!(signed.differences(&now).len(), 1, "{:?}", signed.differences(&now));
        }
        assert!(signed.differences(&issue()).is_empty());
    }

    #[test]
    fn a_variant_may_vanish_but_none_may_come() {
        let (signed, mut fewer) = (issue(), issue());
        fewer.letters.remove("fr all");
        assert!(signed.differences(&fewer).is_empty());
        assert_eq!(fewer.differences(&signed), ["fr all: readers of this kind were none when it was signed"]);
    }
}
