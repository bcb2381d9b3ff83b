//! Every command that README.md, docs/*.md and docs/how-to/*.md show is run, in a small project that has the names of
//! the example.
//!
//! A block of commands begins with three backticks and `sh`. Each `fanion` line of it is run, in its order, and must end
//! well. What needs a relay, a mailbox or another program is marked by a line `<!-- parsed: why -->` above the block: then
//! the arguments are only read by the program's own parser, so that an option of another name breaks the test. The
//! tutorials are followed by tests/external/tutorial.py.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const FILES: &[(&str, &str)] = &[
    (
        "brand/identity.yaml",
        "name: Agora\ntagline: { fr: Ensemble, en: Together }\nlanguages: [fr, en]\nlink: https://agora.horizon.example\n",
    ),
    (
        "campaigns/lancement/campaign.yaml",
        "title: Agora\nlaunch: 2099-03-10\nsites:\n  - { id: lyon, name: Lyon, language: fr }\n\
         people:\n  - { id: rh, level: team, function: hr, name: RH, email: rh@horizon.example }\n\
         recipients: audiences/staff.csv\naudiences:\n  - { id: everyone }\n  - { id: managers, where: role == \"manager\" }\n\
         built_in_guides: none\napproval: { by: [rh] }\n",
    ),
    ("campaigns/lancement/audiences/staff.csv", STAFF),
    ("audiences/staff.csv", STAFF),
    (
        "campaigns/lancement/newsletters/01-pourquoi.yaml",
        "send: launch - 1 week at 09:30\nsubject: Bonjour\nblocks:\n  - { type: text, text: \"Bonjour {{ first_name | default('vous') }}\" }\n",
    ),
    ("campaigns/lancement/posters/annonce.yaml", "formats: [A5]\nsites: all\nfrom: launch\n"),
    ("delivery.yaml", "from: { name: Agora, address: agora@horizon.example }\nrelay: file:sent\n"),
    ("Maildir/new/.keep", ""),
    ("Maildir/cur/.keep", ""),
    ("other/brand/.keep", ""),
];

const STAFF: &str = "email,first_name,language,site,role\njeanne@horizon.example,Jeanne,fr,lyon,manager\n\
                     jack@horizon.example,Jack,en,,staff\nsomebody@company.example,Sam,en,,staff\n";

/// A block of commands in a document.
struct Block {
    place: String,
    commands: Vec<Vec<String>>,
    parsed: bool,
}

/// The words of a command: what stands between quotes is one.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '"' => (quoted, begun) = (!quoted, true),
            '#' if !quoted && !begun => break,
            // Where a shell puts what is printed is no business of the program.
            '>' if !quoted && !begun => break,
            ' ' if !quoted => {
                if std::mem::take(&mut begun) {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

fn blocks(document: &Path) -> Vec<Block> {
    let text = fs::read_to_string(document).expect("a document");
    let (mut found, mut open, mut parsed) = (Vec::new(), false, false);
    for (number, line) in text.lines().map(str::trim).enumerate() {
        match line {
            "```sh" => {
                let place = format!("{}:{}", document.display(), number + 1);
                found.push(Block { place, commands: Vec::new(), parsed: std::mem::take(&mut parsed) });
                open = true;
            }
            _ if line.starts_with("```") => open = false,
            _ if open => found.last_mut().expect("a block").commands.push(words(line)),
            _ if line.starts_with("<!-- parsed: ") => parsed = true,
            _ => {}
        }
    }
    found
}

fn documents() -> Vec<PathBuf> {
    let mut found = vec![PathBuf::from("README.md")];
    for folder in ["docs", "docs/how-to"] {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        // Commands of performance.md are those of its measurements.
        let other = ["tutorial.md", "tutoriel.md", "performance.md"];
        found.extend(entries.filter(|path| {
            path.extension().is_some_and(|e| e == "md") && !other.iter().any(|name| path.ends_with(name))
        }));
    }
    found.sort();
    found
}

fn run(folder: &Path, arguments: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").output().expect("the program runs")
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in FILES {
        let path = folder.path().join("agora").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    // Where a page hands the brand on to another project.
    fs::create_dir_all(folder.path().join("other/brand")).expect("a folder");
    folder
}

/// Runs a block's commands; says what went wrong.
fn follow(block: &Block, top: &Path) -> Result<(), String> {
    let mut folder = top.join("agora");
    for command in &block.commands {
        let [program, arguments @ ..] = &command[..] else { continue };
        match program.as_str() {
            "cd" => folder = folder.join(&arguments[0]),
            "fanion" => {
                let done = run(&folder, arguments);
                if done.status.code() != Some(0) {
                    return Err(format!("{}: {}\n{}", block.place, command.join(" "), told(&done)));
                }
            }
            other => return Err(format!("{}: `{other}` cannot be run here: mark the block", block.place)),
        }
    }
    Ok(())
}

#[test]
fn every_command_of_the_documents_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = Vec::new();
    let mut count = 0;
    for block in documents().iter().flat_map(|document| blocks(document)) {
        for command in &block.commands {
            // After a pipe too.
            let Some(at) = command.iter().position(|word| word == "fanion") else { continue };
            let mut arguments = command[at + 1..].to_vec();
            arguments.push("--help".to_owned());
            let done = run(folder.path(), &arguments);
            count += 1;
            if !done.status.success() {
                wrong.push(format!("{}: {}\n{}", block.place, command.join(" "), told(&done)));
            }
        }
    }
    assert!(count > 40, "{count} commands found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_command_of_the_documents_ends_well() {
    let mut wrong = Vec::new();
    for block in documents().iter().flat_map(|document| blocks(document)).filter(|block| !block.parsed) {
        let folder = project();
        wrong.extend(follow(&block, folder.path()).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
