//! The graphic charter: the brand's rules as a document.
//!
//! In: a job for it and the pieces that it shows as examples. Out: plain data for `charter.typ`, with its pictures: logos,
//! colours in every notation, type, the pattern, icons, the voice, examples and the kit's files.

mod colours;
mod gallery;
mod letters;
mod logo;
mod misuse;
mod voice;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use super::{
    compose::Picture,
    data::{FontChains, Paper},
    material::Material,
    notice::numbering,
    setter::Setter,
};
use crate::{
    design::{Theme, inks::Inks, svg::number},
    diagnostic::Diagnostics,
    model::{Project, value::Colour, value::FormatUnit},
    personalise::{Scope, document_day, typographic},
    plan::Job,
    render::Needs,
};

/// What the words of the charter begin with.
const PREFIX: &str = "charter_";

/// The charter.
#[derive(Debug, Serialize)]
pub(super) struct Charter {
    /// What tells it from every other document.
    pub ident: String,
    title: String,
    name: String,
    organisation: Option<String>,
    tagline: String,
    cover_line: String,
    why: Option<String>,
    language: String,
    region: Option<String>,
    direction: &'static str,
    numbering: &'static str,
    /// Year, month and day of the document.
    pub date: [i16; 3],
    paper: Paper,
    theme: Painted,
    fonts: FontChains,
    /// The built-in words by their keys, without what these begin with.
    words: BTreeMap<String, String>,
    #[serde(flatten)]
    logo: logo::Logo,
    misuse: Vec<misuse::Misuse>,
    #[serde(flatten)]
    colours: colours::Colours,
    #[serde(flatten)]
    letters: letters::Letters,
    #[serde(flatten)]
    gallery: gallery::Gallery,
    #[serde(flatten)]
    voice: voice::Voice,
    pictures: Vec<String>,
    fingerprint: [String; 2],
}

/// The theme, and the colours of right and wrong.
#[derive(Debug, Serialize)]
struct Painted {
    #[serde(flatten)]
    theme: Theme,
    good: Colour,
    bad: Colour,
}

/// A charter with its pictures and what is wrong with it.
pub(super) struct Composed {
    pub charter: Charter,
    pub pictures: Vec<Picture>,
    pub diagnostics: Diagnostics,
}

/// Composes the charter of a project in a job's language; its examples where they are at hand.
pub(super) fn compose(
    project: &Project,
    job: &Job<'_>,
    material: &Material,
    inks: Option<&Inks>,
    needs: &Needs,
) -> Composed {
    let scope = Scope { project, campaign: job.campaign, language: &job.language, site: None };
    let mut setter = Setter::new(scope, material);
    let (identity, language) = (&project.identity, &job.language);
    let paper = lying(job);
    let logo = logo::logo(&mut setter);
    let misuse = misuse::misuse(&mut setter);
    let colours = colours::colours(&mut setter, inks);
    let letters = letters::letters(&mut setter);
    let gallery = gallery::gallery(&mut setter, &paper, needs);
    let voice = voice::voice(&mut setter);
    let brand = &identity.brand;
    let readable = |colour| crate::design::colour::ensure(colour, &[material.theme.paper], 4.5);
    let charter = Charter {
        ident: format!("{}/brand/brand-guide.{language}", identity.name),
        title: setter.word("charter_title", &[]),
        name: setter.text(&identity.name),
        organisation: identity.organisation.as_ref().map(|name| setter.text(name)),
        tagline: setter.plain(&identity.tagline),
        cover_line: setter.word("charter_cover_line", &[("name", &identity.name)]),
        why: identity.story.why.as_ref().map(|why| setter.plain(why)),
        language: language.primary().to_owned(),
        region: language.region().filter(|region| region.len() == 2),
        direction: language.direction().as_str(),
        numbering: numbering(&scope),
        date: document_day(job.campaign),
        paper,
        theme: Painted { theme: material.theme.clone(), good: readable(brand.success), bad: readable(brand.danger) },
        fonts: material.chains(language),
        words: words(&mut setter),
        logo,
        misuse,
        colours,
        letters,
        gallery,
        voice,
        pictures: setter.hashes(),
        fingerprint: material.fingerprint.clone(),
    };
    let diagnostics = setter.missing(&identity.name_span);
    Composed { charter, pictures: setter.pictures, diagnostics }
}

/// The sheet, lying: rules at the side, and room for what they look like.
fn lying(job: &Job<'_>) -> Paper {
    let format = job.format.as_ref().filter(|format| format.unit == FormatUnit::Mm);
    let (width, height) = format.map_or((210.0, 297.0), |format| (format.width, format.height));
    Paper { width: f64::max(width, height), height: f64::min(width, height) }
}

fn words(setter: &mut Setter<'_>) -> BTreeMap<String, String> {
    let (project, language) = (setter.scope.project, setter.scope.language);
    let table: IndexMap<String, String> = project.words.table(language);
    let mut words = BTreeMap::new();
    for (key, word) in &table {
        if let Some(short) = key.strip_prefix(PREFIX) {
            let word = typographic(&word.replace("{name}", &project.identity.name), language).into_owned();
            words.insert(short.to_owned(), setter.text(&word));
        }
    }
    words.insert("contents".to_owned(), setter.word("contents", &[]));
    words
}

/// A share as percents, on one line, as the language writes them.
fn percent(setter: &Setter<'_>, percent: f64) -> String {
    let figure = number((percent * 10.0).round() / 10.0);
    match setter.scope.language.primary() {
        "en" | "ja" | "zh" | "ko" => format!("{figure}%"),
        _ => format!("{figure}\u{a0}%"),
    }
}
