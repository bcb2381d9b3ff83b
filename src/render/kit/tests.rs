//! What the kit holds, looked at through what it was made of.

use std::collections::BTreeSet;

use super::*;
use crate::{
    model::sample,
    plan::{Filter, Kind, plan},
};

/// Every part's files by path; nothing may go wrong.
fn kit(project: &Project) -> std::collections::BTreeMap<String, Vec<u8>> {
    let (renderer, met) = KitRenderer::new(project);
    assert!(met.is_empty(), "{met:?}");
    let (plan, met) = plan(project, &Filter { kinds: vec![Kind::Brand], ..Filter::default() });
    assert!(met.is_empty(), "{met:?}");
    let mut files = std::collections::BTreeMap::new();
    for job in plan.jobs.iter().filter(|job| matches!(job.piece, Piece::Brand(part) if part != BrandPart::Guide)) {
        let rendered = renderer.render(job, &renderer.context(job), &Needs::new());
        assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
        files.extend(rendered.extras);
        for (ending, bytes) in rendered.files {
            files.extend(job.artefact(ending).map(|artefact| (artefact.path.clone(), bytes)));
        }
        for artefact in &job.artefacts {
            assert!(files.contains_key(&artefact.path), "{} was planned and not made", artefact.path);
        }
    }
    files
}

fn text(files: &std::collections::BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[path].clone()).expect("text")
}

#[test]
fn all_that_is_planned_is_made_twice_the_same_and_vectors_hold_no_text() {
    let project = sample::project();
    let files = kit(&project);
    assert!(files == kit(&project), "two builds differ");
    let planned: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    for path in ["brand/logo/web/favicon.ico", "brand/brand.yml", "brand/fonts/NotoSansJP-OFL.txt"] {
        assert!(planned.contains(path), "{path}");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".svg")) {
        let svg = String::from_utf8_lossy(bytes);
        let document = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(document.descendants().all(|node| node.tag_name().name() != "text"), "{path} holds text");
    }
}

#[test]
fn tokens_name_the_palette_and_its_roles() {
    let files = kit(&sample::project());
    let tokens: Value = serde_json::from_slice(&files["brand/palette/brand.tokens.json"]).expect("JSON");
    assert_eq!(tokens["palette"]["corail"]["$value"]["hex"], "#ff6b4a");
    assert_eq!(tokens["palette"]["corail"]["$value"]["components"], json!([1.0, 0.41961, 0.2902]));
    assert_eq!(tokens["color"]["primary"]["$value"], "{palette.nuit}");
    let css = text(&files, "brand/palette/brand.css");
    assert!(css.contains("--palette-corail: #ff6b4a;") && css.contains("prefers-color-scheme: dark"), "{css}");
}

#[test]
fn signatures_say_who_and_escape_what_people_are_called() {
    let mut project = sample::project();
    project.campaigns[0].people.push(person("<b>Ana</b> & \"Co\""));
    let files = kit(&project);
    let html = text(&files, "brand/signatures/ana.fr.html");
    assert!(html.contains("&lt;b&gt;Ana&lt;") && html.contains("mailto:ana@horizon.example"), "{html}");
    let page = text(&files, "brand/signatures/copy.ar.html");
    assert!(page.contains("dir=\"rtl\"") && !page.contains("<b>Ana"), "{page}");
}

fn person(name: &str) -> crate::model::Person {
    crate::model::Person {
        id: sample::id("ana"),
        level: crate::model::Level::Team,
        function: None,
        name: crate::model::value::Localised::one(name.into(), None),
        role: None,
        quote: None,
        email: "ana@horizon.example".parse().ok(),
        photo: None,
    }
}
