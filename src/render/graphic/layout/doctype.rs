//! The document type that drawing programs write above an export.
//!
//! In: what a template rendered to. Out: the same without it, its entities in the place of their names, and every line where it
//! was. Illustrator writes its namespaces so: `<!ENTITY ns_svg "http://www.w3.org/2000/svg">`, then `xmlns="&ns_svg;"`.

use std::collections::HashMap;

/// Entities may make a drawing longer by this many bytes in all.
const MOST_GROWTH: usize = 1 << 20;

/// The drawing without its document type; `None` where it has none, or one that is not understood: external, nested and
/// parameter entities are for nobody's template, and are refused where the drawing is read.
pub(super) fn removed(svg: &str) -> Option<String> {
    let start = svg.find("<!DOCTYPE")?;
    // Only what stands before the drawing is its document type.
    if svg.find("<svg").is_some_and(|root| root < start) {
        return None;
    }
    let (length, entities) = read(&svg[start..])?;
    let (head, declaration, rest) = (&svg[..start], &svg[start..start + length], &svg[start + length..]);
    let lines: String = declaration.chars().filter(|c| *c == '\n').collect();
    let mut out = format!("{head}{lines}");
    let most = svg.len() + MOST_GROWTH;
    let mut parts = rest.split('&');
    out.push_str(parts.next()?);
    for part in parts {
        let named = part.split_once(';').and_then(|(name, after)| Some((entities.get(name)?, after)));
        match named {
            Some((value, after)) => {
                out.push_str(value);
                out.push_str(after);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
        if out.len() > most {
            return None;
        }
    }
    Some(out)
}

/// The declaration's length and its entities; `None` where it is not understood.
fn read(declaration: &str) -> Option<(usize, HashMap<&str, &str>)> {
    let mut entities = HashMap::new();
    let (mut at, mut inside) = (0, false);
    loop {
        let rest = &declaration[at..];
        let next = rest.find(['"', '\'', '[', ']', '>', '<', '%'])?;
        at += next + 1;
        match rest.as_bytes()[next] {
            b'[' => inside = true,
            b']' => inside = false,
            b'>' if !inside => return Some((at, entities)),
            quote @ (b'"' | b'\'') => at += declaration[at..].find(char::from(quote))? + 1,
            b'<' if rest[next..].starts_with("<!--") => at += declaration[at..].find("-->")? + 3,
            b'<' if rest[next..].starts_with("<!ENTITY") => {
                let (name, value, length) = entity(&rest[next + "<!ENTITY".len()..])?;
                entities.insert(name, value);
                at += "!ENTITY".len() + length;
            }
            b'%' => return None,
            _ => {}
        }
    }
}

/// An entity's name, its value, and the bytes that they take.
fn entity(text: &str) -> Option<(&str, &str, usize)> {
    let trimmed = text.trim_start();
    let (name, after) = trimmed.split_once(char::is_whitespace)?;
    let after = after.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, rest) = after[1..].split_once(quote)?;
    let plain = !value.contains(['&', '<', '%', '"']) && !name.contains(['%', '"', '\'', '<', '>']);
    plain.then_some((name, value, text.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::removed;

    const ILLUSTRATOR: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
    <!-- its own > -->
    <!ENTITY ns_svg "http://www.w3.org/2000/svg">
    <!ENTITY ns_ai 'http://ns.adobe.com/AdobeIllustrator/10.0/'>
]>
<svg xmlns="&ns_svg;" viewBox="0 0 10 10"><switch requiredExtensions="&ns_ai;"/><text>a &amp; b</text></svg>"#;

    #[test]
    fn an_export_of_illustrator_keeps_its_lines_and_says_its_entities() {
        let plain = removed(ILLUSTRATOR).unwrap();
        assert!(!plain.contains("DOCTYPE") && !plain.contains("ns_svg"), "{plain}");
        let document = roxmltree::Document::parse(&plain).unwrap();
        assert_eq!(document.root_element().tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
        assert_eq!(document.text_pos_at(document.root_element().range().start).row, 8);
        assert!(plain.contains("a &amp; b"));
    }

    #[test]
    fn what_would_explode_or_reach_outside_is_left_to_be_refused() {
        for inside in [
            r#"<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">"#,
            r#"<!ENTITY a SYSTEM "file:///etc/passwd">"#,
            r#"<!ENTITY % a "b">%a;"#,
            r#"<!ENTITY a "unfinished"#,
        ] {
            let svg = format!("<!DOCTYPE svg [{inside}]><svg>&a;&b;</svg>");
            assert_eq!(removed(&svg), None, "{inside}");
            assert!(roxmltree::Document::parse(&svg).is_err(), "{inside}");
        }
        let long = format!("<!DOCTYPE svg [<!ENTITY a \"{}\">]><svg>{}</svg>", "x".repeat(9000), "&a;".repeat(9000));
        assert_eq!(removed(&long), None);
        assert_eq!(removed("<svg/>"), None);
        assert_eq!(removed("<svg><!-- <!DOCTYPE --></svg>"), None);
    }
}
