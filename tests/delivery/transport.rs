//! The way to the relay: encrypted, to the right one, with the right credentials, within the times of RFC 5321.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    sync::Arc,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use fanion::{
    delivery::{
        NewIssue, Outbox, State, SystemClock,
        secret::Secret,
        smtp::{ConnectError, Encryption, Login, Reply, Server, Session, Timeouts, trusted},
    },
    model::{Auth, OnUnknown},
};
use jiff::Timestamp;

use crate::support::{
    issue,
    relay::{Relay, Security, certificate},
    sink::{Act, Sink, Stage},
};

const PASSWORD: &str = "pä ss:\"wörd\"=\u{1f511}";

fn timeouts() -> Timeouts {
    let second = Duration::from_secs(10);
    Timeouts { connect: second, command: second, data: second, message: second }
}

fn connect(
    port: u16,
    encryption: Encryption,
    ca: &str,
    auth: Auth,
    timeouts: Timeouts,
) -> Result<Session, ConnectError> {
    let server = Server { host: "localhost".into(), port, user: Some("agora".into()), encryption };
    let login = Login { user: "agora".into(), secret: Secret::new(PASSWORD), auth };
    let tls = trusted(Some(&certificate(ca))).expect("certificates");
    let login = (encryption != Encryption::None).then_some(&login);
    run(Session::connect(&server, login, Some(&tls), "client.example", timeouts))
}

fn run<T>(what: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(what)
}

fn refused(port: u16, encryption: Encryption, ca: &str, auth: Auth) -> String {
    match connect(port, encryption, ca, auth, timeouts()) {
        Ok(_) => panic!("it let us in"),
        Err(error) => error.to_string(),
    }
}

fn silent(text: &str) {
    for secret in [PASSWORD.to_owned(), STANDARD.encode(PASSWORD), STANDARD.encode(format!("\0agora\0{PASSWORD}"))] {
        assert!(!text.contains(&secret), "the password is shown: {text}");
    }
}

#[test]
fn a_relay_that_is_not_the_right_one_hears_nothing() {
    let cases = [
        ("other-name.pem", "ca.pem", "mail.elsewhere.example"),
        ("other-name.pem", "ca.pem", "not for `localhost`: write in `relay:` the name"),
        ("expired.pem", "ca.pem", "its certificate has expired"),
        ("good.pem", "self-signed.pem", "nobody whom this machine trusts has signed its certificate"),
        ("self-signed.pem", "ca.pem", "name that in `ca_file:`"),
    ];
    for (file, ca, expected) in cases {
        for (security, encryption) in
            [(Security::Implicit, Encryption::Implicit), (Security::StartTls, Encryption::StartTls)]
        {
            let relay = Relay::start(security, file, "PLAIN LOGIN XOAUTH2", "235 welcome");
            let told = refused(relay.port, encryption, ca, Auth::Password);
            assert!(told.contains("not trusted, and nothing was sent to it") && told.contains(expected), "{told}");
            let seen = relay.seen();
            let clear: &[&str] =
                if security == Security::Implicit { &[] } else { &["EHLO client.example", "STARTTLS"] };
            assert_eq!(seen.clear, clear);
            assert!(seen.logins.is_empty() && seen.receivers.is_empty(), "{seen:?}");
        }
    }
}

#[test]
fn encryption_that_somebody_takes_away_ends_the_session() {
    for (security, expected) in [
        (Security::Stripped, "it offers no STARTTLS; nothing is sent in the clear"),
        (Security::Refused, "it refuses STARTTLS: it says `454 4.7.0 not now`"),
        (Security::Injected, "it does not speak TLS at this port"),
    ] {
        let relay = Relay::start(security, "good.pem", "PLAIN", "235 welcome");
        let told = refused(relay.port, Encryption::StartTls, "ca.pem", Auth::Password);
        assert!(told.contains(expected), "{told}");
        let seen = relay.seen();
        assert!(seen.logins.is_empty() && seen.clear.iter().all(|line| !line.contains("AUTH")), "{seen:?}");
    }
    // The schemes taken for each other.
    let relay = Relay::start(Security::StartTls, "good.pem", "PLAIN", "235 welcome");
    let told = refused(relay.port, Encryption::Implicit, "ca.pem", Auth::Password);
    assert!(told.contains("`smtps://` is for a port that begins with TLS (465)"), "{told}");
}

#[test]
fn a_relay_that_refuses_who_signs_in_says_why_and_the_password_is_not_told() {
    for (offers, auth, welcome, expected) in [
        ("PLAIN", Auth::Plain, "535 5.7.8 wrong", "sign in: 5.7.8 wrong"),
        ("LOGIN", Auth::Password, "535 5.7.8 wrong", "5.7.8 wrong"),
        ("XOAUTH2", Auth::Xoauth2, "535 5.7.3 unsuccessful", "5.7.3 unsuccessful (status 401); an access token lives"),
        ("XOAUTH2", Auth::Password, "235 welcome", "it offers XOAUTH2, not PLAIN or LOGIN: write `auth: xoauth2`"),
        ("PLAIN LOGIN", Auth::Xoauth2, "235 welcome", "it offers PLAIN or LOGIN, not XOAUTH2: change `auth:`"),
        ("", Auth::Password, "235 welcome", "it asks nobody to sign in"),
        ("PLAIN", Auth::Plain, "454 4.7.0 later", "cannot be reached: while signing in: 4.7.0 later"),
    ] {
        let relay = Relay::start(Security::Implicit, "good.pem", offers, welcome);
        let told = refused(relay.port, Encryption::Implicit, "ca.pem", auth);
        assert!(told.contains(expected), "{told}");
        silent(&told);
    }
}

/// A project on disk with two readers, who wait.
fn project(delivery: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::create_dir_all(root.join("brand")).expect("a folder");
    fs::write(root.join("brand/identity.yaml"), "name: Agora\ntagline: Together\nlanguages: [fr]\n").expect("a file");
    fs::copy(certificate("ca.pem"), root.join("ca.pem")).expect("a file");
    let from = "from: { name: Agora, address: agora@horizon.example }\nconnections: 1\nca_file: ca.pem\n";
    fs::write(root.join("delivery.yaml"), format!("{from}{delivery}")).expect("a file");
    fs::create_dir_all(root.join(".fanion")).expect("a folder");
    let issue = issue::issue(root, OnUnknown::Hold, 300);
    issue::release(&mut outbox(root), &issue, (0..2).map(|n| issue::message(n, Timestamp::now())));
    folder
}

fn outbox(root: &Path) -> Outbox {
    Outbox::open(&root.join(".fanion/outbox.db"), Arc::new(SystemClock)).expect("an outbox")
}

fn fanion(root: &Path, password: Option<&str>, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    command.arg("--project").arg(root).args(arguments).env_remove("FANION_SMTP_PASSWORD");
    password.map(|password| command.env("FANION_SMTP_PASSWORD", password));
    command.output().expect("the program runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

#[test]
fn mail_goes_through_both_encryptions_with_each_mechanism_and_exact_credentials() {
    let oauth = format!("user=agora@horizon.example\x01auth=Bearer {PASSWORD}\x01\x01");
    let plain = format!("\0agora@horizon.example\0{PASSWORD}");
    let login = format!("agora@horizon.example {PASSWORD}");
    let cases = [
        (Security::StartTls, "smtp", "password", "LOGIN PLAIN XOAUTH2", ("PLAIN", &plain)),
        (Security::StartTls, "smtp", "password", "XOAUTH2 LOGIN", ("LOGIN", &login)),
        (Security::Implicit, "smtps", "plain", "PLAIN LOGIN", ("PLAIN", &plain)),
        (Security::Implicit, "smtps", "login", "PLAIN LOGIN", ("LOGIN", &login)),
        (Security::StartTls, "smtp", "xoauth2", "PLAIN XOAUTH2", ("XOAUTH2", &oauth)),
    ];
    for (security, scheme, auth, offers, (mechanism, shown)) in cases {
        let relay = Relay::start(security, "good.pem", offers, "235 2.7.0 welcome");
        let address = format!("relay: {scheme}://agora%40horizon.example@localhost:{}\nauth: {auth}\n", relay.port);
        let folder = project(&address);
        let sent = fanion(folder.path(), Some(PASSWORD), &["outbox", "run", "--once"]);
        assert!(told(&sent).contains("2 sent, 0 deferred, 0 failed, 0 unknown"), "{auth}: {}", told(&sent));
        silent(&told(&sent));
        let seen = relay.seen();
        assert_eq!(seen.logins, [(mechanism.to_owned(), shown.clone())]);
        assert_eq!(seen.receivers.len(), 2);
        assert!(seen.clear.iter().all(|line| line.starts_with("EHLO ") || line == "STARTTLS"), "{:?}", seen.clear);
    }
}

#[test]
fn the_password_comes_from_the_environment_else_a_file_else_the_keyring() {
    let relay = Relay::start(Security::StartTls, "good.pem", "PLAIN", "235 2.7.0 welcome");
    let address = format!("relay: smtp://agora@localhost:{}\npassword_file: secret.txt\n", relay.port);
    let folder = project(&address);
    let root = folder.path();
    let missing = fanion(root, None, &["outbox", "run", "--once"]);
    assert!(missing.status.code() == Some(2) && told(&missing).contains("secret.txt"), "{}", told(&missing));
    fs::write(root.join("secret.txt"), "\r\n").expect("a file");
    let empty = fanion(root, None, &["outbox", "run", "--once"]);
    assert!(told(&empty).contains("secret.txt` holds no password"), "{}", told(&empty));
    // An editor ends a file with a line break, which is none of the password.
    fs::write(root.join("secret.txt"), "of the file \r\n").expect("a file");
    let filed = fanion(root, None, &["outbox", "run", "--once"]);
    assert!(told(&filed).contains("2 sent"), "{}", told(&filed));
    let next = NewIssue { key: "launch/how".parse().expect("a name"), ..issue::issue(root, OnUnknown::Hold, 300) };
    issue::release(&mut outbox(root), &next, (0..2).map(|n| issue::message(n, Timestamp::now())));
    let set = fanion(root, Some("of the environment"), &["outbox", "run", "--once"]);
    assert!(told(&set).contains("2 sent"), "{}", told(&set));
    let shown: Vec<String> = relay.seen().logins.into_iter().map(|(_, shown)| shown).collect();
    assert_eq!(shown, ["\0agora\0of the file ", "\0agora\0of the environment"]);
    // Nobody has a keyring entry for this user; where there is no keyring at all the words are the same.
    let nobody = project(&format!("relay: smtp://nobody-of-the-tests@localhost:{}\n", relay.port));
    let none = fanion(nobody.path(), None, &["outbox", "run", "--once"]);
    let words = told(&none);
    assert!(
        none.status.code() == Some(2) && words.contains("no password for `nobody-of-the-tests@localhost`"),
        "{words}"
    );
    for way in ["FANION_SMTP_PASSWORD", "`password_file:` in delivery.yaml", "service `fanion`"] {
        assert!(words.contains(way), "{words}");
    }
    assert_eq!(relay.seen().logins.len(), 2);
}

/// A Secret Service of its own with a password in it, and a run beside it; 98 says that there is no such program here.
#[cfg(target_os = "linux")]
const KEYRING: &str =
    "for program in gnome-keyring-daemon secret-tool; do command -v $program >/dev/null || exit 98; done
printf unlock | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 98
printf %s \"$SECRET\" | secret-tool store --label=Fanion service fanion username agora@localhost || exit 98
exec \"$@\"";

#[test]
#[cfg(target_os = "linux")]
fn the_password_comes_from_the_keyring_of_the_system() {
    let relay = Relay::start(Security::StartTls, "good.pem", "PLAIN", "235 2.7.0 welcome");
    let folder = project(&format!("relay: smtp://agora@localhost:{}\n", relay.port));
    let home = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "sh", "-c", KEYRING, "sh", env!("CARGO_BIN_EXE_fanion"), "--project"]).arg(folder.path());
    command.args(["outbox", "run", "--once"]).env_remove("FANION_SMTP_PASSWORD").env("SECRET", PASSWORD);
    // Nobody's own keyring is opened.
    for name in ["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
        command.env(name, home.path());
    }
    let output = match command.output() {
        Ok(output) if output.status.code() != Some(98) => output,
        _ => {
            eprintln!("skipped: there is no dbus-run-session, gnome-keyring-daemon or secret-tool");
            return;
        }
    };
    assert!(output.status.success() && told(&output).contains("2 sent"), "{}", told(&output));
    silent(&told(&output));
    let shown: Vec<String> = relay.seen().logins.into_iter().map(|(_, shown)| shown).collect();
    assert_eq!(shown, [format!("\0agora\0{PASSWORD}")]);
}

#[test]
fn a_wrong_password_stands_nowhere_afterwards() {
    let relay = Relay::start(Security::Implicit, "good.pem", "PLAIN", "535 5.7.8 authentication failed");
    let folder = project(&format!("relay: smtps://agora@localhost:{}\n", relay.port));
    let root = folder.path();
    let run = fanion(root, Some(PASSWORD), &["outbox", "run", "--once"]);
    assert!(told(&run).contains("does not let us sign in: 5.7.8 authentication failed"), "{}", told(&run));
    let mut all = told(&run);
    for arguments in [&["outbox", "status"][..], &["outbox", "status", "--format", "json"], &["outbox", "log"]] {
        all.push_str(&told(&fanion(root, Some(PASSWORD), arguments)));
    }
    assert!(all.contains("authentication failed"), "{all}");
    silent(&all);
    let files: Vec<_> = fs::read_dir(root.join(".fanion")).expect("a folder").flatten().collect();
    assert!(files.iter().any(|file| file.file_name() == "outbox.db"));
    for file in files.iter().filter(|file| file.path().is_file()) {
        silent(&String::from_utf8_lossy(&fs::read(file.path()).expect("a file")));
    }
    assert_eq!(outbox(root).counts(&"launch/why".parse().expect("a name")).expect("counts").of(State::Pending), 2);
    // The same relay behind a certificate of nobody: the run ends, and nothing is shown to it.
    let impostor = Relay::start(Security::Implicit, "self-signed.pem", "PLAIN", "235 welcome");
    let other = project(&format!("relay: smtps://agora@localhost:{}\n", impostor.port));
    let run = fanion(other.path(), Some(PASSWORD), &["outbox", "run", "--once"]);
    assert!(run.status.code() == Some(2) && told(&run).contains("the relay is not trusted"), "{}", told(&run));
    silent(&told(&run));
    assert!(impostor.seen().logins.is_empty());
}

/// A relay in the clear that is silent at a stage: what becomes of a message, and after how long.
fn silence(at: Stage, pipelining: bool) -> (Result<Reply, String>, Duration) {
    let sink = Sink::start(move |stage, _| if stage == at { Act::Silence } else { Act::Go }).pipelining(pipelining);
    let limits = |command, data, message| Timeouts {
        connect: Duration::from_secs(10),
        command: Duration::from_millis(command),
        data: Duration::from_millis(data),
        message: Duration::from_millis(message),
    };
    let server = Server { host: "127.0.0.1".into(), port: sink.port, user: None, encryption: Encryption::None };
    let begun = Instant::now();
    let reply = run(async {
        let session = Session::connect(&server, None, None, "client.example", limits(700, 1400, 2800)).await;
        let mut session = session.map_err(|error| error.to_string())?;
        let (from, to) = ("agora@horizon.example".parse().expect("from"), "lea@horizon.example".parse().expect("to"));
        let reply = session.send(&from, &to, b"Subject: x\r\n\r\nx\r\n").await;
        assert!(!session.is_usable(), "a session whose answer may still come is used again");
        Ok(reply)
    });
    assert_eq!(sink.mails().len(), usize::from(at == Stage::Taken));
    (reply, begun.elapsed())
}

#[test]
fn each_stage_has_its_own_time() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    let Timeouts { command, data, message, .. } = Timeouts::default();
    // RFC 5321, 4.5.3.2: greeting, MAIL and RCPT five minutes, DATA two; three for a block and ten for the dot.
    assert_eq!((command, data, message), (minutes(5), minutes(2), minutes(13)));
    let (reply, after) = silence(Stage::Connect, false);
    assert!(reply.clone().is_err_and(|why| why.contains("no greeting")), "{reply:?}");
    assert!(after >= Duration::from_millis(700), "{after:?}");
    for (stage, least, sure) in [
        (Stage::Mail, 700, true),
        (Stage::Rcpt, 700, true),
        (Stage::Data, 1400, true),
        (Stage::Dot, 2800, false),
        (Stage::Taken, 2800, false),
    ] {
        for pipelining in [false, true] {
            let (reply, after) = silence(stage, pipelining);
            match reply.expect("a session") {
                Reply::NotSent(_) => assert!(sure, "{stage:?}"),
                Reply::Unknown(why) => assert!(!sure && why.contains("no answer to the end of the message"), "{why}"),
                other => panic!("{stage:?}: {other:?}"),
            }
            assert!(after >= Duration::from_millis(least), "{stage:?}: {after:?}");
        }
    }
}
