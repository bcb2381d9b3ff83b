//! How long the stages take on the example: load, plan, a cold build and a warm one.
//!
//! `cargo bench --bench pipeline`; results and the machine they were taken on stand in docs/performance.md.

use std::{hint::black_box, num::NonZeroUsize, path::Path, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use fanion::{
    build::{Build, Options, Report},
    load,
    model::Project,
    output::Sources,
    plan::{self, Filter},
    render::Atelier,
};

fn project() -> Project {
    load::load(Path::new(".")).expect("the example").project.expect("a project")
}

/// Everything that `fanion build` does after loading, with the renderers made anew.
fn build(project: &Project, output: &Path, force: bool) -> Report {
    let (plan, _) = plan::plan(project, &Filter::default());
    let (atelier, _) = Atelier::new(project);
    let sources = Sources::default();
    let build =
        Build { jobs: &plan.jobs, renderers: (&atelier).into(), sources: &sources, in_scope: &|_| true, sheets: None };
    let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let options = Options { output: output.to_path_buf(), jobs, publish: true, force };
    let report = build.run(&options, &()).expect("an output folder");
    assert!(report.is_complete(), "{:?}", report.diagnostics);
    report
}

fn stages(criterion: &mut Criterion) {
    criterion.bench_function("load", |b| b.iter(|| black_box(load::load(Path::new(".")).expect("the example"))));
    let project = project();
    criterion.bench_function("plan", |b| b.iter(|| black_box(plan::plan(&project, &Filter::default()))));

    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("output");
    let mut builds = criterion.benchmark_group("build");
    builds.sample_size(10).measurement_time(Duration::from_secs(60));
    builds.bench_function("cold", |b| b.iter(|| assert!(build(&project, &output, true).made > 0)));
    build(&project, &output, false);
    builds.measurement_time(Duration::from_secs(5));
    builds.bench_function("warm", |b| b.iter(|| assert_eq!(build(&project, &output, false).made, 0)));
    builds.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
