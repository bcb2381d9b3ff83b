//! What comes with a newsletter: guides, and the calendar files of the trainings that it shows.
//!
//! In: the readers of a variant. Out: [`Attached`] files, by their paths in the output folder; their bytes come from the
//! jobs that make them, or are made here.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;

use super::{calendar, reader::Reader};
use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    model::{BlockKind, Newsletter, Training, value::Id},
    personalise::{File, clean, plain},
    plan::{self, Job, Role},
    render::Needs,
};

/// Attachments of more bytes than this are slow to fetch on a phone.
const WARN_ABOVE: u64 = 5_000_000;
/// Attachments of more bytes than this are refused by most mail servers: 25 MB, of which a third goes into encoding.
const REFUSE_ABOVE: u64 = 20_000_000;

/// A file that comes with a newsletter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Attached {
    /// Below the output folder.
    path: String,
    file_name: String,
    media_type: &'static str,
    content: Content,
}

/// Where the bytes of a file come from.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Content {
    /// Another job makes them.
    Need(Role),
    /// They are made here.
    Text(String),
}

/// What the readers of a variant receive beside the texts.
pub(super) fn attached(reader: &Reader<'_>, job: &Job<'_>, newsletter: &Newsletter) -> Vec<Attached> {
    let guides = newsletter.attach.iter().enumerate().filter(|(_, attachment)| reader.shows(&attachment.only));
    let guides = guides.filter_map(|(index, attachment)| {
        let role = Role::Attachment(index);
        let guide = plan::attached_guide(job.campaign, &attachment.guide, &job.language)?;
        job.needs.iter().any(|need| need.role == role).then(|| Attached {
            path: plan::guide_path(job.campaign, guide),
            file_name: file_name(&plain(&guide.title.inlines()), guide.id.as_str(), "pdf"),
            media_type: "application/pdf",
            content: Content::Need(role),
        })
    });
    let mut all: Vec<Attached> = guides.collect();
    for training in shown(reader, job, newsletter) {
        let session = reader.session(training);
        let Some(text) = session.and_then(|session| calendar::calendar(reader, newsletter, training, session)) else {
            continue;
        };
        let site = reader.scope.site.map(|site| format!("-{}", site.id)).unwrap_or_default();
        let stem = format!("{}.{}", newsletter.id, job.language);
        all.push(Attached {
            path: format!("{}/newsletters/attachments/{stem}.{}{site}.ics", job.campaign.id, training.id),
            file_name: file_name(&reader.scope.plain(&training.title), training.id.as_str(), "ics"),
            media_type: "text/calendar; method=PUBLISH; charset=utf-8",
            content: Content::Text(text),
        });
    }
    all
}

/// The trainings that a variant shows, each once.
fn shown<'p>(reader: &Reader<'p>, job: &Job<'_>, newsletter: &Newsletter) -> Vec<&'p Training> {
    let blocks = newsletter.blocks.iter().filter(|block| reader.shows_block(block, job));
    let mut named: Vec<&Id> = Vec::new();
    let mut all = false;
    for block in blocks {
        if let BlockKind::Training { show, .. } = &block.kind {
            all |= show.is_empty();
            named.extend(show);
        }
    }
    reader.scope.campaign.training.iter().filter(|training| all || named.contains(&&training.id)).collect()
}

/// A title as a file's name on every system.
fn file_name(title: &str, id: &str, ending: &str) -> String {
    let title: String = clean(title).chars().filter(|c| !r#"\/:*?"<>|"#.contains(*c)).take(80).collect();
    let words: Vec<&str> = title.split_whitespace().collect();
    match words.join(" ").trim_matches(['.', ' ']) {
        "" => format!("{id}.{ending}"),
        stem => format!("{stem}.{ending}"),
    }
}

/// Files with their bytes; those whose bytes nobody made are left out.
pub(super) fn with_bytes(attached: &[Attached], needs: &Needs) -> Vec<(File, Arc<[u8]>)> {
    let files = attached.iter().filter_map(|file| {
        let bytes: Arc<[u8]> = match &file.content {
            Content::Need(role) => Arc::clone(needs.get(role)?),
            Content::Text(text) => text.as_bytes().into(),
        };
        Some((super::picture::file(file.path.clone(), file.file_name.clone(), file.media_type, &bytes), bytes))
    });
    files.collect()
}

/// Those files that no other job makes.
pub(super) fn made(attached: &[Attached], out: &mut BTreeMap<String, Vec<u8>>) {
    for file in attached {
        if let Content::Text(text) = &file.content {
            out.insert(file.path.clone(), text.as_bytes().to_vec());
        }
    }
}

/// What is to be said about so many bytes of files that come with one mail.
pub(super) fn weight(bytes: u64, newsletter: &Newsletter) -> Option<Diagnostic> {
    let severity = match bytes {
        0..=WARN_ABOVE => return None,
        _ if bytes <= REFUSE_ABOVE => Severity::Warning,
        _ => Severity::Error,
    };
    let message = format!("the files that come with this newsletter weigh {} MB", bytes / 1_000_000);
    let help = "attach fewer or lighter guides: up to 5 MB reach everybody, above 20 MB many servers refuse the mail";
    let diagnostic = Diagnostic::new(Code::EmailTooLarge, &newsletter.span, message).help(help);
    Some(Diagnostic { severity, ..diagnostic })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_that_every_system_takes() {
        assert_eq!(file_name("Le guide de l’équipe : « 1/2 » ?", "guide", "pdf"), "Le guide de l’équipe « 12 ».pdf");
        assert_eq!(file_name("...", "guide", "pdf"), "guide.pdf");
        assert_eq!(file_name("はじめの一歩\r\nX", "a", "ics"), "はじめの一歩 X.ics");
    }
}
