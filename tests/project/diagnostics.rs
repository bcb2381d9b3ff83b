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

const IDENTITY: (&str, &[u8]) = ("brand/identity.yaml", b"name: Agora\ntagline: x\nlanguages: [fr]\n");
const CAMPAIGN: (&str, &[u8]) = ("campaigns/a/campaign.yaml", b"launch: 2027-03-09\n");

/// Files whose names are nearly right are named with what they were meant to be; others are nobody's business.
#[test]
fn misspelt_files_and_folders_are_told() {
    let banner = b"- { id: b, formats: [signature] }\n".as_slice();
    let told = project(&[
        IDENTITY,
        CAMPAIGN,
        ("Delivery.yml", b"x: 1\n"),
        ("campaign/a/campaign.yaml", b"title: x\n"),
        ("brand/text.yaml", b"fr: {}\n"),
        ("brand/template/poster/horizon.portrait.svg", b"<svg/>"),
        ("brand/templates/posters/horizon.portrait.svg", b"<svg/>"),
        ("campaigns/a/banner.yaml", banner),
        ("campaigns/a/posters.yaml", banner),
        ("campaigns/a/newsletter/n.yaml", b"subject: x\nblocks: []\n"),
        ("campaigns/a/guide/g.fr.md", b"---\ntitle: x\n---\nx\n"),
        ("campaigns/a/poster/team.png", b"a photo, not a poster"),
        ("campaigns/a/README.md", b"x"),
        ("campaigns/a/newsletters/Thumbs.db", b"x"),
        ("campaigns/a/newsletters/notes.txt", b"x"),
        ("campaigns/.DS_Store", b"x"),
        ("output/old/banner.yaml", banner),
        ("brand/templates/poster/Thumbs.db", b"\xff\xfe\0"),
    ]);
    for (path, meant) in [
        ("Delivery.yml", "delivery.yaml"),
        ("campaign", "campaigns/"),
        ("brand/text.yaml", "brand/texts.yaml"),
        ("brand/template", "brand/templates/"),
        ("brand/templates/posters/horizon.portrait.svg", "poster/horizon.portrait.svg"),
        ("campaigns/a/banner.yaml", "campaigns/a/banners.yaml"),
        ("campaigns/a/posters.yaml", "campaigns/a/posters/"),
        ("campaigns/a/newsletter", "campaigns/a/newsletters/"),
        ("campaigns/a/guide", "campaigns/a/guides/"),
    ] {
        let line =
            told.lines().find(|line| line.starts_with(&format!("{path}:")) || line.starts_with(&format!("{path}/:")));
        let line = line.unwrap_or_else(|| panic!("{path}\n{told}"));
        assert!(line.contains("warning[ignored-file]") && line.contains(&format!("did you mean `{meant}`?")), "{line}");
    }
    assert_eq!(told.lines().count(), 9, "{told}");
    let yml = project(&[IDENTITY, ("campaigns/a/campaign.yml", CAMPAIGN.1)]);
    assert!(yml.contains("rename `campaign.yml`, which lies there, to `campaign.yaml`"), "{yml}");
    assert_eq!(yml.lines().count(), 1, "{yml}");
}

/// What only the machine that sends needs is a warning with what to do.
#[test]
fn files_that_sending_needs_are_looked_for() {
    let delivery = "from: { name: A, address: a@company.example }\nrelay: smtp://a@smtp.company.example:587\n\
                    ca_file: ca.pem\npassword_file: /nowhere/password\ndkim: { selector: s1, key_file: keys/dkim.pem }\n";
    let there = [IDENTITY, ("keys/dkim.pem", b"x".as_slice()), ("delivery.yaml", delivery.as_bytes())];
    let told = project(&there);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 2, "{told}");
    assert!(lines[0].starts_with("delivery.yaml:3:10: warning[needed-to-send]: there is no file `ca.pem`"), "{told}");
    assert!(lines[1].starts_with("delivery.yaml:4:16: warning[needed-to-send]"), "{told}");
    let delivery = "from: { name: A, address: a@company.example }\nrelay: file:/nowhere/at/all/mail\n";
    let told = project(&[IDENTITY, ("delivery.yaml", delivery.as_bytes())]);
    assert!(
        told.contains("delivery.yaml:2:8: warning[needed-to-send]: there is no folder `/nowhere/at/all`"),
        "{told}"
    );
}

/// One cause is one error.
#[test]
fn a_mistake_has_no_others_in_its_wake() {
    let alone = |what: &str, files: &[(&str, &[u8])], expected: &[&str]| {
        let told = project(files);
        assert_eq!(told.lines().count(), expected.len(), "{what}\n{told}");
        expected.iter().for_each(|part| assert!(told.contains(part), "{what}: {part}\n{told}"));
    };
    alone(
        "a misspelt required key",
        &[("brand/identity.yaml", b"nmae: Agora\ntagline: x\n")],
        &["1:1: error[unknown-key]: unknown key `nmae` (help: did you mean `name`?)"],
    );
    let button = b"subject: x\nblcoks:\n  - { type: hero, tilte: x }\n  - { type: call_to_action, label: x, lnik: https://x.example }\n".as_slice();
    alone(
        "what a misspelt key holds is looked at",
        &[IDENTITY, CAMPAIGN, ("campaigns/a/newsletters/n.yaml", button)],
        &["unknown key `blcoks`", "unknown key `tilte`", "unknown key `lnik`"],
    );
    let campaign = "launch: 2027-03-09\npeople: [{ id: Léa Roy, level: team, name: L, quote: x }]\n".as_bytes();
    let quote = b"subject: x\nblocks: [{ type: quote, person: lea-roy }]\n".as_slice();
    alone(
        "an id that is none",
        &[IDENTITY, ("campaigns/a/campaign.yaml", campaign), ("campaigns/a/newsletters/n.yaml", quote)],
        &["`Léa Roy` is not a valid id"],
    );
    let campaign = b"launch: 2027-03-09\npeople: [{ id: a, level: team, name: L }]\n".as_slice();
    let from = "subject: x\nfrom: Léa Roy\nblocks: []\n".as_bytes();
    alone(
        "a reference that is no id",
        &[IDENTITY, ("campaigns/a/campaign.yaml", campaign), ("campaigns/a/newsletters/n.yaml", from)],
        &["`Léa Roy` is not a valid id"],
    );
    let block = b"subject: x\nblocks: [{ tpye: hero, title: x }]\n".as_slice();
    alone(
        "a block whose type is misspelt",
        &[IDENTITY, CAMPAIGN, ("campaigns/a/newsletters/n.yaml", block)],
        &["write `type` instead of `tpye`"],
    );
    let twice = b"subject: x\nblocks: []\n".as_slice();
    alone(
        "two files of one name",
        &[IDENTITY, CAMPAIGN, ("campaigns/a/newsletters/n.yaml", twice), ("campaigns/a/newsletters/n.yml", twice)],
        &["two newsletters have the same name"],
    );
}

/// Helps lead to what is right, not to what is alike.
#[test]
fn helps_lead_to_what_is_meant() {
    let moment = |text: &str| {
        let campaign = format!("launch: {text}\n");
        project(&[IDENTITY, ("campaigns/a/campaign.yaml", campaign.as_bytes())])
    };
    for (text, help) in [
        ("27-03-09", "in four figures: `2027-03-09`"),
        ("03/09/2027", "`2027-09-03` for 3 September, `2027-03-09` for 9 March"),
        ("25/03/2027", "in four figures: `2027-03-25`"),
        ("2027-03-09 9:00", "`9:00` is not a time of day (help: write `09:00`)"),
        ("2027-03-09 9h30", "write `09:30`"),
        ("2027-03-09 2pm", "write `14:00`"),
        ("2027-03-09 09:00 GMT+1", "`GMT+1` is not a time zone"),
        ("“2027-03-09”", "write \"2027-03-09\", with straight ones, or none"),
    ] {
        let told = moment(text);
        assert!(told.contains(help) && told.lines().count() == 1, "{text}\n{told}");
    }
    let told = concise("name: “Agora”\ntagline: x\n");
    assert!(told.contains("1:7: warning[suspicious-text]") && told.contains("write \"Agora\""), "{told}");
    let told = concise("name: Agora\ntagline: x\nmessages:\n  – id: a\n    title: b\n    text: c\n");
    let first = told.lines().next().unwrap_or_default();
    assert!(first.starts_with("brand/identity.yaml:4:3: error[yaml-syntax]: `–` begins no item of a list"), "{told}");
    assert!(first.ends_with("(help: write `- id: a`)") && told.lines().count() == 1, "{told}");
    let told = concise("name: Agora\ntagline: x\nlanguages:\n  – fr\n  – en\n");
    assert!(told.contains("begin each item with `- `, the plain hyphen and a space"), "{told}");
    let guide = |text: &str| project(&[IDENTITY, CAMPAIGN, ("campaigns/a/guides/g.fr.md", text.as_bytes())]);
    let told = guide("---\ntitle: x\n\nText\n");
    assert!(told.contains("g.fr.md:1:1: error[missing-key]: the head of this guide is not closed"), "{told}");
}

/// What was taken in silence and shown as nobody meant it.
#[test]
fn what_readers_would_wonder_at_is_told() {
    let guide = |text: &str| {
        let text = format!("---\ntitle: x\n---\n{text}");
        project(&[IDENTITY, CAMPAIGN, ("campaigns/a/guides/g.fr.md", text.as_bytes())])
    };
    assert!(guide("").contains("warning[invalid-value]: this guide has a title and nothing else"));
    assert!(
        guide("a\n\n```\nb\n").contains("g.fr.md:6:1: error[unsupported-markdown]: this block of code is not closed")
    );
    assert!(guide("a\n\n````\n```\n````\n").is_empty(), "three signs close no block of four");
    let table = |columns: usize| guide(&format!("{}\n{}\n", "| a ".repeat(columns), "|---".repeat(columns)));
    assert!(table(8).is_empty());
    assert!(table(12).contains("warning[text-too-long]: a table of 12 columns"));
    assert!(table(40).contains("error[text-too-long]: a table of 40 columns"));
    let told = concise("name: Agora\ntagline: x\nlanguages: []\n");
    assert!(told.contains("3:1: error[invalid-value]: this list is empty"), "{told}");
    let poster = b"print: { quantity: 0 }\n".as_slice();
    let told = project(&[IDENTITY, CAMPAIGN, ("campaigns/a/posters/p.yaml", poster)]);
    assert!(told.contains("p.yaml:1:20: error[invalid-value]: no copies would be printed"), "{told}");
    let told = concise("name: Agora\ntagline: \"Un Ã©tÃ© <b>fou</b>\"\n");
    assert!(told.contains("`Ã©` is probably `é`") && told.contains("HTML is shown as it was typed"), "{told}");
}

/// Damaged fonts and pictures are told where they are named.
#[test]
fn damaged_files_are_told_where_they_are_named() {
    let identity = b"name: Agora\ntagline: x\nbrand:\n  logo: logo.png\n  typography:\n    fonts:\n      - family: Own\n        source: file\n        files: [own.ttf]\n    base: Own\n    headings: Calibri\n".as_slice();
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in [
        ("brand/identity.yaml", identity),
        // A sound head and nothing else.
        (
            "brand/logo.png",
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xff\x61".as_slice(),
        ),
        ("brand/own.ttf", b"no font".as_slice()),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    let project = load::load(folder.path()).expect("a project").project.expect("a project");
    let (_, mut found) = fanion::render::Atelier::new(&project);
    found.sort();
    let told: String = found.iter().map(|d| render::concise(d) + "\n").collect();
    for part in [
        "brand/identity.yaml:4:9: error[invalid-image]: `brand/logo.png`",
        "brand/identity.yaml:9:17: error[unreadable-file]: `brand/own.ttf`",
        "brand/identity.yaml:11:15: warning[unknown-font]: the font `Calibri` is not built in",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(told.contains("`Outfit` is used") && !told.contains("`Cairo` is used"), "{told}");
    assert_eq!(told.lines().count(), 3, "{told}");
}

/// A pipe that nobody writes into would be waited for without end.
#[cfg(unix)]
#[test]
fn pipes_are_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in ["brand", "campaigns/a/newsletters"] {
        fs::create_dir_all(folder.path().join(path)).expect("a folder");
    }
    fs::write(folder.path().join("brand/identity.yaml"), "name: A\ntagline: x\nbrand: { logo: logo.svg }\n")
        .expect("a file");
    fs::write(folder.path().join(CAMPAIGN.0), CAMPAIGN.1).expect("a file");
    let pipes = ["delivery.yaml", "brand/logo.svg", "campaigns/a/banners.yaml", "campaigns/a/newsletters/n.yaml"];
    for path in pipes {
        let made = std::process::Command::new("mkfifo").arg(folder.path().join(path)).status();
        assert!(made.expect("mkfifo").success());
    }
    let loaded = load::load(folder.path()).expect("a project");
    let told: String = loaded.diagnostics.iter().map(|d| render::concise(d) + "\n").collect();
    for path in pipes {
        let path = path.strip_prefix("brand/").unwrap_or(path);
        assert!(told.contains(&format!("`{path}` cannot be read: it is not a file")), "{path}\n{told}");
    }
}

/// What is larger than any project is refused at once, a few times and not for each line.
#[test]
fn what_is_far_too_large_is_refused_early() {
    let blocks = "  - { type: divider }\n".repeat(800);
    let newsletter = format!("subject: x\nblocks:\n{blocks}");
    let told = project(&[IDENTITY, CAMPAIGN, ("campaigns/a/newsletters/n.yaml", newsletter.as_bytes())]);
    assert!(
        told.contains("n.yaml:203:5: error[invalid-value]: a newsletter has at most 200 blocks; this one has 800"),
        "{told}"
    );
    let keys: String = (0..60_000).map(|i| format!("k{i}: x\n")).collect();
    let begun = std::time::Instant::now();
    let told = concise(&format!("name: Agora\ntagline: x\n{keys}"));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    assert!(told.lines().count() < 60 && told.contains("more mistakes of this kind"), "{}", told.lines().count());
}

/// Each would be written over the other in every language and format, which is the same mistake.
#[test]
fn two_banners_of_one_id_are_told_once() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("brand")).expect("a folder");
    fs::create_dir_all(folder.path().join("campaigns/a")).expect("a folder");
    let banners = "- { id: b, formats: [signature, square] }\n- { id: b, formats: [signature, square] }\n";
    for (path, text) in [IDENTITY, CAMPAIGN, ("campaigns/a/banners.yaml", banners.as_bytes())] {
        fs::write(folder.path().join(path), text).expect("a file");
    }
    let loaded = load::load(folder.path()).expect("a project");
    let told: Vec<_> = loaded.diagnostics.iter().map(render::concise).collect();
    assert!(told.len() == 1 && told[0].contains("two banners have the id `b`"), "{told:?}");
    let project = loaded.project.expect("a project");
    let (_, found) = fanion::plan::plan(&project, &fanion::plan::Filter::default());
    assert!(found.is_empty(), "{found:?}");
}

/// Where no project is, what was probably meant to be one is named.
#[test]
fn an_identity_of_another_name_is_found() {
    for (path, found) in [
        ("brand/identity.yml", Some("brand/identity.yml")),
        ("Brand/Identity.yaml", Some("Brand/Identity.yaml")),
        ("brand/identiy.yaml", Some("brand/identiy.yaml")),
        ("identity.yaml", Some("identity.yaml")),
        ("brand/brand.yml", None),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, "name: Agora\n").expect("a file");
        assert_eq!(load::near_project(folder.path()).as_deref(), found, "{path}");
    }
}
