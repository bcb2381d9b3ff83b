//! `fanion approval`, `approve` and `send`, through a relay that is a folder.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use mail_parser::MessageParser;

fn fanion(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fanion")).current_dir(folder).args(arguments).output().expect("the program runs")
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Twenty readers, two of them written twice in other letters, and some with hostile names.
fn staff(readers: usize) -> String {
    let mut list = "email,first_name,language\n".to_owned();
    list.push_str("eve@cap.example,\"Eve\"\"\r\nBcc: x@evil.example\r\n\r\n<b>, \u{202e}");
    list.push_str("\",fr\nEVE@cap.example,Eve,fr\n");
    for i in 1..readers {
        list.push_str(&format!("r{i}@cap.example,R{i},{}\n", if i % 2 == 0 { "fr" } else { "en" }));
    }
    list.push_str("R1@CAP.example,R,en\n");
    list
}

const CAMPAIGN: &str = "title: Lancement\nlaunch: 2037-03-10\nrecipients: staff.csv\n\
    people:\n- { id: rh, level: team, function: hr, name: RH, email: rh@cap.example }\n\
    - { id: dsi, level: team, function: it, name: DSI, email: dsi@cap.example }\n";
const LETTER: &str = "send: launch at 09:00\nsubject: \"{{ first_name | default(\\\"Bonjour\\\") }} !\"\nblocks:\n\
    - { type: text, text: \"Cher {{ first_name | default(\\\"collègue\\\") }}, on commence.\" }\n";

fn project(approval: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let identity = "name: Cap\ntagline: On y va.\nlanguages: [fr, en]\ncontact: cap@cap.example\n";
    write(folder.path(), "brand/identity.yaml", identity);
    write(folder.path(), "delivery.yaml", "from: { name: Cap, address: cap@cap.example }\nrelay: file:mail\n");
    write(folder.path(), "campaigns/a/campaign.yaml", &format!("{CAMPAIGN}{approval}"));
    write(folder.path(), "campaigns/a/staff.csv", &staff(20));
    write(folder.path(), "campaigns/a/newsletters/un.yaml", LETTER);
    folder
}

/// The codes that were mailed, by person; the mails are removed.
fn codes(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder.join("mail")).expect("mail") {
        let path = entry.expect("a file").path();
        let bytes = fs::read(&path).expect("a mail");
        let mail = MessageParser::default().parse(&bytes).expect("a mail");
        let text = mail.body_text(0).expect("a text").into_owned();
        let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address()).expect("a receiver").to_owned();
        let code = text.lines().find_map(|line| line.trim().strip_prefix("Your code: "));
        found.extend(code.map(|code| (to.split('@').next().expect("a name").to_owned(), code.to_owned())));
        fs::remove_file(path).expect("removed");
    }
    found
}

const BOTH: &str = "approval: { by: [rh, dsi], tolerance: 10% }\n";

/// Requests and signs.
fn approved(folder: &Path) {
    let requested = fanion(folder, &["approval", "request", "un"]);
    assert_eq!(requested.status.code(), Some(0), "{}", told(&requested));
    let codes = codes(folder);
    assert_eq!(codes.len(), 2);
    for (person, code) in codes {
        let signed = fanion(folder, &["approve", "un", "--as", &person, "--code", &code]);
        assert_eq!(signed.status.code(), Some(0), "{}", told(&signed));
    }
}

#[test]
fn what_is_approved_leaves_once_and_nothing_else_leaves() {
    let folder = project(BOTH);
    let folder = folder.path();
    let refused = fanion(folder, &["send", "un"]);
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert!(told(&refused).contains("nobody asked for approval"));
    assert_ne!(fanion(folder, &["send", "un", "--yes-without-approval"]).status.code(), Some(0));
    approved(folder);
    let wrong = fanion(folder, &["approve", "un", "--as", "rh", "--code", "00000-00000"]);
    assert!(told(&wrong).contains("not the code"), "{}", told(&wrong));
    let status = fanion(folder, &["approval", "status", "un"]);
    assert!(status.status.success() && told(&status).contains("a/un: approved, 20 readers"), "{}", told(&status));
    let sent = fanion(folder, &["send", "un"]);
    assert!(told(&sent).contains("20 queued, 0 duplicates left out, 0 suppressed"), "{}", told(&sent));
    let again = fanion(folder, &["send", "un"]);
    assert!(told(&again).contains("released already, to 20 readers"), "{}", told(&again));
}

#[test]
fn an_edit_voids_and_readers_may_move_within_the_tolerance() {
    let folder = project(BOTH);
    let folder = folder.path();
    approved(folder);
    let state = |expected: &str, holds: bool| {
        let status = fanion(folder, &["send", "un", "--dry-run"]);
        assert_eq!(status.status.success(), holds, "{}", told(&status));
        assert!(told(&status).contains(expected), "{expected}: {}", told(&status));
    };
    state("would be released to 20 readers", true);
    write(folder, "campaigns/a/staff.csv", &staff(22));
    state("would be released to 22 readers", true);
    write(folder, "campaigns/a/staff.csv", &staff(23));
    state("beyond the tolerance of 10%", false);
    write(folder, "campaigns/a/staff.csv", &staff(20));
    write(folder, "campaigns/a/newsletters/un.yaml", &LETTER.replace("on commence", "on attend"));
    state("its content", false);
    write(folder, "campaigns/a/newsletters/un.yaml", LETTER);
    state("would be released to 20 readers", true);
    let path = "campaigns/a/approvals/un.rh.json";
    let signature = fs::read_to_string(folder.join(path)).expect("a signature");
    write(folder, path, &signature.replace("\"code\"", "\"none\""));
    state("changed by hand", false);
    write(folder, path, &signature);
    let fewer = CAMPAIGN.to_owned() + "approval: { by: [rh], tolerance: 10% }\n";
    write(folder, "campaigns/a/campaign.yaml", &fewer);
    state("approvers: was `rh, dsi`, is `rh`", false);
}

#[test]
fn test_mail_is_marked_and_hostile_values_stay_values() {
    let folder = project("");
    let folder = folder.path();
    let refused = fanion(folder, &["send", "un"]);
    assert!(told(&refused).contains("--yes-without-approval"), "{}", told(&refused));
    let tested = fanion(folder, &["send", "un", "--test", "me@cap.example", "--as", "eve@cap.example"]);
    assert_eq!(tested.status.code(), Some(0), "{}", told(&tested));
    let path = fs::read_dir(folder.join("mail")).expect("mail").next().expect("one").expect("a file").path();
    let bytes = fs::read(path).expect("a mail");
    let mail = MessageParser::default().parse(&bytes).expect("a mail");
    assert!(mail.subject().expect("a subject").starts_with("[Test] Eve\""));
    assert_eq!(mail.header_raw("X-Fanion-Test").map(str::trim), Some("a/un"));
    assert!(mail.bcc().is_none() && mail.to().expect("a receiver").iter().count() == 1);
    let html = mail.body_html(0).expect("HTML").into_owned();
    assert!(html.contains("&lt;b&gt;") && !html.contains("\r\nBcc:") && !html.contains("<b>,"));
    assert!(!mail.body_text(0).expect("a text").lines().any(|line| line.starts_with("Bcc:")));
}

#[test]
fn nobody_receives_more_than_the_rhythm_allows() {
    let folder = project("rhythm: { at_most: 1 per week }\n");
    let folder = folder.path();
    write(folder, "campaigns/a/newsletters/deux.yaml", &LETTER.replace("launch at", "launch + 1 day at"));
    let must = LETTER.replace("launch at", "launch + 2 days at") + "mandatory: true\n";
    write(folder, "campaigns/a/newsletters/trois.yaml", &must);
    let send = |id: &str| told(&fanion(folder, &["send", id, "--yes-without-approval"]));
    let (first, second, third) = (send("un"), send("deux"), send("trois"));
    assert!(first.contains("20 queued") && !first.contains("rhythm"), "{first}");
    assert!(second.contains("20 queued") && second.contains("20 of them later, held by the rhythm"), "{second}");
    assert!(third.contains("20 queued") && !third.contains("rhythm"), "{third}");
}
