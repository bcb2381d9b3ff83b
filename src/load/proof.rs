//! The texts of proofs: an invented campaign in five languages, short, long and absurd, in a project's own look.
//!
//! In: a project. Out: one of the same brand, logo and templates that says what the files under `src/builtin/proof/` say.

use std::{io, path::Path};

use super::{
    built_in::{decode, tag},
    files::Files,
    raw,
    resolve::{CampaignFiles, Resolver},
};
use crate::{
    diagnostic::Located,
    model::{Project, value::LanguageTag},
};

/// The languages of proofs, the default first.
pub const LANGUAGES: [&str; 5] = ["fr", "en", "de", "ar", "ja"];

const POSTERS: [(&str, &str); 6] = [
    ("bare", include_str!("../builtin/proof/posters/bare.yaml")),
    ("endless", include_str!("../builtin/proof/posters/endless.yaml")),
    ("long", include_str!("../builtin/proof/posters/long.yaml")),
    ("mixed", include_str!("../builtin/proof/posters/mixed.yaml")),
    ("short", include_str!("../builtin/proof/posters/short.yaml")),
    ("word", include_str!("../builtin/proof/posters/word.yaml")),
];

/// The project with invented texts in place of its own: one campaign, `proof`, whose posters and banners are named
/// `short`, `long`, `bare` (a headline and nothing else), `word` (an 80-letter word), `endless` (300 letters) and `mixed`
/// (emoji, addresses, both directions).
///
/// # Errors
/// If the project's folder cannot be opened.
pub fn proof(root: &Path, project: &Project) -> io::Result<Project> {
    let files = Files::open(root)?;
    let languages: Vec<LanguageTag> = LANGUAGES.iter().map(|language| tag(language)).collect();
    let mut resolver = Resolver::new(&files, languages.clone());
    resolver.built_in = true;
    let (written, _) =
        decode::<raw::identity::Identity>(include_str!("../builtin/proof/identity.yaml"), "proof/identity.yaml");
    let name = Located::new(project.identity.name.clone(), project.identity.name_span.clone());
    let said = resolver.identity(&written, &name, project.identity.brand.clone());
    let mut proof = project.clone();
    let identity = &mut proof.identity;
    identity.languages = languages;
    identity.tagline = said.tagline;
    identity.story = said.story;
    identity.messages = said.messages;
    if identity.link.is_none() {
        identity.link = "https://agora.example".parse().ok();
    }
    let (campaign, span) = decode(include_str!("../builtin/proof/campaign.yaml"), "proof/campaign.yaml");
    let posters = POSTERS.iter().map(|(name, text)| {
        let (raw, span) = decode(text, &format!("proof/posters/{name}.yaml"));
        (name.parse().expect("a built-in id is an id"), raw, span)
    });
    let campaign = CampaignFiles {
        id: "proof".parse().expect("a built-in id is an id"),
        span,
        campaign,
        newsletters: Vec::new(),
        posters: posters.collect(),
        banners: decode(include_str!("../builtin/proof/banners.yaml"), "proof/banners.yaml").0,
        guides: Vec::new(),
    };
    proof.campaigns = vec![resolver.campaign(&campaign, identity)];
    assert!(!resolver.diagnostics.has_errors(), "proof: {:?}", resolver.diagnostics);
    Ok(proof)
}
