//! SVG that needs no font: text as outlines, pictures inside.

use usvg::{Indent, Tree, WriteOptions};

use super::Meta;
use crate::{
    design::svg::{escape, number},
    model::value::{Format, FormatUnit},
};

/// The drawing as an SVG of the format's real size that shows the same in every program.
pub(in super::super) fn svg(tree: &Tree, format: &Format, meta: &Meta) -> Vec<u8> {
    let options = WriteOptions { indent: Indent::None, coordinates_precision: 4, ..WriteOptions::default() };
    let written = tree.to_string(&options);
    let content = written.find('>').map_or("", |end| &written[end + 1..]);
    let unit = match format.unit {
        FormatUnit::Mm => "mm",
        FormatUnit::Px => "",
    };
    let (width, height) = (number(format.width), number(format.height));
    let head = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}{unit}" height="{height}{unit}" viewBox="0 0 {width} {height}" role="img" xml:lang="{}">"#,
        escape(&meta.language.to_string())
    );
    let (title, alternative) = (escape(meta.title), escape(meta.alternative));
    format!("{head}<title>{title}</title><desc>{alternative}</desc>{content}\n").into_bytes()
}
