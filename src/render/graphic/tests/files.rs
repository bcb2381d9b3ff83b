//! The files that a drawing becomes.

use super::*;
use crate::render::graphic::output;

fn made(project: &Project, format: &str, endings: &[&'static str]) -> (Vec<(&'static str, Vec<u8>)>, Diagnostics) {
    let (renderer, _) = GraphicRenderer::new(project);
    let mut job = job(project, poster(project), "fr", format);
    job.artefacts = endings.iter().map(|ending| Artefact::new(format!("x.{ending}"), ending)).collect();
    let rendered = renderer.render(&job, &renderer.context(&job), &Needs::default());
    (rendered.files, rendered.diagnostics)
}

#[test]
fn every_kind_of_file_opens_and_says_what_it_is() {
    let project = sample::project();
    let (files, diagnostics) = made(&project, "A5", &["png", "jpg", "svg", "pdf", "txt"]);
    assert!(errors(&diagnostics).is_empty(), "{diagnostics:?}");
    let file = |ending: &str| &files.iter().find(|(own, _)| *own == ending).expect(ending).1;
    // A5 at 300 to the inch.
    for ending in ["png", "jpg"] {
        let picture = image::load_from_memory(file(ending)).unwrap();
        assert_eq!((picture.width(), picture.height()), (1748, 2480));
    }
    let (png, jpeg) = (image::load_from_memory(file("png")).unwrap(), image::load_from_memory(file("jpg")).unwrap());
    let (png, jpeg) = (png.to_rgb8(), jpeg.to_rgb8());
    let far = png.pixels().zip(jpeg.pixels()).filter(|(a, b)| (0..3).any(|c| a.0[c].abs_diff(b.0[c]) > 24)).count();
    assert!(far * 1000 < png.pixels().len(), "{far} pixels of the JPEG are far from those of the PNG");
    // JFIF: density in dots per inch, 300 by 300; then the profile.
    let jpeg = file("jpg");
    assert_eq!(&jpeg[6..18], b"JFIF\0\x01\x02\x01\x01\x2c\x01\x2c");
    assert!(jpeg.windows(11).any(|w| w == b"ICC_PROFILE"));

    let svg = std::str::from_utf8(file("svg")).unwrap();
    let document = roxmltree::Document::parse(svg).unwrap();
    assert!(!document.descendants().any(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text"))));
    let root = document.root_element();
    assert_eq!((root.attribute("width"), root.attribute("viewBox")), (Some("148mm"), Some("0 0 148 210")));
    let text = |name: &str| root.children().find(|n| n.tag_name().name() == name).and_then(|n| n.text()).unwrap();
    assert!(text("title").starts_with("Agora – "));
    let alternative = std::str::from_utf8(file("txt")).unwrap();
    assert_eq!(text("desc"), alternative.trim_end());
    assert!(alternative.trim_end().ends_with("Rejoignez Agora. agora.horizon.example/l"), "{alternative}");
    // It shows what the PNG shows.
    let (renderer, _) = GraphicRenderer::new(&project);
    let format: Format = "A5".parse().unwrap();
    let again = output::png(&renderer.tree(svg).unwrap(), &format, 300.0).unwrap();
    let again = image::load_from_memory(&again).unwrap().to_rgb8();
    let far = png.pixels().zip(again.pixels()).filter(|(a, b)| (0..3).any(|c| a.0[c].abs_diff(b.0[c]) > 24)).count();
    assert!(far * 1000 < png.pixels().len(), "{far} pixels of the SVG are far from those of the PNG");
}

#[test]
fn a_pdf_is_one_figure_with_an_alternative_and_its_art_reaches_beyond_the_page() {
    let project = poster_of(|poster| poster.alt = Some(Localised::one("Deux collègues qui se parlent.".into(), None)));
    let (files, _) = made(&project, "A4", &["pdf"]);
    let document = lopdf::Document::load_mem(&files[0].1).unwrap();
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let box_of: Vec<f32> =
        page.get(b"MediaBox").unwrap().as_array().unwrap().iter().map(|n| n.as_float().unwrap()).collect();
    assert!((box_of[2] - 595.276).abs() < 0.01 && (box_of[3] - 841.89).abs() < 0.01, "{box_of:?}");
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"fr");
    assert!(catalog.get(b"MarkInfo").is_ok());
    let figure = document.objects.values().filter_map(|object| object.as_dict().ok());
    let alternatives: Vec<String> = figure
        .filter(|d| d.get(b"S").is_ok_and(|s| s.as_name().is_ok_and(|s| s == b"Figure")))
        .map(|d| lopdf::decode_text_string(d.get(b"Alt").unwrap()).unwrap())
        .collect();
    assert_eq!(alternatives, ["Deux collègues qui se parlent."]);
    // The first clip is the sheet with its bleed: 3 mm, 8.504 points, on every side.
    let content = document.get_and_decode_page_content(document.get_pages()[&1]).unwrap();
    let moved = content.operations.iter().any(|operation| {
        let numbers: Vec<f32> = operation.operands.iter().filter_map(|n| n.as_float().ok()).collect();
        operation.operator == "cm" && numbers.len() == 6 && (numbers[4] + 8.504).abs() < 0.01
    });
    assert!(moved, "the drawing does not begin in the bleed");
}

#[test]
fn art_that_stops_at_the_edge_is_an_error_where_it_is_printed() {
    let sheet = |attributes: &str| {
        own_template(&format!(
            "<rect {attributes} width=\"{{{{ width }}}}\" height=\"{{{{ height }}}}\" fill=\"#123456\"/><f:text x=\"20\" y=\"20\" width=\"100\" height=\"40\" content=\"why\" size=\"6\" min=\"3\" fill=\"#ffffff\"/>"
        ))
    };
    for (attributes, printed, expected) in
        [("", true, vec![Code::BleedGap]), ("", false, vec![]), ("f:bleed=\"true\"", true, vec![])]
    {
        let mut project = with_template(&sheet(attributes));
        project.campaigns[0].posters[0].print = printed.then(crate::model::Print::default);
        let (files, diagnostics) = made(&project, "A4", &["pdf"]);
        assert_eq!(codes(&diagnostics), expected, "{diagnostics:?}");
        assert_eq!(files.is_empty(), !expected.is_empty());
    }
}

#[test]
fn a_widened_drawing_keeps_all_but_its_size() {
    for (svg, expected) in [
        (r#"<svg viewBox="0 0 10 20"><g/></svg>"#, Some(r#"<svg viewBox="-3 -3 16 26" ><g/></svg>"#)),
        (r#"<svg width="10" height="20px"/>"#, Some(r#"<svg viewBox="-3 -3 16 26"  />"#)),
        (
            r#"<svg a:b="c" xmlns:a="x" viewBox="5,5,10,20"></svg>"#,
            Some(r#"<svg viewBox="2 2 16 26" a:b="c" xmlns:a="x" ></svg>"#),
        ),
        ("<svg/>", None),
        ("<svg", None),
    ] {
        assert_eq!(output::widened(svg, 3.0).as_deref(), expected);
    }
}
