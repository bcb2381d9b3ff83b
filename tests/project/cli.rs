//! Each verb of the program, run as people run it.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn fanion(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR").output().expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A project with one newsletter and one small banner, which builds quickly.
fn small() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let identity = "name: Cap 2030\ntagline: On y va.\nlanguages: [fr]\nlink: https://cap.example\n";
    let newsletter = "subject: Bonjour\nblocks:\n  - { type: text, text: \"**Cap 2030** commence.\" }\n";
    write(folder.path(), "brand/identity.yaml", identity);
    write(folder.path(), "campaigns/a/campaign.yaml", "title: Lancement\nlaunch: 2027-03-09\n");
    write(folder.path(), "campaigns/a/newsletters/un.yaml", newsletter);
    write(folder.path(), "campaigns/a/banners.yaml", "- { id: tete, formats: [300x100] }\n");
    folder
}

fn manifest(folder: &Path) -> serde_json::Value {
    let text = fs::read_to_string(folder.join("output/manifest.json")).expect("a manifest");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn build_writes_then_finds_nothing_to_do() {
    let folder = small();
    let first = fanion(folder.path(), &["build", "a"]);
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    assert!(out(&first).is_empty(), "results only on standard output: {}", out(&first));
    assert!(err(&first).contains("8 pieces made, 0 unchanged"), "{}", err(&first));
    let listed = manifest(folder.path());
    assert_eq!(listed["version"], 1);
    let artefacts = listed["artefacts"].as_array().expect("a list");
    let small =
        artefacts.iter().filter(|a| a["path"].as_str().is_some_and(|path| path.contains("/thumbnails/"))).count();
    assert_eq!(small, 5, "of the notice, the 2 pictures, the banner and the timeline");
    let rest = artefacts.len() - small;
    assert_eq!(
        rest, 18,
        "a letter of 3 files, its notice, 2 pictures of 2 files, a banner of 2, 2 decks, the calendar, a timeline of 4, the gallery"
    );
    for artefact in artefacts {
        let path = folder.path().join("output").join(artefact["path"].as_str().expect("a path"));
        assert_eq!(fs::metadata(path).expect("the file").len(), artefact["bytes"].as_u64().expect("a size"));
    }
    let second = fanion(folder.path(), &["build", "a"]);
    assert!(err(&second).contains("0 pieces made, 8 unchanged"), "{}", err(&second));
    assert_eq!(manifest(folder.path()), listed);
}

#[test]
fn build_selects_and_prunes() {
    let folder = small();
    assert_eq!(fanion(folder.path(), &["build", "--only", "banners"]).status.code(), Some(0));
    assert_eq!(manifest(folder.path())["artefacts"].as_array().map(Vec::len), Some(4), "with thumbnail and gallery");
    let gallery = || fs::read_to_string(folder.path().join("output/index.html")).expect("the gallery");
    assert!(!gallery().contains("a/newsletters/un.fr.html"), "it names what is not there");
    assert_eq!(fanion(folder.path(), &["build"]).status.code(), Some(0));
    fs::rename(
        folder.path().join("campaigns/a/newsletters/un.yaml"),
        folder.path().join("campaigns/a/newsletters/deux.yaml"),
    )
    .expect("renamed");
    let partial = fanion(folder.path(), &["build", "--only", "banners"]);
    assert!(folder.path().join("output/a/newsletters/un.fr.html").exists(), "out of scope: {}", err(&partial));
    assert!(gallery().contains("a/newsletters/un.fr.html"), "a partial build forgets what still stands there");
    let told = err(&fanion(folder.path(), &["build"]));
    assert!(told.contains("11 files no longer planned deleted"), "{told}");
    assert!(!folder.path().join("output/a/newsletters/un.fr.html").exists());
    assert!(gallery().contains("a/newsletters/deux.fr.html") && !gallery().contains("a/newsletters/un.fr.html"));
    let wrong = fanion(folder.path(), &["build", "--language", "fe"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).contains("the only one is `fr`"), "{}", err(&wrong));
}

#[test]
fn a_mistake_publishes_nothing_and_exits_1() {
    let folder = small();
    write(folder.path(), "campaigns/a/newsletters/un.yaml", "subject: x\nblocks: [{ type: heros }]\n");
    let build = fanion(folder.path(), &["build"]);
    assert_eq!(build.status.code(), Some(1));
    assert!(!folder.path().join("output/manifest.json").exists());
    for (format, sign) in [
        ("full", "did you mean `hero`?"),
        ("concise", "un.yaml:2:18: error[invalid-value]"),
        ("json", "\"code\": \"invalid-value\""),
    ] {
        let check = fanion(folder.path(), &["check", "--format", format]);
        assert_eq!(check.status.code(), Some(1));
        assert!(out(&check).contains(sign), "{format}: {}", out(&check));
    }
}

#[test]
fn check_writes_nothing_and_strict_counts_warnings() {
    let folder = small();
    let long = "x".repeat(60);
    write(
        folder.path(),
        "campaigns/a/newsletters/un.yaml",
        &format!("subject: {long}\nblocks: [{{ type: text, text: y }}]\n"),
    );
    let check = fanion(folder.path(), &["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", out(&check));
    assert!(out(&check).contains("warning[subject-too-long]"), "{}", out(&check));
    assert_eq!(fanion(folder.path(), &["check", "--strict"]).status.code(), Some(1));
    assert!(!folder.path().join("output").exists());
    // A skipped piece tells its warnings again.
    assert_eq!(fanion(folder.path(), &["build"]).status.code(), Some(0));
    let again = fanion(folder.path(), &["build"]);
    assert!(
        err(&again).contains("warning[subject-too-long]") && err(&again).contains("0 pieces made"),
        "{}",
        err(&again)
    );
}

#[test]
fn plan_lists_pieces_and_calendar() {
    let folder = small();
    let table = out(&fanion(folder.path(), &["plan", "a"]));
    assert!(table.contains("newsletters") && table.contains("2027-03-09"), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&out(&fanion(folder.path(), &["plan", "a", "--format", "json"]))).expect("JSON");
    assert_eq!(json["pieces"].as_array().map(Vec::len), Some(8));
    assert_eq!(json["calendar"][0]["kind"], "launch");
}

#[test]
fn init_starts_a_project_and_never_overwrites_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments =
        ["init", "demo", "--name", "Cap \"2030\": l'été", "--tagline", "- On y va. #1", "--languages", "fr,en"];
    assert_eq!(fanion(folder.path(), &arguments).status.code(), Some(0));
    let demo = folder.path().join("demo");
    let plan = fanion(&demo, &["plan", "--format", "json"]);
    assert_eq!(plan.status.code(), Some(0), "{}", err(&plan));
    let again = fanion(folder.path(), &arguments);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("nothing was changed"));
}

#[test]
fn the_words_of_a_new_language_are_listed_until_it_has_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let identity = "name: Scrivania\ntagline: Più spazio per tutti.\nlanguages: [it]\nlink: https://s.example\n";
    write(folder.path(), "brand/identity.yaml", identity);
    let check = || err(&fanion(folder.path(), &["check", "--format", "concise"]));
    let told = check();
    assert!(told.ends_with("1 warning\n"), "{told}");
    let words = |text: &str| {
        write(folder.path(), "brand/texts.yaml", text);
        out(&fanion(folder.path(), &["check", "--format", "concise"]))
    };
    let told = words("it:\n  why_label: Perché {name}\n");
    assert!(told.contains("brand/identity.yaml:3:13: warning[untranslated-words]: `it` lacks "), "{told}");
    assert!(words("it:\n  why_label: Perché {nome}\n").contains("texts.yaml:2:14: error[invalid-field]"));
    // As a shell does it, which makes the file first.
    write(folder.path(), "brand/texts.yaml", "");
    let words = fanion(folder.path(), &["words", "it", "--from", "fr"]);
    assert_eq!(words.status.code(), Some(0), "{}", err(&words));
    let listed = out(&words);
    assert!(listed.contains("one (1 …) | other (0, 2, 3, 4 …)") && listed.contains("why_label: \"Pourquoi {name}\""));
    write(folder.path(), "brand/texts.yaml", &listed);
    let told = out(&fanion(folder.path(), &["check", "--format", "concise"]));
    assert!(told.contains("the built-in campaign has no texts in `it`") && told.lines().count() == 1, "{told}");
    write(folder.path(), "campaigns/lancio/campaign.yaml", "launch: 2027-03-09\n");
    assert_eq!(check(), "no problems\n");
    fs::remove_dir_all(folder.path().join("campaigns")).expect("a folder");
    let none = fanion(folder.path(), &["words", "it"]);
    assert!(out(&none).is_empty() && err(&none).starts_with("`it` has all "), "{}", err(&none));
    let half = listed.lines().filter(|line| !line.contains("seats:")).map(|line| line.to_owned() + "\n");
    write(folder.path(), "brand/texts.yaml", &half.collect::<String>());
    let rest = out(&fanion(folder.path(), &["words", "it"]));
    assert!(rest.contains("seats: \"{count} seat|{count} seats\""), "{rest}");
    assert!(rest.contains("Put these lines below `it:`") && !rest.contains("\nit:"), "{rest}");
}

#[test]
fn the_other_verbs() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema: serde_json::Value =
        serde_json::from_str(&out(&fanion(folder.path(), &["schema", "identity"]))).expect("JSON");
    assert_eq!(schema["required"], serde_json::json!(["name", "tagline"]));
    assert!(out(&fanion(folder.path(), &["explain", "colour-cycle"])).contains("refers to itself"));
    let wrong = fanion(folder.path(), &["explain", "color-cycle"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("`colour-cycle`"), "{}", err(&wrong));
    assert!(out(&fanion(folder.path(), &["completions", "bash"])).contains("_fanion"));
    let nowhere = fanion(folder.path(), &["build"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(err(&nowhere).contains("fanion init"), "{}", err(&nowhere));
}

/// The same input gives the same bytes, whatever the time zone, locale, user, folder or number of threads.
#[test]
fn bytes_do_not_depend_on_the_machine() {
    let build = |zone: &str, locale: &str, user: &str, jobs: &str| {
        let folder = small();
        let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
        command.current_dir(folder.path()).args(["build", "--jobs", jobs]);
        command.env("TZ", zone).env("LANG", locale).env("LC_ALL", locale).env("USER", user).env("HOME", folder.path());
        assert_eq!(command.output().expect("the program runs").status.code(), Some(0));
        fs::read(folder.path().join("output/manifest.json")).expect("a manifest")
    };
    let first = build("Europe/Paris", "C", "a", "1");
    assert_eq!(first, build("America/Toronto", "ar_EG.UTF-8", "b", "4"));
    assert_eq!(first, build("Asia/Tokyo", "ja_JP.UTF-8", "c", "2"));
}

#[test]
fn recipients_are_checked_and_shown() {
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recipients/active-directory.tsv");
    // Without any project.
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(export, folder.path().join("ad.tsv")).unwrap();
    let checked = fanion(folder.path(), &["recipients", "check", "ad.tsv"]);
    assert_eq!(checked.status.code(), Some(1));
    for expected in ["CSV in UTF-16, values parted by tabs", "mail ", "{{ email }}", "2  can be written to", "line 5"] {
        assert!(out(&checked).contains(expected), "{expected}: {}", out(&checked));
    }
    let json = fanion(
        folder.path(),
        &["recipients", "check", "ad.tsv", "--format", "json", "--column", "email=UserPrincipalName"],
    );
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["accepted"], &json["languages"]["fr-FR"]), (&3.into(), &1.into()));
    assert_eq!(fanion(folder.path(), &["recipients", "check", "none.csv"]).status.code(), Some(1));

    let project = small();
    write(
        project.path(),
        "campaigns/c/campaign.yaml",
        "recipients: staff.csv\naudiences:\n  - { id: all }\n  - { id: lab, where: 'team == \"lab\"' }\n",
    );
    write(project.path(), "campaigns/c/staff.csv", "email,team\na@x.example,Lab\nb@x.example,office\nnobody,lab\n");
    let shown = fanion(project.path(), &["recipients", "show", "lab"]);
    assert_eq!(shown.status.code(), Some(0), "{}", err(&shown));
    assert!(out(&shown).contains("c/lab: 1 reader") && out(&shown).contains("a@x.example"), "{}", out(&shown));
    assert!(out(&shown).contains("1 row is refused") && !out(&shown).contains("b@x.example"), "{}", out(&shown));
    let unknown = fanion(project.path(), &["recipients", "show", "labs"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("did you mean `lab`?"));
}

#[test]
fn every_block_and_absurd_texts_become_newsletters() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/kitchen-sink");
    let output = tempfile::tempdir().expect("a folder");
    let to = output.path().to_str().expect("UTF-8");
    let built = fanion(&project, &["build", "--only", "newsletters", "--language", "de", "--output", to]);
    assert_eq!(built.status.code(), Some(0), "{}", err(&built));
    let read = |name: &str| fs::read_to_string(output.path().join(name)).expect("the file was made");
    for name in
        ["all/newsletters/every-block", "all/newsletters/absurd", "all/newsletters/begun", "bare/newsletters/note"]
    {
        let html = read(&format!("{name}.de.html"));
        let markup: usize =
            html.split("base64,").map(|part| part.split_once('"').map_or(0, |(_, rest)| rest.len())).sum();
        assert!(markup < 74_000, "{name}: {markup} bytes besides pictures");
        let text = read(&format!("{name}.de.txt"));
        for line in text.lines().filter(|line| line.chars().count() > 78) {
            let words = line.trim_start_matches(['-', ' ', '.', '1']);
            assert!(!words.contains(' '), "only a single word is longer than a line: {name}: {line}");
        }
    }
    // An 80-letter word may be broken; its letters are all there.
    let absurd = read("all/newsletters/absurd.de.html");
    assert!(absurd.contains("Donau\u{ad}dampf\u{ad}schiff\u{ad}fahrts") && absurd.contains("aria-label=\"Donaudampf"));
}
