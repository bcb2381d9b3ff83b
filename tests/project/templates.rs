//! Every built-in template, in every shape and five languages, with short, long and absurd texts.
//!
//! Run with `-- --nocapture` for a line of what was laid out and how long it took.

use std::{
    fs,
    path::Path,
    process::Command,
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
                    let reasonable = REASONABLE.contains(&job.id());
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

/// The blocks of SVG in a document.
fn drawings(document: &str) -> Vec<&str> {
    document.split("```svg\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn the_worked_example_of_the_guide_for_designers_builds() {
    let document = fs::read_to_string("docs/templates.md").expect("the guide");
    let template = drawings(&document).into_iter().find(|svg| svg.contains("f:style name=\"headline\"")).expect("it");
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    write("brand/identity.yaml", &fs::read_to_string("brand/identity.yaml").expect("the example's identity"));
    write("brand/templates/poster/depart.portrait.svg", template);
    write("campaigns/a/campaign.yaml", "launch: 2027-03-09\n");
    write(
        "campaigns/a/posters/un.yaml",
        "template: depart\nmessages: [trouver, entraide]\nformats: [A3, A5, Letter]\n",
    );
    let fanion = Command::new(env!("CARGO_BIN_EXE_fanion"))
        .args(["--color", "never", "--project"])
        .arg(folder.path())
        .args(["build", "--strict"])
        .output()
        .expect("the program");
    let told = String::from_utf8_lossy(&fanion.stderr);
    assert_eq!(fanion.status.code(), Some(0), "{told}");
    for format in ["A3", "A5", "Letter"] {
        for ending in [".fr.png", ".fr.pdf", ".en-print.pdf"] {
            let path = folder.path().join(format!("output/a/posters/un-{format}{ending}"));
            assert!(fs::metadata(&path).expect("a file").len() > 10_000, "{}", path.display());
        }
    }
}
