//! `fanion plan` states each send: when, for how many, how long, who is held; and refuses what cannot be kept.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

const NEWSLETTER: &str = "subject: Hello\nblocks:\n  - { type: text, text: \"Welcome.\" }\n";

/// Its id, its campaign.yaml, and its newsletters with their `send:`.
type Campaign<'c> = (&'c str, &'c str, &'c [(&'c str, &'c str)]);

fn project(delivery: &str, campaigns: &[Campaign<'_>], readers: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("brand/identity.yaml", "name: Agora\ntagline: Ask.\nlanguages: [en]\n");
    write(
        "delivery.yaml",
        &format!("from: {{ name: Agora, address: agora@horizon.example }}\nrelay: file:mail\n{delivery}"),
    );
    for (id, campaign, newsletters) in campaigns {
        write(&format!("campaigns/{id}/campaign.yaml"), campaign);
        write(&format!("campaigns/{id}/staff.csv"), readers);
        for (newsletter, send) in *newsletters {
            write(&format!("campaigns/{id}/newsletters/{newsletter}.yaml"), &format!("send: {send}\n{NEWSLETTER}"));
        }
    }
    folder
}

fn plan(root: &Path, format: &str) -> (i32, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_fanion"))
        .args(["plan", "--format", format, "--project"])
        .arg(root)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
}

/// `newsletter timezone → part`
fn parts(json: &str) -> Vec<(String, Value)> {
    let plan: Value = serde_json::from_str(json).unwrap();
    let sends = plan["sends"].as_array().unwrap().iter();
    sends
        .flat_map(|send| {
            let name = send["newsletter"].as_str().unwrap().to_owned();
            send["parts"]
                .as_array()
                .unwrap()
                .iter()
                .map(move |part| (format!("{name} {}", part["timezone"].as_str().unwrap()), part.clone()))
        })
        .collect()
}

fn part<'a>(parts: &'a [(String, Value)], name: &str) -> &'a Value {
    &parts.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name} in {parts:?}")).1
}

/// So many readers at two sites, by turns.
fn readers(count: usize) -> String {
    let rows = (0..count).map(|i| format!("r{i}@horizon.example,{}\n", if i % 4 == 0 { "montreal" } else { "lyon" }));
    format!("email,site\n{}", rows.collect::<String>())
}

const SITES: &str = "timezone: Europe/Paris\nrecipients: staff.csv\nsites:\n\
    \x20 - { id: lyon, name: Lyon, timezone: Europe/Paris, country: FR }\n\
    \x20 - { id: montreal, name: Montréal, timezone: America/Toronto, country: CA-QC }\n";

#[test]
fn each_zone_has_its_own_window_and_its_own_holidays() {
    let folder = project(
        "rate: 10 per minute\n",
        &[("a", SITES, &[("easter", "2027-03-29 09:30"), ("spring", "2027-03-15 09:30")])],
        &readers(400),
    );
    let (code, json, errors) = plan(folder.path(), "json");
    assert_eq!(code, 0, "{errors}");
    let parts = parts(&json);
    // Easter Monday in France and Québec; and clocks have gone forward in one place only, two weeks before.
    let (lyon, montreal) = (part(&parts, "easter Europe/Paris"), part(&parts, "easter America/Toronto"));
    assert_eq!((lyon["opens"].as_str(), lyon["readers"].as_u64()), (Some("2027-03-30T07:30:00Z"), Some(300)));
    assert_eq!((montreal["opens"].as_str(), montreal["readers"].as_u64()), (Some("2027-03-30T13:30:00Z"), Some(100)));
    assert!(lyon["quiet"][0].as_str().unwrap().contains("Easter Monday in FR"));
    assert_eq!((lyon["seconds"].as_u64(), lyon["ends"].as_str()), (Some(1800), Some("2027-03-30T08:00:00Z")));
    assert_eq!(part(&parts, "spring Europe/Paris")["opens"], "2027-03-15T08:30:00Z");
    assert_eq!(part(&parts, "spring America/Toronto")["opens"], "2027-03-15T13:30:00Z");
    let (_, table, _) = plan(folder.path(), "table");
    assert!(table.contains("30 min, 09:30 to 10:00, open until 21:30"), "{table}");
}

#[test]
fn a_send_that_cannot_end_in_its_window_is_an_error_at_its_line() {
    let campaign = format!("{SITES}rhythm: {{ quiet: {{ hours: \"19:00-08:00\" }} }}\n");
    let folder = project("rate: 30 per hour\n", &[("a", &campaign, &[("slow", "2027-03-16 09:00")])], &readers(600));
    let (code, table, errors) = plan(folder.path(), "table");
    assert_eq!(code, 1);
    assert!(errors.contains("error[send-too-slow]") && errors.contains("slow.yaml:1:7"), "{errors}");
    assert!(errors.contains("150 of 450 readers in Europe/Paris") && errors.contains("must end by 19:00"), "{errors}");
    assert!(table.contains("150 cannot leave in time"), "{table}");
    let folder = project("daily_limit: 500\n", &[("a", &campaign, &[("many", "2027-03-16 09:00")])], &readers(600));
    let (code, _, errors) = plan(folder.path(), "table");
    assert!(code == 1 && errors.contains("the provider takes 500 messages within 24 hours"), "{errors}");
    // A check warns of it: it is the plan that cannot be kept.
    let check = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fanion"));
        let out = command.arg("check").args(more).arg("--project").arg(folder.path()).output().unwrap();
        (out.status.code(), String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned())
    };
    let (code, told) = check(&[]);
    assert!(told.contains("warning[send-too-slow]") && told.contains("many.yaml:1:7"), "{told}");
    assert_eq!((code, check(&["--strict"]).0), (Some(0), Some(1)));
}

#[test]
fn who_has_had_enough_is_held_over_newsletters_and_campaigns() {
    let weekly = format!("{SITES}rhythm: {{ at_most: 2 per week }}\n");
    let folder = project(
        "",
        &[
            ("a", &weekly, &[("one", "2027-03-15 09:00"), ("three", "2027-03-17 09:00"), ("four", "2027-03-22 09:00")]),
            ("b", SITES, &[("two", "2027-03-16 09:00")]),
        ],
        &readers(40),
    );
    let (code, json, errors) = plan(folder.path(), "json");
    assert_eq!(code, 0, "{errors}");
    assert!(errors.contains("warning[over-rhythm]") && errors.contains("three.yaml:1:7"), "{errors}");
    let parts = parts(&json);
    let held = |name: &str| part(&parts, &format!("{name} Europe/Paris"))["held"].clone();
    assert_eq!((held("one"), held("two")), (serde_json::json!([]), serde_json::json!([])));
    assert_eq!(held("three"), serde_json::json!([{ "rhythm": "2 per week", "readers": 30 }]));
    assert_eq!(part(&parts, "three Europe/Paris")["leaving"], 0);
    // Seven days after the first, which no longer counts.
    assert_eq!(held("four"), serde_json::json!([]));
}

#[test]
fn what_a_project_says_wrongly_is_told_where_it_stands() {
    let campaign = "timezone: Europe/Paris\nrecipients: staff.csv\nsites:\n  - { id: lyon, name: Lyon, country: KE }\n\
        rhythm: { at_most: twice, quiet: { hours: \"19:00-19:00\", days: [saturday] } }\n";
    let folder = project("", &[("a", campaign, &[("n", "2027-03-16 02:30")])], &readers(4));
    let (code, _, errors) = plan(folder.path(), "table");
    assert_eq!(code, 1);
    for expected in [
        "warning[unknown-country]",
        "campaign.yaml:4:",
        "`twice` is not a rhythm",
        "begins where it ends",
        "error[unsafe-time]",
    ] {
        assert!(errors.contains(expected), "{expected} in {errors}");
    }
    let campaign = format!("{SITES}rhythm: {{ quiet: {{ days: [saturday, sunday] }} }}\n");
    let folder = project("", &[("a", &campaign, &[("n", "2027-03-20 09:30")])], &readers(4));
    let (code, _, errors) = plan(folder.path(), "table");
    assert!(code == 0 && errors.contains("this leaves on Monday 2027-03-22 at 09:30"), "{errors}");
}
