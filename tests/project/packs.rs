//! Calendar, timeline and packs, by the binary.

use std::{fs, path::Path, process::Command};

fn fanion(project: &Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    let output = command.arg("--project").arg(project).args(arguments).output().expect("the binary");
    let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.success(), told)
}

fn project(campaign: &str, languages: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("brand/identity.yaml", &format!("name: Atlas\ntagline: Closer\nlanguages: [{languages}]\n"));
    write("campaigns/move/campaign.yaml", campaign);
    folder
}

const SHORT: &str = "title: The move\nlaunch: 2027-03-09\nphases:\n  - { id: a, title: Pack, from: launch - 2 weeks }\n  - { id: b, title: Move, from: launch, until: launch + 1 week }\n";

#[test]
fn a_calendar_of_one_language_needs_no_language_in_its_name() {
    for (languages, calendar) in [("en", "calendar.ics"), ("en, ja", "calendar.ja.ics"), ("ar", "calendar.ics")] {
        let folder = project(SHORT, languages);
        let (clean, told) = fanion(folder.path(), &["build", "--only", "calendar"]);
        assert!(clean, "{told}");
        let ics = fs::read_to_string(folder.path().join("output/move").join(calendar)).expect(calendar);
        assert_eq!(ics.matches("BEGIN:VEVENT").count(), 3, "{ics}");
    }
}

#[test]
fn forty_marks_and_none_have_a_timeline() {
    let mut many = SHORT.to_owned() + "milestones:\n";
    for i in 0..40 {
        many += &format!(
            "  - {{ id: m{i}, title: \"Milestone number {i} of the many that there are\", on: launch - {i} days }}\n"
        );
    }
    let bare = "title: The move\nphases:\n  - { id: a, title: Pack, from: 2027-01-05, until: 2029-01-01 }\n".to_owned();
    for campaign in [many, bare] {
        let folder = project(&campaign, "en, ar, de, fr, ja");
        let (clean, told) = fanion(folder.path(), &["build", "--only", "calendar"]);
        assert!(clean, "{told}");
        for language in ["en", "ar", "de", "fr", "ja"] {
            let picture = folder.path().join(format!("output/move/timeline.{language}.png"));
            assert!(picture.is_file(), "{}", picture.display());
        }
    }
}

#[test]
fn a_pack_for_nobody_names_the_nearest() {
    let folder = project(SHORT, "en");
    let (clean, told) = fanion(folder.path(), &["pack", "--for", "manager"]);
    assert!(!clean && told.contains("`managers`"), "{told}");
}

#[test]
fn a_guide_that_a_language_lacks_is_packed_in_another_and_told() {
    let campaign = SHORT.to_owned() + "built_in_guides: none\n";
    let folder = project(&campaign, "en, fr");
    let guide = folder.path().join("campaigns/move/guides/employee.en.md");
    fs::create_dir_all(guide.parent().expect("a folder")).expect("a folder");
    fs::write(guide, "---\ntitle: Day by day\n---\n\n# One\n\nText.\n").expect("a file");
    let packed = folder.path().join("packs");
    let target = packed.to_str().expect("UTF-8");
    let (clean, told) = fanion(folder.path(), &["pack", "--for", "managers", "--language", "fr", "--output", target]);
    assert!(clean, "{told}");
    let zip = fs::read_dir(&packed).expect("a folder").map(|entry| entry.expect("an entry").path());
    let zip = zip.into_iter().find(|path| path.extension().is_some_and(|e| e == "zip")).expect("a pack");
    let bytes = fs::read(zip).expect("a file");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP");
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    assert!(names.iter().any(|name| name.ends_with("guide/employee.en.pdf")), "{names:?}");
    let readme = names.iter().find(|name| name.ends_with(".html")).expect("a page").clone();
    let page = std::io::read_to_string(archive.by_name(&readme).expect("it")).expect("text");
    assert!(page.contains("(Anglais)"), "{page}");
}
