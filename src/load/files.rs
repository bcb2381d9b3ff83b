//! The project's files, and nothing else: every read goes through a directory handle that no path leads out of.
//!
//! In: paths as users write them. Out: texts, assets and folder listings, or a diagnostic at the place that named the
//! path. `..`, absolute paths, drive letters, web addresses and symbolic links out of the project are refused before
//! anything is read (cap-std holds the line where a look at the path cannot).

use std::{
    cell::RefCell,
    io::{self, Read},
    path::Path,
    sync::Arc,
};

use cap_std::{ambient_authority, fs::Dir};

use super::svg;
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Source, Span},
    model::value::Asset,
};

/// Texts larger than this are no project file.
const MAX_TEXT: u64 = 4 << 20;
/// Pictures and fonts larger than this are refused.
const MAX_ASSET: u64 = 64 << 20;

/// What is said of a folder, a pipe or a device.
const NO_FILE: &str = "it is not a file";

/// A project's folder.
#[derive(Debug)]
pub struct Files {
    root: Dir,
    sources: RefCell<Vec<Arc<Source>>>,
}

/// Why a path is not one into the project.
#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    Remote,
    Outside,
}

impl Files {
    /// Opens a project's folder.
    ///
    /// # Errors
    /// When it does not exist or may not be read.
    pub fn open(root: &Path) -> io::Result<Self> {
        let root = Dir::open_ambient_dir(root, ambient_authority())?;
        Ok(Self { root, sources: RefCell::default() })
    }

    /// Every text that was read.
    pub fn sources(&self) -> Vec<Arc<Source>> {
        self.sources.borrow().clone()
    }

    /// Adds texts that were read elsewhere.
    pub fn keep(&self, sources: impl IntoIterator<Item = Arc<Source>>) {
        self.sources.borrow_mut().extend(sources);
    }

    /// True when something of this path is there, even if it cannot be read: whoever reads it tells why.
    pub fn exists(&self, path: &str) -> bool {
        self.root.metadata(path).map_or_else(|error| error.kind() != io::ErrorKind::NotFound, |_| true)
    }

    /// True when nothing is at a path that may also lead out of the project, as that of a key does. It is never read here.
    pub fn is_missing(&self, path: &str) -> bool {
        match Path::new(path).is_absolute() {
            true => matches!(Path::new(path).try_exists(), Ok(false)),
            false => !path.is_empty() && !self.exists(path),
        }
    }

    /// The names in a folder, sorted, hidden ones left out; none where there is no such folder. Folders end in `/`.
    pub fn list(&self, folder: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
        let entries = match self.root.read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
            Err(error) => {
                diagnostics.push(unreadable(&Source::new(folder, "").span(0, 0), folder, &error));
                return Vec::new();
            }
        };
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
                // Through a link too, so that a link out of the project is met where it is read, and refused there.
                let folder = self.root.metadata(format!("{folder}/{name}")).is_ok_and(|m| m.is_dir());
                Some(if folder { format!("{name}/") } else { name })
            })
            .collect();
        names.sort_unstable();
        names
    }

    /// The text of a file that must exist. Bytes that are not UTF-8 are reported, and read as Windows-1252 so that other
    /// mistakes show as well.
    pub fn text(&self, path: &str, named_at: Option<&Span>, diagnostics: &mut Diagnostics) -> Option<Arc<Source>> {
        let bytes = match self.read(path, MAX_TEXT) {
            Ok(bytes) => bytes,
            Err(error) => {
                let empty = Source::new(path, "").span(0, 0);
                diagnostics.push(unreadable(named_at.unwrap_or(&empty), path, &error));
                return None;
            }
        };
        let source = decode(path, &bytes, diagnostics);
        self.sources.borrow_mut().push(Arc::clone(&source));
        Some(source)
    }

    /// The project's folder, for lists of recipients, which are too large to be read whole.
    pub fn root(&self) -> &Dir {
        &self.root
    }

    /// A picture, font or other file that a text names; see [`Files::find`].
    pub fn asset(&self, path: &str, named_at: &Span, diagnostics: &mut Diagnostics) -> Option<Asset> {
        let path = self.find(path, named_at, diagnostics)?;
        match self.read(&path, MAX_ASSET) {
            Ok(bytes) => Some(Asset { path, bytes: bytes.into(), named_at: Some(named_at.clone()) }),
            Err(error) => {
                diagnostics.push(unreadable(named_at, &path, &error));
                None
            }
        }
    }

    /// A picture, looked at far enough to know that it is one and that it brings nothing in from elsewhere.
    pub fn image(&self, path: &str, named_at: &Span, diagnostics: &mut Diagnostics) -> Option<Asset> {
        let asset = self.asset(path, named_at, diagnostics)?;
        let found = svg::inspect_image(&asset, named_at);
        let sound = !found.has_errors();
        diagnostics.extend(found);
        sound.then_some(asset)
    }

    /// The path, relative to the project, of a file that is named at a place: relative to the file that names it, else to
    /// one of the folders above.
    pub fn find(&self, path: &str, named_at: &Span, diagnostics: &mut Diagnostics) -> Option<String> {
        let mut candidates = Vec::new();
        let folder = named_at.source.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        for base in ancestors(folder) {
            match join(base, path) {
                Ok(joined) => candidates.push(joined),
                // A path may climb out of its own folder and still stay in the project.
                Err(refusal) if candidates.is_empty() => {
                    diagnostics.push(refuse(&refusal, path, named_at));
                    return None;
                }
                Err(_) => break,
            }
        }
        for candidate in &candidates {
            match self.root.metadata(candidate) {
                Ok(metadata) if metadata.is_file() => return Some(candidate.clone()),
                Ok(metadata) if !metadata.is_dir() => {
                    let error = io::Error::new(io::ErrorKind::InvalidInput, NO_FILE);
                    diagnostics.push(unreadable(named_at, path, &error));
                    return None;
                }
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    diagnostics.push(refuse(&Refusal::Outside, path, named_at));
                    return None;
                }
                _ => {}
            }
        }
        let looked = candidates.first().map_or(path, String::as_str);
        let diagnostic = Diagnostic::new(Code::FileNotFound, named_at, format!("there is no file `{path}`"));
        let near = self.near(looked);
        let help =
            near.map(|name| format!("did you mean `{name}`?")).unwrap_or_else(|| format!("put it at `{looked}`"));
        diagnostics.push(diagnostic.help(help));
        None
    }

    /// The name in the same folder that is most like the last part of a path.
    fn near(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        let names = self.list(folder, &mut Diagnostics::new());
        crate::diagnostic::nearest::nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        // Looked at before it is opened: opening a pipe waits for whoever writes into it.
        if !self.root.metadata(path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, NO_FILE));
        }
        let file = self.root.open(path)?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("it is larger than {} MB", limit >> 20)));
        }
        Ok(bytes)
    }
}

/// A folder and its parents, the project's own last, as `a/b`, `a`, ``.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    let mut next = Some(folder.trim_end_matches('/'));
    std::iter::from_fn(move || {
        let here = next?;
        next = if here.is_empty() { None } else { Some(here.rsplit_once('/').map_or("", |(parent, _)| parent)) };
        Some(here)
    })
}

/// A path relative to a folder, made plain; refused where it leads out of the project.
fn join(folder: &str, path: &str) -> Result<String, Refusal> {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    if path.contains("://") || scheme.is_some_and(|s| s.len() > 1) || path.starts_with("//") {
        let local = scheme.is_some_and(|s| s.eq_ignore_ascii_case("file"));
        return Err(if local { Refusal::Outside } else { Refusal::Remote });
    }
    if path.starts_with(['/', '\\', '~']) || scheme.is_some() || path.contains('\0') {
        return Err(Refusal::Outside);
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(Refusal::Outside)?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

fn refuse(refusal: &Refusal, path: &str, named_at: &Span) -> Diagnostic {
    match refusal {
        Refusal::Remote => {
            Diagnostic::new(Code::RemoteReference, named_at, format!("`{path}` is not a file of the project"))
                .help("save the file in the project and write its path here")
        }
        Refusal::Outside => {
            Diagnostic::new(Code::PathOutsideProject, named_at, format!("`{path}` leads out of the project"))
                .help("copy the file into the project and write its path from there, as `photos/team.jpg`")
        }
    }
}

fn unreadable(named_at: &Span, path: &str, error: &io::Error) -> Diagnostic {
    match error.kind() {
        io::ErrorKind::NotFound => Diagnostic::new(Code::FileNotFound, named_at, format!("there is no file `{path}`")),
        io::ErrorKind::PermissionDenied if error.raw_os_error().is_none() => refuse(&Refusal::Outside, path, named_at),
        io::ErrorKind::InvalidInput => {
            Diagnostic::new(Code::UnreadableFile, named_at, format!("`{path}` cannot be read: {error}"))
                .help("remove it, or give it another name: only files are read here, no folder, pipe or device")
        }
        _ => Diagnostic::new(Code::UnreadableFile, named_at, format!("`{path}` cannot be read: {error}"))
            .help("check that the file exists and that you may read it"),
    }
}

/// Bytes to text: UTF-8 with or without its mark; anything else is reported.
fn decode(path: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> Arc<Source> {
    let help = "save the file again with the encoding UTF-8 (in Notepad: Save as, Encoding, UTF-8)";
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes).filter(|(e, _)| *e != encoding_rs::UTF_8) {
        let source = Source::new(path, encoding.decode(bytes).0);
        let message = format!("this file is written in {}, not in UTF-8", encoding.name());
        diagnostics.push(Diagnostic::new(Code::NotUtf8, &source.span(0, 0), message).help(help));
        return source;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let source = Source::new(path, text);
            diagnostics.extend(garbled(&source));
            source
        }
        Err(error) => {
            let (before, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes[..error.valid_up_to()]);
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            let source = Source::new(path, text);
            let at = source.span(before.len(), before.len() + 1);
            let message = "this letter is not UTF-8; the file was probably saved as Windows-1252 (\"ANSI\")";
            diagnostics.push(Diagnostic::new(Code::NotUtf8, &at, message).help(help));
            source
        }
    }
}

/// Letters that are UTF-8 read as Windows-1252 and saved as that: `Ã©` for `é`, `â€™` for `’`. The first is told.
fn garbled(source: &Arc<Source>) -> Option<Diagnostic> {
    let text = source.text();
    let found = text.match_indices(['Ã', 'Â', 'â']).find_map(|(at, lead)| {
        let longest =
            text[at..].char_indices().map(|(i, c)| i + c.len_utf8()).take(if lead == "â" { 3 } else { 2 }).last()?;
        let written = &text[at..at + longest];
        let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(written);
        let meant = std::str::from_utf8(&bytes).ok().filter(|meant| !lossy && meant.chars().count() == 1)?.to_owned();
        Some((source.span(at, at + longest), meant))
    });
    let (span, meant) = found?;
    let message = format!("`{}` is probably `{meant}`: the text was saved in a wrong encoding", span.text());
    let help = "put the letters right, here and below; save the file as UTF-8";
    Some(Diagnostic::new(Code::SuspiciousText, &span, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_project() {
        assert_eq!(join("brand", "logo.svg"), Ok("brand/logo.svg".into()));
        assert_eq!(join("brand", "../photos/a.jpg"), Ok("photos/a.jpg".into()));
        assert_eq!(join("a/b", "./c//d.png"), Ok("a/b/c/d.png".into()));
        for wrong in
            ["../../etc/passwd", "/etc/passwd", "C:\\x", "c:/x", "\\\\server\\x", "~/x", "file:///etc/passwd", "a\0b"]
        {
            assert_eq!(join("brand", wrong), Err(Refusal::Outside), "{wrong}");
        }
        for remote in ["https://x.example/a.png", "http:a", "//x.example/a.png", "data:image/png;base64,x"] {
            assert_eq!(join("brand", remote), Err(Refusal::Remote), "{remote}");
        }
    }

    #[test]
    fn a_folder_and_its_parents() {
        assert_eq!(ancestors("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(ancestors("").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn other_encodings_are_told_with_their_place() {
        let mut diagnostics = Diagnostics::new();
        let source = decode("a.yaml", b"name: Agora\ntagline: \xc9t\xe9\n", &mut diagnostics);
        assert_eq!(source.text(), "name: Agora\ntagline: Été\n");
        let first = diagnostics.iter().next().unwrap();
        assert_eq!((first.code, first.span.as_ref().unwrap().position()), (Code::NotUtf8, (2, 10)));
        let mut diagnostics = Diagnostics::new();
        assert_eq!(decode("a.yaml", "\u{feff}name: é".as_bytes(), &mut diagnostics).text(), "name: é");
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn garbled_letters_are_told_with_what_they_were() {
        let told = |text: &str| garbled(&Source::new("a.yaml", text)).map(|d| d.message);
        assert!(told("tagline: Ã‰tÃ© Ã  Lyon").unwrap().contains("`Ã‰` is probably `É`"));
        assert!(told("x: lâ€™Ã©tÃ©").unwrap().contains("`â€™` is probably `’`"));
        assert!(told("x: 30Â %").is_none() && told("x: 30Â\u{a0}%").is_some());
        for sound in ["São Paulo, NÃO", "Âge, château", "RÃO É", "Ânes « » €"] {
            assert_eq!(told(sound), None, "{sound}");
        }
    }
}
