//! How long a list of 100,000 people takes to read, and how long its readers take to be told apart.
//!
//! `cargo bench --bench recipients`; results and the machine they were taken on stand in docs/performance.md.

use std::{fmt::Write as _, hint::black_box, io::Cursor, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fanion::{
    diagnostic::Source,
    load,
    model::{Project, RecipientsFile},
    recipients::{self, Known, List, Walk},
};

const PEOPLE: u64 = 100_000;

/// An export of so many people, every hundredth of whom stands in it twice.
fn list() -> String {
    let mut text = String::from("email;first_name;last_name;language;role;site;department\n");
    let languages = ["fr", "en", "Français", "English"];
    let sites = ["lyon", "Paris", "Montréal", "london"];
    for i in 0..PEOPLE {
        let n = if i % 100 == 99 { i - 1 } else { i };
        let (language, site) = (languages[i as usize % 4], sites[i as usize / 4 % 4]);
        let role = if i % 10 == 0 { "manager" } else { "employee" };
        let _ = writeln!(text, "person.{n}@horizon.example;Zoé;Lefèvre {i};{language};{role};{site};\"R&D; lab\"");
    }
    text
}

fn project() -> Project {
    load::load(Path::new(".")).expect("the example").project.expect("a project")
}

fn lists(criterion: &mut Criterion) {
    let text = list().into_bytes();
    let mut project = project();
    let known = Known::new(&project.identity.languages, &project.campaigns[0].sites);
    let file = RecipientsFile {
        path: "staff.csv".into(),
        span: Source::new("campaign.yaml", "").span(0, 0),
        sheet: None,
        columns: Default::default(),
    };
    let mut group = criterion.benchmark_group("recipients");
    group.sample_size(10).throughput(Throughput::Elements(PEOPLE));
    group.bench_function("list", |b| {
        b.iter(|| {
            let list = List::read(Cursor::new(text.clone()), &file, &known).expect("a list");
            assert_eq!(black_box(list.filter(Result::is_ok).count() as u64), PEOPLE / 100 * 99);
        });
    });

    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("staff.csv"), &text).expect("a file");
    let root = recipients::folder(folder.path()).expect("a folder");
    let campaign = &mut project.campaigns[0];
    campaign.recipients = Some(file);
    let everyone: Vec<_> = campaign.audiences.iter().map(|a| a.id.clone()).collect();
    group.bench_function("walk", |b| {
        b.iter(|| {
            let walk = Walk::open(&root, campaign, &known, &everyone).expect("a list");
            assert!(black_box(walk.filter(Result::is_ok).count()) > 0);
        });
    });
    group.finish();
}

criterion_group!(benches, lists);
criterion_main!(benches);
