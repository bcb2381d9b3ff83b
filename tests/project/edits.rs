//! What follows an edit: `fanion diff` shows exactly the pieces that change, `fanion build --watch` builds on each save.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Output},
};

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1");
    command
}

fn fanion(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program runs")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn replace(folder: &Path, path: &str, old: &str, new: &str) {
    let text = fs::read_to_string(folder.join(path)).expect("a file");
    assert!(text.contains(old), "{path} has no `{old}`");
    write(folder, path, &text.replace(old, new));
}

const IDENTITY: &str = "name: Cap 2030\ntagline: { fr: On y va., en: Here we go. }\nlanguages: [fr, en]\nlink: https://cap.example\n\
    brand:\n  color: { palette: { blue: \"#0b3d91\", sun: \"#ffb703\" }, primary: blue, tertiary: sun }\n";
const CAMPAIGN: &str = "title: { fr: Lancement, en: Launch }\nlaunch: 2027-03-09\ntimezone: Europe/Paris\n\
    sites:\n  - { id: lyon, name: Lyon, language: fr }\n\
    training:\n  - id: pas\n    title: { fr: Premiers pas, en: First steps }\n    sessions:\n      - { starts: \"launch + 2 days at 10:00\", place: { fr: Salle A, en: Room A } }\n";

/// A project with a piece of every kind that a text, a date or a colour can change.
fn project(folder: &Path) {
    write(folder, "brand/identity.yaml", IDENTITY);
    write(folder, "campaigns/a/campaign.yaml", CAMPAIGN);
    let dated = "send: launch - 1 week at 09:00\nsubject: { fr: Bientôt, en: Soon }\nblocks:\n  - { type: text, text: { fr: \"Le {{ launch | date }}, tout commence.\", en: \"On {{ launch | date }} it all begins.\" } }\n";
    let plain = "subject: { fr: Merci, en: Thanks }\nblocks:\n  - { type: text, text: { fr: Merci de lire., en: Thank you for reading. } }\n";
    write(folder, "campaigns/a/newsletters/date.yaml", dated);
    write(folder, "campaigns/a/newsletters/plain.yaml", plain);
    write(
        folder,
        "campaigns/a/posters/annonce.yaml",
        "headline: { fr: On y va, en: Here we go }\nsubline: { fr: \"Le {{ launch | date }}\", en: \"On {{ launch | date }}\" }\nfrom: launch - 2 weeks\nformats: [A5]\nprint: { marks: crop }\nfiles: [pdf]\n",
    );
    write(folder, "campaigns/a/banners.yaml", "- { id: tete, formats: [300x100], headline: { fr: Cap, en: Cap } }\n");
    for (language, text) in [("fr", "Rendez-vous le {{ launch | date }}."), ("en", "See you on {{ launch | date }}.")] {
        write(
            folder,
            &format!("campaigns/a/guides/guide.{language}.md"),
            &format!("---\ntitle: Guide\n---\n\n# Un\n\n{text}\n"),
        );
    }
}

/// All kinds but the branding kit, which takes long to make.
const KINDS: [&str; 10] =
    ["--only", "newsletters", "--only", "posters", "--only", "banners", "--only", "guides", "--only", "decks"];

fn build(folder: &Path, output: &str) {
    let arguments: Vec<&str> = ["build", "--quiet", "--output", output].into_iter().chain(KINDS).collect();
    let built = fanion(folder, &arguments);
    assert_eq!(built.status.code(), Some(0), "{}", err(&built));
}

/// The hashes of a build's pieces by path: not of what only shows them.
fn sums(folder: &Path, output: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder.join(output).join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let entries = manifest["artefacts"].as_array().expect("a list").iter();
    let entries = entries.filter(|entry| KINDS.contains(&entry["kind"].as_str().expect("a kind")));
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    entries.map(|e| (text(&e["path"]), text(&e["sha256"]))).filter(|(path, _)| !path.contains("/thumbnails/")).collect()
}

/// The files that differ between two builds.
fn differing(folder: &Path, before: &str, now: &str) -> BTreeSet<String> {
    let (before, now) = (sums(folder, before), sums(folder, now));
    let all: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    all.into_iter().filter(|path| before.get(*path) != now.get(*path)).cloned().collect()
}

fn diff(folder: &Path, against: &str) -> serde_json::Value {
    let arguments: Vec<&str> = ["diff", against, "--format", "json", "--quiet"].into_iter().chain(KINDS).collect();
    let output = fanion(folder, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn files(diff: &serde_json::Value) -> BTreeSet<String> {
    let pieces = diff["pieces"].as_array().expect("a list").iter();
    pieces
        .flat_map(|piece| piece["files"].as_array().expect("a list"))
        .map(|f| f.as_str().expect("a path").into())
        .collect()
}

fn reasons(diff: &serde_json::Value) -> BTreeSet<String> {
    let pieces = diff["pieces"].as_array().expect("a list").iter();
    pieces
        .flat_map(|piece| piece["changed"].as_array().expect("a list"))
        .map(|r| r.as_str().expect("a word").into())
        .collect()
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args([
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "init.defaultBranch=main",
    ]);
    let output =
        command.args(arguments).env("GIT_CONFIG_GLOBAL", "").env("GIT_CONFIG_NOSYSTEM", "1").output().expect("git");
    assert!(output.status.success(), "{}", err(&output));
}

#[test]
fn exactly_the_pieces_that_an_edit_changes_are_shown() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    project(folder);
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "brand", "campaigns"]);
    git(folder, &["commit", "--quiet", "--message", "before"]);
    build(folder, "before");
    let original = fs::read_to_string(folder.join("campaigns/a/campaign.yaml")).expect("a file");

    // The launch a week later: texts, sessions, the calendar and print deadlines follow.
    replace(folder, "campaigns/a/campaign.yaml", "2027-03-09", "2027-03-16");
    build(folder, "moved");
    let expected = differing(folder, "before", "moved");
    assert!(expected.len() > 10 && !expected.iter().any(|path| path.contains("banners")), "{expected:?}");
    let by_revision = diff(folder, "HEAD");
    assert_eq!(files(&by_revision), expected);
    assert_eq!(files(&diff(folder, "before/manifest.json")), expected);
    let dates = by_revision["dates"].as_array().expect("a list");
    let labels: BTreeSet<&str> = dates.iter().map(|date| date["what"].as_str().expect("a word")).collect();
    let all = ["Launch", "Newsletter", "Poster goes up", "To the print shop", "Training"];
    assert_eq!(labels, BTreeSet::from(all));
    assert!(dates.iter().all(|date| date["days"] == 7), "{dates:?}");
    let letter =
        by_revision["pieces"].as_array().expect("a list").iter().find(|piece| piece["id"] == "date").expect("it");
    assert_eq!(letter["changed"], serde_json::json!(["date"]));
    write(folder, "campaigns/a/campaign.yaml", &original);

    // A word of one newsletter.
    replace(folder, "campaigns/a/newsletters/plain.yaml", "Thank you for reading", "Thanks for your time");
    let one = diff(folder, "HEAD");
    assert!(files(&one).iter().all(|path| path.contains("/plain")), "{:?}", files(&one));
    build(folder, "worded");
    assert_eq!(files(&one), differing(folder, "before", "worded"));
    assert_eq!((reasons(&one), one["dates"].as_array().map(Vec::len)), (BTreeSet::from(["text".into()]), Some(0)));
    replace(folder, "campaigns/a/newsletters/plain.yaml", "Thanks for your time", "Thank you for reading");

    // A colour: everything that is drawn in it.
    replace(folder, "brand/identity.yaml", "#0b3d91", "#7a1f5c");
    build(folder, "coloured");
    let coloured = diff(folder, "before");
    assert_eq!(files(&coloured), differing(folder, "before", "coloured"));
    assert_eq!(files(&diff(folder, "HEAD")), files(&coloured));
    for kind in ["newsletters", "posters", "banners", "guides", "decks"] {
        assert!(files(&coloured).iter().any(|path| path.contains(kind)), "no {kind}");
    }
    replace(folder, "brand/identity.yaml", "#7a1f5c", "#0b3d91");

    // Nothing, a piece more and a piece less.
    let same = diff(folder, "HEAD");
    assert_eq!((files(&same), same["unchanged"].as_u64().is_some_and(|n| n > 10)), (BTreeSet::new(), true));
    fs::rename(folder.join("campaigns/a/newsletters/plain.yaml"), folder.join("campaigns/a/newsletters/neu.yaml"))
        .expect("it");
    let renamed = diff(folder, "HEAD");
    let count =
        |status: &str| renamed["pieces"].as_array().expect("a list").iter().filter(|p| p["status"] == status).count();
    assert_eq!((count("added"), count("removed"), count("changed")), (8, 8, 0), "{renamed}");
}

#[test]
fn an_invitation_in_a_newsletter_is_no_date_of_the_calendar() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    project(folder);
    replace(folder, "campaigns/a/campaign.yaml", "sites:", "recipients: staff.csv\nsites:");
    write(folder, "campaigns/a/staff.csv", "email,language,site\nlea@cap.example,fr,lyon\n");
    replace(folder, "campaigns/a/newsletters/plain.yaml", "blocks:", "blocks:\n  - { type: training, show: [pas] }");
    let kinds = ["--only", "newsletters", "--only", "calendar"];
    let built = fanion(folder, &[&["build", "--quiet"], &kinds[..]].concat());
    assert_eq!(built.status.code(), Some(0), "{}", err(&built));
    let attached = fs::read_dir(folder.join("output/a/newsletters/attachments")).expect("a folder").count();
    assert_eq!(attached, 1, "an invitation");
    let dates = || {
        let output = fanion(folder, &[&["diff", "--format", "json", "--quiet"], &kinds[..]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        found["dates"].as_array().expect("a list").clone()
    };
    assert_eq!(dates(), Vec::<serde_json::Value>::new());
    replace(folder, "campaigns/a/campaign.yaml", "launch + 2 days at 10:00", "launch + 3 days at 10:00");
    let moved = dates();
    assert_eq!(moved.len(), 1, "the session, once: {moved:?}");
    assert_eq!((&moved[0]["what"], &moved[0]["days"]), (&"Training".into(), &1.into()));
}

#[test]
fn the_page_stands_alone_and_nothing_else_is_written() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    project(folder);
    let none = fanion(folder, &["diff"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("nothing was built yet: `fanion build` first"), "{}", err(&none));
    build(folder, "output");
    replace(folder, "campaigns/a/newsletters/plain.yaml", "Merci de lire", "Merci <b>d’être</b> là");
    replace(folder, "campaigns/a/banners.yaml", "fr: Cap", "fr: Au large");
    let before = sums(folder, "output");
    let arguments = ["diff", "--only", "newsletters", "--only", "banners", "--output", "page/what changed.html"];
    let output = fanion(folder, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "page/what changed.html\n");
    assert!(err(&output).contains("unchanged since the last build"), "{}", err(&output));
    assert_eq!(sums(folder, "output"), before);
    let page = fs::read_to_string(folder.join("page/what changed.html")).expect("a page");
    for part in
        ["<h1>What changes</h1>", "<ins>", "what%20changed_files/", "sandbox=\"\"", "alt=\"Before: tete", "&lt;b&gt;"]
    {
        assert!(page.contains(part), "no {part}");
    }
    assert!(!page.contains("http://") && !page.contains("src=\"https:"), "nothing is loaded from elsewhere");
    let count = || fs::read_dir(folder.join("page/what changed_files")).expect("a folder").count();
    let many = count();
    assert!(many > 6, "{many}");
    // What an earlier page showed goes; in one file all is within.
    let single = ["diff", "--only", "banners", "--output", "page/what changed.html", "--single-file", "--exit-code"];
    assert_eq!(fanion(folder, &single).status.code(), Some(1));
    assert_eq!(count(), 0);
    let page = fs::read_to_string(folder.join("page/what changed.html")).expect("a page");
    assert!(page.contains("src=\"data:image/"));
}

#[test]
fn what_cannot_be_compared_with_is_told() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("inner");
    project(&folder);
    let refused = |arguments: &[&str], says: &str| {
        let output = fanion(&folder, &[&["diff", "--format", "table"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{}", err(&output));
        assert!(err(&output).contains(says), "`{says}` is not in {}", err(&output));
    };
    refused(&["--", "-x"], "`-x` is no git revision");
    refused(&["HEAD"], "is in no git repository");
    refused(&["none.json"], "`none.json` is no manifest of a build");
    write(&folder, "bad/manifest.json", "{}");
    refused(&["bad/manifest.json"], "cannot be compared with");
    refused(&["--output", "page.pdf"], "write `--output page.html`");
    git(home.path(), &["init", "--quiet"]);
    git(home.path(), &["commit", "--quiet", "--allow-empty", "--message", "empty"]);
    refused(&["v9"], "the repository has no revision `v9`");
    refused(&["HEAD"], "`HEAD` holds no project in `inner/`: it has no brand/identity.yaml there");
    git(home.path(), &["add", "inner/brand", "inner/campaigns"]);
    git(home.path(), &["commit", "--quiet", "--message", "there"]);
    git(home.path(), &["mv", "inner/brand", "inner/campaigns", "."]);
    git(home.path(), &["commit", "--quiet", "--message", "moved"]);
    project(&folder);
    refused(&["HEAD"], "one lay in the repository's own folder");
    write(&folder, "brand/identity.yaml", "name: [");
    let wrong = fanion(&folder, &["diff", "HEAD"]);
    assert_eq!(wrong.status.code(), Some(1), "{}", err(&wrong));
}

#[cfg(unix)]
mod watch {
    use std::{
        process::{Child, Stdio},
        thread::sleep,
        time::{Duration, Instant},
    };

    use super::*;

    /// A program that goes on until it is interrupted.
    struct Watching(Child);

    impl Drop for Watching {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    /// Waits until it is so; a machine that does much else is slow.
    fn until(what: &str, is_so: impl Fn() -> bool) {
        let started = Instant::now();
        while !is_so() {
            assert!(started.elapsed() < Duration::from_secs(240), "{what} did not come");
            sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn each_save_is_built_a_mistake_is_told_and_an_interruption_ends_it() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path();
        write(
            folder,
            "brand/identity.yaml",
            "name: Cap 2030\ntagline: On y va.\nlanguages: [fr]\nlink: https://cap.example\n",
        );
        write(folder, "campaigns/a/campaign.yaml", "title: Lancement\nlaunch: 2027-03-09\n");
        let letter = "campaigns/a/newsletters/un.yaml";
        write(folder, letter, "subject: Bonjour\nblocks:\n  - { type: text, text: Premier mot. }\n");
        let logs = tempfile::tempdir().expect("a folder");
        let log = fs::File::create(logs.path().join("log")).expect("a file");
        let mut command = command(folder, &["build", "a", "--watch", "--only", "newsletters"]);
        let mut child = Watching(command.stderr(log).stdout(Stdio::null()).spawn().expect("it starts"));
        let read = |path: &str| fs::read_to_string(folder.join(path)).unwrap_or_default();
        let html = || read("output/a/newsletters/un.fr.html");
        let state = || read("output/state.js");
        let log = || fs::read_to_string(logs.path().join("log")).unwrap_or_default();
        let told = || log().matches("watching ").count();
        until("the first build", || {
            told() == 1 && html().contains("Premier mot") && state().contains("Problem = \"\"")
        });
        assert!(read("output/index.html").contains("state.js"), "the gallery asks for it");
        let first = state();

        // A burst of saves is one build.
        for (old, new) in [("Premier", "Deuxieme"), ("Deuxieme", "Troisieme"), ("Troisieme", "Dernier")] {
            replace(folder, letter, old, new);
        }
        let saved = Instant::now();
        until("the last word", || html().contains("Dernier mot"));
        until("its state", || state() != first);
        eprintln!("from save to state: {:?}", saved.elapsed());
        until("its end", || told() == 2);
        write(folder, "campaigns/a/newsletters/.un.yaml.swp", "an editor's own");
        sleep(Duration::from_millis(600));
        assert_eq!(told(), 2, "an editor's own file is no save: {}", log());

        // A mistake is told in the terminal and to the gallery, and the last good output stays.
        let good = state();
        replace(folder, letter, "subject: Bonjour", "subjekt: Bonjour");
        until("the mistake", || state().contains("error") && told() == 3);
        assert!(log().contains("subjekt") && html().contains("Dernier mot"));
        replace(folder, letter, "subjekt", "subject");
        until("the mended state", || state() == good && told() == 4);

        // It ends at once and leaves nothing half written.
        let id = child.0.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill").success());
        until("the end", || log().contains("stopped; "));
        assert_eq!(child.0.wait().expect("it ends").code(), Some(0));
        assert!(html().contains("Dernier mot") && !folder.join("output/state.js").exists());
        assert!(!folder.join("output/.staging").exists());
        assert_eq!(fanion(folder, &["build", "a", "--only", "newsletters"]).status.code(), Some(0));
    }

    #[test]
    fn an_interruption_of_a_build_leaves_the_output_as_it_was() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path();
        project(folder);
        let mut command = command(folder, &["build", "--watch"]);
        let mut child = Watching(command.stderr(Stdio::null()).stdout(Stdio::null()).spawn().expect("it starts"));
        until("the build's beginning", || folder.join("output/.staging/new").exists());
        let id = child.0.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill").success());
        assert_eq!(child.0.wait().expect("it ends").code(), Some(0));
        let left: Vec<_> =
            fs::read_dir(folder.join("output")).expect("a folder").flatten().map(|e| e.file_name()).collect();
        assert!(left.iter().all(|name| name == ".lock"), "{left:?}");
    }
}
