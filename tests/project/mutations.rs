//! No input panics: the example, damaged in thousands of ways, loads, checks and plans.
//!
//! `FANION_CASES=100000 cargo test --release --test project mutations` runs as many; the usual run is short.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use fanion::{
    check,
    diagnostic::render,
    load,
    plan::{self, Filter},
};

/// Xorshift64*, so that a case is found again by its number.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }
}

/// What people, editors and enemies put into YAML and Markdown.
const TOKENS: [&str; 48] = [
    "\t",
    "  ",
    "\r\n",
    "\u{feff}",
    "{{",
    "}}",
    "{{ name }}",
    "{{ training.x.starts | date }}",
    "{{ a | default(\"",
    "**",
    "*",
    "@",
    "`",
    "#",
    " #",
    ": ",
    " : ",
    "- ",
    "? ",
    "|",
    ">-",
    "&a ",
    "*a",
    "!!binary ",
    "<<: *a",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "\\",
    "\0",
    "\u{fdd0}",
    "\u{fdd1}",
    "\u{202e}",
    "é",
    "日本",
    "🙂",
    "---\n",
    "...\n",
    "null",
    "~",
    "99999999999999999999",
    "-1e309",
    "../../etc/passwd",
    "launch - 999 weeks at 02:30",
];

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let lines: Vec<(usize, usize)> = {
        let mut start = 0;
        bytes
            .split_inclusive(|b| *b == b'\n')
            .map(|l| {
                let at = start;
                start += l.len();
                (at, start)
            })
            .collect()
    };
    let line = |random: &mut Random| lines.get(random.below(lines.len())).copied().unwrap_or((0, 0));
    let at = random.below(bytes.len() + 1);
    match random.below(9) {
        0 => drop(bytes.splice(at..at, TOKENS[random.below(TOKENS.len())].bytes())),
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(at..(at + 1 + random.below(12)).min(bytes.len()))),
        3 => bytes.insert(at, random.below(256) as u8),
        4 => {
            let (from, to) = line(random);
            drop(bytes.drain(from..to));
        }
        5 => {
            let (from, to) = line(random);
            let copy = bytes[from..to].to_vec();
            drop(bytes.splice(from..from, copy));
        }
        6 => {
            let (from, _) = line(random);
            let indent = " ".repeat(random.below(6));
            drop(bytes.splice(from..from, indent.bytes()));
        }
        7 => {
            let (a, b) = (line(random), line(random));
            let copy = bytes[a.0..a.1].to_vec();
            drop(bytes.splice(b.0..b.0, copy));
        }
        _ => {
            let (from, to) = line(random);
            if let Some(colon) = bytes[from..to].iter().position(|b| *b == b':') {
                let value = TOKENS[random.below(TOKENS.len())];
                drop(bytes.splice(from + colon + 1..to, format!(" {value}\n").bytes()));
            }
        }
    }
}

fn copy(from: &Path, to: &Path, files: &mut Vec<PathBuf>) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the example") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target, files);
        } else {
            fs::copy(entry.path(), &target).expect("a copy");
            files.push(target);
        }
    }
}

/// Loads, checks and plans, and tells every diagnostic in all three formats.
fn run(root: &Path) -> usize {
    let loaded = load::load(root).expect("the folder exists");
    let mut diagnostics = loaded.diagnostics;
    if let Some(project) = &loaded.project {
        diagnostics.extend(check::check(project));
        diagnostics.extend(plan::plan(project, &Filter::default()).1);
    }
    diagnostics.sort();
    for diagnostic in &diagnostics {
        assert!(!render::full(diagnostic, false).is_empty());
        assert!(!render::concise(diagnostic).contains('\n'));
        assert!(render::json(diagnostic).is_object());
    }
    diagnostics.iter().count()
}

#[test]
fn a_damaged_project_never_panics() {
    let cases: usize = std::env::var("FANION_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let mut files = Vec::new();
    for part in ["brand", "campaigns"] {
        copy(Path::new(part), &root.join(part), &mut files);
    }
    fs::copy("delivery.yaml", root.join("delivery.yaml")).expect("a copy");
    files.push(root.join("delivery.yaml"));
    files.sort();
    assert_eq!(run(root), 0, "the example itself has problems");
    let mut found = 0;
    for case in 0..cases {
        let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (case as u64 + 1).wrapping_mul(0xd134_2543_de82_ef95));
        let file = &files[random.below(files.len())];
        let sound = fs::read(file).expect("a file");
        let mut damaged = sound.clone();
        for _ in 0..=random.below(4) {
            mutate(&mut damaged, &mut random);
        }
        fs::write(file, &damaged).expect("a file");
        match catch_unwind(AssertUnwindSafe(|| run(root))) {
            Ok(count) => found += usize::from(count > 0),
            Err(_) => panic!("case {case} panics: {}\n{}", file.display(), String::from_utf8_lossy(&damaged)),
        }
        fs::write(file, &sound).expect("a file");
    }
    // Most damage is seen; where none is, the file still means something.
    assert!(found * 2 > cases, "only {found} of {cases} cases were told of");
    println!("{cases} cases, {found} with diagnostics, no panic");
}
