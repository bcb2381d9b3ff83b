//! What files say, as plain text.

use std::io::{Cursor, Read};

/// The most of a part of an office document that is read, in bytes.
const LARGEST_PART: u64 = 8 << 20;

/// The text of a file whose words are worth comparing; none of others.
pub fn of(path: &str, bytes: &[u8]) -> Option<String> {
    match path.rsplit('.').next()? {
        "txt" | "md" | "css" | "csv" | "yml" | "yaml" | "gpl" | "scss" => String::from_utf8(bytes.to_vec()).ok(),
        "json" => String::from_utf8(bytes.to_vec()).ok(),
        "pptx" | "potx" => office(bytes, "ppt/slides/slide", "a:p"),
        "docx" | "dotx" => office(bytes, "word/document", "w:p"),
        _ => None,
    }
}

/// The subject and the preheader of a newsletter's HTML; empty where there is none.
pub fn head(page: &[u8]) -> [String; 2] {
    let page = String::from_utf8_lossy(page);
    let between = |from: &str, to: &[&str]| {
        let rest = page.split_once(from).map_or("", |(_, rest)| rest);
        let end = to.iter().filter_map(|to| rest.find(to)).min().unwrap_or(0);
        plain(&rest[..end])
    };
    let hidden = page.split_once("display:none;font-size:1px").and_then(|(_, rest)| rest.split_once('>'));
    let preheader = hidden.map_or("", |(_, rest)| rest);
    // What follows it keeps mail programs from showing more than it.
    let end = ["&#847;", "<"].iter().filter_map(|to| preheader.find(to)).min().unwrap_or(0);
    [between("<title>", &["</title>"]), plain(&preheader[..end])]
}

/// The entities that the program itself writes, as what they stand for.
fn plain(html: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    entities.iter().fold(html.trim().to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// The paragraphs of an office document's parts whose names begin so, in the order of their numbers.
fn office(bytes: &[u8], part: &str, paragraph: &str) -> Option<String> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names = package.file_names().filter(|name| name.starts_with(part) && name.ends_with(".xml"));
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    let number = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u32>().unwrap_or(0);
    names.sort_by_key(|name| number(name));
    let mut text = String::new();
    for name in names {
        let mut xml = String::new();
        package.by_name(&name).ok()?.take(LARGEST_PART).read_to_string(&mut xml).ok()?;
        let document = roxmltree::Document::parse(&xml).ok()?;
        let local = paragraph.rsplit(':').next().unwrap_or(paragraph);
        for paragraph in document.descendants().filter(|node| node.tag_name().name() == local) {
            let words = paragraph.descendants().filter(|node| node.tag_name().name() == "t");
            let line: String = words.filter_map(|node| node.text()).collect();
            if !line.trim().is_empty() {
                text.push_str(line.trim());
                text.push('\n');
            }
        }
        text.push('\n');
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_holds_words_is_text() {
        assert_eq!(of("a.txt", b"words"), Some("words".into()));
        assert_eq!(of("a.png", b"words"), None);
        assert_eq!(of("a.pptx", b"no package"), None);
        assert_eq!(of("a.txt", b"\xff"), None);
    }

    #[test]
    fn a_letter_says_its_subject_and_its_preheader() {
        let page = "<title>A &amp; B</title><div style=\"display:none;font-size:1px;color:#fff\">Read &lt;this&gt;.&#847;&zwnj;</div>";
        assert_eq!(head(page.as_bytes()), ["A & B", "Read <this>."]);
        assert_eq!(head(b"<title>"), ["", ""]);
    }
}
