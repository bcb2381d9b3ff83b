use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Remark, path};
use crate::plan::{Artefact, Job, Kind};

/// The version of the manifest that this program reads and writes.
const VERSION: u64 = 1;

/// Every artefact that stands in the output folder, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest(BTreeMap<String, Entry>);

/// One artefact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Below the output folder, `/` between folders.
    pub path: String,
    /// The kind of its piece.
    pub kind: Kind,
    /// The id of its piece's campaign; none for the branding kit, which belongs to the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Its piece's id.
    pub id: String,
    /// Its piece's language.
    pub language: String,
    /// The site that its piece is made for.
    pub site: Option<String>,
    /// Its piece's size, for posters and banners.
    pub format: Option<String>,
    /// The audiences that it is compiled for, for newsletters' segments.
    pub variant: Option<String>,
    /// Which issue it is, for newsletters that are sent again and again.
    pub occurrence: Option<String>,
    /// True when its texts are built in: nobody of the project has written them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub built_in: bool,
    /// The renderer that made it.
    pub renderer: String,
    /// The hash of all that it was made from.
    pub inputs: String,
    /// The paths of the artefacts that it was made from.
    pub needs: Vec<String>,
    /// The paths of further files that came of the same work and whose names come from their content; with the first
    /// artefact of a piece.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// Of its bytes.
    pub sha256: String,
    /// How many.
    pub bytes: u64,
    /// The warnings of its piece; each artefact of a piece has them all.
    pub diagnostics: Vec<Remark>,
}

impl Entry {
    /// The entry of a job's artefact, which says of it all that the job knows.
    pub fn new(job: &Job<'_>, artefact: &Artefact, sha256: String, bytes: u64) -> Self {
        Self {
            path: artefact.path.clone(),
            kind: job.kind(),
            campaign: job.owner().map(ToString::to_string),
            id: job.id().to_string(),
            language: job.language.to_string(),
            site: job.site.map(|site| site.id.to_string()),
            format: job.format.as_ref().map(|format| format.name.clone()),
            variant: artefact.variant.as_ref().map(|variant| variant.name().to_owned()),
            occurrence: job.occurrence().map(|at| at.strftime("%Y-%m-%dT%H:%M").to_string()),
            built_in: job.is_built_in(),
            renderer: String::new(),
            inputs: String::new(),
            needs: Vec::new(),
            with: Vec::new(),
            sha256,
            bytes,
            diagnostics: Vec::new(),
        }
    }
}

/// The file as it stands on disk; entries are read one by one, so that one of them that is damaged costs no other.
#[derive(Serialize, Deserialize)]
struct File<T> {
    version: u64,
    artefacts: Vec<T>,
}

impl Manifest {
    /// Reads a manifest. Entries that are damaged, or whose path could lead anywhere but below the output folder, are
    /// dropped and counted.
    ///
    /// # Errors
    /// Why it is none that this program can read.
    pub fn parse(bytes: &[u8]) -> Result<(Self, usize), String> {
        #[derive(Deserialize)]
        struct Version {
            version: u64,
        }
        let Version { version } = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if version != VERSION {
            return Err(format!("it is of version {version}, this program reads version {VERSION}"));
        }
        let file: File<serde_json::Value> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let all = file.artefacts.len();
        let entries = file.artefacts.into_iter().filter_map(|entry| serde_json::from_value::<Entry>(entry).ok());
        let manifest: Self = entries.filter(|entry| path::is_safe(&entry.path)).collect();
        let dropped = all - manifest.0.len();
        Ok((manifest, dropped))
    }

    /// True of what a build of any version wrote, though this one may not read it.
    pub(super) fn resembles(bytes: &[u8]) -> bool {
        serde_json::from_slice::<File<serde_json::Value>>(bytes).is_ok()
    }

    /// As it stands on disk: pretty, by path.
    pub fn to_json(&self) -> Vec<u8> {
        let file = File { version: VERSION, artefacts: self.entries().collect() };
        let mut json = serde_json::to_vec_pretty(&file).expect("strings and numbers always become JSON");
        json.push(b'\n');
        json
    }

    /// An artefact by its path.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.0.get(path)
    }

    /// Every artefact, by path.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.values()
    }
}

impl FromIterator<Entry> for Manifest {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        Self(entries.into_iter().map(|entry| (entry.path.clone(), entry)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::entry;

    #[test]
    fn what_is_written_is_read_again_in_the_order_of_paths() {
        let manifest: Manifest = [entry("b/2.png", b"2"), entry("a/1.png", b"1")].into_iter().collect();
        let json = manifest.to_json();
        assert_eq!(Manifest::parse(&json), Ok((manifest, 0)));
        let text = String::from_utf8(json).unwrap();
        assert!(text.starts_with("{\n  \"version\": 1,\n  \"artefacts\": [\n    {\n      \"path\": \"a/1.png\",\n"));
        assert!(text.contains("\"variant\": null,\n      \"occurrence\": null,\n"));
    }

    #[test]
    fn what_is_no_manifest_is_refused_with_a_reason() {
        for (bytes, reason) in [
            (&b""[..], "EOF"),
            (b"\xff\xfe", "expected"),
            (b"[]", "expected"),
            (b"{\"name\":\"web extension\",\"version\":\"1.2\"}", "invalid type"),
            (b"{\"version\":2,\"artefacts\":{}}", "version 2"),
            (b"{\"version\":1}", "artefacts"),
            (b"{\"version\":1,\"artefacts\":[", "EOF"),
        ] {
            let error = Manifest::parse(bytes).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
        // As deep as a stack overflow would need.
        assert!(Manifest::parse("[".repeat(1 << 20).as_bytes()).is_err());
    }

    #[test]
    fn damaged_and_hostile_entries_are_dropped_alone() {
        let good = serde_json::to_value(entry("a.png", b"a")).unwrap();
        let mut hostile = good.clone();
        hostile["path"] = "../../x".into();
        let mut foreign = good.clone();
        foreign["kind"] = "sculptures".into();
        let json = serde_json::json!({ "version": 1, "artefacts": [good, hostile, foreign, 7, null] }).to_string();
        let (manifest, dropped) = Manifest::parse(json.as_bytes()).unwrap();
        assert_eq!(manifest.entries().map(|e| e.path.as_str()).collect::<Vec<_>>(), ["a.png"]);
        assert_eq!(dropped, 4);
    }
}
