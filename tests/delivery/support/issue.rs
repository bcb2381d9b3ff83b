//! An issue for tests: its segments in a store, its readers in an outbox.

use std::{collections::BTreeMap, path::Path};

use fanion::{
    delivery::{IssueKey, NewIssue, NewMessage, Outbox, Queued, Release, store::Store},
    model::OnUnknown,
    personalise::{Headers, Lines, Place, Segment, Segments, Slot, TextBlock},
};
use jiff::Timestamp;

/// The moment that tests take for now, where they set the clock.
#[allow(dead_code, reason = "not every test sets the clock")]
pub const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// Segments of about `size` bytes of HTML that show two columns.
pub fn segments(size: usize) -> Segments {
    let fixed = |text: &str| Segment::Fixed(text.to_owned());
    let value = |slot, place| Segment::Value { slot, place };
    let filler = "<p>Le nouveau poste de travail arrive : « tout est prêt », dit l’équipe.</p>\n".repeat(size / 80);
    Segments {
        campaign: "launch".into(),
        newsletter: "why".into(),
        language: "fr".into(),
        variant: "all".into(),
        headers: Headers {
            from_name: "L’équipe Agora".into(),
            from_address: "agora@horizon.example".into(),
            reply_to: Some("communication@horizon.example".into()),
            list_id: Some("agora.horizon.example".into()),
            unsubscribe: Some("https://horizon.example/leave".into()),
            date: 1_800_000_000,
        },
        slots: vec![
            Slot { column: "first_name".into(), default: Some("à tous".into()), link: false },
            Slot { column: "team".into(), default: None, link: false },
        ],
        subject: vec![fixed("Bonjour "), value(0, Place::Text)],
        html: vec![
            fixed("<html lang=\"fr\"><body><h1>Bonjour "),
            value(0, Place::Html),
            fixed(" de "),
            value(1, Place::Html),
            fixed("</h1>\n"),
            fixed(&filler),
            fixed("</body></html>\n"),
        ],
        text: vec![
            TextBlock::Wrapped(Lines {
                first: String::new(),
                rest: String::new(),
                underline: None,
                after: "\n\n".into(),
                text: vec![fixed("Bonjour "), value(0, Place::Text), fixed(" de "), value(1, Place::Text)],
            }),
            TextBlock::Fixed(". Un point au début d’une ligne.\n.\nFin.\n".into()),
        ],
        pictures: Vec::new(),
        attachments: Vec::new(),
    }
}

/// The issue, its segments put into the store of a project.
pub fn issue(root: &Path, on_unknown: OnUnknown, size: usize) -> NewIssue {
    let sha256 = Store::of_project(root).put(&segments(size).to_json()).expect("a store");
    NewIssue {
        key: "launch/why".parse::<IssueKey>().expect("a name"),
        digest: "d".repeat(64),
        mandatory: false,
        on_unknown,
        from_address: "agora@horizon.example".parse().expect("an address"),
        variants: BTreeMap::from([(("fr".to_owned(), "all".to_owned()), sha256)]),
        released_at: Timestamp::UNIX_EPOCH,
    }
}

/// Releases an issue to readers.
#[allow(dead_code, reason = "not every test releases by itself")]
pub fn release(outbox: &mut Outbox, issue: &NewIssue, messages: impl Iterator<Item = NewMessage>) -> Queued {
    let messages: Vec<NewMessage> = messages.collect();
    let by = Release { who: "rh", approved: "without approval", readers: messages.len() as u64 };
    outbox.release(issue, messages.into_iter(), &by).expect("released")
}

/// The address of a reader.
pub fn address(number: usize) -> String {
    format!("reader{number}@horizon.example")
}

/// A message to a reader, due since `from`, for a day.
pub fn message(number: usize, from: Timestamp) -> NewMessage {
    let values = [("first_name", format!("Zoé {number}")), ("team", "R&D <Lyon>".to_owned())];
    NewMessage {
        address: address(number).parse().expect("an address"),
        language: "fr".into(),
        variant: "all".into(),
        values: values.into_iter().map(|(column, value)| (column.to_owned(), value)).collect(),
        not_before: from,
        expires_at: from + jiff::SignedDuration::from_hours(24),
        priority: 0,
    }
}
