use serde_json::Value;

use super::KitRenderer;
use crate::{plan::Job, render::Rendered};

pub(super) fn context(_: &KitRenderer, _: &Job) -> Value {
    Value::Null
}

pub(super) fn render(_: &KitRenderer, _: &Job, _: &Value) -> Rendered {
    Rendered::default()
}
