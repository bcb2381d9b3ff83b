//! Whole newsletters: all blocks in five languages, what is warned of, and what a project may change.

mod blocks;
mod hostile;
mod hostile_values;
mod message;
mod peer;
mod pictures;
pub(super) mod sample;
mod variants;

use super::*;
use crate::{
    diagnostic::{Severity, render::concise},
    model::{
        BlockKind,
        sample::{id, texts},
        value::Asset,
    },
    personalise, plan,
};

/// Renders a project's first newsletter.
fn render(project: &Project, tag: &str, with_header: bool) -> Rendered {
    let (renderer, found) = EmailRenderer::new(project);
    assert!(found.is_empty(), "{found:?}");
    let job = sample::job(project, tag, with_header);
    let needs = Needs::from([(Role::Header, sample::banner_png().into())]);
    renderer.render(&job, &renderer.context(&job), &needs)
}

/// The job with an artefact for the readers of some audiences.
fn with_variant<'p>(mut job: Job<'p>, audiences: &[&str]) -> Job<'p> {
    let Piece::Newsletter(newsletter) = job.piece else { panic!("a newsletter") };
    let division = personalise::Division::new(&sample::project(), job.campaign, newsletter);
    let variant = division.variant(|id| audiences.contains(&id.as_str()), None);
    let path = format!("lancement/newsletters/{}.variant.segments", newsletter.id);
    job.artefacts.push(plan::Artefact { path, ending: "segments", variant: Some(variant) });
    job
}

/// The segments of a job's variant.
fn segments_of(rendered: &Rendered) -> Segments {
    let made = rendered.extras.iter().find(|(path, _)| path.ends_with(".segments"));
    Segments::parse(made.expect("segments were made").1).expect("segments")
}

/// One of the files that were made, as text.
fn file_of(rendered: &Rendered, ending: &str) -> String {
    let (_, bytes) = rendered.files.iter().find(|(e, _)| *e == ending).expect("the file was made");
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

fn said(rendered: &Rendered) -> String {
    rendered.diagnostics.iter().map(concise).collect::<Vec<_>>().join("\n")
}

/// The sample project with a newsletter of these blocks alone.
fn with_blocks(blocks: Vec<crate::model::Block>) -> Project {
    let mut project = sample::project();
    project.campaigns[0].newsletters = vec![sample::newsletter(blocks)];
    project
}

#[test]
fn every_block_in_five_languages_with_and_without_a_banner() {
    let project = sample::project();
    for tag in crate::model::sample::LANGUAGES {
        for with_header in [false, true] {
            let rendered = render(&project, tag, with_header);
            assert_eq!(said(&rendered), "", "{tag}");
            let again = render(&project, tag, with_header);
            assert_eq!(rendered.files, again.files, "{tag}: the same bytes each time");
            let html = file_of(&rendered, "html");
            let direction = if tag == "ar" { "rtl" } else { "ltr" };
            assert!(html.starts_with(&format!("<!doctype html><html lang=\"{tag}\" dir=\"{direction}\"")), "{tag}");
            assert_eq!(
                html.matches("<img ").count(),
                html.matches("<img alt=\"").count(),
                "{tag}: alt on every picture"
            );
            for table in html.split("<table ").skip(1) {
                assert!(
                    table.split('>').next().is_some_and(|tag| tag.contains("role=\"presentation\"")),
                    "{table:.80}"
                );
            }
            for left_over in ["cid:", "{{", "{%", "src=\"http", "href=\"\"", "email_", "null"] {
                assert!(!html.contains(left_over), "{tag}: {left_over}");
            }
            // A photo, twice in other frames, three icons, and the banner or the logo.
            assert_eq!(html.matches("data:image/png;base64,").count(), 6);
        }
    }
}

#[test]
fn right_to_left_is_mirrored() {
    let html = file_of(&render(&sample::project(), "ar", false), "html");
    for left in [
        "text-align:left;direction:rtl;font",
        "border-left:",
        "padding-left:24px;\"",
        "direction:ltr",
        "align=\"left\"",
    ] {
        assert!(!html.contains(left), "{left}");
    }
    assert!(html.contains("padding-right:20px") && html.contains("text-align:right"));
}

#[test]
fn the_text_part_in_five_languages() {
    use unicode_width::UnicodeWidthStr;
    let project = sample::project();
    for tag in crate::model::sample::LANGUAGES {
        let text = file_of(&render(&project, tag, false), "txt");
        for line in text.lines() {
            assert!(line.width() <= 78 || !line.trim().contains(' '), "{tag}: {line}");
            assert_eq!(line.trim_end_matches(' '), line, "{tag}");
        }
        assert!(!text.contains("\n\n\n") && text.ends_with('\n') && !text.contains("email_"), "{tag}");
    }
    insta::assert_snapshot!(file_of(&render(&project, "en", true), "txt"));
}

#[test]
fn a_block_as_html() {
    let project =
        with_blocks(vec![sample::block(BlockKind::Text { title: None, text: texts(["Bonjour **à tous**"; 5]) })]);
    let html = file_of(&render(&project, "fr", false), "html");
    let start = html.find("<div class=\"paper gutter\"").expect("the block's section");
    let length = html[start..].find("</div></td></tr></tbody></table></div>").expect("its end");
    insta::assert_snapshot!(html[start..start + length].replace("><", ">\n<"));
}

#[test]
fn what_inboxes_would_cut_is_warned_of_at_its_text() {
    let mut project = sample::project();
    let newsletter = &mut project.campaigns[0].newsletters[0];
    newsletter.subject = texts(["Un objet de newsletter qui est bien trop long pour une boîte de réception"; 5]);
    newsletter.preheader = Some(texts([&"mot ".repeat(30); 5]));
    let rendered = render(&project, "fr", false);
    let said = said(&rendered);
    assert!(
        said.contains("warning[subject-too-long]: the subject has 73 characters in `fr`; inboxes show 50"),
        "{said}"
    );
    assert!(said.contains("the preheader has 119 characters"), "{said}");
    let span = rendered.diagnostics.iter().next().and_then(|d| d.span.clone()).expect("a place");
    assert!(span.text().starts_with("Un objet"));
    assert_eq!(rendered.files.len(), 3, "warnings stop nothing");
}

#[test]
fn a_heavy_newsletter_is_warned_of_and_then_refused() {
    let long = |paragraphs: usize| {
        let text = format!("{} ", "Une phrase de plus dans une très longue newsletter.".repeat(18));
        let blocks = (0..paragraphs).map(|_| sample::block(BlockKind::Text { title: None, text: texts([&text; 5]) }));
        render(&with_blocks(blocks.collect()), "fr", false)
    };
    let warned = long(48);
    assert_eq!((warned.diagnostics.count(Severity::Warning), warned.files.len()), (1, 3), "{}", said(&warned));
    let refused = long(90);
    assert!(said(&refused).contains("error[email-too-large]") && refused.files.is_empty(), "{}", said(&refused));
}

#[test]
fn a_banner_that_was_not_made_stops_the_newsletter() {
    let project = sample::project();
    let (renderer, _) = EmailRenderer::new(&project);
    let job = sample::job(&project, "fr", true);
    let rendered = renderer.render(&job, &renderer.context(&job), &Needs::new());
    assert!(rendered.diagnostics.has_errors() && rendered.files.is_empty());
}

#[test]
fn a_project_brings_its_own_templates() {
    let own = |text: &str| {
        let mut project = with_blocks(vec![sample::block(BlockKind::Why)]);
        let path = "email/blocks/why.mjml".to_owned();
        project.templates = vec![Asset { path, bytes: text.as_bytes().to_vec().into(), named_at: None }];
        render(&project, "fr", false)
    };
    let section = |inner: &str| format!("<mj-section><mj-column>{inner}</mj-column></mj-section>");
    let html = file_of(
        &own(&section("<mj-text css-class=\"ink\"><h2 id=\"ours\">{{ block.text_html | safe }}</h2></mj-text>")),
        "html",
    );
    assert!(html.contains("<h2 id=\"ours\">Parce que"));
    let lost = own(&section("\n<mj-text colr=\"red\">x</mj-text>"));
    assert!(
        said(&lost).starts_with("brand/templates/email/blocks/why.mjml:2:10: error[invalid-markup]"),
        "{}",
        said(&lost)
    );
    let unknown = own(&section("<mj-text>\n{{ blok.text }}</mj-text>"));
    assert!(said(&unknown).starts_with("brand/templates/email/blocks/why.mjml:2:"), "{}", said(&unknown));
}

#[test]
fn the_template_of_the_documents_is_sound() {
    let document = include_str!("../../../../docs/templates.md");
    let (_, rest) = document.split_once("```mjml\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let mut project =
        with_blocks(vec![sample::block(BlockKind::Text { title: None, text: texts(["Bonjour **à tous**"; 5]) })]);
    project.templates = vec![Asset {
        path: "email/blocks/text.mjml".into(),
        bytes: example.as_bytes().to_vec().into(),
        named_at: None,
    }];
    let rendered = render(&project, "fr", false);
    assert_eq!(said(&rendered), "");
    assert!(file_of(&rendered, "html").contains("Bonjour <strong>"));
}

#[test]
fn whatever_changes_the_bytes_changes_the_context() {
    let context = |change: fn(&mut Project)| {
        let mut project = sample::project();
        change(&mut project);
        let (renderer, _) = EmailRenderer::new(&project);
        let job = sample::job(&project, "fr", false);
        renderer.context(&job).to_string()
    };
    let usual = context(|_| {});
    assert_eq!(usual, context(|_| {}));
    let changes: [fn(&mut Project); 6] = [
        |p| p.campaigns[0].newsletters[0].subject = texts(["Autre"; 5]),
        |p| p.identity.brand.tertiary = "#00aa55".parse().unwrap(),
        |p| p.campaigns[0].newsletters[0].first_send = None,
        |p| p.identity.messages[0].title = texts(["Autre"; 5]),
        |p| p.templates.push(Asset { path: "email/bar.mjml".into(), bytes: Vec::new().into(), named_at: None }),
        |p| {
            let BlockKind::Image { file, .. } = &mut p.campaigns[0].newsletters[0].blocks[8].kind else { panic!() };
            file.bytes = sample::banner_png().into();
        },
    ];
    for (i, change) in changes.into_iter().enumerate() {
        assert_ne!(usual, context(change), "change {i}");
    }
}
