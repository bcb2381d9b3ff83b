//! YAML to paste.

use std::fmt;

use crate::diagnostic::Source;

/// Some YAML and where it goes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Snippet {
    /// The file, relative to the project.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// The lines, indented as they go there.
    pub yaml: String,
}

/// Where a snippet goes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase", tag = "where", content = "line")]
pub enum Place {
    /// At the end of the file.
    End,
    /// Below this line, counted from 1.
    Below(usize),
    /// Instead of this line, counted from 1.
    Instead(usize),
    /// In a file of its own.
    New,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::End => f.write_str("at the end of"),
            Place::Below(line) => write!(f, "below line {line} of"),
            Place::Instead(line) => write!(f, "instead of line {line} of"),
            Place::New => f.write_str("as a new file"),
        }
    }
}

impl Snippet {
    /// An item of a list at the top of a file, or several, or keys of a group there; the list's key with it where the file
    /// does not have it. The lines are indented as if the list were not.
    pub fn part(source: &Source, key: &str, lines: &str) -> Self {
        let file = source.path().to_owned();
        let Some((line, rest)) = top_level(source.text(), key) else {
            return Self { file, place: Place::End, yaml: format!("{key}:\n{}", indented(lines, 2)) };
        };
        let value = rest.split(" #").next().unwrap_or(rest).trim();
        match value {
            "" => {
                let next =
                    source.text().lines().skip(line).find(|l| !l.trim().is_empty() && !l.trim().starts_with('#'));
                let depth = next.map_or(0, |l| l.len() - l.trim_start().len());
                // A list may stand as far left as its key.
                let is_inside = depth > 0 || next.is_some_and(|l| l.starts_with("- "));
                let depth = if is_inside { depth } else { 2 };
                Self { file, place: Place::Below(line), yaml: indented(lines, depth) }
            }
            _ => Self { file, place: Place::Instead(line), yaml: format!("{key}:\n{}", indented(lines, 2)) },
        }
    }

    /// A line that takes the place of another.
    pub fn instead(source: &Source, line: usize, yaml: String) -> Self {
        Self { file: source.path().to_owned(), place: Place::Instead(line), yaml: yaml + "\n" }
    }

    /// A file of its own.
    pub fn file(path: String, yaml: impl Into<String>) -> Self {
        Self { file: path, place: Place::New, yaml: yaml.into() }
    }
}

/// The line of a key at the top of a file, counted from 1, and what stands behind it.
fn top_level<'t>(text: &'t str, key: &str) -> Option<(usize, &'t str)> {
    let found = |(i, line): (usize, &'t str)| Some((i + 1, line.strip_prefix(key)?.strip_prefix(':')?));
    text.lines().enumerate().find_map(found)
}

fn indented(lines: &str, depth: usize) -> String {
    lines.lines().map(|line| format!("{:depth$}{line}\n", "")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Place, Snippet};
    use crate::diagnostic::Source;

    #[test]
    fn a_snippet_goes_where_its_list_stands() {
        let snippet = |text: &str| Snippet::part(&Source::new("a.yaml", text), "people", "- id: a\n  level: team\n");
        let at = |text: &str| (snippet(text).place, snippet(text).yaml);
        let deep = "  - id: a\n    level: team\n".to_owned();
        assert_eq!(at("launch: 2027-03-09\n"), (Place::End, format!("people:\n{deep}")));
        assert_eq!(at("a: b\npeople:   # all\n\n  - id: b\n"), (Place::Below(2), deep.clone()));
        assert_eq!(at("people:\n- id: b\n"), (Place::Below(1), "- id: a\n  level: team\n".into()));
        assert_eq!(at("people: []\n"), (Place::Instead(1), format!("people:\n{deep}")));
        assert_eq!(at("people:\nsites:\n"), (Place::Below(1), deep));
    }
}
