//! The charter as it comes out: its colours' numbers, and no empty page.

use lopdf::Document;

use super::{
    super::{DocumentRenderer, sample},
    colours::{computed, hsl},
};
use crate::{
    design::{colour::FOGRA39L, inks::Inks},
    model::{COATED_INK_LIMIT, Pattern, Project, sample::LANGUAGES, sample::language, value::Colour},
    plan::{Artefact, BrandPart, Job, Piece, Role},
    render::{Needs, Renderer},
};

fn charter(project: &Project, tag: &str, needs: &Needs) -> (serde_json::Value, Document, Vec<u8>) {
    let (renderer, _) = DocumentRenderer::new(project);
    let job = Job {
        piece: Piece::Brand(BrandPart::Guide),
        campaign: &project.campaigns[0],
        language: language(tag),
        site: None,
        format: Some("A4".parse().unwrap()),
        artefacts: vec![Artefact::new(format!("brand/brand-guide.{tag}.pdf"), "pdf")],
        needs: Vec::new(),
    };
    let context = renderer.context(&job);
    let rendered = renderer.render(&job, &context, needs);
    assert!(rendered.diagnostics.is_empty(), "{tag}: {:?}", rendered.diagnostics);
    let bytes = rendered.files[0].1.clone();
    (context, Document::load_mem(&bytes).expect("a PDF"), bytes)
}

/// A picture of one colour.
fn picture(width: u32, height: u32) -> std::sync::Arc<[u8]> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([18, 38, 79]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner().into()
}

#[test]
fn hues_saturations_and_lightnesses() {
    for (hex, expected) in [
        ("#12264f", "220 63% 19%"),
        ("#ff6b4a", "11 100% 65%"),
        ("#ffffff", "0 0% 100%"),
        ("#000000", "0 0% 0%"),
        ("#808080", "0 0% 50%"),
        ("#00ff00", "120 100% 50%"),
        ("#ff00ff", "300 100% 50%"),
        ("#2f6fd0", "216 63% 50%"),
    ] {
        assert_eq!(hsl(hex.parse().unwrap()), expected, "{hex}");
    }
}

#[test]
fn computed_inks_are_those_of_print_files() {
    let inks = Inks::new(FOGRA39L, COATED_INK_LIMIT).unwrap();
    assert_eq!(computed(Colour::WHITE, &inks), "0 0 0 0");
    assert_eq!(computed(Colour::BLACK, &inks), "0 0 0 100");
    // Within a percent or two of another engine on the same profile: 81 53 0 0.
    let blue = computed("#2f6fd0".parse().unwrap(), &inks);
    let shares: Vec<f64> = blue.split(' ').map(|share| share.parse().unwrap()).collect();
    let near = |i: usize, expected: f64| (shares[i] - expected).abs() <= 3.0;
    assert!(near(0, 81.0) && near(1, 53.0) && near(2, 0.0) && near(3, 0.0), "{blue}");
}

#[test]
fn every_colour_is_told_in_every_notation() {
    let project = sample::project();
    let (data, ..) = charter(&project, "en", &Needs::new());
    let palette = data["palette"].as_array().unwrap();
    assert_eq!(palette.len(), project.identity.brand.palette.len());
    let values = |at: usize| {
        let values = palette[at]["values"].as_array().unwrap().iter();
        values.map(|pair| format!("{} {}", pair[0].as_str().unwrap(), pair[1].as_str().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(
        values(0),
        ["HEX #12264F", "RGB 18 38 79", "HSL 220 63% 19%", "CMYK 100 85 35 30", "Spot PANTONE 281 C"]
    );
    assert!(values(1)[3].starts_with("CMYK ("), "computed values stand in brackets: {:?}", values(1));
    let rows = data["contrast"]["rows"].as_array().unwrap();
    let (nuit, white) = (&rows[0]["cells"], rows.len() - 1);
    assert_eq!(nuit[white]["verdict"], "text");
    assert_eq!(nuit[0]["ratio"], "1.0:1");
    // Never rounded up to what is needed.
    let found = crate::design::colour::ratio("#12264f".parse().unwrap(), Colour::WHITE);
    let told: f64 = nuit[white]["ratio"].as_str().unwrap().trim_end_matches(":1").parse().unwrap();
    assert!((0.0..0.1 + 1e-9).contains(&(found - told)), "{found} {told}");
}

#[test]
fn no_page_is_empty_and_every_heading_is_a_bookmark() {
    let project = sample::project();
    for tag in LANGUAGES {
        let needs: Needs = [
            (Role::Example(0), picture(297, 420)),
            (Role::Example(1), picture(85, 200)),
            (Role::Example(2), picture(1128, 191)),
        ]
        .into();
        let (data, document, bytes) = charter(&project, tag, &needs);
        let pages = document.get_pages();
        assert!(pages.len() >= 20, "{tag}: {}", pages.len());
        for (number, page) in &pages {
            let content = document.get_page_content(*page);
            let shows_text = content.windows(2).any(|w| w == b"Tj" || w == b"TJ");
            assert!(shows_text && content.len() > 400, "{tag}: page {number} is empty");
        }
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(holds("pdfuaid:part") && holds("<pdfaid:conformance>A<"), "{tag}");
        let bookmarks = document.get_toc().map(|toc| toc.toc.len()).unwrap_or_default();
        assert!(bookmarks >= 18, "{tag}: {bookmarks} bookmarks");
        assert_eq!(data["language"], tag);
    }
}

#[test]
fn a_brand_with_nothing_but_a_name() {
    let mut project = sample::project();
    project.identity.messages.clear();
    project.identity.story.why = None;
    project.identity.guidelines.pattern = Pattern::None;
    project.identity.guidelines.proportions.clear();
    project.identity.contact = None;
    project.identity.organisation = None;
    for banner in &mut project.campaigns[0].banners {
        banner.languages.clear();
    }
    let (data, ..) = charter(&project, "fr", &Needs::new());
    assert_eq!(data["examples"], serde_json::json!([]));
    assert_eq!(data["pattern"], serde_json::Value::Null);
}
