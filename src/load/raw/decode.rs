//! From located nodes to raw types, with every mistake on the way.
//!
//! In: a [`Node`]. Out: a raw type, and a diagnostic for each key that is unknown, missing or of the wrong kind. Decoding
//! never stops at a mistake: a wrong list item or optional value is left out, and its neighbours are still looked at.

use std::{borrow::Cow, collections::HashSet};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::node::{Node, NodeKind};
use crate::load::traps::DASHES;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Located, Span, nearest},
    model::value::ValueError,
};

/// What decoding gathers.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The mistakes met.
    pub diagnostics: Diagnostics,
    /// Ids of list items that were left out, so that a reference to one is not a second mistake.
    pub broken_ids: HashSet<String>,
    /// True while parts of the document could not be read, so that a key may only seem to be missing.
    pub partial: bool,
    /// Keys that the next group may have besides its own, and that are read already.
    pub besides: &'static [&'static str],
}

/// Made from a node. `None` means that a mistake was recorded.
pub trait Decode: Sized + JsonSchema {
    /// Reads the node.
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self>;

    /// What stands for a key that is not there; `None` where nothing can.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether a key that is not there is a mistake.
    const REQUIRED: bool = true;

    /// Whether a key with nothing behind it is as good as one that is not there.
    const MAY_BE_EMPTY: bool = true;
}

/// A value written as one scalar.
pub trait Scalar: Sized + JsonSchema {
    /// The kind of mistake when it cannot be read.
    const CODE: Code = Code::InvalidValue;

    /// What a key of this type expects, as in "expected a text".
    const EXPECTED: &'static str = "a text";

    /// Reads it.
    ///
    /// # Errors
    /// What is wrong and what to write instead.
    fn parse(text: &str) -> Result<Self, ValueError>;

    /// What a text that cannot be read most likely means, so that what hangs on it can still be looked at.
    fn meant(_: &str) -> Option<Self> {
        None
    }
}

impl<T: Scalar> Decode for Located<T> {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        let Some(text) = node.text() else {
            decoder.wrong_type(node, T::EXPECTED);
            return None;
        };
        if let Some(within) = round_quoted(node) {
            let is_text = T::EXPECTED == "a text";
            decoder.round_quotes(within, is_text, &node.span);
            let value = T::parse(if is_text { text } else { within }).ok()?;
            return Some(Located::new(value, node.span.clone()));
        }
        match T::parse(text) {
            Ok(value) => Some(Located::new(value, node.span.clone())),
            Err(error) => {
                decoder.value_error(T::CODE, &node.span, error);
                let meant = T::meant(text)?;
                decoder.broken_ids.insert(text.to_owned());
                Some(Located::new(meant, node.span.clone()))
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Located<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        match node.kind {
            NodeKind::Null if T::MAY_BE_EMPTY => {
                decoder.commented_out(node);
                Some(None)
            }
            _ => Some(T::decode(node, decoder)),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    const REQUIRED: bool = false;
}

/// A key that must be there, but without which the rest of its group can still be looked at.
#[derive(Debug, Clone)]
pub struct Required<T>(pub Option<T>);

impl<T: Decode> Decode for Required<T> {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        Some(Self(T::decode(node, decoder)))
    }

    fn absent() -> Option<Self> {
        Some(Self(None))
    }
}

impl<T: JsonSchema> JsonSchema for Required<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        let NodeKind::Sequence(items) = &node.kind else {
            decoder.wrong_type(node, "a list");
            return None;
        };
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match T::decode(item, decoder) {
                Some(value) => out.push(value),
                None => {
                    let id = item.get("id").and_then(Node::text).or(item.text());
                    decoder.broken_ids.extend(id.map(str::to_owned));
                }
            }
        }
        Some(out)
    }
}

/// One value, or a list of them.
#[derive(Debug, Clone)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T: Decode> Decode for OneOrMany<T> {
    /// Nobody must be taken for everybody: what is limited to some has to name them.
    const MAY_BE_EMPTY: bool = false;

    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        match &node.kind {
            NodeKind::Sequence(items) if items.is_empty() && !decoder.partial => {
                let diagnostic = Diagnostic::new(Code::InvalidValue, &node.span, "this list is empty");
                decoder.diagnostics.push(diagnostic.help("name what belongs in it, or remove the key"));
                None
            }
            NodeKind::Sequence(_) => Vec::decode(node, decoder).map(Self),
            _ if node.text().is_some_and(|text| text.contains(',')) => {
                decoder.wrong_type(node, "a list");
                None
            }
            _ => T::decode(node, decoder).map(|value| Self(vec![value])),
        }
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

/// Keys of the user's own choice, in order.
#[derive(Debug, Clone)]
pub struct Map<T>(pub Vec<(Located<String>, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Decode> Decode for Map<T> {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        let NodeKind::Mapping(entries) = &node.kind else {
            decoder.wrong_type(node, "a group of keys");
            return None;
        };
        let mut out = Vec::with_capacity(entries.len());
        for (key, node) in entries {
            match T::decode(node, decoder) {
                Some(value) => out.push((key.clone(), value)),
                None => drop(decoder.broken_ids.insert(key.value.clone())),
            }
        }
        Some(Self(out))
    }
}

impl<T: JsonSchema> JsonSchema for Map<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("MapOf{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": value })
    }
}

/// Anything at all: read, kept in place, not looked into.
#[derive(Debug, Clone)]
pub struct Anything(pub Node);

impl Decode for Anything {
    fn decode(node: &Node, _: &mut Decoder) -> Option<Self> {
        Some(Self(node.clone()))
    }
}

impl JsonSchema for Anything {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Anything".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}

impl Decoder {
    /// Records that a node is of another kind than its key takes.
    pub fn wrong_type(&mut self, node: &Node, expected: &str) {
        // What looks empty may only have been left out after a syntax mistake.
        if self.partial && matches!(node.kind, NodeKind::Null) {
            return;
        }
        let written = node.span.text();
        let message = match node.kind {
            NodeKind::Null if node.commented_out().is_some() => {
                format!("expected {expected}, found a comment: that is what a `#` after a space begins")
            }
            NodeKind::Null => format!("expected {expected}, found nothing"),
            _ => format!("expected {expected}, found {}", node.describe()),
        };
        let help = match (&node.kind, expected) {
            (NodeKind::Mapping(_), _) if written.starts_with("{{") => Some(format!(
                "a text that begins with `{{{{` must stand between double quotes: \"{}\"",
                first_line(written)
            )),
            (NodeKind::Scalar { text, .. }, "a list") if text.starts_with(DASHES) => Some(PLAIN_HYPHEN.into()),
            (NodeKind::Scalar { text, .. }, "a list") => Some(format!("write a list: [{}]", first_line(text))),
            (NodeKind::Sequence(items), "a text") if items.len() == 1 => Some("write it without the brackets".into()),
            (NodeKind::Mapping(entries), "a list")
                if entries.first().is_some_and(|(key, _)| key.value.starts_with(DASHES)) =>
            {
                Some(PLAIN_HYPHEN.into())
            }
            (NodeKind::Mapping(entries), "a list") if entries.first().is_some_and(|(key, _)| key.value == "type") => {
                Some(
                    "begin each block with `- `, as `- type: hero`, and write its other keys exactly below `type`"
                        .into(),
                )
            }
            (NodeKind::Mapping(_), "a list") => Some("begin each item with `- `, as `- id: first`".into()),
            (NodeKind::Mapping(_), "a text") => Some("a text that holds `: ` must stand between double quotes".into()),
            (NodeKind::Null, _) if let Some(value) = node.commented_out() => {
                Some(format!("put it between double quotes: \"{value}\""))
            }
            (NodeKind::Null, _) => Some("write a value after the colon, or remove the key".into()),
            _ => None,
        };
        self.diagnostics.push(Diagnostic::new(Code::WrongType, &node.span, message).maybe_help(help));
    }

    /// Records that a value stands between the quotation marks of a word processor, which YAML takes for a part of it.
    fn round_quotes(&mut self, within: &str, is_text: bool, span: &Span) {
        let (code, help) = match is_text {
            true => (Code::SuspiciousText, "straight ones instead; to keep these, put straight ones around them"),
            false => (Code::InvalidValue, "straight ones, or none"),
        };
        let diagnostic = Diagnostic::new(code, span, "these quotation marks are a part of the value");
        self.diagnostics.push(diagnostic.help(format!("write \"{}\", with {help}", shorten(within))));
    }

    /// Records that a key which may be empty is so because of a `#`.
    fn commented_out(&mut self, node: &Node) {
        if let Some(value) = node.commented_out() {
            let diagnostic = Diagnostic::new(Code::CutByComment, &node.span, "this is read as a comment, not as text");
            let help = format!("if it is the value, put it between double quotes: \"{value}\"");
            self.diagnostics.push(diagnostic.help(help));
        }
    }

    /// Records that a scalar could not be read.
    pub fn value_error(&mut self, code: Code, span: &Span, error: ValueError) {
        self.diagnostics.push(Diagnostic::new(code, span, error.message).maybe_help(error.help));
    }

    /// The entries of a mapping whose keys are all among `known`; records those that are not.
    pub fn fields<'n>(&mut self, node: &'n Node, known: &[&str]) -> Option<Fields<'n>> {
        let besides = std::mem::take(&mut self.besides);
        let NodeKind::Mapping(entries) = &node.kind else {
            self.wrong_type(node, "a group of keys");
            return None;
        };
        let mut meant = Vec::new();
        for (key, value) in entries {
            if !known.contains(&key.value.as_str()) {
                let message = format!("unknown key `{}`", shorten(&key.value));
                // In `{ a: Yes, really }` the comma made a key of the text's second half.
                let cut = matches!(value.kind, NodeKind::Null) && node.span.text().starts_with('{');
                let within = WITHIN.iter().find(|(_, keys)| keys.contains(&key.value.as_str()));
                let help = match within.filter(|(parent, _)| known.contains(parent)) {
                    _ if cut => Some(CUT_BY_COMMA.into()),
                    Some((parent, _)) => {
                        Some(format!("it stands below `{parent}:`, as `{parent}: {{ {}: … }}`", key.value))
                    }
                    None => nearest::help(&key.value, known.iter().chain(besides).copied()),
                };
                let near = nearest::nearest(&key.value, known.iter().chain(besides).copied()).filter(|_| !cut);
                let is_new = |near: &&str| node.get(near).is_none() && meant.iter().all(|(name, _)| name != near);
                if let Some(near) = near.filter(is_new) {
                    meant.push((near.to_owned(), nearest::is_slip(&key.value, near).then_some(value)));
                }
                self.diagnostics.push(Diagnostic::new(Code::UnknownKey, &key.span, message).maybe_help(help));
            }
        }
        Some(Fields { node, meant })
    }
}

/// Help for items that begin with a dash of a word processor.
const PLAIN_HYPHEN: &str = "begin each item with `- `, the plain hyphen and a space";

/// The quotation marks that word processors make of straight ones.
const ROUND_QUOTES: [(char, char); 3] = [('“', '”'), ('„', '“'), ('‘', '’')];

/// What stands between round quotation marks, where they are all around a value without straight ones.
fn round_quoted(node: &Node) -> Option<&str> {
    let NodeKind::Scalar { text, plain: true } = &node.kind else { return None };
    let within = ROUND_QUOTES.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))?;
    let is_mark = |c: char| ROUND_QUOTES.iter().any(|(open, close)| [*open, *close].contains(&c) && c != '’');
    (!within.contains(is_mark)).then_some(within)
}

/// Help for a text that a comma cut in two.
pub const CUT_BY_COMMA: &str =
    "between braces a comma ends a text: put a text that holds one between double quotes, as { fr: \"Oui, vraiment\" }";

/// Keys that people write one level too high, after the key that they belong below.
const WITHIN: &[(&str, &[&str])] =
    &[("print", &["quantity", "paper", "finishing", "marks", "bleed"]), ("photo", &["focus"])];

/// A mapping being decoded.
pub struct Fields<'n> {
    node: &'n Node,
    /// Keys that are missing because they are misspelt, each with its value where it is sure to be meant.
    meant: Vec<(String, Option<&'n Node>)>,
}

impl Fields<'_> {
    /// The value of a key, or what stands for its absence.
    pub fn take<T: Decode>(&self, key: &str, decoder: &mut Decoder) -> Option<T> {
        // What a misspelt key says is looked at as if it were spelt right, and is not missing.
        let meant = self.meant.iter().find(|(name, _)| name == key);
        if meant.is_some() {
            decoder.broken_ids.insert(broken_key(key));
        }
        if let Some(value) = self.node.get(key).or(meant.and_then(|(_, value)| *value)) {
            let before = decoder.diagnostics.iter().len();
            let decoded = T::decode(value, decoder);
            if decoder.diagnostics.iter().len() > before {
                decoder.broken_ids.insert(broken_key(key));
            }
            return decoded;
        }
        if T::REQUIRED && !decoder.partial && meant.is_none() {
            let message = format!("the key `{key}` is missing");
            let help = format!("add `{key}:` here");
            decoder.diagnostics.push(Diagnostic::new(Code::MissingKey, &self.node.span, message).help(help));
        }
        T::absent()
    }
}

/// How a key whose value is wrong stands among the broken ids, so that its absence is not a second mistake.
pub fn broken_key(key: &str) -> String {
    format!("key {key}")
}

fn first_line(text: &str) -> String {
    shorten(text.lines().next().unwrap_or_default().trim())
}

/// At most 60 characters of a text, for messages.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Defines a raw type: a struct whose fields are its YAML keys, with its decoder and JSON Schema.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident $(= $key:literal)? : $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, schemars::JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* $(#[schemars(rename = $key)])? pub $field: $type,)*
        }

        impl $crate::load::raw::decode::Decode for $name {
            fn decode(
                node: &$crate::load::raw::node::Node,
                decoder: &mut $crate::load::raw::decode::Decoder,
            ) -> Option<Self> {
                #[allow(unused_variables, reason = "a record may have no keys of its own")]
                let fields = decoder.fields(node, &[$(record!(@key $field $($key)?)),*])?;
                $(let $field = fields.take::<$type>(record!(@key $field $($key)?), decoder);)*
                Some(Self { $($field: $field?,)* })
            }
        }
    };
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}
pub(crate) use record;

/// Defines how the words of an enumeration are written.
macro_rules! words {
    ($type:ty, $what:literal, { $($word:literal => $value:expr),+ $(,)? }) => {
        impl $crate::load::raw::decode::Scalar for $type {
            const EXPECTED: &'static str = $what;
            fn parse(text: &str) -> Result<Self, $crate::model::value::ValueError> {
                match text {
                    $($word => Ok($value),)+
                    _ => Err($crate::model::value::ValueError {
                        message: format!("`{}` is not {}", $crate::load::raw::decode::shorten(text), $what),
                        help: $crate::diagnostic::nearest::help(text, [$($word),+]),
                    }),
                }
            }
        }
        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool { true }
            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($type).into() }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($word),+] })
            }
        }
    };
}
pub(crate) use words;

/// Either of two ways to write a value: as text, or as a group of keys.
macro_rules! text_or {
    ($(#[$meta:meta])* $name:ident, $text:ident, $group:ident($type:ty)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, schemars::JsonSchema)]
        #[schemars(untagged)]
        pub enum $name {
            /// As one text.
            $text($crate::diagnostic::Located<String>),
            /// As a group of keys.
            $group(Box<$type>),
        }

        impl $crate::load::raw::decode::Decode for $name {
            fn decode(
                node: &$crate::load::raw::node::Node,
                decoder: &mut $crate::load::raw::decode::Decoder,
            ) -> Option<Self> {
                use $crate::load::raw::{decode::Decode, node::NodeKind};
                match node.kind {
                    NodeKind::Mapping(_) => <$type>::decode(node, decoder).map(|value| Self::$group(Box::new(value))),
                    _ => Decode::decode(node, decoder).map(Self::$text),
                }
            }
        }
    };
}
pub(crate) use text_or;
