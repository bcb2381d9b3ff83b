//! Mail that came back, through the program, into an outbox.

use std::{collections::BTreeMap, fs, io::Write, path::Path, process::Command, sync::Arc};

use fanion::{
    delivery::{IssueKey, NewIssue, NewMessage, Outbox, SystemClock, bounce::token, secret::Key},
    model::{OnUnknown, value::EmailAddress},
};
use jiff::Timestamp;
use serde_json::Value;

use crate::support::issue;

const JEANNE: &str = "jeanne.moreau@horizon.example";

fn key() -> IssueKey {
    "launch/why".parse().unwrap()
}

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

fn outbox(root: &Path) -> Outbox {
    Outbox::open(&root.join(".fanion/outbox.db"), Arc::new(SystemClock)).unwrap()
}

/// A project with an issue in its outbox, to two people.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("brand")).unwrap();
    fs::write(folder.path().join("brand/identity.yaml"), "name: Agora\ntagline: Ask.\n").unwrap();
    let delivery = "from: { name: Agora, address: agora@horizon.example }\nrelay: file:mail\nbounces: verp\n";
    fs::write(folder.path().join("delivery.yaml"), delivery).unwrap();
    let now = Timestamp::now();
    let new = NewIssue {
        key: key(),
        digest: "0".repeat(64),
        mandatory: false,
        on_unknown: OnUnknown::Hold,
        from_address: address("agora@horizon.example"),
        variants: BTreeMap::from([(("en".into(), "all".into()), "0".repeat(64))]),
        released_at: now,
    };
    let message = |to: &str| NewMessage {
        address: address(to),
        language: "en".into(),
        variant: "all".into(),
        values: BTreeMap::new(),
        not_before: now,
        expires_at: now.checked_add(jiff::SignedDuration::from_hours(12)).unwrap(),
        priority: 0,
    };
    let readers = [message(JEANNE), message("karim@horizon.example")];
    let queued = issue::release(&mut outbox(folder.path()), &new, readers.into_iter());
    assert_eq!(queued.queued, 2);
    folder
}

fn fanion(root: &Path, arguments: &[&str], stdin: &[u8]) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fanion"))
        .args(arguments)
        .arg("--project")
        .arg(root)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let out = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
}

/// A sample about Jeanne's mail.
fn sample(root: &Path, name: &str) -> Vec<u8> {
    let id = outbox(root).message_id(&key(), &address(JEANNE), &address("agora@horizon.example"));
    let key = Key::open(&root.join(".fanion")).unwrap();
    let text = fs::read_to_string(format!("tests/bounces/{name}.eml")).unwrap();
    text.replace("{TOKEN}", &token::sign(&key, &id)).replace("{ID}", id.split('@').next().unwrap()).into_bytes()
}

fn effects(root: &Path, mail: &[u8]) -> Vec<(String, String)> {
    let (code, out, errors) = fanion(root, &["bounces", "read", "-", "--format", "json"], mail);
    assert_eq!(code, 0, "{errors}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    report["mails"].as_array().unwrap().iter().map(|mail| (text(&mail["kind"]), text(&mail["effect"]))).collect()
}

fn one(kind: &str, effect: &str) -> Vec<(String, String)> {
    vec![(kind.into(), effect.into())]
}

#[test]
fn a_hard_bounce_suppresses_the_address_once() {
    let folder = project();
    let mail = sample(folder.path(), "postfix-unknown-user");
    assert_eq!(effects(folder.path(), &mail), one("hard", "address-suppressed"));
    assert_eq!(effects(folder.path(), &mail), one("hard", "again"));
    let (_, list, _) = fanion(folder.path(), &["suppress", "list", "--format", "json"], b"");
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!((list[0]["address"].as_str(), list[0]["kind"].as_str()), (Some(JEANNE), Some("address")));
    assert!(list[0]["reason"].as_str().unwrap().contains("5.1.1"), "{list}");
    // A delay that is told before or after changes nothing of that.
    assert_eq!(effects(folder.path(), &sample(folder.path(), "postfix-delayed")), one("delayed", "noted"));
}

#[test]
fn what_is_forged_or_not_ours_changes_nothing() {
    let folder = project();
    let stranger = project();
    let foreign = sample(stranger.path(), "postfix-unknown-user");
    assert_eq!(effects(folder.path(), &foreign), one("hard", "forged"));
    let foreign = sample(stranger.path(), "exchange-online-not-found");
    assert_eq!(effects(folder.path(), &foreign), one("hard", "not-ours"));
    for name in ["out-of-office-exchange", "vacation-gmail"] {
        assert_eq!(effects(folder.path(), &sample(folder.path(), name)), one("automatic", "passed-over"));
    }
    assert!(outbox(folder.path()).suppressions().unwrap().is_empty());
}

#[test]
fn complaints_and_requests_unsubscribe() {
    let folder = project();
    assert_eq!(effects(folder.path(), &sample(folder.path(), "arf-complaint")), one("complaint", "unsubscribed"));
    let folder = project();
    assert_eq!(effects(folder.path(), &sample(folder.path(), "unsubscribe")), one("unsubscribe", "unsubscribed"));
    assert_eq!(effects(folder.path(), &sample(folder.path(), "unsubscribe")), one("unsubscribe", "again"));
    let stranger = b"From: nobody@else.example\nSubject: unsubscribe\n\n";
    assert_eq!(effects(folder.path(), stranger), one("unsubscribe", "not-ours"));
    let folder = project();
    assert_eq!(effects(folder.path(), &sample(folder.path(), "unsubscribe-token")), one("unsubscribe", "unsubscribed"));
    let kinds: Vec<_> = outbox(folder.path()).suppressions().unwrap();
    assert_eq!((kinds.len(), kinds[0].0.as_deref()), (1, Some(JEANNE)));
}

#[test]
fn a_maildir_is_read_once_and_a_dry_run_changes_nothing() {
    let folder = project();
    let maildir = folder.path().join("Maildir");
    for name in ["new", "cur", "tmp"] {
        fs::create_dir_all(maildir.join(name)).unwrap();
    }
    fs::write(maildir.join("new/1"), sample(folder.path(), "policy-refused")).unwrap();
    fs::write(maildir.join("new/2"), sample(folder.path(), "ses-mailbox-full")).unwrap();
    let path = maildir.to_str().unwrap();
    let (code, out, _) = fanion(folder.path(), &["bounces", "read", path, "--dry-run"], b"");
    assert!(code == 0 && out.contains("2 mails read") && out.contains("soft") && out.contains("5.7.1"), "{out}");
    assert_eq!(fs::read_dir(maildir.join("new")).unwrap().count(), 2);
    let (_, out, _) = fanion(folder.path(), &["bounces", "read", path], b"");
    assert!(out.contains("1 refused noted, 1 soft noted"), "{out}");
    assert_eq!(fs::read_dir(maildir.join("cur")).unwrap().count(), 2);
    let (_, out, _) = fanion(folder.path(), &["bounces", "read", path], b"");
    assert_eq!(out.trim(), "0 mails read");
    assert!(outbox(folder.path()).log_entries(9).unwrap().iter().any(|entry| entry.what == "read bounces"));
}

#[test]
fn a_dry_run_tells_what_the_run_would_and_leaves_everything_as_it_was() {
    let folder = project();
    let root = folder.path();
    let maildir = root.join("Maildir");
    for name in ["new", "cur", "tmp"] {
        fs::create_dir_all(maildir.join(name)).unwrap();
    }
    let stranger = b"From: nobody@else.example\nSubject: unsubscribe\n\n".to_vec();
    let mails = ["postfix-unknown-user", "postfix-unknown-user", "unsubscribe", "unsubscribe", "arf-complaint"];
    for (n, mail) in mails.map(|name| sample(root, name)).into_iter().chain([stranger]).enumerate() {
        fs::write(maildir.join(format!("new/{n}")), mail).unwrap();
    }
    let read = |more: &[&str]| {
        let arguments = [&["bounces", "read", maildir.to_str().unwrap(), "--format", "json"], more].concat();
        let (code, out, errors) = fanion(root, &arguments, b"");
        assert_eq!(code, 0, "{errors}");
        out
    };
    let log = outbox(root).log_entries(50).unwrap();
    let told = read(&["--dry-run"]);
    assert!(outbox(root).suppressions().unwrap().is_empty() && outbox(root).log_entries(50).unwrap() == log);
    assert_eq!(read(&["--dry-run"]), told);
    for effect in ["address-suppressed", "again", "unsubscribed", "not-ours"] {
        assert!(told.contains(effect), "{effect}: {told}");
    }
    assert_eq!(read(&[]), told, "and so it is");
    assert_eq!(outbox(root).suppressions().unwrap().len(), 2);
}

#[test]
fn addresses_are_suppressed_and_written_to_again_by_hand() {
    let folder = project();
    let run = |arguments: &[&str]| fanion(folder.path(), arguments, b"");
    let (code, out, errors) = run(&["suppress", "add", JEANNE, "--reason", "=1+1", "--as", "rh"]);
    assert!(code == 0 && out.contains("1 message that waited is not sent"), "{out}{errors}");
    let (_, csv, _) = run(&["suppress", "list", "--format", "csv"]);
    assert!(csv.contains(&format!("{JEANNE},unsubscribed,")) && csv.contains(",rh,'=1+1"), "no formula: {csv}");
    assert!(run(&["suppress", "remove", JEANNE, "--dry-run"]).1.contains("would be written to again"));
    assert!(run(&["suppress", "remove", JEANNE]).1.contains("written to again, from the next issue on"));
    assert!(run(&["suppress", "list"]).1.contains("nobody is suppressed"));
    assert_eq!(run(&["suppress", "add", "no address"]).0, 2);
}
