//! The nine keys on the example: nothing is missing; with the data of one key removed exactly that key is named; and the
//! YAML that its help gives, pasted where the help says, makes it whole.

use std::{fs, path::Path};

use fanion::{
    keys::{Finding, Key, Place, Snippet, keys, keys_in},
    load,
};

/// A copy of the example.
fn example() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for part in ["brand", "campaigns", "delivery.yaml"] {
        copy(Path::new(part), &folder.path().join(part));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("the example") {
            let entry = entry.expect("an entry");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).expect("a file");
    }
}

/// The findings, of a project that has no errors.
fn findings(folder: &Path) -> Vec<Finding> {
    let loaded = load::load(folder).expect("the folder");
    let told: Vec<String> = loaded.diagnostics.iter().map(fanion::diagnostic::render::concise).collect();
    assert!(!loaded.diagnostics.has_errors(), "{told:#?}");
    let project = loaded.project.expect("a project");
    keys(&project, &project.campaigns[0])
}

fn lacking(findings: &[Finding]) -> Vec<Key> {
    findings.iter().filter(|finding| !finding.missing.is_empty()).map(|finding| finding.key).collect()
}

fn edit(folder: &Path, path: &str, change: impl Fn(&str) -> String) {
    let path = folder.join(path);
    let before = fs::read_to_string(&path).expect("a file");
    let after = change(&before);
    assert_ne!(before, after, "nothing was removed from {}", path.display());
    fs::write(path, after).expect("written");
}

/// Takes a key at the top of a file away, with everything below it.
fn without(text: &str, key: &str) -> String {
    let mut inside = false;
    let kept = text.lines().filter(|line| {
        match line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')) {
            true => inside = true,
            false if !line.is_empty() && !line.starts_with([' ', '#', '-']) => inside = false,
            false => {}
        }
        !inside
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// Takes an item of a list away: from the line that it begins with to the next that stands as far left or farther.
fn without_items(text: &str, first: &str) -> String {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut inside = None;
    let kept = text.lines().filter(|line| {
        if line.trim_start().starts_with(first) {
            inside = Some(depth(line));
        } else if inside.is_some_and(|at| !line.trim().is_empty() && depth(line) <= at) {
            inside = None;
        }
        inside.is_none()
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// As a reader of the help pastes it.
fn paste(folder: &Path, snippet: &Snippet) {
    let path = folder.join(&snippet.file);
    if snippet.place == Place::New {
        assert!(!path.exists(), "{} stands there already", snippet.file);
        return fs::write(path, &snippet.yaml).expect("written");
    }
    let text = fs::read_to_string(&path).expect("a file");
    let mut lines: Vec<&str> = text.lines().collect();
    match snippet.place {
        Place::Below(line) => lines.splice(line..line, snippet.yaml.lines()).for_each(drop),
        Place::Instead(line) => lines.splice(line - 1..line, snippet.yaml.lines()).for_each(drop),
        Place::End | Place::New => lines.extend(snippet.yaml.lines()),
    }
    fs::write(path, lines.join("\n") + "\n").expect("written");
}

#[test]
fn the_example_lacks_nothing() {
    let found = findings(Path::new("."));
    assert_eq!(lacking(&found), [], "{found:#?}");
    assert!(found.iter().all(|finding| !finding.has.is_empty()));
}

const CAMPAIGN: &str = "campaigns/lancement/campaign.yaml";
const IDENTITY: &str = "brand/identity.yaml";

/// Removes the data of a key from the example.
fn remove(folder: &Path, key: Key) {
    let each = |below: &str, change: &dyn Fn(&str) -> String| {
        for entry in fs::read_dir(folder.join(below)).expect("a folder") {
            let path = entry.expect("an entry").path();
            fs::write(&path, change(&fs::read_to_string(&path).expect("a file"))).expect("written");
        }
    };
    let newsletters = "campaigns/lancement/newsletters";
    match key {
        Key::Influencers => edit(folder, CAMPAIGN, |text| text.replace("level: ambassador", "level: team")),
        Key::Team => edit(folder, CAMPAIGN, |text| text.replace("    function: it\n", "")),
        Key::Roles => edit(folder, CAMPAIGN, |text| without(text, "responsibilities")),
        Key::Brakes => {
            each(newsletters, &|text| without_items(text, "- type: objections"));
            each("campaigns/lancement/posters", &|text| {
                text.replace("objections: [temps, controle, legitimite]\n", "")
            });
            each("campaigns/lancement/guides", &|text| text.replace("{{ objections() }}\n", ""));
        }
        Key::Support => edit(folder, CAMPAIGN, |text| text.replace("    for: [managers]\n", "")),
        Key::Identity => edit(folder, IDENTITY, |text| without_items(text, "voice:")),
        Key::Meaning => each(newsletters, &|text| without_items(text, "- type: story")),
        Key::Nearness => {
            edit(folder, &format!("{newsletters}/04-veille.yaml"), |text| without_items(text, "- type: feedback"))
        }
        Key::Time => edit(folder, CAMPAIGN, |text| without_items(text, "- id: daily")),
    }
}

#[test]
fn what_is_removed_is_named_and_the_help_makes_it_whole() {
    for key in Key::ALL {
        let folder = example();
        remove(folder.path(), key);
        let found = findings(folder.path());
        assert_eq!(lacking(&found), [key], "{found:#?}");
        // One after the other: each moves the lines below it.
        for _ in 0..12 {
            let found = findings(folder.path());
            let Some(missing) = found.iter().flat_map(|finding| &finding.missing).next() else { break };
            paste(folder.path(), &missing.add);
        }
        let found = findings(folder.path());
        assert_eq!(lacking(&found), [], "{key:?}: {found:#?}");
    }
}

/// One part of a key removed, and what is said to be missing then.
type Removal = (Key, &'static str, fn(&Path));

/// Each rule of each key: what it asks is taken away, and nothing else.
const REMOVALS: &[Removal] = &[
    (Key::Influencers, "no voice of top management", |f| {
        edit(f, CAMPAIGN, |t| t.replace("level: executive", "level: team"))
    }),
    (Key::Influencers, "no voice of managers", |f| edit(f, CAMPAIGN, |t| t.replace("level: manager", "level: team"))),
    (Key::Influencers, "no voice of ambassadors", |f| {
        edit(f, CAMPAIGN, |t| t.replace("level: ambassador", "level: team"))
    }),
    (Key::Team, "nobody of human resources", |f| edit(f, CAMPAIGN, |t| t.replace("    function: hr\n", ""))),
    (Key::Team, "nobody of IT", |f| edit(f, CAMPAIGN, |t| t.replace("    function: it\n", ""))),
    (Key::Team, "nobody of communications", |f| edit(f, CAMPAIGN, |t| t.replace("    function: communications\n", ""))),
    (Key::Roles, "no task", |f| edit(f, CAMPAIGN, |t| without(t, "responsibilities"))),
    (Key::Brakes, "no objection is named", |f| {
        edit(f, CAMPAIGN, |t| without(t, "objections"));
        each(f, "newsletters", |t| without_items(t, "- type: objections"));
        each(f, "posters", |t| t.replace("objections: [temps, controle, legitimite]\n", ""));
        edit(f, CAMPAIGN, |t| t.replace("built_in_guides: [charter, faq]", "built_in_guides: [charter]"));
    }),
    (Key::Brakes, "no piece before the launch answers: terrain", |f| {
        edit(f, "campaigns/lancement/newsletters/03-ce-qui-change.yaml", |t| t.replace(", terrain]", "]"));
        each(f, "guides", |t| t.replace("{{ objections() }}\n", ""));
    }),
    (Key::Support, "no training with a session for everyone", |f| {
        edit(f, CAMPAIGN, |t| {
            let t = t.replace("    lasts: 1h\n", "    lasts: 1h\n    for: [lyon]\n");
            t.replace("    lasts: 45 min\n", "    lasts: 45 min\n    for: [lyon]\n")
        });
    }),
    (Key::Support, "no training with a session for managers", |f| {
        edit(f, CAMPAIGN, |t| t.replace("    for: [managers]\n", ""));
    }),
    (Key::Support, "no training with a session for ambassadors", |f| {
        edit(f, CAMPAIGN, |t| t.replace("    for: [ambassadors]\n", ""));
    }),
    (Key::Identity, "no colours", |f| {
        edit(f, IDENTITY, |t| without_items(&without(t, "brand"), "proportions:"));
        edit(f, IDENTITY, |t| without_items(t, "print:"));
    }),
    (Key::Identity, "no tone of voice", |f| edit(f, IDENTITY, |t| without_items(t, "voice:"))),
    (Key::Identity, "no address", |f| {
        edit(f, IDENTITY, |t| without(t, "contact"));
        each(f, "guides", |t| t.replace("{{ contact }}", "us"));
    }),
    (Key::Meaning, "no sentence that says why", |f| {
        edit(f, IDENTITY, |t| without_items(t, "why:"));
        each(f, "newsletters", |t| without_items(t, "- type: why"));
    }),
    (Key::Meaning, "the story has no chapter", |f| {
        edit(f, IDENTITY, |t| without_items(t, "chapters:"));
        each(f, "newsletters", |t| without_items(t, "- type: story"));
    }),
    (Key::Meaning, "no newsletter tells the chapter `promesse`", |f| {
        edit(f, "campaigns/lancement/newsletters/03-ce-qui-change.yaml", |t| without_items(t, "- type: story"));
    }),
    (Key::Meaning, "the guide `manager.en` does not say why", |f| {
        edit(f, "campaigns/lancement/guides/manager.en.md", |t| t.replace("{{ why() }}\n", ""));
    }),
    (Key::Nearness, "no question that readers may answer", |f| {
        edit(f, CAMPAIGN, |t| without(t, "feedback"));
        each(f, "newsletters", |t| without_items(t, "- type: feedback"));
    }),
    (Key::Nearness, "the newsletter `04-veille` has no way to answer", |f| {
        edit(f, "campaigns/lancement/newsletters/04-veille.yaml", |t| without_items(t, "- type: feedback"));
    }),
    (Key::Nearness, "no newsletter goes to: board", |f| {
        edit(f, CAMPAIGN, |t| {
            let board = "audiences:\n  - { id: board, title: Board, list: comite@horizon.example, language: fr }\n";
            t.replace("audiences:\n", board)
        });
    }),
    (Key::Nearness, "no poster for: paris, montreal, london", |f| {
        each(f, "posters", |t| {
            t.replace("sites: all", "sites: [lyon]").replace("formats: [A2, A3] ", "sites: [lyon]\nformats: [A2, A3] ")
        });
    }),
    (Key::Time, "nothing happens in the phase `daily`", |f| {
        edit(f, CAMPAIGN, |t| {
            t.replace("from: launch + 2 weeks\n", "from: launch + 30 weeks\n")
                .replace("until: launch + 6 months", "until: launch + 9 months")
        });
    }),
    (Key::Time, "nothing happens in the phase `before`", |f| {
        let before = "phases:\n  - { id: before, title: Before, from: launch - 20 weeks }\n";
        edit(f, CAMPAIGN, |t| without_comment(t).replace("phases:\n", before));
    }),
    (Key::Time, "no phase after the launch", |f| edit(f, CAMPAIGN, |t| without_items(t, "- id: daily"))),
    (Key::Time, "no phase before the launch", |f| edit(f, CAMPAIGN, |t| without_items(t, "- id: prepare"))),
];

fn each(folder: &Path, below: &str, change: impl Fn(&str) -> String) {
    for entry in fs::read_dir(folder.join("campaigns/lancement").join(below)).expect("a folder") {
        let path = entry.expect("an entry").path();
        fs::write(&path, change(&fs::read_to_string(&path).expect("a file"))).expect("written");
    }
}

/// The phases without the comment behind their key.
fn without_comment(text: &str) -> String {
    let line = text.lines().find(|line| line.starts_with("phases:")).expect("phases");
    text.replace(line, "phases:")
}

#[test]
fn each_rule_of_each_key_has_its_data_and_its_help() {
    for (key, what, remove) in REMOVALS {
        let folder = example();
        remove(folder.path());
        let found = findings(folder.path());
        assert_eq!(lacking(&found), [*key], "{what}: {found:#?}");
        let told: Vec<&str> =
            found.iter().flat_map(|finding| &finding.missing).map(|missing| missing.what.as_str()).collect();
        assert!(told.iter().any(|told| told.starts_with(what)), "{what}: {told:#?}");
        for _ in 0..24 {
            let found = findings(folder.path());
            let Some(missing) = found.iter().flat_map(|finding| &finding.missing).next() else { break };
            paste(folder.path(), &missing.add);
        }
        let found = findings(folder.path());
        assert_eq!(lacking(&found), [], "{what}: {found:#?}");
    }
}

#[test]
fn what_is_to_be_added_is_written_in_each_language_of_the_project() {
    let folder = tempfile::tempdir().expect("a folder");
    for part in ["brand", "campaigns/move"] {
        fs::create_dir_all(folder.path().join(part)).expect("a folder");
    }
    fs::write(folder.path().join(IDENTITY), "name: Move\ntagline: Closer.\nlanguages: [de, ar, ja, fr-CA, es]\n")
        .expect("written");
    fs::write(folder.path().join("campaigns/move/campaign.yaml"), "launch: 2027-03-09\n").expect("written");
    let found = findings(folder.path());
    let missing = &found[2].missing[0].add.yaml;
    let task = "{ de: \"Betreuung der Communities\", ar: \"إدارة المجتمعات\", ja: \"コミュニティの運営\", fr-CA: \
                \"Animation des communautés\", es: \"Running the communities\" }";
    assert!(missing.contains(task), "{missing}");
}

#[test]
fn the_keys_are_told_in_the_language_of_a_guide_and_by_titles() {
    let project = load::load(Path::new(".")).expect("the folder").project.expect("a project");
    let found = keys_in(&project, &project.campaigns[0], &"fr".parse().expect("a language"));
    assert_eq!(found[0].title, "Des relais à tous les niveaux");
    assert!(found[4].has.contains(&"tout le monde\u{a0}: Premiers pas, Aller plus loin".to_owned()), "{:?}", found[4]);
    assert!(found[8].has.iter().any(|line| line.starts_with("Préparer\u{a0}: ")), "{:?}", found[8]);
}

#[test]
fn what_the_wrong_people_say_is_told() {
    let told = |folder: &Path| -> Vec<String> {
        let project = load::load(folder).expect("the folder").project.expect("a project");
        let found = fanion::check::check(&project);
        let of = found.iter().filter(|d| d.code == fanion::diagnostic::Code::WrongVoice);
        of.map(|d| d.message.clone()).collect()
    };
    let folder = example();
    assert_eq!(told(folder.path()), [] as [&str; 0]);
    edit(folder.path(), IDENTITY, |text| {
        text.replace("  - id: partager\n", "  - id: partager\n    nature: business\n")
    });
    assert_eq!(told(folder.path()), [] as [&str; 0], "an executive is quoted in a newsletter that tells it");
    let folder = example();
    each(folder.path(), "guides", |text| text.replace("{{ messages() }}\n", ""));
    edit(folder.path(), "campaigns/lancement/newsletters/07-habitudes.yaml", |t| without_items(t, "- type: quote"));
    edit(folder.path(), "campaigns/lancement/newsletters/02-relais.yaml", |t| without_items(t, "- type: quote"));
    let by = told(folder.path());
    assert_eq!(by.len(), 3, "{by:#?}");
    assert!(by[0].contains("what changes for each reader") && by[0].contains("heard from"), "{by:?}");
    each(folder.path(), "newsletters", |text| {
        without_items(text, "- type: quote")
            .replace("from: direction", "from: dcom")
            .replace("from: operations", "from: dcom")
    });
    let by = told(folder.path());
    let why = "the why says why the organisation does it, but in `lancement` it is heard from the project's team";
    assert!(by.iter().any(|message| message.starts_with(why)), "{by:#?}");
    edit(folder.path(), IDENTITY, |text| text.replace("    icon: ", "    nature: any\n    icon: "));
    assert_eq!(told(folder.path()).len(), 1);
}

#[test]
fn typed_dates_and_avoided_words_are_found_in_every_language() {
    let folder = tempfile::tempdir().expect("a folder");
    for part in ["brand", "campaigns/move/newsletters"] {
        fs::create_dir_all(folder.path().join(part)).expect("a folder");
    }
    let identity = "name: Move\ntagline: Closer.\nlanguages: [fr, en, de, ar, ja]\nguidelines:\n  voice:\n    avoid: { fr: [process], \
                    en: [leverage], de: [Ressourcen], ar: [موارد], ja: [ソリューション] }\n";
    fs::write(folder.path().join(IDENTITY), identity).expect("written");
    fs::write(folder.path().join("campaigns/move/campaign.yaml"), "launch: 2027-03-09\n").expect("written");
    let newsletter = "subject: { fr: \"Le 15 janvier\", en: \"On Jan 15th\", de: \"Am 15.1.2027\", ar: \"يوم ١٥ يناير\", ja: \"2027年1月15日から\" }\n\
        blocks:\n  - type: text\n    text: { fr: \"Un process.\", en: \"We leverage.\", de: \"Unsere Ressourcen.\", ar: \"كل الموارد\", ja: \"新しいソリューションです\" }\n";
    fs::write(folder.path().join("campaigns/move/newsletters/one.yaml"), newsletter).expect("written");
    let project = load::load(folder.path()).expect("the folder").project.expect("a project");
    let found = fanion::check::check(&project);
    let of = |code| found.iter().filter(|d| d.code == code).count();
    assert_eq!((of(fanion::diagnostic::Code::TypedDate), of(fanion::diagnostic::Code::AvoidedWord)), (5, 5));
}

#[test]
fn the_matrix_is_told_part_by_part() {
    let (csv, _) = fanion(Path::new("."), &["matrix", "--format", "csv", "--part", "contacts"]);
    assert!(csv.starts_with("campaign,audience,week,newsletters\n"), "{csv}");
    assert!(csv.lines().any(|line| line == "lancement,managers,2027-02-08,1"), "{csv}");
    assert!(csv.lines().any(|line| line == "lancement,lyon,2027-02-08,0"), "{csv}");
    let (csv, _) = fanion(Path::new("."), &["matrix", "--format", "csv", "--part", "voices"]);
    assert!(
        csv.lines().any(|line| line.starts_with("lancement,why,,business,executives,yes,executives,direction,")),
        "{csv}"
    );
    let (json, _) = fanion(Path::new("."), &["matrix", "--format", "json", "--part", "voices"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(json[0]["said"].is_array() && json[0].get("rows").is_none(), "{json}");
    let (table, _) = fanion(Path::new("."), &["matrix"]);
    for head in ["What is told in lancement", "How often", "Who speaks", "Who says what", "Newsletters in a week"] {
        assert!(table.contains(head), "{head}: {table}");
    }
}

#[test]
fn a_project_of_two_lines_becomes_whole_by_its_help_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("brand")).expect("a folder");
    for part in ["newsletters", "posters"] {
        fs::create_dir_all(folder.path().join("campaigns/move").join(part)).expect("a folder");
    }
    fs::write(folder.path().join(IDENTITY), "name: Move\ntagline: Closer.\n").expect("written");
    fs::write(folder.path().join("campaigns/move/campaign.yaml"), "sites:\n- { id: lyon, name: Lyon }\n")
        .expect("written");
    assert!(lacking(&findings(folder.path())).len() >= 8);
    for _ in 0..60 {
        let found = findings(folder.path());
        let Some(missing) = found.iter().flat_map(|finding| &finding.missing).next() else { break };
        paste(folder.path(), &missing.add);
    }
    let found = findings(folder.path());
    assert_eq!(lacking(&found), [], "{found:#?}");
}

/// The binary's standard output and whether it found nothing wrong.
fn fanion(folder: &Path, arguments: &[&str]) -> (String, bool) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_fanion"))
        .args(["--color", "never", "--project"])
        .arg(folder)
        .args(arguments)
        .output()
        .expect("the program");
    (String::from_utf8(output.stdout).expect("text"), output.status.success())
}

#[test]
fn the_keys_are_told_for_people_and_for_programs() {
    let folder = example();
    remove(folder.path(), Key::Team);
    let (text, clean) = fanion(folder.path(), &["check", "--keys"]);
    assert!(clean, "what is missing is a problem only where warnings are");
    assert!(text.contains("missing  nobody of IT in the project's team"), "{text}");
    assert!(text.contains("| - id: it") || text.contains("|   - id: it"), "{text}");
    let (json, strict) = fanion(folder.path(), &["check", "--keys", "--strict", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(!strict);
    assert_eq!(json[0]["keys"].as_array().map(Vec::len), Some(9));
    assert_eq!(json[0]["keys"][1]["missing"].as_array().map(Vec::len), Some(1));
}

#[test]
fn each_message_of_the_example_is_told_five_to_seven_times_through_two_channels() {
    let (json, clean) = fanion(Path::new("."), &["matrix", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(clean);
    let counts = json[0]["counts"].as_array().expect("counts");
    let messages: Vec<_> = counts.iter().filter(|count| count["kind"] == "message").collect();
    assert_eq!(messages.len(), 3);
    for message in messages {
        assert!((5..=7).contains(&message["times"].as_u64().expect("a number")), "{message}");
        assert!(message["channels"].as_array().expect("a list").len() >= 2, "{message}");
    }
    let (csv, _) = fanion(Path::new("."), &["matrix", "--format", "csv"]);
    let first = "2027-01-26 09:30,newsletter,01-pourquoi,why,,everyone,,dcom";
    assert!(csv.lines().any(|line| line == format!("lancement,{first}")), "{csv}");
}

#[test]
fn a_message_told_once_and_a_newsletter_before_its_milestone_are_told() {
    let folder = example();
    for entry in fs::read_dir(folder.path().join("campaigns/lancement/newsletters")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a file");
        fs::write(&path, without_items(&text, "- type: messages")).expect("written");
    }
    edit(folder.path(), CAMPAIGN, |text| text.replace("on: launch - 7 weeks", "on: launch - 5 weeks"));
    let project = load::load(folder.path()).expect("the folder").project.expect("a project");
    let told: Vec<String> =
        fanion::check::check(&project).iter().map(|d| format!("{}: {}", d.code, d.message)).collect();
    let seldom = told.iter().filter(|line| line.starts_with("message-repetition")).count();
    assert_eq!(seldom, 3, "{told:#?}");
    let early =
        "before-milestone: the newsletter `01-pourquoi` leaves on 2027-01-26 09:30, before the milestone `cse` of";
    assert!(told.iter().any(|line| line.starts_with(early)), "{told:#?}");
}

#[test]
fn the_calendar_follows_the_launch_and_keeps_its_names() {
    let folder = example();
    let (before, clean) = fanion(folder.path(), &["plan", "--format", "ics"]);
    assert!(clean);
    edit(folder.path(), CAMPAIGN, |text| text.replace("launch: 2027-03-09", "launch: 2027-03-16"));
    let (after, _) = fanion(folder.path(), &["plan", "--format", "ics"]);
    let uids = |ics: &str| ics.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect::<Vec<_>>();
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines
    };
    assert_eq!(sorted(uids(&before)), sorted(uids(&after)), "entries move, they are not made anew");
    let entries = uids(&before);
    assert_eq!(entries.len(), entries.iter().collect::<std::collections::HashSet<_>>().len());
    let starts = |ics: &str| ics.lines().filter(|l| l.starts_with("DTSTART")).map(str::to_owned).collect::<Vec<_>>();
    assert!(starts(&before).iter().zip(starts(&after)).all(|(a, b)| *a != b), "everything moves");
    for kind in ["milestone", "print-deadline", "newsletter", "training", "phase", "launch", "poster"] {
        assert!(before.contains(&format!("CATEGORIES:{kind}")), "{kind}");
    }
}

#[test]
fn a_project_without_a_campaign_is_told_how_to_begin_one() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("brand")).expect("a folder");
    fs::write(folder.path().join(IDENTITY), "name: Move\ntagline: Closer.\n").expect("written");
    let (text, _) = fanion(folder.path(), &["check", "--keys"]);
    assert!(text.contains("write campaigns/launch/campaign.yaml") && !text.contains("built-in"), "{text}");
}
