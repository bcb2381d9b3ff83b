//! Nothing outside the project is read, whatever names it: YAML, Markdown, an SVG, an SVG in an SVG, a link.

use std::{fs, path::Path};

use fanion::{
    diagnostic::{Code, Diagnostics},
    load,
};

/// A secret beside the project, and the project.
fn project(folder: &Path, files: &[(&str, String)]) -> std::path::PathBuf {
    fs::write(folder.join("secret.png"), b"\x89PNG\r\n\x1a\nSECRET").expect("a file");
    let root = folder.join("project");
    let whole = [
        ("brand/identity.yaml", "name: Agora\ntagline: x\nlanguages: [fr]\n".to_owned()),
        ("campaigns/a/campaign.yaml", "title: x\n".to_owned()),
    ];
    for (path, text) in whole.iter().chain(files) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    root
}

fn told(root: &Path) -> Diagnostics {
    let loaded = load::load(root).expect("a project");
    if let Some(project) = &loaded.project {
        let debug = format!("{project:?}");
        assert!(!debug.contains("SECRET"), "the secret was read");
        let pictures = project.campaigns.iter().flat_map(|c| &c.posters).filter_map(|p| p.photo.as_ref());
        assert!(pictures.into_iter().all(|p| !p.file.bytes.ends_with(b"SECRET")), "the secret was read");
    }
    loaded.diagnostics
}

fn codes(root: &Path) -> Vec<Code> {
    told(root).iter().map(|d| d.code).collect()
}

/// Paths that lead out, and the code that each is refused with.
fn ways_out(folder: &Path) -> Vec<(String, Code)> {
    let absolute = folder.join("secret.png").display().to_string();
    vec![
        ("../../../../secret.png".into(), Code::PathOutsideProject),
        ("../../../../../../../../etc/passwd".into(), Code::PathOutsideProject),
        (absolute.clone(), Code::PathOutsideProject),
        (format!("file://{absolute}"), Code::PathOutsideProject),
        ("C:\\Windows\\win.ini".into(), Code::PathOutsideProject),
        ("\\\\server\\share\\a.png".into(), Code::PathOutsideProject),
        ("https://x.example/a.png".into(), Code::RemoteReference),
        ("//x.example/a.png".into(), Code::RemoteReference),
    ]
}

#[test]
fn from_yaml() {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, code) in ways_out(folder.path()) {
        let poster = format!("photo: {}\n", serde_json::Value::from(path.clone()));
        let root = project(folder.path(), &[("campaigns/a/posters/p.yaml", poster)]);
        assert_eq!(codes(&root), [code], "{path}");
    }
}

#[test]
fn from_markdown() {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, code) in ways_out(folder.path()) {
        // Markdown takes a backslash before punctuation away, so that these two become paths within the project.
        if path.contains('\\') {
            continue;
        }
        let guide = format!("---\ntitle: Guide\n---\n![Une image](<{path}>)\n");
        let root = project(folder.path(), &[("campaigns/a/guides/g.fr.md", guide)]);
        assert_eq!(codes(&root), [code], "{path}");
    }
}

#[test]
fn from_svg_and_nested_svg() {
    use base64::Engine;
    let folder = tempfile::tempdir().expect("a folder");
    for (path, code) in ways_out(folder.path()).into_iter().filter(|(path, _)| !path.contains('\\')) {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{path}'/></svg>");
        let inner = base64::engine::general_purpose::STANDARD.encode(&svg);
        let outer =
            format!("<svg xmlns='http://www.w3.org/2000/svg'><image href='data:image/svg+xml;base64,{inner}'/></svg>");
        for text in [svg, outer] {
            let poster = "photo: a.svg\n".to_owned();
            let files = [("campaigns/a/posters/p.yaml", poster), ("campaigns/a/a.svg", text)];
            assert_eq!(codes(&project(folder.path(), &files)), [code], "{path}");
        }
    }
}

#[cfg(unix)]
#[test]
fn through_symbolic_links() {
    let folder = tempfile::tempdir().expect("a folder");
    let poster = "photo: link.png\n".to_owned();
    let root = project(folder.path(), &[("campaigns/a/posters/p.yaml", poster)]);
    std::os::unix::fs::symlink("../../../secret.png", root.join("campaigns/a/link.png")).expect("a link");
    assert_eq!(codes(&root), [Code::PathOutsideProject]);
    // A whole folder, and a YAML file, that lie elsewhere.
    let elsewhere = tempfile::tempdir().expect("a folder");
    fs::write(elsewhere.path().join("n.yaml"), "headline: SECRET\n").expect("a file");
    fs::remove_file(root.join("campaigns/a/link.png")).expect("removed");
    fs::remove_file(root.join("campaigns/a/posters/p.yaml")).expect("removed");
    fs::remove_dir(root.join("campaigns/a/posters")).expect("removed");
    std::os::unix::fs::symlink(elsewhere.path(), root.join("campaigns/a/posters")).expect("a link");
    assert!(told(&root).has_errors());
    fs::remove_file(root.join("campaigns/a/posters")).expect("removed");
    fs::create_dir(root.join("campaigns/a/posters")).expect("a folder");
    std::os::unix::fs::symlink(elsewhere.path().join("n.yaml"), root.join("campaigns/a/posters/n.yaml"))
        .expect("a link");
    assert!(told(&root).has_errors());
}
