//! Why a piece differs: from what it was and is made from, else from its files.

use serde_json::Value;

use super::words::{self, compare};
use crate::model::value::LanguageTag;

/// What of a piece changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Its words.
    Text,
    /// A date or time in it.
    Date,
    /// Where it leads.
    Link,
    /// A photo or picture.
    Picture,
    /// Colours, fonts, templates, formats.
    Design,
    /// Only pieces that it is made of.
    Parts,
    /// How it looks, where no more can be told.
    Look,
}

impl Reason {
    /// Every reason, in the order in which they are told.
    pub const ALL: [Self; 7] =
        [Reason::Text, Reason::Date, Reason::Link, Reason::Picture, Reason::Design, Reason::Parts, Reason::Look];

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Reason::Text => "text",
            Reason::Date => "dates",
            Reason::Link => "links",
            Reason::Picture => "pictures",
            Reason::Design => "design",
            Reason::Parts => "pieces in it",
            Reason::Look => "look",
        }
    }
}

/// Keys of a context below which everything is how a piece looks.
const DESIGN: [&str; 25] = [
    "theme",
    "palette",
    "colours",
    "colors",
    "fonts",
    "template",
    "templates",
    "pattern",
    "logo",
    "logos",
    "logo_rules",
    "heading_weight",
    "typefaces",
    "clear_space",
    "condition",
    "swatches",
    "format",
    "width",
    "height",
    "bleed",
    "marks",
    "dpi",
    "qr_size",
    "safe_zone",
    "icon",
];
/// Keys below which everything is a picture.
const PICTURES: [&str; 8] = ["photo", "photos", "picture", "pictures", "portrait", "image", "images", "focus"];
/// Keys below which everything is where something leads.
const LINKS: [&str; 5] = ["link", "href", "url", "short", "links"];
/// Keys whose values only follow others.
const FOLLOWS: [&str; 3] = ["ident", "headers", "runs"];
/// Keys below which everything is a date or a time.
const DATES: [&str; 4] = ["date", "time", "starts", "leaf"];

/// Why two contexts differ.
pub(super) fn of_contexts(before: &Value, now: &Value, language: &LanguageTag) -> Vec<Reason> {
    let mut found = Vec::new();
    walk(before, now, None, language, &mut found);
    if found.is_empty() && before == now {
        found.push(Reason::Parts);
    }
    if found.is_empty() {
        found.push(Reason::Look);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn walk(before: &Value, now: &Value, under: Option<Reason>, language: &LanguageTag, found: &mut Vec<Reason>) {
    if before == now {
        return;
    }
    match (before, now) {
        (Value::Object(old), Value::Object(new)) => {
            let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key)));
            for key in keys.filter(|key| !FOLLOWS.contains(&key.as_str())) {
                let at = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or(Value::Null);
                walk(&at(old), &at(new), under.or_else(|| by_key(key)), language, found);
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            for i in 0..old.len().max(new.len()) {
                let at = |list: &[Value]| list.get(i).cloned().unwrap_or(Value::Null);
                walk(&at(old), &at(new), under, language, found);
            }
        }
        _ => leaf(before, now, under, language, found),
    }
}

fn by_key(key: &str) -> Option<Reason> {
    let is = |list: &[&str]| list.contains(&key);
    match () {
        () if is(&DESIGN) => Some(Reason::Design),
        () if is(&PICTURES) => Some(Reason::Picture),
        () if is(&LINKS) => Some(Reason::Link),
        () if is(&DATES) => Some(Reason::Date),
        () => None,
    }
}

fn leaf(before: &Value, now: &Value, under: Option<Reason>, language: &LanguageTag, found: &mut Vec<Reason>) {
    if let Some(reason) = under {
        return found.push(reason);
    }
    match (before, now) {
        (Value::String(old), Value::String(new)) if !is_hash(old) => {
            let nature = words::nature(&compare(old, new), language);
            found.extend(nature.dates.then_some(Reason::Date));
            found.extend(nature.words.then_some(Reason::Text));
        }
        (Value::String(_), Value::String(_)) | (Value::Number(_), _) | (_, Value::Number(_)) => {
            found.push(Reason::Design);
        }
        _ => found.push(Reason::Text),
    }
}

fn is_hash(text: &str) -> bool {
    text.len() >= 16 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Why a piece's files differ, where nothing is known of what they were made from: what their texts say.
pub(super) fn of_texts(before: &str, now: &str, language: &LanguageTag) -> Vec<Reason> {
    let nature = words::nature(&compare(before, now), language);
    let mut found = Vec::new();
    found.extend(nature.words.then_some(Reason::Text));
    found.extend(nature.dates.then_some(Reason::Date));
    if found.is_empty() {
        found.push(Reason::Look);
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn contexts_tell_why() {
        let fr = "fr".parse().unwrap();
        let why = |old: Value, new: Value| of_contexts(&old, &new, &fr);
        assert_eq!(
            why(json!({"theme": {"brand": "#001122"}}), json!({"theme": {"brand": "#001123"}})),
            [Reason::Design]
        );
        assert_eq!(
            why(json!({"headline": {"plain": "le 9 mars"}}), json!({"headline": {"plain": "le 16 mars"}})),
            [Reason::Date]
        );
        assert_eq!(why(json!({"headline": "Un mot"}), json!({"headline": "Deux mots"})), [Reason::Text]);
        assert_eq!(why(json!({"photo": ["a"]}), json!({"photo": ["b"]})), [Reason::Picture]);
        assert_eq!(why(json!({"link": {"href": "a"}}), json!({"link": null})), [Reason::Link]);
        assert_eq!(why(json!({"a": 1}), json!({"a": 1})), [Reason::Parts]);
        assert_eq!(why(json!({"ident": "a"}), json!({"ident": "b"})), [Reason::Look]);
    }
}
