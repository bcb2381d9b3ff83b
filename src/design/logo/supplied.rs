//! A logo that the project supplies, made safe: whatever it holds, what comes out is shapes and pictures as data.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use usvg::{FontResolver, Options, Tree, WriteOptions};

use super::{Logo, Logos};
use crate::{
    design::{
        Fonts,
        picture::{Fit, Pictures, Place},
        svg::{closed_options, font_database, media_type, number, outside_reference},
    },
    diagnostic::{Code, Diagnostic, Source},
    model::{self, Focus, value::Asset},
};

type Refused = Box<Diagnostic>;

/// The longer side of a logo's pixels, at most: 200 mm at 300 to the inch.
const MOST_PIXELS: f64 = 2400.0;

pub(super) fn logos(logo: &model::Logo, fonts: &Fonts) -> Result<Logos, Refused> {
    let colour = picture(&logo.file, fonts, "logo-")?;
    let reversed = match &logo.reversed {
        Some(file) => picture(file, fonts, "logo-reversed-")?,
        None => on_plate(&colour),
    };
    let small = logo.small.as_ref().map(|file| picture(file, fonts, "logo-small-")).transpose()?;
    let small_reversed = match (&small, &logo.small_reversed) {
        (_, Some(file)) => Some(picture(file, fonts, "logo-small-reversed-")?),
        (Some(small), None) => Some(on_plate(small)),
        (None, None) => None,
    };
    Ok(Logos {
        black: colour.clone(),
        white: reversed.clone(),
        symbol: small.unwrap_or_else(|| colour.clone()),
        symbol_reversed: small_reversed.unwrap_or_else(|| reversed.clone()),
        colour,
        reversed,
        endorsement: None,
        clear_space: 0.0,
        drawn: false,
    })
}

/// On a white plate with rounded corners, since nobody may recolour somebody's logo.
pub(super) fn on_plate(logo: &Logo) -> Logo {
    let margin = logo.height * 0.22;
    let (width, height) = (logo.width + 2.0 * margin, logo.height + 2.0 * margin);
    let svg = format!(
        r##"<rect width="{}" height="{}" rx="{}" fill="#ffffff"/><g transform="translate({m} {m})">{}</g>"##,
        number(width),
        number(height),
        number(margin),
        logo.svg,
        m = number(margin),
    );
    Logo { svg, width, height, raster: logo.raster }
}

/// See [`super::picture`]. Whatever the reader of SVG does with a file that it was not written for, it is the file that is
/// wrong.
pub(super) fn picture(asset: &Asset, fonts: &Fonts, id_prefix: &str) -> Result<Logo, Refused> {
    let read = AssertUnwindSafe(|| read(asset, fonts, id_prefix));
    catch_unwind(read).unwrap_or_else(|_| Err(invalid(asset, "it is damaged")))
}

fn read(asset: &Asset, fonts: &Fonts, id_prefix: &str) -> Result<Logo, Refused> {
    let logo = match media_type(&asset.bytes) {
        Some(_) => pixels(asset, fonts, id_prefix)?,
        None => drawing(asset, fonts, id_prefix)?,
    };
    if logo.width <= 0.0 || logo.height <= 0.0 || shows_nothing(&logo) {
        return Err(invalid(asset, "it shows nothing"));
    }
    Ok(logo)
}

/// A photo-like file, turned upright and in sRGB, in units of its own pixels.
fn pixels(asset: &Asset, fonts: &Fonts, id: &str) -> Result<Logo, Refused> {
    let picture = Pictures::default().open(asset, None, fonts)?;
    let (width, height) = (picture.width(), picture.height());
    let pixels_per_unit = (MOST_PIXELS / width.max(height)).min(1.0);
    let (fit, focus) = (Fit::Cover, Focus::default());
    let place = Place { x: 0.0, y: 0.0, width, height, radius: 0.0, fit, focus, pixels_per_unit };
    Ok(Logo { svg: picture.draw(&place, id)?, width, height, raster: true })
}

/// An SVG, as shapes.
fn drawing(asset: &Asset, fonts: &Fonts, id_prefix: &str) -> Result<Logo, Refused> {
    let text = std::str::from_utf8(&asset.bytes).map_err(|_| invalid(asset, "it is neither a picture nor SVG"))?;
    check(asset, text)?;
    let (options, missing) = noting(closed_options(font_database(fonts)));
    let tree = Tree::from_str(text, &options).map_err(|error| invalid(asset, &error.to_string()))?;
    if let Some(family) = missing.lock().unwrap_or_else(PoisonError::into_inner).first() {
        return Err(lost_text(asset, text, family));
    }
    let options = WriteOptions { id_prefix: Some(id_prefix.into()), indent: usvg::Indent::None, ..Default::default() };
    // SVG 2 needs no namespace for `href`, so that the logo can stand in any drawing.
    let written = tree.to_string(&options).replace(" xlink:href=", " href=");
    let (width, height) = (tree.size().width().into(), tree.size().height().into());
    Ok(Logo { svg: content(&written), width, height, raster: false })
}

/// The options, and the families that texts ask for and nobody has: usvg leaves such texts out.
fn noting(mut options: Options<'static>) -> (Options<'static>, Arc<Mutex<Vec<String>>>) {
    let missing = Arc::new(Mutex::new(Vec::new()));
    let (noted, select) = (Arc::clone(&missing), FontResolver::default_font_selector());
    options.font_resolver.select_font = Box::new(move |font, database| {
        let found = select(font, database);
        if found.is_none() {
            let names: Vec<String> = font.families().iter().map(|family| family.to_string()).collect();
            noted.lock().unwrap_or_else(PoisonError::into_inner).push(names.join(", "));
        }
        found
    });
    (options, missing)
}

fn lost_text(asset: &Asset, text: &str, family: &str) -> Refused {
    let family = family.trim_matches(['"', '\'']);
    let message =
        format!("`{}` holds text in `{family}`, a font that the project does not have: it would be lost", asset.path);
    let help = "turn the text into paths (Inkscape: Path, Object to Path; Illustrator: Type, Create Outlines), or give the font's file under `typography`";
    let source = Source::new(asset.path.as_str(), text);
    let parsing = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let place = roxmltree::Document::parse_with_options(text, parsing).ok().and_then(|document| {
        let node = document.descendants().find(|node| node.tag_name().name() == "text")?;
        let start = node.range().start;
        Some(source.span(start, start + "<text".len()))
    });
    let diagnostic = match place {
        Some(place) => Diagnostic::new(Code::InvalidImage, &place, message),
        None => asset.diagnostic(Code::InvalidImage, message),
    };
    Box::new(diagnostic.help(help))
}

/// Refuses scripts and addresses that lead outside, each at its line.
fn check(asset: &Asset, text: &str) -> Result<(), Refused> {
    let parsing = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let source = Source::new(asset.path.as_str(), text);
    let document =
        roxmltree::Document::parse_with_options(text, parsing).map_err(|error| invalid(asset, &error.to_string()))?;
    if let Some((address, place)) = outside_reference(&document) {
        let message = format!("`{}` refers to `{address}`, which is outside of it", asset.path);
        let help = "embed the picture in the file, or convert it to shapes; nothing is fetched while pieces are made";
        let diagnostic = Diagnostic::new(Code::RemoteReference, &source.span(place.start, place.end), message);
        return Err(Box::new(diagnostic.help(help)));
    }
    if let Some(script) = document.descendants().find(|n| n.tag_name().name() == "script") {
        let message = format!("`{}` holds a script", asset.path);
        let span = source.span(script.range().start, script.range().end);
        return Err(Box::new(Diagnostic::new(Code::InvalidImage, &span, message).help("export it as plain SVG")));
    }
    Ok(())
}

/// True when nothing of it can be seen: usvg leaves out what it does not know, resvg what it cannot decode.
fn shows_nothing(logo: &Logo) -> bool {
    const SIDE: u32 = 64;
    let Some(mut pixels) = resvg::tiny_skia::Pixmap::new(SIDE, SIDE) else { return true };
    let Ok(tree) = Tree::from_str(&logo.document(logo.height), &closed_options(Arc::default())) else { return true };
    let scale = |side: f64| SIDE as f32 / side as f32;
    let place = resvg::tiny_skia::Transform::from_scale(scale(logo.width), scale(logo.height));
    resvg::render(&tree, place, &mut pixels.as_mut());
    pixels.pixels().iter().all(|p| p.alpha() == 0)
}

/// What stands inside the outermost element.
fn content(svg: &str) -> String {
    let start = svg.find('>').map_or(0, |i| i + 1);
    let end = svg.rfind("</svg>").unwrap_or(svg.len());
    svg.get(start..end).unwrap_or_default().trim().to_owned()
}

fn invalid(asset: &Asset, why: &str) -> Refused {
    let message = format!("`{}` cannot be used as a picture: {why}", asset.path);
    let help = "give an SVG, PNG, JPEG or WebP file that opens in a browser";
    Box::new(asset.diagnostic(Code::InvalidImage, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample;

    fn read(bytes: &[u8]) -> Result<Logo, Refused> {
        let (fonts, _) = Fonts::new(&sample::brand());
        picture(&Asset { path: "brand/logo.svg".into(), bytes: bytes.into(), named_at: None }, &fonts, "logo-")
    }

    const PNG: &[u8] = &sample::PNG;

    #[test]
    fn a_raster_logo_stands_in_a_drawing_that_declares_no_other_namespace() {
        let brand = crate::model::sample::project().identity.brand;
        let (fonts, _) = Fonts::new(&brand);
        let asset =
            Asset { path: "logo.png".into(), bytes: crate::model::sample::PNG.as_slice().into(), named_at: None };
        let logo = picture(&asset, &fonts, "l").expect("a logo");
        let drawing = format!(r#"<svg xmlns="http://www.w3.org/2000/svg">{}</svg>"#, logo.svg);
        assert!(roxmltree::Document::parse(&drawing).is_ok(), "{drawing}");
    }

    #[test]
    fn svg_comes_out_as_plain_shapes_with_ids_of_its_own() {
        let logo = read(br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" onload="x()"><defs><linearGradient id="g"><stop stop-color="red"/><stop offset="1"/></linearGradient></defs><style>.a{fill:url(#g)}</style><rect class="a" width="200" height="100"/><text x="5" y="50" font-family="Inter" font-size="40">Agora</text></svg>"##).unwrap();
        assert_eq!((logo.width, logo.height), (200.0, 100.0));
        assert!(
            logo.svg.contains("logo-") && !logo.svg.contains("<text") && !logo.svg.contains("onload"),
            "{}",
            logo.svg
        );
        assert!(roxmltree::Document::parse(&logo.document(50.0)).is_ok());
    }

    #[test]
    fn text_in_a_font_that_nobody_has_is_told_at_its_line() {
        let diagnostic = read(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 30'><rect width='9' height='9'/>\n<text y='20' font-family='Gotham, Helvetica Neue'>Agora</text></svg>").unwrap_err();
        let told = crate::diagnostic::render::concise(&diagnostic);
        assert!(told.starts_with("brand/logo.svg:2:1:") && told.contains("Gotham"), "{told}");
        assert!(diagnostic.help.unwrap().contains("paths"));
        // One of the families that it lists is enough.
        assert!(read(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 30'><text y='20' font-family='Gotham, Inter'>Agora</text></svg>").is_ok());
    }

    #[test]
    fn raster_pictures_keep_their_size() {
        let logo = read(PNG).unwrap();
        assert_eq!((logo.width, logo.height), (2.0, 1.0));
        assert!(logo.svg.contains("data:image/png"));
    }

    #[test]
    fn what_leads_outside_or_is_no_picture_is_refused() {
        for (svg, code) in [
            (
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd"/></svg>"#,
                Code::RemoteReference,
            ),
            (
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="https://x.example/a.png"/></svg>"#,
                Code::RemoteReference,
            ),
            (
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>x</script><rect width="9" height="9"/></svg>"#,
                Code::InvalidImage,
            ),
            (r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>"#, Code::InvalidImage),
            ("<svg", Code::InvalidImage),
            ("", Code::InvalidImage),
            ("\u{fffd}PNG", Code::InvalidImage),
        ] {
            assert_eq!(read(svg.as_bytes()).unwrap_err().code, code, "{svg}");
        }
        assert_eq!(read(&PNG[..40]).unwrap_err().code, Code::InvalidImage);
        assert_eq!(read(&[0x89, b'P', b'N', b'G', 0xff]).unwrap_err().code, Code::InvalidImage);
    }
}
