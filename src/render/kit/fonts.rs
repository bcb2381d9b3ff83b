use serde_json::Value;

use super::KitRenderer;
use crate::render::Rendered;

pub(super) fn context(_: &KitRenderer) -> Value {
    Value::Null
}

pub(super) fn render(_: &KitRenderer) -> Rendered {
    Rendered::default()
}
