//! Notices as they come out: one page, whatever the newsletter.

use lopdf::{Document, Object};

use super::super::{DocumentRenderer, sample};
use crate::{
    diagnostic::Code,
    model::{
        Block, BlockKind, Newsletter, Number, Project, Status, Step,
        sample::{LANGUAGES, id, language, prose, span, texts},
        value::{Localised, Prose},
    },
    plan::{Artefact, Job, Piece},
    render::{Needs, Rendered, Renderer},
};

fn block(kind: BlockKind) -> Block {
    Block { only: Vec::new(), languages: Vec::new(), kind, span: span("type: x") }
}

fn one(text: &str) -> Localised<Prose> {
    Localised::one(prose(text), Some(span(text)))
}

/// A newsletter with every kind of block, each of its own texts so many times as long.
fn letter(word: &str, times: usize) -> Newsletter {
    let long = vec![word; times].join(" ");
    let text = || one(&long);
    let number = || Number { value: one("1 200"), label: text() };
    let step = || Step { title: text(), text: Some(text()) };
    let kinds = [
        BlockKind::Hero { title: text(), text: Some(text()), image: None },
        BlockKind::Text { title: Some(text()), text: text() },
        BlockKind::Why,
        BlockKind::Story { chapter: id("constat") },
        BlockKind::Messages { title: Some(text()), show: Vec::new() },
        BlockKind::Numbers { title: None, numbers: vec![number(), number(), number()] },
        BlockKind::Steps { title: Some(text()), steps: vec![step(), step(), step()] },
        BlockKind::Objections { title: None, show: Vec::new() },
        BlockKind::Training { title: None, show: Vec::new() },
        BlockKind::People { title: None, show: Vec::new() },
        BlockKind::Countdown {
            until: jiff::civil::date(2027, 3, 9).at(9, 0, 0, 0),
            to_launch: true,
            text: None,
            begun: Some(text()),
        },
        BlockKind::CallToAction { label: text(), link: Some("https://agora.example/question".parse().unwrap()) },
        BlockKind::Feedback,
    ];
    Newsletter {
        id: id("une"),
        span: span("subject: x"),
        status: Status::Ready,
        built_in: false,
        languages: LANGUAGES.map(language).into(),
        to: Vec::new(),
        from: None,
        send: None,
        send_span: None,
        same_moment: false,
        mandatory: false,
        first_send: Some(jiff::civil::date(2027, 1, 26).at(9, 30, 0, 0)),
        subject: text(),
        preheader: None,
        attach: Vec::new(),
        blocks: kinds.map(block).into(),
    }
}

#[test]
fn of_more_parts_than_a_page_can_hold_the_least_important_are_not_tried() {
    let project = sample::project();
    let text = |at: usize| block(BlockKind::Text { title: None, text: one(&format!("Text {at}")) });
    let newsletter = Newsletter { blocks: (0..150).map(text).collect(), ..letter("mot", 1) };
    let rendered = render(&project, &newsletter, "fr", "A4");
    let told = rendered.diagnostics.iter().find(|d| d.code == Code::NoticeShortened).expect("a warning");
    assert!(told.message.contains("of 150 parts"), "{}", told.message);
    let french = language("fr");
    let notice = crate::personalise::Notice::new(&project, &project.campaigns[0], &newsletter, &french);
    let kept = super::parts::most_important(&notice.parts, super::MOST_PARTS);
    assert!(kept.len() == super::MOST_PARTS && kept.iter().all(|at| *at < super::MOST_PARTS), "{kept:?}");
}

fn render(project: &Project, newsletter: &Newsletter, tag: &str, paper: &str) -> Rendered {
    let (renderer, _) = DocumentRenderer::new(project);
    let job = Job {
        piece: Piece::Notice(newsletter),
        campaign: &project.campaigns[0],
        language: language(tag),
        site: None,
        format: Some(paper.parse().unwrap()),
        artefacts: vec![Artefact::new("lancement/newsletters/une-notice.pdf".into(), "pdf")],
        needs: Vec::new(),
    };
    renderer.render(&job, &renderer.context(&job), &Needs::new())
}

fn pdf(rendered: &Rendered) -> Document {
    assert!(!rendered.diagnostics.has_errors(), "{:?}", rendered.diagnostics);
    Document::load_mem(&rendered.files[0].1).expect("a PDF")
}

#[test]
fn one_page_in_every_language_at_every_length() {
    let project = sample::project();
    let words = ["mot", "word", "Donaudampfschifffahrt", "كلمة", "言葉を伝える"];
    for (tag, word) in LANGUAGES.into_iter().zip(words) {
        for times in [1, 12, 150] {
            let rendered = render(&project, &letter(word, times), tag, "A4");
            assert_eq!(pdf(&rendered).get_pages().len(), 1, "{tag} {times}");
            let shortened = rendered.diagnostics.iter().any(|d| d.code == Code::NoticeShortened);
            assert!(shortened || times < 150, "{tag}: a letter of pages does not fit on one");
        }
        let rendered = render(&project, &letter(&"x".repeat(2000), 2), tag, "Letter");
        assert_eq!(pdf(&rendered).get_pages().len(), 1, "{tag}, an endless word");
    }
}

#[test]
fn a_page_is_tagged_and_names_its_parts() {
    let project = sample::project();
    let newsletter = Newsletter {
        subject: texts(["Sujet", "Subject", "Betreff", "موضوع", "件名"]),
        blocks: vec![block(BlockKind::Text { title: Some(one("Une partie")), text: one("Un texte.") })],
        ..letter("mot", 1)
    };
    let rendered = render(&project, &newsletter, "fr", "A4");
    let bytes = rendered.files[0].1.clone();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("pdfuaid:part") && holds("/StructTreeRoot"));
    let document = pdf(&rendered);
    let catalog = document.catalog().unwrap();
    assert!(catalog.has(b"Outlines"), "a bookmark for each heading");
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).unwrap(), b"fr");
    assert!(document.extract_text(&[1]).unwrap_or_default().contains("Sujet"));
}

#[test]
fn what_a_code_leads_to_needs_no_warning() {
    let mut project = sample::project();
    let letter = letter("mot", 150);
    assert!(!render(&project, &letter, "fr", "A4").diagnostics.is_empty());
    project.identity.published_at = Some("https://intranet.example/agora".parse().unwrap());
    assert!(render(&project, &letter, "fr", "A4").diagnostics.is_empty());
}
