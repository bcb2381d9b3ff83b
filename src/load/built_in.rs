//! What is built in: words in five languages, and the undated campaign of a project that has none.
//!
//! Both are files in the project's own format under `src/builtin/`, read by the same code as a project's.

pub mod guides;
mod long_name;

use std::{borrow::Cow, sync::Arc};

use indexmap::IndexMap;

use self::long_name::worded;
use super::{
    files::Files,
    raw::{
        self,
        decode::{Decode, Decoder, Map, record},
    },
    resolve::{CampaignFiles, GuideFile, Resolver},
    yaml,
};
use crate::{
    diagnostic::{Diagnostics, Located, Source, Span},
    model::{Banner, Campaign, FileKind, Identity, Status, value::LanguageTag},
};

const WORDS: [(&str, &str); 5] = [
    ("fr", include_str!("../builtin/words/fr.yaml")),
    ("en", include_str!("../builtin/words/en.yaml")),
    ("de", include_str!("../builtin/words/de.yaml")),
    ("ar", include_str!("../builtin/words/ar.yaml")),
    ("ja", include_str!("../builtin/words/ja.yaml")),
];

const NEWSLETTERS: [(&str, &str); 2] = [
    ("announcement", include_str!("../builtin/campaign/newsletters/announcement.yaml")),
    ("first-steps", include_str!("../builtin/campaign/newsletters/first-steps.yaml")),
];

const POSTERS: [(&str, &str); 1] = [("announcement", include_str!("../builtin/campaign/posters/announcement.yaml"))];

const GUIDES: [(&str, &str, &str); 5] = [
    ("getting-started", "fr", include_str!("../builtin/campaign/guides/getting-started.fr.md")),
    ("getting-started", "en", include_str!("../builtin/campaign/guides/getting-started.en.md")),
    ("getting-started", "de", include_str!("../builtin/campaign/guides/getting-started.de.md")),
    ("getting-started", "ar", include_str!("../builtin/campaign/guides/getting-started.ar.md")),
    ("getting-started", "ja", include_str!("../builtin/campaign/guides/getting-started.ja.md")),
];

record! {
    /// The why and the messages of a project that tells none.
    Story {
        /// The why and its chapters.
        story: raw::identity::Story,
        /// The key messages.
        messages: Vec<raw::identity::Message>,
    }
}

/// English, which serves the languages that have no built-in text.
pub fn english() -> LanguageTag {
    tag("en")
}

pub(super) fn tag(language: &str) -> LanguageTag {
    language.parse().expect("a built-in language is a language")
}

/// The built-in words of every language, for a project of this name.
pub fn words(name: &str) -> IndexMap<LanguageTag, IndexMap<String, String>> {
    let table = |text: &str| {
        let map: Map<Located<String>> = decode(text, "words").0;
        map.0.into_iter().map(|(key, text)| (key.value, text.value)).collect()
    };
    WORDS.iter().map(|(language, text)| (tag(language), table(&worded(text, name)))).collect()
}

/// The texts of the built-in campaign's pieces in a project of this name, in which warnings about them are found again.
pub fn sources(name: &str) -> Vec<Arc<Source>> {
    let newsletters = NEWSLETTERS.iter().map(|(name, text)| (format!("newsletters/{name}.yaml"), *text));
    let posters = POSTERS.iter().map(|(name, text)| (format!("posters/{name}.yaml"), *text));
    let guides = GUIDES.iter().map(|(name, language, text)| (format!("guides/{name}.{language}.md"), *text));
    let single = [
        ("banners.yaml".to_owned(), include_str!("../builtin/campaign/banners.yaml")),
        ("story.yaml".to_owned(), include_str!("../builtin/campaign/story.yaml")),
        ("campaign.yaml".to_owned(), include_str!("../builtin/campaign/campaign.yaml")),
    ];
    let all = newsletters.chain(posters).chain(guides).chain(single);
    all.map(|(path, text)| Source::new(format!("built-in/{path}"), worded(text, name))).collect()
}

/// The files of the built-in campaign by their paths in a campaign's folder, and its why and messages, for a project of this name
/// that is to make them its own.
pub(super) fn starter(name: &str) -> (Vec<(String, Cow<'static, str>)>, &'static str) {
    let newsletters = NEWSLETTERS.iter().enumerate();
    let newsletters = newsletters.map(|(i, (name, text))| (format!("newsletters/{:02}-{name}.yaml", i + 1), *text));
    let posters = POSTERS.iter().map(|(name, text)| (format!("posters/{name}.yaml"), *text));
    let guides = GUIDES.iter().map(|(name, language, text)| (format!("guides/{name}.{language}.md"), *text));
    let single = [
        ("campaign.yaml".to_owned(), include_str!("../builtin/campaign/campaign.yaml")),
        ("banners.yaml".to_owned(), include_str!("../builtin/campaign/banners.yaml")),
    ];
    let all = newsletters.chain(posters).chain(guides).chain(single);
    let files = all.map(|(path, text)| (path, worded(text, name))).collect();
    (files, include_str!("../builtin/campaign/story.yaml"))
}

/// The built-in campaign; fills in the identity's why and messages where it has none.
pub fn campaign(files: &Files, identity: &mut Identity) -> Campaign {
    let mut resolver = Resolver::new(files, identity.languages.clone());
    resolver.built_in = true;
    let story: Story = decode(include_str!("../builtin/campaign/story.yaml"), "story.yaml").0;
    if identity.story.why.is_none() {
        identity.story.why = resolver.story(&story.story).why;
    }
    if identity.messages.is_empty() {
        identity.messages = resolver.messages(&story.messages);
    }
    let (raw_campaign, span) = decode(include_str!("../builtin/campaign/campaign.yaml"), "campaign.yaml");
    let id = "starter".parse().expect("a built-in id is an id");
    let piece = |name: &str| name.parse().expect("a built-in id is an id");
    let name = &identity.name;
    let files = CampaignFiles {
        id,
        campaign: raw_campaign,
        span,
        newsletters: NEWSLETTERS
            .iter()
            .map(|(id, text)| {
                let (raw, span) = decode(&worded(text, name), &format!("newsletters/{id}.yaml"));
                (piece(id), raw, span)
            })
            .collect(),
        posters: POSTERS
            .iter()
            .map(|(id, text)| {
                let (raw, span) = decode(&worded(text, name), &format!("posters/{id}.yaml"));
                (piece(id), raw, span)
            })
            .collect(),
        banners: decode(include_str!("../builtin/campaign/banners.yaml"), "banners.yaml").0,
        guides: starting_guides(&identity.languages, name),
    };
    let mut campaign = resolver.campaign(&files, identity);
    // The built-in poster cannot name the project's own messages: it shows the first three.
    for poster in campaign.posters.iter_mut().filter(|poster| poster.messages.is_empty()) {
        poster.messages = identity.messages.iter().take(3).map(|message| message.id.clone()).collect();
    }
    assert!(!resolver.diagnostics.has_errors(), "built-in campaign: {:?}", resolver.diagnostics);
    campaign
}

/// The guides of the built-in campaign; the English ones stand in for the project's languages that have none.
fn starting_guides(languages: &[LanguageTag], name: &str) -> Vec<GuideFile> {
    let piece = |id: &str| id.parse().expect("a built-in id is an id");
    let own = GUIDES.iter().map(|(id, language, text)| guide(piece(id), language, &worded(text, name)));
    let others = languages.iter().filter(|tag| !GUIDES.iter().any(|(_, language, _)| *language == tag.primary()));
    let english = others.flat_map(|tag| {
        let texts = GUIDES.iter().filter(|(_, language, _)| *language == "en");
        texts.map(|(id, language, text)| GuideFile {
            language: tag.clone(),
            ..guide(piece(id), language, &worded(text, name))
        })
    });
    own.chain(english).collect()
}

/// The English words as a file, in which comments group them.
pub fn english_words() -> &'static str {
    include_str!("../builtin/words/en.yaml")
}

/// Whether there are built-in words in a language.
pub fn speaks(language: &LanguageTag) -> bool {
    WORDS.iter().any(|(own, _)| *own == language.primary())
}

/// The template families whose pictures for video calls belong to the branding kit.
const CALL_BACKGROUNDS: [&str; 5] = ["charter", "horizon", "manifesto", "mosaic", "panorama"];

/// Grounds for video calls, with the tagline: one for each family of templates.
pub fn call_backgrounds(identity: &Identity) -> Vec<Banner> {
    let banner = |family: &str| Banner {
        id: family.parse().expect("a family's name is an id"),
        span: identity.name_span.clone(),
        status: Status::Ready,
        built_in: false,
        languages: identity.languages.clone(),
        template: family.to_owned(),
        template_span: None,
        headline: identity.tagline.clone(),
        subline: None,
        call_to_action: None,
        photo: None,
        alt: None,
        formats: "teams-background".parse().into_iter().collect(),
        files: vec![FileKind::Png],
    };
    CALL_BACKGROUNDS.map(banner).into()
}

fn guide(id: crate::model::value::Id, language: &str, text: &str) -> GuideFile {
    let source = Source::new(format!("built-in/guides/{id}.{language}.md"), text);
    let end = text[4..].find("---\n").map_or(text.len(), |at| at + 4);
    let mut diagnostics = Diagnostics::new();
    let document = yaml::parse_part(&source, 4, end, &mut diagnostics);
    let mut decoder = Decoder::default();
    let front = Decode::decode(&document.root, &mut decoder).expect("a built-in guide has its front matter");
    let span = document.root.span;
    GuideFile { id, language: tag(language), front, span, body: source.span(end + 4, text.len()) }
}

/// A built-in file.
pub(super) fn decode<T: Decode>(text: &str, path: &str) -> (T, Span) {
    let source = Source::new(format!("built-in/{path}"), text);
    let mut diagnostics = Diagnostics::new();
    let document = yaml::parse(&source, &mut diagnostics);
    let mut decoder = Decoder::default();
    let decoded = T::decode(&document.root, &mut decoder);
    diagnostics.extend(decoder.diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    (decoded.expect("a built-in file decodes"), document.root.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::builtin;

    #[test]
    fn every_language_has_every_word() {
        let words = words("Agora");
        let english: Vec<_> = words[&english()].keys().collect();
        for (language, table) in &words {
            assert_eq!(table.keys().collect::<Vec<_>>(), english, "{language}");
        }
    }

    #[test]
    fn every_word_that_a_template_names_exists() {
        let words = words("Agora");
        let templates = [builtin::POSTER, builtin::BANNER, builtin::NOTICE, builtin::EMAIL, builtin::KIT].concat();
        let mut named = 0;
        for (template, text) in templates {
            for part in text.split("words.").skip(1) {
                let word: String = part.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                // A part of a family may be called `words.svg`, and a comment may speak of words.
                if word.is_empty() || word == "svg" {
                    continue;
                }
                assert!(words[&english()].contains_key(&word), "{template}: there is no word `{word}`");
                named += 1;
            }
        }
        assert!(named > 10, "the templates name {named} words only: the test reads nothing");
    }
}
