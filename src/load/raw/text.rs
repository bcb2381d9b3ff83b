//! One value, or one per language.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{
    decode::{Decode, Decoder},
    node::{Node, NodeKind},
};
use crate::diagnostic::{Located, Span};

/// A text: one for every language, or one per language. Inline Markdown and `{{ fields }}` allowed.
pub type Text = PerLanguage<Located<String>>;

/// One value for every language, or a map with one per language.
#[derive(Debug, Clone)]
pub struct PerLanguage<T> {
    /// By language as written; a single `None` key for one value that serves all.
    pub versions: Vec<(Option<Located<String>>, T)>,
    /// Where all of it stands.
    pub span: Span,
}

impl<T: Decode> Decode for PerLanguage<T> {
    fn decode(node: &Node, decoder: &mut Decoder) -> Option<Self> {
        let span = node.span.clone();
        let versions = match &node.kind {
            NodeKind::Mapping(entries) if !span.text().starts_with("{{") => {
                let mut versions = Vec::new();
                for (language, value) in entries {
                    // `{ fr: Oui, vraiment }`: reported as an unknown language with the right help.
                    if matches!(value.kind, NodeKind::Null) && span.text().starts_with('{') {
                        let message = format!("`{}` is not a language", super::decode::shorten(&language.value));
                        let diagnostic = crate::diagnostic::Diagnostic::new(
                            crate::diagnostic::Code::UnknownLanguage,
                            &language.span,
                            message,
                        );
                        decoder.diagnostics.push(diagnostic.help(super::decode::CUT_BY_COMMA));
                        return None;
                    }
                    versions.push((Some(language.clone()), T::decode(value, decoder)?));
                }
                versions
            }
            _ => vec![(None, T::decode(node, decoder)?)],
        };
        if versions.is_empty() {
            decoder.wrong_type(node, "a text");
            return None;
        }
        Some(Self { versions, span })
    }
}

impl<T: JsonSchema> JsonSchema for PerLanguage<T> {
    fn schema_name() -> Cow<'static, str> {
        match T::schema_name().as_ref() {
            "string" => "Text".into(),
            other => format!("{other}PerLanguage").into(),
        }
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        let mut schema = json_schema!({
            "description": "One for every language, or one per language.",
            "anyOf": [
                one,
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": { "pattern": "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$" },
                    "additionalProperties": one
                }
            ]
        });
        if Self::schema_name() == "Text" {
            schema.insert("title".into(), "text".into());
        }
        schema
    }
}
