//! Small things that drawing needs: numbers, escaping, pictures as data, and reading SVG that touches nothing outside.

use std::sync::Arc;

use usvg::{ImageHrefResolver, ImageKind, Options, fontdb};

use super::fonts::{FontData, Fonts};

/// A number as SVG writes it, to a hundredth.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

/// A text as XML writes it, in elements and in attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML 1.0 has no control characters, not even escaped ones (section 2.2).
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// A picture as an address that holds it (RFC 2397).
pub fn data_url(media_type: &str, bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = format!("data:{media_type};base64,");
    out.reserve(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let padded = [chunk[0], *chunk.get(1).unwrap_or(&0), *chunk.get(2).unwrap_or(&0)];
        let group = u32::from_be_bytes([0, padded[0], padded[1], padded[2]]);
        for i in 0..4 {
            let digit = DIGITS[(group >> (18 - 6 * i)) as usize & 63];
            out.push(if i <= chunk.len() { digit as char } else { '=' });
        }
    }
    out
}

/// The media type of a picture by its first bytes: PNG, JPEG, WebP or GIF.
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        _ => None,
    }
}

/// The usual ending of a picture's name, by its first bytes: `svg` where it is none of the others.
pub fn ending(bytes: &[u8]) -> &'static str {
    match media_type(bytes) {
        Some("image/png") => "png",
        Some("image/jpeg") => "jpg",
        Some("image/webp") => "webp",
        Some("image/gif") => "gif",
        _ => "svg",
    }
}

/// The project's fonts as usvg takes them.
pub fn font_database(fonts: &Fonts) -> Arc<fontdb::Database> {
    let mut database = fontdb::Database::new();
    for file in fonts.files() {
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::<FontData>::new(file.data.clone());
        database.load_font_source(fontdb::Source::Binary(data));
    }
    Arc::new(database)
}

/// Options under which usvg reads nothing but the text that it is given: pictures come as data (PNG, JPEG, WebP, GIF),
/// and every other address, and SVG inside SVG, is left out.
///
/// usvg's own resolver would open any file that an `href` names.
pub fn closed_options(fonts: Arc<fontdb::Database>) -> Options<'static> {
    let resolve_data = |mime: &str, data: Arc<Vec<u8>>, _: &Options| match (mime, media_type(&data)) {
        (_, Some("image/png")) => Some(ImageKind::PNG(data)),
        (_, Some("image/jpeg")) => Some(ImageKind::JPEG(data)),
        (_, Some("image/webp")) => Some(ImageKind::WEBP(data)),
        (_, Some("image/gif")) => Some(ImageKind::GIF(data)),
        _ => None,
    };
    Options {
        fontdb: fonts,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(resolve_data),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// The first address in an SVG that leads outside of it: a file, a web address, another document.
///
/// Looks at every `href` and `src`, and at `url(…)` and `@import` in attributes and style sheets. SVG as data counts as
/// outside too, since it could hold addresses of its own.
pub fn outside_reference<'a>(document: &roxmltree::Document<'a>) -> Option<(String, std::ops::Range<usize>)> {
    for node in document.descendants().filter(|n| n.is_element()) {
        for attribute in node.attributes() {
            let value = attribute.value().trim();
            let link = matches!(attribute.name(), "href" | "src") && node.tag_name().name() != "a";
            if (link && !is_inside(value)) || style_reference(value).is_some_and(|v| !is_inside(v)) {
                return Some((value.chars().take(80).collect(), attribute.range()));
            }
        }
        if node.tag_name().name() == "style" {
            let css = node.descendants().filter_map(|n| n.text()).collect::<String>();
            if css.contains("@import") {
                return Some(("@import".into(), node.range()));
            }
            if let Some(value) = style_references(&css).find(|v| !is_inside(v)) {
                return Some((value.chars().take(80).collect(), node.range()));
            }
        }
    }
    None
}

fn is_inside(address: &str) -> bool {
    let address = address.trim();
    address.starts_with('#')
        || ["data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/webp", "data:image/gif"]
            .iter()
            .any(|kind| address.starts_with(kind))
}

fn style_reference(value: &str) -> Option<&str> {
    style_references(value).find(|v| !is_inside(v))
}

fn style_references(css: &str) -> impl Iterator<Item = &str> {
    css.match_indices("url(").filter_map(|(at, _)| {
        let rest = &css[at + 4..];
        rest.find(')').map(|end| rest[..end].trim().trim_matches(['"', '\'']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_escapes() {
        assert_eq!(
            [number(1.0), number(0.126), number(-0.001), number(120.5), number(100.0)],
            ["1", "0.13", "0", "120.5", "100"]
        );
        assert_eq!(escape("a<b>&\"\u{1}"), "a&lt;b&gt;&amp;&quot;");
        assert_eq!(data_url("x", b"Fanion"), "data:x;base64,RmFuaW9u");
        assert_eq!(data_url("x", b"Fa"), "data:x;base64,RmE=");
        assert_eq!(data_url("x", b"F"), "data:x;base64,Rg==");
    }

    #[test]
    fn addresses_that_lead_outside_are_found() {
        let found = |body: &str| {
            let svg = format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{body}</svg>"#
            );
            outside_reference(&roxmltree::Document::parse(&svg).unwrap()).is_some()
        };
        for bad in [
            r#"<image href="file:///etc/passwd"/>"#,
            r#"<image href="logo.png"/>"#,
            r#"<image xlink:href="https://x.example/a.png"/>"#,
            r#"<use href="other.svg#a"/>"#,
            r#"<image href="data:image/svg+xml;base64,AAAA"/>"#,
            r#"<rect style="fill:url(https://x.example/a.svg#b)"/>"#,
            r#"<style>@import "x.css";</style>"#,
            r#"<style>rect{fill:url('a.svg#b')}</style>"#,
        ] {
            assert!(found(bad), "{bad}");
        }
        for good in [
            r##"<use href="#a"/>"##,
            r##"<rect fill="url(#a)"/>"##,
            r#"<image href="data:image/png;base64,AAAA"/>"#,
            r#"<a href="https://x.example"><rect/></a>"#,
        ] {
            assert!(!found(good), "{good}");
        }
    }
}
