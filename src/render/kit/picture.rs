//! A drawing as files: SVG without fonts, PNG, PDF, an icon of several sizes.
//!
//! In: whole SVG documents of the kit's own. Out: bytes that depend on the drawing alone.

use std::sync::Arc;

use krilla::{
    Document, SerializeSettings,
    geom::Size,
    metadata::{Metadata, TextDirection},
    page::PageSettings,
    tagging::{ContentTag, Tag, TagGroup, TagTree},
};
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use usvg::{Indent, Tree, WriteOptions, fontdb};

use crate::{
    design::svg::{closed_options, escape, number},
    model::value::{Colour, Direction, LanguageTag},
};

/// Why nothing was drawn: an engine's own words.
pub(super) type Failed = String;

/// Takes a file by its name, or why there is none.
pub(super) type Add<'a> = dyn FnMut(&str, Result<Vec<u8>, Failed>) + 'a;

/// What a file says about itself.
pub(super) struct Meta<'a> {
    /// What it is.
    pub title: &'a str,
    /// What it shows, for those who do not see it.
    pub alternative: &'a str,
    /// The language of both.
    pub language: &'a LanguageTag,
}

/// A drawing, read; `fonts` for one that holds text.
pub(super) fn tree(svg: &str, fonts: Option<Arc<fontdb::Database>>) -> Result<Tree, Failed> {
    Tree::from_str(svg, &closed_options(fonts.unwrap_or_default())).map_err(|error| error.to_string())
}

/// As SVG of shapes alone, `height` pixels high.
pub(super) fn svg(tree: &Tree, height: f64, meta: &Meta) -> Vec<u8> {
    let options = WriteOptions { indent: Indent::None, coordinates_precision: 4, ..WriteOptions::default() };
    let written = tree.to_string(&options);
    let content = written.find('>').map_or("", |end| &written[end + 1..]);
    let (own_width, own_height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let head = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{}" height="{}" viewBox="0 0 {} {}" role="img" xml:lang="{}">"#,
        number(height * own_width / own_height),
        number(height),
        number(own_width),
        number(own_height),
        escape(&meta.language.to_string())
    );
    format!("{head}<title>{}</title>{content}\n", escape(meta.alternative)).into_bytes()
}

/// As PNG of this many pixels, on nothing or on a ground.
pub(super) fn png(tree: &Tree, (width, height): (u32, u32), ground: Option<Colour>) -> Result<Vec<u8>, Failed> {
    let pixels = pixels(tree, (width, height), ground)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    let opaque = ground.is_some();
    encoder.set_color(if opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_source_srgb(png::SrgbRenderingIntent::RelativeColorimetric);
    // Flat shapes are best left as they are: looking for a filter takes most of the time and makes them larger.
    encoder.set_deflate_compression(png::DeflateCompression::Level(3));
    encoder.set_filter(png::Filter::NoFilter);
    let data = if opaque { opaque_bytes(&pixels) } else { pixels.take_demultiplied() };
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&data).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// Three bytes a pixel.
fn opaque_bytes(pixels: &Pixmap) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(pixels.data().len() / 4 * 3);
    pixels.data().chunks_exact(4).for_each(|pixel| bytes.extend_from_slice(&pixel[..3]));
    bytes
}

fn pixels(tree: &Tree, (width, height): (u32, u32), ground: Option<Colour>) -> Result<Pixmap, Failed> {
    let mut pixels = Pixmap::new(width, height).ok_or("a picture of this size cannot be held")?;
    if let Some(Colour { red, green, blue }) = ground {
        pixels.fill(Color::from_rgba8(red, green, blue, 255));
    }
    let scale = |pixels: u32, own: f32| pixels as f32 / own;
    let place = Transform::from_scale(scale(width, tree.size().width()), scale(height, tree.size().height()));
    resvg::render(tree, place, &mut pixels.as_mut());
    Ok(pixels)
}

/// As a Windows icon that holds each of the sizes, the drawing in the middle of a square.
pub(super) fn ico(tree: &Tree, sides: &[u32]) -> Result<Vec<u8>, Failed> {
    let mut icon = ico::IconDir::new(ico::ResourceType::Icon);
    for side in sides {
        let pixels = pixels(tree, (*side, *side), None)?;
        let image = ico::IconImage::from_rgba_data(*side, *side, pixels.take_demultiplied());
        icon.add_entry(ico::IconDirEntry::encode(&image).map_err(|error| error.to_string())?);
    }
    let mut bytes = Vec::new();
    icon.write(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// As a PDF of one page of this size in points, without a date, so that equal drawings are equal files.
pub(super) fn pdf(tree: &Tree, (width, height): (f64, f64), meta: &Meta) -> Result<Vec<u8>, Failed> {
    let (width, height) = (width as f32, height as f32);
    let settings = PageSettings::from_wh(width, height).ok_or("the page has no size")?;
    let size = Size::from_wh(width, height).ok_or("the page has no size")?;
    let mut document = Document::new_with(SerializeSettings { enable_tagging: true, ..SerializeSettings::default() });
    let direction = match meta.language.direction() {
        Direction::Ltr => TextDirection::LeftToRight,
        Direction::Rtl => TextDirection::RightToLeft,
    };
    let metadata = Metadata::new().title(meta.title.to_owned()).language(meta.language.to_string());
    document.set_metadata(metadata.creator("Fanion".to_owned()).text_direction(direction));
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let content = surface.start_tagged(ContentTag::Other);
    surface.draw_svg(tree, size, SvgSettings::default()).ok_or("the drawing has no size")?;
    surface.end_tagged();
    surface.finish();
    page.finish();
    let mut figure = TagGroup::new(Tag::Figure(Some(meta.alternative.to_owned())));
    figure.push(content);
    let mut tags = TagTree::new().with_lang(Some(meta.language.to_string()));
    tags.push(figure);
    document.set_tag_tree(tags);
    document.finish().map_err(|error| format!("{error:?}"))
}
