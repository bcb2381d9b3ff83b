//! The build as a whole, with a renderer that makes short texts of what it is given.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use super::*;
use crate::{
    diagnostic::{Source, Span},
    model::{
        Banner, Campaign, FileKind, Newsletter, Status, sample,
        value::{Id, Localised, Prose},
    },
    output::{MANIFEST, Manifest},
    plan::{Artefact, JobId, Kind, Need, Piece, Role},
    render::{Needs, Rendered},
};

/// Texts by piece: what the renderer makes of a piece is its text and what it needs. The words `warn`, `fail`, `panic`
/// and `nothing` in it bring these about.
struct Echo {
    texts: BTreeMap<String, String>,
    rendered: AtomicUsize,
    /// Turns the order of completion round: the later a piece stands in the plan, the sooner it is done.
    delays: bool,
}

impl Renderer for Echo {
    fn name(&self) -> &'static str {
        "echo"
    }

    fn context(&self, job: &Job<'_>) -> serde_json::Value {
        serde_json::json!({ "text": self.texts.get(job.id()), "language": job.language })
    }

    fn render(&self, job: &Job<'_>, context: &serde_json::Value, needs: &Needs) -> Rendered {
        self.rendered.fetch_add(1, Ordering::SeqCst);
        if self.delays {
            let number: u64 = job.id().trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
            std::thread::sleep(Duration::from_millis(20_u64.saturating_sub(number)));
        }
        let text = context["text"].as_str().unwrap_or_default();
        assert!(!text.contains("panic"), "a renderer's own mistake");
        let mut rendered = Rendered::default();
        let mut tell = |code| rendered.diagnostics.push(Diagnostic::new(code, job.span(), format!("`{}`", job.id())));
        if text.contains("warn") {
            tell(Code::TextTight);
        }
        if text.contains("fail") {
            tell(Code::TextTooLong);
        } else if !text.contains("nothing") {
            let header = needs.get(&Role::Header).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            let bytes = |ending| format!("{ending}: {text} {}", header.as_deref().unwrap_or("")).into_bytes();
            rendered.files = job.artefacts.iter().map(|artefact| (artefact.ending, bytes(artefact.ending))).collect();
        }
        rendered
    }
}

/// A campaign of banners `b0`, `b1`…, and newsletters `n0`, `n1`…, each with the banner of its number at its head.
struct Project {
    campaign: Campaign,
    echo: Echo,
    source: Arc<Source>,
    output: PathBuf,
}

const SOURCE: &str = "campaigns/lancement/pieces.yaml";

impl Project {
    fn new(root: &Path, pieces: usize) -> Self {
        let source = Source::new(SOURCE, "first line\nsecond line\n");
        let span = source.span(11, 17);
        let campaign = Campaign {
            banners: (0..pieces).map(|n| banner(&format!("b{n}"), &span)).collect(),
            newsletters: (0..pieces).map(|n| newsletter(&format!("n{n}"), &span)).collect(),
            ..campaign()
        };
        let echo = Echo { texts: BTreeMap::new(), rendered: AtomicUsize::new(0), delays: false };
        Self { campaign, echo, source, output: root.join("output") }
    }

    fn text(mut self, id: &str, text: &str) -> Self {
        self.echo.texts.insert(id.into(), text.into());
        self
    }

    /// The newsletters first, so that needs point forwards as well as the plan's order allows.
    fn jobs(&self) -> Vec<Job<'_>> {
        let count = self.campaign.newsletters.len();
        let newsletters = self.campaign.newsletters.iter().enumerate().map(|(n, newsletter)| Job {
            needs: vec![Need { role: Role::Header, job: JobId(count + n), ending: "png" }],
            ..self.job(Piece::Newsletter(newsletter), &newsletter.id, &["html", "txt"])
        });
        let banners = self.campaign.banners.iter();
        let banners = banners.map(|banner| self.job(Piece::Banner(banner), &banner.id, &["png"]));
        newsletters.chain(banners).collect()
    }

    fn job<'p>(&'p self, piece: Piece<'p>, id: &Id, endings: &[&'static str]) -> Job<'p> {
        let path = |ending| format!("lancement/{}/{id}.fr.{ending}", &id.as_str()[..1]);
        Job {
            piece,
            campaign: &self.campaign,
            language: "fr".parse().unwrap(),
            site: None,
            format: None,
            artefacts: endings.iter().map(|ending| Artefact::new(path(ending), ending)).collect(),
            needs: Vec::new(),
        }
    }

    fn options(&self) -> Options {
        Options { output: self.output.clone(), jobs: NonZeroUsize::new(4).unwrap(), publish: true, force: false }
    }

    fn run(&self, jobs: &[Job<'_>], options: &Options) -> Result<Report, Error> {
        let sources = [Arc::clone(&self.source)].into_iter().collect();
        let renderers = Renderers {
            email: &self.echo,
            graphic: &self.echo,
            document: &self.echo,
            print: &self.echo,
            kit: &self.echo,
        };
        self.echo.rendered.store(0, Ordering::SeqCst);
        Build { jobs, renderers, sources: &sources, in_scope: &|_| true, sheets: None }.run(options, &())
    }

    fn build(&self) -> Report {
        self.run(&self.jobs(), &self.options()).unwrap()
    }

    fn rendered(&self) -> usize {
        self.echo.rendered.load(Ordering::SeqCst)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.output.join("lancement").join(path)).unwrap()
    }
}

fn text(text: &str) -> Localised<Prose> {
    Localised::one(Prose::plain(text), None)
}

fn campaign() -> Campaign {
    Campaign {
        span: sample::span("title: Lancement"),
        id: "lancement".parse().unwrap(),
        built_in: false,
        title: text("Lancement"),
        launch: None,
        timezone: "Europe/Paris".into(),
        phases: Vec::new(),
        milestones: Vec::new(),
        people: Vec::new(),
        responsibilities: Vec::new(),
        audiences: Vec::new(),
        recipients: None,
        objections: Vec::new(),
        training: Vec::new(),
        feedback: None,
        approval: None,
        rhythm: Default::default(),
        retention: Default::default(),
        sites: Vec::new(),
        newsletters: Vec::new(),
        posters: Vec::new(),
        banners: Vec::new(),
        guides: Vec::new(),
    }
}

fn banner(id: &str, span: &Span) -> Banner {
    Banner {
        alt: None,
        files: vec![FileKind::Png],
        id: id.parse().unwrap(),
        span: span.clone(),
        status: Status::Ready,
        built_in: false,
        languages: Vec::new(),
        template: "horizon".into(),
        template_span: None,
        headline: text(id),
        subline: None,
        call_to_action: None,
        photo: None,
        formats: Vec::new(),
    }
}

fn newsletter(id: &str, span: &Span) -> Newsletter {
    Newsletter {
        id: id.parse().unwrap(),
        span: span.clone(),
        status: Status::Ready,
        built_in: false,
        languages: Vec::new(),
        to: Vec::new(),
        from: None,
        send: None,
        send_span: None,
        same_moment: false,
        mandatory: false,
        first_send: None,
        subject: text(id),
        preheader: None,
        attach: Vec::new(),
        blocks: Vec::new(),
    }
}

#[test]
fn a_newsletter_is_made_of_its_banner_and_the_manifest_says_so() {
    let root = tempfile::tempdir().unwrap();
    let project = Project::new(root.path(), 2).text("b1", "banner").text("n1", "letter");
    let report = project.build();
    assert_eq!((report.made, report.unchanged, report.failed), (4, 0, 0));
    assert_eq!(report.artefacts, [(Kind::Newsletters, 4), (Kind::Banners, 2)].into());
    assert_eq!(project.read("n/n1.fr.html"), "html: letter png: banner ");
    let (manifest, _) = Manifest::parse(&fs::read(project.output.join(MANIFEST)).unwrap()).unwrap();
    let entry = manifest.get("lancement/n/n1.fr.html").unwrap();
    assert_eq!((entry.kind, entry.id.as_str(), entry.renderer.as_str()), (Kind::Newsletters, "n1", "echo"));
    assert_eq!(entry.needs, ["lancement/b/b1.fr.png"]);
    assert_eq!(entry.bytes, 25);
}

#[test]
fn only_what_changed_and_what_needs_it_is_made_again() {
    let root = tempfile::tempdir().unwrap();
    Project::new(root.path(), 3).build();
    let project = Project::new(root.path(), 3);
    let report = project.build();
    assert_eq!((report.made, report.unchanged, project.rendered()), (0, 6, 0));
    assert_eq!(report.artefacts, [(Kind::Newsletters, 6), (Kind::Banners, 3)].into());

    let project = project.text("b1", "new");
    let report = project.build();
    assert_eq!((report.made, report.unchanged), (2, 4));
    assert_eq!(project.read("n/n1.fr.txt"), "txt:  png: new ");
    // A newsletter that alone changed takes its banner's bytes from the output folder.
    let project = project.text("n1", "too");
    assert_eq!((project.build().made, project.rendered()), (1, 1));
    assert_eq!(project.read("n/n1.fr.txt"), "txt: too png: new ");

    let report = project.run(&project.jobs(), &Options { force: true, ..project.options() }).unwrap();
    assert_eq!((report.made, project.rendered()), (6, 6));
}

#[test]
fn a_file_that_was_lost_or_edited_is_made_again() {
    let root = tempfile::tempdir().unwrap();
    let project = Project::new(root.path(), 2);
    project.build();
    fs::remove_file(project.output.join("lancement/n/n0.fr.txt")).unwrap();
    fs::write(project.output.join("lancement/b/b1.fr.png"), "edited").unwrap();
    let report = project.build();
    // The edited banner comes out as it was, so its newsletter need not be made again.
    assert_eq!((report.made, report.unchanged), (2, 2));
    assert_eq!(project.read("b/b1.fr.png"), "png:  ");
    assert_eq!(project.build().made, 0);
}

#[test]
fn a_skipped_piece_tells_its_warnings_again_where_they_are_now() {
    let root = tempfile::tempdir().unwrap();
    let mut project = Project::new(root.path(), 2).text("b0", "warn").text("n1", "warn");
    let first = project.build();
    assert_eq!(first.diagnostics.iter().count(), 2);
    let again = project.build();
    assert_eq!((again.made, &again.diagnostics), (0, &first.diagnostics));

    // A line more above: the two pieces with a place in this text are made again, to find it.
    project.source = Source::new(SOURCE, "# new\nfirst line\nsecond line\n");
    let span = project.source.span(17, 23);
    project.campaign.banners.iter_mut().for_each(|banner| banner.span = span.clone());
    project.campaign.newsletters.iter_mut().for_each(|newsletter| newsletter.span = span.clone());
    let moved = project.build();
    assert_eq!((moved.made, moved.unchanged), (2, 2));
    assert!(moved.diagnostics.iter().all(|d| d.span.as_ref().unwrap().position() == (3, 1)));
    assert_eq!(project.build().diagnostics, moved.diagnostics);
}

#[test]
fn what_is_no_longer_planned_is_pruned_unless_edited() {
    let root = tempfile::tempdir().unwrap();
    Project::new(root.path(), 3).build();
    let project = Project::new(root.path(), 1);
    fs::write(project.output.join("lancement/n/n2.fr.html"), "edited").unwrap();
    let report = project.build();
    assert_eq!((report.pruned, report.unchanged), (5, 2));
    assert!(report.notes.iter().any(|note| note.contains("n2.fr.html") && note.contains("it stays")));
    assert!(!project.output.join("lancement/b/b1.fr.png").exists());
    assert_eq!(project.read("n/n2.fr.html"), "edited");
}

#[test]
fn a_partial_build_merges_and_prunes_only_what_it_selects() {
    let root = tempfile::tempdir().unwrap();
    Project::new(root.path(), 3).build();
    let project = Project::new(root.path(), 2).text("b0", "new");
    let jobs: Vec<_> = project.jobs().into_iter().filter(|job| job.kind() == Kind::Banners).collect();
    let sources = Sources::default();
    let renderers = Renderers {
        email: &project.echo,
        graphic: &project.echo,
        document: &project.echo,
        print: &project.echo,
        kit: &project.echo,
    };
    let in_scope = |entry: &Entry| entry.kind == Kind::Banners;
    let build = Build { jobs: &jobs, renderers, sources: &sources, in_scope: &in_scope, sheets: None };
    let report = build.run(&project.options(), &()).unwrap();
    assert_eq!((report.made, report.unchanged, report.pruned), (1, 1, 1));
    let published = Published::read(&project.output).unwrap();
    let paths: Vec<_> = published.manifest().entries().map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths.len(), 2 + 6);
    assert!(paths.contains(&"lancement/n/n2.fr.txt") && !paths.contains(&"lancement/b/b2.fr.png"));
}

#[test]
fn one_piece_that_fails_keeps_everything_from_being_published() {
    for text in ["fail", "panic", "nothing"] {
        let root = tempfile::tempdir().unwrap();
        Project::new(root.path(), 3).build();
        let before = fs::read(root.path().join("output").join(MANIFEST)).unwrap();
        let project = Project::new(root.path(), 3).text("b0", "new").text("b1", text);
        let report = project.build();
        assert_eq!((report.failed, report.blocked, report.is_complete()), (1, 1, false), "{text}");
        assert_eq!((report.made, report.unchanged), (2, 2), "{text}");
        // What only waits for it has no error of its own.
        assert_eq!(report.diagnostics.iter().count(), 1, "{text}");
        assert_eq!(fs::read(project.output.join(MANIFEST)).unwrap(), before);
        assert_eq!(project.read("b/b0.fr.png"), "png:  ");
        assert!(!project.output.join(".staging").exists());
    }
}

#[test]
fn a_renderers_panic_is_told_at_the_piece() {
    let root = tempfile::tempdir().unwrap();
    let project = Project::new(root.path(), 1).text("b0", "panic");
    let report = project.build();
    let diagnostic = report.diagnostics.iter().next().unwrap();
    assert_eq!(diagnostic.code, Code::RendererFailed);
    assert!(diagnostic.message.contains("`lancement/b/b0.fr.png`") && diagnostic.message.contains("own mistake"));
    assert_eq!(diagnostic.span.as_ref().unwrap().position(), (2, 1));
}

#[test]
fn needs_that_cannot_be_met_are_told_and_do_not_hang() {
    let root = tempfile::tempdir().unwrap();
    let project = Project::new(root.path(), 1);
    let mut jobs = project.jobs();
    let need = |job, ending| Need { role: Role::Header, job: JobId(job), ending };
    for wrong in [need(0, "png"), need(99, "png"), need(1, "pdf")] {
        jobs[0].needs = vec![wrong];
        let report = project.run(&jobs, &project.options()).unwrap();
        assert_eq!((report.made, report.failed + report.blocked), (1, 1), "{wrong:?}");
        assert_eq!(report.diagnostics.iter().next().unwrap().code, Code::RendererFailed);
    }
}

#[test]
fn a_check_makes_everything_and_writes_nothing() {
    let root = tempfile::tempdir().unwrap();
    let project = Project::new(root.path(), 3).text("b0", "warn").text("b2", "banner").text("n2", "letter");
    let check = Options { publish: false, ..project.options() };
    let report = project.run(&project.jobs(), &check).unwrap();
    assert_eq!((report.made, report.diagnostics.iter().count()), (6, 1));
    assert!(!project.output.exists());

    let published = project.build();
    assert_eq!(published.diagnostics, report.diagnostics);
    let before = fs::read(project.output.join(MANIFEST)).unwrap();
    let project = project.text("b1", "new");
    let report = project.run(&project.jobs(), &check).unwrap();
    assert_eq!((report.made, report.unchanged, report.diagnostics), (2, 4, published.diagnostics));
    assert_eq!(fs::read(project.output.join(MANIFEST)).unwrap(), before);
    assert_eq!(project.read("b/b1.fr.png"), "png:  ");
}

#[test]
fn one_two_and_eight_threads_make_the_same_bytes_and_reports() {
    let all: Vec<_> = [1, 2, 8]
        .into_iter()
        .map(|threads| {
            let root = tempfile::tempdir().unwrap();
            let mut project = Project::new(root.path(), 20).text("n3", "warn").text("b5", "warn").text("n19", "warn");
            project.echo.delays = threads > 1;
            let options = Options { jobs: NonZeroUsize::new(threads).unwrap(), ..project.options() };
            let report = project.run(&project.jobs(), &options).unwrap();
            let manifest = fs::read_to_string(project.output.join(MANIFEST)).unwrap();
            (report, manifest, project.read("n/n19.fr.html"))
        })
        .collect();
    assert_eq!(all[0].0.diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>(), ["`n3`", "`n19`", "`b5`"]);
    assert!(all.iter().all(|one| *one == all[0]));
}

#[test]
fn a_thousand_pieces_are_made_and_then_skipped() {
    let root = tempfile::tempdir().unwrap();
    let project = Project::new(root.path(), 500);
    assert_eq!(project.build().made, 1000);
    assert_eq!(project.build().unchanged, 1000);
}

#[test]
fn of_two_builds_at_once_the_second_is_refused_and_the_first_is_not_disturbed() {
    struct Meeting(Barrier);
    impl Progress for Meeting {
        fn started(&self, _: usize) {
            self.0.wait();
            self.0.wait();
        }
        fn finished(&self, _: &Job<'_>, _: Outcome) {}
    }
    let root = tempfile::tempdir().unwrap();
    let (first, second) = (Project::new(root.path(), 3), Project::new(root.path(), 1));
    let meeting = Meeting(Barrier::new(2));
    std::thread::scope(|scope| {
        let running = scope.spawn(|| {
            let jobs = first.jobs();
            let sources = Sources::default();
            let renderers = Renderers {
                email: &first.echo,
                graphic: &first.echo,
                document: &first.echo,
                print: &first.echo,
                kit: &first.echo,
            };
            Build { jobs: &jobs, renderers, sources: &sources, in_scope: &|_| true, sheets: None }
                .run(&first.options(), &meeting)
        });
        meeting.0.wait();
        let refused = second.run(&second.jobs(), &second.options());
        assert!(matches!(refused, Err(Error::Busy(_))), "{refused:?}");
        assert_eq!(second.rendered(), 0);
        meeting.0.wait();
        assert_eq!(running.join().unwrap().unwrap().made, 6);
    });
    assert_eq!(second.build().pruned, 6);
}

#[test]
fn an_output_that_cannot_be_used_stops_the_build_with_its_name() {
    let root = tempfile::tempdir().unwrap();
    let project = Project::new(root.path(), 3);
    fs::write(&project.output, "a file").unwrap();
    let error = project.run(&project.jobs(), &project.options()).unwrap_err();
    assert!(error.to_string().contains("output` is not a folder"), "{error}");

    fs::remove_file(&project.output).unwrap();
    fs::create_dir_all(project.output.join("lancement/b/b1.fr.png")).unwrap();
    let error = project.run(&project.jobs(), &project.options()).unwrap_err();
    assert!(error.to_string().contains("b1.fr.png` is a folder"), "{error}");
    assert!(!project.output.join("lancement/b/b0.fr.png").exists() && !project.output.join(MANIFEST).exists());
}

#[test]
fn every_piece_is_finished_once() {
    #[derive(Default)]
    struct Count(Mutex<(usize, Vec<(String, Outcome)>)>);
    impl Progress for Count {
        fn started(&self, pieces: usize) {
            lock(&self.0).0 = pieces;
        }
        fn finished(&self, job: &Job<'_>, outcome: Outcome) {
            lock(&self.0).1.push((job.id().to_string(), outcome));
        }
    }
    let root = tempfile::tempdir().unwrap();
    Project::new(root.path(), 2).build();
    let project = Project::new(root.path(), 3).text("b1", "fail");
    let (jobs, sources, count) = (project.jobs(), Sources::default(), Count::default());
    let renderers = Renderers {
        email: &project.echo,
        graphic: &project.echo,
        document: &project.echo,
        print: &project.echo,
        kit: &project.echo,
    };
    let build = Build { jobs: &jobs, renderers, sources: &sources, in_scope: &|_| true, sheets: None };
    build.run(&project.options(), &count).unwrap();
    let (pieces, mut finished) = into_inner(count.0);
    finished.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [
        ("b0", Outcome::Unchanged),
        ("b1", Outcome::Failed),
        ("b2", Outcome::Made),
        ("n0", Outcome::Unchanged),
        ("n1", Outcome::Blocked),
        ("n2", Outcome::Made),
    ];
    assert_eq!(pieces, 6);
    assert_eq!(finished, expected.map(|(id, outcome)| (id.to_owned(), outcome)));
}
