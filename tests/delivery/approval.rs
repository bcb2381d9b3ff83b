//! `fanion approval`, `approve` and `send`, through a relay that is a folder, or a server on loopback.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Output},
    sync::Arc,
    time::Duration,
};

use fanion::{
    delivery::{
        clock::SetClock,
        dispatch::{self, Backoff, Settings},
        mail::signing_key,
        secret::Key,
        smtp::{Relay, Timeouts},
        store::Store,
    },
    model::Bounces,
};
use mail_parser::{MessageParser, MimeHeaders};

use crate::support::sink::{Act, Sink};

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

#[test]
fn whom_the_rhythm_holds_waits_for_a_day_that_is_not_quiet() {
    // A week after the launch, and the day after that.
    let rhythm = "rhythm: { at_most: 1 per week, quiet: { dates: [2037-03-17, 2037-03-18] } }\n";
    let folder = project(rhythm);
    let folder = folder.path();
    write(folder, "campaigns/a/newsletters/deux.yaml", &LETTER.replace("launch at", "launch + 1 day at"));
    for id in ["un", "deux"] {
        let sent = fanion(folder, &["send", id, "--yes-without-approval"]);
        assert!(told(&sent).contains("20 queued"), "{}", told(&sent));
    }
    let listed = told(&fanion(folder, &["outbox", "messages", "deux", "--format", "json"]));
    assert_eq!(listed.matches("\"next_at\":\"2037-03-19T09:00:00Z\"").count(), 20, "{listed}");
}

#[test]
fn what_was_withdrawn_stays_so_when_its_files_come_back() {
    for verify in ["code", "none"] {
        let folder = project(&format!("approval: {{ by: [rh, dsi], verify: {verify} }}\n"));
        let folder = folder.path();
        let run = |arguments: &[&str]| told(&fanion(folder, arguments));
        let approve = || {
            run(&["approval", "request", "un"]);
            let codes = codes(folder);
            for person in ["rh", "dsi"] {
                let code = codes.iter().find(|(known, _)| known == person).map(|(_, code)| code.as_str());
                let code = code.map(|code| ["--code", code]);
                let code = code.as_ref().map_or(&[][..], |code| &code[..]);
                let signed = run(&[&["approve", "un", "--as", person][..], code].concat());
                assert!(signed.contains("approved `a/un`"), "{signed}");
            }
            assert!(run(&["approval", "status", "un"]).contains("a/un: approved"));
        };
        approve();
        let approvals = folder.join("campaigns/a/approvals");
        let kept: Vec<_> =
            fs::read_dir(&approvals).expect("approvals").map(|file| file.expect("a file").path()).collect();
        let kept: Vec<_> = kept.into_iter().map(|path| (fs::read(&path).expect("a file"), path)).collect();
        assert_eq!(kept.len(), 3);
        assert!(run(&["approval", "withdraw", "un"]).contains("withdrawn"));
        let restore = || kept.iter().for_each(|(bytes, path)| fs::write(path, bytes).expect("restored"));
        restore();
        let status = run(&["approval", "status", "un"]);
        assert!(status.contains("not approved") && status.contains("nobody asked for approval"), "{verify}: {status}");
        assert!(run(&["send", "un", "--dry-run"]).contains("nobody asked for approval"));
        // Asked anew for the very same, the old signatures do not count.
        run(&["approval", "request", "un"]);
        kept.iter().filter(|(_, path)| !path.ends_with("un.request.json")).for_each(|(bytes, path)| {
            fs::write(path, bytes).expect("restored");
        });
        let status = run(&["approval", "status", "un"]);
        assert!(status.contains("not approved") && status.matches("missing").count() == 2, "{verify}: {status}");
        // The codes of that request are of no use any more.
        drop(codes(folder));
        approve();
    }
}

#[test]
fn nobody_whose_signature_would_be_the_request_s_file_approves() {
    let folder = project("");
    let people = CAMPAIGN.replace("id: rh", "id: request") + "approval: { by: [request] }\n";
    write(folder.path(), "campaigns/a/campaign.yaml", &people);
    let refused = told(&fanion(folder.path(), &["check"]));
    assert!(refused.contains("`request` cannot approve") && refused.contains("another id"), "{refused}");
}

#[test]
fn test_mail_needs_no_moment() {
    let folder = project(BOTH);
    let folder = folder.path();
    let unsent = LETTER.split_once('\n').expect("a line").1;
    write(folder, "campaigns/a/newsletters/un.yaml", unsent);
    let tested = fanion(folder, &["send", "un", "--test", "me@cap.example"]);
    assert!(tested.status.success() && told(&tested).contains("a/un: test mail in"), "{}", told(&tested));
    assert_eq!(fs::read_dir(folder.join("mail")).expect("mail").count(), 1);
    // What leaves has one.
    let refused = told(&fanion(folder, &["send", "un"]));
    assert!(refused.contains("says nothing of when it leaves: add `send:`"), "{refused}");
}

/// Fourteen versions: seven sites, two languages; two more readers at the first site.
fn many_versions(relay: &str) -> tempfile::TempDir {
    let folder = project("");
    let root = folder.path();
    let sites = (0..7).map(|i| format!("- {{ id: s{i}, name: Site {i} }}\n")).collect::<String>();
    write(root, "campaigns/a/campaign.yaml", &format!("{CAMPAIGN}{BOTH}sites:\n{sites}"));
    let rows = (0..16).map(|i| format!("r{i}@cap.example,{},s{}\n", if i % 2 == 0 { "fr" } else { "en" }, i / 2 % 7));
    write(root, "campaigns/a/staff.csv", &format!("email,language,site\n{}", rows.collect::<String>()));
    let text = "send: launch at 09:00\nsubject: Bonjour\nblocks:\n- { type: text, text: \"On commence à {{ site.name }}.\" }\n";
    write(root, "campaigns/a/newsletters/un.yaml", text);
    let delivery = format!("from: {{ name: Cap, address: cap@cap.example }}\nrelay: {relay}\n");
    write(root, "delivery.yaml", &delivery);
    folder
}

#[test]
fn approvers_receive_every_version_and_a_code_of_their_own() {
    let sink = Sink::start(|_, _| Act::Go);
    let folder = many_versions(&format!("smtp://127.0.0.1:{}", sink.port));
    let requested = fanion(folder.path(), &["approval", "request", "un"]);
    assert_eq!(requested.status.code(), Some(0), "{}", told(&requested));
    let mails = sink.mails();
    let mut codes = BTreeMap::new();
    for person in ["rh@cap.example", "dsi@cap.example"] {
        let theirs: Vec<_> = mails.iter().filter(|mail| mail.to == person).collect();
        assert_eq!(theirs.len(), 13, "a page and twelve copies");
        let page = MessageParser::default().parse(&theirs[0].bytes).expect("a mail");
        assert_eq!(page.subject(), Some("Approval: a/un"));
        assert!(page.message_id().is_some_and(|id| id.ends_with("@cap.example")) && page.date().is_some());
        let text = page.body_text(0).expect("a text").into_owned();
        let code = text.lines().find_map(|line| line.strip_prefix("Your code: ")).expect("a code").to_owned();
        assert!(page.body_html(0).expect("HTML").contains(&code));
        codes.insert(person, code);
        // Each version with its number of readers; of each language the one that most read comes first.
        let counted = |line: &&str| line.contains(": 1 reader") || line.contains(": 2 readers");
        let versions: Vec<&str> = text.lines().filter(counted).collect();
        assert_eq!(versions.iter().filter(|line| line.contains(": 2 readers")).count(), 2, "{text}");
        assert_eq!(versions.iter().filter(|line| line.contains(": 1 reader")).count(), 12, "{text}");
        assert!(versions.iter().take(2).all(|line| line.contains("s0: 2 readers")), "{text}");
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        let mut see = |mail: &mail_parser::Message<'_>| {
            assert!(mail.subject().is_some_and(|subject| subject.starts_with("[Test] ")), "{:?}", mail.subject());
            assert_eq!(mail.to().and_then(|to| to.first()).and_then(|to| to.address()), Some(person));
            let text = mail.body_text(0).expect("a text");
            let site = text.split("à Site ").nth(1).expect("a site").chars().next().expect("a number");
            let html = mail.body_html(0).expect("HTML");
            let language = html.split("lang=\"").nth(1).expect("a language")[..2].to_owned();
            assert!(seen.insert((language, site.to_string())), "twice: {site}");
        };
        for copy in &theirs[1..] {
            see(&MessageParser::default().parse(&copy.bytes).expect("a mail"));
        }
        let attached: Vec<_> = page.attachments().collect();
        assert_eq!(attached.len(), 2);
        for file in attached {
            let name = file.attachment_name().expect("a name").to_owned();
            assert!(name.ends_with(".eml") && text.contains(&format!("attached as {name}")), "{name}: {text}");
            see(file.message().expect("a mail within"));
        }
        assert_eq!(seen.len(), 14);
    }
    for mail in &mails {
        let text = String::from_utf8_lossy(&mail.bytes).into_owned();
        let others = codes.iter().filter(|(person, _)| **person != mail.to);
        assert!(others.clone().count() == 1 && others.clone().all(|(_, code)| !text.contains(code.as_str())));
    }
    let said = told(&requested);
    assert!(codes.values().all(|code| !said.contains(code.as_str())), "{said}");
    let signed = fanion(folder.path(), &["approve", "un", "--as", "rh", "--code", &codes["rh@cap.example"]]);
    assert_eq!(signed.status.code(), Some(0), "{}", told(&signed));
}

/// Header fields in their order, each with what it says; and the body.
fn taken_apart(mail: &[u8]) -> (Vec<(String, String)>, Vec<u8>) {
    let at = mail.windows(4).position(|four| four == b"\r\n\r\n").expect("a body");
    let head = String::from_utf8(mail[..at].to_vec()).expect("ASCII").replace("\r\n ", " ").replace("\r\n\t", " ");
    let fields = head.split("\r\n").filter_map(|line| line.split_once(": "));
    (fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(), mail[at..].to_vec())
}

#[test]
fn test_mail_differs_from_the_reader_s_own_in_what_is_documented_and_nothing_else() {
    let folder = project("");
    let root = folder.path();
    let seed = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    write(root, "dkim", seed);
    let dkim =
        "dkim: { selector: one, key_file: dkim }\nreply_to: rh@cap.example\nunsubscribe: mailto:cap@cap.example\n";
    let delivery =
        format!("from: {{ name: L’équipe, address: cap@cap.example }}\nrelay: file:mail\nlist_id: cap.example\n{dkim}");
    write(root, "delivery.yaml", &delivery);
    let reader = "eve@cap.example";
    let tested = fanion(root, &["send", "un", "--test", "me@cap.example", "--as", reader]);
    assert_eq!(tested.status.code(), Some(0), "{}", told(&tested));
    let path = fs::read_dir(root.join("mail")).expect("mail").next().expect("one").expect("a file").path();
    let test = fs::read(path).expect("a mail");
    let released = fanion(root, &["send", "un", "--yes-without-approval"]);
    assert!(told(&released).contains("20 queued"), "{}", told(&released));
    // Its moment comes: 2037-03-10 at 09:00.
    let clock = Arc::new(SetClock::at("2037-03-10T10:00:00Z".parse().expect("a moment")));
    let second = Duration::from_secs(1);
    let settings = Settings {
        relay: Relay::Folder(root.join("sent")),
        login: None,
        tls: None,
        connections: 1,
        rate: None,
        daily_limit: None,
        batch: 8,
        timeouts: Timeouts::default(),
        backoff: Backoff { first: second, most: second },
        dkim: Some(Arc::new(signing_key("cap.example", "one", seed).expect("a key"))),
        bounces: Bounces::Sender,
        key: Key::open(&root.join(".fanion")).expect("a key"),
        hello: "localhost".into(),
        told: None,
    };
    let (_turn, stop) = tokio::sync::watch::channel(false);
    let outbox = root.join(".fanion/outbox.db");
    let report = dispatch::run(&outbox, Store::of_project(root), settings, clock, true, stop).expect("a run");
    assert_eq!((report.sent, report.failed), (20, 0));
    let real = fs::read(root.join(format!("sent/a/un/{reader}.eml"))).expect("a mail");

    let ((marked, test_body), (plain, real_body)) = (taken_apart(&test), taken_apart(&real));
    assert_eq!(test_body, real_body, "the bodies differ");
    let same: Vec<_> = marked.iter().filter(|field| plain.contains(field)).collect();
    assert_eq!(same, plain.iter().filter(|field| marked.contains(field)).collect::<Vec<_>>(), "in another order");
    let differing: BTreeSet<&str> = marked
        .iter()
        .filter(|f| !plain.contains(f))
        .chain(plain.iter().filter(|f| !marked.contains(f)))
        .map(|f| f.0.as_str())
        .collect();
    let documented = ["DKIM-Signature", "Date", "Message-ID", "Subject", "To", "X-Fanion-Test"];
    assert_eq!(differing.into_iter().collect::<Vec<_>>(), documented);
    let page = include_str!("../../docs/approval.md");
    assert!(documented.iter().all(|name| page.contains(&format!("`{name}`"))), "docs/approval.md names each");
    let subject =
        |mail: &[u8]| MessageParser::default().parse(mail).expect("a mail").subject().expect("one").to_owned();
    assert_eq!(subject(&test), format!("[Test] {}", subject(&real)));
}
