//! A project for tests of the real binary: its outbox filled, its relay a server on loopback.

#![allow(dead_code, reason = "not every test asks for everything")]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use fanion::{
    delivery::{Counts, Outbox, State, SystemClock},
    model::OnUnknown,
};
use jiff::Timestamp;

use super::{issue, sink::Sink};

/// A project on disk whose outbox is filled.
pub struct Project {
    pub folder: tempfile::TempDir,
}

impl Project {
    pub fn new(readers: usize, on_unknown: OnUnknown, port: u16) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        let root = project.root();
        fs::create_dir_all(root.join("brand")).unwrap();
        fs::write(root.join("brand/identity.yaml"), "name: Agora\ntagline: Together\nlanguages: [fr]\n").unwrap();
        fs::write(
            root.join("delivery.yaml"),
            format!(
                "from: {{ name: Agora, address: agora@horizon.example }}\nrelay: smtp://127.0.0.1:{port}\nconnections: 4\n"
            ),
        )
        .unwrap();
        let issue = issue::issue(root, on_unknown, 300);
        let now = Timestamp::now();
        issue::release(&mut project.outbox(), &issue, (0..readers).map(|n| issue::message(n, now)));
        project
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn outbox(&self) -> Outbox {
        fs::create_dir_all(self.root().join(".fanion")).unwrap();
        Outbox::open(&self.root().join(".fanion/outbox.db"), Arc::new(SystemClock)).unwrap()
    }

    pub fn fanion(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
        command.arg("--project").arg(self.root()).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn start(&self) -> Child {
        self.fanion(&["outbox", "run", "--once"]).spawn().unwrap()
    }

    pub fn counts(&self) -> Counts {
        self.outbox().counts(&"launch/why".parse().unwrap()).unwrap()
    }
}

/// Sends a signal to a process.
pub fn signal(process: u32, name: &str) {
    Command::new("kill").args([format!("-{name}"), process.to_string()]).status().unwrap();
}

/// What each address was sent.
pub fn received(sink: &Sink) -> BTreeMap<String, Vec<Vec<u8>>> {
    let mut found: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    sink.mails().into_iter().for_each(|mail| found.entry(mail.to).or_default().push(mail.bytes));
    found
}

/// The state of each address.
pub fn states(project: &Project, readers: usize) -> BTreeMap<String, State> {
    let mut outbox = project.outbox();
    let state = |n: usize| {
        let address = issue::address(n);
        let export = outbox.export(&address.parse().unwrap()).unwrap();
        assert_eq!(export.messages.len(), 1);
        (address, export.messages[0].state)
    };
    (0..readers).map(state).collect()
}

/// A header of a mail.
pub fn line(mail: &[u8], name: &str) -> String {
    let text = String::from_utf8_lossy(mail).into_owned();
    text.lines().find(|line| line.starts_with(name)).map(str::to_owned).expect("a header")
}
