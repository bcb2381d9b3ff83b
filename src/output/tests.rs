//! The output folder against crashes, full disks, hostile manifests and edits by hand.

use std::{collections::BTreeMap, fs, path::Path};

use super::{faults::Faults, folder::Folder, testing::entry, *};

type State = BTreeMap<String, Vec<u8>>;

/// Every file of a folder but those that begin with a dot, which are not the user's.
fn state(folder: &Path) -> State {
    fn walk(root: &Path, below: &str, out: &mut State) {
        for found in fs::read_dir(root.join(below)).unwrap().map(Result::unwrap) {
            let name = found.file_name().into_string().unwrap();
            let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
            match found.file_type().unwrap() {
                _ if name.starts_with('.') => {}
                kind if kind.is_dir() => walk(root, &path, out),
                _ => drop(out.insert(path, fs::read(found.path()).unwrap())),
            }
        }
    }
    let mut out = State::new();
    if folder.exists() {
        walk(folder, "", &mut out);
    }
    out
}

/// Publishes files; `unchanged` are planned too but were not made.
fn publish(staging: Staging, files: &[(&str, &[u8])], unchanged: &[(&str, &[u8])]) -> Result<Publication, Error> {
    for (path, bytes) in files {
        staging.stage(path, bytes)?;
    }
    let planned = files.iter().chain(unchanged).map(|(path, bytes)| entry(path, bytes)).collect();
    staging.publish(planned, |_| true)
}

fn build(folder: &Path, files: &[(&str, &[u8])]) -> Publication {
    publish(Staging::open(folder).unwrap(), files, &[]).unwrap()
}

/// True when every file that the manifest names holds what it says.
fn is_true_to_its_manifest(folder: &Path) -> bool {
    let published = Published::read(folder).unwrap();
    published.manifest().entries().all(|entry| published.holds(entry))
}

#[test]
fn what_is_published_stands_there_with_its_manifest_and_nothing_else() {
    let root = tempfile::tempdir().unwrap();
    let output = root.path().join("deep/output");
    build(&output, &[("a/1.png", b"one"), ("b.pdf", b"two")]);
    assert_eq!(state(&output).keys().collect::<Vec<_>>(), ["a/1.png", "b.pdf", "manifest.json"]);
    assert!(is_true_to_its_manifest(&output));
    assert!(!output.join(".staging").exists());
}

#[test]
fn nothing_is_touched_when_nothing_changed() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("a.png", b"one")]);
    let modified = || fs::metadata(root.path().join(MANIFEST)).unwrap().modified().unwrap();
    let before = modified();
    let staging = Staging::open(root.path()).unwrap();
    publish(staging, &[], &[("a.png", b"one")]).unwrap();
    assert_eq!(modified(), before);
}

#[test]
fn what_is_no_longer_planned_goes_with_its_empty_folder() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("a/b/1.png", b"one"), ("a/2.png", b"two"), ("c/d/3.png", b"three")]);
    fs::write(root.path().join(".gitkeep"), "").unwrap();
    let publication = build(root.path(), &[("a/2.png", b"two")]);
    assert_eq!(publication.pruned, ["a/b/1.png", "c/d/3.png"]);
    assert_eq!(state(root.path()).keys().collect::<Vec<_>>(), ["a/2.png", "manifest.json"]);
    assert!(!root.path().join("a/b").exists() && !root.path().join("c").exists());
    assert!(root.path().join(".gitkeep").exists());
}

#[test]
fn what_is_out_of_scope_stays_in_folder_and_manifest() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("a.fr.png", b"1"), ("a.en.png", b"2"), ("b.fr.png", b"3")]);
    let staging = Staging::open(root.path()).unwrap();
    staging.stage("a.fr.png", b"new").unwrap();
    let planned = vec![entry("a.fr.png", b"new")];
    let publication = staging.publish(planned, |entry| entry.path.ends_with(".fr.png")).unwrap();
    assert_eq!(publication.pruned, ["b.fr.png"]);
    let published = Published::read(root.path()).unwrap();
    let paths: Vec<_> = published.manifest().entries().map(|e| e.path.as_str()).collect();
    assert_eq!(paths, ["a.en.png", "a.fr.png"]);
    assert!(is_true_to_its_manifest(root.path()));
}

#[test]
fn a_file_that_was_edited_by_hand_is_never_pruned() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("a.html", b"made"), ("b.html", b"made"), ("gone.html", b"made")]);
    fs::write(root.path().join("a.html"), "edit").unwrap();
    fs::remove_file(root.path().join("gone.html")).unwrap();
    fs::write(root.path().join("notes.txt"), "the user's own").unwrap();
    let publication = build(root.path(), &[]);
    assert_eq!((publication.pruned, publication.left), (vec!["b.html".to_owned()], vec!["a.html".to_owned()]));
    assert_eq!(state(root.path()).keys().collect::<Vec<_>>(), ["a.html", "manifest.json", "notes.txt"]);
    // It is not Fanion's any more.
    assert_eq!(Published::read(root.path()).unwrap().manifest().entries().count(), 0);
}

#[test]
fn a_file_that_was_edited_by_hand_is_replaced_while_it_is_planned() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("a.html", b"made")]);
    fs::write(root.path().join("a.html"), "edit").unwrap();
    assert!(!is_true_to_its_manifest(root.path()));
    build(root.path(), &[("a.html", b"made")]);
    assert_eq!(fs::read(root.path().join("a.html")).unwrap(), b"made");
}

#[test]
fn two_builds_at_once_are_refused_and_one_after_the_other_are_not() {
    let root = tempfile::tempdir().unwrap();
    let first = Staging::open(root.path()).unwrap();
    first.stage("a.png", b"a").unwrap();
    let error = Staging::open(root.path()).unwrap_err();
    assert!(matches!(error, Error::Busy(_)) && error.to_string().contains("another build"), "{error}");
    // A check may read meanwhile.
    Published::read(root.path()).unwrap();
    // The refused one has not cleared away what the first has staged.
    first.publish(vec![entry("a.png", b"a")], |_| true).unwrap();
    Staging::open(root.path()).unwrap();
    assert!(is_true_to_its_manifest(root.path()));
}

#[test]
fn what_was_staged_and_not_published_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), &[("a.png", b"old")]);
    let before = state(root.path());
    let staging = Staging::open(root.path()).unwrap();
    staging.stage("a.png", b"new").unwrap();
    staging.stage("b.png", b"new").unwrap();
    assert_eq!(staging.staged("b.png").unwrap(), b"new");
    drop(staging);
    assert_eq!(state(root.path()), before);
    assert!(!root.path().join(".staging").exists());
}

#[test]
fn a_check_makes_no_folder() {
    let root = tempfile::tempdir().unwrap();
    let output = root.path().join("output");
    let published = Published::read(&output).unwrap();
    assert!(!published.holds(&entry("a.png", b"a")) && published.notes().is_empty());
    assert!(published.bytes(&entry("a.png", b"a")).is_err());
    assert!(!output.exists());
}

const FIRST: &[(&str, &[u8])] = &[("a/kept.png", b"kept"), ("a/new.png", b"old"), ("b/c/gone.png", b"gone")];
const SECOND: &[(&str, &[u8])] = &[("a/new.png", b"new"), ("d/e/added.png", b"added"), ("found.png", b"ours")];

/// A folder with one build, a file that no manifest tells of at a path that the next build plans, and the state before and
/// after that next build.
fn two_states() -> (State, State) {
    let root = first_build();
    let before = state(root.path());
    publish(Staging::open(root.path()).unwrap(), SECOND, &FIRST[..1]).unwrap();
    (before, state(root.path()))
}

fn first_build() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    build(root.path(), FIRST);
    fs::write(root.path().join("found.png"), "ours").unwrap();
    root
}

fn faulty(root: &Path, faults: &Faults) -> Result<Staging, Error> {
    let mut folder = Folder::create(root).unwrap();
    folder.faults = faults.clone();
    Staging::of(folder)
}

/// The number of steps of the second build: each of them is made to fail.
fn steps() -> usize {
    let root = first_build();
    let faults = Faults::none();
    publish(faulty(root.path(), &faults).unwrap(), SECOND, &FIRST[..1]).unwrap();
    assert!(faults.steps() > 20, "{}", faults.steps());
    faults.steps()
}

#[test]
fn a_disk_that_fills_up_at_any_step_leaves_all_of_one_build() {
    let (before, after) = two_states();
    let (mut old, mut new) = (0, 0);
    for step in 0..steps() {
        let root = first_build();
        let result = faulty(root.path(), &Faults::once(step)).and_then(|staging| publish(staging, SECOND, &FIRST[..1]));
        let found = state(root.path());
        match result {
            Ok(_) => assert_eq!(found, after, "step {step}"),
            Err(error) => {
                assert_eq!(found, before, "step {step}: {error}");
                assert!(error.to_string().contains("free some space"), "{error}");
                assert!(!error.to_string().contains(".staging"), "{error}");
            }
        }
        *(if found == before { &mut old } else { &mut new }) += 1;
        assert!(is_true_to_its_manifest(root.path()), "step {step}");
        // The next build needs nobody's hand.
        publish(Staging::open(root.path()).unwrap(), SECOND, &FIRST[..1]).unwrap();
        assert_eq!(state(root.path()), after, "step {step}");
        assert!(!root.path().join(".staging").exists());
    }
    assert!(old > 10 && new > 0, "{old} {new}");
}

#[test]
fn a_machine_that_stops_at_any_step_leaves_whole_files_and_the_next_build_puts_all_back() {
    let (before, after) = two_states();
    for step in 0..steps() {
        let root = first_build();
        let faults = Faults::crash(step);
        let _ = faulty(root.path(), &faults).and_then(|staging| publish(staging, SECOND, &FIRST[..1]));
        for (path, bytes) in state(root.path()) {
            let whole = [&before, &after].iter().any(|state| state.get(&path) == Some(&bytes));
            assert!(whole, "step {step}: {path} is neither old nor new");
        }
        drop(Staging::open(root.path()).unwrap());
        let found = state(root.path());
        assert!(found == before || found == after, "step {step}: {:?}", found.keys());
        assert!(is_true_to_its_manifest(root.path()), "step {step}");
        publish(Staging::open(root.path()).unwrap(), SECOND, &FIRST[..1]).unwrap();
        assert_eq!(state(root.path()), after, "step {step}");
    }
}

#[test]
fn a_machine_that_stops_again_while_all_is_put_back_loses_nothing() {
    let (before, after) = two_states();
    // Each of them writes down to the disk, so a third of all pairs is enough.
    let pairs = (0..steps()).flat_map(|first| (0..12).map(move |second| (first, second)));
    for (first, second) in pairs.filter(|(first, second)| (first + second) % 3 == 0) {
        let root = first_build();
        let _ = faulty(root.path(), &Faults::crash(first)).and_then(|staging| publish(staging, SECOND, &FIRST[..1]));
        let _ = faulty(root.path(), &Faults::crash(second));
        drop(Staging::open(root.path()).unwrap());
        let found = state(root.path());
        assert!(found == before || found == after, "steps {first}, {second}: {:?}", found.keys());
        assert!(is_true_to_its_manifest(root.path()), "steps {first}, {second}");
    }
}

#[test]
fn a_first_build_that_is_cut_short_at_any_step_leaves_nothing_or_all() {
    let whole = ["a/1.png", "b/2.png", "manifest.json"];
    for (step, crash) in (0..30).flat_map(|step| [(step, false), (step, true)]) {
        let root = tempfile::tempdir().unwrap();
        let faults = if crash { Faults::crash(step) } else { Faults::once(step) };
        let files: &[(&str, &[u8])] = &[("a/1.png", b"one"), ("b/2.png", b"two")];
        let result = faulty(root.path(), &faults).and_then(|staging| publish(staging, files, &[]));
        if crash {
            drop(Staging::open(root.path()).unwrap());
        }
        let found = state(root.path());
        let found: Vec<_> = found.keys().collect();
        assert!(found.is_empty() || found == whole, "step {step}: {found:?}");
        assert!(crash || found.is_empty() == result.is_err(), "step {step}");
    }
}

#[test]
fn a_folder_in_a_files_place_is_named_and_nothing_is_published() {
    let root = first_build();
    fs::create_dir_all(root.path().join("d/e/added.png/inside")).unwrap();
    let before = state(root.path());
    let error = publish(Staging::open(root.path()).unwrap(), SECOND, &FIRST[..1]).unwrap_err();
    assert!(matches!(&error, Error::Occupied(path) if path.ends_with("d/e/added.png")), "{error}");
    assert_eq!(state(root.path()), before);
}

#[test]
fn a_file_in_a_folders_place_is_named_and_nothing_is_published() {
    let root = first_build();
    fs::write(root.path().join("d"), "a file").unwrap();
    let before = state(root.path());
    let error = publish(Staging::open(root.path()).unwrap(), SECOND, &FIRST[..1]).unwrap_err();
    assert!(error.to_string().contains("stands where a folder is to be"), "{error}");
    assert_eq!(state(root.path()), before);
}

#[test]
fn an_output_that_is_a_file_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let output = root.path().join("output");
    fs::write(&output, "mine").unwrap();
    assert!(matches!(Staging::open(&output), Err(Error::NotAFolder(_))));
    assert!(matches!(Published::read(&output), Err(Error::NotAFolder(_))));
    assert!(matches!(Staging::open(&output.join("below")), Err(Error::Io { .. })));
    assert_eq!(fs::read(&output).unwrap(), b"mine");
}

#[test]
fn a_path_that_leads_elsewhere_cannot_be_staged() {
    let root = tempfile::tempdir().unwrap();
    let staging = Staging::open(&root.path().join("output")).unwrap();
    for path in ["../x", "/etc/x", "a/../../x", ".lock", "manifest.json", "c:x"] {
        assert!(matches!(staging.stage(path, b"x"), Err(Error::InvalidPath(_))), "{path}");
    }
}

#[test]
fn what_no_build_made_is_not_overwritten() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("index.html"), "my web site").unwrap();
    fs::write(root.path().join("style.css"), "my style").unwrap();
    let before = state(root.path());
    let staged: [(&str, &[u8]); 3] = [("index.html", b"gallery"), ("new.css", b"new"), ("style.css", b"style")];
    let error = publish(Staging::open(root.path()).unwrap(), &staged, &[]).unwrap_err().to_string();
    assert!(error.contains("index.html` and one more file would be overwritten"), "{error}");
    assert_eq!(state(root.path()), before);
    // What has the same bytes is ours: a manifest that was lost comes back.
    build(root.path(), &[("index.html", b"my web site"), ("new.css", b"new")]);
    fs::remove_file(root.path().join(MANIFEST)).unwrap();
    build(root.path(), &[("index.html", b"my web site"), ("new.css", b"new")]);
    assert!(is_true_to_its_manifest(root.path()));
    assert_eq!(fs::read(root.path().join("style.css")).unwrap(), b"my style");
}

#[test]
fn the_manifest_of_something_else_protects_what_stands_beside_it() {
    for manifest in ["", "{", "{\"name\":\"a web extension\",\"version\":\"1\"}"] {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("index.html"), "theirs").unwrap();
        fs::write(root.path().join(MANIFEST), manifest).unwrap();
        let before = state(root.path());
        let error = publish(Staging::open(root.path()).unwrap(), &[("index.html", b"ours")], &[]).unwrap_err();
        assert!(matches!(error, Error::Foreign { more: 0, .. }), "{error}");
        assert_eq!(state(root.path()), before);
        let publication = publish(Staging::open(root.path()).unwrap(), &[("gallery.html", b"ours")], &[]).unwrap();
        assert_eq!(publication, Publication::default());
        assert_eq!(fs::read(root.path().join("manifest.json.bak")).unwrap(), manifest.as_bytes());
    }
}

#[test]
fn the_manifest_of_another_version_is_noted_and_kept_and_nothing_is_deleted() {
    for manifest in ["{\"version\":2,\"artefacts\":[]}", "{\"version\":2,\"artefacts\":[{\"path\":\"a.png\"}]}"] {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), &[("a.png", b"a"), ("b.png", b"b")]);
        fs::write(root.path().join(MANIFEST), manifest).unwrap();
        let staging = Staging::open(root.path()).unwrap();
        assert!(staging.notes()[0].contains("cannot be read as the manifest"), "{:?}", staging.notes());
        let publication = publish(staging, &[("a.png", b"new")], &[]).unwrap();
        assert_eq!(publication, Publication::default());
        let found = state(root.path());
        assert_eq!((&found["a.png"][..], &found["b.png"][..]), (&b"new"[..], &b"b"[..]));
        assert_eq!(found["manifest.json.bak"], manifest.as_bytes());
        assert!(Published::read(root.path()).unwrap().notes().is_empty());
    }
}

#[test]
#[cfg(unix)]
fn a_check_passes_by_an_output_folder_that_is_a_symbolic_link() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("elsewhere")).unwrap();
    std::fs::write(root.path().join("elsewhere/manifest.json"), "not ours").unwrap();
    std::os::unix::fs::symlink(root.path().join("elsewhere"), root.path().join("output")).unwrap();
    let published = Published::read(&root.path().join("output")).unwrap();
    assert!(published.notes().is_empty(), "{:?}", published.notes());
}

#[test]
fn a_hostile_manifest_reaches_nothing_outside_and_nothing_of_the_systems() {
    let root = tempfile::tempdir().unwrap();
    let output = root.path().join("output");
    fs::create_dir(&output).unwrap();
    let victim = root.path().join("victim.txt");
    fs::write(&victim, "precious").unwrap();
    fs::write(output.join(".gitkeep"), "precious").unwrap();
    let paths = [victim.to_str().unwrap(), "../victim.txt", "a/../../victim.txt", "./../victim.txt", ".gitkeep"];
    let entries: Vec<_> = paths.iter().map(|path| entry(path, b"precious")).collect();
    let json = serde_json::json!({ "version": 1, "artefacts": entries }).to_string();
    fs::write(output.join(MANIFEST), json).unwrap();
    let staging = Staging::open(&output).unwrap();
    assert!(staging.notes()[0].contains("5 damaged entries"), "{:?}", staging.notes());
    assert_eq!(publish(staging, &[], &[]).unwrap(), Publication::default());
    assert_eq!(fs::read(&victim).unwrap(), b"precious");
    assert_eq!(fs::read(output.join(".gitkeep")).unwrap(), b"precious");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    /// An output folder in which `link` leads to a folder outside, with a file that the manifest claims.
    fn trap() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("outside")).unwrap();
        fs::create_dir_all(root.path().join("output")).unwrap();
        fs::write(root.path().join("outside/a.png"), "precious").unwrap();
        symlink(root.path().join("outside"), root.path().join("output/link")).unwrap();
        symlink("../outside/a.png", root.path().join("output/file.png")).unwrap();
        let claimed = [entry("link/a.png", b"precious"), entry("file.png", b"precious")];
        let manifest: Manifest = claimed.into_iter().collect();
        fs::write(root.path().join("output").join(MANIFEST), manifest.to_json()).unwrap();
        root
    }

    fn outside(root: &Path) -> Vec<u8> {
        assert_eq!(fs::read_dir(root.join("outside")).unwrap().count(), 1);
        fs::read(root.join("outside/a.png")).unwrap()
    }

    #[test]
    fn nothing_is_read_or_pruned_through_a_link() {
        let root = trap();
        let staging = Staging::open(&root.path().join("output")).unwrap();
        assert!(staging.manifest().entries().all(|entry| !staging.holds(entry)));
        assert!(staging.manifest().entries().all(|entry| staging.bytes(entry).is_err()));
        assert!(publish(staging, &[], &[]).unwrap().pruned.is_empty());
        assert_eq!(outside(root.path()), b"precious");
    }

    #[test]
    fn nothing_is_written_through_a_link() {
        let root = trap();
        let output = root.path().join("output");
        let error = publish(Staging::open(&output).unwrap(), &[("link/a.png", b"ours")], &[]).unwrap_err();
        assert!(error.to_string().contains("output/link"), "{error}");
        // A link in a file's own place is replaced, not followed.
        publish(Staging::open(&output).unwrap(), &[("file.png", b"ours")], &[]).unwrap();
        assert!(output.join("file.png").symlink_metadata().unwrap().is_file());
        assert_eq!(outside(root.path()), b"precious");
    }

    #[test]
    fn links_in_the_place_of_the_folders_own_files_are_not_followed() {
        let root = trap();
        let output = root.path().join("output");
        symlink("../outside", output.join(".staging")).unwrap();
        build(&output, &[("a.png", b"ours")]);
        fs::remove_file(output.join(MANIFEST)).unwrap();
        symlink("../outside/a.png", output.join(MANIFEST)).unwrap();
        build(&output, &[("a.png", b"ours")]);
        assert_eq!(outside(root.path()), b"precious");
        fs::remove_file(output.join(".lock")).unwrap();
        symlink("../outside/lock", output.join(".lock")).unwrap();
        assert!(Staging::open(&output).is_err());
        assert_eq!(outside(root.path()), b"precious");
    }

    #[test]
    fn an_output_folder_that_is_a_link_is_refused() {
        let root = trap();
        let link = root.path().join("output/link");
        assert!(matches!(Staging::open(&link), Err(Error::SymbolicLink(_))));
        // A check reads nothing of what a link leads to.
        assert_eq!(Published::read(&link).unwrap().manifest(), &Manifest::default());
        assert_eq!(outside(root.path()), b"precious");
    }
}

mod any_bytes {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_a_manifest_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Manifest::parse(&bytes);
        }

        #[test]
        fn as_a_path_never_lead_outside(path in "[./\\\\:a-c]{0,12}") {
            if super::super::path::is_safe(&path) {
                let path = Path::new(&path);
                let normal = path.components().all(|c| matches!(c, std::path::Component::Normal(_)));
                prop_assert!(normal && !path.as_os_str().is_empty());
            }
        }
    }
}
