//! The guides that are made from a project's data where it writes none: their texts in five languages.
//!
//! In: the ids that a campaign is to have. Out: files as a project would write them.

use std::sync::Arc;

use super::{guide, long_name::worded};
use crate::{
    diagnostic::Source,
    load::resolve::GuideFile,
    model::{Campaign, Identity, value::Id},
};

/// Their ids, in the order in which they are told.
pub const IDS: [&str; 5] = ["employee", "manager", "ambassador", "charter", "faq"];

/// Id, language, text: each in every built-in language.
pub(super) const TEXTS: [(&str, &str, &str); 25] = [
    ("employee", "fr", include_str!("../../builtin/guides/employee.fr.md")),
    ("employee", "en", include_str!("../../builtin/guides/employee.en.md")),
    ("employee", "de", include_str!("../../builtin/guides/employee.de.md")),
    ("employee", "ar", include_str!("../../builtin/guides/employee.ar.md")),
    ("employee", "ja", include_str!("../../builtin/guides/employee.ja.md")),
    ("manager", "fr", include_str!("../../builtin/guides/manager.fr.md")),
    ("manager", "en", include_str!("../../builtin/guides/manager.en.md")),
    ("manager", "de", include_str!("../../builtin/guides/manager.de.md")),
    ("manager", "ar", include_str!("../../builtin/guides/manager.ar.md")),
    ("manager", "ja", include_str!("../../builtin/guides/manager.ja.md")),
    ("ambassador", "fr", include_str!("../../builtin/guides/ambassador.fr.md")),
    ("ambassador", "en", include_str!("../../builtin/guides/ambassador.en.md")),
    ("ambassador", "de", include_str!("../../builtin/guides/ambassador.de.md")),
    ("ambassador", "ar", include_str!("../../builtin/guides/ambassador.ar.md")),
    ("ambassador", "ja", include_str!("../../builtin/guides/ambassador.ja.md")),
    ("charter", "fr", include_str!("../../builtin/guides/charter.fr.md")),
    ("charter", "en", include_str!("../../builtin/guides/charter.en.md")),
    ("charter", "de", include_str!("../../builtin/guides/charter.de.md")),
    ("charter", "ar", include_str!("../../builtin/guides/charter.ar.md")),
    ("charter", "ja", include_str!("../../builtin/guides/charter.ja.md")),
    ("faq", "fr", include_str!("../../builtin/guides/faq.fr.md")),
    ("faq", "en", include_str!("../../builtin/guides/faq.en.md")),
    ("faq", "de", include_str!("../../builtin/guides/faq.de.md")),
    ("faq", "ar", include_str!("../../builtin/guides/faq.ar.md")),
    ("faq", "ja", include_str!("../../builtin/guides/faq.ja.md")),
];

/// The files of one guide of the project `name`, in every language.
pub fn files(id: &str, name: &str) -> impl Iterator<Item = GuideFile> {
    let own = TEXTS.iter().filter(move |(guide, ..)| *guide == id);
    own.map(move |(id, language, text)| {
        guide(id.parse().expect("a built-in id is an id"), language, &worded(text, name))
    })
}

/// The ids as values.
pub fn ids() -> Vec<Id> {
    IDS.iter().map(|id| id.parse().expect("a built-in id is an id")).collect()
}

/// Whether a project tells enough for a guide to say something of its own.
pub fn has_data(id: &str, campaign: &Campaign, identity: &Identity) -> bool {
    let told = identity.story.why.is_some() || !identity.messages.is_empty() || !identity.story.chapters.is_empty();
    match id {
        "charter" => {
            !campaign.people.is_empty() || !campaign.responsibilities.is_empty() || !campaign.phases.is_empty()
        }
        "faq" => !campaign.objections.is_empty(),
        _ => told || !campaign.objections.is_empty(),
    }
}

/// Their texts in the project `name`, in which warnings about them are found again.
pub fn sources(name: &str) -> Vec<Arc<Source>> {
    let source = |(id, language, text): &(&str, &str, &'static str)| {
        Source::new(format!("built-in/guides/{id}.{language}.md"), worded(text, name))
    };
    TEXTS.iter().map(source).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_five_languages_have_them_all() {
        for id in IDS {
            let languages: Vec<_> = files(id, "Agora").map(|file| file.language.to_string()).collect();
            assert_eq!(languages, ["fr", "en", "de", "ar", "ja"], "{id}");
        }
    }

    #[test]
    fn each_is_built_alike_in_every_language() {
        let built = |text: &'static str| -> Vec<&'static str> {
            let shape = |line: &'static str| match line.split_once(' ') {
                Some(("{{" | ">", _)) if line.contains("()") || line.contains("[!") => Some(line),
                Some((level, _)) if level.starts_with('#') => Some(level),
                Some((mark @ ("|" | "-" | "1."), _)) => Some(mark),
                _ => None,
            };
            text.lines().filter_map(shape).collect()
        };
        for (id, language, text) in TEXTS {
            let (.., french) = TEXTS.iter().find(|(guide, ..)| *guide == id).expect("its first language");
            assert_eq!(built(text), built(french), "{id}.{language}");
        }
    }
}
