//! Files to model.
//!
//! In: a project's folder. Out: a [`Project`] in which every default, reference, language and unit is resolved, with a
//! diagnostic for each mistake. Every text is read once; nothing outside the folder is ever read.

mod brand_yml;
pub mod built_in;
mod files;
mod markdown;
mod misspelt;
mod proof;
pub mod raw;
mod resolve;
mod start;
mod svg;
mod traps;
mod words;
mod yaml;

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

pub use brand_yml::{BrandFile, brand_yml};
pub use built_in::{english_words, speaks};
use files::Files;
use indexmap::IndexMap;
pub use proof::{LANGUAGES as PROOF_LANGUAGES, proof};
use raw::{
    decode::{Decode, Decoder},
    node::NodeKind,
};
use resolve::{CampaignFiles, Resolver};
pub use start::{
    BrandDocument, brand_document, brand_languages, brand_mistakes, identity_mistakes, logo_file, plain_brand, starter,
};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Located, Source, Span, nearest},
    model::{
        Project, Words,
        value::{Id, LanguageTag},
    },
};

/// The file that makes a folder a project.
pub const IDENTITY: &str = "brand/identity.yaml";

/// What loading gives.
#[derive(Debug)]
pub struct Loaded {
    /// The project, where enough of it could be read.
    pub project: Option<Project>,
    /// The mistakes met.
    pub diagnostics: Diagnostics,
    /// Every text that was read, in which later stages find places again.
    pub sources: Vec<Arc<Source>>,
}

/// The nearest folder, from `start` upwards, that holds a project.
pub fn find_project(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(IDENTITY).is_file()).map(Path::to_path_buf)
}

/// What a folder holds that was probably meant to be the file that makes it a project.
pub fn near_project(folder: &Path) -> Option<String> {
    misspelt::identity(&Files::open(folder).ok()?)
}

/// Reads a project.
///
/// # Errors
/// When its folder cannot be opened at all.
pub fn load(root: &Path) -> io::Result<Loaded> {
    let files = Files::open(root)?;
    Ok(Loader { files: &files, diagnostics: Diagnostics::new(), broken_ids: HashSet::new(), partial: false }.load())
}

/// Mistakes of one kind in one file beyond this many are counted, not told: nobody reads them, and they have one cause.
const MOST_OF_A_KIND: usize = 40;

/// The diagnostics of loading, of each kind and file as many as anybody reads.
fn few(diagnostics: Diagnostics) -> Diagnostics {
    let mut kept = Diagnostics::new();
    let mut counts: IndexMap<(Code, String), (usize, Option<Diagnostic>)> = IndexMap::new();
    for diagnostic in diagnostics {
        let file = diagnostic.span.as_ref().map(|span| span.source.path().to_owned()).unwrap_or_default();
        let (count, next) = counts.entry((diagnostic.code, file)).or_default();
        *count += 1;
        match *count <= MOST_OF_A_KIND {
            true => kept.push(diagnostic),
            false => drop(next.get_or_insert(diagnostic)),
        }
    }
    let more = counts.into_values().filter_map(|(count, next)| next.map(|next| (count - MOST_OF_A_KIND, next)));
    kept.extend(more.map(|(count, next)| {
        if count == 1 {
            return next;
        }
        let message = format!("{count} more mistakes of this kind stand in this file, the first of them here");
        Diagnostic { message, related: Vec::new(), label: None, ..next }
    }));
    kept
}

struct Loader<'f> {
    files: &'f Files,
    diagnostics: Diagnostics,
    broken_ids: HashSet<String>,
    partial: bool,
}

impl Loader<'_> {
    fn load(mut self) -> Loaded {
        let project = self.project();
        self.diagnostics.extend(misspelt::project(self.files));
        Loaded { project, diagnostics: few(self.diagnostics), sources: self.files.sources() }
    }

    fn project(&mut self) -> Option<Project> {
        let identity = self.read::<raw::identity::Identity>(IDENTITY);
        let campaigns = self.campaigns();
        let delivery = match self.files.exists("delivery.yaml") {
            true => self.read::<raw::delivery::Delivery>("delivery.yaml").map(|(raw, _)| raw),
            false => None,
        };
        let (identity, span) = identity?;
        // What stands for a name or tagline that is missing or wrong, and reported, so that the rest is looked at.
        let name = identity.name.0.clone().unwrap_or_else(|| Located::new("?".into(), span.clone()));
        let brand = self.brand(&identity);
        let languages = self.languages(&identity, &span);
        let travelled = brand.as_ref().and_then(|brand| brand.defaults.as_ref()?.fanion.clone());
        let mut identity = identity;
        identity.guidelines = brand_yml::guidelines(identity.guidelines.take(), travelled, &languages);
        let words = self.words(&name.value);
        let mut resolver = Resolver::new(self.files, languages);
        resolver.broken_ids = std::mem::take(&mut self.broken_ids);
        resolver.partial = self.partial;
        let brand = resolver.brand(brand.as_ref(), &name);
        let mut model = resolver.identity(&identity, &name, brand);
        let mut projects: Vec<_> = campaigns.iter().map(|files| resolver.campaign(files, &model)).collect();
        let delivery = delivery.map(|raw| resolver.delivery(&raw));
        self.diagnostics.extend(resolver.diagnostics);
        if projects.is_empty() && !self.partial && !self.has_campaign_folder() {
            projects.push(built_in::campaign(self.files, &mut model));
            self.files.keep(built_in::sources(&model.name));
        }
        if projects.iter().flat_map(|campaign| &campaign.guides).any(|guide| guide.built_in) {
            self.files.keep(built_in::guides::sources(&model.name));
        }
        let templates = self.templates();
        let starts = projects.iter().any(|campaign| campaign.built_in);
        self.untranslated(&identity, &model, &words, starts);
        let call_backgrounds = built_in::call_backgrounds(&model);
        Some(Project { identity: model, campaigns: projects, call_backgrounds, delivery, words, templates })
    }

    /// Languages whose buttons, labels and dates are English, or whose first campaign is, each told where the project says that
    /// it speaks it.
    fn untranslated(
        &mut self,
        identity: &raw::identity::Identity,
        model: &crate::model::Identity,
        words: &Words,
        starts: bool,
    ) {
        for language in &model.languages {
            let (lacking, all) = words.lacking(language);
            let (message, help) = match lacking {
                0 if starts && !built_in::speaks(language) => (
                    format!("the built-in campaign has no texts in `{language}`; English ones are used"),
                    "write a campaign of your own in `campaigns/`: `fanion init` on a terminal, in an empty folder, writes the \
                     built-in one there, to be translated"
                        .to_owned(),
                ),
                0 => continue,
                lacking => (
                    match lacking == all {
                        true => format!("there are no built-in words for `{language}`; English ones are used"),
                        false => {
                            format!("`{language}` lacks {lacking} of the {all} built-in words; English ones are used")
                        }
                    },
                    format!(
                        "your own texts stay as you wrote them; buttons, labels, footers and the texts of built-in pieces \
                         are English. `fanion words {language} >> brand/texts.yaml` lists them there, to be translated"
                    ),
                ),
            };
            let listed = identity.languages.iter().flatten().find(|listed| listed.value == *language);
            let tagline = identity.tagline.0.iter().flat_map(|tagline| &tagline.versions);
            let mut keys = tagline.filter_map(|(key, _)| key.as_ref());
            let key = keys.find(|key| key.value.parse().is_ok_and(|key: LanguageTag| key == *language));
            let span = listed.map(|listed| &listed.span).or(key.map(|key| &key.span)).unwrap_or(&model.name_span);
            self.diagnostics.push(Diagnostic::new(Code::UntranslatedWords, span, message).help(help));
        }
    }

    /// A YAML file, decoded, with the place of all of it.
    fn read<T: Decode>(&mut self, path: &str) -> Option<(T, Span)> {
        let source = self.files.text(path, None, &mut self.diagnostics);
        let Some(source) = source else {
            self.partial = true;
            return None;
        };
        let document = yaml::parse(&source, &mut self.diagnostics);
        self.decode(&source, &document)
    }

    fn decode<T: Decode>(&mut self, source: &Arc<Source>, document: &yaml::Document) -> Option<(T, Span)> {
        let mut decoder = Decoder { partial: document.partial, ..Decoder::default() };
        let span = document.root.span.clone();
        if matches!(document.root.kind, NodeKind::Null) && !document.partial {
            let diagnostic = Diagnostic::new(Code::MissingKey, &source.span(0, 0), "this file is empty");
            self.diagnostics.push(diagnostic.help("write its keys, or remove the file; docs/reference lists them"));
            self.partial = true;
            return None;
        }
        let decoded = T::decode(&document.root, &mut decoder);
        self.partial |= document.partial || decoded.is_none();
        self.diagnostics.extend(decoder.diagnostics);
        self.broken_ids.extend(decoder.broken_ids);
        decoded.map(|raw| (raw, span))
    }

    /// The brand.yml document, here or in a file of its own.
    fn brand(&mut self, identity: &raw::identity::Identity) -> Option<raw::brand::Brand> {
        match identity.brand.as_ref()? {
            raw::identity::BrandOrPath::Inline(brand) => Some((**brand).clone()),
            raw::identity::BrandOrPath::Path(path) => {
                let found = self.files.find(path, &path.span, &mut self.diagnostics)?;
                self.read::<raw::brand::Brand>(&found).map(|(brand, _)| brand)
            }
        }
    }

    /// The project's languages: as listed, else those of its tagline, else French and English.
    fn languages(&mut self, identity: &raw::identity::Identity, all: &Span) -> Vec<LanguageTag> {
        let mut languages: Vec<LanguageTag> = Vec::new();
        let told = self.broken_ids.contains(&raw::decode::broken_key("languages"));
        if identity.languages.as_ref().is_some_and(Vec::is_empty) && !told && !self.partial {
            let text = all.text();
            let at = if text.starts_with("languages") { Some(0) } else { text.find("\nlanguages").map(|at| at + 1) };
            let span = at.map_or_else(|| all.clone(), |at| all.part(at, at + "languages".len()));
            let diagnostic = Diagnostic::new(Code::InvalidValue, &span, "this list is empty");
            self.diagnostics.push(diagnostic.help("name the project's languages, as `[fr, en]`, or remove the key"));
        }
        for language in identity.languages.iter().flatten() {
            if languages.contains(&language.value) {
                let message = format!("`{}` stands twice", language.value);
                self.diagnostics
                    .push(Diagnostic::new(Code::DuplicateId, &language.span, message).help("remove one of the two"));
            } else {
                languages.push(language.value.clone());
            }
        }
        if languages.is_empty() {
            let tagline = identity.tagline.0.iter().flat_map(|tagline| &tagline.versions);
            let keys = tagline.filter_map(|(key, _)| key.as_ref()?.value.parse().ok());
            languages = keys.collect();
        }
        if languages.is_empty() {
            languages = ["fr", "en"].iter().filter_map(|l| l.parse().ok()).collect();
        }
        languages
    }

    fn words(&mut self, name: &str) -> Words {
        let mut words = built_in::words(name);
        let path = "brand/texts.yaml";
        if self.files.exists(path) {
            let read = self.texts(path);
            // With the project's name in them, which a long one leaves out.
            let english = built_in::words("").swap_remove(&built_in::english()).unwrap_or_default();
            for (language, table) in read.map(|map| map.0).unwrap_or_default() {
                let tag = match language.value.parse::<LanguageTag>() {
                    Ok(tag) => tag,
                    Err(error) => {
                        let diagnostic = Diagnostic::new(Code::UnknownLanguage, &language.span, error.message);
                        self.diagnostics.push(diagnostic.maybe_help(error.help));
                        continue;
                    }
                };
                let own = words.entry(tag).or_default();
                for (key, text) in table.0 {
                    match english.get(&key.value) {
                        Some(built_in) => self.diagnostics.extend(words::check(&text, built_in)),
                        None => {
                            let message = format!("there is no built-in text `{}`", raw::decode::shorten(&key.value));
                            let help = nearest::help(&key.value, english.keys().map(String::as_str));
                            let unknown = Diagnostic::new(Code::UnknownKey, &key.span, message).maybe_help(help);
                            self.diagnostics.push(unknown);
                        }
                    }
                    own.insert(key.value, text.value);
                }
            }
        }
        Words::new(words)
    }

    /// Words by language and key.
    fn texts(&mut self, path: &str) -> Option<raw::decode::Map<raw::decode::Map<Located<String>>>> {
        let Some(source) = self.files.text(path, None, &mut self.diagnostics) else {
            self.partial = true;
            return None;
        };
        // A shell makes the file before `fanion words it >> brand/texts.yaml` fills it.
        if source.text().trim().is_empty() {
            return None;
        }
        let document = yaml::parse(&source, &mut self.diagnostics);
        self.decode(&source, &document).map(|(map, _)| map)
    }

    /// Everything below `brand/templates/`.
    fn templates(&mut self) -> Vec<crate::model::value::Asset> {
        let mut found = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            for name in self.files.list(&format!("brand/templates/{folder}"), &mut self.diagnostics) {
                match name.strip_suffix('/') {
                    Some(sub) if folder.matches('/').count() < 4 => folders.push(format!("{folder}{sub}/")),
                    Some(_) => {}
                    None if misspelt::is_foreign(&name) => {}
                    None => found.push(format!("{folder}{name}")),
                }
            }
        }
        found.sort_unstable();
        let assets = found.into_iter().filter_map(|path| {
            let full = format!("brand/templates/{path}");
            let source = self.files.text(&full, None, &mut self.diagnostics)?;
            Some(crate::model::value::Asset { path, bytes: source.text().as_bytes().into(), named_at: None })
        });
        assets.collect()
    }

    fn has_campaign_folder(&self) -> bool {
        self.files.list("campaigns", &mut Diagnostics::new()).iter().any(|name| name.ends_with('/'))
    }

    fn campaigns(&mut self) -> Vec<CampaignFiles> {
        let mut campaigns = Vec::new();
        for name in self.files.list("campaigns", &mut self.diagnostics) {
            let Some(folder_name) = name.strip_suffix('/') else {
                self.ignored(&format!("campaigns/{name}"), "a campaign is a folder that holds campaign.yaml");
                continue;
            };
            let folder = format!("campaigns/{folder_name}");
            let Some(id) = self.id(folder_name, &folder) else { continue };
            campaigns.extend(self.campaign(id, folder));
        }
        campaigns
    }

    fn campaign(&mut self, id: Id, folder: String) -> Option<CampaignFiles> {
        let path = format!("{folder}/campaign.yaml");
        if let Some(name) =
            misspelt::instead(self.files, &folder, "campaign.yaml").filter(|_| !self.files.exists(&path))
        {
            let message = format!("there is no file `{path}`");
            let diagnostic = Diagnostic::new(Code::FileNotFound, &Source::new(path, "").span(0, 0), message);
            self.diagnostics.push(diagnostic.help(format!("rename `{name}`, which lies there, to `campaign.yaml`")));
            self.partial = true;
            return None;
        }
        let (campaign, span) = self.read::<raw::campaign::Campaign>(&path)?;
        let newsletters = self.pieces(&folder, "newsletters");
        let posters = self.pieces(&folder, "posters");
        let banners = format!("{folder}/banners.yaml");
        let banners = match self.files.exists(&banners) {
            true => self.read::<Vec<raw::pieces::Banner>>(&banners).map(|(b, _)| b).unwrap_or_default(),
            false => Vec::new(),
        };
        let guides = self.guides(&folder);
        Some(CampaignFiles { id, span, campaign, newsletters, posters, banners, guides })
    }

    /// The YAML files of a folder, each a piece whose id is its name.
    fn pieces<T: Decode>(&mut self, folder: &str, kind: &str) -> Vec<(Id, T, Span)> {
        let mut pieces = Vec::new();
        for name in self.files.list(&format!("{folder}/{kind}"), &mut self.diagnostics) {
            let path = format!("{folder}/{kind}/{name}");
            let Some(stem) = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")) else {
                if !name.ends_with('/') {
                    self.ignored(&path, &format!("{kind} are files that end in `.yaml`"));
                }
                continue;
            };
            let Some(id) = self.id(stem, &path) else { continue };
            match self.read(&path) {
                Some((piece, span)) => match pieces.iter().find(|(other, ..): &&(Id, T, Span)| *other == id) {
                    Some((.., first)) => self.twice(kind, &path, first),
                    None => pieces.push((id, piece, span)),
                },
                None => {
                    self.broken_ids.insert(id.as_str().to_owned());
                }
            }
        }
        pieces
    }

    fn guides(&mut self, folder: &str) -> Vec<resolve::GuideFile> {
        let mut guides = Vec::new();
        for name in self.files.list(&format!("{folder}/guides"), &mut self.diagnostics) {
            let path = format!("{folder}/guides/{name}");
            let parts = name.strip_suffix(".md").and_then(|stem| stem.rsplit_once('.'));
            let Some((stem, language)) = parts else {
                if !name.ends_with('/') {
                    self.ignored(&path, "a guide's name ends in its language and `.md`, as `ambassador.fr.md`");
                }
                continue;
            };
            let Some(id) = self.id(stem, &path) else { continue };
            let Some(source) = self.files.text(&path, None, &mut self.diagnostics) else { continue };
            match language.parse::<LanguageTag>() {
                Ok(language) => {
                    let same = |other: &&resolve::GuideFile| other.id == id && other.language == language;
                    match guides.iter().find(same).map(|first| first.span.clone()) {
                        Some(first) => self.twice("guides", &path, &first),
                        None => guides.extend(self.guide(id, language, &source)),
                    }
                }
                Err(error) => self.diagnostics.push(
                    Diagnostic::new(Code::UnknownLanguage, &source.span(0, 0), error.message)
                        .help("name the file `NAME.fr.md`, with the guide's language before `.md`"),
                ),
            }
        }
        guides
    }

    /// A guide's front matter and body.
    fn guide(&mut self, id: Id, language: LanguageTag, source: &Arc<Source>) -> Option<resolve::GuideFile> {
        let text = source.text();
        let opening = text.find('\n').filter(|end| text[..*end].trim_end() == "---").map(|end| end + 1);
        let closing = opening.and_then(|start| {
            let lines = text[start..].split_inclusive('\n').scan(start, |at, line| {
                let here = *at;
                *at += line.len();
                Some((here, line))
            });
            lines.into_iter().find(|(_, line)| line.trim_end() == "---").map(|(at, line)| (start, at, at + line.len()))
        });
        let Some((start, end, body)) = closing else {
            let (message, help) = match opening {
                Some(_) => {
                    ("the head of this guide is not closed", "write a second line `---` between its keys and its text")
                }
                None => {
                    let help = "begin the file with three lines: `---`, `title: The guide's title`, `---`";
                    ("this guide has no front matter", help)
                }
            };
            let place = source.span(0, opening.map_or(0, |_| 3));
            self.diagnostics.push(Diagnostic::new(Code::MissingKey, &place, message).help(help));
            return None;
        };
        let document = yaml::parse_part(source, start, end, &mut self.diagnostics);
        let (front, span) = self.decode(source, &document)?;
        Some(resolve::GuideFile { id, language, front, span, body: source.span(body, text.len()) })
    }

    /// The id that a name is; where it is none, which is told, the one that it most likely means.
    fn id(&mut self, name: &str, path: &str) -> Option<Id> {
        match name.parse() {
            Ok(id) => Some(id),
            Err(error) => {
                let error: crate::model::value::ValueError = error;
                let message = format!("the name of `{path}` cannot serve as an id");
                let help = error.help.map(|help| format!("rename it: {help}"));
                let span = Source::new(path, "").span(0, 0);
                self.diagnostics.push(Diagnostic::new(Code::InvalidValue, &span, message).maybe_help(help));
                self.broken_ids.insert(name.to_owned());
                Id::nearest(name)
            }
        }
    }

    /// Tells of a second file whose name is the same id.
    fn twice(&mut self, what: &str, path: &str, first: &Span) {
        let message = format!("two {what} have the same name: `{path}` and `{}`", first.source.path());
        let diagnostic = Diagnostic::new(Code::DuplicateId, &Source::new(path, "").span(0, 0), message);
        self.diagnostics.push(diagnostic.help("rename one of them, or remove it"));
    }

    fn ignored(&mut self, path: &str, help: &str) {
        if misspelt::is_foreign(path.rsplit('/').next().unwrap_or(path)) {
            return;
        }
        let span = Source::new(path, "").span(0, 0);
        let message = format!("`{path}` is not read");
        self.diagnostics.push(Diagnostic::new(Code::IgnoredFile, &span, message).help(help));
    }
}
