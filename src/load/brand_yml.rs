//! A brand.yml document as a brand and its guidelines: what other programs read of it, and what travels with it below
//! `defaults: { fanion: … }`.
//!
//! In: a document in a project's folder, or anywhere else. Out: the brand, with every name resolved and every gap filled, and
//! the guidelines; a diagnostic for each mistake, at its line.

use std::{collections::HashSet, io, path::Path};

use super::{
    Loader,
    files::Files,
    raw::{
        self,
        identity::Guidelines as Raw,
        text::{PerLanguage, Text},
    },
    resolve::Resolver,
};
use crate::{
    diagnostic::Diagnostics,
    model::{Brand, Guidelines, value::LanguageTag},
};

/// What a brand.yml document says.
#[derive(Debug)]
pub struct BrandFile {
    /// The brand.
    pub brand: Brand,
    /// What brand.yml has no word for; defaults where it carries none.
    pub guidelines: Guidelines,
}

/// Reads a brand.yml document that lies in a folder: fonts and logos are looked for there. `name` chooses the colours of a
/// document that names none; texts are kept in `languages`.
///
/// # Errors
/// When the folder cannot be opened. A mistake in the document is a diagnostic.
pub fn brand_yml(
    folder: &Path,
    file: &str,
    name: &str,
    languages: &[LanguageTag],
) -> io::Result<(Option<BrandFile>, Diagnostics)> {
    let files = Files::open(folder)?;
    let mut loader =
        Loader { files: &files, diagnostics: Diagnostics::new(), broken_ids: HashSet::new(), partial: false };
    let read = loader.read::<raw::brand::Brand>(file);
    let (mut diagnostics, partial) = (loader.diagnostics, loader.partial);
    let Some((document, _)) = read else { return Ok((None, diagnostics)) };
    let mut resolver = Resolver::new(&files, languages.to_vec());
    resolver.broken_ids = loader.broken_ids;
    resolver.partial = partial;
    let brand = resolver.brand(Some(&document), name);
    let own = document.defaults.and_then(|defaults| defaults.fanion);
    let own = guidelines(None, own, languages);
    let guidelines = own.map(|own| resolver.guidelines(&own, &brand)).unwrap_or_default();
    diagnostics.extend(resolver.diagnostics);
    Ok((Some(BrandFile { brand, guidelines }), diagnostics))
}

/// Guidelines of the project's own, completed key by key with those that came with its brand.
///
/// A brand that serves several projects may speak languages that this one does not: they are left out.
pub(super) fn guidelines(own: Option<Raw>, travelled: Option<Raw>, languages: &[LanguageTag]) -> Option<Raw> {
    let Some(mut travelled) = travelled else { return own };
    limit(&mut travelled, languages);
    let Some(own) = own else { return Some(travelled) };
    let voice = match (own.voice, travelled.voice) {
        (Some(own), Some(travelled)) => Some(raw::identity::Voice {
            we_are: own.we_are.or(travelled.we_are),
            we_are_not: own.we_are_not.or(travelled.we_are_not),
            say: own.say.or(travelled.say),
            avoid: own.avoid.or(travelled.avoid),
        }),
        (own, travelled) => own.or(travelled),
    };
    let logo = match (own.logo, travelled.logo) {
        (Some(own), Some(travelled)) => Some(raw::identity::LogoGuidelines {
            clear_space: own.clear_space.or(travelled.clear_space),
            minimum_width: own.minimum_width.or(travelled.minimum_width),
            misuse: own.misuse.or(travelled.misuse),
        }),
        (own, travelled) => own.or(travelled),
    };
    Some(Raw {
        proportions: own.proportions.or(travelled.proportions),
        print: own.print.or(travelled.print),
        output_condition: own.output_condition.or(travelled.output_condition),
        logo,
        pattern: own.pattern.or(travelled.pattern),
        voice,
    })
}

/// Leaves out the versions of texts in languages that the project does not have; a text that has no other stays as it is,
/// so that its mistake is told.
fn limit(guidelines: &mut Raw, languages: &[LanguageTag]) {
    fn keep<T>(text: &mut PerLanguage<T>, languages: &[LanguageTag]) {
        let known = |language: &str| {
            // What is no language at all is a mistake to tell.
            language
                .parse::<LanguageTag>()
                .map_or(true, |tag| languages.iter().any(|own| own.primary() == tag.primary()))
        };
        let is_kept = |(language, _): &(Option<crate::diagnostic::Located<String>>, T)| {
            language.as_ref().is_none_or(|language| known(&language.value))
        };
        if text.versions.iter().any(is_kept) {
            text.versions.retain(is_kept);
        }
    }
    let all = |texts: &mut Option<Vec<Text>>| texts.iter_mut().flatten().for_each(|text| keep(text, languages));
    if let Some(logo) = &mut guidelines.logo {
        all(&mut logo.misuse);
    }
    if let Some(voice) = &mut guidelines.voice {
        all(&mut voice.we_are);
        all(&mut voice.we_are_not);
        voice.say.iter_mut().for_each(|words| keep(words, languages));
        voice.avoid.iter_mut().for_each(|words| keep(words, languages));
    }
}
