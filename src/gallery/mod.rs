//! The page that shows everything: `output/index.html`, opened from disk, offline, in the brand's look and the project's
//! languages.
//!
//! In: a project, the manifest as it will be, texts of artefacts, and what approvals stand in the campaigns' folders. Out: a
//! page for each of the project's languages, the first `index.html`, the others `index.LANGUAGE.html`. Pure: the same state
//! gives the same bytes, and nothing that a build cannot know (what the outbox sent, what the clock says) stands in them.
//!
//! `collect` gathers a manifest's entries to pieces, `piece` says of each what the project knows, `facet` counts what it can
//! be filtered by, `calendar` tells the dates, `matrix` what is
//! told, `keys` what is missing, `look` dresses it; the templates below `src/builtin/gallery/` lay it out.

mod approval;
mod calendar;
mod collect;
mod facet;
mod files;
mod keys;
mod look;
mod matrix;
mod piece;
mod preview;
mod remarks;
mod sort;
#[cfg(test)]
mod tests;
mod titles;

use serde_json::{Value, json};

pub use approval::Approval;

use self::{collect::Found, look::Look};
use crate::{
    diagnostic::Diagnostic,
    model::{Project, value::LanguageTag},
    output::{Manifest, Remark, Sheet, Sheets, inputs},
    plan::Kind,
    template::{Templates, builtin},
};

/// What the page is named in the manifest.
const ID: &str = "gallery";
const PAGE: &str = "gallery/page.html";

/// What pages are made of beside the manifest.
pub struct Gallery<'p> {
    project: &'p Project,
    approvals: Vec<Approval>,
    remarks: Vec<Remark>,
    live: bool,
    look: Look,
    templates: Templates,
}

impl<'p> Gallery<'p> {
    /// Of a project, the approvals that stand in its campaigns' folders, and what is to be said of the project as a whole.
    pub fn new(project: &'p Project, approvals: Vec<Approval>, remarks: Vec<Remark>) -> Self {
        let (templates, _) = Templates::new(builtin::GALLERY, "gallery/", &[]);
        Self { project, approvals, remarks, live: false, look: Look::new(project), templates }
    }

    /// With a script that looks at `state.js` beside the page again and again, and loads the page anew when it names another
    /// state: `window.fanion = "anything that changes"`. A page opened from disk can fetch nothing else.
    pub fn live(self, live: bool) -> Self {
        Self { live, ..self }
    }

    fn page(&self, context: &Value) -> Result<Vec<u8>, Box<Diagnostic>> {
        let html = self.templates.render(PAGE, context)?;
        // What templates leave of their own lines is a third of a long page.
        let lines = html.lines().map(str::trim_start).filter(|line| !line.is_empty());
        Ok(lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes())
    }

    fn context(&self, found: &[Found], texts: &files::Texts, manifest: &Manifest, language: &LanguageTag) -> Value {
        let known =
            piece::Known { project: self.project, language, approvals: &self.approvals, look: &self.look, texts };
        let pieces: Vec<piece::Piece> = found.iter().map(|found| known.piece(found)).collect();
        let identity = &self.project.identity;
        let languages = identity.languages.iter().enumerate();
        json!({
            "language": language,
            "dir": direction(language),
            "words": words(self.project, language),
            "name": identity.name,
            "tagline": known.global(&identity.tagline),
            "organisation": identity.organisation,
            "launch": calendar::launch(self.project, language),
            "look": self.look.context(language, manifest),
            "languages": languages.map(|(i, l)| json!({
                "tag": l, "name": titles::language(l, self.project), "href": path(i, l), "current": l == language,
            })).collect::<Vec<_>>(),
            "total": self.project.words.count(language, "gallery_count", pieces.len() as u64),
            "facets": facet::facets(&pieces, &known),
            "groups": sort::groups(&pieces, &known),
            "matrices": matrix::matrices(&known),
            "keys": keys::keys(&known),
            "timelines": calendar::timelines(&known, found),
            "calendar": calendar::months(self.project, language),
            "remarks": remarks::remarks(&pieces, &self.remarks),
            "live": self.live,
        })
    }
}

impl Sheets for Gallery<'_> {
    fn sheets(&self, manifest: &Manifest, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<Sheet<'_>> {
        let found = collect::collect(manifest, self.project);
        let texts = files::alternatives(&found, read);
        let page = |(i, language): (usize, &LanguageTag)| {
            let context = self.context(&found, &texts, manifest, language);
            let hashed = json!([context, self.templates.fingerprint()]);
            Sheet {
                path: path(i, language),
                kind: Kind::Gallery,
                id: ID.into(),
                language: language.to_string(),
                renderer: ID,
                inputs: inputs(ID, &hashed, &[]),
                make: Box::new(move || self.page(&context)),
            }
        };
        self.project.identity.languages.iter().enumerate().map(page).collect()
    }
}

/// The gallery's own words, and those that it shares.
fn words(project: &Project, language: &LanguageTag) -> Value {
    const SHARED: [&str; 7] =
        ["site", "guide_everyone", "callout_warning", "all_sites", "keys_there", "keys_missing", "keys_whole"];
    let table = project.words.table(language);
    let own = table.into_iter().filter(|(key, _)| key.starts_with("gallery_") || SHARED.contains(&key.as_str()));
    Value::Object(own.map(|(key, word)| (key.trim_start_matches("gallery_").to_owned(), word.into())).collect())
}

fn path(place: usize, language: &LanguageTag) -> String {
    if place == 0 { "index.html".into() } else { format!("index.{language}.html") }
}

fn direction(language: &LanguageTag) -> &'static str {
    match language.direction() {
        crate::model::value::Direction::Rtl => "rtl",
        crate::model::value::Direction::Ltr => "ltr",
    }
}
