//! Pictures that the project supplies: known kinds only, and nothing in them that brings in something from elsewhere.

use base64::Engine;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    model::value::{Asset, MAX_PICTURE_PIXELS},
};

/// Pictures in pictures in pictures: deeper than this is refused.
const MAX_DEPTH: usize = 4;

/// The kinds of picture that the renderers draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ImageKind {
    Png,
    Jpeg,
    Gif,
    WebP,
    Svg,
}

/// Looks at a picture's bytes; `named_at` is where the project names it.
pub fn inspect_image(asset: &Asset, named_at: &Span) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    match kind(&asset.bytes) {
        Some(ImageKind::Svg) => {
            for problem in inspect_svg(&asset.bytes, 0) {
                let diagnostic =
                    Diagnostic::new(problem.code, named_at, format!("`{}`: {}", asset.path, problem.message));
                diagnostics.push(diagnostic.help(problem.help));
            }
        }
        Some(_) => diagnostics.extend(too_large(asset, named_at)),
        None => {
            let message = format!("`{}` is not a picture that can be read", asset.path);
            let help = "save it as PNG, JPEG, WebP, GIF or SVG";
            diagnostics.push(Diagnostic::new(Code::InvalidImage, named_at, message).help(help));
        }
    }
    diagnostics
}

fn too_large(asset: &Asset, named_at: &Span) -> Option<Diagnostic> {
    let (message, help) = match imagesize::blob_size(&asset.bytes) {
        Ok(size) if size.width.saturating_mul(size.height) as u64 <= MAX_PICTURE_PIXELS => return None,
        Ok(size) => (
            format!("`{}` has {} × {} pixels, more than can be drawn", asset.path, size.width, size.height),
            "save it smaller: 6000 pixels are enough for the longer side of any poster",
        ),
        Err(_) => (format!("`{}` is damaged: its size cannot be read", asset.path), "save the picture again"),
    };
    Some(Diagnostic::new(Code::InvalidImage, named_at, message).help(help))
}

fn kind(bytes: &[u8]) -> Option<ImageKind> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some(ImageKind::Png),
        [0xff, 0xd8, 0xff, ..] => Some(ImageKind::Jpeg),
        [b'G', b'I', b'F', b'8', ..] => Some(ImageKind::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageKind::WebP),
        _ => {
            let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
            head.contains("<svg").then_some(ImageKind::Svg)
        }
    }
}

struct Problem {
    code: Code,
    message: String,
    help: &'static str,
}

/// Every reference in an SVG that leads out of it, in nested ones too.
fn inspect_svg(bytes: &[u8], depth: usize) -> Vec<Problem> {
    let invalid =
        |message: String| Problem { code: Code::InvalidImage, message, help: "export the picture again as plain SVG" };
    let Ok(text) = std::str::from_utf8(bytes) else { return vec![invalid("the SVG is not UTF-8".into())] };
    if depth > MAX_DEPTH {
        return vec![invalid("pictures are nested too deeply".into())];
    }
    // Inkscape and Illustrator write a document type; entities are expanded within bounds, external ones never.
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = match roxmltree::Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => return vec![invalid(format!("the SVG cannot be read: {error}"))],
    };
    let mut problems = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let line = document.text_pos_at(node.range().start).row;
        if node.tag_name().name() == "script" {
            problems.push(invalid(format!("line {line}: a picture may not hold a script")));
        }
        if node.tag_name().name() == "style" {
            let text: String = node.children().filter_map(|child| child.text()).collect();
            problems.extend(css_references(&text).into_iter().filter_map(|target| refuse(target, line, depth)));
        }
        for attribute in node.attributes() {
            let references = match attribute.name() {
                // Links that a reader may follow bring nothing in.
                "href" if node.tag_name().name() == "a" => Vec::new(),
                "href" | "src" | "data" => vec![attribute.value()],
                _ => css_references(attribute.value()),
            };
            problems.extend(references.into_iter().filter_map(|target| refuse(target, line, depth)));
        }
    }
    problems
}

/// The targets of `url(…)` and `@import` in a style.
fn css_references(style: &str) -> Vec<&str> {
    let urls = style.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let imports = style.split("@import").skip(1).filter_map(|rest| rest.split(';').next());
    urls.chain(imports).map(|target| target.trim().trim_matches(['"', '\''])).collect()
}

/// What is wrong with a reference, if anything is.
fn refuse(target: &str, line: u32, depth: usize) -> Option<Problem> {
    let target = target.trim();
    if target.is_empty() || target.starts_with('#') {
        return None;
    }
    if let Some(data) = target.strip_prefix("data:") {
        return nested(data, depth)
            .map(|problem| Problem { message: format!("line {line}: {}", problem.message), ..problem });
    }
    let shown = super::raw::decode::shorten(target);
    let remote =
        target.contains("://") && !target.to_ascii_lowercase().starts_with("file:") || target.starts_with("//");
    Some(match remote {
        true => Problem {
            code: Code::RemoteReference,
            message: format!("line {line}: the picture refers to `{shown}`"),
            help: "embed the picture: in Inkscape, Extensions, Images, Embed",
        },
        false => Problem {
            code: Code::PathOutsideProject,
            message: format!("line {line}: the picture refers to another file, `{shown}`"),
            help: "embed the picture: in Inkscape, Extensions, Images, Embed",
        },
    })
}

/// A picture within a picture, as a data address.
fn nested(data: &str, depth: usize) -> Option<Problem> {
    let (head, body) = data.split_once(',')?;
    if !head.contains("svg") {
        return None;
    }
    let bytes = match head.ends_with("base64") {
        true => {
            let compact: String = body.chars().filter(|c| !c.is_whitespace()).collect();
            base64::engine::general_purpose::STANDARD.decode(compact).unwrap_or_default()
        }
        false => percent_decode(body),
    };
    // What draws pieces refuses pictures that are themselves drawings, so that no chain of them can lead out.
    let nested = Problem {
        code: Code::InvalidImage,
        message: "the picture holds another SVG as a picture".into(),
        help: "open it in a drawing program and paste the inner drawing as shapes",
    };
    Some(inspect_svg(&bytes, depth + 1).into_iter().next().unwrap_or(nested))
}

fn percent_decode(text: &str) -> Vec<u8> {
    percent_encoding::percent_decode_str(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    fn codes(svg: &str) -> Vec<Code> {
        let asset = Asset { path: "logo.svg".into(), bytes: svg.as_bytes().into(), named_at: None };
        inspect_image(&asset, &Source::new("a.yaml", "x").span(0, 1)).iter().map(|d| d.code).collect()
    }

    #[test]
    fn references_out_of_a_picture_are_refused_at_every_depth() {
        let wrap = |body: &str| {
            format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{body}</svg>")
        };
        assert_eq!(codes(&wrap("<use xlink:href='#a'/><image href='data:image/png;base64,AAAA'/>")), []);
        assert_eq!(codes(&wrap("<a href='https://x.example'><path/></a>")), []);
        assert_eq!(codes(&wrap("<image href='https://x.example/a.png'/>")), [Code::RemoteReference]);
        assert_eq!(codes(&wrap("<image xlink:href='file:///etc/passwd'/>")), [Code::PathOutsideProject]);
        assert_eq!(codes(&wrap("<image href='../../etc/passwd'/>")), [Code::PathOutsideProject]);
        assert_eq!(codes(&wrap("<rect style='fill:url(https://x.example/a.svg#b)'/>")), [Code::RemoteReference]);
        assert_eq!(codes(&wrap("<style>@import \"//x.example/a.css\";</style>")), [Code::RemoteReference]);
        assert_eq!(codes(&wrap("<script>1</script>")), [Code::InvalidImage]);
        let inner = base64::engine::general_purpose::STANDARD.encode(wrap("<image href='/etc/passwd'/>"));
        assert_eq!(
            codes(&wrap(&format!("<image href='data:image/svg+xml;base64,{inner}'/>"))),
            [Code::PathOutsideProject]
        );
        assert_eq!(
            codes("<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>"),
            [Code::InvalidImage]
        );
        assert_eq!(codes("not a picture"), [Code::InvalidImage]);
    }
}
