//! The groups of keys that a kind of file has, taken from its JSON Schema.
//!
//! In: the schema. Out: each group once, in the order in which it is met, with the places where it may stand.

use serde_json::{Map, Value};

use super::words;

/// A group of keys: the file itself, or what stands below one of its keys.
pub struct Group {
    /// Where it may stand: `people[].photo`. Empty for the file itself.
    pub places: Vec<String>,
    /// What it is.
    pub about: String,
    /// Its keys.
    pub keys: Vec<Key>,
}

/// A key and what is written after it.
pub struct Key {
    /// As it is written.
    pub name: String,
    /// Whether a group without it is a mistake.
    pub required: bool,
    /// What it means, what stands for it where it is absent, an example.
    pub about: About,
    /// What is written after it, in words, as Markdown.
    pub kind: String,
}

/// A doc comment in its parts: `What it is; DEFAULT where absent. Example: VALUE`.
#[derive(Debug, PartialEq, Eq)]
pub struct About {
    /// What it is.
    pub text: String,
    /// What holds where the key is absent.
    pub absent: Option<String>,
    /// An example, as it is written.
    pub example: Option<String>,
}

impl About {
    /// Takes a doc comment apart.
    pub fn new(comment: &str) -> Self {
        let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
        let (text, example) = match comment.split_once("Example: ") {
            Some((text, example)) => (text.trim(), Some(example.trim().trim_matches('`').to_owned())),
            None => (comment.as_str(), None),
        };
        let (text, absent) = match text.strip_suffix(" where absent.").and_then(|text| text.rsplit_once("; ")) {
            Some((text, absent)) => (format!("{text}."), Some(absent.trim_end_matches(',').to_owned())),
            None => (text.to_owned(), None),
        };
        Self { text, absent, example }
    }
}

/// The groups of a schema, the file itself first.
pub fn groups(root: &Value) -> Vec<Group> {
    let mut walk = Walk { definitions: root.get("$defs"), found: Vec::new(), names: Vec::new() };
    let top = match root.get("items") {
        // A file that is a list: its items' keys are what there is to say.
        Some(items) => walk.resolve(items),
        None => root,
    };
    walk.visit("", "", top);
    // What a group names is appended while it is read.
    let mut next = 0;
    while let Some((_, place, schema)) = walk.names.get(next).cloned() {
        let keys = walk.keys(&place, schema);
        walk.found[next].keys = keys;
        next += 1;
    }
    walk.found
}

/// A schema being read.
pub struct Walk<'s> {
    definitions: Option<&'s Value>,
    found: Vec<Group>,
    /// Of each group found: the name of its type, its first place, its schema.
    names: Vec<(String, String, &'s Value)>,
}

impl<'s> Walk<'s> {
    /// What a reference stands for.
    pub fn resolve(&self, schema: &'s Value) -> &'s Value {
        definition(schema).and_then(|name| self.definitions?.get(name)).unwrap_or(schema)
    }

    /// Notes that a group may stand at a place; answers where its first place is.
    pub fn visit(&mut self, name: &str, place: &str, schema: &'s Value) -> String {
        if let Some(index) = self.names.iter().position(|(known, ..)| known == name) {
            let group = &mut self.found[index];
            if !group.places.iter().any(|known| known == place) {
                group.places.push(place.to_owned());
            }
            return self.names[index].1.clone();
        }
        let about = About::new(description(schema)).text;
        self.found.push(Group { places: vec![place.to_owned()], about, keys: Vec::new() });
        self.names.push((name.to_owned(), place.to_owned(), schema));
        place.to_owned()
    }

    fn keys(&mut self, place: &str, schema: &'s Value) -> Vec<Key> {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return Vec::new() };
        let required = schema.get("required").and_then(Value::as_array);
        let required = |key: &str| required.is_some_and(|keys| keys.iter().any(|known| known == key));
        // What must be there comes first; otherwise the order of the type.
        let mut names: Vec<&String> = properties.keys().collect();
        names.sort_by_key(|name| !required(name));
        names.into_iter().map(|name| self.key(place, name, properties, required(name))).collect()
    }

    fn key(&mut self, place: &str, name: &str, properties: &'s Map<String, Value>, required: bool) -> Key {
        let schema = &properties[name];
        let below = match place {
            "" => name.to_owned(),
            // A block's place ends with its type.
            place => format!("{}.{name}", place.split(':').next().unwrap_or(place)),
        };
        let kind = words::kind(self, &below, schema);
        Key { name: name.to_owned(), required, about: About::new(description(schema)), kind }
    }
}

/// The name of the type that a schema refers to.
pub fn definition(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// The doc comment of a schema.
pub fn description(schema: &Value) -> &str {
    schema.get("description").and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::About;

    #[test]
    fn a_comment_comes_apart() {
        let about = About::new("Sizes, as\nmany as you like; A3 where absent. Example: `[A3, A4]`");
        let expected = ("Sizes, as many as you like.".to_owned(), Some("A3".to_owned()), Some("[A3, A4]".to_owned()));
        assert_eq!((about.text, about.absent, about.example), expected);
        let plain = About::new("A title; short, please.");
        assert_eq!(plain, About { text: "A title; short, please.".into(), absent: None, example: None });
    }
}
