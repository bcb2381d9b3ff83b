//! What guides hold, and mistakes in them.

use super::*;
use crate::diagnostic::Source;

fn read(text: &str) -> (Vec<GuideBlock>, Vec<Code>) {
    let source = Source::new("g.md", text);
    let mut diagnostics = Diagnostics::new();
    let mut none = |_: &str, _: &Span, _: &mut Diagnostics| None;
    let posters = ["annonce".parse().unwrap()];
    let body = source.span(0, text.len());
    let blocks = guide(&body, &FieldNames::default(), &posters, &mut none, &mut diagnostics);
    (blocks, diagnostics.iter().map(|d| d.code).collect())
}

#[test]
fn every_kind_of_block() {
    let text = "# A\n\n{{ why() }}\n\nText **b** {{ name }}.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n> [!TIP]\n> Do.\n\n> Said.\n\n- x\n- y\n  1. z\n\n```\ncode\n```\n\n---\n";
    let (blocks, codes) = read(text);
    assert!(codes.is_empty(), "{codes:?}");
    let names: Vec<_> = blocks
        .iter()
        .map(|b| match b {
            GuideBlock::Heading { .. } => "heading",
            GuideBlock::Placeholder { .. } => "placeholder",
            GuideBlock::Paragraph(_) => "paragraph",
            GuideBlock::Table { .. } => "table",
            GuideBlock::Callout { .. } => "callout",
            GuideBlock::Quote(_) => "quote",
            GuideBlock::List { .. } => "list",
            GuideBlock::Code(_) => "code",
            GuideBlock::Rule => "rule",
            GuideBlock::Image { .. } => "image",
            GuideBlock::Tasks(_) => "tasks",
            GuideBlock::PullQuote(_) => "pull quote",
            GuideBlock::Columns(_) => "columns",
            GuideBlock::PageBreak => "page break",
            GuideBlock::Note { .. } => "note",
            GuideBlock::Poster { .. } => "poster",
        })
        .collect();
    let all = ["heading", "placeholder", "paragraph", "table", "callout", "quote", "list", "code", "rule"];
    assert_eq!(names, all);
}

#[test]
fn mistakes_are_named_at_their_line() {
    assert_eq!(read("{{ message() }}\n").1, [Code::InvalidField]);
    assert_eq!(read("{{ nme }}\n").1, [Code::InvalidField]);
    assert_eq!(read("[a](ftp://x.example)\n").1, [Code::InvalidLink]);
    assert_eq!(read("![](x.png)\n").1, [Code::MissingKey]);
}

#[test]
fn what_only_guides_have() {
    let text = "# A {#a}\n\nSee [b](#a) and this.[^n]\n\n[^n]: Note.\n\n- [x] done\n- [ ] open\n- plain\n\n> [!QUOTE]\n> Said.\n\n{{ columns() }}\n\nl\n\n{{ next_column() }}\n\nr\n\n{{ end_columns() }}\n\n{{ page_break() }}\n\n{{ poster(\"annonce\") }}\n";
    let (blocks, codes) = read(text);
    assert!(codes.is_empty(), "{codes:?}");
    let GuideBlock::Heading { content, span, .. } = &blocks[0] else { panic!("{blocks:?}") };
    assert_eq!((crate::personalise::plain(content), GuideBlock::anchor(span.text())), ("A".into(), "a".into()));
    let GuideBlock::Paragraph(content) = &blocks[1] else { panic!("{blocks:?}") };
    assert!(matches!(&content[1], Inline::Link { target: LinkTarget::Heading(name), .. } if name == "a"));
    assert!(matches!(&content[3], Inline::Link { target: LinkTarget::Note(name), .. } if name == "n"));
    assert!(matches!(&blocks[2], GuideBlock::Note { name, .. } if name == "n"));
    let GuideBlock::Tasks(items) = &blocks[3] else { panic!("{blocks:?}") };
    assert_eq!(items.iter().map(|(done, _)| *done).collect::<Vec<_>>(), [Some(true), Some(false), None]);
    assert!(matches!(&blocks[4], GuideBlock::PullQuote(said) if said.len() == 1), "{blocks:?}");
    assert!(matches!(&blocks[5], GuideBlock::Columns(columns) if columns.len() == 2), "{blocks:?}");
    assert!(matches!(&blocks[6..], [GuideBlock::PageBreak, GuideBlock::Poster { .. }]), "{blocks:?}");
}

#[test]
fn a_last_line_with_a_dash_says_whose_a_quotation_is() {
    let parts = |text: &str| match &read(text).0[..] {
        [GuideBlock::Quote(blocks) | GuideBlock::PullQuote(blocks)] => {
            let plain = |block: &GuideBlock| match block {
                GuideBlock::Paragraph(content) => crate::personalise::plain(content),
                other => panic!("{other:?}"),
            };
            blocks.iter().map(plain).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let two = ["Il martedì ci siamo tutti.", "— Niccolò D'Amico, **IT** – Bari"].map(|text| text.replace("**", ""));
    let line = "— Niccolò D'Amico, **IT** – Bari";
    assert_eq!(parts(&format!("> Il martedì ci siamo tutti.\n> {line}\n")), two);
    assert_eq!(parts(&format!("> [!QUOTE]\n> Il martedì ci siamo tutti.\n>\n> {line}\n")), two);
    assert_eq!(parts("> We came — she\n> left.\n"), ["We came — she left."]);
    assert_eq!(parts("> — only this\n"), ["— only this"]);
}

#[test]
fn a_heading_is_known_by_its_words() {
    let anchor = GuideBlock::anchor;
    assert_eq!(anchor("## Pourquoi {{ name }} ?"), "pourquoi-name");
    assert_eq!(anchor("# L\u{2019}été, à 10 h ##\n"), "l-été-à-10-h");
    assert_eq!(anchor("# Titre {#Ici}"), "ici");
    assert_eq!(anchor("# ..."), "");
}

#[test]
fn mistakes_in_what_only_guides_have() {
    assert_eq!(read("# Titre\n\n[x](#titr)\n").1, [Code::InvalidLink]);
    assert_eq!(read("{{ poster(\"anonce\") }}\n").1, [Code::UnknownReference]);
    assert_eq!(read("{{ poster() }}\n").1, [Code::InvalidField]);
    assert_eq!(read("> [!TIPP]\n> x\n").1, [Code::UnsupportedMarkdown]);
    assert_eq!(read("{{ next_column() }}\n").1, [Code::InvalidField]);
    assert_eq!(read("{{ columns() }}\n\nx\n").1, [Code::InvalidField]);
    assert_eq!(read("{{ columns() }}\n\nx\n\n{{ end_columns() }}\n").1, [Code::InvalidField]);
    assert_eq!(read("{{ page_break(2) }}\n").1, [Code::InvalidField]);
}

#[test]
fn html_is_told_once_and_shown_as_text() {
    let (blocks, codes) = read("A <b>b</b><br>c <!-- d --> e\n\n<!-- f\n g -->\n");
    assert_eq!(codes, [Code::UnsupportedMarkdown]);
    let [GuideBlock::Paragraph(content)] = &blocks[..] else { panic!("{blocks:?}") };
    assert_eq!(crate::personalise::plain(content).replace('\n', " "), "A <b>b</b> c  e");
    assert!(content.contains(&Inline::Break));
}

#[test]
fn nesting_without_end_is_read_as_text() {
    let emphasis = format!("{}c{}\n\n", "*a **b ".repeat(20_000), " b** a*".repeat(20_000));
    let (blocks, _) = read(&format!("{emphasis}{}x\n\n{}y\n", "> ".repeat(5_000), "- ".repeat(3_000)));
    assert!(blocks.len() >= 3, "{}", blocks.len());
}

proptest::proptest! {
    #[test]
    fn no_guide_panics(text in "[\\PC\\n\\t*_`\\[\\](){}|<>#!\"\u{fdd0}\u{fdd1}-]{0,120}") {
        read(&text);
    }
}
