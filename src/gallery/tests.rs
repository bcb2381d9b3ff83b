//! The page of small manifests.

use std::collections::BTreeMap;

use super::*;
use crate::{
    model::{self, Project, Verify, sample},
    output::{Entry, sha256},
    plan::{Filter, is_thumbnail, plan, thumbnail},
};

/// The manifest that a build of the sample would leave.
fn manifest(project: &Project) -> Manifest {
    let (plan, _) = plan(project, &Filter::default());
    let mut entries = Vec::new();
    for job in &plan.jobs {
        let renderer = match job.piece {
            plan::Piece::Newsletter(_) => "email",
            plan::Piece::PrintFile(..) | plan::Piece::Tiles(..) => "print",
            plan::Piece::Poster(_)
            | plan::Piece::Banner(_)
            | plan::Piece::Signage(_)
            | plan::Piece::CallBackground(_) => "graphic",
            plan::Piece::Guide(_) | plan::Piece::Notice(_) | plan::Piece::PrintOrder(_) => "document",
            _ => "kit",
        };
        let small = thumbnail(job)
            .filter(|_| ["graphic", "document"].contains(&renderer))
            .map(|path| plan::Artefact::new(path, ""));
        for artefact in job.artefacts.iter().cloned().chain(small) {
            let entry = Entry::new(job, &artefact, sha256(artefact.path.as_bytes()), 48_000);
            entries.push(Entry { renderer: renderer.into(), ..entry });
        }
    }
    entries.into_iter().collect()
}

use crate::plan;

fn read(path: &str) -> Option<Vec<u8>> {
    path.ends_with(".txt").then(|| format!("What {path} says & shows <here>\n").into_bytes())
}

fn pages(gallery: &Gallery<'_>, manifest: &Manifest) -> BTreeMap<String, (String, String)> {
    let sheets = gallery.sheets(manifest, &read);
    let page = |sheet: &Sheet<'_>| String::from_utf8((sheet.make)().unwrap()).unwrap();
    sheets.iter().map(|sheet| (sheet.path.clone(), (sheet.inputs.clone(), page(sheet)))).collect()
}

#[test]
fn each_language_has_a_page_and_every_file_stands_on_each() {
    let project = sample::project();
    let manifest = manifest(&project);
    let gallery = Gallery::new(&project, Vec::new(), Vec::new());
    let pages = pages(&gallery, &manifest);
    let names: Vec<&str> = pages.keys().map(String::as_str).collect();
    assert_eq!(names, ["index.ar.html", "index.de.html", "index.en.html", "index.html", "index.ja.html"]);
    assert!(pages["index.ar.html"].1.contains(r#"<html lang="ar" dir="rtl""#));
    for (name, (_, page)) in &pages {
        for entry in manifest.entries().filter(|entry| !entry.path.ends_with(".segments")) {
            let count = page.matches(&format!("\"{}\"", files::href(&entry.path))).count();
            let most = if is_thumbnail(&entry.path) { 1 } else { 4 };
            assert!((1..=most).contains(&count), "{name}: {count} × {}", entry.path);
        }
        assert!(page.contains("says &amp; shows &lt;here&gt;"), "{name}: alternative texts are escaped");
        assert!(!page.contains("gallery_"), "{name} lacks a word");
    }
}

#[test]
fn the_same_state_has_one_hash_and_another_has_another() {
    let project = sample::project();
    let manifest = manifest(&project);
    let inputs = |gallery: Gallery<'_>, manifest: &Manifest| pages(&gallery, manifest)["index.html"].0.clone();
    let plain = || Gallery::new(&project, Vec::new(), Vec::new());
    let same = inputs(plain(), &manifest);
    assert_eq!(same, inputs(plain(), &manifest));
    assert_ne!(same, inputs(plain().live(true), &manifest));
    let fewer: Manifest = manifest.entries().skip(1).cloned().collect();
    assert_ne!(same, inputs(plain(), &fewer));
}

#[test]
fn what_the_project_no_longer_has_is_shown_as_the_manifest_knows_it() {
    let project = sample::project();
    let full = manifest(&project);
    let mut other = project.clone();
    other.campaigns.clear();
    let gallery = Gallery::new(&other, Vec::new(), Vec::new());
    let (_, page) = &pages(&gallery, &full)["index.html"];
    let poster = full.entries().find(|entry| entry.kind == Kind::Posters).expect("a poster");
    assert!(page.contains(&files::href(&poster.path)) && page.contains(&poster.id));
    let nothing = pages(&Gallery::new(&other, Vec::new(), Vec::new()), &Manifest::default());
    assert!(nothing["index.html"].1.contains("</html>"));
}

#[test]
fn approvals_are_told_as_far_as_they_are() {
    let mut project = sample::project();
    let campaign = &mut project.campaigns[0];
    campaign.newsletters = vec![sample::newsletter()];
    campaign.approval =
        Some(model::Approval { by: vec![sample::id("rh"), sample::id("dsi")], tolerance: 0.0, verify: Verify::None });
    let (campaign, newsletter) = (campaign.id.to_string(), campaign.newsletters[0].id.to_string());
    let manifest = manifest(&project);
    let page = |approvals| {
        let gallery = Gallery::new(&project, approvals, Vec::new());
        pages(&gallery, &manifest)["index.en.html"].1.clone()
    };
    assert!(page(Vec::new()).contains("Approval not requested"));
    let asked = Approval {
        campaign,
        newsletter,
        approvers: vec!["rh".into(), "dsi".into()],
        signatures: vec![("rh".into(), jiff::civil::date(2027, 2, 1))],
        ..Approval::default()
    };
    let one = page(vec![asked.clone()]);
    assert!(one.contains("1 of 2 signatures") && one.contains("1\u{a0}February 2027"));
    let both = [("rh", 1), ("dsi", 2)].map(|(id, day)| (id.to_owned(), jiff::civil::date(2027, 2, day)));
    let all = page(vec![Approval { signatures: both.to_vec(), ..asked }]);
    assert!(all.contains(r#"class="state approved""#));
}

#[test]
fn an_address_holds_nothing_that_ends_it() {
    assert_eq!(files::href("a/é \"<#?.png"), "a/%C3%A9%20%22%3C%23%3F.png");
}

#[test]
fn the_messages_and_the_nine_keys_stand_in_tables_and_lists_that_say_what_they_are() {
    let project = sample::project();
    let manifest = manifest(&project);
    let pages = pages(&Gallery::new(&project, Vec::new(), Vec::new()), &manifest);
    for (name, (_, page)) in &pages {
        assert!(page.contains(r#"<section id="messages""#) && page.contains(r#"<section id="keys""#), "{name}");
        let tables = page.matches("<table").count();
        assert!(tables >= 2, "{name}: {tables} tables");
        assert_eq!(page.matches("<caption id=").count(), tables, "{name}");
        assert_eq!(page.matches(r#"<div class="wide" tabindex="0" role="region" aria-labelledby="#).count(), tables);
        assert_eq!(page.matches(r#" class="key"><b aria-hidden="true">"#).count(), 9, "{name}");
    }
    assert!(pages["index.de.html"].1.contains("Wer was sagt") && pages["index.ja.html"].1.contains("誰が何を語るか"));
}
