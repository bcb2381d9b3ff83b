use super::KitRenderer;
use crate::render::Rendered;

pub(super) fn render(_: &KitRenderer) -> Rendered {
    Rendered::default()
}
