//! What people read when they make a mistake. Snapshots are looked at before they are accepted.

use std::fs;

use fanion::{check, diagnostic::render, load};

/// The diagnostics of an identity, one per line.
fn concise(identity: &str) -> String {
    project(&[("brand/identity.yaml", identity.as_bytes())])
}

fn project(files: &[(&str, &[u8])]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    let loaded = load::load(folder.path()).expect("a project");
    let mut diagnostics = loaded.diagnostics;
    diagnostics.extend(loaded.project.iter().flat_map(check::check));
    diagnostics.sort();
    diagnostics.iter().map(|d| render::concise(d) + "\n").collect()
}

/// The traps that YAML sets for people who write texts, each with help of its own.
#[test]
fn traps_of_yaml() {
    let traps = [
        ("comma between braces", "tagline: { fr: Oui, vraiment, en: Yes }"),
        ("question mark between braces", "tagline: { fr: ? Vous, en: Yes }"),
        ("colon of French", "tagline: Bonjour : à tous"),
        ("bold at the start", "tagline: **Ensemble** plus proches"),
        ("field at the start", "tagline: {{ name }} arrive"),
        ("a field alone", "tagline: {{ name }}"),
        ("at sign", "tagline: @tous"),
        ("number sign", "tagline: Numéro #1 en tout"),
        (
            "colour that is a comment",
            "tagline: x\nbrand:\n  color:\n    palette:\n      pine: #1f4d3a\n    primary: pine",
        ),
        ("value that is a comment", "tagline: #1 partout\nstory: #2"),
        ("tab", "tagline:\n\tfr: x"),
        ("key twice", "tagline: x\nname: Bis"),
        ("no as a language", "languages: [no]\ntagline: { no: Sammen }"),
        ("wrong indent", "tagline:\n  fr: x\n   en: y"),
        ("quote not closed", "tagline: \"x"),
        ("quotes within quotes", "tagline: \"Dire \"oui\" maintenant\""),
        ("brace not closed", "tagline: x\nstory:\n  why: { fr: a\nmessages: []"),
        ("bracket not closed", "tagline: x\nlanguages: [fr, en\nlink: https://x.example"),
        ("no space after the colon", "tagline:x"),
        ("CRLF is fine", "tagline: été\r"),
    ];
    let told = traps.map(|(what, text)| format!("# {what}\n{}", concise(&format!("name: Agora\n{text}\n"))));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn other_encodings() {
    let windows = b"name: Agora\ntagline: \xc9t\xe9\n";
    let mark = b"\xef\xbb\xbfname: Agora\ntagline: x\n";
    let wide: Vec<u8> = "\u{feff}name: Agora\ntagline: x\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let told = [windows.as_slice(), mark, &wide].map(|bytes| project(&[("brand/identity.yaml", bytes)]));
    insta::assert_snapshot!(told.join("\n"));
}

/// Five mistakes in one file, of which three are YAML's own, are told at once.
#[test]
fn five_mistakes_in_one_file() {
    let identity = "\
name: Agora
tagline: x
messages:
  - id: Trouver Qui
    title: Trouver : qui sait
    text: *d
    icon: \"search
contact: foo
lnk: x
";
    insta::assert_snapshot!(concise(identity));
}

#[test]
fn five_mistakes_in_five_files() {
    let campaign = "launch: 2027-02-30\naudiences: [{ id: all }]\n";
    let newsletter = "subject: x\nto: [everyone]\nblocks: [{ type: heros }]\n";
    let poster = "formats: [A33]\n";
    let guide = "---\ntitle: Guide\n---\n{{ message() }}\n";
    insta::assert_snapshot!(project(&[
        ("brand/identity.yaml", b"name: Agora\ntagline: x\nlanguages: [fr]\nlink: agora.example\n"),
        ("campaigns/a/campaign.yaml", campaign.as_bytes()),
        ("campaigns/a/newsletters/n.yaml", newsletter.as_bytes()),
        ("campaigns/a/posters/p.yaml", poster.as_bytes()),
        ("campaigns/a/guides/g.fr.md", guide.as_bytes()),
    ]));
}

#[test]
fn wrong_values() {
    let identity = "\
name: [a]
tagline: { fr: x, de: y }
languages: [fr, en]
contact: A <a@b.example>
brand:
  color:
    palette: { a: b, b: a, c: \"#12\", d: 12264f }
    primary: cc
  typography: { base: { weight: heavyish } }
guidelines:
  proportions: { a: 50, zz: 20 }
  logo: { clear_space: half, minimum_width: { print: 20 } }
  pattern: tile
";
    insta::assert_snapshot!(concise(identity));
}

#[test]
fn wrong_values_of_posters() {
    let poster =
        "template: horizn\nheadline: x\nphoto: { file: x.jpg, focus: left }\nquantity: 40\nprint: ja\ntiles: yes\n";
    let tab = "headline: x\n\tsubline: y\n";
    insta::assert_snapshot!(project(&[
        ("brand/identity.yaml", b"name: Agora\ntagline: x\n"),
        ("campaigns/a/campaign.yaml", b"launch: 2027-03-09\n"),
        ("campaigns/a/posters/p.yaml", poster.as_bytes()),
        ("campaigns/a/posters/tab.yaml", tab.as_bytes()),
    ]));
}

/// What is limited to nobody is not for everybody, and no reader gets half an address.
#[test]
fn wrong_values_of_newsletters() {
    let newsletter = "to:\nsubject: x\nblocks:\n  - { type: text, only: [], text: a }\n  - type: text\n    only:\n    text: b\n  \
                      - { type: text, text: \"[x](https://a.example/?n={{ name }}) [y]({{ link }})\" }\n  \
                      - { type: why, ony: [a] }\n  - { type: why, languages: [] }\n  \
                      - { type: call_to_action, label: a, link: \"{{ link }}/b\" }\n";
    insta::assert_snapshot!(project(&[
        ("brand/identity.yaml", b"name: Agora\ntagline: x\nlink: https://x.example\n"),
        ("campaigns/a/campaign.yaml", b"launch: 2027-03-09\n"),
        ("campaigns/a/newsletters/n.yaml", newsletter.as_bytes()),
    ]));
}

/// Blocks written as somebody who has never seen YAML writes them: each is told what to write instead.
#[test]
fn blocks_without_a_type_are_told_how_to_name_it() {
    let newsletter = "subject: x\nblocks:\n  - why\n  - hero:\n      title: a\n  - text: b\n  - numbers\n  - type: numbers\n    \
                      numbers: [{ value: \"1\" }, { value: \"2\" }]\n";
    let files = |newsletter: &str| {
        project(&[
            ("brand/identity.yaml", b"name: Agora\ntagline: x\n".as_slice()),
            ("campaigns/a/campaign.yaml", b"launch: 2027-03-09\n"),
            ("campaigns/a/newsletters/n.yaml", newsletter.as_bytes()),
        ])
    };
    let told = files(newsletter);
    for help in [
        "n.yaml:3:5: error[missing-key]: this block has no `type` (help: write `- type: why`)",
        "n.yaml:4:5: error[missing-key]: this block has no `type` (help: write `- type: hero`, and its other keys exactly below `type`)",
        "n.yaml:6:5: error[missing-key]: this block has no `type` (help: write one of these after `- type: `: hero, text,",
        "n.yaml:7:5: error[missing-key]: this block has no `type` (help: write `- type: numbers`)",
    ] {
        assert!(told.contains(help), "{help}\n{told}");
    }
    assert!(!told.contains("figures stand here"), "two figures stand there, without labels:\n{told}");
    let told = files("subject: x\nblocks:\n  type: hero\n  title: a\n");
    assert!(told.contains("begin each block with `- `, as `- type: hero`"), "{told}");
}

/// What the full form looks like: the place underlined, the other place shown, what to write instead.
#[test]
fn the_full_form() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("brand")).expect("a folder");
    let text =
        "name: Agora\ntagline: x\nmessages:\n  - { id: a, title: x, text: y }\n  - { id: a, title: x, text: y }\n";
    fs::write(folder.path().join("brand/identity.yaml"), text).expect("a file");
    let loaded = load::load(folder.path()).expect("a project");
    let shown: String = loaded.diagnostics.iter().map(|d| render::full(d, false) + "\n").collect();
    insta::assert_snapshot!(shown);
}
