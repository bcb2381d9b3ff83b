//! What may be written after a key, in plain words.
//!
//! In: the key's schema. Out: Markdown with links to where a way of writing is told; groups met are noted on the way.

use serde_json::Value;

use super::{
    keys::{Walk, definition},
    page::anchor,
};

/// Ways of writing that docs/format.md tells more about: the type's title, and where.
const TOLD: &[(&str, &str)] = &[
    ("text", "#texts"),
    ("date", "#dates"),
    ("date or repetition", "#dates"),
    ("size", "#sizes"),
    ("link", "#files-and-links"),
];

/// What may be written, in words.
pub fn kind<'s>(walk: &mut Walk<'s>, place: &str, schema: &'s Value) -> String {
    if let Some(name) = definition(schema) {
        return named(walk, name, place, walk.resolve(schema));
    }
    if let Some(word) = schema.get("const") {
        return format!("`{}`", plain(word));
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words: Vec<String> = words.iter().filter(|w| !w.is_null()).map(|w| format!("`{}`", plain(w))).collect();
        return either(&words);
    }
    if let Some(title) = schema.get("title").and_then(Value::as_str) {
        return linked(title);
    }
    for word in ["anyOf", "oneOf"] {
        if let Some(ways) = schema.get(word).and_then(Value::as_array) {
            return alternatives(walk, place, ways);
        }
    }
    match simple(schema) {
        "boolean" => "`true` or `false`".to_owned(),
        "integer" => "whole number".to_owned(),
        "number" => "number".to_owned(),
        "string" => "plain text".to_owned(),
        "array" => list(walk, place, &schema["items"]),
        "object" if schema.get("additionalProperties").is_some_and(Value::is_object) => {
            let each = kind(walk, &format!("{place}.*"), &schema["additionalProperties"]);
            format!("names of your own, each with: {each}")
        }
        _ => "anything".to_owned(),
    }
}

fn named<'s>(walk: &mut Walk<'s>, name: &str, place: &str, schema: &'s Value) -> String {
    if schema.get("oneOf").is_some() {
        return blocks(walk, place, schema);
    }
    if schema.get("properties").is_some() {
        let first = walk.visit(name, place, schema);
        return format!("[keys of its own](#{})", anchor(&first));
    }
    kind(walk, place, schema)
}

/// A list whose items say by `type` what they are: a group for each.
fn blocks<'s>(walk: &mut Walk<'s>, place: &str, schema: &'s Value) -> String {
    let kinds = schema["oneOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    let words = kinds.iter().map(|block| {
        let word = plain(&block["properties"]["type"]["const"]);
        let place = walk.visit(&format!("{place} {word}"), &format!("{place}: {word}"), block);
        format!("[`{word}`](#{})", anchor(&place))
    });
    let words: Vec<String> = words.collect();
    format!("one with the `type` {}", either(&words))
}

fn list<'s>(walk: &mut Walk<'s>, place: &str, items: &'s Value) -> String {
    let each = kind(walk, &format!("{place}[]"), items);
    match each.strip_prefix("[keys of its own]") {
        Some(link) => format!("list, each with [keys of its own]{link}"),
        None => format!("list, each: {each}"),
    }
}

fn alternatives<'s>(walk: &mut Walk<'s>, place: &str, ways: &'s [Value]) -> String {
    let ways: Vec<&Value> = ways.iter().filter(|way| simple(way) != "null").collect();
    // One, or a list of such; one, or one for each language.
    if let [one, many] = ways[..] {
        if many.get("items") == Some(one) {
            let one = kind(walk, place, one);
            return format!("{one}, or a list of such");
        }
        if many.get("propertyNames").is_some() {
            let one = kind(walk, place, one);
            return format!("{one}; or one such for each language");
        }
    }
    let mut words: Vec<String> = Vec::new();
    for way in ways {
        let word = kind(walk, place, way);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    either(&words)
}

/// The simple type of a schema, without the null that only says that a key may be empty.
fn simple(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or(""),
        _ => "",
    }
}

fn linked(title: &str) -> String {
    match TOLD.iter().find(|(told, _)| *told == title) {
        Some((_, at)) => format!("[{title}](../format.md{at})"),
        None => title.to_owned(),
    }
}

fn either(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

fn plain(word: &Value) -> String {
    word.as_str().map_or_else(|| word.to_string(), str::to_owned)
}
