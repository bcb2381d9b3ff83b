//! What is written for a pack: messages ready to post, and what to say aloud.

use super::{Content, File};
use crate::{
    model::{Level, Message},
    personalise::{Scope, quoted, typographic},
};

/// What chat programs show of a message without folding it.
const CHAT: usize = 280;
/// Of a post on an intranet that is read to its end.
const POST: usize = 600;
/// A line under a signature.
const LINE: usize = 90;

/// The key messages as posts for each channel, one file for each, ready to copy.
pub(super) fn messages(scope: &Scope<'_>) -> Vec<File> {
    let identity = &scope.project.identity;
    if identity.messages.is_empty() {
        return Vec::new();
    }
    let link = identity.link.as_ref().map(ToString::to_string).unwrap_or_default();
    let why = identity.story.why.as_ref().map(|why| scope.plain(why)).unwrap_or_default();
    let channels: [(&str, usize); 3] = [("intranet", POST), ("chat", CHAT), ("signature", LINE)];
    let file = |(channel, most): (&str, usize)| {
        let posts = identity.messages.iter().map(|message| post(scope, message, channel, most, &why, &link));
        let text = posts.collect::<Vec<_>>().join("\r\n\r\n--------\r\n\r\n") + "\r\n";
        let note = scope.project.words.fill(scope.language, "pack_limit", &[("count", &most.to_string())]);
        File { path: format!("messages/{channel}.txt"), content: Content::Text(text), note: Some(note) }
    };
    channels.into_iter().map(file).collect()
}

/// A message in as many of its parts as the channel's length holds; the link always.
fn post(scope: &Scope<'_>, message: &Message, channel: &str, most: usize, why: &str, link: &str) -> String {
    let (title, text) = (scope.plain(&message.title), scope.plain(&message.text));
    let proof = message.proof.as_ref().map(|proof| scope.plain(proof)).unwrap_or_default();
    let name = &scope.project.identity.name;
    let (between, parts) = match channel {
        "intranet" => ("\r\n\r\n", vec![title, text, proof, why.to_owned()]),
        "chat" => (" ", vec![ended(&title, scope), text, proof]),
        _ => (" ", vec![typographic(&format!("{name} : {title}"), scope.language).replace(" :", colon(scope))]),
    };
    let room = most.saturating_sub(link.chars().count() + between.len());
    let mut said = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let longer = if said.is_empty() { part } else { format!("{said}{between}{part}") };
        if !said.is_empty() && longer.chars().count() > room {
            break;
        }
        said = longer;
    }
    if link.is_empty() { said } else { format!("{said}{between}{link}") }
}

/// A title as a sentence.
fn ended(title: &str, scope: &Scope<'_>) -> String {
    let stop = if scope.language.primary() == "ja" { "。" } else { "." };
    if title.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟']) {
        title.to_owned()
    } else {
        format!("{title}{stop}")
    }
}

fn colon(scope: &Scope<'_>) -> &'static str {
    match scope.language.primary() {
        "fr" => "\u{a0}:",
        "ja" => "：",
        _ => ":",
    }
}

/// What those of a level say, in their own voice: why, the messages with what bears them out, answers to objections.
pub(super) fn talking_points(scope: &Scope<'_>, level: Option<Level>) -> Option<File> {
    let (identity, campaign, words) = (&scope.project.identity, scope.campaign, &scope.project.words);
    let word = |key: &str| words.fill(scope.language, key, &[("name", &identity.name)]);
    let opening = match level {
        Some(Level::Executive) => "pack_say_executive",
        Some(Level::Manager) => "pack_say_manager",
        _ => "pack_say_ambassador",
    };
    let mut lines = vec![word("pack_talking_points").to_uppercase(), String::new(), word(opening), String::new()];
    if let Some(why) = &identity.story.why {
        lines.extend([word("why_label").to_uppercase(), scope.plain(why), String::new()]);
    }
    if !identity.messages.is_empty() {
        lines.push(word("key_messages").to_uppercase());
        for message in &identity.messages {
            let proof = message.proof.as_ref().map(|proof| format!(" ({})", scope.plain(proof))).unwrap_or_default();
            let text = scope.plain(&message.text);
            lines.push(format!("- {} {text}{proof}", ended(&scope.plain(&message.title), scope)));
        }
        lines.push(String::new());
    }
    if !campaign.objections.is_empty() {
        lines.push(word("objections_title").to_uppercase());
        for objection in &campaign.objections {
            lines.push(format!("- {}", quoted(&scope.plain(&objection.says), scope.language)));
            lines.push(format!("  {} {}", word("objection_answer"), scope.plain(&objection.answer)));
        }
        lines.push(String::new());
    }
    let voices = campaign.people.iter().filter(|person| level.is_none_or(|level| person.level == level));
    for person in voices {
        let Some(quote) = &person.quote else { continue };
        let quote = quoted(&scope.plain(quote), scope.language);
        lines.push(format!("{quote} – {}", person.name.get(scope.language)));
    }
    let said = identity.story.why.is_some() || !identity.messages.is_empty() || !campaign.objections.is_empty();
    let text = lines.join("\r\n").trim_end().to_owned() + "\r\n";
    said.then(|| File { path: "talking-points.txt".into(), content: Content::Text(text), note: None })
}
