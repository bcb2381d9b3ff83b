//! The page that an approver is sent: what is asked for, what changed since the last request, and the code.

use std::time::{Duration, SystemTime};

use lettre::{
    Message,
    message::{
        Attachment, Body, Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType},
    },
};

use super::Request;
use crate::{
    delivery::{DeliveryError, secret::random},
    model::{
        Delivery,
        value::{EmailAddress, hex},
    },
    personalise::push_html,
};

/// A version of an issue: what the readers of one language and variant are sent.
#[derive(Debug, Clone)]
pub struct Version {
    /// `fr managers+lyon`
    pub name: String,
    /// How many read it.
    pub readers: u64,
    /// Where its copy is.
    pub copy: Copied,
}

/// How an approver receives the copy of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// As a mail of its own.
    Mailed,
    /// As a file of the page: its name and bytes.
    Attached(String, Vec<u8>),
    /// Not at all: the files would be too large for a mail.
    Left,
}

/// What the page says.
#[derive(Debug, Clone)]
pub struct Summary<'a> {
    /// What is to be signed.
    pub request: &'a Request,
    /// All versions that somebody reads.
    pub versions: &'a [Version],
    /// What changed since the last request, a line each.
    pub changes: &'a [String],
    /// The approver's code, where one is asked for.
    pub code: Option<&'a str>,
    /// The approver's id.
    pub person: &'a str,
}

impl Summary<'_> {
    /// The rows of the page: a name and what stands beside it.
    fn rows(&self) -> Vec<(&'static str, String)> {
        let issue = &self.request.issue;
        let mut subjects: Vec<&str> = issue.letters.values().map(|letter| letter.subject.as_str()).collect();
        let mut senders: Vec<&str> = issue.letters.values().map(|letter| letter.from.as_str()).collect();
        for list in [&mut subjects, &mut senders] {
            list.sort_unstable();
            list.dedup();
        }
        let rules = issue.audiences.iter().filter(|(id, _)| issue.to.is_empty() || issue.to.contains(id));
        let mut rules: Vec<String> = rules.map(|(id, rule)| format!("{id}: {rule}")).collect();
        if rules.is_empty() {
            rules.push("everybody on the list".to_owned());
        }
        vec![
            ("Subject", subjects.join("\n")),
            ("From", senders.join("\n")),
            ("Leaves", issue.moment.clone()),
            ("To", rules.join("\n")),
            ("Readers", format!("{}, may move by {}", self.request.readers, issue.tolerance)),
            ("Versions", self.versions.iter().map(told).collect::<Vec<_>>().join("\n")),
            ("Mandatory", if issue.mandatory { "yes: also to those who left the list".into() } else { "no".into() }),
        ]
    }

    /// How to see what is not in the mailbox.
    fn left(&self) -> Option<String> {
        let left = self.versions.iter().any(|version| version.copy == Copied::Left);
        left.then(|| format!("fanion send {} --test YOUR-ADDRESS --all-variants", self.request.issue.name))
    }

    fn command(&self) -> String {
        let code = self.code.map(|code| format!(" --code {code}")).unwrap_or_default();
        format!("fanion approve {} --as {}{code}", self.request.issue.name, self.person)
    }

    /// As plain text.
    pub fn text(&self) -> String {
        let mut out = format!("Your approval is asked for: {}\n\n", self.request.issue.name);
        for (name, value) in self.rows() {
            out.push_str(&format!("{name:<10} {}\n", value.replace('\n', "\n           ")));
        }
        out.push_str("\nChanged since the last request\n");
        self.changes.iter().for_each(|line| out.push_str(&format!("  {line}\n")));
        if let Some(code) = self.code {
            out.push_str(&format!("\nYour code: {code}\nGive it to nobody but to approve this very issue.\n"));
        }
        if let Some(command) = self.left() {
            out.push_str(&format!("\nTo see every version: {command}\n"));
        }
        out.push_str(&format!("\nTo approve: {}\n", self.command()));
        out
    }

    /// As HTML.
    pub fn html(&self) -> String {
        let escaped = |text: &str| {
            let mut out = String::new();
            push_html(&mut out, text);
            out.replace('\n', "<br>")
        };
        let cell = "padding:8px 16px 8px 0;border-bottom:1px solid #e3e6ea;vertical-align:top";
        let rows = self.rows().into_iter().map(|(name, value)| {
            format!(
                "<tr><td style=\"{cell};color:#5b6470\">{name}</td><td style=\"{cell}\">{}</td></tr>",
                escaped(&value)
            )
        });
        let changes = self.changes.iter().map(|line| {
            let colour = match line.as_bytes().first() {
                Some(b'+') => "#0b6b3a",
                Some(b'-') => "#a32020",
                _ => "#1c2430",
            };
            format!("<div style=\"color:{colour}\">{}</div>", escaped(line))
        });
        let code = self.code.map(|code| {
            format!(
                "<p style=\"margin:24px 0;padding:16px 20px;background:#f2f4f7;font:700 24px/32px Consolas,monospace\">{}</p>\
                 <p style=\"color:#5b6470\">Give this code to nobody but to approve this very issue.</p>",
                escaped(code)
            )
        });
        let left = self.left().map(|command| {
            format!("<p style=\"margin:24px 0 4px\">To see every version:</p><code>{}</code>", escaped(&command))
        });
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Approval</title></head>\
             <body style=\"margin:0;padding:32px;color:#1c2430;font:16px/24px Segoe UI,Helvetica,Arial,sans-serif\">\
             <div style=\"max-width:640px;margin:auto\"><p style=\"margin:0;color:#5b6470\">Your approval is asked for</p>\
             <h1 style=\"margin:0 0 16px;font-size:26px;line-height:34px\">{}</h1>\
             <table role=\"presentation\" cellspacing=\"0\" style=\"border-collapse:collapse;width:100%\">{}</table>{}\
             <h2 style=\"margin:24px 0 8px;font-size:18px\">Changed since the last request</h2>\
             <div style=\"font:14px/20px Consolas,monospace\">{}</div>\
             {}<p style=\"margin:24px 0 4px\">To approve:</p><code>{}</code></div></body></html>",
            escaped(&self.request.issue.name),
            rows.collect::<String>(),
            code.unwrap_or_default(),
            changes.collect::<String>(),
            left.unwrap_or_default(),
            escaped(&self.command()),
        )
    }

    /// The page, with the copies that came as its files.
    fn parts(&self) -> MultiPart {
        let page = MultiPart::alternative_plain_html(self.text(), self.html());
        let files = self.versions.iter().filter_map(|version| match &version.copy {
            Copied::Attached(file, mail) => Some(attached(file, mail)),
            _ => None,
        });
        let files: Vec<SinglePart> = files.collect();
        match files.is_empty() {
            true => page,
            false => files.into_iter().fold(MultiPart::mixed().multipart(page), MultiPart::singlepart),
        }
    }

    /// As a mail.
    ///
    /// # Errors
    /// An address cannot be used.
    pub fn mail(&self, delivery: &Delivery, to: &EmailAddress) -> Result<Vec<u8>, DeliveryError> {
        let mailbox = |address: &EmailAddress| {
            let parsed = address.as_str().parse();
            let parsed = parsed.map_err(|_| DeliveryError::Setting(format!("`{address}` cannot be written to")))?;
            Ok::<_, DeliveryError>(Mailbox::new(None, parsed))
        };
        let seconds = self.request.at.as_second().max(0).unsigned_abs();
        let message = Message::builder()
            .from(mailbox(&delivery.from_address)?)
            .to(mailbox(to)?)
            .subject(format!("Approval: {}", self.request.issue.name))
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<approval-{}@{}>", hex(random::<16>()), domain(delivery))))
            .multipart(self.parts());
        let wrong = |error: lettre::error::Error| DeliveryError::Setting(format!("cannot make the summary: {error}"));
        message.map(|message| message.formatted()).map_err(wrong)
    }
}

/// `fr managers+lyon: 120 readers`, and where its copy is unless in a mail of its own.
fn told(version: &Version) -> String {
    let readers = match version.readers {
        1 => "1 reader".to_owned(),
        readers => format!("{readers} readers"),
    };
    let copy = match &version.copy {
        Copied::Mailed => String::new(),
        Copied::Attached(file, _) => format!(", attached as {file}"),
        Copied::Left => ", no copy: there are too many".to_owned(),
    };
    format!("{}: {readers}{copy}", version.name)
}

/// A copy as a file that mail programs open as the mail that it is (RFC 2046, 5.2.1): it is ASCII, so that it needs no encoding.
fn attached(file: &str, mail: &[u8]) -> SinglePart {
    let kind = ContentType::parse("message/rfc822").expect("a media type");
    let body = Body::dangerous_pre_encoded(mail.to_vec(), ContentTransferEncoding::SevenBit);
    Attachment::new(file.to_owned()).body(body, kind)
}

/// The domain that the sender's mail comes from.
pub fn domain(delivery: &Delivery) -> &str {
    delivery.from_address.as_str().rsplit('@').next().unwrap_or_default()
}

/// Texts longer than this are not compared line by line.
const MOST_LINES: usize = 1000;

/// What changed from one text to another: `- line` and `+ line`, in order (longest common subsequence).
pub fn changed_lines(before: &str, after: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    if old.len() > MOST_LINES || new.len() > MOST_LINES {
        return if before == after { Vec::new() } else { vec!["its text".to_owned()] };
    }
    let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = match old[i] == new[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            out.push(format!("- {}", old[i]));
            i += 1;
        } else {
            out.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_told_in_order() {
        assert_eq!(changed_lines("a\nb\nc", "a\nx\nc\nd"), ["- b", "+ x", "+ d"]);
        assert!(changed_lines("a\nb", "a\nb").is_empty());
    }
}
