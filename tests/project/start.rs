//! A project from a brand or a logo, and the second example.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

fn fanion(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).output().expect("the program runs")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/moment")
}

fn files_below(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { files_below(&path) } else { 1 }).sum()
}

#[test]
fn the_second_example_has_no_problem_and_misses_nothing() {
    let checked = fanion(&example(), &["check", "--strict"]);
    assert_eq!(checked.status.code(), Some(0), "{}{}", String::from_utf8_lossy(&checked.stdout), err(&checked));
    let keys = fanion(&example(), &["check", "--keys", "--format", "json"]);
    let keys: serde_json::Value = serde_json::from_slice(&keys.stdout).expect("JSON");
    let mut missing = Vec::new();
    collect(&keys, &mut missing);
    assert!(missing.is_empty(), "{missing:?}");
}

/// What any part of a report says is missing.
fn collect(value: &serde_json::Value, missing: &mut Vec<serde_json::Value>) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| match (key.as_str(), value) {
            ("missing", serde_json::Value::Array(items)) => missing.extend(items.iter().cloned()),
            _ => collect(value, missing),
        }),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, missing)),
        _ => {}
    }
}

#[test]
fn a_logo_becomes_the_projects_logo_and_palette() {
    let folder = tempfile::tempdir().expect("a folder");
    let [logo, dark, symbol] = ["logo.svg", "logo-dark.svg", "symbol.svg"]
        .map(|name| example().join("brand").join(name).display().to_string());
    let arguments =
        ["init", "new", "--name", "Agora", "--tagline", "Closer.", "--from", &logo, "--from", &dark, "--from", &symbol];
    let made = fanion(folder.path(), &arguments);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    assert!(err(&made).contains("#0e3b36  pine            primary     96 % of the logo"), "{}", err(&made));
    let new = folder.path().join("new");
    assert_eq!(fs::read(new.join("brand/logo-symbol.svg")).unwrap(), fs::read(&symbol).unwrap());
    let checked = fanion(&new, &["check", "--strict"]);
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn a_brand_document_comes_with_everything_that_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = example().join("brand/brand.yml");
    let named = document.display().to_string();
    // Its name and its languages are the document's.
    let made = fanion(folder.path(), &["init", "--tagline", "Ten seconds.", "--from", &named]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let brand = folder.path().join("brand");
    assert_eq!(fs::read(brand.join("brand.yml")).unwrap(), fs::read(document).unwrap());
    for logo in ["logo.svg", "logo-dark.svg", "symbol.svg", "symbol-dark.svg"] {
        assert!(brand.join(logo).is_file(), "{logo}");
    }
    let identity = fs::read_to_string(brand.join("identity.yaml")).unwrap();
    assert!(identity.contains("name: \"Moment\"") && identity.contains("languages: [en, de]"), "{identity}");
    assert_eq!(fanion(folder.path(), &["plan", "--format", "json"]).status.code(), Some(0));
}

#[test]
fn what_cannot_be_used_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let svg = |body: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{body}</svg>");
    let one_pixel: &[u8] = include_bytes!("../pictures/one-pixel.png");
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("one.png", one_pixel.to_vec(), "1 × 1 pixels, too few for a logo"),
        ("damaged.png", one_pixel[..40].to_vec(), "`damaged.png`"),
        ("script.svg", svg("<script>1</script><rect width='9' height='9'/>").into(), "may not hold a script"),
        ("remote.svg", svg("<image href='https://x.example/a.png'/>").into(), "https://x.example/a.png"),
        ("outside.svg", svg("<image href='../../secret.png'/>").into(), "refers to another file"),
        ("empty.svg", svg("").into(), "shows nothing"),
        ("plan.pdf", b"%PDF-1.7".to_vec(), "not a picture that can be read"),
        ("wrong.yml", b"color: { primery: red }\nlogo: none.svg\n".to_vec(), "`primary`"),
    ];
    for (name, bytes, expected) in cases {
        fs::write(at(name), bytes).unwrap();
        let made = fanion(folder.path(), &["init", "new", "--name", "A", "--tagline", "B", "--from", name]);
        assert_eq!(made.status.code(), Some(1), "{name}: {}", err(&made));
        assert!(err(&made).contains(expected) && err(&made).contains("nothing was written"), "{name}: {}", err(&made));
        assert!(!at("new").exists(), "{name}");
    }
    let missing = fanion(folder.path(), &["init", "new", "--name", "A", "--tagline", "B", "--from", "no.svg"]);
    assert!(err(&missing).contains("there is no file `no.svg`"), "{}", err(&missing));
    // A file in the way is met before anything is written.
    let in_the_way = at("taken/brand");
    fs::create_dir_all(&in_the_way).unwrap();
    fs::write(in_the_way.join("logo.svg"), "mine").unwrap();
    let logo = example().join("brand/logo.svg").display().to_string();
    let made = fanion(folder.path(), &["init", "taken", "--name", "A", "--tagline", "B", "--from", &logo]);
    assert_eq!(made.status.code(), Some(2));
    assert_eq!(files_below(&at("taken")), 1);
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = fanion(folder.path(), &["init"]);
    assert_eq!(made.status.code(), Some(2));
    assert!(err(&made).contains("`--name` is missing"), "{}", err(&made));
    assert_eq!(files_below(folder.path()), 0);
}
