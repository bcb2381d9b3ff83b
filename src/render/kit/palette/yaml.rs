//! YAML written: groups and lists, one key a line, texts between quotes wherever YAML could take them for something else.

/// A value.
pub(super) enum Yaml {
    /// A text.
    Text(String),
    /// A number, as it is.
    Number(f64),
    /// A list, on one line where all of its items are scalars.
    List(Vec<Yaml>),
    /// Keys in their order; those without a value are left out before.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Yaml::Text(text.into())
    }

    /// A group of those keys that have a value; `None` where none has.
    pub fn map<const N: usize>(entries: [(&str, Option<Yaml>); N]) -> Option<Self> {
        let entries = entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
        let entries: Vec<_> = entries.collect();
        (!entries.is_empty()).then_some(Yaml::Map(entries))
    }

    /// The document.
    pub fn document(&self) -> String {
        let mut out = String::new();
        self.block(0, &mut out);
        out
    }

    fn block(&self, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        match self {
            Yaml::Map(entries) => {
                for (key, value) in entries {
                    out.push_str(&format!("{indent}{}:", scalar(key)));
                    value.after_key(depth, out);
                }
            }
            Yaml::List(items) => {
                for item in items {
                    let mut written = String::new();
                    item.block(depth + 1, &mut written);
                    // The first key stands beside the dash.
                    out.push_str(&format!("{indent}- {}", written.trim_start()));
                }
            }
            _ => out.push_str(&format!("{indent}{}\n", self.line())),
        }
    }

    fn after_key(&self, depth: usize, out: &mut String) {
        match self {
            Yaml::Map(_) => {
                out.push('\n');
                self.block(depth + 1, out);
            }
            Yaml::List(items) if items.iter().any(|item| matches!(item, Yaml::Map(_) | Yaml::List(_))) => {
                out.push('\n');
                self.block(depth + 1, out);
            }
            _ => out.push_str(&format!(" {}\n", self.line())),
        }
    }

    fn line(&self) -> String {
        match self {
            Yaml::Text(text) => scalar(text),
            Yaml::Number(number) => number.to_string(),
            Yaml::List(items) => format!("[{}]", items.iter().map(Yaml::line).collect::<Vec<_>>().join(", ")),
            Yaml::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}: {}", scalar(key), value.line()));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Words that YAML 1.1 or 1.2 reads as something else than a text.
const WORDS: [&str; 10] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan"];

fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ' | '/' | '.'))
        && !WORDS.contains(&text.to_lowercase().as_str());
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            // What YAML does not print (1.2, section 5.1), and what ends a line in it.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_between_quotes_where_they_must() {
        assert_eq!(
            ["nuit", "no", "12", "Bleu Nuit", "a: b", "é", "a\"\\\n\u{7}", ""].map(scalar),
            ["nuit", "\"no\"", "\"12\"", "Bleu Nuit", "\"a: b\"", "\"é\"", "\"a\\\"\\\\\\n\\u0007\"", "\"\""]
        );
    }

    #[test]
    fn groups_and_lists() {
        let item =
            |name: &str| Yaml::Map(vec![("family".into(), Yaml::text(name)), ("weight".into(), Yaml::Number(4.5))]);
        let map = Yaml::map([
            ("a", Some(Yaml::List(vec![item("x"), item("z")]))),
            ("b", None),
            ("c", Yaml::map([("d", Some(Yaml::List(vec![Yaml::text("e"), Yaml::text("f")])))])),
        ]);
        assert_eq!(
            map.unwrap().document(),
            "a:\n  - family: x\n    weight: 4.5\n  - family: z\n    weight: 4.5\nc:\n  d: [e, f]\n"
        );
    }
}
