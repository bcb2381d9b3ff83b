//! What a poster or banner says and shows, as text for those who do not see it.
//!
//! In: a job's context. Out: sentences in its language, to paste beside the picture wherever it is posted, and the
//! alternative text of its PDF (WCAG 2.2, 1.1.1).

use serde_json::Value;

/// The alternative that the project states, else one made from the piece's texts in reading order, its link last; with what
/// its photo shows, where it shows it.
pub(super) fn alternative(context: &Value, shows_photo: bool) -> String {
    let stated = text(&context["alt"]);
    if !stated.is_empty() {
        return stated;
    }
    let style = Style::of(context["language"].as_str().unwrap_or_default());
    let mut sentences: Vec<String> = Vec::new();
    let mut say = |part: String| {
        // A headline that is the tagline is not said twice.
        let sentence = style.sentence(&part);
        if !sentence.is_empty() && !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    };
    for key in ["kicker", "headline", "subline"] {
        say(text(&context[key]));
    }
    if context["subline"].is_null() {
        say(text(&context["tagline"]));
    }
    say(text(&context["why"]));
    for message in context["messages"].as_array().into_iter().flatten() {
        for part in ["title", "text", "proof"] {
            say(text(&message[part]));
        }
    }
    say(session(context, &style));
    if shows_photo {
        say(text(&context["photo_alt"]));
    }
    say(text(&context["call_to_action"]));
    let name = text(&context["name"]);
    if !sentences.iter().any(|sentence| sentence.contains(&name)) {
        sentences.insert(0, style.sentence(&name));
    }
    let said = sentences.join(style.between);
    let link = text(&context["link"]["short"]);
    if link.is_empty() { said } else { format!("{said} {link}") }
}

/// What is taught, when and where.
fn session(context: &Value, style: &Style) -> String {
    let session = &context["session"];
    let place = match session["online"].as_bool() {
        Some(true) => text(&context["words"]["online"]),
        _ => text(&session["place"]),
    };
    let parts = [text(&context["training"]["title"]), text(&session["date"]), text(&session["time"]), place];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(style.comma)
}

/// A text of the context, whether plain or in runs, on one line.
fn text(value: &Value) -> String {
    let text = value.as_str().or_else(|| value["plain"].as_str()).unwrap_or_default();
    // No-break spaces stay: they are the language's typography.
    text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How a language ends and joins sentences.
struct Style {
    stop: char,
    comma: &'static str,
    between: &'static str,
}

impl Style {
    fn of(language: &str) -> Self {
        match language.split('-').next() {
            Some("ja" | "zh") => Self { stop: '。', comma: "、", between: "" },
            Some("ar" | "fa" | "ur") => Self { stop: '.', comma: "، ", between: " " },
            _ => Self { stop: '.', comma: ", ", between: " " },
        }
    }

    /// With a stop where it has none.
    fn sentence(&self, text: &str) -> String {
        let ends = text
            .trim_end_matches(['"', '»', '”', '“', ')', '」', '\u{a0}', '\u{202f}'])
            .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟']);
        if text.is_empty() || ends { text.to_owned() } else { format!("{text}{}", self.stop) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(language: &str, more: Value) -> String {
        let mut context = json!({
            "name": "Agora", "language": language, "alt": null, "kicker": null, "why": null, "subline": null,
            "tagline": { "plain": "Ensemble,\nplus proches" }, "messages": [], "words": { "online": "En ligne" },
        });
        if let (Value::Object(all), Value::Object(more)) = (&mut context, more) {
            all.extend(more);
        }
        alternative(&context, true)
    }

    #[test]
    fn sentences_in_reading_order_with_the_link_last() {
        let text = |plain: &str| json!({ "plain": plain, "runs": [] });
        let session = json!({ "date": "vendredi 12 mars", "time": "10\u{a0}h", "place": null, "online": true });
        let all = json!({
            "headline": text("Posez la question\u{202f}?"), "why": text("Parce qu’un collègue sait."),
            "messages": [
                { "title": text("Partager une fois"), "text": text("Une version, visible de tous."), "proof": null },
                { "title": text("«\u{a0}Je n’ai pas le temps.\u{a0}»"), "text": text("Dix minutes suffisent.") },
            ],
            "training": { "title": text("Premiers pas") }, "session": session,
            "photo_alt": "Deux collègues devant un écran", "call_to_action": text("Rejoignez Agora"),
            "link": { "href": "https://agora.example/?via=poster", "short": "agora.example" },
        });
        assert_eq!(
            said("fr", all),
            "Posez la question\u{202f}? Ensemble, plus proches. Parce qu’un collègue sait. Partager une fois. \
             Une version, visible de tous. «\u{a0}Je n’ai pas le temps.\u{a0}» Dix minutes suffisent. Premiers pas, vendredi 12 mars, 10\u{a0}h, En ligne. Deux collègues devant un écran. Rejoignez Agora. agora.example"
        );
    }

    #[test]
    fn a_photo_that_is_not_shown_is_not_told() {
        let context = json!({
            "name": "Agora", "language": "en", "headline": { "plain": "Ask" }, "photo_alt": "Two colleagues",
        });
        assert_eq!(alternative(&context, true), "Agora. Ask. Two colleagues.");
        assert_eq!(alternative(&context, false), "Agora. Ask.");
    }

    #[test]
    fn each_language_has_its_own_stops() {
        let text =
            |plain: &str| json!({ "headline": { "plain": plain }, "subline": { "plain": plain }, "tagline": null });
        // The name is said where no text says it; the same sentence is not said twice.
        assert_eq!(said("ja", text("聞いてみよう")), "Agora。聞いてみよう。");
        assert_eq!(said("ar", text("اسأل زميلك؟")), "Agora. اسأل زميلك؟");
        assert_eq!(said("de-CH", text("Fragen Sie bei Agora!")), "Fragen Sie bei Agora!");
    }

    #[test]
    fn what_the_project_states_stands_alone() {
        let stated = json!({ "alt": "Zwei Kollegen sprechen miteinander.", "headline": { "plain": "Fragen Sie." } });
        assert_eq!(said("de", stated), "Zwei Kollegen sprechen miteinander.");
    }
}
