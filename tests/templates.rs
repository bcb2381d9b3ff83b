//! Every built-in template, in every shape and five languages, with short, long and absurd texts.
//!
//! Run with `-- --nocapture` for a line of what was laid out and how long it took.

use std::{
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use fanion::{
    diagnostic::{Diagnostics, Severity, render},
    load,
    model::Project,
    plan::{Job, Kind},
    render::graphic::{GraphicRenderer, families, in_family, proofs, shapes},
};

/// Texts that a reasonable person writes: nothing about them may be refused.
const REASONABLE: [&str; 3] = ["bare", "long", "short"];

/// The example's brand without its own templates, saying what proofs say.
fn project() -> Project {
    let loaded = load::load(Path::new(".")).expect("the example");
    load::proof(Path::new("."), &loaded.project.expect("a project")).expect("the example's folder")
}

/// What was met in each job, and how long each took.
fn examine(renderer: &GraphicRenderer, jobs: &[Job]) -> Vec<(Diagnostics, Duration)> {
    let met: Vec<Mutex<(Diagnostics, Duration)>> = jobs.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else { return };
            let start = Instant::now();
            let found = renderer.examine(job);
            *met[index].lock().expect("no panic") = (found, start.elapsed());
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    met.into_iter().map(|met| met.into_inner().expect("no panic")).collect()
}

#[test]
fn every_template_holds_every_text() {
    let base = project();
    let (mut pieces, mut warnings, mut refused, mut wrong) = (0, 0, 0, Vec::new());
    let (mut times, mut families_of) = (Vec::new(), Vec::new());
    for kind in [Kind::Posters, Kind::Banners] {
        let known = families(&base, kind);
        families_of.push((kind, known.clone()));
        for family in known {
            let project = in_family(&base, &family);
            let (renderer, found) = GraphicRenderer::new(&project);
            assert!(found.is_empty(), "{found:?}");
            let jobs: Vec<Job> = proofs(&project, kind, &shapes(kind)).into_iter().flatten().collect();
            for (job, (found, time)) in jobs.iter().zip(examine(&renderer, &jobs)) {
                pieces += 1;
                times.push(time);
                for diagnostic in &found {
                    let reasonable = REASONABLE.contains(&job.id().as_str());
                    let told = || format!("{kind:?} {family}: {}", render::concise(diagnostic));
                    match (diagnostic.severity, diagnostic.code.name()) {
                        (Severity::Warning, _) => warnings += 1,
                        // An absurd text may be too long for a small banner: it is refused, and its author told.
                        (Severity::Error, "text-too-long") if !reasonable => refused += 1,
                        (Severity::Error, _) => wrong.push(told()),
                    }
                }
            }
        }
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "{pieces} pieces laid out: {} overflows, overlaps or weak contrasts; {warnings} warnings; {refused} absurd texts \
         refused; {:.0?} median, {:.0?} at 95 %",
        wrong.len(),
        at(0.5),
        at(0.95)
    );
    assert!(wrong.is_empty(), "{} in all:\n{}", wrong.len(), wrong.join("\n"));
    assert!(families_of.iter().all(|(_, known)| known.len() >= 4), "{families_of:?}");
}
