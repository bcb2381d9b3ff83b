//! Whether a subject keeps its voice down.
//!
//! In: the subject as it is sent. Out: warnings: people and mail filters alike take capitals and several exclamation marks for
//! advertising (SpamAssassin's rules SUBJ_ALL_CAPS and PLING_PLING).

use unicode_width::UnicodeWidthStr;

use super::Finished;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// A word of this many capitals shouts; shorter ones are mostly abbreviations.
const CAPITALS: usize = 5;

/// Looks at the subject.
pub(super) fn check(finished: &Finished<'_>, found: &mut Diagnostics) {
    let subject = finished.subject;
    let text = finished.newsletter.subject.get(finished.language);
    let place = text.span.as_ref().or(finished.newsletter.subject.span.as_ref()).unwrap_or(&finished.newsletter.span);
    let language = finished.language;
    if subject.trim().is_empty() || subject.width() == 0 {
        let message = format!("the subject is empty in `{language}`");
        let help = "say in a few words what the newsletter brings its reader";
        found.push(Diagnostic::new(Code::MissingKey, place, message).help(help));
    }
    if let Some(word) = loud_word(subject, &known_names(finished)) {
        let message = format!("the subject shouts in `{language}`: `{word}` is all capitals");
        let help = "write it as within a sentence; mail filters count capitals against a message";
        found.push(Diagnostic::new(Code::ShoutingSubject, place, message).help(help));
    }
    let marks = subject.chars().filter(|c| matches!(c, '!' | '！' | '‼' | '⁉')).count();
    if marks > 1 || subject.contains('‼') {
        let message = format!("the subject shouts in `{language}`: it has {marks} exclamation marks");
        let help = "one is enough, none is better; mail filters count them against a message";
        found.push(Diagnostic::new(Code::ShoutingSubject, place, message).help(help));
    }
}

/// Names that may be capitals through and through.
fn known_names(finished: &Finished<'_>) -> String {
    let identity = &finished.project.identity;
    format!("{} {}", identity.name, identity.organisation.as_deref().unwrap_or_default())
}

/// The first word that is all capitals and no name.
fn loud_word<'a>(subject: &'a str, names: &str) -> Option<&'a str> {
    let mut words = subject.split(|c: char| !c.is_alphanumeric()).filter(|word| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters >= CAPITALS && word.chars().all(|c| c.is_uppercase())
    });
    words.find(|word| !names.split(|c: char| !c.is_alphanumeric()).any(|name| name == *word))
}
