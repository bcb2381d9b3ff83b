//! What a poster or banner says and shows, as text for those who do not see it.
//!
//! In: a job's context. Out: sentences in its language, to paste beside the picture wherever it is posted, and the
//! alternative text of its PDF (WCAG 2.2, 1.1.1).

use serde_json::Value;

/// The alternative that the project states, else one made from the piece's texts in reading order, its link last.
pub(super) fn alternative(context: &Value) -> String {
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
        say(text(&message["title"]));
    }
    say(session(context, &style));
    say(text(&context["photo_alt"]));
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
            .trim_end_matches(['"', '»', '”', '“', ')', '」'])
            .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟']);
        if text.is_empty() || ends { text.to_owned() } else { format!("{text}{}", self.stop) }
    }
}
