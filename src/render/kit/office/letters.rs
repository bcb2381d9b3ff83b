//! The letter and the memo: what to type stands where it belongs, in the project's own words.

use super::{
    document::{Document, Words},
    studio::Studio,
    text::Run,
};
use crate::{
    model::value::DateStyle,
    personalise::{format_date, format_time},
};

/// The letter.
pub fn letter(studio: &mut Studio<'_>) -> Document {
    let title = studio.title_text(&studio.campaign.title);
    let mut document = Document::new(studio, &title);
    document.ask("Address", "recipient", &studio.word("office_letter_recipient"));
    document.ask("Address", "address", &studio.word("address"));
    document.ask("Date", "date", &studio.word("office_letter_date"));
    document.paragraph("Heading1", studio.runs(&studio.campaign.title));
    document.paragraph("Normal", words(studio, "office_letter_hello"));
    document.paragraph("Normal", words(studio, "office_letter_intro"));
    why(studio, &mut document);
    if !studio.project.identity.messages.is_empty() {
        document.paragraph("Normal", words(studio, "office_letter_change"));
        messages(studio, &mut document, "ListBullet");
    }
    if let Some(launch) = studio.campaign.launch {
        let date = format_date(launch.date(), &studio.language, DateStyle::Long);
        document.paragraph(
            "Normal",
            vec![Run::new(studio.fill_word("office_launch_on", &[("date", &date)]) + stop(studio))],
        );
    }
    if let Some(contact) = &studio.project.identity.contact {
        let line = studio.fill_word("contact_us", &[("contact", contact.as_str())]);
        document.paragraph("Normal", vec![Run::new(line)]);
    }
    document.paragraph("Closing", words(studio, "office_letter_goodbye"));
    document.ask("Signature", "signature", &studio.word("office_letter_signature"));
    document.ask("Address", "role", &studio.word("role_label"));
    document
}

/// The memo.
pub fn memo(studio: &mut Studio<'_>) -> Document {
    let title = studio.word("office_memo");
    let mut document = Document::new(studio, &title);
    document.paragraph("Title", vec![Run::new(&title)]);
    let subject = studio.runs(&studio.campaign.title).into_iter().map(Words::from).collect();
    let asked = [("office_memo_to", "to"), ("office_memo_from", "from"), ("date_label", "date")];
    let mut rows: Vec<Vec<Vec<Words>>> = Vec::new();
    for (key, tag) in asked {
        let word = studio.word(key);
        let asks = document.field(tag, &studio.word("office_memo_fill"));
        rows.push(vec![vec![Run::new(word).into()], vec![asks]]);
    }
    rows.push(vec![vec![Run::new(studio.word("office_memo_subject")).into()], subject]);
    document.table(&[1.0, 4.6], false, rows);
    let name = &studio.project.identity.name;
    if studio.project.identity.story.why.is_some() {
        document.paragraph("Heading1", vec![Run::new(studio.fill_word("why_label", &[("name", name)]))]);
        why(studio, &mut document);
    }
    for chapter in &studio.project.identity.story.chapters {
        document.paragraph("Heading2", studio.runs(&chapter.title));
        document.paragraph("Normal", studio.runs(&chapter.text));
    }
    if !studio.project.identity.messages.is_empty() {
        document.paragraph("Heading1", words(studio, "key_messages"));
        messages(studio, &mut document, "ListNumber");
    }
    sessions(studio, &mut document);
    if let Some(feedback) = &studio.campaign.feedback {
        document.paragraph("Heading3", words(studio, "feedback_title"));
        let mut runs = studio.runs(&feedback.question);
        if let Some(link) = &feedback.link {
            runs.push(Run::new(" "));
            runs.push(Run { url: Some(link.as_str().into()), ..Run::new(link.short()) });
        }
        document.paragraph("Normal", runs);
    }
    document
}

fn words(studio: &Studio<'_>, key: &str) -> Vec<Run> {
    vec![Run::new(studio.fill_word(key, &[("name", &studio.project.identity.name)]))]
}

/// The full stop of a language.
fn stop(studio: &Studio<'_>) -> &'static str {
    if matches!(studio.language.primary(), "ja" | "zh") { "。" } else { "." }
}

fn why(studio: &Studio<'_>, document: &mut Document) {
    if let Some(why) = &studio.project.identity.story.why {
        document.paragraph("Quote", studio.runs(why));
    }
}

fn messages(studio: &Studio<'_>, document: &mut Document, style: &'static str) {
    for message in &studio.project.identity.messages {
        let mut runs: Vec<Run> = studio.runs(&message.title).into_iter().map(|run| Run { bold: true, ..run }).collect();
        let title = runs.iter().map(|run| run.text.as_str()).collect::<String>();
        let ended = title.trim_end().ends_with(['.', '!', '?', '。', '؟', '…']);
        runs.push(Run::new(if ended { " " } else { " – " }));
        runs.extend(studio.runs(&message.text));
        document.paragraph(style, runs);
    }
}

fn sessions(studio: &Studio<'_>, document: &mut Document) {
    let campaign = studio.campaign;
    let all = campaign.training.iter().flat_map(|training| training.sessions.iter().map(move |s| (training, s)));
    let mut all: Vec<_> = all.collect();
    if all.is_empty() {
        return;
    }
    all.sort_by_key(|(_, session)| session.starts);
    let cell = |runs: Vec<Run>| runs.into_iter().map(Words::from).collect::<Vec<_>>();
    let word = |key: &str| cell(vec![Run::new(studio.word(key))]);
    let mut rows = vec![["site", "training", "date_label", "where"].map(word).to_vec()];
    for (training, session) in all {
        let site = session.site.as_ref().and_then(|id| campaign.site(id));
        let site = site.map_or_else(|| studio.word("all_sites"), |site| studio.string(&site.name));
        let (date, time) = (session.starts.date(), session.starts.time());
        let when = studio.fill_word(
            "email_date_time",
            &[
                ("date", &format_date(date, &studio.language, DateStyle::Medium)),
                ("time", &format_time(time, &studio.language)),
            ],
        );
        let place = session.place.as_ref().map(|place| studio.runs(place));
        let online = session
            .link
            .as_ref()
            .map(|link| vec![Run { url: Some(link.as_str().into()), ..Run::new(studio.word("online")) }]);
        rows.push(vec![
            cell(vec![Run { bold: true, ..Run::new(site) }]),
            cell(studio.runs(&training.title)),
            cell(vec![Run::new(when)]),
            cell(place.or(online).unwrap_or_default()),
        ]);
    }
    document.paragraph("Heading1", words(studio, "training"));
    document.caption(&studio.word("office_table"), &studio.word("office_training_title"));
    document.table(&[1.1, 1.6, 1.9, 1.5], true, rows);
}
