//! A YAML document as a tree in which every node knows its place.

use crate::diagnostic::{Located, Span};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands.
    pub span: Span,
}

/// What a node is. Scalars stay text: the key that takes one decides what it means, so that `name: 2030` is a name and
/// `no:` is Norwegian.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// Nothing, `~` or `null`.
    Null,
    /// A text, a number, a word.
    Scalar {
        /// After YAML's own escapes.
        text: String,
        /// Without quotes or block sign.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in order, each key once.
    Mapping(Vec<(Located<String>, Node)>),
}

impl Node {
    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            NodeKind::Mapping(entries) => entries.iter().find(|(k, _)| k.value == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text, if this is a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// What looks like its value and is a comment, as in `pine: #1f4d3a`, where it is empty.
    pub fn commented_out(&self) -> Option<&str> {
        let (source, empty) = (self.span.source.text(), self.span.text().is_empty());
        let line = source[self.span.end..].split(['\n', '\r']).next().filter(|_| empty)?;
        // Nothing stands before the colon or behind it, as the parser has it.
        let line = line.trim_start_matches(':').trim();
        let is_value = line.strip_prefix('#')?.starts_with(char::is_alphanumeric);
        is_value.then_some(line)
    }

    /// What it is, in a reader's words.
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "nothing",
            NodeKind::Scalar { .. } => "a text",
            NodeKind::Sequence(_) => "a list",
            NodeKind::Mapping(_) => "a group of keys",
        }
    }
}
