//! One page of the trimmed size with live text, whose art reaches beyond it into the bleed.

use krilla::{
    Document, SerializeSettings,
    geom::{Size, Transform},
    metadata::{Metadata, TextDirection},
    page::PageSettings,
    tagging::{ContentTag, Tag, TagGroup, TagTree},
};
use krilla_svg::{SurfaceExt, SvgSettings};
use usvg::Tree;

use super::{Failed, Meta, points};
use crate::model::value::{Direction, Format};

/// The drawing as a PDF, without a date, so that equal drawings are equal files.
///
/// `tree` is the drawing [`widened`](super::widened()) by `around`, in the format's units, on every side. What lies there is
/// outside of the page's media box: no reader shows it, and a print file that enlarges the box finds it.
///
/// The page is one figure with an alternative text: its words stand where the eye meets them, not in an order to be read out.
pub(in super::super) fn pdf(tree: &Tree, format: &Format, around: f64, meta: &Meta) -> Result<Vec<u8>, Failed> {
    let (width, height) = (points(format, format.width), points(format, format.height));
    let around = points(format, around);
    let settings = PageSettings::from_wh(width, height).ok_or("the page has no size")?;
    let size = Size::from_wh(width + 2.0 * around, height + 2.0 * around).ok_or("the page has no size")?;
    let mut document = Document::new_with(SerializeSettings { enable_tagging: true, ..SerializeSettings::default() });
    document.set_metadata(metadata(meta));
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let language = meta.language.to_string();
    let content = surface.start_tagged(ContentTag::Other);
    surface.push_transform(&Transform::from_translate(-around, -around));
    surface.draw_svg(tree, size, SvgSettings::default()).ok_or("the drawing has no size")?;
    surface.pop();
    surface.end_tagged();
    surface.finish();
    page.finish();
    let mut figure = TagGroup::new(Tag::Figure(Some(meta.alternative.to_owned())));
    figure.push(content);
    let mut tags = TagTree::new().with_lang(Some(language));
    tags.push(figure);
    document.set_tag_tree(tags);
    document.finish().map_err(|error| format!("{error:?}"))
}

fn metadata(meta: &Meta) -> Metadata {
    let direction = match meta.language.direction() {
        Direction::Ltr => TextDirection::LeftToRight,
        Direction::Rtl => TextDirection::RightToLeft,
    };
    Metadata::new()
        .title(meta.title.to_owned())
        .language(meta.language.to_string())
        .creator("Fanion".to_owned())
        .text_direction(direction)
}
