//! `fanion preview`, and what a build compiles for the readers that there are.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use fanion::personalise::Segments;

fn fanion(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fanion")).current_dir(folder).args(arguments).output().expect("the program runs")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A project with two languages, two sites, and five readers.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let identity = "name: Cap\ntagline: On y va.\nlanguages: [fr, en]\ncontact: cap@cap.example\n";
    write(folder.path(), "brand/identity.yaml", identity);
    let campaign = "title: Lancement\nlaunch: 2027-03-09\nrecipients: staff.csv\naudiences:\n\
        - { id: everyone, title: Tous }\n- { id: managers, title: Managers, where: role == \"manager\" }\n\
        sites:\n- { id: lyon, name: Lyon, language: fr }\n- { id: london, name: London, language: en }\n";
    write(folder.path(), "campaigns/a/campaign.yaml", campaign);
    let staff = "email;first_name;language;role;site\nzoe@cap.example;Zoé;fr;manager;lyon\nann@cap.example;Ann;;;london\n\
        li@cap.example;山田;fr-CA;;lyon\nno@cap.example;;fr;;lyon\nbob@cap.example;<b>Bob</b>;en;manager;london\n";
    write(folder.path(), "campaigns/a/staff.csv", staff);
    let letter = "subject: \"{{ first_name | default(\\\"Bonjour\\\") }} !\"\nblocks:\n\
        - { type: text, text: \"Cher {{ first_name | default(\\\"collègue\\\") }}, on commence.\" }\n\
        - { type: text, only: [managers], text: \"Pour les managers.\" }\n";
    write(folder.path(), "campaigns/a/newsletters/un.yaml", letter);
    write(folder.path(), "campaigns/a/newsletters/deux.yaml", &format!("to: [managers]\n{letter}"));
    folder
}

fn newsletters(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("output/a/newsletters")).expect("newsletters");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".segments"));
    names.sort();
    names
}

#[test]
fn variants_that_occur_are_compiled_and_no_others() {
    let folder = project();
    let built = fanion(folder.path(), &["build", "--only", "newsletters"]);
    assert_eq!(built.status.code(), Some(0), "{}", err(&built));
    let all = ["deux.en.all.segments", "deux.fr.all.segments", "un.en.all.segments", "un.en.managers.segments"];
    assert_eq!(newsletters(folder.path())[..4], all);
    assert_eq!(newsletters(folder.path())[4..], ["un.fr.all.segments", "un.fr.managers.segments"]);
    let text = |file: &str| fs::read(folder.path().join("output/a/newsletters").join(file)).expect("a file");
    let segments = Segments::parse(&text("un.fr.managers.segments")).expect("segments");
    assert_eq!((segments.language.as_str(), segments.variant.as_str()), ("fr", "managers"));
    for picture in &segments.pictures {
        let bytes = fs::read(folder.path().join("output").join(&picture.path)).expect("the picture");
        assert_eq!(bytes.len() as u64, picture.bytes);
    }
    let again = fanion(folder.path(), &["build", "--only", "newsletters"]);
    assert!(err(&again).contains("0 pieces made"), "{}", err(&again));
    // Somebody else's name changes nothing; a reader of a new kind does.
    let staff = fs::read_to_string(folder.path().join("campaigns/a/staff.csv")).expect("the list");
    write(folder.path(), "campaigns/a/staff.csv", &staff.replace("Zoé", "Chloé"));
    let renamed = fanion(folder.path(), &["build", "--only", "newsletters"]);
    assert!(err(&renamed).contains("0 pieces made"), "{}", err(&renamed));
    write(
        folder.path(),
        "campaigns/a/staff.csv",
        &staff.replace("zoe@cap.example;Zoé;fr;manager", "zoe@cap.example;Zoé;fr;x"),
    );
    let fewer = fanion(folder.path(), &["build", "--only", "newsletters"]);
    assert_eq!(fewer.status.code(), Some(0), "{}", err(&fewer));
    assert!(!newsletters(folder.path()).contains(&"un.fr.managers.segments".to_owned()), "pruned");
    // A picture that is gone is made again.
    let pictures = folder.path().join("output/a/newsletters/pictures");
    let lost = fs::read_dir(&pictures).expect("pictures").next().expect("one").expect("a file").path();
    fs::remove_file(&lost).expect("removed");
    assert_eq!(fanion(folder.path(), &["build", "--only", "newsletters"]).status.code(), Some(0));
    assert!(lost.exists());
}

#[test]
fn a_reader_s_own_mail_is_written() {
    let folder = project();
    let preview = |arguments: &[&str]| fanion(folder.path(), &[&["preview"], arguments].concat());
    let made = preview(&["un", "--as", " ZOE@cap.example"]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    assert!(err(&made).contains("in fr, variant managers"), "{}", err(&made));
    let read = |name: &str| fs::read_to_string(folder.path().join("preview/a").join(name)).expect("a file");
    let text = read("un.fr.managers.zoe@cap.example.txt");
    assert!(text.contains("Cher Zoé, on commence.") && text.contains("Pour les managers."), "{text}");
    assert!(read("un.fr.managers.zoe@cap.example.html").contains("Cher Zoé, on commence."));
    let eml = read("un.fr.managers.zoe@cap.example.eml");
    assert!(eml.contains("To: zoe@cap.example\r\n") && !eml.contains("X-Unsent"), "{eml:.800}");
    assert_eq!(preview(&["a/un", "--as", "zoe@cap.example"]).stdout, made.stdout);
    assert_eq!(eml, read("un.fr.managers.zoe@cap.example.eml"), "the same bytes");
    assert!(!folder.path().join("output").exists(), "nothing else is written");

    preview(&["un", "--as", "bob@cap.example"]);
    assert!(read("un.en.managers.bob@cap.example.html").contains("Cher &lt;b&gt;Bob&lt;/b&gt;, on commence."));
    preview(&["un", "--as", "ann@cap.example"]);
    assert!(read("un.en.all.ann@cap.example.txt").contains("Cher Ann"), "in the language of her site");
    preview(&["un", "--as", "no@cap.example"]);
    assert!(read("un.fr.all.no@cap.example.txt").contains("Cher collègue"));
    preview(&["un", "--as", "li@cap.example"]);
    assert!(read("un.fr.all.li@cap.example.txt").contains("Cher 山田"), "`fr` serves `fr-CA`");
}

#[test]
fn who_receives_nothing_is_told_why() {
    let folder = project();
    let preview = |arguments: &[&str]| {
        let made = fanion(folder.path(), &[&["preview"], arguments].concat());
        assert_eq!(made.status.code(), Some(2));
        err(&made)
    };
    let near = preview(&["un", "--as", "zoee@cap.example"]);
    assert!(near.contains("did you mean `zoe@cap.example`?"), "{near}");
    let far = preview(&["un", "--as", "somebody.else@elsewhere.example"]);
    assert!(far.contains("nobody on the list") && !far.contains("cap.example"), "{far}");
    let other = preview(&["deux", "--as", "ann@cap.example"]);
    assert!(other.contains("it goes to `managers`, they are in `everyone`"), "{other}");
    let nobody = preview(&["un"]);
    assert!(nobody.contains("--as EMAIL") && nobody.contains("--all-variants"), "{nobody}");
    let slip = preview(&["deu", "--as", "ann@cap.example"]);
    assert!(slip.contains("did you mean `deux`?"), "{slip}");
}

#[test]
fn one_mail_for_each_variant() {
    let folder = project();
    let all = fanion(folder.path(), &["preview", "un", "--all-variants", "--output", "all"]);
    assert_eq!(all.status.code(), Some(0), "{}", err(&all));
    for told in ["fr, variant all: 2 readers", "fr, variant managers: 1 reader", "en, variant managers: 1 reader"] {
        assert!(err(&all).contains(told), "{told} in {}", err(&all));
    }
    assert_eq!(String::from_utf8_lossy(&all.stdout).lines().count(), 12);
    let text = fs::read_to_string(folder.path().join("all/a/un.fr.managers.txt")).expect("a file");
    assert!(text.contains("Cher Camille") && !text.contains("Zoé"), "{text}");
}

#[test]
fn who_is_left_out_is_told() {
    let folder = project();
    let staff = fs::read_to_string(folder.path().join("campaigns/a/staff.csv")).expect("the list");
    write(folder.path(), "campaigns/a/staff.csv", &format!("{staff}a@@b.example\nc.example\n"));
    let campaign = fs::read_to_string(folder.path().join("campaigns/a/campaign.yaml")).expect("the campaign");
    write(folder.path(), "campaigns/a/campaign.yaml", &campaign.replace("\"manager\"", "\"manger\""));
    let told = fanion(folder.path(), &["check", "a", "--format", "concise"]);
    let told = String::from_utf8_lossy(&told.stdout);
    assert!(told.contains("warning[refused-rows]: 2 rows of `campaigns/a/staff.csv` cannot be used"), "{told}");
    assert!(told.contains("warning[empty-audience]: nobody is in the audience `managers`"), "{told}");
    let slip = fanion(folder.path(), &["check", "aa"]);
    assert!(String::from_utf8_lossy(&slip.stdout).contains("did you mean `a`?"), "{slip:?}");
}

#[test]
fn guides_are_attached_in_the_reader_s_language() {
    let folder = project();
    write(folder.path(), "campaigns/a/guides/chefs.fr.md", "---\ntitle: Le guide\n---\n\n# Bonjour\n\nTexte.\n");
    let letter = "subject: x\nattach: [{ guide: chefs, only: [managers] }]\nblocks: [{ type: text, text: y }]\n";
    write(folder.path(), "campaigns/a/newsletters/un.yaml", letter);
    let plan = fanion(folder.path(), &["plan"]);
    assert_eq!(plan.status.code(), Some(0), "{}", err(&plan));
    assert!(err(&plan).contains("the guide `chefs` does not exist in `en`"), "{}", err(&plan));
    let made = fanion(folder.path(), &["preview", "un", "--as", "zoe@cap.example"]);
    assert!(err(&made).contains("with `Le guide.pdf`"), "{}", err(&made));
    let eml = fs::read_to_string(folder.path().join("preview/a/un.fr.managers.zoe@cap.example.eml")).expect("a file");
    assert!(eml.contains("filename=\"Le guide.pdf\""), "{eml:.600}");
    let other = fanion(folder.path(), &["preview", "un", "--as", "no@cap.example"]);
    assert!(!err(&other).contains("with"), "{}", err(&other));
}

#[test]
fn an_occurrence_is_shown_as_it_is_on_its_own_day() {
    let folder = project();
    let campaign = fs::read_to_string(folder.path().join("campaigns/a/campaign.yaml")).expect("the campaign");
    write(folder.path(), "campaigns/a/campaign.yaml", &campaign.replace("2027-03-09", "2037-03-10"));
    let letter = "send: every tuesday at 09:00 from launch - 3 weeks until launch\nsubject: Soon\nblocks:\n- { type: countdown }\n";
    write(folder.path(), "campaigns/a/newsletters/un.yaml", letter);
    let preview = |arguments: &[&str], code: i32| {
        let made = fanion(folder.path(), &[&["preview"], arguments].concat());
        assert_eq!(made.status.code(), Some(code), "{}", err(&made));
        err(&made)
    };
    let text = |name: &str| fs::read_to_string(folder.path().join("preview/a").join(name)).expect("a file");
    let ann = ["--as", "ann@cap.example"];
    preview(&[&["un"][..], &ann].concat(), 0);
    assert!(text("un.en.all.ann@cap.example.txt").contains("21 days"), "the first, where none is named");
    preview(&[&["un", "--occurrence", "2037-03-03T09:00"][..], &ann].concat(), 0);
    let third = text("un@20370303T0900.en.all.ann@cap.example.txt");
    assert!(third.contains("7 days") && !third.contains("21 days"), "{third}");
    // As approvals name it, and beside the others.
    preview(&[&["a/un@2037-02-24T09:00"][..], &ann].concat(), 0);
    assert!(text("un@20370224T0900.en.all.ann@cap.example.txt").contains("14 days"));
    preview(&["un", "--occurrence", "2037-03-03T09:00", "--all-variants"], 0);
    assert!(text("un@20370303T0900.fr.all.txt").contains('7'));
    let wrong = preview(&[&["un", "--occurrence", "2037-03-04T09:00"][..], &ann].concat(), 2);
    assert!(wrong.contains("does not leave on"), "{wrong}");
    let zoe = ["deux", "--occurrence", "2037-03-03T09:00", "--as", "zoe@cap.example"];
    assert!(preview(&zoe, 2).contains("deux"));
}
