//! `fanion send`: once, in time, for whom it is not too late; and each occurrence of a newsletter as an issue of its own.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use fanion::{
    delivery::{
        Clock, Counts, Outbox, State, SystemClock,
        clock::SetClock,
        dispatch::{self, Settings},
        secret::Key,
        store::Store,
    },
    load,
    model::OnUnknown,
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use mail_parser::MessageParser;

use crate::support::issue;

fn fanion(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program runs")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    command.current_dir(folder).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn said(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = fanion(folder, arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", told(&output));
    told(&output)
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A project of one campaign, `a`.
fn project(delivery: &str, campaign: &str, staff: &str, letter: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "brand/identity.yaml", "name: Cap\ntagline: Go.\nlanguages: [en]\ncontact: cap@cap.example\n");
    let sender = "from: { name: Cap, address: cap@cap.example }\nrelay: file:mail\n";
    write(root, "delivery.yaml", &format!("{sender}{delivery}"));
    let people = "people:\n- { id: rh, level: team, function: hr, name: RH, email: rh@cap.example }\n";
    write(root, "campaigns/a/campaign.yaml", &format!("title: Launch\nrecipients: staff.csv\n{people}{campaign}"));
    write(root, "campaigns/a/staff.csv", staff);
    write(root, "campaigns/a/newsletters/un.yaml", letter);
    folder
}

fn readers(count: usize) -> String {
    format!("email\n{}", (0..count).map(|i| format!("r{i}@cap.example\n")).collect::<String>())
}

const LETTER: &str = "send: launch at 09:00\nsubject: Now\nblocks:\n- { type: text, text: We begin. }\n";

fn outbox(folder: &Path) -> Outbox {
    Outbox::open(&folder.join(".fanion/outbox.db"), Arc::new(SystemClock)).expect("an outbox")
}

fn counts(folder: &Path, issue: &str) -> Counts {
    outbox(folder).counts(&issue.parse().expect("a name")).expect("counts")
}

const UNASKED: &str = "--yes-without-approval";

#[test]
fn of_several_processes_that_release_an_issue_one_queues() {
    let folder = project("", "launch: 2037-03-10\n", &readers(50), LETTER);
    let folder = folder.path();
    said(folder, &["send", "un", UNASKED, "--dry-run"], 0);
    let mut queued = 0;
    let mut running: Vec<_> = (0..4).map(|_| command(folder, &["send", "un", UNASKED]).spawn().unwrap()).collect();
    while let Some(process) = running.pop() {
        let output = process.wait_with_output().unwrap();
        let told = told(&output);
        match output.status.code() {
            Some(0) if told.contains("50 queued, 0 duplicates") => queued += 1,
            Some(0) => assert!(told.contains("released already"), "{told}"),
            // Another builds: that is told, and one comes again.
            _ => {
                assert!(told.contains("another build"), "{told}");
                running.push(command(folder, &["send", "un", UNASKED]).spawn().unwrap());
            }
        }
    }
    assert_eq!((queued, counts(folder, "a/un").of(State::Pending)), (1, 50));
    let log = outbox(folder).log_entries(50).unwrap();
    assert_eq!(log.iter().filter(|entry| entry.what == "released").count(), 1);
}

#[test]
fn what_cannot_leave_in_time_is_not_released() {
    let folder = project("rate: 1 per hour\n", "launch: 2037-03-10\n", &readers(50), LETTER);
    let folder = folder.path();
    let plan = said(folder, &["plan"], 1);
    for arguments in [&["send", "un", UNASKED][..], &["send", "un", UNASKED, "--dry-run"]] {
        let refused = said(folder, arguments, 1);
        assert!(refused.contains("nothing was queued"), "{refused}");
        let line = refused.lines().find(|line| line.contains("error[send-too-slow]")).expect("a diagnostic");
        assert!(line.contains("38 of 50 readers in UTC") && plan.contains(line), "{line}\n{plan}");
    }
    assert_eq!(outbox(folder).status().unwrap().issues.len(), 0);
    write(
        folder,
        "delivery.yaml",
        "from: { name: Cap, address: cap@cap.example }\nrelay: file:mail\nrate: 1 per second\n",
    );
    assert!(said(folder, &["send", "un", UNASKED], 0).contains("50 queued"));
}

#[test]
fn what_left_within_24_hours_counts_when_an_issue_is_released() {
    // A place where it is between ten and twelve, whatever the time is here; there mail leaves at one.
    let now = SystemClock.now();
    let here = (10 - i64::from(now.to_zoned_datetime(TimeZone::UTC).hour())).max(-12);
    let today = (now + SignedDuration::from_hours(here)).to_zoned_datetime(TimeZone::UTC).date();
    let letter = LETTER.replace("launch at 09:00", &format!("{today} 13:00"));
    let limit = |daily| format!("max_lateness: 1 hour\ndaily_limit: {daily}\n");
    let folder = project(&limit(60), &format!("timezone: {}\n", zone(here)), &readers(50), &letter);
    let folder = folder.path();
    let free = said(folder, &["send", "un", UNASKED, "--dry-run"], 0);
    assert!(free.contains("would be released to 50 readers"), "{free}");
    let before = issue::issue(folder, OnUnknown::Hold, 300);
    issue::release(&mut outbox(folder), &before, (0..30).map(|n| issue::message(n, now)));
    assert!(said(folder, &["outbox", "run", "--once"], 0).contains("30 sent"));
    for arguments in [&["send", "un", UNASKED, "--dry-run"][..], &["send", "un", UNASKED]] {
        let refused = said(folder, arguments, 1);
        assert!(
            refused.contains("20 of 50 readers") && refused.contains("takes 60 messages within 24 hours"),
            "{refused}"
        );
    }
    let sender = "from: { name: Cap, address: cap@cap.example }\nrelay: file:mail\n";
    write(folder, "delivery.yaml", &format!("{sender}{}", limit(80)));
    assert!(said(folder, &["send", "un", UNASKED], 0).contains("50 queued"));
}

/// `+3` as tz names it, the sign turned.
fn zone(offset: i64) -> String {
    match offset {
        0 => "Etc/GMT".to_owned(),
        1.. => format!("Etc/GMT-{offset}"),
        _ => format!("Etc/GMT+{}", -offset),
    }
}

#[test]
fn whose_moment_has_passed_is_told_by_zone_and_expires_at_once() {
    // A place where it is between ten and twelve, whatever the time is here; there mail should have left at ten. Four hours to
    // the east that is four hours ago and more, to the west it is to come.
    let now = SystemClock.now();
    let hour = i64::from(now.to_zoned_datetime(TimeZone::UTC).hour());
    let here = (10 - hour).max(-12);
    let (east, west) = (here + 4, (here - 4).max(-12));
    let today = (now + SignedDuration::from_hours(here)).to_zoned_datetime(TimeZone::UTC).date();
    let sites = format!(
        "timezone: {here}\nsites:\n- {{ id: east, name: East, timezone: {} }}\n- {{ id: west, name: West, timezone: {} }}\n",
        zone(east),
        zone(west),
        here = zone(here)
    );
    let rows = (0..12).map(|i| format!("r{i}@cap.example,{}\n", ["east", "west", ""][i % 3]));
    let staff = format!("email,site\n{}", rows.collect::<String>());
    let letter = LETTER.replace("launch at 09:00", &format!("{today} 10:00"));
    let folder = project("max_lateness: 3 hours\n", &sites, &staff, &letter);
    let folder = folder.path();
    let line = format!("a/un: too late for 4 readers in {}: expired at once", zone(east));
    for arguments in [&["send", "un", UNASKED, "--dry-run"][..], &["send", "un", UNASKED]] {
        let told = said(folder, arguments, 0);
        assert!(told.contains(&line) && told.matches("too late").count() == 1, "{told}");
        assert!(told.contains("fanion outbox retry a/un"), "{told}");
    }
    let counts = counts(folder, "a/un");
    assert_eq!((counts.of(State::Expired), counts.of(State::Pending)), (4, 8));
    said(folder, &["outbox", "retry", "a/un", "--within", "12"], 0);
    assert_eq!(self::counts(folder, "a/un").of(State::Pending), 12);
    // Where everybody's moment has passed, nothing is released.
    let letter = LETTER.replace("launch at 09:00", "2020-03-10 10:00");
    write(folder, "campaigns/a/newsletters/deux.yaml", &letter);
    assert!(said(folder, &["send", "deux", UNASKED], 2).contains("the moment of `a/deux` has passed"));
}

/// The code that was mailed; the mails are removed, their texts come back.
fn mailed(folder: &Path) -> (String, String) {
    let (mut code, mut texts) = (String::new(), String::new());
    for entry in fs::read_dir(folder.join("mail")).expect("mail") {
        let path = entry.expect("a file").path();
        let bytes = fs::read(&path).expect("a mail");
        let text =
            MessageParser::default().parse(&bytes).and_then(|mail| mail.body_text(0).map(|text| text.into_owned()));
        let text = text.expect("a text");
        if let Some(found) = text.lines().find_map(|line| line.trim().strip_prefix("Your code: ")) {
            code = found.to_owned();
        }
        texts.push_str(&text);
        fs::remove_file(path).expect("removed");
    }
    (code, texts)
}

/// Sends what is due at a moment into the folder; how many.
fn run_at(folder: &Path, moment: &str) -> u64 {
    let project = load::load(folder).expect("a folder").project.expect("a project");
    let delivery = project.delivery.expect("delivery");
    let key = Key::open(&folder.join(".fanion")).expect("a key");
    let settings = Settings::new(folder, &delivery, key).expect("settings");
    let clock = Arc::new(SetClock::at(moment.parse::<Timestamp>().expect("a moment")));
    let (_turn, stop) = tokio::sync::watch::channel(false);
    let path = folder.join(".fanion/outbox.db");
    dispatch::run(&path, Store::of_project(folder), settings, clock, true, stop).expect("a run").sent
}

fn text_of(folder: &Path, issue: &str) -> String {
    let entries = fs::read_dir(folder.join("mail/a")).expect("mail");
    let names: Vec<_> = entries.map(|entry| entry.expect("a folder").path()).collect();
    let found = names.iter().find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains(issue)));
    let bytes = fs::read(found.expect("an issue").join("r0@cap.example.eml")).expect("a mail");
    let mail = MessageParser::default().parse(&bytes).expect("a mail").into_owned();
    mail.body_text(0).expect("a text").into_owned()
}

#[test]
fn each_occurrence_is_an_issue_with_its_own_content_and_its_own_approval() {
    let letter = "send: every tuesday at 09:00 from launch - 3 weeks until launch\nsubject: Soon\nblocks:\n\
        - { type: text, text: A word. }\n- { type: countdown }\n";
    // 2037-03-10 is a Tuesday: the newsletter leaves on 17 and 24 February and on 3 March.
    let campaign = "launch: 2037-03-10\ntimezone: UTC\napproval: { by: [rh] }\n";
    let folder = project("", campaign, &readers(5), letter);
    let folder = folder.path();
    let plan = said(folder, &["plan", "--format", "json"], 0);
    for moment in ["2037-02-17T09:00", "2037-02-24T09:00", "2037-03-03T09:00"] {
        assert!(plan.contains(&format!("\"occurrence\": \"{moment}")), "{moment}: {plan}");
    }
    let which = said(folder, &["send", "un"], 2);
    assert!(which.contains("say which with --occurrence, as 2037-02-17T09:00, 2037-02-24T09:00"), "{which}");
    assert!(said(folder, &["send", "un", "--occurrence", "2037-02-18T09:00"], 2).contains("does not leave on"));
    let issues = [("2037-02-17T09:00", "21 days"), ("2037-03-03T09:00", "7 days"), ("2037-02-24T09:00", "14 days")];
    for (moment, days) in issues {
        let name = ["un", "--occurrence", moment];
        // The approval of one is nobody's approval of another.
        assert!(said(folder, &[&["send"][..], &name].concat(), 1).contains("nobody asked for approval"));
        said(folder, &[&["approval", "request"][..], &name].concat(), 0);
        let (code, texts) = mailed(folder);
        assert!(texts.contains(days), "{moment}: {texts}");
        said(folder, &[&["approve"][..], &name, &["--as", "rh", "--code", &code]].concat(), 0);
        let status = said(folder, &["approval", "status", &format!("a/un@{moment}")], 0);
        assert!(status.contains(&format!("a/un@{moment}: approved, 5 readers")), "{status}");
        let sent = said(folder, &[&["send"][..], &name].concat(), 0);
        assert!(sent.contains(&format!("a/un@{moment}: 5 queued")), "{sent}");
        assert!(said(folder, &[&["send"][..], &name].concat(), 0).contains("released already"));
    }
    let status = said(folder, &["outbox", "status"], 0);
    assert!(issues.iter().all(|(moment, _)| status.contains(&format!("a/un@{moment} (5 readers)"))), "{status}");
    // A build in between changes nothing of what was approved.
    said(folder, &["build", "--only", "newsletters"], 0);
    for (moment, days) in [issues[0], issues[2], issues[1]] {
        assert_eq!(run_at(folder, &format!("{moment}:30Z")), 5, "{moment}");
        let text = text_of(folder, &moment.replace(':', "%3A"));
        assert!(text.contains(days), "{moment}: {text}");
    }
}

#[test]
fn an_edit_voids_the_approval_of_an_occurrence_and_readers_move_within_the_tolerance() {
    let letter = "send: every tuesday at 09:00 from launch - 3 weeks until launch\nsubject: Soon\nblocks:\n- { type: countdown }\n";
    let campaign = "launch: 2037-03-10\ntimezone: UTC\napproval: { by: [rh], tolerance: 10%, verify: none }\n";
    let folder = project("", campaign, &readers(20), letter);
    let folder = folder.path();
    let name = "un@2037-02-24T09:00";
    said(folder, &["approval", "request", name], 0);
    said(folder, &["approve", name, "--as", "rh"], 0);
    write(folder, "campaigns/a/newsletters/un.yaml", &letter.replace("Soon", "Later"));
    let refused = said(folder, &["send", name], 1);
    assert!(refused.contains("subject: was `Soon`, is `Later`"), "{refused}");
    write(folder, "campaigns/a/newsletters/un.yaml", letter);
    write(folder, "campaigns/a/staff.csv", &readers(23));
    assert!(said(folder, &["send", name], 1).contains("beyond the tolerance of 10%"));
    // Twenty-two people, one of them twice and in other letters.
    write(folder, "campaigns/a/staff.csv", &format!("{}R3@CAP.example\nr3@cap.example\n", readers(22)));
    let sent = said(folder, &["send", name], 0);
    assert!(sent.contains("22 queued"), "{sent}");
    assert_eq!(run_at(folder, "2037-02-24T10:00:00Z"), 22);
    let counts = counts(folder, &format!("a/{name}"));
    assert_eq!((counts.of(State::Sent), counts.total()), (22, 22));
}

/// The program where no file may grow beyond so many blocks: a full disk to whoever writes. `None` where the shell limits nothing.
#[cfg(unix)]
fn cramped(folder: &Path, blocks: u32, arguments: &[&str]) -> Option<Output> {
    let script = format!("trap '' XFSZ; ulimit -f {blocks} || exit 99; exec \"$@\"");
    let mut shell = Command::new("sh");
    shell.current_dir(folder).args(["-c", &script, "sh", env!("CARGO_BIN_EXE_fanion")]).args(arguments);
    Some(shell.output().expect("a shell")).filter(|output| output.status.code() != Some(99))
}

#[test]
#[cfg(unix)]
fn a_release_onto_a_full_disk_queues_nobody_and_the_next_one_everybody() {
    const READERS: usize = 6000;
    let folder = project("", "launch: 2037-03-10\n", &readers(READERS), LETTER);
    let folder = folder.path();
    // Built before: it is the release that has no room, at its first row, in the middle, and before its end.
    said(folder, &["send", "un", UNASKED, "--dry-run"], 0);
    for blocks in [16, 128, 512, 1024] {
        let Some(full) = cramped(folder, blocks, &["send", "un", UNASKED]) else {
            eprintln!("skipped: this shell limits no sizes");
            return;
        };
        let words = told(&full);
        assert_eq!(full.status.code(), Some(2), "{blocks}: {words}");
        assert!(words.contains("the disk is full") && words.contains("make room"), "{blocks}: {words}");
        assert!(words.matches("disk I/O").count() <= 1, "{blocks}: {words}");
        let mut outbox = outbox(folder);
        assert_eq!(outbox.status().unwrap().issues.len(), 0, "{blocks}");
        assert!(outbox.log_entries(10).unwrap().iter().all(|entry| entry.what != "released"), "{blocks}");
    }
    assert!(told(&cramped(folder, 1024, &["send", "un", UNASKED]).unwrap()).contains("nothing was queued"));
    assert!(said(folder, &["send", "un", UNASKED], 0).contains("a/un: 6000 queued, 0 duplicates"));
    let counts = counts(folder, "a/un");
    assert_eq!((counts.of(State::Pending), counts.total()), (READERS as u64, READERS as u64));
    let addresses = (0..READERS).map(|n| format!("r{n}@cap.example").parse().unwrap());
    let mut outbox = outbox(folder);
    assert!(addresses.step_by(97).all(|address| outbox.export(&address).unwrap().messages.len() == 1));
}
