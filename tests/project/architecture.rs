//! The module table of ARCHITECTURE.md is what the code does.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// `module → what it may use`, read from the table.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string("ARCHITECTURE.md").expect("ARCHITECTURE.md");
    let rows = text.lines().skip_while(|line| !line.starts_with("| module | holds | may use |")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [module, _, uses] = cells[..] else { panic!("a row of three cells: {row}") };
        let uses = uses.split(',').map(|name| name.trim().to_owned()).filter(|name| name != "–");
        (module.trim_matches('`').to_owned(), uses.collect())
    })
    .collect()
}

fn sources(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// True for a file that only tests compile.
fn is_test(file: &Path) -> bool {
    file.iter()
        .any(|part| ["tests", "tests.rs", "testing.rs", "sample.rs", "faults.rs"].iter().any(|name| part == *name))
}

/// The modules that a file reaches through `crate::`, its tests left out.
fn uses(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut found = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        // `use crate::{ a::…, b };`: every name at the first level.
        if let Some(group) = part.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => name.clear(),
                    ':' if depth == 0 => {
                        found.insert(name.trim().to_owned());
                    }
                    c if depth == 0 => name.push(c),
                    _ => {}
                }
            }
        } else {
            found.insert(part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found.into_iter().filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_edge_stands_in_the_table() {
    let table = table();
    assert!(table.len() >= 10, "the table was not found");
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut edges = 0;
    let mut wrong = Vec::new();
    for file in &files {
        let parts: Vec<_> = file.iter().skip(1).map(|part| part.to_string_lossy().into_owned()).collect();
        let module = parts[0].trim_end_matches(".rs").to_owned();
        let test_only =
            parts.iter().any(|part| matches!(part.as_str(), "tests.rs" | "testing.rs" | "sample.rs" | "faults.rs"));
        if matches!(module.as_str(), "lib" | "main") || test_only {
            continue;
        }
        let allowed = table.get(&module).unwrap_or_else(|| panic!("`{module}` is not in the table"));
        let text = fs::read_to_string(file).expect("a source file");
        for used in uses(&text).into_iter().filter(|used| *used != module && table.contains_key(used)) {
            edges += 1;
            if !allowed.contains(&used) {
                wrong.push(format!("{}: `{module}` may not use `{used}`", file.display()));
            }
        }
        // No renderer knows another.
        if let [render, kind, ..] = &parts[..]
            && render == "render"
            && let Some(other) = ["document", "email", "graphic", "kit", "print"]
                .iter()
                .find(|o| *o != kind && text.contains(&format!("render::{o}")))
        {
            wrong.push(format!("{}: `render/{kind}` may not use `render/{other}`", file.display()));
        }
    }
    assert!(edges > 40, "only {edges} edges were found: the test reads nothing");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_modules_that_may_touch_the_file_system() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let may = [
        "src/load",
        "src/recipients",
        "src/output",
        "src/delivery",
        "src/cli/brand.rs",
        "src/cli/diff",
        "src/cli/init.rs",
        "src/cli/pack.rs",
        "src/cli/preview.rs",
        "src/cli/proof.rs",
        "src/cli/watch.rs",
    ];
    let wrong: Vec<_> = files
        .iter()
        .filter(|file| !is_test(file) && !may.iter().any(|folder| file.starts_with(folder)))
        .filter(|file| {
            let text = fs::read_to_string(file).expect("a source file");
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            // `std::fs::…`, or `fs` in a group of imports or at the head of a path.
            code.contains("std::fs") || code.contains(" fs::") || code.contains("    fs,") || code.contains("{fs,")
        })
        .collect();
    assert!(wrong.is_empty(), "these touch the file system: {wrong:?}");
}
