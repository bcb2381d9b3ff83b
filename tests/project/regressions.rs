//! Bugs that were found once, each with the project that showed it.

use std::fs;

use fanion::{
    diagnostic::{Code, Diagnostics},
    load,
    model::Project,
};

fn loaded(files: &[(&str, &[u8])]) -> (Option<Project>, Diagnostics) {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    let loaded = load::load(folder.path()).expect("a project");
    (loaded.project, loaded.diagnostics)
}

fn codes(files: &[(&str, &[u8])]) -> Vec<Code> {
    loaded(files).1.iter().map(|d| d.code).collect()
}

const IDENTITY: (&str, &[u8]) = ("brand/identity.yaml", b"name: A\ntagline: b\nlanguages: [fr]\n");
const CAMPAIGN: &str = "campaigns/a/campaign.yaml";

#[test]
fn a_project_in_a_regional_language_has_the_built_in_campaign() {
    let (project, diagnostics) = loaded(&[("brand/identity.yaml", b"name: A\ntagline: b\nlanguages: [fr-CA]\n")]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let guides = &project.expect("a project").campaigns[0].guides;
    let told: Vec<_> = guides.iter().map(|g| (g.id.as_str(), g.language.to_string())).collect();
    let all = ["getting-started", "manager", "ambassador", "faq"].map(|id| (id, "fr-CA".to_owned()));
    assert_eq!(told, all);
}

#[test]
fn texts_that_would_show_themselves_are_refused() {
    let training = b"launch: 2027-03-09\ntraining: [{ id: a, title: \"{{ training.a.title }}\" }]\n";
    assert_eq!(codes(&[IDENTITY, (CAMPAIGN, training)]), [Code::InvalidField]);
    let tagline = b"name: A\ntagline: \"{{ tagline }}\"\nlanguages: [fr]\n";
    assert_eq!(codes(&[("brand/identity.yaml", tagline)]), [Code::InvalidField]);
}

#[test]
fn a_moment_in_another_zone_is_converted_to_the_campaigns() {
    let campaign = b"launch: 2027-03-09\ntimezone: Europe/Paris\n";
    let newsletter = b"subject: x\nsend: 2027-03-09 09:00 America/New_York\nblocks: []\n";
    let (project, diagnostics) =
        loaded(&[IDENTITY, (CAMPAIGN, campaign), ("campaigns/a/newsletters/n.yaml", newsletter)]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let send = project.expect("a project").campaigns[0].newsletters[0].first_send;
    assert_eq!(send.map(|at| at.to_string()).as_deref(), Some("2027-03-09T15:00:00"));
}

#[test]
fn a_recurrence_at_a_time_that_may_not_exist_is_refused() {
    let campaign = b"launch: 2027-03-09\nphases: [{ id: p, title: x, from: launch, until: launch + 8 weeks }]\n";
    let newsletter = b"subject: x\nsend: every sunday at 02:30\nblocks: []\n";
    assert_eq!(
        codes(&[IDENTITY, (CAMPAIGN, campaign), ("campaigns/a/newsletters/n.yaml", newsletter)]),
        [Code::UnsafeTime]
    );
}

#[test]
fn a_placeholder_amid_text_loses_none_of_it_in_silence() {
    for body in ["LOST:\n{{ messages() }}\n", "- item\n  {{ messages() }}\n", "{{ messages() }}\nLOST\n"] {
        let guide = format!("---\ntitle: x\n---\n{body}");
        let files = [IDENTITY, (CAMPAIGN, b"title: x\n"), ("campaigns/a/guides/g.fr.md", guide.as_bytes())];
        assert_eq!(codes(&files), [Code::InvalidField], "{body}");
    }
}

#[test]
fn pictures_nested_in_their_descriptions_end() {
    let guide = format!("---\ntitle: x\n---\n{}\n", "![".repeat(20_000));
    codes(&[IDENTITY, (CAMPAIGN, b"title: x\n"), ("campaigns/a/guides/g.fr.md", guide.as_bytes())]);
}

#[test]
fn a_drawing_with_a_document_type_is_read() {
    let svg = b"<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let files = [
        IDENTITY,
        (CAMPAIGN, b"title: x\n".as_slice()),
        ("campaigns/a/posters/p.yaml", b"photo: p.svg\n"),
        ("campaigns/a/p.svg", svg),
    ];
    assert_eq!(codes(&files), []);
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
    // The header of a PNG of 16,000 by 16,000 pixels.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    png.extend([16_000_u32.to_be_bytes(), 16_000_u32.to_be_bytes()].concat());
    png.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    let files = [
        IDENTITY,
        (CAMPAIGN, b"title: x\n".as_slice()),
        ("campaigns/a/posters/p.yaml", b"photo: p.png\n"),
        ("campaigns/a/p.png", &png),
    ];
    assert_eq!(codes(&files), [Code::InvalidImage]);
}

#[test]
fn a_language_without_a_text_of_its_own_takes_the_projects_first() {
    let identity = b"name: A\ntagline: { en: yes, fr: oui }\nlanguages: [fr, en]\n";
    let tagline = loaded(&[("brand/identity.yaml", identity)]).0.expect("a project").identity.tagline;
    let shown = fanion::personalise::plain(&tagline.get(&"de".parse().expect("a language")).inlines());
    assert_eq!(shown, "oui");
}

/// The guides of the first campaign as `id.language`, the built-in ones after a star.
fn guides(files: &[(&str, &[u8])]) -> Vec<String> {
    let (project, diagnostics) = loaded(files);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    let guides = &project.expect("a project").campaigns[0].guides;
    guides.iter().map(|g| format!("{}{}.{}", if g.built_in { "*" } else { "" }, g.id, g.language)).collect()
}

#[test]
fn built_in_guides_are_made_where_a_campaign_writes_none() {
    let identity = b"name: A\ntagline: b\nlanguages: [fr, de]\nstory: { why: c }\n".as_slice();
    let identity = ("brand/identity.yaml", identity);
    let told = b"people: [{ id: a, level: team, name: A }]\nobjections: [{ id: o, says: x, answer: y }]\n".as_slice();
    let all = [
        "*employee.fr",
        "*employee.de",
        "*manager.fr",
        "*manager.de",
        "*ambassador.fr",
        "*ambassador.de",
        "*charter.fr",
        "*charter.de",
        "*faq.fr",
        "*faq.de",
    ];
    assert_eq!(guides(&[identity, (CAMPAIGN, told)]), all);
    // Without people there is no charter, without objections no list of answers.
    assert_eq!(guides(&[identity, (CAMPAIGN, b"title: T\n")])[4..], ["*ambassador.fr", "*ambassador.de"]);
    // Its own guides are enough for a campaign; what a newsletter brings along is made all the same.
    let own = ("campaigns/a/guides/charter.fr.md", b"---\ntitle: T\n---\n".as_slice());
    assert_eq!(guides(&[identity, (CAMPAIGN, told), own]), ["charter.fr"]);
    let letter = b"subject: x\nblocks: []\nattach: [{ guide: manager }]\n".as_slice();
    let letter = ("campaigns/a/newsletters/n.yaml", letter);
    assert_eq!(guides(&[identity, (CAMPAIGN, told), own, letter]), ["charter.fr", "*manager.fr", "*manager.de"]);
    let chosen = [told, b"built_in_guides: [charter, faq]\n"].concat();
    assert_eq!(guides(&[identity, (CAMPAIGN, &chosen), own]), ["charter.fr", "*faq.fr", "*faq.de"]);
    let none = [told, b"built_in_guides: none\n"].concat();
    assert!(guides(&[identity, (CAMPAIGN, &none)]).is_empty());
    let wrong = [told, b"built_in_guides: [charta]\n"].concat();
    assert_eq!(codes(&[identity, (CAMPAIGN, &wrong)]), [Code::UnknownReference]);
}
