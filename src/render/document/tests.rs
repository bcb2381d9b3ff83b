//! Guides as they come out: standards, determinism, hostile texts, and errors at their places.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::{
    diagnostic::Source,
    model::{
        Campaign, GuideBlock,
        sample::prose,
        value::{Asset, Inline, Prose},
    },
    plan::Artefact,
};

static PROJECT: LazyLock<Project> = LazyLock::new(sample::project);
static RENDERER: LazyLock<DocumentRenderer<'static>> = LazyLock::new(|| {
    let (renderer, diagnostics) = DocumentRenderer::new(&PROJECT);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    renderer
});

fn job<'a>(campaign: &'a Campaign, guide: &'a Guide) -> Job<'a> {
    Job {
        piece: Piece::Guide(guide),
        campaign,
        language: guide.language.clone(),
        site: None,
        format: None,
        artefacts: vec![Artefact::new("lancement/guides/guide.pdf".into(), "pdf")],
        needs: Vec::new(),
    }
}

fn render(guide: &Guide) -> Rendered {
    let job = job(&PROJECT.campaigns[0], guide);
    RENDERER.render(&job, &RENDERER.context(&job), &Needs::new())
}

/// The file, of which there must be one and nothing to say.
fn pdf(guide: &Guide) -> Vec<u8> {
    let rendered = render(guide);
    assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
    let [("pdf", bytes)] = &rendered.files[..] else { panic!("one file") };
    bytes.clone()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// A guide whose Markdown is this, as one paragraph for each line.
fn written(text: &str) -> Guide {
    let source = Source::new("campaigns/lancement/guides/x.fr.md", format!("---\n---\n{text}\n"));
    let blocks = text.lines().map(|line| GuideBlock::Paragraph(vec![Inline::Text(line.into())]));
    Guide { span: source.span(0, 7), blocks: blocks.collect(), ..sample::guide("fr") }
}

fn with_blocks(blocks: Vec<GuideBlock>) -> Guide {
    Guide { blocks, ..sample::guide("fr") }
}

#[test]
fn every_placeholder_in_five_languages_is_accessible_and_archivable() {
    for guide in &PROJECT.campaigns[0].guides {
        let pdf = pdf(guide);
        for mark in ["pdfuaid:part", "<pdfaid:conformance>A<", "/StructTreeRoot", "/Lang", "Fanion"] {
            assert!(holds(&pdf, mark), "{} {mark}", guide.language);
        }
    }
}

#[test]
fn everything_of_markdown_and_other_papers() {
    for format in ["Letter", "A5", "297x210mm", "square"] {
        pdf(&Guide { format: format.parse().unwrap(), ..sample::everything() });
    }
}

#[test]
fn equal_jobs_give_equal_bytes_on_any_thread() {
    let guide = sample::guide("fr");
    let first = pdf(&guide);
    let others = ["en", "fr", "de", "fr"].map(|language| std::thread::spawn(move || pdf(&sample::guide(language))));
    let others = others.map(|thread| thread.join().unwrap());
    assert!(first == others[1] && first == others[3]);
    assert!(first != others[0]);
    let (fresh, _) = DocumentRenderer::new(&PROJECT);
    let job = job(&PROJECT.campaigns[0], &guide);
    assert_eq!(fresh.context(&job), RENDERER.context(&job));
    assert!(fresh.render(&job, &fresh.context(&job), &Needs::new()).files[0].1 == first);
}

#[test]
fn hostile_texts_are_text() {
    let hostile = [
        "#eval(\"1+1\") #let x = 1 #panic() #import \"/etc/passwd\"",
        "$x$ $ sum_(i=0) $ @ref <label> *b* _i_ `c` = heading - item / term: x",
        "\\input{/etc/passwd} \\u{0} \\ \\\\ // comment /* comment */",
        "<script>alert(1)</script> &amp; ]]> --> %PDF {{ name }} {% for %}",
        "\0\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}\u{85}\u{9f}",
        "\u{fffc}\u{feff}\u{ffff}\u{fdd0}\u{2028}\u{2029}\u{ad}\u{200b}\u{200d}\u{2060}",
        "\u{202e}\u{2066}\u{2067}\u{2068}\u{202a}unclosed\u{2069}\u{202c}\u{202c}",
        "e\u{301}\u{301}\u{301}\u{301} سلام مرحبا 123 abc",
        "https://x.example/?a=b&c=d#e%20f mailto:a@b.example",
        "",
    ];
    let mut guide = written(&hostile.join("\n"));
    for text in hostile {
        guide.blocks.push(GuideBlock::Code(text.into()));
        guide.blocks.push(GuideBlock::Heading { level: 1, content: prose(text).inlines(), span: guide.span.clone() });
        guide.blocks.push(GuideBlock::Paragraph(vec![Inline::Strong(vec![Inline::Code(text.into())])]));
        guide.title = prose(text);
        guide.subtitle = Some(prose(text));
    }
    pdf(&guide);
    for text in &hostile[..9] {
        let rendered = render(&Guide { title: prose(text), ..with_blocks(Vec::new()) });
        assert!(!rendered.diagnostics.has_errors(), "{text}: {:?}", rendered.diagnostics);
    }
}

#[test]
fn the_signs_that_people_type_have_glyphs() {
    let signs = "☑ ☐ ✓ ✔ ✗ → ← ↗ ⇒ • · – — … “” ‘’ «» ‹› „ ° ² ³ ½ × ÷ ± ≈ ≤ ≥ ≠ € £ ¥ § ¶ † © ® ™ № ★ ☆ ▶ ■ ● ○ ♥";
    pdf(&written(signs));
}

#[test]
fn words_longer_than_any_line_are_parted() {
    let word = "x".repeat(10_000);
    let table = |text: &str| GuideBlock::Table {
        alignment: Vec::new(),
        head: vec![prose(text).inlines(), prose("b").inlines()],
        rows: vec![vec![prose(text).inlines(), prose(text).inlines()]],
    };
    let mut guide = written(&word);
    guide.blocks.extend([table(&word[..400]), GuideBlock::Code(word.clone())]);
    guide.blocks.push(GuideBlock::Heading {
        level: 1,
        content: prose(&word[..300]).inlines(),
        span: guide.span.clone(),
    });
    pdf(&guide);
    let rendered = render(&Guide { title: prose(&word), ..with_blocks(Vec::new()) });
    assert_eq!(rendered.files.len(), 1);
    assert_eq!(rendered.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::TextTight]);
}

#[test]
fn deep_nesting_is_flattened() {
    let mut blocks = vec![GuideBlock::Paragraph(prose("deep").inlines())];
    let mut inlines = prose("deep").inlines();
    for i in 0..200 {
        blocks = match i % 3 {
            0 => vec![GuideBlock::Quote(blocks)],
            1 => vec![GuideBlock::List { ordered: true, start: 1, items: vec![blocks] }],
            _ => vec![GuideBlock::Callout { kind: crate::model::Callout::Note, blocks }],
        };
        inlines = vec![if i % 2 == 0 { Inline::Strong(inlines) } else { Inline::Emphasis(inlines) }];
    }
    blocks.push(GuideBlock::Paragraph(inlines));
    pdf(&with_blocks(blocks));
}

#[test]
fn a_poster_is_shown_with_what_it_says() {
    let span = sample::guide("fr").span;
    let guide = with_blocks(vec![GuideBlock::Poster { id: "annonce".parse().unwrap(), span }]);
    let job = job(&PROJECT.campaigns[0], &guide);
    let picture = image::RgbImage::from_pixel(2100, 2970, image::Rgb([18, 38, 79]));
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let says = "Demandez. Quelqu\u{2019}un sait.";
    let needs = Needs::from([
        (crate::plan::Role::Picture(0), png.into_inner().into()),
        (crate::plan::Role::Alternative(0), says.as_bytes().into()),
    ]);
    let context = RENDERER.context(&job);
    let shown = RENDERER.render(&job, &context, &needs);
    assert!(shown.diagnostics.is_empty(), "{:?}", shown.diagnostics);
    assert!(holds(&shown.files[0].1, "/Width 989") && holds(&shown.files[0].1, "/Height 1400"));
    // Without the picture the guide is made all the same: the plan has said why.
    let without = RENDERER.render(&job, &context, &Needs::new());
    assert_eq!((without.files.len(), without.diagnostics.is_empty()), (1, true));
    let broken = Needs::from([
        (crate::plan::Role::Picture(0), b"no picture".as_slice().into()),
        (crate::plan::Role::Alternative(0), says.as_bytes().into()),
    ]);
    let refused = RENDERER.render(&job, &context, &broken);
    assert_eq!(refused.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::InvalidImage]);
}

#[test]
fn guides_with_nothing_in_them() {
    pdf(&with_blocks(Vec::new()));
    pdf(&Guide { title: Prose::default(), subtitle: None, ..with_blocks(Vec::new()) });
    let empty = [
        GuideBlock::List { ordered: false, start: 1, items: Vec::new() },
        GuideBlock::List { ordered: false, start: 1, items: vec![Vec::new()] },
        GuideBlock::Quote(Vec::new()),
        GuideBlock::Table { alignment: Vec::new(), head: Vec::new(), rows: Vec::new() },
        GuideBlock::Paragraph(Vec::new()),
        GuideBlock::Code(String::new()),
        GuideBlock::Heading { level: 1, content: Vec::new(), span: sample::guide("fr").span },
    ];
    pdf(&with_blocks(empty.to_vec()));
    // Placeholders of a project that has nothing to put there.
    let bare = Project { campaigns: Vec::new(), ..crate::model::sample::project() };
    let bare = Project { words: sample::words(), ..bare };
    let campaign = Campaign {
        training: Vec::new(),
        sites: Vec::new(),
        launch: None,
        ..crate::model::sample::project().campaigns.remove(0)
    };
    let (renderer, _) = DocumentRenderer::new(&bare);
    let guide = sample::guide("en");
    let job = job(&campaign, &guide);
    let rendered = renderer.render(&job, &renderer.context(&job), &Needs::new());
    assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
}

/// The one diagnostic of a guide that cannot be made: its code, line and column.
fn refusal(guide: &Guide) -> (Code, usize, usize, String) {
    let rendered = render(guide);
    assert!(rendered.files.is_empty());
    let found: Vec<_> = rendered.diagnostics.iter().collect();
    let [one] = found[..] else { panic!("{found:?}") };
    let (line, column) = one.span.as_ref().expect("a place").position();
    (one.code, line, column, one.message.clone())
}

#[test]
fn a_missing_glyph_is_an_error_at_the_character() {
    let (code, line, column, message) = refusal(&written("Tout va bien.\nPrêts न et encore न"));
    assert_eq!((code, line, column), (Code::MissingGlyph, 4, 7));
    assert!(message.contains("`न` (U+0928)"), "{message}");
    let (code, line, ..) = refusal(&written("a\n\u{e000}"));
    assert_eq!((code, line), (Code::MissingGlyph, 4));
    // One for each line, however many characters it is about.
    let (.., message) = refusal(&written("a\nनमस्ते दुनिया"));
    assert!(message.contains("`न` (U+0928), `म` (U+092E), `स` (U+0938) and 8 more"), "{message}");
}

#[test]
fn what_pdf_ua_refuses_is_an_error_at_its_line() {
    let source = Source::new("x.md", "---\n---\n### Trop bas\n\n![](a.png)\n");
    let heading = GuideBlock::Heading { level: 3, content: prose("Trop bas").inlines(), span: source.span(8, 20) };
    let (code, line, _, message) = refusal(&with_blocks(vec![heading]));
    assert_eq!((code, line), (Code::DocumentRefused, 3), "{message}");
    let picture = |bytes: &[u8], alt: &str| GuideBlock::Image {
        file: Asset { path: "a.png".into(), bytes: bytes.into(), named_at: None },
        alt: alt.into(),
        caption: None,
        span: source.span(22, 32),
    };
    let (code, line, _, message) = refusal(&with_blocks(vec![picture(&crate::model::sample::PNG, " ")]));
    assert_eq!((code, line), (Code::DocumentRefused, 5), "{message}");
    pdf(&with_blocks(vec![picture(&crate::model::sample::PNG, "Two pixels")]));
    for broken in [&crate::model::sample::PNG[..40], b"<svg", b"", b"GIF89a"] {
        let (code, line, _, message) = refusal(&with_blocks(vec![picture(broken, "Broken")]));
        assert_eq!((code, line), (Code::DocumentRefused, 5), "{message}");
    }
}

#[test]
fn a_picture_in_inks_is_told_where_it_is_named() {
    let source = Source::new("x.md", "---\n---\nText\n\n![x](a.jpg)\n");
    let bytes = include_bytes!("../../../tests/pictures/cmyk.jpg").as_slice().into();
    let file = Asset { path: "a.jpg".into(), bytes, named_at: Some(source.span(19, 24)) };
    let (alt, span) = ("x".into(), source.span(14, 25));
    let (code, line, column, message) =
        refusal(&with_blocks(vec![GuideBlock::Image { file, alt, caption: None, span }]));
    assert_eq!((code, line, column), (Code::InvalidImage, 5, 6), "{message}");
}

#[test]
fn pictures_reach_no_file() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="/etc/passwd" width="9" height="9"/><image href="/data.json" width="9" height="9"/></svg>"#;
    let file = Asset { path: "a.svg".into(), bytes: svg.as_bytes().into(), named_at: None };
    let source = Source::new("x.md", "---\n---\n![x](a.svg)\n");
    let guide = with_blocks(vec![GuideBlock::Image { file, alt: "x".into(), caption: None, span: source.span(8, 19) }]);
    let (code, line, _, message) = refusal(&guide);
    assert_eq!((code, line), (Code::DocumentRefused, 3), "{message}");
}

fn inline() -> impl Strategy<Value = Inline> {
    let text = prop_oneof![
        "[ -~]{0,30}",
        "[a-zà-ÿ0-9 *_`#$@<>\\\\\\[\\]{}«»“”\u{202f}\u{a0}-]{0,40}",
        "[ء-ي ،؟0-9a-z]{0,20}",
        "[ぁ-ん一二三人、。a-z]{0,20}",
    ];
    let leaf = prop_oneof![text.clone().prop_map(Inline::Text), text.prop_map(Inline::Code), Just(Inline::Break),];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let content = prop::collection::vec(inner, 0..4);
        prop_oneof![content.clone().prop_map(Inline::Strong), content.prop_map(Inline::Emphasis)]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_inline_text_is_set(inlines in prop::collection::vec(inline(), 0..8), at in 0usize..5) {
        let span = sample::guide("fr").span;
        let guide = Guide { blocks: vec![
            GuideBlock::Heading { level: 1, content: inlines.clone(), span },
            GuideBlock::Table { alignment: vec![], head: vec![inlines.clone(), inlines.clone()], rows: vec![vec![inlines.clone()]] },
            GuideBlock::List { ordered: true, start: 0, items: vec![vec![GuideBlock::Paragraph(inlines)]] },
        ], ..sample::guide(crate::model::sample::LANGUAGES[at]) };
        let rendered = render(&guide);
        prop_assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
    }
}
