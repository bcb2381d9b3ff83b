//! Values of a recipients' list that try to be more than text: they come out as they are, in every place, and change
//! nothing around them.

use std::{
    collections::HashSet,
    sync::{Arc, OnceLock},
};

use mail_parser::decoders::html::html_to_text;
use proptest::prelude::*;

use super::{
    hostile::{FRAGMENTS, structure, texts_of},
    message, *,
};
use crate::{
    model::value::{Field, FieldSource, Inline, LinkTarget, Localised, Prose, ProseBlock},
    personalise::{File, Mail, Segments, header_text, message as mail_of},
};

/// What lists have held, and what somebody may put there.
const VALUES: &[&str] = &[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<b>x</b>",
    "vbscript:x",
    "https://x.example/\" onclick=\"alert(1)",
    "https://x.example/?a=1&b=2#c",
    "\\\\server\\share\\file.txt",
    "file:///etc/passwd",
    "O'Neill",
    "Nguyễn",
    "山田",
    "%0d%0aBcc: x@y.example",
    "\r\n\r\n<html>",
    "7fv000000000000000000000000",
    "}}",
    "\u{2066}",
];

fn value() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![prop::sample::select(FRAGMENTS), prop::sample::select(VALUES)].prop_map(str::to_owned);
    let part = prop_oneof![4 => fragment, 1 => "\\PC{1,5}"];
    let parts = prop::collection::vec(part, 1..8).prop_map(|parts| format!("a{}z", parts.concat()));
    let long =
        prop::sample::select(&["ab", "é", "語", "x ", "<&"][..]).prop_map(|part| format!("a{}z", part.repeat(5000)));
    prop_oneof![6 => parts, 1 => long, 2 => prop::sample::select(VALUES).prop_map(str::to_owned)]
}

fn column(name: &str, default: Option<&str>) -> Field {
    let source = FieldSource::Column(name.into());
    Field { source, format: None, default: default.map(str::to_owned), span: None }
}

/// A newsletter that shows one column in all places, and another as a link's target.
fn project() -> Project {
    let value = || Inline::Field(column("value", None));
    let prose =
        |inlines: Vec<Inline>| Localised::one(Prose { blocks: vec![ProseBlock::Paragraph(inlines)], span: None }, None);
    let link = Inline::Link {
        target: LinkTarget::Field(column("link", Some("https://default.example/"))),
        content: vec![value()],
    };
    let shown = vec![value(), Inline::Break, Inline::Strong(vec![value()]), Inline::Break, link];
    let list = Localised::one(
        Prose { blocks: vec![ProseBlock::List { ordered: true, items: vec![vec![value()]; 2] }], span: None },
        None,
    );
    let kinds = [
        BlockKind::Hero { title: prose(vec![value()]), text: Some(prose(shown.clone())), image: None },
        BlockKind::Text { title: Some(prose(vec![value()])), text: list },
        BlockKind::CallToAction { label: prose(vec![value()]), link: None },
    ];
    let mut project = with_blocks(kinds.into_iter().map(sample::block).collect());
    let newsletter = &mut project.campaigns[0].newsletters[0];
    (newsletter.subject, newsletter.preheader) = (prose(vec![value()]), Some(prose(vec![value()])));
    project
}

/// Segments and the files that they name.
type Mailing = (Segments, Vec<(File, Arc<[u8]>)>);

/// The newsletter compiled, with its pictures.
fn compiled() -> &'static Mailing {
    static COMPILED: OnceLock<Mailing> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let project = project();
        let (renderer, _) = EmailRenderer::new(&project);
        let job = with_variant(sample::job(&project, "de", false), &[]);
        let rendered = renderer.render(&job, &renderer.context(&job), &Needs::new());
        assert_eq!(said(&rendered), "");
        let segments = segments_of(&rendered);
        let named = segments.pictures.iter().chain(&segments.attachments).cloned();
        let files = named.map(|file| (rendered.extras[&file.path].clone().into(), file)).map(|(b, f)| (f, b)).collect();
        (segments, files)
    })
}

/// A text without anything at which lines may have been broken.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn filled(text: &str, link: &str) -> (String, String, Vec<u8>) {
    let (segments, files) = compiled();
    let value = |column: &str| Some(if column == "link" { link } else { text });
    // The values outlive the reader here, as a row of a list does.
    let filled = segments.fill_slots(|slot| value(&slot.column).map(|value| value.to_owned().into()));
    let (subject, html, text) = (filled.subject(), filled.html(), filled.text());
    let mail = Mail {
        headers: &segments.headers,
        to: Some(&"reader@horizon.example".parse().unwrap()),
        subject: &subject,
        html: &html,
        text: &text,
        files,
        draft: false,
    };
    let mail = mail_of(&mail).expect("a mail");
    (html, text, mail)
}

/// The addresses of all links.
fn targets(html: &str) -> HashSet<String> {
    let found = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|target| target.replace("&amp;", "&").replace("&#39;", "'")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn hostile_values_come_out_as_text(text in value(), link in value()) {
        let (html, plain, bytes) = filled(&text, &link);
        let (calm, ..) = filled("calm", "calm");
        prop_assert_eq!(structure(&html), structure(&calm), "no value adds a tag or an attribute");

        // What a reader reads: the value, with the turns of direction that it began undone.
        let expected = crate::personalise::shown_value(&text).into_owned();
        let found = texts_of(&html).iter().filter(|found| **found == expected).count();
        prop_assert!(found >= 8 || expected.is_empty(), "{found} of {expected:?}");
        let read = bare(&html_to_text(&html));
        prop_assert!(read.contains(&bare(&expected)), "{expected:?} in {read:?}");
        prop_assert!(bare(&plain).matches(&bare(&expected)).count() >= 6, "{expected:?} in {plain:?}");

        let new: Vec<_> = targets(&html).difference(&targets(&calm)).cloned().collect();
        prop_assert!(new.iter().all(|target| ["https://", "http://", "mailto:"].iter().any(|s| target.starts_with(s))));
        prop_assert!(new.len() <= 1, "{new:?}");

        let mail = message::parse(&bytes);
        let calm_mail = filled("calm", "calm").2;
        let names = |mail: &mail_parser::Message<'_>| {
            mail.headers().iter().map(|header| header.name().to_owned()).collect::<Vec<_>>()
        };
        prop_assert_eq!(names(&mail), names(&message::parse(&calm_mail)), "no header is added");
        let subject = header_text(&expected);
        prop_assert_eq!(mail.subject().unwrap_or_default(), subject.as_str());
        prop_assert_eq!(mail.to().and_then(|to| to.first()).and_then(|to| to.address()), Some("reader@horizon.example"));
        let body = mail.body_text(0).expect("a text part").replace("\r\n", "\n");
        prop_assert_eq!(body.trim_end_matches('\n'), plain.trim_end_matches('\n'));
        let mailed = mail.body_html(0).expect("an HTML part").replace("\r\n", "\n");
        prop_assert_eq!(mailed.trim_end_matches('\n'), html.trim_end_matches('\n'));
    }
}

#[test]
fn lines_are_wrapped_after_filling() {
    use unicode_width::UnicodeWidthStr;
    for name in ["Zoé", "山田太郎", &"mot ".repeat(400), &"語".repeat(10_000)] {
        let (_, text, _) = filled(name, "");
        for line in text.lines() {
            assert!(line.width() <= 78 || !line.trim().contains(' '), "{line}");
        }
        assert!(!text.contains("\n\n\n") && text.ends_with('\n') && !text.ends_with("\n\n"));
    }
}

#[test]
fn an_empty_value_leaves_no_hole() {
    let (html, text, _) = filled(" \r\n ", "javascript:alert(1)");
    assert!(!text.contains("\n\n\n"), "{text}");
    assert!(html.contains("href=\"https://default.example/\""));
}
