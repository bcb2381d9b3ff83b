//! How long it takes to make a newsletter personal: one of 30 kB, filled for invented readers.
//!
//! `cargo bench --bench newsletter` times each step for one reader (criterion). `cargo bench --bench newsletter -- --readers
//! 100000` fills as many in one run, HTML alone, and tells CPU time and memory, for comparison with a program that renders
//! each mail anew (`tests/external/mail/peer.mjs`). Results stand in docs/performance.md.

use std::{fs, hint::black_box, path::Path, time::Instant};

use criterion::{Criterion, criterion_group};
use fanion::{
    build::Build,
    load,
    output::Sources,
    personalise::{Division, Segment, Segments},
    plan::{self, Filter, Kind, Piece, Readership},
    render::Atelier,
};

/// Bytes of HTML, much as most newsletters have.
const HTML: usize = 30_000;

/// The example's first newsletter, compiled for its readers and cut to [`HTML`].
fn segments() -> Segments {
    let project = load::load(Path::new(".")).expect("the example").project.expect("a project");
    let campaign = &project.campaigns[0];
    let newsletter = &campaign.newsletters[0];
    let variant = Division::new(&project, campaign, newsletter).variant(|_| false, None);
    let mut readers = Readership::default();
    readers.add(&campaign.id, &newsletter.id, &newsletter.languages[0], variant, 1);
    let filter = Filter { kinds: vec![Kind::Newsletters], ..Filter::default() };
    let (plan, _) = plan::plan_for(&project, &filter, &readers);
    let (atelier, _) = Atelier::new(&project);
    let build = Build {
        jobs: &plan.jobs,
        renderers: (&atelier).into(),
        sources: &Sources::default(),
        in_scope: &|_| false,
        sheets: None,
    };
    let is_it = |piece| matches!(piece, Piece::Newsletter(other) if other.id == newsletter.id);
    let job = plan.jobs.iter().position(|job| is_it(job.piece)).expect("its job");
    let (files, _) = build.one(job).expect("the newsletter");
    let path = plan.jobs[job].artefact("segments").expect("its segments").path.clone();
    let mut segments = Segments::parse(&files[&path]).expect("segments");
    shorten(&mut segments);
    segments
}

/// Takes what is not a value away, evenly, until the HTML has the size that is measured.
fn shorten(segments: &mut Segments) {
    let fixed = |segment: &Segment| if let Segment::Fixed(text) = segment { text.len() } else { 0 };
    let all: usize = segments.html.iter().map(fixed).sum();
    assert!(all >= HTML && segments.html.len() >= 3, "the example's newsletter has values and {all} bytes");
    for segment in &mut segments.html {
        if let Segment::Fixed(text) = segment {
            text.truncate(text.floor_char_boundary(text.len() * HTML / all));
        }
    }
}

/// An invented reader's value.
fn value<'v>(column: &str, name: &'v str) -> Option<&'v str> {
    (column != "email").then_some(name)
}

fn steps(criterion: &mut Criterion) {
    let segments = segments();
    let mut out = String::with_capacity(2 * HTML);
    criterion.bench_function("fill/html", |b| {
        b.iter(|| {
            out.clear();
            segments.fill(|column| value(column, "Zoé O’Neill")).push_html(&mut out);
            black_box(out.len())
        });
    });
    criterion.bench_function("fill/text", |b| b.iter(|| black_box(segments.fill(|c| value(c, "Zoé O’Neill")).text())));
    criterion.bench_function("fill/subject", |b| b.iter(|| black_box(segments.fill(|c| value(c, "Zoé")).subject())));
}

/// Memory in kilobytes, by its name in `/proc/self/status`; nothing on other systems.
fn memory(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Fills the HTML for so many readers, one after the other.
fn whole(readers: usize) {
    let segments = segments();
    let mut out = String::new();
    let (mut bytes, before) = (0, memory("VmRSS"));
    let started = Instant::now();
    for reader in 0..readers {
        let name = format!("Zoé & Associés {reader}");
        out.clear();
        segments.fill(|column| value(column, &name)).push_html(&mut out);
        bytes += black_box(out.as_str()).len();
    }
    let each = started.elapsed().as_secs_f64() * 1e6 / readers.max(1) as f64;
    println!("{readers} readers, {} bytes each: {each:.2} µs each", bytes / readers.max(1));
    if let (Some(before), Some(after)) = (before, memory("VmRSS")) {
        println!("memory: {before} kB before the first, {after} kB after the last");
    }
}

criterion_group!(benches, steps);

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--readers").skip(1);
    match arguments.next().map(|count| count.parse()) {
        Some(Ok(readers)) => whole(readers),
        Some(Err(_)) => eprintln!("--readers takes a number"),
        None => {
            benches();
            Criterion::default().configure_from_args().final_summary();
        }
    }
}
