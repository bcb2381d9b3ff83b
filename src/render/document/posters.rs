//! The posters that a guide shows, made as small as the page shows them, and the timeline.
//!
//! In: what the guide needs of them: a picture at the poster's own resolution and what it says. Out: pictures for the page,
//! and as JSON where each lies among them.

use std::{io::Cursor, sync::Arc};

use image::{ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder, imageops::FilterType};
use serde_json::{Value, json};

use super::compose::Picture;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    model::{Guide, GuideBlock},
    plan::{Job, Role},
    render::Needs,
};

/// Pixels of the longer side: 280 a inch on half a page.
const LONGEST: u32 = 1400;
/// Of the JPEG: what a printer shows no trace of.
const QUALITY: u8 = 88;

/// The posters of a guide by the order in which they stand there; `null` for one that could not be had.
pub(super) fn shown(
    guide: &Guide,
    job: &Job<'_>,
    needs: &Needs,
    pictures: &mut Vec<Picture>,
    diagnostics: &mut Diagnostics,
) -> Value {
    let spans = spans(&guide.blocks);
    let one = |(place, span): (usize, &Span)| {
        let (Some(bytes), Some(says)) = (needs.get(&Role::Picture(place)), needs.get(&Role::Alternative(place))) else {
            return Value::Null;
        };
        match smaller(bytes) {
            Ok(made) => {
                pictures.push(Picture { bytes: made.into(), format: "jpg", span: Some(span.clone()) });
                let alt = String::from_utf8_lossy(says);
                json!({ "file": pictures.len() - 1, "alt": alt.split_whitespace().collect::<Vec<_>>().join(" ") })
            }
            Err(error) => {
                let message = format!("the picture of a poster in `{}` cannot be read: {error}", job.id());
                diagnostics.push(Diagnostic::new(Code::InvalidImage, span, message));
                Value::Null
            }
        }
    };
    spans.into_iter().enumerate().map(one).collect()
}

/// The timeline that a guide shows; `null` where it shows none.
pub(super) fn timeline(needs: &Needs, pictures: &mut Vec<Picture>) -> Value {
    let (Some(drawing), Some(says)) = (needs.get(&Role::Timeline), needs.get(&Role::TimelineText)) else {
        return Value::Null;
    };
    pictures.push(Picture { bytes: Arc::clone(drawing), format: "svg", span: None });
    json!({ "file": pictures.len() - 1, "alt": String::from_utf8_lossy(says).trim() })
}

/// Where a guide names its posters, in order.
fn spans(blocks: &[GuideBlock]) -> Vec<&Span> {
    fn walk<'a>(block: &'a GuideBlock, out: &mut Vec<&'a Span>) {
        if let GuideBlock::Poster { span, .. } = block {
            out.push(span);
        }
        block.children().into_iter().for_each(|block| walk(block, out));
    }
    let mut found = Vec::new();
    blocks.iter().for_each(|block| walk(block, &mut found));
    found
}

fn smaller(bytes: &[u8]) -> image::ImageResult<Vec<u8>> {
    let mut reader = image::ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    // The largest poster is one of our own: no limit but memory.
    reader.no_limits();
    let picture = reader.decode()?;
    let side = picture.width().max(picture.height());
    let picture = match side > LONGEST {
        true => {
            let scaled = |length: u32| ((u64::from(length) * u64::from(LONGEST) / u64::from(side)) as u32).max(1);
            // Averaged over whole pixels first, then set smooth: quick, and no edge is lost.
            let rough = picture.thumbnail(scaled(picture.width()) * 2, scaled(picture.height()) * 2);
            rough.resize_exact(scaled(picture.width()), scaled(picture.height()), FilterType::Triangle)
        }
        false => picture,
    };
    let rgb = picture.to_rgb8();
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    encoder.write_image(rgb.as_raw(), rgb.width(), rgb.height(), ExtendedColorType::Rgb8)?;
    Ok(out)
}
