use std::path::Path;

use super::{mailbox::Mailbox, *};
use crate::delivery::secret::Key;

const ID: &str = "5b1f0a7c9d3e4f60817263544536271f";

fn key() -> Key {
    Key::new([42; 32])
}

/// A sample of `tests/bounces`, about our message.
fn sample(name: &str) -> Vec<u8> {
    let text = std::fs::read_to_string(format!("tests/bounces/{name}.eml")).unwrap();
    text.replace("{TOKEN}", &token::sign(&key(), ID)).replace("{ID}", ID).replace('\n', "\r\n").into_bytes()
}

/// What a sample is, its origin, its status, and whether its address is to blame.
fn told(name: &str) -> (Kind, Origin, String, bool) {
    let notice = read(&sample(name), &key());
    (notice.kind, notice.origin, notice.status.map(|s| s.to_string()).unwrap_or_default(), notice.address_fault)
}

fn sealed() -> Origin {
    Origin::Sealed(ID.into())
}

fn named() -> Origin {
    Origin::Named(ID.into())
}

#[test]
fn bounces_of_common_servers() {
    let expected = [
        ("postfix-unknown-user", Kind::Hard, sealed(), "5.1.1", true),
        ("postfix-virtual", Kind::Hard, sealed(), "5.1.1", true),
        ("exim-local", Kind::Hard, sealed(), "5.1.1", true),
        ("postfix-delayed", Kind::Delayed, named(), "4.4.1", false),
        ("exchange-online-not-found", Kind::Hard, named(), "5.1.10", true),
        ("exchange-expired", Kind::Expired, named(), "4.4.7", false),
        ("gmail-no-such-user", Kind::Hard, sealed(), "5.1.1", true),
        ("exim-unrouteable", Kind::Hard, sealed(), "5.1.1", true),
        ("exim-worded", Kind::Hard, named(), "5.1.1", true),
        ("qmail-worded", Kind::Hard, named(), "5.1.1", true),
        ("ses-mailbox-full", Kind::Soft, sealed(), "5.2.2", false),
        ("policy-refused", Kind::Refused, named(), "5.7.1", false),
        // The list took it; a member of it, whom we do not know, does not exist.
        ("list-member-unknown", Kind::Hard, sealed(), "5.1.1", false),
    ];
    for (name, kind, origin, status, fault) in expected {
        assert_eq!(told(name), (kind, origin, status.to_owned(), fault), "{name}");
    }
}

#[test]
fn what_is_no_bounce() {
    for name in ["out-of-office-exchange", "vacation-gmail"] {
        assert_eq!(told(name).0, Kind::Automatic, "{name}");
    }
    assert_eq!(told("read-receipt").0, Kind::Other);
    assert_eq!(read(b"", &key()).kind, Kind::Other);
    assert_eq!(read(b"Subject: Bravo\r\n\r\nGreat.", &key()).kind, Kind::Other);
}

#[test]
fn complaints_and_people_who_leave() {
    assert_eq!((told("arf-complaint").0, told("arf-complaint").1), (Kind::Complaint, sealed()));
    let notice = read(&sample("unsubscribe"), &key());
    assert_eq!((notice.kind, notice.origin), (Kind::Unsubscribe, Origin::Unknown));
    assert_eq!(notice.address.as_deref(), Some("jeanne.moreau@horizon.example"));
    let notice = read(&sample("unsubscribe-token"), &key());
    assert_eq!((notice.kind, notice.origin), (Kind::Unsubscribe, sealed()));
}

#[test]
fn a_forged_bounce_is_of_nothing_of_ours() {
    let stranger = token::sign(&Key::new([1; 32]), ID);
    let ours = token::sign(&key(), ID);
    let text = String::from_utf8(sample("postfix-unknown-user")).unwrap().replace(&ours, &stranger);
    assert_eq!(read(text.as_bytes(), &key()).origin, Origin::Forged, "though its Message-ID is right");
}

#[test]
fn a_reason_is_one_line() {
    let reason = read(&sample("gmail-no-such-user"), &key()).reason;
    assert!(reason.starts_with("550-5.1.1 The email account") && !reason.contains(['\n', '\r', '\t']), "{reason}");
    let hostile = String::from_utf8(sample("policy-refused")).unwrap().replace("as spam", "\u{1b}[31m\u{7}as spam");
    assert!(!read(hostile.as_bytes(), &key()).reason.chars().any(char::is_control));
}

#[test]
fn statuses() {
    for (text, found) in [
        ("5.1.1", Some("5.1.1")),
        ("smtp; 550-5.1.1 unknown", Some("5.1.1")),
        ("host [192.0.2.1] said: 452 4.2.2 full", Some("4.2.2")),
        ("4.4.7 (delivery time expired)", Some("4.4.7")),
        ("192.0.2.1", None),
        ("5.1", None),
        ("6.1.1", None),
        ("", None),
    ] {
        assert_eq!(Status::find(text).map(|s| s.to_string()).as_deref(), found, "{text}");
    }
}

#[test]
fn an_mbox_and_a_maildir() {
    let folder = tempfile::tempdir().unwrap();
    let mbox = folder.path().join("mbox");
    let text = "From a@b Tue Jan 26\nSubject: one\n\n>From here\n\nFrom c@d Tue Jan 26\nSubject: two\n\nbody\n";
    std::fs::write(&mbox, text).unwrap();
    let mails = mailbox::mails(&mbox).unwrap();
    assert_eq!(mails.len(), 2);
    assert!(mails[0].ends_with(b"\nFrom here\n\n") && mails[1].starts_with(b"Subject: two"));
    let maildir = folder.path().join("Maildir");
    assert!(Mailbox::at(folder.path()).files(false).is_err());
    for name in ["new", "cur", "tmp"] {
        std::fs::create_dir_all(maildir.join(name)).unwrap();
    }
    std::fs::write(maildir.join("new/1.host"), "Subject: one\n\n").unwrap();
    let found = Mailbox::at(&maildir).files(false).unwrap();
    assert_eq!(found.len(), 1);
    mailbox::seen(&found[0]).unwrap();
    assert!(Mailbox::at(&maildir).files(false).unwrap().is_empty());
    assert_eq!(Mailbox::at(&maildir).files(true).unwrap().len(), 1);
    assert!(mailbox::mails(Path::new("no/such/file")).is_err());
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(bytes: Vec<u8>) {
        let _ = read(&bytes, &key());
        let _ = mailbox::from(&bytes[..]);
    }

    #[test]
    fn no_damage_to_a_bounce_panics(which in 0usize..19, at in 0usize..4000, with: Vec<u8>, cut in 0usize..400) {
        let names: Vec<_> = std::fs::read_dir("tests/bounces").unwrap().map(|e| e.unwrap().path()).collect();
        let name = names[which % names.len()].file_stem().unwrap().to_string_lossy().into_owned();
        let mut bytes = sample(&name);
        let at = at.min(bytes.len());
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, with);
        let notice = read(&bytes, &key());
        proptest::prop_assert!(notice.reason.chars().count() <= 300);
    }
}
