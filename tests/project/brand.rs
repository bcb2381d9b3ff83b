//! A brand that is exported and read back is the same brand, and what is wrong in a brand.yml is told at its line.

use std::{fs, path::Path, process::Command};

use fanion::{
    diagnostic::render::concise,
    load::{self, Loaded},
    model::{
        Project,
        value::{Colour, LanguageTag},
    },
    render::kit::{Export, KitRenderer},
};
use proptest::prelude::*;

fn write(folder: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

fn project(root: &Path) -> Project {
    let Loaded { project, diagnostics, .. } = load::load(root).expect("a folder");
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.iter().map(concise).collect::<Vec<_>>());
    project.expect("a project")
}

fn exported(project: &Project, export: Export) -> String {
    let (kit, _) = KitRenderer::new(project);
    String::from_utf8(kit.export(export).expect("drawn").expect("a file")).expect("text")
}

/// The project's brand in a file of its own, its guidelines nowhere else, and everything that stays as it was.
fn moved(root: &Path) -> (Project, Project) {
    let first = project(root);
    let document = exported(&first, Export::BrandYml);
    write(root, "brand/brand.yml", &document);
    let languages: Vec<String> = first.identity.languages.iter().map(LanguageTag::to_string).collect();
    let name = serde_json::to_string(&first.identity.name).expect("a text");
    let identity = format!("name: {name}\ntagline: x\nlanguages: [{}]\nbrand: brand.yml\n", languages.join(", "));
    write(root, "brand/identity.yaml", identity);
    (first, project(root))
}

fn assert_same(root: &Path) {
    let (before, after) = moved(root);
    assert_eq!(before.identity.brand, after.identity.brand);
    // The guidelines, which hold places in files, are compared as they are written.
    let without_link = |document: String| {
        let kept = document.lines().filter(|line| !line.starts_with("  link:") && !line.starts_with("    home:"));
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    let [before, after] = [before, after].map(|project| without_link(exported(&project, Export::BrandYml)));
    assert_eq!(before, after);
}

const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="30" height="30" fill="#123456"/></svg>"##;

#[test]
fn the_examples_brand_is_the_same_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let identity = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("brand/identity.yaml")).expect("the example");
    write(folder.path(), "brand/identity.yaml", identity);
    assert_same(folder.path());
}

#[test]
fn so_is_one_with_everything_that_a_brand_can_have() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let font = "src/builtin/fonts/outfit/Outfit_700Bold.ttf";
    let font = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(font)).expect("a font");
    write(root, "brand/fonts/Own.ttf", font);
    write(root, "brand/logo.svg", LOGO);
    write(root, "dark.svg", LOGO);
    let identity = r##"
name: "Nova: « HR »"
tagline: { fr: Oui, en: "Yes" }
brand:
  logo:
    medium: { light: { path: logo.svg, alt: "Un carré" }, dark: dark.svg }
    small: logo.svg
  color:
    palette: { "no": "#ffee00", "Bleu Nuit!": navy, "群青": "#1f3a93", "12": "#010203", alias: "no" }
    primary: "Bleu Nuit!"
    tertiary: "#abcdef"
    danger: alias
  typography:
    fonts: [{ family: Own, source: file, files: [fonts/Own.ttf] }]
    base: { family: Own, line-height: 1.45, color: "群青" }
    headings: { family: Comic Sans, weight: 800, color: "#123456" }
guidelines:
  proportions: { "no": 12.5, "群青": 87.5 }
  print: { "12": { cmyk: [1, 2.5, 0, 100] }, "Bleu Nuit!": { spot: "PANTONE Orange 021 C" } }
  logo:
    clear_space: 33%
    minimum_width: { print: 1in, screen: 80px }
    misuse: [{ fr: "Ne **pas** l'[étirer](https://x.example) * 2", en: "1. Don't \\* it" }]
  pattern: halftone
  voice: { we_are: ["*proches*"], say: { fr: ["l'entraide"], en: ["help: each other"] }, avoid: [process] }
"##;
    write(root, "brand/identity.yaml", identity);
    assert_same(root);
}

#[test]
fn mistakes_in_what_travels_with_a_brand_are_told_at_their_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = "color:\n  palette: { teal: \"#0f4c45\" }\n  primary: teel\ndefaults:\n  shiny: { anything: [1] }\n  fanion:\n    pattern: tile\n    proportions: { teel: 100 }\n    voice: { we_are: [{ de: nah }] }\n";
    write(folder.path(), "brand.yml", document);
    let languages = ["fr".parse().expect("a language")];
    let (read, diagnostics) = load::brand_yml(folder.path(), "brand.yml", "Agora", &languages).expect("a folder");
    let told: Vec<String> = diagnostics.iter().map(concise).collect();
    assert!(read.is_some());
    for place in ["brand.yml:3:12:", "brand.yml:7:14:", "brand.yml:8:20:", "brand.yml:9:"] {
        assert!(told.iter().any(|line| line.starts_with(place)), "{place} {told:#?}");
    }
}

#[test]
fn guidelines_of_the_projects_own_go_before_those_that_came_with_the_brand() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = "color: { palette: { teal: \"#0f4c45\" } }\ndefaults:\n  fanion:\n    pattern: tiles\n    logo: { clear_space: 25% }\n    voice: { we_are: [{ fr: proches, de: nah }] }\n";
    write(folder.path(), "brand/brand.yml", document);
    let identity = "name: A\ntagline: x\nlanguages: [fr]\nbrand: brand.yml\nguidelines: { pattern: waves }\n";
    write(folder.path(), "brand/identity.yaml", identity);
    let guidelines = project(folder.path()).identity.guidelines;
    assert_eq!(guidelines.pattern, fanion::model::Pattern::Waves);
    assert_eq!(guidelines.logo.clear_space, 0.25);
    // German, which the project does not speak, was left out.
    assert_eq!(guidelines.voice.we_are.len(), 1);
}

#[test]
fn the_command_writes_to_standard_output_or_to_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "brand/identity.yaml", "name: Cap 2030\ntagline: On y va.\nlanguages: [fr]\n");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
        command.current_dir(folder.path()).args(["brand", "export"]).args(arguments).output().expect("the program runs")
    };
    for (format, begins) in [
        ("css", "/* Cap 2030"),
        ("tokens", "{\n"),
        ("brand.yml", "meta:\n  name: Cap 2030"),
        ("gpl", "GIMP Palette\n"),
        ("logo", "<svg "),
    ] {
        let made = run(&[format]);
        assert!(made.status.success() && String::from_utf8_lossy(&made.stdout).starts_with(begins), "{format}");
    }
    assert!(run(&["ase", "--output", "cap.ase"]).status.success());
    assert!(fs::read(folder.path().join("cap.ase")).expect("the file").starts_with(b"ASEF"));
    let white = run(&["logo", "--form", "stacked", "--ink", "white"]);
    assert!(String::from_utf8_lossy(&white.stdout).contains("#ffffff"));
    write(folder.path(), "brand/logo.svg", LOGO);
    let supplied = "name: Cap 2030\ntagline: x\nlanguages: [fr]\nbrand: { logo: logo.svg }\n";
    write(folder.path(), "brand/identity.yaml", supplied);
    let refused = run(&["logo", "--form", "wordmark"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("without being redrawn"));
}

/// Names that a palette may have: a colour's own notation would be taken for that colour, and a role's name for the role.
fn name() -> impl Strategy<Value = String> {
    "[ -~éß群أ]{1,12}".prop_filter("a name", |name| {
        let roles = ["primary", "secondary", "tertiary", "background", "foreground"];
        let role = roles.contains(&name.as_str()) || ["success", "info", "warning"].contains(&name.as_str());
        !role && name.trim() == name && name.parse::<Colour>().is_err()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_palette_is_the_same_read_back(
        palette in prop::collection::vec((name(), any::<[u8; 3]>()), 1..6),
        meta in "\\PC{0,20}",
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "brand/identity.yaml", "name: A\ntagline: x\nlanguages: [fr]\n");
        let mut project = project(folder.path());
        let colour = |[red, green, blue]: [u8; 3]| Colour::new(red, green, blue);
        project.identity.name = meta;
        project.identity.brand.palette = palette.into_iter().map(|(name, channels)| (name, colour(channels))).collect();
        let document = exported(&project, Export::BrandYml);
        write(folder.path(), "brand.yml", &document);
        let (read, diagnostics) = load::brand_yml(folder.path(), "brand.yml", "A", &project.identity.languages).expect("a folder");
        prop_assert!(diagnostics.is_empty(), "{:?}\n{document}", diagnostics.iter().map(concise).collect::<Vec<_>>());
        prop_assert_eq!(read.expect("a brand").brand, project.identity.brand);
    }
}
